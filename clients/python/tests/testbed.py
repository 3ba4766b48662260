"""Nodes for these tests: clients/testing/testbed.py as a child process."""

import json
import os
import subprocess
import sys
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
VECTORS = os.path.join(ROOT, "tests", "vectors")


class Testbed:
    def __init__(self):
        self._process = subprocess.Popen(["/usr/bin/python3", os.path.join(ROOT, "clients", "testing", "testbed.py")],
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, do, **arguments):
        self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer

    def close(self):
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()


class NodeTest(unittest.TestCase):
    """One node for all tests of a class; each uses dossiers of its own."""

    @classmethod
    def setUpClass(cls):
        cls.bed = Testbed()
        cls.addClassCleanup(cls.bed.close)
        cls.node = cls.bed("node", name="root")["address"]


def vectors(name):
    with open(os.path.join(VECTORS, name + ".json"), encoding="utf-8") as f:
        return json.load(f)


def main():
    unittest.main(verbosity=2 if "-v" in sys.argv else 1)
