"""Every figure of a published report beside ours: equal, or equal and only read somewhere, which is explained."""

import csv
import os
from collections import namedtuple
from decimal import Decimal

import explanations

# `ours`: the figure of our report that must be equal. `beside`: what is counted here of the same thing, where
# `ours` was only read somewhere. `why`: the explanation, a letter (explanations.py).
Published = namedtuple("Published", "figure name_vi name_en printed value ours beside why")
Figure = namedtuple("Figure", "value printed observed from_above", defaults=(False, False))
AVERAGE = "/average"  # how definitions of figures about all units below one end
UNKNOWN = "unknown"  # measure of a figure that no word explains
WIDTHS = (2, 40, 10, 10, 12)


def read(case):
    with open(os.path.join(case, "published.csv"), encoding="utf-8", newline="") as f:
        return [Published(**row) for row in csv.DictReader(f)]


def forgotten(published, checked):
    """The numbers of a text, as `lienthong check-report` reads it, that no row compares. What no word explains (the
    visitors of the web page) is no figure of it."""
    compared = {p.printed.rstrip("%") for p in published}
    read_there = [f["text"] for f in checked["figures"] if f["measure"] != UNKNOWN]
    return [n for text in read_there for n in text.rstrip("%").split("/") if n not in compared]


def figures(report):
    """{name: Figure} of the JSON of `lienthong report`; what was read goes by its definition."""
    found = {}
    for f in report["figures"]:
        observed, name = f["origin"] == "ORIGIN_OBSERVED", f["name"]
        if observed:
            of = f["definition"]
            name = "average/" + of.removesuffix(AVERAGE) if of.endswith(AVERAGE) else "observed/" + of
        found[name] = Figure(f["value"], f["printed"], observed, f["from_above"])
    return found


def counted(card):
    """{name: Figure} of a card in the JSON of `lienthong scorecard`: "counted/4/points", "counted/4/max",
    "counted/4.3/ratio"."""
    found = {}
    for group in card["groups"]:
        found.update({f"counted/{group['id']}/{part}": group[part] for part in ("points", "max")})
        found.update({f"counted/{i['id']}/ratio": i["ratio"] for i in group["indicators"]})
    return {name: Figure(value, explanations.vi(value) + (" %" if name.endswith("/ratio") else ""))
            for name, value in found.items() if value is not None}


def compare(published, found, story):
    """Prints the table and the explanations; returns (good, all, how many of them were only read)."""
    pick, reasons = story.pick, explanations.of(found)
    story.show("\n" + _row("", "", pick("published", "công bố"), pick("ours", "báo cáo"),
                           pick("counted here", "sổ đếm"), ""))
    good = 0
    for p in published:
        verdict, fine = _judge(p, found, reasons, story)
        good += fine
        ours, beside = (found[n].printed if n in found and found[n].value else pick("not known", "chưa biết")
                        for n in (p.ours, p.beside))
        story.show(_row(p.figure, pick(p.name_en, p.name_vi), p.printed, ours, beside if p.beside else "", verdict))
    _show_reasons(published, reasons, story)
    return good, len(published), sum(p.ours in found and found[p.ours].observed for p in published)


def _judge(p, found, reasons, story):
    """(what is said, whether it is good)."""
    ours = found.get(p.ours)
    if ours is None or not ours.value or Decimal(ours.value) != Decimal(p.value):
        return story.pick("NOT EQUAL", "KHÔNG KHỚP"), False
    if not p.why:
        # What is only read somewhere proves nothing and must be explained.
        return (story.pick("equal", "khớp"), True) if not ours.observed else (
            story.pick("NOT EXPLAINED", "CHƯA GIẢI THÍCH"), False)
    if not reasons[p.why].holds:
        return story.pick(f"EXPLANATION {p.why} DOES NOT HOLD", f"GIẢI THÍCH {p.why} KHÔNG ĐÚNG"), False
    return (story.pick(f"equal, as read ({p.why})", f"khớp, số quan sát ({p.why})") if ours.observed
            else story.pick(f"equal ({p.why})", f"khớp ({p.why})")), True


def _show_reasons(published, reasons, story):
    story.show("")
    for letter in sorted({p.why for p in published if p.why}):
        story.paragraph(f"({letter}) ", story.pick(reasons[letter].en, reasons[letter].vi))


def _row(number, name, theirs, ours, counted, verdict):
    w = WIDTHS
    return f"{number:>{w[0]}} {name:{w[1]}} {theirs:>{w[2]}} {ours:>{w[3]}} {counted:>{w[4]}}  {verdict}".rstrip()
