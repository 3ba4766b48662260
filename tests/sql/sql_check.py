#!/usr/bin/python3
"""Counts the files of a case in SQL, independently of the product and of the case generator.

    sql_check.py CASEDIR [--month 2026-08] [--cells | --movements] [--expect FILE] [--published FILE]

Exit status: 0 equal, 1 cells differ, 2 cannot be counted. See README.md beside this file.
"""

import argparse
import csv
import json
import os
import re
import sqlite3
import sys
from datetime import date
from itertools import groupby
from operator import itemgetter

from load import load
from timeline import RANK, Dossier, NotCovered
from office_hours import DAY, WorkingTime

LINES = ("carried_over new new_online reopened moved_in moved_out in_hand resolved_early resolved_on_day resolved_late "
         "resolved_no_due cancelled_in_time cancelled_late cancelled_no_due open_in_time open_overdue open_no_due "
         "paused_in_time paused_overdue due due_in_time finish_not_stated in_time overdue").split()

# The words of a source resolved: code, else mapping; a unit also by its name.
MESSAGES = """
SELECT w.*, CAST(coalesce(ms.target, w.TrangThaiHoSo) AS INTEGER) AS status,
       coalesce(mc.target, w.KenhThucHien) AS channel, coalesce(p.code, mp.target) AS procedure,
       coalesce(uc.code, un.code, mu.target, nullif(w.NoiNopHoSo, ''), w.reporter) AS handler
  FROM wire w
  LEFT JOIN mappings ms ON ms.source = w.source AND ms.kind = 'status' AND ms.value = w.TrangThaiHoSo
  LEFT JOIN mappings mc ON mc.source = w.source AND mc.kind = 'channel' AND mc.value = w.KenhThucHien
  LEFT JOIN mappings mp ON mp.source = w.source AND mp.kind = 'procedure' AND mp.value = w.MaTTHC
  LEFT JOIN mappings mu ON mu.source = w.source AND mu.kind = 'unit' AND mu.value = w.DonViXuLy
  LEFT JOIN procedures p ON p.code = w.MaTTHC
  LEFT JOIN units uc ON uc.code = w.DonViXuLy
  LEFT JOIN units un ON un.name = w.DonViXuLy
 ORDER BY w.MaHoSo, w.seq"""


def main(argv=None):
    args = _arguments(argv)
    try:
        db = count(args.casedir, args.month)
    except NotCovered as e:
        print(f"sql_check: not covered: {e}", file=sys.stderr)
        return 2
    cells = read_cells(db)
    if args.cells:
        _print(("unit", "line", "count"), sorted((u, line, n) for (u, line), n in cells.items()))
    if args.movements:
        _print(("unit", "day", "from", "to", "count"), movements(db))
    bad = [f"{u}: in hand {cells[u, 'in_hand']} is not in time + overdue" for u in sorted({u for u, _ in cells})
           if cells[u, "in_hand"] != cells[u, "in_time"] + cells[u, "overdue"]]
    if args.expect:
        bad += compare(cells, read_expected(args.expect), args.expect)
    if args.published:
        bad += compare(cells, read_published(args.published, province(db)), args.published)
    for line in bad[:200]:
        print(line, file=sys.stderr)
    return 1 if bad else 0


def _arguments(argv):
    parser = argparse.ArgumentParser(prog="sql_check.py", description=__doc__.split("\n")[0])
    parser.add_argument("casedir")
    parser.add_argument("--month", default="2026-08", help="the period, yyyy-mm (default 2026-08)")
    parser.add_argument("--cells", action="store_true", help="print unit,line,count, sorted")
    parser.add_argument("--movements", action="store_true", help="print unit,day,from,to,count of the month")
    parser.add_argument("--expect", help="cells to compare with: the CSV of --cells, or JSON of `lienthong score`")
    parser.add_argument("--published", help="CSV with code,received,on_time,overdue to compare with")
    return parser.parse_args(argv)


def count(folder, month):
    """Returns a database in which count.sql has run."""
    db = sqlite3.connect(":memory:")
    db.row_factory = sqlite3.Row
    db.executescript("PRAGMA synchronous=OFF; PRAGMA case_sensitive_like=ON;")
    load(db, folder)
    db.executescript("CREATE INDEX m ON mappings(source, kind, value); CREATE INDEX u ON units(code);"
                     "CREATE INDEX n ON units(name); CREATE INDEX p ON procedures(code);")
    year, number = map(int, month.split("-"))
    first = date(year, number, 1).toordinal()
    after = date(year + number // 12, number % 12 + 1, 1).toordinal()
    clock = WorkingTime(db.execute("SELECT * FROM calendar").fetchall(), first - 1500, after + 400)
    db.create_function("worked", 2, clock.between, deterministic=True)
    db.create_function("later", 2, clock.after, deterministic=True)
    db.execute("CREATE TABLE period (start, end, second_request_since)")
    limit = db.execute("SELECT date FROM calendar WHERE kind = 'supplement_limit'").fetchone()
    limited_from = date.fromisoformat(limit[0]) if limit else date.max
    db.execute("INSERT INTO period VALUES (?,?,?)", (first * DAY, after * DAY - 1, limited_from.toordinal() * DAY))
    _gather(db, clock)
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "count.sql"), encoding="utf-8") as f:
        db.executescript(f.read())
    return db


