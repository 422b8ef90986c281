/* paper: documents as PDF, and files that people send. The only room that knows libharu,
 * libqrencode, zlib, and the decoders of pictures. */
#ifndef PAPER_H
#define PAPER_H

#include <stdio.h>

#include "view/view.h"

struct paper; /* fonts, made once at the start */

/* `fonts` holds the subset fonts made at build time, `layouts` the certificates' designs. */
bool paper_open(const char *fonts, const char *layouts, struct paper **ret,
		struct err *err) MUST_CHECK;
void paper_close(struct paper *paper);

/* ---- Layouts: what a document looks like, as data. docs/layouts.md has every key. ---- */

struct layout; /* one that was checked; lies in the arena, any thread may print with it */

/* Pictures that were sent for layouts: each a file that picture_renew_apart has written and whose
 * bytes have this SHA-256. */
struct kept_picture {
	const char *name; /* as layouts name it */
	const char *path, *sha256;
};
struct kept_pictures {
	const struct kept_picture *items;
	size_t count;
};

/* `example` is a tree of the shape that documents will be filled with; items of its lists count
 * together, so that every key has to be in one of them only. Refused, each with file, line and
 * column and all in one run: unknown keys, fonts, colours and placeholders, units out of range, an
 * image that is missing or is none. `name` is the file's, for messages; an image is one of
 * `pictures` (or NULL), else it lies beside the file. */
bool layout_read(struct arena *arena, const char *name, const void *text, size_t len,
		 const struct val *example, const struct kept_pictures *pictures,
		 const struct paper *paper, struct layout **ret,
		 struct complaints *complaints) MUST_CHECK;
/* The same from a file, with what lies beside it. */
bool layout_load(struct arena *arena, const char *path, const struct val *example,
		 const struct paper *paper, struct layout **ret,
		 struct complaints *complaints) MUST_CHECK;
const char *layout_kind(const struct layout *layout); /* its key `document: kind` */

struct document {
	enum lang lang;
	bool sample;			      /* CONTOH across every page */
	const char *title, *author, *subject; /* of the file; NULL leaves out */
	int64_t at; /* the file's dates, seconds UTC: the same facts give the same bytes */
};

/* One layout filled with one tree. */
struct filled {
	const struct layout *layout;
	const struct layout *instead; /* when the first does not hold the data; or NULL */
	const struct val *data;
	enum lang lang;
	bool sample;	  /* this one, or the whole document */
	const char *name; /* said before an error; or NULL */
	const char *part; /* of the list of contents, which it stands in; or NULL */
};

/* Layouts filled one after another; what `at` makes lies in the arena until the next one. */
struct filled_list {
	size_t count;
	bool (*at)(void *arg, size_t i, struct arena *arena, struct filled *ret, struct err *err);
	void *arg;
};

/* One document. ERR_INPUT names the block (file:line) and what is wrong: by how much it leaves its
 * place, more signatories than fit, a character that no font has. Any thread; the arena of `ret`
 * also takes what is needed on the way, about 200 KiB and 4 for each page. */
bool paper_print(const struct paper *paper, const struct layout *layout,
		 const struct document *document, const struct val *data, struct buf *ret,
		 struct err *err) MUST_CHECK;
/* Several, one after another in one file, each begun on a new page, with its own page numbers and
 * the bookmark that its layout names; those of a part after one another, below a bookmark of it. */
bool paper_print_all(const struct paper *paper, const struct filled *filled, size_t count,
		     const struct document *document, struct buf *ret, struct err *err) MUST_CHECK;
/* The same bytes into a file as they come, in the memory of one and a line for each. */
bool paper_print_write(const struct paper *paper, const struct filled_list *filling,
		       const struct document *document, FILE *to, struct err *err) MUST_CHECK;

/* ---- Certificates (certificate.c) ---- */

struct signatory {
	const char *name, *office; /* NULL or "" prints a blank line to fill */
};

#define SIGNATORIES_MAX 4

/* One certificate (piagam). Texts are UTF-8 and printed as they are. Of the settings, what is NULL
 * or "" prints a blank line to fill; so does a row without signatories. */
struct certificate {
	const struct layout *layout; /* NULL: the formal design */
	enum lang lang;
	bool sample; /* CONTOH across the page */
	const char *serial;
	const char *nominee;		 /* as imported: never recased or hyphenated */
	const char *region;		 /* or NULL: left out */
	const char *title;		 /* "Terbaik I"; NULL prints "Pemenang" */
	const char *category;		 /* "Pemerintah kabupaten/kota"; or NULL: left out */
	const char *award;		 /* title of the edition */
	const char *level;		 /* the scheme's key, "provinsi"; or NULL: left out */
	const char *edition_region;	 /* "Nusa Tenggara Timur"; or NULL: left out */
	int assessment_year, event_year; /* 0 is left out */
	const char *legal_basis;	 /* setting; printed after "berdasarkan" */
	const char *place, *date;	 /* settings; of the decree or ceremony, "21 Juli 2025" */
	struct signatory signatories[SIGNATORIES_MAX]; /* settings; in the order of the row */
	size_t signatory_count;
	const char *check_url;	/* printed; a way to check, never called a signature */
	const char *check_code; /* what the QR says instead: the same page, and a token; or NULL.
				 * Some 300 characters: a square of 32 mm reads at 150 dpi */
	const char *bundle_sha256;
	int64_t released_at; /* seconds UTC; the PDF's dates, so that bytes repeat */
};

