/* store-private: score events as canonical text. */
#ifndef SHEET_BODY_H
#define SHEET_BODY_H

#include "store.h"

const char *sheet_kind_text(enum sheet_kind kind);
void sheet_body_write(const struct sheet_event *event, struct buf *ret);
/* Fills what stands in the body (not the ids, not the leaf). */
bool sheet_body_read(const char *body, struct arena *arena, struct sheet_event *ret,
		     struct err *err) MUST_CHECK;

#endif
