/* Proposals on people: the panel after the freeze, and deputies. */
#include "pleno.h"

#include <string.h>

/* Set in place of a password until the account gets one by `user reset`; matches nothing. */
#define NO_PASSWORD "!"

static const char *text_of(const struct val *map, const char *name)
{
	const char *text = val_get_text(map, name);

	return text ? text : "";
}

/* The active account of a juror; ret->id 0 = none. */
static bool account_of_juror(struct proposing *p, int64_t juror, struct account *ret,
			     struct err *err)
{
	struct account *list;
	size_t count;

	*ret = (struct account){ 0 };
	if (!account_list(p->db, p->state.edition.id, p->req->arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (list[i].active && list[i].juror == juror)
			*ret = list[i];
	return true;
}

/* The one active account with this role; ret->id 0 = none. */
static bool account_in_role(struct proposing *p, enum role role, struct account *ret,
			    struct err *err)
{
	struct account *list;
	size_t count;

	*ret = (struct account){ 0 };
	if (!account_list(p->db, p->state.edition.id, p->req->arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (list[i].active && list[i].role == role)
			*ret = list[i];
	return true;
}

static bool account_end(struct proposing *p, int64_t account, struct err *err)
{
	return account_put_active(p->db, account, false, err) &&
	       session_remove_of(p->db, account, err);
}

static bool look_at(struct proposing *p, struct ledger_look *ret, struct err *err)
{
	return act_look(p->req, &p->state.edition, VOUCHED_JUROR | VOUCHED_ACCOUNT, ret, err);
}

static bool told(struct proposing *p, const struct ledger_look *look, const char *deed,
		 struct err *err)
{
	struct val *about = val_map(p->req->arena);

	(void)val_put(about, "of", p->about);
	val_put_text(about, "reason", p->reason);
	return act_tell(p->req, &p->state.edition, look, deed, about, p->now, err);
}

/* ---- The panel: {"remove": key, "add": {"juror", "name", "element", "institution",
 * "categories"}}; both: a replacement ---- */

static bool refused_name(struct proposing *p, const struct val *add)
{
	const char *key = text_of(add, "juror");
	const char *categories = text_of(add, "categories");

	if (!text_is_key(key, strlen(key)))
		return REFUSE(p->refusal, 422, "invalid",
			      "kunci juri harus 1–32 huruf kecil, angka, atau tanda hubung",
			      "the juror's key must be 1–32 lower-case letters, digits or hyphens");
	if (edition_state_juror(&p->state, key) != NAME_NONE)
		return REFUSE(p->refusal, 422, "invalid", "juri %s sudah ada", "juror %s exists",
			      key);
	if (!*text_of(add, "name"))
		return REFUSE(p->refusal, 422, "invalid", "nama juri wajib diisi",
			      "the juror's name is needed");
	while (*categories) {
		size_t len = strcspn(categories, " ");
		char *one = arena_copy(p->req->arena, categories, len);

		if (!scheme_category(p->state.scheme, one))
			return REFUSE(p->refusal, 422, "invalid", "tidak ada kategori \"%s\"",
				      "no category \"%s\"", one);
		categories += len + (categories[len] == ' ');
	}
	return false;
}

bool change_panel_check(struct proposing *p, struct err *err)
{
	const struct val *add = val_get(p->about, "add");
	const char *leaves = val_get_text(p->about, "remove");
	struct account account;

	if (!leaves && val_type(add) != VAL_MAP)
		return REFUSE(p->refusal, 422, "invalid", "sebutkan juri yang keluar atau masuk",
			      "name the juror who leaves or comes");
	if (val_type(add) == VAL_MAP && refused_name(p, add))
		return true;
	if (!leaves)
		return true;
	p->juror = edition_state_juror(&p->state, leaves);
	if (p->juror == NAME_NONE || p->state.jurors[p->juror].removed)
		return REFUSE(p->refusal, 422, "invalid", "tidak ada juri %s dalam tim",
			      "no juror %s in the panel", leaves);
	if (!account_of_juror(p, p->state.jurors[p->juror].id, &account, err))
		return false;
	return account.role != ROLE_CHAIR ||
	       REFUSE(p->refusal, 409, "is_chair", "ketua harus diganti lebih dahulu",
		      "the chair must be replaced first");
}

static bool juror_leaves(struct proposing *p, struct err *err)
{
	int64_t id = p->state.jurors[p->juror].id;
	struct account account;

	if (!juror_remove(p->db, id, err) || !account_of_juror(p, id, &account, err))
		return false;
	return !account.id || account_end(p, account.id, err);
}

static bool juror_comes(struct proposing *p, const struct val *add, struct err *err)
{
	const struct juror juror = { .key = text_of(add, "juror"),
				     .name = text_of(add, "name"),
				     .element = text_of(add, "element"),
				     .institution = text_of(add, "institution"),
				     .categories = text_of(add, "categories") };
	bool named = false;
	int64_t id;

	for (size_t j = 0; j < p->state.juror_count; j++)
		named = named || p->state.jurors[j].pseudonym;
	if (!juror_put(p->db, p->state.edition.id, &juror, &id, err) ||
	    !juror_put_added(p->db, id, err))
		return false;
	return !named || pseudonyms_give(p->db, p->state.edition.id, p->req->arena, err);
}

bool change_panel_apply(struct proposing *p, struct err *err)
{
	const struct val *add = val_get(p->about, "add");
	struct ledger_look look;

	if (!look_at(p, &look, err) || (p->juror != NAME_NONE && !juror_leaves(p, err)))
		return false;
	if (val_type(add) == VAL_MAP && !juror_comes(p, add, err))
		return false;
	return told(p, &look, "panel_changed", err);
}

/* ---- Deputies: {"role": "chair", "juror": key, "decree": number} or
 * {"role": "keeper", "username", "name", "decree"} ---- */

static bool chair_check(struct proposing *p, struct err *err)
{
	struct account account;
	const char *key = text_of(p->about, "juror");

	p->juror = edition_state_juror(&p->state, key);
	if (p->juror == NAME_NONE || p->state.jurors[p->juror].removed)
		return REFUSE(p->refusal, 422, "invalid", "tidak ada juri %s dalam tim",
			      "no juror %s in the panel", key);
	if (!account_of_juror(p, p->state.jurors[p->juror].id, &account, err))
		return false;
	if (!account.id)
		return REFUSE(p->refusal, 422, "invalid", "juri %s tidak memiliki akun aktif",
			      "juror %s has no active account", key);
	return account.role == ROLE_JUROR ||
	       REFUSE(p->refusal, 409, "is_chair", "juri ini sudah menjadi ketua",
		      "this juror is the chair already");
}

static bool keeper_check(struct proposing *p, struct err *err)
{
	const char *username = text_of(p->about, "username");
	struct account account;

	if (!*username || text_length(username) > 64)
		return REFUSE(p->refusal, 422, "invalid", "nama pengguna wajib diisi",
			      "the username is needed");
	if (!account_find(p->db, username, p->req->arena, &account, err))
		return false;
	return !account.id ||
	       (account.edition == p->state.edition.id && account.role == ROLE_KEEPER &&
		!account.active) ||
	       REFUSE(p->refusal, 422, "invalid", "nama pengguna %s sudah dipakai",
		      "the username %s is taken", username);
}

bool deputy_check(struct proposing *p, struct err *err)
{
	const char *role = text_of(p->about, "role");

	if (!*text_of(p->about, "decree"))
		return REFUSE(p->refusal, 422, "invalid", "nomor surat keputusan wajib diisi",
			      "the number of the decree is needed");
	if (text_equal(role, "chair"))
		return chair_check(p, err);
	if (text_equal(role, "keeper"))
		return keeper_check(p, err);
	return REFUSE(p->refusal, 422, "invalid", "peran harus ketua atau pengawas",
		      "the role must be chair or keeper");
}

/* The chair so far stays a juror; one chair is active at any time. */
static bool chair_change(struct proposing *p, struct err *err)
{
	struct account old, deputy;

	if (!account_in_role(p, ROLE_CHAIR, &old, err) ||
	    !account_of_juror(p, p->state.jurors[p->juror].id, &deputy, err))
		return false;
	return (!old.id || account_put_role(p->db, old.id, ROLE_JUROR, old.juror, err)) &&
	       account_put_role(p->db, deputy.id, ROLE_CHAIR, deputy.juror, err);
}

static bool keeper_change(struct proposing *p, struct err *err)
{
	const char *username = text_of(p->about, "username");
	const char *name = text_of(p->about, "name");
	struct account old, deputy;
	int64_t id;

	if (!account_in_role(p, ROLE_KEEPER, &old, err) ||
	    (old.id && !account_end(p, old.id, err)) ||
	    !account_find(p->db, username, p->req->arena, &deputy, err))
		return false;
	if (deputy.id)
		return account_put_active(p->db, deputy.id, true, err);
	return account_add(p->db, p->state.edition.id, username, ROLE_KEEPER, 0,
			   *name ? name : username, NO_PASSWORD, p->now, &id, err);
}

bool deputy_apply(struct proposing *p, struct err *err)
{
	bool chair = text_equal(text_of(p->about, "role"), "chair");
	struct ledger_look look;

	return look_at(p, &look, err) && (chair ? chair_change(p, err) : keeper_change(p, err)) &&
	       told(p, &look, "deputy", err);
}
