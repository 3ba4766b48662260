"""Reads the published counts of the units of one province: a row a unit, checked before anything is made of it."""

import csv
from dataclasses import dataclass

from accounts import SIDES

REQUIRED = ("code", "level", "received", "on_time", "overdue")
CODE_BYTES_MAX = 32  # leaves room for date and number in a dossier code of 64 bytes
COUNT_MAX = 10_000_000
LEVELS = {"P": "department", "C": "commune"}


class BadCase(Exception):
    """The case cannot be used; the text says which row and why."""


@dataclass(frozen=True)
class UnitCount:
    """A unit with desks and the counts it has to come to, in the order of the case's columns."""

    code: str
    type: str
    counts: tuple
    name: str = ""  # empty: one is made up
    parent: str = ""  # empty: the province
    node: str = ""  # empty: placed by size

    @property
    def received(self):
        return sum(self.counts)


def read_table(path, required):
    """Rows of a CSV as dictionaries with their line numbers. Raises BadCase."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as f:
            reader = csv.DictReader(f, strict=True)
            missing = [c for c in required if c not in (reader.fieldnames or ())]
            if missing:
                raise BadCase("missing column " + ", ".join(missing))
            return [(reader.line_num, row) for row in reader]
    except UnicodeDecodeError as e:
        raise BadCase(f"not UTF-8 at byte {e.start}") from e
    except csv.Error as e:
        raise BadCase(f"not CSV: {e}") from e
    except OSError as e:
        raise BadCase(f"cannot be read: {e.strerror}") from e


def read_published(path):
    """Returns (province code, units in file order). Raises BadCase."""
    units, seen, province = [], {}, None
    for line, row in read_table(path, REQUIRED):
        unit = _unit(row, line)
        if unit.code in seen:
            raise BadCase(f"line {line}: unit {unit.code!r} stands on line {seen[unit.code]} already")
        seen[unit.code] = line
        head = unit.code.split(".", 1)[0]
        province = province or head
        if head != province:
            raise BadCase(f"line {line}: unit {unit.code!r} is not of province {province!r} like those before it")
        units.append(unit)
    if not units:
        raise BadCase("no unit in it")
    return province, units


def _unit(row, line):
    code, level = row["code"] or "", row["level"] or ""
    check_code(code, line)
    if level not in LEVELS:
        raise BadCase(f"line {line}: unit {code!r}: level {level!r} is neither P nor C")
    received, *sides = (count(row[name], name, f"unit {code!r}", line)
                        for name in ("received", *(c.name for c in SIDES)))
    if sum(sides) != received:
        raise BadCase(f"line {line}: unit {code!r}: on_time {sides[0]} + overdue {sides[1]} is not received {received}")
    return UnitCount(code, LEVELS[level], tuple(sides))


def check_code(code, line):
    if not all(code.partition(".")):
        raise BadCase(f"line {line}: code {code!r} is not province, dot, unit")
    if len(code.encode()) > CODE_BYTES_MAX or not code.isprintable() or code != code.strip():
        raise BadCase(f"line {line}: code {code[:40]!r} is longer than {CODE_BYTES_MAX} bytes, unprintable or not trimmed")


def count(text, name, whose, line):
    text = text or ""
    if not (text.isascii() and text.isdigit() and int(text[:20]) <= COUNT_MAX):
        raise BadCase(f"line {line}: {whose}: {name} {text[:40]!r} is not a count from 0 to {COUNT_MAX}")
    return int(text)


def scale_down(units, divisor):
    """Keeps about one dossier in `divisor`, at least one of what is not zero."""
    return [UnitCount(u.code, u.type, tuple(-(-n // divisor) for n in u.counts), u.name, u.parent, u.node)
            for u in units]


def spread(total, weights, turn):
    """Splits a count over weights: exactly `total`, each share within one of its due; `turn` moves the remainders."""
    whole, above, parts = sum(weights), 0, []
    for w in weights:
        below, above = above, above + w
        parts.append((above * total + turn % whole) // whole - (below * total + turn % whole) // whole)
    return parts
