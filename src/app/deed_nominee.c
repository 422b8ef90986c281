/* Taking a nominee away again, while nothing was written about it. */
#include "secretariat.h"

bool nominee_remove(struct req *req, const struct edition *edition, const struct candidate *nominee,
		    int64_t now, struct refusal *ret, struct err *err)
{
	struct val *about = val_map(req->arena);
	struct ledger_look look;
	struct state_row *rows;
	size_t count;

	*ret = (struct refusal){ 0 };
	if (!may(DEED_EDIT_NOMINEES, who_of(req)->account.role, edition->phase,
		 (struct circumstances){ 0 }))
		return REFUSE(ret, 409, "wrong_phase",
			      "Nominee tidak dapat dihapus lagi dalam tahap ini.",
			      "Nominees can no longer be removed in this phase.");
	if (!sheet_states(db_of(req), edition->id, 0, req->arena, &rows, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (rows[i].nominee == nominee->id)
			return REFUSE(ret, 409, "has_sheets",
				      "Nominee ini sudah memiliki lembar nilai dan tidak dapat "
				      "dihapus.",
				      "This nominee has sheets and cannot be removed.");
	val_put_text(about, "nominee", nominee->key);
	val_put_text(about, "name", nominee->name);
	return act_look(req, edition,
			VOUCHED_NOMINEE | VOUCHED_EVIDENCE | VOUCHED_GAP | VOUCHED_ATTACHMENT |
				VOUCHED_INTERVIEW,
			&look, err) &&
	       nominee_delete(db_of(req), nominee->id, err) &&
	       act_tell(req, edition, &look, "nominee_removed", about, now, err);
}
