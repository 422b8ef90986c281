/* A layout saved, or given back for the program's own; a design chosen. */
#include <inttypes.h>
#include <string.h>

#include "pleno.h"
#include "studio.h"

static bool refused(struct req *req, const struct edition *edition, struct refusal *ret)
{
	if (may(DEED_EDIT_LAYOUT, who_of(req)->account.role, edition->phase,
		(struct circumstances){ 0 }))
		return false;
	if (edition->phase == PHASE_APPROVED)
		return REFUSE(ret, 409, "wrong_phase",
			      "di antara dua persetujuan tata letak tidak diubah: pengawas "
			      "menerbitkan apa yang dilihat ketua",
			      "between the two keys no layout is changed: the keeper issues what "
			      "the chair has seen");
	return REFUSE(ret, 403, "denied", "hal ini bukan wewenang Anda", "this is not yours to do");
}

bool layout_save(struct req *req, const struct edition *edition, const struct studio_item *item,
		 const char *text, int64_t seen, int64_t now, struct refusal *ret, struct err *err)
{
	struct layout_version kept, next = {
		.name = item->name, .text = text, .by = who_of(req)->account.username, .at = now
	};
	struct val *about = val_map(req->arena);
	struct ledger_look look;
	int64_t version;

	if (refused(req, edition, ret))
		return true;
	if (!layout_get(db_of(req), edition->id, item->name, req->arena, &kept, err))
		return false;
	if (kept.version != seen)
		return REFUSE(ret, 409, "stale",
			      "%s menyimpan tata letak ini sementara Anda menyuntingnya; simpan "
			      "sekali lagi bila isi Anda yang berlaku",
			      "%s saved this layout while you were editing; save once more if "
			      "yours is to stand",
			      kept.version ? kept.by : "–");
	if (text_equal(kept.text, text))
		return true;
	if (!act_look(req, edition, VOUCHED_LAYOUT, &look, err) ||
	    !layout_add(db_of(req), edition->id, &next, &version, err))
		return false;
	val_put_text(about, "layout", item->name);
	val_put_int(about, "layout_version", version);
	val_put_text(about, "state", *text ? "changed" : "shipped");
	return act_tell(req, edition, &look, "layout_changed", about, now, err);
}

bool design_choose(struct req *req, const struct edition *edition, const char *design, int64_t now,
		   struct refusal *ret, struct err *err)
{
	struct val *about = val_map(req->arena);
	struct ledger_look look;
	const char *old;
	bool known = false;

	if (refused(req, edition, ret))
		return true;
	for (size_t i = 0; i < DESIGN_COUNT; i++)
		known |= text_equal(DESIGNS[i].key, design);
	if (!known)
		return REFUSE(ret, 422, "invalid", "pilih salah satu desain",
			      "choose one of the designs");
	if (!studio_design(db_of(req), edition->id, req->arena, &old, err))
		return false;
	if (text_equal(old, design))
		return true;
	if (!act_look(req, edition, VOUCHED_DESIGN, &look, err) ||
	    !design_put(db_of(req), edition->id, design, who_of(req)->account.username, now, err))
		return false;
	val_put_text(about, "design", design);
	return act_tell(req, edition, &look, "design_chosen", about, now, err);
}
