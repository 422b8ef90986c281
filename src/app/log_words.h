/* The log of acts in plain words: no key of JSON, no key of a person or a nominee where there is a
 * name. Private to app. */
#ifndef LOG_WORDS_H
#define LOG_WORDS_H

#include "service.h"

struct log_words {
	struct req *req;
	const struct edition *edition;
	const struct scheme *scheme;
	struct candidate *nominees;
	struct juror *jurors;
	size_t nominee_count, juror_count;
};

bool log_words_init(struct req *req, const struct edition *edition, const struct scheme *scheme,
		    struct log_words *ret, struct err *err) MUST_CHECK;
/* "Bukti diubah"; a deed without a word is shown with spaces for its underlines. */
const char *log_deed(const struct req *req, const char *deed);
/* Who acted: an account, or the command line. */
const char *log_actor(const struct req *req, const char *actor);
/* The deeds that have words, in the order in which a filter lists them; `group` of the words. */
struct log_kind {
	const char *group, *deed;
};
extern const struct log_kind LOG_KINDS[];
extern const size_t LOG_KIND_COUNT;
/* What was done, a text per line, into a list; the reason last. */
void log_facts(const struct log_words *words, const struct act *act, struct val *list);
/* Does the act name this nominee, this juror? */
bool log_names(const struct act *act, const char *what, const char *key, struct arena *arena);

#endif
