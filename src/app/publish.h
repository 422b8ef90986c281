/* Public pages, made once and then served from memory by the loop itself. Private to app.
 *
 * The first visitor makes a page; it stays until anything is written that a public page may show.
 * A page that was made from an older snapshot is never kept. */
#ifndef PUBLISH_H
#define PUBLISH_H

#include "service.h"

struct publisher *publisher_new(void);
void publisher_free(struct publisher *publisher);

/* Something public may have changed; any thread. Takes effect at the next sweep. */
void publish_changed(struct publisher *publisher);
/* Is it a change that no public page shows (sheets, sessions)? */
bool publish_ignores(const struct web_route *route);
/* Forgets what is out of date. While a request is under way. */
void publish_sweep(struct publisher *publisher, struct web *web);
/* What is made from here on, `req` begins; before its snapshot is taken. */
void publish_since(struct publisher *publisher, struct req *req);

/* Gives the finished answer an ETag and keeps it for whoever asks next. `path` is its own address,
 * made of keys that exist. Nothing happens when the answer is one reader's own. Returns true. */
bool publish_answer(struct req *req, const char *path);

#endif
