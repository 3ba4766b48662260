"""The node, over gRPC."""

import json
import os
import subprocess
import sys
import time
import urllib.request

from comparison.processes import (ROOT, STARTED, cpu_seconds, folder_bytes, measure, memory_bytes, written_bytes)

sys.path.insert(0, os.path.join(ROOT, "tests", "system"))
import harness  # noqa: E402  (it stands in a folder of tests)

RULEBOOK = os.path.join(ROOT, "services", "score", "rulebooks", "766-2026.textproto")
DESKS = 64
# Connections of 64 desks: software of an office holds one for all its desks.
CONNECTIONS = 16
IN_FLIGHT = 4
# PostgreSQL has 2 GB of shared buffers; the bound on calls is for desks, of which these are thousands.
LIMITS = ["limits:", "  block_cache_bytes: 536870912", "  calls_per_second_max: 1000000"]


class Authority:
    """Certificates for the nodes of one tree."""

    def __init__(self, folder):
        self.folder, self.passphrase = os.path.join(folder, "pki"), os.path.join(folder, "passphrase")
        with open(os.open(self.passphrase, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="ascii") as f:
            f.write("benchmark only\n")
        self._run("init", "--tree", "h44")

    def issue(self, name):
        """(certificate, key, authority)"""
        self._run("issue", "--node-name", name)
        return tuple(os.path.join(self.folder, file) for file in (name + ".pem", name + ".key", "ca.pem"))

    def _run(self, *words):
        subprocess.run([os.path.join(harness.BIN, "lienthong"), "pki", *words, "--dir", self.folder,
                        "--passphrase-file", self.passphrase], stdout=subprocess.DEVNULL, check=True)


class Ours:
    """A node, and below it perhaps another one to which desks send. Desks and children come over TLS;
    questions, which measure the store and not the line, without."""

    def __init__(self, folder, name="h44", parent=None, tls=True):
        self.folder, self.name, self.token = folder, name, os.path.join(folder, name + ".token")
        self.node = harness.Node(folder, name, parent.node if parent else None)
        self.node.extra = list(LIMITS)
        if tls:
            self.authority = parent.authority if parent else Authority(folder)
            self.node.tls, self.node.plain_listen = self.authority.issue(name), "127.0.0.1:0"
        STARTED.append(self)
        self.node.start()

    @property
    def pid(self):
        return self.node.process.pid

    @property
    def plain(self):
        return self.node.plain or self.node.address

    def address(self):
        """Without TLS."""
        return {"node": self.plain}

    def secured(self):
        """Over TLS, with a token of a desk."""
        if not os.path.exists(self.token):
            made = json.loads(self.command("token", "create", "desk", "--role", "submit", "--role", "read", "--unit", "H44"))
            with open(self.token, "w", encoding="ascii") as f:
                f.write(made["token"])
        return {"node": self.node.address, "ca": self.node.tls[2], "token_file": self.token}

    def command(self, *words):
        return subprocess.run([os.path.join(harness.BIN, "lienthong"), *words, "--node", self.plain, "--output",
                               "json"], stdout=subprocess.PIPE, check=True).stdout

    def import_reference(self, holder):
        measure("node", "import", **self.address(), holder=holder, rulebook=RULEBOOK)

    def await_reference(self, above):
        """Until it holds what the node above it holds."""
        while self.status()["reference"] != above.status()["reference"]:
            time.sleep(0.05)

    def status(self):
        return json.loads(self.command("status"))

    def submit(self, batch, call=None, desks=None, **what):
        """What lienthong_bench_node says, with the node's own processor time of an update."""
        desks = desks or (DESKS if batch == 1 else IN_FLIGHT)
        before = cpu_seconds([self.pid])
        result = measure("node", "submit", **self.secured(), batch=batch, call=call, desks=desks,
                         connections=min(desks, CONNECTIONS), **what)
        result["server_cpu_us"] = 1e6 * (cpu_seconds([self.pid]) - before) / max(1, result["updates"])
        return result

    def ask(self, what, count, dates="months"):
        return measure("node", "ask", **self.address(), what=what, count=count, dates=dates)

    def figures(self):
        return measure("node", "figures", **self.address())

    def sent_bytes(self):
        """Compressed bytes of blocks sent to the parent since the start."""
        with urllib.request.urlopen(f"http://{self.node.http}/metrics", timeout=10) as page:
            for line in page.read().decode().splitlines():
                if line.startswith("lienthong_uplink_sent_bytes_total"):
                    return float(line.split()[1])
        return 0.0

    def memory(self):
        return memory_bytes(self.pid)

    def written(self):
        return written_bytes(self.pid)

    def disk(self):
        return folder_bytes(self.node.data_dir)

    def kill_and_time(self):
        """Seconds from the start after a kill -9 until it answers a question."""
        self.node.kill9()
        begun = time.monotonic()
        self.node.start()
        self.ask("province", 1)
        return time.monotonic() - begun

    def stop(self):
        if self.node.alive():
            self.node.terminate()
