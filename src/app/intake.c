#include "intake.h"

#define PROGRAM "/proc/self/exe" /* the same program, also when a newer one has taken its place */

bool intake_picture(const char *folder, struct arena *arena, const struct upload *file,
		    struct vault_part *part, struct sent_file *ret, struct err *err)
{
	struct vault_part raw VAULT_PART = { .fd = -1 };
	const char *data;
	size_t len;
	bool good;

	if (!vault_begin(folder, arena, &raw, err) ||
	    !vault_write(&raw, file->data, file->len, err) ||
	    !picture_renew_apart(PROGRAM, raw.fd, part->fd, err) ||
	    !vault_map(part->fd, &data, &len, err))
		return false;
	good = sent_sniff(data, len, ret, err);
	vault_unmap(data, len);
	return good;
}
