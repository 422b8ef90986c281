/* Settings in the database: flat rows, the names of settings.yaml joined by points. */
#include "service.h"

#include <stdio.h>
#include <string.h>

static const char *value_of(const struct setting *rows, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(rows[i].name, name))
			return rows[i].value;
	return NULL;
}

static void occasion_load(const struct setting *rows, size_t count, const char *name,
			  struct occasion *ret)
{
	char key[64];

	(void)snprintf(key, sizeof(key), "%s.number", name);
	ret->number = value_of(rows, count, key);
	(void)snprintf(key, sizeof(key), "%s.place", name);
	ret->place = value_of(rows, count, key);
	(void)snprintf(key, sizeof(key), "%s.date", name);
	ret->date = value_of(rows, count, key);
}

static void signatories_load(const struct setting *rows, size_t count, struct settings *ret)
{
	char name[64], office[64];

	for (size_t i = 0; i < SIGNATORIES_MAX; i++) {
		struct signatory signatory;

		(void)snprintf(name, sizeof(name), "signatory.%zu.name", i + 1);
		(void)snprintf(office, sizeof(office), "signatory.%zu.office", i + 1);
		signatory.name = value_of(rows, count, name);
		signatory.office = value_of(rows, count, office);
		if (signatory.name || signatory.office)
			ret->signatories[ret->signatory_count++] = signatory;
	}
}

bool settings_load(struct db *db, int64_t edition, struct arena *arena, struct settings *ret,
		   struct err *err)
{
	const char *zone, *address;
	struct setting *rows;
	size_t count;

	if (!setting_list(db, edition, arena, &rows, &count, err))
		return false;
	settings_init(ret);
	address = value_of(rows, count, "public_address");
	if (address) {
		ret->public_address = address;
		ret->public_address_given = true;
	}
	zone = value_of(rows, count, "timezone");
	if (zone && !zone_parse(zone, &ret->zone_hours))
		return FAIL(err, ERR_IO, "zona waktu yang tersimpan tidak dikenal: %s",
			    "unknown time zone in the database: %s", zone);
	ret->winners_only = text_equal(value_of(rows, count, "publish"), "winners");
	ret->legal_basis = value_of(rows, count, "legal_basis");
	signatories_load(rows, count, ret);
	occasion_load(rows, count, "minutes", &ret->minutes);
	occasion_load(rows, count, "decree", &ret->decree);
	occasion_load(rows, count, "ceremony", &ret->ceremony);
	ret->objection_deadline = value_of(rows, count, "objection_deadline");
	return true;
}

static bool occasion_keep(struct db *db, int64_t edition, const char *name,
			  const struct occasion *occasion, struct err *err)
{
	char number[64], place[64], date[64];

	(void)snprintf(number, sizeof(number), "%s.number", name);
	(void)snprintf(place, sizeof(place), "%s.place", name);
	(void)snprintf(date, sizeof(date), "%s.date", name);
	return setting_put(db, edition, number, occasion->number, err) &&
	       setting_put(db, edition, place, occasion->place, err) &&
	       setting_put(db, edition, date, occasion->date, err);
}

static bool signatories_keep(struct db *db, int64_t edition, const struct settings *settings,
			     struct err *err)
{
	char name[64], office[64];

	for (size_t i = 0; i < SIGNATORIES_MAX; i++) {
		struct signatory signatory = { 0 };

		if (i < settings->signatory_count)
			signatory = settings->signatories[i];
		(void)snprintf(name, sizeof(name), "signatory.%zu.name", i + 1);
		(void)snprintf(office, sizeof(office), "signatory.%zu.office", i + 1);
		if (!setting_put(db, edition, name, signatory.name, err) ||
		    !setting_put(db, edition, office, signatory.office, err))
			return false;
	}
	return true;
}

bool settings_keep(struct db *db, int64_t edition, const struct settings *settings, struct err *err)
{
	return setting_put(db, edition, "public_address",
			   settings->public_address_given ? settings->public_address : NULL, err) &&
	       setting_put(db, edition, "timezone", zone_text(settings->zone_hours), err) &&
	       setting_put(db, edition, "publish", settings->winners_only ? "winners" : "all",
			   err) &&
	       setting_put(db, edition, "legal_basis", settings->legal_basis, err) &&
	       signatories_keep(db, edition, settings, err) &&
	       occasion_keep(db, edition, "minutes", &settings->minutes, err) &&
	       occasion_keep(db, edition, "decree", &settings->decree, err) &&
	       occasion_keep(db, edition, "ceremony", &settings->ceremony, err) &&
	       setting_put(db, edition, "objection_deadline", settings->objection_deadline, err);
}
