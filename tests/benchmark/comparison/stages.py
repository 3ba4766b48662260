"""What is measured, stage by stage. A stage starts what it needs and ends it."""

import os
import threading
import time

from comparison import ceiling, nats
from comparison.ours import Ours
from comparison.postgres import CONNECTIONS, Postgres, programs
from comparison.processes import Held, has, measure, memory_bytes, say

BATCHES = (1, 100, 1000, 10000)
PACE = 5000


class Stage:
    """What stages share. `size` says how much (run)."""

    def __init__(self, folder, size, results, systems):
        self.folder, self.size, self.results, self.systems = folder, size, results, systems
        self.taken = size.preload

    def place(self, name):
        path = os.path.join(self.folder, name)
        os.makedirs(path)
        return path

    def slice(self, updates):
        """The next part of the workload; every system gets the same one."""
        first, self.taken = self.taken, self.taken + updates
        # Some 5 updates a dossier: with nothing left to send a rate would be 0, and a lie.
        if self.taken > 4.9 * self.size.dossiers:
            raise RuntimeError(f"the workload of {self.size.dossiers} dossiers is used up; give Size more")
        return {"dossiers": self.size.dossiers, "skip": first, "updates": updates}

    def preload(self):
        return {"dossiers": self.size.dossiers, "updates": self.size.preload}


def two_levels(stage, name):
    """A province and a commune's node below it, with reference data."""
    folder = stage.place(name)
    province = Ours(folder, "h44")
    province.import_reference("h44-1")
    commune = Ours(folder, "h44-1", province)
    commune.await_reference(province)
    return province, commune


def parent_of(node):
    return {"parent_node": node.plain}


def check_figures(stage):
    """A whole small workload into every system: figures of each month and unit must be the same."""
    workload = {"dossiers": stage.size.check_dossiers, "updates": 10 * stage.size.check_dossiers}
    node = Ours(stage.place("check"), "h44")
    node.import_reference("h44")
    node.submit(4000, desks=2, **workload)
    figures = {"ours": node.figures()}
    node.stop()
    if "postgres" in stage.systems:
        server = Postgres(stage.place("check-postgres"))
        half = workload["dossiers"] * 2
        server.make("small", **{**workload, "updates": half})
        server.ingest("small", 1000, 4, **workload, skip=half)
        figures["postgres"] = server.figures("small")
        if server.differences("small") != 0:
            raise RuntimeError("postgres: its daily sums are not those of its dossiers")
        server.stop()
    if "sqlite" in stage.systems:
        data = os.path.join(stage.place("check-sqlite"), "db")
        measure("sqlite", "ingest", data=data, batch=4000, **workload)
        figures["sqlite"] = measure("sqlite", "figures", data=data)
    compared = 0
    for system, theirs in figures.items():
        for month, units in figures["ours"].items():
            for unit, columns in units.items():
                held = theirs[month].get(unit, [0] * len(columns))
                if held != columns:
                    raise RuntimeError(f"{system}, {month}, {unit}: {held}, ours {columns}: no ratio means anything")
                compared += system != "ours"
    stage.results.notes.append(f"{compared} rows of figures (months by units) are equal between "
                               f"{', '.join(figures)}")


def measure_ceilings(stage):
    found = ceiling.ceilings(stage.place(f"ceilings-{len(os.listdir(stage.folder))}"), stage.size.ceiling_seconds)
    for name, rate in found.items():
        stage.results.add("ceiling " + name, "ceiling", rate, "/s")
    stage.results.void += [reason for reason in ceiling.void_because(found) if reason not in stage.results.void]


def durable(stage):
    """Updates a second on one node, the systems in turn, each on what the others have taken, too."""
    node = Ours(stage.place("durable"), "h44")
    node.import_reference("h44")
    before = node.written()
    loaded = node.submit(4000, desks=2, **stage.preload())
    stage.results.add("preloading, batches of 4000", "ours", loaded["rate"], "/s", **loaded)
    postgres = None
    if "postgres" in stage.systems:
        postgres = Postgres(stage.place("durable-postgres"))
        postgres.make("durable", **stage.preload())
    for _ in range(stage.size.repeats):
        for batch in BATCHES:
            durable_once(stage, node, postgres, batch)
    updates = stage.taken
    stage.results.add("written to disk, compaction included", "ours",
                      (node.written() - before) / sent_of(stage), "B/update")
    kill(stage, node, postgres)
    ask(stage, node, postgres)
    stage.results.add("memory of a busy node", "ours", node.memory(), "B", updates=updates)
    node.stop()
    stage.results.add("on disk", "ours", node.disk() / sent_of(stage), "B/update")
    if postgres:
        rows = int(postgres.sql("durable", "SELECT count(*) FROM journal"))
        stage.results.add("on disk", "postgres", postgres.disk("durable") / rows, "B/update")
        postgres.stop()