/* What layouts of certificates are filled with: the names in docs/layouts.md. */
struct val *certificate_data(const struct certificate *certificate, struct arena *arena);
extern const struct certificate CERTIFICATE_EXAMPLE; /* of invented facts */
/* One among other documents: the same page as in a file of its own. */
struct filled certificate_filled(const struct paper *paper, const struct certificate *certificate,
				 struct arena *arena);

/* The designs that come with the program, the first one for who chooses none. */
enum { DESIGN_COUNT = 3 };
struct design {
	const char *key; /* "formal" */
	struct words name;
};
extern const struct design DESIGNS[DESIGN_COUNT];
const struct layout *paper_design(const struct paper *paper, const char *key); /* or NULL */
const char *paper_layouts(const struct paper *paper); /* the folder of paper_open */

/* Any thread. ERR_INPUT names a character that no font has, or a text too long for its place, and
 * the serial. The arena of `ret` also takes what is needed on the way, about 200 KiB. */
bool paper_certificate(const struct paper *paper, const struct certificate *certificate,
		       struct buf *ret, struct err *err) MUST_CHECK;
/* All of them in one document, with a bookmark each. */
bool paper_certificates(const struct paper *paper, const struct certificate *certificates,
			size_t count, struct buf *ret, struct err *err) MUST_CHECK;

/* The same bytes into a file as they come, in the memory of one page and a line for each. */
struct certificates {
	size_t count;
	/* The `i`-th; what it needs lies in the arena until the next one. */
	bool (*at)(void *arg, size_t i, struct arena *arena, struct certificate *ret,
		   struct err *err);
	void *arg;
};
bool paper_certificates_write(const struct paper *paper, const struct certificates *certificates,
			      FILE *to, struct err *err) MUST_CHECK;

/* ---- Files that people send (sniff.c) ---- */

enum sent_kind { SENT_NONE, SENT_PDF, SENT_JPEG, SENT_PNG };

struct sent_file {
	enum sent_kind kind;
	uint32_t width, height; /* of a picture */
};

/* Of a picture in a layout. */
#define LAYOUT_PICTURE_SIZE_MAX ((size_t)4 << 20)
#define LAYOUT_PICTURE_PIXELS_MAX 8000000u

#define PICTURE_SIDE_MAX 20000u
#define PICTURE_PIXELS_MAX 40000000u /* A4 at 600 dots per inch has 35 million */

/* What the bytes are, by their beginning and their structure, never by a name. ERR_INPUT: code
 * "unknown_kind", "damaged", "too_many_pixels", or "two_kinds" for a PDF that could be read as
 * something else as well. Nothing is decoded. */
bool sent_sniff(const void *data, size_t len, struct sent_file *ret, struct err *err) MUST_CHECK;

/* ---- Pictures (picture.c, picture_child.c) ---- */

/* Decodes a JPEG or PNG and writes it anew, as the same kind: without metadata, a JPEG turned the
 * way its EXIF orientation says, and one of more than 16 million pixels at half, a quarter or an
 * eighth of its size. ERR_INPUT as above, or "too_complex"; ERR_FULL; ERR_IO. Holds at most 56 MiB.
 */
bool picture_renew(const void *data, size_t len, FILE *to, struct err *err) MUST_CHECK;

/* The same in a process of its own, which has no files, no network, little memory and 10 seconds;
 * `program` is one whose main calls picture_child for "--picture". `from` is read from its start,
 * at most 16 MiB; `to` is written from where it stands. ERR_INPUT "too_complex" when a limit
 * stopped it. Any thread. */
bool picture_renew_apart(const char *program, int from, int to, struct err *err) MUST_CHECK;
/* Standard input to standard output; does not return. */
void picture_child(void) __attribute__((noreturn));

/* What the QR codes of a PDF of ours say, one after another from `*at` on; NULL behind the last, or
 * when another program has packed them away. */
char *paper_code_next(const char **at, const char *end, struct arena *arena);

/* A QR code for a page: the path of an SVG whose view box is 0 0 side side, quiet zone included.
 * ERR_INPUT when the text is too long for one. */
bool paper_qr(const char *text, struct arena *arena, unsigned *ret_side, char **ret,
	      struct err *err) MUST_CHECK;

#endif
