#!/usr/bin/env python3
"""Counts a release bundle again, without any code of the program that wrote it.

    python3 tests/recount.py BUNDLE [--quiet]

Written from docs/bundle-format.md and the ten rules of docs/methods.md alone. All numbers are exact
fractions. It reads the bundle strictly, checks its hashes and its chain, works out everything that
follows from the inputs (values, gates, totals, votes that count, every field of every ranking) and
prints each line that says otherwise. Exit code 0: all agrees; 1: something differs or the file is no
bundle; 2: wrong call.

It does not read the YAML of the scheme: it starts from the rules as section 3 of the bundle lists
them, and says so. To check those, read the two side by side, or use `paritrana verify`.
"""
import hashlib
import math
import re
import sys
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Optional


class Refused(Exception):
    """The file is no bundle: what is wrong, with the number of the line."""

    def __init__(self, line, text):
        super().__init__(text)
        self.line = line


class InputError(Exception):
    """A category that cannot be computed from what was entered."""


# ---- what a bundle holds ----

@dataclass
class Criterion:
    key: str
    aspect: str
    weight: Fraction
    kind: str  # jury, ratio, level
    low: Fraction = None
    high: Fraction = None
    step: Fraction = None
    confidential: bool = False
    reads: tuple = ()  # names of evidence; of a ratio numerator, denominator
    target: Fraction = None
    levels: dict = field(default_factory=dict)


@dataclass
class Gate:
    name: str
    test: str  # at_least, at_most, equals
    bound: object  # a Fraction or a word
    reason: tuple  # Indonesian, English


@dataclass
class Category:
    key: str
    winners: int
    titles: list = field(default_factory=list)
    steps: list = field(default_factory=list)
    gates: list = field(default_factory=list)
    criteria: list = field(default_factory=list)

    def jury(self):
        return [c for c in self.criteria if c.kind == "jury"]

    def data(self):
        return [c for c in self.criteria if c.kind != "jury"]

    def reads(self):
        return {n for c in self.criteria for n in c.reads} | {g.name for g in self.gates}

    def secrets(self):
        return {n for c in self.criteria if c.confidential for n in c.reads}


@dataclass
class Overall:
    key: str
    take: int
    winners: int
    categories: list


@dataclass
class Rules:
    decimals: int = 2
    quorum: int = 1
    method: str = "mean"
    over: str = "sheet"
    round: str = "final"
    trim: int = 1
    trim_from: int = 7
    categories: dict = field(default_factory=dict)
    overall: list = field(default_factory=list)
    overall_steps: list = field(default_factory=list)


@dataclass
class Nominee:
    key: str
    category: Category
    evidence: dict = field(default_factory=dict)  # name: (value, verified)
    sealed: set = field(default_factory=set)
    given: dict = field(default_factory=dict)  # as printed: criterion: v; number of a gate: passed
    sheets: dict = field(default_factory=dict)  # juror: {criterion: mark}
    away: set = field(default_factory=set)  # recused or absent

    def on_trust(self, names):
        """Sealed, and nothing missing or unverified beside it: that fails or gives 0 in any case."""
        return any(n in self.sealed for n in names) and all(
            n in self.sealed or self.evidence.get(n, ("", False))[1] for n in names)


@dataclass
class Vote:
    list: str
    withdrawn: bool
    places: dict  # nominee: place
    counted: bool = False


@dataclass
class Said:
    """A line that follows from others, as the bundle has it."""
    line: int
    tag: str
    fields: list


@dataclass
class Bundle:
    sha256: str = ""
    edition: str = ""
    release: int = 0
    rules: Rules = field(default_factory=Rules)
    jurors: dict = field(default_factory=dict)  # pseudonym: (state, categories)
    nominees: dict = field(default_factory=dict)
    votes: list = field(default_factory=list)
    leaves: int = 0
    said: dict = field(default_factory=dict)  # what a line is about: Said
    ranking: list = field(default_factory=list)  # Said, in the order of the file


# ---- numbers ----

def half_up(x, places):
    """floor(x·10^p + ½) / 10^p, also below zero."""
    unit = 10 ** places
    return Fraction(math.floor(x * unit + Fraction(1, 2)), unit)


def printed(x, places):
    """x rounded half up, with exactly so many decimals."""
    n = int(half_up(x, places) * 10 ** places)
    whole, rest = divmod(abs(n), 10 ** places)
    return ("-" if n < 0 else "") + str(whole) + ("." + str(rest).zfill(places) if places else "")


def evidence_number(text):
    """0 <= x < 10^15 with at most four decimals (zeros behind them are none), or None: it is a word."""
    x = Fraction(text) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) else None
    return x if x is not None and x < 10 ** 15 and x * 10000 % 1 == 0 else None


# ---- the ten rules ----

def rule_1_value_of_mark(criterion, mark):
    """v = 100·(s − min) / (max − min)"""
    return 100 * (mark - criterion.low) / (criterion.high - criterion.low)


