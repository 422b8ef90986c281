#include "app/previous.h"

#include <string.h>

#include "app/release.h"

struct found {
	struct released released;
	const char *edition;
	const struct scheme *scheme;
	size_t nominee; /* index into the bundle's nominees */
};

static size_t nominee_of(const struct bundle *bundle, const struct candidate *wanted)
{
	const struct tally_input *input = &bundle->input;

	for (size_t i = 0; i < input->nominee_count; i++)
		if (text_equal(input->nominees[i].key, wanted->key) &&
		    text_equal(input->scheme->categories[input->nominees[i].category].key,
			       wanted->category))
			return i;
	return NAME_NONE;
}

/* The same award of an earlier year: invented and real results do not answer for each other. */
static bool look_at(struct req *req, const struct edition *other, const struct scheme *scheme,
		    const struct candidate *nominee, struct found *ret, struct err *err)
{
	struct found next = { .edition = other->key };
	struct err why;

	if (!release_open(service_of(req), db_of(req), other, 0, req->arena, &next.released,
			  &why)) {
		if (why.kind == ERR_NOT_FOUND)
			return true;
		*err = why;
		return false;
	}
	next.scheme = next.released.bundle->input.scheme;
	next.nominee = nominee_of(next.released.bundle, nominee);
	if (next.nominee == NAME_NONE || next.scheme->sample != scheme->sample ||
	    !text_equal(next.scheme->level, scheme->level) ||
	    next.scheme->assessment_year >= scheme->assessment_year ||
	    (ret->scheme && ret->scheme->assessment_year >= next.scheme->assessment_year))
		return true;
	*ret = next;
	return true;
}

static const struct row *row_of(const struct tally *tally, const struct found *found)
{
	size_t category = found->released.bundle->input.nominees[found->nominee].category;
	const struct ranking *ranking = &tally->categories[category];

	for (size_t i = 0; i < ranking->count; i++)
		if (ranking->rows[i].nominee == found->nominee)
			return &ranking->rows[i];
	return NULL;
}

static const char *result_words(struct req *req, const struct found *found, const struct row *row)
{
	struct val *facts = val_map(req->arena);

	if (row->status != STANDING_RANKED)
		return word(req, arena_printf(req->arena, "state.%s", standing_text(row->status)));
	val_put_int(facts, "rank", row->rank);
	val_put_text(facts, "score",
		     show_decimal(req->arena,
				  ratio_decimal(req->arena, row->published, found->scheme->decimals,
						'.'),
				  req->lang));
	return words_fill(service_templates(service_of(req)), req->lang, "dossier.previous_rank",
			  facts, req->arena);
}

bool previous_put(struct req *req, const struct edition *edition, const struct scheme *scheme,
		  const struct candidate *nominee, struct val *into, struct err *err)
{
	struct found found = { 0 };
	struct edition *editions;
	const struct row *row;
	struct tally tally;
	struct val *ret;
	size_t count;

	val_put_text(into, "previous", NULL);
	if (!edition_list(db_of(req), req->arena, &editions, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (editions[i].id != edition->id &&
		    !look_at(req, &editions[i], scheme, nominee, &found, err))
			return false;
	if (!found.scheme)
		return true;
	released_tally(req, &found.released, &tally);
	row = row_of(&tally, &found);
	if (!row) /* not public */
		return true;
	ret = val_put_map(into, "previous");
	val_put_text(ret, "edition", words_in(&found.scheme->title, req->lang));
	val_put_int(ret, "year", found.scheme->assessment_year);
	val_put_text(ret, "result", result_words(req, &found, row));
	val_put_text(ret, "award", row->title ? words_in(row->title, req->lang) : NULL);
	val_put_text(ret, "key", found.edition);
	val_put_text(ret, "category", nominee->category);
	val_put_text(ret, "nominee", nominee->key);
	return true;
}
