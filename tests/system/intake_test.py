#!/usr/bin/python3
"""What `lienthong import` takes, what it refuses and says about it, and what it must never keep."""

import csv
import os

import harness
import reference
from reference import COMMUNE, PERSONAL_VALUES, PROVINCE, WORDY, dossier

CSV_COLUMNS = ("MaHoSo", "MaTTHC", "KenhThucHien", "NgayTiepNhan", "NgayHenTra", "TrangThaiHoSo", "DonViXuLy",
               "ThoiDiemXuLy", "ChuHoSo", "SoDienThoai", "GhiChu")
BOM = "\ufeff"


def row(code, status="DA_TIEP_NHAN", at="20240305080000", **fields):
    wanted = dossier(code, TrangThaiHoSo=status, ThoiDiemXuLy=at, KenhThucHien="TRUC_TUYEN", DonViXuLy=WORDY, **fields)
    return {name: wanted[name] for name in CSV_COLUMNS}


class IntakeTest(harness.SystemTest):
    """H99.1 and H99.2 write at `root`, H99.10 at a node that is not there."""

    def start(self):
        root = self.new_node("root")
        root.extra = ["log:", "  level: trace"]
        root.start()
        self.load_reference(root, reference.small(("root", "root", "elsewhere")))
        return root

    def take(self, root, name, content, *options, unit=COMMUNE, **more):
        """The report of one file."""
        self.last = self.write(name, content)
        return self.run_import(root, self.last, "--unit", unit, *options, **more)["files"][0]

    def assert_counts(self, report, admitted=0, unchanged=0, parked=0, refused=0):
        self.assertEqual((report["admitted"], report["unchanged"], report["parked"], report["refused"]),
                         (admitted, unchanged, parked, refused))

    def rejects(self):
        """[(record, dossier, field, reason)] of the last file."""
        with open(self.last + ".rejects.csv", encoding="utf-8", newline="") as f:
            header, *rows = csv.reader(f)
        self.assertEqual(header, ["record", "dossier", "field", "reason"])
        return [tuple(r) for r in rows]

    def assert_nowhere(self, values, *nodes):
        """No bytes of `values` in logs, data, rejects or what was printed."""
        files = [n.log for n in nodes]
        for node in nodes:
            files += [os.path.join(d, f) for d, _, names in os.walk(node.data_dir) for f in names]
        files += [os.path.join(self.folder, f) for f in os.listdir(self.folder)
                  if f.endswith(".rejects.csv") or f.startswith(("out.", "err."))]
        self.assertGreater(len(files), 5)
        for path in files:
            try:
                with open(path, "rb") as f:
                    content = f.read()
            except FileNotFoundError:  # the store has moved its bytes to a newer file meanwhile
                return self.assert_nowhere(values, *nodes)
            for value in values:
                for planted in (value, value.lower(), value.upper()):
                    self.assertNotIn(planted.encode(), content, os.path.relpath(path, self.folder))


