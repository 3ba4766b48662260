"""Finds the programs that the tests of deploy/ want. Import it after adding deploy/tools to sys.path.

    HELM = tools.need("helm")          # its path; else the test module is skipped, in CI it fails

A missing tool skips on a developer's machine and says which; with CI=true in the environment it is a
failure, because a check that CI skips is no check.
"""

import importlib
import os
import shutil
import subprocess
import sys
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
INSTALLED = os.path.join(ROOT, "build", "tools")
BIN = os.path.abspath(os.environ.get("LIENTHONG_BIN") or os.path.join(ROOT, "build", "release", "bin"))
MISSING_STATUS = 77  # ctest's "skipped"


def find(name):
    path = os.path.join(INSTALLED, name)
    return path if os.path.exists(path) else shutil.which(name)


def need(*names):
    """The path of a tool, or of several; ends this program when one is missing."""
    paths = [find(name) for name in names]
    missing = [name for name, path in zip(names, paths) if path is None]
    if missing:
        _give_up(missing)
    return paths[0] if len(paths) == 1 else paths


def module(name):
    """A Python module that is a Debian package; ends this program in the same way when it is missing."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return _give_up([f"python3-{name}"])


def _give_up(missing):
    print(f"skipped: {', '.join(missing)} missing; `make deploy-tools` installs what is needed", file=sys.stderr)
    sys.exit(1 if os.environ.get("CI") == "true" else MISSING_STATUS)


def run(*command, **options):
    """Standard output and error together; raises, with them in its text, when the command fails."""
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          stdin=subprocess.DEVNULL, check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stdout}")
    return done.stdout


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def main():
    unittest.main(verbosity=2)
