#!/usr/bin/env python3
"""tests/recount.py against the program: random editions counted by both, and faults that must be seen."""
import contextlib
import csv
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
import editions
import recount

PROGRAM = os.environ.get("PARITRANA", "build/paritrana")
BLOCKS, SEEDS = 10, 100


# ---- the same edition, read from its files and not from the bundle ----

def rules_of(seed):
    """The rules that the generator of this seed wrote down as YAML."""
    s = editions.rules(random.Random(seed))
    part = lambda hundredths: Fraction(hundredths, 100)
    rules = recount.Rules(s["decimals"], s["quorum"], s["method"], s["over"], s["round"], s["trim"], s["trim_from"])
    for c in s["categories"]:
        mine = rules.categories[c["key"]] = recount.Category(c["key"], c["winners"])
        mine.titles = [("Terbaik %d" % (i + 1), "") for i in range(c["titles"])]
        mine.steps = s["ties"] if c["ties"] is None else c["ties"]
        mine.gates = [recount.Gate(n, test, recount.evidence_number(b) or (b if b != "0" else Fraction(0)),
                                   ("Syarat " + n, "Needs " + n)) for n, test, b in c["gates"]]
        for aspect, criteria in c["aspects"]:
            for k in criteria:
                one = recount.Criterion(k["key"], aspect, part(k["weight"]), k["kind"])
                if k["kind"] == "jury":
                    one.low, one.high, one.step = map(part, (k["min"], k["max"], k["step"]))
                elif k["kind"] == "ratio":
                    one.reads, one.target = (k["numerator"], k["denominator"]), part(k["target"])
                else:
                    one.reads, one.levels = (k["evidence"],), {w: part(p) for w, p in k["levels"].items()}
                mine.criteria.append(one)
    rules.overall = [recount.Overall(o["key"], o["take"], o["winners"], o["from"]) for o in s["overall"]]
    rules.overall_steps = s["ties"]
    return rules


