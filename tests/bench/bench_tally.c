/* The tally: the sum alone, and the command from CSV files beside what libcsv alone needs to read
 * them. The folder is the first argument. */
#include <csv.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sheets.h"

#define RUNS 5
#define SUMS 20

/* ---- 9 × 1,000 nominees × 20 criteria, in memory ---- */

static void sum(void)
{
	struct arena arena = { 0 };
	struct source sources[SOURCE_COUNT];
	struct complaints complaints;
	struct tally_input input;
	struct scheme scheme;
	int64_t times[SUMS];

	sheets_make(&arena, 1000, 20, sources);
	complaints_init(&complaints, &arena);
	must(tally_input_read(sources, &arena, &scheme, &input, &complaints), "input");
	for (size_t i = 0; i < SUMS; i++) {
		struct arena own = { 0 };
		struct tally tally;
		int64_t at = now_ns();

		must(tally_run(&input, &own, &tally, &complaints), "tally");
		times[i] = now_ns() - at;
		arena_release(&own);
	}
	printf("  9 x 1,000 nominees x 20 criteria: %.1f ms (< 20)\n",
	       percentile_us(times, SUMS, 0.5) / 1000);
	arena_release(&arena);
}

/* ---- 100,000 nominees × 9 × 5, from files ---- */

static void count_field(void *data, size_t len, void *arg)
{
	(void)data;
	*(size_t *)arg += len;
}

static void count_row(int end, void *arg)
{
	(void)end;
	++*(size_t *)arg;
}

static size_t csv_alone(const char *path)
{
	static char piece[1 << 20];
	struct csv_parser parser;
	FILE *file = fopen(path, "r");
	size_t seen = 0, n;

	must(file && csv_init(&parser, CSV_APPEND_NULL) == 0, path);
	while ((n = fread(piece, 1, sizeof(piece), file)) > 0)
		must(csv_parse(&parser, piece, n, count_field, count_row, &seen) == n, "csv");
	(void)csv_fini(&parser, count_field, count_row, &seen);
	csv_free(&parser);
	(void)fclose(file);
	return seen;
}

/* build/bench/bench_tally stands below build/paritrana. */
static void program_path(char ret[PATH_MAX])
{
	char own[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", own, sizeof(own) - 1);

	must(len > 0, "own path");
	own[len] = '\0';
	(void)snprintf(ret, PATH_MAX, "%.4000s/paritrana", dirname(dirname(own)));
}

static void run_tally(const char *const paths[3])
{
	char program[PATH_MAX];
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		int out = open("/dev/null", O_WRONLY);

		(void)dup2(out, STDOUT_FILENO);
		program_path(program);
		(void)execl(program, "paritrana", "tally", "--scheme", paths[0], "--nominees",
			    paths[1], "--scores", paths[2], "--format", "csv", (char *)NULL);
		_exit(127);
	}
	must(pid > 0 && waitpid(pid, &status, 0) == pid && status == 0, "paritrana tally");
}

static void command(const char *const paths[3])
{
	int64_t alone[RUNS], all[RUNS];
	double alone_us, all_us;

	for (size_t i = 0; i < RUNS; i++) { /* by turns */
		int64_t at = now_ns();

		must(csv_alone(paths[1]) && csv_alone(paths[2]), "csv");
		alone[i] = now_ns() - at;
		at = now_ns();
		run_tally(paths);
		all[i] = now_ns() - at;
	}
	alone_us = percentile_us(alone, RUNS, 0.5);
	all_us = percentile_us(all, RUNS, 0.5);
	printf("  100,000 nominees x 9 x 5: libcsv alone %.0f ms, tally %.0f ms = %.2f (<= 5)\n",
	       alone_us / 1000, all_us / 1000, all_us / alone_us);
}

int main(int argc, char **argv)
{
	const char *const paths[] = { bench_path(argc, argv, "bench-scheme.yaml"),
				      bench_path(argc, argv, "bench-nominees.csv"),
				      bench_path(argc, argv, "bench-scores.csv") };
	struct source sources[SOURCE_COUNT];
	struct arena arena = { 0 };
	struct err err;

	crypto_init();
	sum();
	sheets_make(&arena, 100000, 5, sources);
	for (size_t i = 0; i < COUNT(paths); i++)
		must(file_write(paths[i], sources[i].text, sources[i].len, &err), paths[i]);
	arena_release(&arena);
	command(paths);
	for (size_t i = 0; i < COUNT(paths); i++)
		(void)unlink(paths[i]);
	return 0;
}
