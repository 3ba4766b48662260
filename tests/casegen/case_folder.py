"""What a case is, read from a file of published counts or from a folder.

A folder holds what a single file cannot say, each in a file of its own that
`case.ini` names: which accounts the counts are of, a tree of units of any depth and
which node hosts each, the calendar, how many procedures. Names of files may point
into another case's folder. Everything is checked here; the rest trusts it.
"""

import configparser
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from zlib import crc32

from accounts import ACCOUNTS, SIDES, Column
from published import BadCase, UnitCount, check_code, count, read_published, read_table, spread
from wire import SHARES
from worktime import HOURS, Row

UNIT_TYPES = ("nation", "province", "district", "commune", "department", "centre")
NODE_NAME = re.compile(r"[a-z0-9-]{1,40}")
PROCEDURES_MIN, PROCEDURES_MAX = 20, 100_000  # so few that each processing time has one
INI = "case.ini"


@dataclass
class Description:
    """A case before anything is made of it."""

    province: str
    counts: list  # UnitCount of each unit with desks
    columns: tuple = SIDES
    month: tuple = None  # (year, month); None: the caller says
    above: list = field(default_factory=list)  # (code, name, type, parent, node) of units without desks
    nodes: list = field(default_factory=list)  # (node, parent); empty: a province and its children
    calendar: list = None  # rows; None: the usual ones
    procedures: dict = None  # online level -> how many; None: the usual sixty
    online: float = 0.6  # share of histories that are filed online
    shares: dict = field(default_factory=SHARES.copy)  # of what a dossier may have beside its course
    extras_per_mille: int = 40  # histories that must not be counted, beside the counted ones
    only_new: bool = False  # nothing that is on record before the month
    waves: tuple = ((2, 4), (1, 3, 4), (2, 3, 4), (1, 2, 4), (2, 4))
    serial_from: int = 0  # so that the dossiers of two cases never share a code


def read_case(path):
    """Reads a folder or a file of published counts. Raises BadCase."""
    if not os.path.isdir(path):
        province, counts = read_published(path)
        return Description(province, counts)
    ini = configparser.ConfigParser(interpolation=None)
    try:
        with open(os.path.join(path, INI), encoding="utf-8") as f:
            ini.read_file(f)
        return _describe(path, ini)
    except OSError as e:
        raise BadCase(f"{INI} cannot be read: {e.strerror}") from e
    except (configparser.Error, UnicodeDecodeError, ValueError, KeyError) as e:
        raise BadCase(f"{INI}: {e}") from e


def parse_month(text):
    year, dash, month = text.partition("-")
    if not (dash and len(year) == 4 and len(month) == 2 and (year + month).isdigit()
            and year >= "1971" and "01" <= month <= "12"):
        raise BadCase(f"month {text!r} is not yyyy-mm")
    return int(year), int(month)


def _describe(path, ini):
    case, histories = ini["case"], ini["histories"] if ini.has_section("histories") else {}
    totals = _totals(os.path.join(path, case["accounts"]))
    columns = tuple(Column(name, (name,)) for name in totals)
    above, desks = _units(os.path.join(path, case["units"]))
    weights = [int(row["share"]) for row in desks]
    parts = zip(*(spread(n, weights, crc32(name.encode())) for name, n in totals.items()))
    counts = [UnitCount(r["code"], r["type"], tuple(p), r["name"], r["parent"], r["node"])
              for r, p in zip(desks, parts)]
    described = Description(
        next(code for code, _, kind, *_ in above if kind == "province"), counts, columns, parse_month(case["month"]),
        above, _nodes(os.path.join(path, case["nodes"]), {c.node for c in counts} | {row[4] for row in above}),
        _calendar(os.path.join(path, case["calendar"])), {k: int(n) for k, n in ini["procedures"].items()})
    if not PROCEDURES_MIN <= sum(described.procedures.values()) <= PROCEDURES_MAX:
        raise BadCase(f"{INI}: procedures are {PROCEDURES_MIN} to {PROCEDURES_MAX}")
    described.online = float(histories.get("online", described.online))
    described.shares = {name: float(histories.get(name, share)) for name, share in SHARES.items()}
    described.extras_per_mille = int(histories.get("extras_per_mille", described.extras_per_mille))
    described.only_new = histories.get("only_new", "no") == "yes"
    described.serial_from = int(histories.get("serial_from", 0))
    if "waves" in histories:
        described.waves = tuple(tuple(map(int, plan.split())) for plan in histories["waves"].split(","))
    return described


def _totals(path):
    totals = {}
    for line, row in read_table(path, ("account", "count")):
        name = row["account"]
        if name not in ACCOUNTS or name in totals:
            raise BadCase(f"{path}: line {line}: account {name!r} is twice there or none of {', '.join(ACCOUNTS)}")
        totals[name] = count(row["count"], "count", name, line)
    return totals


def _units(path):
    """Returns (units without desks, rows of units with desks); a parent stands before its children."""
    above, desks, seen = [], [], set()
    for line, row in read_table(path, ("code", "name", "type", "parent", "node", "share")):
        code = row["code"]
        if code in seen or row["type"] not in UNIT_TYPES:
            raise BadCase(f"{path}: line {line}: unit {code!r} is twice there or of no known type")
        if row["parent"] not in seen and (row["parent"] or seen):
            raise BadCase(f"{path}: line {line}: unit {code!r}: its parent {row['parent']!r} does not stand before it")
        seen.add(code)
        if row["share"] == "":
            above.append((code, row["name"], row["type"], row["parent"], row["node"]))
        else:
            check_code(code, line)
            count(row["share"], "share", code, line)
            desks.append(row)
    if Counter(kind for _, _, kind, *_ in above)["province"] != 1 or not desks:
        raise BadCase(f"{path}: there is not exactly one province without desks, with units that have some")
    return above, desks


def _nodes(path, used):
    nodes = [(row["node"], row["parent"]) for _, row in read_table(path, ("node", "parent"))]
    names = [n for n, _ in nodes]
    for i, (name, parent) in enumerate(nodes):
        if not NODE_NAME.fullmatch(name) or name in names[:i] or (parent if i == 0 else parent not in names[:i]):
            raise BadCase(f"{path}: node {name!r} is twice there, no [a-z0-9-], or its parent stands not before it")
    if not used <= set(names):
        raise BadCase(f"{path}: no node {', '.join(sorted(used - set(names)))}")
    return nodes


def _calendar(path):
    needed = ("date", "kind", "detail", "source")
    rows = [Row(*(row.get(k) or "" for k in Row._fields)) for _, row in read_table(path, needed)]
    for r in rows:
        date.fromisoformat(r.date)
        if r.kind == "hours" and r.detail != HOURS:
            raise BadCase(f"{path}: histories are told in hours {HOURS}, not {r.detail}")
    return rows
