/* Pictures of layouts: taken in, and taken away. */
#include <inttypes.h>
#include <string.h>

#include "intake.h"
#include "pictures.h"
#include "studio.h"

/* ---- Names ---- */

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* "C:\\Gambar\\Logo Provinsi (1).PNG" is logo-provinsi-1. */
static const char *name_after(struct arena *arena, const char *file_name)
{
	const char *title = document_title(arena, file_name);
	struct buf name;

	buf_init(&name, arena);
	for (; *title && name.len < PICTURE_NAME_MAX - 4; title++) {
		char c = *title >= 'A' && *title <= 'Z' ? (char)(*title + ('a' - 'A')) : *title;

		if (is_plain(c))
			buf_char(&name, c);
		else if (name.len && name.data[name.len - 1] != '-')
			buf_char(&name, '-');
	}
	while (name.len && name.data[name.len - 1] == '-')
		name.data[--name.len] = '\0';
	return name.len ? name.data : "gambar";
}

/* What was typed, without its ending: small letters, digits and hyphens. False: it is no name. */
static bool name_parse_typed(struct arena *arena, const char *typed, const char **ret,
			     const char **ret_ending)
{
	const char *dot = strchr(typed, '.');
	size_t len = dot ? (size_t)(dot - typed) : strlen(typed);

	*ret_ending = !dot ? NULL : text_equal(dot + 1, "jpeg") ? "jpg" : dot + 1;
	*ret = arena_copy(arena, typed, len);
	if (!len || len > PICTURE_NAME_MAX - 4 || *typed == '-')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!is_plain(typed[i]) && typed[i] != '-')
			return false;
	return !*ret_ending || text_equal(*ret_ending, "jpg") || text_equal(*ret_ending, "png");
}

static bool refuse_name(struct picture_result *ret)
{
	ret->field = "name";
	return REFUSE(&ret->refusal, 422, "invalid",
		      "Nama gambar terdiri atas huruf kecil, angka, dan tanda hubung, misalnya "
		      "logo.png.",
		      "A picture's name is made of small letters, digits and hyphens, such as "
		      "logo.png.");
}

/* ---- What refuses ---- */

static bool refuse_deed(struct req *req, const struct edition *edition, struct refusal *refusal)
{
	if (may(DEED_EDIT_PICTURES, who_of(req)->account.role, edition->phase,
		(struct circumstances){ 0 }))
		return false;
	if (edition->phase == PHASE_APPROVED)
		return REFUSE(refusal, 409, "wrong_phase",
			      "Di antara dua persetujuan gambar tata letak tidak diubah.",
			      "Between the two keys no picture of a layout is changed.");
	return REFUSE(refusal, 403, "denied", "Hal ini bukan wewenang Anda.",
		      "This is not yours to do.");
}

static bool refuse_quota(const struct layout_picture *all, size_t count, int64_t size,
			 struct refusal *refusal)
{
	int64_t stand = size, ever = size;
	size_t standing = 0;

	for (size_t i = 0; i < count; i++) {
		ever += all[i].size;
		if (all[i].removed_by)
			continue;
		stand += all[i].size;
		standing++;
	}
	if (standing >= PICTURES_MAX || stand > PICTURES_SIZE_MAX)
		return REFUSE(
			refusal, 409, "quota",
			"Sebuah edisi dapat memiliki paling banyak %d gambar dan %d MB. Hapus "
			"yang tidak dipakai.",
			"An edition may have at most %d pictures and %d MB. Remove what is not "
			"used.",
			PICTURES_MAX, (int)(PICTURES_SIZE_MAX >> 20));
	return ever > PICTURES_SIZE_EVER_MAX &&
	       REFUSE(refusal, 409, "quota",
		      "Gambar edisi ini, termasuk yang sudah dihapus, mencapai %d MB, batas "
		      "seluruhnya: rilis menyimpannya.",
		      "The pictures of this edition, removed ones too, have reached %d MB, the "
		      "limit of all: releases keep them.",
		      (int)(PICTURES_SIZE_EVER_MAX >> 20));
}

static bool refuse_taken(const struct layout_picture *all, size_t count,
			 const struct layout_picture *next, struct picture_result *ret)
{
	for (size_t i = 0; i < count; i++) {
		if (all[i].removed_by)
			continue;
		ret->field = "file";
		if (text_equal(all[i].sent_sha256, next->sent_sha256))
			return REFUSE(&ret->refusal, 409, "same_picture",
				      "Gambar yang sama sudah ada dengan nama %s.",
				      "The same picture is there already, as %s.", all[i].name);
		ret->field = "name";
		if (next->name && text_equal(all[i].name, next->name))
			return REFUSE(
				&ret->refusal, 409, "name_taken",
				"Sudah ada gambar lain bernama %s. Beri nama lain, atau hapus "
				"yang lama dahulu.",
				"There is another picture called %s. Choose another name, or "
				"remove the old one first.",
				next->name);
	}
	ret->field = NULL;
	return false;
}

