#!/usr/bin/python3
"""Who is let in: certificates of nodes, tokens of desks, roles, bounds. Others are refused, counted, told once, and
harm nobody."""

import os
import socket
import ssl
import struct
import subprocess
import urllib.request

import harness
import raw_grpc
import reference
from pki import Pki
from harness import BIN
from reference import COMMUNE, PREFIX_TWIN, dossier

OK, UNAVAILABLE, PERMISSION_DENIED, RESOURCE_EXHAUSTED, UNAUTHENTICATED = 0, 14, 7, 8, 16  # gRPC statuses
SUBMIT = "/lienthong.v1.IntakeService/Submit"
FETCH = "/lienthong.v1.UplinkService/FetchUnit"
REPLICATE = "/lienthong.v1.UplinkService/Replicate"
LONG_AGO = ("--from", "2020-01-01", "--days", "30")


def many(prefix, count):
    return reference.bare([dossier(f"{prefix}-{n}") for n in range(count)])


def field(number, data):
    """A length-delimited field of a protobuf message."""
    size, length = len(data), b""
    while size >= 0x80:
        length, size = length + bytes([size & 0x7f | 0x80]), size >> 7
    return bytes([number << 3 | 2]) + length + bytes([size]) + data


def hello(node):
    """A ReplicateRequest that says hello as `node`."""
    origin = field(1, node.encode()) + b"\x11" + struct.pack("<Q", 1)
    return field(1, field(1, origin) + b"\x10\x01")


class SecurityTest(harness.SystemTest):
    def secured(self, name, tls, parent=None, plain=True):
        """A node with TLS, not started; `plain`: also a port for programs on this machine."""
        node = self.new_node(name, parent)
        node.tls, node.client = tls, ["--ca", tls[2]]
        node.plain_listen = "127.0.0.1:0" if plain else None
        return node

    def here(self, node, *arguments, status=harness.DONE):
        """Asks over the port without TLS."""
        return self.lienthong(*arguments, "--node", node.plain, "--output", "json", status=status)

    def token(self, node, name, *options):
        """Options of the command line with a new token in a file."""
        made = self.here(node, "token", "create", name, *options).json
        path = os.path.join(self.folder, made["id"])
        with open(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="utf-8") as f:
            f.write(made["token"] + "\n")
        return ["--token-file", path], made["id"]

    def bring(self, node, name, content, *options, unit=COMMUNE, address=None, status=harness.DONE):
        return self.lienthong("import", "--node", address or node.address, *options, "--source", reference.JSON_SOURCE,
                              "--received-at", reference.ARRIVAL, "--unit", unit, "--output", "json",
                              "--retry-seconds", "0", self.write(name, content), status=status)

    def metric(self, node, name):
        with urllib.request.urlopen(f"http://{node.http}/metrics", timeout=10) as answer:
            for line in answer.read().decode().splitlines():
                if line.startswith(name + " "):
                    return float(line.split()[-1])
        return None

    def refused(self, node, kind):
        return self.metric(node, f'lienthong_refused_total{{kind="{kind}"}}') or 0

    def told(self, node, kind):
        """How many lines of the log speak of refusals of that kind."""
        return sum(f'"kind":"{kind}"' in line for line in node.log_text().splitlines())


class TreeTest(SecurityTest):
    """A root and a child, each with a certificate; the root has a port for its own machine, too."""

    def setUp(self):
        self.pki = Pki(self)
        self.root = self.secured("root", self.pki.node("root")).start()
        self.child = self.secured("child", self.pki.node("child"), self.root).start()
        self.load_here(self.root, reference.small(("child", "child", "other")), self.child)

    def load_here(self, root, tables, *others):
        arguments = [a for kind, text in tables.items() for a in ("--" + kind, self.write(f"{kind}.csv", text))]
        self.here(root, "reference", "import", *arguments)
        for node in others:
            self.await_here(node, root)

    def await_here(self, node, root):
        self.wait_until(f"reference data at {node.name}", lambda: self.here(node, "status").json["reference"]
                        == self.here(root, "status").json["reference"])

    def in_hand(self, node, unit=COMMUNE):
        rows = self.here(node, "score", "--unit", unit, "--period", reference.MONTH).json["rows"]
        return {row["unit"]: row for row in rows}[unit]["in_hand"]

    def await_in_hand(self, node, count, unit=COMMUNE):
        self.wait_until(f"{count} dossiers at {node.name}", lambda: self.in_hand(node, unit) == count)

    def assert_unharmed(self):
        """What the child takes in still reaches the root."""
        before = self.in_hand(self.root)
        self.bring(self.child, f"more-{before}.json", many(f"more-{before}", 5), address=self.child.plain)
        self.await_in_hand(self.root, before + 5)


