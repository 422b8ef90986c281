/* Inside the view room: what the template engine wants to know of values. */
#ifndef VIEW_VAL_H
#define VIEW_VAL_H

#include "view/view.h"

uint32_t val_hash(const char *key);
/* val_get with the key's hash worked out before. */
const struct val *val_get_hashed(const struct val *map, const char *key, uint32_t hash);

#endif
