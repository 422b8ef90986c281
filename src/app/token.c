#include "token.h"

#include "admin.h"
#include "ledger.h"

#include <stdlib.h>
#include <string.h>

/* ---- Signing ---- */

bool token_signer_open(struct db *db, int64_t edition, int64_t now, struct token_signer *ret,
		       struct err *err)
{
	*ret = (struct token_signer){ .db = db };
	if (!certificate_key_find(db, edition, &ret->key, ret->seed, err))
		return false;
	if (ret->key)
		return true;
	random_bytes(ret->seed, sizeof(ret->seed));
	return certificate_key_add(db, edition, ret->seed, now, &ret->key, err);
}

void token_signer_close(struct token_signer *signer)
{
	explicit_bzero(signer->seed, sizeof(signer->seed));
}

/* "name Desa Melati\n" -> "Desa Melati" */
static const char *fact(const char *facts, const char *key, struct arena *arena)
{
	size_t len = strlen(key);

	for (const char *line = facts; line; line = text_after(line, '\n'))
		if (strncmp(line, key, len) == 0 && line[len] == ' ')
			return arena_copy(arena, line + len + 1, strcspn(line + len + 1, "\n"));
	return "";
}

void token_of_facts(const struct issued *issued, bool sample, struct arena *arena,
		    struct certificate_token *ret)
{
	*ret = (struct certificate_token){
		.serial = issued->serial,
		.edition = fact(issued->facts, "edition", arena),
		.list = fact(issued->facts, "list", arena),
		.rank = issued->rank,
		.title = fact(issued->facts, "title", arena),
		.name = fact(issued->facts, "name", arena),
		.sample = sample,
	};
	if (!issued->bundle_sha256 || strlen(issued->bundle_sha256) != SHA256_HEX_SIZE - 1 ||
	    !hex_decode(issued->bundle_sha256, 2 * sizeof(ret->bundle), ret->bundle))
		memset(ret->bundle, 0, sizeof(ret->bundle));
}

static bool token_keep(const struct token_signer *signer, const struct issued *issued, bool sample,
		       struct arena *arena, struct err *err)
{
	struct certificate_token token;

	token_of_facts(issued, sample, arena, &token);
	certificate_token_sign(&token, signer->seed, arena);
	return certificate_token_add(signer->db, issued->serial, signer->key,
				     certificate_token_format(&token, arena), err);
}

bool certificate_issue(const struct token_signer *signer, const struct edition *edition,
		       const struct issued *issued, const char *bundle_sha256, struct arena *arena,
		       struct err *err)
{
	struct issued whole = *issued;

	whole.bundle_sha256 = bundle_sha256;
	return certificate_add(signer->db, edition->id, &whole, err) &&
	       token_keep(signer, &whole, edition->sample, arena, err);
}

/* ---- Those that were issued before ---- */

static bool key_fits(const struct issued *issued, const struct token_signer *signer,
		     struct arena *arena)
{
	uint8_t public[SIGN_PUBLIC_SIZE], id[CERTIFICATE_KEY_ID_SIZE];
	struct certificate_token token;
	struct err ignored;

	if (!issued->token || !*issued->token ||
	    !certificate_token_parse(issued->token, arena, &token, &ignored))
		return false;
	sign_public(signer->seed, public);
	certificate_key_id(public, id);
	return memcmp(id, token.key_id, sizeof(id)) == 0;
}

bool tokens_missing(struct db *db, const struct edition *edition, struct arena *arena, bool *ret,
		    struct err *err)
{
	struct token_signer signer = { .db = db };
	struct issued *list;
	size_t count;

	*ret = false;
	if (!certificate_list(db, edition->id, arena, &list, &count, err) ||
	    !certificate_key_find(db, edition->id, &signer.key, signer.seed, err))
		return false;
	for (size_t i = 0; i < count; i++)
		*ret = *ret ||
		       (!list[i].revoked && (!signer.key || !key_fits(&list[i], &signer, arena)));
	token_signer_close(&signer);
	return true;
}

bool tokens_complete(struct db *db, const struct edition *edition, int64_t now, struct arena *arena,
		     struct err *err)
{
	struct token_signer signer;
	struct issued *list;
	size_t count;
	bool done;

	if (!certificate_list(db, edition->id, arena, &list, &count, err) ||
	    !token_signer_open(db, edition->id, now, &signer, err))
		return false;
	done = true;
	for (size_t i = 0; done && i < count; i++)
		if (!list[i].revoked && !key_fits(&list[i], &signer, arena))
			done = token_keep(&signer, &list[i], edition->sample, arena, err);
	token_signer_close(&signer);
	return done;
}

