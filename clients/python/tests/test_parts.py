"""What needs no node: configuration, errors, times, the window and the retries."""

import os
import tempfile
import unittest
from datetime import datetime, timezone

import grpc
from google.protobuf import any_pb2, duration_pb2
from google.rpc import error_details_pb2, status_pb2

import lienthong
from lienthong import Config, ConfigError, errors
from lienthong.submission import BATCH_BYTES_MAX, Batcher, Header, Retry, Window
from lienthong.v1 import intake_pb2


class ConfigTest(unittest.TestCase):
    def file(self, text):
        handle, path = tempfile.mkstemp()
        self.addCleanup(os.remove, path)
        with os.fdopen(handle, "w") as f:
            f.write(text)
        return path

    def test_the_environment_and_arguments_make_one(self):
        config = Config.from_environment({"LIENTHONG_NODE": "127.0.0.1:1", "LIENTHONG_TOKEN": "t"}, timeout=5)

        self.assertEqual((config.node, config.bearer(), config.timeout), ("127.0.0.1:1", "t", 5))

    def test_a_file_makes_one_and_a_token_is_read_without_its_line_end(self):
        token = self.file("secret\n")
        config = Config.from_yaml(self.file(f"node: 127.0.0.1:1\ntoken_file: {token}\nwindow: 3\n"))

        self.assertEqual((config.bearer(), config.window), ("secret", 3))

    def test_what_cannot_be_used_is_refused_by_its_key(self):
        for key, text in (("nodes", "nodes: x"), ("window", "window: many"), ("node", "node: 7001"), ("YAML", "a: [")):
            with self.subTest(key), self.assertRaisesRegex(ConfigError, key):
                Config.from_yaml(self.file(text))
        for key, values in (("key", {"cert": "c"}), ("ca", {"cert": "c", "key": "k"}), ("window", {"window": 0}),
                            ("in the open", {"node": "192.0.2.1:1", "token": "t"}), ("node", {"node": "h"}),
                            ("token_file", {"token": "t", "token_file": "f"}), ("batch", {"batch_records": 5000})):
            with self.subTest(key), self.assertRaisesRegex(ConfigError, key):
                Config(**values)
        with self.assertRaisesRegex(ConfigError, "ca, /nowhere"):
            lienthong.Client(ca="/nowhere")


class FakeRpcError(grpc.RpcError):
    def __init__(self, code, details, trailers):
        self.code, self.details, self.trailing_metadata = lambda: code, lambda: details, lambda: trailers


class ErrorsTest(unittest.TestCase):
    def error(self, code, *details):
        status = status_pb2.Status(code=code.value[0], message="m")
        for detail in details:
            packed = any_pb2.Any()
            packed.Pack(detail)
            status.details.append(packed)
        return errors.from_rpc_error(FakeRpcError(code, "m", (("grpc-status-details-bin", status.SerializeToString()),)))

    def test_details_are_typed(self):
        error = self.error(grpc.StatusCode.RESOURCE_EXHAUSTED,
                           error_details_pb2.ErrorInfo(reason="QUEUE_FULL", domain="lienthong", metadata={"a": "b"}),
                           error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(seconds=2, nanos=500_000_000)))

        self.assertIsInstance(error, lienthong.ResourceExhausted)
        self.assertEqual((error.reason, error.domain, error.metadata, error.retry_after),
                         ("QUEUE_FULL", "lienthong", {"a": "b"}, 2.5))
        self.assertTrue(error.temporary)

    def test_fields_at_fault_are_named(self):
        violation = error_details_pb2.BadRequest.FieldViolation(field="source", description="is empty")
        error = self.error(grpc.StatusCode.INVALID_ARGUMENT, error_details_pb2.BadRequest(field_violations=[violation]))

        self.assertEqual(error.violations, (lienthong.Violation("source", "is empty"),))
        self.assertFalse(error.temporary)

    def test_bytes_that_are_no_details_are_left_out(self):
        for trailers in ((), (("grpc-status-details-bin", b"\xff\xff"),)):
            error = errors.from_rpc_error(FakeRpcError(grpc.StatusCode.NOT_FOUND, "m", trailers))
            self.assertEqual((type(error), error.message, error.reason), (lienthong.NotFound, "m", ""))


class TimesTest(unittest.TestCase):
    def test_what_names_no_zone_is_meant_in_vietnam(self):
        for text in ("20240305080000", "2024-03-05 08:00:00", datetime(2024, 3, 5, 1, tzinfo=timezone.utc)):
            self.assertEqual(lienthong.instant(text), 1709600400)
        self.assertEqual(lienthong.local(1709600400).isoformat(), "2024-03-05T08:00:00+07:00")
        self.assertIsNone(lienthong.local(0))

    def test_a_month_has_its_days(self):
        self.assertEqual(lienthong.days("2024-02"), ("2024-02-01", "2024-02-29"))
        self.assertRaises(ValueError, lienthong.days, "2024-13")


class SubmissionTest(unittest.TestCase):
    def records(self, count):
        return [intake_pb2.SourceRecord(dossier=str(n)) for n in range(count)]

    def batches(self, records, records_max=4096, **more):
        return list(Batcher(Header("s", "u", 1), records_max).cut(records, **more))

    def test_batches_are_bounded_in_records_and_bytes(self):
        self.assertEqual([len(b.request.records) for b in self.batches(self.records(5), 2)], [2, 2, 1])
        large = [intake_pb2.SourceRecord(dossier=str(n), status="x" * (BATCH_BYTES_MAX // 3)) for n in range(4)]
        self.assertEqual([len(b.request.records) for b in self.batches(large)], [2, 2])
        self.assertEqual(self.batches([]), [])
        self.assertEqual([b.request.complete_through for b in self.batches([], complete_through=7)], [7])

    def test_a_window_keeps_what_is_not_acknowledged(self):
        first, second = self.batches(self.records(3), 2)
        window = Window(2)
        window.push(first)
        window.push(second)
        self.assertTrue(window.full)
        admitted = intake_pb2.RecordResult(outcome=1)

        results = window.acknowledge(intake_pb2.SubmitResponse(results=[admitted] * 2))

        self.assertEqual([(r.number, r.record.dossier) for r in results], [(1, "0"), (2, "1")])
        self.assertEqual(window.unacknowledged, (second,))
        self.assertRaises(lienthong.Internal, window.acknowledge, intake_pb2.SubmitResponse(results=[admitted] * 2))

    def test_retries_back_off_heed_the_node_and_end(self):
        retry, busy = Retry(10), lienthong.ResourceExhausted("busy", retry_after=3.0)
        gone = lienthong.Unavailable("gone")

        self.assertEqual([retry.pause(gone, 0), retry.pause(gone, 0.1), retry.pause(busy, 0.3)], [0.1, 0.2, 3.0])
        self.assertEqual(retry.pause(gone, 9.9), 0.8 if 0.8 < 0.1 else 10 - 9.9)
        self.assertRaises(lienthong.Unavailable, retry.pause, gone, 10.0)
        retry.progress()
        self.assertEqual(retry.pause(gone, 10.0), 0.1)
        self.assertRaises(lienthong.NotFound, retry.pause, lienthong.NotFound("no"), 10.0)


if __name__ == "__main__":
    unittest.main()
