/* What the acts on a sheet stand on, remembered by the writer between saves: of an evening of saves
 * only the sheets change. Private to app. */
#ifndef SHEET_GROUND_H
#define SHEET_GROUND_H

#include "app/deed_sheet.h"

struct sheet_grounds; /* for the writer's thread alone */
struct sheet_grounds *sheet_grounds_new(void);
void sheet_grounds_free(struct sheet_grounds *grounds);

#endif
