/* Numbers and codes on paper: of certificates, access cards, letters. Private to app. */
#ifndef CODE_H
#define CODE_H

#include "web/web.h"

/* 140 random bits: "abcd-efgh-…", seven groups that can be read aloud. No letter looks like a
 * digit. Never made twice. */
char *code_make(struct arena *arena);
/* "ABCD efgh" -> "abcd-efgh"; look-alikes of letters that are not used are read as what was
 * meant (o is 0, i and l are 1). NULL when it cannot be a code. */
const char *code_parse(struct arena *arena, const char *typed);

/* ---- A code that came with an address (docs/decisions/0020) ----
 * `<path>?c=<code>` is what a QR says. Whoever opens it, also a messenger that looks ahead, gets
 * the code back in a cookie and `<path>` without it: it stays in no history and is sent to nobody
 * as the page before. It is looked up only when somebody sends the form. */

/* Does the address carry a code? Then the request is answered (a redirect to `path`). */
bool code_take(struct req *req, const char *path);
/* The code that came, in groups; NULL when there is none. */
const char *code_carried(struct req *req);
void code_drop(struct req *req);

#endif
