"""NATS JetStream: store and forward alone. Built through the Go proxy, since the release that syncs
every acknowledgement is newer than Debian's."""

import os
import shutil
import socket
import subprocess
import time

from comparison.processes import ROOT, STARTED, WITH_US, measure

VERSION = "v2.10.29"
TOOLS = os.path.join(ROOT, "build", "tools")
SERVER = os.path.join(TOOLS, "nats-server")
WINDOW = 4000


def install():
    """True when the server is there, built if need be."""
    if os.path.exists(SERVER):
        return True
    if not shutil.which("go"):
        return False
    environment = {**os.environ, "GOBIN": TOOLS}
    return subprocess.run(["go", "install", f"github.com/nats-io/nats-server/v2@{VERSION}"], env=environment,
                          stderr=subprocess.DEVNULL, check=False).returncode == 0


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    def __init__(self, folder, name, synced, hub=None):
        self.folder, self.port, self.leaf_port = os.path.join(folder, name), free_port(), free_port()
        os.makedirs(self.folder)
        links = (f'leafnodes {{ remotes: [ {{ url: "nats://127.0.0.1:{hub.leaf_port}" }} ] }}' if hub
                 else f"leafnodes {{ listen: 127.0.0.1:{self.leaf_port} }}")
        sync = "sync_interval: always" if synced else ""
        config = os.path.join(self.folder, "conf")
        with open(config, "w", encoding="ascii") as f:
            f.write(f'listen: 127.0.0.1:{self.port}\nserver_name: {name}\n'
                    f'jetstream {{ store_dir: "{self.folder}/store", domain: {name}, {sync} }}\n{links}\n')
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = subprocess.Popen([*WITH_US, SERVER, "-c", config], stdout=log, stderr=log)
        STARTED.append(self)
        self.await_port()

    def await_port(self):
        for _ in range(200):
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("nats-server does not serve")

    @property
    def url(self):
        return f"nats://127.0.0.1:{self.port}"

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


class Chain:
    """A leaf that stores, and a hub that takes over what it stored."""

    def __init__(self, folder, synced):
        self.hub = Server(folder, "hub", synced)
        self.leaf = Server(folder, "leaf", synced, self.hub)
        time.sleep(1)  # until the leaf has found its hub; nothing says so from outside
        measure("nats", "stream", node=self.leaf.url, stream="UP", subject="up")
        measure("nats", "stream", node=self.hub.url, stream="ALL", source="UP", domain="leaf")
        self.messages = 0

    def two_hops(self, **what):
        """Until the hub holds everything that was published at the leaf."""
        begun = time.monotonic()
        result = measure("nats", "publish", node=self.leaf.url, subject="up", window=WINDOW, **what)
        self.messages += result["updates"]
        lag = measure("nats", "await", node=self.hub.url, stream="ALL", messages=self.messages)["seconds"]
        seconds = result["seconds"] + lag
        return {**result, "seconds": seconds, "rate": result["updates"] / seconds, "whole": time.monotonic() - begun}

    def stop(self):
        self.leaf.stop()
        self.hub.stop()
