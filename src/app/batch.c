#include "batch.h"

/* One list after another, in the order of the ranks: so they lie in a folder, too. */
static const char *name_of(const struct awarded *awarded, struct arena *arena)
{
	const struct words *title = awarded->row->title;

	return arena_printf(
		arena, "%s/%02d-%s-%s.pdf", awarded->list->key, (int)awarded->issued.rank,
		title ? zip_name(arena, title->text[LANG_ID]) : "pemenang", awarded->nominee->key);
}

bool batch_certificates(const struct award_source *from, const struct paper *paper, int64_t edition,
			const struct settings *settings, const char *list, struct batch *ret,
			struct err *err)
{
	struct awarded *all;
	size_t count;

	*ret = (struct batch){ .paper = paper, .arena = from->arena };
	if (!awarded_list(from, edition, &all, &count, err))
		return false;
	ret->papers = NEW(from->arena, struct certificate, count + 1);
	ret->names = NEW(from->arena, const char *, count + 1);
	for (size_t i = 0; i < count; i++) {
		if (all[i].issued.revoked || (list && !text_equal(all[i].list->key, list)))
			continue;
		awarded_print(&all[i], settings, LANG_ID, from->arena, &ret->papers[ret->count]);
		ret->names[ret->count++] = name_of(&all[i], from->arena);
		if (all[i].release.decided_at > ret->at)
			ret->at = all[i].release.decided_at;
	}
	return true;
}

/* ---- As a ZIP ---- */

struct zipping {
	const struct batch *batch;
	const struct batch_stop *stop;
};

static const char *zip_file_name(void *arg, size_t i)
{
	return ((const struct zipping *)arg)->batch->names[i];
}

static bool zip_file_make(void *arg, size_t i, struct arena *arena, struct buf *ret,
			  struct err *err)
{
	const struct batch *batch = ((const struct zipping *)arg)->batch;

	(void)arena;
	return paper_certificate(batch->paper, &batch->papers[i], ret, err);
}

static bool zip_file_stop(void *arg, size_t done)
{
	const struct batch_stop *stop = ((const struct zipping *)arg)->stop;

	return stop && stop->stop(stop->arg, done);
}

bool batch_zip(const struct batch *batch, const char *path, const struct batch_stop *stop,
	       struct err *err)
{
	struct zipping zipping = { batch, stop };
	const struct zip_plan plan = { .count = batch->count,
				       .made_at = batch->at,
				       .name = zip_file_name,
				       .make = zip_file_make,
				       .stop = zip_file_stop,
				       .arg = &zipping };

	return zip_write(path, &plan, err);
}