class NodesTest(TreeTest):
    """Certificates, and what is without."""

    def test_a_secured_tree_carries_dossiers_and_shows_whose_certificates_end(self):
        self.bring(self.child, "a.json", many("a", 200), address=self.child.plain)

        self.await_in_hand(self.root, 200)
        self.wait_until("the child's certificate is known at the root", lambda: all(
            o["certificate_expires"] for o in self.here(self.root, "status").json["origins"]))
        self.assertAlmostEqual(self.metric(self.root, "lienthong_certificate_days"), 397, delta=1)
        self.assertAlmostEqual(self.metric(self.root, "lienthong_subtree_certificate_days"), 397, delta=1)

    def test_only_tls_1_3_is_spoken(self):
        old = raw_grpc.tls_context(self.pki.ca, version=ssl.TLSVersion.TLSv1_2)
        new = raw_grpc.tls_context(self.pki.ca, version=ssl.TLSVersion.TLSv1_3)

        self.assertEqual(raw_grpc.status(self.root.address, SUBMIT, b"", tls=old), (None, b""))
        self.assertEqual(raw_grpc.status(self.root.address, SUBMIT, b"", tls=new)[0], UNAUTHENTICATED)
        self.assertEqual(raw_grpc.status(self.root.address, SUBMIT, b""), (None, b""))

    def test_a_certificate_of_another_authority_opens_nothing(self):
        stranger = Pki(self, "stranger")
        other = self.secured("other", (*stranger.node("other")[:2], stranger.ca), self.root)
        other.start()

        self.wait_until("the stranger hears why", lambda: self.here(other, "status").json["parent"]["last_error"])
        self.assertFalse(self.here(other, "status").json["parent"]["connected"])
        asked = self.lienthong("status", "--node", self.root.address, "--ca", stranger.ca,
                               status=harness.UNAVAILABLE)
        self.assertIn("not of the authority in --ca", asked.err)
        # Who trusts the root, and is a stranger to it: no call comes about. The root counts, and tells once.
        impostor = raw_grpc.tls_context(self.pki.ca, other.tls[0], other.tls[1])
        for _ in range(3):
            self.assertEqual(raw_grpc.status(self.root.address, REPLICATE, hello("other"), tls=impostor), (None, b""))
        self.wait_until("the root counts them", lambda: self.refused(self.root, "handshake") >= 3)
        self.assertEqual(self.told(self.root, "handshake"), 1)
        self.assert_unharmed()

    def test_a_siblings_certificate_does_not_say_hello_as_another(self):
        certificate, key, ca = self.pki.node("sibling")
        sibling = raw_grpc.tls_context(ca, certificate, key)

        for _ in range(3):
            status, trailers = raw_grpc.status(self.root.address, REPLICATE, hello("child"), tls=sibling)
            self.assertEqual(status, PERMISSION_DENIED, trailers)

        self.assertEqual(self.refused(self.root, "impostor"), 3)
        self.assertEqual(self.told(self.root, "impostor"), 1)
        self.assert_unharmed()

    def test_a_clients_certificate_is_no_nodes(self):
        client = self.pki.client("igate-1")
        context = raw_grpc.tls_context(self.pki.ca, client[3], client[5])

        self.assertEqual(raw_grpc.status(self.root.address, REPLICATE, hello("igate-1"), tls=context)[0],
                         PERMISSION_DENIED)
        self.assertEqual(raw_grpc.status(self.root.address, REPLICATE, hello("child"),
                                         tls=raw_grpc.tls_context(self.pki.ca))[0], UNAUTHENTICATED)
        self.assert_unharmed()

    def test_a_node_does_not_start_with_anothers_certificate(self):
        other = self.secured("other", self.child.tls, self.root)
        other.launch()

        self.assertEqual(other.wait(), 1)
        self.assertIn('names node \\"child\\", this is \\"other\\"', other.log_text())

    def test_a_parent_that_is_another_is_not_spoken_to(self):
        liar = self.secured("liar", self.pki.node("liar"))
        liar.start()
        self.child.terminate()
        self.child.parent = harness.Node(self.folder, "nobody")
        self.child.parent.address, self.child.parent.name = liar.address, "root"
        self.child.start()

        self.wait_until("the child sees who it is", lambda: "does not name spiffe://lienthong/h99/node/root"
                        in self.here(self.child, "status").json["parent"]["last_error"])
        self.assertEqual(self.here(liar, "status").json["children"], [])

    def test_an_expired_child_goes_on_collecting_and_catches_up_once_renewed(self):
        late = self.secured("other", self.pki.node("other", *LONG_AGO), self.root)
        late.start()
        self.wait_until("it says why it is alone", lambda: "certificate has expired"
                        in self.here(late, "status").json["parent"]["last_error"])
        self.assertLess(self.metric(late, "lienthong_certificate_days"), -365)
        # Without reference data everything is parked, but it is taken and kept.
        taken = self.bring(late, "a.json", many("a", 50), unit=PREFIX_TWIN, address=late.plain).json["total"]
        self.assertEqual(taken["parked"], 50)

        self.pki.renew(late.tls[0])

        self.await_here(late, self.root)
        self.await_in_hand(self.root, 50, PREFIX_TWIN)
        self.assertTrue(self.here(late, "status").json["parent"]["connected"])
        self.assert_unharmed()

    def test_a_certificate_is_renewed_under_a_running_node(self):
        days = self.metric(self.root, "lienthong_certificate_days")
        self.lienthong("pki", "renew", self.root.tls[0], "--days", "100", "--dir", self.pki.folder,
                       "--passphrase-file", self.pki.passphrase)

        self.wait_until("the root holds the new one",
                        lambda: self.metric(self.root, "lienthong_certificate_days") < days - 200)
        shown = subprocess.run(["openssl", "s_client", "-connect", self.root.address, "-alpn", "h2"], input=b"",
                               capture_output=True, timeout=20, check=False).stdout
        shown = subprocess.run(["openssl", "x509", "-noout", "-enddate"], input=shown, capture_output=True, timeout=20,
                               check=True).stdout
        held = subprocess.run(["openssl", "x509", "-noout", "-enddate", "-in", self.root.tls[0]], capture_output=True,
                              timeout=20, check=True).stdout
        self.assertEqual(shown, held)
        self.assert_unharmed()

    def test_a_damaged_certificate_file_changes_nothing(self):
        with open(self.root.tls[0], "w", encoding="utf-8") as f:
            f.write("half a certific")

        self.wait_until("the root says so", lambda: (self.metric(self.root, "lienthong_certificate_days"),
                                                     "the changed files are not taken" in self.root.log_text())[1])
        token, _ = self.token(self.root, "reader", "--role", "read", "--every-unit")
        self.ask(self.root, "status", *token)
        self.assert_unharmed()


