/* The log of acts, for the keeper: newest first, in words, to be narrowed, and as CSV. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "log_words.h"
#include "pleno.h"

#define PAGE_SIZE 50
#define CHUNK 500     /* acts read at a time while looking for those of a filter */
#define LINES_MAX 6   /* of an act that are shown at once */
#define CSV_MAX 50000 /* acts */

struct page {
	struct req *req;
	struct edition edition;
	struct log_words words;
	struct settings settings;
	struct val *page, *field;
	struct act_filter filter;
	const char *kind, *nominee, *juror; /* NULL: all */
	bool narrowed;
};

/* ---- What was asked for ---- */

static const char *asked(const struct page *p, const char *name)
{
	const char *text = req_query(p->req, name);

	return text && *text ? text : NULL;
}

/* Midnight of that day where the edition is; 0 and a complaint beside the field when it is none. */
static int64_t day_asked(struct page *p, const char *name, int64_t plus)
{
	const char *text = asked(p, name);
	struct val *field = part_field(
		p->req->arena, p->field, name,
		word(p->req, text_equal(name, "from") ? "log.from" : "log.to"), text ? text : "");
	struct civil day;
	int64_t at;

	if (!text)
		return 0;
	if (!date_read(text, &day) ||
	    !time_parse_iso(arena_printf(p->req->arena, "%04d-%02d-%02dT00:00:00Z", day.year,
					 day.month, day.day),
			    &at)) {
		part_error(p->page, field, word(p->req, "log.no_day"));
		return 0;
	}
	val_put_text(field, "value", show_date(p->req->arena, &day, p->req->lang));
	return at + plus - (int64_t)p->settings.zone_hours * 3600;
}

static void filter_read(struct page *p)
{
	const char *before = asked(p, "before");

	p->kind = asked(p, "kind");
	p->nominee = asked(p, "nominee");
	p->juror = asked(p, "juror");
	p->filter.actor = asked(p, "who");
	p->filter.from = day_asked(p, "from", 0);
	p->filter.to = day_asked(p, "to", 86400);
	p->filter.before = before ? strtoll(before, NULL, 10) : 0;
	p->narrowed = p->kind || p->nominee || p->juror || p->filter.actor || p->filter.from ||
		      p->filter.to;
}

static bool is_kind(const char *kind, const char *deed)
{
	for (size_t i = 0; i < LOG_KIND_COUNT; i++)
		if (text_equal(LOG_KINDS[i].deed, deed) &&
		    (text_equal(LOG_KINDS[i].group, kind) || text_equal(deed, kind)))
			return true;
	return false;
}

static bool wanted(const struct page *p, const struct act *act)
{
	return (!p->kind || is_kind(p->kind, act->deed)) &&
	       (!p->nominee || log_names(act, "nominee", p->nominee, p->req->arena)) &&
	       (!p->juror || log_names(act, "juror", p->juror, p->req->arena));
}

/* The newest `limit` acts that are wanted, and whether there are more. */
static bool acts_find(struct page *p, size_t limit, struct act **ret, size_t *ret_count,
		      bool *ret_more, struct err *err)
{
	struct act_filter filter = p->filter;
	struct act *found = NULL, *acts;
	size_t count = 0, cap = 0, got = CHUNK;

	while (count <= limit && got == CHUNK) {
		if (!act_search(db_of(p->req), p->edition.id, &filter, CHUNK, p->req->arena, &acts,
				&got, err))
			return false;
		for (size_t i = 0; i < got && count <= limit; i++)
			if (wanted(p, &acts[i])) {
				GROW(p->req->arena, found, count, &cap);
				found[count++] = acts[i];
			}
		if (got)
			filter.before = acts[got - 1].seq;
	}
	*ret = found;
	*ret_more = count > limit;
	*ret_count = count > limit ? limit : count;
	return true;
}

/* ---- The form that narrows ---- */

