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
latin='U+0020-007E,U+00A0-017F,U+0218-021B,U+2010-2015,U+2018-201E,U+2020-2022,U+2026'
latin+=',U+2032,U+2033,U+2039,U+203A,U+20AC,U+2190-2193,U+2212,U+2260,U+2264,U+2265,U+2713'

# Only copyright and licence stay in the name table: a subset may not carry a reserved name.
subset() { # font of the system, our name
	hb-subset --unicodes="$latin" --layout-features=kern,tnum,mark,mkmk,ccmp,locl \
		--no-hinting --name-IDs=0,13,14 --output-file="$raw/$2" "$share/fonts/$1"
}
put() { # file in $raw
	local name=${1%.*} ending=${1##*.} hash
	hash=$(sha256sum <"$raw/$1" | cut -c1-12)
	cp "$raw/$1" "$out/$name.$hash.$ending"
	gzip -9 -n -c "$raw/$1" >"$out/$name.$hash.$ending.gz"
	echo "$1 $name.$hash.$ending" >>"$out/manifest"
}

rm -rf "$out"
mkdir -p "$out"
subset opentype/inter/Inter-Regular.otf text.otf
subset opentype/inter/Inter-SemiBold.otf text-bold.otf
subset truetype/charis/CharisSIL-Bold.ttf title.ttf
sed '/sourceMappingURL/d' $share/javascript/bootstrap5/css/bootstrap.min.css >"$raw/bootstrap.css"
cp "$from"/*.css "$from"/*.svg "$from"/*.js "$raw"
for file in text.otf text-bold.otf title.ttf bootstrap.css; do put "$file"; done
while read -r plain hashed; do # addresses inside our own style sheets
	sed -i "s|url(\"$plain\")|url(\"$hashed\")|g" "$raw"/theme.css
done <"$out/manifest"
for file in "$from"/*.css "$from"/*.svg "$from"/*.js; do put "$(basename "$file")"; done
