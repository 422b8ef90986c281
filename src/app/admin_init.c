/* The verb of `init`: all files of an edition, or what is new of them, at once or not at all. */
#include <string.h>

#include "admin.h"
#include "import.h"

struct init {
	struct admin *admin;
	struct importer by;
	struct scheme scheme;
	struct edition edition;
	bool good;	     /* no complaint so far */
	bool nominees_known; /* all that the files name are in the database */
};

/* A file of the call: its bytes, and how the user called it. */
static bool source_of(const struct init *in, const char *name, struct source *ret)
{
	const struct admin_part *part = admin_part(in->admin->call, name);
	const char *file =
		admin_text(in->admin->call, arena_printf(in->admin->arena, "%s_file", name));

	if (!part)
		return false;
	*ret = (struct source){ .file = file ? file : name, .text = part->data, .len = part->len };
	return true;
}

static void told(struct init *in, const char *id, const char *en, const struct import_count *count)
{
	struct admin *admin = in->admin;

	buf_printf(&admin->out,
		   admin->lang == LANG_EN
			   ? "%s: %zu added, %zu changed, %zu removed, %zu as before\n"
			   : "%s: %zu baru, %zu diubah, %zu dihapus, %zu tetap\n",
		   admin->lang == LANG_EN ? en : id, count->added, count->changed, count->removed,
		   count->same);
}

static bool take_scheme(struct init *in, struct err *err)
{
	struct admin *admin = in->admin;
	struct source source;

	if (!source_of(in, "scheme", &source))
		return FAIL(err, ERR_INPUT, "berkas aturan tidak ada", "the scheme is missing");
	if (!scheme_read(source.file, source.text, source.len, admin->arena, &in->scheme,
			 &admin->complaints))
		return FAIL_CODE(err, ERR_INPUT, "bad_rows", "aturan salah", "bad scheme");
	if (!import_scheme(&in->by, &in->scheme, source.text, source.len, &in->edition, err)) {
		err_prefix(err, "%s", source.file);
		return false;
	}
	buf_printf(&admin->out,
		   admin->lang == LANG_EN ? "edition %s: rules version %d, SHA-256 %s\n"
					  : "edisi %s: aturan versi %d, SHA-256 %s\n",
		   in->edition.key, (int)in->edition.rule_number, in->edition.rule_sha256);
	return true;
}

static bool take_settings(struct init *in, struct err *err)
{
	struct admin *admin = in->admin;
	struct settings settings;
	struct source source;

	if (!source_of(in, "settings", &source))
		return true;
	in->good &= settings_read(source.file, source.text, source.len, admin->arena, &settings,
				  &admin->complaints);
	return !in->good || import_settings(&in->by, &in->edition, &settings, err);
}

static bool take_nominees(struct init *in, struct err *err)
{
	struct admin *admin = in->admin;
	struct nominee_list list;
	struct import_count count;
	struct source source;

	if (!source_of(in, "nominees", &source))
		return true;
	in->nominees_known =
		nominee_file_read(&source, &in->scheme, admin->arena, &list, &admin->complaints);
	in->good &= in->nominees_known;
	if (!in->nominees_known)
		return true;
	if (!import_nominees(&in->by, &in->edition, &in->scheme, &list, &count, err))
		return false;
	told(in, "nominee", "nominees", &count);
	return true;
}

/* Nominees of the same call may have moved into the new categories, so this comes after them. */
static bool check_categories(struct init *in, struct err *err)
{
	size_t before = in->admin->complaints.total;
	struct source source;

	if (!source_of(in, "scheme", &source) || !in->good)
		return true;
	if (!import_categories(in->admin->db, &in->edition, &in->scheme, source.file,
			       in->admin->arena, &in->admin->complaints, err))
		return false;
	in->good = in->admin->complaints.total == before;
	return true;
}

static bool take_jurors(struct init *in, struct err *err)
{
	struct admin *admin = in->admin;
	struct import_count count;
	struct juror_row *rows;
	struct source source;
	size_t n;

	if (!source_of(in, "jurors", &source))
		return true;
	in->good &=
		juror_file_read(&source, &in->scheme, admin->arena, &rows, &n, &admin->complaints);
	if (!in->good)
		return true;
	if (!import_jurors(&in->by, &in->edition, rows, n, &count, err))
		return false;
	told(in, "juri", "jurors", &count);
	return true;
}

/* The nominees are by now in the database, those of the same call too, if their file was good: with
 * a bad one, rows of evidence would be called bad that are not. A bad row of another file is no
 * reason to keep silent about those of this one. */
static bool take_evidence(struct init *in, struct err *err)
{
	struct admin *admin = in->admin;
	struct nominee_list list;
	struct import_count count;
	struct source source;

	if (!source_of(in, "evidence", &source) || !in->nominees_known)
		return true;
	if (!import_nominee_list(admin->db, &in->edition, &in->scheme, admin->arena, &list, err))
		return false;
	in->good &=
		evidence_file_read(&source, &in->scheme, &list, admin->arena, &admin->complaints);
	if (!in->good)
		return true;
	if (!import_evidence(&in->by, &in->edition, &in->scheme, &list, &count, &admin->complaints,
			     err))
		return false;
	told(in, "bukti", "evidence", &count);
	return true;
}

bool admin_init(struct admin *admin, struct err *err)
{
	struct init in = {
		.admin = admin,
		.by = { admin->db, &COMMAND_LINE, time_now(), admin->arena },
		.good = true,
		.nominees_known = true,
	};

	if (!take_scheme(&in, err) || !take_settings(&in, err) || !take_nominees(&in, err) ||
	    !check_categories(&in, err) || !take_jurors(&in, err) || !take_evidence(&in, err))
		return false;
	return in.good || FAIL_CODE(err, ERR_INPUT, "bad_rows", "ada baris yang salah", "bad rows");
}
