# Two commands do everything on a fresh Debian 12: `make demo` and `make test`.
# `make` builds build/paritrana and build/libparitrana.a; `make help` lists the rest.

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:
SHELL = /bin/bash

# ---- what a build is: `make SAN=address` and `SAN=thread` go to folders of their own ----
SAN ?=
VARIANT := $(if $(SAN),$(SAN),plain)
B := build$(if $(SAN),/$(SAN))
CC = gcc
WERROR ?=

WARN = -std=c17 -Wall -Wextra -Wpedantic -Wformat=2 -Wno-overlength-strings -Wconversion \
	-Wsign-conversion -Wshadow -Wvla -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual \
	-Wcast-align -Wundef -Wwrite-strings -Wswitch-enum -Wimplicit-fallthrough \
	-Wdouble-promotion -Wfloat-equal -Wtrampolines -Wbidi-chars=any -Wduplicated-cond \
	-Wlogical-op -Wstack-usage=65536 -Werror=format-security -Werror=implicit \
	-Werror=incompatible-pointer-types -Werror=int-conversion -Werror=return-type
# Message formats are chosen by language, in err.c and complaints.c alone.
CPPFLAGS = -Isrc -D_GNU_SOURCE
HARD = -O2 -g -fPIE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong \
	-fstack-clash-protection -fcf-protection=full -fno-delete-null-pointer-checks \
	-fno-strict-overflow -fno-strict-aliasing -ftrivial-auto-var-init=zero -fexceptions -fno-common
LINK_HARD = -pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code -Wl,--as-needed
ifeq ($(SAN),address)
FLAVOUR = -O1 -g -fno-omit-frame-pointer -fsanitize=address -fsanitize=undefined \
	-fno-sanitize-recover=all -fno-common
LINK = -fsanitize=address -fsanitize=undefined
else ifeq ($(SAN),thread)
FLAVOUR = -O1 -g -fno-omit-frame-pointer -fsanitize=thread -fno-common
LINK = -fsanitize=thread
else ifeq ($(SAN),fuzz)
CC = clang
WARN = -std=c17 -w
FLAVOUR = -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all -fno-common
LINK = -fsanitize=fuzzer,address,undefined
else
FLAVOUR = $(HARD)
LINK = $(LINK_HARD)
endif
CFLAGS = $(WARN) $(WERROR) $(FLAVOUR) -ffile-prefix-map=$(CURDIR)=. -MMD -MP
LIBS = -lmicrohttpd -lsqlite3 -lhpdf -lfyaml -ljansson -lsodium -lqrencode -lcsv -lutf8proc \
	-lxlsxwriter -lzip -lgmp -lz -ljpeg -lpng16 -lpthread -lm

