#!/usr/bin/env python3
"""The statistics of `paritrana report` once more, without any code of the program.

    import rereport; rereport.category(rules, category, nominees, jurors, vote)

Written from docs/methods.md ("Statistics") alone, on top of the second tally of tests/recount.py. It is
plain and slow: every re-run tallies the category anew, every figure is worked out by its definition.
"""
import copy
import hashlib
import itertools
import math
import struct
from fractions import Fraction

import recount

SHAKES = (10, -10, 25, -25)


# ---- agreement ----

def mid_ranks(x):
    return [Fraction(2 * sum(b < a for b in x) + sum(b == a for b in x) + 1, 2) for a in x]


def kendall_w(rows):
    """rows: complete nominees, each a list by juror"""
    n, m = len(rows), len(rows[0]) if rows else 0
    if n < 2 or m < 2:
        return None, None
    columns = [mid_ranks(column) for column in zip(*rows)]
    sums = [sum(ranks) for ranks in zip(*columns)]
    s = sum((r - Fraction(m * (n + 1), 2)) ** 2 for r in sums)
    ties = sum(c.count(r) ** 3 - c.count(r) for c in columns for r in set(c))
    below = m * m * (n ** 3 - n) - m * ties
    if not below:
        return None, None
    w = 12 * s / below
    return w, m * (n - 1) * w


def icc(rows):
    """(2,1), (2,k), (3,k)"""
    n, k = len(rows), len(rows[0]) if rows else 0
    if n < 2 or k < 2:
        return None, None, None
    grand = recount.mean([x for row in rows for x in row])
    row_means, column_means = [recount.mean(r) for r in rows], [recount.mean(c) for c in zip(*rows)]
    bms = k * sum((r - grand) ** 2 for r in row_means) / (n - 1)
    jms = n * sum((c - grand) ** 2 for c in column_means) / (k - 1)
    ems = sum((x - r - c + grand) ** 2 for row, r in zip(rows, row_means)
              for x, c in zip(row, column_means)) / ((n - 1) * (k - 1))
    def over(a, b):
        return a / b if b > 0 else None
    return (over(bms - ems, bms + (k - 1) * ems + k * (jms - ems) / n), over(bms - ems, bms + (jms - ems) / n),
            over(bms - ems, bms))


def alpha(units, ordinal):
    """units: the values of each nominee, whoever gave them"""
    units = [u for u in units if len(u) > 1]
    pool = [x for u in units for x in u]
    if len(units) < 2:
        return None
    def between(a, b):  # how many values lie between, the ends counting half
        a, b = min(a, b), max(a, b)
        return sum(a <= x <= b for x in pool) - Fraction(pool.count(a) + pool.count(b), 2)
    off = (lambda a, b: between(a, b) ** 2) if ordinal else (lambda a, b: (a - b) ** 2)
    values = sorted(set(pool))
    table = {(a, b): off(a, b) for a in values for b in values}
    observed = sum(sum(table[a, b] for a in u for b in u) / Fraction(len(u) - 1) for u in units) / len(pool)
    counts = {a: pool.count(a) for a in values}
    expected = sum(counts[a] * counts[b] * table[a, b] for a in values for b in values) / Fraction(
        len(pool) * (len(pool) - 1))
    return 1 - observed / expected if expected else None


def agreement(sheets, jurors):
    """sheets: by nominee {juror: number}"""
    rows = [[s[j] for j in jurors] for s in sheets if all(j in s for j in jurors)] if jurors else []
    w, chi = kendall_w(rows)
    one, k2, k3 = icc(rows)
    units = [list(s.values()) for s in sheets]
    return {"kendall_w": w, "chi_square": chi, "icc_2_1": one, "icc_2_k": k2, "icc_3_k": k3,
            "alpha_interval": alpha(units, False), "alpha_ordinal": alpha(units, True)}


# ---- jurors ----

def spearman(x, y):
    if len(x) < 2:
        return None
    x, y = mid_ranks(x), mid_ranks(y)
    mx, my = recount.mean(x), recount.mean(y)
    sxx, syy = sum((a - mx) ** 2 for a in x), sum((b - my) ** 2 for b in y)
    if not sxx or not syy:
        return None
    return float(sum((a - mx) * (b - my) for a, b in zip(x, y))) / math.sqrt(sxx * syy)


def severities(totals):
    """b_j: by definition the juror's mean distance from the fitted scores, which recount works out"""
    try:
        fitted = recount.rule_6_additive(totals)
    except recount.InputError:
        return {}
    ret = {}
    for i, t in totals.items():
        for j in t:
            ret.setdefault(j, []).append(t[j] - fitted[i])
    return {j: recount.mean(d) for j, d in ret.items()}


def juror_figures(category, totals, sheets, juror):
    own = {i: t[juror] for i, t in totals.items() if juror in t}
    both = {i: recount.mean([x for j, x in totals[i].items() if j != juror]) for i in own if len(totals[i]) > 1}
    middle = recount.mean(list(own.values()))
    sd = math.sqrt(sum((x - middle) ** 2 for x in own.values()) / (len(own) - 1)) if len(own) > 1 else None
    ends = sum(sheets[i][juror][c.key] in (c.low, c.high) for i in own for c in category.jury())
    return {"juror": juror, "sheets": len(own), "mean": middle, "sd": sd,
            "severity": severities(totals).get(juror),
            "spearman": spearman([own[i] for i in both], [both[i] for i in both]), "extremes": ends}


