#include "deed_letter.h"

#include "code.h"

/* The code in force of a nominee, or NULL. */
static const struct result_code *code_of(const struct result_code *codes, size_t count,
					 const char *nominee)
{
	for (size_t i = 0; i < count; i++)
		if (codes[i].newest && text_equal(codes[i].nominee, nominee))
			return &codes[i];
	return NULL;
}

static bool refuse_phase(const struct req *req, const struct edition *edition,
			 struct refusal *refusal)
{
	if (may(DEED_MAKE_LETTER, who_of(req)->account.role, edition->phase,
		(struct circumstances){ 0 }))
		return false;
	return REFUSE(refusal, 409, "wrong_phase", "surat dibuat setelah hasil diumumkan",
		      "letters are made after the results are published");
}

static bool make(struct req *req, const struct edition *edition, const struct released *released,
		 const struct nominee *nominee, const char *reason, int64_t now, struct letter *ret,
		 struct err *err)
{
	const struct scheme *scheme = released->bundle->input.scheme;

	*ret = (struct letter){ .nominee = nominee,
				.category = &scheme->categories[nominee->category],
				.code = code_make(req->arena) };
	return result_code_add(db_of(req), edition->id, nominee->key, ret->code,
			       who_of(req)->account.username, reason, now, err);
}

static bool told(struct req *req, const struct edition *edition, const struct ledger_look *look,
		 const struct released *released, const char *deed, const char *nominee,
		 size_t count, const char *reason, int64_t now, struct err *err)
{
	struct val *about = val_map(req->arena);

	val_put_int(about, "release", released->release.number);
	if (nominee)
		val_put_text(about, "nominee", nominee);
	else
		val_put_int(about, "letters", (int64_t)count);
	if (reason)
		val_put_text(about, "reason", reason);
	return act_tell(req, edition, look, deed, about, now, err);
}

bool letters_make(struct req *req, const struct edition *edition, const struct released *released,
		  int64_t now, struct letter **ret, size_t *ret_count, struct refusal *ret_refusal,
		  struct err *err)
{
	const struct tally_input *input = &released->bundle->input;
	struct result_code *codes;
	struct ledger_look look;
	size_t count, made = 0;

	*ret_count = 0;
	if (refuse_phase(req, edition, ret_refusal))
		return true;
	if (!result_code_list(db_of(req), edition->id, req->arena, &codes, &count, err) ||
	    !act_look(req, edition, VOUCHED_RESULT_CODE, &look, err))
		return false;
	*ret = NEW(req->arena, struct letter, input->nominee_count + 1);
	for (size_t i = 0; i < input->nominee_count; i++)
		if (!code_of(codes, count, input->nominees[i].key) &&
		    !make(req, edition, released, &input->nominees[i], "", now, &(*ret)[made++],
			  err))
			return false;
	if (!made)
		return REFUSE(ret_refusal, 409, "letters_made",
			      "setiap nominee sudah mempunyai surat; buatlah ulang satu per satu",
			      "every nominee has a letter already; remake them one by one");
	*ret_count = made;
	return told(req, edition, &look, released, "letters_made", NULL, made, NULL, now, err);
}

bool letter_remake(struct req *req, const struct edition *edition, const struct released *released,
		   const char *nominee, const char *reason, int64_t now, struct letter *ret,
		   struct refusal *ret_refusal, struct err *err)
{
	const struct tally_input *input = &released->bundle->input;
	struct result_code *codes;
	struct ledger_look look;
	size_t count, i = 0;

	if (refuse_phase(req, edition, ret_refusal))
		return true;
	while (i < input->nominee_count && !text_equal(input->nominees[i].key, nominee))
		i++;
	if (i == input->nominee_count)
		return FAIL(err, ERR_NOT_FOUND, "tidak ada nominee %s dalam rilis ini",
			    "no nominee %s in this release", nominee);
	if (!result_code_list(db_of(req), edition->id, req->arena, &codes, &count, err))
		return false;
	if (!code_of(codes, count, nominee))
		return REFUSE(ret_refusal, 409, "no_letter", "surat nominee ini belum dibuat",
			      "this nominee has no letter yet");
	return act_look(req, edition, VOUCHED_RESULT_CODE, &look, err) &&
	       make(req, edition, released, &input->nominees[i], reason, now, ret, err) &&
	       told(req, edition, &look, released, "letter_remade", nominee, 1, reason, now, err);
}
