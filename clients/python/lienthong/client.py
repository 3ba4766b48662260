"""The blocking client of one node."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterable, Iterator
from datetime import date, datetime

import grpc

from lienthong import channel, questions
from lienthong.config import Config
from lienthong.errors import LienthongError, Unavailable, from_rpc_error
from lienthong.submission import Batch, Batcher, Header, Result, Retry, Window, results_of
from lienthong.times import instant
from lienthong.v1 import (admin_pb2, admin_pb2_grpc, intake_pb2, intake_pb2_grpc, query_pb2, query_pb2_grpc,
                          reference_pb2, reference_pb2_grpc, rulebook_pb2, score_pb2, score_pb2_grpc)

Moment = int | str | datetime | date


class _WithMetadata(grpc.UnaryUnaryClientInterceptor, grpc.StreamStreamClientInterceptor,
                    grpc.StreamUnaryClientInterceptor):
    """Adds the token to every call of a channel."""

    def __init__(self, metadata) -> None:
        self._metadata = metadata

    def _add(self, proceed, details, request):
        return proceed(details._replace(metadata=[*(details.metadata or ()), *self._metadata]), request)

    intercept_unary_unary = intercept_stream_stream = intercept_stream_unary = _add


class Client:
    """Speaks to one node. Connects when the first call is made; safe to share between threads; close it, or use it
    in `with`.

        with Client(Config.from_environment()) as client:
            for result in client.submit_stream(records, source="igate", unit="H44.13"):
                ...

    Calls raise LienthongError. What is temporary is repeated for `config.retry` seconds first; every call of this
    class may safely be repeated. The stubs (`intake`, `query`, `reference`, `scores`, `admin`) speak the bare contract;
    `channel` serves any other.
    """

    def __init__(self, config: Config | None = None, **more) -> None:
        self.config = config or Config(**more)
        self._metadata = channel.metadata(self.config)
        self._channel = channel.open_channel(self.config)
        self.channel = grpc.intercept_channel(self._channel, _WithMetadata(self._metadata))
        self.intake = intake_pb2_grpc.IntakeServiceStub(self.channel)
        self.query = query_pb2_grpc.QueryServiceStub(self.channel)
        self.reference = reference_pb2_grpc.ReferenceServiceStub(self.channel)
        self.scores = score_pb2_grpc.ScoreServiceStub(self.channel)
        self.admin = admin_pb2_grpc.AdminServiceStub(self.channel)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        self._channel.close()

    # Submitting

    def submit(self, records: Iterable[intake_pb2.SourceRecord], *, source: str, unit: str = "",
               arrival: Moment | None = None, complete_through: Moment = 0, migrated: bool = False) -> list[Result]:
        """Submits a few records (at most 4,096) and returns when all of them are durable: for a live feed.

        source            name of the one-stop system, 1 to 32 of [a-z0-9._-]
        unit              code or name of the unit whose desk reports; each record may name its own
        arrival           when the records arrived from the source; now by default. Give it when you repeat a call of your
                          own: a repeat is only a repeat when it says the same
        complete_through  with these records the source is complete for `unit` through this instant
        migrated          a first load from an existing system, not news
        """
        header = _header(source, unit, arrival, migrated)
        batch = Batch(1, header.batch(records, _moment(complete_through)))
        return results_of(batch, self.call(self.intake.Submit, batch.request))

    def submit_stream(self, records: Iterable[intake_pb2.SourceRecord], *, source: str, unit: str = "",
                      arrival: Moment | None = None, complete_through: Moment = 0,
                      migrated: bool = False) -> Iterator[Result]:
        """Submits any number of records and yields a result for each, in order, once it is durable.

        `records` is read only as fast as the node commits (`window` batches ahead), and not at all while nobody takes
        results. When the stream breaks or the node is busy, what is not acknowledged is sent again: the node
        takes a repeat without effect, so a record may come out UNCHANGED that was admitted just before the break.
        Arguments as of `submit`.
        """
        batches = Batcher(_header(source, unit, arrival, migrated), self.config.batch_records).cut(
            records, _moment(complete_through))
        window, retry = Window(self.config.window), Retry(self.config.retry)
        while True:
            try:
                yield from self._stream(batches, window, retry)
                return
            except LienthongError as error:
                time.sleep(retry.pause(error, time.monotonic()))

    def _stream(self, batches: Iterator[Batch], window: Window, retry: Retry) -> Iterator[Result]:
        """One stream, until everything is acknowledged; raises when it breaks."""
        requests: queue.SimpleQueue = queue.SimpleQueue()
        for batch in window.unacknowledged:
            requests.put(intake_pb2.SubmitStreamRequest(batch=batch.request))
        call = self.intake.SubmitStream(iter(requests.get, None))
        try:
            while True:
                while not window.full and (batch := next(batches, None)):
                    window.push(batch)
                    requests.put(intake_pb2.SubmitStreamRequest(batch=batch.request))
                if window.empty:
                    return
                results = window.acknowledge(self._next_answer(call))
                retry.progress()
                yield from results
        finally:
            requests.put(None)
            call.cancel()

    def _next_answer(self, call) -> intake_pb2.SubmitResponse:
        silent = threading.Event()
        watch = threading.Timer(self.config.timeout, lambda: (silent.set(), call.cancel()))
        watch.daemon = True
        watch.start()
        try:
            return next(call).result
        except StopIteration:
            raise Unavailable("the node ended the stream") from None
        except grpc.RpcError as error:
            if silent.is_set():
                raise Unavailable(f"no answer within {self.config.timeout:g} s") from None
            raise from_rpc_error(error) from None
        finally:
            watch.cancel()

    # Asking

    def score(self, unit: str, period: str | tuple[str, str], *, as_of: Moment = 0, rate: str = "dvcqg",
              role: str = "handling", children: bool = False) -> query_pb2.GetScoreResponse:
        """Figures and the score of group 2 of Decision 766 for a unit's subtree; with `children` also a row for each unit
        directly below. `period` is "2026-08" or a pair of days; `rate` one of dvcqg, resolved, due, not-late."""
        return self.call(self.query.GetScore, questions.score(unit, period, as_of, rate, role, children))

    def scorecard(self, unit: str, period: str | tuple[str, str], *, as_of: Moment = 0, rulebook: str = "",
                  trial: rulebook_pb2.Rulebook | None = None, children: bool = False) -> score_pb2.GetScorecardResponse:
        """The scorecard under the rulebook of the day, a named one, or one on trial. An empty decimal is "not scored"."""
        return self.call(self.scores.GetScorecard,
                         questions.scorecard(unit, period, as_of, rulebook, trial, children))

    def coverage(self, unit: str, *, through: Moment = 0) -> query_pb2.GetCoverageResponse:
        """How complete the books are, for each expected (unit, source)."""
        return self.call(self.query.GetCoverage, questions.coverage(unit, through))

    def dossier(self, code: str) -> query_pb2.GetDossierResponse:
        """One dossier: its state and its movements. NotFound."""
        return self.call(self.query.GetDossier, query_pb2.GetDossierRequest(id=code))

    def units(self, below: str = "", *, day: str = "") -> list[reference_pb2.ListUnitsResponse.Row]:
        """The units that hold at a day, depth first."""
        return list(self.call(self.reference.ListUnits, questions.units(below, day)).rows)

    def status(self) -> admin_pb2.GetStatusResponse:
        """The node at a glance."""
        return self.call(self.admin.GetStatus, admin_pb2.GetStatusRequest())

    def call(self, method, request, *, timeout: float | None = None):
        """Any unary call with this client's deadline, retries and errors; only for calls that may be repeated."""
        retry = Retry(self.config.retry)
        while True:
            try:
                return method(request, timeout=timeout or self.config.timeout)
            except grpc.RpcError as error:
                time.sleep(retry.pause(from_rpc_error(error), time.monotonic()))


def _moment(when: Moment) -> int:
    return when if isinstance(when, int) else instant(when)


def _header(source: str, unit: str, arrival: Moment | None, migrated: bool) -> Header:
    return Header(source, unit, int(time.time()) if arrival is None else _moment(arrival), migrated)
