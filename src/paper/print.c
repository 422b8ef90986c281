/* Layouts filled with data become a PDF: pages with header and footer, bookmarks, properties. */
#include <string.h>

#include "paper/layout.h"
#include "paper/ornament.h"

void press_new_page(struct press *press)
{
	press->page = NEW(press->arena, struct page, 1);
	page_begin(press->page, press->usage, press->arena);
	GROW(press->arena, press->pages, press->page_count, &press->page_cap);
	press->pages[press->page_count++] = press->page;
}

/* ---- Header and footer ---- */

static bool draw_area(struct press *press, const struct margin_area *area,
		      const struct scope *scope, bool is_footer, struct err *err)
{
	const struct layout *layout = press->layout;
	double room = (is_footer ? layout->bottom : layout->top) - area->from_edge;
	double top = is_footer ? layout->bottom : layout->height - area->from_edge;
	struct strips strips = { 0 };

	if (!lay_elements(press, &area->elements, scope,
			  layout->width - layout->left - layout->right, &strips, err))
		return false;
	if (!strips.count)
		return true;
	return strips_draw(press, &strips, layout->left, top, room,
			   is_footer ? VALIGN_BOTTOM : VALIGN_TOP, area->elements.items[0], err);
}

static bool draw_areas(struct press *press, const struct scope *scope, size_t number,
		       struct page *above, struct page *below, struct err *err)
{
	const struct layout *layout = press->layout;
	struct val *numbers = val_map(press->arena);
	const struct scope inner = { .data = numbers, .outer = scope };

	val_put_text(numbers, "page", arena_printf(press->arena, "%zu", number + 1));
	val_put_text(numbers, "pages", arena_printf(press->arena, "%zu", press->page_count));
	press->page = above;
	if (layout->header.elements.count && !(layout->header.skip_first && !number) &&
	    !draw_area(press, &layout->header, &inner, false, err))
		return false;
	press->page = below;
	return !layout->footer.elements.count || (layout->footer.skip_first && !number) ||
	       draw_area(press, &layout->footer, &inner, true, err);
}

/* ---- One filled layout ---- */

struct printing {
	const struct paper *paper;
	const struct document *document;
	struct arena *arena;  /* of the whole file */
	struct arena scratch; /* of one filled layout */
	struct pdf pdf;
	const char *part; /* that the last one stands in */
	struct usage usage;
};

static bool draw_sample(struct page *page, const struct press *press, struct err *err)
{
	static const struct colour FAINT = { 0.95, 0.86, 0.85 };
	const struct layout *layout = press->layout;
	double wide = layout->width / 4.9, high = layout->height / 3.5;
	struct line line;

	if (!press->sample)
		return true;
	if (!text_line(press->paper, FACE_SANS, press->arena, "CONTOH", &line, err))
		return false;
	page_colour(page, &FAINT);
	page_turned(page, &line, wide < high ? wide : high, layout->width / 2, layout->height / 2,
		    30);
	return true;
}

static void draw_image(struct page *page, const struct layout *layout)
{
	double bleed = layout->bleed;

	if (layout->image)
		page_image(page, layout->image,
			   &(const struct box){ -bleed, layout->width + bleed,
						layout->height + bleed, -bleed });
}

static void put_images(struct printing *printing, const struct page *page)
{
	for (size_t i = 0; i < page->image_count; i++)
		pdf_image(&printing->pdf, page->images[i]);
}

static bool put_page(struct printing *printing, struct press *press, const struct scope *scope,
		     size_t number, struct err *err)
{
	const struct layout *layout = press->layout;
	struct page *body = press->pages[number], above, below;
	double slug = layout->crop_marks ? CROP_ROOM : 0;

	page_begin(&above, press->usage, press->arena);
	page_begin(&below, press->usage, press->arena);
	if (layout->bleed + slug > 0)
		page_shift(&above, layout->bleed + slug, layout->bleed + slug);
	draw_image(&above, layout);
	if (!draw_sample(&above, press, err) ||
	    !draw_areas(press, scope, number, &above, &below, err))
		return false;
	buf_add(&above.content, body->content.data, body->content.len);
	buf_add(&above.content, below.content.data, below.content.len);
	put_images(printing, &above);
	put_images(printing, body);
	put_images(printing, &below);
	pdf_page(&printing->pdf,
		 &(struct pdf_page){
			 .width = layout->width,
			 .height = layout->height,
			 .bleed = layout->bleed,
			 .slug = slug,
			 .below = { layout->has_background ? &layout->background : NULL },
			 .content = &above.content,
			 .code = body->code });
	return true;
}

/* Where one of several begins: of its part, when that begins too, and its own. Returns the level of
 * what is inside it. */
static unsigned put_titles(struct printing *printing, const struct filled *filled,
			   const struct scope *scope)
{
	const struct layout *layout = filled->layout;
	bool begins =
		filled->part && !(printing->part && strcmp(printing->part, filled->part) == 0);

	if (begins) {
		pdf_bookmark(&printing->pdf, filled->part, 0, layout->height);
		printing->part = arena_text(printing->arena, filled->part);
	}
	if (layout->bookmark.is_set)
		pdf_bookmark(
			&printing->pdf,
			phrase_fill(&layout->bookmark, filled->lang, scope, 0, &printing->scratch),
			filled->part ? 1 : 0, layout->height);
	return filled->part || layout->bookmark.is_set ? 1 : 0;
}

