#!/usr/bin/env python3
"""Random small editions: a scheme and CSV files as `paritrana tally` reads them.

    from editions import edition          edition(7) -> {"scheme.yaml": text, "nominees.csv": …}
    python3 tests/editions.py 7 DIR       writes the files of seed 7 into DIR

The same seed gives the same bytes. Every edition is valid: no input error, no category that cannot
be computed. Ties are frequent, because marks and evidence come from few values. Odd but legal things
are mixed in: sheets without a mark, unverified nonsense, votes on half a group, names that need
quotes, decimal commas, negative scales.
"""
import json
import os
import random
import sys

SCALES = [(0, 10000, 100), (0, 10000, 500), (0, 10000, 2500), (100, 1000, 50), (-500, 500, 100),
          (0, 400, 25), (-10000, 10000, 5000), (0, 100, 100), (125, 375, 125), (-300, -100, 10),
          (0, 700, 100), (0, 300, 1)]  # min, max, step in hundredths
NAMES = ["Kabupaten Belu (CONTOH)", "PT Contoh Maju, Tbk", "PT \"Contoh\" Żółw", "Desa Ñuñez; CONTOH",
         "Kota Kupang 'A' (CONTOH)", "= Contoh & Rekan", "Koperasi É#1: CONTOH", "UD Contoh\\Timur"]
REGIONS = ["", "Nusa Tenggara Timur", "Flores, Timur", "Sumba; Barat"]
LEVELS = ["perda", "perbup", "instruksi", "edaran", "none", "Tinggi sekali", "ya", "Ä-1"]


def decimal(hundredths, places=2):
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), 10 ** places)
    digits = str(rest).zfill(places).rstrip("0")
    return sign + str(whole) + ("." + digits if digits else "")


def words(r, indonesian, english):
    text = {"id": indonesian}
    if r.random() < 0.5:
        text["en"] = english
    return flow(text)


