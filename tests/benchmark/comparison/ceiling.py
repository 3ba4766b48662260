"""The same bytes through bare gRPC streams and bare synced batches of RocksDB."""

import json
import os

from comparison.processes import ROOT, Held, measure, memory_bytes

REFERENCE = os.path.join(ROOT, "tests", "benchmark", "reference.json")
# A ceiling lower than this part of the reference says that the machine was busy or is another.
VOID_BELOW = 0.7


def ceilings(folder, seconds):
    """Each in its turn, once."""
    found = {}
    with Held("ceiling", "serve") as server:
        address = server.first["address"]
        for batch in (1, 16, 256):
            found[f"stream_{batch}"] = measure("ceiling", "stream", node=address, batch=batch, seconds=seconds)["rate"]
        found["unary_64"] = measure("ceiling", "unary", node=address, in_flight=64, seconds=seconds)["rate"]
    for batch in (1, 16, 256, 1024):
        data = os.path.join(folder, f"ceiling-{batch}-{len(os.listdir(folder))}")
        found[f"store_{batch}"] = measure("ceiling", "store", data=data, batch=batch, seconds=seconds)["rate"]
    return found


def void_because(measured):
    """Which ceilings lie too low, with both figures."""
    with open(REFERENCE, encoding="utf-8") as f:
        reference = json.load(f)["ceilings"]
    return [f"{name}: {measured[name]:.0f}, {measured[name] / wanted:.0%} of {wanted}"
            for name, wanted in reference.items() if measured[name] < VOID_BELOW * wanted]


def hops(folder, count, batch, **what):
    """The workload's records through one or two bare stores."""
    with Held("ceiling", "serve", data=os.path.join(folder, f"parent-{batch}")) as parent:
        if count == 1:
            return measure("ceiling", "send", node=parent.first["address"], batch=batch, **what)
        with Held("ceiling", "serve", data=os.path.join(folder, f"child-{batch}"),
                  parent=parent.first["address"]) as child:
            return measure("ceiling", "send", node=child.first["address"], batch=batch, **what)


def memory_per_stream(streams, connections):
    """Bytes that a bare server needs for a silent stream."""
    with Held("ceiling", "serve") as server:
        before = memory_bytes(server.process.pid)
        with Held("ceiling", "idle", node=server.first["address"], streams=streams, connections=connections):
            return (memory_bytes(server.process.pid) - before) / streams
