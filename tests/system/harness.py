"""Real node processes and the command line, for tests: each test has a folder and nodes of its own.

    class ThingTest(harness.SystemTest):
        def test_promise(self):
            root = self.node("root")
            self.load_reference(root, reference.small())
            self.run_import(root, self.write("a.json", text), "--unit", "H99.1")
            self.assertEqual(self.score(root, "H99.1")["in_hand"], 1)

Nodes listen on free ports and keep them over a restart. Whatever a test does, its nodes end with
it (also when this process is killed), and their logs are shown when it failed.

Environment: LIENTHONG_BIN, the folder of the binaries (default build/release/bin);
LIENTHONG_KEEP=1 keeps the folders.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from collections import namedtuple

import reference

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
BIN = os.path.abspath(os.environ.get("LIENTHONG_BIN") or os.path.join(ROOT, "build", "release", "bin"))
# A node under a sanitizer on a busy machine starts in some seconds.
START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 30
COMMAND_SECONDS_MAX = 120
WAIT_SECONDS_MAX = 60
POLL_SECONDS = 0.02
LOG_LINES_SHOWN = 40
# The kernel ends what is started when this process ends, however that comes about.
WITH_US = ["/usr/bin/setpriv", "--pdeathsig", "KILL"] if os.path.exists("/usr/bin/setpriv") else []

DONE, SOME_REFUSED, USAGE, UNAVAILABLE, REFUSED = 0, 1, 2, 3, 4  # exit statuses of `lienthong`

# What became of a command; `json` is its standard output where that is JSON.
Result = namedtuple("Result", "status out err json")


class Node:
    """One `lienthong-node` process. Started and ended from the main thread only."""

    def __init__(self, folder, name, parent=None):
        self.name, self.parent = name, parent
        self.folder = os.path.join(folder, name)
        self.data_dir = os.path.join(self.folder, "data")
        self.log = os.path.join(self.folder, "log")
        self.config = os.path.join(self.folder, "node.yaml")
        self.listen, self.http_listen, self.extra = "127.0.0.1:0", "127.0.0.1:0", []
        # (certificate, key, authority): the node has TLS; with `plain_listen` also a port without.
        self.tls, self.plain_listen = None, None
        # Options with which the command line speaks to it.
        self.client = []
        # Days by which its clock is ahead.
        self.days_ahead = 0
        self.address = self.http = self.plain = None
        self.process = None
        os.makedirs(self.folder)

    def write_config(self):
        lines = [f"node: {self.name}", f"data_dir: {json.dumps(self.data_dir)}", f"listen: {self.listen}",
                 f"http: {self.http_listen}", f"runtime_file: {json.dumps(self.runtime)}", *self.extra]
        if self.tls:
            lines += ["tls:", *[f"  {key}: {json.dumps(path)}" for key, path in zip(("certificate", "key", "ca"), self.tls)]]
        if self.plain_listen:
            lines += [f"listen_plaintext: {self.plain_listen}"]
        if self.plain_listen or not self.tls:
            lines += ["plaintext_on_loopback: true"]
        if self.parent:
            lines += ["parent:", f"  address: {self.parent.address}"]
        if self.parent and self.tls:
            lines += [f"  node: {self.parent.name}"]
        with open(self.config, "w", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")

    @property
    def runtime(self):
        return os.path.join(self.folder, "runtime.json")

    def launch(self):
        """Starts the process and does not wait."""
        if os.path.exists(self.runtime):
            os.remove(self.runtime)
        self.write_config()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([*WITH_US, os.path.join(BIN, "lienthong-node"), "--config", self.config],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                                            env={**os.environ, **self.clock()})

    def clock(self):
        """What the environment adds for a clock that is ahead."""
        if not self.days_ahead:
            return {}
        return {"LD_PRELOAD": os.path.join(BIN, "clock_ahead.so"),
                "LIENTHONG_CLOCK_AHEAD_SECONDS": str(86_400 * self.days_ahead),
                "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}

    def start(self):
        """Starts the process and waits until it serves; again on the port it had."""
        self.launch()
        deadline = time.monotonic() + START_SECONDS_MAX
        while not os.path.exists(self.runtime):
            if self.process.poll() is not None:
                raise AssertionError(f"node {self.name} ended with {self.process.returncode} at its start")
            if time.monotonic() > deadline:
                raise AssertionError(f"node {self.name} does not serve after {START_SECONDS_MAX} s")
            time.sleep(POLL_SECONDS)
        with open(self.runtime, encoding="utf-8") as f:
            found = json.load(f)
        self.address = self.listen = found["grpc"]
        self.http = found["http"]
        if self.plain_listen:
            self.plain = self.plain_listen = found["plaintext"]
        return self

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def kill9(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def terminate(self):
        """SIGTERM; returns (exit status, seconds it took)."""
        begun = time.monotonic()
        self.process.terminate()
        return self.process.wait(STOP_SECONDS_MAX), time.monotonic() - begun

    def wait(self):
        """The exit status of a process that ends by itself."""
        return self.process.wait(START_SECONDS_MAX)

    def end(self):
        if self.alive():
            self.kill9()

    def log_text(self):
        with open(self.log, encoding="utf-8", errors="replace") as f:
            return f.read()


class SystemTest(unittest.TestCase):
    def run(self, result=None):
        result = result if result is not None else self.defaultTestResult()
        self.folder = tempfile.mkdtemp(prefix="lienthong-system-")
        self.nodes, self.commands, self.commands_begun = [], [], 0
        faults = len(result.failures) + len(result.errors)
        try:
            super().run(result)
            if len(result.failures) + len(result.errors) > faults:
                self._show_logs()
        finally:
            for process in self.commands:
                if process.poll() is None:
                    process.kill()
                    process.wait()
            for node in self.nodes:
                node.end()
            if os.environ.get("LIENTHONG_KEEP"):
                print(f"kept: {self.folder}", file=sys.stderr)
            else:
                shutil.rmtree(self.folder, ignore_errors=True)
        return result

    def _show_logs(self):
        for node in self.nodes:
            if os.path.exists(node.log):
                lines = node.log_text().splitlines()
                print(f"--- {self.id()}: log of {node.name}, last {min(LOG_LINES_SHOWN, len(lines))} "
                      f"of {len(lines)} lines", *lines[-LOG_LINES_SHOWN:], sep="\n", file=sys.stderr)

    # Processes

    def new_node(self, name, parent=None, place=""):
        """A node that is not started; `place` tells several of one name apart."""
        node = Node(os.path.join(self.folder, place), name, parent)
        self.nodes.append(node)
        return node

    def node(self, name, parent=None, place=""):
        return self.new_node(name, parent, place).start()

    def begin(self, *arguments):
        """Starts `lienthong`; `finish` waits for it."""
        self.commands_begun += 1
        out, err = (open(os.path.join(self.folder, f"{name}.{self.commands_begun}"), "w+b") for name in ("out", "err"))
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        process = subprocess.Popen([*WITH_US, os.path.join(BIN, "lienthong"), *arguments], stdin=subprocess.DEVNULL,
                                   stdout=out, stderr=err, env=environment, start_new_session=True)
        process.files = (out, err)
        self.commands.append(process)
        return process

    def finish(self, process, status=DONE):
        """Waits for a command and checks how it ended; None accepts any status."""
        process.wait(COMMAND_SECONDS_MAX)
        texts = []
        for f in process.files:
            f.seek(0)
            texts.append(f.read().decode("utf-8"))
            f.close()
        self.commands.remove(process)
        out, err = texts
        if status is not None:
            self.assertEqual(process.returncode, status, f"{process.args[1:]}\n{out}\n{err}")
        return Result(process.returncode, out, err, json.loads(out) if out.startswith(("{", "[")) else None)

    def lienthong(self, *arguments, status=DONE):
        return self.finish(self.begin(*arguments), status)

    def ask(self, node, *arguments, status=DONE):
        return self.lienthong(*arguments, "--node", node.address, *node.client, "--output", "json", status=status)

    def wait_until(self, what, condition, seconds=WAIT_SECONDS_MAX):
        """Polls until `condition()` is true and returns it; fails with `what` after a while."""
        deadline = time.monotonic() + seconds
        while True:
            found = condition()
            if found:
                return found
            for node in self.nodes:
                if node.process is not None and node.process.poll() not in (None, 0, -signal.SIGKILL):
                    self.fail(f"{what}: node {node.name} ended with {node.process.returncode}")
            if time.monotonic() > deadline:
                self.fail(f"{what}: not after {seconds} s")
            time.sleep(POLL_SECONDS)

    # Files and questions

    def write(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as f:
            f.write(content if isinstance(content, bytes) else content.encode())
        return path

    def load_reference(self, root, tables, *others):
        """Imports tables at the root and waits until the other nodes hold them."""
        arguments = []
        for kind, text in tables.items():
            arguments += ["--" + kind, self.write(f"{kind}.csv", text)]
        answer = self.ask(root, "reference", "import", *arguments).json
        for node in others:
            self.await_reference(node, root)
        return answer

    def await_reference(self, node, root):
        self.wait_until(f"reference data at {node.name}",
                        lambda: self.status(node)["reference"] == self.status(root)["reference"])

    def status(self, node):
        return self.ask(node, "status").json

    def score(self, node, unit, *arguments, period=reference.MONTH):
        """The row of `unit` itself."""
        return self.scores(node, unit, *arguments, period=period)[unit]

    def scores(self, node, unit, *arguments, period=reference.MONTH):
        """{unit: row} of a unit and, with --children, of those directly below."""
        answer = self.ask(node, "score", "--unit", unit, "--period", period, *arguments).json
        return {row["unit"]: row for row in answer["rows"]}

    def figures(self, node, unit, *arguments, period=reference.MONTH):
        """`scores` without what depends on when and where one asks."""
        return {u: {k: v for k, v in row.items() if k != "coverage"}
                for u, row in self.scores(node, unit, "--children", *arguments, period=period).items()}

    def run_import(self, node, *arguments, source=reference.JSON_SOURCE, status=DONE, received_at=reference.ARRIVAL):
        """The report of `lienthong import`; arguments are files and options."""
        return self.ask(node, "import", "--source", source, "--received-at", received_at, *arguments,
                        status=status).json

    def heads(self, node, *names):
        """{(node, epoch): (sequence, hash)} of the origins that `node` holds facts of."""
        return {(o["node"], o["epoch"]): (o["sequence"], o["hash"]) for o in self.status(node)["origins"]
                if o["sequence"] > 0 and (not names or o["node"] in names)}

    def await_same_facts(self, lower, upper):
        """Waits until `upper` holds every fact of `lower`, by sequence and chained hash."""
        def caught_up():
            below, above = self.heads(lower), self.heads(upper)
            return all(above.get(origin) == head for origin, head in below.items())
        self.wait_until(f"{upper.name} holds the facts of {lower.name}", caught_up)


def seed():
    """A seed for random choices, printed; LIENTHONG_SEED repeats a run."""
    value = int(os.environ.get("LIENTHONG_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"seed {value} (LIENTHONG_SEED={value} repeats it)", file=sys.stderr, flush=True)
    return value


def main():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda n, _: sys.exit(128 + n))
    unittest.main(verbosity=2)
