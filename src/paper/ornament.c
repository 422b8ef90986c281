/* Borders and the emblem, drawn by libharu. The emblem is our own, no coat of
 * arms: nine petals for nine jurors around a worker behind a shield (paritrana: protection). */
#include <math.h>

#include "paper/ornament.h"

#define PI 3.14159265358979323846

#define WAVES 10
#define WAVE_UNITS 2.5 /* of its coordinates in a point */

static const struct colour WHITE = { 1, 1, 1 };

/* A colour half as strong. */
static struct colour pale(const struct colour *colour)
{
	return (struct colour){ (colour->red + 1) / 2, (colour->green + 1) / 2,
				(colour->blue + 1) / 2 };
}

static void fill_with(HPDF_Page page, const struct colour *colour)
{
	HPDF_Page_SetRGBFill(page, (float)colour->red, (float)colour->green, (float)colour->blue);
}

static void draw_with(HPDF_Page page, const struct colour *colour, double width)
{
	HPDF_Page_SetRGBStroke(page, (float)colour->red, (float)colour->green, (float)colour->blue);
	HPDF_Page_SetLineWidth(page, (float)width);
}

static void move_to(HPDF_Page page, double x, double y)
{
	HPDF_Page_MoveTo(page, (float)x, (float)y);
}

static void line_to(HPDF_Page page, double x, double y)
{
	HPDF_Page_LineTo(page, (float)x, (float)y);
}

static void curve_to(HPDF_Page page, double x1, double y1, double x2, double y2, double x, double y)
{
	HPDF_Page_CurveTo(page, (float)x1, (float)y1, (float)x2, (float)y2, (float)x, (float)y);
}

static void disc(HPDF_Page page, double x, double y, double radius)
{
	HPDF_Page_Circle(page, (float)x, (float)y, (float)radius);
	HPDF_Page_Fill(page);
}

static void frame(HPDF_Page page, const struct background *back, double inset)
{
	HPDF_Page_Rectangle(page, (float)inset, (float)inset, (float)(back->width - 2 * inset),
			    (float)(back->height - 2 * inset));
	HPDF_Page_Stroke(page);
}

/* Between fine_begin and fine_end: corners are whole tenths of a point, because each digit is in
 * every document. */
static void diamond(HPDF_Page page, double x, double y, double across, double along)
{
	move_to(page, round((x - along) * 10), round(y * 10));
	line_to(page, round(x * 10), round((y + across) * 10));
	line_to(page, round((x + along) * 10), round(y * 10));
	line_to(page, round(x * 10), round((y - across) * 10));
	HPDF_Page_ClosePath(page);
}

static void fine_begin(HPDF_Page page)
{
	HPDF_Page_GSave(page);
	HPDF_Page_Concat(page, 0.1f, 0, 0, 0.1f, 0, 0);
}

static void fine_end(HPDF_Page page)
{
	HPDF_Page_GRestore(page);
}

/* One diamond of the band, with a window and a seed. */
static void woven(HPDF_Page page, double x, double y)
{
	diamond(page, x, y, 6.2, 6.2);
	diamond(page, x, y, 3.9, 3.9);
	HPDF_Page_Eofill(page);
	diamond(page, x, y, 1.7, 1.7);
	HPDF_Page_Fill(page);
}

/* A row of diamonds from corner to corner, evenly spaced, and half diamonds between neighbours. */
static void weave(HPDF_Page page, const struct colour *colour, double x, double y, double dx,
		  double dy, double length)
{
	int count = (int)floor(length / 14.6);
	double step = length / count;
	struct colour between = pale(colour);

	fill_with(page, colour);
	for (int i = 0; i <= count; i++)
		woven(page, x + dx * step * i, y + dy * step * i);
	fill_with(page, &between);
	for (int i = 0; i < count; i++) {
		double at = step * (i + 0.5);

		for (int side = -1; side <= 1; side += 2)
			diamond(page, x + dx * at + dy * side * 4.6, y + dy * at + dx * side * 4.6,
				1.5, 1.5);
	}
	HPDF_Page_Fill(page);
}

static void border_woven(HPDF_Page page, const struct background *back)
{
	double inset = back->inset, middle = inset + 13;
	double wide = back->width - 2 * middle, high = back->height - 2 * middle;

	draw_with(page, &back->ink, 1.6);
	frame(page, back, inset);
	draw_with(page, &back->second, 0.5);
	frame(page, back, inset + 3);
	fine_begin(page);
	weave(page, &back->second, middle, middle, 1, 0, wide);
	weave(page, &back->second, middle, back->height - middle, 1, 0, wide);
	weave(page, &back->second, middle, middle, 0, 1, high);
	weave(page, &back->second, back->width - middle, middle, 0, 1, high);
	fine_end(page);
	draw_with(page, &back->second, 0.5);
	frame(page, back, inset + 23);
	draw_with(page, &back->ink, 0.8);
	frame(page, back, inset + 26);
}

