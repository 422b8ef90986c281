/* What anyone may ask of an edition: facts, results, the bundle. Only published releases. */
#include <inttypes.h>
#include <string.h>

#include "app/publish.h"
#include "app/release.h"

static void words_put(struct val *parent, const char *key, const struct words *words)
{
	struct val *map = val_put_map(parent, key);

	val_put_text(map, "id", words_in(words, LANG_ID));
	if (words->text[LANG_EN])
		val_put_text(map, "en", words->text[LANG_EN]);
}

static void time_put(struct val *map, const char *key, int64_t at)
{
	char text[TIME_ISO_SIZE];

	time_iso(at, text);
	val_put_text(map, key, text);
}

/* The newest published release of an edition, or null; whether a correction is under way. */
static bool release_put(struct req *req, const struct edition *edition, struct val *body,
			struct err *err)
{
	const struct release *public = NULL;
	struct release *list;
	struct val *map;
	size_t count;

	if (!release_list(db_of(req), edition->id, req->arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count && !public; i++)
		if (text_equal(list[i].state, "published"))
	public = &list[i];
	if (!public) {
		(void)val_put(body, "release", val_null(req->arena));
		return true;
	}
	map = val_put_map(body, "release");
	val_put_int(map, "number", public->number);
	val_put_text(map, "bundle_sha256", public->sha256);
	time_put(map, "published_at", public->decided_at);
	val_put_bool(map, "in_correction", edition->phase != PHASE_PUBLISHED);
	return true;
}

static bool edition_put(struct req *req, const struct edition *edition, struct val *body,
			struct err *err)
{
	const struct who *who = who_of(req);
	const struct scheme *scheme;

	if (!service_scheme(service_of(req), db_of(req), edition->rule_id, &scheme, err))
		return false;
	val_put_text(body, "key", edition->key);
	words_put(body, "title", &scheme->title);
	val_put_text(body, "level", scheme->level);
	val_put_text(body, "region", scheme->region);
	val_put_int(body, "assessment_year", scheme->assessment_year);
	val_put_int(body, "event_year", scheme->event_year);
	val_put_bool(body, "sample", edition->sample);
	val_put_text(body, "phase", phase_text(edition->phase));
	if (who && who->account.edition == edition->id) {
		val_put_text(body, "role", role_text(who->account.role));
		val_put_int(body, "rule_version", edition->rule_number);
		val_put_text(body, "scheme_sha256", edition->rule_sha256);
		val_put_bool(body, "scheme_frozen", edition->has_marks);
	}
	return release_put(req, edition, body, err);
}

bool api_editions(struct req *req, struct err *err)
{
	struct val *list = val_list(req->arena);
	struct edition *editions;
	size_t count;

	if (!edition_list(db_of(req), req->arena, &editions, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!edition_put(req, &editions[i], val_push_map(list), err))
			return false;
	return answer_json(req, 200, list);
}

static void categories_put(const struct scheme *scheme, struct val *body)
{
	struct val *list = val_put_list(body, "categories");

	for (size_t i = 0; i < scheme->category_count; i++) {
		const struct category *category = &scheme->categories[i];
		struct val *map = val_push_map(list);

		val_put_text(map, "key", category->key);
		words_put(map, "name", &category->name);
		val_put_int(map, "winners", category->winners);
	}
}

bool api_edition(struct req *req, struct err *err)
{
	struct val *body = val_map(req->arena);
	const struct scheme *scheme;
	struct edition edition;

	if (!req_edition(req, false, &edition, err) || !edition_put(req, &edition, body, err) ||
	    !service_scheme(service_of(req), db_of(req), edition.rule_id, &scheme, err))
		return false;
	categories_put(scheme, body);
	return answer_json(req, 200, body);
}

/* ?release=n, or the newest published one. */
bool release_asked(struct req *req, struct edition *ret_edition, struct released *ret,
		   struct err *err)
{
	const char *asked = req_query(req, "release");
	int64_t number = 0;

	if (asked && (!decimal_parse(asked, strlen(asked), 0, '.', &number) || number < 1))
		return FAIL(err, ERR_NOT_FOUND, "tidak ada rilis %s", "no release %s", asked);
	return req_edition(req, false, ret_edition, err) &&
	       release_open(service_of(req), db_of(req), ret_edition, number, req->arena, ret, err);
}

/* The public list: with `publish: winners` at the first key only those who won. */
static void winners_only(struct arena *arena, struct tally *tally)
{
	struct ranking *lists[] = { tally->categories, tally->overalls };
	size_t counts[] = { tally->category_count, tally->overall_count };

	for (size_t which = 0; which < COUNT(lists); which++) {
		struct ranking *copy = NEW(arena, struct ranking, counts[which] + 1);

		for (size_t i = 0; i < counts[which]; i++) {
			copy[i] = lists[which][i];
			copy[i].count = 0;
			while (copy[i].count < copy[i].ranked_count &&
			       copy[i].rows[copy[i].count].winner)
				copy[i].count++;
			copy[i].ranked_count = copy[i].count;
		}
		if (which)
			tally->overalls = copy;
		else
			tally->categories = copy;
	}
}

void released_tally(struct req *req, const struct released *released, struct tally *ret)
{
	*ret = released->bundle->tally;
	if (released->release.winners_only)
		winners_only(req->arena, ret);
}

bool api_results(struct req *req, struct err *err)
{
	struct released released;
	struct edition edition;
	struct tally tally;

	if (!release_asked(req, &edition, &released, err))
		return false;
	released_tally(req, &released, &tally);
	return answer_json(req, 200, results_val(req->arena, &released.bundle->input, &tally)) &&
	       publish_answer(req,
			      arena_printf(req->arena, "/api/v1/editions/%s/results", edition.key));
}

bool api_bundle(struct req *req, struct err *err)
{
	struct released released;
	struct edition edition;

	if (!release_asked(req, &edition, &released, err))
		return false;
	req->res.cacheable = true;
	req->res.etag = arena_printf(req->arena, "\"%.32s\"", released.release.sha256);
	return answer_bytes(req, "text/plain; charset=utf-8",
			    arena_printf(req->arena, "%s-%" PRId64 ".txt",
					 released.bundle->input.scheme->edition,
					 released.release.number),
			    released.text, released.len);
}
