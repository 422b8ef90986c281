/* Files that people send: what they are, and pictures written anew. What is taken must be taken
 * again after it was written, and hold nothing but pixels. */
#include <stdio.h>

#include "fuzz.h"
#include "paper/paper.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sent_file file, again;
	struct err err;
	char *text = NULL;
	size_t len = 0;
	FILE *to;

	if (!sent_sniff(data, size, &file, &err) || file.kind == SENT_PDF ||
	    (uint64_t)file.width * file.height > 1000000)
		return 0;
	to = open_memstream(&text, &len);
	HOLDS(to);
	if (picture_renew(data, size, to, &err)) {
		HOLDS(fclose(to) == 0);
		HOLDS(sent_sniff(text, len, &again, &err) && again.kind == file.kind);
		HOLDS(again.width == file.width || again.width == file.height);
		HOLDS(!memmem(text, len, "Exif", 5));
	} else {
		HOLDS(err.kind == ERR_INPUT);
		(void)fclose(to);
	}
	free(text);
	return 0;
}
