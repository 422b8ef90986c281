#!/bin/bash
# Rooms and doors: a room includes only the doors it may look through (and its own files), and a
# library that one room knows is included nowhere else.
cd "$(dirname "$0")/../.." || exit 1
declare -A may=(
	[base]="" [core]="base" [db]="base" [view]="base" [web]="base"
	[paper]="view base" [store]="core db base" [app]="base core db store view paper web"
)
declare -A knows=(
	[sqlite3.h]=db [microhttpd.h]=web [hpdf.h]=paper [qrencode.h]=paper [sodium.h]=base
	[utf8proc.h]=base [libfyaml.h]=view [jansson.h]=view [csv.h]=view [xlsxwriter.h]=view [zip.h]=view [gmp.h]=core [zlib.h]="paper web"
	[jpeglib.h]=paper [jerror.h]=paper [png.h]=paper [spawn.h]=paper [linux/seccomp.h]=paper
	[sys/epoll.h]=web [sys/socket.h]="web app"
)
bad=0
say() { echo "$1" >&2; bad=1; }
while IFS=: read -r file line text; do
	room=$(cut -d/ -f2 <<<"$file")
	[ -v "may[$room]" ] || { say "$file: not a room"; continue; }
	case $text in
	*'"'*'"'*)
		door=$(sed 's/[^"]*"\([^"]*\)".*/\1/' <<<"$text")
		other=${door%%/*}
		if [ "$other" = "$door" ]; then
			[ -f "src/$room/$door" ] || say "$file:$line: $door: include doors as \"room/room.h\""
		elif [ "$other" = "$room" ]; then
			:
		elif [ "$door" != "$other/$other.h" ]; then
			say "$file:$line: $door is not a door"
		elif ! grep -qw "$other" <<<"${may[$room]}"; then
			say "$file:$line: room $room may not look into $other"
		fi ;;
	*'<'*'>'*)
		lib=$(sed 's/[^<]*<\([^>]*\)>.*/\1/' <<<"$text")
		if [ -v "knows[$lib]" ] && ! grep -qw "$room" <<<"${knows[$lib]}"; then
			say "$file:$line: only ${knows[$lib]} knows $lib"
		fi ;;
	esac
done < <(grep -nE '^[[:space:]]*#[[:space:]]*include' src/*/*.[ch] /dev/null)
# The pure core has no clock, files, sockets or globals, and prints no score through a double.
while IFS= read -r hit; do say "$hit: core is pure"; done < <(grep -nE \
	'\b(time|clock_gettime|fopen|open|read|write|getenv|printf|random_bytes|time_now)\(' src/core/*.c /dev/null)
while IFS= read -r hit; do say "$hit: unbounded string function"; done < <(grep -nE \
	'\b(strcpy|strcat|sprintf|strtok|atoi|alloca|gets)\(' src/*/*.[ch] /dev/null)
top=$(git ls-files | cut -d/ -f1 | sort -u | grep -vE '^(\..*|Makefile|README\.md|LICENSE|src|criteria|templates|tests|docs)$')
[ -z "$top" ] || say "outside the agreed top level: $top"
exit $bad
