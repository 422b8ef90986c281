/* The sample edition of `paritrana demo`: criteria/ntt-2024 in the middle of scoring. Private to
 * app. */
#ifndef DEMO_H
#define DEMO_H

#include "service.h"

struct demo_account {
	const char *username, *password, *juror; /* juror NULL: none */
	enum role role;
};

struct demo {
	const char *edition;
	struct demo_account *accounts;
	size_t count;
};

/* A new database is filled; in one that holds the sample already every active account gets a new
 * password. ERR_CONFLICT when it holds anything that is no sample. */
bool demo_make(const char *db_path, const char *criteria, struct arena *arena, struct demo *ret,
	       struct complaints *complaints, struct err *err) MUST_CHECK;

/* Its interviews (demo_schedule.c). */
bool demo_schedule_make(struct db *db, const struct edition *edition, const struct scheme *scheme,
			const struct actor *actor, int64_t now, struct arena *arena,
			struct err *err) MUST_CHECK;

/* What its jurors have declared (demo_declarations.c). */
bool demo_declarations_make(struct db *db, const struct edition *edition,
			    const struct scheme *scheme, const struct val *reasons, int64_t now,
			    struct arena *arena, struct err *err) MUST_CHECK;

/* Its documents (demo_documents.c), in the transaction that makes it. */
bool demo_documents_make(struct db *db, const struct edition *edition, const char *db_path,
			 const char *criteria, int64_t now, struct arena *arena,
			 struct err *err) MUST_CHECK;

#endif
