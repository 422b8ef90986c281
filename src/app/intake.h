/* Pictures that people send, on their way into the vault. Private to app. */
#ifndef INTAKE_H
#define INTAKE_H

#include "service.h"
#include "vault.h"

/* Decodes the picture and writes it anew into `part`, in the limited process (picture_renew_apart);
 * `ret` is what it then is. ERR_INPUT as there. */
bool intake_picture(const char *folder, struct arena *arena, const struct upload *file,
		    struct vault_part *part, struct sent_file *ret, struct err *err) MUST_CHECK;

#endif
