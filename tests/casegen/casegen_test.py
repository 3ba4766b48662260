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

import accounts
import casegen
import histories
import in_time
import kinds
import overdue
import reference
from case_folder import Description, read_case
from history import Maker
from published import BadCase, UnitCount, read_published, scale_down, spread
from worktime import DAY, Calendar

DEMO = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "deploy", "demo")

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
        self.assertEqual(scale_down([UnitCount("H1.1", "commune", (100, 1))], 10)[0].counts, (10, 1))

    def test_a_count_is_spread_to_the_last_one(self):
        for turn in range(50):
            parts = spread(18, [90, 1, 0, 7, 30], turn)
            self.assertEqual((sum(parts), parts[2]), (18, 0))
            self.assertTrue(all(abs(n - 18 * w / 128) < 1 for n, w in zip(parts, [90, 1, 0, 7, 30])))

    def test_main_says_why_and_ends_with_2(self):
        path = self.write("code,level,received,on_time,overdue\nH1.1,C,3,2,2\n")
        with contextlib.redirect_stderr(io.StringIO()) as err:
            self.assertEqual(casegen.main([path, os.path.join(self.folder, "out")]), 2)
        self.assertIn("line 2: unit 'H1.1'", err.getvalue())


LISTS = (kinds.IN_TIME, kinds.OVERDUE, kinds.BOTH, kinds.NOT_COUNTED)
ALL_KINDS = [e[0] for entries in LISTS for e in entries] + [in_time.transferred_in_time, overdue.transferred_overdue]


