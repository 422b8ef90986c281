/* paritrana verify-certificate TOKEN|ADDRESS|FILE… --key FILE: is a certificate ours, without
 * asking anybody. A file is a PDF of ours, or a text with a token or an address on each line. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/input.h"
#include "view/view.h"

#define ARGUMENTS_MAX 4096
#define FILE_MAX ((size_t)256 << 20)
#define KEYS_FILE "certificate-key.txt"

struct checking {
	const struct certificate_key *keys;
	size_t key_count;
	enum lang lang;
	struct val *list; /* one map for each token */
	struct arena *arena;
	size_t bad;
};

static const struct {
	const char *state;
	struct words words;
} VERDICTS[] = {
	[CERTIFICATE_FORGED] = { "forged",
				 { { "PALSU: tidak dibuat dengan kunci yang disebutnya",
				     "FORGED: not made with the key that it names" } } },
	[CERTIFICATE_VALID] = { "valid", { { "sah", "valid" } } },
	[CERTIFICATE_UNKNOWN_KEY] = { "unknown_key",
				      { { "TIDAK DIKENAL: tidak ada kuncinya dalam berkas kunci",
					  "UNKNOWN: its key is not in the file of keys" } } },
	[CERTIFICATE_OTHER_EDITION] = { "other_edition",
					{ { "PALSU: dibuat dengan kunci edisi lain",
					    "FORGED: made with the key of another edition" } } },
	[CERTIFICATE_KEY_GONE] = { "key_withdrawn",
				   { { "TIDAK PASTI: kuncinya sudah ditarik; periksa di halaman "
				       "pemeriksaan",
				       "NOT CERTAIN: its key was withdrawn; ask the check page" } } },
};

/* ---- One token ---- */

static void facts_put(const struct certificate_token *token, struct val *row)
{
	char hex[2 * CERTIFICATE_BUNDLE_SIZE + 1];

	val_put_text(row, "serial", token->serial);
	val_put_text(row, "name", token->name);
	val_put_text(row, "title", *token->title ? token->title : NULL);
	if (token->rank)
		val_put_int(row, "rank", token->rank);
	else
		val_put_text(row, "rank", NULL);
	val_put_text(row, "category", token->list);
	val_put_text(row, "edition", token->edition);
	val_put_bool(row, "sample", token->sample);
	hex_encode(token->bundle, sizeof(token->bundle), hex);
	val_put_text(row, "bundle_sha256_begins", hex);
	hex_encode(token->key_id, sizeof(token->key_id), hex);
	val_put_text(row, "key", hex);
}

/* How the key is known on minutes and pages, where it is in the file. */
static const char *print_of(const struct checking *c, const struct certificate_token *token)
{
	uint8_t id[CERTIFICATE_KEY_ID_SIZE];

	for (size_t i = 0; i < c->key_count; i++) {
		certificate_key_id(c->keys[i].public, id);
		if (memcmp(id, token->key_id, sizeof(id)) == 0)
			return certificate_key_print(c->keys[i].public, c->arena);
	}
	return NULL;
}

static struct val *row_begin(struct checking *c, const char *input)
{
	struct val *row = val_push_map(c->list);

	val_put_text(row, "input", text_shown(c->arena, input));
	return row;
}

static void refuse(struct checking *c, struct val *row, const char *state, const char *why)
{
	val_put_text(row, "state", state);
	val_put_text(row, "message", why);
	c->bad++;
}

static void token_check(struct checking *c, const char *input, const char *text)
{
	struct val *row = row_begin(c, input);
	struct certificate_token token;
	enum certificate_verdict verdict;
	struct err err;

	if (!certificate_token_parse(text, c->arena, &token, &err)) {
		refuse(c, row, err.code, arena_text(c->arena, err.msg[c->lang]));
		return;
	}
	verdict = certificate_token_judge(&token, c->keys, c->key_count, c->arena);
	val_put_text(row, "state", VERDICTS[verdict].state);
	val_put_text(row, "message", words_in(&VERDICTS[verdict].words, c->lang));
	facts_put(&token, row);
	val_put_text(row, "key_print", print_of(c, &token));
	c->bad += verdict != CERTIFICATE_VALID;
}

/* ---- Files ---- */

/* What the QR of each page says stands in the page's dictionary. */
static void pdf_check(struct checking *c, const char *file, const char *data, size_t len)
{
	const char *at = data, *code;
	bool found = false;

	while ((code = paper_code_next(&at, data + len, c->arena))) {
		found = true;
		token_check(c, file, code);
	}
	if (!found)
		refuse(c, row_begin(c, file), "no_token",
		       c->lang == LANG_EN
			       ? "the file does not hold its token as text: scan the QR and "
				 "give what it says"
			       : "berkas ini tidak memuat tokennya sebagai teks: pindai kode "
				 "QR-nya lalu berikan isinya");
}

/* A line of a list: what stands last in it. */
static char *last_field(char *line)
{
	size_t len = strlen(line);

	while (len && strchr(" \t\r", line[len - 1]))
		line[--len] = '\0';
	while (len && !strchr("\t;,\"", line[len - 1]))
		len--;
	return strstr(line, "http") ? strstr(line, "http") : line + len;
}

