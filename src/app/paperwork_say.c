/* What the builders of documents share: words, figures, days, people, and lists of items. */
#include "paperwork.h"

/* ---- Saying things ---- */

const char *paperwork_word(const struct paperwork *p, const char *key)
{
	return words_get(p->templates, p->lang, key);
}

const char *paperwork_fill(const struct paperwork *p, const char *key, const struct val *values)
{
	return words_fill(p->templates, p->lang, key, values, p->arena);
}

const char *paperwork_decimal(const struct paperwork *p, struct ratio x, unsigned places)
{
	return show_decimal(p->arena, ratio_decimal(p->arena, x, places, '.'), p->lang);
}

const char *paperwork_c(const struct paperwork *p, int64_t hundredths)
{
	char text[32];

	decimal_format(hundredths, 2, '.', text);
	return show_decimal(p->arena, text, p->lang);
}

const char *paperwork_day(const struct paperwork *p, const char *date)
{
	struct civil day;

	return date && time_parse_date(date, &day) ? show_date(p->arena, &day, p->lang) : NULL;
}

const char *paperwork_time(const struct paperwork *p, int64_t at)
{
	return show_time(p->arena, at, p->settings.zone_hours, p->lang);
}

void paperwork_signatories(const struct paperwork *p, const char *key, struct val *into)
{
	struct val *list = val_put_list(into, key);

	for (size_t i = 0; i < p->settings.signatory_count; i++) {
		struct val *item = val_push_map(list);

		val_put_text(item, "name", p->settings.signatories[i].name);
		val_put_text(item, "office", p->settings.signatories[i].office);
	}
}

const char *paperwork_attendance(const struct paperwork *p, const struct assembly_member *member)
{
	return *member->state ? paperwork_word(p, arena_printf(p->arena, "papers.assembly.%s",
							       member->state))
			      : NULL;
}

/* An account that is called like its username does not say who it is. */
static const char *name_or_null(const char *name)
{
	return name && *name ? name : NULL;
}

static const char *first_of(const struct assembly *assembly, const char *office)
{
	for (size_t i = 0; i < assembly->member_count; i++)
		if (text_equal(assembly->members[i].office, office))
			return name_or_null(assembly->members[i].name);
	return NULL;
}

/* Who turned a key: by the account that did. */
static bool key_holder(struct paperwork *p, int64_t account, const char **ret, struct err *err)
{
	struct account is;

	if (!account_get(p->db, account, p->arena, &is, err))
		return false;
	*ret = text_equal(is.name, is.username) ? NULL : name_or_null(is.name);
	return true;
}

bool paperwork_person(struct paperwork *p, enum role role, const char **ret, struct err *err)
{
	const char *acting;

	*ret = NULL;
	if (p->release.number && role == ROLE_CHAIR)
		return key_holder(p, p->release.approved_by, ret, err);
	if (p->release.number && role == ROLE_KEEPER && p->edition.phase == PHASE_PUBLISHED)
		return key_holder(p, p->release.decided_by, ret, err);
	if (!paperwork_assembly(p, err))
		return false;
	acting = role == ROLE_CHAIR ? first_of(p->assembly, "acting_chair") : NULL;
	*ret = acting ? acting : first_of(p->assembly, role_text(role));
	return true;
}

/* The one that signed then; NULL: none did. */
static const struct certificate_key *key_at(const struct certificate_key *keys, size_t count,
					    int64_t at)
{
	for (size_t i = 0; i < count; i++)
		if (keys[i].made_at <= at && (!keys[i].ended_at || keys[i].ended_at >= at))
			return &keys[i];
	return NULL;
}

bool paperwork_key_put(const struct paperwork *p, struct val *into, struct err *err)
{
	const struct certificate_key *key;
	struct certificate_key *keys;
	size_t count;

	if (!certificate_key_list(p->db, p->edition.key, p->arena, &keys, &count, err))
		return false;
	key = key_at(keys, count, p->release.number ? p->release.approved_at : p->now);
	/* Before keys were made with the first approval they were made with the publication. */
	if (!key && p->edition.phase == PHASE_PUBLISHED)
		key = key_at(keys, count, p->release.decided_at);
	val_put_text(into, "key_print", key ? certificate_key_print(key->public, p->arena) : NULL);
	return true;
}

bool paperwork_jurors(const struct paperwork *p, struct juror **ret, size_t *ret_count,
		      struct err *err)
{
	return juror_list(p->db, p->edition.id, p->arena, ret, ret_count, err);
}

/* ---- Items ---- */

static void item_add(struct paperwork_item *list, size_t *count, const char *key, const char *name)
{
	list[(*count)++] = (struct paperwork_item){ key, name };
}

bool categories_items(struct paperwork *p, struct paperwork_item **ret, size_t *ret_count,
		      struct err *err)
{
	struct candidate *candidates;
	size_t count;

	if (!nominee_list(p->db, p->edition.id, p->arena, &candidates, &count, err))
		return false;
	*ret = NEW(p->arena, struct paperwork_item, p->scheme->category_count + 1);
	*ret_count = 0;
	for (size_t c = 0; c < p->scheme->category_count; c++) {
		const struct category *category = &p->scheme->categories[c];
		bool any = false;

		for (size_t i = 0; i < count && !any; i++)
			any = text_equal(candidates[i].category, category->key);
		if (any)
			item_add(*ret, ret_count, category->key,
				 words_in(&category->name, p->lang));
	}
	return true;
}

static bool items_of(struct paperwork *p, bool removed_too, struct paperwork_item **ret,
		     size_t *ret_count, struct err *err)
{
	struct juror *jurors;
	size_t count;

	if (!paperwork_jurors(p, &jurors, &count, err))
		return false;
	*ret = NEW(p->arena, struct paperwork_item, count + 1);
	*ret_count = 0;
	for (size_t j = 0; j < count; j++)
		if (removed_too || !jurors[j].removed)
			item_add(*ret, ret_count, jurors[j].key, jurors[j].name);
	return true;
}

bool jurors_items(struct paperwork *p, struct paperwork_item **ret, size_t *ret_count,
		  struct err *err)
{
	return items_of(p, true, ret, ret_count, err);
}

bool panel_items(struct paperwork *p, struct paperwork_item **ret, size_t *ret_count,
		 struct err *err)
{
	return items_of(p, false, ret, ret_count, err);
}

void paperwork_point(const struct paperwork *p, struct val *list, const char *key,
		     const struct val *values)
{
	val_put_text(val_push_map(list), "text", paperwork_fill(p, key, values));
}

/* ---- Many criteria ---- */

bool paperwork_part_next(const struct category *category, struct paperwork_part *part)
{
	size_t count = category->jury_count;

	part->of = (count + part->columns - 1) / part->columns;
	if (part->number >= part->of)
		return false;
	part->from = part->number * count / part->of;
	part->to = ++part->number * count / part->of;
	return true;
}

bool paperwork_part_has(const struct paperwork_part *part, const struct criterion *criterion,
			size_t *judged)
{
	size_t at;

	if (criterion->kind != CRITERION_JURY)
		return false;
	at = (*judged)++;
	return part->from <= at && at < part->to;
}

const char *paperwork_part_name(const struct paperwork *p, const struct category *category,
				const struct paperwork_part *part)
{
	const char *name = words_in(&category->name, p->lang);
	struct val *values = val_map(p->arena);

	if (part->of < 2)
		return name;
	val_put_text(values, "name", name);
	val_put_int(values, "n", (int64_t)part->number);
	val_put_int(values, "all", (int64_t)part->of);
	return paperwork_fill(p, "papers.part", values);
}
