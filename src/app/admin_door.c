#include "admin.h"

bool admin_send(const char *db_path, const struct admin_call *call, struct arena *arena,
		struct admin_call *ret_reply, struct err *err)
{
	(void)call;
	(void)arena;
	(void)ret_reply;
	return FAIL(err, ERR_NOT_FOUND, "%s: tidak ada layanan", "%s: no service", db_path);
}