class FormTest(IntakeTest):
    def test_takes_each_form_of_the_wire(self):
        root = self.start()
        csv_rows = [row("c1"), row("c1", "DA_XU_LY_XONG", "20240311090000"), row("c2")]
        progress = [{"MaHoSo": "j1", "NguoiXuLy": "Kin Dao", "TrangThai": "4", "ThoiDiemXuLy": "20240306090000"}]
        wordy = {"unit": WORDY, "source": reference.CSV_SOURCE}

        self.assert_counts(self.take(root, "a.json", reference.envelope([dossier("j1"), dossier("j2")])), admitted=2)
        self.assert_counts(self.take(root, "b.json", reference.bare([dossier("j3")])), admitted=1)
        self.assert_counts(self.take(root, "c.json", BOM + reference.envelope([dossier("j4")])), admitted=1)
        self.assert_counts(self.take(root, "d.json", reference.bare(progress)), admitted=1)
        self.assert_counts(self.take(root, "e.csv", reference.rows(csv_rows), **wordy), admitted=3)
        self.assert_counts(self.take(root, "f.csv", BOM + reference.rows([row("c3")]), **wordy), admitted=1)
        self.assert_counts(self.take(root, "g.csv", reference.rows([row("c4")], ";"), **wordy), admitted=1)
        self.assert_counts(self.take(root, "h.csv", BOM + reference.rows([row("c5")], ";").replace("\n", "\r\n"),
                                     **wordy), admitted=1)

        rows = self.scores(root, PROVINCE, "--children")
        self.assertEqual((rows[COMMUNE]["in_hand"], rows[WORDY]["in_hand"]), (4, 5))
        self.assertEqual(rows[WORDY]["resolved_early"], 1)
        c1, j1 = (self.ask(root, "dossier", code).json["timeline"] for code in ("c1", "j1"))
        self.assertIn(("2024-03-11T09:00:00+07:00", 9, False), [(e["at"], e["status"], e["inferred"]) for e in c1])
        self.assertIn(("2024-03-06T09:00:00+07:00", 4, False), [(e["at"], e["status"], e["inferred"]) for e in j1])

    def test_a_file_sent_again_changes_nothing(self):
        root = self.start()
        json_file = reference.envelope([dossier(f"d{n}") for n in range(20)]
                                       + [dossier("d0", TrangThaiHoSo="9", NgayKetThucXuLy="20240311090000")])
        csv_file = reference.rows([row("c1"), row("c1", "DA_XU_LY_XONG", "20240311090000")])
        self.take(root, "a.json", json_file)
        self.take(root, "a.csv", csv_file, unit=WORDY, source=reference.CSV_SOURCE)
        before, figures = self.status(root)["position"], self.figures(root, PROVINCE)

        self.assert_counts(self.take(root, "a.json", json_file), unchanged=21)
        self.assert_counts(self.take(root, "b.json", reference.bare([dossier("d0", TrangThaiHoSo="4")])), unchanged=1)
        self.assert_counts(self.take(root, "a.csv", csv_file, unit=WORDY, source=reference.CSV_SOURCE), unchanged=2)

        self.assertEqual(self.status(root)["position"], before)
        self.assertEqual(self.figures(root, PROVINCE), figures)
        self.assertEqual(figures[COMMUNE]["resolved_early"], 1)

    def test_keeps_nothing_of_a_person(self):
        root = self.node("root")
        child = self.new_node("child", root)
        child.extra = ["log:", "  level: trace"]
        child.start()
        self.load_reference(root, reference.small(("child", "child", "child")), child)
        records = [dossier("KEPT-1"), dossier("KEPT-2", NgayTiepNhan="20231301"), dossier("KEPT-3", TrangThaiHoSo="42"),
                   dossier("KEPT-4", MaTTHC="9.777777")]
        self.take(child, "a.json", reference.envelope(records), status=harness.SOME_REFUSED)
        self.take(child, "b.csv", reference.rows([row("KEPT-5"), row("KEPT-6", MaTTHC="9.777777")]), unit=WORDY,
                  source=reference.CSV_SOURCE)
        self.await_same_facts(child, root)

        self.assert_nowhere(PERSONAL_VALUES, root, child)
        self.assertRaises(AssertionError, self.assert_nowhere, ["KEPT-1"], child)  # it would be found
        for node in (child, root):  # a restart moves the write-ahead log into tables
            node.terminate()
            node.start()
        self.assert_nowhere(PERSONAL_VALUES, root, child)


class BadRecordTest(IntakeTest):
    """One bad record between two good ones: it alone stays out, and what was stored stays."""

    def assert_refused(self, bad, field, reason, *planted, content=None, code="bad", after=1):
        root = self.start()
        self.take(root, "before.json", reference.bare([dossier("before")]))
        content = content or reference.bare([dossier("good-1"), bad, dossier("good-2")])

        report = self.take(root, "file.json", content, status=harness.SOME_REFUSED)

        self.assert_counts(report, admitted=1 + after, refused=1)
        self.assertEqual(report["rejects_file"], self.last + ".rejects.csv")
        number, dossier_code, at, why = self.rejects()[0]
        self.assertEqual((number, dossier_code, at), ("2", code, field))
        self.assertIn(reason, why)
        self.assert_nowhere([*planted, *PERSONAL_VALUES], root)
        self.assertEqual(self.score(root, COMMUNE)["in_hand"], 2 + after)
        root.kill9()
        root.start()
        self.assertEqual(self.score(root, COMMUNE)["in_hand"], 2 + after)
        return root

    def test_status_42(self):
        self.assert_refused(dossier("bad", TrangThaiHoSo="42"), "TrangThaiHoSo", "not a national status")
        self.assertNotIn("42", "".join(self.rejects()[0]))

    def test_date_20231301(self):
        self.assert_refused(dossier("bad", NgayTiepNhan="20231301"), "NgayTiepNhan", "not a time", "20231301")

    def test_hour_25(self):
        self.assert_refused(dossier("bad", NgayHenTra="20240312257000"), "NgayHenTra", "not a time", "20240312257000")

    def test_times_that_run_backwards(self):
        self.assert_refused(dossier("bad", TrangThaiHoSo="9", NgayKetThucXuLy="20240304091213"), "NgayKetThucXuLy",
                            "earlier than NgayTiepNhan", "20240304091213")

    def test_a_finish_before_the_acceptance_known_from_earlier(self):
        bad = dossier("good-1", NgayNopHoSo="", NgayTiepNhan="", TrangThaiHoSo="9", NgayKetThucXuLy="20240304091213")
        self.assert_refused(bad, "NgayKetThucXuLy", "before the acceptance", "20240304091213", code="good-1")

    def test_reporting_unit_of_another_node(self):
        root = self.assert_refused(dossier("bad", madonvi=reference.PREFIX_TWIN), "madonvi", "may not write")
        self.assertEqual(self.score(root, reference.PREFIX_TWIN)["in_hand"], 0)

    def test_receiving_and_handling_unit_of_another_node(self):
        other = {"NoiNopHoSo": reference.PREFIX_TWIN, "DonViXuLy": reference.PREFIX_TWIN}
        root = self.assert_refused(dossier("bad", **other), "DonViXuLy", "may not write")
        self.assertEqual(self.score(root, reference.PREFIX_TWIN)["in_hand"], 0)

    def test_field_of_10_mb_that_counting_reads(self):
        self.assert_refused(dossier("bad", MaTTHC="Qz7" * 3_500_000), "MaTTHC", "too large", "Qz7Qz7")

    def test_field_of_10_mb_that_counting_drops(self):
        self.assert_refused(dossier("bad", GhiChu="Qz7" * 3_500_000), "GhiChu", "too large", "Qz7Qz7")

    def test_invalid_utf8(self):
        good, bad = (reference.bare([dossier(code)])[1:-1].encode() for code in ("good-1", "bad"))
        bad = bad.replace(b"Tran Thi Kin Dao", b"Qzq\xff\xfe")
        content = b"[" + b",".join((good, bad, good.replace(b"good-1", b"good-2"))) + b"]"
        self.assert_refused(None, "ChuHoSo", "not UTF-8", "Qzq", content=content)

    def test_truncated_json(self):
        whole = reference.envelope([dossier("good-1"), dossier("bad"), dossier("good-2")])
        self.assert_refused(None, "", "truncated", content=whole[:whole.index("good-2") - 40], code="", after=0)

    def test_no_dossier_code(self):
        self.assert_refused(dossier(""), "MaHoSo", "required", code="")

    def test_the_list_of_rejects_goes_once_all_is_well(self):
        root = self.start()
        self.take(root, "file.json", reference.bare([dossier("a", NgayTiepNhan="20231301")]),
                  status=harness.SOME_REFUSED)
        self.assertTrue(os.path.exists(self.last + ".rejects.csv"))

        self.assert_counts(self.take(root, "file.json", reference.bare([dossier("a")])), admitted=1)

        self.assertFalse(os.path.exists(self.last + ".rejects.csv"))


