#!/usr/bin/python3
"""A first load of three years of old dossiers through the command line: killed in the middle, at the client and at the
node, and resumed; then the old system's own totals beside the books of two levels."""

import csv
import json
import os
import re
import signal
import urllib.request

import harness
import old_system
import reference
from reference import COMMUNE, PROVINCE

# About 20,000 records; LIENTHONG_DOSSIERS asks for other sizes.
DOSSIERS = int(os.environ.get("LIENTHONG_DOSSIERS") or 12500)
PARTS = 12
SOURCE = "oldgate"
GO_LIVE = "2024-06-15"
# One is refused by the reader, one by the node.
BAD = reference.table("MaHoSo,MaTTHC,TrangThaiHoSo,NgayTiepNhan,DonViXuLy",
                      ("good", reference.PROCEDURE, "4", "20240102080000", COMMUNE),
                      ("bad-date", reference.PROCEDURE, "4", "20241302080000", COMMUNE),
                      ("undated", reference.PROCEDURE, "4", "", COMMUNE))


class FirstLoadTest(harness.SystemTest):
    def setUp(self):
        self.root = self.node("root")
        self.commune = self.node("commune", self.root)
        tables = reference.small()
        tables["grants"] = reference.table(
            "unit,node,source,valid_from,go_live",
            *[(unit, "commune", SOURCE, "2020-01-01", GO_LIVE) for unit in old_system.UNITS])
        self.load_reference(self.root, tables, self.commune)

    def export(self, old):
        os.makedirs(os.path.join(self.folder, "old"), exist_ok=True)
        files, records = old.exports(PARTS)
        for name, content in files.items():
            self.write(os.path.join("old", name), content)
        return os.path.join(self.folder, "old"), records

    def begin_load(self, *paths):
        return self.begin("import", "--history", "--node", self.commune.address, "--source", SOURCE,
                          "--retry-seconds", "60", "--output", "json", *paths)

    def load(self, *paths, status=harness.DONE):
        return self.finish(self.begin_load(*paths), status)

    def files_behind(self):
        """Files of which some record is known to be done."""
        folder, behind = os.path.join(self.folder, "old"), 0
        for name in os.listdir(folder):
            if name.endswith(".position.json"):
                with open(os.path.join(folder, name), encoding="utf-8") as position:
                    behind += json.load(position)["record"] > 0
        return behind

    def await_parts(self, process, parts):
        self.wait_until(f"{parts} files behind", lambda: self.files_behind() >= parts or process.poll() is not None)
        self.assertIsNone(process.poll(), "the load ended before it could be killed; give it more dossiers")

    def check(self, node, old, *changes, status=harness.DONE):
        path = self.write("totals.csv", old.totals_csv(changes))
        return self.ask(node, "cutover", "check", path, status=status).json

    def sequence(self):
        return sum(sequence for sequence, _ in self.heads(self.commune, "commune").values())

    def test_killed_and_resumed_it_gives_the_old_systems_totals(self):
        old = old_system.OldSystem(harness.seed(), DOSSIERS)
        folder, records = self.export(old)

        loading = self.begin_load(folder)
        self.await_parts(loading, PARTS // 4)
        loading.send_signal(signal.SIGKILL)
        self.assertEqual(self.finish(loading, -signal.SIGKILL).out, "")
        loading = self.begin_load(folder)
        self.await_parts(loading, PARTS // 2)
        self.commune.kill9()
        self.commune.start()
        done = self.finish(loading)

        total = done.json["total"]
        self.assertEqual(total["records"], records)
        self.assertEqual((total["parked"], total["refused"]), (0, 0))
        self.assertRegex(done.err, r"first load: [\d,]+ records, [\d,.]+ MB in \d+:\d\d: [\d,]+ records/s, ")
        before = int(re.search(r"done before: ([\d,]+) records", done.err)[1].replace(",", ""))
        self.assertGreater(before, 0)
        self.assertLess(before, records)
        sequence = self.sequence()
        again = self.load(folder)
        self.assertEqual(again.json["total"]["records"], records)
        self.assertIn("first load: 0 records", again.err)
        self.assertEqual(self.sequence(), sequence)
        self.assert_equal_at_both_levels(old)
        self.assert_nothing_is_held_of_the_load_itself(sequence)

    def assert_equal_at_both_levels(self, old):
        self.await_same_facts(self.commune, self.root)
        unit, month = COMMUNE, "2022-07"
        for node in (self.commune, self.root):
            answer = self.check(node, old)
            self.assertEqual(answer["total"]["equal"], len(old.totals))
            answer = self.check(node, old, ((unit, month, "resolved_late"), 1), status=harness.SOME_REFUSED)
            self.assertEqual(answer["total"]["different"], 1)
            different = [row for row in answer["rows"] if not row["equal"]]
            self.assertEqual([(row["unit"], row["month"]) for row in different], [(unit, month)])
            figures = {f["figure"]: (f["old_system"], f["books"]) for f in different[0]["figures"] if not f["equal"]}
            late = old.totals[unit, month]["resolved_late"]
            self.assertEqual(figures, {"resolved_late": (late + 1, late)})
        text = self.lienthong("cutover", "check", os.path.join(self.folder, "totals.csv"), "--node",
                              self.root.address, "--lang", "vi", status=harness.SOME_REFUSED).out
        self.assertRegex(text, rf"{re.escape(unit)} +{month} +GiaiQuyetQuaHan: {late + 1}, sổ {late}\n")

    def assert_nothing_is_held_of_the_load_itself(self, sequence):
        for node in (self.commune, self.root):
            sources = self.ask(node, "coverage", "--unit", PROVINCE).json["sources"]
            states = {(s["unit"], s["state"], s["complete_through"], s["go_live"]) for s in sources}
            self.assertEqual(states, {(unit, "silent", None, GO_LIVE) for unit in old_system.UNITS})
            # A month before the go-live has figures, and says that no live source covers it.
            coverage = self.score(node, PROVINCE, period="2022-03")["coverage"]
            self.assertEqual((coverage["expected"], coverage["uncovered_units"]), (0, len(old_system.UNITS)))
            grants = {row["code"]: row["grant"] for row in self.ask(node, "units").json["rows"]}
            self.assertEqual(grants[COMMUNE]["go_live"], GO_LIVE)
            with urllib.request.urlopen(f"http://{node.http}/metrics", timeout=10) as answer:
                told = re.search(r"^lienthong_first_load_facts_total (\d+)$", answer.read().decode(), re.M)
            self.assertGreater(int(told[1]), 0)
        self.assertLessEqual(int(told[1]), sequence)

    def test_a_live_update_goes_on_where_history_ends(self):
        record = {**reference.dossier("H99.1-1"), "DonViXuLy": COMMUNE}
        self.load(self.write("old.json", reference.envelope([record])))
        self.assertTrue(self.ask(self.commune, "dossier", "H99.1-1").json["migrated"])

        self.run_import(self.commune, self.write("new.json", reference.envelope(
            [{**record, "TrangThaiHoSo": "9", "NgayKetThucXuLy": "20240308090000"}])), "--unit", COMMUNE,
            "--complete-through", "20240401000000", source=SOURCE)

        dossier = self.ask(self.commune, "dossier", "H99.1-1").json
        self.assertTrue(dossier["migrated"])
        self.assertEqual(self.score(self.commune, COMMUNE)["resolved_early"], 1)
        sources = {s["unit"]: s["complete_through"] for s in
                   self.ask(self.commune, "coverage", "--unit", PROVINCE).json["sources"]}
        self.assertEqual(sources[COMMUNE], "2024-04-01T00:00:00+07:00")

    def test_what_is_refused_is_listed_once_and_sent_again(self):
        path = self.write("bad.csv", BAD)
        for _ in range(2):
            total = self.load(path, status=harness.SOME_REFUSED).json["total"]
            self.assertEqual((total["admitted"], total["refused"]), (1, 2))
            with open(path + ".rejects.csv", encoding="utf-8") as rejects:
                rows = list(csv.DictReader(rejects))
            self.assertEqual([(r["record"], r["dossier"], r["field"]) for r in rows],
                             [("2", "bad-date", "NgayTiepNhan"), ("3", "undated", "NgayTiepNhan")])
            self.assertIn("must state an instant", rows[1]["reason"])

    def test_bad_input_is_named(self):
        good = self.write("good.csv", BAD)
        empty = os.path.join(self.folder, "empty")
        os.makedirs(empty)
        for arguments, fault in (
                ((good, "--received-at", reference.ARRIVAL), "option, --received-at: not together with --history"),
                ((good, "--complete-through", reference.ARRIVAL), "option, --complete-through: not together"),
                ((empty,), "empty: a folder without a .csv or .json file"),
                ((os.path.join(self.folder, "none.csv"),), "none.csv: cannot be read")):
            self.assertIn(fault, self.load(*arguments, status=harness.USAGE).err)
        self.assertEqual(self.sequence(), 0)
        for text, fault in (
                ("unit,month,recieved\nH99.1,2023-01,1\n", "totals.csv:1: column recieved: unknown; expected: unit"),
                ("unit,month,received\nH99.1,01-2023,1\n", "totals.csv:2: column month: not a month; write 2026-08"),
                ("unit,month,received\nH99.77,2023-01,1\n", "totals.csv:2: column unit: "),
                ("unit,month,received\nH99.1,2023-01,1.234\n", "totals.csv:2: column received: not a whole number")):
            answer = self.lienthong("cutover", "check", self.write("totals.csv", text), "--node",
                                    self.commune.address, status=harness.USAGE)
            self.assertIn(fault, answer.err)

    def test_a_position_of_another_node_does_not_count(self):
        path = self.write("good.csv", BAD)
        self.load(path, status=harness.SOME_REFUSED)
        other = self.node("commune", self.root, place="restored")
        self.await_reference(other, self.root)

        self.commune = other
        total = self.load(path, status=harness.SOME_REFUSED).json["total"]

        self.assertEqual(total["admitted"], 1)
        with open(path + ".position.json", encoding="utf-8") as position:
            self.assertEqual(json.load(position)["record"], 3)


if __name__ == "__main__":
    harness.main()