/* `ret_begun`: a page of it stands already. */
static bool put_filled(struct printing *printing, const struct filled *filled, bool several,
		       bool *ret_begun, struct err *err)
{
	const struct layout *layout = filled->layout;
	const struct scope scope = { .data = filled->data };
	struct press press = { .paper = printing->paper,
			       .usage = &printing->usage,
			       .layout = layout,
			       .lang = filled->lang,
			       .sample = filled->sample || printing->document->sample,
			       .arena = &printing->scratch,
			       .corner_y = layout->height,
			       .placed_right = layout->width - layout->right };
	struct strips strips = { 0 };
	unsigned level = 0;
	size_t mark = 0;

	*ret_begun = false;
	if (!lay_elements(&press, &layout->elements, &scope,
			  layout->width - layout->left - layout->right, &strips, err) ||
	    !flow(&press, &strips, err))
		return false;
	for (size_t i = 0; i < press.page_count; i++) {
		if (!put_page(printing, &press, &scope, i, err))
			return false;
		*ret_begun = true;
		if (several && !i)
			level = put_titles(printing, filled, &scope);
		for (; mark < press.mark_count && press.marks[mark].page == i; mark++)
			pdf_bookmark(&printing->pdf, press.marks[mark].title, level,
				     press.marks[mark].top);
	}
	return true;
}

static bool put_either(struct printing *printing, struct filled *filled, bool several,
		       struct err *err)
{
	bool begun;

	if (put_filled(printing, filled, several, &begun, err))
		return true;
	if (begun || !filled->instead || err->kind != ERR_INPUT)
		return false;
	filled->layout = filled->instead;
	return put_filled(printing, filled, several, &begun, err);
}

static void finish(struct printing *printing)
{
	const struct paper *paper = printing->paper;
	const struct document *document = printing->document;
	struct pdf_font fonts[FONT_COUNT];

	for (size_t i = 0; i < FONT_COUNT; i++)
		fonts[i] = (struct pdf_font){ &paper->font_parts[i], &paper->fonts[i],
					      printing->usage.glyphs[i] };
	pdf_end(&printing->pdf, fonts, FONT_COUNT, &paper->to_unicode,
		&(struct pdf_info){ .title = document->title,
				    .author = document->author,
				    .subject = document->subject,
				    .lang = document->lang,
				    .at = document->at });
}

/* The memory of one filled layout, and with `to` that of one page more. */
static bool print_each(struct printing *printing, const struct filled_list *filling, FILE *to,
		       struct buf *out, struct err *err)
{
	pdf_begin(&printing->pdf, out, printing->paper->first_free);
	printing->pdf.scratch = &printing->scratch;
	for (size_t i = 0; i < filling->count; i++) {
		struct filled filled;

		if (!filling->at(filling->arg, i, &printing->scratch, &filled, err))
			return false;
		if (!put_either(printing, &filled, filling->count > 1, err)) {
			if (filled.name)
				err_prefix(err, "%s", filled.name);
			return false;
		}
		if (to && !pdf_flush(&printing->pdf, to, err))
			return false;
		arena_reset(&printing->scratch);
	}
	finish(printing);
	return !to || pdf_flush(&printing->pdf, to, err);
}

bool print_filling(const struct paper *paper, const struct filled_list *filling,
		   const struct document *document, FILE *to, struct buf *out, struct err *err)
{
	struct printing printing = { .paper = paper,
				     .document = document,
				     .arena = out->arena,
				     .usage = { .paper = paper, .arena = out->arena } };
	bool done;

	if (!filling->count)
		return FAIL(err, ERR_NOT_FOUND, "tidak ada yang dapat dicetak",
			    "there is nothing to print");
	done = print_each(&printing, filling, to, out, err);
	arena_release(&printing.scratch);
	return done;
}

struct list {
	const struct filled *items;
};

static bool filled_at(void *arg, size_t i, struct arena *arena, struct filled *ret, struct err *err)
{
	(void)arena;
	(void)err;
	*ret = ((const struct list *)arg)->items[i];
	return true;
}

bool paper_print_all(const struct paper *paper, const struct filled *filled, size_t count,
		     const struct document *document, struct buf *ret, struct err *err)
{
	struct list list = { filled };
	const struct filled_list filling = { .count = count, .at = filled_at, .arg = &list };

	return print_filling(paper, &filling, document, NULL, ret, err);
}

bool paper_print_write(const struct paper *paper, const struct filled_list *filling,
		       const struct document *document, FILE *to, struct err *err)
{
	struct arena arena = { 0 };
	struct buf out;
	bool done;

	buf_init(&out, &arena);
	done = print_filling(paper, filling, document, to, &out, err);
	arena_release(&arena);
	return done;
}

bool paper_print(const struct paper *paper, const struct layout *layout,
		 const struct document *document, const struct val *data, struct buf *ret,
		 struct err *err)
{
	const struct filled filled = { .layout = layout, .data = data, .lang = document->lang };

	return paper_print_all(paper, &filled, 1, document, ret, err);
}
