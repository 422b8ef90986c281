/* What makes a paper official: the code to check it, and the row of those who sign. */
#include "paper/layout.h"

/* ---- QR: a way to check, never a signature ---- */

struct code {
	struct phrase text;
	double side;
};

static const char *const QR_KEYS[] = { "size_mm", "align", NULL };

static void qr_read(struct reading *reading, struct element *element)
{
	struct code *code = NEW(reading->arena, struct code, 1);

	element->own = code;
	code->side = 22 * MM;
	read_mm(reading, element_key(element, "size_mm"), &code->side);
	read_phrase(reading, element->value, &code->text);
	element->width = code->side;
}

static bool qr_draw(struct press *press, const struct strip *strip, double left, double top,
		    struct err *err)
{
	return page_qr(press->page, strip->what, left, top - strip->height, strip->height, err) ||
	       fail_at(strip->element, err);
}

static bool qr_lay(struct press *press, const struct element *element, const struct scope *scope,
		   double width, struct strips *ret, struct err *err)
{
	const struct code *code = element->own;
	const char *text = phrase_fill(&code->text, press->lang, scope, 0, press->arena);
	struct strip *strip;

	(void)err;
	(void)width;
	if (!*text)
		return true;
	strip = strips_add(press, ret, element, code->side);
	strip->draw = qr_draw;
	strip->what = text;
	return true;
}

const struct element_kind QR_KIND = { "qr", QR_KEYS, qr_read, qr_lay };

/* ---- Signatures ---- */

struct signatures {
	struct name people;
	struct signing how;
	size_t most;
};

struct signatures_laid {
	struct signatory people[SIGNATORIES_MAX];
	size_t count;
};

static const char *const SIGNATURES_KEYS[] = { "most",	  "font",	  "name_font",
					       "size_pt", "name_size_pt", "colour",
					       "rule",	  "align",	  NULL };

static void check_people(struct reading *reading, const struct element *element,
			 const struct shape *people)
{
	static const char *const KEYS[] = { "name", "office" };
	struct shape found, only = *people;

	only.outer = NULL;
	for (size_t i = 0; i < COUNT(KEYS); i++)
		if (!shape_find(&only, &(struct name){ .keys = { KEYS[i] }, .count = 1 },
				reading->arena, &found))
			COMPLAIN(reading, element->value, "daftar ini tidak punya %s",
				 "the list has no %s", KEYS[i]);
}

static void signatures_read(struct reading *reading, struct element *element)
{
	struct signatures *row = NEW(reading->arena, struct signatures, 1);
	struct shape people;

	element->own = row;
	row->most = SIGNATORIES_MAX;
	row->how = (struct signing){ .office = element->lettering.face,
				     .name = FACE_BOLD,
				     .colour = element->lettering.colour,
				     .rules = true,
				     .align = ALIGN_CENTRE };
	read_align(reading, element_key(element, "align"), &row->how.align);
	if (element_key(element, "size_pt"))
		row->how.office_most = row->how.name_most = element->lettering.size;
	read_number(reading, element_key(element, "name_size_pt"), 3, 40, &row->how.name_most);
	read_face(reading, element_key(element, "name_font"), &row->how.name);
	read_bool(reading, element_key(element, "rule"), &row->how.rules);
	read_count(reading, element_key(element, "most"), SIGNATORIES_MAX, &row->most);
	read_list(reading, element->value, &row->people, &people);
	check_people(reading, element, &people);
	if (element->height <= 0)
		element->height = 30 * MM;
}

static bool signatures_draw(struct press *press, const struct strip *strip, double left, double top,
			    struct err *err)
{
	const struct signatures *row = strip->element->own;
	const struct signatures_laid *laid = strip->what;
	const struct box box = { left, left + strip->width, top, top - strip->height };

	return page_signatories(press->page, press->arena, laid->people, laid->count, &row->how,
				&box, err) ||
	       fail_at(strip->element, err);
}

static bool signatures_lay(struct press *press, const struct element *element,
			   const struct scope *scope, double width, struct strips *ret,
			   struct err *err)
{
	const struct signatures *row = element->own;
	const struct val *people = scope_find(scope, &row->people);
	struct signatures_laid *laid = NEW(press->arena, struct signatures_laid, 1);
	struct strip *strip;

	if (val_count(people) > row->most)
		return FAIL(err, ERR_INPUT,
			    "ada %zu penanda tangan, sedangkan di baris ini muat %zu",
			    "there are %zu signatories, and %zu fit into this row",
			    val_count(people), row->most);
	laid->count = val_count(people);
	for (size_t i = 0; i < laid->count; i++) {
		laid->people[i].name = val_chars(val_get(val_at(people, i), "name"));
		laid->people[i].office = val_chars(val_get(val_at(people, i), "office"));
	}
	strip = strips_add(press, ret, element, element->height);
	strip->width = width;
	strip->draw = signatures_draw;
	strip->what = laid;
	return true;
}

const struct element_kind SIGNATURES_KIND = { "signatures", SIGNATURES_KEYS, signatures_read,
					      signatures_lay };
