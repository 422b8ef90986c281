#include "paper_form.h"

bool paper_form_now(struct req *req, const struct edition *edition, int64_t now,
		    int64_t *ret_number, struct err *err)
{
	(void)req;
	(void)edition;
	(void)now;
	(void)err;
	*ret_number = 0;
	return true;
}