class DesksTest(TreeTest):
    """The tokens of desks, at the child over TLS."""

    def setUp(self):
        super().setUp()
        self.desk, self.desk_id = self.token(self.child, "igate", "--role", "submit", "--unit", COMMUNE)

    def submit(self, name, *options, unit=COMMUNE, status=harness.DONE):
        return self.bring(self.child, name, many(name, 3), "--ca", self.pki.ca, *options, unit=unit, status=status)

    def test_a_token_submits_for_its_unit_and_no_other(self):
        self.assertEqual(self.submit("a", *self.desk).json["total"]["admitted"], 3)
        of_another = self.submit("b", *self.desk, unit="H99.2", status=harness.SOME_REFUSED)
        self.assertEqual(of_another.json["total"]["refused"], 3)
        with open(os.path.join(self.folder, "b.rejects.csv"), encoding="utf-8") as f:
            self.assertIn("madonvi", f.read())
        self.await_in_hand(self.root, 3)
        self.assertEqual(self.in_hand(self.root, "H99.2"), 0)

    def test_what_one_unit_reports_another_does_not_change(self):
        everything, _ = self.token(self.child, "both", "--role", "submit", "--every-unit")
        self.submit("a", *everything, unit="H99.2")
        theirs = self.bring(self.child, "again.json", many("a", 3), "--ca", self.pki.ca, *self.desk,
                            status=harness.SOME_REFUSED)
        self.assertEqual(theirs.json["total"]["refused"], 3)

    def test_nobody_without_a_token_and_no_token_without_its_role(self):
        nobody = self.submit("a", status=harness.REFUSED)
        self.assertIn("show a token or a certificate", nobody.err)
        self.assertIn("access: give --token-file", nobody.err)
        forbidden = self.lienthong("score", "--node", self.child.address, "--ca", self.pki.ca, *self.desk, "--unit",
                                   COMMUNE, "--period", reference.MONTH, "--lang", "vi", status=harness.REFUSED)
        self.assertIn("needs the role read", forbidden.err)
        self.assertIn("truy cập: hãy xin quản trị", forbidden.err)
        self.assertGreaterEqual(self.refused(self.child, "forbidden"), 1)
        self.assertGreaterEqual(self.refused(self.child, "unauthenticated"), 1)

    def test_a_reader_reads_its_subtree(self):
        reader, _ = self.token(self.root, "reader", "--role", "read", "--unit", COMMUNE)
        def ask(unit, status):
            return self.ask(self.root, "score", "--unit", unit, "--period", reference.MONTH, *reader, status=status)
        ask(COMMUNE, harness.DONE)
        self.assertIn("outside the scope", ask("H99", harness.REFUSED).err)
        # No code is a prefix of another.
        ask(PREFIX_TWIN, harness.REFUSED)

    def test_a_revoked_token_is_refused_at_once(self):
        self.submit("a", *self.desk)
        self.here(self.child, "token", "revoke", self.desk_id)

        refused = self.submit("b", *self.desk, status=harness.REFUSED)

        self.assertIn("token: is revoked", refused.err)
        states = {t["id"]: t["revoked_ms"] for t in self.here(self.child, "token", "list").json}
        self.assertGreater(states[self.desk_id], 0)
        self.assert_unharmed()

    def test_a_certificate_of_a_client_has_the_rights_of_its_name(self):
        client = self.pki.client("igate-1")
        self.bring(self.child, "a.json", many("a", 1), *client, status=harness.REFUSED)

        self.here(self.child, "token", "create", "igate-1", "--certificate", "--role", "submit", "--unit", COMMUNE)

        taken = self.bring(self.child, "a.json", many("a", 1), *client)
        self.assertEqual(taken.json["total"]["admitted"], 1)

    def test_every_administrative_action_is_told_at_the_root(self):
        self.here(self.child, "token", "revoke", self.desk_id)

        def actions():
            return [(e["node"], e["action"], e["actor"]) for e in self.here(self.root, "audit").json]
        self.wait_until("the audit of the child is at the root", lambda: [n for n, _, _ in actions()].count("child") == 2)
        self.assertEqual(set(actions()), {("child", "credential revoked", "local"),
                                          ("child", "credential created", "local"),
                                          ("root", "reference imported", "local")})
        self.assertEqual(self.here(self.root, "status").json["parked"], 0)


