/* Ten thousand certificates as one ZIP: how fast, and that memory is that of one. The folder is the
 * first argument; the program's own folder must be the source tree. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/batch.h"
#include "bench.h"

#define FILES 10000
#define MEMORY_MAX_KIB ((long)60 * 1024)

int main(int argc, char **argv)
{
	const char *path = bench_path(argc, argv, "bench.zip");
	struct certificate one = CERTIFICATE_EXAMPLE;
	struct arena arena = { 0 };
	struct batch batch = { .arena = &arena, .at = one.released_at };
	struct paper *paper;
	struct rusage use;
	struct stat facts;
	struct err err;
	int64_t at;

	crypto_init();
	must(paper_open("build/fonts", "templates/paper", &paper, &err), "paper");
	batch.paper = paper;
	for (int i = 0; i < FILES; i++)
		batch_add(&batch, &(struct batch_item){
					  .name = arena_printf(&arena, "contoh/%05d.pdf", i + 1),
					  .certificate = &one });
	at = now_ns();
	must(batch_zip(&batch, path, NULL, &err), "zip");
	at = now_ns() - at;
	must(stat(path, &facts) == 0 && getrusage(RUSAGE_SELF, &use) == 0, "stat");
	printf("zip: %d certificates in %.1f s (%.0f a second), %.1f KiB each, peak %.1f MiB\n",
	       FILES, (double)at / 1e9, FILES / ((double)at / 1e9),
	       (double)facts.st_size / FILES / 1024, (double)use.ru_maxrss / 1024);
	must(use.ru_maxrss < MEMORY_MAX_KIB, "memory stays below 60 MiB");
	(void)unlink(path);
	paper_close(paper);
	arena_release(&arena);
	return 0;
}
