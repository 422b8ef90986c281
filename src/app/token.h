/* Tokens on certificates: what the code on the paper holds beside the address. Private to app.
 * docs/certificate-token.md says what they are, docs/decisions says why. */
#ifndef TOKEN_H
#define TOKEN_H

#include "app/app.h"
#include "store/store.h"
#include "view/view.h"

/* The rows that change when certificates are issued, for act_look and act_tell. */
#define ISSUE_TABLES                                                                           \
	((unsigned)VOUCHED_CERTIFICATE | VOUCHED_CERTIFICATE_KEY | VOUCHED_CERTIFICATE_TOKEN | \
	 VOUCHED_PRINT_FORM)

/* On the writer. The edition's key is made when first needed. */
struct token_signer {
	struct db *db;
	int64_t key;
	uint8_t seed[SIGN_SEED_SIZE];
};
bool token_signer_open(struct db *db, int64_t edition, int64_t now, struct token_signer *ret,
		       struct err *err) MUST_CHECK;
void token_signer_close(struct token_signer *signer); /* forgets the seed */

/* Keeps the certificate, and its token: the only way in which one is issued. */
bool certificate_issue(const struct token_signer *signer, const struct edition *edition,
		       const struct issued *issued, const char *bundle_sha256, struct arena *arena,
		       struct err *err) MUST_CHECK;

/* Signs what was issued before there were tokens. Tells nothing: whoever calls it does. */
bool tokens_complete(struct db *db, const struct edition *edition, int64_t now, struct arena *arena,
		     struct err *err) MUST_CHECK;
/* The key in use ends ("retired" or "withdrawn"), every certificate that holds is signed with a new
 * one, and an act says so. ERR_NOT_FOUND when there is none. */
bool token_key_replace(struct db *db, const struct edition *edition, const char *state,
		       const char *reason, int64_t now, struct arena *arena,
		       struct err *err) MUST_CHECK;
/* Are there certificates that hold and have no token by the key in use? */
bool tokens_missing(struct db *db, const struct edition *edition, struct arena *arena, bool *ret,
		    struct err *err) MUST_CHECK;

/* What the certificate says, as a token would; not signed. */
void token_of_facts(const struct issued *issued, bool sample, struct arena *arena,
		    struct certificate_token *ret);

/* Is this the token of this certificate: does it say the same, signed by a key of the edition (a
 * withdrawn one too)? */
bool token_fits(const struct issued *issued, const struct edition *edition, const char *text,
		const struct certificate_key *keys, size_t key_count, struct arena *arena);

/* Does each token say what its certificate says, signed by its key? */
bool tokens_check(struct db *db, struct complaints *complaints, struct err *err) MUST_CHECK;

/* The file of public keys: of one edition (key) or of all (NULL). */
bool token_keys_file(struct db *db, const char *edition, struct arena *arena, struct buf *ret,
		     struct err *err) MUST_CHECK;

#endif