/* Two angles in each corner, a strong one and a fine one within it. */
static void border_corners(HPDF_Page page, const struct background *back)
{
	const double LENGTHS[] = { 62, 44 }, INSETS[] = { back->inset, back->inset + 5 };

	for (int i = 0; i < 8; i++) {
		double length = LENGTHS[i / 4], inset = INSETS[i / 4];
		double x = i & 1 ? back->width - inset : inset;
		double y = i & 2 ? back->height - inset : inset;

		draw_with(page, i / 4 ? &back->second : &back->ink, i / 4 ? 0.8 : 2.4);
		move_to(page, x + (i & 1 ? -length : length), y);
		line_to(page, x, y);
		line_to(page, x, y + (i & 2 ? -length : length));
		HPDF_Page_Stroke(page);
	}
}

/* A band that runs off the paper, a fine one beside it, and a column of diamonds. */
static void border_side(HPDF_Page page, const struct background *back)
{
	double width = back->inset * 2, step = 26;

	fill_with(page, &back->ink);
	HPDF_Page_Rectangle(page, (float)-back->bleed, (float)-back->bleed,
			    (float)(width + back->bleed), (float)(back->height + 2 * back->bleed));
	HPDF_Page_Fill(page);
	fill_with(page, &back->second);
	HPDF_Page_Rectangle(page, (float)(width + 2.4), (float)-back->bleed, 2.4f,
			    (float)(back->height + 2 * back->bleed));
	HPDF_Page_Fill(page);
	fine_begin(page);
	for (double y = fmod(back->height, step) / 2 + step / 2; y < back->height; y += step)
		woven(page, width / 2, y);
	fine_end(page);
}

static void border(HPDF_Page page, const struct background *back)
{
	switch (back->border) {
	case BORDER_NONE: return;
	case BORDER_WOVEN: border_woven(page, back); return;
	case BORDER_DOUBLE:
		draw_with(page, &back->second, 0.6);
		frame(page, back, back->inset + 4);
		draw_with(page, &back->ink, 1.8);
		frame(page, back, back->inset);
		return;
	case BORDER_RULE:
		draw_with(page, &back->ink, 0.9);
		frame(page, back, back->inset);
		return;
	case BORDER_CORNERS: border_corners(page, back); return;
	case BORDER_SIDE: border_side(page, back); return;
	}
}

/* A petal whose tip points outward at `angle`. */
static void petal(HPDF_Page page, double x, double y, double angle, double from, double to)
{
	double half = PI / 9 * 0.92, middle = (from + to) / 2 + 1;

	move_to(page, x + from * cos(angle), y + from * sin(angle));
	curve_to(page, x + from * cos(angle - half), y + from * sin(angle - half),
		 x + middle * cos(angle - half), y + middle * sin(angle - half),
		 x + to * cos(angle), y + to * sin(angle));
	curve_to(page, x + middle * cos(angle + half), y + middle * sin(angle + half),
		 x + from * cos(angle + half), y + from * sin(angle + half), x + from * cos(angle),
		 y + from * sin(angle));
	HPDF_Page_ClosePath(page);
}

static void shield(HPDF_Page page, double x, double y, double size)
{
	double top = y + size * 0.72, side = size * 0.72, shoulder = y + size * 0.1;

	move_to(page, x, top + size * 0.16);
	curve_to(page, x - side * 0.4, top, x - side * 0.7, top, x - side, top - size * 0.02);
	line_to(page, x - side, shoulder);
	curve_to(page, x - side, y - size * 0.45, x - side * 0.5, y - size * 0.8, x, y - size);
	curve_to(page, x + side * 0.5, y - size * 0.8, x + side, y - size * 0.45, x + side,
		 shoulder);
	line_to(page, x + side, top - size * 0.02);
	curve_to(page, x + side * 0.7, top, x + side * 0.4, top, x, top + size * 0.16);
	HPDF_Page_ClosePath(page);
}