def rule_2_value_of_evidence(criterion, evidence):
    """ratio: v = min(100, 100·(100·n/d) / target), rounded at once to 4 places; level: the points of
    the word. Missing or unverified evidence gives 0 and is not read."""
    texts = []
    for name in criterion.reads:
        value, verified = evidence.get(name, ("", False))
        if value == "" or not verified:
            return Fraction(0)
        texts.append(value)
    if criterion.kind == "level":
        if texts[0] not in criterion.levels:
            raise InputError("criterion %s has no level %r" % (criterion.key, texts[0]))
        return criterion.levels[texts[0]]
    n, d = map(evidence_number, texts)
    if n is None or d is None or d == 0:
        raise InputError("criterion %s cannot divide %r by %r" % (criterion.key, *texts))
    return half_up(min(Fraction(100), 100 * (100 * n / d) / criterion.target), 4)


def rule_3_weights(category):
    """Wj = Σ w over the jury criteria, Wd = Σ w over the others"""
    return sum(c.weight for c in category.jury()), sum(c.weight for c in category.data())


def rule_4_valid_sheets(nominee):
    """A sheet is valid when every jury criterion has a mark and the juror is neither recused nor absent."""
    criteria = nominee.category.jury()
    return {juror: sheet for juror, sheet in nominee.sheets.items()
            if criteria and juror not in nominee.away and all(c.key in sheet for c in criteria)}


def rule_5_total(category, sheet):
    """T = Σ w·v / Wj"""
    wj, _ = rule_3_weights(category)
    return sum(c.weight * rule_1_value_of_mark(c, sheet[c.key]) for c in category.jury()) / wj


def rule_5_jury_scores(rules, category, nominees):
    """J of each nominee that has valid sheets. over sheet: the method on the totals T; over criterion:
    c = method(v), rounded at once where `round` says so, J = Σ w·c / Wj."""
    sheets = {n.key: rule_4_valid_sheets(n) for n in nominees}
    sheets = {key: valid for key, valid in sheets.items() if valid}
    totals = {key: {j: rule_5_total(category, s) for j, s in valid.items()} for key, valid in sheets.items()}
    if rules.method == "additive":
        return rule_6_additive(totals)
    if rules.over == "sheet":
        return {key: rule_6_method(rules, list(t.values())) for key, t in totals.items()}
    wj, _ = rule_3_weights(category)
    scores = {}
    for key, valid in sheets.items():
        scores[key] = Fraction(0)
        for criterion in category.jury():
            c = rule_6_method(rules, [rule_1_value_of_mark(criterion, s[criterion.key]) for s in valid.values()])
            scores[key] += criterion.weight * (half_up(c, rules.decimals) if rules.round == "criterion" else c) / wj
    return scores


def mean(numbers):
    return Fraction(sum(numbers)) / len(numbers)