def flow(value):
    """A YAML flow value; every text is quoted, JSON strings are YAML strings."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Raw):
        return value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


class Raw(str):
    """Text that is YAML already."""


# ---- rules ----

def weights(r, count):
    """Hundredths that sum to 10000, often round numbers, often equal ones."""
    unit = r.choice([1, 25, 100, 500])
    total = 10000 // unit
    cuts = sorted(r.sample(range(1, total), count - 1)) if count > 1 else []
    if r.random() < 0.6:
        cuts = [total * i // count for i in range(1, count)]
    return [(b - a) * unit for a, b in zip([0] + cuts, cuts + [total])]


def criterion(r, key, weight, jury, scales):
    c = {"key": key, "weight": weight}
    kind = "jury" if jury else r.choice(["ratio", "level"])
    c["kind"] = kind
    if kind == "jury":
        c["min"], c["max"], c["step"] = r.choice(scales)
    elif kind == "ratio":
        c["numerator"], c["denominator"] = r.sample(["n1", "n2", "n3", "n_4"], 2)
        c["target"] = r.choice([10000, 5000, 12550, 333, 1])
    else:
        c["evidence"] = r.choice([key, "l1", "l-2"])
        # whoever reads the same evidence must know the same words
        c["levels"] = {w: r.choice([0, 2500, 5000, 8000, 10000, 3333]) for w in LEVELS[:4]}
    if kind != "jury" and r.random() < 0.15:
        c["confidential"] = True
    return c


def criterion_yaml(c):
    item = {"key": c["key"], "name": {"id": "Kriteria " + c["key"]}, "weight": Raw(decimal(c["weight"])),
            "kind": Raw(c["kind"])}
    if c["kind"] == "jury":
        for name in ("min", "max", "step"):
            item[name] = Raw(decimal(c[name]))
    elif c["kind"] == "ratio":
        item["numerator"], item["denominator"] = c["numerator"], c["denominator"]
        item["target"] = Raw(decimal(c["target"]))
    else:
        if c["evidence"] != c["key"]:
            item["evidence"] = c["evidence"]
        item["levels"] = {json.dumps(w, ensure_ascii=False): Raw(decimal(p)) for w, p in c["levels"].items()}
    if c.get("confidential"):
        item["confidential"] = True
    return flow(item)


def category(r, key):
    kinds = r.choice([(True,), (True, True), (True, True), (True, False), (True, True, False), (False,),
                      (False, False)])
    count = sum(r.randint(1, 3) for _ in kinds)
    w = weights(r, count)
    scales = [r.choice(SCALES)] if r.random() < 0.6 else SCALES
    aspects, i = [], 0
    for a, _ in enumerate(kinds):
        left = len(kinds) - a - 1
        take = count - i - left if left == 0 else r.randint(1, max(1, count - i - left))
        jury = kinds[a]
        mixed = len(kinds) > 1 and r.random() < 0.2
        aspects.append(("asp%d" % (a + 1),
                        [criterion(r, "c%d" % (i + k + 1), w[i + k], (not jury if mixed and k else jury), scales)
                         for k in range(take)]))
        i += take
    gates = []
    for _ in range(r.choice([0, 0, 0, 0, 1, 2])):
        name = r.choice(["n1", "n2", "g1"])
        test = r.choice(["at_least", "at_most", "equals"] if name == "g1" else ["at_least", "at_most"])
        bound = {"at_least": ["0", "1", "2.5"], "at_most": ["2.5", "10", "1000"], "equals": ["ya", "5"]}[test]
        bound = r.choice(bound)
        gates.append((name, test, bound))
    return {"key": key, "twins": {}, "aspects": aspects, "gates": gates, "winners": r.randint(1, 3),
            "titles": r.choice([0, 0, 1, 3, 5]), "ties": None}


def steps(r, categories):
    aspects = sorted({a for c in categories for a, _ in c["aspects"]})
    criteria = sorted({k["key"] for c in categories for _, ks in c["aspects"] for k in ks})
    pool = (["aspect:" + r.choice(aspects), "criterion:" + r.choice(criteria), "criterion:" + r.choice(criteria)]
            + ["head_to_head", "spread", "vote"])
    if r.random() < 0.6:  # else the steps on jurors leave little to those on criteria
        r.shuffle(pool)
    return list(dict.fromkeys(pool[:r.randint(0, len(pool))]))


def rules(r):
    method = r.choice(["mean", "trimmed_mean", "median", "additive"])
    over = "sheet" if method == "additive" else r.choice(["sheet", "sheet", "criterion"])
    trim = r.randint(1, 2)
    scheme = {"decimals": r.choice([0, 0, 1, 2, 2, 3, 4]), "quorum": r.choice([1, 1, 2, 3]), "method": method,
              "over": over, "round": r.choice(["final", "criterion"]) if over == "criterion" else "final",
              "trim": trim, "trim_from": 2 * trim + r.randint(1, 3), "sample": r.random() < 0.5}
    scheme["categories"] = [category(r, k) for k in ["kabkota", "ubm-jasa", "desa"][:r.randint(1, 3)]]
    scheme["ties"] = steps(r, scheme["categories"])
    for c in scheme["categories"]:
        if r.random() < 0.4:
            c["ties"] = steps(r, scheme["categories"])
    scheme["overall"] = []
    if r.random() < 0.5:
        keys = [c["key"] for c in scheme["categories"]]
        scheme["overall"].append({"key": "terbaik", "from": r.sample(keys, r.randint(1, len(keys))),
                                  "take": r.randint(1, 3), "winners": r.randint(1, 2)})
    return scheme


def scheme_yaml(r, s):
    out = ["# acak; seed menentukan semuanya", "edition: uji-acak", "title: " + words(r, "Uji", "Test"),
           "level: provinsi", "region: Nusa Tenggara Timur", "assessment_year: 2024", "event_year: 2025",
           "sample: " + flow(s["sample"]), "decimals: %d" % s["decimals"], "quorum: %d" % s["quorum"],
           "aggregation:", "  method: " + s["method"], "  over: " + s["over"], "  round: " + s["round"]]
    if s["method"] == "trimmed_mean":
        out += ["  trim: %d" % s["trim"], "  trim_from: %d" % s["trim_from"]]
    if s["ties"]:
        out.append("tie_break: " + flow(s["ties"]))
    out.append("categories:")
    for c in s["categories"]:
        out += ["  - key: " + c["key"], "    name: " + words(r, "Kategori " + c["key"], "Category " + c["key"]),
                "    winners: %d" % c["winners"]]
        if c["titles"]:
            out.append("    titles: [" + ", ".join(words(r, "Terbaik %d" % (i + 1), "Best %d" % (i + 1))
                                                   for i in range(c["titles"])) + "]")
        if c["ties"] is not None:
            out.append("    tie_break: " + flow(c["ties"]))
        if c["gates"]:
            out.append("    gate:")
            out += ["      - {evidence: %s, %s: %s, reason: %s}"
                    % (n, t, b if b[0].isdigit() else flow(b), words(r, "Syarat " + n, "Needs " + n))
                    for n, t, b in c["gates"]]
        out.append("    aspects:")
        for key, criteria in c["aspects"]:
            out += ["      - key: " + key, "        name: " + words(r, "Aspek " + key, "Aspect " + key),
                    "        criteria:"]
            out += ["          - " + criterion_yaml(k) for k in criteria]
    if s["overall"]:
        out.append("overall:")
        out += ["  - " + flow({"key": o["key"], "name": {"id": "Terbaik"}, "from": o["from"], "take": o["take"],
                               "winners": o["winners"]}) for o in s["overall"]]
    return "\n".join(out) + ("\n" if r.random() < 0.9 else "")


# ---- data ----

def jury_criteria(c):
    return [k for _, ks in c["aspects"] for k in ks if k["kind"] == "jury"]


def own_marks(r, key, criteria, jurors, recused):
    mine = {}
    for j, juror in enumerate(jurors):
        # the first juror sees all: the graph of the additive method stays connected
        if j and r.random() < 0.08:
            recused.append((key, juror))
            if r.random() < 0.5:
                continue
        if j and r.random() < 0.05:
            continue
        for k in criteria:
            if j and r.random() < 0.02:
                continue  # a sheet with a hole is not valid
            span = (k["max"] - k["min"]) // k["step"]
            at = r.randint(0, span) if r.random() < 0.3 else r.choice([0, span // 2, span])
            mine[(juror, k["key"])] = k["min"] + at * k["step"]
    return mine


def twin_marks(r, twin, criteria, jurors):
    """Marks that are likely to give the same score by another way: each tie step has its turn."""
    mine = dict(twin)
    way = r.choice(["same", "deal", "swap", "swap", "lean", "lean", "lean"])
    if way == "deal":  # to other jurors: the same mean, spread and all
        deal = list(jurors)
        r.shuffle(deal)
        turn = dict(zip(jurors, deal))
        mine = {(turn[juror], k): m for (juror, k), m in twin.items()}
    if way == "swap" and len(criteria) > 1:  # two criteria: the same total where weight and scale are the same
        x, y = r.sample(criteria, 2)
        if [x[f] for f in ("min", "max", "step")] == [y[f] for f in ("min", "max", "step")]:
            for juror in jurors:
                if (juror, x["key"]) in twin and (juror, y["key"]) in twin:
                    mine[(juror, x["key"])], mine[(juror, y["key"])] = twin[(juror, y["key"])], twin[(juror, x["key"])]
    if way == "lean":  # one juror a step up for each that goes down: the same mean, another spread
        for _ in range(r.randint(1, 3)):
            k = r.choice(criteria)
            some = [j for j in jurors if (j, k["key"]) in mine]
            up = [j for j in some if mine[(j, k["key"])] + k["step"] <= k["max"]]
            down = [j for j in some if mine[(j, k["key"])] - k["step"] >= k["min"]]
            if up and down:
                u = r.choice(up)
                d = r.choice([j for j in down if j != u] or down)
                if u != d:
                    mine[(u, k["key"])] += k["step"]
                    mine[(d, k["key"])] -= k["step"]
    for k in criteria:  # the first juror again
        mine.setdefault((jurors[0], k["key"]), k["min"])
    return mine


def sheets(r, nominees, jurors):
    """(nominee, juror, criterion, hundredths) and recusals. Few values, so that scores collide."""
    scores, recused, marks = [], [], {}
    for key, c in nominees:
        criteria = jury_criteria(c)
        if not criteria:
            continue
        twin = c["twins"].get(key)
        if twin:
            marks[key] = twin_marks(r, marks[twin], criteria, jurors)
        else:
            marks[key] = own_marks(r, key, criteria, jurors, recused)
        scores += [(key, juror, k, m) for (juror, k), m in marks[key].items()]
    return scores, recused


def evidence(r, nominees):
    """(nominee, name, value, verified)"""
    rows = []
    for key, c in nominees:
        if key in c["twins"] and r.random() < 0.9:
            rows += [(key, *row[1:]) for row in rows if row[0] == c["twins"][key]]
            continue
        data = [k for _, ks in c["aspects"] for k in ks if k["kind"] != "jury"]
        names = {}
        for k in data:
            if k["kind"] == "ratio":
                names.setdefault(k["numerator"], set()).add("number")
                names.setdefault(k["denominator"], set()).add("denominator")
            else:
                names.setdefault(k["evidence"], set()).add("level")
        for name, test, _ in c["gates"]:
            names.setdefault(name, set()).add("word" if test == "equals" else "number")
        names["tak_dibaca"] = {"word"}
        for name, uses in sorted(names.items()):
            roll = r.random()
            if roll < 0.04:
                continue
            if roll < 0.08:
                rows.append((key, name, r.choice(["", "0", "omong kosong", "1e9"]), False))
                continue
            if "level" in uses:
                value = r.choice(LEVELS[:4])
            elif "denominator" in uses:
                value = r.choice(["1", "3", "2.5", "10", "999999999999999.9999"])
            elif "number" in uses:
                value = r.choice(["0", "1", "2", "2.50", "10", "0.3333"])
            else:
                value = r.choice(["ya", "tidak", "5", "5.0"])
            rows.append((key, name, value, r.random() < 0.95))
    return rows


def votes(r, s, nominees):
    """(list, nominee, order). Mostly whole categories, so that any tied group has its votes."""
    rows = []
    lists = [(c["key"], [n for n, d in nominees if d is c]) for c in s["categories"]]
    lists += [(o["key"], [n for n, d in nominees if d["key"] in o["from"]]) for o in s["overall"]]
    for key, members in lists:
        if r.random() < 0.4:
            continue
        some = [n for n in members if r.random() < 0.9]
        rows += [(key, n, r.randint(1, max(1, len(some)))) for n in some]
    return rows


def csv(r, header, rows):
    semicolon = r.random() < 0.3
    sep = ";" if semicolon else ","

    def cell(value):
        if isinstance(value, Raw):  # a number
            if semicolon:
                return value.replace(".", ",")
            return '"%s"' % value.replace(".", ",") if "." in value and r.random() < 0.1 else value
        if any(c in value for c in ',;"\n') or r.random() < 0.05:
            return '"' + value.replace('"', '""') + '"'
        return value

    lines = [sep.join(header)] + [sep.join(cell(v) for v in row) for row in rows]
    end = "\r\n" if r.random() < 0.2 else "\n"
    return ("\ufeff" if r.random() < 0.2 else "") + end.join(lines) + end


def number(text):
    """Numbers of evidence go through the rules of CSV numbers, words do not."""
    return Raw(text) if text and set(text) <= set("0123456789.") else text


def edition(seed):
    r = random.Random(seed)
    s = rules(r)
    jurors = ["juri-%d" % (j + 1) for j in range(r.choice([1, 2, 3, 5, 7, 9]))]
    nominees = []
    for c in s["categories"]:
        for i in range(r.choice([0, 1, 2, 4, 6, 8])):
            nominees.append(("%s-%d" % (c["key"][:8].strip("-"), i + 1), c))
    r.shuffle(nominees)
    for i, (key, c) in enumerate(nominees):  # a twin is like one that came before
        like = [k for k, d in nominees[:i] if d is c]
        if like and r.random() < 0.5:
            c["twins"][key] = r.choice(like)
    scores, recused = sheets(r, nominees, jurors)
    r.shuffle(scores)
    facts = evidence(r, nominees)
    return {
        "scheme.yaml": scheme_yaml(r, s),
        "nominees.csv": csv(r, ["nominee", "name", "category", "region"],
                            [(k, r.choice(NAMES), c["key"], r.choice(REGIONS)) for k, c in nominees]),
        "scores.csv": csv(r, ["nominee", "juror", "criterion", "score"],
                          [(n, j, k, Raw(decimal(m))) for n, j, k, m in scores]),
        "evidence.csv": csv(r, ["nominee", "evidence", "value", "status"],
                            [(n, e, number(v), "verified" if ok else "entered") for n, e, v, ok in facts]),
        "recusals.csv": csv(r, ["nominee", "juror", "reason"], [(n, j, "keluarga") for n, j in recused]),
        "votes.csv": csv(r, ["category", "nominee", "order"],
                         [(k, n, Raw(str(o))) for k, n, o in votes(r, s, nominees)]),
    }


def write(seed, folder):
    """Writes the files; returns the arguments of `paritrana tally` for them."""
    os.makedirs(folder, exist_ok=True)
    args = []
    for name, text in edition(seed).items():
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        args += ["--" + name.split(".")[0], path]
    return args


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: editions.py SEED DIR")
    print(" ".join(write(int(sys.argv[1]), sys.argv[2])))
