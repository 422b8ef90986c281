/* Pictures of a layout, as a PDF takes them over. */
#ifndef PAPER_IMAGE_H
#define PAPER_IMAGE_H

#include "paper/part.h"

struct image {
	const char *name; /* in a page's content; told from the bytes */
	unsigned width, height;
	const char *entries;	  /* of its dictionary: colours, bits, filter */
	struct stream data;	  /* as the filter wants it */
	const struct image *mask; /* how opaque, or NULL */
};

/* Renews the file in a process of its own (picture_renew_apart) and takes over what comes back.
 * ERR_INPUT when it is missing, larger than 4 MiB or 8 million pixels, or no JPEG or PNG. */
bool image_load(struct arena *arena, const char *path, struct image *ret,
		struct err *err) MUST_CHECK;
/* One that was renewed when it was sent. ERR_INPUT when its bytes are not there, or not those. */
struct kept_picture;
bool image_kept(struct arena *arena, const struct kept_picture *kept, struct image *ret,
		struct err *err) MUST_CHECK;
/* For image.c: what the reading of a PNG (image_png.c) makes of it. */
bool image_png(struct arena *arena, const uint8_t *data, size_t len, struct image *ret) MUST_CHECK;

#endif
