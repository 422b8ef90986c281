/* The report: the whole analysis of one category beside a plain loop that tallies each draw of
 * weights anew. One thread each, in time of the processor: what else runs does not count. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/report_internal.h"
#include "sheets.h"

#define RUNS 5
#define PLAIN_DRAWS 500

static int64_t cpu_ns(void)
{
	struct timespec at;

	must(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at) == 0, "clock");
	return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

static void input_make(struct arena *arena, size_t nominees, enum method method,
		       struct scheme *scheme, struct tally_input *ret)
{
	struct source sources[SOURCE_COUNT];
	struct complaints complaints;

	complaints_init(&complaints, arena);
	sheets_make(arena, nominees, 20, sources);
	must(tally_input_read(sources, arena, scheme, ret, &complaints), "input");
	scheme->method = method;
	for (size_t i = 0; method == METHOD_ADDITIVE && i < nominees; i += 5)
		ret->nominees[i].sheets[i % 9]->recused = true; /* else it is the mean */
}

static double report_ms(const struct tally_input *input, size_t draws)
{
	int64_t times[RUNS];

	for (size_t i = 0; i < RUNS; i++) {
		struct report_options options = { .draws = draws };
		struct complaints complaints;
		struct arena arena = { 0 };
		struct report report;
		int64_t at = cpu_ns();

		complaints_init(&complaints, &arena);
		must(report_run(input, &options, &arena, &report, &complaints), "report");
		times[i] = cpu_ns() - at;
		arena_release(&arena);
	}
	return percentile_us(times, RUNS, 0.5) / 1000;
}

/* What one draw costs when the whole category is tallied for it. */
static double plain_ms(const struct tally_input *input, size_t draws)
{
	struct arena arena = { 0 }, run = { 0 }, scratch = { 0 };
	struct chance chance;
	int64_t weights[64], at;
	struct lab lab;

	lab_init(&lab, input, 0, &arena);
	chance_init(&chance, (const uint8_t[REPORT_SEED_SIZE]){ 0 }, "a", &arena);
	at = cpu_ns();
	for (size_t draw = 0; draw < PLAIN_DRAWS; draw++) {
		struct ranking ranking;

		draw_weights(&chance, &lab, REPORT_CONCENTRATION, weights);
		for (size_t c = 0; c < lab.category.criterion_count; c++)
			lab.criteria[c].weight_c = weights[c];
		must(lab_rank(&lab, NULL, &run, &scratch, &ranking, NULL), "tally");
		arena_reset(&run);
		arena_reset(&scratch);
	}
	at = cpu_ns() - at;
	arena_release(&scratch);
	arena_release(&run);
	arena_release(&arena);
	return (double)at / 1e6 * (double)draws / PLAIN_DRAWS;
}

static void one(size_t nominees, size_t draws, enum method method, const char *name,
		const char *limit)
{
	struct arena arena = { 0 };
	struct tally_input input;
	struct scheme scheme;
	double all, plain;

	input_make(&arena, nominees, method, &scheme, &input);
	all = report_ms(&input, draws);
	plain = plain_ms(&input, draws);
	printf("  9 x %zu x 20, %zu draws, %s: whole report %.0f ms (%s); a plain loop over the "
	       "draws alone %.0f ms\n",
	       nominees, draws, name, all, limit, plain);
	arena_release(&arena);
}

int main(void)
{
	crypto_init();
	one(60, 10000, METHOD_MEAN, "mean", "< 200 ms");
	one(60, 10000, METHOD_TRIMMED_MEAN, "trimmed mean", "< 200 ms");
	one(60, 10000, METHOD_MEDIAN, "median", "< 200 ms");
	one(60, 10000, METHOD_ADDITIVE, "additive with recusals", "< 200 ms");
	one(100, 100000, METHOD_MEAN, "mean", "< 5 s");
	one(100, 100000, METHOD_TRIMMED_MEAN, "trimmed mean", "< 5 s");
	return 0;
}
