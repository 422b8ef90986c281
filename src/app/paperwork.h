/* Paperwork: every document of an edition but the certificates of winners. Which there are, who may
 * print them and when, and the facts that stand on each. What they look like is data:
 * templates/paper/<kind>.yaml. Private to app.
 *
 * Results come from a bundle: that of the release, once the first key was turned; before it from
 * one that is worked out for the moment and never stored. Of a nominee that is closed to the reader
 * (screen.h) nothing is printed that he may not open as a page. */
#ifndef PAPERWORK_H
#define PAPERWORK_H

#include "assembly.h"
#include "screen.h"
#include "shelf.h"

struct paperwork { /* one reader, one edition */
	struct db *db;
	struct arena *arena;
	struct req *req; /* NULL: the command line */
	struct release_cache *releases;
	const struct templates *templates;
	struct shelf shelf;
	enum lang lang;
	int64_t now;
	struct edition edition;
	const struct scheme *scheme;
	struct settings settings;
	enum role role;	     /* 0: the command line, which may whatever the phase allows */
	int64_t juror;	     /* that the reader acts as; 0 = none */
	const char **closed; /* keys of nominees that are closed to the reader */
	size_t closed_count;
	struct release release; /* approved or published; number 0 = neither */
	struct frozen *frozen;	/* what the release is printed with; none of releases of old */
	size_t frozen_count;
	bool shipped; /* the program's own layout in place of one that refuses */
	bool brief;   /* of a layout that refuses its facts say the place, and none of them */
	/* Loaded when first asked for; NULL before. */
	const struct bundle *bundle;
	struct edition_state *state;
	const struct assembly *assembly;
};

struct paperwork_item { /* one of many of a kind: a category, a juror, a session */
	const char *key, *name;
};

struct paperwork_kind {
	const char *name; /* in addresses, of the layout, and of its words: papers.kind.<name> */
	const char *file; /* what a printed file is called */
	enum deed all;	  /* to print every item */
	enum deed own;	  /* to print that of oneself, or DEED_NONE */
	bool records;	  /* names of people beside what the secretariat does not read */
	bool results;	  /* made from a bundle */
	bool released;	  /* belongs to a release, and is printed with the layouts of that */
	/* NULL: there is one, of the whole edition. */
	bool (*items)(struct paperwork *p, struct paperwork_item **ret, size_t *ret_count,
		      struct err *err);
	/* Everything that the layout may name. `item` NULL: all items, one after another. */
	bool (*fill)(struct paperwork *p, const char *item, struct val *into, struct err *err);
};

extern const struct paperwork_kind PAPERWORK[]; /* paperwork.c: the one table */
extern const size_t PAPERWORK_COUNT;
const struct paperwork_kind *paperwork_find(const char *name); /* or NULL */

enum paperwork_when { PAPERWORK_NEVER, PAPERWORK_LATER, PAPERWORK_NOW, PAPERWORK_OVER };
/* May this reader print it? LATER: from `ret_from` on. `ret_own`: only what is his own. */
enum paperwork_when paperwork_may(const struct paperwork *p, const struct paperwork_kind *kind,
				  enum phase *ret_from, bool *ret_own);

/* Of the one who asks (the edition of the route's first parameter), or of the command line, whose
 * scheme is read already. */
bool paperwork_open(struct req *req, struct paperwork *ret, struct err *err) MUST_CHECK;
/* `shelf` without its edition. */
bool paperwork_open_command(const struct shelf *shelf, const char *edition,
			    struct release_cache *releases, enum lang lang, struct paperwork *ret,
			    struct err *err) MUST_CHECK;

/* The items that this reader may print. */
bool paperwork_items(struct paperwork *p, const struct paperwork_kind *kind,
		     struct paperwork_item **ret, size_t *ret_count, struct err *err) MUST_CHECK;
/* The facts of one document: ERR_DENIED, or ERR_NOT_FOUND when it is not its time or there is no
 * such item. */
bool paperwork_data(struct paperwork *p, const struct paperwork_kind *kind, const char *item,
		    const struct val **ret, struct err *err) MUST_CHECK;
/* What it is printed with: the layout of its release, else of today; NULL when this program has
 * none of this kind. ERR_CONFLICT LAYOUT_UNREADABLE (paperwork_print.c). */
bool paperwork_layout(const struct paperwork *p, const struct paperwork_kind *kind,
		      const struct layout **ret, struct err *err) MUST_CHECK;
/* What stands in for a layout that does not hold its facts, when that was asked for; or NULL. */
const struct layout *paperwork_instead(const struct paperwork *p,
				       const struct paperwork_kind *kind);
/* Is it printed with its layout? False also when that refuses: ERR_CONFLICT LAYOUT_UNREADABLE or
 * LAYOUT_REFUSES. Costs a print, but nothing where the layout is the program's own. */
