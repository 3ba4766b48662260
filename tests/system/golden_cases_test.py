#!/usr/bin/python3
"""Both real months through real nodes, against tests/golden/cases: every unit's figures, and the whole report.

The files of seed 1 come to the published counts exactly; the golden files hold what the nodes make of
them, unit by unit and account by account. LIENTHONG_GOLDEN=write writes them anew: look at the difference
before you commit it, each changed figure is another reading of a rule or another case.
"""

import csv
import difflib
import io
import itertools
import operator
import os
import subprocess
import sys

import harness

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
CASEGEN = os.path.join(TESTS, "casegen", "casegen.py")
SQL_CHECK = os.path.join(TESTS, "sql", "sql_check.py")
DEMO = os.path.join(TESTS, "..", "deploy", "demo")
GOLDEN = os.path.join(TESTS, "golden", "cases")
PUBLISHED = os.path.join(TESTS, "..", "services", "inspect", "testdata", "published-2023-11.txt")
REFERENCE = ("units", "procedures", "grants", "mappings", "calendar")
RULEBOOKS = [a for name in ("766-2022", "766-2026")
             for a in ("--rulebook", os.path.join(TESTS, "..", "services", "score", "rulebooks", name + ".textproto"))]
MADE = "Lập từ sổ"  # begins the line that says when a report was made
FOUND = 1  # exit status of `lienthong check-report`
IMPORTS_AT_ONCE = 3  # a node commits what waits together
DIFFERENCES_SHOWN = 40
COLUMNS = ("carried_over new new_online reopened moved_in moved_out in_hand resolved_early resolved_on_day resolved_late "
           "resolved_no_due cancelled_in_time cancelled_late cancelled_no_due open_in_time open_overdue open_no_due "
           "paused_in_time paused_overdue registered registered_overdue due due_in_time finish_not_stated in_time overdue "
           "base ratio points").split()


class GoldenCase(harness.SystemTest):
    def load(self, case, *reference):
        """Generates a case and loads it into nodes as its nodes.csv says; returns the root. `reference`: more of it."""
        self.case = os.path.join(self.folder, "case")
        self.run_script(CASEGEN, os.path.join(DEMO, case), self.case)
        self.tree = {}
        for row in self.read("nodes"):
            self.tree[row["node"]] = self.node(row["node"], self.tree.get(row["parent"]))
        root, *others = self.tree.values()
        tables = {}
        for name in REFERENCE:
            with open(os.path.join(self.case, name + ".csv"), encoding="utf-8") as f:
                tables[name] = f.read()
        self.load_reference(root, tables)
        self.ask(root, "reference", "import", *RULEBOOKS, *reference)
        for node in others:
            self.await_reference(node, root)
        self.send()
        for node in reversed(others):
            self.await_same_facts(node, node.parent)
        return root

    def run_script(self, *command):
        done = subprocess.run([sys.executable, *command], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=harness.COMMAND_SECONDS_MAX, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def send(self):
        """Batches of one source stay in order; several sources at once."""
        batches = itertools.groupby(self.read("manifest"), operator.itemgetter("node", "unit", "source", "received_at"))
        running, last = [], {}
        for (node, unit, source, at), rows in batches:
            files = [os.path.join(self.case, node, r["file"]) for r in rows]
            before = last.get((node, unit, source))
            while len(running) >= IMPORTS_AT_ONCE or before in running:
                self.finish(running.pop(0))
            last[node, unit, source] = self.begin(
                "import", "--node", self.tree[node].address, "--output", "json", "--unit", unit, "--source", source,
                "--received-at", at, "--complete-through", at, *files)
            running.append(last[node, unit, source])
        for process in running:
            self.assertEqual(self.finish(process).json["total"]["parked"], 0)

    def read(self, name):
        with open(os.path.join(self.case, name + ".csv"), encoding="utf-8", newline="") as f:
            return list(csv.DictReader(f))

    def figures_of(self, root, month):
        """CSV: a row a unit, each with its subtree, in the order of units.csv."""
        units = self.read("units")
        found = {}
        for parent in dict.fromkeys(u["parent"] for u in units if u["parent"]):
            found.update(self.scores(root, parent, "--children", period=month))
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["unit", *COLUMNS])
        writer.writerows([u["code"], *(found[u["code"]][c] for c in COLUMNS)] for u in units)
        return out.getvalue()

    def assert_golden_report(self, node, unit, month):
        """The whole monthly report, and that lienthong check-report finds nothing in it."""
        report = self.lienthong("report", "--node", node.address, "--unit", unit, "--period", month).out
        self.assert_golden(f"{month}.txt", report[:report.rindex(MADE)])
        for form in ("text", "html"):
            path = os.path.join(self.folder, f"report.{form}")
            self.lienthong("report", "--node", node.address, "--unit", unit, "--period", month, "--format", form, "--out",
                           path)
            answer = self.lienthong("check-report", path, "--output", "json").json
            self.assertEqual((answer["period"], answer["findings"]), (month, []))

    def assert_golden(self, name, found):
        path = os.path.join(GOLDEN, name)
        if os.environ.get("LIENTHONG_GOLDEN") == "write":
            with open(path, "w", encoding="utf-8", newline="") as f:
                f.write(found)
        with open(path, encoding="utf-8", newline="") as f:
            expected = f.read()
        lines = list(difflib.unified_diff(expected.splitlines(), found.splitlines(), name, "found", n=0, lineterm=""))
        if lines:
            self.fail(f"{name} differs:\n" + "\n".join(lines[:DIFFERENCES_SHOWN]))


class August2026Test(GoldenCase):
    def test_every_unit_has_its_published_counts_and_the_golden_figures(self):
        root = self.load("phutho-2026-08.csv")
        found = self.figures_of(root, "2026-08")
        self.assert_golden("2026-08.csv", found)
        self.assert_golden_report(root, "H44", "2026-08")
        with open(os.path.join(DEMO, "phutho-2026-08.csv"), encoding="utf-8", newline="") as f:
            published = {r["code"]: (r["received"], r["on_time"], r["overdue"]) for r in csv.DictReader(f)}
        shown = {r["unit"]: (r["in_hand"], r["in_time"], r["overdue"]) for r in csv.DictReader(io.StringIO(found))}
        self.assertEqual(shown.pop("H44"), ("184513", "144625", "39888"))
        self.assertEqual(shown, published)


class November2023Test(GoldenCase):
    def test_every_unit_of_three_levels_has_its_golden_figures(self):
        case = os.path.join(DEMO, "2023-11")
        root = self.load("2023-11", "--observations", os.path.join(case, "averages.csv"))
        province = self.tree["h99"]
        self.lienthong("import", "--node", province.address, "--observations", os.path.join(case, "observations.csv"))
        self.assert_golden_report(province, "H99", "2023-11")
        answer = self.lienthong("check-report", PUBLISHED, "--against", province.address, "--unit", "H99", "--output",
                                "json", status=FOUND).json
        self.assertEqual([f["rule"] for f in answer["findings"]], ["flow", "score_rate", "score_rate"])
        found = self.figures_of(root, "2023-11")
        self.assert_golden("2023-11.csv", found)
        nation = next(csv.DictReader(io.StringIO(found)))
        for row in csv.DictReader(self.run_script(SQL_CHECK, self.case, "--month", "2023-11", "--cells").splitlines()):
            if row["unit"] == nation["unit"]:  # the sum of all, counted a second way
                self.assertEqual(row["count"], nation[row["line"]], row["line"])


if __name__ == "__main__":
    harness.main()