def rule_6_method(rules, numbers):
    """mean; median; trimmed_mean: without the `trim` lowest and highest, the plain mean below `trim_from`"""
    x = sorted(numbers)
    if rules.method == "median":
        return mean(x[(len(x) - 1) // 2:len(x) // 2 + 1])
    if rules.method == "trimmed_mean" and len(x) >= rules.trim_from:
        return mean(x[rules.trim:len(x) - rules.trim])
    return mean(x)


def rule_6_additive(totals):
    """T_ij = m + a_i + b_j, least squares over all valid sheets, Σ b_j = 0; J_i = m + a_i. The residuals
    of each nominee and of each juror sum to 0: J_i = mean of (T_ij − b_j), and for each juror
    Σ_i (T_ij − J_i − b_j) = 0. Put into each other, one equation per juror is left; they depend on
    each other, so the last one gives way to Σ b_j = 0."""
    if not totals:
        return {}
    jurors = sorted({j for t in totals.values() for j in t})
    connected(totals)
    rows = [[Fraction(0)] * (len(jurors) + 1) for _ in jurors]
    at = {j: k for k, j in enumerate(jurors)}
    for t in totals.values():
        middle = mean(list(t.values()))
        for j in t:
            rows[at[j]][-1] += t[j] - middle
            rows[at[j]][at[j]] += 1
            for k in t:
                rows[at[j]][at[k]] -= Fraction(1, len(t))
    rows[-1] = [Fraction(1)] * len(jurors) + [Fraction(0)]
    b = dict(zip(jurors, solve(rows)))
    return {i: mean([x - b[j] for j, x in t.items()]) for i, t in totals.items()}


def connected(totals):
    """An InputError that names the parts when no juror connects two parts of the category."""
    parts = []
    for nominee, t in totals.items():
        part, rest = ({nominee}, set(t)), []
        for other in parts:
            if other[1] & part[1]:
                part = (part[0] | other[0], part[1] | other[1])
            else:
                rest.append(other)
        parts = rest + [part]
    if len(parts) > 1:
        raise InputError("no juror connects " + " with ".join(",".join(sorted(p[0])) for p in parts))


def solve(rows):
    """Gauss with exact fractions; each row ends with its right-hand side."""
    for col in range(len(rows)):
        pivot = next(i for i in range(col, len(rows)) if rows[i][col])
        rows[col], rows[pivot] = rows[pivot], rows[col]
        rows[col] = [x / rows[col][col] for x in rows[col]]
        for i, row in enumerate(rows):
            if i != col and row[col]:
                rows[i] = [x - row[col] * y for x, y in zip(row, rows[col])]
    return [row[-1] for row in rows]


def rule_7_data_score(category, values):
    """D = Σ w·v / Wd"""
    _, wd = rule_3_weights(category)
    return sum(c.weight * values[c.key] for c in category.data()) / wd if wd else None


def rule_7_final(category, jury, data):
    """F = (Wj·J + Wd·D) / 100"""
    wj, wd = rule_3_weights(category)
    return (wj * (jury or 0) + wd * (data or 0)) / 100


def rule_8_gate(gate, evidence):
    """Missing or unverified evidence fails; `equals` compares numbers by value, else letter by letter."""
    value, verified = evidence.get(gate.name, ("", False))
    if value == "" or not verified:
        return False
    if isinstance(gate.bound, str):
        return value == gate.bound
    number = evidence_number(value)
    if gate.test == "equals":
        return number == gate.bound
    if number is None:
        raise InputError("a gate needs a number, evidence %s is %r" % (gate.name, value))
    return number >= gate.bound if gate.test == "at_least" else number <= gate.bound


def rule_8_status(rules, standing):
    """Gates first; then, in a category with jury criteria, the quorum."""
    if not all(standing.gates):
        return "ineligible"
    if standing.category.jury() and len(standing.valid) < rules.quorum:
        return "below_quorum"
    return "ranked"


def rule_9_step(step, group, vote):
    """The value of each nominee of a group that is still tied, the greater the better; None: the step
    splits nothing. `vote` gives the places of a group, or None."""
    if step == "vote":
        places = vote({s.key for s in group})
        return places and {s.key: -places[s.key] for s in group}
    if step in ("head_to_head", "spread"):
        if not all(s.category.jury() for s in group):
            return None  # decision 8: nothing to compare where no juror judges
        if step == "spread":
            return {s.key: -variance(list(s.totals.values())) for s in group}
        return {s.key: sum(beats(s, rival) for rival in group) for s in group}
    what, key = step.split(":")
    return {s.key: sum(c.weight * plain_mean(s, c) for c in s.category.criteria
                       if key == (c.aspect if what == "aspect" else c.key)) for s in group}


def plain_mean(s, criterion):
    if criterion.kind != "jury":
        return s.values[criterion.key]
    return mean([rule_1_value_of_mark(criterion, sheet[criterion.key]) for sheet in s.valid.values()])


def variance(numbers):
    return mean([(x - mean(numbers)) ** 2 for x in numbers])


def beats(x, y):
    both = x.totals.keys() & y.totals.keys()
    return sum(x.totals[j] > y.totals[j] for j in both) > sum(y.totals[j] > x.totals[j] for j in both)


def rule_9_ranking(entries, steps, vote):
    """Ranks compare published scores; equal ones go through the steps, in order; what a step leaves
    tied goes on as a group of its own, and what is tied at the end shares its rank."""
    parts, equal = [], {}  # parts: (nominees, why they stand here)
    for s in entries:
        equal.setdefault(s.published, []).append(s)
    for score in sorted(equal, reverse=True):
        group = equal[score]
        parts += [(group, "score")] if len(group) == 1 else rule_9_split(group, steps, vote)
    rows, rank = [], 1
    for group, why in parts:
        rows += [(s, rank, len(group) > 1, why) for s in sorted(group, key=lambda s: s.key)]
        rank += len(group)
    return rows


def rule_9_split(group, steps, vote):
    parts = [(group, "none")]
    for step in steps:
        finer = []
        for part, why in parts:
            values = rule_9_step(step, part, vote) if len(part) > 1 else None
            if not values:
                finer.append((part, why))
                continue
            for value in sorted(set(values.values()), reverse=True):
                same = [s for s in part if values[s.key] == value]
                finer.append((same, step if len(same) == 1 else "none"))
        parts = finer
    return parts


def rule_10_overall(overall, steps, rankings, vote):
    """All nominees of rank <= take of each listed category, by published score."""
    entries = [s for key in overall.categories for s, rank, _, _ in rankings[key] if rank <= overall.take]
    return rule_9_ranking(entries, steps, vote)


# ---- the whole count ----

@dataclass
class Standing:
    """What the rules make of one nominee."""
    key: str
    category: Category
    values: dict
    gates: list
    valid: dict
    totals: dict
    data: Optional[Fraction]
    jury: Optional[Fraction] = None
    final: Optional[Fraction] = None
    published: Optional[Fraction] = None
    status: str = ""


@dataclass
class Row:
    """A row of a ranking. What an unranked nominee does not have is None."""
    list: str
    standing: Standing
    rank: Optional[int]
    tied: bool
    decided_by: Optional[str]
    winner: bool
    title: tuple = ("", "")

    def fields(self, decimals):
        """As a `rank` line prints it, without the list."""
        s, ranked = self.standing, self.rank is not None
        data = "" if s.data is None else printed(s.data, decimals)
        jury = printed(s.jury, decimals) if ranked and s.category.jury() else ""
        return [str(self.rank) if ranked else "", s.key, printed(s.final, decimals) if ranked else "",
                str(s.final) if ranked else "", jury, data, str(len(s.valid)), s.status, yes(self.tied),
                self.decided_by or "", yes(self.winner), *self.title]


def yes(truth):
    return "yes" if truth else "no"


def standing(nominee):
    """Rules 1 to 5 and 7 of one nominee, without the jury score."""
    category = nominee.category
    values = {c.key: nominee.given[c.key] if nominee.on_trust(c.reads)
              else rule_2_value_of_evidence(c, nominee.evidence) for c in category.data()}
    gates = [nominee.given[i] if nominee.on_trust([g.name]) else rule_8_gate(g, nominee.evidence)
             for i, g in enumerate(category.gates, 1)]
    valid = rule_4_valid_sheets(nominee)
    totals = {juror: rule_5_total(category, sheet) for juror, sheet in valid.items()}
    return Standing(nominee.key, category, values, gates, valid, totals, rule_7_data_score(category, values))


def count_category(rules, category, nominees, vote):
    """Rules 5 to 9: the ranking [(standing, rank, tied, why)] and the standings of the unranked."""
    mine = [n for n in nominees if n.category is category]
    standings = [standing(n) for n in mine]
    jury = rule_5_jury_scores(rules, category, mine)
    ranked, others = [], []
    for s in standings:
        s.jury = jury.get(s.key)
        s.status = rule_8_status(rules, s)
        (ranked if s.status == "ranked" else others).append(s)
    for s in ranked:
        s.final = rule_7_final(category, s.jury, s.data)
        s.published = half_up(s.final, rules.decimals)
    return rule_9_ranking(ranked, category.steps, vote), sorted(others, key=lambda s: s.key)


def count(rules, nominees, vote):
    """Everything: {key of a list: rows, or the InputError of the list}. `vote(list, keys of a tied
    group)` gives the places that the pleno gave, or None."""
    lists, rankings = {}, {}
    for key, category in rules.categories.items():
        try:
            rankings[key], others = count_category(rules, category, nominees, lambda group: vote(key, group))
        except InputError as error:
            lists[key] = error
            continue
        titles = dict(enumerate(category.titles, 1))
        lists[key] = [Row(key, s, rank, tied, why, rank <= category.winners, titles.get(rank, ("", "")))
                      for s, rank, tied, why in rankings[key]]
        lists[key] += [Row(key, s, None, False, None, False) for s in others]
    for o in rules.overall:
        broken = [lists[key] for key in o.categories if key not in rankings]
        if broken:
            lists[o.key] = broken[0]
            continue
        ranking = rule_10_overall(o, rules.overall_steps, rankings, lambda group: vote(o.key, group))
        lists[o.key] = [Row(o.key, s, rank, tied, why, rank <= o.winners) for s, rank, tied, why in ranking]
    return lists


def vote_of_bundle(votes):
    """A vote counts for exactly its nominees; a later vote on the same group stands instead of it."""
    def places(key, group):
        same = [v for v in votes if v.list == key and v.places.keys() == group]
        if not same or same[-1].withdrawn:
            return None
        same[-1].counted = True
        return same[-1].places
    return places


# ---- reading: the lines ----

KEY = r"[a-z0-9-]{1,32}"
NAME = r"[a-z0-9_-]{1,64}"
HASH = r"[0-9a-f]{64}"
WHOLE = r"0|[1-9][0-9]{0,17}"
DECIMAL = r"(?!-0$)-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?"
FRACTION = r"(?!-0$)-?(0|[1-9][0-9]*)(/[1-9][0-9]*)?"
STEP = r"aspect:%s|criterion:%s|head_to_head|spread|vote" % (KEY, KEY)
ANY = r"[^\0]*"
STATUS = "ranked|below_quorum|ineligible"
RANK = [r"|" + WHOLE, KEY, ANY, ANY, ANY, ANY, WHOLE, STATUS, "yes|no", "|score|none|" + STEP, "yes|no", ANY, ANY]
FORMS = {  # tag: the form of each field
    "paritrana-bundle": ["1"], "sample": ["CONTOH"], "edition": [KEY], "release": [WHOLE],
    "corrects": ["[1-9][0-9]*", ANY], "approved": [ANY, "chair|deputy-chair"],
    "rule-version": [WHOLE, HASH, ANY, ANY], "scheme-sha256": [HASH], "scheme": [ANY],
    "decimals": ["[0-4]"], "quorum": ["[1-9][0-9]*"],
    "aggregation": ["mean|trimmed_mean|median|additive", "sheet|criterion", "final|criterion", WHOLE, WHOLE],
    "category": [KEY, "[1-9][0-9]*"], "title": [KEY, WHOLE, ANY, ANY], "tie-step": [KEY, WHOLE, STEP],
    "gate": [KEY, WHOLE, NAME, "at_least|at_most|equals", "number|word", ANY, ANY, ANY],
    "criterion jury": [KEY, KEY, KEY, DECIMAL, "jury", DECIMAL, DECIMAL, DECIMAL],
    "criterion ratio": [KEY, KEY, KEY, DECIMAL, "ratio", "open|confidential", NAME, NAME, DECIMAL],
    "criterion level": [KEY, KEY, KEY, DECIMAL, "level", "open|confidential", NAME],
    "level": [KEY, KEY, ANY, DECIMAL], "overall": [KEY, "[1-9][0-9]*", "[1-9][0-9]*", ANY],
    "overall-tie-step": [WHOLE, STEP],
    "juror": ["J[1-9][0-9]?", "member|added|removed", ANY], "nominee": [KEY, KEY, ANY, ANY],
    "evidence": [KEY, NAME, ANY, "verified|unverified", ANY, ANY], "sealed": [KEY, NAME, HASH],
    "value": [KEY, KEY, r"[0-9]{1,3}\.[0-9]{4}", "computed|given"],
    "gate-result": [KEY, WHOLE, "passed|failed", "computed|given"],
    "mark": ["J[0-9]+", KEY, KEY, DECIMAL], "total": ["J[0-9]+", KEY, FRACTION],
    "recused": ["J[0-9]+", KEY], "absent": ["J[0-9]+", KEY], "open": ["J[0-9]+", KEY],
    "vote": [WHOLE, KEY, "counted|stale|withdrawn", ANY, "|" + WHOLE, "|" + WHOLE, "|" + WHOLE, ANY],
    "reopened": [WHOLE, "J[0-9]+", KEY, WHOLE, "done|withdrawn", "|" + FRACTION, "|" + FRACTION],
    "changed": [WHOLE, KEY, NAME, *["verified|unverified|missing|sealed", ANY] * 2],
    "late-recusal": [WHOLE, "J[0-9]+", KEY, KEY, ANY, ANY],
    "leaf": [WHOLE, HASH], "chain": [WHOLE, HASH],
    "rank": [KEY, *RANK], "overall-rank": [KEY, *RANK, KEY],
}
ESCAPE = re.compile(rb"\\x([01][0-9a-f]|7f|5c)")


def unescape(raw, line):
    """The text of a field: every byte below 20, 7f and 5c stands as \\x and two digits, no other."""
    if re.search(rb"[\0-\x1f\x7f]", raw) or b"\\" in ESCAPE.sub(b"", raw):
        raise Refused(line, "an escape or a control byte that may not stand here")
    try:
        return ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), raw).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(line, "not UTF-8") from error


