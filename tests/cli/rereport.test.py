#!/usr/bin/env python3
"""`paritrana report` against tests/rereport.py: random editions worked out by both; smallest changes by trying."""
import copy
import json
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
sys.dont_write_bytecode = True
import editions
import recount
import rereport

import importlib.util
spec = importlib.util.spec_from_file_location("recount_test", os.path.join(HERE, "recount.test.py"))
of_files = importlib.util.module_from_spec(spec)
spec.loader.exec_module(of_files)

PROGRAM = os.environ.get("PARITRANA", "build/paritrana")
SEEDS = int(os.environ.get("SEEDS", "80"))
DRAWN_SEEDS = (1011, 1028)  # of sheets a median, and the additive method with holes
DRAWN = 10000
NEAR = 1e-9
COMPARED = ("agreement", "agreement_by_criterion", "jurors", "leave_one_juror_out", "leave_two_jurors_out",
            "five_of_nine", "leave_one_criterion_out", "weights_shaken", "methods")


def load(seed, folder):
    """Arguments, rules, nominees, lists, jurors in the order of the files."""
    args = editions.write(seed, folder)
    _, nominees, rules, lists = of_files.count_files(seed, folder)
    if rules.method != "trimmed_mean":  # the scheme does not say, so the defaults are compared
        rules.trim, rules.trim_from = 1, 7
    jurors = list(dict.fromkeys(row["juror"] for name in ("scores.csv", "recusals.csv")
                                for row in of_files.table(folder, name)))
    return args, rules, list(nominees.values()), lists, jurors


def report(args, *more):
    result = subprocess.run([PROGRAM, "report", *args, "--format", "json", *more], capture_output=True, text=True,
                            env={**os.environ, "LC_ALL": "en"})
    assert result.returncode == 0, result.stderr
    assert "nan" not in result.stdout.lower() and "inf" not in result.stdout.replace("info", ""), "a number is none"
    return json.loads(result.stdout)


def differences(own, theirs, path=""):
    """What the program says otherwise; a null of it must have a reason."""
    if isinstance(own, dict):
        for key, value in own.items():
            if key not in theirs:
                yield "%s.%s is missing" % (path, key)
            elif value is None and theirs[key] is None and not theirs.get(key + "_reason"):
                yield "%s.%s has no reason" % (path, key)
            else:
                yield from differences(value, theirs[key], path + "." + key)
    elif isinstance(own, list):
        if not isinstance(theirs, list) or len(own) != len(theirs):
            yield "%s: %r instead of %r" % (path, theirs, own)
            return
        for i, (a, b) in enumerate(zip(own, theirs)):
            yield from differences(a, b, "%s[%d]" % (path, i))
    elif isinstance(own, (Fraction, float)):
        if not isinstance(theirs, (int, float)) or abs(float(own) - theirs) > NEAR * max(1, abs(float(own))):
            yield "%s: %r instead of %r" % (path, theirs, float(own))
    elif own != theirs:
        yield "%s: %r instead of %r" % (path, theirs, own)


def compare(seed, folder):
    args, rules, nominees, lists, jurors = load(seed, folder)
    said = report(args)
    for key, category in rules.categories.items():
        theirs = next(c for c in said["categories"] if c["key"] == key)
        official = sorted(r.standing.key for r in lists[key] if r.rank == 1)
        mine = rereport.category(rules, category, nominees, official, jurors)
        for part in COMPARED:
            for text in differences(mine[part], theirs[part], part):
                yield "seed %d, %s: %s" % (seed, key, text)
        by_key = sorted(theirs["nominees"], key=lambda n: n["nominee"])
        for text in differences(mine["nominees"], by_key, "nominees"):
            yield "seed %d, %s: %s" % (seed, key, text)


def compare_draws(seed, folder):
    args, rules, nominees, lists, jurors = load(seed, folder)
    said = report(args, "--seed", "ab" * 32)
    assert said["seed"] == "ab" * 32
    for key, category in rules.categories.items():
        theirs = next(c for c in said["categories"] if c["key"] == key)["weights_random"]
        official = sorted(r.standing.key for r in lists[key] if r.rank == 1)
        if not official or theirs is None:
            continue
        changed = rereport.random_changed(rules, category, nominees, official, bytes.fromhex("ab" * 32), DRAWN)
        if (theirs["draws"], theirs["changed"]) != (DRAWN, changed):
            yield "seed %d, %s: %r instead of %d" % (seed, key, theirs, changed)


# ---- smallest changes ----

def swapped(lab, rules, upper, lower, change):
    ranks = dict(lab.rank(quorum=rules.quorum, change=change) or [])
    return upper in ranks and lower in ranks and ranks[lower] < ranks[upper]


