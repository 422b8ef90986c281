#!/bin/bash
# Every class of the theme is used: in a template, in a script, or made in C out of whole words
# (`state-{{kind}}` uses state-draft when "draft" stands somewhere in src). Else it is dead.
cd "$(dirname "$0")/../.." || exit 1
bad=0
used=$(mktemp); trap 'rm -f "$used"' EXIT
cat $(git ls-files 'templates/*.html' 'templates/**/*.html' 'templates/static/*.js' 'src/*.c' 'tests/look/*.html') >"$used"
while read -r class; do
	grep -qE "(^|[^a-z0-9-])$class([^a-z0-9-]|\$)" "$used" && continue
	stem=${class%-*} word=${class##*-} # state-below_quorum, heat-above-4
	grep -qE "$stem-(\{\{|%)|${stem%-*}-(\{\{|%)" "$used" && grep -qE "\"$word\"|%[zu]*[du]|$word" "$used" && continue
	echo "theme.css: .$class is used nowhere" >&2
	bad=1
done < <(sed -E 's|/\*.*\*/||; s/url\("[^"]*"\)//g' templates/static/theme.css | grep -v '^ \*' | grep -oE '\.-?[a-z][a-z0-9_-]*' | cut -c2- | sort -u)
exit $bad