static void list_check(struct checking *c, const char *file, char *text)
{
	size_t number = 0;
	char *line;

	while ((line = strsep(&text, "\n"))) {
		number++;
		line[strcspn(line, "\r")] = '\0';
		if (!*line || *line == '#')
			continue;
		token_check(c, arena_printf(c->arena, "%s:%zu", file, number), last_field(line));
	}
}

static bool file_check(struct checking *c, const char *path, struct err *err)
{
	char *text;
	size_t len;

	if (!file_read(path, FILE_MAX, c->arena, &text, &len, err))
		return false;
	if (len > 5 && memcmp(text, "%PDF-", 5) == 0)
		pdf_check(c, path, text, len);
	else
		list_check(c, path, text);
	return true;
}

static bool argument_check(struct checking *c, const char *argument, struct err *err)
{
	if (text_equal(argument, "-") || access(argument, F_OK) == 0)
		return file_check(c, argument, err);
	token_check(c, argument, argument);
	return true;
}

/* ---- Printing ---- */

static void table_print(const struct checking *c)
{
	static const struct {
		const char *key;
		struct words label;
		const char *after; /* what is cut says so */
	} LINES[] = {
		{ "serial", { { "nomor", "number" } }, "" },
		{ "name", { { "penerima", "given to" } }, "" },
		{ "title", { { "gelar", "title" } }, "" },
		{ "rank", { { "peringkat", "rank" } }, "" },
		{ "category", { { "kategori", "category" } }, "" },
		{ "edition", { { "edisi", "edition" } }, "" },
		{ "bundle_sha256_begins", { { "SHA-256 hasil", "results" } }, "…" },
		{ "key", { { "kunci", "key" } }, "…" },
		{ "key_print", { { "sidik kunci", "fingerprint" } }, "" },
	};

	for (size_t i = 0; i < val_count(c->list); i++) {
		const struct val *row = val_at(c->list, i);

		(void)printf("%s: %s\n", val_get_text(row, "input"), val_get_text(row, "message"));
		if (val_is_true(val_get(row, "sample")))
			(void)puts("  CONTOH");
		for (size_t k = 0; k < COUNT(LINES); k++) {
			const struct val *val = val_get(row, LINES[k].key);

			if (val && val_chars(val))
				(void)printf("  %-13s  %s%s\n", words_in(&LINES[k].label, c->lang),
					     val_chars(val), LINES[k].after);
		}
	}
	if (c->bad >= val_count(c->list)) /* nothing here is worth comparing */
		return;
	(void)puts(
		c->lang == LANG_EN
			? "Compare these facts with the paper. Whether a certificate was revoked "
			  "since, only its check page knows."
			: "Cocokkan keterangan ini dengan kertasnya. Apakah piagam kemudian dicabut, "
			  "hanya halaman pemeriksaannya yang tahu.");
}

static void json_print(const struct checking *c)
{
	struct val *all = val_map(c->arena);
	struct buf text;

	(void)val_put(all, "certificates", c->list);
	buf_init(&text, c->arena);
	json_write(&text, all);
	(void)puts(text.data);
}

/* ---- The command ---- */

static bool keys_load(const char *path, struct checking *c, struct complaints *complaints,
		      struct err *err)
{
	struct certificate_key *keys;
	char *text;
	size_t len;

	if (!file_read(path, (size_t)1 << 20, c->arena, &text, &len, err) ||
	    !certificate_keys_read(path, text, len, c->arena, &keys, &c->key_count, complaints))
		return false;
	c->keys = keys;
	return true;
}

static int run(const char *key, const char *const *arguments, enum format format,
	       struct checking *c)
{
	struct complaints complaints;
	struct err err = { 0 };

	c->list = val_list(c->arena);
	complaints_init(&complaints, c->arena);
	if (!keys_load(key, c, &complaints, &err))
		return complaints.total ? complaints_fail(&complaints, c->lang)
					: fail_print(&err, c->lang);
	for (; *arguments; arguments++)
		if (!argument_check(c, *arguments, &err))
			return fail_print(&err, c->lang);
	if (format == FORMAT_JSON)
		json_print(c);
	else
		table_print(c);
	return c->bad ? 1 : 0;
}

int cmd_verify_certificate(int argc, char **argv, enum lang lang)
{
	const char *arguments[ARGUMENTS_MAX + 1] = { NULL };
	const char *key = NULL, *format_text = NULL;
	const struct option_spec specs[] = { { "key", &key, false, false },
					     { "format", &format_text, false, false },
					     { NULL, NULL, false, false } };
	const struct command *command = command_find("verify-certificate");
	int code = options_parse(argc, argv, command, specs, arguments, ARGUMENTS_MAX, lang);
	struct arena arena = { 0 };
	struct checking checking = { .lang = lang, .arena = &arena };
	enum format format;

	if (code >= 0)
		return code;
	if (!arguments[0])
		return wrong_call(command, lang, "sebutkan token, alamat, atau berkas",
				  "name a token, an address or a file", "");
	if (!format_parse(format_text, &format) || format == FORMAT_CSV)
		return wrong_call(command, lang, "tidak ada format ", "no format ", format_text);
	if (!key && access(KEYS_FILE, R_OK) != 0)
		return wrong_call(command, lang, "sebutkan berkas kunci dengan --key, misalnya ",
				  "name the file of keys with --key, say ", KEYS_FILE);
	code = run(key ? key : KEYS_FILE, arguments, format, &checking);
	arena_release(&arena);
	return code;
}
