/* Strips below one another: in one place, or over as many pages as it takes. */
#include "paper/layout.h"

#define SLACK 0.05 /* points that rounding may cost */

bool fail_at(const struct element *element, struct err *err)
{
	err_prefix(err, "%s:%u", element->place.file, element->place.line);
	return false;
}

static bool fail_overflow(const struct element *element, double by, struct err *err)
{
	(void)FAIL(err, ERR_INPUT, "blok ini %.1f mm lebih tinggi daripada tempatnya",
		   "this block is %.1f mm higher than its place", by / MM);
	return fail_at(element, err);
}

static bool draw_nothing(struct press *press, const struct strip *strip, double left, double top,
			 struct err *err)
{
	(void)press;
	(void)strip;
	(void)left;
	(void)top;
	(void)err;
	return true;
}

struct strip *strips_add(struct press *press, struct strips *strips, const struct element *element,
			 double height)
{
	GROW(press->arena, strips->items, strips->count, &strips->cap);
	strips->items[strips->count] = (struct strip){
		.height = height, .scale = 1, .element = element, .draw = draw_nothing
	};
	return &strips->items[strips->count++];
}

/* ---- Elements become strips ---- */

static bool is_wanted(const struct element *element, const struct scope *scope)
{
	return !element->has_condition ||
	       val_is_true(scope_find(scope, &element->condition)) != element->unless;
}

static bool draw_placed(struct press *press, const struct strip *strip, double left, double top,
			struct err *err)
{
	const struct strips *strips = strip->what;
	double y = press->corner_y - strip->y, room = strip->element->height;

	(void)left;
	(void)top;
	if (room <= 0)
		room = y - press->floor;
	return strips_draw(press, strips, press->corner_x + strip->x, y, room, VALIGN_TOP,
			   strip->element, err);
}

static bool lay_placed(struct press *press, const struct element *element,
		       const struct scope *scope, struct strips *ret, struct err *err)
{
	double width = element->width > 0 ? element->width : press->placed_right - element->x;
	struct strips *strips = NEW(press->arena, struct strips, 1);
	struct strip *strip;

	if (!element->kind->lay(press, element, scope, width, strips, err))
		return fail_at(element, err);
	if (!strips->count)
		return true;
	strip = strips_add(press, ret, element, 0);
	strip->is_placed = true;
	strip->x = element->x;
	strip->y = element->y;
	strip->draw = draw_placed;
	strip->what = strips;
	return true;
}

/* A block that is narrower than its room stands where its texts do. */
static double indent_of(const struct element *element, double room, double width)
{
	switch (element->align) {
	case ALIGN_LEFT:
	case ALIGN_JUSTIFY: return 0;
	case ALIGN_CENTRE: return (room - width) / 2;
	case ALIGN_RIGHT: return room - width;
	}
	return 0;
}

static bool lay_flowing(struct press *press, const struct element *element,
			const struct scope *scope, double room, struct strips *ret, struct err *err)
{
	double width = element->width > 0 && element->width < room ? element->width : room;
	size_t first = ret->count;

	if (!element->kind->lay(press, element, scope, width, ret, err))
		return fail_at(element, err);
	if (ret->count == first)
		return true;
	for (size_t i = first; i < ret->count; i++)
		ret->items[i].x += indent_of(element, room, width);
	ret->items[first].above = element->above;
	ret->items[ret->count - 1].keep = ret->items[ret->count - 1].keep || element->keep;
	if (element->bookmark.is_set)
		ret->items[first].bookmark =
			phrase_fill(&element->bookmark, press->lang, scope, 0, press->arena);
	return true;
}

bool lay_elements(struct press *press, const struct elements *elements, const struct scope *scope,
		  double width, struct strips *ret, struct err *err)
{
	for (size_t i = 0; i < elements->count; i++) {
		const struct element *element = elements->items[i];

		if (!is_wanted(element, scope))
			continue;
		if (!(element->is_placed ? lay_placed(press, element, scope, ret, err)
					 : lay_flowing(press, element, scope, width, ret, err)))
			return false;
	}
	return true;
}

/* ---- One place for all ---- */

/* `ret_gaps` is how much of the height lies between strips. */
static double measure(const struct strips *strips, double *ret_gaps)
{
	double height = 0, gaps = 0;
	bool any = false;

	for (size_t i = 0; i < strips->count; i++) {
		if (strips->items[i].is_placed)
			continue;
		height += strips->items[i].height;
		gaps += any ? strips->items[i].above : 0;
		any = true;
	}
	*ret_gaps = gaps;
	return height + gaps;
}

double strips_height(const struct strips *strips)
{
	double gaps;

	return measure(strips, &gaps);
}

#define STRETCH_LEAST 0.33
#define STRETCH_MOST 1.6

/* First the distances give way, down to a third, then the type. */
static void spread(const struct strips *strips, double room, double *ret_stretch,
		   double *ret_shrink, double *ret_total)
{
	double gaps, height = measure(strips, &gaps) - gaps;
	double stretch = gaps > 0 ? (room - height) / gaps : 1, shrink = 1;

	if (stretch < STRETCH_LEAST) {
		stretch = STRETCH_LEAST;
		shrink = (room - gaps * stretch) / height;
	}
	if (stretch > STRETCH_MOST)
		stretch = STRETCH_MOST;
	*ret_stretch = stretch;
	*ret_shrink = shrink > 1 ? 1 : shrink;
	*ret_total = height * *ret_shrink + gaps * stretch;
}