/* Asked before the file is looked at, and again when its row is written. */
static bool refused(struct req *req, const struct edition *edition,
		    const struct layout_picture *next, struct picture_result *ret,
		    bool *ret_refused, struct err *err)
{
	struct layout_picture *all;
	size_t count;

	*ret_refused = true;
	if (refuse_deed(req, edition, &ret->refusal))
		return true;
	if (!layout_picture_list(db_of(req), edition->id, req->arena, &all, &count, err))
		return false;
	*ret_refused = refuse_taken(all, count, next, ret) ||
		       refuse_quota(all, count, next->size, &ret->refusal);
	return true;
}

/* ---- The file ---- */

static bool too_large(struct err *err)
{
	return FAIL_CODE(err, ERR_INPUT, "too_large",
			 "Gambar ini lebih besar daripada %d MB, batas untuk tata letak.",
			 "This picture is larger than %d MB, the limit for layouts.",
			 (int)(LAYOUT_PICTURE_SIZE_MAX >> 20));
}

static bool no_picture(struct err *err)
{
	return FAIL_CODE(err, ERR_INPUT, "unknown_kind",
			 "Isi berkas ini bukan gambar PNG atau JPEG, apa pun namanya.",
			 "This file is no PNG or JPEG picture, whatever its name.");
}

static bool sent_check(const struct sent_file *sent, size_t size, struct err *err)
{
	if (sent->kind != SENT_JPEG && sent->kind != SENT_PNG)
		return no_picture(err);
	if (size > LAYOUT_PICTURE_SIZE_MAX)
		return too_large(err);
	if ((uint64_t)sent->width * sent->height <= LAYOUT_PICTURE_PIXELS_MAX)
		return true;
	return FAIL_CODE(err, ERR_INPUT, "too_many_pixels",
			 "Gambar ini berukuran %u × %u piksel; untuk tata letak paling banyak %u "
			 "juta piksel. Kecilkan dahulu.",
			 "This picture has %u × %u pixels; for layouts at most %u million. Make it "
			 "smaller first.",
			 sent->width, sent->height, LAYOUT_PICTURE_PIXELS_MAX / 1000000);
}

static bool file_take(struct req *req, const struct upload *file, struct layout_picture *ret,
		      struct err *err)
{
	const char *folder = service_vault(service_of(req));
	struct vault_part part VAULT_PART = { .fd = -1 };
	char sha256[SHA256_HEX_SIZE];
	struct sent_file sent;
	const char *bytes;
	size_t size;

	if (!vault_begin(folder, req->arena, &part, err) ||
	    !intake_picture(folder, req->arena, file, &part, &sent, err) ||
	    !vault_map(part.fd, &bytes, &size, err))
		return false;
	vault_unmap(bytes, size);
	if (!sent_check(&sent, size, err) || !vault_keep(folder, &part, sha256, &size, err))
		return false;
	ret->sha256 = arena_text(req->arena, sha256);
	ret->size = (int64_t)size;
	ret->width = sent.width;
	ret->height = sent.height;
	return true;
}

/* Its kind, and with that its whole name. */
static bool name_take(struct req *req, const struct picture_call *call, enum sent_kind kind,
		      struct layout_picture *ret, struct picture_result *result)
{
	const char *name = NULL, *ending = NULL;

	ret->kind = kind == SENT_PNG ? "png" : "jpg";
	if (!*call->name)
		name = name_after(req->arena, call->file->file_name);
	else if (!name_parse_typed(req->arena, call->name, &name, &ending))
		return !refuse_name(result);
	if (ending && !text_equal(ending, ret->kind)) {
		result->field = "name";
		return !REFUSE(&result->refusal, 422, "invalid",
			       "Isi berkas ini %s; namanya harus berakhir .%s.",
			       "This file is a %s; its name has to end in .%s.",
			       kind == SENT_PNG ? "PNG" : "JPEG", ret->kind);
	}
	ret->name = arena_printf(req->arena, "%s.%s", name, ret->kind);
	return true;
}

bool picture_take(struct req *req, const struct edition *edition, const struct picture_call *call,
		  struct layout_picture *ret_picture, struct picture_result *ret, struct err *err)
{
	char digest[SHA256_HEX_SIZE];
	struct sent_file sent;
	struct err why;
	bool no;

