#!/bin/bash
# Makes the folder of what is served beside the pages: names carry the hash of the content, so that
# a browser may keep them for ever; `manifest` maps plain names to these. Compressed copies lie
# beside them. The same inputs give the same bytes.
set -eu
out=$1
from=$(dirname "$0")
share=/usr/share
raw=$(mktemp -d)
trap 'rm -rf "$raw"' EXIT

# Each font comes in two files: the letters of nearly every page, and the others, which a browser
# fetches when a page has one of them. theme.css names the same ranges.
common='U+0020-007E,U+00A0,U+00B7,U+00D7,U+00F7,U+2013,U+2014,U+2019,U+201C,U+201D,U+2026,U+2192,U+2212'
wide='U+00A1-00B6,U+00B8-00D6,U+00D8-00F6,U+00F8-017F,U+0218-021B,U+2010-2012,U+2015,U+2018,U+201A,U+201B,U+201E'
wide+=',U+2020-2022,U+2032,U+2033,U+2039,U+203A,U+20AC,U+2190,U+2191,U+2193,U+2194,U+2260,U+2264'
wide+=',U+2265,U+2713'

# Only copyright and licence stay in the name table: a subset may not carry a reserved name.
subset() { # font of the system, our name
	local letters part
	for part in '' -wide; do
		letters=$common
		[ -z "$part" ] || letters=$wide
		hb-subset --unicodes="$letters" --layout-features=kern,tnum,mark,mkmk,ccmp,locl \
			--no-hinting --desubroutinize --name-IDs=0,13,14 --output-file="$raw/$2$part.otf" "$share/fonts/$1"
		woff2_compress "$raw/$2$part.otf" >/dev/null 2>&1
		put "$2$part.woff2"
	done
}
icon() { # name, pixels, percent of the square that the emblem may fill, ground
	local at=$(((100 - $3) / 2))
	{
		echo '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
		echo "<path fill=\"$4\" d=\"M0 0h100v100H0z\"/>"
		sed "s/<svg /<svg x=\"$at\" y=\"$at\" width=\"$3\" height=\"$3\" /" "$from/emblem.svg"
		echo '</svg>'
	} >"$raw/icon.svg"
	rsvg-convert -w "$2" -h "$2" -o "$raw/$1.png" "$raw/icon.svg"
	put "$1.png"
}
# Comments and indentation are for who reads the sources.
thin() { # style sheet or script in $raw
	perl -0pi -e 's{^\s*/\*.*?\*/[ \t]*\n}{}gms; s{^\s*//[^\n]*\n}{}gm; s/^[ \t]+//gm; s/\n{2,}/\n/g' "$raw/$1"
}
put() { # file in $raw
	local name=${1%.*} ending=${1##*.} hash
	hash=$(sha256sum <"$raw/$1" | cut -c1-12)
	cp "$raw/$1" "$out/$name.$hash.$ending"
	case $ending in
	woff2 | png) ;; # are packed
	*) gzip -9 -n -c "$raw/$1" >"$out/$name.$hash.$ending.gz" ;;
	esac
	echo "$1 $name.$hash.$ending" >>"$out/manifest"
}

rm -rf "$out"
mkdir -p "$out"
subset opentype/inter/Inter-Regular.otf text
subset opentype/inter/Inter-SemiBold.otf text-bold
subset truetype/charis/CharisSIL-Bold.ttf title
icon icon-192 192 92 none
icon icon-512 512 92 none
icon icon-maskable-192 192 62 '#f6f5f0' # the middle 80 % are never cut off
icon icon-maskable-512 512 62 '#f6f5f0'
icon icon-touch 180 76 '#f6f5f0'
find "$from/.." -name '*.html' -o -name '*.js' | sort |
	xargs perl "$from/purge.pl" $share/javascript/bootstrap5/css/bootstrap.min.css >"$raw/bootstrap.css"
put bootstrap.css
cp "$from"/*.css "$from"/*.svg "$from"/*.js "$from"/*.webmanifest "$raw"
while read -r plain hashed; do # addresses inside our own files
	sed -i "s|\"$plain\"|\"$hashed\"|g" "$raw"/theme.css "$raw"/app.webmanifest
done <"$out/manifest"
for file in "$from"/*.css "$from"/*.js; do thin "$(basename "$file")"; done
for file in "$from"/*.css "$from"/*.svg "$from"/*.js "$from"/*.webmanifest; do
	[ "$(basename "$file")" = sw.js ] || put "$(basename "$file")"
done
# The service worker names what the pages of a juror need.
while read -r plain hashed; do
	case $plain in board.* | icon-* | *.webmanifest) continue ;; esac
	sed -i "s|'/static/$plain'|'/static/$hashed'|; s|^const FILES = \[|&'/static/$hashed', |" "$raw"/sw.js
done <"$out/manifest"
put sw.js
