/* What pages that are made to be printed share: codes and QR. Private to app. */
#ifndef PRINT_H
#define PRINT_H

#include "service.h"

/* "code" (a text), for reading and typing. */
void print_code(struct arena *arena, const char *code, struct val *into);
/* "qr" with "side" and "path" (templates/part/_qr.html). */
bool print_qr(struct arena *arena, const char *text, struct val *into, struct err *err) MUST_CHECK;

#endif
