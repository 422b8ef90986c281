#include "app/typed.h"

#include <string.h>

/* ---- The nearest word: fewest letters to add, drop, change or swap ---- */

#define NEAR_LEN 40

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t distance(const char *a, const char *b)
{
	size_t rows[3][NEAR_LEN + 1]; /* the row before last, the last, the present one */
	size_t a_len = strlen(a), b_len = strlen(b);

	if (a_len > NEAR_LEN || b_len > NEAR_LEN)
		return NEAR_LEN;
	for (size_t k = 0; k <= b_len; k++)
		rows[1][k] = k;
	for (size_t i = 1; i <= a_len; i++) {
		rows[2][0] = i;
		for (size_t k = 1; k <= b_len; k++) {
			size_t best = rows[1][k - 1] + (a[i - 1] != b[k - 1]);

			best = least(best, least(rows[1][k], rows[2][k - 1]) + 1);
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
				best = least(best, rows[0][k - 2] + 1);
			rows[2][k] = best;
		}
		memcpy(rows[0], rows[1], sizeof(rows[0]));
		memcpy(rows[1], rows[2], sizeof(rows[1]));
	}
	return rows[1][b_len];
}

const char *nearest(const char *word, const char *const *candidates)
{
	size_t len = strlen(word);
	size_t best = len < 5 ? 2 : len < 9 ? 3 : 4; /* one, two or three letters away */
	const char *ret = NULL;

	for (; *candidates; candidates++) {
		size_t away = distance(word, *candidates);

		if (away < best && away < strlen(*candidates)) {
			best = away;
			ret = *candidates;
		}
	}
	return ret;
}

static const char *join(struct arena *arena, const char *const *words)
{
	struct buf buf;

	buf_init(&buf, arena);
	for (size_t i = 0; words[i]; i++)
		buf_printf(&buf, "%s%s", i ? ", " : "", words[i]);
	return buf.data;
}

/* ---- Kinds of nodes ---- */

/* The text of a scalar, else NULL after a complaint that `what` was expected. */
static const char *scalar(struct typed *typed, const struct yaml_node *node, const char *what_id,
			  const char *what_en)
{
	const char *text;

	if (!node || yaml_is_alias(node))
		return NULL;
	if (yaml_kind(node) != YAML_SCALAR) {
		WRONG(typed, node, "diharapkan %s%.0s, bukan %s%.0s", "expected %.0s%s, not %.0s%s",
		      what_id, what_en,
		      yaml_kind(node) == YAML_SEQUENCE ? "daftar" : "peta kunci: nilai",
		      yaml_kind(node) == YAML_SEQUENCE ? "a list" : "a mapping");
		return NULL;
	}
	text = yaml_text(typed->yaml, node);
	if (!text)
		WRONG(typed, node, "nilai kosong; diharapkan %s%.0s", "no value; expected %.0s%s",
		      what_id, what_en);
	return text;
}

static void unknown_key(struct typed *typed, const struct yaml_node *node, const char *key,
			const char *const *keys)
{
	const char *meant;

	if (typed->complaints->count == COMPLAINTS_MAX) { /* spare the search */
		typed->complaints->total++;
		return;
	}
	meant = nearest(key, keys);
	key = text_shown(typed->arena, key);
	if (meant)
		WRONG(typed, node, "kunci \"%s\" tidak dikenal; maksud Anda \"%s\"?",
		      "unknown key \"%s\"; did you mean \"%s\"?", key, meant);
	else
		WRONG(typed, node, "kunci \"%s\" tidak dikenal; diharapkan salah satu dari: %s",
		      "unknown key \"%s\"; expected one of: %s", key, join(typed->arena, keys));
}

