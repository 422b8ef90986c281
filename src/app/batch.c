#include "batch.h"

void batch_add(struct batch *batch, const struct batch_item *item)
{
	GROW(batch->arena, batch->items, batch->count, &batch->cap);
	batch->items[batch->count++] = *item;
}

/* ---- Certificates ---- */

/* One list after another, in the order of the ranks: so they lie in a folder, too. */
static const char *name_of(const struct awarded *awarded, struct arena *arena)
{
	const struct words *title = awarded->row->title;

	return arena_printf(
		arena, "%s/%02d-%s-%s.pdf", awarded->list->key, (int)awarded->issued.rank,
		title ? zip_name(arena, title->text[LANG_ID]) : "pemenang", awarded->nominee->key);
}

bool batch_certificates(const struct award_source *from, int64_t edition,
			const struct settings *settings, const char *list, struct batch *ret,
			struct err *err)
{
	struct certificate *papers;
	struct awarded *all;
	size_t count;

	*ret = (struct batch){ .paper = from->paper, .arena = from->arena };
	if (!awarded_list(from, edition, &all, &count, err))
		return false;
	papers = NEW(from->arena, struct certificate, count + 1);
	for (size_t i = 0; i < count; i++) {
		if (all[i].issued.revoked || (list && !text_equal(all[i].list->key, list)))
			continue;
		awarded_print(&all[i], settings, LANG_ID, from->arena, &papers[i]);
		batch_add(ret, &(struct batch_item){ .name = name_of(&all[i], from->arena),
						     .certificate = &papers[i] });
		if (all[i].release.decided_at > ret->at)
			ret->at = all[i].release.decided_at;
	}
	return true;
}

/* ---- As a ZIP ---- */

struct zipping {
	const struct batch *batch;
	const struct batch_stop *stop;
	size_t bytes;
};

static const char *zip_file_name(void *arg, size_t i)
{
	return ((const struct zipping *)arg)->batch->items[i].name;
}

static bool zip_file_make(void *arg, size_t i, struct arena *arena, struct buf *ret,
			  struct err *err)
{
	struct zipping *zipping = arg;
	const struct batch *batch = zipping->batch;
	const struct batch_item *item = &batch->items[i];
	const struct document document = { .lang = LANG_ID,
					   .sample = item->sample,
					   .title = item->title,
					   .author = batch->author,
					   .at = batch->at };
	bool made = item->certificate ? paper_certificate(batch->paper, item->certificate, ret, err)
				      : paper_print(batch->paper, item->layout, &document,
						    item->data, ret, err);

	(void)arena;
	if (!made)
		err_prefix(err, "%s", item->name);
	zipping->bytes += ret->len;
	return made;
}

static bool zip_file_stop(void *arg, size_t done)
{
	const struct zipping *zipping = arg;

	return zipping->stop && zipping->stop->stop(zipping->stop->arg, done, zipping->bytes);
}

bool batch_zip(const struct batch *batch, const char *path, const struct batch_stop *stop,
	       struct err *err)
{
	struct zipping zipping = { batch, stop, 0 };
	const struct zip_plan plan = { .count = batch->count,
				       .made_at = batch->at,
				       .name = zip_file_name,
				       .make = zip_file_make,
				       .stop = zip_file_stop,
				       .arg = &zipping };

	return zip_write(path, &plan, err);
}

/* ---- As one PDF ---- */

bool batch_pdf(const struct batch *batch, struct buf *ret, struct err *err)
{
	struct certificate *papers = NEW(ret->arena, struct certificate, batch->count + 1);
	struct filled *filled = NEW(ret->arena, struct filled, batch->count + 1);
	struct document document = { .lang = LANG_ID, .author = batch->author, .at = batch->at };
	size_t paper_count = 0;

	for (size_t i = 0; i < batch->count; i++) {
		const struct batch_item *item = &batch->items[i];

		if (item->certificate)
			papers[paper_count++] = *item->certificate;
		filled[i].layout = item->layout;
		filled[i].data = item->data;
		filled[i].name = item->title;
		filled[i].sample = item->sample;
	}
	if (paper_count == batch->count)
		return paper_certificates(batch->paper, papers, paper_count, ret, err);
	document.title = batch->author;
	return paper_print_all(batch->paper, filled, batch->count, &document, ret, err);
}
