"""Against a real node."""

import asyncio
import itertools
import os
import subprocess
import sys
import threading
import unittest

import lienthong
from lienthong import Outcome, PromisedTime, SourceRecord, instant
from testbed import NodeTest, Testbed

HERE = os.path.dirname(os.path.abspath(__file__))
MONTH, UNIT, SOURCE, PROCEDURE = "2024-03", "H99.1", "igate", "9.000001"
ARRIVAL = instant("20240410080000")


def record(code, **more):
    return SourceRecord(**{"dossier": code, "procedure": PROCEDURE, "status": "2", "submitted": instant("20240305074500"),
                           "accepted": instant("20240305080000"),
                           "promised": PromisedTime(instant=instant("20240312170000")), **more})


def many(prefix, count):
    return (record(f"{prefix}-{n}") for n in range(count))


class AskTest(NodeTest):
    def setUp(self):
        self.client = lienthong.Client(node=self.node, retry=0)
        self.addCleanup(self.client.close)

    def submit(self, *records, **more):
        return self.client.submit(records, **{"source": SOURCE, "unit": UNIT, "arrival": ARRIVAL, **more})

    def test_one_bad_record_never_sinks_the_others_and_a_repeat_changes_nothing(self):
        records = [record("a-1"), record("a-2", procedure="9.999"), record("", status="2"), record("a-4")]
        first, again = self.submit(*records), self.submit(*records)

        self.assertEqual([r.outcome for r in first],
                         [Outcome.ADMITTED, Outcome.PARKED, Outcome.REFUSED, Outcome.ADMITTED])
        self.assertEqual([r.outcome for r in again][::3], [Outcome.UNCHANGED] * 2)
        self.assertEqual((first[2].number, first[2].field, first[2].reason), (3, "MaHoSo", "required"))
        self.assertGreater(first[3].sequence, first[0].sequence)

    def test_books_are_read_with_their_types(self):
        self.submit(record("b-1"), record("b-2", status="9", finished=instant("20240308090000")))

        score = self.client.score(UNIT, MONTH)
        self.assertEqual(score.rows[0].unit, UNIT)
        self.assertGreaterEqual(score.rows[0].figures.resolved_early, 1)
        self.assertEqual(score.rows[0].coverage.expected, 1)
        dossier = self.client.dossier("b-2")
        self.assertEqual({lienthong.local(m.instant).isoformat()[:10] for m in dossier.movements},
                         {"2024-03-05", "2024-03-08", "2024-03-12"})
        self.assertEqual(self.client.coverage(UNIT).sources[0].source, SOURCE)
        self.assertEqual([r.unit.code for r in self.client.units()], ["H99", "H99.1", "H99.10", "H99.2"])
        self.assertEqual(self.client.status().node.node, "root")

    def test_refusals_have_types(self):
        for kind, call in (
                (lienthong.NotFound, lambda: self.client.score("H98", MONTH)),
                (lienthong.NotFound, lambda: self.client.dossier("nobody")),
                (lienthong.InvalidArgument, lambda: self.submit(record("c"), source="Not A Name")),
                (lienthong.OutOfRange, lambda: self.client.score(UNIT, MONTH, as_of="2024-04-02")),
                (lienthong.FailedPrecondition, lambda: self.client.scorecard(UNIT, MONTH))):
            with self.subTest(kind), self.assertRaises(kind) as raised:
                call()
            self.assertTrue(raised.exception.message)
        with self.assertRaisesRegex(lienthong.InvalidArgument, "source"):
            list(self.client.submit_stream([record("c")], source="Not A Name"))

    def test_asyncio_has_the_same(self):
        async def run():
            async with lienthong.aio.Client(node=self.node, batch_records=16) as client:
                results = [r async for r in client.submit_stream(many("d", 100), source=SOURCE, unit=UNIT,
                                                                 arrival=ARRIVAL)]
                again = await client.submit([record("d-0")], source=SOURCE, unit=UNIT, arrival=ARRIVAL)
                with self.assertRaises(lienthong.NotFound):
                    await client.dossier("nobody")
                return results, again, await client.score(UNIT, MONTH)

        results, again, score = asyncio.run(run())

        self.assertEqual([r.number for r in results], list(range(1, 101)))
        self.assertEqual({r.outcome for r in results}, {Outcome.ADMITTED})
        self.assertEqual(again[0].outcome, Outcome.UNCHANGED)
        self.assertGreaterEqual(score.rows[0].base, 100)

    def test_the_example_runs(self):
        example = os.path.join(HERE, "..", "examples", "submit_and_score.py")
        out = subprocess.run([sys.executable, example, SOURCE, "H99.10", PROCEDURE], check=True, capture_output=True,
                             text=True, env={**os.environ, "LIENTHONG_NODE": self.node}).stdout

        self.assertIn("H99.10-240305-0003 ADMITTED", out)
        self.assertIn("H99.10: 0 of 3 in time", out)


