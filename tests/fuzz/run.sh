#!/bin/bash
# Looks for new inputs with clang's libFuzzer, some seconds per target; what breaks a target is
# left in build/fuzz/found. To keep an input for `make test`, copy it to tests/fuzz/corpus/<target>.
# `tests/fuzz/run.sh 600 guard form`
cd "$(dirname "$0")/../.." || exit 1
seconds=${1:-30}; shift
bash tests/deps.sh clang libclang-rt-14-dev || exit 1
make -s -j"$(nproc)" SAN=fuzz fuzzers || exit 1
mkdir -p build/fuzz/found
bad=0
for program in build/fuzz/fuzz/fuzz_*; do
	name=${program##*/fuzz_}
	[ -f "tests/fuzz/fuzz_$name.c" ] || continue
	[ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
	kept=tests/fuzz/corpus/$name
	mkdir -p "build/fuzz/corpus/$name"
	echo "  fuzz    $name, $seconds s"
	"$program" -max_total_time="$seconds" -max_len=8192 -timeout=10 -rss_limit_mb=1024 \
		-print_final_stats=1 -artifact_prefix="build/fuzz/found/$name-" \
		"build/fuzz/corpus/$name" $([ -d "$kept" ] && echo "$kept") \
		>"build/fuzz/$name.log" 2>&1 || { tail -40 "build/fuzz/$name.log"; bad=1; }
	grep -E 'number_of_executed|new_units' "build/fuzz/$name.log"
done
exit $bad
