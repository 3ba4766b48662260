"""Sends the files of a case to the nodes that host its desks, as one-stop software would."""

import csv
import os
import threading
from collections import namedtuple
from itertools import groupby

from cluster import START_SECONDS_MAX, UNAVAILABLE, Failed

RETRIES_MAX = 20  # of one import that finds its node gone

# What arrived together from one source of one unit; `last`: nothing more comes from it in this case.
Batch = namedtuple("Batch", "unit source received_at files last bytes")


def batches(case):
    """{node: batches in the order of sending} of a generated case."""
    with open(os.path.join(case, "manifest.csv"), encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    last = {(r["node"], r["unit"], r["source"]): r["received_at"] for r in rows}
    found = {}
    for (node, unit, source, at), group in groupby(
            rows, lambda r: (r["node"], r["unit"], r["source"], r["received_at"])):
        files = [os.path.join(case, node, r["file"]) for r in group]
        found.setdefault(node, []).append(
            Batch(unit, source, at, files, last[node, unit, source] == at, sum(map(os.path.getsize, files))))
    return found


class Feeder(threading.Thread):
    """Sends one child its files in order; runs a command again when the node was gone."""

    def __init__(self, cli, node, batches):
        super().__init__(name=f"feeder-{node.name}", daemon=True)
        self.cli, self.node, self.batches = cli, node, batches
        self.done, self.again, self.failure = 0, 0, None
        self.halfway = threading.Event()  # set when the import in the middle begins
        middle = range(len(batches) // 3, max(len(batches) // 3 + 1, 2 * len(batches) // 3))
        self._victim = max(middle, key=lambda i: batches[i].bytes) if batches else -1

    def run(self):
        try:
            for i, batch in enumerate(self.batches):
                if i == self._victim:
                    self.halfway.set()
                self.send(batch, batch.last)
                self.done += 1
        except Exception as e:  # shown by the main thread
            self.failure = e
        finally:
            self.halfway.set()

    def send(self, batch, complete):
        arguments = ["--unit", batch.unit, "--source", batch.source, "--received-at", batch.received_at]
        if complete:
            arguments += ["--complete-through", batch.received_at]
        for _ in range(RETRIES_MAX):
            status, out, err = self.cli.run("import", "--node", self.node.address, *arguments, *batch.files)
            if status == 0:
                return
            if status != UNAVAILABLE:
                raise Failed(f"import of {batch.files[0]} into {self.node.name} ended with {status}:\n"
                             f"{(err or out).strip()[-2000:]}\n{_rejects(batch.files)}")
            self.again += 1
            if not self.node.await_serving(START_SECONDS_MAX):
                break
        raise Failed(f"import of {batch.files[0]}: node {self.node.name} stays unavailable:\n{self.node.log_tail()}")


def _rejects(files):
    for path in (f + ".rejects.csv" for f in files):
        if os.path.exists(path):
            with open(path, encoding="utf-8", errors="replace") as f:
                return path + ":\n" + "".join(f.readlines()[:6])
    return ""
