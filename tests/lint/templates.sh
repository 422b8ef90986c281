#!/bin/bash
# What a page may not contain: attributes without quotes, inline script, style or handlers, links
# that begin with a value (javascript:…), raw values outside layouts.
cd "$(dirname "$0")/../.." || exit 1
bad=0
mapfile -t pages < <(find templates -name '*.html' | sort)
[ ${#pages[@]} -gt 0 ] || exit 0
refuse() { # why, pattern, files…
	local why=$1 pattern=$2
	shift 2
	[ $# -gt 0 ] || return 0
	if grep -nHP -- "$pattern" "$@" >&2; then
		echo "templates: $why" >&2
		bad=1
	fi
}
mapfile -t inner < <(printf '%s\n' "${pages[@]}" | grep -vE '^templates/layout[a-z_]*\.html$')
for page in "${pages[@]}"; do # quoted values emptied, what still has = without quotes is wrong
	if sed 's/="[^"]*"/=""/g' "$page" | grep -nP '<[a-zA-Z][^>]*\s[a-zA-Z-]+=(?!")' >&2; then
		echo "templates: $page: attribute without double quotes" >&2
		bad=1
	fi
done
refuse 'inline script' '(?i)<script(?![^>]*\ssrc=")' "${pages[@]}"
refuse 'inline style' '(?i)<style|\sstyle=' "${pages[@]}"
refuse 'inline handler' '(?i)<[^>]*\son[a-z]+=' "${pages[@]}"
refuse 'a link begins with a value' '(?i)\s(href|src|action|formaction|poster|data|srcset|ping|content)="\s*\{\{(?!asset\.)' \
	"${pages[@]}"
refuse 'a link is protocol-relative' '(?i)\s(href|src|action|formaction)="//' "${pages[@]}"
refuse 'raw value outside a layout' '\{\{\{|\{\{\s*&' "${inner[@]}"
refuse 'mark fields are text fields with inputmode="decimal"' '(?i)type="number"' "${pages[@]}"
exit $bad
