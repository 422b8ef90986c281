#include "paper/image.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "paper/paper.h"

#define PROGRAM "/proc/self/exe"

static bool no_picture(struct err *err)
{
	return FAIL(err, ERR_INPUT, "bukan gambar JPEG atau PNG yang utuh",
		    "not a whole JPEG or PNG picture");
}

static bool too_large(struct err *err)
{
	return FAIL(err, ERR_INPUT, "gambar lebih besar dari 4 MiB atau 8 juta piksel",
		    "the picture is larger than 4 MiB or 8 million pixels");
}

static void fd_close(const int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
}
#define AUTO_FD __attribute__((cleanup(fd_close))) int

static bool read_all(int fd, struct arena *arena, struct buf *ret, struct err *err)
{
	char part[16384];
	ssize_t got;

	buf_init(ret, arena);
	if (lseek(fd, 0, SEEK_SET) != 0)
		return no_picture(err);
	while ((got = read(fd, part, sizeof(part))) > 0)
		buf_add(ret, part, (size_t)got);
	return got == 0 || no_picture(err);
}

/* What it is and how large, before anything decodes it. */
static bool look(int fd, struct arena *arena, struct sent_file *ret, struct err *err)
{
	struct stat file;
	struct buf sent;

	if (fstat(fd, &file) != 0 || !S_ISREG(file.st_mode))
		return no_picture(err);
	if (file.st_size > (off_t)LAYOUT_PICTURE_SIZE_MAX)
		return too_large(err);
	if (!read_all(fd, arena, &sent, err))
		return false;
	if (!sent_sniff(sent.data, sent.len, ret, err) || ret->kind == SENT_PDF)
		return no_picture(err);
	if ((uint64_t)ret->width * ret->height > LAYOUT_PICTURE_PIXELS_MAX)
		return too_large(err);
	return lseek(fd, 0, SEEK_SET) == 0 || no_picture(err);
}

/* The frame header of a JPEG says how many colours there are. */
static bool image_jpeg(struct arena *arena, const uint8_t *data, size_t len, struct image *ret)
{
	size_t at = 2;

	while (at + 10 < len && data[at] == 0xFF) {
		unsigned marker = data[at + 1];
		size_t size = (size_t)data[at + 2] << 8 | data[at + 3];

		if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 &&
		    marker != 0xCC) {
			unsigned colours = data[at + 9];

			ret->height = (unsigned)data[at + 5] << 8 | data[at + 6];
			ret->width = (unsigned)data[at + 7] << 8 | data[at + 8];
			ret->entries = arena_printf(
				arena, "/ColorSpace /%s /BitsPerComponent 8 /Filter /DCTDecode%s",
				colours == 1   ? "DeviceGray"
				: colours == 3 ? "DeviceRGB"
					       : "DeviceCMYK",
				colours == 4 ? " /Decode [1 0 1 0 1 0 1 0]" : "");
			ret->data = (struct stream){ (const char *)data, len };
			return colours == 1 || colours == 3 || colours == 4;
		}
		at += 2 + size;
	}
	return false;
}

/* From what picture_renew has written. */
static bool image_take(struct arena *arena, enum sent_kind kind, const struct buf *renewed,
		       struct image *ret, struct err *err)
{
	const uint8_t *data = (const uint8_t *)renewed->data;
	char digest[SHA256_HEX_SIZE];

	*ret = (struct image){ .width = 0 };
	if (!(kind == SENT_JPEG ? image_jpeg(arena, data, renewed->len, ret)
				: image_png(arena, data, renewed->len, ret)))
		return no_picture(err);
	sha256_hex(renewed->data, renewed->len, digest);
	ret->name = arena_printf(arena, "I%.12s", digest);
	return true;
}

bool image_load(struct arena *arena, const char *path, struct image *ret, struct err *err)
{
	AUTO_FD from = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	AUTO_FD to = memfd_create("image", MFD_CLOEXEC);
	struct sent_file sent;
	struct buf renewed;

	if (from < 0)
		return FAIL(err, ERR_INPUT, "berkas gambar tidak ada", "there is no such picture");
	if (to < 0)
		return FAIL(err, ERR_IO, "gambar tidak dapat diolah", "cannot process the picture");
	return look(from, arena, &sent, err) && picture_renew_apart(PROGRAM, from, to, err) &&
	       read_all(to, arena, &renewed, err) &&
	       image_take(arena, sent.kind, &renewed, ret, err);
}

bool image_kept(struct arena *arena, const struct kept_picture *kept, struct image *ret,
		struct err *err)
{
	AUTO_FD from = open(kept->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	char digest[SHA256_HEX_SIZE];
	struct sent_file sent;
	struct buf bytes;

	if (from < 0)
		return FAIL(err, ERR_INPUT, "berkas gambar ini hilang",
			    "the file of this picture is missing");
	if (!look(from, arena, &sent, err) || !read_all(from, arena, &bytes, err))
		return false;
	sha256_hex(bytes.data, bytes.len, digest);
	if (strcmp(digest, kept->sha256) != 0)
		return FAIL(err, ERR_INPUT, "berkas gambar ini telah berubah",
			    "the file of this picture has changed");
	return image_take(arena, sent.kind, &bytes, ret, err);
}
