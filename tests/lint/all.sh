#!/bin/bash
# Everything that is wrong without running anything. Silent when all is well.
cd "$(dirname "$0")/../.." || exit 1
bad=0
for script in tests/lint/*.sh; do
	[ "$script" = tests/lint/all.sh ] || bash "$script" || { echo "lint: $script" >&2; bad=1; }
done
mapfile -t files < <(git ls-files 'src/*.[ch]' 'tests/unit/*.[ch]' 'tests/fuzz/*.c' 'tests/bench/*.c')
if [ ${#files[@]} -gt 0 ]; then
	clang-format --dry-run -Werror "${files[@]}" || { echo "lint: make format" >&2; bad=1; }
fi
if git grep -InE '\b(TODO|FIXME|XXX)\b' -- . ':!docs/decisions' ':!tests/lint' ':!tests/package-lock.json' >&2; then
	echo "lint: unfinished marks" >&2
	bad=1
fi
# A token or a QR is a way to check, not what PP 71/2019 calls a signature.
if git grep -niE 'tanda[ -]?tangan (elektronik|digital)|(electronic|digital)(ally)? sign' -- src templates docs README.md criteria \
	| grep -viE "bukan|tidak|never|nothing is|not an? " >&2; then
	echo "lint: what we make is not called an electronic signature" >&2
	bad=1
fi
exit $bad
