#!/bin/bash
# Builds with ASan and UBSan, runs every suite, ends with "N passed, N failed".
# `tests/run.sh unit http` runs those suites only.
cd "$(dirname "$0")/.." || exit 1
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:detect_stack_use_after_return=1
export UBSAN_OPTIONS=print_stacktrace=1
export TSAN_OPTIONS="halt_on_error=1 suppressions=$PWD/tests/tsan.supp"
jobs=$(nproc)
log=build/test; mkdir -p $log
passed=0 failed=0
suites=${*:-unit thread fuzz cli http browser paper crash link}

tally() { # suite name, TAP file, exit code
	local ok not
	ok=$(grep -cE '^ok ' "$2"); not=$(grep -E '^not ok ' "$2" | grep -vcF '# SKIP') # cmocka's way
	if grep -qE '^# (pass|tests) [0-9]' "$2"; then # node counts its own
		ok=$(sed -nE 's/^# pass ([0-9]+)/\1/p' "$2" | tail -1)
		not=$(sed -nE 's/^# (fail|cancelled) ([0-9]+)/\2/p' "$2" | awk '{n+=$1} END {print n+0}')
	fi
	[ "$3" -ne 0 ] && [ "$not" -eq 0 ] && not=1
	[ "$ok" -eq 0 ] && [ "$not" -eq 0 ] && not=1 # a suite without a test is a broken suite
	passed=$((passed + ok)); failed=$((failed + not))
	printf '  %-28s %4d passed %4d failed\n' "$1" "$ok" "$not"
	[ "$not" -eq 0 ] || cat "$2"
}

run_units() { # folder of the build, label, what to run them through
	local program code build=$1 label=$2; shift 2
	for program in "$build"/unit/test_*; do
		[ -x "$program" ] && [ -f "tests/unit/$(basename "$program").c" ] || continue
		CMOCKA_MESSAGE_OUTPUT=TAP "$@" "$program" >"$log/unit.tap" 2>"$log/unit.err"; code=$?
		cat "$log/unit.err" >>"$log/unit.tap"
		tally "$label$(basename "$program")" "$log/unit.tap" $code
	done
}

run_node() { # folder of the build, label, script, what to run it through
	local code build=$1 label=$2 script=$3; shift 3
	PARITRANA=$build/paritrana timeout -k 10 900 "$@" node --test --test-reporter=tap "$script" \
		>"$log/node.tap" 2>&1; code=$?
	tally "$label$(basename "$(dirname "$script")")/$(basename "$script" .test.js)" "$log/node.tap" $code
}

make -s -j"$jobs" SAN=address all unit || { echo "0 passed, 1 failed"; exit 1; }
for suite in $suites; do
	case $suite in
	unit) run_units build/address "" ;;
	thread) # TSan wants its addresses where they always are
		make -s -j"$jobs" SAN=thread all unit || { failed=$((failed + 1)); continue; }
		fixed=(); setarch -R true 2>/dev/null && fixed=(setarch -R)
		run_units build/thread "tsan " "${fixed[@]}"
		for script in tests/http/{sheet,phase,release}.test.js; do
			run_node build/thread "tsan " "$script" "${fixed[@]}"
		done ;;
	fuzz) # the inputs that are kept, once more
		make -s -j"$jobs" SAN=address fuzzers || { failed=$((failed + 1)); continue; }
		for source in tests/fuzz/fuzz_*.c; do
			name=$(basename "$source" .c)
			mapfile -t kept < <(find tests/fuzz/corpus/"${name#fuzz_}" -type f 2>/dev/null)
			build/address/fuzz/"$name" "${kept[@]}" >"$log/fuzz.tap" 2>&1; code=$?
			[ $code -eq 0 ] && echo "ok 1 - $name" >>"$log/fuzz.tap"
			tally "$name" "$log/fuzz.tap" $code
		done ;;
	*)
		for script in tests/"$suite"/*.test.js; do
			[ -f "$script" ] && run_node build/address "" "$script"
		done
		for script in tests/"$suite"/*.test.sh tests/"$suite"/*.test.py; do
			[ -f "$script" ] || continue
			case $script in *.py) run=python3 ;; *) run=bash ;; esac
			PARITRANA=build/address/paritrana $run "$script" >"$log/script.tap" 2>&1; code=$?
			tally "$suite/$(basename "${script%.test.*}")" "$log/script.tap" $code
		done ;;
	esac
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