	*ret_picture = (struct layout_picture){ .size = (int64_t)call->file->len };
	*ret = (struct picture_result){ 0 };
	sha256_hex(call->file->data, call->file->len, digest);
	ret_picture->sent_sha256 = arena_text(req->arena, digest);
	if (refuse_deed(req, edition, &ret->refusal))
		return true;
	if (sent_sniff(call->file->data, call->file->len, &sent, &why) &&
	    sent_check(&sent, call->file->len, &why)) {
		if (!name_take(req, call, sent.kind, ret_picture, ret))
			return true;
		if (!refused(req, edition, ret_picture, ret, &no, err))
			return false;
		if (no || file_take(req, call->file, ret_picture, &why))
			return true;
	}
	if (why.kind != ERR_INPUT) {
		*err = why;
		return false;
	}
	/* Those that take other files, too, name them. */
	if (text_equal(why.code, "unknown_kind") || text_equal(why.code, "two_kinds"))
		(void)no_picture(&why);
	ret->field = "file";
	ret->refusal = (struct refusal){ .status = 422, .why = why };
	return true;
}

/* ---- The deeds ---- */

static bool told(struct req *req, const struct edition *edition, const struct ledger_look *look,
		 const char *deed, const struct layout_picture *picture, int64_t now,
		 struct err *err)
{
	struct val *about = val_map(req->arena);

	val_put_text(about, "picture", picture->name);
	val_put_text(about, "sha256", picture->sha256);
	return act_tell(req, edition, look, deed, about, now, err);
}

bool picture_add(struct req *req, const struct edition *edition,
		 const struct layout_picture *picture, int64_t now, struct picture_result *ret,
		 struct err *err)
{
	struct layout_picture next = *picture;
	struct ledger_look look;
	bool no;

	*ret = (struct picture_result){ 0 };
	next.by = who_of(req)->account.username;
	next.at = now;
	if (!refused(req, edition, &next, ret, &no, err))
		return false;
	if (no)
		return true;
	return act_look(req, edition, VOUCHED_LAYOUT, &look, err) &&
	       layout_picture_add(db_of(req), edition->id, &next, &next.id, err) &&
	       told(req, edition, &look, "picture_added", &next, now, err);
}

bool picture_users(struct req *req, const struct edition *edition, const char *name,
		   const char **ret, struct err *err)
{
	const struct shelf shelf = shelf_of(req, edition->id);
	struct studio_item *items;
	struct buf list;
	size_t count;

	buf_init(&list, req->arena);
	if (!studio_items(req, &items, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		const char *text;
		int64_t version;

		if (!shelf_text(&shelf, items[i].name, &text, &version, err))
			return false;
		if (names_picture(text, name))
			buf_printf(&list, "%s%s", list.len ? ", " : "", items[i].title);
	}
	*ret = list.len ? list.data : "";
	return true;
}

static bool picture_find(struct req *req, const struct edition *edition, const char *id,
			 struct layout_picture *ret, struct err *err)
{
	struct layout_picture *list;
	char text[24];
	size_t count;

	*ret = (struct layout_picture){ 0 };
	if (!layout_picture_list(db_of(req), edition->id, req->arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		(void)snprintf(text, sizeof(text), "%" PRId64, list[i].id);
		if (text_equal(text, id)) {
			*ret = list[i];
			return true;
		}
	}
	return FAIL(err, ERR_NOT_FOUND, "Tidak ada gambar ini.", "No such picture.");
}

bool picture_remove(struct req *req, const struct edition *edition, const char *id, int64_t now,
		    struct refusal *ret, struct err *err)
{
	const char *by = who_of(req)->account.username, *users;
	struct layout_picture picture;
	struct ledger_look look;

	if (refuse_deed(req, edition, ret))
		return true;
	if (!picture_find(req, edition, id, &picture, err) ||
	    !picture_users(req, edition, picture.name, &users, err))
		return false;
	if (picture.removed_by)
		return REFUSE(ret, 409, "removed", "Gambar %s sudah dihapus oleh %s.",
			      "%s was removed already, by %s.", picture.name, picture.removed_by);
	if (*users)
		return REFUSE(ret, 409, "in_use",
			      "Gambar %s masih dipakai: %s. Ubah tata letak itu dahulu.",
			      "%s is still used: %s. Change that layout first.", picture.name,
			      users);
	return act_look(req, edition, VOUCHED_LAYOUT, &look, err) &&
	       layout_picture_remove(db_of(req), picture.id, by, now, err) &&
	       told(req, edition, &look, "picture_removed", &picture, now, err);
}
