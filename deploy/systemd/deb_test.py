"""The Debian package: what is in it, and a life with it in a bare Debian of its own.

Environment: LIENTHONG_BIN, the folder of the programs (default build/release/bin).

PackageTest takes seconds. InstalledTest makes a bare Debian of the host's release in a folder (half
a minute, root, the Debian mirror of this machine) and works in it by chroot. Neither starts systemd:
that the unit is accepted and closed is judged by systemd-analyze, not by running it.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tools"))
import tools  # noqa: E402
from tools import BIN, ROOT, run  # noqa: E402

tools.need("dpkg-buildpackage", "dh", "help2man", "lintian", "systemd-analyze")
START_SECONDS_MAX = 60
# systemd's own scale from 0 (closed) to 10; a unit without hardening has 9.6.
EXPOSURE_MAX = 1.5
# What lintian says and why it stays.
LINTIAN_ACCEPTED = set()


def build(folder):
    return run(os.path.join(HERE, "build-deb"), "--bin", BIN, "--out", folder).strip()


def read(path):
    with open(path, "rb") as f:
        return f.read()


class PackageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="lienthong-deb-")
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.package = build(os.path.join(cls.folder, "one"))
        cls.tree = os.path.join(cls.folder, "tree")
        run("dpkg-deb", "-x", cls.package, cls.tree)
        cls.unit = os.path.join(cls.tree, "lib/systemd/system/lienthong-node.service")

    def test_is_the_same_twice(self):
        again = build(os.path.join(self.folder, "two"))

        self.assertEqual(read(self.package), read(again))

    def test_lintian_finds_nothing(self):
        said = subprocess.run(["lintian", "--allow-root", "--tag-display-limit", "0", self.package], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout

        found = {line for line in said.splitlines()
                 if line[:2] in ("E:", "W:") and line.split()[2] not in LINTIAN_ACCEPTED}
        self.assertEqual(found, set())

    def test_brings_the_calendars(self):
        packed = os.path.join(self.tree, "usr/share/lienthong/calendars")
        source = os.path.join(HERE, "..", "reference", "calendars")

        self.assertEqual(sorted(os.listdir(packed)), sorted(os.listdir(source)))
        for name in os.listdir(source):
            self.assertEqual(read(os.path.join(packed, name)), read(os.path.join(source, name)), name)

    def test_names_the_libraries_it_needs(self):
        depends = run("dpkg-deb", "-f", self.package, "Depends")

        for library in ("libgrpc", "libprotobuf", "libssl", "adduser", "tzdata"):
            self.assertIn(library, depends)

    def test_its_programs_run_and_its_example_is_the_configuration_they_read(self):
        node = os.path.join(self.tree, "usr/bin/lienthong-node")
        example = read(os.path.join(self.tree, "usr/share/doc/lienthong/examples/node.yaml")).decode()
        broken = os.path.join(self.folder, "broken.yaml")
        with open(broken, "w", encoding="utf-8") as f:
            f.write(example + "\nno_such_key: 1\n")

        refused = subprocess.run([node, "--config", broken], text=True, capture_output=True, check=False)

        # The one fault is the one put in, so the example itself has none.
        self.assertEqual(refused.returncode, 2)
        self.assertEqual(refused.stderr.count("broken.yaml:"), 1, refused.stderr)
        self.assertIn("no_such_key", refused.stderr)
        self.assertTrue(run(node, "--version").strip())

    def test_the_unit_is_one_that_systemd_accepts(self):
        # The program stands in the unpacked tree here, and the check wants to see it.
        unit = os.path.join(self.folder, "lienthong-node.service")
        with open(unit, "w", encoding="utf-8") as f:
            f.write(read(self.unit).decode().replace("=/usr/bin/", f"={self.tree}/usr/bin/"))

        said = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], text=True, capture_output=True,
                              check=False)

        self.assertEqual([line for line in said.stderr.splitlines() if "lienthong" in line], [])

    def test_the_unit_is_closed(self):
        said = run("systemd-analyze", "security", "--offline=yes", "--no-pager", self.unit)

        exposure = float(re.search(r"Overall exposure level.*?: ([0-9.]+)", said).group(1))
        self.assertLessEqual(exposure, EXPOSURE_MAX, said)

    def test_the_unit_forbids_core_dumps_and_gives_time_to_end_streams(self):
        lines = read(self.unit).decode().splitlines()

        self.assertIn("LimitCORE=0", lines)
        seconds = next(int(line.split("=")[1]) for line in lines if line.startswith("TimeoutStopSec="))
        self.assertGreaterEqual(seconds, 30)


class InstalledTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        tools.need("mmdebstrap")
        cls.folder = tempfile.mkdtemp(prefix="lienthong-deb-")
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.package = build(cls.folder)
        cls.root = os.path.join(cls.folder, "root")
        depends = re.sub(r" \([^)]*\)", "", run("dpkg-deb", "-f", cls.package, "Depends").strip())
        run(os.path.join(ROOT, "deploy/container/debian-root"), "--variant=essential",
            "--include=" + depends.replace(", ", ","), cls.root)
        shutil.copy(cls.package, os.path.join(cls.root, "lienthong.deb"))

    def setUp(self):
        self.process = None
        self.addCleanup(self.end)
        self.inside("dpkg", "-i", "/lienthong.deb")

    def inside(self, *command, user=None):
        return run("chroot", *([f"--userspec={user}"] if user else []), self.root, *command)

    def path(self, inside):
        return os.path.join(self.root, inside.lstrip("/"))

    def end(self):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def configure(self, name):
        text = read(self.path("/usr/share/doc/lienthong/examples/node.yaml")).decode()
        text = re.sub(r"(?m)^node: .*", f"node: {name}", text)
        # TLS has tests of its own; here the programs of the package are what counts.
        text = re.sub(r"(?ms)^tls:\n.*?\n\n", "", text)
        text = re.sub(r"(?m)^listen_plaintext: .*\n", "", text)
        text = re.sub(r"(?m)^(listen|http): .*", r"\1: 127.0.0.1:0", text)
        text = text.replace("/run/lienthong/", "/var/lib/lienthong/")
        text = re.sub(r"(?m)^parent:\n(  .*\n)+", "", text)
        with open(self.path("/etc/lienthong/node.yaml"), "w", encoding="utf-8") as f:
            f.write(text)

    def launch(self):
        """As the unit does: as the user of the package, with its configuration."""
        with open(os.path.join(self.folder, "log"), "wb") as log:
            self.process = subprocess.Popen(
                ["chroot", "--userspec=lienthong:lienthong", self.root, "/usr/bin/lienthong-node",
                 "--config", "/etc/lienthong/node.yaml"], stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def log(self):
        return read(os.path.join(self.folder, "log")).decode()

    def start(self):
        runtime = self.path("/var/lib/lienthong/node.json")
        if os.path.exists(runtime):
            os.remove(runtime)
        self.launch()
        deadline = time.monotonic() + START_SECONDS_MAX
        while not os.path.exists(runtime):
            self.assertIsNone(self.process.poll(), self.log())
            self.assertLess(time.monotonic(), deadline, self.log())
            time.sleep(0.02)
        return json.loads(read(runtime))["grpc"]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.process.wait(START_SECONDS_MAX), 0, self.log())

    def test_lives_with_it(self):
        owner = self.inside("stat", "-c", "%U:%G %a", "/var/lib/lienthong", "/etc/lienthong").split("\n")
        self.assertEqual(owner[:2], ["lienthong:lienthong 700", "root:lienthong 750"])
        self.assertTrue(os.path.lexists(self.path(
            "/etc/systemd/system/multi-user.target.wants/lienthong-node.service")))
        self.assertFalse(os.path.exists(self.path("/etc/lienthong/node.yaml")), "nothing starts by itself")

        self.configure("h44-100")
        address = self.start()
        units = self.path("/units.csv")
        with open(units, "w", encoding="utf-8") as f:
            f.write("code,name,type,parent,valid_from\nH44,Phú Thọ,province,,2020-01-01\n")
        self.inside("lienthong", "--node", address, "reference", "import", "--units", "/units.csv")
        before = json.loads(self.inside("lienthong", "--node", address, "--output", "json", "status"))
        self.stop()
        self.assertEqual(before["node"], "h44-100")
        self.assertGreater(before["reference"]["sequence"], 0)

        self.inside("dpkg", "-i", "/lienthong.deb")
        after = json.loads(self.inside("lienthong", "--node", self.start(), "--output", "json", "status"))
        self.stop()
        self.assertEqual((after["epoch"], after["reference"]), (before["epoch"], before["reference"]))

        self.configure("h44-200")
        self.launch()
        self.assertEqual(self.process.wait(START_SECONDS_MAX), 1)
        self.assertIn('belongs to node \\"h44-100\\", not to \\"h44-200\\"', self.log())

        self.inside("dpkg", "-r", "lienthong")
        self.assertTrue(os.path.exists(self.path("/etc/lienthong/node.yaml")))
        said = self.inside("dpkg", "--purge", "lienthong")
        self.assertFalse(os.path.exists(self.path("/etc/lienthong")))
        self.assertTrue(os.path.isdir(self.path("/var/lib/lienthong/store")), "facts outlive the package")
        self.assertIn("stay in /var/lib/lienthong", said)
        self.assertFalse(os.path.exists(self.path("/usr/bin/lienthong-node")))


if __name__ == "__main__":
    tools.main()
