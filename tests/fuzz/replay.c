/* Runs a fuzz target over files: the inputs that are kept, without libFuzzer. */
#include <stdio.h>

#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));

int main(int argc, char **argv)
{
	if (LLVMFuzzerInitialize)
		(void)LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc; i++) {
		static uint8_t data[1 << 20];
		FILE *file = fopen(argv[i], "rb");
		uint8_t *exact; /* so that a read behind the end is seen */
		size_t size;

		if (!file)
			return 1;
		size = fread(data, 1, sizeof(data), file);
		(void)fclose(file);
		exact = malloc(size ? size : 1);
		if (!exact)
			return 1;
		memcpy(exact, data, size);
		(void)LLVMFuzzerTestOneInput(exact, size);
		free(exact);
	}
	return 0;
}
