/* Entering, verifying and rejecting evidence: one item at a time, by the secretariat. */
#include "secretariat.h"

#include <string.h>

static void name_put(struct names *ret, const char *name)
{
	if (name)
		(void)names_put(ret, name, strlen(name));
}

void evidence_names(const struct category *category, struct arena *arena, struct names *ret)
{
	names_init(ret, arena);
	for (size_t i = 0; i < category->gate_count; i++)
		name_put(ret, category->gates[i].evidence);
	for (size_t i = 0; i < category->criterion_count; i++) {
		name_put(ret, category->criteria[i].numerator);
		name_put(ret, category->criteria[i].denominator);
		name_put(ret, category->criteria[i].evidence);
	}
}

bool evidence_item_get(struct req *req, const char *nominee, const char *name,
		       struct evidence_item *ret, struct err *err)
{
	struct proof_item *proofs;
	size_t count;

	*ret = (struct evidence_item){ .name = name };
	if (!req_edition(req, true, &ret->edition, err) ||
	    !service_scheme(service_of(req), db_of(req), ret->edition.rule_id, &ret->scheme, err) ||
	    !nominee_find(db_of(req), ret->edition.id, nominee, req->arena, &ret->nominee, err))
		return false;
	if (!ret->nominee.id)
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada nominee ini.", "No such nominee.");
	if (!proof_list(db_of(req), ret->edition.id, ret->nominee.id, req->arena, &proofs, &count,
			err))
		return false;
	ret->category = scheme_category(ret->scheme, ret->nominee.category);
	ret->all = proofs;
	ret->all_count = count;
	for (size_t i = 0; i < count; i++)
		if (text_equal(proofs[i].name, name))
			ret->proof = proofs[i];
	if (!ret->proof.id && !gap_find(db_of(req), ret->nominee.id, name, &ret->gap, err))
		return false;
	return ret->proof.id || (ret->category && category_reads(ret->category, name)) ||
	       FAIL(err, ERR_NOT_FOUND, "Tidak ada bukti ini.", "No such evidence.");
}

bool evidence_may(const struct evidence_item *item)
{
	struct circumstances at = { .reopened = item->proof.reopened || item->gap };

	return may(DEED_EDIT_EVIDENCE, ROLE_SECRETARIAT, item->edition.phase, at);
}

/* ---- Values ---- */

bool evidence_value(struct arena *arena, const char *text, const char **ret)
{
	size_t whole = strspn(text, "0123456789"), part;
	char *number;

	*ret = text;
	if (!whole || (text[whole] != ',' && text[whole] != '.'))
		return true;
	part = strspn(text + whole + 1, "0123456789");
	if (!part || text[whole + 1 + part])
		return true; /* no number: the rules say so, or it is a word */
	if (text[whole] == '.' && part == 3 && !(whole == 1 && *text == '0'))
		return false;
	number = arena_text(arena, text);
	number[whole] = '.';
	*ret = number;
	return true;
}

static bool refused_phase(const struct evidence_item *item, struct refusal *refusal)
{
	if (evidence_may(item))
		return false;
	if (item->edition.phase == PHASE_DELIBERATION)
		return REFUSE(refusal, 409, "wrong_phase",
			      "Dalam pleno hanya bukti yang dibuka kembali oleh ketua yang dapat "
			      "diubah.",
			      "In deliberation only evidence that the chair has reopened can be "
			      "changed.");
	return REFUSE(refusal, 409, "wrong_phase", "Bukti tidak dapat diubah dalam tahap ini.",
		      "Evidence cannot be changed in this phase.");
}

/* Whatever a rule of the category could not read is refused now, not at the tally. */
static bool refused_value(struct req *req, const struct evidence_item *item, const char *value,
			  struct refusal *refusal)
{
	const struct evidence evidence = { .name = item->name, .value = value, .verified = true };
	struct complaints complaints;

	complaints_init(&complaints, req->arena);
	if (item->category)
		evidence_check(item->category, &evidence, &complaints);
	return complaints.count && REFUSE(refusal, 422, "invalid", "%s", "%s",
					  words_in(&complaints.items[0].text, req->lang));
}

/* What was a gap is from here on a reopened item. */
static bool gap_fill(struct req *req, const struct evidence_item *item, int64_t proof,
		     struct err *err)
{
	return !item->gap || (gap_close(db_of(req), item->nominee.id, item->name, err) &&
			      proof_reopen(db_of(req), proof, true, err));
}

static bool look_at(struct req *req, const struct evidence_item *item, struct ledger_look *ret,
		    struct err *err)
{
	return ledger_look(db_of(req), item->edition.id, VOUCHED_EVIDENCE | VOUCHED_GAP,
			   arena_printf(req->arena, "%s/%s", item->nominee.key, item->name),
			   req->arena, ret, err);
}

static bool told(struct req *req, const struct evidence_item *item, const struct ledger_look *look,
		 const char *deed, const char *value, enum proof status, const char *reason,
		 int64_t now, struct err *err)
{
	struct val *about = val_map(req->arena);
	const struct proof_item *old = &item->proof;

	val_put_text(about, "nominee", item->nominee.key);
	val_put_text(about, "evidence", item->name);
	val_put_text(about, "old", old->id ? old->value : NULL);
	val_put_text(about, "old_status", old->id ? proof_text(old->status) : NULL);
	val_put_text(about, "new", value);
	val_put_text(about, "new_status", proof_text(status));
	if (reason)
		val_put_text(about, "reason", reason);
	return act_tell(req, &item->edition, look, deed, about, now, err);
}

