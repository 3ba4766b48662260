#!/usr/bin/python3
"""Reads the #include lines of storage/, services/, clients/ and tests/ and fails on an
arrow that the architecture does not have.

    check_layering.py [ROOT]        default: the repository this file is in

Prints one line per violation (`file:line: includes X: why not`). Exit 0: none; 1: some;
2: ROOT holds no source at all, so nothing was checked.

An include may skip floors downward, never go up or sideways.
"""

import os
import re
import sys

# The floors, lowest first. Folders on one floor are siblings.
FLOORS = [
    ["proto"],
    ["storage/base"],
    ["storage/engine"],
    ["storage/journal", "storage/records", "storage/ledger", "storage/progress",
     "storage/registry", "storage/publications", "storage/access"],
    ["services/accounting"],
    ["services/score", "services/inspect", "services/access", "services/calendars"],
    ["services/intake", "services/admission", "services/uplink", "services/report",
     "services/query", "services/gateway"],
    ["services/node"],
]
FLOOR_OF = {folder: height for height, floor in enumerate(FLOORS) for folder in floor}

# Clients stand on the contract, not on the node: this is all they may include besides
# themselves.
CLIENT_MAY_INCLUDE = {
    "clients/cpp": set(),
    # The file parsers; rulebooks, and published reports, which are checked without a node.
    "clients/cli": {"clients/cpp", "services/intake", "services/score", "services/inspect"},
    "clients/loadgen": {"clients/cpp"},
}
EVERY_CLIENT_MAY_INCLUDE = {"proto", "storage/base"}

# Folders without I/O: nothing they include may lead to the store, to a thread, to a file
# or to the clock.
PURE = {"services/accounting", "services/score", "services/inspect"}
IMPURE_FOLDERS = {"storage/engine"}
IMPURE_HEADERS = re.compile(
    r"(absl/time/clock\.h|absl/synchronization/.*|thread|mutex|future|condition_variable"
    r"|fstream|iostream|filesystem|random|unistd\.h|fcntl\.h|sys/.*|spdlog/.*)$")

# Test code that must not share a mistake with what it judges: includes only itself.
ALONE = ("tests/oracle", "tests/simulation/oracle")

GRPC_HEADER = re.compile(r"(grpc|grpcpp|grpc\+\+)/|.*\.grpc\.pb\.h$")
GRPC_FILE = re.compile(r".*_(service|link)(_test)?\.(h|cc)$")
GRPC_FOLDERS = ("services/node/", "services/gateway/", "clients/", "tests/")

SOURCE = re.compile(r".*\.(h|hpp|cc|cpp|inc)$")
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
OURS = ("storage/", "services/", "clients/", "tests/")


def folder_of(path):
    """`storage/engine/batch.h` -> `storage/engine`; deeper folders belong to their parent."""
    if re.match(r"(proto/)?lienthong/.*\.pb\.h$", path):
        return "proto"
    if not path.startswith(OURS):
        return None
    parts = path.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def read_includes(root):
    """Yields (file, line number, quote, included path) of every source under ROOT."""
    for top in OURS:
        for where, folders, files in os.walk(os.path.join(root, top)):
            folders[:] = sorted(f for f in folders if f != "node_modules")
            for name in sorted(f for f in files if SOURCE.match(f)):
                path = os.path.relpath(os.path.join(where, name), root)
                with open(os.path.join(root, path), encoding="utf-8", errors="replace") as text:
                    includes = [(number, *match.groups()) for number, line in enumerate(text, 1)
                                if (match := INCLUDE.match(line))]
                yield path, includes


def why_not_library(path, folder, included):
    """The reason why `path` may not include a header of another project, or None."""
    in_tests = path.startswith("tests/")
    if included.startswith("rocksdb/") and not path.startswith(("storage/", "tests/")):
        return "only storage/ knows RocksDB"
    if GRPC_HEADER.match(included) and not (
            path.startswith(GRPC_FOLDERS) or GRPC_FILE.match(path)):
        return ("gRPC belongs in *_service and *_link files, services/node, services/gateway "
                "and clients/")
    if included.startswith("yaml-cpp/") and folder not in ("services/node", "clients/cpp") and not in_tests:
        return "only services/node and clients/cpp read YAML"
    if folder in PURE and IMPURE_HEADERS.match(included) and not path.endswith(
            ("_test.cc", "_testing.h")):
        return f"{folder} is pure: no files, threads, clocks, randomness or logs"
    return None


