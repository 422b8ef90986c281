#include "code.h"

#define CODE_LETTERS 28

char *code_make(struct arena *arena)
{
	static const char LETTERS[] = "0123456789abcdefghjkmnpqrstvwxyz";
	struct buf text;

	buf_init(&text, arena);
	for (unsigned i = 0; i < CODE_LETTERS; i++) {
		if (i && i % 4 == 0)
			buf_char(&text, '-');
		buf_char(&text, LETTERS[random_below(sizeof(LETTERS) - 1)]);
	}
	return text.data;
}

const char *code_parse(struct arena *arena, const char *typed)
{
	struct buf text;
	size_t count = 0;

	buf_init(&text, arena);
	for (; *typed; typed++) {
		char c = *typed;

		if (c == ' ' || c == '-')
			continue;
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		c = c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c;
		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) || count == CODE_LETTERS)
			return NULL;
		if (count && count % 4 == 0)
			buf_char(&text, '-');
		buf_char(&text, c);
		count++;
	}
	return count == CODE_LETTERS ? text.data : NULL;
}

/* ---- Carried ---- */

#define CODE_COOKIE "code"
#define CODE_SECONDS 600

bool code_take(struct req *req, const char *path)
{
	const char *said = req_query(req, "c"), *code;

	if (!said)
		return false;
	code = code_parse(req->arena, said);
	res_cookie(req, CODE_COOKIE, code ? code : "", code ? CODE_SECONDS : 0);
	return res_redirect(req, "%s", path);
}

const char *code_carried(struct req *req)
{
	const char *kept = req_cookie(req, CODE_COOKIE);

	return kept ? code_parse(req->arena, kept) : NULL;
}

void code_drop(struct req *req)
{
	if (req_cookie(req, CODE_COOKIE))
		res_cookie(req, CODE_COOKIE, "", 0);
}
