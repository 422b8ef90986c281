/* What goes on to others once it is decided: the annex to the decree, and the letter with which the
 * winners are sent to the next level. Of the release alone. */
#include <string.h>

#include "paperwork.h"
#include "paperwork_result.h"

/* Who issues the decree; regency and city are one level: as the region is called. */
static const char *authority(const struct paperwork *p)
{
	static const struct {
		const char *begins, *level;
	} REGIONS[] = { { "Kabupaten ", "kabupaten" }, { "Kota ", "kota" } };
	const char *level = p->scheme->level ? p->scheme->level : "desa";

	for (size_t i = 0; text_equal(level, "kabkota") && i < COUNT(REGIONS); i++)
		if (strncmp(p->scheme->region ? p->scheme->region : "", REGIONS[i].begins,
			    strlen(REGIONS[i].begins)) == 0)
			level = REGIONS[i].level;
	return paperwork_word(p, arena_printf(p->arena, "papers.authority.%s", level));
}

static bool winners_fill(struct paperwork *p, struct val *into, struct err *err)
{
	const struct occasion *decree = &p->settings.decree;

	if (!paperwork_bundle(p, err))
		return false;
	val_put_text(into, "authority", authority(p));
	val_put_text(into, "decree_number", decree->number);
	val_put_text(into, "place", decree->place);
	val_put_text(into, "date", paperwork_day(p, decree->date));
	val_put_text(into, "minutes_number", p->settings.minutes.number);
	val_put_text(into, "minutes_date", paperwork_day(p, p->settings.minutes.date));
	paperwork_signatories(p, "signatories", into);
	result_winners_put(p, into);
	return true;
}

/* The first signatory signs the decree. */
bool decree_fill(struct paperwork *p, const char *item, struct val *into, struct err *err)
{
	struct val *signer;

	(void)item;
	if (!winners_fill(p, into, err))
		return false;
	signer = val_push_map(val_put_list(into, "signers"));
	val_put_text(signer, "name",
		     p->settings.signatory_count ? p->settings.signatories[0].name : NULL);
	val_put_text(signer, "office",
		     p->settings.signatory_count ? p->settings.signatories[0].office
						 : authority(p));
	return true;
}

bool national_fill(struct paperwork *p, const char *item, struct val *into, struct err *err)
{
	(void)item;
	return winners_fill(p, into, err) && paperwork_key_put(p, into, err);
}
