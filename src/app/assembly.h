/* Who was at the pleno: noted by the secretariat or the chair while it lasts, frozen with the first
 * key. Private to app.
 *
 * What is noted holds for the people who sit there now: whoever joins later is not noted yet,
 * whoever leaves is no longer asked for. What a release was made with stays as it is. */
#ifndef ASSEMBLY_H
#define ASSEMBLY_H

#include "pleno.h"

#define ASSEMBLY_NOTE_MAX 120 /* characters */

/* As it stands: of the jurors the chair first, then keeper and secretariat. A note of before the
 * last publication belongs to another meeting and is left out. */
bool assembly_now(struct db *db, const struct edition *edition, struct arena *arena,
		  struct assembly *ret, struct err *err) MUST_CHECK;
/* As it was frozen with this release; for a release from before there was this record, as it stands
 * and with nothing noted. */
bool assembly_of(struct db *db, const struct edition *edition, const struct release *release,
		 struct arena *arena, struct assembly *ret, struct err *err) MUST_CHECK;

static inline bool assembly_is_noted(const struct assembly *assembly)
{
	return *assembly->by != '\0';
}

bool assembly_is_juror(const struct assembly_member *member);

struct assembly_count { /* of the jurors */
	size_t all, present, represented, absent;
};
struct assembly_count assembly_count(const struct assembly *assembly);

/* "09.00", "00.30 hari berikutnya"; NULL = not said. */
const char *assembly_clock(const struct templates *templates, enum lang lang, int64_t minute,
			   struct arena *arena);

/* Keeps what `noted` says of its members and times, whole: it was made from assembly_now and
 * changed by hand; `seen` is the number that its hand looked at. Nothing is written when nothing is
 * new. On the writer; false only when something breaks. */
bool assembly_note(struct req *req, const struct edition *edition, const struct assembly *noted,
		   int64_t seen, int64_t now, struct refusal *ret, struct err *err) MUST_CHECK;
/* Freezes what stands with the release that the first key has just made. The caller tells the log:
 * VOUCHED_ASSEMBLY. */
bool assembly_freeze(struct db *db, const struct edition *edition, int64_t release,
		     struct arena *arena, struct err *err) MUST_CHECK;

#endif
