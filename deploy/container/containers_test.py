"""The image, and a commune, a district and a province each in its container: `make test-containers`.

Proved: the image is small, closed and the same twice; three levels are rolled forward and back while a sender writes,
an office is cut off and comes back, one is killed, and every update that was acknowledged is counted once at the top.
Not proved: two versions side by side (there is one; the two images differ in their tag alone), TLS (the nodes serve
loopback, and a relay in each network namespace stands for the tunnel between offices), a registry, a kubelet.

Wants root and the sections `deploy` and `container` of deploy/setup/packages.txt. Some minutes.
"""

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import threading
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tools"))
sys.path.insert(0, os.path.join(HERE, "..", "..", "tests", "system"))
import reference  # noqa: E402
import tools  # noqa: E402

tools.need("podman", "buildah", "runc", "mmdebstrap", "nsenter", "iptables")
ENGINE = os.path.join(HERE, "engine")
TAGS = ("test-a", "test-b")
IMAGE_BYTES_MAX = 60e6
WAIT_SECONDS_MAX = 120
GRPC, HTTP, HEALTH, OUTER, PARENT = 7000, 7080, 7001, 17000, 7100
FILES, DOSSIERS_PER_FILE = 60, 50


def podman(*arguments, check=True):
    done = subprocess.run([ENGINE, "podman", *arguments], text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)
    if check and done.returncode != 0:
        raise AssertionError(f"podman {' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done if not check else done.stdout.strip()


def build(tag, folder):
    said = tools.run(os.path.join(HERE, "build-image"), "--bin", tools.BIN, "--out", folder, "--tag", tag)
    return said.strip().rsplit(" ", 1)[1]


def wait_until(what, condition):
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not after {WAIT_SECONDS_MAX} s")
        time.sleep(0.2)
    return found


class Office:
    """One node in its container, on the network `net` at the address `ip`, and the relay in its namespace."""

    def __init__(self, world, name, ip, parent=None):
        self.world, self.name, self.ip, self.parent = world, name, ip, parent
        self.container, self.volume = f"{world.id}-{name}", f"{world.id}-{name}"
        self.relay = None
        self.config = os.path.join(world.folder, f"{name}.yaml")
        self.write_config(name)

    def write_config(self, node):
        lines = [f"node: {node}", "data_dir: /var/lib/lienthong/data", f"listen: 127.0.0.1:{GRPC}",
                 f"http: 127.0.0.1:{HTTP}", f"health: 0.0.0.0:{HEALTH}", "plaintext_on_loopback: true"]
        if self.parent:
            # Ends by itself often, so that a roll-out meets streams in every state.
            lines += ["parent:", f"  address: 127.0.0.1:{PARENT}", "  stream_seconds_max: 5"]
        with open(self.config, "w", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")

    def start(self, tag):
        podman("run", "-d", "--name", self.container, "--network", self.world.net, "--ip", self.ip, "--read-only",
               "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--stop-timeout", "60",
               "-v", f"{self.config}:/etc/lienthong/node.yaml:ro", "-v", f"{self.world.folder}:/files",
               "-v", f"{self.volume}:/var/lib/lienthong", f"localhost/lienthong:{tag}")
        pid = podman("inspect", "-f", "{{.State.Pid}}", self.container)
        rules = [f"0.0.0.0:{OUTER}", f"127.0.0.1:{GRPC}"]
        if self.parent:
            rules += [f"127.0.0.1:{PARENT}", f"{self.parent.ip}:{OUTER}"]
        self.relay = subprocess.Popen(["nsenter", "-t", pid, "-n", "/usr/bin/python3", os.path.join(HERE, "relay.py"),
                                       *rules], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.relay.stdout.readline()
        return self

    def stop(self, signal="TERM"):
        """Ends the container; its exit status."""
        podman("kill", "--signal", signal, self.container, check=False)
        status = int(podman("wait", self.container))
        log = podman("logs", self.container, check=False)
        self.world.logs.append(log.stdout + log.stderr)
        podman("rm", self.container)
        self.end_relay()
        return status

    def end_relay(self):
        for pipe in (self.relay.stdin, self.relay.stdout):
            pipe.close()
        self.relay.wait()
        self.relay = None

    def lienthong(self, *arguments):
        return podman("exec", self.container, "lienthong", *arguments, check=False)

    def ask(self, *arguments):
        done = self.lienthong("--output", "json", *arguments)
        return json.loads(done.stdout) if done.returncode == 0 else None

    def ready(self):
        return self.lienthong("health", "--node", f"127.0.0.1:{HEALTH}", "--service", "ready", "--timeout", "5").returncode == 0

    def heads(self):
        status = self.ask("status")
        return status and {o["node"]: (o["sequence"], o["hash"]) for o in status["origins"] if o["sequence"]}

    def in_hand(self):
        answer = self.ask("score", "--unit", reference.COMMUNE, "--period", reference.MONTH)
        return answer["rows"][0]["in_hand"] if answer else None


class Sender(threading.Thread):
    """Sends the files one after the other, each until it is acknowledged whole, as a one-stop office would."""

    def __init__(self, office):
        super().__init__(daemon=True)
        self.office, self.done, self.tries, self.last = office, 0, 0, ""
        self.ended = threading.Event()

    def run(self):
        while self.done < FILES and not self.ended.is_set():
            self.tries += 1
            sent = self.office.lienthong("import", "--source", reference.JSON_SOURCE, "--unit", reference.COMMUNE,
                                         "--received-at", reference.ARRIVAL, "--retry-seconds", "0",
                                         f"/files/{self.done:03}.json")
            self.done += sent.returncode == 0
            self.last = sent.stdout + sent.stderr


class World(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.id = "lt" + secrets.token_hex(3)
        cls.net, cls.logs = f"{cls.id}-net", []
        holder = tempfile.TemporaryDirectory(prefix="lienthong-containers-")
        cls.addClassCleanup(holder.cleanup)
        cls.folder = holder.name
        # `lienthong import` writes its list of rejects beside the file.
        os.chown(cls.folder, 10001, 10001)
        cls.digests = {tag: build(tag, os.path.join(cls.folder, "image")) for tag in TAGS}
        for tag in TAGS:
            cls.addClassCleanup(podman, "rmi", "-f", f"localhost/lienthong:{tag}", check=False)


class ImageTest(World):
    def test_is_the_same_twice(self):
        self.assertEqual(build(TAGS[0], os.path.join(self.folder, "again")), self.digests[TAGS[0]])
        self.assertNotEqual(self.digests[TAGS[0]], self.digests[TAGS[1]])

    def test_is_small_and_runs_as_nobody(self):
        image = json.loads(podman("inspect", f"localhost/lienthong:{TAGS[0]}"))[0]

        self.assertLess(image["Size"], IMAGE_BYTES_MAX)
        self.assertEqual(image["Config"]["User"], "10001:10001")
        self.assertEqual(image["Config"]["StopSignal"], "SIGTERM")

    def test_holds_no_shell_and_nothing_that_others_may_write(self):
        tree = subprocess.run([ENGINE, "podman", "create", f"localhost/lienthong:{TAGS[0]}"], check=True, text=True,
                              stdout=subprocess.PIPE).stdout.strip()
        self.addCleanup(podman, "rm", tree)
        listing = subprocess.run(f"{ENGINE} podman export {tree} | tar -tvf -", shell=True, check=True, text=True,
                                 stdout=subprocess.PIPE).stdout.splitlines()

        files = {line.split(None, 5)[5].split(" -> ")[0]: line for line in listing}
        self.assertIn("usr/bin/lienthong-node", files)
        self.assertIn("usr/share/zoneinfo/Asia/Ho_Chi_Minh", files)
        programs = {f for f in files if re.match(r"(usr/)?s?bin/.", f)}
        self.assertEqual(programs, {"usr/bin/lienthong-node", "usr/bin/lienthong"})
        loose = [f for f, line in files.items() if line[8] == "w" and line[0] not in "lc" and f.rstrip("/") != "tmp"]
        self.assertEqual(loose, [])
        self.assertEqual([f for f, line in files.items() if "s" in line[1:10]], [], "set-uid")

    def test_its_bill_of_materials_names_every_library(self):
        with open(os.path.join(self.folder, "image", f"lienthong-{TAGS[0]}.cdx.json"), encoding="utf-8") as f:
            bill = json.load(f)

        names = {c["name"] for c in bill["components"]}
        self.assertLessEqual({"libc6", "libgrpc29", "libprotobuf32", "libssl3", "tzdata"}, names)
        for component in bill["components"]:
            self.assertRegex(component["purl"], r"^pkg:deb/debian/\S+@\S+$")
            self.assertRegex(component["hashes"][0]["content"], r"^[0-9a-f]{64}$")


class TreeTest(World):
    def setUp(self):
        third = secrets.randbelow(200) + 20
        podman("network", "create", "--internal", "--subnet", f"10.231.{third}.0/24", self.net)
        self.addCleanup(podman, "network", "rm", "-f", self.net, check=False)
        self.province = Office(self, "province", f"10.231.{third}.10")
        self.district = Office(self, "district", f"10.231.{third}.11", self.province)
        self.commune = Office(self, "commune", f"10.231.{third}.12", self.district)
        self.offices = [self.province, self.district, self.commune]
        self.addCleanup(self.tear_down)

    def tear_down(self):
        for office in self.offices:
            if office.relay:
                office.end_relay()
            podman("rm", "-f", "-t", "0", office.container, check=False)
            podman("volume", "rm", "-f", office.volume, check=False)

    def write_files(self):
        for kind, text in reference.small(("commune", "commune", "commune")).items():
            self.write(f"{kind}.csv", text)
        for i in range(FILES):
            self.write(f"{i:03}.json", reference.bare([reference.dossier(f"{reference.COMMUNE}-240305-{i:03}{n:03}")
                                                       for n in range(DOSSIERS_PER_FILE)]))

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as f:
            f.write(text)

    def roll(self, offices, tag):
        for office in offices:
            self.assertEqual(office.stop(), 0, "a stopping node ends by itself, with status 0")
            office.start(tag)
            wait_until(f"{office.name} ready with {tag}", office.ready)

    def test_loses_nothing_when_rolled_cut_and_killed(self):
        self.write_files()
        for office in self.offices:
            office.start(TAGS[0])
            wait_until(f"{office.name} ready", office.ready)
        self.assertIsNotNone(self.province.ask("reference", "import", *[
            word for kind in ("units", "procedures", "grants", "mappings", "calendar")
            for word in (f"--{kind}", f"/files/{kind}.csv")]))
        wanted = self.province.ask("status")["reference"]
        wait_until("reference data at the commune", lambda: (self.commune.ask("status") or {}).get("reference") == wanted)

        sender = Sender(self.commune)
        self.addCleanup(sender.ended.set)
        sender.start()
        self.roll(self.offices, TAGS[1])
        self.roll(reversed(self.offices), TAGS[0])
        under_load = sender.done
        self.assertGreater(under_load, 0, sender.last)
        self.assertLess(under_load, FILES, "the roll-outs were to meet a sender at work; give it more files")
        print(f"rolled forward and back while {under_load} of {FILES} files were sent", file=sys.stderr)

        podman("network", "disconnect", self.net, self.district.container)
        wait_until("the cut is seen", lambda: not self.commune.ready())
        before, sent = self.province.in_hand(), sender.done
        wait_until("the commune takes in more", lambda: sender.done == FILES or sender.done > sent + 3)
        self.assertEqual(self.province.in_hand(), before)
        podman("network", "connect", "--ip", self.district.ip, self.net, self.district.container)
        wait_until("connected again", self.commune.ready)

        self.assertNotEqual(self.commune.stop("KILL"), 0)
        self.commune.start(TAGS[0])
        wait_until("every file acknowledged", lambda: sender.done == FILES)
        wait_until("equal heads", lambda: self.commune.heads() and self.province.heads() == self.commune.heads())

        self.assertEqual(self.province.in_hand(), FILES * DOSSIERS_PER_FILE)
        print(f"{sender.tries} sendings of {FILES} files", file=sys.stderr)
        again = self.commune.ask("import", "--source", reference.JSON_SOURCE, "--unit", reference.COMMUNE,
                                 "--received-at", reference.ARRIVAL, *[f"/files/{i:03}.json" for i in range(FILES)])
        self.assertEqual(again["total"]["unchanged"], FILES * DOSSIERS_PER_FILE)

    def test_refuses_another_nodes_volume(self):
        self.province.start(TAGS[0])
        wait_until("ready", self.province.ready)
        self.province.stop()

        self.province.write_config("another")
        podman("run", "--name", self.province.container, "--network", "none", "--read-only",
               "-v", f"{self.province.config}:/etc/lienthong/node.yaml:ro",
               "-v", f"{self.province.volume}:/var/lib/lienthong", f"localhost/lienthong:{TAGS[0]}", check=False)

        self.assertEqual(podman("inspect", "-f", "{{.State.ExitCode}}", self.province.container), "1")
        log = podman("logs", self.province.container, check=False)
        self.assertIn('belongs to node \\"province\\", not to \\"another\\"', log.stdout + log.stderr)


if __name__ == "__main__":
    tools.main()