class SecureTest(unittest.TestCase):
    """A node with TLS, whose programs show a token or a certificate."""

    @classmethod
    def setUpClass(cls):
        cls.bed = Testbed()
        cls.addClassCleanup(cls.bed.close)
        cls.secured = cls.bed("secure", name="root")

    def submit(self, code, unit=UNIT, **credentials):
        with lienthong.Client(node=self.secured["address"], retry=0, **credentials) as client:
            return [r.outcome for r in client.submit_stream([record(code)], source=SOURCE, unit=unit, arrival=ARRIVAL)]

    def files(self, *names):
        return {name: self.secured[name] for name in names}

    def test_a_token_or_a_certificate_lets_in_for_its_unit(self):
        self.assertEqual(self.submit("t-1", **self.files("ca", "token")), [Outcome.ADMITTED])
        self.assertEqual(self.submit("t-1", **self.files("ca", "cert", "key")), [Outcome.UNCHANGED])
        self.assertEqual(self.submit("t-2", unit="H99.2", **self.files("ca", "token")), [Outcome.REFUSED])

    def test_asyncio_carries_the_token_too(self):
        async def run():
            async with lienthong.aio.Client(node=self.secured["address"], **self.files("ca", "token")) as client:
                results = [r async for r in client.submit_stream([record("t-3")], source=SOURCE, unit=UNIT)]
                return results[0].outcome, (await client.score(UNIT, MONTH)).rows[0].base

        self.assertEqual(asyncio.run(run())[0], Outcome.ADMITTED)

    def test_nobody_else_is_let_in(self):
        for kind, credentials in ((lienthong.Unauthenticated, self.files("ca")),
                                  (lienthong.Unauthenticated, {**self.files("ca"), "token": "nobody's"}),
                                  (lienthong.Unavailable, {})):
            with self.subTest(kind), self.assertRaises(kind):
                self.submit("t-4", **credentials)
        with lienthong.Client(node=self.secured["address"], **self.files("ca", "token")) as client:
            with self.assertRaises(lienthong.PermissionDenied):
                client.score("H99", MONTH)


class TroubleTest(NodeTest):
    """Of a node that dies, or does not answer."""

    def client(self, **more):
        client = lienthong.Client(node=self.node, **more)
        self.addCleanup(client.close)
        return client

    def base(self):
        return self.client().score(UNIT, MONTH).rows[0].base

    def test_a_stream_goes_on_through_kill_9_and_counts_each_record_once(self):
        before = self.base()
        client = self.client(batch_records=16, window=4)
        results = client.submit_stream(many("k", 2000), source=SOURCE, unit=UNIT, arrival=ARRIVAL)
        taken = list(itertools.islice(results, 500))
        self.bed("kill", name="root")
        restart = threading.Thread(target=self.bed, args=("start",), kwargs={"name": "root"})
        restart.start()
        taken += results
        restart.join()

        self.assertEqual([r.number for r in taken], list(range(1, 2001)))
        self.assertLessEqual({r.outcome for r in taken}, {Outcome.ADMITTED, Outcome.UNCHANGED})
        self.assertEqual(self.base() - before, 2000)

    def test_asyncio_goes_on_through_kill_9(self):
        before = self.base()

        async def run():
            taken = []
            async with lienthong.aio.Client(node=self.node, batch_records=16, window=4) as client:
                restarted = None
                async for result in client.submit_stream(many("l", 1000), source=SOURCE, unit=UNIT, arrival=ARRIVAL):
                    taken.append(result)
                    if len(taken) == 200:
                        self.bed("kill", name="root")
                        restarted = asyncio.create_task(asyncio.to_thread(self.bed, "start", name="root"))
                await restarted
            return taken

        taken = asyncio.run(run())

        self.assertEqual([r.number for r in taken], list(range(1, 1001)))
        self.assertEqual(self.base() - before, 1000)

    def test_nothing_is_read_ahead_of_a_node_that_does_not_answer(self):
        asked = 0

        def source():
            nonlocal asked
            for one in many("p", 1000):
                asked += 1
                yield one

        client = self.client(batch_records=10, window=3, timeout=0.5, retry=0)
        client.status()
        self.bed("pause", name="root")
        try:
            with self.assertRaisesRegex(lienthong.Unavailable, "no answer within 0.5 s"):
                list(client.submit_stream(source(), source=SOURCE, unit=UNIT, arrival=ARRIVAL))
            with self.assertRaises(lienthong.DeadlineExceeded):
                client.status()
        finally:
            self.bed("go_on", name="root")
        # Three batches under way, and the record that showed the third to be full.
        self.assertEqual(asked, 31)

    def test_nothing_is_sent_while_nobody_takes_results(self):
        asked = 0

        def source():
            nonlocal asked
            for one in many("q", 1000):
                asked += 1
                yield one

        results = self.client(batch_records=10, window=3).submit_stream(source(), source=SOURCE, unit=UNIT,
                                                                        arrival=ARRIVAL)
        next(results)

        self.assertEqual(asked, 31)
        results.close()

    def test_a_node_that_is_not_there_is_unavailable_after_the_retries(self):
        client = lienthong.Client(node="127.0.0.1:9", retry=0.3)
        self.addCleanup(client.close)

        self.assertRaises(lienthong.Unavailable, client.status)
        self.assertRaises(lienthong.Unavailable, list, client.submit_stream([record("x")], source=SOURCE, unit=UNIT))


if __name__ == "__main__":
    unittest.main()