class BadFileTest(IntakeTest):
    def test_csv_rows_that_do_not_fit_the_header(self):
        root = self.start()
        lines = reference.rows([row("good-1"), row("bad"), row("good-2")]).splitlines()
        lines[2] = lines[2].rsplit(",", 1)[0]

        report = self.take(root, "file.csv", "\n".join(lines), unit=WORDY, source=reference.CSV_SOURCE,
                           status=harness.SOME_REFUSED)

        self.assert_counts(report, admitted=2, refused=1)
        self.assertEqual(self.rejects()[0][0], "2")
        self.assertIn("cells where the header has", self.rejects()[0][3])
        self.assert_nowhere(PERSONAL_VALUES, root)

    def test_missing_column_is_named_and_other_files_go_in(self):
        root = self.start()
        columns = [c for c in CSV_COLUMNS if c != "TrangThaiHoSo"]
        bad = self.write("bad.csv", reference.rows([row("x")], columns=columns))
        good = self.write("good.csv", reference.rows([row("good")]))
        options = ("import", "--node", root.address, "--unit", WORDY, "--source", reference.CSV_SOURCE,
                   "--received-at", reference.ARRIVAL, "--complete-through", reference.ARRIVAL)

        done = self.lienthong(*options, bad, good, status=harness.USAGE)

        self.assertIn("bad.csv", done.err)
        self.assertIn("missing column TrangThaiHoSo", done.err)
        self.assertIn("--complete-through: not sent", done.err)
        self.assertEqual(self.score(root, WORDY)["in_hand"], 1)
        self.assertEqual(self.ask(root, "coverage", "--unit", WORDY).json["total"]["silent"], 1)

    def test_files_that_are_none(self):
        root = self.start()
        before = self.status(root)["position"]
        for content in ("", "{}", "null", "{\"data\":", "MaHoSo", b"\x00\x01\xff"):
            with self.subTest(content):
                self.take(root, "file", content, status=harness.USAGE)
        self.run_import(root, os.path.join(self.folder, "absent"), "--unit", COMMUNE, status=harness.USAGE)
        self.assertEqual(self.status(root)["position"], before)

    def test_exit_status_tells_what_to_do_next(self):
        root = self.start()
        good = self.write("good.json", reference.bare([dossier("a")]))
        self.run_import(root, good, "--unit", COMMUNE, source="No Such Name", status=harness.USAGE)
        self.run_import(root, good, "--unit", COMMUNE, received_at="2024", status=harness.USAGE)
        self.run_import(root, good, "--unit", reference.PREFIX_TWIN, status=harness.SOME_REFUSED)
        self.run_import(root, good, "--unit", reference.PREFIX_TWIN, "--complete-through", reference.ARRIVAL,
                        status=harness.REFUSED)
        self.run_import(root, good, "--unit", COMMUNE)
        root.kill9()
        self.run_import(root, good, "--unit", COMMUNE, "--retry-seconds", "0", status=harness.UNAVAILABLE)


if __name__ == "__main__":
    harness.main()