def sent_of(stage):
    """Updates that our node of the stage `durable` was given."""
    entries = [e for name, e in stage.results.measures.items() if name.startswith(("durable, ", "preloading"))]
    return sum(seen["updates"] for e in entries for seen in e["seen"].get("ours", []) + e["seen"].get("ours, unary", []))


def durable_once(stage, node, postgres, batch):
    name = f"durable, batches of {batch}"
    seconds = stage.size.seconds
    what = {**stage.slice(stage.size.slice(batch)), "seconds": seconds}
    say(name)
    got = node.submit(batch, call="stream", **what)
    stage.results.add(name, "ours", got["rate"], "/s", **got)
    if batch == 1:
        got = node.submit(batch, call="unary", **{**what, **stage.slice(stage.size.slice(batch))})
        stage.results.add(name, "ours, unary", got["rate"], "/s", **got)
    if postgres:
        connections = best_connections(stage, postgres, batch)
        got = postgres.ingest("durable", batch, connections, **what)
        stage.results.add(name, "postgres", got["rate"], "/s", connections=connections, **got)
    if "ceiling" in stage.systems:
        streams = 64 if batch == 1 else 4
        folder = stage.place(f"one-hop-{batch}-{stage.taken}")
        got = ceiling.hops(folder, 1, batch, streams=streams, **what)
        stage.results.add(name, "ceiling", got["rate"], "/s", **got)
    if "sqlite" in stage.systems:
        sqlite(stage, name, batch, what)


def sqlite(stage, name, batch, what):
    data = os.path.join(stage.folder, "sqlite")
    if not os.path.exists(data):
        measure("sqlite", "ingest", data=data, batch=50000, **stage.preload())
    got = measure("sqlite", "ingest", data=data, batch=batch, **what)
    stage.results.add(name, "sqlite", got["rate"], "/s", **got)


