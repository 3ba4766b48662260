"""What a calendar file of a year has to say, beyond what an import checks of each row.

    calendar_lint.py FILE...        prints one line per fault; exit 1 when there is one

A year is YYYY.csv. Labour Code 2019: article 112 gives eleven days off with pay (1 January, five of Tết, the 10th of the
third lunar month, 30 April, 1 May, 2 September and a day beside it); article 111(3) gives the next working day for each
that falls on a weekend. So whatever a year looks like, eleven of its weekdays are off, besides those that are worked on a
Saturday instead. A day that is expected and not decided (`provisional`) is counted apart.
"""

import csv
import os
import re
import sys
from collections import Counter, namedtuple
from datetime import date, timedelta

import lunar

COLUMNS = ("date", "kind", "detail", "source", "unit", "swap", "provisional")
REQUIRED = COLUMNS[:4]
WEEKDAYS_OFF = 11
FIXED = ((1, 1), (4, 30), (5, 1), (9, 2))
# The number of a text, an article of a code, or the word that says that there is none.
NAMES_ITS_TEXT = re.compile(r"\d+/[A-ZĐ]|\d+-NQ/TW|Điều \d+|unverified")

Fault = namedtuple("Fault", "file line column reason")


class Lint:
    def __init__(self, path, text):
        self.path, self.faults = path, []
        self.rows = self._read(text)

    def fault(self, line, column, reason):
        self.faults.append(Fault(os.path.basename(self.path), line, column, reason))

    def _read(self, text):
        reader = csv.DictReader(text.splitlines())
        header = reader.fieldnames or []
        for column in header:
            if column not in COLUMNS:
                self.fault(1, column, f"is no column of a calendar; there are {', '.join(COLUMNS)}")
        for column in REQUIRED:
            if column not in header:
                self.fault(1, column, "is missing")
        rows = []
        for row in reader if not self.faults else ():
            row = {column: (row.get(column) or "") for column in COLUMNS} | {"line": reader.line_num}
            try:
                row["day"] = date.fromisoformat(row["date"])
                row["other"] = date.fromisoformat(row["swap"]) if row["swap"] else None
            except ValueError:
                self.fault(reader.line_num, "date", "it or swap is no date of the form yyyy-mm-dd")
                continue
            rows.append(row)
        return rows

    def check_rows(self):
        """What holds in any file."""
        seen, before = Counter(), ("", "")
        for row in self.rows:
            key = (row["unit"], row["date"], row["kind"] == "hours")
            seen[key] += 1
            if seen[key] == 2:
                what = "hours that begin on the same day" if row["kind"] == "hours" else "a day that stands there"
                self.fault(row["line"], "date", f"{row['date']} is {what} already")
            if (row["unit"], row["date"]) < before:
                self.fault(row["line"], "date", f"{row['date']} does not stand in order")
            before = (row["unit"], row["date"])
            if not NAMES_ITS_TEXT.search(row["source"]):
                self.fault(row["line"], "source", "names neither a text by its number nor that it is unverified")
            if row["provisional"] not in ("", "0", "1"):
                self.fault(row["line"], "provisional", "is neither 0 nor 1")
            if row["kind"] not in ("holiday", "working", "hours"):
                self.fault(row["line"], "kind", "is none of holiday, working, hours")

    def check_swaps(self):
        days = {(r["unit"], r["day"]): r for r in self.rows if r["kind"] != "hours"}
        for (unit, day), row in days.items():
            weekend = day.weekday() >= 5
            if row["kind"] == "working" and not weekend:
                self.fault(row["line"], "kind", f"{day} is a weekday and worked anyway")
            if row["other"] is None:
                if row["kind"] == "working" and not unit:
                    self.fault(row["line"], "swap", f"{day} is worked for no day off")
                continue
            pair = days.get((unit, row["other"]))
            if pair is None or pair["other"] != day or pair["kind"] == row["kind"]:
                self.fault(row["line"], "swap", f"{day} and {row['other']} are no pair")
            elif weekend != (row["kind"] == "working"):
                self.fault(row["line"], "swap", f"{day}: a weekday is off, a day of the weekend worked for it")

    def check_year(self, year):
        rows = [r for r in self.rows if not r["unit"] and r["kind"] != "hours"]
        for r in rows:
            if r["day"].year != year:
                self.fault(r["line"], "date", f"{r['date']} does not lie in {year}")
        off = {r["day"] for r in rows if r["kind"] == "holiday"}
        decided = [r for r in rows if r["provisional"] != "1"]
        for month, day in FIXED:
            self._require(off, date(year, month, day), "a fixed holiday")
        self._require(off, lunar.hung_kings(year), "the 10th of the third lunar month")
        tet = lunar.tet(year)
        for n in range(-1, 3):
            self._require(off, tet + timedelta(n), "a day of Tết by the moon")
        if not decided:
            return
        self._check_gaps(off, tet)
        if not {date(year, 9, 1), date(year, 9, 3)} & off:
            self.fault(1, "date", f"{year}: the day beside 2 September is missing")
        weekdays = [r["day"] for r in decided
                    if r["kind"] == "holiday" and r["day"].weekday() < 5 and r["other"] is None]
        if len(weekdays) != WEEKDAYS_OFF:
            self.fault(1, "date", f"{year}: {len(weekdays)} weekdays are off besides swaps; the law gives {WEEKDAYS_OFF}")

    def _require(self, off, day, what):
        if day not in off:
            self.fault(1, "date", f"{day.year}: {day} is missing, {what}")

    def _check_gaps(self, off, tet):
        """The days off around Tết follow one another, weekends included."""
        near = [tet + timedelta(n) for n in range(-7, 10)]
        free = [d for d in near if d in off or d.weekday() >= 5]
        run = [d for d in free if d in off]
        for d in near:
            if run and run[0] < d < run[-1] and d not in free:
                self.fault(1, "date", f"{tet.year}: {d} is a gap between days of Tết")


def check_file(path, text=None):
    """The faults of one file."""
    if text is None:
        with open(path, encoding="utf-8") as f:
            text = f.read()
    lint = Lint(path, text)
    lint.check_rows()
    lint.check_swaps()
    year = re.fullmatch(r"(\d{4})\.csv", os.path.basename(path))
    if year and not lint.faults:
        lint.check_year(int(year[1]))
    return lint.faults


def check_files(texts):
    """The faults of several files, {path: text}, also between them: a day may be told once."""
    faults, told = [], {}
    for path, text in texts.items():
        faults += check_file(path, text)
        for row in Lint(path, text).rows:
            key = (row["unit"], row["date"], row["kind"] == "hours")
            if told.setdefault(key, path) != path:
                faults.append(Fault(os.path.basename(path), row["line"], "date",
                                    f"{row['date']} stands in {os.path.basename(told[key])} too: is a year given twice?"))
    return faults


def main():
    texts = {}
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as f:
            texts[path] = f.read()
    faults = check_files(texts)
    for fault in faults:
        print(f"{fault.file}:{fault.line}: column {fault.column}: {fault.reason}")
    return 1 if faults or not texts else 0


if __name__ == "__main__":
    sys.exit(main())
