/* The files of `tally` and `report`, all together. */
#include "app/input.h"

#define SCHEME_SIZE_MAX ((size_t)1 << 20)
#define CSV_SIZE_MAX ((size_t)1 << 30)

bool sources_load(const char *const paths[SOURCE_COUNT], struct arena *arena,
		  struct source ret[SOURCE_COUNT], struct err *err)
{
	for (size_t i = 0; i < SOURCE_COUNT; i++) {
		char *text;

		ret[i] = (struct source){ .file = paths[i] };
		if (!paths[i])
			continue;
		if (!file_read(paths[i], i == SOURCE_SCHEME ? SCHEME_SIZE_MAX : CSV_SIZE_MAX, arena,
			       &text, &ret[i].len, err))
			return false;
		ret[i].text = text;
	}
	return true;
}

bool tally_input_read(const struct source sources[SOURCE_COUNT], struct arena *arena,
		      struct scheme *ret_scheme, struct tally_input *ret,
		      struct complaints *complaints)
{
	const struct source *scheme = &sources[SOURCE_SCHEME];
	struct nominee_list nominees;
	struct names jurors;
	bool good;

	*ret = (struct tally_input){ .scheme = ret_scheme };
	if (!scheme_read(scheme->file, scheme->text, scheme->len, arena, ret_scheme, complaints))
		return false;
	names_init(&jurors, arena);
	good = nominee_file_read(&sources[SOURCE_NOMINEES], ret_scheme, arena, &nominees,
				 complaints);
	if (!good && !nominees.count)
		return false; /* every row of the other files would name an unknown nominee */
	if (sources[SOURCE_SCORES].file)
		good &= score_file_read(&sources[SOURCE_SCORES], ret_scheme, &nominees, &jurors,
					arena, complaints);
	if (sources[SOURCE_EVIDENCE].file)
		good &= evidence_file_read(&sources[SOURCE_EVIDENCE], ret_scheme, &nominees, arena,
					   complaints);
	if (sources[SOURCE_RECUSALS].file)
		good &= recusal_file_read(&sources[SOURCE_RECUSALS], ret_scheme, &nominees, &jurors,
					  arena, complaints);
	if (sources[SOURCE_VOTES].file)
		good &= vote_file_read(&sources[SOURCE_VOTES], ret_scheme, &nominees, arena,
				       &ret->votes, &ret->vote_count, complaints);
	ret->nominees = nominees.items;
	ret->nominee_count = nominees.count;
	ret->jurors = jurors.texts;
	ret->juror_count = jurors.count;
	return good;
}
