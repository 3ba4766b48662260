#!/usr/bin/python3
"""A month of seventeen dossiers, its figures worked out by hand, through every command that shows them."""

import csv
import io

import harness
import reference
from reference import COMMUNE, PREFIX_TWIN, PROVINCE, WORDY, dossier

# H99.1, March 2024, as it stands at the end of the month. "due" is what falls due in March.
#   code  accepted  promised      what happened                 account             due / of it in time
#   a     5 Mar     12 Mar 17:00  decided 11 Mar                resolved early      1 / 1
#   b     5 Mar     12 Mar 17:00  decided 12 Mar 16:00          resolved on day     1 / 1
#   c     5 Mar     12 Mar 17:00  decided 13 Mar                resolved late       1 / 0
#   d     25 Mar    10 Apr 17:00  nothing                       open in time        0
#   e     4 Mar     15 Mar 17:00  nothing                       open overdue        1 / 0
#   f     20 Feb    8 Mar 17:00   decided 7 Mar; carried over   resolved early      1 / 1
#   g     20 Feb    5 Mar 17:00   decided 27 Feb                not in hand         1 / 1
#   h     6 Mar     20 Mar 17:00  withdrawn 15 Mar              cancelled in time   0
#   i     filed 29 Mar, not accepted                            registered          0
#   j     6 Mar     20 Mar 17:00  supplement asked 18 Mar       paused in time      0
#   k     4 Mar     8 Mar 17:00   stopped 12 Mar 10:00          cancelled late      1 / 0
# In hand 1 + 8 = 9: in time a b d f h j, overdue c e k. Resolved 4, of them 3 in time. Due 7, of them 4.
ONE = [
    dossier("a", TrangThaiHoSo="9", NgayKetThucXuLy="20240311100000"),
    dossier("b", TrangThaiHoSo="9", NgayKetThucXuLy="20240312160000"),
    dossier("c", TrangThaiHoSo="10", NgayKetThucXuLy="20240313090000", NgayTra="20240314090000"),
    dossier("d", NgayNopHoSo="", NgayTiepNhan="20240325090000", NgayHenTra="20240410170000", TrangThaiHoSo="4"),
    dossier("e", NgayNopHoSo="", NgayTiepNhan="20240304090000", NgayHenTra="20240315000000", TrangThaiHoSo="4"),
    dossier("f", NgayNopHoSo="", NgayTiepNhan="20240220090000", NgayHenTra="20240308170000", TrangThaiHoSo="9",
            NgayKetThucXuLy="20240307150000"),
    dossier("g", NgayNopHoSo="", NgayTiepNhan="20240220090000", NgayHenTra="20240305170000", TrangThaiHoSo="9",
            NgayKetThucXuLy="20240227150000"),
    dossier("h", NgayNopHoSo="", NgayTiepNhan="20240306090000", NgayHenTra="20240320170000", TrangThaiHoSo="7",
            NgayKetThucXuLy="20240315100000"),
    dossier("i", NgayNopHoSo="20240329090000", NgayTiepNhan="", NgayHenTra="", TrangThaiHoSo="1"),
    dossier("j", NgayNopHoSo="", NgayTiepNhan="20240306090000", NgayHenTra="20240320170000", TrangThaiHoSo="5",
            DanhSachHoSoBoSung=[{"HoSoBoSungId": "1", "NgayBoSung": "20240318090000"}]),
    dossier("k", NgayNopHoSo="", NgayTiepNhan="20240304090000", NgayHenTra="20240308170000", TrangThaiHoSo="8",
            NgayKetThucXuLy="20240312100000"),
]
# H99.2: p and q decided early; q was received at H99.1, which counts it under the receiving role.
TWO_COLUMNS = ("MaHoSo MaTTHC KenhThucHien NgayTiepNhan NgayHenTra TrangThaiHoSo NoiNopHoSo DonViXuLy "
               "ThoiDiemXuLy").split()
TWO = [
    dict(zip(TWO_COLUMNS, ("p", reference.PROCEDURE, "TRUC_TUYEN", "20240311080000", "20240318170000", status, "",
                          WORDY, at)))
    for status, at in (("DA_TIEP_NHAN", "20240311080000"), ("DA_XU_LY_XONG", "20240314100000"))
] + [
    dict(zip(TWO_COLUMNS, ("q", reference.PROCEDURE, "", "20240320080000", "20240328170000", "DA_XU_LY_XONG", COMMUNE,
                           "xã  HAI", "20240327100000"))),
]
MARCH = {"carried_over": 1, "new": 8, "new_online": 0, "reopened": 0, "moved_in": 0, "moved_out": 0, "in_hand": 9,
         "resolved_early": 2, "resolved_on_day": 1, "resolved_late": 1, "cancelled_in_time": 1, "cancelled_late": 1,
         "open_in_time": 1, "open_overdue": 1, "paused_in_time": 1, "paused_overdue": 0, "due": 7, "due_in_time": 4}


