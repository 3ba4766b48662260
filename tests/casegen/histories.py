"""Draws the histories of a unit until they come to its counts, exactly."""

import random
from collections import namedtuple

import accounts
import in_time
import kinds
import overdue
import reference
from history import Maker
from published import BadCase

DRAWS_MAX = 200_000  # in a row without use: some count cannot be reached
MOVED_MAX = 3  # of each side between two units
MOVED_SHARE = 10  # at most one dossier in so many is one that was moved

Transfer = namedtuple("Transfer", "origin target number overdue column")


def of(case, unit, draw):
    """Yields (source, states instants, history) of a unit, but for what is moved in."""
    left = list(unit.count.counts)
    for move in case.transfers:
        if move.target == unit.number:
            left[move.column] -= 1
    columns, calendar = case.description.columns, case.calendar
    makers = {stated: Maker(calendar, draw, stated, case.description.online) for stated in (False, True)}
    urns = _urns(calendar)
    missed = 0
    while any(left):
        if missed == DRAWS_MAX:
            wanted = {c.name: n for c, n in zip(columns, left) if n}
            raise BadCase(f"unit {unit.code!r}: no kind of history comes to {wanted}")
        source, stated = _wire_of(unit, draw)
        side = "over" if accounts.is_late(columns[_pick(left, draw)]) else "in"
        if side == "over" and draw() < 0.01:
            side = "both"
        h = kinds.tell(urns[stated, side].draw(draw), makers[stated])
        found = accounts.columns_of(h, calendar, columns)
        if not found or any(found.count(i) > left[i] for i in found) or not _may_be(case, h):
            missed += 1
            continue
        missed = 0
        for i in found:
            left[i] -= 1
        yield source, stated, h
    for _ in range(-(-unit.count.received * case.description.extras_per_mille // 1000)):
        source, stated = _wire_of(unit, draw)
        yield source, stated, kinds.tell(urns[stated, "none"].draw(draw), makers[stated])


def _urns(calendar):
    return {(stated, name): kinds.Urn(entries, stated, calendar)
            for stated in (False, True)
            for name, entries in (("in", kinds.IN_TIME), ("over", kinds.OVERDUE), ("both", kinds.BOTH),
                                  ("none", kinds.NOT_COUNTED))}


def _wire_of(unit, draw):
    use_csv = unit.has_csv and (not unit.has_json or draw() < 0.5)
    return (reference.CSV_SOURCE if use_csv else reference.JSON_SOURCE), use_csv and unit.csv_states_instants


def _pick(left, draw):
    """A column, each as likely as what is left of it."""
    x = draw() * sum(left)
    for i, n in enumerate(left):
        x -= n
        if x < 0:
            return i
    return next(i for i, n in enumerate(left) if n)


def _may_be(case, h):
    return not case.description.only_new or h.filed >= case.calendar.start


def transfers(case):
    """A few dossiers that move between units of one node whose CSV states instants."""
    by_node = {}
    for u in case.units:
        if u.has_csv and u.csv_states_instants and u.count.received >= 2 * MOVED_SHARE:
            by_node.setdefault(u.node, []).append(u)
    moves = []
    for us in by_node.values():
        for origin, target in zip(us, us[1:]):
            moves += _between(case, origin, target)
    return moves


def _between(case, origin, target):
    moves, taken = [], [0] * len(target.count.counts)
    for number in range(2 * MOVED_MAX):
        move = Transfer(origin.number, target.number, number, number >= MOVED_MAX, None)
        h, _ = moved(case, move)
        found = accounts.columns_of(h, case.calendar, case.description.columns)
        if found and (taken[found[0]] + 1) * MOVED_SHARE <= target.count.counts[found[0]] and _may_be(case, h):
            taken[found[0]] += 1
            moves.append(move._replace(column=found[0]))
    return moves


def moved(case, move):
    """Returns (history, random source) of a transferred dossier, the same for both ends."""
    origin, target = case.units[move.origin], case.units[move.target]
    rng = random.Random(f"{case.seed}/{origin.code}/{target.code}/{move.number}")
    maker = Maker(case.calendar, rng.random, True, case.description.online)
    return kinds.tell(overdue.transferred_overdue if move.overdue else in_time.transferred_in_time, maker), rng
