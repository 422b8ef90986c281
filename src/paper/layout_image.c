/* Pictures, and what lies behind a page. */
#include <string.h>

#include "paper/layout.h"
#include "paper/ornament.h"

/* ---- Pictures ---- */

static const struct kept_picture *kept_find(const struct reading *reading, const char *name)
{
	const struct kept_pictures *pictures = reading->pictures;

	for (size_t i = 0; pictures && i < pictures->count; i++)
		if (strcmp(pictures->items[i].name, name) == 0)
			return &pictures->items[i];
	return NULL;
}

static const char *path_beside(const struct reading *reading, const char *file)
{
	const char *name = reading->layout->name, *slash = strrchr(name, '/');

	return arena_printf(reading->arena, "%.*s/%s", slash ? (int)(slash - name) : 1,
			    slash ? name : ".", file);
}

void read_image(struct reading *reading, const struct yaml_node *node, const struct image **ret)
{
	const char *file = yaml_kind(node) == YAML_SCALAR ? yaml_text(reading->yaml, node) : NULL;
	struct image *image = NEW(reading->arena, struct image, 1);
	const struct kept_picture *kept;
	struct err err;

	if (!file || !*file || strchr(file, '/') || *file == '.') {
		COMPLAIN(reading, node, "di sini harus ada nama gambar, tanpa nama folder",
			 "the name of a picture belongs here, without that of a folder");
		return;
	}
	kept = kept_find(reading, file);
	if (kept ? image_kept(reading->arena, kept, image, &err)
		 : image_load(reading->arena, path_beside(reading, file), image, &err))
		*ret = image;
	else
		COMPLAIN(reading, node, "%s: %s%.0s", "%s: %.0s%s",
			 text_shown(reading->arena, file), err.msg[LANG_ID], err.msg[LANG_EN]);
}

static const char *const IMAGE_KEYS[] = { "align", NULL };

struct pictured {
	const struct image *image;
	double width, height;
};

static void image_read(struct reading *reading, struct element *element)
{
	struct pictured *picture = NEW(reading->arena, struct pictured, 1);
	double across, down, scale = 1;

	element->own = picture;
	read_image(reading, element->value, &picture->image);
	if (!picture->image)
		return;
	across = picture->image->width * 72.0 / 300;
	down = picture->image->height * 72.0 / 300;
	if (element->width > 0)
		scale = element->width / across;
	if (element->height > 0 && (element->width <= 0 || element->height / down < scale))
		scale = element->height / down;
	element->width = picture->width = across * scale;
	element->height = picture->height = down * scale;
}

static bool image_draw(struct press *press, const struct strip *strip, double left, double top,
		       struct err *err)
{
	const struct pictured *picture = strip->element->own;

	(void)err;
	page_image(press->page, picture->image,
		   &(const struct box){ left, left + picture->width, top, top - picture->height });
	return true;
}

static bool image_lay(struct press *press, const struct element *element, const struct scope *scope,
		      double width, struct strips *ret, struct err *err)
{
	const struct pictured *picture = element->own;

	(void)scope;
	if (picture->width > width + 0.1)
		return FAIL(err, ERR_INPUT, "gambar %.1f mm lebih lebar daripada tempatnya",
			    "the picture is %.1f mm wider than its room",
			    (picture->width - width) / MM);
	strips_add(press, ret, element, picture->height)->draw = image_draw;
	return true;
}

const struct element_kind IMAGE_KIND = { "image", IMAGE_KEYS, image_read, image_lay };

/* ---- Backgrounds ---- */

static void read_emblem(struct reading *reading, const struct yaml_node *node,
			struct background *ret)
{
	static const char *const KEYS[] = { "x_mm", "y_mm", "size_mm", NULL };
	static const char *const *const LISTS[] = { KEYS };

	if (!node || !keys_check(reading, node, LISTS, 1))
		return;
	ret->emblem_size = 20 * MM;
	ret->emblem_x = ret->width / 2;
	ret->emblem_y = 30 * MM;
	read_mm(reading, yaml_find(node, "x_mm"), &ret->emblem_x);
	read_mm(reading, yaml_find(node, "y_mm"), &ret->emblem_y);
	read_mm(reading, yaml_find(node, "size_mm"), &ret->emblem_size);
}

static void read_behind(struct reading *reading, const struct yaml_node *node,
			struct background *ret)
{
	static const char *const KEYS[] = { "colour", "image", "border", "inset_mm", "ink",
					    "second", "waves", "emblem", NULL };
	static const char *const *const LISTS[] = { KEYS };
	static const char *const BORDERS[] = { "none",	  "woven", "rule", "double",
					       "corners", "side",  NULL };
	int border = 0;

	if (!keys_check(reading, node, LISTS, 1))
		return;
	ret->has_colour = yaml_find(node, "colour") != NULL;
	ret->has_waves = yaml_find(node, "waves") != NULL;
	read_colour(reading, yaml_find(node, "colour"), &ret->colour);
	read_colour(reading, yaml_find(node, "waves"), &ret->waves);
	read_colour(reading, yaml_find(node, "ink"), &ret->ink);
	read_colour(reading, yaml_find(node, "second"), &ret->second);
	read_mm(reading, yaml_find(node, "inset_mm"), &ret->inset);
	read_word(reading, yaml_find(node, "border"), BORDERS, &border);
	ret->border = (enum border)border;
	read_emblem(reading, yaml_find(node, "emblem"), ret);
	if (yaml_find(node, "image"))
		read_image(reading, yaml_find(node, "image"), &reading->layout->image);
}

/* What lies behind all pages is drawn once, here. */
void read_background(struct reading *reading, const struct yaml_node *node)
{
	struct layout *layout = reading->layout;
	struct background background = { .width = layout->width,
					 .height = layout->height,
					 .bleed = layout->bleed,
					 .slug = layout->crop_marks ? CROP_ROOM : 0,
					 .ink = { 0.08, 0.18, 0.31 },
					 .second = { 0.72, 0.57, 0.25 },
					 .inset = 7 * MM };
	struct err err;

	if (node)
		read_behind(reading, node, &background);
	if (!node && !layout->crop_marks)
		return;
	layout->has_background =
		background_draw(reading->arena, &background, &layout->background, &err);
	if (!layout->has_background)
		COMPLAIN(reading, node, "%s%.0s", "%.0s%s", err.msg[LANG_ID], err.msg[LANG_EN]);
}
