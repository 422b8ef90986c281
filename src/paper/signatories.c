/* The row of signatories: offices above, room to sign, names on a rule. */
#include <assert.h>

#include "paper/page.h"

#define COLUMN_MAX 270.0
#define COLUMN_GAP 16.0
#define RULE_MAX 200.0
#define LEADING 1.22

/* Sizes are tried from the largest on until all texts of the row fit in as many lines. */
struct trial {
	size_t lines;
	double size;
};

static const struct trial OFFICES[] = { { 2, 11 }, { 2, 10 }, { 3, 10 },  { 3, 9 },
					{ 3, 8 },  { 3, 7 },  { 3, 5.5 }, { 3, 4 } };
static const struct trial NAMES[] = { { 1, 12 }, { 1, 11 }, { 1, 10 }, { 2, 11 }, { 2, 10 },
				      { 2, 9 },	 { 2, 8 },  { 3, 7 },  { 3, 5.5 } };

/* The texts of one kind, one per column. */
struct kind {
	struct line lines[SIGNATORIES_MAX];
	struct block blocks[SIGNATORIES_MAX];
};

/* No larger than what the layout wants. */
static double at_most(double size, double most)
{
	return most > 0 && size > most ? most : size;
}

static bool fit_trial(struct kind *kind, size_t count, double width, double most,
		      const struct trial *trial)
{
	struct fit fit = { .width = width };

	for (size_t i = 0; i < trial->lines; i++)
		fit.sizes[i].largest = fit.sizes[i].smallest = at_most(trial->size, most);
	for (size_t i = 0; i < count; i++)
		if (kind->lines[i].count && !line_fit(&kind->lines[i], &fit, &kind->blocks[i]))
			return false;
	return true;
}

static bool fit_kind(struct kind *kind, size_t count, double width, double most,
		     const struct trial *trials, size_t trial_count, struct err *err)
{
	for (size_t i = 0; i < trial_count; i++)
		if (fit_trial(kind, count, width, most, &trials[i]))
			return true;
	return FAIL(err, ERR_INPUT, "nama atau jabatan penanda tangan terlalu panjang",
		    "a signatory's name or office is too long");
}

/* The row: columns of one width, in the middle of their room or from its left end on. */
struct columns {
	const struct signing *how;
	double x, width; /* the first one's left end */
	size_t count;
};

/* Each text in its column: the first line at `y`, or the last one when `upwards`. */
static void draw_kind(struct page *page, const struct kind *kind, const struct columns *columns,
		      double y, bool upwards)
{
	double width = columns->width;
	double rule = width > RULE_MAX + COLUMN_GAP ? RULE_MAX : width - COLUMN_GAP;
	bool left = columns->how->align == ALIGN_LEFT;

	for (size_t i = 0; i < columns->count; i++) {
		const struct block *block = &kind->blocks[i];
		double x = columns->x + width * (double)i + (left ? 0 : width / 2);
		double above = upwards && block->count ? (double)(block->count - 1) : 0;

		for (size_t j = 0; j < block->count; j++)
			page_line(page, &block->lines[j], block->size, x,
				  y + block->size * LEADING * (above - (double)j),
				  left ? ALIGN_LEFT : ALIGN_CENTRE);
		if ((upwards && columns->how->rules) || !block->count)
			page_rule(page, left ? x : x - rule / 2, y - 5, rule, 0.5);
	}
}

bool page_signatories(struct page *page, struct arena *arena, const struct signatory *people,
		      size_t count, const struct signing *how, const struct box *box,
		      struct err *err)
{
	struct kind offices = { 0 }, names = { 0 };
	struct columns columns = { .how = how };
	double width;

	assert(count <= SIGNATORIES_MAX);
	for (size_t i = 0; i < count; i++) {
		const char *office = people[i].office ? people[i].office : "";
		const char *name = people[i].name ? people[i].name : "";

		if (!text_line(page->paper, how->office, arena, office, &offices.lines[i], err) ||
		    !text_line(page->paper, how->name, arena, name, &names.lines[i], err))
			return false;
	}
	count = count ? count : 1; /* somebody will sign */
	width = (box->right - box->left) / (double)count;
	width = width > COLUMN_MAX ? COLUMN_MAX : width;
	if (!fit_kind(&offices, count, width - COLUMN_GAP, how->office_most, OFFICES,
		      COUNT(OFFICES), err) ||
	    !fit_kind(&names, count, width - COLUMN_GAP, how->name_most, NAMES, COUNT(NAMES), err))
		return false;
	columns.width = width;
	columns.count = count;
	columns.x = how->align == ALIGN_LEFT ? box->left
					     : (box->left + box->right - width * (double)count) / 2;
	page_colour(page, &how->colour);
	draw_kind(page, &offices, &columns, box->top - 11, false);
	draw_kind(page, &names, &columns, box->bottom + 5, true);
	return true;
}