class Lines:
    """The lines one after another; `line` is the number of the one that was taken last."""

    def __init__(self, raw):
        if len(raw) > 64 << 20 or not re.search(rb"(^|\n)[0-9a-f]{64}\n\Z", raw):
            raise Refused(1, "no bundle: its last line is not a SHA-256")
        self.raw = raw[:-65].split(b"\n")[:-1]
        self.line = 0
        if hashlib.sha256(raw[:-65]).hexdigest().encode() != raw[-65:-1]:
            raise Refused(len(self.raw) + 1, "the closing SHA-256 does not fit: the file was changed")

    def next_is(self, tag):
        return self.line < len(self.raw) and self.raw[self.line].split(b"\t")[0] == tag.encode()

    def take(self, tag):
        if not self.next_is(tag):
            raise Refused(self.line + 1, "a line %s was expected" % tag)
        self.line += 1
        fields = [unescape(f, self.line) for f in self.raw[self.line - 1].split(b"\t")[1:]]
        if tag == "criterion":
            tag = next((t for t in FORMS if t == "criterion " + "".join(fields[4:5])), "criterion jury")
        forms = FORMS[tag]
        if len(fields) != len(forms):
            raise Refused(self.line, "%s has %d fields, not %d" % (tag, len(forms), len(fields)))
        for text, form in zip(fields, forms):
            if not re.fullmatch(form, text, re.DOTALL):
                raise Refused(self.line, "%r does not have the form of its field" % text)
        return fields

    def all(self, tag):
        while self.next_is(tag):
            yield self.take(tag)

    def need(self, truth, text):
        if not truth:
            raise Refused(self.line, text)

    def time(self, text):
        try:
            datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
        except ValueError:
            raise Refused(self.line, "%r is no time" % text) from None
        self.need(len(text) == 20, "%r is no time" % text)


