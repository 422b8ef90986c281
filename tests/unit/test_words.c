/* The dictionary against what templates and sources say. That both languages are complete and that
 * no template names a word that is not there is seen by loading them. */
#include "unit.h"

#include <stdlib.h>

#include "view/files.h"
#include "view/template.h"

/* The vocabulary that all pages share may be ahead of them. */
static const char *const SHARED[] = { "state.", "phase.", "role.", "action.", "word." };
/* What a literal with dots is when it is no word: the name of a file. */
static const char *const ENDINGS[] = { ".txt",	".csv", ".pdf", ".json", ".html", ".yaml", ".zip",
				       ".xlsx", ".ics", ".png", ".db",	 ".svg",  ".h" };

static struct arena arena;
static struct templates *templates;
static struct names literals; /* every "word.like.literal" of the sources */

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* Keeps what could be a key, or the beginning of one: "phase.%s" is kept as "phase." */
static void take(const char *text, size_t len)
{
	size_t plain = 0;

	while (plain < len && strchr("abcdefghijklmnopqrstuvwxyz0123456789_.-", text[plain]))
		plain++;
	if (plain < len && text[plain] == '%' && plain && text[plain - 1] == '.')
		len = plain;
	if (plain >= len && memchr(text, '.', len))
		(void)names_put(&literals, text, len);
}

static void scan(const char *text)
{
	const char *begin = NULL;

	for (; *text; text++) {
		if (*text == '\\' && text[1]) {
			text++;
			continue;
		}
		if (*text == '\n')
			begin = NULL;
		if (*text != '"')
			continue;
		if (begin)
			take(begin, (size_t)(text - begin));
		begin = begin ? NULL : text + 1;
	}
}

static int load(void **state)
{
	static const char *const ROOMS[] = { "src/app", "src/view", "src/paper",
					     "templates/paper" };
	struct complaints complaints;
	struct assets *assets = NEW(&arena, struct assets, 1);
	struct file_list files;
	struct buf buf;
	struct err err;

	(void)state;
	complaints_init(&complaints, &arena);
	names_init(&literals, &arena);
	buf_init(&buf, &arena);
	if (!assets_load("build/static", &arena, assets, &err) ||
	    !templates_load("templates", assets, &arena, &templates, &complaints, &err)) {
		complaints_print(&complaints, LANG_EN, &buf);
		print_error("%s\n%s", err.msg[LANG_EN], buf.data);
		return -1;
	}
	for (size_t i = 0; i < COUNT(ROOMS); i++) {
		if (!files_read(ROOMS[i], ROOMS[i][0] == 's' ? ".c" : ".yaml", &arena, &files,
				&err))
			continue;
		for (size_t k = 0; k < files.count; k++)
			scan(files.items[k].text);
	}
	return 0;
}

static int unload(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static bool said(const char *key)
{
	for (size_t i = 0; i < literals.count; i++) {
		const char *literal = literals.texts[i];
		size_t len = strlen(literal);

		if (strcmp(literal, key) == 0 || (literal[len - 1] == '.' && begins(key, literal)))
			return true;
	}
	return false;
}

static bool shared(const char *key)
{
	for (size_t i = 0; i < COUNT(SHARED); i++)
		if (begins(key, SHARED[i]))
			return true;
	return false;
}

static void every_word_is_used(void **state)
{
	const struct dictionary *words = &templates->words;
	size_t idle = 0;

	(void)state;
	for (size_t i = 0; i < words->keys.count; i++) {
		const char *key = words->keys.texts[i];

		if (words->items[i].used || shared(key) || said(key))
			continue;
		print_error("%s:%u: %s is used nowhere\n", words->items[i].place.file,
			    words->items[i].place.line, key);
		idle++;
	}
	assert_int_equal(idle, 0);
}

/* Is the first part of the literal one of the dictionary's areas? */
static bool of_an_area(const char *literal)
{
	size_t area = strcspn(literal, ".") + 1;

	for (size_t i = 0; i < templates->words.keys.count; i++)
		if (strncmp(templates->words.keys.texts[i], literal, area) == 0)
			return true;
	return false;
}

static bool is_file(const char *literal)
{
	size_t len = strlen(literal);

	for (size_t i = 0; i < COUNT(ENDINGS); i++)
		if (len > strlen(ENDINGS[i]) &&
		    strcmp(literal + len - strlen(ENDINGS[i]), ENDINGS[i]) == 0)
			return true;
	return false;
}

static void every_word_that_the_program_says_is_there(void **state)
{
	size_t missing = 0;

	(void)state;
	for (size_t i = 0; i < literals.count; i++) {
		const char *literal = literals.texts[i];
		size_t len = strlen(literal);

		if (literal[len - 1] == '.' || is_file(literal) || !of_an_area(literal) ||
		    dictionary_find(&templates->words, literal, len))
			continue;
		print_error("\"%s\" is not in templates/locale\n", literal);
		missing++;
	}
	assert_int_equal(missing, 0);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(every_word_is_used),
		cmocka_unit_test(every_word_that_the_program_says_is_there),
	};

	return cmocka_run_group_tests(TESTS, load, unload);
}
