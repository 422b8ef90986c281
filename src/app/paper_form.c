#include "paper_form.h"

#include <string.h>

#include "release.h"
#include "studio.h"

/* ---- Kept ---- */

/* Place and date are those that are printed: of the ceremony, else of the decree. */
static const char *settings_text(const struct settings *settings, struct arena *arena)
{
	const struct occasion *ceremony = &settings->ceremony, *decree = &settings->decree;
	struct val *map = val_map(arena), *people;
	struct buf text;

	val_put_text(map, "public_address", settings->public_address);
	val_put_text(map, "legal_basis", settings->legal_basis);
	val_put_text(map, "place", ceremony->place ? ceremony->place : decree->place);
	val_put_text(map, "date", ceremony->date ? ceremony->date : decree->date);
	people = val_put_list(map, "signatories");
	for (size_t i = 0; i < settings->signatory_count; i++) {
		struct val *person = val_push_map(people);

		val_put_text(person, "name", settings->signatories[i].name);
		val_put_text(person, "office", settings->signatories[i].office);
	}
	buf_init(&text, arena);
	json_write(&text, map);
	return text.data;
}

bool paper_form_now(struct req *req, const struct edition *edition, int64_t now,
		    int64_t *ret_number, struct err *err)
{
	struct arena *arena = req->arena;
	struct print_form form = { .at = now };
	struct settings settings;
	const char *design;
	int64_t version;

	if (!studio_design(db_of(req), edition->id, arena, &design, err) ||
	    !settings_load(db_of(req), edition->id, arena, &settings, err))
		return false;
	form.name = arena_printf(arena, DESIGN_PREFIX "%s", design);
	form.settings = settings_text(&settings, arena);
	return studio_text(service_of(req), db_of(req), edition->id, form.name, arena, &form.layout,
			   &version, err) &&
	       print_form_put(db_of(req), edition->id, &form, ret_number, err);
}

/* ---- Read ---- */

static void settings_take(const struct val *map, struct settings *ret)
{
	const struct val *people = val_get(map, "signatories");

	settings_init(ret);
	if (val_get_text(map, "public_address"))
		ret->public_address = val_get_text(map, "public_address");
	ret->legal_basis = val_get_text(map, "legal_basis");
	ret->ceremony.place = val_get_text(map, "place");
	ret->ceremony.date = val_get_text(map, "date");
	for (size_t i = 0; i < val_count(people) && i < SIGNATORIES_MAX; i++)
		ret->signatories[ret->signatory_count++] =
			(struct signatory){ val_get_text(val_at(people, i), "name"),
					    val_get_text(val_at(people, i), "office") };
}

static bool form_read(const struct print_form *form, const struct paper *paper, struct arena *arena,
		      struct kept_form *ret, struct err *err)
{
	const char *text = arena_text(arena, form->layout);
	struct complaints complaints;
	struct layout *layout;
	struct val *settings;

	complaints_init(&complaints, arena);
	if (!layout_read(arena, arena_printf(arena, "%s.yaml", form->name), text, strlen(text),
			 certificate_data(&CERTIFICATE_EXAMPLE, arena), paper, &layout,
			 &complaints))
		return FAIL(err, ERR_IO, "tata letak piagam ini tidak dapat dibaca lagi",
			    "the layout of this certificate can no longer be read");
	if (!json_parse(arena, arena_text(arena, form->settings), strlen(form->settings), &settings,
			err))
		return false;
	ret->layout = layout;
	settings_take(settings, &ret->settings);
	return true;
}

struct reading_form {
	const struct print_form *form;
	const struct paper *paper;
};

static bool form_make(void *arg, struct arena *arena, void **ret, struct err *err)
{
	const struct reading_form *reading = arg;
	struct kept_form *kept = NEW(arena, struct kept_form, 1);

	*ret = kept;
	return form_read(reading->form, reading->paper, arena, kept, err);
}

bool paper_form_open(struct release_cache *cache, const struct paper *paper, struct db *db,
		     int64_t edition, int64_t number, const struct kept_form **ret, struct err *err)
{
	struct arena arena = { 0 };
	char key[SHA256_HEX_SIZE];
	struct print_form form;
	const char *text;
	void *kept;
	bool done;

	done = print_form_get(db, edition, number, &arena, &form, err);
	if (done) {
		text = arena_printf(&arena, "%s\n%s\n%s", form.name, form.settings, form.layout);
		sha256_hex(text, strlen(text), key);
		done = release_cache_keep(cache, key, form_make,
					  &(struct reading_form){ &form, paper }, &kept, err);
	}
	arena_release(&arena);
	if (done)
		*ret = kept;
	return done;
}
