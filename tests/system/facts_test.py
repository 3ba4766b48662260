#!/usr/bin/python3
"""Petitions and observations go in through the command line, reach the parent, and outlive kill -9; a repeat
changes nothing."""

import harness
import reference
from reference import ARRIVAL, COMMUNE, PROVINCE

PETITIONS = reference.table(
    "MaPAKN,NgayTiepNhan,NgayXuLy,NgayCongKhai,MucDoHaiLong,MaTTHC",
    ("PA-1", "20240301080000", "", "", "", ""),
    ("PA-2", "2024-03-01", "2024-03-04 09:00:00", "2024-03-05", "hài lòng", ""),
    ("PA-3", "20240304080000", "20240301080000", "", "", ""),
    ("PA-4", "20240304080000", "", "", "", "9.777777"))
OBSERVATIONS = reference.table(
    "unit,definition,from,to,value,measure,source,as_of",
    (COMMUNE, "766-2026/3.3/rate", "2024-03-01", "2024-03-31", "39.56", "percent", "portal", "2024-04-05"),
    (COMMUNE, "tỷ lệ", "2024-03-01", "2024-03-31", "39.56", "percent", "portal", "2024-04-05"),
    (PROVINCE, "766-2026/3.3/rate", "2024-03-01", "2024-03-31", "50", "percent", "portal", "2024-04-05"))


class FactsTest(harness.SystemTest):
    def setUp(self):
        self.root = self.node("root")
        self.commune = self.node("commune", self.root)
        self.load_reference(self.root, reference.small(("commune", "commune", "commune")), self.commune)

    def send(self, option, name, text):
        arguments = [] if option == "--observations" else ["--source", "pakn", "--unit", COMMUNE,
                                                           "--received-at", ARRIVAL]
        answer = self.lienthong("import", "--node", self.commune.address, option, self.write(name, text), *arguments,
                                "--output", "json", status=harness.SOME_REFUSED)
        total = answer.json["total"]
        return tuple(total[outcome] for outcome in ("admitted", "unchanged", "parked", "refused"))

    def test_through_the_command_line(self):
        self.assertEqual(self.send("--petitions", "petitions.csv", PETITIONS), (2, 0, 1, 1))
        self.assertEqual(self.send("--observations", "observations.csv", OBSERVATIONS), (1, 0, 0, 2))
        with open(self.write("petitions.csv", PETITIONS) + ".rejects.csv", encoding="utf-8") as rejects:
            self.assertIn("3,PA-3,processed,earlier than received", rejects.read())
        self.await_same_facts(self.commune, self.root)

        self.commune.kill9()
        self.commune.start()

        self.assertEqual(self.send("--petitions", "petitions.csv", PETITIONS), (0, 2, 1, 1))
        self.assertEqual(self.send("--observations", "observations.csv", OBSERVATIONS), (0, 1, 0, 2))
        self.await_same_facts(self.commune, self.root)
        for node in (self.commune, self.root):
            self.assertEqual(self.status(node)["parked"], 1)
            # Petitions are no dossiers.
            self.assertEqual(self.score(node, PROVINCE)["in_hand"], 0)

        self.load_reference(self.root, {"procedures": reference.procedures(
            ("9.777777", "Thủ tục mới", "Hộ tịch", 3, 0, "full", 1))})
        for node in (self.commune, self.root):
            self.wait_until(f"nothing waits at {node.name}", lambda n=node: self.status(n)["parked"] == 0)
        self.await_same_facts(self.commune, self.root)


if __name__ == "__main__":
    harness.main()
