#!/usr/bin/python3
"""The same files through real nodes and through SQL: every unit's figures agree in every cell that both know.

Only a node has `registered` and `registered_overdue`: the SQL does not count the eight hours of acceptance.
In the province's row both show `moved_in` and `moved_out` net of the subtree.

    LIENTHONG_SEED=... repeats a case; LIENTHONG_CASES=5 tries so many small cases.
"""

import csv
import itertools
import operator
import os
import subprocess
import sys

import harness

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
CASEGEN = os.path.join(TESTS, "casegen", "casegen.py")
SQL_CHECK = os.path.join(TESTS, "sql", "sql_check.py")
PHUTHO = os.path.join(TESTS, "..", "deploy", "demo", "phutho-2026-08.csv")
MONTH = "2026-08"
CASES = int(os.environ.get("LIENTHONG_CASES") or 1)
ONLY_IN_NODES = {"registered", "registered_overdue"}
# Departments and communes; zeros, a prefix of another code, a single dossier. By its place in the list a unit
# sends JSON, CSV or both, with and without instants (tests/casegen/reference.py): the eighth has none.
SMALL = """code,level,received,on_time,overdue
H99.1,P,0,0,0
H99.13,P,2,0,2
H99.130,C,90,70,20
H99.2,C,160,160,0
H99.3,C,120,80,40
H99.4,C,1,1,0
H99.5,C,200,150,50
H99.6,C,150,100,50
H99.7,C,250,150,100
H99.8,C,150,1,149
"""


class SqlAgreementTest(harness.SystemTest):
    def load(self, published, seed, *options):
        """Loads a case as the demo does; returns (folder of the case, province, children, code of the province)."""
        case = os.path.join(self.folder, f"case-{seed}")
        self.run_script(CASEGEN, published, case, "--seed", str(seed), "--nodes", "1", "--month", MONTH, *options)
        manifest = self.read(case, "manifest.csv")
        code = next(u["code"] for u in self.read(case, "units.csv") if u["type"] == "province")
        province = self.node(code.lower(), place=str(seed))
        children = {name: self.node(name, province, place=str(seed)) for name in sorted({r["node"] for r in manifest})}
        self.assertEqual(len(children), 2)
        tables = {}
        for name in ("units", "procedures", "grants", "mappings", "calendar"):
            with open(os.path.join(case, name + ".csv"), encoding="utf-8") as f:
                tables[name] = f.read()
        self.load_reference(province, tables, *children.values())
        self.send(case, manifest, children)
        for child in children.values():
            self.await_same_facts(child, province)
        return case, province, children, code

    def send(self, case, manifest, children):
        batches = itertools.groupby(manifest, operator.itemgetter("node", "unit", "source", "received_at"))
        for (node, unit, source, at), rows in batches:
            files = [os.path.join(case, node, r["file"]) for r in rows]
            total = self.run_import(children[node], *files, "--unit", unit, "--complete-through", at, source=source,
                                    received_at=at)["total"]
            self.assertEqual(total["parked"], 0)

    def run_script(self, *command):
        done = subprocess.run([sys.executable, *command], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=harness.COMMAND_SECONDS_MAX, check=False)
        self.assertEqual(done.returncode, 0, f"{done.stdout}\n{done.stderr}")
        return done.stdout

    def read(self, folder, name):
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as f:
            return list(csv.DictReader(f))

    def assert_agreement(self, case, province, children, code, seed):
        counted = {}
        for row in csv.DictReader(self.run_script(SQL_CHECK, case, "--month", MONTH, "--cells").splitlines()):
            counted.setdefault(row["unit"], {})[row["line"]] = int(row["count"])
        shown = self.figures(province, code, period=MONTH)
        self.assertEqual(set(shown), set(counted))
        cells = {name for name, value in shown[code].items() if isinstance(value, int)} - {"base"}
        self.assertEqual(cells - set(counted[code]), ONLY_IN_NODES)
        self.assertEqual(set(counted[code]) - cells, set())
        differing = [f"{unit} {line}: SQL {n}, node {shown[unit][line]}" for unit, lines in counted.items()
                     for line, n in lines.items() if shown[unit][line] != n]
        self.assertEqual(differing, [], f"seed {seed}")
        for name, child in children.items():
            for unit in {r["unit"] for r in self.read(case, "manifest.csv") if r["node"] == name}:
                self.assertEqual(self.figures(child, unit, period=MONTH)[unit], shown[unit], f"seed {seed}")


class SmallTest(SqlAgreementTest):
    def test_small_cases(self):
        first = harness.seed()
        for seed in range(first, first + CASES):
            published = self.write(f"published-{seed}.csv", SMALL)
            loaded = self.load(published, seed)
            self.assert_agreement(*loaded, seed)
            row = self.score(loaded[1], loaded[3], period=MONTH)
            self.assertEqual((row["in_hand"], row["in_time"], row["points"]), (1123, 712, "12.68"))
            self.assertEqual(row["coverage"]["complete"], row["coverage"]["expected"])
            for node in self.nodes:
                node.end()


class LargeTest(SqlAgreementTest):
    def test_a_province_at_a_fortieth(self):
        self.assert_agreement(*self.load(PHUTHO, 1, "--scale", "40"), 1)


if __name__ == "__main__":
    harness.main()