bool typed_map(struct typed *typed, const struct yaml_node *node, const char *const *keys)
{
	if (!node || yaml_is_alias(node))
		return false;
	if (yaml_kind(node) != YAML_MAPPING) {
		WRONG(typed, node, "diharapkan peta \"kunci: nilai\" dengan kunci: %s",
		      "expected a mapping \"key: value\" with the keys: %s",
		      join(typed->arena, keys));
		return false;
	}
	for (size_t i = 0; i < yaml_count(node); i++) {
		const char *key = yaml_key(typed->yaml, node, i);
		size_t k = 0;

		while (keys[k] && strcmp(keys[k], key) != 0)
			k++;
		if (!keys[k])
			unknown_key(typed, yaml_key_node(node, i), key, keys);
	}
	return true;
}

bool typed_list(struct typed *typed, const struct yaml_node *node, size_t least_items)
{
	if (!node || yaml_is_alias(node))
		return false;
	if (yaml_kind(node) != YAML_SEQUENCE) {
		WRONG(typed, node, "diharapkan daftar", "expected a list");
		return false;
	}
	if (yaml_count(node) < least_items) {
		WRONG(typed, node, "daftar kosong; diharapkan paling sedikit satu isi",
		      "the list is empty; expected at least one item");
		return false;
	}
	if (yaml_count(node) > TYPED_LIST_MAX) {
		WRONG(typed, node, "lebih dari %d isi", "more than %d items", TYPED_LIST_MAX);
		return false;
	}
	return true;
}

const struct yaml_node *typed_find(struct typed *typed, const struct yaml_node *map,
				   const char *key, bool must)
{
	const struct yaml_node *ret = yaml_find(map, key);

	if (!ret && must)
		WRONG(typed, map, "kunci wajib \"%s\" tidak ada", "mandatory key \"%s\" is missing",
		      key);
	return ret;
}

/* ---- Values ---- */

const char *typed_text(struct typed *typed, const struct yaml_node *node)
{
	const char *text = scalar(typed, node, "teks", "a text");
	size_t len;

	if (!text)
		return NULL;
	while (*text == ' ' || *text == '\n' || *text == '\t')
		text++;
	len = strlen(text);
	while (len && (text[len - 1] == ' ' || text[len - 1] == '\n' || text[len - 1] == '\t'))
		len--;
	if (!len) {
		WRONG(typed, node, "teks kosong", "the text is empty");
		return NULL;
	}
	if (len > TYPED_TEXT_MAX) {
		WRONG(typed, node, "teks lebih panjang dari %d bita", "text longer than %d bytes",
		      TYPED_TEXT_MAX);
		return NULL;
	}
	text = arena_copy(typed->arena, text, len);
	if (strpbrk(text, "\n\r\t")) {
		WRONG(typed, node, "diharapkan teks satu baris tanpa tab",
		      "expected a text of one line without tabs");
		return NULL;
	}
	return text;
}

const char *typed_key(struct typed *typed, const struct yaml_node *node)
{
	const char *text = scalar(typed, node, "kunci", "a key");

	if (!text || text_is_key(text, strlen(text)))
		return text;
	WRONG(typed, node,
	      "\"%s\" bukan kunci; diharapkan 1–32 huruf kecil a–z, angka atau tanda hubung",
	      "\"%s\" is no key; expected 1–32 of a–z, 0–9 and hyphen",
	      text_shown(typed->arena, text));
	return NULL;
}

const char *typed_evidence(struct typed *typed, const struct yaml_node *node)
{
	const char *text = scalar(typed, node, "nama bukti", "a name of evidence");

	if (!text || text_is_evidence(text, strlen(text)))
		return text;
	WRONG(typed, node,
	      "\"%s\" bukan nama bukti; diharapkan 1–64 huruf kecil a–z, angka, _ atau -",
	      "\"%s\" is no name of evidence; expected 1–64 of a–z, 0–9, _ and -",
	      text_shown(typed->arena, text));
	return NULL;
}

bool typed_words(struct typed *typed, const struct yaml_node *node, struct words *ret)
{
	static const char *const KEYS[] = { "id", "en", NULL };

	if (!typed_map(typed, node, KEYS))
		return false;
	ret->text[LANG_ID] = typed_text(typed, typed_find(typed, node, "id", true));
	ret->text[LANG_EN] = typed_text(typed, typed_find(typed, node, "en", false));
	return ret->text[LANG_ID] != NULL;
}

