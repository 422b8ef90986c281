/* Pictures that layouts of an edition name ("image: logo.png"): sent from the page, listed, taken
 * away. Private to app. */
#ifndef PICTURES_H
#define PICTURES_H

#include "secretariat.h"
#include "shelf.h"

#define PICTURES_MAX 24				    /* that stand, of an edition … */
#define PICTURES_SIZE_MAX ((int64_t)32 << 20)	    /* … and their bytes */
#define PICTURES_SIZE_EVER_MAX ((int64_t)128 << 20) /* removed ones too: releases keep them */
#define PICTURE_NAME_MAX 60

struct picture_call {
	const char *name; /* as it was typed; "" = after the file */
	const struct upload *file;
};

struct picture_result {
	struct refusal refusal;
	const char *field; /* of a 422: beside which field */
};

/* On a worker: may it come, what is it, and into the vault. What is found is left for picture_add.
 */
bool picture_take(struct req *req, const struct edition *edition, const struct picture_call *call,
		  struct layout_picture *ret_picture, struct picture_result *ret,
		  struct err *err) MUST_CHECK;
/* On the writer: the row. */
bool picture_add(struct req *req, const struct edition *edition,
		 const struct layout_picture *picture, int64_t now, struct picture_result *ret,
		 struct err *err) MUST_CHECK;
/* On the writer. Refused while a layout in force names it. */
bool picture_remove(struct req *req, const struct edition *edition, const char *id, int64_t now,
		    struct refusal *ret, struct err *err) MUST_CHECK;
/* The layouts in force that name it, by what they are called: "Piagam – Resmi, Berita acara". */
bool picture_users(struct req *req, const struct edition *edition, const char *name,
		   const char **ret, struct err *err) MUST_CHECK; /* "" = none */

/* Puts "pictures" and the form's fields on the page of layouts (page_pictures.c). */
bool pictures_put(struct desk *d, const struct picture_result *result, struct err *err) MUST_CHECK;
/* That page again, after a refusal (page_studio.c). */
bool layouts_show(struct req *req, const struct refusal *refusal,
		  const struct picture_result *picture, struct err *err) MUST_CHECK;

#endif
