/* ZIP archives. Each file is made when its turn to be written comes, so that only one is in memory
 * at a time; PDF and pictures are compressed already, so nothing is compressed again. */
#include "view.h"

#include <errno.h>
#include <string.h>
#include <zip.h>

#include "base/base.h"

struct archive {
	const struct zip_plan *plan;
	struct arena arena; /* of the file whose turn it is */
	struct buf file;
	size_t current; /* its index, or SIZE_MAX */
	size_t known;	/* the file whose size is known: it is asked for again when all is read */
	size_t size;
	size_t at; /* bytes of it that were read */
	size_t done;
	struct err *err;
	bool failed; /* err is set */
	zip_error_t error;
};

struct entry {
	struct archive *archive;
	size_t index;
};

static bool file_make(struct entry *entry)
{
	struct archive *archive = entry->archive;
	const struct zip_plan *plan = archive->plan;

	if (archive->failed)
		return false;
	if (archive->current == entry->index)
		return true;
	arena_release(&archive->arena);
	archive->current = SIZE_MAX;
	buf_init(&archive->file, &archive->arena);
	if (plan->stop && plan->stop(plan->arg, archive->done)) {
		archive->failed = !FAIL_CODE(archive->err, ERR_CONFLICT, "cancelled", "dibatalkan",
					     "cancelled");
		return false;
	}
	archive->failed =
		!plan->make(plan->arg, entry->index, &archive->arena, &archive->file, archive->err);
	if (archive->failed)
		return false;
	archive->current = archive->known = entry->index;
	archive->size = archive->file.len;
	return true;
}

static zip_int64_t file_stat(struct entry *entry, void *data, zip_uint64_t len)
{
	zip_stat_t *stat = data;

	if (len < sizeof(*stat) || (entry->archive->known != entry->index && !file_make(entry)))
		return -1;
	zip_stat_init(stat);
	stat->size = entry->archive->size;
	stat->valid = ZIP_STAT_SIZE;
	return sizeof(*stat);
}

static zip_int64_t file_read(struct archive *archive, void *data, zip_uint64_t len)
{
	size_t left = archive->file.len - archive->at;
	size_t n = len < left ? (size_t)len : left;

	if (n)
		memcpy(data, archive->file.data + archive->at, n);
	archive->at += n;
	return (zip_int64_t)n;
}

static void file_close(struct archive *archive)
{
	arena_release(&archive->arena);
	archive->current = SIZE_MAX;
	archive->done++;
}

static zip_int64_t on_command(void *arg, void *data, zip_uint64_t len, zip_source_cmd_t command)
{
	struct entry *entry = arg;
	struct archive *archive = entry->archive;

	if (command == ZIP_SOURCE_SUPPORTS)
		return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ,
						      ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
						      ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
	if (command == ZIP_SOURCE_STAT)
		return file_stat(entry, data, len);
	if (command == ZIP_SOURCE_OPEN) {
		archive->at = 0;
		return file_make(entry) ? 0 : -1;
	}
	if (command == ZIP_SOURCE_READ)
		return file_read(archive, data, len);
	if (command == ZIP_SOURCE_CLOSE)
		file_close(archive);
	if (command == ZIP_SOURCE_ERROR) {
		zip_error_set(&archive->error, ZIP_ER_READ, EIO);
		return zip_error_to_data(&archive->error, data, len);
	}
	return 0;
}

/* ---- The archive ---- */

static bool failed(zip_t *zip, const char *path, struct err *err)
{
	zip_error_t *error = zip_get_error(zip);
	int code = zip_error_code_system(error);

	if (zip_error_system_type(error) == ZIP_ET_SYS && errno_is_full(code))
		(void)FAIL_FULL(err);
	else
		(void)FAIL(err, ERR_IO, "Berkas ZIP tidak dapat ditulis.",
			   "The ZIP file cannot be written.");
	err_detail(err, "%s: %s", path, zip_error_strerror(error));
	return false;
}

/* Of the archive's clock: the hour that UTC shows. */
static void dos_time(int64_t at, zip_uint16_t *ret_time, zip_uint16_t *ret_date)
{
	struct civil c;

	time_civil(at, 0, &c);
	if (c.year < 1980)
		c = (struct civil){ .year = 1980, .month = 1, .day = 1 };
	*ret_time = (zip_uint16_t)(c.hour << 11 | c.minute << 5 | c.second / 2);
	*ret_date = (zip_uint16_t)((c.year - 1980) << 9 | c.month << 5 | c.day);
}

static bool files_add(zip_t *zip, struct archive *archive, struct entry *entries)
{
	const struct zip_plan *plan = archive->plan;
	zip_uint16_t time, date;

	dos_time(plan->made_at, &time, &date);
	for (size_t i = 0; i < plan->count; i++) {
		zip_source_t *source;
		zip_int64_t n;

		entries[i] = (struct entry){ archive, i };
		source = zip_source_function(zip, on_command, &entries[i]);
		if (!source)
			return false;
		n = zip_file_add(zip, plan->name(plan->arg, i), source, ZIP_FL_ENC_UTF_8);
		if (n < 0) {
			zip_source_free(source);
			return false;
		}
		if (zip_set_file_compression(zip, (zip_uint64_t)n, ZIP_CM_STORE, 0) != 0 ||
		    zip_file_set_dostime(zip, (zip_uint64_t)n, time, date, 0) != 0)
			return false;
	}
	return true;
}

bool zip_write(const char *path, const struct zip_plan *plan, struct err *err)
{
	struct archive archive = {
		.plan = plan, .current = SIZE_MAX, .known = SIZE_MAX, .err = err
	};
	struct arena arena = { 0 };
	int code = 0;
	zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
	bool done;

	if (!zip) {
		(void)FAIL(err, ERR_IO, "Berkas ZIP tidak dapat ditulis.",
			   "The ZIP file cannot be written.");
		err_detail(err, "%s: zip error %d", path, code);
		return false;
	}
	zip_error_init(&archive.error);
	done = files_add(zip, &archive, NEW(&arena, struct entry, plan->count + 1)) &&
	       zip_close(zip) == 0;
	if (!done) {
		if (!archive.failed)
			(void)failed(zip, path, err);
		zip_discard(zip);
	}
	zip_error_fini(&archive.error);
	arena_release(&archive.arena);
	arena_release(&arena);
	return done;
}

const char *zip_name(struct arena *arena, const char *text)
{
	struct buf name;
	bool gap = false;

	buf_init(&name, arena);
	for (; *text && name.len < 60; text++) {
		char c = *text;

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
			if (gap && name.len)
				buf_char(&name, '-');
			buf_char(&name, c);
			gap = false;
		} else {
			gap = true;
		}
	}
	return name.len ? name.data : "-";
}