def with_mark(nominee, juror, criterion, mark):
    def change(n):
        if n.key == nominee:
            n.sheets = copy.deepcopy(n.sheets)
            n.sheets[juror][criterion] = mark
    return change


def with_evidence(nominee, name, value):
    def change(n):
        if n.key == nominee:
            n.evidence = {**n.evidence, name: (value, True)}
    return change


def pairs_of(rows, winners):
    ranked = [r for r in rows if r.rank is not None]
    ret = []
    for rank in (1, winners):
        last = sum(r.rank <= rank for r in ranked)
        if 0 < last < len(ranked):
            ret.append((ranked[last - 1].standing.key, ranked[last].standing.key))
    return list(dict.fromkeys(ret))


def marks_near(lab, pair, steps):
    """All marks of the two, moved by so many steps either way: (nominee, juror, criterion, mark)"""
    for n in lab.nominees:
        if n.key not in pair:
            continue
        for juror, sheet in recount.rule_4_valid_sheets(n).items():
            for c in lab.category.jury():
                for mark in (sheet[c.key] - steps * c.step, sheet[c.key] + steps * c.step):
                    if c.low <= mark <= c.high:
                        yield n.key, juror, c, mark


def check_mark(lab, rules, pair, flip, tried):
    """What is wrong with the mark flip of this pair (None: the program says there is none)."""
    found = None
    for steps in range(1, tried + 1):
        if any(swapped(lab, rules, *pair, with_mark(n, j, c.key, m)) for n, j, c, m in marks_near(lab, pair, steps)):
            found = steps
            break
    if flip is None:
        return "a mark moved by %d steps swaps them" % found if found else None
    c = next(c for c in lab.category.jury() if c.key == flip["criterion"])
    steps = abs(Fraction(flip["to"]) - Fraction(flip["from"])) / c.step
    if not swapped(lab, rules, *pair, with_mark(flip["nominee"], flip["juror"], c.key, Fraction(flip["to"]))):
        return "%r does not swap them" % flip
    if found is not None and found < steps or found is None and steps <= tried:
        return "%r, but %r steps are enough" % (flip, found)
    return None


def check_evidence(lab, rules, pair, flip):
    change = lambda value: with_evidence(flip["nominee"], flip["evidence"], value)
    if not swapped(lab, rules, *pair, change(flip["to"])):
        return "%r does not swap them" % flip
    if not flip["to"].replace(".", "").isdigit():
        return None
    places = len(flip["from"].partition(".")[2])
    unit = Fraction(1, 10 ** places)
    before = Fraction(flip["to"]) + (unit if Fraction(flip["to"]) < Fraction(flip["from"]) else -unit)
    text = recount.printed(before, places)
    if before != Fraction(flip["from"]) and swapped(lab, rules, *pair, change(text)):
        return "%r, but %s is enough" % (flip, text)
    return None


def compare_flips(seed, folder, seen):
    args, rules, nominees, lists, _ = load(seed, folder)
    said = report(args)
    for key, category in rules.categories.items():
        theirs = next(c for c in said["categories"] if c["key"] == key)["flip"] or []
        lab = rereport.Lab(rules, category, nominees)
        if category.jury() and len(nominees) * len(category.jury()) > 40:
            continue  # too slow here
        for pair in pairs_of(lists[key], category.winners):
            mine = {f["kind"]: f for f in theirs if f["between"] == list(pair)}
            wrong = [check_mark(lab, rules, pair, mine.get("mark"), 4)]
            if "evidence" in mine:
                wrong.append(check_evidence(lab, rules, pair, mine["evidence"]))
            seen.update(mine)
            for text in filter(None, wrong):
                yield "seed %d, %s, %s: %s" % (seed, key, pair, text)


def main():
    count, bad, seen = 0, False, set()
    with tempfile.TemporaryDirectory() as folder:
        def tests():
            for first in range(0, SEEDS, 20):
                yield ("agreement, jurors and re-runs agree on editions %d to %d" % (first, first + 19),
                       [t for seed in range(first, first + 20) for t in compare(seed, folder)])
            yield "random weights agree draw by draw", [t for seed in DRAWN_SEEDS
                                                        for t in compare_draws(seed, folder)]
            yield "the smallest change is the smallest, by trying", [t for seed in range(2000, 2000 + SEEDS // 2)
                                                                     for t in compare_flips(seed, folder, seen)]
            yield "both kinds of change were met", sorted({"mark", "evidence"} - seen)
        for name, wrong in tests():
            count, bad = count + 1, bad or bool(wrong)
            print("%sok %d - %s" % ("not " if wrong else "", count, name), flush=True)
            print("".join("# %s\n" % text for text in wrong[:10]), end="")
    print("1..%d" % count)
    return bad


if __name__ == "__main__":
    sys.exit(main())