/* ---- The deeds ---- */

bool evidence_enter(struct req *req, const struct evidence_item *item,
		    const struct evidence_call *call, int64_t now, struct evidence_result *ret,
		    struct err *err)
{
	const struct proof_item *old = &item->proof;
	struct proof_item next = {
		.nominee = item->nominee.id,
		.name = item->name,
		.source = call->source,
		.cutoff = call->cutoff,
		.status = PROOF_ENTERED,
		.entered_by = who_of(req)->account.username,
		.entered_at = now,
	};
	struct ledger_look look;
	int64_t id;

	*ret = (struct evidence_result){ .field = "value" };
	if (refused_phase(item, &ret->refusal))
		return true;
	if (!*call->value)
		return REFUSE(&ret->refusal, 422, "invalid", "Wajib diisi.", "This is required.");
	if (!evidence_value(req->arena, call->value, &next.value))
		return REFUSE(&ret->refusal, 422, "invalid",
			      "\"%s\" dapat berarti dua angka. Tuliskan tanpa titik ribuan, atau "
			      "dengan koma desimal.",
			      "\"%s\" can be read as two numbers. Write it without a thousands "
			      "separator, or with a decimal comma.",
			      text_shown(req->arena, call->value));
	if (refused_value(req, item, next.value, &ret->refusal))
		return true;
	if (old->id && text_equal(old->value, next.value) && text_equal(old->source, next.source) &&
	    text_equal(old->cutoff, next.cutoff))
		return true;
	return look_at(req, item, &look, err) &&
	       proof_put(db_of(req), item->edition.id, &next, &id, err) &&
	       gap_fill(req, item, id, err) &&
	       told(req, item, &look, old->id ? "evidence_changed" : "evidence_entered", next.value,
		    PROOF_ENTERED, NULL, now, err);
}

/* Two who decide at once: the second is told what the first decided, and decides anew. */
static bool decided_before(const struct evidence_item *item, enum proof status,
			   const struct evidence_call *call, const char *label,
			   struct refusal *refusal)
{
	static const struct words STATES[] = {
		[PROOF_ENTERED] = { { "menunggu verifikasi", "waiting for verification" } },
		[PROOF_VERIFIED] = { { "terverifikasi", "verified" } },
		[PROOF_REJECTED] = { { "ditolak", "rejected" } },
	};
	const struct words *now = &STATES[item->proof.status];

	if (!call->seen_status || !*call->seen_status || item->proof.status == status ||
	    text_equal(call->seen_status, proof_text(item->proof.status)))
		return false;
	return REFUSE(
		refusal, 409, "decided",
		"%s, %s: sementara itu keadaannya menjadi “%s”%.0s oleh %s. Keputusan Anda belum "
		"dicatat; mohon periksa lagi.",
		"%s, %s: meanwhile this became “%.0s%s” by %s. Your decision was not recorded; "
		"please look again.",
		item->nominee.name, label, now->text[LANG_ID], now->text[LANG_EN],
		item->proof.decided_at ? item->proof.decided_by : item->proof.entered_by);
}

bool evidence_decide(struct req *req, const struct evidence_item *item, enum proof status,
		     const struct evidence_call *call, int64_t now, struct evidence_result *ret,
		     struct err *err)
{
	const char *by = who_of(req)->account.username;
	const char *label = evidence_label(req->arena, item->name);
	bool rejects = status == PROOF_REJECTED;
	struct ledger_look look;

	*ret = (struct evidence_result){ 0 };
	if (refused_phase(item, &ret->refusal))
		return true;
	if (!item->proof.id)
		return REFUSE(&ret->refusal, 409, "missing", "Bukti ini belum dimasukkan.",
			      "This evidence has not been entered.");
	if (!text_equal(item->proof.value, call->seen))
		return REFUSE(
			&ret->refusal, 409, "changed",
			"%s, %s: nilainya telah berubah sejak Anda membuka halaman. Mohon periksa "
			"lagi.",
			"%s, %s: the value has changed since you opened the page. Please look "
			"again.",
			item->nominee.name, label);
	if (decided_before(item, status, call, label, &ret->refusal))
		return true;
	if (rejects && !*call->reason) {
		ret->field = "reason";
		return REFUSE(&ret->refusal, 422, "invalid", "Alasan penolakan wajib diisi.",
			      "The reason of a rejection is needed.");
	}
	if (!rejects && refused_value(req, item, item->proof.value, &ret->refusal))
		return true;
	if (item->proof.status == status &&
	    (!rejects || text_equal(item->proof.reason, call->reason)))
		return true;
	return look_at(req, item, &look, err) &&
	       proof_decide(db_of(req), item->proof.id, status, rejects ? call->reason : NULL, by,
			    now, err) &&
	       told(req, item, &look, rejects ? "evidence_rejected" : "evidence_verified",
		    item->proof.value, status, rejects ? call->reason : NULL, now, err);
}