class ThreeLevelsTest(TreeTest):
    """A commune's node below a district's, which holds the grant of the district's unit."""

    DISTRICT, HOSTED = "H99.5", "H99.5.1"

    def setUp(self):
        self.pki = Pki(self)
        self.root = self.secured("root", self.pki.node("root")).start()
        self.district = self.secured("district", self.pki.node("district"), self.root).start()
        self.commune = self.secured("commune", self.pki.node("commune", "--days", "50"), self.district).start()
        tables = reference.small()
        tables["units"] += (f"{self.DISTRICT},Huyện Năm,district,{reference.PROVINCE},2020-01-01\n"
                            f"{self.HOSTED},Xã Năm Một,commune,{self.DISTRICT},2020-01-01\n")
        tables["grants"] += (f"{self.DISTRICT},district,igate,2020-01-01\n"
                             f"{self.HOSTED},root,igate,2020-01-01\n")
        self.load_here(self.root, tables, self.district, self.commune)

    def ends(self):
        """{node: last second of its certificate} as the root knows it."""
        return {o["node"]: o["certificate_expires"] for o in self.here(self.root, "status").json["origins"]}

    def test_the_root_sees_whose_certificate_ends_first(self):
        self.wait_until("all are known at the root", lambda: len(e := self.ends()) == 3 and all(e.values()))

        ends = self.ends()
        self.assertEqual(min(ends, key=ends.get), "commune")
        self.assertAlmostEqual(self.metric(self.root, "lienthong_subtree_certificate_days"), 50, delta=1)
        self.pki.renew(self.commune.tls[0])
        self.wait_until("the root sees that it was renewed", lambda: self.ends()["commune"] > ends["commune"])

    def test_a_unit_is_handed_over_through_the_district_and_its_states_go_to_nobody_else(self):
        self.bring(self.root, "a.json", many("a", 30), unit=self.HOSTED, address=self.root.plain)
        self.here(self.root, "move-unit", "--unit", self.HOSTED, "--to", "commune", "--from", "2024-03-10")
        self.wait_until("the hand-over is complete", lambda: self.here(self.root, "status").json["handovers"] == [])
        self.await_in_hand(self.commune, 30, self.HOSTED)

        certificate, key, ca = self.pki.node("neighbour")
        neighbour = raw_grpc.tls_context(ca, certificate, key)
        # FetchUnitRequest: node, unit 6 of this import, term 2.
        wanted = field(1, b"commune") + bytes([2 << 3, 6, 3 << 3, 2])
        for _ in range(3):
            status, trailers = raw_grpc.status(self.root.address, FETCH, wanted, tls=neighbour)
            self.assertEqual(status, PERMISSION_DENIED, trailers)

        self.assertEqual(self.refused(self.root, "impostor"), 3)
        self.assertEqual(self.told(self.root, "impostor"), 1)
        district = raw_grpc.tls_context(ca, *self.district.tls[:2])
        self.assertEqual(raw_grpc.status(self.root.address, FETCH, wanted, tls=district)[0], OK)