# ---- re-runs ----

class Lab:
    """One category, to be tallied again: quorum 1, no votes."""

    def __init__(self, rules, category, nominees):
        self.rules, self.category = rules, category
        self.nominees = sorted((n for n in nominees if n.category is category), key=lambda n: n.key)
        self.ranks = []  # {nominee: rank} of each run that could be computed

    def rank(self, jurors=None, weights=None, quorum=1, change=None, **rules):
        """[(key, rank)], or None when it cannot be computed or ranks nobody"""
        r = copy.copy(self.rules)
        for name, value in {"quorum": quorum, **rules}.items():
            setattr(r, name, value)
        category = copy.copy(self.category)
        if weights:
            total = sum(weights.values())
            if not total:
                return None
            category.criteria = [copy.copy(c) for c in category.criteria if weights[c.key]]
            for c in category.criteria:
                c.weight = weights[c.key] * 100 / Fraction(total)
        nominees = []
        for n in self.nominees:
            n = copy.copy(n)
            n.category = category
            if jurors is not None:
                n.sheets = {j: s for j, s in n.sheets.items() if j in jurors}
            if change:
                change(n)
            nominees.append(n)
        try:
            rows, _ = recount.count_category(r, category, nominees, lambda group: None)
        except recount.InputError:
            return None
        return [(s.key, rank) for s, rank, _, _ in rows] or None

    def run(self, **how):
        rows = self.rank(**how)
        if rows is None:
            return None
        self.ranks.append(dict(rows))
        return [key for key, rank in rows if rank == 1]


def ballots(lab):
    """By nominee {juror: what he alone would publish}, of the eligible."""
    ret = {}
    for n in lab.nominees:
        s = recount.standing(n)
        if all(s.gates) and s.totals:
            ret[n.key] = {j: recount.rule_7_final(lab.category, t, s.data) for j, t in s.totals.items()}
    return ret


def sign(x):
    return (x > 0) - (x < 0)


def borda(votes):
    points = {}
    for x, mine in votes.items():
        shares = []
        for j in mine:
            rivals = [votes[y][j] for y in votes if y != x and j in votes[y]]
            if rivals:
                shares.append(Fraction(sum(1 + sign(mine[j] - r) for r in rivals), 2 * len(rivals)))
        if shares:
            points[x] = recount.mean(shares)
    return points


def copeland(votes):
    points = {}
    for x, y in itertools.combinations(votes, 2):
        both = votes[x].keys() & votes[y].keys()
        if both:
            more = sign(sum(sign(votes[x][j] - votes[y][j]) for j in both))
            points[x] = points.get(x, 0) + more
            points[y] = points.get(y, 0) - more
    return points


def by_points(lab, points, votes):
    if len(votes) == 1:
        points = dict.fromkeys(votes, 0)
    if not points:
        return None
    lab.ranks.append({x: 1 + sum(p > points[x] for p in points.values()) for x in points})
    return sorted(x for x in points if points[x] == max(points.values()))


