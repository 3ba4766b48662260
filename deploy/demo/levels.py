"""Asks the nodes of several levels about the same unit."""

from cluster import Failed

NOT_OF_THE_BOOKS = ("coverage", "name")


def node_of(unit):
    """The name of a unit's own node, where it has one."""
    return unit.lower().replace(".", "-")


class Levels:
    def __init__(self, tree, cli, story, units):
        self._tree, self._cli, self._story = tree, cli, story
        self._units = [u for u in units if node_of(u) in tree.nodes]

    def figures(self, node, unit, month, *options):
        """{unit: row} of `lienthong score` at a node."""
        answer = self._cli.ask("score", "--node", node.address, "--unit", unit, "--period", month, *options)
        if answer is None:
            raise Failed(f"{node.name} is away")
        return {r["unit"]: r for r in answer["rows"]}

    def compare(self, month):
        """Each unit that has a node, there and at the root; returns (equal, all)."""
        story, root = self._story, self._tree.root
        story.show("\n" + self._row("", story.pick("in hand there", "tại nút đó"),
                                    story.pick(f"at {root.name}", f"tại {root.name}")))
        equal = 0
        units = [u for u in self._units if node_of(u) != root.name]
        for unit in units:
            own, top = (self.figures(n, unit, month)[unit] for n in (self._tree.nodes[node_of(unit)], root))
            same = _books(own) == _books(top)
            equal += same
            story.show(self._row(unit, own["in_hand"], top["in_hand"], verdict(story, same)))
        return equal, len(units)

    def _row(self, unit, own, top, text=""):
        return f"{unit:10} {own:>14} {top:>12}  {text}".rstrip()


def verdict(story, same):
    return story.pick("equal", "khớp") if same else story.pick("NOT EQUAL", "KHÔNG KHỚP")


def _books(row):
    return {k: v for k, v in row.items() if k not in NOT_OF_THE_BOOKS}