bool paperwork_fits(struct paperwork *p, const struct paperwork_kind *kind,
		    struct err *err) MUST_CHECK;
bool paperwork_refused(const struct err *err); /* one of these two */
/* Is that a layout which its release keeps, whatever becomes of today's? */
bool paperwork_frozen(const struct paperwork *p, const struct paperwork_kind *kind);
/* The document itself. The same bytes whenever a release stands behind it. */
bool paperwork_print(struct paperwork *p, const struct paperwork_kind *kind, const char *item,
		     struct buf *ret, struct err *err) MUST_CHECK;
/* "berita-acara-ntt-2024.pdf" */
const char *paperwork_file(const struct paperwork *p, const struct paperwork_kind *kind,
			   const char *item);

/* ---- What builders share (paperwork.c) ---- */

bool paperwork_state(struct paperwork *p, struct err *err) MUST_CHECK;	/* loads p->state */
bool paperwork_bundle(struct paperwork *p, struct err *err) MUST_CHECK; /* loads p->bundle */
/* Loads p->assembly: as it was frozen with the release; before it as it stands. */
bool paperwork_assembly(struct paperwork *p, struct err *err) MUST_CHECK;
/* Is what stands behind this nominee closed to the reader, now? By key. */
bool paperwork_closed(const struct paperwork *p, const char *nominee);
const char *paperwork_word(const struct paperwork *p, const char *key);
const char *paperwork_fill(const struct paperwork *p, const char *key, const struct val *values);
/* {text} at the end of a list */
void paperwork_point(const struct paperwork *p, struct val *list, const char *key,
		     const struct val *values);
const char *paperwork_decimal(const struct paperwork *p, struct ratio x, unsigned places);
const char *paperwork_c(const struct paperwork *p, int64_t hundredths);
const char *paperwork_day(const struct paperwork *p, const char *date); /* NULL stays NULL */
const char *paperwork_time(const struct paperwork *p, int64_t at);
/* Puts "name", "office" of the signatories in the settings, as a list of that name. */
void paperwork_signatories(const struct paperwork *p, const char *key, struct val *into);
/* What was noted of him, in words: "hadir"; NULL: nothing. */
const char *paperwork_attendance(const struct paperwork *p, const struct assembly_member *member);
/* Who holds a role, or NULL: of a release whoever held it then. */
bool paperwork_person(struct paperwork *p, enum role role, const char **ret,
		      struct err *err) MUST_CHECK;
/* Puts "key_print": how the key is known that signs the certificates; null while there is none. Of
 * a release the key that was in use when it was made, whatever replaced it since. */
bool paperwork_key_put(const struct paperwork *p, struct val *into, struct err *err) MUST_CHECK;
/* In the order of their keys; removed ones too. */
bool paperwork_jurors(const struct paperwork *p, struct juror **ret, size_t *ret_count,
		      struct err *err) MUST_CHECK;

/* A page is as wide as it is: many jury criteria are printed in parts of about one size. Set
 * `columns` (at most so many), then ask for the next part until there is none. */
struct paperwork_part {
	size_t columns;
	size_t number, of; /* from 1 */
	size_t from, to;   /* of the jury criteria */
};
bool paperwork_part_next(const struct category *category, struct paperwork_part *part);
/* Is this jury criterion in it? `judged`: how many came before, from 0, in the category's order. */
bool paperwork_part_has(const struct paperwork_part *part, const struct criterion *criterion,
			size_t *judged);
/* The category's name, and which part it is where there are several. */
const char *paperwork_part_name(const struct paperwork *p, const struct category *category,
				const struct paperwork_part *part);

typedef bool paperwork_items_fn(struct paperwork *p, struct paperwork_item **ret, size_t *ret_count,
				struct err *err);
typedef bool paperwork_fill_fn(struct paperwork *p, const char *item, struct val *into,
			       struct err *err);

paperwork_fill_fn minutes_fill; /* paperwork_minutes.c */
/* Its second half (paperwork_changes.c). */
bool minutes_changes_put(const struct paperwork *p, struct val *into, struct err *err) MUST_CHECK;
paperwork_fill_fn recap_fill, sheets_fill;	 /* paperwork_scores.c */
paperwork_fill_fn blank_fill;			 /* paperwork_blank.c */
paperwork_fill_fn running_fill, attendance_fill; /* paperwork_sessions.c */
paperwork_items_fn sessions_items;
paperwork_fill_fn declarations_fill;		/* paperwork_declarations.c */
paperwork_fill_fn nomination_fill, thanks_fill; /* paperwork_people.c */
paperwork_items_fn categories_items, jurors_items, panel_items;
paperwork_fill_fn decree_fill, national_fill; /* paperwork_decree.c */

#endif
