"""The same client for asyncio.

    async with lienthong.aio.Client(node="127.0.0.1:7001") as client:
        async for result in client.submit_stream(records, source="igate", unit="H44.13"):
            ...

Arguments, results and errors are those of `lienthong.Client`; `records` may be an iterable or an async one.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterable, AsyncIterator, Iterable

import grpc.aio

from lienthong import channel, questions
from lienthong.client import Moment, _header, _moment
from lienthong.config import Config
from lienthong.errors import LienthongError, Unavailable, from_rpc_error
from lienthong.submission import Batch, Batcher, Result, Retry, Window, results_of
from lienthong.v1 import (admin_pb2, admin_pb2_grpc, intake_pb2, intake_pb2_grpc, query_pb2, query_pb2_grpc,
                          reference_pb2, reference_pb2_grpc, rulebook_pb2, score_pb2, score_pb2_grpc)


class Client:
    """As `lienthong.Client`. Make it inside a running loop. Stubs carry no token: pass `metadata=client.metadata`."""

    def __init__(self, config: Config | None = None, **more) -> None:
        self.config = config or Config(**more)
        self.metadata = channel.metadata(self.config)
        self.channel = channel.open_aio_channel(self.config)
        self.intake = intake_pb2_grpc.IntakeServiceStub(self.channel)
        self.query = query_pb2_grpc.QueryServiceStub(self.channel)
        self.reference = reference_pb2_grpc.ReferenceServiceStub(self.channel)
        self.scores = score_pb2_grpc.ScoreServiceStub(self.channel)
        self.admin = admin_pb2_grpc.AdminServiceStub(self.channel)

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_) -> None:
        await self.close()

    async def close(self) -> None:
        await self.channel.close()

    async def submit(self, records: Iterable[intake_pb2.SourceRecord], *, source: str, unit: str = "",
                     arrival: Moment | None = None, complete_through: Moment = 0,
                     migrated: bool = False) -> list[Result]:
        header = _header(source, unit, arrival, migrated)
        batch = Batch(1, header.batch(records, _moment(complete_through)))
        return results_of(batch, await self.call(self.intake.Submit, batch.request))

    async def submit_stream(self, records: Iterable[intake_pb2.SourceRecord] | AsyncIterable[intake_pb2.SourceRecord],
                            *, source: str, unit: str = "", arrival: Moment | None = None,
                            complete_through: Moment = 0, migrated: bool = False) -> AsyncIterator[Result]:
        batcher = Batcher(_header(source, unit, arrival, migrated), self.config.batch_records)
        batches = _cut(batcher, records, _moment(complete_through))
        window, retry = Window(self.config.window), Retry(self.config.retry)
        while True:
            try:
                async for result in self._stream(batches, window, retry):
                    yield result
                return
            except LienthongError as error:
                await asyncio.sleep(retry.pause(error, time.monotonic()))

    async def _stream(self, batches: AsyncIterator[Batch], window: Window, retry: Retry) -> AsyncIterator[Result]:
        call = self.intake.SubmitStream(metadata=self.metadata)
        try:
            # After a break one batch goes ahead: a write that fails does not tell why, a read does.
            if not window.empty:
                await self._write(call, window.unacknowledged[0])
                results = window.acknowledge(await self._read(call))
                retry.progress()
                for result in results:
                    yield result
            for batch in window.unacknowledged:
                await self._write(call, batch)
            while True:
                while not window.full and (batch := await anext(batches, None)):
                    window.push(batch)
                    await self._write(call, batch)
                if window.empty:
                    return
                results = window.acknowledge(await self._read(call))
                retry.progress()
                for result in results:
                    yield result
        finally:
            call.cancel()

    async def _write(self, call, batch: Batch) -> None:
        try:
            await self._within(call.write(intake_pb2.SubmitStreamRequest(batch=batch.request)))
        except (grpc.aio.AioRpcError, asyncio.InvalidStateError):
            raise Unavailable("the stream broke while a batch was sent") from None

    async def _read(self, call) -> intake_pb2.SubmitResponse:
        try:
            answer = await self._within(call.read())
        except grpc.aio.AioRpcError as error:
            raise from_rpc_error(error) from None
        if answer is grpc.aio.EOF:
            raise await self._within(_end_of(call))
        return answer.result

    async def _within(self, step):
        try:
            return await asyncio.wait_for(step, self.config.timeout)
        except asyncio.TimeoutError:
            raise Unavailable(f"no answer within {self.config.timeout:g} s") from None

    async def score(self, unit: str, period: str | tuple[str, str], *, as_of: Moment = 0, rate: str = "dvcqg",
                    role: str = "handling", children: bool = False) -> query_pb2.GetScoreResponse:
        return await self.call(self.query.GetScore, questions.score(unit, period, as_of, rate, role, children))

    async def scorecard(self, unit: str, period: str | tuple[str, str], *, as_of: Moment = 0, rulebook: str = "",
                        trial: rulebook_pb2.Rulebook | None = None,
                        children: bool = False) -> score_pb2.GetScorecardResponse:
        return await self.call(self.scores.GetScorecard,
                               questions.scorecard(unit, period, as_of, rulebook, trial, children))

    async def coverage(self, unit: str, *, through: Moment = 0) -> query_pb2.GetCoverageResponse:
        return await self.call(self.query.GetCoverage, questions.coverage(unit, through))

    async def dossier(self, code: str) -> query_pb2.GetDossierResponse:
        return await self.call(self.query.GetDossier, query_pb2.GetDossierRequest(id=code))

    async def units(self, below: str = "", *, day: str = "") -> list[reference_pb2.ListUnitsResponse.Row]:
        return list((await self.call(self.reference.ListUnits, questions.units(below, day))).rows)

    async def status(self) -> admin_pb2.GetStatusResponse:
        return await self.call(self.admin.GetStatus, admin_pb2.GetStatusRequest())

    async def call(self, method, request, *, timeout: float | None = None):
        retry = Retry(self.config.retry)
        while True:
            try:
                return await method(request, timeout=timeout or self.config.timeout, metadata=self.metadata)
            except grpc.aio.AioRpcError as error:
                await asyncio.sleep(retry.pause(from_rpc_error(error), time.monotonic()))


async def _end_of(call) -> LienthongError:
    code, details = await call.code(), await call.details()
    if code == grpc.StatusCode.OK:
        return Unavailable("the node ended the stream")
    return from_rpc_error(grpc.aio.AioRpcError(code, await call.initial_metadata(), await call.trailing_metadata(),
                                               details))


async def _cut(batcher: Batcher, records, complete_through: int) -> AsyncIterator[Batch]:
    if isinstance(records, AsyncIterable):
        async for record in records:
            if batch := batcher.add(record):
                yield batch
        if batch := batcher.flush(complete_through):
            yield batch
    else:
        for batch in batcher.cut(records, complete_through):
            yield batch