# ---- reading: the sections ----

def read_header(lines, b):
    lines.take("paritrana-bundle")
    list(lines.take("sample") for _ in range(lines.next_is("sample")))
    b.edition, = lines.take("edition")
    b.release = int(lines.take("release")[0])
    if lines.next_is("corrects"):
        lines.need(int(lines.take("corrects")[0]) < b.release, "a release corrects an earlier one")
    if b.release:
        lines.time(lines.take("approved")[0])
    versions = []
    for number, sha256, time, _ in lines.all("rule-version"):
        versions.append(sha256)
        lines.time(time)
        lines.need(int(number) == len(versions), "rule versions are numbered from 1")
    lines.need(bool(versions) == bool(b.release), "rule versions stand in releases, and in each")
    sha256, = lines.take("scheme-sha256")
    lines.need(not versions or versions[-1] == sha256, "the last rule version is another scheme")
    scheme = "\n".join(f[0] for f in lines.all("scheme"))
    lines.need(hashlib.sha256(scheme.encode()).hexdigest() == sha256, "the scheme does not have its SHA-256")
    return len(versions)


def read_rules(lines, rules):
    rules.decimals = int(lines.take("decimals")[0])
    rules.quorum = int(lines.take("quorum")[0])
    rules.method, rules.over, rules.round, trim, trim_from = lines.take("aggregation")
    rules.trim, rules.trim_from = int(trim), int(trim_from)
    lines.need(rules.method != "trimmed_mean" or rules.trim_from > 2 * rules.trim, "it would trim all")
    lines.need(rules.over == "criterion" or rules.round == "final", "nothing to round per criterion")
    lines.need(rules.over == "sheet" or rules.method != "additive", "additive works on sheets")
    while lines.next_is("category"):
        key, winners = lines.take("category")
        lines.need(key not in rules.categories, "a category twice")
        rules.categories[key] = read_category(lines, Category(key, int(winners)))
    lines.need(rules.categories, "no category")
    for key, take, winners, keys in lines.all("overall"):
        o = Overall(key, int(take), int(winners), keys.split(","))
        lines.need(key not in rules.categories and key not in [x.key for x in rules.overall], "a list twice")
        lines.need(all(k in rules.categories for k in o.categories), "an unknown category")
        rules.overall.append(o)
    for number, step in lines.all("overall-tie-step"):
        rules.overall_steps.append(step)
        lines.need(rules.overall and int(number) == len(rules.overall_steps), "steps are numbered from 1")


