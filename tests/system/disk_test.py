#!/usr/bin/python3
"""A disk that really fills up: a small file system of its own (tmpfs). Needs the right to mount."""

import os
import subprocess

import harness
import reference
from reference import COMMUNE, dossier

DISK_BYTES = 96 << 20
RESERVE_BYTES = 32 << 20
RECORDS = 1000
STEP_BYTES = 1 << 20


def many(prefix, count=RECORDS):
    return reference.bare([dossier(f"{prefix}-{n}") for n in range(count)])


class DiskTest(harness.SystemTest):
    def small_disk(self, node):
        """Mounts one for the data of `node`, which is not started yet."""
        os.makedirs(node.data_dir, mode=0o700)
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES},mode=700", "lienthong-test", node.data_dir],
                              check=False, capture_output=True, text=True)
        if made.returncode != 0:
            self.skipTest(f"NOT RUN: no right to mount a file system here: {made.stderr.strip()}")
        self.addCleanup(self.unmount, node)
        node.extra = ["limits:", f"  disk_reserve_bytes: {RESERVE_BYTES}"]

    def unmount(self, node):
        node.end()
        subprocess.run(["umount", node.data_dir], check=True)

    def fill(self, node, free_bytes):
        """Another program's file takes all but `free_bytes`."""
        with open(self.filler(node), "ab", buffering=0) as f:
            while self.free(node) > free_bytes:
                wanted = min(STEP_BYTES, self.free(node) - free_bytes)
                try:
                    os.posix_fallocate(f.fileno(), f.tell(), wanted)
                except OSError:
                    return
                f.seek(0, os.SEEK_END)

    @staticmethod
    def filler(node):
        return os.path.join(node.data_dir, "somebody-elses-file")

    @staticmethod
    def free(node):
        found = os.statvfs(node.data_dir)
        return found.f_bavail * found.f_frsize

    def bring(self, node, prefix, seconds, status=harness.DONE):
        return self.lienthong("import", "--node", node.address, "--source", reference.JSON_SOURCE, "--unit", COMMUNE,
                              "--received-at", reference.ARRIVAL, "--retry-seconds", str(seconds), "--output", "json",
                              self.write(f"{prefix}.json", many(prefix)), status=status)

    def setUp(self):
        self.root = self.new_node("root")
        self.child = self.new_node("child", self.root)

    def begin_with_a_small_disk_at(self, node):
        self.small_disk(node)
        self.root.start()
        self.child.start()
        self.load_reference(self.root, reference.small(("child", "child", "child")), self.child)
        self.assertEqual(self.bring(self.child, "a", 0).json["total"]["admitted"], RECORDS)
        self.await_same_facts(self.child, self.root)

    def assert_all_there_once(self, count):
        self.await_same_facts(self.child, self.root)
        for node in (self.child, self.root):
            self.assertEqual(self.score(node, COMMUNE)["in_hand"], count)
        self.assertEqual(self.figures(self.root, COMMUNE), self.figures(self.child, COMMUNE))

    def test_a_childs_full_disk_refuses_intake_serves_reads_and_recovers(self):
        self.begin_with_a_small_disk_at(self.child)
        self.fill(self.child, RESERVE_BYTES - STEP_BYTES)

        refused = self.bring(self.child, "b", 0, status=harness.UNAVAILABLE)

        self.assertIn("limits.disk_reserve_bytes", refused.err)
        self.assertIn("records are refused", self.child.log_text())
        self.assertTrue(self.status(self.child)["writable"])  # the store is well
        self.assertEqual(self.score(self.child, COMMUNE)["in_hand"], RECORDS)

        waiting = self.begin("import", "--node", self.child.address, "--source", reference.JSON_SOURCE, "--unit", COMMUNE,
                             "--received-at", reference.ARRIVAL, "--retry-seconds", "60", "--output", "json",
                             os.path.join(self.folder, "b.json"))
        os.remove(self.filler(self.child))
        self.assertEqual(self.finish(waiting).json["total"]["admitted"], RECORDS)
        self.assertIn("there is room again", self.child.log_text())
        self.assert_all_there_once(2 * RECORDS)

    def test_a_parents_full_disk_leaves_the_child_collecting_and_catches_up(self):
        self.begin_with_a_small_disk_at(self.root)
        self.fill(self.root, RESERVE_BYTES - STEP_BYTES)

        self.bring(self.child, "b", 0)

        self.wait_until("the child says why it waits", lambda: "limits.disk_reserve_bytes"
                        in self.status(self.child)["parent"]["last_error"])
        self.assertEqual(self.score(self.root, COMMUNE)["in_hand"], RECORDS)
        self.assertEqual(self.score(self.child, COMMUNE)["in_hand"], 2 * RECORDS)
        self.assertTrue(self.status(self.root)["writable"])

        os.remove(self.filler(self.root))
        self.assert_all_there_once(2 * RECORDS)


if __name__ == "__main__":
    harness.main()