class KindsTest(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(11).random

    def case(self, columns, counts):
        counts = [UnitCount(f"H1.{i}", "commune", c) for i, c in enumerate(counts)]
        described = Description("H1", counts, columns)
        units = reference.units("H1", counts, 2)
        case = casegen.Case("", 3, described, Calendar(2026, 8), units, reference.Catalogue())
        case.transfers = histories.transfers(case)
        return case

    def test_a_unit_gets_exactly_its_counts(self):
        sides = [(0, 0), (0, 2), (1, 0), (29, 3), (500, 400), (3, 900), (900, 3), (300, 300), (1, 1)]
        fine = tuple(accounts.Column(a, (a,)) for a in accounts.ACCOUNTS if a != "paused_overdue")
        each = [(7, 3, 90, 5, 2, 9, 3), (0, 0, 400, 0, 9, 18, 0), (40, 40, 40, 40, 40, 40, 40), (0,) * 7] * 3
        for columns, counts in ((accounts.SIDES, sides), (fine, each)):
            case = self.case(columns, counts)
            for u in case.units:
                found = [0] * len(columns)
                told = list(histories.of(case, u, random.Random(1).random))
                moved = [histories.moved(case, t)[0] for t in case.transfers if t.target == u.number]
                for h in [h for _, _, h in told] + moved:
                    for i in accounts.columns_of(h, case.calendar, columns):
                        found[i] += 1
                self.assertEqual(tuple(found), u.count.counts, (u.code, columns[0].name))

    def test_every_history_runs_forward(self):
        for year, month in ((2026, 8), (2026, 2), (2025, 12), (2024, 5), (2027, 1)):
            calendar = Calendar(year, month)
            for kind in list(ALL_KINDS) * 40:
                for stated in (False, True):
                    h = kind(Maker(calendar, self.random, stated))
                    instants = [t for t, _ in h.events]
                    self.assertEqual(instants, sorted(set(instants)), (kind.__name__, year, month))
                    self.assertTrue(h.accepted is None or h.filed <= h.accepted)
                    self.assertLess(instants[-1], calendar.end + 7 * 86_400)
                    if h.promise and h.accepted:
                        self.assertGreaterEqual(h.promise[:8], calendar.day_text(h.accepted), kind.__name__)

    def test_a_kind_stays_in_hand_as_often_as_its_list_says(self):
        calendar = Calendar(2026, 8)
        for kind in ALL_KINDS * 40:
            stays = accounts.stays(kind(Maker(calendar, self.random, True)), calendar)
            twice = kind in (in_time.reopened_in_month, overdue.reopened_in_month_then_late)
            none = kind in {e[0] for e in kinds.NOT_COUNTED}
            self.assertEqual(len(stays), 0 if none else 2 if twice else 1, kind.__name__)

    def test_a_count_that_no_history_comes_to_is_named(self):
        case = self.case((accounts.Column("paused_in_time", ("paused_in_time",)),), [(1,)])
        case.description.only_new, case.calendar.start = True, 1 << 60
        histories.DRAWS_MAX, kept = 500, histories.DRAWS_MAX
        self.addCleanup(setattr, histories, "DRAWS_MAX", kept)
        with self.assertRaises(BadCase) as caught:
            list(histories.of(case, case.units[0], self.random))
        self.assertIn("'paused_in_time': 1", str(caught.exception))


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


class CaseFolderTest(Folder):
    GOOD = {
        "case.ini": "[case]\nmonth = 2023-11\naccounts = a.csv\nunits = u.csv\nnodes = n.csv\ncalendar = c.csv\n"
                    "[procedures]\nfull = 20\n",
        "a.csv": "account,count\nopen_in_time,9\nresolved_late,4\n",
        "u.csv": "code,name,type,parent,node,share\nVN,Nước,nation,,n,\nH9,Tỉnh,province,VN,n,\n"
                 "H9.1,Huyện,district,H9,n,3\nH9.1.1,Xã,commune,H9.1,c,1\n",
        "n.csv": "node,parent\nn,\nc,n\n",
        "c.csv": "date,kind,detail,source\n2023-11-20,holiday,x,y\n",
    }

    def folder_with(self, name="case.ini", old="", new=""):
        for file, text in self.GOOD.items():
            self.write(text.replace(old, new) if file == name else text, file)
        return self.folder

    def test_a_tree_of_any_depth_is_read_and_counted_out(self):
        described = read_case(self.folder_with())
        self.assertEqual([sum(c) for c in zip(*(u.counts for u in described.counts))], [9, 4])
        self.assertEqual([(u.code, u.parent, u.node) for u in described.counts],
                         [("H9.1", "H9", "n"), ("H9.1.1", "H9.1", "c")])
        self.assertEqual((described.province, described.month), ("H9", (2023, 11)))
        self.assertNotIn("20231120", {Calendar(2023, 11, described.calendar).day_text(o * 86_400)
                                      for o in Calendar(2023, 11, described.calendar).days})

    def test_what_is_wrong_is_named(self):
        for name, old, new, what in (
                ("case.ini", "2023-11", "2023-13", "2023-13"),
                ("case.ini", "full = 20", "full = 1", "procedures"),
                ("case.ini", "accounts = a.csv\n", "", "accounts"),
                ("case.ini", "u.csv", "missing.csv", "cannot be read"),
                ("a.csv", "resolved_late", "resolved", "'resolved'"),
                ("a.csv", "resolved_late", "open_in_time", "twice"),
                ("a.csv", "9", "-9", "count"),
                ("u.csv", "commune", "village", "'H9.1.1'"),
                ("u.csv", ",3", ",x", "share"),
                ("u.csv", "H9.1,c", "H9.2,c", "'H9.2'"),
                ("u.csv", "commune,H9.1,c", "commune,H9.1,d", "no node d"),
                ("u.csv", "H9,Tỉnh,province", "H9,Tỉnh,district", "province"),
                ("n.csv", "c,n", "c,m", "'c'"),
                ("n.csv", "c,n", "../c,n", "'../c'"),
                ("c.csv", "2023-11-20", "20-11-2023", "20-11-2023"),
                ("c.csv", "holiday,x", "hours,08:00-17:00", "08:00-17:00")):
            with self.assertRaises(BadCase, msg=(name, new)) as caught:
                read_case(self.folder_with(name, old, new))
            self.assertIn(what, str(caught.exception))

    def test_the_case_of_november_2023_comes_to_the_published_counts(self):
        described = read_case(os.path.join(DEMO, "2023-11"))
        sums = dict(zip((c.name for c in described.columns), map(sum, zip(*(u.counts for u in described.counts)))))
        self.assertEqual((sums["open_in_time"], sums["open_overdue"], sums["resolved_in_time"], sums["resolved_late"]),
                         (1488, 9, 18039, 18))
        self.assertEqual((sum(sums.values()), sums["paused_in_time"] + sums["cancelled_in_time"]), (19933, 379))
        levels = [p.online for p in reference.Catalogue(described.procedures).procedures]
        self.assertEqual([levels.count(k) for k in reference.ONLINE_LEVELS], [538, 35, 1160])

    def test_dossiers_of_two_months_share_no_code_and_the_later_ones_are_new(self):
        months = [self.generate_folder(os.path.join(DEMO, m), m) for m in ("2023-11", "2023-12")]
        first, second = ({r["MaHoSo"]: r for _, r in records(m)} for m in months)
        self.assertEqual(first.keys() & second.keys(), set())
        self.assertTrue(all(r["NgayNopHoSo"] >= "20231201" for r in second.values()))

    def generate_folder(self, case, out):
        out = os.path.join(self.folder, out)
        with contextlib.redirect_stdout(io.StringIO()):
            self.assertEqual(casegen.main([case, out]), 0)
        return out


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
                         {(r["unit"], r["source"]) for r in table(out, "grants.csv") if r["source"]})

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

    def test_nobody_pays_online_for_what_is_free(self):
        out = self.generate()
        alias = {m["value"]: m["target"] for m in table(out, "mappings.csv") if m["kind"] == "procedure"}
        fee = {p["code"]: p["fee"] for p in table(out, "procedures.csv")}
        paid = [fee[alias.get(r["MaTTHC"], r["MaTTHC"])] for _, r in records(out) if r["DuocThanhToanTrucTuyen"] == "1"]
        self.assertEqual(set(paid), {"1"})

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
        counts = [UnitCount(f"H1.{i}", ("department", "commune")[i % 7 > 0], (0, 0)) for i in range(1000)]
        names = [u.name.lower() for u in reference.units("H1", counts, 3)]
        self.assertEqual(len(set(names)), 1000)


if __name__ == "__main__":
    unittest.main()