class ScoreData:
    """What a test adds to harness.SystemTest to have this month in a node."""

    def load(self):
        root = self.node("root")
        tables = reference.small()
        tables["units"] += "H99.3,Xã Ba,commune,H99,2020-01-01\n"  # nobody writes for it
        self.load_reference(root, tables)
        self.run_import(root, self.write("one.json", reference.envelope(ONE)), "--unit", COMMUNE,
                        "--complete-through", "20240401000000")
        self.run_import(root, self.write("two.csv", reference.rows(TWO, columns=TWO_COLUMNS)), "--unit", WORDY,
                        "--complete-through", "20240320000000", source=reference.CSV_SOURCE)
        return root


class ScoreTest(ScoreData, harness.SystemTest):
    def assert_rate(self, row, in_time, base, ratio, points):
        self.assertEqual((row["in_time"], row["base"], row["overdue"], row["ratio"], row["points"]),
                         (in_time, base, base - in_time, ratio, points))

    def test_figures_are_those_worked_out_by_hand(self):
        root = self.load()
        rows = self.scores(root, PROVINCE, "--children")

        self.assertEqual(list(rows), [PROVINCE, COMMUNE, PREFIX_TWIN, WORDY, "H99.3"])
        self.assertEqual({name: rows[COMMUNE][name] for name in MARCH}, MARCH)
        self.assert_rate(rows[COMMUNE], 6, 9, "66.67", "13.33")
        self.assert_rate(rows[WORDY], 2, 2, "100", "20")
        self.assertEqual((rows[WORDY]["new"], rows[WORDY]["new_online"]), (2, 1))
        self.assert_rate(rows[PREFIX_TWIN], 0, 0, "0", "0")
        # The sum, not the mean: 8 of 11.
        self.assert_rate(rows[PROVINCE], 8, 11, "72.73", "14.55")

        for rate, expected in {"resolved": (3, 4, "75", "15"), "due": (4, 7, "57.14", "11.43"),
                               "not-late": (7, 9, "77.78", "15.56")}.items():
            self.assert_rate(self.score(root, COMMUNE, "--rate", rate), *expected)

        receiving = self.scores(root, PROVINCE, "--children", "--role", "receiving")
        self.assert_rate(receiving[COMMUNE], 7, 10, "70", "14")
        self.assert_rate(receiving[WORDY], 1, 1, "100", "20")

    def test_a_period_is_a_month_a_quarter_a_year_or_two_days(self):
        """Q1 begins before f and g; at the end of the year d is overdue too."""
        root = self.load()
        self.assert_rate(self.score(root, COMMUNE, period="2024-Q1"), 7, 10, "70", "14")
        self.assert_rate(self.score(root, COMMUNE, period="2024"), 6, 10, "60", "12")
        by_days = self.ask(root, "score", "--unit", COMMUNE, "--from", "2024-03-01", "--to", "2024-03-31").json
        self.assert_rate(by_days["rows"][0], 6, 9, "66.67", "13.33")
        for wrong in (("--period", "2024-13"), ("--from", "2024-03-01"), ("--period", "2024-Q5")):
            self.ask(root, "score", "--unit", COMMUNE, *wrong, status=harness.USAGE)
        self.ask(root, "score", "--unit", "H99.404", "--period", reference.MONTH, status=harness.REFUSED)
        self.ask(root, "score", "--unit", COMMUNE, "--period", reference.MONTH, "--as-of", "2024-04-01 00:00:00",
                 status=harness.REFUSED)

    def test_counts_up_to_an_instant_inside_a_day(self):
        """On the 12th k is stopped, b decided at 16:00:00, and c falls due at 17:00:00; both instants count."""
        root = self.load()
        names = ("in_hand", "open_in_time", "open_overdue", "resolved_on_day", "cancelled_late")
        for at, expected in {"09:59:59": (8, 5, 1, 0, 0), "10:00:00": (8, 5, 0, 0, 1), "15:59:59": (8, 5, 0, 0, 1),
                             "16:00:00": (8, 4, 0, 1, 1), "16:59:59": (8, 4, 0, 1, 1),
                             "17:00:00": (8, 3, 1, 1, 1), "23:59:59": (8, 3, 1, 1, 1)}.items():
            row = self.score(root, COMMUNE, "--as-of", f"2024-03-12 {at}")
            self.assertEqual(tuple(row[n] for n in names), expected, at)

    def test_shows_coverage_with_the_figures(self):
        """H99.1 told that March is complete, H99.2 only to the 20th, H99.10 never spoke, H99.3 has no source."""
        root = self.load()
        expected = {"expected": 3, "complete": 1, "behind": 1, "silent": 1, "uncovered_units": 1, "parked": 0,
                    "complete_through": None, "provisional_years": [2024]}
        rows = self.scores(root, PROVINCE, "--children")
        self.assertEqual(rows[PROVINCE]["coverage"], expected)
        self.assertEqual(rows[COMMUNE]["coverage"]["complete"], 1)
        through = self.ask(root, "coverage", "--unit", PROVINCE, "--through", "2024-03-31").json
        self.assertEqual(through["total"], expected)
        self.assertEqual({(s["unit"], s["source"], s["state"]) for s in through["sources"]},
                         {(COMMUNE, "igate", "complete"), (WORDY, "onecua", "behind"),
                          (PREFIX_TWIN, "igate", "silent"), ("H99.3", "", "uncovered")})
        earlier = self.ask(root, "coverage", "--unit", WORDY, "--through", "2024-03-19").json
        self.assertEqual(earlier["total"]["complete"], 1)

    def test_prints_tables_json_and_csv_in_two_languages(self):
        root = self.load()
        ask = ("score", "--node", root.address, "--unit", COMMUNE, "--period", reference.MONTH)
        rows = list(csv.DictReader(io.StringIO(self.lienthong(*ask, "--output", "csv").out)))
        self.assertEqual([(r["unit"], r["in_time"], r["base"], r["ratio"], r["points"]) for r in rows],
                         [(COMMUNE, "6", "9", "66.67", "13.33")])
        english, vietnamese = (self.lienthong(*ask, "--lang", lang).out for lang in ("en", "vi"))
        self.assertRegex(english, r"H99\.1 +Xã Một +9 +6 +3 +66\.67 % +13\.33 +1/1")
        self.assertRegex(vietnamese, r"H99\.1 +Xã Một +9 +6 +3 +66,67 % +13,33 +1/1")
        self.assertIn("đúng hạn", vietnamese)
        self.assertIn("coverage: complete, 1 of 1 sources", english)
        province = self.lienthong("score", "--node", root.address, "--unit", PROVINCE, "--period", reference.MONTH).out
        self.assertIn("coverage: INCOMPLETE, 1 of 3 sources complete; 1 behind, 1 never heard of; "
                      "1 units without any source", province)
        for command in (["coverage", "--unit", PROVINCE], ["units"], ["status"], ["dossier", "c"]):
            text = self.lienthong(*command, "--node", root.address, "--output", "csv").out
            parsed = list(csv.reader(io.StringIO(text)))
            self.assertGreater(len(parsed), 1, command)
            self.assertEqual({len(r) for r in parsed}, {len(parsed[0])}, command)
            self.assertTrue(self.lienthong(*command, "--node", root.address, "--lang", "vi").out)

    def test_tells_of_a_dossier_the_units_and_itself(self):
        root = self.load()
        c = self.ask(root, "dossier", "c").json
        self.assertEqual((c["handling_unit"], c["procedure"], c["source"]), (COMMUNE, reference.PROCEDURE, "igate"))
        self.assertEqual([(m["at"], m["from"], m["to"]) for m in c["movements"] if m["from"] != m["to"]],
                         [("2024-03-05T07:45:00+07:00", "outside", "registered"),
                          ("2024-03-05T08:00:00+07:00", "registered", "open_in_time"),
                          ("2024-03-12T17:00:00+07:00", "open_in_time", "open_overdue"),
                          ("2024-03-13T09:00:00+07:00", "open_overdue", "resolved_late")])
        self.ask(root, "dossier", "nobody", status=harness.REFUSED)
        tree = self.ask(root, "units").json["rows"]
        self.assertEqual([(u["code"], u["depth"]) for u in tree],
                         [(PROVINCE, 0), (COMMUNE, 1), (PREFIX_TWIN, 1), (WORDY, 1), ("H99.3", 1)])
        self.assertEqual(tree[1]["grant"]["node"], "root")
        status = self.status(root)
        # One fact a dossier, one more for p's second row, two words of completeness, one audit of the import.
        self.assertEqual([o["sequence"] for o in status["origins"]], [len(ONE) + len(TWO) + 3])
        self.assertTrue(status["writable"])
        self.assertIsNone(status["parent"])
        self.lienthong("status", "--node", "127.0.0.1:1", "--timeout", "1", status=harness.UNAVAILABLE)


if __name__ == "__main__":
    harness.main()