def category(rules, category, nominees, official, jurors):
    """All of one category but random weights, flips and warnings. `official`: keys of rank 1; `jurors`: keys
    in the order of the input."""
    lab = Lab(rules, category, nominees)
    valid = {n.key: recount.rule_4_valid_sheets(n) for n in lab.nominees}
    totals = {i: {j: recount.rule_5_total(category, s) for j, s in v.items()} for i, v in valid.items()}
    mine = [j for j in jurors if any(j in v for v in valid.values())]
    weights = {c.key: c.weight for c in category.criteria}
    ret = {"key": category.key, "agreement": agreement(list(totals.values()), mine), "agreement_by_criterion": [
        {"criterion": c.key, **agreement([{j: recount.rule_1_value_of_mark(c, s[c.key]) for j, s in v.items()}
                                          for v in valid.values()], mine)} for c in category.jury()],
        "jurors": [juror_figures(category, {i: t for i, t in totals.items() if t}, valid, j) for j in mine]}

    def outcome(**how):
        winners = lab.run(**how)
        changed = None if winners is None or not official else winners != official
        return {"winners": winners, "changed": changed}

    def without(some):
        return [j for j in mine if j not in some]

    ret["leave_one_juror_out"] = [{"juror": j, **outcome(jurors=without([j]))} for j in mine]
    cases = [{"jurors": list(pair), **outcome(jurors=without(pair))} for pair in itertools.combinations(mine, 2)]
    fives = [outcome(jurors=list(five)) for five in itertools.combinations(mine, 5)]
    for name, runs in (("leave_two_jurors_out", cases), ("five_of_nine", fives)):
        ret[name] = {"runs": sum(o["winners"] is not None for o in runs),
                     "changed": sum(bool(o["changed"]) for o in runs) if official else None}
    ret["leave_two_jurors_out"]["cases"] = [{"jurors": o["jurors"], "winners": o["winners"]}
                                            for o in cases if o["changed"]]
    ret["leave_one_criterion_out"] = [{"criterion": c, **outcome(jurors=mine, weights={**weights, c: 0})}
                                      for c in weights]
    ret["weights_shaken"] = [
        {"criterion": c, "percent": p, **outcome(jurors=mine, weights={**weights, c: weights[c] * (100 + p) / 100})}
        for c in weights for p in SHAKES]
    votes = ballots(lab)
    ret["methods"] = {m: lab.run(method=m) for m in ("mean", "trimmed_mean", "median")}
    ret["methods"]["additive"] = lab.run(method="additive", over="sheet", round="final")
    ret["methods"]["borda"] = by_points(lab, borda(votes), votes)
    ret["methods"]["copeland"] = by_points(lab, copeland(votes), votes)
    ret["nominees"] = []
    for n in lab.nominees:
        ranks = sorted(r[n.key] for r in lab.ranks if n.key in r)
        ret["nominees"].append({"nominee": n.key, "rank_min": None, "rank_median": None, "rank_max": None,
                                "share_winner": None} if not ranks else {
            "nominee": n.key, "rank_min": ranks[0], "rank_max": ranks[-1],
            "rank_median": Fraction(ranks[(len(ranks) - 1) // 2] + ranks[len(ranks) // 2], 2),
            "share_winner": Fraction(ranks.count(1), len(lab.ranks))})
    return ret


# ---- random weights ----

def chacha20(key, nonce, size):
    """The IETF stream cipher: what libsodium's deterministic generator is made of."""
    def quarter(x, a, b, c, d):
        for i, k, r, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            x[i] = (x[i] + x[k]) & 0xffffffff
            x[r] ^= x[i]
            x[r] = ((x[r] << turn) | (x[r] >> (32 - turn))) & 0xffffffff
    out = b""
    for counter in range((size + 63) // 64):
        start = list(struct.unpack("<4I", b"expand 32-byte k")) + list(struct.unpack("<8I", key)) + [counter] + list(
            struct.unpack("<3I", nonce))
        x = start[:]
        for _ in range(10):
            for a, b, c, d in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                               (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
                quarter(x, a, b, c, d)
        out += struct.pack("<16I", *((a + b) & 0xffffffff for a, b in zip(x, start)))
    return out[:size]


class Chance:
    def __init__(self, seed, what):
        self.key, self.chunk, self.numbers, self.kept = hashlib.sha256(seed + what.encode()).digest(), 0, iter(()), None

    def uniform(self):
        bits = next(self.numbers, None)
        if bits is None:
            seed = hashlib.sha256(self.key + struct.pack("<Q", self.chunk)).digest()
            self.chunk += 1
            self.numbers = iter(struct.unpack("<4096Q", chacha20(seed, b"LibsodiumDRG", 32768)))
            bits = next(self.numbers)
        return ((bits >> 12) + 0.5) * 2.0 ** -52

    def normal(self):
        if self.kept is not None:
            ret, self.kept = self.kept, None
            return ret
        while True:
            u, v = 2 * self.uniform() - 1, 0
            v = 2 * self.uniform() - 1
            s = u * u + v * v
            if 0 < s < 1:
                break
        factor = math.sqrt(-2 * math.log(s) / s)
        self.kept = v * factor
        return u * factor

    def gamma(self, shape):
        boost = 1.0
        if shape < 1:
            boost, shape = math.pow(self.uniform(), 1 / shape), shape + 1
        d = shape - 1.0 / 3
        c = 1 / math.sqrt(9 * d)
        while True:
            x = self.normal()
            v = 1 + c * x
            if v <= 0:
                continue
            v = v * v * v
            u = self.uniform()
            if u < 1 - 0.0331 * (x * x) * (x * x) or math.log(u) < 0.5 * x * x + d * (1 - v + math.log(v)):
                return boost * d * v


def draws(seed, category, count, k=100):
    """Weights in millionths of their sum, at least one, by criterion."""
    chance = Chance(seed, category.key)
    for _ in range(count):
        parts = [chance.gamma(k * float(c.weight * 100) / 10000) for c in category.criteria]
        total = sum_in_order(parts)
        yield {c.key: max(1, int(p / total * 1000000 + 0.5)) for c, p in zip(category.criteria, parts)}


def sum_in_order(parts):
    ret = 0.0
    for p in parts:
        ret += p
    return ret


def random_changed(rules, category, nominees, official, seed, count):
    """In how many draws rank 1 is another. Equal weights are tallied once only."""
    lab, known, changed = Lab(rules, category, nominees), {}, 0
    mine = {j for n in lab.nominees for j in recount.rule_4_valid_sheets(n)}
    for weights in draws(seed, category, count):
        key = tuple(weights.values())
        if key not in known:
            rows = lab.rank(jurors=mine, weights=weights)
            known[key] = [k for k, rank in rows or [] if rank == 1] != official
        changed += known[key]
    return changed