def _gather(db, clock):
    """Fills dossier, entry and appointment from the messages."""
    db.executescript("CREATE TABLE dossier (code PRIMARY KEY, accepted, due, online);"
                     "CREATE TABLE entry (dossier, t, rank, status, stated, request, unit);"
                     "CREATE TABLE appointment (dossier, made, due);")
    days = dict(db.execute("SELECT code, processing_days FROM procedures").fetchall())
    dossiers, entries, appointments = [], [], []
    for code, messages in groupby(db.execute(MESSAGES), itemgetter("MaHoSo")):
        d = Dossier(list(messages), clock.close)
        due = d.promised
        if due is None and d.accepted is not None and days[d.procedure] != "":
            due = clock.promise(d.accepted, int(days[d.procedure]))
        dossiers.append((code, d.accepted, due, d.channel == "2"))
        units = iter([d.unit])  # the first entry carries the first unit
        for (t, status, request), unit in sorted(d.entries.items(), key=lambda e: (e[0][0], RANK[e[0][1]])):
            entries.append((code, t, RANK[status], status, 1, request, next(units, unit)))
        entries += [(code, t, RANK[s], s, 0, "", next(units, None)) for t, s in d.inferred]
        appointments += [(code, made, new) for made, new in d.appointments()]
    db.executemany("INSERT INTO dossier VALUES (?,?,?,?)", dossiers)
    db.executemany("INSERT INTO entry VALUES (?,?,?,?,?,?,?)", entries)
    db.executemany("INSERT INTO appointment VALUES (?,?,?)", appointments)


def province(db):
    return db.execute("SELECT code FROM units WHERE parent = ''").fetchone()[0]


def read_cells(db):
    """{(unit, line): count} of all units, zeros included, and of the province as their sum."""
    root = province(db)
    cells = {(u, line): 0 for u, in db.execute("SELECT code FROM units") for line in LINES}
    for unit, line, n in db.execute("SELECT unit, line, n FROM cell"):
        cells[unit, line] += n
        if line not in ("moved_in", "moved_out"):  # net of its own subtree
            cells[root, line] += n
    return cells


def movements(db):
    """Rows (unit, day, from, to, count) of the month."""
    rows = db.execute("SELECT unit, t / 86400 AS day, source, target, count(*) FROM movement, period "
                      "WHERE t BETWEEN period.start AND period.end GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4")
    return [(u, date.fromordinal(day).isoformat(), a, b, n) for u, day, a, b, n in rows]


def read_expected(path):
    """{(unit, line): count} from the CSV of --cells or the JSON of `lienthong score`."""
    with open(path, encoding="utf-8", newline="") as f:
        text = f.read()
    if not text.lstrip().startswith("{"):
        return {(r["unit"], r["line"]): int(r["count"]) for r in csv.DictReader(text.splitlines())}
    found = {}
    for row in json.loads(text)["rows"]:
        for name, value in {**row, **(row.get("figures") or {})}.items():
            line = re.sub("[A-Z]", lambda c: "_" + c[0].lower(), name)
            if line in LINES:
                found[row["unit"], line] = int(value)
    return found


def read_published(path, root):
    names = (("received", "in_hand"), ("on_time", "in_time"), ("overdue", "overdue"))
    with open(path, encoding="utf-8-sig", newline="") as f:
        found = {(r["code"], line): int(r[name]) for r in csv.DictReader(f) for name, line in names}
    for _, line in names:
        found[root, line] = sum(n for (u, what), n in found.items() if what == line)
    return found


def compare(cells, expected, what):
    """Lines that name the differing cells; prints how many units are equal."""
    bad, known = [], {k: n for k, n in expected.items() if k[1] in LINES}
    for (unit, line), n in sorted(known.items()):
        counted = cells.get((unit, line), 0)
        if counted != n:
            bad.append(f"{unit},{line}: counted {counted}, {what} says {n}")
    units = {u for u, _ in known}
    wrong = {line.split(",")[0] for line in bad}
    print(f"{len(units) - len(units & wrong)} of {len(units)} units, {len(known) - len(bad)} of {len(known)} cells equal",
          file=sys.stderr)
    return bad if known else [f"{what}: no cell in it"]


def _print(header, rows):
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
