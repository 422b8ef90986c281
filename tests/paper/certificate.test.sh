#!/bin/bash
# The certificates that tests/unit/test_paper.c prints, seen by other tools than ours.
cd "$(dirname "$0")/../.." || exit 1
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
PAPER_PDFS=$folder "${PARITRANA%/*}/unit/test_paper" >/dev/null 2>"$folder/log" || { cat "$folder/log"; exit 1; }
names="plain sample english hostile long three crowded wide"
url=https://contoh.example/certificates/7H2K9QPM4XTRW8CD
n=0 bad=0
check() { # what, then a command that must succeed
	local what=$1 out; shift; n=$((n + 1))
	if out=$("$@" 2>&1); then echo "ok $n - $what"; return; fi
	echo "not ok $n - $what"; bad=1
	sed 's/^/# /' <<<"$out"
}
# The text of a page with every run of spaces as one, as a reader would copy it.
text() { pdftotext "$folder/$1.pdf" - 2>"$folder/warnings" | tr -s '[:space:]' ' '; [ ! -s "$folder/warnings" ] || cat "$folder/warnings"; }
says() { text "$1" | grep -qF -- "$2" || { text "$1"; return 1; }; }
silent_on() { ! says "$1" "$2" >/dev/null; }
sound() { qpdf --check "$folder/$1.pdf" && pdfinfo "$folder/$1.pdf" | grep -q 'Page size: *841.89 x 595.28 pts (A4)'; }
# Keys by which a PDF could do something; its streams hold fonts, numbers and text only.
inert() {
	local keys='JS|JavaScript|OpenAction|AA|A|Launch|EmbeddedFiles?|URI|AcroForm|Annots|SubmitForm'
	qpdf --json=1 --json-key=objects "$folder/$1.pdf" >"$folder/objects" || return 1
	grep -q '"/Type": "/Page"' "$folder/objects" && ! grep -E "\"/($keys)\"" "$folder/objects"
}
code_says() {
	pdftoppm -png -r 150 -singlefile "$folder/$1.pdf" "$folder/$1"
	[ "$(zbarimg -q --raw "$folder/$1.png" 2>/dev/null)" = "$2" ]
}
# Every word, but the CONTOH across the page, lies inside the inner rule and clear of the emblem.
inside() {
	pdftotext -bbox "$folder/$1.pdf" - | awk -F'"' '/<word/ && !/>CONTOH</ {
		n++
		if ($2 < 46 || $6 > 796 || $4 < 100 || $8 > 549) { print; bad = 1 } }
		END { exit bad || !n }'
}
info() { pdfinfo "$folder/$1.pdf" | grep -qE "^$2: +$3\$" || { pdfinfo "$folder/$1.pdf"; return 1; }; }
embedded() { ! pdffonts "$folder/$1.pdf" 2>/dev/null | tail -n +3 | grep -v 'yes yes yes'; }
marks() { [ "$(qpdf --json=1 --json-key=outlines "$folder/all.pdf" | grep -c '"title"')" = 8 ]; }

for name in $names all; do
	check "$name is a sound PDF" sound "$name"
	check "$name can do nothing but be read" inert "$name"
	check "$name carries its fonts and says what their codes mean" embedded "$name"
done
for name in $names; do
	check "the code on $name leads to the check page" code_says "$name" "$url"
	check "$name names that page" says "$name" "$url"
	check "nothing on $name leaves its place" inside "$name"
	check "$name has the serial and the hash" says "$name" 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
done
check "a name is printed as it is" says plain "diberikan kepada Kabupaten Belu "
check "letters beyond ASCII stay themselves" says english "PT José Ñandú Żółć’s – Usaha‑Jaya"
check "rare letters come from further fonts" says wide "Ỵ Ⱥ Ω Жук ẞ №"
check "a name cannot be an operator" says hostile ') Tj /JS (app.alert(1)) \) ET >> endobj <script>'
check "a long name is whole" says long "Perusahaan Umum Daerah Air Minum Tirta Lontar Kabupaten Kupang dan Badan Usaha Milik Desa"
check "a very long name is whole" says three "Lembata dan Solor bersama Gabungan Kelompok Tani"
check "a sample says so" says sample "CONTOH "
check "what is no sample does not" silent_on plain CONTOH
check "English is English" says english "CERTIFICATE OF AWARD presented to"
check "titles of the file are readable" info english Title "Certificate of award – PT José Ñandú Żółć’s – Usaha‑Jaya – Terbaik I"
check "the file is dated by the release" info plain CreationDate ".*2025.*"
check "all together have a page each" info all Pages 8
check "all together have a bookmark each" marks
echo "1..$n"
exit $bad