static void emblem(HPDF_Page page, const struct background *back)
{
	double x = back->emblem_x, y = back->height - back->emblem_y, size = back->emblem_size / 2;
	double core = size * 0.62;
	struct colour light = pale(&back->second);

	fill_with(page, &back->second);
	for (int i = 0; i < 9; i++)
		petal(page, x, y, PI / 2 + 2 * PI * i / 9, core * 0.9, size);
	HPDF_Page_Fill(page);
	fill_with(page, &WHITE);
	disc(page, x, y, core * 1.06);
	fill_with(page, &back->ink);
	disc(page, x, y, core);
	draw_with(page, &light, 0.6);
	HPDF_Page_Circle(page, (float)x, (float)y, (float)(core * 0.9));
	HPDF_Page_Stroke(page);
	fill_with(page, &light);
	shield(page, x, y, core * 0.74);
	HPDF_Page_Fill(page);
	fill_with(page, &back->ink);
	shield(page, x, y, core * 0.64);
	HPDF_Page_Fill(page);
	fill_with(page, &WHITE); /* head and shoulders */
	disc(page, x, y + core * 0.15, core * 0.15);
	move_to(page, x - core * 0.31, y - core * 0.27);
	curve_to(page, x - core * 0.31, y + core * 0.06, x + core * 0.31, y + core * 0.06,
		 x + core * 0.31, y - core * 0.27);
	HPDF_Page_ClosePath(page);
	HPDF_Page_Fill(page);
}

/* A closed wave around the middle, as on security paper; pale enough to write on. Coordinates are
 * whole units of two fifths of a point, because each digit is in every document. */
static void wave(HPDF_Page page, double radius, double height, int waves, double phase)
{
	enum { STEPS = 36 };
	double third = 2 * PI / STEPS / 3, before[2] = { 0, 0 };

	for (int i = 0; i <= STEPS; i++) {
		double at = 2 * PI * i / STEPS;
		double r = radius + height * sin(waves * at + phase);
		double slope = height * waves * cos(waves * at + phase);
		double x = 1.55 * r * cos(at), y = r * sin(at);
		double dx = 1.55 * (slope * cos(at) - r * sin(at)) * third;
		double dy = (slope * sin(at) + r * cos(at)) * third;

		if (i == 0)
			move_to(page, round(x * WAVE_UNITS), round(y * WAVE_UNITS));
		else
			curve_to(page, round(before[0] * WAVE_UNITS), round(before[1] * WAVE_UNITS),
				 round((x - dx) * WAVE_UNITS), round((y - dy) * WAVE_UNITS),
				 round(x * WAVE_UNITS), round(y * WAVE_UNITS));
		before[0] = x + dx;
		before[1] = y + dy;
	}
	HPDF_Page_Stroke(page);
}

static void watermark(HPDF_Page page, const struct background *back)
{
	double scale = fmin(back->width / 841.89, back->height / 595.28);

	HPDF_Page_GSave(page);
	HPDF_Page_Concat(page, (float)(scale / WAVE_UNITS), 0, 0, (float)(scale / WAVE_UNITS),
			 (float)back->width / 2, (float)back->height / 2);
	draw_with(page, &back->waves, 0.48 * WAVE_UNITS);
	for (int i = 0; i < WAVES; i++)
		wave(page, 165, 36, 12, 2 * PI * i / WAVES);
	HPDF_Page_GRestore(page);
}

/* Where to cut: strokes outside the bleed, at each corner two. */
static void crop_marks(HPDF_Page page, const struct background *back)
{
	double near = back->bleed + 3, far = back->bleed + back->slug - 2;

	draw_with(page, &(const struct colour){ 0, 0, 0 }, 0.3);
	for (int i = 0; i < 4; i++) {
		double x = i & 1 ? back->width : 0, y = i & 2 ? back->height : 0;
		double right = i & 1 ? 1 : -1, up = i & 2 ? 1 : -1;

		move_to(page, x + right * near, y);
		line_to(page, x + right * far, y);
		move_to(page, x, y + up * near);
		line_to(page, x, y + up * far);
	}
	HPDF_Page_Stroke(page);
}

static void draw(HPDF_Page page, const void *what)
{
	const struct background *back = what;
	double around = back->bleed + back->slug;

	HPDF_Page_GSave(page);
	HPDF_Page_Concat(page, 1, 0, 0, 1, (float)around, (float)around);
	if (back->has_colour) {
		fill_with(page, &back->colour);
		HPDF_Page_Rectangle(page, (float)-back->bleed, (float)-back->bleed,
				    (float)(back->width + 2 * back->bleed),
				    (float)(back->height + 2 * back->bleed));
		HPDF_Page_Fill(page);
	}
	if (back->has_waves)
		watermark(page, back);
	border(page, back);
	if (back->emblem_size > 0)
		emblem(page, back);
	if (back->slug > 0)
		crop_marks(page, back);
	HPDF_Page_GRestore(page);
}

bool background_draw(struct arena *arena, const struct background *background, struct stream *ret,
		     struct err *err)
{
	double around = background->bleed + background->slug;

	return part_drawing(arena, draw, background, background->width + 2 * around,
			    background->height + 2 * around, ret, err);
}