class BoundsTest(SecurityTest):
    """One node whose programs need tokens; small bounds."""

    def setUp(self):
        self.root = self.new_node("root")
        self.root.extra = ["limits: {message_bytes_max: 100000, calls_per_second_max: 4}", "require_tokens: true"]
        made = subprocess.run([os.path.join(harness.BIN, "lienthong-node"), "--config", self.config(), "--new-administrator",
                               "quan-tri"], capture_output=True, text=True, timeout=60, check=True)
        self.admin = made.stdout.strip()
        self.root.start()
        self.root.client = ["--token", self.admin]
        self.load_reference(self.root, reference.small())
        self.desk = self.ask(self.root, "token", "create", "igate", "--role", "submit", "--unit", COMMUNE).json["token"]

    def config(self):
        self.root.write_config()
        return self.root.config

    def submit(self, message, token=None):
        return raw_grpc.status(self.root.address, SUBMIT, message,
                               headers=[("authorization", f"Bearer {token or self.desk}")])

    def test_tokens_are_required_of_this_machine(self):
        refused = self.lienthong("status", "--node", self.root.address, status=harness.REFUSED)
        self.assertIn("show a token; this node requires it", refused.err)

    def test_an_oversized_message_is_refused_by_name_and_told_once(self):
        for _ in range(3):
            status, trailers = self.submit(field(2, b"x" * 150_000))
            self.assertEqual(status, RESOURCE_EXHAUSTED)
            self.assertIn(b"150004 bytes, at most 100000", trailers)
        # Far beyond it nobody even reads.
        self.assertEqual(self.submit(field(2, b"x" * 1_000_000))[0], RESOURCE_EXHAUSTED)

        self.assertEqual(self.refused(self.root, "too_large"), 3)
        self.assertEqual(self.told(self.root, "too_large"), 1)
        self.bring_some()

    def test_a_flood_is_slowed_down_and_nobody_else(self):
        statuses = [self.submit(field(1, b"igate"))[0] for _ in range(40)]

        self.assertIn(RESOURCE_EXHAUSTED, statuses)
        self.assertGreaterEqual(self.refused(self.root, "flood"), statuses.count(RESOURCE_EXHAUSTED))
        self.assertEqual(self.told(self.root, "flood"), 1)
        self.wait_until("another one is served", lambda: self.ask(self.root, "status").json["writable"])

    def test_a_token_that_has_ended_is_refused_and_told_once(self):
        short = self.ask(self.root, "token", "create", "short", "--role", "submit", "--unit", COMMUNE, "--days",
                         "1").json["token"]
        self.assertEqual(self.submit(field(1, b"igate"), short)[0], OK)
        self.root.terminate()
        self.root.days_ahead = 2
        self.root.start()

        for _ in range(3):
            status, trailers = self.submit(field(1, b"igate"), short)
            self.assertEqual(status, UNAUTHENTICATED)
            self.assertIn(b"token: is expired", trailers)

        self.assertEqual(self.refused(self.root, "unauthenticated"), 3)
        self.assertEqual(self.told(self.root, "unauthenticated"), 1)
        self.bring_some()

    def bring_some(self):
        self.root.client = []
        self.wait_until("records are taken", lambda: self.bring(
            self.root, "a.json", many("a", 3), "--token", self.desk, status=None).status == harness.DONE)


