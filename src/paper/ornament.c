/* The certificate's border and emblem, drawn once by libharu.
 *
 * The border is a band of woven diamonds between two rules. The emblem is our own, no coat of
 * arms: nine petals for nine jurors around a worker behind a shield (paritrana: protection). */
#include <math.h>

#include "paper/page.h"

#define PI 3.14159265358979323846

enum ink { NAVY, GOLD, PALE, FAINT, WHITE };

static const float INKS[][3] = {
	[NAVY] = { 0.08f, 0.18f, 0.31f },
	[GOLD] = { 0.72f, 0.57f, 0.25f },
	[PALE] = { 0.88f, 0.80f, 0.62f },
	[FAINT] = { 0.955f, 0.945f, 0.915f },
	[WHITE] = { 1, 1, 1 },
};

/* Distances of the border from the edge of the paper. */
#define RULE_OUTER 20.0
#define BAND_OUTER 26.0
#define BAND_INNER 40.0
#define RULE_INNER 46.0

static void fill_with(HPDF_Page page, enum ink ink)
{
	HPDF_Page_SetRGBFill(page, INKS[ink][0], INKS[ink][1], INKS[ink][2]);
}

static void draw_with(HPDF_Page page, enum ink ink, double width)
{
	HPDF_Page_SetRGBStroke(page, INKS[ink][0], INKS[ink][1], INKS[ink][2]);
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

static void frame(HPDF_Page page, double inset)
{
	HPDF_Page_Rectangle(page, (float)inset, (float)inset, (float)(A4_LONG - 2 * inset),
			    (float)(A4_SHORT - 2 * inset));
	HPDF_Page_Stroke(page);
}

static void diamond(HPDF_Page page, double x, double y, double across, double along)
{
	move_to(page, x - along, y);
	line_to(page, x, y + across);
	line_to(page, x + along, y);
	line_to(page, x, y - across);
	HPDF_Page_ClosePath(page);
}

/* One diamond of the band, with a window and a seed, and the half diamonds between neighbours. */
static void woven(HPDF_Page page, double x, double y)
{
	fill_with(page, GOLD);
	diamond(page, x, y, 6.2, 6.2);
	diamond(page, x, y, 3.9, 3.9);
	HPDF_Page_Eofill(page);
	diamond(page, x, y, 1.7, 1.7);
	HPDF_Page_Fill(page);
}

/* A row of diamonds from corner to corner, evenly spaced. */
static void weave(HPDF_Page page, double x, double y, double dx, double dy, double length)
{
	int count = (int)floor(length / 14.6);
	double step = length / count;

	for (int i = 0; i <= count; i++)
		woven(page, x + dx * step * i, y + dy * step * i);
	fill_with(page, PALE);
	for (int i = 0; i < count; i++) {
		double at = step * (i + 0.5);

		for (int side = -1; side <= 1; side += 2)
			diamond(page, x + dx * at + dy * side * 4.6, y + dy * at + dx * side * 4.6,
				1.5, 1.5);
	}
	HPDF_Page_Fill(page);
}

static void border(HPDF_Page page)
{
	double middle = (BAND_OUTER + BAND_INNER) / 2;
	double wide = A4_LONG - 2 * middle, high = A4_SHORT - 2 * middle;

	draw_with(page, NAVY, 1.6);
	frame(page, RULE_OUTER);
	draw_with(page, GOLD, 0.5);
	frame(page, RULE_OUTER + 3);
	weave(page, middle, middle, 1, 0, wide);
	weave(page, middle, A4_SHORT - middle, 1, 0, wide);
	weave(page, middle, middle, 0, 1, high);
	weave(page, A4_LONG - middle, middle, 0, 1, high);
	draw_with(page, GOLD, 0.5);
	frame(page, RULE_INNER - 3);
	draw_with(page, NAVY, 0.8);
	frame(page, RULE_INNER);
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

static void emblem(HPDF_Page page, double x, double y, double size)
{
	double core = size * 0.62;

	fill_with(page, GOLD);
	for (int i = 0; i < 9; i++)
		petal(page, x, y, PI / 2 + 2 * PI * i / 9, core * 0.9, size);
	HPDF_Page_Fill(page);
	fill_with(page, WHITE);
	disc(page, x, y, core * 1.06);
	fill_with(page, NAVY);
	disc(page, x, y, core);
	draw_with(page, PALE, 0.6);
	HPDF_Page_Circle(page, (float)x, (float)y, (float)(core * 0.9));
	HPDF_Page_Stroke(page);
	fill_with(page, PALE);
	shield(page, x, y, core * 0.74);
	HPDF_Page_Fill(page);
	fill_with(page, NAVY);
	shield(page, x, y, core * 0.64);
	HPDF_Page_Fill(page);
	fill_with(page, WHITE); /* head and shoulders */
	disc(page, x, y + core * 0.15, core * 0.15);
	move_to(page, x - core * 0.31, y - core * 0.27);
	curve_to(page, x - core * 0.31, y + core * 0.06, x + core * 0.31, y + core * 0.06,
		 x + core * 0.31, y - core * 0.27);
	HPDF_Page_ClosePath(page);
	HPDF_Page_Fill(page);
}

/* A closed wave around the middle, as on security paper; pale enough to write on. Coordinates are
 * whole fifths of a point, because each digit is in every document. */
static void wave(HPDF_Page page, double radius, double height, int waves, double phase)
{
	enum { STEPS = 72 };
	double third = 2 * PI / STEPS / 3, before[2] = { 0, 0 };

	for (int i = 0; i <= STEPS; i++) {
		double at = 2 * PI * i / STEPS;
		double r = radius + height * sin(waves * at + phase);
		double slope = height * waves * cos(waves * at + phase);
		double x = 1.55 * r * cos(at), y = r * sin(at);
		double dx = 1.55 * (slope * cos(at) - r * sin(at)) * third;
		double dy = (slope * sin(at) + r * cos(at)) * third;

		if (i == 0)
			move_to(page, round(x * 5), round(y * 5));
		else
			curve_to(page, round(before[0] * 5), round(before[1] * 5),
				 round((x - dx) * 5), round((y - dy) * 5), round(x * 5),
				 round(y * 5));
		before[0] = x + dx;
		before[1] = y + dy;
	}
	HPDF_Page_Stroke(page);
}

static void watermark(HPDF_Page page)
{
	enum { WAVES = 10 };

	HPDF_Page_GSave(page);
	HPDF_Page_Concat(page, 0.2f, 0, 0, 0.2f, (float)A4_LONG / 2, (float)A4_SHORT / 2);
	draw_with(page, FAINT, 2.4);
	for (int i = 0; i < WAVES; i++)
		wave(page, 165, 36, 12, 2 * PI * i / WAVES);
	HPDF_Page_GRestore(page);
}

void draw_certificate(HPDF_Page page)
{
	watermark(page);
	border(page);
	emblem(page, A4_LONG / 2, 513, 29);
}
