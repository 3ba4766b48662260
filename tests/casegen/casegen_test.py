#!/usr/bin/python3
"""python3 tests/casegen/casegen_test.py"""

import contextlib
import csv
import io
import json
import os
import random
import re
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import casegen
import in_time
import kinds
import overdue
import reference
from history import Maker
from published import BadCase, UnitCount, read_published, scale_down
from worktime import DAY, Calendar

SMALL = """code,level,received,on_time,overdue
H77.1,P,0,0,0
H77.13,P,2,0,2
H77.130,C,90,70,20
H77.2,C,60,60,0
H77.3,C,400,250,150
H77.4,C,1,1,0
H77.5,C,300,200,100
H77.6,C,200,150,50
H77.7,C,350,250,100
H77.8,C,250,200,50
H77.9,C,300,1,299
"""


class Folder(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = held.name

    def write(self, text, name="published.csv"):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8", newline="") as f:
            f.write(text)
        return path

    def generate(self, text=SMALL, out="case", *options):
        path, out = self.write(text), os.path.join(self.folder, out)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as err:
            self.assertEqual(casegen.main([path, out, *options]), 0, err.getvalue())
        return out


def files_of(folder):
    found = {}
    for path, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(path, name), "rb") as f:
                found[os.path.relpath(os.path.join(path, name), folder)] = f.read()
    return found


