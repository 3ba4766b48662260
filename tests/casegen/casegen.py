#!/usr/bin/python3
"""Writes a case: files of dossier histories that come to given published counts.

    casegen.py CASE OUTDIR [--seed N] [--nodes K] [--month 2026-08] [--scale N]

CASE is a CSV of published counts or a folder with a case.ini. See README.md beside
this file. Exit status: 0 written, 2 the input cannot be used.
"""

import argparse
import multiprocessing
import os
import random
import sys
import time
from collections import Counter, namedtuple
from dataclasses import dataclass

import histories
import reference
import wire
from case_folder import Description, parse_month, read_case
from published import BadCase, scale_down
from worktime import Calendar

# When files are sent: days after the first of the month or of the next one, hour.
WAVES = {1: ("month", 9, 20), 2: ("month", 19, 20), 3: ("next", 0, 6), 4: ("next", 7, 8)}
MONTH = "2026-08"

Part = namedtuple("Part", "node file unit source received_at wave")


@dataclass
class Case:
    """Everything that the workers share; small."""

    outdir: str
    seed: int
    description: Description
    calendar: Calendar
    units: list
    catalogue: reference.Catalogue
    transfers: list = ()


def main(argv=None):
    args = _arguments(argv)
    begun = time.monotonic()
    try:
        case = plan(read_case(args.case), args)
        print(f"casegen: seed {case.seed}, {len(case.units)} units, "
              f"{sum(u.count.received for u in case.units)} dossiers in hand", flush=True)
        total = write(case, args.jobs)
    except BadCase as e:
        print(f"casegen: {args.case}: {e}", file=sys.stderr)
        return 2
    print(f"casegen: {total['dossiers']} histories, {total['records']} records, {total['files']} files, "
          f"{time.monotonic() - begun:.1f} s", flush=True)
    return 0


