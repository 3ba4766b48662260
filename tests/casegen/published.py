"""Reads the published counts: one row a unit, checked before anything is made of it."""

import csv
from dataclasses import dataclass

REQUIRED = ("code", "level", "received", "on_time", "overdue")
CODE_BYTES_MAX = 32  # leaves room for date and number in a dossier code of 64 bytes
COUNT_MAX = 10_000_000
LEVELS = {"P": "department", "C": "commune"}


class BadCase(Exception):
    """The file of published counts cannot be used; the text says which row and why."""


@dataclass(frozen=True)
class UnitCount:
    code: str
    level: str
    received: int
    on_time: int
    overdue: int


def read_published(path):
    """Returns (province code, units in file order). Raises BadCase."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as f:
            return _check(csv.DictReader(f, strict=True))
    except UnicodeDecodeError as e:
        raise BadCase(f"not UTF-8 at byte {e.start}") from e
    except csv.Error as e:
        raise BadCase(f"not CSV: {e}") from e
    except OSError as e:
        raise BadCase(f"cannot be read: {e.strerror}") from e


def _check(reader):
    missing = [c for c in REQUIRED if c not in (reader.fieldnames or ())]
    if missing:
        raise BadCase("missing column " + ", ".join(missing))
    units, seen, province = [], {}, None
    for row in reader:
        line = reader.line_num
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
    if not all(code.partition(".")):
        raise BadCase(f"line {line}: code {code!r} is not province, dot, unit")
    if len(code.encode()) > CODE_BYTES_MAX or not code.isprintable() or code != code.strip():
        raise BadCase(f"line {line}: code {code[:40]!r} is longer than {CODE_BYTES_MAX} bytes, unprintable or not trimmed")
    if level not in LEVELS:
        raise BadCase(f"line {line}: unit {code!r}: level {level!r} is neither P nor C")
    counts = [_count(row, name, code, line) for name in ("received", "on_time", "overdue")]
    if counts[1] + counts[2] != counts[0]:
        raise BadCase(f"line {line}: unit {code!r}: on_time {counts[1]} + overdue {counts[2]} is not received {counts[0]}")
    return UnitCount(code, level, *counts)


def _count(row, name, code, line):
    text = row[name] or ""
    if not (text.isascii() and text.isdigit() and int(text[:20]) <= COUNT_MAX):
        raise BadCase(f"line {line}: unit {code!r}: {name} {text[:40]!r} is not a count from 0 to {COUNT_MAX}")
    return int(text)


def scale_down(units, divisor):
    """Keeps about one dossier in `divisor`, at least one of what is not zero."""
    scaled = []
    for u in units:
        on_time, overdue = (-(-n // divisor) for n in (u.on_time, u.overdue))
        scaled.append(UnitCount(u.code, u.level, on_time + overdue, on_time, overdue))
    return scaled
