"""The tree of nodes of a case: started, given its reference data, waited for."""

import csv
import os
import time

from cluster import POLL_SECONDS, Authority, Failed, Node
from link import Link

STANDSTILL_SECONDS_MAX = 60  # without any progress before the demo gives up
AWAY = 1 << 40  # how far a node is behind that cannot be asked
REFERENCE = ("units", "procedures", "grants", "mappings", "calendar")


def rows(case, name):
    """The rows of one of a case's tables."""
    with open(os.path.join(case, name + ".csv"), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


class Tree:
    """The nodes of a case by name, parents first. Used from the main thread."""

    def __init__(self, binary, folder, cli):
        self._binary, self._folder, self._cli = binary, folder, cli
        self.nodes, self.links = {}, {}

    def start(self, case, cuttable=()):
        """Starts what nodes.csv of a case names; the way up of `cuttable` ones leads through a link."""
        authority = Authority(self._cli, self._folder)
        for row in rows(case, "nodes"):
            name, parent = row["node"], self.nodes.get(row["parent"])
            if name in cuttable:
                parent = self.links[name] = Link(parent)
            self.nodes[name] = Node(self._binary, self._folder, name, authority, parent)
            self.nodes[name].start()

    @property
    def root(self):
        return next(iter(self.nodes.values()))

    def below(self, name):
        """Names of the nodes under one, in order."""
        found = [name]
        for n in self.nodes.values():
            parent = getattr(n.parent, "to", n.parent)
            if parent is not None and parent.name in found:
                found.append(n.name)
        return found[1:]

    def above(self, name):
        """Names of the nodes over one, the nearest first."""
        found, parent = [], self.nodes[name].parent
        while parent is not None:
            parent = getattr(parent, "to", parent)
            found.append(parent.name)
            parent = parent.parent
        return found

    def load_reference(self, case, *more):
        """Imports a case's tables and more files at the root and waits until every node holds them."""
        files = [a for name in REFERENCE for a in ("--" + name, os.path.join(case, name + ".csv"))]
        self.must("reference", "import", "--node", self.root.address, *files, *more)
        self.await_reference()

    def await_reference(self):
        """An import of dossiers before it would name units that a child does not know yet."""
        deadline = time.monotonic() + STANDSTILL_SECONDS_MAX
        while len({self._reference(n) for n in self.nodes.values()}) > 1:
            self.check()
            if time.monotonic() > deadline:
                behind = {n.name: self._reference(n) for n in self.nodes.values()}
                raise Failed(f"reference data does not arrive: {behind}\n{self.root.log_tail()}")
            time.sleep(POLL_SECONDS)

    def _reference(self, node):
        answer = self._cli.ask("status", "--node", node.address) or {}
        return (answer.get("reference") or {}).get("sequence")

    def must(self, *arguments):
        """Output of a command that must succeed."""
        status, out, err = self._cli.run(*arguments)
        if status != 0:
            raise Failed(f"lienthong {' '.join(arguments[:2])} ended with {status}:\n{(err or out).strip()[-2000:]}")
        return out

    def check(self):
        for n in self.nodes.values():
            if not n.alive():
                raise Failed(f"node {n.name} died by itself:\n{n.log_tail()}")

    def heads(self, node, of=None):
        """{epoch: sequence} of the own facts of `of` as `node` holds them; None while it is away."""
        return self._heads(self._cli.ask("status", "--node", node.address), of or node)

    def _heads(self, answer, of):
        if answer is None:
            return None
        return {o["epoch"]: int(o["sequence"]) for o in answer["origins"] if o["node"] == of.name}

    def await_facts(self, name, of=None):
        """Polls until a node holds everything that each of `of` (all below it) holds; returns its status."""
        upper, best, since = self.nodes[name], None, time.monotonic()
        while True:
            self.check()
            held = self._cli.ask("status", "--node", upper.address)
            lag = {n: self._lag(self.nodes[n], held) for n in (self.below(name) if of is None else of)}
            if held is not None and not any(lag.values()):
                return held
            if best is None or sum(lag.values()) < best:
                best, since = sum(lag.values()), time.monotonic()
            if time.monotonic() - since > STANDSTILL_SECONDS_MAX:
                behind = ", ".join(f"{n} by {k}" for n, k in lag.items() if k)
                raise Failed(f"{name} stands still, behind {behind}:\n{upper.log_tail()}")
            time.sleep(POLL_SECONDS)

    def _lag(self, node, held):
        own = self.heads(node)
        if own is None or held is None:
            return AWAY
        there = self._heads(held, node)
        return sum(max(0, n - there.get(epoch, 0)) for epoch, n in own.items())

    def close(self):
        """Ends everything; returns the names of those that had to be ended by force."""
        for n in reversed(self.nodes.values()):
            n.ask_to_stop()
        forced = [n.name for n in reversed(self.nodes.values()) if not n.stop()]
        for link in self.links.values():
            link.close()
        return forced
