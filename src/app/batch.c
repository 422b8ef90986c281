#include "batch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

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
		batch_add(ret, &(struct batch_item){
				       .name = name_of(&all[i], from->arena),
				       .title = words_in(&all[i].list->name, LANG_ID),
				       .certificate = &papers[i],
			       });
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
	const struct filled filled = { .layout = item->layout,
				       .instead = item->instead,
				       .data = item->data,
				       .lang = LANG_ID };
	bool made = item->certificate
			    ? paper_certificate(batch->paper, item->certificate, ret, err)
			    : paper_print_all(batch->paper, &filled, 1, &document, ret, err);

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

struct merging {
	const struct batch *batch;
	const struct batch_stop *stop;
	FILE *to;
};

/* The pages of a certificate are those of its own file, with its number and its code. */
static bool item_fill(void *arg, size_t i, struct arena *arena, struct filled *ret, struct err *err)
{
	const struct merging *merging = arg;
	const struct batch *batch = merging->batch;
	const struct batch_item *item = &batch->items[i];
	const struct batch_stop *stop = merging->stop;

	if (stop && stop->stop(stop->arg, i, (size_t)ftello(merging->to)))
		return FAIL_CODE(err, ERR_CONFLICT, "cancelled", "dibatalkan", "cancelled");
	*ret = (struct filled){ .layout = item->layout,
				.instead = item->instead,
				.data = item->data,
				.name = item->title,
				.sample = item->sample };
	if (item->certificate)
		*ret = certificate_filled(batch->paper, item->certificate, arena);
	ret->part = item->part;
	return true;
}

bool batch_pdf_write(const struct batch *batch, int fd, const struct batch_stop *stop,
		     struct err *err)
{
	int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	struct merging merging = { batch, stop, own < 0 ? NULL : fdopen(own, "wb") };
	const struct filled_list filling = { batch->count, item_fill, &merging };
	const struct document document = {
		.lang = LANG_ID, .title = batch->author, .author = batch->author, .at = batch->at
	};
	bool done;

	if (!merging.to) {
		if (own >= 0)
			(void)close(own);
		return FAIL(err, ERR_IO, "berkas tidak dapat ditulis", "cannot write the file");
	}
	done = paper_print_write(batch->paper, &filling, &document, merging.to, err);
	if (fclose(merging.to) != 0 && done) {
		if (errno_is_full(errno))
			return FAIL_FULL(err);
		return FAIL(err, ERR_IO, "berkas tidak dapat ditulis", "cannot write the file");
	}
	return done;
}

bool batch_pdf(const struct batch *batch, struct buf *ret, struct err *err)
{
	struct certificate *papers = NEW(ret->arena, struct certificate, batch->count + 1);
	size_t count = 0;

	for (size_t i = 0; i < batch->count; i++)
		if (batch->items[i].certificate)
			papers[count++] = *batch->items[i].certificate;
	return paper_certificates(batch->paper, papers, count, ret, err);
}
