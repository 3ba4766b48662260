"""What was measured: medians, spreads, ratios, goals; as a table and as JSON."""

import datetime
import json
import os
import platform
import statistics
import subprocess

from comparison.processes import ROOT


class Results:
    def __init__(self, size):
        self.measures, self.notes, self.void = {}, [], []
        self.about = {"size": size, "begun": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
                      "machine": machine(), "commit": commit(), "load_average_before": os.getloadavg()}

    def add(self, measure, system, value, unit, **more):
        """One more run of `system`; `more` says what else was seen."""
        entry = self.measures.setdefault(measure, {"unit": unit, "runs": {}, "seen": {}})
        entry["runs"].setdefault(system, []).append(value)
        if more:
            entry["seen"].setdefault(system, []).append(more)

    def median(self, measure, system):
        runs = self.measures.get(measure, {"runs": {}})["runs"].get(system)
        return statistics.median(runs) if runs else None

    def ratio(self, measure, ours, theirs):
        """How many times better we are, whichever way better is; None when one is missing."""
        a, b = self.median(measure, ours), self.median(measure, theirs)
        if not a or not b:
            return None
        return b / a if self.measures[measure]["unit"] in ("ms", "s", "B", "B/update") else a / b

    def finish(self):
        self.about["load_average_after"] = os.getloadavg()
        self.about["ended"] = datetime.datetime.now().astimezone().isoformat(timespec="seconds")

    def as_json(self):
        measures = {name: {**entry, "median": {s: statistics.median(r) for s, r in entry["runs"].items()}}
                    for name, entry in self.measures.items()}
        return {**self.about, "void": self.void, "notes": self.notes, "measures": measures, "goals": self.goals()}

    def goals(self):
        found = []
        for goal in GOALS:
            value = goal.value(self)
            if value is not None:
                found.append({"what": goal.what, "value": value, "goal": goal.said, "met": goal.is_met(value)})
        return found

    def table(self):
        lines = [f"{'measure':44} {'system':22} {'median':>12} {'lowest':>12} {'highest':>12}  unit"]
        for name, entry in self.measures.items():
            for system, runs in entry["runs"].items():
                lines.append(f"{name:44} {system:22} {number(statistics.median(runs)):>12} {number(min(runs)):>12} "
                             f"{number(max(runs)):>12}  {entry['unit']}")
        lines += ["", f"{'goal':72} {'reached':>10}  wanted"]
        for goal in self.goals():
            lines.append(f"{goal['what']:72} {number(goal['value']):>10}  {goal['goal']:16} "
                         f"{'met' if goal['met'] else 'NOT MET'}")
        lines += [""] + [f"note: {note}" for note in self.notes]
        if self.void:
            lines += ["VOID: the machine was too slow for these figures to mean anything:"] + \
                     [f"  {reason}" for reason in self.void]
        return "\n".join(lines)


class Goal:
    """`value` reads it off the results, None when it was not measured."""

    def __init__(self, what, value, at_least=None, at_most=None, unit=""):
        self.what, self.value, self.at_least, self.at_most = what, value, at_least, at_most
        self.said = f"at least {at_least:g}{unit}" if at_least is not None else f"at most {at_most:g}{unit}"

    def is_met(self, value):
        return value >= self.at_least if self.at_least is not None else value <= self.at_most


def over(measure, theirs, ours="ours"):
    return lambda results: results.ratio(measure, ours, theirs)


def absolute(measure, ours="ours"):
    return lambda results: results.median(measure, ours)


def per_stream(kind):
    def value(results):
        ours, bare = (results.median(f"memory of an idle child, {kind}", s) for s in ("ours", "ceiling"))
        return None if ours is None or bare is None else (ours - bare) / 1024
    return value


GOALS = [
    Goal("durable, single updates from 64 desks, against PostgreSQL", over("durable, batches of 1", "postgres"), 5, unit="x"),
    Goal("durable, batches of 100, against PostgreSQL", over("durable, batches of 100", "postgres"), 2, unit="x"),
    Goal("durable, batches of 1,000, against PostgreSQL", over("durable, batches of 1000", "postgres"), 1.5, unit="x"),
    Goal("durable, batches of 10,000, against PostgreSQL", over("durable, batches of 10000", "postgres"), 1.5, unit="x"),
    Goal("two hops, against the ceiling", over("two hops", "ceiling"), 0.6, unit="x"),
    Goal("two hops with books, against NATS JetStream synced", over("two hops", "nats, synced"), 1, unit="x"),
    Goal("durable ack of a single update at 5,000/s, p99", absolute("durable ack at 5000/s, p99"), at_most=5, unit=" ms"),
    Goal("fresh at the province at 5,000/s, p99", absolute("fresh at the province at 5000/s, p99"), at_most=100, unit=" ms"),
    Goal("figures of a province, whole months, p99", absolute("figures of a province, whole months, p99"), at_most=5, unit=" ms"),
    Goal("figures of a province, any dates, p99", absolute("figures of a province, any dates, p99"), at_most=5, unit=" ms"),
    Goal("figures of a province, any dates, against daily sums", over("figures of a province, any dates, p99", "postgres"), 5, unit="x"),
    Goal("figures of a province, whole months, against a monthly roll-up",
         over("figures of a province, whole months, p99", "postgres, monthly"), 1, unit="x"),
    Goal("scorecard of a province, p99", absolute("scorecard of a province, p99"), at_most=5, unit=" ms"),
    Goal("table of 180 units, against daily sums", over("table of 180 units, p99", "postgres"), 5, unit="x"),
    Goal("ready after kill -9 under load", absolute("ready after kill -9"), at_most=1, unit=" s"),
    Goal("an idle child above bare gRPC, shared connections", per_stream("shared connections"), at_most=32, unit=" KiB"),
    Goal("an idle child above bare gRPC, own connections", per_stream("own connections"), at_most=32, unit=" KiB"),
    Goal("catching up, against two hops", lambda r: None if not r.median("two hops", "ours") or not r.median("catching up", "ours")
         else r.median("catching up", "ours") / r.median("two hops", "ours"), 0.8, unit="x"),
    Goal("on the wire, catching up", absolute("on the wire, catching up"), at_most=40, unit=" B/update"),
    Goal("on disk, all included", absolute("on disk"), at_most=150, unit=" B/update"),
    Goal("a commune's node at rest", lambda r: None if r.median("node at rest", "ours") is None
         else r.median("node at rest", "ours") / 2**20, at_most=40, unit=" MB"),
]


def number(value):
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as f:
        model = next((line.split(":")[1].strip() for line in f if line.startswith("model name")), "unknown")
    return {"processor": model, "cores": os.cpu_count(), "kernel": platform.release(),
            "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)}


def commit():
    done = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False, text=True)
    return done.stdout.strip() or None


def write(results, path):
    with open(path, "w", encoding="utf-8") as f:
        json.dump(results.as_json(), f, indent=1, ensure_ascii=False)
        f.write("\n")
