#!/usr/bin/python3
"""Plants violations in a made-up tree and expects each to be found, and nothing else."""

import os
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
import check_layering  # noqa: E402


def violations(files):
    """What the check says about a tree of {path: included paths}."""
    with tempfile.TemporaryDirectory() as root:
        for path, includes in files.items():
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as text:
                text.writelines(i if i.startswith("#") else f'#include "{i}"\n' for i in includes)
        return check_layering.check(root)[1]


class LayeringTest(unittest.TestCase):

    def assert_refused(self, path, included, reason):
        found = violations({path: [included]})
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"{path}:1: includes"), found[0])
        self.assertIn(reason, found[0])

    def assert_allowed(self, path, *included):
        self.assertEqual(violations({path: included}), [])

    def test_allows_every_step_down(self):
        self.assert_allowed("storage/base/ids.h", "lienthong/v1/fact.pb.h")
        self.assert_allowed("storage/engine/batch.h", "storage/base/ids.h", "rocksdb/db.h")
        self.assert_allowed("storage/journal/journal.cc", "storage/journal/journal.h",
                            "storage/engine/batch.h", "lienthong/node/v1/store.pb.h")
        self.assert_allowed("services/accounting/fold.h", "storage/base/ids.h")
        self.assert_allowed("services/admission/admit.cc", "services/accounting/fold.h",
                            "storage/journal/journal.h", "storage/ledger/ledger.h")
        self.assert_allowed("services/node/main.cc", "services/intake/door.h", "yaml-cpp/yaml.h",
                            "storage/engine/engine.h", "grpcpp/grpcpp.h")

    def test_refuses_upward(self):
        self.assert_refused("storage/base/ids.h", "storage/engine/batch.h", "upward")
        self.assert_refused("storage/engine/batch.cc", "storage/journal/journal.h", "upward")
        self.assert_refused("storage/ledger/ledger.cc", "services/accounting/fold.h", "upward")
        self.assert_refused("services/accounting/fold.cc", "services/score/rules.h", "upward")
        self.assert_refused("services/intake/door.cc", "services/node/wiring.h", "upward")
        self.assert_refused("services/node/main.cc", "clients/cpp/client.h", "upward")
        self.assert_refused("services/node/main.cc", "tests/support/fake.h", "by nobody")
        self.assert_refused("clients/cli/main.cc", "tests/support/fake.h", "by nobody")

    def test_refuses_sideways(self):
        self.assert_refused("storage/journal/journal.cc", "storage/records/records.h", "sideways")
        self.assert_refused("services/intake/door.cc", "services/admission/admit.h", "sideways")
        self.assert_refused("services/gateway/http.cc", "services/query/answers.h", "sideways")

    def test_sees_through_brackets_and_spaces(self):
        self.assert_refused("storage/base/ids.h", "#  include <storage/engine/batch.h>\n", "upward")

    def test_keeps_rocksdb_in_storage(self):
        self.assert_refused("services/query/q.cc", "rocksdb/db.h", "RocksDB")
        self.assert_refused("clients/cli/main.cc", "#include <rocksdb/db.h>\n", "RocksDB")
        self.assert_allowed("tests/benchmark/bare.cc", "rocksdb/db.h")

    def test_keeps_grpc_at_the_edges(self):
        grpc = ["#include <grpcpp/grpcpp.h>\n", "lienthong/v1/intake.grpc.pb.h"]
        self.assert_allowed("services/intake/intake_service.cc", *grpc)
        self.assert_allowed("services/intake/intake_service_test.cc", *grpc)
        self.assert_allowed("services/uplink/child_link.h", *grpc)
        self.assert_allowed("services/gateway/http.cc", *grpc)
        self.assert_allowed("clients/cpp/client.h", *grpc)
        self.assert_allowed("tests/system/node_test.cc", *grpc)
        for header in grpc:
            self.assert_refused("services/uplink/sender.cc", header, "gRPC")
            self.assert_refused("storage/engine/engine.cc", header, "gRPC")

    def test_keeps_yaml_in_the_node(self):
        self.assert_refused("services/intake/mapping.cc", "yaml-cpp/yaml.h", "YAML")

    def test_keeps_pure_folders_pure(self):
        for header in ["#include <fstream>\n", "#include <thread>\n", "absl/time/clock.h"]:
            self.assert_refused("services/accounting/fold.cc", header, "pure")
            self.assert_refused("services/score/rules.cc", header, "pure")
            self.assert_refused("services/inspect/checks.cc", header, "pure")
        self.assert_allowed("services/accounting/fold.cc", "absl/time/time.h")
        self.assert_allowed("services/accounting/fold_test.cc", "#include <fstream>\n")
        self.assert_allowed("services/accounting/fold_testing.h", "#include <fstream>\n")

    def test_keeps_pure_folders_from_reaching_the_store(self):
        found = violations({
            "services/score/rules.cc": ["services/score/rules.h"],
            "services/score/rules.h": ["storage/ledger/ledger.h"],
            "storage/ledger/ledger.h": ["storage/engine/batch.h"],
            "storage/engine/batch.h": [],
        })
        self.assertEqual(len(found), 2, found)
        self.assertIn("services/score/rules.h -> storage/ledger/ledger.h -> storage/engine/batch.h",
                      found[0])

    def test_lets_clients_stand_on_the_contract_only(self):
        self.assert_allowed("clients/cli/check_report.cc", "services/inspect/inspect.h")
        self.assert_refused("services/inspect/checks.cc", "services/score/rules.h", "sideways")
        self.assert_allowed("clients/cli/import.cc", "services/intake/json_file.h",
                            "clients/cpp/client.h", "storage/base/status.h")
        self.assert_allowed("clients/loadgen/main.cc", "clients/cpp/client.h")
        self.assert_refused("clients/cpp/client.cc", "services/intake/json_file.h", "may include")
        self.assert_refused("clients/cli/main.cc", "storage/engine/engine.h", "may include")
        self.assert_refused("clients/cpp/client.cc", "clients/cli/table.h", "may include")

    def test_lets_tests_include_anything_but_leaves_oracles_alone(self):
        self.assert_allowed("tests/system/a_test.cc", "services/node/wiring.h",
                            "storage/engine/engine.h", "tests/support/fake.h")
        self.assert_allowed("tests/oracle/fold.cc", "tests/oracle/fold.h", "#include <map>\n")
        self.assert_allowed("tests/simulation/oracle.cc", "tests/simulation/oracle.h")
        for included in ["storage/base/ids.h", "services/accounting/fold.h",
                         "lienthong/v1/fact.pb.h", "tests/support/fake.h"]:
            self.assert_refused("tests/oracle/fold.cc", included, "nothing but itself")
            self.assert_refused("tests/simulation/oracle/fold.cc", included, "nothing but itself")

    def test_names_a_folder_without_a_floor(self):
        self.assertIn("has no floor", violations({"services/surprise/a.cc": []})[0])
        self.assertIn("belongs in a folder", violations({"storage/a.cc": []})[0])

    def test_refuses_paths_that_do_not_start_at_the_root(self):
        self.assert_refused("storage/base/ids.cc", "ids.h", "repository root")
        self.assert_refused("storage/base/ids.cc", "../engine/batch.h", "repository root")
        self.assertEqual(violations({"tests/oracle/fold.cc": ["fold.h"], "tests/oracle/fold.h": []}),
                         [])
        found = violations({"tests/oracle/fold.cc": ["../../storage/base/ids.h"],
                            "storage/base/ids.h": []})
        self.assertIn("nothing but itself", found[0])

    def test_finds_cycles_among_folders(self):
        found = violations({
            "tests/support/a.h": ["tests/system/b.h"],
            "tests/system/b.h": ["tests/scenarios/c.h"],
            "tests/scenarios/c.h": ["tests/support/a.h"],
        })
        self.assertEqual(len(found), 1, found)
        self.assertIn("cycle", found[0])

    def test_fails_when_there_is_nothing_to_read(self):
        script = check_layering.__file__
        with tempfile.TemporaryDirectory() as root:
            done = subprocess.run([sys.executable, script, root], stderr=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    unittest.main()