class RecipeTest(SecurityTest):
    """The secured parent and child of README.md, word for word but for the ports."""

    def recipe(self):
        """({file name: configuration}, [command]) of the README."""
        with open(os.path.join(harness.ROOT, "README.md"), encoding="utf-8") as f:
            text = f.read().split("## A secured parent and its child")[1].split("\n## ")[0]
        files, commands, name = {}, [], None
        for line in (line[4:] for line in text.splitlines() if line.startswith("    ") or not line):
            if line.startswith("# "):
                name = line[2:]
                files[name] = ""
            elif not line:
                name = None
            elif name:
                files[name] += line + "\n"
            else:
                commands.append(line.split(" #")[0])
        return files, commands

    def free_ports(self, text):
        for port in ("7000", "7001"):
            with socket.socket() as s:
                s.bind(("127.0.0.1", 0))
                self.ports.setdefault(port, str(s.getsockname()[1]))
            text = text.replace("127.0.0.1:" + port, "127.0.0.1:" + self.ports[port])
        return text

    def test_it_works_as_it_stands(self):
        self.ports = {}
        files, commands = self.recipe()
        for name, text in files.items():
            self.write(name, self.free_ports(text).encode())
        for kind in ("units", "procedures", "grants"):
            self.write(kind + ".csv", reference.small(("h44-1", "h44-1", "h44-1"))[kind].replace("H99", "H44")
                       .replace("H44.1,", "H44.100,"))
        self.write("dossiers.json", many("a", 20))
        script = ["set -eu", f"export PATH={BIN}:$PATH LC_ALL=C.UTF-8"]
        for command in map(self.free_ports, commands):
            if command.startswith("lienthong pki"):
                command += " --passphrase-file passphrase"
            if command.rstrip().endswith("&"):
                command = f"{' '.join(harness.WITH_US)} {command.rstrip()[:-1]} 2>{len(script)}.log &"
            if " import --source " in command or " audit" in command or " reference import" in command:
                # A person looks before going on; a script asks again.
                command = f"for i in $(seq 100); do {command} --output json >out && break; sleep 0.2; done; cat out"
            script.append(command)
        script += ["kill $(jobs -p)", "wait"]
        with open(os.open(os.path.join(self.folder, "passphrase"), os.O_CREAT | os.O_WRONLY, 0o600), "w",
                  encoding="utf-8") as f:
            f.write("quả cam vàng")

        done = subprocess.run(["bash", "-c", "\n".join(script)], cwd=self.folder, capture_output=True, text=True,
                              timeout=120, check=False)

        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn('"admitted": 20', done.stdout)
        self.assertIn("reference imported", done.stdout)


class ConsoleTest(SecurityTest):
    def console(self, node, name, ok=True):
        done = subprocess.run([os.path.join(harness.BIN, "lienthong-node"), "--config", node.config, "--new-administrator",
                               name], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode == 0, ok, done.stderr)
        return done.stdout.strip() or done.stderr

    def test_the_last_administrator_comes_back_over_the_console(self):
        root = self.new_node("root")
        root.extra = ["require_tokens: true"]
        root.start()
        self.lienthong("token", "list", "--node", root.address, status=harness.REFUSED)
        self.assertIn("another process holds it", self.console(root, "quan-tri", ok=False))
        root.terminate()

        token = self.console(root, "quan-tri")

        root.start()
        root.client = ["--token", token]
        listed = self.ask(root, "token", "list").json
        self.assertEqual([(t["name"], t["roles"]) for t in listed], [("quan-tri", ["administer"])])
        told = self.ask(root, "audit").json
        self.assertEqual([(e["action"], e["actor"]) for e in told], [("credential created", "console")])

    def test_nothing_of_a_node_is_readable_by_others(self):
        root = self.node("root")
        self.load_reference(root, reference.small())
        for folder, _, files in os.walk(root.data_dir):
            for path in [folder, *[os.path.join(folder, f) for f in files]]:
                self.assertEqual(os.stat(path).st_mode & 0o077, 0, path)
        # Core dumps are off, and nobody of the same user looks into its memory.
        with open(f"/proc/{root.process.pid}/limits", encoding="utf-8") as f:
            self.assertRegex(f.read(), r"Max core file size\s+0\s+0")

    def test_a_directory_that_others_may_look_into_is_refused(self):
        root = self.new_node("root")
        os.makedirs(root.data_dir, mode=0o755)
        os.chmod(root.data_dir, 0o755)
        root.launch()

        self.assertEqual(root.wait(), 1)
        self.assertIn("run chmod 700 on it", root.log_text())


if __name__ == "__main__":
    harness.main()