def read_category(lines, c):
    def numbered(tag, into):
        for key, number, *rest in lines.all(tag):
            into.append(rest)
            lines.need(key == c.key and int(number) == len(into), tag + " lines are numbered from 1")
            yield rest

    for title in numbered("title", []):
        c.titles.append(tuple(title))
    for step in numbered("tie-step", []):
        c.steps += step
    for name, test, kind, bound, *reason in numbered("gate", []):
        number = evidence_number(bound)
        lines.need(kind == "number" and number is not None or kind == "word" and test == "equals" and bound,
                   "a gate with another kind of bound")
        c.gates.append(Gate(name, test, number if kind == "number" else bound, tuple(reason)))
    while lines.next_is("criterion"):
        key, name, aspect, weight, kind, *rest = lines.take("criterion")
        lines.need(key == c.key and name not in [x.key for x in c.criteria], "a criterion out of place")
        one = Criterion(name, aspect, Fraction(weight), kind)
        c.criteria.append(one)
        if kind == "jury":
            one.low, one.high, one.step = map(Fraction, rest)
            lines.need(one.step > 0 and one.high > one.low and (one.high - one.low) % one.step == 0, "an odd scale")
            continue
        one.confidential = rest[0] == "confidential"
        one.reads = tuple(rest[1:3] if kind == "ratio" else rest[1:])
        if kind == "ratio":
            one.target = Fraction(rest[3])
            lines.need(one.target > 0, "a target of nothing")
            continue
        for category, criterion, word, points in lines.all("level"):
            lines.need((category, criterion) == (key, name) and word not in one.levels, "a level out of place")
            one.levels[word] = Fraction(points)
            lines.need(0 <= one.levels[word] <= 100, "points are 0 to 100")
    lines.need(all(x.weight > 0 for x in c.criteria) and sum(rule_3_weights(c)) == 100, "weights sum to 100")
    return c


def read_nominee(lines, b):
    key, category, _, _ = lines.take("nominee")
    lines.need(not b.nominees or key > next(reversed(b.nominees)), "nominees stand by key")
    lines.need(category in b.rules.categories, "an unknown category")
    n = b.nominees[key] = Nominee(key, b.rules.categories[category])
    names = [""]
    while lines.next_is("evidence") or lines.next_is("sealed"):
        sealed = lines.next_is("sealed")
        owner, name, value, *rest = lines.take("sealed" if sealed else "evidence")
        lines.need(owner == key and name > names[-1], "evidence stands by name behind its nominee")
        lines.need(name in n.category.reads() and sealed == (name in n.category.secrets()),
                   "evidence that no rule reads, or not sealed as the rules say")
        names.append(name)
        if sealed:
            n.sealed.add(name)
            continue
        lines.need(value, "evidence without a value has no line")
        n.evidence[name] = (value, rest[0] == "verified")
    for c in n.category.data():
        owner, name, v, _ = said(lines, b, "value", 2)
        lines.need((owner, name) == (key, c.key) and Fraction(v) <= 100, "a value out of place")
        n.given[c.key] = Fraction(v)
        lines.need(c.kind == "ratio" or n.given[c.key] in (0, *c.levels.values()), "points that no level has")
    for i, gate in enumerate(n.category.gates, 1):
        owner, number, passed, _ = said(lines, b, "gate-result", 2)
        lines.need((owner, number) == (key, str(i)), "a gate out of place")
        n.given[i] = passed == "passed"
    if n.category.jury():
        for juror in b.jurors:
            read_sheet(lines, b, n, juror)


