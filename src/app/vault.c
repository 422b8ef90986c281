#include "app/vault.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool failed(struct err *err, const char *path)
{
	int code = errno;

	if (errno_is_full(code))
		(void)FAIL_FULL(err);
	else
		(void)FAIL(err, ERR_IO, "Dokumen tidak dapat disimpan.",
			   "The document cannot be stored.");
	err_detail(err, "%s: %s", path, strerror(code));
	return false;
}

/* Of the file that the path leads to, as with the database itself. */
const char *vault_folder(struct arena *arena, const char *db_path)
{
	char *whole = realpath(db_path, NULL);
	const char *ret = arena_printf(arena, "%s.files", whole ? whole : db_path);

	free(whole);
	return ret;
}

static bool folder_sync(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);

	if (!good)
		(void)failed(err, path);
	if (fd >= 0)
		(void)close(fd);
	return good;
}

bool vault_make(const char *folder, struct err *err)
{
	return mkdir(folder, 0700) == 0 || errno == EEXIST || failed(err, folder);
}

void vault_tidy(const char *folder)
{
	(void)rmdir(folder);
}

/* ---- Names ---- */

static bool is_sha256(const char *name)
{
	return strspn(name, "0123456789abcdef") == SHA256_HEX_SIZE - 1 &&
	       !name[SHA256_HEX_SIZE - 1];
}

static bool is_part(const char *name)
{
	return strncmp(name, "tmp.", 4) == 0;
}

void vault_remove(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (is_part(entry->d_name) || is_sha256(entry->d_name))
			(void)unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		(void)closedir(dir);
	(void)rmdir(folder);
}

/* ---- Making a file ---- */

bool vault_begin(const char *folder, struct arena *arena, struct vault_part *ret, struct err *err)
{
	char *path = arena_printf(arena, "%s/tmp.XXXXXX", folder);

	*ret = (struct vault_part){ .fd = mkostemp(path, O_CLOEXEC) };
	if (ret->fd < 0)
		return failed(err, folder);
	ret->path = path;
	return true;
}

