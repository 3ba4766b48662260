#!/usr/bin/python3
"""Real nodes for the tests of clients in any language.

A test starts this program, writes one JSON object a line to its standard input and reads one JSON object a
line back. Every node ends when the input ends, also when the test is killed.

    {"do": "node", "name": "root"}     {"address": "127.0.0.1:4711"}: serves, with the reference data of
                                       tests/system/reference.py (units H99, H99.1, H99.2, H99.10; procedure 9.000001)
    {"do": "secure", "name": "root"}   the same over TLS: also "ca", "cert" and "key" of a client (files) with the rights of
                                       unit H99.1, and "token", which may submit for it and read
    {"do": "kill", "name": "root"}     kill -9
    {"do": "start", "name": "root"}    again, at the address that it had
    {"do": "pause" | "go_on", ...}     SIGSTOP, SIGCONT: a node that is there and does not answer
    {"do": "lienthong", "arguments": [...]}   {"status": 0, "out": "...", "err": "..."} of the command line

An answer {"error": "..."} says what went wrong. LIENTHONG_BIN: the folder of the binaries.
"""

import json
import os
import signal
import sys
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, os.path.join(ROOT, "tests", "system"))

import harness  # noqa: E402
import reference  # noqa: E402
from pki import Pki  # noqa: E402


class Testbed(harness.SystemTest):
    def serve(self):
        self.known = {}
        for line in sys.stdin:
            try:
                command = json.loads(line)
                answer = getattr(self, "do_" + command.pop("do"))(**command)
            except Exception as error:  # the test at the other end shall hear of whatever it is
                answer = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(answer or {}), flush=True)

    def do_node(self, name):
        node = self.known[name] = self.node(name)
        self.load_reference(node, reference.small((name, name, name)))
        return {"address": node.address, "folder": self.folder}

    def do_secure(self, name):
        pki = Pki(self)
        node = self.known[name] = self.new_node(name)
        node.tls, node.client, node.plain_listen = pki.node(name), ["--ca", pki.ca], "127.0.0.1:0"
        node.start()
        here = ("--node", node.plain, "--output", "json")
        tables = [a for kind, text in reference.small((name, name, name)).items()
                  for a in ("--" + kind, self.write(f"{kind}.csv", text))]
        self.lienthong("reference", "import", *tables, *here)
        rights = ("--role", "submit", "--role", "read", "--unit", reference.COMMUNE)
        _, ca, _, cert, _, key = pki.client("one-stop")
        self.lienthong("token", "create", "one-stop", "--certificate", *rights, *here)
        token = self.lienthong("token", "create", "desk", *rights, *here).json["token"]
        return {"address": node.address, "ca": ca, "cert": cert, "key": key, "token": token}

    def do_kill(self, name):
        self.known[name].kill9()

    def do_start(self, name):
        return {"address": self.known[name].start().address}

    def do_pause(self, name):
        self.known[name].process.send_signal(signal.SIGSTOP)

    def do_go_on(self, name):
        self.known[name].process.send_signal(signal.SIGCONT)

    def do_lienthong(self, arguments):
        status, out, err, _ = self.lienthong(*arguments, status=None)
        return {"status": status, "out": out, "err": err}


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda n, _: sys.exit(128 + n))
    outcome = unittest.TestResult()
    Testbed("serve").run(outcome)
    for _, text in outcome.failures + outcome.errors:
        print(text, file=sys.stderr)
