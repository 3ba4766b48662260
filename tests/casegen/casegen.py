#!/usr/bin/python3
"""Writes a case: files of dossier histories that come to given published counts.

    casegen.py PUBLISHED.csv OUTDIR [--seed N] [--nodes K] [--month 2026-08] [--scale N]

See README.md beside this file. Exit status: 0 written, 2 the input cannot be used.
"""

import argparse
import csv
import multiprocessing
import os
import random
import sys
import time
from collections import Counter, namedtuple
from dataclasses import astuple

import in_time
import kinds
import overdue
import reference
import wire
from history import Maker
from published import REQUIRED, BadCase, read_published, scale_down
from worktime import Calendar

EXTRAS_PER_MILLE = 40  # histories that must not be counted, beside the counted ones
# When files are sent: days after the first of the month or of the next one, hour.
WAVES = {1: ("month", 9, 20), 2: ("month", 19, 20), 3: ("next", 0, 6), 4: ("next", 7, 8)}
WAVE_PLANS = ((2, 4), (1, 3, 4), (2, 3, 4), (1, 2, 4), (2, 4))

Case = namedtuple("Case", "outdir seed calendar year units procedures transfers")
Transfer = namedtuple("Transfer", "origin target number overdue")
Part = namedtuple("Part", "node file unit source received_at wave")


def main(argv=None):
    args = _arguments(argv)
    begun = time.monotonic()
    try:
        year, month = _month(args.month)
        province, counts = read_published(args.published)
        case = plan(province, counts, args, year, month)
    except BadCase as e:
        print(f"casegen: {args.published}: {e}", file=sys.stderr)
        return 2
    print(f"casegen: seed {case.seed}, {len(case.units)} units, "
          f"{sum(u.count.received for u in case.units)} dossiers in hand", flush=True)
    total = write(case, province, args.jobs)
    print(f"casegen: {total['dossiers']} histories, {total['records']} records, {total['files']} files, "
          f"{time.monotonic() - begun:.1f} s", flush=True)
    return 0