bool token_key_replace(struct db *db, const struct edition *edition, const char *state,
		       const char *reason, int64_t now, struct arena *arena, struct err *err)
{
	struct val *about = val_map(arena);
	uint8_t seed[SIGN_SEED_SIZE];
	struct ledger_look look;
	struct buf text;
	int64_t key;

	if (!certificate_key_find(db, edition->id, &key, seed, err))
		return false;
	explicit_bzero(seed, sizeof(seed));
	if (!key)
		return FAIL(err, ERR_NOT_FOUND, "edisi %s belum mempunyai kunci piagam",
			    "edition %s has no key of certificates yet", edition->key);
	val_put_text(about, "state", state);
	val_put_text(about, "reason", reason);
	if (!ledger_look(db, edition->id, ISSUE_TABLES, NULL, arena, &look, err) ||
	    !certificate_key_end(db, edition->id, state, reason, now, err) ||
	    !tokens_complete(db, edition, now, arena, err) || !ledger_tell(&look, about, err))
		return false;
	buf_init(&text, arena);
	json_write(&text, about);
	return act_add(db, edition->id, &COMMAND_LINE, "certificate_key", text.data, now, err);
}

/* ---- Checking ---- */

#define WRONG(complaints, id, ...) complain((complaints), (struct place){ 0 }, id, __VA_ARGS__)

bool token_fits(const struct issued *issued, const struct edition *edition, const char *text,
		const struct certificate_key *keys, size_t key_count, struct arena *arena)
{
	struct certificate_token token, facts;
	enum certificate_verdict verdict;
	uint8_t seed[SIGN_SEED_SIZE] = { 0 };
	struct err ignored;

	if (!certificate_token_parse(text, arena, &token, &ignored))
		return false;
	verdict = certificate_token_judge(&token, keys, key_count, arena);
	if (verdict != CERTIFICATE_VALID && verdict != CERTIFICATE_KEY_GONE)
		return false;
	token_of_facts(issued, edition->sample, arena, &facts);
	certificate_token_sign(&facts, seed, arena); /* cuts its texts as they were cut */
	memcpy(facts.key_id, token.key_id, sizeof(facts.key_id));
	memcpy(facts.signature, token.signature, sizeof(facts.signature));
	return text_equal(certificate_token_format(&facts, arena),
			  certificate_token_format(&token, arena));
}

static bool edition_check(struct db *db, const struct edition *edition, struct arena *arena,
			  struct complaints *complaints, struct err *err)
{
	struct certificate_key *keys;
	struct issued *list;
	size_t key_count, count;

	if (!certificate_key_list(db, edition->key, arena, &keys, &key_count, err) ||
	    !certificate_list(db, edition->id, arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (list[i].token && *list[i].token &&
		    !token_fits(&list[i], edition, list[i].token, keys, key_count, arena))
			WRONG(complaints,
			      "edisi %s: certificate_token %s: tidak sesuai piagamnya atau tidak "
			      "ditandai dengan kuncinya",
			      "edition %s: certificate_token %s: is not what its certificate says, "
			      "or not signed with its key",
			      edition->key, list[i].serial);
	return true;
}

bool tokens_check(struct db *db, struct complaints *complaints, struct err *err)
{
	struct arena arena = { 0 };
	struct edition *editions;
	size_t count;
	bool done = edition_list(db, &arena, &editions, &count, err);

	for (size_t i = 0; done && i < count; i++) {
		struct arena own = { 0 };

		done = edition_check(db, &editions[i], &own, complaints, err);
		arena_release(&own);
	}
	arena_release(&arena);
	return done;
}

/* ---- Keys for everybody ---- */

bool token_keys_file(struct db *db, const char *edition, struct arena *arena, struct buf *ret,
		     struct err *err)
{
	struct certificate_key *keys;
	size_t count;

	if (!certificate_key_list(db, edition, arena, &keys, &count, err))
		return false;
	buf_printf(ret, "%s\n", CERTIFICATE_KEYS_HEAD);
	for (size_t i = 0; i < count; i++) {
		buf_printf(ret, "# %s: %s\n", keys[i].edition,
			   certificate_key_print(keys[i].public, arena));
		certificate_key_write(&keys[i], ret);
	}
	return true;
}