def table(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8-sig", newline="") as file:
        head = file.readline()
        file.seek(0)
        return list(csv.DictReader(file, delimiter=";" if ";" in head else ","))


def number(text):
    return text.replace(",", ".") if text.replace(",", "").isdigit() else text


def count_files(seed, folder):
    """Names, nominees and all lists from the CSV files alone."""
    rules, nominees, names, votes = rules_of(seed), {}, {}, {}
    for row in table(folder, "nominees.csv"):
        nominees[row["nominee"]] = recount.Nominee(row["nominee"], rules.categories[row["category"]])
        names[row["nominee"]] = row["name"]
    for row in table(folder, "scores.csv"):
        sheet = nominees[row["nominee"]].sheets.setdefault(row["juror"], {})
        sheet[row["criterion"]] = Fraction(row["score"].replace(",", "."))
    for row in table(folder, "evidence.csv"):
        nominees[row["nominee"]].evidence[row["evidence"]] = (number(row["value"]), row["status"] == "verified")
    for row in table(folder, "recusals.csv"):
        nominees[row["nominee"]].away.add(row["juror"])
    for row in table(folder, "votes.csv"):
        votes.setdefault(row["category"], {})[row["nominee"]] = int(row["order"])

    def vote(key, group):
        places = votes.get(key, {})
        return {k: places[k] for k in group} if group <= places.keys() else None
    return names, nominees, rules, recount.count(rules, list(nominees.values()), vote)


def json_row(row, rules, names):
    s, f = row.standing, [x or None for x in row.fields(rules.decimals)]
    mine = {"rank": row.rank, "nominee": s.key, "name": names[s.key], "score": f[2], "exact": f[3], "jury": f[4],
            "data": f[5], "sheets": len(s.valid), "status": s.status, "tied": row.tied,
            "decided_by": row.decided_by, "winner": row.winner, "title": f[11]}
    if s.status == "ineligible":
        mine["reasons"] = [g.reason[0] for g, passed in zip(s.category.gates, s.gates) if not passed]
    return mine


def json_lists(printed):
    """The lists of `tally --format json`, with the Indonesian reasons alone."""
    for kind in ("categories", "overall"):
        for one in printed[kind]:
            for row in one["ranking"]:
                if "reasons" in row:
                    row["reasons"] = [reason["id"] for reason in row["reasons"]]
            yield kind, one["key"], one["ranking"]


def compare(seed, folder):
    """The bundle of this seed; what differs is an AssertionError."""
    path = os.path.join(folder, "bundle.txt")
    result = subprocess.run([PROGRAM, "tally", *editions.write(seed, folder), "--format", "json", "--bundle", path],
                            capture_output=True, text=True, env={**os.environ, "LC_ALL": "id"})
    assert result.returncode == 0, result.stderr
    with open(path, "rb") as file:
        bundle = recount.read(file.read())
    found = recount.differences(bundle)
    assert not found, "bundle:%d: %s" % found[0]
    names, nominees, rules, lists = count_files(seed, folder)
    for kind, key, ranking in json_lists(json.loads(result.stdout)):
        mine = [json_row(row, rules, names) for row in lists.pop(key)]
        if kind == "overall":
            for row in mine:
                row["category"] = nominees[row["nominee"]].category.key
        for theirs, own in zip(ranking + [None] * len(mine), mine):
            assert theirs == own, "list %s: tally says %s, the recount %s" % (key, theirs, own)
        assert len(ranking) == len(mine), "list %s has %d rows" % (key, len(ranking))
    assert not lists, "tally does not print %s" % sorted(lists)
    for key, n in nominees.items():  # under pseudonyms: the same sheets
        marks = lambda sheets: sorted(sorted(s.items()) for s in sheets)
        assert marks(recount.rule_4_valid_sheets(n).values()) == marks(bundle.nominees[key].sheets.values()), \
            "%s has other sheets" % key
    return bundle


# ---- faults of a counter: each must differ from some bundle ----

def half_even(x, places):
    return Fraction(round(x * 10 ** places), 10 ** places)


def split_alphabetically(group, steps, vote):
    parts = recount_split(group, steps, vote)
    return [([s], why) for part, why in parts for s in sorted(part, key=lambda s: s.key)]


def split_without(*kinds):
    return lambda group, steps, vote: recount_split(group, [s for s in steps if s.split(":")[0] not in kinds], vote)


def method_with(**change):
    """rule 6 with other settings"""
    def method(rules, numbers):
        return recount_method(recount.Rules(**{**vars(rules), **{k: f(rules) for k, f in change.items()}}), numbers)
    return method


def count_without_unranked(rules, category, nominees, vote):
    """The additive method fitted to the ranked alone."""
    ranked, others = recount_category(rules, category, nominees, vote)
    kept = {s.key for s, *_ in ranked}
    again, _ = recount_category(rules, category, [n for n in nominees if n.key in kept], vote)
    return again, others


recount_split, recount_method = recount.rule_9_split, recount.rule_6_method
recount_category, recount_ranking = recount.count_category, recount.rule_9_ranking
recount_step, recount_evidence = recount.rule_9_step, recount.rule_2_value_of_evidence


def step_at_odds(which, change):
    """The value of one kind of step is another one."""
    def step(name, group, vote):
        values = recount_step(name, group, vote)
        return change(group, values) if values and name.startswith(which) else values
    return step


def ranking_dense(entries, steps, vote):
    rows = recount_ranking(entries, steps, vote)
    dense = {rank: i for i, rank in enumerate(sorted({r[1] for r in rows}), 1)}
    return [(s, dense[rank], tied, why) for s, rank, tied, why in rows]


def ranking_unrounded(entries, steps, vote):
    for s in entries:
        s.published = s.final
    return recount_ranking(entries, steps, vote)


def all_evidence(criterion, evidence):
    with contextlib.suppress(recount.InputError):
        return recount_evidence(criterion, {name: (value, True) for name, (value, _) in evidence.items()})
    return Fraction(0)


def ratio_in_full(criterion, evidence):
    with patched("half_up", lambda x, places: x):
        return recount_evidence(criterion, evidence)


def ratio_without_cap(criterion, evidence):
    with patched("min", lambda cap, v: v):
        return recount_evidence(criterion, evidence)


FAULTS = {
    "ties rounded to even": ("half_up", half_even),
    "rounded down": ("half_up", lambda x, p: Fraction(int(x * 10 ** p // 1), 10 ** p)),
    "ranks by unrounded scores": ("rule_9_ranking", ranking_unrounded),
    "ranks without gaps": ("rule_9_ranking", ranking_dense),
    "ties split by the alphabet": ("rule_9_split", split_alphabetically),
    "one at each end fewer is trimmed": ("rule_6_method", method_with(trim=lambda r: r.trim - 1)),
    "trimming begins one sheet late": ("rule_6_method", method_with(trim_from=lambda r: r.trim_from + 1)),
    "trimming begins one sheet early": ("rule_6_method", method_with(
        trim_from=lambda r: max(r.trim_from - 1, 2 * r.trim + 1))),
    "the lower of two middle numbers": ("rule_6_method", lambda rules, numbers: sorted(numbers)[
        (len(numbers) - 1) // 2] if rules.method == "median" else recount_method(rules, numbers)),
    "criteria rounded at the end only": ("rule_5_jury_scores", lambda rules, *rest: recount_jury(
        recount.Rules(**{**vars(rules), "round": "final"}), *rest)),
    "the method over totals, not criteria": ("rule_5_jury_scores", lambda rules, *rest: recount_jury(
        recount.Rules(**{**vars(rules), "over": "sheet"}), *rest)),
    "a mean for the additive method": ("rule_6_additive", lambda totals: {
        key: recount.mean(list(t.values())) for key, t in totals.items()}),
    "the additive method without the unranked": ("count_category", count_without_unranked),
    "a quorum of one more": ("rule_8_status", lambda rules, s: recount_status(
        recount.Rules(**{**vars(rules), "quorum": rules.quorum + 1}), s)),
    "quorum before gates": ("rule_8_status", lambda rules, s: "below_quorum"
                            if s.category.jury() and len(s.valid) < rules.quorum else recount_status(rules, s)),
    "missing evidence passes a gate": ("rule_8_gate", lambda gate, evidence: gate.name not in evidence
                                       or recount_gate(gate, evidence)),
    "equals compares letters": ("rule_8_gate", lambda gate, evidence: evidence.get(
        gate.name, ("", False)) == (str(gate.bound), True) if gate.test == "equals" else recount_gate(gate, evidence)),
    "unverified evidence is read": ("rule_2_value_of_evidence", all_evidence),
    "a ratio in full": ("rule_2_value_of_evidence", ratio_in_full),
    "a ratio above 100": ("rule_2_value_of_evidence", ratio_without_cap),
    "no vote": ("rule_9_split", split_without("vote")),
    "no head_to_head": ("rule_9_split", split_without("head_to_head")),
    "no spread": ("rule_9_split", split_without("spread")),
    "no steps on aspects": ("rule_9_split", split_without("aspect")),
    "no steps on criteria": ("rule_9_split", split_without("criterion")),
    "the greater spread is better": ("rule_9_step", step_at_odds("spread", lambda group, values: {
        k: -v for k, v in values.items()})),
    "a draw beats": ("beats", lambda x, y: x is not y and not recount_beats(y, x)),
    "a vote for one more counts": ("vote_of_bundle", lambda votes: lambda key, group: next(
        (v.places for v in votes if v.list == key and v.places.keys() & group == group), None)),
    "steps compare the trimmed or median jury": ("plain_mean", lambda s, c: s.values[c.key] if c.kind != "jury" else
                                                 sorted(recount.rule_1_value_of_mark(c, x[c.key])
                                                        for x in s.valid.values())[len(s.valid) // 2]),
    "an overall list takes one rank more": ("rule_10_overall", lambda o, *rest: recount_overall(
        recount.Overall(o.key, o.take + 1, o.winners, o.categories), *rest)),
    "an overall list without steps": ("rule_10_overall", lambda o, steps, *rest: recount_overall(o, [], *rest)),
}
recount_jury, recount_status, recount_gate = recount.rule_5_jury_scores, recount.rule_8_status, recount.rule_8_gate
recount_overall, recount_beats = recount.rule_10_overall, recount.beats


@contextlib.contextmanager
def patched(name, function):
    before = vars(recount).get(name)
    setattr(recount, name, function)
    try:
        yield
    finally:
        if before is None:
            delattr(recount, name)
        else:
            setattr(recount, name, before)


def unseen_faults(bundles):
    """The faults of a counter that no bundle shows."""
    for name, (attribute, function) in FAULTS.items():
        with patched(attribute, function):
            if not any(recount.differences(b) for b in bundles):
                yield name


# ---- bundles as a service would have written them, and forged ones ----

def lines_of(raw):
    return [line.split("\t") for line in raw.decode().split("\n")[:-2]]


def closed(lines):
    body = "".join("\t".join(line) + "\n" for line in lines).encode()
    return body + hashlib.sha256(body).hexdigest().encode() + b"\n"


def escaped(text):
    return "".join("\\x%02x" % ord(c) if c < " " or c in "\x7f\\" else c for c in text)


def settled(lines):
    """The same lines, with those that follow from others as the recount has them."""
    b = recount.read(closed(lines))
    lists = recount.count(b.rules, list(b.nominees.values()), recount.vote_of_bundle(b.votes))
    for what, fields in recount.derived(b, lists).items():
        lines[b.said[what].line - 1][1:1 + len(fields)] = fields
    places = b.rules.decimals
    return ([line for line in lines if line[0] not in ("rank", "overall-rank")]
            + [["rank", key, *map(escaped, row.fields(places))] for key in b.rules.categories for row in lists[key]]
            + [["overall-rank", o.key, *map(escaped, row.fields(places)), row.standing.category.key]
               for o in b.rules.overall for row in lists[o.key]])


def as_release(raw, seed):
    """A bundle of files dressed as a release: both keys, votes, reopened sheets, a chain."""
    r = random.Random(seed)
    lines, states = lines_of(raw), {}
    sha256 = next(line[1] for line in lines if line[0] == "scheme-sha256")
    at = next(i for i, line in enumerate(lines) if line[0] == "release")
    lines[at:at + 1] = [["release", "3"], *r.choice([[], [["corrects", "1", "salah \\x5c"]]]),
                        ["approved", "2025-07-21T03:04:05Z", r.choice(["chair", "deputy-chair"])],
                        ["rule-version", "1", "0" * 64, "2025-06-01T09:00:00Z", ""],
                        ["rule-version", "2", sha256, "2025-06-02T09:00:00Z", "bobot"]]
    for line in lines:
        if line[0] == "juror":
            line[2] = states[line[1]] = r.choice(["member", "member", "member", "added", "removed"])
        if line[0] == "open":
            line[0] = "absent" if states[line[1]] != "removed" or r.random() < 0.3 else ""
    lines = [line for line in lines if line[0] not in ("", "vote", "chain", "rank", "overall-rank")]
    leaves, link = [], bytes(32)
    for i in range(r.randint(1, 4)):
        leaves.append(["leaf", str(3 * i + 2), hashlib.sha256(b"%d" % i).hexdigest()])
        link = hashlib.sha256(link + bytes.fromhex(leaves[-1][2])).digest()
    chain = [*leaves, ["chain", str(len(leaves)), link.hex()]]
    b = recount.read(closed(lines + chain))
    return settled(lines + votes_of(r, b) + changes_of(r, b) + chain)


def votes_of(r, b):
    """On groups that reach the step, on groups of others, withdrawn and replaced ones."""
    groups, votes = [], []
    recount.count(b.rules, list(b.nominees.values()), lambda key, group: groups.append((key, group)))
    for key, group in groups:
        if r.random() < 0.2:
            group = set(sorted(group)[1:])
        for state in r.choice([[], ["withdrawn"], ["counted"], ["withdrawn", "counted"], ["counted", "counted"]]):
            order = "".join(k + r.choice([">", ">", "="]) for k in r.sample(sorted(group), len(group)))[:-1]
            order = ">".join("=".join(sorted(place.split("="))) for place in order.split(">"))
            votes.append([key, state, order, *r.choice([["", "", ""], ["5", "3", "1"]]), r.choice(["", "kinerja"])])
    return [["vote", str(i), *vote] for i, vote in enumerate(votes, 1)]


def changes_of(r, b):
    """Reopened sheets and evidence, of which the last totals and values are those that count."""
    reopened, changed = [], []
    for n in b.nominees.values():
        for juror, sheet in n.sheets.items():
            if r.random() < 0.05:
                new = str(recount.rule_5_total(n.category, sheet))
                reopened.append([juror, n.key, "2", "done", r.choice(["", "50", "-1/3"]), new])
        for name, (value, verified) in sorted(n.evidence.items()):
            if r.random() < 0.05:
                changed.append([n.key, name, "missing", "", recount.yes(verified).replace("yes", "verified")
                                .replace("no", "unverified"), value])
        changed += [[n.key, name, "sealed", "", "sealed", ""] for name in sorted(n.sealed) if r.random() < 0.1]
    return [[tag, str(i), *fields] for tag, rows in (("reopened", reopened), ("changed", changed))
            for i, fields in enumerate(rows, 1)]


FORGED = [  # tag, field that gets the content of another line of this tag, field that is equal in both
    ("mark", 4, 3), ("mark", 2, None), ("total", 3, None), ("total", 1, None), ("value", 3, None),
    ("gate-result", 3, None), ("reopened", 7, None), ("leaf", 2, None), ("leaf", 1, None), ("scheme", 1, None),
    ("nominee", 1, None), ("nominee", 2, None), ("vote", 3, None),
    *(("rank", i, 9 if i > 2 else 1) for i in range(2, 14)), *(("overall-rank", i, None) for i in range(2, 15)),
]
GONE = ["mark", "total", "value", "gate-result", "leaf", "chain", "rank", "overall-rank", "scheme",
        "criterion", "juror", "nominee", "approved", "rule-version", "paritrana-bundle", "decimals"]


def without_trace(lines, at):
    """The last juror, of whom no other line speaks: the file says the same of the ranking without him."""
    return (lines[at + 1][0] != "juror"
            and not any(lines[at][1] in line[1:3] for i, line in enumerate(lines) if i != at))


def forgeries(lines, r):
    """(what, lines): each wrong in one place, with a closing hash that fits. That a vote was withdrawn is
    entered and follows from nothing."""
    for tag, at, like in FORGED:
        pairs = [(i, x[at]) for i, line in enumerate(lines) if line[0] == tag for x in lines
                 if x[0] == tag and x[at] != line[at] and (like is None or x[like] == line[like])
                 and "withdrawn" not in (line[at], x[at])]
        if pairs:
            i, text = r.choice(pairs)
            yield "%s %d" % (tag, at), lines[:i] + [lines[i][:at] + [text] + lines[i][at + 1:]] + lines[i + 1:]
    for tag in GONE:
        some = [i for i, line in enumerate(lines) if line[0] == tag and not (tag == "juror" and without_trace(lines, i))]
        if some:
            i = r.choice(some)
            yield "no " + tag, lines[:i] + lines[i + 1:]
    b = recount.read(closed(lines))  # a value on trust, and nothing that it could rest on
    sealed = [i for i, line in enumerate(lines) if line[0] == "sealed" and any(
        line[2] in c.reads and b.nominees[line[1]].given[c.key] > 0 for c in b.nominees[line[1]].category.data())]
    for i in r.sample(sealed, min(1, len(sealed))):
        yield "no sealed", lines[:i] + lines[i + 1:]
    some = [i for i, line in enumerate(lines[1:]) if line[0] == lines[i][0] in ("rank", "nominee", "leaf", "value")]
    for i in r.sample(some, min(1, len(some))):
        yield "order of " + lines[i][0], lines[:i] + [lines[i + 1], lines[i]] + lines[i + 2:]


def verdict(raw):
    """None, or what the recount has against these bytes."""
    try:
        found = recount.differences(recount.read(raw))
    except recount.Refused as error:
        return "%d: %s" % (error.line, error)
    return "%d: %s" % found[0] if found else None


def verified(raw, folder):
    path = os.path.join(folder, "release.txt")
    with open(path, "wb") as file:
        file.write(raw)
    return subprocess.run([PROGRAM, "verify", path], capture_output=True).returncode == 0


# ---- the tests ----

def blocks(folder, bundles):
    for block in range(BLOCKS):
        seeds = range(block * SEEDS + 1, (block + 1) * SEEDS + 1)
        wrong = []
        for seed in seeds:
            try:
                bundles.append((seed, compare(seed, folder)))
                with open(os.path.join(folder, "bundle.txt"), "rb") as file:
                    bundles[-1] += (file.read(),)
            except (AssertionError, recount.Refused) as error:
                wrong.append("seed %d: %s" % (seed, error))
        yield "bundle, table and recount agree on editions %d to %d" % (seeds[0], seeds[-1]), wrong


def worked_numbers():
    """The examples of docs/methods.md."""
    F, rules = Fraction, recount.Rules
    trimmed = rules(method="trimmed_mean", trim_from=3)
    kriterion = lambda low, high: recount.Criterion("c", "a", F(100), "jury", F(low), F(high), F("0.01"))
    ratio = lambda target: recount.Criterion("c", "a", F(100), "ratio", reads=("n", "d"), target=F(target))
    share = lambda n, d, target=100: recount.rule_2_value_of_evidence(ratio(target), {"n": (n, True), "d": (d, True)})
    additive = {"a": {"x": F(46), "y": F(32)}, "b": {"y": F(42)}, "c": {"y": F(47), "z": F(57)}, "d": {"x": F(76)}}
    votes = [recount.Vote("a", False, {"x": 1, "y": 2}), recount.Vote("a", True, {"x": 2, "y": 1})]
    cases = [
        (recount.printed(F(57, 8), 2), "7.13"), (recount.printed(F(-57, 8), 2), "-7.12"),
        (recount.printed(F(-1, 200), 2), "0.00"), (recount.printed(F(-1, 2), 0), "0"),
        (recount.rule_1_value_of_mark(kriterion(1, 5), F("3.5")), F(125, 2)),
        (recount.rule_1_value_of_mark(kriterion(-3, 3), F(0)), F(50)),
        (share("1", "3"), F("33.3333")), (share("2", "3"), F("66.6667")), (share("7", "3"), F(100)),
        (share("1", "2", 80), F("62.5")),
        (recount.rule_6_method(rules(), [50, 25, 45, 45, 100]), F(53)),
        (recount.rule_6_method(trimmed, [50, 25, 45, 45, 100]), F(140, 3)),
        (recount.rule_6_method(rules(method="median"), [50, 25, 45, 45, 100]), F(45)),
        (recount.rule_6_method(trimmed, [F(x, 100) for x in (900, 975, 1000, 1000, 925, 1000, 1000, 975, 975)]), F(137, 14)),
        (recount.rule_6_method(trimmed, [F(x, 100) for x in (675, 675, 700, 725, 725, 750, 700, 750)]), F(57, 8)),
        (recount.rule_6_additive(additive), {"a": 40, "b": 50, "c": 55, "d": 70}),
        (recount.variance([40, 60]), F(100)), (recount.variance([40, 60, 50]), F(200, 3)),
        (recount.vote_of_bundle(votes[:1])("a", {"x", "y"}), {"x": 1, "y": 2}),
        (recount.vote_of_bundle(votes)("a", {"x", "y"}), None),  # a later vote stands instead, also withdrawn
    ]
    yield "the worked numbers of the rules come out", ["%s instead of %s" % c for c in cases if c[0] != c[1]]


def features(bundles):
    seen, wanted = set(), {"mean", "trimmed_mean", "median", "additive", "sheet criterion", "round criterion", "score",
                           "none", "aspect", "criterion", "head_to_head", "spread", "vote", "ranked", "below_quorum",
                           "ineligible", "overall head_to_head", "overall spread", "overall vote"}
    for _, b, _ in bundles:
        seen |= {b.rules.method, "sheet " + b.rules.over, "round " + b.rules.round}
        for said in b.ranking:
            why = said.fields[10].split(":")[0]
            seen |= {why, said.fields[8], "overall " + why if said.tag == "overall-rank" else ""}
    yield "the editions have something of everything", sorted(wanted - seen)


def releases(folder, bundles):
    """What a service writes beyond a tally of files; the program must agree with the recount."""
    dressed = [(seed, as_release(raw, seed)) for seed, _, raw in bundles[:150]]
    wrong = ["seed %d: %s" % (seed, verdict(closed(lines))) for seed, lines in dressed if verdict(closed(lines))]
    wrong += ["seed %d: verify refuses" % seed for seed, lines in dressed if not verified(closed(lines), folder)]
    tags = {line[0] + " " + line[3] if line[0] == "vote" else line[0] for _, lines in dressed for line in lines}
    wanted = {"vote counted", "vote stale", "vote withdrawn", "reopened", "changed", "absent", "corrects"}
    yield "a release with votes, changes and a chain is counted alike", wrong + sorted(wanted - tags)
    wrong, kinds = [], {}
    for seed, lines in dressed[:60]:
        for what, forged in forgeries(lines, random.Random(seed)):
            kinds.setdefault(what, (seed, forged))
            if not verdict(closed(forged)):
                wrong.append("seed %d: %s" % (seed, what))
    yield "whatever is forged in a bundle is noticed, the closing hash fitting (%d places)" % len(kinds), wrong
    yield "`verify` notices the same", ["seed %d: %s" % (seed, what) for what, (seed, forged) in kinds.items()
                                        if verified(closed(forged), folder)]


DECIDED = ["49.50", "99/2", "50.00", "25.00", "1", "ranked", "no", "vote"]
LEAF = "ab" * 32
LINK = hashlib.sha256(bytes(32) + bytes.fromhex(LEAF)).hexdigest()
RARE = [  # what random editions hardly meet: rules, sheets {nominee: {juror: mark}}, the ranking by hand
    ("the variance is that of the population, also with fewer sheets",
     "aggregation: {method: mean}\ntie_break: [spread]",  # of a sample: 200 and 500/3, the other way round
     {"p": {"a": "40", "b": "60"}, "q": {"a": "35", "b": "65", "c": "45", "d": "55"}},
     [["1", "p", "50.00", "spread"], ["2", "q", "50.00", "spread"]]),
    ("halves below zero are rounded up",
     "aggregation: {method: additive}",  # b is ±5.005, p has −5.005
     {"p": {"a": "0"}, "q": {"a": "10.01", "b": "0"}, "r": {"b": "0"}},
     [["1", "q", "5.01", "none"], ["1", "r", "5.01", "none"], ["3", "p", "-5.00", "score"]]),
    ("two that no juror compares draw, and a draw beats nobody",
     "aggregation: {method: mean}\ntie_break: [head_to_head]",  # q beats r, r beats p
     {"p": {"a": "50"}, "q": {"b": "50"}, "r": {"a": "60", "b": "40"}},
     [["1", "q", "50.00", "none"], ["1", "r", "50.00", "none"], ["3", "p", "50.00", "head_to_head"]]),
]


def edition_of(folder, rules, sheets, weight=100, gate="", data="", evidence=""):
    """The files of an edition with one category and one jury criterion: arguments of `tally`."""
    def save(name, text):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
        return ["--" + name.split(".")[0], os.path.join(folder, name)]
    return [*save("scheme.yaml", "edition: e\ntitle: {id: T}\nlevel: desa\nregion: R\nassessment_year: 2024\n"
                  "event_year: 2025\nquorum: 1\n" + rules + "\ncategories:\n  - key: k\n    name: {id: K}\n"
                  "    winners: 1\n" + gate + "    aspects:\n      - key: x\n        name: {id: X}\n        criteria:\n"
                  "          - {key: c, name: {id: C}, weight: %d, kind: jury, min: 0, max: 100, step: 0.01}\n" % weight
                  + data),
            *save("nominees.csv", "nominee,name,category,region\n" + "".join(n + ",N,k,\n" for n in sheets)),
            *save("scores.csv", "nominee,juror,criterion,score\n" + "".join(
                "%s,%s,c,%s\n" % (n, j, mark) for n, sheet in sheets.items() for j, mark in sheet.items())),
            *save("evidence.csv", "nominee,evidence,value\n" + evidence)]


def rare(folder):
    for name, rules, sheets, wanted in RARE:
        args = edition_of(folder, rules, sheets)
        path = os.path.join(folder, "rare.txt")
        subprocess.run([PROGRAM, "tally", *args, "--bundle", path], check=True, capture_output=True)
        with open(path, "rb") as file:
            raw = file.read()
        got = [[x.fields[i] for i in (1, 2, 3, 10)] for x in recount.read(raw).ranking]
        yield name, list(filter(None, [verdict(raw), "" if got == wanted else "%s instead of %s" % (got, wanted)]))


BY_HAND = [  # a line and what stands in its place (the fields behind stay), and whether the bundle is still true
    ("a withdrawn later vote takes the older one with it", True,
     {"chain": [["vote", "1", "k", "stale", "x>y", "", "", "", ""], ["vote", "2", "k", "withdrawn", "y>x", "", "", "", ""],
                ["chain"]]}),
    ("a withdrawn later vote does not let an older one count", False,
     {"chain": [["vote", "1", "k", "counted", "x>y", "", "", "", ""], ["vote", "2", "k", "withdrawn", "y>x", "", "", "", ""],
                ["chain"]], "rank k 1 x": [["rank", "k", "1", "x", *DECIDED]], "rank k 1 y": [["rank", "k", "2", "y", *DECIDED, "no"]]}),
    ("a gate on trust is not passed without evidence", False, {"sealed z n": []}),
    ("nor by other evidence", False, {"sealed z n": [["sealed", "z", "d"]]}),
    ("a value on trust needs its open half verified", False,
     {"evidence x m": [["evidence", "x", "m", "8", "unverified"]]}),
    ("a value on trust needs its open half", False, {"evidence x m": []}),
    ("a juror judges none of the categories", False, {"juror J1 member": [["juror", "J1", "member", ""]]}),
    ("a release of files has no score log", False, {"chain": [["leaf", "1", LEAF], ["chain", "1", LINK]]}),
    ("nothing is changed", True, {}),
]


def by_hand(folder):
    """x and y share rank 1. All pass a gate on trust, x and y have a value that is half on trust."""
    path = os.path.join(folder, "hand.txt")
    criterion = "          - {key: %s, name: {id: C}, weight: %s, kind: %s}\n"
    args = edition_of(folder, "aggregation: {method: mean}\ntie_break: [vote]", {
        "x": {"a": "50"}, "y": {"a": "50"}, "z": {"a": "40"}}, 98, "    gate: [{evidence: n, at_least: 1, reason: {id: R}}]\n",
        criterion % ("s", 1, "ratio, numerator: n, denominator: d, target: 100, confidential: true")
        + criterion % ("h", 1, "ratio, numerator: n, denominator: m, target: 100"),
        "z,n,4\n" + "".join("%s,n,4\n%s,m,8\n" % (k, k) for k in "xy"))
    subprocess.run([PROGRAM, "tally", *args, "--bundle", path], check=True, capture_output=True)
    with open(path, "rb") as file:
        lines = lines_of(file.read())
    for name, true, change in BY_HAND:
        forged, left = [], dict(change)
        for line in lines:
            what = next((w for w in left if line[:len(w.split())] == w.split()), None)
            for new in left.pop(what) if what else [line]:
                forged.append(new + line[len(new):])
        raw = closed(forged)
        wrong = ["there is no line " + what for what in left]
        wrong += ["the recount says %s" % verdict(raw)] if (verdict(raw) is None) != true else []
        wrong += ["`verify` disagrees"] if verified(raw, folder) != true else []
        yield "recount and `verify` agree: " + name, wrong


def samples(folder):
    for name in ("contoh-desa", "ntt-2024"):
        home, path = os.path.join(HERE, "../../criteria", name), os.path.join(folder, name)
        given = [x for x in ("scheme.yaml", "nominees.csv", "scores.csv", "evidence.csv", "recusals.csv")
                 if os.path.exists(os.path.join(home, x))]
        args = [x for f in given for x in ("--" + f.split(".")[0], os.path.join(home, f))]
        subprocess.run([PROGRAM, "tally", *args, "--bundle", path], check=True, capture_output=True)
        with open(path, "rb") as file:
            yield "the sample edition %s is counted alike" % name, list(filter(None, [verdict(file.read())]))


def command(folder):
    """As an auditor calls it, on the example of the document."""
    with open(os.path.join(HERE, "../../docs/bundle-format.md"), encoding="utf-8") as file:
        example = file.read().split("```\n")[-2].encode()
    path = os.path.join(folder, "example.txt")

    def call(raw, *args):
        with open(path, "wb") as file:
            file.write(raw)
        return subprocess.run([sys.executable, os.path.join(HERE, "../recount.py"), path, *args],
                              capture_output=True, text=True)
    good, quiet = call(example), call(example, "--quiet")
    bad = call(closed([["89.17" if f == "89.17" else f.replace("93.50", "93.60") for f in line]
                       for line in lines_of(example)]))
    cut, none = call(example[:-70]), subprocess.run([sys.executable, os.path.join(HERE, "../recount.py")],
                                                    capture_output=True)
    line = next(i for i, x in enumerate(lines_of(example), 1) if "93.50" in x)
    wrong = [text for truth, text in [
        (good.returncode == 0 and hashlib.sha256(example).hexdigest() in good.stdout, "the example: " + good.stderr),
        (quiet.returncode == 0 and not quiet.stdout, "--quiet speaks"),
        (bad.returncode == 1 and "%s:%d: " % (path, line) in bad.stderr, "a changed score: " + bad.stderr),
        (cut.returncode == 1 and "SHA-256" in cut.stderr, "a cut file: " + cut.stderr),
        (none.returncode == 2, "no file is a wrong call")] if not truth]
    yield "the command says what differs and where", wrong


def main():
    count, bad, bundles = 0, False, []
    with tempfile.TemporaryDirectory() as folder:
        def tests():
            yield from blocks(folder, bundles)
            yield from features(bundles)
            yield from worked_numbers()
            yield from releases(folder, bundles)
            yield "each of %d faults of a counter shows" % len(FAULTS), list(unseen_faults([b for _, b, _ in bundles]))
            yield from rare(folder)
            yield from by_hand(folder)
            yield from samples(folder)
            yield from command(folder)
        for name, wrong in tests():
            count, bad = count + 1, bad or bool(wrong)
            print("%sok %d - %s" % ("not " if wrong else "", count, name), flush=True)
            print("".join("# %s\n" % text for text in wrong[:10]), end="")
    print("1..%d" % count)
    return bad


if __name__ == "__main__":
    sys.exit(main())
