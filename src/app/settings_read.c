/* settings.yaml -> struct settings. Every key is optional, no other key is. */
#include <stdio.h>
#include <string.h>

#include "app/typed.h"

#define ADDRESS_MAX 200

static const char *const ZONES[] = { "WIB", "WITA", "WIT", NULL }; /* from 7 hours on */

const char *zone_text(int zone_hours)
{
	return zone_hours >= 7 && zone_hours <= 9 ? ZONES[zone_hours - 7] : ZONES[0];
}

bool zone_parse(const char *text, int *ret_hours)
{
	for (int i = 0; ZONES[i]; i++)
		if (strcmp(ZONES[i], text) == 0) {
			*ret_hours = 7 + i;
			return true;
		}
	return false;
}

void settings_init(struct settings *ret)
{
	*ret = (struct settings){ .public_address = "http://localhost:8080", .zone_hours = 7 };
}

int64_t settings_objections_end(const struct settings *settings)
{
	char midnight[TIME_ISO_SIZE];
	int64_t at;

	if (!settings->objection_deadline)
		return 0;
	(void)snprintf(midnight, sizeof(midnight), "%.10sT00:00:00Z", settings->objection_deadline);
	return time_parse_iso(midnight, &at)
		       ? at + INT64_C(86400) - INT64_C(3600) * settings->zone_hours
		       : 0;
}

bool settings_address(struct arena *arena, const char *text, const char **ret)
{
	static const char *const SCHEMES[] = { "https://", "http://" };
	size_t len = strlen(text), start = 0;

	while (len && text[len - 1] == '/')
		len--;
	for (size_t i = 0; i < COUNT(SCHEMES) && !start; i++)
		if (strncmp(text, SCHEMES[i], strlen(SCHEMES[i])) == 0)
			start = strlen(SCHEMES[i]);
	if (!start || len <= start || len > ADDRESS_MAX)
		return false;
	for (size_t i = start; i < len; i++) {
		char c = text[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      strchr("-._:[]/~", c)))
			return false;
	}
	*ret = arena_copy(arena, text, len);
	return true;
}

static void read_address(struct typed *t, const struct yaml_node *node, struct settings *ret)
{
	const char *text = typed_text(t, node);

	if (!text)
		return;
	ret->public_address_given = settings_address(t->arena, text, &ret->public_address);
	if (!ret->public_address_given)
		WRONG(t, node, "diharapkan alamat yang diawali https:// atau http://, bukan \"%s\"",
		      "expected an address that begins with https:// or http://, not \"%s\"",
		      text_shown(t->arena, text));
}

static void read_zone(struct typed *t, const struct yaml_node *node, struct settings *ret)
{
	unsigned zone;

	if (typed_choice(t, node, ZONES, &zone))
		ret->zone_hours = 7 + (int)zone;
}

static void read_publish(struct typed *t, const struct yaml_node *node, struct settings *ret)
{
	static const char *const WORDS[] = { "all", "winners", NULL };
	unsigned choice = 0;

	if (typed_choice(t, node, WORDS, &choice))
		ret->winners_only = choice == 1;
}

/* A key without a value is a line to fill: as if it were missing. */
static const struct yaml_node *find(struct typed *t, const struct yaml_node *map, const char *key)
{
	const struct yaml_node *node = yaml_find(map, key);

	if (node && yaml_kind(node) == YAML_SCALAR && !yaml_is_alias(node) &&
	    !yaml_text(t->yaml, node))
		return NULL;
	return node;
}

/* The row of signatures is that of the list, unless `place` numbers it. */
static void read_signatories(struct typed *t, const struct yaml_node *node, struct settings *ret)
{
	static const char *const KEYS[] = { "name", "office", "place", NULL };
	struct signatory row[SIGNATORIES_MAX] = { 0 };
	bool taken[SIGNATORIES_MAX] = { false };

	if (!typed_list(t, node, 0))
		return;
	if (yaml_count(node) > SIGNATORIES_MAX) {
		WRONG(t, node, "paling banyak %d penanda tangan", "at most %d signatories",
		      SIGNATORIES_MAX);
		return;
	}
	for (size_t i = 0; i < yaml_count(node); i++) {
		const struct yaml_node *item = yaml_item(node, i);
		unsigned place = (unsigned)i + 1;

		if (!typed_map(t, item, KEYS))
			continue;
		(void)typed_whole(t, find(t, item, "place"), 1, SIGNATORIES_MAX, &place);
		if (taken[place - 1])
			WRONG(t, item, "tempat %u sudah terisi", "place %u is already taken",
			      place);
		taken[place - 1] = true;
		row[place - 1].name = typed_text(t, find(t, item, "name"));
		row[place - 1].office = typed_text(t, find(t, item, "office"));
	}
	for (size_t i = 0; i < SIGNATORIES_MAX; i++)
		if (taken[i])
			ret->signatories[ret->signatory_count++] = row[i];
}

static const char *read_day(struct typed *t, const struct yaml_node *node)
{
	const char *text = typed_text(t, node);
	struct civil day;

	if (text && !time_parse_date(text, &day))
		WRONG(t, node, "diharapkan tanggal TTTT-BB-HH yang ada, bukan \"%s\"",
		      "expected a date YYYY-MM-DD that exists, not \"%s\"",
		      text_shown(t->arena, text));
	return text;
}

static void read_occasion(struct typed *t, const struct yaml_node *node, struct occasion *ret)
{
	static const char *const KEYS[] = { "number", "place", "date", NULL };

	if (!typed_map(t, node, KEYS))
		return;
	ret->number = typed_text(t, find(t, node, "number"));
	ret->place = typed_text(t, find(t, node, "place"));
	ret->date = read_day(t, find(t, node, "date"));
}

bool settings_read(const char *file, const char *text, size_t len, struct arena *arena,
		   struct settings *ret, struct complaints *complaints)
{
	static const char *const KEYS[] = {
		"public_address", "time_zone", "publish",  "legal_basis",	 "signatories",
		"minutes",	  "decree",    "ceremony", "objection_deadline", NULL
	};
	size_t before = complaints->total;
	struct typed t = { .arena = arena, .complaints = complaints };
	const struct yaml_node *root;
	struct yaml *yaml;

	settings_init(ret);
	if (!yaml_parse(file, text, len, arena, &yaml, complaints) && !yaml)
		return false;
	t.yaml = yaml;
	root = yaml_root(yaml);
	if (yaml_kind(root) == YAML_SCALAR && !yaml_text(yaml, root))
		return complaints->total == before;
	if (!typed_map(&t, root, KEYS))
		return false;
	read_address(&t, find(&t, root, "public_address"), ret);
	read_zone(&t, find(&t, root, "time_zone"), ret);
	read_publish(&t, find(&t, root, "publish"), ret);
	ret->legal_basis = typed_text(&t, find(&t, root, "legal_basis"));
	read_signatories(&t, find(&t, root, "signatories"), ret);
	read_occasion(&t, find(&t, root, "minutes"), &ret->minutes);
	read_occasion(&t, find(&t, root, "decree"), &ret->decree);
	read_occasion(&t, find(&t, root, "ceremony"), &ret->ceremony);
	ret->objection_deadline = read_day(&t, find(&t, root, "objection_deadline"));
	return complaints->total == before;
}