def read_sheet(lines, b, n, juror):
    """One juror's sheet: marks and their total, or why there is none."""
    state, categories = b.jurors[juror]
    here = [tag for tag in ("mark", "recused", "absent", "open") if lines.next_is(tag)
            and lines.raw[lines.line].split(b"\t")[1] == juror.encode()]
    if not here:
        lines.need(n.category.key not in categories or state == "removed",
                   "%s owes a sheet on %s, and nothing is said of it" % (juror, n.key))
        return
    lines.need(n.category.key in categories, "%s does not judge this category" % juror)
    if here[0] != "mark":
        lines.need(lines.take(here[0])[1] == n.key, "a line on another nominee")
        lines.need(here[0] != "open" or not b.release, "an open sheet in a release")
        n.away.add(juror)
        return
    sheet = n.sheets[juror] = {}
    for c in n.category.jury():
        who, nominee, criterion, text = lines.take("mark")
        lines.need((who, nominee, criterion) == (juror, n.key, c.key), "a mark out of place")
        mark = sheet[c.key] = Fraction(text)
        lines.need(c.low <= mark <= c.high and (mark - c.low) % c.step == 0, "a mark that its scale does not have")
    who, nominee, _ = said(lines, b, "total", 2)
    lines.need((who, nominee) == (juror, n.key), "a total out of place")


def said(lines, b, tag, about):
    """Takes a line that follows from others; its first fields are what it is about."""
    fields = lines.take(tag)
    b.said[(tag, *fields[:about])] = Said(lines.line, tag, fields)
    return fields


def members(b, key):
    """The nominees that may stand in a list."""
    of = next((o.categories for o in b.rules.overall if o.key == key), [key])
    return {n.key for n in b.nominees.values() if n.category.key in of}


def read_pleno(lines, b, versions):
    def numbered(tag):
        for i, fields in enumerate(lines.all(tag), 1):
            lines.need(int(fields[0]) == i <= 10000, tag + " lines are numbered from 1")
            yield fields[1:]

    lists = [*b.rules.categories, *(o.key for o in b.rules.overall)]
    for key, state, order, *ballots, _ in numbered("vote"):
        places = [p.split("=") for p in order.split(">")]
        keys = [k for p in places for k in p]
        lines.need(key in lists and set(keys) <= members(b, key) and len(set(keys)) == len(keys)
                   and all(p == sorted(p) for p in places), "an order that this list cannot have")
        lines.need(all(ballots) or not any(ballots), "some ballots are not known")
        b.votes.append(Vote(key, state == "withdrawn", {k: i for i, p in enumerate(places, 1) for k in p}))
        b.said["vote", str(len(b.votes))] = Said(lines.line, "vote", [str(len(b.votes)), key, state])
    last = {}
    for juror, nominee, version, _, _, new in numbered("reopened"):
        lines.need(juror in b.jurors and nominee in b.nominees and 1 <= int(version) <= versions, "an unknown sheet")
        last[juror, nominee] = (int(version), new, lines.line)
    for (juror, nominee), (version, new, line) in last.items():
        total = b.said.get(("total", juror, nominee))
        if total and version == versions and total.fields[2] != new:
            raise Refused(line, "the total of this sheet is now " + total.fields[2])
    last = {}
    for nominee, name, *states in numbered("changed"):
        old, new = states[:2], states[2:]
        lines.need(nominee in b.nominees and (old[0] == "sealed") == (new[0] == "sealed") and
                   all((s in ("missing", "sealed")) == (v == "") for s, v in (old, new)), "an odd change")
        last[nominee, name] = (new, lines.line)
    for (nominee, name), ((status, value), line) in last.items():
        n = b.nominees[nominee]
        now, verified = n.evidence.get(name, ("", False))
        if name in n.category.reads() and (value, status == "verified") != (now, verified):
            raise Refused(line, "this evidence is now %r" % now)
    for juror, nominee, key, *winners in numbered("late-recusal"):
        lines.need(juror in b.jurors and key in lists and nominee in members(b, key), "an unknown recusal")
        lines.need(all(w == "" or set(w.split(",")) <= members(b, key) for w in winners), "an unknown winner")


def read_chain(lines, b):
    """link = SHA-256(previous link ‖ leaf), from 32 zero bytes."""
    link, last = bytes(32), 0
    for number, leaf in lines.all("leaf"):
        lines.need(int(number) > last, "leaves rise")
        last = int(number)
        link = hashlib.sha256(link + bytes.fromhex(leaf)).digest()
        b.leaves += 1
        lines.need(b.release, "leaves of the score log, but no release")
    leaves, head = lines.take("chain")
    lines.need((int(leaves), head) == (b.leaves, link.hex()), "the chain ends in %d %s" % (b.leaves, link.hex()))


