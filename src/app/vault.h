/* The folder of documents beside a database, `<db>.files`: each file under the SHA-256 of its
 * bytes, so that it is never changed and two of the same are one. What a row names is there before
 * the row is; what no row names goes at the next start. Private to app. */
#ifndef VAULT_H
#define VAULT_H

#include "app/app.h"
#include "store/store.h"

const char *vault_folder(struct arena *arena, const char *db_path);
/* Makes the folder if there is none. */
bool vault_make(const char *folder, struct err *err) MUST_CHECK;
/* Away with an empty one. */
void vault_tidy(const char *folder);
void vault_remove(const char *folder); /* with all that is in it */

/* A file that is being made, under a name that does not last. */
struct vault_part {
	int fd;
	const char *path;
};
#define VAULT_PART __attribute__((cleanup(vault_drop)))
bool vault_begin(const char *folder, struct arena *arena, struct vault_part *ret,
		 struct err *err) MUST_CHECK;
bool vault_write(const struct vault_part *part, const void *data, size_t len,
		 struct err *err) MUST_CHECK;
/* All its bytes, until vault_unmap. */
bool vault_map(int fd, const char **ret, size_t *ret_len, struct err *err) MUST_CHECK;
void vault_unmap(const char *data, size_t len);
/* Synced, and under its lasting name, when this returns. */
bool vault_keep(const char *folder, struct vault_part *part, char ret_sha256[SHA256_HEX_SIZE],
		size_t *ret_size, struct err *err) MUST_CHECK;
void vault_drop(struct vault_part *part);
/* The bytes that lie at its path by now, as a file without a name: when the descriptor is closed
 * they are gone. The part is spent. */
bool vault_take(struct vault_part *part, int *ret_fd, size_t *ret_size, struct err *err) MUST_CHECK;

/* Opens a file for reading when its bytes are those that were kept; ERR_IO names what is wrong. */
bool vault_open(const char *folder, const char *sha256, size_t size, int *ret_fd,
		struct err *err) MUST_CHECK;

/* Removes what no row names; for the one writing process, before it serves. */
bool vault_sweep(const char *folder, struct db *db, struct err *err) MUST_CHECK;
/* A complaint for each file that a row names and that is missing or changed. */
bool vault_check(const char *folder, struct db *db, struct complaints *complaints,
		 size_t *ret_count, struct err *err) MUST_CHECK;
/* All that rows of `db` name, into a folder of its own (ERR_CONFLICT when there is one); what
 * cannot be copied as it should be is a complaint, and the rest is copied. What the last copy
 * beside it has already is shared with it: copies every quarter of an hour must not fill a disk. */
bool vault_copy(const char *from, const char *to, struct db *db, struct complaints *complaints,
		struct err *err) MUST_CHECK;

#endif
