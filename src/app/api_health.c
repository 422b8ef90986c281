/* Is it alive? */
#include "app/service.h"

bool api_healthz(struct req *req, struct err *err)
{
	struct val *body = val_map(req->arena);

	(void)err;
	val_put_text(body, "status", "ok");
	return answer_json(req, 200, body);
}
