#include "print.h"

#include <string.h>

/* Small letters look alike more often: l and 1, b and 6, g and 9. */
void print_code(struct arena *arena, const char *code, struct val *into)
{
	char *shown = arena_text(arena, code);

	for (char *at = shown; *at; at++)
		if (*at >= 'a' && *at <= 'z')
			*at = (char)(*at - 'a' + 'A');
	val_put_text(into, "code", shown);
}

bool print_qr(struct arena *arena, const char *text, struct val *into, struct err *err)
{
	struct val *qr = val_put_map(into, "qr");
	unsigned side;
	char *path;

	if (!paper_qr(text, arena, &side, &path, err))
		return false;
	val_put_int(qr, "side", side);
	val_put_text(qr, "path", path);
	return true;
}