static void kinds_put(struct page *p)
{
	struct val *field = part_field(p->req->arena, p->field, "kind", word(p->req, "log.kind"),
				       p->kind ? p->kind : "");
	const char *group = "";

	part_option(p->req->arena, field, "", word(p->req, "log.all"));
	for (size_t i = 0; i < LOG_KIND_COUNT; i++) {
		if (!text_equal(group, LOG_KINDS[i].group)) {
			group = LOG_KINDS[i].group;
			part_option(
				p->req->arena, field, group,
				word(p->req, arena_printf(p->req->arena, "log.group.%s", group)));
		}
		part_option(
			p->req->arena, field, LOG_KINDS[i].deed,
			arena_printf(p->req->arena, "· %s", log_deed(p->req, LOG_KINDS[i].deed)));
	}
}

static void people_put(struct page *p)
{
	struct arena *arena = p->req->arena;
	struct val *field = part_field(arena, p->field, "nominee", word(p->req, "word.nominee"),
				       p->nominee ? p->nominee : "");

	part_option(arena, field, "", word(p->req, "log.all"));
	for (size_t i = 0; i < p->words.nominee_count; i++)
		part_option(arena, field, p->words.nominees[i].key, p->words.nominees[i].name);
	field = part_field(arena, p->field, "juror", word(p->req, "word.juror"),
			   p->juror ? p->juror : "");
	part_option(arena, field, "", word(p->req, "log.all"));
	for (size_t j = 0; j < p->words.juror_count; j++)
		part_option(arena, field, p->words.jurors[j].key, p->words.jurors[j].name);
}

static bool actors_put(struct page *p, struct err *err)
{
	struct val *field = part_field(p->req->arena, p->field, "who", word(p->req, "log.actor"),
				       p->filter.actor ? p->filter.actor : "");
	const char **names;
	size_t count;

	if (!act_actors(db_of(p->req), p->edition.id, p->req->arena, &names, &count, err))
		return false;
	part_option(p->req->arena, field, "", word(p->req, "log.all"));
	for (size_t i = 0; i < count; i++)
		part_option(p->req->arena, field, names[i], log_actor(p->req, names[i]));
	return true;
}

/* ---- Links to the same acts ---- */

static void query_add(struct buf *query, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	buf_printf(query, "%s%s=", query->len ? "&" : "", name);
	for (; *value; value++) {
		unsigned char c = (unsigned char)*value;

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_')
			buf_char(query, (char)c);
		else
			buf_printf(query, "%%%02X", c);
	}
}

static const char *query_of(const struct page *p, int64_t before)
{
	static const char *const NAMES[] = { "who", "kind", "nominee", "juror", "from", "to" };
	struct buf query;

	buf_init(&query, p->req->arena);
	for (size_t i = 0; i < COUNT(NAMES); i++)
		query_add(&query, NAMES[i], asked(p, NAMES[i]));
	if (before)
		query_add(&query, "before", arena_printf(p->req->arena, "%" PRId64, before));
	return query.len ? query.data : NULL;
}

/* ---- The page ---- */

static const char *role_of(const struct page *p, const char *role)
{
	enum role known;

	if (text_equal(role, "nominee")) /* who holds the code of its letter */
		return word(p->req, "word.nominee");
	return role_parse(role, &known) ? word(p->req, arena_printf(p->req->arena, "role.%s", role))
					: NULL;
}

static void act_put(const struct page *p, const struct act *act, struct val *rows)
{
	struct arena *arena = p->req->arena;
	struct val *row = val_push_map(rows), *lines = val_list(arena);
	struct val *first = val_put_list(row, "lines"), *rest = val_put_list(row, "rest");

	val_put_int(row, "seq", act->seq);
	val_put_text(row, "at", show_time(arena, act->at, p->settings.zone_hours, p->req->lang));
	val_put_text(row, "actor", log_actor(p->req, act->actor));
	val_put_text(row, "role", role_of(p, act->role));
	val_put_text(row, "deed", log_deed(p->req, act->deed));
	log_facts(&p->words, act, lines);
	for (size_t i = 0; i < val_count(lines); i++)
		val_put_text(val_push_map(i < LINES_MAX ? first : rest), "text",
			     val_get_text(val_at(lines, i), "text"));
	val_put_bool(row, "has_rest", val_count(rest) > 0);
	val_put_text(row, "n", show_count(arena, (int64_t)val_count(rest), p->req->lang));
}