def why_not_folder(path, folder, included, target):
    """The reason why `path` of `folder` may not include `included` of `target`, or None."""
    alone = next((a for a in ALONE if path.startswith(a)), None)
    if alone:
        return None if included.startswith(alone) else f"{alone} includes nothing but itself"
    if target == folder or folder.startswith("tests"):
        return None
    if target.startswith("tests"):
        return "tests/ is included by nobody"
    if folder.startswith("clients/"):
        allowed = EVERY_CLIENT_MAY_INCLUDE | CLIENT_MAY_INCLUDE.get(folder, set())
        return None if target in allowed else f"{folder} may include {', '.join(sorted(allowed))}"
    if target.startswith("clients/"):
        return "upward: clients/ stand on top"
    if folder not in FLOOR_OF:
        return None  # reported once, as an unknown folder
    if target not in FLOOR_OF:
        return f"{target} has no floor"
    if FLOOR_OF[target] > FLOOR_OF[folder]:
        return f"upward: {target} stands above {folder}"
    if FLOOR_OF[target] == FLOOR_OF[folder]:
        return f"sideways: {target} is a sibling of {folder}; declare a small interface instead"
    return None


def check_places(sources):
    """Every source lies in a folder that has a floor."""
    for path in sources:
        folder = folder_of(path)
        if "/" not in folder:
            yield f"{path}: lies directly in {folder}/: belongs in a folder of it"
        elif folder.startswith(("storage/", "services/")) and folder not in FLOOR_OF:
            yield f"{path}: {folder} has no floor: add it to FLOORS in check_layering.py"


def check_lines(sources):
    """Each include line by itself."""
    for path, includes in sources.items():
        folder = folder_of(path)
        for number, quote, included in includes:
            beside = os.path.normpath(os.path.join(os.path.dirname(path), included))
            if beside in sources and path.startswith(ALONE):
                included = beside  # an oracle stands alone: it may name its own files shortly
            target = folder_of(included)
            if target:
                reason = why_not_folder(path, folder, included, target)
            elif path.startswith(ALONE) and included.endswith(".pb.h"):
                reason = "an oracle includes nothing but itself"
            else:
                reason = why_not_library(path, folder, included)
            if not reason and GRPC_HEADER.match(included):
                reason = why_not_library(path, folder, included)
            if not reason and quote == '"' and ("/" not in included or ".." in included):
                reason = "write the path from the repository root"
            if reason:
                yield f"{path}:{number}: includes {included}: {reason}"


def check_purity(sources):
    """Nothing a pure folder includes leads, by whatever way, to the store."""
    for start in sources:
        if folder_of(start) not in PURE or start.endswith("_test.cc"):
            continue
        came_from, waiting = {start: None}, [start]
        while waiting:
            path = waiting.pop(0)
            if folder_of(path) in IMPURE_FOLDERS:
                chain = [path]
                while came_from[chain[-1]]:
                    chain.append(came_from[chain[-1]])
                yield f"{start}: is pure, but reaches the store: {' -> '.join(reversed(chain))}"
                break
            for _, _, included in sources.get(path, []):
                if folder_of(included) and included not in came_from:
                    came_from[included] = path
                    waiting.append(included)


def check_cycles(sources):
    """No folder includes itself by way of others."""
    arrows = {}
    for path, includes in sources.items():
        for _, _, included in includes:
            target = folder_of(included)
            if target and target != folder_of(path):
                arrows.setdefault(folder_of(path), set()).add(target)

    done, trail, cycles = set(), [], []

    def walk(folder):
        if folder in trail:
            cycles.append(trail[trail.index(folder):] + [folder])
            return
        if folder in done:
            return
        trail.append(folder)
        for target in sorted(arrows.get(folder, ())):
            walk(target)
        trail.pop()
        done.add(folder)

    for folder in sorted(arrows):
        walk(folder)
    return [f"include cycle among folders: {' -> '.join(cycle)}" for cycle in cycles]


def check(root):
    """All violations under ROOT as (sources read, list of lines)."""
    sources = dict(read_includes(root))
    found = [*check_places(sources), *check_lines(sources), *check_purity(sources),
             *check_cycles(sources)]
    return len(sources), found


def main(arguments):
    here = os.path.dirname(os.path.abspath(__file__))
    root = arguments[0] if arguments else os.path.join(here, "..", "..")
    count, found = check(root)
    if count == 0:
        print(f"check_layering: no source under {root}", file=sys.stderr)
        return 2
    for line in found:
        print(line)
    print(f"layering: {count} files, {len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
