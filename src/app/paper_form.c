#include "paper_form.h"

#include <string.h>

#include "awarded.h"
#include "studio.h"

/* ---- Kept ---- */

/* {"logo.png": "<SHA-256>"}: those that the layout names; nothing when it names none. */
static bool pictures_put(const struct shelf *shelf, const char *layout, struct val *into,
			 struct err *err)
{
	struct kept_pictures pictures;
	struct val *map = NULL;

	if (!shelf_pictures(shelf, &pictures, err))
		return false;
	for (size_t i = 0; i < pictures.count; i++) {
		if (!names_picture(layout, pictures.items[i].name))
			continue;
		map = map ? map : val_put_map(into, "pictures");
		val_put_text(map, pictures.items[i].name, pictures.items[i].sha256);
	}
	return true;
}

/* Place and date are those that are printed: of the ceremony, else of the decree. */
static struct val *settings_map(const struct settings *settings, struct arena *arena)
{
	const struct occasion *ceremony = &settings->ceremony, *decree = &settings->decree;
	struct val *map = val_map(arena), *people;

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
	return map;
}

bool paper_form_now(struct req *req, const struct edition *edition, int64_t now,
		    int64_t *ret_number, struct err *err)
{
	const struct shelf shelf = shelf_of(req, edition->id);
	struct print_form form = { .at = now };
	struct settings settings;
	const char *design;
	struct val *map;
	struct buf text;
	int64_t version;

	if (!studio_design(shelf.db, edition->id, shelf.arena, &design, err) ||
	    !settings_load(shelf.db, edition->id, shelf.arena, &settings, err))
		return false;
	form.name = arena_printf(shelf.arena, DESIGN_PREFIX "%s", design);
	map = settings_map(&settings, shelf.arena);
	if (!shelf_text(&shelf, form.name, &form.layout, &version, err) ||
	    !pictures_put(&shelf, form.layout, map, err))
		return false;
	buf_init(&text, shelf.arena);
	json_write(&text, map);
	form.settings = text.data;
	return print_form_put(shelf.db, edition->id, &form, ret_number, err);
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

static struct kept_pictures pictures_take(const struct val *map, const char *vault,
					  struct arena *arena)
{
	const struct val *named = val_get(map, "pictures");
	size_t count = val_count(named);
	struct kept_picture *items = NEW(arena, struct kept_picture, count + 1);

	for (size_t i = 0; i < count; i++)
		items[i] = shelf_picture(vault, val_key_at(named, i),
					 val_get_text(named, val_key_at(named, i)), arena);
	return (struct kept_pictures){ items, count };
}

struct reading_form {
	const struct print_form *form;
	const struct award_source *from;
};

static bool form_make(void *arg, struct arena *arena, void **ret, struct err *err)
{
	const struct reading_form *reading = arg;
	const struct print_form *form = reading->form;
	const struct award_source *from = reading->from;
	const struct shelf shelf = { .paper = from->paper,
				     .templates = from->templates,
				     .arena = arena };
	struct kept_form *kept = NEW(arena, struct kept_form, 1);
	struct complaints complaints;
	struct kept_pictures pictures;
	struct layout *layout;
	struct val *settings;

	if (!json_parse(arena, arena_text(arena, form->settings), strlen(form->settings), &settings,
			err))
		return false;
	pictures = pictures_take(settings, from->vault, arena);
	complaints_init(&complaints, arena);
	if (!shelf_read(&shelf, form->name, arena_text(arena, form->layout), &pictures, &layout,
			&complaints))
		return shelf_unreadable(&shelf, form->name, &complaints, err);
	kept->layout = layout;
	settings_take(settings, &kept->settings);
	*ret = kept;
	return true;
}

bool paper_form_open(const struct award_source *from, int64_t edition, int64_t number,
		     const struct kept_form **ret, struct err *err)
{
	struct arena arena = { 0 };
	char key[SHA256_HEX_SIZE];
	struct print_form form;
	const char *text;
	void *kept;
	bool done;

	done = print_form_get(from->db, edition, number, &arena, &form, err);
	if (done) {
		text = arena_printf(&arena, "%s\n%s\n%s", form.name, form.settings, form.layout);
		sha256_hex(text, strlen(text), key);
		done = release_cache_keep(from->cache, key, form_make,
					  &(struct reading_form){ &form, from }, &kept, err);
	}
	arena_release(&arena);
	if (done)
		*ret = kept;
	return done;
}
