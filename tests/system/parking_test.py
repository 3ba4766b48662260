#!/usr/bin/python3
"""Records whose words nobody knows yet wait, visibly, and count by themselves once they are known."""

import harness
import reference
from reference import COMMUNE, PROCEDURE, PROVINCE, WORDY, dossier

NEW_PROCEDURE, NEW_WORD, NEW_NAME = "9.777777", "CHO_Y_KIEN", "Phường Mới Lập"


class ParkingTest(harness.SystemTest):
    def setUp(self):
        self.root = self.node("root")
        self.commune = self.node("commune", self.root)
        self.load_reference(self.root, reference.small(("commune", "commune", "commune")), self.commune)

    def take(self, *records, unit=COMMUNE, name="file.json"):
        path = self.write(name, reference.bare(list(records)))
        report = self.run_import(self.commune, path, "--unit", unit)["total"]
        self.await_same_facts(self.commune, self.root)
        return report

    def assert_parked(self, kind, value, code, unit=COMMUNE):
        """At both levels: shown with its reason, not counted."""
        for node in (self.commune, self.root):
            with self.subTest(node.name):
                coverage = self.ask(node, "coverage", "--unit", PROVINCE).json
                self.assertEqual([(p["kind"], p["source"], p["value"], p["records"]) for p in coverage["parked"]],
                                 [(kind, reference.JSON_SOURCE, value, 1)])
                self.assertEqual(coverage["total"]["parked"], 1)
                self.assertEqual(self.status(node)["parked"], 1)
                row = self.score(node, PROVINCE)
                self.assertEqual((row["in_hand"], row["coverage"]["parked"]), (1, 1))
                if unit:
                    self.assertEqual(self.score(node, unit)["coverage"]["parked"], 1)
                found = self.ask(node, "dossier", code).json
                self.assertEqual([(p["kind"], p["value"]) for p in found["parked"]], [(kind, value)])
                table = self.lienthong("coverage", "--node", node.address, "--unit", PROVINCE).out
                self.assertRegex(table, rf"{kind} +{reference.JSON_SOURCE} +{value} +1")
                self.assertIn("1 records parked, not counted", table)

    def assert_counted(self, code, unit=COMMUNE, in_hand=2):
        for node in (self.commune, self.root):
            self.wait_until(f"counted at {node.name}", lambda n=node: self.score(n, PROVINCE)["in_hand"] == in_hand)
            self.wait_until(f"nothing parked at {node.name}", lambda n=node: self.status(n)["parked"] == 0)
            self.assertEqual(self.ask(node, "dossier", code).json["handling_unit"], unit)
            self.assertEqual(self.ask(node, "coverage", "--unit", PROVINCE).json["parked"], [])
        self.await_same_facts(self.commune, self.root)
        self.assertEqual(self.figures(self.root, PROVINCE), self.figures(self.commune, PROVINCE))

    def test_unknown_procedure(self):
        report = self.take(dossier("known"), dossier("waits", MaTTHC=NEW_PROCEDURE))
        self.assertEqual((report["admitted"], report["parked"]), (1, 1))
        self.assert_parked("procedure", NEW_PROCEDURE, "waits")

        self.load_reference(self.root, {"procedures": reference.procedures(
            (NEW_PROCEDURE, "Thủ tục mới", "Hộ tịch", 3, 0, "full", 1))})

        self.assert_counted("waits")

    def test_unmapped_status(self):
        report = self.take(dossier("known"), dossier("waits", TrangThaiHoSo=NEW_WORD))
        self.assertEqual((report["admitted"], report["parked"]), (1, 1))
        self.assert_parked("status", NEW_WORD, "waits")

        self.load_reference(self.root, {"mappings": reference.mappings(
            (reference.JSON_SOURCE, "status", NEW_WORD, "4"))})

        self.assert_counted("waits")

    def test_unknown_unit_name(self):
        report = self.take(dossier("known"), dossier("waits", DonViXuLy=NEW_NAME))
        self.assertEqual((report["admitted"], report["parked"]), (1, 1))
        self.assert_parked("unit", NEW_NAME, "waits")

        self.load_reference(self.root, {"mappings": reference.mappings(
            (reference.JSON_SOURCE, "unit", NEW_NAME, WORDY))})

        self.assert_counted("waits", WORDY)

    def test_reporting_unit_that_nobody_knows(self):
        self.take(dossier("known"))
        report = self.take(dossier("waits"), unit=NEW_NAME, name="new.json")
        self.assertEqual(report["parked"], 1)
        self.assert_parked("unit", NEW_NAME, "waits", unit=None)

        self.load_reference(self.root, {
            "units": reference.units(("H99.4", NEW_NAME, "commune", PROVINCE)),
            "grants": reference.grants(("H99.4", "commune", reference.JSON_SOURCE))})

        self.assert_counted("waits", "H99.4")

    def test_two_things_missing_count_only_when_both_are_known(self):
        self.take(dossier("known"), dossier("waits", MaTTHC=NEW_PROCEDURE, TrangThaiHoSo=NEW_WORD))
        self.load_reference(self.root, {"procedures": reference.procedures(
            (NEW_PROCEDURE, "Thủ tục mới", "Hộ tịch", 3, 0, "full", 1))}, self.commune)
        self.assertEqual(self.score(self.root, PROVINCE)["in_hand"], 1)

        self.load_reference(self.root, {"mappings": reference.mappings(
            (reference.JSON_SOURCE, "status", NEW_WORD, "4"))})

        self.assert_counted("waits")

    def test_waits_through_a_restart_of_both(self):
        self.take(dossier("known"), dossier("waits", MaTTHC=NEW_PROCEDURE))
        for node in (self.commune, self.root):
            node.kill9()
            node.start()
        self.assert_parked("procedure", NEW_PROCEDURE, "waits")
        self.commune.terminate()
        self.load_reference(self.root, {"procedures": reference.procedures(
            (NEW_PROCEDURE, "Thủ tục mới", "Hộ tịch", 3, 0, "full", 1))})

        self.commune.start()

        self.assert_counted("waits")

    def test_a_parked_file_sent_again_parks_nothing_more(self):
        self.take(dossier("known"), dossier("waits", MaTTHC=NEW_PROCEDURE))
        before = self.status(self.commune)["position"]

        report = self.take(dossier("known"), dossier("waits", MaTTHC=NEW_PROCEDURE))

        self.assertEqual(report["admitted"], 0)
        self.assertEqual(self.status(self.commune)["position"], before)
        self.assert_parked("procedure", NEW_PROCEDURE, "waits")

    def test_later_states_of_a_waiting_dossier_count_in_order(self):
        self.take(dossier("known"), dossier("waits", MaTTHC=NEW_PROCEDURE))
        self.take(dossier("waits", MaTTHC=NEW_PROCEDURE, TrangThaiHoSo="9", NgayKetThucXuLy="20240311090000"))

        self.load_reference(self.root, {"procedures": reference.procedures(
            (NEW_PROCEDURE, "Thủ tục mới", "Hộ tịch", 3, 0, "full", 1))})

        self.assert_counted("waits")
        self.assertEqual(self.score(self.root, COMMUNE)["resolved_early"], 1)

    def test_coverage_of_another_unit_does_not_name_what_is_not_its_own(self):
        self.take(dossier("waits", MaTTHC=NEW_PROCEDURE))

        other = self.ask(self.root, "coverage", "--unit", WORDY).json

        self.assertEqual((other["total"]["parked"], other["parked"]), (0, []))


if __name__ == "__main__":
    harness.main()
