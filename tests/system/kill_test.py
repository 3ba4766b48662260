#!/usr/bin/python3
"""kill -9 of a child, of its parent and of both, at random moments of an import: nothing acknowledged is
lost, nothing is counted twice, at any level.

    LIENTHONG_KILLS=50 tests/system/kill_test.py    rounds of each test, default 10
    LIENTHONG_SEED=...                              the same moments again
"""

import os
import random
import threading
import time

import harness
import reference
from reference import COMMUNE, PROVINCE, dossier

ROUNDS = int(os.environ.get("LIENTHONG_KILLS") or 10)
RECORDS = 1200  # a file: three batches, so that a kill falls between two of them


def content(number):
    """A file of new dossiers, and of decisions on half of those of the file before: each record is news."""
    fresh = RECORDS if number == 0 else RECORDS // 2
    records = [dossier(f"f{number}-{n}") for n in range(fresh)]
    if number > 0:
        decided = {"TrangThaiHoSo": "9", "NgayKetThucXuLy": "20240311090000"}
        records += [dossier(f"f{number - 1}-{n}", **decided) for n in range(RECORDS // 2)]
    return reference.bare(records)


class KillTest(harness.SystemTest):
    def setUp(self):
        self.seed = harness.seed()
        self.random = random.Random(self.seed)
        self.files = [self.write(f"{n}.json", content(n)) for n in range(ROUNDS)]
        self.expected, self.seconds = self.calm_run()
        self.root = self.node("root")
        self.child = self.node("child", self.root)
        self.load_reference(self.root, reference.small(("child", "child", "child")), self.child)

    def calm_run(self):
        """[(sequence, figures)] after each file when nobody is killed; and how long one file takes at most."""
        root = self.node("root", place="calm")
        child = self.node("child", root, place="calm")
        self.load_reference(root, reference.small(("child", "child", "child")), child)
        found, longest = [], 0
        for path in self.files:
            begun = time.monotonic()
            self.assertEqual(self.take(child, path)["admitted"], RECORDS)
            longest = max(longest, time.monotonic() - begun)
            found.append((self.sequence(child), self.figures(child, PROVINCE)))
        self.await_same_facts(child, root)
        self.assertEqual(self.figures(root, PROVINCE), found[-1][1])
        self.assertEqual(found[-1][1][COMMUNE]["in_hand"], RECORDS + (ROUNDS - 1) * RECORDS // 2)
        root.terminate()
        child.terminate()
        return found, longest

    def take(self, node, path):
        return self.run_import(node, path, "--unit", COMMUNE)["total"]

    def sequence(self, node, origin="child"):
        heads = self.heads(node, origin)
        self.assertLessEqual(len(heads), 1)  # a kill makes no new epoch
        return sum(sequence for sequence, _ in heads.values())

    def rounds(self, *victims):
        for number, path in enumerate(self.files):
            try:
                self.one_round(path, number, victims)
            except AssertionError as e:
                raise AssertionError(f"seed {self.seed}, round {number}: {e}") from e

    def one_round(self, path, number, victims):
        before = self.sequence(self.child)
        # Half of the imports give up at once, and are run again from outside.
        patience = self.random.choice(("0", "60"))
        running = self.begin("import", "--node", self.child.address, "--source", reference.JSON_SOURCE, "--unit",
                             COMMUNE, "--received-at", reference.ARRIVAL, "--retry-seconds", patience, "--output",
                             "json", path)
        for victim in self.random.sample(victims, len(victims)):
            threading.Event().wait(self.random.uniform(0, self.seconds))  # the moment, not a synchronisation
            victim.kill9()
        for victim in self.random.sample(victims, len(victims)):
            victim.start()
        done = self.finish(running, status=None)
        self.assertIn(done.status, (harness.DONE, harness.UNAVAILABLE), done.err)
        acknowledged = done.json["total"]["admitted"] + done.json["total"]["unchanged"]
        self.assertGreaterEqual(self.sequence(self.child), before + acknowledged)

        again = self.take(self.child, path)

        self.assertEqual((again["refused"], again["parked"]), (0, 0))
        self.assertGreaterEqual(again["unchanged"], acknowledged)
        if done.status == harness.DONE:
            self.assertEqual((acknowledged, again["unchanged"]), (RECORDS, RECORDS))
        self.assert_as_undisturbed(number)

    def assert_as_undisturbed(self, number):
        sequence, figures = self.expected[number]
        self.await_same_facts(self.child, self.root)
        self.assertEqual((self.sequence(self.child), self.sequence(self.root)), (sequence, sequence))
        self.assertEqual(self.figures(self.child, PROVINCE), figures)
        self.assertEqual(self.figures(self.root, PROVINCE), figures)
        self.assertFalse(any(o["divergence"] for n in (self.child, self.root) for o in self.status(n)["origins"]))

    def test_child(self):
        self.rounds(self.child)

    def test_parent(self):
        self.rounds(self.root)

    def test_both(self):
        self.rounds(self.root, self.child)


if __name__ == "__main__":
    harness.main()
