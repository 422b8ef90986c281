/* paritrana verify FILE: recomputes everything in a bundle and says what was looked at.
 * paritrana verify --db F: checks the chains of a database. */
#include <inttypes.h>
#include <stdio.h>

#include "app/app.h"
#include "app/ledger.h"
#include "app/vault.h"
#include "db/db.h"
#include "store/store.h"

static bool parse_scheme(void *arg, const char *text, size_t len, struct arena *arena,
			 struct scheme *ret, struct complaints *complaints)
{
	return scheme_read(arg, text, len, arena, ret, complaints);
}

bool bundle_load(const char *file, const char *text, size_t len, struct arena *arena,
		 struct bundle *ret, struct complaints *complaints)
{
	/* Places in the scheme are its own lines, not those of the bundle. */
	char *name = arena_printf(arena, "%s (scheme)", file);

	return bundle_read(file, text, len,
			   (struct scheme_parser){ .parse = parse_scheme, .arg = name }, arena, ret,
			   complaints);
}

/* ---- What a bundle holds, counted ---- */

struct holdings {
	size_t sheets, marks, recused, absent;
	size_t evidence, sealed, values_given, gates_given;
};

static void count_given(const struct category *category, const struct nominee *nominee,
			struct holdings *ret)
{
	for (size_t i = 0; nominee->given_e4 && i < category->criterion_count; i++)
		ret->values_given += nominee->given_e4[i] != GIVEN_NONE;
	for (size_t i = 0; nominee->gates_given && i < category->gate_count; i++)
		ret->gates_given += nominee->gates_given[i] != GIVEN_NONE;
	for (size_t i = 0; i < nominee->evidence_count; i++) {
		ret->sealed += nominee->evidence[i].seal != NULL;
		ret->evidence += nominee->evidence[i].seal == NULL;
	}
}

static struct holdings count_holdings(const struct tally_input *input)
{
	struct holdings ret = { 0 };

	for (size_t i = 0; i < input->nominee_count; i++) {
		const struct nominee *nominee = &input->nominees[i];
		const struct category *category = &input->scheme->categories[nominee->category];

		count_given(category, nominee, &ret);
		for (size_t j = 0; j < nominee->sheet_count; j++) {
			const struct sheet *sheet = nominee->sheets[j];
			bool counts = sheet && !sheet->recused && !sheet->absent;

			ret.recused += sheet && sheet->recused;
			ret.absent += sheet && sheet->absent;
			ret.sheets += counts;
			ret.marks += counts ? category->jury_count : 0;
		}
	}
	return ret;
}

/* ---- What it says ---- */

#define SAY(lang, id, ...) say((lang), (id), __VA_ARGS__)

static void say(enum lang lang, const char *id, const char *en, ...) PRINTF(2, 4) PRINTF(3, 4);
static void say(enum lang lang, const char *id, const char *en, ...)
{
	va_list args;

	va_start(args, en);
	(void)vprintf(lang == LANG_EN ? en : id, args);
	va_end(args);
}

static void say_release(const struct bundle *b, enum lang lang)
{
	const struct scheme *scheme = b->input.scheme;
	char at[TIME_ISO_SIZE];

	if (scheme->sample)
		(void)puts("CONTOH");
	if (!b->release) {
		SAY(lang,
		    "Edisi %s, dihitung dari berkas: bukan rilis, tidak ada yang menetapkan.\n",
		    "Edition %s, worked out from files: not a release, nobody has approved it.\n",
		    scheme->edition);
		return;
	}
	time_iso(b->approved_at, at);
	SAY(lang, "Edisi %s, rilis %u, ditetapkan %s oleh %s.\n",
	    "Edition %s, release %u, approved %s by the %s.\n", scheme->edition, b->release, at,
	    b->by_deputy ? (lang == LANG_EN ? "deputy chair" : "wakil ketua")
			 : (lang == LANG_EN ? "chair" : "ketua"));
	if (b->corrects)
		SAY(lang, "Ralat atas rilis %u: %s\n", "Corrects release %u: %s\n", b->corrects,
		    b->correction ? b->correction : "");
}

static void say_checked(const struct bundle *b, const struct holdings *h, enum lang lang)
{
	const struct scheme *scheme = b->input.scheme;
	char head[SHA256_HEX_SIZE];

	hex_encode(b->chain, SHA256_SIZE, head);
	SAY(lang, "\nDiperiksa dan cocok:\n", "\nChecked, and right:\n");
	SAY(lang, "  bentuk baku setiap baris dan SHA-256 penutup\n",
	    "  the canonical form of every line and the closing SHA-256\n");
	SAY(lang, "  skema: sah, SHA-256 %s, versi aturan %zu\n",
	    "  scheme: valid, SHA-256 %s, rule version %zu\n", scheme->sha256, b->version_count);
	SAY(lang,
	    "  %zu nilai dari %zu lembar sesuai skala; %zu pengunduran diri, %zu tidak hadir\n",
	    "  %zu marks of %zu sheets fit their scales; %zu sheets recused, %zu absent\n",
	    h->marks, h->sheets, h->recused, h->absent);
	SAY(lang, "  %zu bukti terbuka terbaca oleh aturan\n",
	    "  %zu pieces of open evidence can be read by the rules\n", h->evidence);
	SAY(lang,
	    "  peringkat %zu nominee dalam %zu kategori dan %zu daftar gabungan, dihitung ulang\n",
	    "  the ranking of %zu nominees in %zu categories and %zu overall lists, recomputed\n",
	    b->input.nominee_count, scheme->category_count, scheme->overall_count);
	SAY(lang, "  %zu pemungutan suara: berlaku atau tidaknya\n",
	    "  %zu votes: whether each of them counts\n", b->vote_count);
	SAY(lang, "  rantai catatan: %zu catatan, mata rantai terakhir %s\n",
	    "  chain of the log: %zu events, last link %s\n", b->leaf_count, head);
}

