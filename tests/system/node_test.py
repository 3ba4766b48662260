#!/usr/bin/python3
"""A node as a process: its configuration, its directory and port, its end, and what it serves beside its own."""

import json
import os
import subprocess
import time
import urllib.error
import urllib.request

import harness
import raw_grpc
import reference
from reference import COMMUNE, dossier

GRACEFUL_SECONDS_MAX = 10
CANNOT_RUN, BAD_CONFIG = 1, 2  # exit statuses of `lienthong-node`


class ConfigTest(harness.SystemTest):
    """Line numbers below are those of `lines`."""

    def lines(self, **replaced):
        values = {"node": "root", "data_dir": json.dumps(os.path.join(self.folder, "data")), "listen": "127.0.0.1:0",
                  "plaintext_on_loopback": "true", **replaced}
        return [f"{key}: {value}" for key, value in values.items() if value is not None]

    def assert_refused(self, lines, line, key, why):
        path = self.write("node.yaml", "\n".join(lines) + "\n")
        done = subprocess.run([os.path.join(harness.BIN, "lienthong-node"), "--config", path], capture_output=True,
                              text=True, stdin=subprocess.DEVNULL, timeout=harness.START_SECONDS_MAX, check=False)
        self.assertEqual(done.returncode, BAD_CONFIG, done.stderr)
        self.assertIn(f"{path}:{line}: key \"{key}\": ", done.stderr)
        self.assertRegex(done.stderr, why)
        self.assertFalse(os.path.exists(os.path.join(self.folder, "data")))

    def test_unknown_key(self):
        self.assert_refused(self.lines() + ["lisen: 127.0.0.1:1"], 5, "lisen", "unknown")
        self.assert_refused(self.lines() + ["log:", "  levl: info"], 6, "log.levl", "unknown")

    def test_wrong_type(self):
        self.assert_refused(self.lines(plaintext_on_loopback="7"), 4, "plaintext_on_loopback", "true or false|bool")
        self.assert_refused(self.lines(listen="[127.0.0.1:0]"), 3, "listen", "expected")
        self.assert_refused(self.lines() + ["limits:", "  queue_records_max: many"], 6, "limits.queue_records_max",
                            "expected")

    def test_missing_value(self):
        self.assert_refused(self.lines(data_dir=None), 1, "data_dir", "missing")
        self.assert_refused(self.lines(listen=""), 3, "listen", "no value|missing|empty|expected")
        self.assert_refused(self.lines() + ["parent:", "  stream_seconds_max: 9"], 5, "parent.address", "missing")

    def test_addresses_that_others_could_reach(self):
        for address in ("0.0.0.0:0", "192.0.2.1:7000", "[::]:0"):
            self.assert_refused(self.lines(listen=json.dumps(address)), 3, "listen", "TLS.*loopback")
        self.assert_refused(self.lines() + ["http: 0.0.0.0:0"], 5, "http", "TLS.*loopback")
        self.assert_refused(self.lines() + ["parent:", "  address: 192.0.2.1:7000"], 6, "parent.address", "loopback")

    def test_file_that_is_not_there(self):
        done = subprocess.run([os.path.join(harness.BIN, "lienthong-node"), "--config", self.folder + "/absent"],
                              capture_output=True, text=True, timeout=harness.START_SECONDS_MAX, check=False)
        self.assertEqual(done.returncode, BAD_CONFIG)
        self.assertIn("absent: cannot be read", done.stderr)


