/* Proposals on one certificate: revoked, with or without another in its place, or only replaced.
 * What it says is never changed here: for that there is the correction of the whole release. */
#include "awarded.h"
#include "code.h"
#include "paper_form.h"
#include "pleno.h"
#include "token.h"

/* The certificate that `about` names, of this edition; refuses when there is none. */
static bool certificate_of(struct proposing *p, struct issued *ret, struct err *err)
{
	const char *serial = val_get_text(p->about, "serial");
	const char *canonical = serial ? code_parse(p->req->arena, serial) : NULL;

	*ret = (struct issued){ 0 };
	if (canonical && !certificate_find(p->db, canonical, p->req->arena, ret, err))
		return false;
	if (ret->serial && !text_equal(ret->edition_key, p->state.edition.key))
		*ret = (struct issued){ 0 };
	if (!ret->serial)
		(void)REFUSE(p->refusal, 422, "invalid", "tidak ada piagam dengan nomor ini",
			     "there is no certificate of this number");
	return true;
}

/* What is proposed says whom it is about, and the number as we write it. */
static void named(struct proposing *p, const struct issued *issued)
{
	val_put_text(p->about, "serial", issued->serial);
	val_put_text(p->about, "nominee", issued->nominee);
}

/* Is there a valid one that says the same? */
static bool said_already(struct proposing *p, const struct issued *than, bool *ret, struct err *err)
{
	struct issued *list;
	size_t count;

	*ret = false;
	if (!certificate_list(p->db, p->state.edition.id, p->req->arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		*ret |= !list[i].revoked && text_equal(list[i].facts, than->facts);
	return true;
}

static bool issue_again(struct proposing *p, const struct issued *old, const char **ret_serial,
			struct err *err)
{
	struct token_signer signer;
	struct issued issued = *old;
	bool done;

	issued.serial = code_make(p->req->arena);
	issued.issued_at = p->now;
	*ret_serial = issued.serial;
	if (!paper_form_now(p->req, &p->state.edition, p->now, &issued.form, err) ||
	    !token_signer_open(p->db, p->state.edition.id, p->now, &signer, err))
		return false;
	done = certificate_issue(&signer, &p->state.edition, &issued, old->bundle_sha256,
				 p->req->arena, err);
	token_signer_close(&signer);
	return done;
}

/* ---- Revoked ---- */

bool revoke_certificate_check(struct proposing *p, struct err *err)
{
	const char *replace = val_get_text(p->about, "replace");
	struct issued issued;

	if (!certificate_of(p, &issued, err))
		return false;
	if (p->refusal->status)
		return true;
	if (!text_equal(replace, "yes") && !text_equal(replace, "no"))
		return REFUSE(p->refusal, 422, "invalid",
			      "pilih apakah piagam pengganti diterbitkan",
			      "say whether another certificate is issued in its place");
	named(p, &issued);
	return !issued.revoked || REFUSE(p->refusal, 409, "revoked", "piagam ini sudah dicabut",
					 "this certificate is revoked already");
}

/* The act in the log; `serial` is the certificate issued instead, or NULL. */
static bool told(struct proposing *p, const struct ledger_look *look, const char *act,
		 const struct issued *issued, const char *serial, struct err *err)
{
	struct val *about = val_map(p->req->arena);

	val_put_text(about, "serial", issued->serial);
	val_put_text(about, "nominee", issued->nominee);
	val_put_text(about, "replaced_by", serial);
	val_put_text(about, "reason", p->reason);
	return act_tell(p->req, &p->state.edition, look, act, about, p->now, err);
}

bool revoke_certificate_apply(struct proposing *p, struct err *err)
{
	const char *serial = NULL;
	struct ledger_look look;
	struct issued issued;

	if (!certificate_of(p, &issued, err) ||
	    !act_look(p->req, &p->state.edition, ISSUE_TABLES, &look, err) ||
	    !certificate_revoke_alone(p->db, issued.serial, p->id, p->reason, p->now, err))
		return false;
	if (text_equal(val_get_text(p->about, "replace"), "yes") &&
	    !issue_again(p, &issued, &serial, err))
		return false;
	return told(p, &look, "certificate_revoked", &issued, serial, err);
}

/* ---- Replaced later ---- */

bool replace_certificate_check(struct proposing *p, struct err *err)
{
	struct issued issued;
	bool said;

	if (!certificate_of(p, &issued, err))
		return false;
	if (p->refusal->status)
		return true;
	named(p, &issued);
	if (!issued.revoked_at)
		return REFUSE(p->refusal, 409, "not_revoked",
			      "hanya piagam yang dicabut ketua dan pengawas yang dapat diganti",
			      "only what chair and keeper revoked can be replaced");
	if (!said_already(p, &issued, &said, err))
		return false;
	return !said || REFUSE(p->refusal, 409, "already_issued",
			       "piagam dengan isi yang sama sudah berlaku",
			       "a certificate that says the same is valid already");
}

bool replace_certificate_apply(struct proposing *p, struct err *err)
{
	struct ledger_look look;
	struct issued issued;
	const char *serial;

	if (!certificate_of(p, &issued, err) ||
	    !act_look(p->req, &p->state.edition, ISSUE_TABLES, &look, err) ||
	    !issue_again(p, &issued, &serial, err))
		return false;
	return told(p, &look, "certificate_replaced", &issued, serial, err);
}