static bool page_start(struct req *req, struct page *ret, struct err *err)
{
	const struct scheme *scheme;

	*ret = (struct page){ .req = req };
	if (!pleno_open(req, "log", "log.title", &ret->edition, &scheme, &ret->page, err) ||
	    !settings_load(db_of(req), ret->edition.id, req->arena, &ret->settings, err) ||
	    !log_words_init(req, &ret->edition, scheme, &ret->words, err))
		return false;
	ret->field = val_put_map(ret->page, "field");
	filter_read(ret);
	return true;
}

bool page_log(struct req *req, struct err *err)
{
	const char *query;
	struct page p;
	struct act *acts;
	struct val *rows;
	size_t count;
	bool more;

	if (!page_start(req, &p, err) || !acts_find(&p, PAGE_SIZE, &acts, &count, &more, err) ||
	    !actors_put(&p, err))
		return false;
	kinds_put(&p);
	people_put(&p);
	val_put_text(p.page, "lead", word(req, "log.lead"));
	val_put_bool(p.page, "narrowed", p.narrowed || val_is_true(val_get(p.page, "has_errors")));
	rows = val_put_list(p.page, "rows");
	for (size_t i = 0; i < count; i++)
		act_put(&p, &acts[i], rows);
	val_put_bool(p.page, "has_rows", count > 0);
	val_put_text(p.page, "older", more ? query_of(&p, acts[count - 1].seq) : NULL);
	query = query_of(&p, 0);
	val_put_text(p.page, "csv_query", query ? arena_printf(req->arena, "?%s", query) : NULL);
	return page_show(req, 200, "pleno/log", p.page, err);
}

/* ---- CSV ---- */

static void csv_act(const struct page *p, const struct act *act, struct buf *out)
{
	struct val *lines = val_list(p->req->arena);
	char at[TIME_ISO_SIZE];
	struct buf said;

	buf_init(&said, p->req->arena);
	log_facts(&p->words, act, lines);
	for (size_t i = 0; i < val_count(lines); i++)
		buf_printf(&said, "%s%s", i ? " · " : "", val_get_text(val_at(lines, i), "text"));
	time_iso(act->at, at);
	csv_write_number(out, arena_printf(p->req->arena, "%" PRId64, act->seq));
	for (size_t i = 0; i < 6; i++) {
		const char *const CELLS[] = {
			at, act->actor, act->role, act->deed, log_deed(p->req, act->deed), said.data
		};

		buf_char(out, ',');
		csv_write_text(out, CELLS[i] ? CELLS[i] : "");
	}
	buf_puts(out, "\r\n");
}

bool page_log_csv(struct req *req, struct err *err)
{
	struct page p;
	struct act *acts;
	struct buf out;
	size_t count;
	bool more;

	if (!page_start(req, &p, err) || !acts_find(&p, CSV_MAX, &acts, &count, &more, err))
		return false;
	buf_init(&out, req->arena);
	buf_puts(&out, "seq,time,who,role,deed,act,about\r\n");
	for (size_t i = 0; i < count; i++)
		csv_act(&p, &acts[i], &out);
	if (more) { /* a file that ends too early says so itself */
		buf_puts(&out, ",,,,,,");
		csv_write_text(&out, word(req, "log.csv_more"));
		buf_puts(&out, "\r\n");
	}
	return answer_bytes(req, "text/csv; charset=utf-8",
			    arena_printf(req->arena, "%s-log.csv", p.edition.key), out.data,
			    out.len);
}
