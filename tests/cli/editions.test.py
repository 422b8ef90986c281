#!/usr/bin/env python3
"""Random editions: what `tally` makes of files is a bundle that `verify` accepts."""
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import editions

PROGRAM = os.environ.get("PARITRANA", "build/paritrana")
SEEDS = range(1, 151)


def run(*args):
    return subprocess.run([PROGRAM, *args], capture_output=True, text=True, env={**os.environ, "LC_ALL": "en"})


def seen(folder, seed, features):
    """What is wrong with this seed, or None; notes what it had in it."""
    bundle = os.path.join(folder, "bundle.txt")
    result = run("tally", *editions.write(seed, folder), "--format", "json", "--bundle", bundle)
    if result.returncode != 0:
        return "tally: " + result.stderr
    check = run("verify", bundle)
    if check.returncode != 0:
        return "verify: " + check.stderr
    with open(bundle, encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file]
    table = json.loads(result.stdout)
    rows = [row for kind in ("categories", "overall") for one in table[kind] for row in one["ranking"]]
    ranks = [line for line in lines if line[0] in ("rank", "overall-rank")]
    if [row["exact"] or "" for row in rows] != [line[5] for line in ranks]:
        return "the bundle ranks otherwise than the table"
    features.update(row["decided_by"].split(":")[0] for row in rows if row["decided_by"])
    features.update(row["status"] for row in rows)
    features.update(word for line in lines if line[0] == "aggregation" for word in line[1:4])
    features.update(line[0] for line in lines)
    return None


def main():
    features = set()
    wanted = {"mean", "trimmed_mean", "median", "additive", "sheet", "criterion", "final", "score", "none",
              "aspect",               "head_to_head", "spread", "vote", "ranked", "below_quorum", "ineligible", "recused", "open",
              "sealed", "gate-result", "overall-rank"}
    bad = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in SEEDS:
            wrong = seen(folder, seed, features)
            if wrong:
                bad.append("# seed %d: %s" % (seed, wrong.strip()))
    print("\n".join(bad[:20]))
    print("%sok 1 - the bundle of each of %d random editions is verified" % ("not " if bad else "", len(SEEDS)))
    lacking = sorted(wanted - features)
    print("%sok 2 - the random editions have something of everything" % ("not " if lacking else ""))
    if lacking:
        print("# lacking: " + " ".join(lacking))
    same = editions.edition(7) == editions.edition(7)
    print("%sok 3 - a seed gives the same edition again" % ("" if same else "not "))
    print("1..3")
    return bool(bad or lacking or not same)


sys.exit(main())