static void mark(struct press *press, const struct strip *strip, double top)
{
	if (!strip->bookmark || !*strip->bookmark)
		return;
	GROW(press->arena, press->marks, press->mark_count, &press->mark_cap);
	press->marks[press->mark_count++] =
		(struct press_mark){ press->page_count - 1, strip->bookmark, top };
}

static bool draw_one(struct press *press, const struct strip *strip, double shrink, double left,
		     double top, struct err *err)
{
	struct strip copy = *strip;

	copy.scale = shrink;
	copy.height *= shrink;
	mark(press, strip, top);
	return strip->draw(press, &copy, left + (strip->is_placed ? 0 : strip->x), top, err);
}

bool strips_draw(struct press *press, const struct strips *strips, double left, double top,
		 double height, enum valign valign, const struct element *element, struct err *err)
{
	double total = strips_height(strips), room = height > 0 ? height : total, y = top;
	double stretch = 1, shrink = 1;
	bool any = false;

	if (valign == VALIGN_SPREAD)
		spread(strips, room, &stretch, &shrink, &total);
	if (total > room + SLACK || shrink < 0.4)
		return fail_overflow(element, total - room, err);
	y -= valign == VALIGN_TOP ? 0 : valign == VALIGN_BOTTOM ? room - total : (room - total) / 2;
	for (size_t i = 0; i < strips->count; i++) {
		const struct strip *strip = &strips->items[i];

		if (!strip->is_placed) {
			y -= any ? strip->above * stretch : 0;
			any = true;
		}
		if (!draw_one(press, strip, shrink, left, y, err))
			return false;
		y -= strip->is_placed ? 0 : strip->height * shrink;
	}
	return true;
}

/* ---- Over pages ---- */

struct flowing {
	struct press *press;
	const struct strips *strips;
	double left, top, bottom; /* of every page */
	double y;
	bool is_fresh; /* nothing flows on this page yet */
};

static void new_page(struct flowing *flowing)
{
	press_new_page(flowing->press);
	flowing->y = flowing->top;
	flowing->is_fresh = true;
}

/* The strips from `from` that may not be parted: up to, not with, the one returned. */
static size_t chunk_end(const struct strips *strips, size_t from)
{
	size_t to = from;

	while (to + 1 < strips->count && (strips->items[to].keep || strips->items[to].is_placed) &&
	       !strips->items[to + 1].new_page)
		to++;
	return to + 1;
}

static double chunk_height(const struct flowing *flowing, size_t from, size_t to)
{
	bool fresh = flowing->is_fresh;
	double height = 0;

	for (size_t i = from; i < to; i++) {
		const struct strip *strip = &flowing->strips->items[i];

		if (strip->is_placed)
			continue;
		height += strip->height + (fresh ? 0 : strip->above);
		fresh = false;
	}
	return height;
}

static bool put_strip(struct flowing *flowing, const struct strip *strip, struct err *err)
{
	if (!strip->is_placed) {
		flowing->y -= flowing->is_fresh ? 0 : strip->above;
		flowing->is_fresh = false;
	}
	if (!draw_one(flowing->press, strip, 1, flowing->left, flowing->y, err))
		return false;
	flowing->y -= strip->is_placed ? 0 : strip->height;
	return true;
}

static bool is_head(const struct strips *head, const struct strip *strip)
{
	return strip >= head->items && strip < head->items + head->count;
}

/* What is repeated where a strip begins a page. */
static bool put_head(struct flowing *flowing, const struct strip *strip, struct err *err)
{
	const struct strips *head = strip->head;

	for (size_t i = 0; head && !is_head(head, strip) && i < head->count; i++)
		if (!put_strip(flowing, &head->items[i], err))
			return false;
	return true;
}

static bool put_strips(struct flowing *flowing, size_t from, size_t to, struct err *err)
{
	for (size_t i = from; i < to; i++)
		if (!put_strip(flowing, &flowing->strips->items[i], err))
			return false;
	return true;
}

/* Puts the chunk on this page, or on a new one, or, when none can hold it, in pieces. */
static bool put_chunk(struct flowing *flowing, size_t from, size_t to, struct err *err)
{
	const struct strip *first = &flowing->strips->items[from];
	bool fits = chunk_height(flowing, from, to) <= flowing->y - flowing->bottom + SLACK;

	if (fits && !first->new_page)
		return put_strips(flowing, from, to, err);
	if (!flowing->is_fresh) {
		new_page(flowing);
		if (!put_head(flowing, first, err))
			return false;
		fits = chunk_height(flowing, from, to) <= flowing->y - flowing->bottom + SLACK;
	}
	if (fits)
		return put_strips(flowing, from, to, err);
	if (to == from + 1)
		return fail_overflow(
			first->element,
			chunk_height(flowing, from, to) - (flowing->y - flowing->bottom), err);
	for (size_t i = from; i < to; i++)
		if (!put_chunk(flowing, i, i + 1, err))
			return false;
	return true;
}

bool flow(struct press *press, const struct strips *strips, struct err *err)
{
	const struct layout *layout = press->layout;
	struct flowing flowing = { .press = press,
				   .strips = strips,
				   .left = layout->left,
				   .top = layout->height - layout->top,
				   .bottom = layout->bottom };

	new_page(&flowing);
	for (size_t i = 0; i < strips->count;) {
		size_t to = chunk_end(strips, i);

		if (!put_chunk(&flowing, i, to, err))
			return false;
		i = to;
	}
	return true;
}