def _arguments(argv):
    parser = argparse.ArgumentParser(prog="casegen.py", description=__doc__.split("\n")[0])
    parser.add_argument("case", help="CSV with code,level,received,on_time,overdue, or a folder with a case.ini")
    parser.add_argument("outdir", help="a folder that does not exist yet or is empty")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--nodes", type=int, default=4, help="nodes that host communes (default 4)")
    parser.add_argument("--month", default=None, help=f"yyyy-mm (default {MONTH}, or as the folder says)")
    parser.add_argument("--scale", type=int, default=1, help="keep about one dossier in N (default all)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    args = parser.parse_args(argv)
    if not (1 <= args.nodes <= 999 and args.scale >= 1 and args.jobs >= 1):
        parser.error("--nodes is 1 to 999, --scale and --jobs are at least 1")
    return args


def plan(described, args):
    """What is to be written, and where. Raises BadCase."""
    if os.path.isdir(args.outdir) and os.listdir(args.outdir):
        raise BadCase(f"{args.outdir} is not empty")
    calendar = Calendar(*(parse_month(args.month) if args.month else described.month or parse_month(MONTH)),
                        described.calendar)
    counts = scale_down(described.counts, args.scale) if args.scale > 1 else described.counts
    units = reference.units(described.province, counts, args.nodes)
    case = Case(args.outdir, args.seed, described, calendar, units, reference.Catalogue(described.procedures))
    case.transfers = histories.transfers(case)
    return case


def write(case, jobs):
    """Writes the whole case; returns counters."""
    for node in {u.node for u in case.units}:
        os.makedirs(os.path.join(case.outdir, node), exist_ok=True)
    _write_reference(case)
    order = sorted(range(len(case.units)), key=lambda i: -case.units[i].count.received)
    if jobs == 1:
        results = [write_unit(case, i) for i in order]
    else:
        with multiprocessing.Pool(jobs, _start, (case,)) as pool:
            results = list(pool.imap(_write_unit, order, chunksize=1))
    parts = sorted((p for parts, _ in results for p in parts), key=lambda p: (p.wave, p.node, p.file))
    reference.table(case.outdir, "manifest.csv", "node,file,unit,source,received_at", [p[:5] for p in parts])
    header = ",".join(["code", "received", *(c.name for c in case.description.columns), "accepted_after"])
    after = {i: counters["accepted_after"] for i, (_, counters) in zip(order, results)}
    reference.table(case.outdir, "published.csv", header,
                    [(u.code, u.count.received, *u.count.counts, after[u.number]) for u in case.units])
    return sum((c for _, c in results), Counter())


def _write_reference(case):
    described = case.description
    above, nodes, root = described.above, described.nodes, reference.node_prefix(described.province)
    if not above:
        above = [(described.province, f"Tỉnh {described.province} (giả định)", "province", "", root)]
    if not nodes:
        nodes = [(root, "")] + [(n, root) for n in sorted({u.node for u in case.units})]
    reference.write(case.outdir, above, case.units, nodes, case.catalogue, case.calendar)


_case = None


def _start(case):
    global _case
    _case = case


def _write_unit(number):
    return write_unit(_case, number)


def arrivals(case, unit):
    """[(wave, instant)] at which the unit's files arrive."""
    cal, jitter, plans = case.calendar, unit.number * 37 % 50 * 60, case.description.waves
    base = {"month": cal.first, "next": cal.next_first}
    return [(w, (base[WAVES[w][0]] + WAVES[w][1]) * 86_400 + WAVES[w][2] * 3600 + jitter)
            for w in plans[unit.number % len(plans)]]


def write_unit(case, number):
    """Writes the files of one unit; returns (parts, counters)."""
    unit = case.units[number]
    waves = arrivals(case, unit)
    stamp = case.calendar.stamp
    writers = {s: w(unit, stamp) for s, w in
               ((reference.JSON_SOURCE, wire.JsonWriter), (reference.CSV_SOURCE, wire.CsvWriter)) if s in unit.sources}
    records = {s: [[] for _ in waves] for s in writers}
    counters = Counter()
    for source, dossier, sent in tell(case, unit, [at for _, at in waves]):
        h = dossier.history
        counters["dossiers"] += 1
        counters["accepted_after"] += h.accepted is not None and h.accepted > case.calendar.end
        writer, lists = writers[source], records[source]
        for w, n in sent:
            lists[w].append(writer.record(dossier, n, int(h.transfer is not None and n >= h.transfer)))
    parts = []
    for source, lists in records.items():
        for (wave, at), found in zip(waves, lists):
            _write_wave(case, unit, source, writers[source], (wave, stamp(at)), found, parts)
            counters["records"] += len(found)
    counters["files"] = len(parts)
    return parts, counters


def _write_wave(case, unit, source, writer, arrival, records, parts):
    wave, received_at = arrival
    for part, begin in enumerate(range(0, max(1, len(records)), wire.RECORDS_A_FILE), 1):
        # Every unit speaks at least once: a file without records says "nothing here".
        if not records and wave != max(WAVES):
            return
        name = f"w{wave}.{wire.file_stem(unit.code)}.part{part:03d}.{writer.suffix}"
        text = writer.file(records[begin:begin + wire.RECORDS_A_FILE], part + unit.number + wave)
        with open(os.path.join(case.outdir, unit.node, name), "w", encoding="utf-8", newline="") as f:
            f.write(text)
        parts.append(Part(unit.node, name, unit.code, source, received_at, wave))


def tell(case, unit, at):
    """Yields (source, dossier, messages) of a unit; what is moved in or out comes last."""
    rng = random.Random(f"{case.seed}/{unit.code}")
    first = case.description.serial_from + 1
    for serial, (source, stated, h) in enumerate(histories.of(case, unit, rng.random), first):
        dossier = _dossier(case, h, _code(case, unit, h, serial), [unit], source, stated, rng)
        yield source, dossier, wire.messages(h, at, rng.random, stated)
    for move in case.transfers:
        if unit.number in (move.origin, move.target):
            yield _moved(case, move, unit, at)


def _dossier(case, h, code, units, source, stated, rng):
    salt = rng.getrandbits(32)
    # An appointment made again stands in the list only; the rest rows can say too.
    listed = not stated or source == reference.JSON_SOURCE or any(s[2] for s in h.supplements) or salt & 64 == 0
    if not listed and h.supplements:
        h.keep_order = True
    procedure = case.catalogue.choose(h.days, h.online, salt >> 5)
    return wire.Dossier(code, h, procedure, units, salt, listed, case.description.shares)


def _code(case, unit, h, serial):
    """A code in the old form (lowest level first, four parts), the new one, or with a long number."""
    day = case.calendar.day_text(h.filed)[2:]
    if serial % 5 == 0:
        parts = unit.code.split(".")
        lowest_first = ".".join(["000", "00"][:4 - len(parts)] + parts[::-1])
        return f"{lowest_first}-{day}-{serial:04d}"
    if serial % 7 == 0:
        return f"{unit.code}-{day}-{serial:010d}"
    return f"{unit.code}-{day}-{serial:04d}"


def _moved(case, move, unit, at):
    """The part of a transferred dossier that this unit reports: both ends tell the same history."""
    origin, target = case.units[move.origin], case.units[move.target]
    h, rng = histories.moved(case, move)
    dossier = _dossier(case, h, _code(case, origin, h, 900_001 + move.number), [origin, target],
                       reference.CSV_SOURCE, True, rng)
    if unit is origin:
        sent = [(next(w for w, t in enumerate(at) if t > h.events[n][0]), n) for n in range(h.transfer)]
    else:
        sent = [(len(at) - 1, n) for n in range(h.transfer, len(h.events))]
    return reference.CSV_SOURCE, dossier, sent


if __name__ == "__main__":
    sys.exit(main())
