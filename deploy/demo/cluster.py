"""Starts, kills and stops the nodes of the demo and runs the command line against them."""

import json
import os
import signal
import subprocess
import threading
import time

START_SECONDS_MAX = 30
STOP_SECONDS_MAX = 15
COMMAND_SECONDS_MAX = 300
POLL_SECONDS = 0.02
UNAVAILABLE = 3  # exit status of `lienthong`: the node cannot be reached; run it again


class Failed(Exception):
    """The demo cannot go on; the text says why."""


class Authority:
    """Issues the nodes' certificates, as an operator would with `lienthong pki`."""

    def __init__(self, cli, folder):
        self._cli, self._folder = cli, os.path.join(folder, "pki")
        self._passphrase = os.path.join(folder, "passphrase")
        with open(os.open(self._passphrase, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as f:
            f.write("only for this demo\n")
        self._pki("init", "--tree", "demo")

    def issue(self, name):
        """The lines of a node's configuration that name its certificate."""
        self._pki("issue", "--node-name", name)
        files = {"certificate": name + ".pem", "key": name + ".key", "ca": "ca.pem"}
        return ["tls:"] + [f"  {key}: {json.dumps(os.path.join(self._folder, file))}" for key, file in files.items()]

    def _pki(self, *arguments):
        status, out, err = self._cli.run("pki", *arguments, "--dir", self._folder, "--passphrase-file", self._passphrase)
        if status != 0:
            raise Failed(f"lienthong pki {arguments[0]} ended with {status}:\n{err.strip() or out.strip()}")


class Node:
    """One `lienthong-node` process with a directory of its own. Other nodes connect to its `line`, by certificate and TLS;
    programs of this machine to its `address`.

    Started and killed from one thread; `address` may be read from others.
    """

    def __init__(self, binary, folder, name, authority, parent=None):
        self.binary, self.name, self.parent = binary, name, parent
        self._tls = authority.issue(name)
        self.folder = os.path.join(folder, name)
        os.makedirs(self.folder)
        self.log = os.path.join(self.folder, "log")
        self._runtime = os.path.join(self.folder, "runtime.json")
        self._process = None
        self._serving = threading.Event()
        self.address = self.line = None

    def start(self):
        """Starts the process and waits until it serves; again on the port it had, where others find it."""
        if os.path.exists(self._runtime):
            os.remove(self._runtime)
        config = self._write_config()
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen([self.binary, "--config", config], stdin=subprocess.DEVNULL,
                                             stdout=log, stderr=log, start_new_session=True)
        found = self._await_runtime()
        self.address, self.line = found["plaintext"], found["grpc"]
        self._serving.set()

    def _write_config(self):
        lines = [f"node: {self.name}", f"data_dir: {json.dumps(os.path.join(self.folder, 'data'))}",
                 f"listen: {self.line or '127.0.0.1:0'}", "http: 127.0.0.1:0", *self._tls,
                 f"listen_plaintext: {self.address or '127.0.0.1:0'}", "plaintext_on_loopback: true",
                 f"runtime_file: {json.dumps(self._runtime)}"]
        if self.parent:
            name = getattr(self.parent, "to", self.parent).name
            lines += ["parent:", f"  address: {self.parent.line}", f"  node: {name}"]
        path = os.path.join(self.folder, "node.yaml")
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")
        return path

    def _await_runtime(self):
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline:
            if os.path.exists(self._runtime):
                with open(self._runtime, encoding="utf-8") as f:
                    return json.load(f)
            if self._process.poll() is not None:
                raise Failed(f"node {self.name} ended with {self._process.returncode} at its start:\n{self.log_tail()}")
            time.sleep(POLL_SECONDS)
        raise Failed(f"node {self.name} does not serve after {START_SECONDS_MAX} s:\n{self.log_tail()}")

    def await_serving(self, seconds):
        """Waits, in another thread, until the process is started again after a kill."""
        return self._serving.wait(seconds)

    def kill9(self):
        self._serving.clear()
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def alive(self):
        return self._process is not None and self._process.poll() is None

    def ask_to_stop(self):
        if self.alive():
            self._process.terminate()

    def stop(self):
        """Waits for the end that was asked for; by force after a while. True when it left by itself."""
        if self._process is None:
            return True
        try:
            self._process.wait(STOP_SECONDS_MAX)
            return True
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            return False

    def log_tail(self, lines=12):
        try:
            with open(self.log, encoding="utf-8", errors="replace") as f:
                return "".join(f.readlines()[-lines:]).rstrip()
        except OSError:
            return "(no log)"


class Cli:
    """Runs `lienthong`; what runs can be stopped from another thread."""

    def __init__(self, binary):
        self.binary = binary
        self._running, self._lock, self._closed = set(), threading.Lock(), False

    def run(self, *arguments):
        """Returns (exit status, standard output, standard error)."""
        with self._lock:
            if self._closed:
                raise Failed("stopped")
            process = subprocess.Popen([self.binary, *arguments], stdin=subprocess.DEVNULL, text=True,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
            self._running.add(process)
        try:
            out, err = process.communicate(timeout=COMMAND_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            raise Failed(f"lienthong {arguments[0]} did not end within {COMMAND_SECONDS_MAX} s\n{err}") from None
        finally:
            with self._lock:
                self._running.discard(process)
        return process.returncode, out, err

    def ask(self, *arguments, good=(0,)):
        """The JSON answer of a command that must end with one of `good`; None while the node cannot be reached."""
        status, out, err = self.run(*arguments, "--output", "json")
        if status == UNAVAILABLE:
            return None
        if status not in good:
            raise Failed(f"lienthong {' '.join(arguments)} ended with {status}:\n{err.strip() or out.strip()}")
        return json.loads(out)

    def close(self):
        with self._lock:
            self._closed = True
            for process in self._running:
                process.kill()
