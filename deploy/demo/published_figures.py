"""Every figure of a published report beside ours."""

import csv
import os
from collections import namedtuple
from decimal import Decimal

Published = namedtuple("Published", "figure name_vi name_en printed value ours")
WIDTHS = (3, 42, 12, 14)


def read(case):
    with open(os.path.join(case, "published.csv"), encoding="utf-8", newline="") as f:
        return [Published(**row) for row in csv.DictReader(f)]


def compare(published, found, story):
    """Prints the table; returns (equal, all). `found`: {name: value as text}."""
    story.show("\n" + _row("", story.pick("figure", "số liệu"), story.pick("published", "đã công bố"),
                           story.pick("ours", "của sổ")))
    equal = 0
    for p in published:
        ours = found.get(p.ours)
        same = ours is not None and Decimal(ours) == Decimal(p.value)
        equal += same
        verdict = story.pick("equal", "khớp") if same else story.pick("NOT EQUAL", "KHÔNG KHỚP")
        story.show(_row(p.figure, story.pick(p.name_en, p.name_vi), p.printed, ours or "-", verdict))
    return equal, len(published)


def _row(number, name, theirs, ours, verdict=""):
    return f"{number:>{WIDTHS[0]}} {name:{WIDTHS[1]}} {theirs:>{WIDTHS[2]}} {ours:>{WIDTHS[3]}}  {verdict}".rstrip()