def _arguments(argv):
    parser = argparse.ArgumentParser(prog="casegen.py", description=__doc__.split("\n")[0])
    parser.add_argument("published", help="CSV with columns code,level,received,on_time,overdue")
    parser.add_argument("outdir", help="a folder that does not exist yet or is empty")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--nodes", type=int, default=4, help="nodes that host communes (default 4)")
    parser.add_argument("--month", default="2026-08", help="yyyy-mm (default 2026-08)")
    parser.add_argument("--scale", type=int, default=1, help="keep about one dossier in N (default all)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    args = parser.parse_args(argv)
    if not (1 <= args.nodes <= 999 and args.scale >= 1 and args.jobs >= 1):
        parser.error("--nodes is 1 to 999, --scale and --jobs are at least 1")
    return args


def _month(text):
    year, dash, month = text.partition("-")
    if not (dash and len(year) == 4 and len(month) == 2 and (year + month).isdigit()
            and year >= "1971" and "01" <= month <= "12"):
        raise BadCase(f"month {text!r} is not yyyy-mm")
    return int(year), int(month)


def plan(province, counts, args, year, month):
    """Everything that the workers share; small."""
    if os.path.isdir(args.outdir) and os.listdir(args.outdir):
        raise BadCase(f"{args.outdir} is not empty")
    if args.scale > 1:
        counts = scale_down(counts, args.scale)
    units = reference.units(province, counts, args.nodes)
    return Case(args.outdir, args.seed, Calendar(year, month), year, units, reference.procedures(),
                _transfers(units))


def _transfers(units):
    """A few dossiers that move between units of one node whose CSV states instants."""
    by_node = {}
    for u in units:
        if u.has_csv and u.csv_states_instants and u.count.received >= 20:
            by_node.setdefault(u.node, []).append(u)
    moves = []
    for us in by_node.values():
        for origin, target in zip(us, us[1:]):
            sides = [late for late, n in ((False, target.count.on_time), (True, target.count.overdue))
                     for _ in range(min(3, n // 10))]
            moves += [Transfer(origin.number, target.number, n, late) for n, late in enumerate(sides)]
    return moves


def write(case, province, jobs):
    """Writes the whole case; returns counters."""
    for node in {u.node for u in case.units}:
        os.makedirs(os.path.join(case.outdir, node), exist_ok=True)
    reference.write(case.outdir, province, case.units, case.procedures, case.calendar)
    order = sorted(range(len(case.units)), key=lambda i: -case.units[i].count.received)
    if jobs == 1:
        results = [write_unit(case, i) for i in order]
    else:
        with multiprocessing.Pool(jobs, _start, (case,)) as pool:
            results = list(pool.imap_unordered(_write_unit, order, chunksize=1))
    parts = sorted((p for parts, _ in results for p in parts), key=lambda p: (p.wave, p.node, p.file))
    reference.table(case.outdir, "manifest.csv", "node,file,unit,source,received_at", [p[:5] for p in parts])
    reference.table(case.outdir, "published.csv", ",".join(REQUIRED), [astuple(u.count) for u in case.units])
    return sum((c for _, c in results), Counter())


_case = None


def _start(case):
    global _case
    _case = case


def _write_unit(number):
    return write_unit(_case, number)


def arrivals(case, unit):
    """[(wave, instant)] at which the unit's files arrive."""
    cal, jitter = case.calendar, unit.number * 37 % 50 * 60
    base = {"month": cal.first, "next": cal.next_first}
    return [(w, (base[WAVES[w][0]] + WAVES[w][1]) * 86_400 + WAVES[w][2] * 3600 + jitter)
            for w in WAVE_PLANS[unit.number % len(WAVE_PLANS)]]


def write_unit(case, number):
    """Writes the files of one unit; returns (parts, counters)."""
    unit = case.units[number]
    waves = arrivals(case, unit)
    stamp = case.calendar.stamp
    writers = {s: w(unit, stamp) for s, w in
               ((reference.JSON_SOURCE, wire.JsonWriter), (reference.CSV_SOURCE, wire.CsvWriter)) if s in unit.sources}
    records = {s: [[] for _ in waves] for s in writers}
    dossiers = 0
    for source, dossier, sent in tell(case, unit, [at for _, at in waves]):
        dossiers += 1
        writer, lists = writers[source], records[source]
        split = dossier.history.transfer
        for w, n in sent:
            lists[w].append(writer.record(dossier, n, int(split is not None and n >= split)))
    parts, counters = [], Counter(dossiers=dossiers)
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
    makers = {stated: Maker(case.calendar, rng.random, stated) for stated in (False, True)}
    serial = 0
    for source, stated, kind in _kinds_of(case, unit, rng.random):
        serial += 1
        h = kind(makers[stated])
        dossier = _dossier(case, h, _code(case, unit, h, serial), [unit], source, stated, rng)
        yield source, dossier, wire.messages(h, at, rng.random, stated)
    for move in case.transfers:
        if unit.number in (move.origin, move.target):
            yield _moved(case, move, unit, at)


def _kinds_of(case, unit, draw):
    """Yields (source, states instants, kind) so that the weights sum to the unit's counts."""
    count = unit.count
    left = [count.on_time, count.overdue]
    for move in case.transfers:
        if move.target == unit.number:
            left[move.overdue] -= 1
    urns = {}
    for stated in (False, True):
        for name, entries in (("in", kinds.IN_TIME), ("over", kinds.OVERDUE), ("both", kinds.BOTH),
                              ("none", kinds.NOT_COUNTED)):
            urns[stated, name] = kinds.Urn(entries, stated, case.year)

    def wire_of():
        use_csv = unit.has_csv and (not unit.has_json or draw() < 0.5)
        stated = use_csv and unit.csv_states_instants
        return (reference.CSV_SOURCE if use_csv else reference.JSON_SOURCE), stated

    while left[0] or left[1]:
        source, stated = wire_of()
        side = "in" if draw() * (left[0] + left[1]) < left[0] else "over"
        if side == "over" and left[0] and draw() < 0.01:
            side = "both"
        kind = urns[stated, side].draw(draw)
        weight = kinds.WEIGHTS[kind]
        if weight[0] <= left[0] and weight[1] <= left[1]:
            left[0], left[1] = left[0] - weight[0], left[1] - weight[1]
            yield source, stated, kind
    for _ in range(-(-count.received * EXTRAS_PER_MILLE // 1000)):
        source, stated = wire_of()
        yield source, stated, urns[stated, "none"].draw(draw)


def _dossier(case, h, code, units, source, stated, rng):
    salt = rng.getrandbits(32)
    # An appointment made again stands in the list only; the rest rows can say too.
    listed = not stated or source == reference.JSON_SOURCE or any(s[2] for s in h.supplements) or salt & 64 == 0
    if not listed and h.supplements:
        h.keep_order = True
    procedures = case.procedures
    if h.days == 0:
        procedure = procedures[(salt >> 5) % (len(procedures) - 1)]
    else:
        fitting = [p for p in procedures if p.days == h.days]
        procedure = fitting[salt % len(fitting)]
    return wire.Dossier(code, h, procedure, units, salt, listed)


def _code(case, unit, h, serial):
    """A code in the old form (lowest level first), the new one, or with a long number."""
    day = case.calendar.day_text(h.filed)[2:]
    if serial % 5 == 0:
        lowest_first = ".".join(reversed(unit.code.split(".")))
        return f"000.00.{lowest_first}-{day}-{serial:04d}"
    if serial % 7 == 0:
        return f"{unit.code}-{day}-{serial:010d}"
    return f"{unit.code}-{day}-{serial:04d}"


def _moved(case, move, unit, at):
    """The part of a transferred dossier that this unit reports: both ends tell the same history."""
    origin, target = case.units[move.origin], case.units[move.target]
    rng = random.Random(f"{case.seed}/{origin.code}/{target.code}/{move.number}")
    maker = Maker(case.calendar, rng.random, True)
    h = (overdue.transferred_overdue if move.overdue else in_time.transferred_in_time)(maker)
    code = _code(case, origin, h, 900_001 + move.number)
    dossier = _dossier(case, h, code, [origin, target], reference.CSV_SOURCE, True, rng)
    if unit is origin:
        sent = [(next(w for w, t in enumerate(at) if t > h.events[n][0]), n) for n in range(h.transfer)]
    else:
        sent = [(len(at) - 1, n) for n in range(h.transfer, len(h.events))]
    return reference.CSV_SOURCE, dossier, sent


if __name__ == "__main__":
    sys.exit(main())