bool vault_write(const struct vault_part *part, const void *data, size_t len, struct err *err)
{
	const char *at = data;

	while (len) {
		ssize_t n = write(part->fd, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return failed(err, part->path);
		at += n;
		len -= (size_t)n;
	}
	return true;
}

bool vault_map(int fd, const char **ret, size_t *ret_len, struct err *err)
{
	struct stat facts;
	void *data;

	if (fstat(fd, &facts) != 0)
		return failed(err, "fstat");
	*ret = "";
	*ret_len = (size_t)facts.st_size;
	if (!*ret_len)
		return true;
	data = mmap(NULL, *ret_len, PROT_READ, MAP_PRIVATE, fd, 0);
	if (data == MAP_FAILED)
		return failed(err, "mmap");
	*ret = data;
	return true;
}

void vault_unmap(const char *data, size_t len)
{
	if (len)
		(void)munmap((void *)(uintptr_t)data, len);
}

static bool hash_of(int fd, char ret[SHA256_HEX_SIZE], size_t *ret_size, struct err *err)
{
	const char *data;

	if (!vault_map(fd, &data, ret_size, err))
		return false;
	sha256_hex(data, *ret_size, ret);
	vault_unmap(data, *ret_size);
	return true;
}

bool vault_keep(const char *folder, struct vault_part *part, char ret_sha256[SHA256_HEX_SIZE],
		size_t *ret_size, struct err *err)
{
	struct arena arena = { 0 };
	bool kept = hash_of(part->fd, ret_sha256, ret_size, err);

	if (kept && (fchmod(part->fd, 0400) != 0 || fsync(part->fd) != 0 ||
		     rename(part->path, arena_printf(&arena, "%s/%s", folder, ret_sha256)) != 0))
		kept = failed(err, part->path);
	if (kept)
		part->path = NULL;
	arena_release(&arena);
	return kept && folder_sync(folder, err);
}

void vault_drop(struct vault_part *part)
{
	if (part->path)
		(void)unlink(part->path);
	if (part->path || part->fd > 0)
		(void)close(part->fd);
	*part = (struct vault_part){ .fd = -1 };
}

bool vault_take(struct vault_part *part, int *ret_fd, size_t *ret_size, struct err *err)
{
	struct stat facts;
	int fd = open(part->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return failed(err, part->path);
	if (fstat(fd, &facts) != 0) {
		(void)close(fd);
		return failed(err, part->path);
	}
	vault_drop(part);
	*ret_fd = fd;
	*ret_size = (size_t)facts.st_size;
	return true;
}

/* ---- Reading ---- */

static bool broken(struct err *err, const char *path, const char *id, const char *en)
{
	(void)FAIL(err, ERR_IO, "Berkas dokumen ini %s. Mohon beri tahu sekretariat.%.0s",
		   "The file of this document %.0s%s. Please tell the secretariat.", id, en);
	err_detail(err, "%s %s", path, en);
	return false;
}

static bool open_whole(const char *path, const char *sha256, size_t size, int *ret, struct err *err)
{
	char found[SHA256_HEX_SIZE];
	size_t len;

	*ret = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (*ret < 0)
		return broken(err, path, "hilang", "is missing");
	if (hash_of(*ret, found, &len, err) && len == size && text_equal(found, sha256))
		return true;
	(void)close(*ret);
	*ret = -1;
	return broken(err, path, "telah berubah", "has changed");
}

bool vault_open(const char *folder, const char *sha256, size_t size, int *ret_fd, struct err *err)
{
	struct arena arena = { 0 };
	bool good = open_whole(arena_printf(&arena, "%s/%s", folder, sha256), sha256, size, ret_fd,
			       err);

	arena_release(&arena);
	return good;
}

/* ---- All of them ---- */

static int by_hash(const void *key, const void *item)
{
	return strcmp(key, ((const struct attached_file *)item)->sha256);
}

bool vault_sweep(const char *folder, struct db *db, struct err *err)
{
	struct arena arena = { 0 };
	DIR *dir = opendir(folder);
	struct attached_file *files;
	struct dirent *entry;
	size_t count;
	bool done = attachment_files(db, &arena, &files, &count, err);

	while (done && dir && (entry = readdir(dir)))
		if (is_part(entry->d_name) ||
		    (is_sha256(entry->d_name) &&
		     (!count || !bsearch(entry->d_name, files, count, sizeof(*files), by_hash))))
			(void)unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		(void)closedir(dir);
	arena_release(&arena);
	return done;
}

static void complain_file(struct complaints *complaints, const struct attached_file *file,
			  const char *path, const char *id, const char *en)
{
	complain(complaints, (struct place){ .file = path },
		 "berkas dokumen \"%s\" (%s%s%s) %s%.0s",
		 "the file of the document \"%s\" (%s%s%s) %.0s%s", file->title, file->edition,
		 *file->nominee ? ", " : "", file->nominee, id, en);
}

static void file_check(const char *path, const struct attached_file *file,
		       struct complaints *complaints)
{
	struct err err;
	int fd;

	if (open_whole(path, file->sha256, (size_t)file->size, &fd, &err))
		(void)close(fd);
	else if (access(path, F_OK) != 0)
		complain_file(complaints, file, path, "hilang", "is missing");
	else
		complain_file(complaints, file, path, "telah berubah", "has changed");
}

bool vault_check(const char *folder, struct db *db, struct complaints *complaints,
		 size_t *ret_count, struct err *err)
{
	struct arena *arena = complaints->arena;
	struct attached_file *files;

	if (!attachment_files(db, arena, &files, ret_count, err))
		return false;
	for (size_t i = 0; i < *ret_count; i++)
		file_check(arena_printf(arena, "%s/%s", folder, files[i].sha256), &files[i],
			   complaints);
	return true;
}

/* The folder of the copy made last in the same place, going by its name; NULL = none. */
static const char *last_copy(const char *to, struct arena *arena)
{
	static const char ENDING[] = ".files";
	const char *slash = strrchr(to, '/'), *found = NULL;
	const char *own = slash ? slash + 1 : to;
	const char *place = slash ? arena_copy(arena, to, (size_t)(slash - to) + 1) : "./";
	DIR *dir = opendir(place);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		size_t len = strlen(entry->d_name);

		if (len < sizeof(ENDING) || text_equal(entry->d_name, own) ||
		    strcmp(entry->d_name + len - (sizeof(ENDING) - 1), ENDING) != 0)
			continue;
		if (!found || strcmp(entry->d_name, found) > 0)
			found = arena_text(arena, entry->d_name);
	}
	if (dir)
		(void)closedir(dir);
	return found ? arena_printf(arena, "%s%s", place, found) : NULL;
}

/* Files here never change, so two copies may share one. */
static bool share(const char *last, const char *to, const struct attached_file *file,
		  struct arena *arena)
{
	const char *path = arena_printf(arena, "%s/%s", last, file->sha256);
	struct err err;
	bool shared;
	int fd;

	if (!open_whole(path, file->sha256, (size_t)file->size, &fd, &err))
		return false;
	shared = link(path, arena_printf(arena, "%s/%s", to, file->sha256)) == 0;
	(void)close(fd);
	return shared;
}

static bool file_copy(const char *to, int fd, struct arena *arena, struct err *err)
{
	struct vault_part part VAULT_PART = { .fd = -1 };
	char sha256[SHA256_HEX_SIZE];
	const char *data;
	size_t len, size;
	bool done;

	if (!vault_begin(to, arena, &part, err) || !vault_map(fd, &data, &len, err))
		return false;
	done = vault_write(&part, data, len, err);
	vault_unmap(data, len);
	return done && vault_keep(to, &part, sha256, &size, err);
}

bool vault_copy(const char *from, const char *to, struct db *db, struct complaints *complaints,
		struct err *err)
{
	struct arena *arena = complaints->arena;
	struct attached_file *files;
	const char *last;
	size_t count;

	if (!attachment_files(db, arena, &files, &count, err))
		return false;
	if (!count)
		return true;
	if (mkdir(to, 0700) != 0)
		return errno == EEXIST
			       ? FAIL(err, ERR_CONFLICT, "%s: sudah ada", "%s: exists already", to)
			       : failed(err, to);
	last = last_copy(to, arena);
	for (size_t i = 0; i < count; i++) {
		const char *path = arena_printf(arena, "%s/%s", from, files[i].sha256);
		struct err why;
		bool done;
		int fd;

		if (last && strcmp(last, from) != 0 && share(last, to, &files[i], arena))
			continue;
		if (!open_whole(path, files[i].sha256, (size_t)files[i].size, &fd, &why)) {
			file_check(path, &files[i], complaints);
			continue;
		}
		done = file_copy(to, fd, arena, err);
		(void)close(fd);
		if (!done)
			return false;
	}
	return folder_sync(to, err);
}