# ---- rooms ----
ROOMS = base core db store view paper web app
SOURCES := $(sort $(wildcard src/*/*.c))
OBJECTS := $(SOURCES:src/%.c=$(B)/obj/%.o)
CORE_OBJECTS := $(filter $(B)/obj/core/% $(B)/obj/base/%,$(OBJECTS))
ROOM_OBJECTS := $(filter-out $(B)/obj/app/main.o,$(OBJECTS))
UNIT_SOURCES := $(sort $(wildcard tests/unit/test_*.c))
UNIT := $(UNIT_SOURCES:tests/unit/%.c=$(B)/unit/%)
# Where there are threads: these rooms and tests alone are built, and run, with TSan too.
ifeq ($(SAN),thread)
ROOM_OBJECTS := $(filter $(B)/obj/base/% $(B)/obj/db/% $(B)/obj/web/%,$(ROOM_OBJECTS))
UNIT := $(filter $(patsubst %,$(B)/unit/test_%,writer web),$(UNIT))
endif

all: $(B)/paritrana $(B)/libparitrana.a assets

$(B)/paritrana: $(OBJECTS)
	@echo "  link    $@"
	@$(CC) $(LINK) -o $@ $^ $(LIBS)

# The pure core alone: anyone may recount with it.
$(B)/libparitrana.a: $(CORE_OBJECTS)
	@echo "  ar      $@"
	@rm -f $@ && ar rcsD $@ $^

$(B)/obj/%.o: src/%.c | build/deps.ok
	@mkdir -p $(@D)
	@echo "  cc      $<"
	@$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# Ten thousand draws of weights are long sums of products and little else.
$(B)/obj/core/draws.o: CFLAGS += $(if $(SAN),,-O3)

$(B)/unit/%: tests/unit/%.c $(ROOM_OBJECTS) | build/deps-test.ok
	@mkdir -p $(@D)
	@echo "  cc      $<"
	@$(CC) $(CPPFLAGS) -Itests/unit $(CFLAGS) $(LINK) -o $@ $< $(ROOM_OBJECTS) $(LIBS) -lcmocka

BENCH_SOURCES := $(sort $(wildcard tests/bench/bench_*.c))
BENCH := $(BENCH_SOURCES:tests/bench/%.c=$(B)/bench/%)
BENCH_SHARED := $(addprefix tests/bench/,bench.c load.c sheets.c stand.c)
$(B)/bench/%: tests/bench/%.c $(BENCH_SHARED) $(wildcard tests/bench/*.h) $(ROOM_OBJECTS) | build/deps.ok
	@mkdir -p $(@D)
	@echo "  cc      $<"
	@$(CC) $(CPPFLAGS) -Itests/bench $(filter-out -MMD -MP,$(CFLAGS)) $(LINK) -o $@ $< \
		$(BENCH_SHARED) $(ROOM_OBJECTS) $(LIBS)

# A fuzz target has no main: libFuzzer brings one, else ours replays the inputs that are kept.
FUZZ_SOURCES := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ := $(FUZZ_SOURCES:tests/fuzz/%.c=$(B)/fuzz/%)
FUZZ_MAIN := $(if $(filter fuzz,$(SAN)),,tests/fuzz/replay.c)
fuzzers: $(FUZZ)
$(B)/fuzz/%: tests/fuzz/%.c tests/fuzz/fuzz.h $(FUZZ_MAIN) $(ROOM_OBJECTS)
	@mkdir -p $(@D)
	@echo "  cc      $<"
	@$(CC) $(CPPFLAGS) -Itests/fuzz $(filter-out -MMD -MP,$(CFLAGS)) $(LINK) -o $@ $< $(FUZZ_MAIN) \
		$(ROOM_OBJECTS) $(LIBS)

-include $(OBJECTS:.o=.d) $(UNIT:=.d)

# ---- what the program serves and prints, made from Debian packages and templates/ ----
ASSETS = build/static/manifest build/fonts.ok
assets: $(ASSETS)

build/static/manifest: $(wildcard templates/static/* templates/*.html templates/*/*.html) | build/deps.ok
	@echo "  assets  build/static"
	@bash templates/static/build.sh build/static
	@touch $@

# Fonts for PDF: what lies around the outlines grows with the letters of a font, so the common ones
# are in one file per face; those of more languages, of further scripts and signs in others, which
# a document takes only when it needs them. Of the outlines it embeds those that it shows.
# Gentium's licence reserves its name for the whole font, so the subsets get another.
GENTIUM = /usr/share/fonts/truetype/gentiumplus/GentiumPlus
OPEN = /usr/share/fonts/truetype/open-sans/OpenSans
COMMON = 20-7e,a0,ab,b7,bb,2013,2014,2018-201d,2026
MORE = a1-aa,ac,ae-b6,b8-ba,bc-17f,2bb,2bc,2010-2012,2015,201e,2020-2022,2030,2032,2033,2039,203a,20ac
WIDE = viet:1a0,1a1,1af,1b0,1ea0-1ef9 \
	latin:180-19f,1a2-1ae,1b1-2ba,2bd-2ff,1e00-1e9f,1efa-1eff \
	greek:370-3ff,1f00-1fff cyrillic:400-482,48a-52f \
	signs:2000-200a,202f,2034-205e,2070-20bf,2100-218f,2212
FACES = serif:$(GENTIUM)-Regular bold:$(GENTIUM)-Bold italic:$(GENTIUM)-Italic \
	sans:$(OPEN)-Regular sans-bold:$(OPEN)-Bold
FONTS = $(foreach face,$(FACES),$(face):$(COMMON)) \
	$(foreach face,$(FACES),$(subst :,-more:,$(face)):$(MORE)) \
	$(foreach more,$(WIDE),serif-$(subst :,:$(GENTIUM)-Regular:,$(more)) \
		bold-$(subst :,:$(GENTIUM)-Bold:,$(more)))
# Open Sans keeps its kerning in the old table, which names glyphs by the numbers of the whole font;
# one file serves all parts of a face.
PAIRS = sans-pairs:$(OPEN)-Regular sans-bold-pairs:$(OPEN)-Bold
build/fonts.ok: Makefile | build/deps.ok
	@rm -rf build/fonts && mkdir -p build/fonts
	@echo "  fonts   build/fonts"
	@set -e; for font in $(FONTS); do IFS=: read -r name source letters <<<"$$font"; \
		hb-subset $$source.ttf --unicodes=$$letters --no-hinting --layout-features=kern \
			--name-IDs=0,2,6,13,14 -o build/fonts/$$name.ttf; done; \
	for font in $(PAIRS); do IFS=: read -r name source <<<"$$font"; \
		hb-subset $$source.ttf --unicodes=$(COMMON),$(MORE) --retain-gids --passthrough-tables \
			--drop-tables-=kern --drop-tables+=glyf,loca,hmtx,GPOS,GSUB,GDEF,OS/2,post,name,gasp \
			-o build/fonts/$$name.ttf; done
	@perl -pi -e 's/G\0e\0n\0t\0i\0u\0m\0P\0l\0u\0s/P\0i\0a\0g\0a\0m\0S\0e\0r\0i\0f/' build/fonts/*.ttf
	@touch $@

# ---- packages: look first, install only what is missing ----
PACKAGES = libmicrohttpd-dev libsqlite3-dev libhpdf-dev libfyaml-dev libjansson-dev libsodium-dev \
	libqrencode-dev libcsv-dev libutf8proc-dev libxlsxwriter-dev libzip-dev libgmp-dev zlib1g-dev libjpeg62-turbo-dev \
	libpng-dev libjs-bootstrap5 \
	libharfbuzz-bin woff2 librsvg2-bin fonts-inter fonts-sil-charis fonts-sil-gentiumplus fonts-open-sans
PACKAGES_TEST = libcmocka-dev python3-minimal qpdf poppler-utils zbar-tools chromium clang-format \
	unzip openssl curl ca-certificates sqlite3 gnumeric nginx-light libnss3-tools iproute2 nftables

deps: build/deps.ok
deps-test: build/deps-test.ok
build/deps.ok: Makefile
	@bash tests/deps.sh $(PACKAGES)
	@mkdir -p build && touch $@
build/deps-test.ok: Makefile tests/package.json | build/deps.ok
	@bash tests/deps.sh $(PACKAGES_TEST) $$(command -v node >/dev/null || echo nodejs) \
		$$(command -v npm >/dev/null || echo npm)
	@bash tests/npm.sh
	@mkdir -p build && touch $@

# ---- what people do ----
demo: all
	@build/paritrana demo

test: | build/deps-test.ok
	@bash tests/run.sh

lint: | build/deps-test.ok
	@bash tests/lint/all.sh

unit: $(UNIT)

bench: all $(BENCH) | build/deps-test.ok
	@for program in $(BENCH); do echo "$$program" && $$program || exit 1; done
	@echo tests/bench/sheet.js && PARITRANA=build/paritrana node tests/bench/sheet.js

# What bench_paper stands beside; without them it says so.
bench-peers:
	@bash tests/deps.sh libcairo2-dev libfreetype-dev python3-reportlab

# Long forms of tests/crash and tests/link. The power cuts need a loop device and the right to mount it, in a
# namespace of their own: another one that is made meanwhile would hold the disk that is cut off. The bad links
# need a network of their own. LINKS=, CRASHES= or REACH= empty leaves a part out. REACH: every page as everybody meets
# it, in both languages, at both widths in both colours.
CRASHES = tests/crash/kill.test.js tests/crash/full.test.js tests/crash/power.rig.js
LINKS = tests/link/badlink.rig.js tests/link/killed.rig.js tests/link/devices.rig.js
REACH = tests/browser/reach.test.js
rig: all | build/deps-test.ok
	@export ROUNDS=$${ROUNDS:-300} PARITRANA=build/paritrana; \
		alone() { ip link set lo up 2>/dev/null; node --test --test-concurrency=1 "$$@"; }; export -f alone; \
		apart() { $$(unshare $$1 true 2>/dev/null && echo unshare $$1) bash -c 'alone "$$@"' - $${@:2}; }; \
		set -e; [ -z "$(CRASHES)" ] || apart -m $(CRASHES); [ -z "$(LINKS)" ] || apart -mn $(LINKS); \
		[ -z "$(REACH)" ] || WHOLE=1 node --test $(REACH)

fuzz: | build/deps.ok
	@bash tests/fuzz/run.sh $(FUZZ_SECONDS)

format: | build/deps-test.ok
	@clang-format -i src/*/*.[ch] tests/unit/*.[ch] tests/fuzz/*.[ch] tests/bench/*.[ch]

clean:
	rm -rf build

PREFIX = /usr
SHARE = $(DESTDIR)$(PREFIX)/share/paritrana
DOC = $(DESTDIR)$(PREFIX)/share/doc/paritrana
UNITS = $(DESTDIR)$(PREFIX)/lib/systemd/system
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(UNITS) $(DESTDIR)$(PREFIX)/lib/sysusers.d \
		$(DESTDIR)$(PREFIX)/lib/tmpfiles.d
	rm -rf $(SHARE) $(DOC)
	install -d $(SHARE) $(DOC)
	install -m 755 build/paritrana $(DESTDIR)$(PREFIX)/bin/paritrana
	cp -r templates criteria build/static build/fonts $(SHARE)/
	cp -r README.md LICENSE docs/. $(DOC)/
	chmod -R u=rwX,go=rX $(SHARE) $(DOC)
	for unit in docs/packaging/*.service docs/packaging/*.socket docs/packaging/*.timer; do \
		sed 's#/usr/bin/paritrana#$(PREFIX)/bin/paritrana#g' $$unit >$(UNITS)/$${unit##*/} && \
		chmod 644 $(UNITS)/$${unit##*/} || exit 1; done
	install -m 644 docs/packaging/sysusers.conf $(DESTDIR)$(PREFIX)/lib/sysusers.d/paritrana.conf
	install -m 644 docs/packaging/tmpfiles.conf $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/paritrana.conf

help:
	@echo "make            build/paritrana, build/libparitrana.a"
	@echo "make demo       a complete sample edition, served on this machine"
	@echo "make test       everything that is tested (ASan and UBSan)"
	@echo "make lint       rooms, templates, formatting"
	@echo "make bench      the limits of the machine and how near to them we are"
	@echo "make bench-peers  what make bench can stand beside: cairo, reportlab"
	@echo "make rig        300 kills and 300 power cuts under load (ROUNDS=); nine browsers over bad links,"
	@echo "                50 browsers killed, 1,000 rounds of two devices; every page as everybody meets it"
	@echo "                (LINKS=, CRASHES= or REACH= empty: without)"
	@echo "make fuzz       looks for inputs that break a reader (FUZZ_SECONDS=30 for each)"
	@echo "make install    into DESTDIR (PREFIX=$(PREFIX))"

.PHONY: all assets deps deps-test demo test lint unit bench bench-peers rig fuzz fuzzers format clean install help
