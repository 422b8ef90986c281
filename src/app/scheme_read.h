/* Between scheme_read.c (the edition) and scheme_category.c (one category of it). */
#ifndef APP_SCHEME_READ_H
#define APP_SCHEME_READ_H

#include "app/typed.h"
#include "core/core.h"

/* All but its tie_break, whose keys may be those of a later category. */
bool category_read(struct typed *typed, const struct yaml_node *node, struct category *ret);

#endif
