/* The shelf: the layouts of an edition, what comes with the program and what it has instead, with
 * their pictures; and those that a release is printed with. Needs no service. Private to app. */
#ifndef SHELF_H
#define SHELF_H

#include "service.h"

struct layouts;

struct shelf {
	struct db *db;
	int64_t edition;
	const struct layouts *layouts; /* what comes with the program */
	const struct paper *paper;
	const struct templates *templates; /* knows what each is called; or NULL */
	const char *vault;		   /* the folder of pictures */
	struct arena *arena;
};

/* That of an edition in the service. */
struct shelf shelf_of(struct req *req, int64_t edition);

/* ---- One layout ---- By its name: "minutes", "certificate-formal". */

/* The text that comes with the program. */
bool shelf_shipped(const struct shelf *shelf, const char *name, const char **ret,
		   struct err *err) MUST_CHECK;
/* The text in force in the edition, and its version (0 = the program's). */
bool shelf_text(const struct shelf *shelf, const char *name, const char **ret, int64_t *ret_version,
		struct err *err) MUST_CHECK;
/* Reads a text as the layout of this name, with the pictures of today or those of a release.
 * Complaints: everything that is wrong, with line and column; false when there are any. */
bool shelf_read(const struct shelf *shelf, const char *name, const char *text,
		const struct kept_pictures *pictures, struct layout **ret,
		struct complaints *complaints) MUST_CHECK;
/* What this name is printed with today: the edition's own layout, or the program's; NULL when there
 * is neither. ERR_CONFLICT "layout_unreadable" says which, in what line, and why. */
bool shelf_layout(const struct shelf *shelf, const char *name, const struct layout **ret,
		  struct err *err) MUST_CHECK;
/* In those words; false. */
bool shelf_unreadable(const struct shelf *shelf, const char *name,
		      const struct complaints *complaints, struct err *err);
#define LAYOUT_UNREADABLE "layout_unreadable"
/* Of what was read, and does not hold the facts of a document: `err` says in which layout, where
 * and by how much; `brief`: where alone, and nothing of the document. False. ERR_CONFLICT; other
 * failures stay as they are. */
bool shelf_refuses(const struct shelf *shelf, const char *name, bool brief, struct err *err);
#define LAYOUT_REFUSES "layout_refuses"
/* What a layout is called. */
const char *shelf_name(const struct shelf *shelf, const char *name, enum lang lang);

/* ---- Pictures ---- */

/* Those that stand. */
bool shelf_pictures(const struct shelf *shelf, struct kept_pictures *ret,
		    struct err *err) MUST_CHECK;
/* Does this text name the picture? Also in a comment. */
bool names_picture(const char *text, const char *picture);

/* ---- Releases ---- */

/* On the writer: what the documents of the release are printed with, from now on. */
bool shelf_freeze(const struct shelf *shelf, int64_t release, struct err *err) MUST_CHECK;
/* What was frozen under this name; *ret NULL when nothing was. ERR_CONFLICT as above. */
bool shelf_frozen(const struct shelf *shelf, const struct frozen *frozen, size_t count,
		  const char *name, const struct layout **ret, struct err *err) MUST_CHECK;
/* A picture that rows name, as reading wants it. */
struct kept_picture shelf_picture(const char *vault, const char *name, const char *sha256,
				  struct arena *arena);

#endif
