/* Access cards of an edition: who has one, and the page to print when they are made. */
#include <inttypes.h>
#include <string.h>

#include "deed_card.h"
#include "print.h"
#include "secretariat.h"
#include "studio.h"

static const struct words CARDS_ACT = { { "Membuat kartu akses", "Making access cards" } };

struct cards {
	struct desk d;
	struct account *accounts;
	size_t account_count;
	struct card *cards;
	size_t card_count;
};

static bool cards_load(struct req *req, struct cards *ret, struct err *err)
{
	*ret = (struct cards){ 0 };
	return desk_open(req, "accounts", "cards.title", &ret->d, err) &&
	       account_list(db_of(req), ret->d.edition.id, req->arena, &ret->accounts,
			    &ret->account_count, err) &&
	       card_list(db_of(req), ret->d.edition.id, req->arena, &ret->cards, &ret->card_count,
			 err);
}

/* ---- Who has one ---- */

static const struct card *card_of(const struct cards *c, const struct account *account)
{
	const struct card *last = NULL;

	for (size_t i = 0; i < c->card_count; i++)
		if (c->cards[i].account == account->id)
			last = &c->cards[i];
	return last;
}

static void state_put(struct cards *c, const struct account *account, struct val *row)
{
	static const struct {
		const char *kind, *word;
	} STATES[] = {
		[CARD_OPEN] = { "draft", "cards.open" },
		[CARD_USED] = { "submitted", "cards.used" },
		[CARD_LATE] = { "absent", "cards.late" },
		[CARD_ENDED] = { "absent", "cards.ended" },
		[CARD_UNKNOWN] = { "empty", "cards.none" },
	};
	const struct card *card = card_of(c, account);
	struct req *req = c->d.req;
	enum card_state state =
		card ? card_state(card, account, &c->d.edition, time_now()) : CARD_UNKNOWN;
	int64_t at = state == CARD_USED ? card->used_at : card ? card->expires_at : 0;

	(void)part_state(row, "state", STATES[state].kind, word(req, STATES[state].word));
	val_put_text(row, "at",
		     state == CARD_UNKNOWN || state == CARD_ENDED
			     ? NULL
			     : show_time(req->arena, at, c->d.settings.zone_hours, req->lang));
}

static void account_put(struct cards *c, const struct account *account, struct val *rows)
{
	struct req *req = c->d.req;
	struct val *row = val_push_map(rows);
	const char *name = arena_printf(req->arena, "account.%" PRId64, account->id);

	val_put_text(row, "field", name);
	val_put_int(row, "id", account->id);
	val_put_text(row, "username", account->username);
	val_put_text(row, "name", account->name);
	val_put_text(row, "role", word_of(req, "role.", role_text(account->role)));
	val_put_bool(row, "may", card_may(req, &c->d.edition, account));
	val_put_bool(row, "chosen", c->d.edition.phase < PHASE_SCORING && !card_of(c, account));
	state_put(c, account, row);
}

static bool list_show(struct cards *c, unsigned status, const char *complaint, struct err *err)
{
	struct req *req = c->d.req;
	struct val *rows = val_put_list(c->d.page, "rows");

	val_put_text(c->d.page, "lead", word(req, "cards.lead"));
	if (complaint)
		part_flash(c->d.page, "bad", complaint);
	for (size_t i = 0; i < c->account_count; i++)
		if (c->accounts[i].active && c->accounts[i].id != who_of(req)->account.id)
			account_put(c, &c->accounts[i], rows);
	val_put_bool(c->d.page, "has_rows", val_count(rows) > 0);
	val_put_bool(c->d.page, "no_address", !c->d.settings.public_address_given);
	val_put_bool(c->d.page, "keys_closed", c->d.edition.phase >= PHASE_SCORING);
	part_crumb(c->d.page, arena_printf(req->arena, "editions/%s/accounts", c->d.edition.key),
		   word(req, "accounts.title"));
	return page_show(req, status, "secretariat/cards", c->d.page, err);
}

bool page_cards(struct req *req, struct err *err)
{
	struct cards cards;

	return cards_load(req, &cards, err) && list_show(&cards, 200, NULL, err);
}

/* ---- The cards themselves, once ---- */

static bool printed_put(struct cards *c, const struct account *account, const char *code,
			int64_t now, struct val *list, struct err *err)
{
	struct req *req = c->d.req;
	struct val *card = val_push_map(list);
	const char *address = c->d.settings.public_address;

	val_put_text(card, "name", account->name);
	val_put_text(card, "username", account->username);
	val_put_text(card, "role", word_of(req, "role.", role_text(account->role)));
	val_put_text(card, "address", arena_printf(req->arena, "%s/card", address));
	val_put_text(
		card, "until",
		show_time(req->arena, now + CARD_SECONDS, c->d.settings.zone_hours, req->lang));
	print_code(req->arena, code, card);
	val_put_text(card, "qr_text", arena_printf(req->arena, "%s/card?c=%s", address, code));
	return print_qr(req->arena, val_get_text(card, "qr_text"), card, err);
}

static bool is_chosen(const struct req *req, int64_t account)
{
	const char *name = arena_printf(req->arena, "account.%" PRId64, account);

	for (size_t i = 0; i < req->field_count; i++)
		if (text_equal(req->fields[i].name, name) && *req->fields[i].text)
			return true;
	return false;
}

/* Eight to a sheet, with marks where to cut. */
static bool cards_print(struct cards *c, int64_t now, struct err *err)
{
	struct req *req = c->d.req;
	struct service *service = service_of(req);
	const struct document document = { .lang = req->lang,
					   .sample = c->d.scheme->sample,
					   .title = word(req, "cards.title"),
					   .author = words_in(&c->d.scheme->title, req->lang),
					   .at = now };
	const struct shelf shelf = shelf_of(req, c->d.edition.id);
	const struct layout *layout;
	struct buf pdf;

	buf_init(&pdf, req->arena);
	return shelf_layout(&shelf, "cards", &layout, err) &&
	       paper_print(service_paper(service), layout, &document, c->d.page, &pdf, err) &&
	       answer_bytes(req, "application/pdf",
			    arena_printf(req->arena, "kartu-akses-%s.pdf", c->d.edition.key),
			    pdf.data, pdf.len);
}

bool do_cards(struct req *req, struct err *err)
{
	int64_t now = time_now();
	struct cards c;
	struct val *list;

	if (!cards_load(req, &c, err))
		return false;
	list = val_put_list(c.d.page, "cards");
	if (!fresh_check(req, &CARDS_ACT, err))
		return false;
	for (size_t i = 0; i < c.account_count; i++) {
		const struct account *account = &c.accounts[i];
		const char *code;

		if (!is_chosen(req, account->id) || !card_may(req, &c.d.edition, account))
			continue;
		if (!card_make(req, &c.d.edition, account, now, &code, err) ||
		    !printed_put(&c, account, code, now, list, err))
			return false;
	}
	if (!val_count(list))
		return list_show(&c, 422, word(req, "cards.choose"), err);
	if (text_equal(req_field(req, "as"), "pdf"))
		return cards_print(&c, now, err);
	val_put_text(c.d.page, "lead", word(req, "cards.once"));
	val_put_text(c.d.page, "award", words_in(&c.d.scheme->title, req->lang));
	val_put_bool(c.d.page, "no_address", !c.d.settings.public_address_given);
	part_crumb(c.d.page, arena_printf(req->arena, "editions/%s/cards", c.d.edition.key),
		   word(req, "cards.title"));
	return page_show(req, 200, "secretariat/cards_print", c.d.page, err);
}