static void say_trusted(const struct bundle *b, const struct holdings *h, enum lang lang)
{
	SAY(lang, "\nDiterima atas dasar percaya:\n", "\nTaken on trust:\n");
	if (h->values_given || h->gates_given)
		SAY(lang, "  %zu nilai kriteria dan %zu syarat dari %zu bukti rahasia (bersegel)\n",
		    "  %zu values of criteria and %zu gates, from %zu pieces of confidential "
		    "evidence (sealed)\n",
		    h->values_given, h->gates_given, h->sealed);
	if (b->reopening_count)
		SAY(lang, "  jumlah lama dari %zu lembar yang dibuka kembali\n",
		    "  the old totals of %zu reopened sheets\n", b->reopening_count);
	if (b->change_count)
		SAY(lang, "  isi lama dari %zu bukti yang diubah\n",
		    "  the old values of %zu changed pieces of evidence\n", b->change_count);
	if (b->late_count)
		SAY(lang, "  pemenang sebelum %zu pengunduran diri susulan\n",
		    "  the winners before %zu late recusals\n", b->late_count);
	SAY(lang, "  bahwa bukti itu benar, dan nilai itu yang diisi para juri\n",
	    "  that the evidence is true, and the marks are those that the jurors entered\n");
	SAY(lang, "  bahwa berkas ini yang dirilis: bandingkan SHA-256-nya dengan berita acara\n",
	    "  that this file is the one released: compare its SHA-256 with the minutes\n");
}

static int verify_bundle(const char *path, struct arena *arena, enum lang lang)
{
	struct complaints complaints;
	struct bundle bundle;
	struct holdings holdings;
	struct err err;
	char hex[SHA256_HEX_SIZE];
	char *text;
	size_t len;

	complaints_init(&complaints, arena);
	if (!file_read(path, BUNDLE_SIZE_MAX, arena, &text, &len, &err))
		return fail_print(&err, lang);
	sha256_hex(text, len, hex);
	if (!bundle_load(path, text, len, arena, &bundle, &complaints)) {
		(void)complaints_fail(&complaints, lang);
		(void)fprintf(stderr,
			      lang == LANG_EN ? "%s: NOT VERIFIED\nSHA-256 of the bundle %s\n"
					      : "%s: TIDAK COCOK\nSHA-256 berkas hasil %s\n",
			      path, hex);
		return 1;
	}
	holdings = count_holdings(&bundle.input);
	SAY(lang, "%s: cocok\nSHA-256 berkas hasil %s\n",
	    "%s: verified\nSHA-256 of the bundle %s\n", path, hex);
	say_release(&bundle, lang);
	say_checked(&bundle, &holdings, lang);
	say_trusted(&bundle, &holdings, lang);
	return 0;
}

/* ---- verify --db ---- */

static int verify_database(const char *path, struct arena *arena, enum lang lang)
{
	struct complaints complaints;
	struct buf summary;
	struct db *db;
	struct err err;
	size_t documents;
	bool done;

	complaints_init(&complaints, arena);
	buf_init(&summary, arena);
	if (!store_open(path, true, &db, &err))
		return fail_print(&err, lang);
	done = database_check(db, &complaints, &summary, &err) &&
	       vault_check(vault_folder(arena, path), db, &complaints, &documents, &err);
	db_close(db);
	if (complaints.total)
		(void)complaints_fail(&complaints, lang);
	if (!done)
		return fail_print(&err, lang);
	if (complaints.total)
		return 1;
	SAY(lang,
	    "%s: utuh. Diperiksa: skema, rantai nilai, catatan tindakan, rilis; "
	    "setiap baris yang menentukan hasil atau wewenang menurut catatan itu.\n%s",
	    "%s: sound. Checked: schema, chain of scores, log of acts, releases; "
	    "every row that decides a result or a right against that log.\n%s",
	    path, summary.data);
	if (documents)
		SAY(lang, "dokumen %zu, masing-masing sesuai SHA-256-nya\n",
		    "documents %zu, each with its SHA-256\n", documents);
	return 0;
}

int cmd_verify(int argc, char **argv, enum lang lang)
{
	const char *db = NULL, *file;
	const struct option_spec specs[] = { { "db", &db, false, false },
					     { NULL, NULL, false, false } };
	const struct command *command = command_find("verify");
	struct arena arena = { 0 };
	int code = options_parse(argc, argv, command, specs, &file, 1, lang);

	if (code >= 0)
		return code;
	if (!file == !db)
		return wrong_call(command, lang, "sebutkan berkas hasil atau --db",
				  "name a bundle or --db", "");
	code = db ? verify_database(db, &arena, lang) : verify_bundle(file, &arena, lang);
	arena_release(&arena);
	return code;
}