def read(raw):
    """A Bundle, or Refused."""
    lines, b = Lines(raw), Bundle(hashlib.sha256(raw).hexdigest())
    versions = read_header(lines, b)
    read_rules(lines, b.rules)
    for name, state, keys in lines.all("juror"):
        own = keys.split(",") if keys else []
        lines.need(name == "J%d" % (len(b.jurors) + 1), "jurors are numbered from J1")
        lines.need(own == [k for k in b.rules.categories if k in own], "categories stand in the order of the scheme")
        b.jurors[name] = (state, own)
    while lines.next_is("nominee"):
        read_nominee(lines, b)
    read_pleno(lines, b, versions)
    read_chain(lines, b)
    for tag in ("rank", "overall-rank"):
        for fields in lines.all(tag):
            b.ranking.append(Said(lines.line, tag, fields))
    lines.need(lines.line == len(lines.raw), "the bundle should end here")
    return b


# ---- comparing ----

def derived(b, lists):
    """What the lines outside of the ranking should be: {what: fields}"""
    lines = {}
    standings = {row.standing.key: row.standing for key in b.rules.categories for row in lists[key]}
    for n in b.nominees.values():
        s = standings[n.key]
        for c in n.category.data():
            how = "given" if n.category.secrets() & set(c.reads) else "computed"
            lines["value", n.key, c.key] = [n.key, c.key, printed(s.values[c.key], 4), how]
        for i, passed in enumerate(s.gates, 1):
            how = "given" if n.category.gates[i - 1].name in n.category.secrets() else "computed"
            lines["gate-result", n.key, str(i)] = [n.key, str(i), "passed" if passed else "failed", how]
        for juror, total in s.totals.items():
            lines["total", juror, n.key] = [juror, n.key, str(total)]
    for i, v in enumerate(b.votes, 1):
        state = "withdrawn" if v.withdrawn else "counted" if v.counted else "stale"
        lines["vote", str(i)] = [str(i), v.list, state]
    return lines


def differences(b):
    """[(line, text)]: everything in which the bundle and the recount differ."""
    for v in b.votes:
        v.counted = False
    lists = count(b.rules, list(b.nominees.values()), vote_of_bundle(b.votes))
    found = [(1, "the list %s cannot be computed: %s" % (key, rows)) for key, rows in lists.items()
             if isinstance(rows, InputError)]
    if found:
        return found
    for what, fields in derived(b, lists).items():
        at = b.said[what]
        if at.fields != fields:
            found.append((at.line, "%s says %s, the recount %s" % (at.tag, show(at.fields), show(fields))))
    rows = [("rank", [row.list, *row.fields(b.rules.decimals)])
            for key in b.rules.categories for row in lists[key]]
    rows += [("overall-rank", [row.list, *row.fields(b.rules.decimals), row.standing.category.key])
             for o in b.rules.overall for row in lists[o.key]]
    for i in range(max(len(rows), len(b.ranking))):
        at = b.ranking[i] if i < len(b.ranking) else None
        row = rows[i] if i < len(rows) else None
        if at and row and (at.tag, at.fields) == row:
            continue
        line = at.line if at else (b.ranking[-1].line if b.ranking else 1)
        found.append((line, "ranking says %s, the recount %s" % (show([at.tag, *at.fields]) if at else "nothing",
                                                             show([row[0], *row[1]]) if row else "nothing")))
    return sorted(found)


def show(fields):
    return " | ".join(fields)


def main(args):
    quiet = "--quiet" in args
    files = [a for a in args if a != "--quiet"]
    if len(files) != 1 or files[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with open(files[0], "rb") as file:
            b = read(file.read())
    except OSError as error:
        print("%s: %s" % (files[0], error.strerror), file=sys.stderr)
        return 1
    except Refused as error:
        print("%s:%d: %s" % (files[0], error.line, error), file=sys.stderr)
        return 1
    found = differences(b)
    for line, text in found[:20]:
        print("%s:%d: %s" % (files[0], line, text), file=sys.stderr)
    if found:
        print("%s: %d lines DIFFER" % (files[0], len(found)), file=sys.stderr)
        return 1
    if not quiet:
        marks = sum(len(s) for n in b.nominees.values() for s in n.sheets.values())
        given = sum(said.fields[-1] == "given" for said in b.said.values())
        print("%s: counted again, all agrees" % files[0])
        print("edition %s, release %d, SHA-256 of the bundle %s" % (b.edition, b.release, b.sha256))
        print("%d nominees, %d marks, %d leaves of the log, %d lines of the ranking"
              % (len(b.nominees), marks, b.leaves, len(b.ranking)))
        print("taken on trust: %d values and gates of confidential evidence; that the rules of section 3 are"
              " those of the scheme file" % given)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
