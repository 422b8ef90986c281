/* Certificates as single files: ours beside cairo in C, reportlab, and the floor (a QR, deflate of
 * the page's own content, a copy of the rest). `make bench-peers` installs the peers; one that is
 * missing is left out with a word. One core in time of the processor, two cores by the clock; then
 * ten thousand files by the command. The folder is the first argument. */
#include <dirent.h>
#include <pthread.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "app/token.h"
#include "bench.h"
#include "paper/paper.h"
#include "sheets.h"
#include "stand.h"

#define RUNS 40	   /* the best of many short ones: a machine is rarely alone for long */
#define FILES 150  /* in one run */
#define MANY 10000 /* by the command */
#define TEXT_FACE "/usr/share/fonts/truetype/gentiumplus/GentiumPlus-Regular.ttf"
#define BOLD_FACE "/usr/share/fonts/truetype/gentiumplus/GentiumPlus-Bold.ttf"

static double seconds(clockid_t clock)
{
	struct timespec at;

	must(clock_gettime(clock, &at) == 0, "clock");
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static double best(const double *rates, size_t n)
{
	double ret = 0;

	for (size_t i = 0; i < n; i++)
		ret = rates[i] > ret ? rates[i] : ret;
	return ret;
}

/* ---- Ours ---- */

static const char *address_of(struct arena *arena, unsigned n)
{
	struct certificate_token token = {
		.serial = arena_printf(arena, "0123-4567-89ab-cdef-ghjk-mnpq-%04u", n % 10000),
		.edition = "bench",
		.list = "kabkota",
		.rank = 1,
		.title = "Terbaik I",
		.name = arena_printf(arena, "Perusahaan Contoh Żółć %u", n),
	};
	static const uint8_t SEED[SIGN_SEED_SIZE] = { 7 };

	certificate_token_sign(&token, SEED, arena);
	return arena_printf(arena, "https://contoh.example/certificates/%s?t=%s", token.serial,
			    certificate_token_rest(certificate_token_format(&token, arena)));
}

static void one_print(const struct paper *paper, unsigned n, const char *address,
		      struct arena *arena, struct buf *ret)
{
	struct certificate certificate = CERTIFICATE_EXAMPLE;
	struct err err;

	certificate.sample = false;
	certificate.nominee = arena_printf(arena, "Perusahaan Contoh Żółć %u", n);
	certificate.check_code = address;
	buf_init(ret, arena);
	must(paper_certificate(paper, &certificate, ret, &err), "certificate");
}

struct shift {
	const struct paper *paper;
	const char **addresses;
	size_t size; /* of the last file */
	double rate; /* files in a second of its processor */
	long waits;  /* for a lock, or for anything else */
};

static void *shift_run(void *arg)
{
	struct shift *shift = arg;
	struct arena arena = { 0 };
	struct rusage before, after;
	double at = seconds(CLOCK_THREAD_CPUTIME_ID);

	must(getrusage(RUSAGE_THREAD, &before) == 0, "use");
	for (unsigned i = 0; i < FILES; i++) {
		struct buf pdf;

		one_print(shift->paper, i, shift->addresses[i], &arena, &pdf);
		shift->size = pdf.len;
		arena_reset(&arena);
	}
	arena_release(&arena);
	shift->rate = FILES / (seconds(CLOCK_THREAD_CPUTIME_ID) - at);
	must(getrusage(RUSAGE_THREAD, &after) == 0, "use");
	shift->waits = after.ru_nvcsw - before.ru_nvcsw;
	return NULL;
}

/* By the clock; in `shift` what all of them did by their processors' time, which does not count
 * when somebody else had the processor. */
static double ours_on(size_t threads, struct shift *shift)
{
	pthread_t ids[2];
	struct shift shifts[2] = { *shift, *shift };
	double at = seconds(CLOCK_MONOTONIC);

	for (size_t i = 0; i < threads; i++)
		must(pthread_create(&ids[i], NULL, shift_run, &shifts[i]) == 0, "thread");
	for (size_t i = 0; i < threads; i++)
		must(pthread_join(ids[i], NULL) == 0, "thread");
	at = seconds(CLOCK_MONOTONIC) - at;
	shift->size = shifts[0].size;
	shift->rate = 0;
	for (size_t i = 0; i < threads; i++) {
		shift->rate += shifts[i].rate;
		shift->waits += shifts[i].waits;
	}
	return (double)threads * FILES / at;
}

/* ---- The floor ---- */

/* The page's own content, as it is before it is packed: the stream with the most text in it. */
static size_t content_of(const struct buf *pdf, char *ret, size_t size)
{
	static const char START[] = "stream\n";
	const char *at = pdf->data, *end = pdf->data + pdf->len;
	size_t found = 0;

	while ((at = memmem(at, (size_t)(end - at), START, sizeof(START) - 1))) {
		uLongf len = size;
		char *text = malloc(size);

		at += sizeof(START) - 1;
		must(text != NULL, "memory");
		(void)uncompress((Bytef *)text, &len, (const Bytef *)at, (uLong)(end - at));
		if (len < size && len > found && memmem(text, len, "BT ", 3)) {
			memcpy(ret, text, len);
			found = len;
		}
		free(text);
	}
	return found;
}

/* Only what nobody can leave out. */
static double floor_rate(const struct buf *pdf, const char **addresses)
{
	static char content[200000], packed[200000], file[400000];
	size_t len = content_of(pdf, content, sizeof(content));
	double at = seconds(CLOCK_THREAD_CPUTIME_ID);

	must(len > 0 && pdf->len < sizeof(file), "content");
	for (unsigned i = 0; i < FILES; i++) {
		QRcode *code = QRcode_encodeString(addresses[i], 0, QR_ECLEVEL_M, QR_MODE_8, 1);
		uLongf size = sizeof(packed);

		must(code && compress2((Bytef *)packed, &size, (const Bytef *)content, len, 1) ==
				     Z_OK,
		     "floor");
		memcpy(file, pdf->data, pdf->len);
		memcpy(file, packed, 16);
		QRcode_free(code);
	}
	return FILES / (seconds(CLOCK_THREAD_CPUTIME_ID) - at);
}

/* ---- Peers: "rate size" in a line of their output; 0 = not to be had ---- */

static double peer_rate(const char *command, size_t *ret_size)
{
	FILE *out = popen(command, "r");
	double rate = 0;

	*ret_size = 0;
	if (out && fscanf(out, "%lf %zu", &rate, ret_size) != 2)
		rate = 0;
	if (out)
		(void)pclose(out);
	return rate;
}

static bool cairo_make(const char *program)
{
	char command[1024];

	(void)snprintf(command, sizeof(command),
		       "cc -O2 tests/bench/peer_cairo.c -o %s "
		       "$(pkg-config --cflags --libs cairo freetype2 2>/dev/null) -lqrencode -lm "
		       "2>/dev/null",
		       program);
	return system(command) == 0;
}

static void runs_write(const char *path, const char *address)
{
	QRcode *code = QRcode_encodeString(address, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	FILE *to = fopen(path, "w");

	must(code && to, path);
	for (int row = 0; row < code->width; row++)
		for (int from = 0, end; from < code->width; from = end) {
			const unsigned char *modules = code->data + row * code->width;

			for (end = from;
			     end < code->width && (modules[end] & 1) == (modules[from] & 1);)
				end++;
			if (modules[from] & 1)
				(void)fprintf(to, "%d %d %d\n", row, from, end - from);
		}
	must(fclose(to) == 0, path);
	QRcode_free(code);
}

struct peers {
	double cairo, reportlab;
};

static struct peers peers_run(const char *folder, const char *address)
{
	char program[512], runs[512], command[2048];
	struct peers ret = { 0 };
	size_t size;

	(void)snprintf(program, sizeof(program), "%s/peer_cairo", folder);
	(void)snprintf(runs, sizeof(runs), "%s/bench.runs", folder);
	runs_write(runs, address);
	if (cairo_make(program)) {
		(void)snprintf(command, sizeof(command), "%s 400 " TEXT_FACE " " BOLD_FACE,
			       program);
		for (int i = 0; i < 3; i++) {
			double rate = peer_rate(command, &size);

			ret.cairo = rate > ret.cairo ? rate : ret.cairo;
		}
	}
	(void)snprintf(command, sizeof(command),
		       "/usr/bin/python3 tests/bench/peer_reportlab.py 150 " TEXT_FACE " " BOLD_FACE
		       " %s 2>/dev/null",
		       runs);
	for (int i = 0; i < 3; i++) {
		double rate = peer_rate(command, &size);

		ret.reportlab = rate > ret.reportlab ? rate : ret.reportlab;
	}
	(void)unlink(program);
	(void)unlink(runs);
	return ret;
}

static void peer_say(const char *name, double rate, double ours, double times)
{
	if (rate <= 0) {
		printf("  %s: skipped, it is not to be had here (make bench-peers)\n", name);
		return;
	}
	printf("  %s: %.0f a second; ours %.1f x (wanted >= %.0f x)\n", name, rate, ours / rate,
	       times);
}

/* ---- Ten thousand files by the command ---- */

static void scheme_widen(struct source *source, struct arena *arena)
{
	const char *at = strstr(source->text, "    winners: 3\n");
	struct buf text;

	buf_init(&text, arena);
	buf_add(&text, source->text, (size_t)(at - source->text));
	buf_printf(&text, "    winners: %d\n%s", MANY, at + strlen("    winners: 3\n"));
	source->text = text.data;
	source->len = text.len;
}

static void issue_all(struct db *db, const struct edition *edition, const struct tally *tally,
		      const struct tally_input *input, int64_t release, struct arena *arena)
{
	struct err err;

	for (size_t i = 0; i < tally->categories[0].count; i++) {
		const struct row *row = &tally->categories[0].rows[i];
		const struct nominee *nominee = &input->nominees[row->nominee];
		struct issued issued = {
			.serial = arena_printf(arena, "0000-0000-0000-0000-0000-0000-%04zu", i),
			.release = release,
			.nominee = nominee->key,
			.list = "a",
			.rank = row->rank,
			.facts = arena_printf(arena, "edition bench\nlist a\nname %s\ntitle \n",
					      nominee->name),
			.issued_at = 1,
		};

		must(certificate_add(db, edition->id, &issued, &err), "certificate");
	}
	must(tokens_complete(db, edition, 1, arena, &err), "tokens");
}

static void many_make(const char *db_path, const char *bundle_path, struct arena *arena)
{
	struct source sources[SOURCE_COUNT];
	struct complaints complaints;
	struct edition edition = { .key = "bench", .sample = true };
	struct tally_input input;
	struct scheme scheme;
	struct tally tally;
	struct db_tx tx = { 0 };
	struct account account = { 0 };
	struct buf bundle;
	char sha[SHA256_HEX_SIZE];
	int64_t release;
	struct err err;
	struct db *db;
	FILE *file;

	sheets_make(arena, MANY, 1, sources);
	scheme_widen(&sources[SOURCE_SCHEME], arena);
	complaints_init(&complaints, arena);
	buf_init(&bundle, arena);
	must(tally_input_read(sources, arena, &scheme, &input, &complaints) &&
		     tally_run(&input, arena, &tally, &complaints) &&
		     bundle_of_files(&sources[SOURCE_SCHEME], &input, &tally, &bundle, &complaints),
	     "bundle");
	sha256_hex(bundle.data, bundle.len, sha);
	file = fopen(bundle_path, "wb");
	must(file && fwrite(bundle.data, 1, bundle.len, file) == bundle.len && fclose(file) == 0,
	     bundle_path);
	must(db_open(db_path, DB_WRITE, &db, &err) && db_begin(db, &tx, &err) &&
		     edition_get(db, "bench", arena, &edition, &err) &&
		     account_find(db, "j1", arena, &account, &err) &&
		     release_add(db, edition.id, bundle.data, bundle.len, sha, account.id, 1,
				 &release, &err) &&
		     release_put_state(db, release, "published", account.id, 1, "", &err),
	     "release");
	issue_all(db, &edition, &tally, &input, release, arena);
	must(db_commit(&tx, &err), "commit");
	db_close(db);
}

static size_t folder_empty(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	char name[1024];
	size_t count = 0;

	while (folder && (entry = readdir(folder))) {
		if (entry->d_name[0] == '.')
			continue;
		(void)snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		count += unlink(name) == 0;
	}
	if (folder)
		(void)closedir(folder);
	(void)rmdir(path);
	return count;
}

/* Runs the program; the memory that it held at most, in MiB. */
static long program_run(const char *const *args)
{
	struct rusage usage;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		must(freopen("/dev/null", "w", stdout) && freopen("/dev/null", "w", stderr),
		     "null");
		(void)execv("build/paritrana", (char *const *)(uintptr_t)args);
		_exit(127);
	}
	must(pid > 0 && wait4(pid, &status, 0, &usage) == pid, "wait");
	must(WIFEXITED(status) && WEXITSTATUS(status) == 0, args[1]);
	return usage.ru_maxrss / 1024;
}

/* Reading the bundle takes memory with every nominee; a certificate none. */
static void many_run(const char *db, const char *out, const char *bundle)
{
	const char *const certificates[] = { "paritrana", "certificates", "--db", db,  "--edition",
					     "bench",	  "--out",	  out,	  NULL };
	const char *const verify[] = { "paritrana", "verify", bundle, NULL };
	double at;
	long most, least;

	(void)folder_empty(out);
	at = seconds(CLOCK_MONOTONIC);
	most = program_run(certificates);
	at = seconds(CLOCK_MONOTONIC) - at;
	least = program_run(verify);
	printf("  %d certificates by the command: %zu files in %.1f s, at most %ld MiB (wanted < 60), "
	       "of which reading the bundle takes %ld\n",
	       MANY, folder_empty(out), at, most, least);
	(void)unlink(bundle);
}

/* ---- */

static void compare(const struct paper *paper, const char *folder, struct arena *arena)
{
	double one[RUNS], two[RUNS], bottom[RUNS], cpu[RUNS], both[RUNS];
	struct shift shift = { .paper = paper, .addresses = NEW(arena, const char *, FILES) };
	long waits = 0;
	struct peers peers;
	struct buf pdf;

	for (unsigned i = 0; i < FILES; i++)
		shift.addresses[i] = address_of(arena, i);
	one_print(paper, 1, shift.addresses[1], arena, &pdf);
	for (int i = 0; i < RUNS; i++) {
		bottom[i] = floor_rate(&pdf, shift.addresses);
		one[i] = ours_on(1, &shift);
		cpu[i] = shift.rate;
		shift.waits = 0;
		two[i] = ours_on(2, &shift);
		both[i] = shift.rate;
		waits += shift.waits;
	}
	printf("  one core: %.0f files a second of %zu KiB\n", best(cpu, RUNS),
	       (shift.size + 1023) / 1024);
	printf("  floor (QR, deflate, copy): %.0f a second, %.2f x ours (wanted <= 2 x)\n",
	       best(bottom, RUNS), best(bottom, RUNS) / best(cpu, RUNS));
	printf("  two cores: %.2f x one by the clock (wanted >= 1.7 x), %.2f x by the processors' "
	       "time; they waited %ld times\n",
	       best(two, RUNS) / best(one, RUNS), best(both, RUNS) / best(cpu, RUNS), waits);
	peers = peers_run(folder, shift.addresses[1]);
	peer_say("cairo in C", peers.cairo, best(cpu, RUNS), 5);
	peer_say("reportlab", peers.reportlab, best(cpu, RUNS), 8);
}

int main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : "build";
	struct arena arena = { 0 };
	struct stand stand;
	struct paper *paper;
	char db[512], out[512], bundle[512];
	struct err err;

	crypto_init();
	must(paper_open("build/fonts", "templates/paper", &paper, &err), "fonts");
	compare(paper, folder, &arena);
	paper_close(paper);
	(void)snprintf(db, sizeof(db), "%s/bench_paper.db", folder);
	(void)snprintf(out, sizeof(out), "%s/bench_paper.out", folder);
	(void)snprintf(bundle, sizeof(bundle), "%s/bench_paper.bundle", folder);
	stand_make(&stand, db);
	many_make(db, bundle, &arena);
	arena_release(&arena); /* what a program holds when it forks counts for the one it runs */
	many_run(db, out, bundle);
	bench_remove(db);
	return 0;
}