class ProcessTest(harness.SystemTest):
    def start(self):
        root = self.node("root")
        self.load_reference(root, reference.small())
        self.run_import(root, self.write("a.json", reference.bare([dossier(f"d{n}") for n in range(50)])), "--unit",
                        COMMUNE)
        return root

    def assert_cannot_run(self, other, reason):
        other.launch()
        self.assertEqual(other.wait(), CANNOT_RUN)
        self.assertIn(reason, other.log_text())
        self.assertFalse(os.path.exists(other.runtime))

    def assert_unharmed(self, root):
        self.assertTrue(root.alive())
        self.assertEqual(self.score(root, COMMUNE)["in_hand"], 50)
        again = self.run_import(root, self.write("b.json", reference.bare([dossier("one more")])), "--unit", COMMUNE)
        self.assertEqual(again["total"]["admitted"], 1)
        root.kill9()
        root.start()
        self.assertEqual(self.score(root, COMMUNE)["in_hand"], 51)

    def test_refuses_the_directory_of_another_node(self):
        root = self.start()
        root.terminate()
        other = self.new_node("other")
        other.data_dir = root.data_dir

        self.assert_cannot_run(other, 'belongs to node \\"root\\", not to \\"other\\"')

        root.start()
        self.assert_unharmed(root)

    def test_refuses_a_directory_in_use(self):
        root = self.start()
        second = self.new_node("root", place="second")
        second.data_dir = root.data_dir

        self.assert_cannot_run(second, "another process holds it")

        self.assert_unharmed(root)

    def test_refuses_a_port_in_use(self):
        root = self.start()
        second = self.new_node("second")
        second.listen = root.address

        self.assert_cannot_run(second, f"listen {root.address}: cannot be bound")

        self.assert_unharmed(root)

    def test_refuses_an_http_port_in_use(self):
        root = self.start()
        second = self.new_node("second")
        second.http_listen = root.http

        self.assert_cannot_run(second, root.http)

        self.assert_unharmed(root)

    def test_leaves_gracefully_and_keeps_what_it_acknowledged(self):
        root = self.start()
        before = self.heads(root)
        # A child that holds a stream open, and an import in full flow, do not keep it.
        child = self.node("child", root)
        self.wait_until("the child is connected", lambda: self.status(child)["parent"]["connected"])
        records = [dossier(f"late-{n}") for n in range(20_000)]
        running = self.begin("import", "--node", root.address, "--source", reference.JSON_SOURCE, "--unit", COMMUNE,
                             "--received-at", reference.ARRIVAL, "--retry-seconds", "0", "--output", "json",
                             self.write("late.json", reference.bare(records)))
        self.wait_until("the import has begun", lambda: self.heads(root) != before)

        status, seconds = root.terminate()

        self.assertEqual(status, 0)
        self.assertLess(seconds, GRACEFUL_SECONDS_MAX)
        self.assertIn('"message":"stopped"', root.log_text())
        acknowledged = self.finish(running, status=None).json["total"]["admitted"]
        root.start()
        self.assertGreaterEqual(self.score(root, COMMUNE)["in_hand"], 50 + acknowledged)
        self.assertTrue(all(self.heads(root)[o][0] >= head[0] for o, head in before.items()))

    def test_a_killed_node_keeps_what_it_acknowledged(self):
        root = self.start()
        before, figures = self.heads(root), self.figures(root, COMMUNE)

        root.kill9()
        root.start()

        self.assertEqual((self.heads(root), self.figures(root, COMMUNE)), (before, figures))


