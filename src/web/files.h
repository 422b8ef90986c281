/* Files and released pages, kept as finished answers. Exact names only: nothing of an address
 * ever reaches open(). */
#ifndef WEB_FILES_H
#define WEB_FILES_H

#include <pthread.h>

#include "base/base.h"

struct MHD_Connection;
struct MHD_Response;
struct req;

/* One body in the forms in which it can be sent. */
struct file {
	struct MHD_Response *plain, *gzip, *unchanged; /* gzip may be NULL */
	char etag[40], etag_gzip[40];		       /* with quotes */
	size_t len;
	bool page; /* published: another form of it may be made by a route */
};

struct files {
	pthread_rwlock_t lock;
	struct arena arena;
	struct names names;
	struct file **items; /* LANG_COUNT for each name; one language: NULL in the other */
	size_t cap;
	bool tls;
	_Atomic uint64_t served;
};

void files_init(struct files *files, bool tls);
void files_release(struct files *files);
/* NULL data removes. */
bool files_put(struct files *files, const char *path, const enum lang *lang, const char *type,
	       const void *data, size_t len, bool forever, struct err *err) MUST_CHECK;
/* In the reader's language; `personal`: pages do not count. */
bool files_has(struct files *files, const struct req *req, bool personal);
/* Queues the answer to a GET or HEAD, in the reader's language; false when it is gone. */
bool files_answer(struct files *files, const struct req *req, struct MHD_Connection *mhd,
		  size_t *ret_len);

#endif
