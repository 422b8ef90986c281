/* What lies behind a page: colours, borders, the emblem. Drawn by libharu, once for each layout. */
#ifndef PAPER_ORNAMENT_H
#define PAPER_ORNAMENT_H

#include "paper/page.h"

enum border {
	BORDER_NONE,
	BORDER_WOVEN, /* a band of diamonds between rules */
	BORDER_RULE,
	BORDER_DOUBLE,
	BORDER_CORNERS,
	BORDER_SIDE /* a band along the left edge */
};

#define CROP_ROOM 17.0 /* points around the bleed where marks stand */

struct background {
	double width, height; /* as the page is cut */
	double bleed;	      /* how far colours reach beyond that */
	double slug;	      /* CROP_ROOM when there are crop marks, else 0 */
	bool has_colour, has_waves;
	struct colour colour, waves, ink, second;
	enum border border;
	double inset;				/* of the border, from the edge */
	double emblem_x, emblem_y, emblem_size; /* middle, from the upper left; size 0: none */
};

bool background_draw(struct arena *arena, const struct background *background, struct stream *ret,
		     struct err *err) MUST_CHECK;

#endif