bool typed_bool(struct typed *typed, const struct yaml_node *node, bool *ret)
{
	const char *text = scalar(typed, node, "true atau false", "true or false");

	if (!text)
		return false;
	if (yaml_is_plain(node) && (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)) {
		*ret = text[0] == 't';
		return true;
	}
	WRONG(typed, node, "diharapkan true atau false, bukan \"%s\"",
	      "expected true or false, not \"%s\"", text_shown(typed->arena, text));
	return false;
}

/* A number is a plain scalar; in quotation marks it would be a text. */
static bool number(struct typed *typed, const struct yaml_node *node, const char *text,
		   unsigned places, int64_t *ret)
{
	const char *shown = text_shown(typed->arena, text);

	if (!yaml_is_plain(node)) {
		WRONG(typed, node, "diharapkan angka tanpa tanda kutip, bukan teks \"%s\"",
		      "expected a number without quotation marks, not the text \"%s\"", shown);
		return false;
	}
	if (text[text[0] == '-'] == '0' && text[1 + (text[0] == '-')] >= '0' &&
	    text[1 + (text[0] == '-')] <= '9') {
		WRONG(typed, node, "diharapkan angka tanpa nol di depan, bukan \"%s\"",
		      "expected a number without leading zeros, not \"%s\"", shown);
		return false;
	}
	if (decimal_parse(text, strlen(text), places, '.', ret))
		return true;
	if (places)
		WRONG(typed, node,
		      "diharapkan angka dengan paling banyak %u desimal dan titik desimal, bukan \"%s\"",
		      "expected a number with at most %u decimals and a decimal point, not \"%s\"",
		      places, shown);
	else
		WRONG(typed, node, "diharapkan bilangan bulat, bukan \"%s\"",
		      "expected a whole number, not \"%s\"", shown);
	return false;
}

bool typed_whole(struct typed *typed, const struct yaml_node *node, unsigned least_value,
		 unsigned most, unsigned *ret)
{
	const char *text = scalar(typed, node, "bilangan bulat", "a whole number");
	int64_t value;

	if (!text || !number(typed, node, text, 0, &value))
		return false;
	if (value < least_value || value > most) {
		WRONG(typed, node, "diharapkan bilangan bulat dari %u sampai %u, bukan %s",
		      "expected a whole number from %u to %u, not %s", least_value, most, text);
		return false;
	}
	*ret = (unsigned)value;
	return true;
}

bool typed_decimal(struct typed *typed, const struct yaml_node *node, int64_t least_value,
		   int64_t most, int64_t *ret)
{
	const char *text = scalar(typed, node, "angka", "a number");
	char low[32], high[32];
	int64_t value;

	if (!text || !number(typed, node, text, 2, &value))
		return false;
	if (value < least_value || value > most) {
		decimal_format(least_value, 2, '.', low);
		decimal_format(most, 2, '.', high);
		WRONG(typed, node, "diharapkan angka dari %s sampai %s, bukan %s",
		      "expected a number from %s to %s, not %s", low, high, text);
		return false;
	}
	*ret = value;
	return true;
}

bool typed_choice(struct typed *typed, const struct yaml_node *node, const char *const *words,
		  unsigned *ret)
{
	const char *list = join(typed->arena, words);
	const char *text = scalar(typed, node, list, list);
	const char *meant;

	if (!text)
		return false;
	for (unsigned i = 0; words[i]; i++)
		if (strcmp(words[i], text) == 0) {
			*ret = i;
			return true;
		}
	meant = nearest(text, words);
	text = text_shown(typed->arena, text);
	if (meant)
		WRONG(typed, node, "\"%s\" tidak dikenal; maksud Anda %s? (pilihan: %s)",
		      "unknown \"%s\"; did you mean %s? (one of: %s)", text, meant, list);
	else
		WRONG(typed, node, "\"%s\" tidak dikenal; diharapkan salah satu dari: %s",
		      "unknown \"%s\"; expected one of: %s", text, list);
	return false;
}
