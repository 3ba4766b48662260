#!/usr/bin/python3
"""The calendars that are shipped are whole, and what is wrong with one is named."""

import os
import re
import sys
import unittest
from datetime import date, timedelta

import calendar_lint
import lunar

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
FOLDER = os.path.join(ROOT, "deploy", "reference", "calendars")
YEARS = range(2023, 2028)


def read(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as f:
        return f.read()


class ShippedTest(unittest.TestCase):
    def test_each_year_is_there_once_and_whole(self):
        names = sorted(os.listdir(FOLDER))
        self.assertEqual(names, [f"{y}.csv" for y in YEARS] + ["README.md", "office-hours.csv"])
        faults = calendar_lint.check_files({n: read(n) for n in names if n.endswith(".csv")})
        self.assertEqual([str(f) for f in faults], [])

    def test_the_readme_names_every_source_and_what_nobody_verified(self):
        readme = read("README.md")
        for year in YEARS:
            rows = calendar_lint.Lint(f"{year}.csv", read(f"{year}.csv")).rows
            for number in {n for r in rows for n in re.findall(r"\d+/(?:VPCP-KGVX|TB-LĐTBXH)|80-NQ/TW", r["source"])}:
                self.assertIn(number, readme, year)
            if any("unverified" in r["source"] for r in rows):
                self.assertRegex(readme, rf"\| {year} .*(unverified|chưa kiểm chứng)")

    def test_the_demo_says_nothing_else(self):
        shipped = {r["date"]: r["kind"] for y in YEARS for r in calendar_lint.Lint(str(y), read(f"{y}.csv")).rows}
        with open(os.path.join(ROOT, "deploy", "demo", "2023-11", "calendar.csv"), encoding="utf-8") as f:
            demo = [r for r in calendar_lint.Lint("demo", f.read()).rows if r["kind"] in ("holiday", "working")]
        self.assertGreater(len(demo), 20)
        self.assertEqual({r["date"]: r["kind"] for r in demo}, {r["date"]: shipped.get(r["date"]) for r in demo})

    def test_a_year_that_nobody_decided_decides_nothing(self):
        rows = calendar_lint.Lint("2027.csv", read("2027.csv")).rows
        self.assertEqual({r["provisional"] for r in rows}, {"1"})


class FaultTest(unittest.TestCase):
    """Each fault in a year that is whole but for it."""

    def faults(self, change, name="2025.csv"):
        text = read(name)
        changed = change(text)
        self.assertNotEqual(text, changed)
        return [f"{f.column}: {f.reason}" for f in calendar_lint.check_file(name, changed)]

    def without(self, day):
        return lambda text: "".join(line for line in text.splitlines(True) if not line.startswith(day))

    def test_a_missing_day_is_named(self):
        for day, why in (("2025-01-29", "a day of Tết by the moon"), ("2025-04-07", "the 10th of the third lunar month"),
                         ("2025-04-30", "a fixed holiday"), ("2025-09-02", "a fixed holiday")):
            self.assertIn(f"date: 2025: {day} is missing, {why}", self.faults(self.without(day)))
        self.assertIn("date: 2025: the day beside 2 September is missing", self.faults(self.without("2025-09-01")))
        self.assertIn("date: 2025: 10 weekdays are off besides swaps; the law gives 11",
                      self.faults(self.without("2025-01-27")))

    def test_a_gap_within_tet_is_named(self):
        moved = self.faults(lambda t: t.replace("2026-02-20,", "2026-02-24,").replace("2026-02-21,holiday", "2026-02-25,holiday")
                            .replace("2026-02-22,holiday", "2026-02-26,holiday"), "2026.csv")
        self.assertIn("date: 2026: 2026-02-20 is a gap between days of Tết", moved)

    def test_a_swap_without_its_pair_is_named(self):
        self.assertEqual(self.faults(self.without("2025-04-26")), ["swap: 2025-05-02 and 2025-04-26 are no pair"])
        self.assertIn("swap: 2025-04-26 and 2025-05-02 are no pair", self.faults(self.without("2025-05-02")))
        self.assertIn("swap: 2025-04-26 is worked for no day off",
                      self.faults(lambda t: t.replace(",2025-05-02,\n", ",,\n")))

    def test_a_swap_day_is_at_a_weekend(self):
        self.assertIn("kind: 2025-04-25 is a weekday and worked anyway",
                      self.faults(lambda t: t.replace("2025-04-26", "2025-04-25")))

    def test_columns_and_cells_are_named(self):
        header = "date,kind,detail,source,swap,provisional"
        self.assertIn("day: is no column of a calendar; there are date, kind, detail, source, unit, swap, provisional",
                      self.faults(lambda t: t.replace(header, header.replace("swap", "day"))))
        self.assertEqual(self.faults(lambda t: t.replace(header, header.replace("source", "unit"))),
                         ["source: is missing"])
        self.assertIn("date: it or swap is no date of the form yyyy-mm-dd",
                      self.faults(lambda t: t.replace("2025-04-30", "30/4/2025")))
        self.assertIn("kind: is none of holiday, working, hours", self.faults(lambda t: t.replace("working", "swapped")))
        self.assertIn("source: names neither a text by its number nor that it is unverified",
                      self.faults(lambda t: t.replace('"Bộ luật Lao động 2019, Điều 112"', "báo chí")))

    def test_what_stands_twice_is_named(self):
        line = "2025-09-02,holiday,Quốc khánh,unverified,,\n"
        self.assertIn("date: 2025-09-02 is a day that stands there already", self.faults(lambda t: t + line))
        twice = calendar_lint.check_files({"2025.csv": read("2025.csv"), "old/2025.csv": read("2025.csv")})
        self.assertIn("2025-01-01 stands in 2025.csv too: is a year given twice?", [f.reason for f in twice])
        hours = read("office-hours.csv") + "2020-01-01,hours,\"08:00-12:00,13:00-17:00\",unverified\n"
        self.assertEqual([f.reason for f in calendar_lint.check_file("office-hours.csv", hours)],
                         ["2020-01-01 is hours that begin on the same day already"])

    def test_another_years_day_is_named(self):
        self.assertIn("date: 2024-05-02 does not lie in 2025",
                      self.faults(lambda t: t.replace("\n", "\n2024-05-02,holiday,x,unverified,,\n", 1)))


class LunarTest(unittest.TestCase):
    def test_known_days(self):
        """As they were celebrated; in 2007 and 2030 a day before China's, whose midnight comes an hour earlier."""
        for tet in (date(2007, 2, 17), date(2020, 1, 25), date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29),
                    date(2026, 2, 17), date(2030, 2, 2)):
            self.assertEqual(lunar.tet(tet.year), tet)
        for day in (date(2023, 4, 29), date(2024, 4, 18), date(2025, 4, 7), date(2026, 4, 26)):
            self.assertEqual(lunar.hung_kings(day.year), day)

    def test_the_table_of_the_program_is_the_sky(self):
        with open(os.path.join(ROOT, "services", "accounting", "lunar_days.h"), encoding="utf-8") as f:
            text = f.read()
        for name, of, base in (("kTet", lunar.tet, (1, 20)), ("kHungKings", lunar.hung_kings, (3, 20))):
            body = re.search(rf"{name}\[\] = {{(.*?)}};", text, re.S)[1]
            table = [int(n) for n in re.sub(r"//.*", "", body).replace("\n", " ").split(",") if n.strip()]
            self.assertEqual(table, [(of(y) - date(y, *base)).days for y in range(1990, 2100)])

    def test_no_new_moon_of_the_table_is_within_minutes_of_midnight(self):
        near = {(y, m) for y in range(1990, 2100) for m in (1, 3) if lunar.margin_minutes(y, m) < 15}
        self.assertEqual(near, {(2086, 3)})

    def test_months_have_29_or_30_days(self):
        for year in range(1990, 2100):
            self.assertIn(lunar.day(year, 1, 1) - lunar.day(year - 1, 10, 1), [timedelta(n) for n in range(88, 120)])
            self.assertIn((lunar.day(year, 4, 1) - lunar.day(year, 3, 1)).days, (29, 30, 58, 59, 60))


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=2))
