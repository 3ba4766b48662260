#!/usr/bin/python3
"""python3 tests/sql/sql_check_test.py

Small histories with the figures that the counting rules give them by hand, and
one generated case as a whole. August 2026: the 3rd is a Monday.
"""

import contextlib
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import sql_check
from office_hours import WorkingTime, ordinal
from timeline import instant

CASEGEN = os.path.join(HERE, "..", "casegen", "casegen.py")
REFERENCE = {
    "units.csv": "code,name,type,parent,valid_from\nH1,Tỉnh,province,,\nH1.1,Xã Một,commune,H1,\nH1.2,Xã Hai,commune,H1,\n",
    "procedures.csv": "code,name,field,processing_days,fee,online,written_result\nP3,Ba ngày,F,3,0,full,1\nP0,Không,F,,0,full,1\n",
    "mappings.csv": "source,kind,value,target,valid_from\nonecua,status,XONG,9,\nonecua,unit,UB2,H1.2,\n",
    "calendar.csv": 'date,kind,detail,source\n2020-01-01,hours,"07:30-11:30,13:00-17:00",x\n2026-09-02,holiday,Quốc khánh,x\n2026-01-01,supplement_limit,,x\n',
}
COLUMNS = ("MaHoSo", "MaTTHC", "KenhThucHien", "TrangThaiHoSo", "DonViXuLy", "NoiNopHoSo", "NgayNopHoSo", "NgayTiepNhan",
           "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "NgayTuChoi", "ThoiDiemXuLy", "DanhSachHoSoBoSung")


def row(status, **fields):
    """A state of dossier D1: accepted Monday 3 August, promised for the 14th, unless said otherwise."""
    values = {"MaHoSo": "D1", "MaTTHC": "P3", "TrangThaiHoSo": str(status), "DonViXuLy": "H1.1",
              "NgayNopHoSo": "20260803080000", "NgayTiepNhan": "20260803080000", "NgayHenTra": "20260814170000"}
    return {**values, **fields}


def bs(number, asked, received="", before="", after=""):
    return {"HoSoBoSungId": str(number), "NgayBoSung": asked, "NgayTiepNhanBoSung": received,
            "NgayHenTraTruoc": before, "NgayHenTraMoi": after}


def asked(status, *requests, **fields):
    return row(status, DanhSachHoSoBoSung=json.dumps(requests), **fields)


class Count(unittest.TestCase):
    def count(self, *rows, received_at="20260908080000", month="2026-08"):
        """{line: count} of H1.1 that are not zero, `in_hand` and sums apart."""
        with tempfile.TemporaryDirectory() as folder:
            for name, text in REFERENCE.items():
                with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                    f.write(text)
            os.mkdir(os.path.join(folder, "n"))
            with open(os.path.join(folder, "n", "a.csv"), "w", encoding="utf-8", newline="") as f:
                writer = csv.DictWriter(f, COLUMNS, restval="")
                writer.writeheader()
                writer.writerows(rows)
            with open(os.path.join(folder, "manifest.csv"), "w", encoding="utf-8") as f:
                f.write(f"node,file,unit,source,received_at\nn,a.csv,H1.1,onecua,{received_at}\n")
            self.db = sql_check.count(folder, month)
        cells = sql_check.read_cells(self.db)
        self.other = {line: n for (u, line), n in cells.items() if u == "H1.2" and n}
        skip = {"in_hand", "in_time", "overdue", "new", "new_online", "due", "due_in_time", "carried_over"}
        found = {line: n for (u, line), n in cells.items() if u == "H1.1" and n}
        self.sums = [found.get(k, 0) for k in ("in_hand", "in_time", "overdue")]
        return {k: n for k, n in found.items() if k not in skip}

    def test_early_on_the_day_and_late(self):
        for finish, line in (("20260813235959", "resolved_early"), ("20260814170000", "resolved_on_day"),
                             ("20260814170001", "resolved_late")):
            self.assertEqual(self.count(row(9, NgayKetThucXuLy=finish)), {line: 1})

    def test_a_promise_of_midnight_or_a_date_is_the_close_of_that_day(self):
        for promise in ("20260815000000", "20260815"):  # a Saturday
            self.assertEqual(self.count(row(9, NgayHenTra=promise, NgayKetThucXuLy="20260815170000")), {"resolved_on_day": 1})
            self.assertEqual(self.count(row(9, NgayHenTra=promise, NgayKetThucXuLy="20260815170001")), {"resolved_late": 1})

    def test_open_at_the_end_is_judged_at_the_end(self):
        self.assertEqual(self.count(row(4)), {"open_overdue": 1})
        self.assertEqual(self.count(row(4, NgayHenTra="20260901170000")), {"open_in_time": 1})
        self.assertEqual(self.count(row(9, NgayHenTra="20260901170000", NgayKetThucXuLy="20260901100000")), {"open_in_time": 1})

    def test_acceptance_decides_the_month(self):
        self.count(row(2, NgayTiepNhan="20260831235959", NgayHenTra="20260907"))
        self.assertEqual(self.sums, [1, 1, 0])
        self.count(row(2, NgayTiepNhan="20260901000000", NgayHenTra="20260907"))
        self.assertEqual(self.sums, [0, 0, 0])

    def test_not_accepted_is_not_counted(self):
        for status, more in ((1, {}), (3, {"NgayTuChoi": "20260805080000"}), (8, {"NgayKetThucXuLy": "20260805080000"})):
            self.count(row(status, NgayTiepNhan="", NgayHenTra="", **more))
            self.assertEqual(self.sums, [0, 0, 0])

    def test_a_decision_proves_acceptance(self):
        self.assertEqual(self.count(row(9, NgayTiepNhan="", NgayKetThucXuLy="20260810100000")), {"resolved_early": 1})

    def test_cancelled_after_acceptance(self):
        self.assertEqual(self.count(row(3, NgayTuChoi="20260817080000")), {"cancelled_late": 1})
        self.assertEqual(self.count(row(7, NgayKetThucXuLy="20260810080000")), {"cancelled_in_time": 1})

    def test_waiting_is_judged_at_the_request(self):
        self.assertEqual(self.count(asked(5, bs(1, "20260814170000"))), {"paused_in_time": 1})
        self.assertEqual(self.count(asked(5, bs(1, "20260814170001"))), {"paused_overdue": 1})

    def test_the_time_waited_is_not_counted(self):
        # Asked with one hour left, received on Tuesday 18 at 9:00: due again at 10:00.
        wait = bs(1, "20260814160000", "20260818090000")
        self.assertEqual(self.count(asked(9, wait, NgayKetThucXuLy="20260818100000")), {"resolved_on_day": 1})
        self.assertEqual(self.count(asked(9, wait, NgayKetThucXuLy="20260818100001")), {"resolved_late": 1})

    def test_a_pause_begun_too_late_heals_nothing(self):
        wait = bs(1, "20260817080000", "20260818090000")
        self.assertEqual(self.count(asked(9, wait, NgayKetThucXuLy="20260818091000")), {"resolved_late": 1})

    def test_a_second_request_is_overdue(self):
        first, second = bs(1, "20260805080000", "20260806080000"), bs(2, "20260807080000", "20260810080000")
        self.assertEqual(self.count(asked(9, first, second, NgayKetThucXuLy="20260811080000")), {"resolved_late": 1})
        self.assertEqual(self.count(row(5, ThoiDiemXuLy="20260805080000"), row(4, ThoiDiemXuLy="20260806080000"),
                                    row(5, ThoiDiemXuLy="20260807080000")), {"paused_overdue": 1})
        self.assertEqual(self.count(row(5, ThoiDiemXuLy="20260805080000"), row(5, ThoiDiemXuLy="20260806080000")),
                         {"paused_in_time": 1})

    def test_a_new_appointment_counts_unless_it_was_late_already(self):
        again = bs(1, "20260813080000", "20260818080000", "20260814170000", "20260821170000")
        self.assertEqual(self.count(asked(9, again, NgayKetThucXuLy="20260821170000")), {"resolved_on_day": 1})
        self.assertEqual(self.count(asked(9, again, NgayKetThucXuLy="20260821170001")), {"resolved_late": 1})
        late = bs(1, "20260817080000", "20260818080000", "20260814170000", "20260821170000")
        self.assertEqual(self.count(asked(9, late, NgayKetThucXuLy="20260819080000")), {"resolved_late": 1})

    def test_resolved_in_july_and_again_in_august_is_one(self):
        past = {"NgayTiepNhan": "20260701080000", "NgayNopHoSo": "20260701080000", "NgayHenTra": "20260828170000"}
        rows = [row(9, NgayKetThucXuLy="20260720100000", ThoiDiemXuLy="20260720100000", **past),
                row(4, ThoiDiemXuLy="20260805090000", **past),
                row(9, NgayKetThucXuLy="20260812100000", ThoiDiemXuLy="20260812100000", **past)]
        self.assertEqual(self.count(*rows), {"reopened": 1, "resolved_early": 1})
        self.assertEqual(self.sums, [1, 1, 0])
        for r in rows:
            r["NgayHenTra"] = "20260722170000"
        self.assertEqual(self.count(*rows), {"reopened": 1, "resolved_late": 1})

    def test_resolved_twice_in_a_month_is_two(self):
        self.count(row(9, NgayKetThucXuLy="20260805100000"), row(4, ThoiDiemXuLy="20260806090000"),
                   row(9, NgayKetThucXuLy="20260807100000"))
        self.assertEqual(self.sums, [2, 2, 0])

    def test_a_late_repeat_reopens_nothing(self):
        self.assertEqual(self.count(row(9, NgayKetThucXuLy="20260805100000"), row(4)), {"resolved_early": 1})
        # A 6 without an instant that arrives between the decision and the hand-over.
        self.assertEqual(self.count(row(6), row(10, NgayKetThucXuLy="20260805100000", NgayTra="20260828100000"),
                                    received_at="20260820200000"), {"resolved_early": 1})

    def test_what_is_not_stated_makes_nobody_late(self):
        self.assertEqual(self.count(row(9)), {"resolved_on_day": 1, "finish_not_stated": 1})
        self.assertEqual(self.count(row(6)), {"paused_in_time": 1})
        self.assertEqual(self.count(row(8), received_at="20260810080000"), {"cancelled_in_time": 1})

    def test_the_decision_governs_over_the_hand_over(self):
        self.assertEqual(self.count(row(10, NgayKetThucXuLy="20260814100000", NgayTra="20260820100000")), {"resolved_on_day": 1})
        self.assertEqual(self.count(row(10, NgayTra="20260820100000")), {"resolved_late": 1})

    def test_a_missing_promise_is_computed_or_absent(self):
        self.assertEqual(self.count(row(9, NgayHenTra="", NgayKetThucXuLy="20260806170000")), {"resolved_on_day": 1})
        self.assertEqual(self.count(row(9, NgayHenTra="", NgayKetThucXuLy="20260806170001")), {"resolved_late": 1})
        self.assertEqual(self.count(row(4, NgayHenTra="", MaTTHC="P0")), {"open_no_due": 1})
        self.assertEqual(self.sums, [1, 1, 0])

    def test_a_transfer_moves_the_dossier_with_its_lateness(self):
        rows = [row(2, ThoiDiemXuLy="20260803080000"), row("XONG", DonViXuLy="UB2", NgayKetThucXuLy="20260820100000",
                                                           ThoiDiemXuLy="20260820100000")]
        moved = row(4, DonViXuLy="Xã Hai", ThoiDiemXuLy="20260818100000")
        self.assertEqual(self.count(rows[0], moved, rows[1]), {"moved_out": 1})
        self.assertEqual(self.other, {"moved_in": 1, "in_hand": 1, "resolved_late": 1, "overdue": 1})
        self.assertEqual(sql_check.read_cells(self.db)["H1", "in_hand"], 1)

    def test_movements_by_day(self):
        self.count(row(9, NgayKetThucXuLy="20260817100000"))
        self.assertEqual(sql_check.movements(self.db), [
            ("H1.1", "2026-08-03", "outside", "open_in_time", 1),
            ("H1.1", "2026-08-14", "open_in_time", "open_overdue", 1),
            ("H1.1", "2026-08-17", "open_overdue", "resolved_late", 1)])

    def test_what_the_rules_leave_open_is_not_counted_silently(self):
        with self.assertRaises(sql_check.NotCovered):
            self.count(row(4), row(4, NgayHenTra="20260820170000"))


class OfficeHoursTest(unittest.TestCase):
    def test_pauses_skip_nights_noon_and_holidays(self):
        rows = [{"date": "2020-01-01", "kind": "hours", "detail": "07:30-11:30,13:00-17:00"},
                {"date": "2026-09-02", "kind": "holiday", "detail": ""}, {"date": "2026-09-05", "kind": "working", "detail": ""}]
        time = WorkingTime(rows, ordinal("2026-08-01"), ordinal("2026-10-01"))
        at = instant
        self.assertEqual(time.between(at("20260901160000"), at("20260903083000")), 2 * 3600)
        self.assertEqual(time.after(at("20260901160000"), 2 * 3600), at("20260903083000"))
        self.assertEqual(time.after(at("20260901160000"), 3600), at("20260901170000"))
        self.assertEqual(time.after(at("20260904160000"), 2 * 3600), at("20260905083000"))
        self.assertEqual(time.promise(at("20260901080000"), 1), at("20260903170000"))
        self.assertEqual(time.promise(at("20260902080000"), 0), at("20260903170000"))


class WholeCaseTest(unittest.TestCase):
    def test_a_generated_case_comes_to_its_counts_and_a_changed_cell_is_named(self):
        published = ("code,level,received,on_time,overdue\nH9.1,P,0,0,0\nH9.2,P,2,0,2\nH9.3,C,900,500,400\n"
                     "H9.4,C,700,690,10\nH9.5,C,300,0,300\nH9.6,C,800,400,400\nH9.7,C,1,1,0\nH9.8,C,600,300,300\n")
        with tempfile.TemporaryDirectory() as folder:
            path, case = os.path.join(folder, "p.csv"), os.path.join(folder, "case")
            with open(path, "w", encoding="utf-8") as f:
                f.write(published)
            subprocess.run([sys.executable, CASEGEN, path, case, "--seed", "3", "--nodes", "1"], check=True,
                           stdout=subprocess.DEVNULL)
            cells = os.path.join(folder, "cells.csv")
            with open(cells, "w", encoding="utf-8") as f, contextlib.redirect_stdout(f):
                self.assertEqual(self.run_quietly(case, "--cells", "--published", path)[0], 0)
            self.assertEqual(self.run_quietly(case, "--expect", cells)[0], 0)
            score = os.path.join(folder, "score.json")
            with open(score, "w", encoding="utf-8") as f:
                json.dump({"rows": [{"unit": "H9.3", "in_hand": 900, "in_time": 501, "ratio": "55.56"}]}, f)
            status, text = self.run_quietly(case, "--expect", score)
        self.assertEqual(status, 1)
        self.assertIn("H9.3,in_time: counted 500", text)

    @staticmethod
    def run_quietly(*arguments):
        with contextlib.redirect_stderr(io.StringIO()) as err:
            return sql_check.main(list(arguments)), err.getvalue()


if __name__ == "__main__":
    unittest.main()
