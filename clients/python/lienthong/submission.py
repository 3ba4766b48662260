"""What a submission does, without any I/O: batches, the window of those under way, when to try again.

Both clients, blocking and asyncio, drive these with their own streams and clocks.
"""

from __future__ import annotations

import enum
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lienthong.errors import Internal, LienthongError
from lienthong.v1 import intake_pb2

# Bytes of a batch, unless its only record is larger: well below the 4 MiB that a node takes.
BATCH_BYTES_MAX = 1 << 20
_BACKOFF_MIN, _BACKOFF_MAX = 0.1, 5.0


class Outcome(enum.IntEnum):
    """What became of a record."""

    #: Durable and counted.
    ADMITTED = intake_pb2.RecordResult.OUTCOME_ADMITTED
    #: It says nothing new: a repeat, or a late older state.
    UNCHANGED = intake_pb2.RecordResult.OUTCOME_UNCHANGED
    #: Durable, not counted until the reference data that `reason` names arrives.
    PARKED = intake_pb2.RecordResult.OUTCOME_PARKED
    #: Not taken: `field` and `reason` say what to mend.
    REFUSED = intake_pb2.RecordResult.OUTCOME_REFUSED


@dataclass(frozen=True, slots=True)
class Result:
    """One record, and what became of it."""

    #: Place of the record among those submitted, from 1.
    number: int
    record: intake_pb2.SourceRecord
    outcome: Outcome
    #: The national name of the field at fault, "" for none.
    field: str
    reason: str
    #: Sequence of the fact at its origin, 0 when none was made.
    sequence: int
    revision: int


@dataclass(frozen=True)
class Header:
    """What all batches of one submission say. One arrival for all, also when one is sent again: a repeat is only a
    repeat when it says the same."""

    source: str
    unit: str
    arrival: int
    migrated: bool = False

    def batch(self, records: Iterable[intake_pb2.SourceRecord], complete_through: int = 0) -> intake_pb2.SubmitRequest:
        return intake_pb2.SubmitRequest(source=self.source, reporting_unit=self.unit, arrival=self.arrival,
                                        migrated=self.migrated, records=records, complete_through=complete_through)


@dataclass(frozen=True)
class Batch:
    first_number: int
    request: intake_pb2.SubmitRequest


class Batcher:
    """Gathers records until a batch is full."""

    def __init__(self, header: Header, records_max: int) -> None:
        self._header, self._records_max = header, records_max
        self._records: list[intake_pb2.SourceRecord] = []
        self._bytes, self._next_number = 0, 1

    def add(self, record: intake_pb2.SourceRecord) -> Batch | None:
        """Takes a record; returns the batch before it when that is full."""
        size = record.ByteSize()
        full = self._records and (len(self._records) == self._records_max or self._bytes + size > BATCH_BYTES_MAX)
        batch = self.flush() if full else None
        self._records.append(record)
        self._bytes += size
        return batch

    def flush(self, complete_through: int = 0) -> Batch | None:
        """What is left, with the word that the source is complete; None when that is nothing."""
        if not self._records and not complete_through:
            return None
        batch = Batch(self._next_number, self._header.batch(self._records, complete_through))
        self._next_number += len(self._records)
        self._records, self._bytes = [], 0
        return batch

    def cut(self, records: Iterable[intake_pb2.SourceRecord], complete_through: int = 0) -> Iterator[Batch]:
        for record in records:
            if batch := self.add(record):
                yield batch
        if batch := self.flush(complete_through):
            yield batch


class Window:
    """Batches under way, oldest first. Answers come in their order, each once."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._batches: deque[Batch] = deque()

    @property
    def full(self) -> bool:
        return len(self._batches) >= self._size

    @property
    def empty(self) -> bool:
        return not self._batches

    @property
    def unacknowledged(self) -> tuple[Batch, ...]:
        """What a new stream begins with."""
        return tuple(self._batches)

    def push(self, batch: Batch) -> None:
        self._batches.append(batch)

    def acknowledge(self, response: intake_pb2.SubmitResponse) -> list[Result]:
        """The results of the oldest batch."""
        if not self._batches:
            raise Internal("the node answered more than it was asked")
        results = results_of(self._batches[0], response)
        self._batches.popleft()
        return results


def results_of(batch: Batch, response: intake_pb2.SubmitResponse) -> list[Result]:
    if len(response.results) != len(batch.request.records):
        raise Internal("the node answered another number of records")
    return [Result(batch.first_number + i, record, _outcome(result), result.field, result.reason, result.sequence,
                   result.revision)
            for i, (record, result) in enumerate(zip(batch.request.records, response.results))]


def _outcome(result: intake_pb2.RecordResult) -> Outcome:
    try:
        return Outcome(result.outcome)
    except ValueError:
        raise Internal("the node gave an outcome that this client does not know; upgrade it") from None


class Retry:
    """When to try again. Progress forgives what was before."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.progress()

    def progress(self) -> None:
        self._since: float | None = None
        self._backoff = _BACKOFF_MIN

    def pause(self, error: LienthongError, now: float) -> float:
        """Seconds to wait before the next attempt; raises `error` when there is to be none."""
        if not error.temporary:
            raise error
        self._since = now if self._since is None else self._since
        left = self._since + self._seconds - now
        if left <= 0:
            raise error
        pause = max(self._backoff, error.retry_after or 0.0)
        self._backoff = min(self._backoff * 2, _BACKOFF_MAX)
        return min(pause, left)
