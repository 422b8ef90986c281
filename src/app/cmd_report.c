/* paritrana report: how sure a result is, from the same files as the tally. */
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "view/view.h"

struct call {
	const char *paths[SOURCE_COUNT];
	const char *seed; /* NULL: from the files */
	const char *book; /* path of a workbook, or NULL */
	enum format format;
	enum lang lang;
};

/* The SHA-256 of the input files one after another, in the order of the options. */
static void seed_of_files(const struct source sources[SOURCE_COUNT], struct arena *arena,
			  uint8_t ret[REPORT_SEED_SIZE])
{
	size_t all = 0, at = 0;
	char *text;

	for (size_t i = 0; i < SOURCE_COUNT; i++)
		all += sources[i].file ? sources[i].len : 0;
	text = arena_alloc(arena, all + 1, 1);
	for (size_t i = 0; i < SOURCE_COUNT; i++) {
		if (!sources[i].file)
			continue;
		memcpy(text + at, sources[i].text, sources[i].len);
		at += sources[i].len;
	}
	sha256(text, all, ret);
}

static void print(const struct tally_input *input, const struct report *report,
		  const struct report_options *options, const struct call *call,
		  struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena);
	switch (call->format) {
	case FORMAT_TABLE: report_table(input, report, call->lang, &out); break;
	case FORMAT_CSV: report_csv(input, report, call->lang, &out); break;
	case FORMAT_JSON:
		json_write(&out, report_val(arena, input, report, options->seed, call->lang));
		buf_char(&out, '\n');
		break;
	}
	(void)fwrite(out.data, 1, out.len, stdout);
}

static int run(const struct call *call, struct arena *arena)
{
	struct report_options options = { .draws = REPORT_DRAWS };
	struct source sources[SOURCE_COUNT];
	struct complaints complaints;
	struct tally_input input;
	struct report report;
	struct scheme scheme;
	struct err err;
	bool good;

	complaints_init(&complaints, arena);
	if (!sources_load(call->paths, arena, sources, &err))
		return fail_print(&err, call->lang);
	if (!tally_input_read(sources, arena, &scheme, &input, &complaints))
		return complaints_fail(&complaints, call->lang);
	if (!call->seed)
		seed_of_files(sources, arena, options.seed);
	else if (!hex_decode(call->seed, strlen(call->seed), options.seed))
		return 2; /* the caller has looked at it */
	good = report_run(&input, &options, arena, &report, &complaints);
	/* A category that cannot be tallied does not take the others with it. */
	print(&input, &report, &options, call, arena);
	if (fflush(stdout) != 0 || ferror(stdout))
		return 1;
	if (call->book &&
	    !report_book(&input, &report, input.jurors, call->lang, call->book, time_now(), &err))
		return fail_print(&err, call->lang);
	return good ? 0 : complaints_fail(&complaints, call->lang);
}

static bool seed_fits(const char *text)
{
	uint8_t seed[REPORT_SEED_SIZE];

	return strlen(text) == 2 * sizeof(seed) && hex_decode(text, strlen(text), seed);
}

int cmd_report(int argc, char **argv, enum lang lang)
{
	const struct command *command = command_find("report");
	struct call call = { .lang = lang };
	const char *format_text = NULL;
	const struct option_spec specs[] = {
		{ "scheme", &call.paths[SOURCE_SCHEME], false, true },
		{ "nominees", &call.paths[SOURCE_NOMINEES], false, true },
		{ "scores", &call.paths[SOURCE_SCORES], false, false },
		{ "evidence", &call.paths[SOURCE_EVIDENCE], false, false },
		{ "recusals", &call.paths[SOURCE_RECUSALS], false, false },
		{ "votes", &call.paths[SOURCE_VOTES], false, false },
		{ "format", &format_text, false, false },
		{ "seed", &call.seed, false, false },
		{ "xlsx", &call.book, false, false },
		{ NULL, NULL, false, false },
	};
	struct arena arena = { 0 };
	int code = options_parse(argc, argv, command, specs, NULL, 0, lang);

	if (code >= 0)
		return code;
	if (!format_parse(format_text, &call.format))
		return wrong_call(command, lang, "--format table, json atau csv; bukan ",
				  "--format table, json or csv; not ", format_text);
	if (call.seed && !seed_fits(call.seed))
		return wrong_call(command, lang, "--seed 64 angka heksadesimal; bukan ",
				  "--seed takes 64 hexadecimal digits; not ", call.seed);
	code = run(&call, &arena);
	arena_release(&arena);
	return code;
}