class WatchTest(harness.SystemTest):
    def get(self, node, path):
        try:
            with urllib.request.urlopen(f"http://{node.http}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as e:
            return e.code, e.read().decode()

    def metric(self, node, name):
        found = [line.split()[-1] for line in self.get(node, "/metrics")[1].splitlines()
                 if line.rsplit(" ", 1)[0] == name]
        self.assertEqual(len(found), 1, name)
        return float(found[0])

    def test_answers_those_who_watch_it(self):
        root = self.node("root")
        child = self.node("child", root)
        self.load_reference(root, reference.small(("child", "child", "child")), child)
        records = [dossier("a"), dossier("b"), dossier("c", MaTTHC="9.777777"), dossier("d", TrangThaiHoSo="42")]
        for _ in range(2):
            self.run_import(child, self.write("a.json", reference.bare(records[:2] + records[3:])), "--unit", COMMUNE,
                            status=harness.SOME_REFUSED)
        self.run_import(child, self.write("b.json", reference.bare(records[2:3])), "--unit", COMMUNE)
        self.await_same_facts(child, root)

        self.assertEqual(self.get(child, "/healthz")[0], 200)
        self.assertEqual(self.get(child, "/readyz"), (200, "ready\n"))
        self.assertEqual(self.get(child, "/else")[0], 404)
        for outcome, count in {"admitted": 2, "unchanged": 2, "parked": 1, "refused": 2}.items():
            self.assertEqual(self.metric(child, f'lienthong_records_total{{outcome="{outcome}"}}'), count, outcome)
        self.assertEqual(self.metric(child, "lienthong_parked_records"), 1)
        self.assertEqual(self.metric(child, "lienthong_uplink_connected"), 1)
        self.wait_until("no backlog", lambda: self.metric(child, "lienthong_uplink_backlog_facts") == 0)
        self.assertEqual(self.metric(root, "lienthong_children_connected"), 1)
        self.assertEqual(self.metric(root, "lienthong_replicated_facts_total"), 3)
        self.assertEqual(self.metric(root, "lienthong_store_writable"), 1)
        self.assertNotIn("lienthong_uplink_connected", self.get(root, "/metrics")[1])

        root.kill9()
        self.wait_until("the line is seen broken", lambda: self.metric(child, "lienthong_uplink_connected") == 0)
        self.assertEqual(self.get(child, "/readyz")[0], 200)  # its desks can still write

    def test_is_ready_while_its_parent_is_connected(self):
        root, child = self.node("root"), self.new_node("child")
        child.parent, child.extra = root, ["health: 127.0.0.1:0", "metrics: 127.0.0.1:0"]
        child.start()
        with open(child.runtime, encoding="utf-8") as f:
            runtime = json.load(f)
        address = runtime["health"]
        with urllib.request.urlopen(f"http://{runtime['metrics']}/metrics", timeout=10) as answer:
            self.assertIn("lienthong_build_info", answer.read().decode())

        def health(*service, status):
            return self.lienthong("health", "--node", address, *service, status=status)

        self.wait_until("ready", lambda: health("--service", "ready", status=None).status == harness.DONE)
        root.kill9()
        self.wait_until("not ready", lambda: health("--service", "ready", status=None).status == harness.UNAVAILABLE)
        health(status=harness.DONE)  # alive: nobody restarts it for its parent's sake
        root.start()
        self.wait_until("ready again", lambda: health("--service", "ready", status=None).status == harness.DONE)
        # The door tells nothing else.
        self.assertNotEqual(self.lienthong("status", "--node", address, status=None).status, harness.DONE)
        with self.assertRaises(raw_grpc.Refused):
            raw_grpc.call(address, "/grpc.channelz.v1.Channelz/GetServers")

    def test_tells_the_last_sign_of_each_child(self):
        root = self.node("root")
        child = self.node("child", root)
        self.load_reference(root, reference.small(("child", "child", "child")), child)
        self.run_import(child, self.write("a.json", reference.bare([dossier("a")])), "--unit", COMMUNE)
        self.await_same_facts(child, root)

        name = 'lienthong_child_last_sign_seconds{child="child"}'
        self.wait_until("a sign of life", lambda: name in self.get(root, "/metrics")[1])
        self.assertLess(abs(self.metric(root, name) - time.time()), 3600)
        self.assertEqual(self.metric(root, "lienthong_nodes_below"), 1)
        free, size = (self.metric(root, f"lienthong_disk_{word}_bytes") for word in ("free", "size"))
        self.assertTrue(0 < free <= size)
        self.assertGreater(self.metric(root, "lienthong_store_bytes"), 0)

    def test_serves_health_reflection_and_channelz(self):
        root = self.node("root")
        serving = b"\x08\x01"  # HealthCheckResponse{status: SERVING}

        self.assertEqual(raw_grpc.call(root.address, "/grpc.health.v1.Health/Check"), serving)

        list_services = b"\x3a\x00"  # ServerReflectionRequest{list_services: ""}
        names = raw_grpc.call(root.address, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                              list_services)
        for service in ("Intake", "Uplink", "Query", "Reference", "Admin"):
            self.assertIn(f"lienthong.v1.{service}Service".encode(), names)
        for service in (b"grpc.health.v1.Health", b"grpc.channelz.v1.Channelz"):
            self.assertIn(service, names)

        servers = raw_grpc.call(root.address, "/grpc.channelz.v1.Channelz/GetServers")
        self.assertGreater(len(servers), 10)
        with self.assertRaises(raw_grpc.Refused):
            raw_grpc.call(root.address, "/grpc.health.v1.Health/NoSuchMethod")

    def test_logs_are_one_json_object_a_line(self):
        root = self.node("root")
        root.terminate()

        entries = [json.loads(line) for line in root.log_text().splitlines()]

        self.assertEqual([e["message"] for e in entries if e["level"] == "info"], ["serving", "stopping", "stopped"])
        self.assertEqual({e["node"] for e in entries}, {"root"})
        with open(root.runtime, encoding="utf-8") as f:
            self.assertEqual(json.load(f)["grpc"], root.address)


if __name__ == "__main__":
    harness.main()
