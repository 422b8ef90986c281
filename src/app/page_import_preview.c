/* What an import would do, before it does it. */
#include <string.h>

#include "page_import.h"

/* So much is carried in the form that confirms. A larger file is chosen once more and must be the
 * same: a page of megabytes would not come through the Wi-Fi of a hotel. */
#define CARRIED_MAX ((size_t)256 << 10)

void import_taken_put(struct import_run *r, const char *const *texts, size_t count)
{
	const char *const *ours = IMPORT_FORMS[r->kind].columns;
	struct val *row, *cells;

	if (val_count(r->taken) == COLUMNS_SAMPLES)
		return;
	row = val_push_map(r->taken);
	cells = val_put_list(row, "cells");
	for (size_t i = 0; i < count; i++) {
		struct val *cell = val_push_map(cells);

		val_put_text(cell, "label", word_of(r->d->req, "import_column.", ours[i]));
		val_put_text(cell, "text", texts[i] && *texts[i] ? texts[i] : "–");
	}
}

static void change_put(struct desk *d, struct val *rows, const struct val *item)
{
	struct val *row = val_push_map(rows);
	const char *old = val_get_text(item, "old"), *new = val_get_text(item, "new");

	if (val_type(item) == VAL_TEXT) {
		val_put_text(row, "what", val_chars(item));
		val_put_text(row, "old", NULL);
		val_put_text(row, "new", NULL);
		return;
	}
	val_put_text(row, "what",
		     arena_printf(d->req->arena, "%s, %s", val_get_text(item, "nominee"),
				  val_get_text(item, "evidence")));
	val_put_text(row, "old", old ? old : "–");
	val_put_text(row, "new", new ? new : word(d->req, "import.removed"));
}

/* The line of the log that this import would leave names what it changes. */
static bool changes_put(struct import_run *r, struct val *preview, struct err *err)
{
	struct val *rows = val_put_list(preview, "rows"), *about;
	const struct val *changed;
	struct act *acts;
	size_t count;

	val_put_bool(preview, "has_rows", false);
	if (!(r->count.changed + r->count.removed))
		return true;
	if (!act_list(r->by.db, r->d->edition.id, IMPORT_FORMS[r->kind].act, 0, 1, r->by.arena,
		      &acts, &count, err))
		return false;
	if (!count || !json_parse(r->by.arena, acts[0].about, strlen(acts[0].about), &about, err))
		return count == 0;
	changed = val_get(about, "changed");
	for (size_t i = 0; i < val_count(changed) && i < 200; i++)
		change_put(r->d, rows, val_at(changed, i));
	val_put_bool(preview, "has_rows", val_count(rows) > 0);
	return true;
}

const char *import_carried(const struct import_run *r)
{
	static const char BOM[] = "\xef\xbb\xbf";
	size_t skip = r->source.len >= 3 && memcmp(r->source.text, BOM, 3) == 0 ? 3 : 0;
	struct err ignored;
	char *text;

	if (r->source.len > CARRIED_MAX || !text_nfc(r->by.arena, r->source.text + skip,
						     r->source.len - skip, true, &text, &ignored))
		return NULL;
	return text;
}

/* The first rows as they were read: a mistaken column shows here. */
static void taken_put(struct import_run *r, struct val *preview)
{
	const char *const *ours = IMPORT_FORMS[r->kind].columns;
	struct val *head = val_put_list(preview, "heads");

	for (size_t i = 0; ours[i]; i++)
		val_put_text(val_push_map(head), "label",
			     word_of(r->d->req, "import_column.", ours[i]));
	(void)val_put(preview, "taken", r->taken);
	val_put_bool(preview, "has_taken", val_count(r->taken) > 0);
}

bool import_preview_put(struct import_run *r, const char *digest, struct err *err)
{
	struct req *req = r->d->req;
	struct val *preview = val_put_map(r->d->page, "preview");
	bool nothing = !(r->count.added + r->count.changed + r->count.removed);

	part_figure(preview, word(req, "import.added"), show_n(req, r->count.added), NULL);
	part_figure(preview, word(req, "import.changed"), show_n(req, r->count.changed), NULL);
	part_figure(preview, word(req, "import.deleted"), show_n(req, r->count.removed), NULL);
	part_figure(preview, word(req, "import.same"), show_n(req, r->count.same), NULL);
	val_put_text(preview, "kind", IMPORT_FORMS[r->kind].name);
	val_put_text(preview, "heading", word_of(req, "import_kind.", IMPORT_FORMS[r->kind].name));
	val_put_text(preview, "text", import_carried(r));
	val_put_text(preview, "sha256", digest);
	val_put_bool(preview, "nothing", nothing);
	taken_put(r, preview);
	import_map_carry(r, preview);
	return changes_put(r, preview, err);
}
