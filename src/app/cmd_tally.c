/* paritrana tally: scheme and CSV files in, ranking out; no server, no database. */
#include <stdio.h>

#include "app/app.h"

static void print(const struct tally_input *input, const struct tally *tally, enum format format,
		  enum lang lang, struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena);
	switch (format) {
	case FORMAT_TABLE: results_table(input, tally, lang, &out, stdout); break;
	case FORMAT_CSV: results_csv(input, tally, &out, stdout); break;
	case FORMAT_JSON:
		results_json(input, tally, &out, stdout);
		(void)putchar('\n');
		break;
	}
}

/* What anyone may verify, and recount with a program of his own. */
static bool write_bundle(const char *path, const struct source *scheme,
			 const struct tally_input *input, const struct tally *tally,
			 struct arena *arena, struct complaints *complaints, struct err *err)
{
	struct buf text;

	buf_init(&text, arena);
	return bundle_of_files(scheme, input, tally, &text, complaints) &&
	       file_write(path, text.data, text.len, err);
}

static int run(const char *const paths[SOURCE_COUNT], const char *bundle, enum format format,
	       enum lang lang, struct arena *arena)
{
	struct source sources[SOURCE_COUNT];
	struct complaints complaints;
	struct tally_input input;
	struct scheme scheme;
	struct tally tally;
	struct err err;
	bool good;

	complaints_init(&complaints, arena);
	if (!sources_load(paths, arena, sources, &err))
		return fail_print(&err, lang);
	if (!tally_input_read(sources, arena, &scheme, &input, &complaints))
		return complaints_fail(&complaints, lang);
	good = tally_run(&input, arena, &tally, &complaints);
	/* A list that cannot be computed does not take the others with it. */
	print(&input, &tally, format, lang, arena);
	if (fflush(stdout) != 0 || ferror(stdout))
		return 1;
	if (good && bundle &&
	    !write_bundle(bundle, &sources[SOURCE_SCHEME], &input, &tally, arena, &complaints,
			  &err))
		return complaints.total ? complaints_fail(&complaints, lang)
					: fail_print(&err, lang);
	return good ? 0 : complaints_fail(&complaints, lang);
}

int cmd_tally(int argc, char **argv, enum lang lang)
{
	const struct command *command = command_find("tally");
	const char *paths[SOURCE_COUNT] = { NULL };
	const char *format_text = NULL, *bundle = NULL;
	const struct option_spec specs[] = {
		{ "scheme", &paths[SOURCE_SCHEME], false, true },
		{ "nominees", &paths[SOURCE_NOMINEES], false, true },
		{ "scores", &paths[SOURCE_SCORES], false, false },
		{ "evidence", &paths[SOURCE_EVIDENCE], false, false },
		{ "recusals", &paths[SOURCE_RECUSALS], false, false },
		{ "votes", &paths[SOURCE_VOTES], false, false },
		{ "format", &format_text, false, false },
		{ "bundle", &bundle, false, false },
		{ NULL, NULL, false, false },
	};
	struct arena arena = { 0 };
	enum format format;
	int code = options_parse(argc, argv, command, specs, NULL, 0, lang);

	if (code >= 0)
		return code;
	if (!format_parse(format_text, &format))
		return wrong_call(command, lang, "--format table, json atau csv; bukan ",
				  "--format table, json or csv; not ", format_text);
	code = run(paths, bundle, format, lang, &arena);
	arena_release(&arena);
	return code;
}