def table(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def records(folder):
    """[(manifest row, record)]"""
    found = []
    for row in table(folder, "manifest.csv"):
        path = os.path.join(row["node"], row["file"])
        if path.endswith(".csv"):
            found += [(row, r) for r in table(folder, path)]
        else:
            with open(os.path.join(folder, path), encoding="utf-8") as f:
                body = json.load(f)
            found += [(row, r) for r in (body["data"] if isinstance(body, dict) else body)]
    return found


class PublishedTest(Folder):
    def refused(self, text, what):
        with self.assertRaises(BadCase) as caught:
            read_published(self.write(text))
        self.assertIn(what, str(caught.exception))

    def test_names_the_row_whose_parts_do_not_add_up(self):
        self.refused("code,level,received,on_time,overdue\nH1.1,C,3,2,1\nH1.2,C,3,2,2\n", "line 3: unit 'H1.2'")

    def test_refuses_what_is_not_a_count(self):
        for bad in ("-1", "1.5", "", "x", "٣", "99999999999"):
            self.refused(f"code,level,received,on_time,overdue\nH1.1,C,{bad},0,0\n", "line 2")

    def test_refuses_a_missing_column_and_a_short_row(self):
        self.refused("code,level,received,on_time\nH1.1,C,1,1\n", "missing column overdue")
        self.refused("code,level,received,on_time,overdue\nH1.1,C,1\n", "line 2")

    def test_refuses_twins_other_provinces_and_odd_codes(self):
        head = "code,level,received,on_time,overdue\nH1.1,C,0,0,0\n"
        self.refused(head + "H1.1,C,0,0,0\n", "line 3")
        self.refused(head + "H2.1,C,0,0,0\n", "line 3")
        for code in ("H1", ".1", "H1.", " H1.2", '"H1.\n2"', "H1." + "9" * 40, "H1.\u200e2"):
            self.refused(head + code + ",C,0,0,0\n", "line ")
        self.refused(head + "H1.2,X,0,0,0\n", "level 'X'")

    def test_refuses_an_empty_file_and_bytes_that_are_no_text(self):
        self.refused("", "missing column")
        self.refused("code,level,received,on_time,overdue\n", "no unit")
        path = os.path.join(self.folder, "b.csv")
        with open(path, "wb") as f:
            f.write(b"code,level,received,on_time,overdue\nH1.\xff,C,0,0,0\n")
        with self.assertRaises(BadCase):
            read_published(path)

    def test_scaling_keeps_what_is_not_zero(self):
        self.assertEqual(scale_down([UnitCount("H1.1", "C", 101, 100, 1)], 10), [UnitCount("H1.1", "C", 11, 10, 1)])

    def test_main_says_why_and_ends_with_2(self):
        path = self.write("code,level,received,on_time,overdue\nH1.1,C,3,2,2\n")
        with contextlib.redirect_stderr(io.StringIO()) as err:
            self.assertEqual(casegen.main([path, os.path.join(self.folder, "out")]), 2)
        self.assertIn("line 2: unit 'H1.1'", err.getvalue())


class KindsTest(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(11).random

    def test_a_unit_gets_exactly_its_counts(self):
        counts = [UnitCount(f"H1.{i}", "C", a + b, a, b) for i, (a, b) in
                  enumerate([(0, 0), (0, 2), (1, 0), (29, 3), (500, 400), (3, 900), (900, 3), (300, 300), (1, 1)])]
        units = reference.units("H1", counts, 2)
        case = casegen.Case("", 3, Calendar(2026, 8), 2026, units, reference.procedures(), casegen._transfers(units))
        for u in units:
            weights = [kinds.WEIGHTS[k] for _, _, k in casegen._kinds_of(case, u, random.Random(1).random)]
            moved = [t.overdue for t in case.transfers if t.target == u.number]
            self.assertEqual(sum(w[0] for w in weights) + moved.count(False), u.count.on_time, u.code)
            self.assertEqual(sum(w[1] for w in weights) + moved.count(True), u.count.overdue, u.code)

    def test_every_history_runs_forward(self):
        for year, month in ((2026, 8), (2026, 2), (2025, 12), (2024, 5), (2027, 1)):
            calendar = Calendar(year, month)
            for kind in list(kinds.WEIGHTS) * 40:
                for stated in (False, True):
                    h = kind(Maker(calendar, self.random, stated))
                    instants = [t for t, _ in h.events]
                    self.assertEqual(instants, sorted(set(instants)), (kind.__name__, year, month))
                    self.assertTrue(h.accepted is None or h.filed <= h.accepted)
                    self.assertLess(instants[-1], calendar.end + 7 * 86_400)
                    if h.promise and h.accepted:
                        self.assertGreaterEqual(h.promise[:8], calendar.day_text(h.accepted), kind.__name__)

    def test_counted_kinds_are_all_drawn(self):
        listed = {e[0] for group in (kinds.IN_TIME, kinds.OVERDUE, kinds.BOTH, kinds.NOT_COUNTED) for e in group}
        self.assertEqual(listed | {in_time.transferred_in_time, overdue.transferred_overdue}, set(kinds.WEIGHTS))


class CalendarTest(unittest.TestCase):
    def test_holidays_and_weekends_are_off_and_the_swap_day_is_on(self):
        calendar = Calendar(2026, 9)
        days = {calendar.day_text(o * 86_400) for o in calendar.days}
        self.assertNotIn("20260902", days)
        self.assertNotIn("20260905", days)
        self.assertIn("20260919", days)

    def test_positions_skip_the_noon_break_and_the_night(self):
        calendar = Calendar(2026, 8)
        stamps = [calendar.stamp(calendar.instant(calendar.a * DAY + p)) for p in (0, 14_399, 14_400, DAY - 1, DAY)]
        self.assertEqual(stamps, ["20260803073000", "20260803112959", "20260803130000", "20260803165959",
                                  "20260804073000"])
        self.assertEqual(calendar.stamp(calendar.end), "20260831235959")


class FilesTest(Folder):
    def test_the_same_seed_gives_the_same_bytes_whatever_the_workers(self):
        one = files_of(self.generate(SMALL, "a", "--seed", "5", "--jobs", "1"))
        self.assertEqual(one, files_of(self.generate(SMALL, "b", "--seed", "5", "--jobs", "2")))
        self.assertNotEqual(one, files_of(self.generate(SMALL, "c", "--seed", "6")))

    def test_nothing_stated_is_later_than_the_arrival_of_its_file(self):
        names = ("NgayNopHoSo", "NgayTiepNhan", "NgayKetThucXuLy", "NgayTra", "NgayTuChoi", "ThoiDiemXuLy")
        for row, r in records(self.generate()):
            for name in names:
                self.assertLess(r.get(name) or "", row["received_at"])

    def test_files_sort_in_the_order_of_sending_and_every_unit_speaks(self):
        out = self.generate()
        manifest = table(out, "manifest.csv")
        for node in {r["node"] for r in manifest}:
            names = [r["file"] for r in manifest if r["node"] == node]
            self.assertEqual(names, sorted(names))
            self.assertEqual(set(names), set(os.listdir(os.path.join(out, node))))
        self.assertEqual({(r["unit"], r["source"]) for r in manifest},
                         {(r["unit"], r["source"]) for r in table(out, "grants.csv")})

    def test_json_comes_in_both_forms_and_every_value_is_text(self):
        forms = set()
        for name, text in files_of(self.generate()).items():
            if name.endswith(".json"):
                body = json.loads(text)
                forms.add(type(body))
                for r in body["data"] if isinstance(body, dict) else body:
                    self.assertTrue(all(isinstance(v, (str, list)) for v in r.values()))
        self.assertEqual(forms, {dict, list})

    def test_every_word_of_the_files_is_known_or_mapped(self):
        out = self.generate()
        known = {(m["source"], m["value"]) for m in table(out, "mappings.csv")}
        units = {u[k] for u in table(out, "units.csv") for k in ("code", "name")} | {""}
        procedures = {p["code"] for p in table(out, "procedures.csv")}
        for row, r in records(out):
            source = row["source"]
            self.assertTrue(r["DonViXuLy"] in units or (source, r["DonViXuLy"]) in known)
            self.assertTrue(r["MaTTHC"] in procedures or (source, r["MaTTHC"]) in known)
            self.assertTrue(r["TrangThaiHoSo"].isdigit() or (source, r["TrangThaiHoSo"]) in known)

    def test_codes_are_unique_to_a_unit_and_fit(self):
        owner = {}
        for row, r in records(self.generate()):
            self.assertLessEqual(len(r["MaHoSo"].encode()), 64)
            self.assertEqual(owner.setdefault(r["MaHoSo"], r["NoiNopHoSo"]), r["NoiNopHoSo"])

    def test_hostile_codes_stay_inside_the_folder(self):
        codes = ["../x", "/etc/x", 'a"b', "a,b", "xã Ấm", "<b>", "%2e", "a b", "..", "A", "a"]
        body = io.StringIO()
        writer = csv.writer(body)
        writer.writerow(("code", "level", "received", "on_time", "overdue"))
        writer.writerows(("Tỉnh/Z." + c, "C", 30, 20, 10) for c in codes)
        before = set(os.listdir(self.folder)) | {"published.csv", "case"}
        out = self.generate(body.getvalue())
        self.assertEqual(set(os.listdir(self.folder)), before)
        self.assertEqual({r["unit"] for r in table(out, "manifest.csv")}, {"Tỉnh/Z." + c for c in codes})
        for r in table(out, "manifest.csv"):
            self.assertRegex(r["node"] + "/" + r["file"], re.compile(r"^[a-z0-9-]+/[A-Za-z0-9._-]+$"))

    def test_names_are_unique(self):
        counts = [UnitCount(f"H1.{i}", "PC"[i % 7 > 0], 0, 0, 0) for i in range(1000)]
        names = [u.name.lower() for u in reference.units("H1", counts, 3)]
        self.assertEqual(len(set(names)), 1000)


if __name__ == "__main__":
    unittest.main()