def best_connections(stage, postgres, batch):
    """Where PostgreSQL is fastest with this batch; found once."""
    known = stage.size.best_connections
    if batch not in known:
        rates = {}
        for connections in CONNECTIONS if batch <= 100 else CONNECTIONS[:1]:
            what = {**stage.slice(stage.size.slice(batch) // 2), "seconds": stage.size.probe_seconds}
            rates[connections] = postgres.ingest("durable", batch, connections, **what)["rate"]
        known[batch] = max(rates, key=rates.get)
    return known[batch]


def under_load(load):
    """Runs `load` in a thread of its own, which is let fail."""
    def run():
        try:
            load()
        except RuntimeError:
            pass  # what it sent to is killed: that is the point
    thread = threading.Thread(target=run)
    thread.start()
    return thread


def kill(stage, node, postgres):
    """kill -9 under load; seconds until a question is answered again."""
    what = stage.slice(stage.size.slice(1000))
    say("kill -9 under load")
    thread = under_load(lambda: node.submit(100, **what))
    time.sleep(stage.size.seconds)
    stage.results.add("ready after kill -9", "ours", node.kill_and_time(), "s")
    thread.join()
    if postgres:
        thread = under_load(lambda: postgres.ingest("durable", 100, 4, **what))
        time.sleep(stage.size.seconds)
        stage.results.add("ready after kill -9", "postgres", postgres.kill_and_time("durable"), "s")
        thread.join()


QUESTIONS = (("figures of a province, whole months", "province", "months"),
             ("figures of a province, any dates", "province", "any"),
             ("table of 180 units", "table", "months"), ("figures of one unit", "unit", "months"))


def ask(stage, node, postgres):
    if postgres:
        postgres.sql("durable", "VACUUM ANALYZE")
        postgres.add_monthly("durable")
    for _ in range(stage.size.repeats):
        for name, what, dates in QUESTIONS:
            add_latencies(stage, name, "ours", node.ask(what, stage.size.questions, dates))
            if postgres:
                got = postgres.ask("durable", what, stage.size.questions, dates=dates)
                add_latencies(stage, name, "postgres", got)
            if postgres and dates == "months":
                got = postgres.ask("durable", what, stage.size.questions, "monthly")
                add_latencies(stage, name, "postgres, monthly", got)
        add_latencies(stage, "scorecard of a province", "ours", node.ask("scorecard", stage.size.questions))


def add_latencies(stage, name, system, got):
    stage.results.add(name + ", p50", system, got["p50_ms"], "ms")
    stage.results.add(name + ", p99", system, got["p99_ms"], "ms")


def hops(stage):
    """Durable at a commune, then applied and durable at the province."""
    batch = 1000
    for turn in range(stage.size.repeats):
        say("two hops")
        stage.taken = stage.size.preload  # new nodes: they have taken nothing yet
        what = {**stage.slice(stage.size.slice(batch)), "seconds": stage.size.seconds}
        province, commune = two_levels(stage, f"hops-{turn}")
        commune.submit(4000, desks=2, **{**stage.preload(), "updates": stage.size.preload // 4})
        measure("node", "await", **commune.address(), **parent_of(province))
        got = commune.submit(batch, **what)
        lag = measure("node", "await", **commune.address(), **parent_of(province))["seconds"]
        stage.results.add("two hops", "ours", got["updates"] / (got["seconds"] + lag), "/s", lag=lag, **got)
        pace(stage, province, commune)
        if turn == 0:
            catch_up(stage, province, commune)
        commune.stop()
        province.stop()
        got = ceiling.hops(stage.place(f"bare-hops-{turn}"), 2, batch, streams=4, **what)
        stage.results.add("two hops", "ceiling", got["rate"], "/s", **got)
        if "nats" in stage.systems:
            for synced in (True, False):
                chain = nats.Chain(stage.place(f"nats-{turn}-{synced}"), synced)
                got = chain.two_hops(**what)
                chain.stop()
                stage.results.add("two hops", "nats, synced" if synced else "nats, not synced", got["rate"], "/s", **got)


def pace(stage, province, commune):
    got = measure("node", "pace", **commune.secured(), **parent_of(province), rate=PACE, connections=16,
                  **stage.slice(PACE * stage.size.seconds))
    stage.results.add(f"durable ack at {PACE}/s, p99", "ours", got["ack"]["p99_ms"], "ms", **got)
    stage.results.add(f"fresh at the province at {PACE}/s, p99", "ours", got["fresh"]["p99_ms"], "ms", **got)


def catch_up(stage, province, commune):
    """The province is away while the commune goes on; then it comes back."""
    province.node.kill9()
    sent, updates = commune.sent_bytes(), stage.size.slice(1000)
    got = commune.submit(1000, **stage.slice(updates))
    province.node.start()
    begun = time.monotonic()
    caught = measure("node", "await", **commune.address(), **parent_of(province))
    seconds = time.monotonic() - begun
    stage.results.add("catching up", "ours", got["updates"] / seconds, "/s", **caught)
    stage.results.add("on the wire, catching up", "ours", (commune.sent_bytes() - sent) / got["updates"], "B/update")


def rest(stage):
    """A commune's node that has nothing to do, with its line to the province."""
    province, commune = two_levels(stage, "rest")
    time.sleep(stage.size.seconds)
    stage.results.add("node at rest", "ours", commune.memory(), "B")
    commune.stop()
    province.stop()
    for kind, streams, connections in stage.size.streams:
        # A node of its own: memory that another one left free would hide what streams take.
        node = Ours(stage.place(kind.replace(" ", "-")), "h44", tls=False)
        node.import_reference("h44")
        before = node.memory()
        held = {"streams": streams, "connections": connections}
        stage.results.add(f"memory of an idle child, {kind}", "ours", (hold(node, held) - before) / streams, "B", **held)
        stage.results.add(f"memory of an idle child, {kind}", "ceiling", ceiling.memory_per_stream(streams, connections),
                          "B", **held)
        node.stop()


def hold(node, held):
    with Held("node", "streams", **node.address(), **held):
        time.sleep(1)  # until what the greetings allocated is settled
        return memory_bytes(node.pid)


def systems():
    """Those that can be measured here, and why the others cannot."""
    found, missing = ["ours", "ceiling"], []
    for name, there in (("postgres", has("postgres") and programs()), ("sqlite", has("sqlite")),
                        ("nats", has("nats") and nats.install())):
        if there:
            found.append(name)
        else:
            missing.append(f"{name} is not measured: its server or client library is not installed")
    return found, missing


STAGES = (check_figures, measure_ceilings, durable, hops, rest, measure_ceilings)
