"""Books and journals as Arrow and Parquet."""

import os
import subprocess
import sys
import tempfile
import unittest
from decimal import Decimal

import pyarrow.dataset

import lienthong
from lienthong import arrow, chain
from lienthong.v1 import fact_pb2
from test_node import ARRIVAL, HERE, SOURCE, UNIT, instant, many, record
from testbed import NodeTest, vectors


class BooksTest(NodeTest):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.client = lienthong.Client(node=self.node)
        self.addCleanup(self.client.close)

    def test_books_become_parquet_by_unit_and_month_that_duckdb_reads(self):
        decided = record("r-9", status="9", finished=instant("20240308090000"))
        self.client.submit([*many("r", 3), decided], source=SOURCE, unit=UNIT, arrival=ARRIVAL)

        table = arrow.books(self.client, "H99", ["2024-02", "2024-03"])
        arrow.write(table, self.folder)
        arrow.write(table, self.folder)
        rows = pyarrow.dataset.dataset(self.folder, partitioning="hive").to_table().to_pylist()

        self.assertEqual(len(rows), 8)
        row = next(r for r in rows if (r["unit"], r["month"]) == (UNIT, "2024-03"))
        self.assertEqual((row["base"], row["in_time"], row["overdue"], row["ratio"], row["points"], row["resolved_early"]),
                         (4, 1, 3, Decimal("25.00"), Decimal("5.00"), 1))
        self.assertEqual((row["coverage_expected"], row["complete_through"], row["as_of"].isoformat()),
                         (1, None, "2024-03-31T23:59:59+07:00"))
        self.assertTrue(os.path.isdir(os.path.join(self.folder, f"unit={UNIT}", "month=2024-03")))
        example = os.path.join(HERE, "..", "examples", "books_in_duckdb.py")
        out = subprocess.run([sys.executable, example, "H99", self.folder, "2024-03"], check=True, capture_output=True, text=True,
                             env={**os.environ, "LIENTHONG_NODE": self.node}).stdout
        self.assertEqual(out, f"{UNIT} 4 3 75.0\n")


class FactsTest(unittest.TestCase):
    def test_a_journal_is_verified_and_keeps_its_bytes(self):
        vector = vectors("chains")[0]
        run = fact_pb2.Run.FromString(bytes.fromhex(vector["run"]))

        rows = arrow.facts([run]).to_pylist()

        self.assertEqual([r["hash"].hex() for r in rows], [e["hash"] for e in vector["entries"]])
        self.assertEqual([r["fact"].hex() for r in rows], [e["bytes"] for e in vector["entries"]])
        self.assertEqual((rows[0]["kind"], rows[0]["id"], rows[0]["unit"], rows[0]["month"], rows[0]["epoch"]),
                         ("dossier", "H44.13-260701-0001", "300", "2026-07", int(vector["epoch"])))
        with self.assertRaises(chain.BrokenChain):
            arrow.facts([run, run])


if __name__ == "__main__":
    unittest.main()
