#!/usr/bin/python3
"""A month changes after it was reported: what was known then is still told, and why it differs now adds up."""

import harness
import reference
from reference import COMMUNE, PROVINCE, dossier
from score_test import ScoreData


class KnownTest(ScoreData, harness.SystemTest):
    def march(self, node, *arguments, unit=COMMUNE):
        return self.ask(node, "score", "--unit", unit, "--period", reference.MONTH, *arguments).json

    def change(self, root):
        """e had been decided in time, and l had been there all along."""
        late = [dossier("e", NgayNopHoSo="", NgayTiepNhan="20240304090000", NgayHenTra="20240315000000",
                        TrangThaiHoSo="9", NgayKetThucXuLy="20240314100000"),
                dossier("l", NgayNopHoSo="", NgayTiepNhan="20240304090000", NgayHenTra="20240308170000",
                        TrangThaiHoSo="4")]
        self.run_import(root, self.write("late.json", reference.envelope(late)), "--unit", COMMUNE)

    def test_what_was_known_is_still_told_and_the_difference_explained(self):
        root = self.load()
        then = self.march(root)
        known = f"{then['position']}.{then['step']}"
        self.change(root)
        root.kill9()
        root.start()

        now, again = self.march(root), self.march(root, "--known-at", known)
        self.assertEqual((then["rows"][0]["in_time"], then["rows"][0]["base"]), (6, 9))
        self.assertEqual((now["rows"][0]["in_time"], now["rows"][0]["base"]), (7, 10))
        for figures in (then, again):
            for row in figures["rows"]:
                row.pop("coverage")
        self.assertEqual(again["rows"], then["rows"])
        self.assertEqual(again["position"], then["position"])

        why = self.ask(root, "explain", "--unit", PROVINCE, "--period", reference.MONTH, "--known-at", known,
                       "--as-of", "2024-03-31").json
        self.assertEqual({row["cause"]: (row["dossiers"], row["change"]["in_time"], row["change"]["base"])
                          for row in why["causes"]},
                         {"late_arrival": (1, 0, 1), "late_completion": (1, 1, 0)})
        self.assertEqual([(row["dossier"], row["cause"]) for row in why["dossiers"]],
                         [("e", "late_completion"), ("l", "late_arrival")])

    def test_what_is_not_held_is_refused_and_never_zero(self):
        root = self.load()
        for moment in ("2020-01-01", "999999", "2099-01-01 00:00:00"):
            self.ask(root, "score", "--unit", COMMUNE, "--period", reference.MONTH, "--known-at", moment,
                     status=harness.REFUSED)


if __name__ == "__main__":
    harness.main()
