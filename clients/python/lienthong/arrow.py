"""Books and journals as Arrow, and as Parquet partitioned by unit and month (`pip install lienthong[arrow]`).

    table = arrow.books(client, "H44", ["2026-07", "2026-08"])      # a row for each unit below H44 and month
    arrow.write(table, "books")                                     # books/unit=H44.13/month=2026-08/...parquet
    arrow.write(arrow.facts(runs), "journal")

Times are local (Asia/Ho_Chi_Minh), decimals exact, and what is not known is null. Each row of the books says how complete it is
and from which knowledge of the node it is.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet

from lienthong import chain
from lienthong.client import Client
from lienthong.v1 import fact_pb2, ledger_pb2, query_pb2

_INSTANT = pa.timestamp("s", "Asia/Ho_Chi_Minh")
_MOMENT = pa.timestamp("ms", "Asia/Ho_Chi_Minh")
_POINTS = pa.decimal128(7, 2)
_FIGURES = [field.name for field in ledger_pb2.Figures.DESCRIPTOR.fields]
_COVERAGE = ["expected", "complete", "behind", "silent", "uncovered_units", "parked"]

#: A row for each unit and month; figures as in `lienthong.v1.Figures`.
BOOKS = pa.schema([
    ("unit", pa.string()), ("month", pa.string()), ("name", pa.string()), ("rate", pa.string()),
    *[(name, pa.uint64()) for name in _FIGURES], ("in_time", pa.uint64()), ("overdue", pa.uint64()), ("base", pa.uint64()),
    ("ratio", _POINTS), ("points", _POINTS), *[("coverage_" + name, pa.uint64()) for name in _COVERAGE],
    ("complete_through", _INSTANT), ("as_of", _INSTANT), ("known_at", _MOMENT)])

#: A row for each fact of a journal; `unit` is the internal id of the reporting unit, `month` that of its admission.
FACTS = pa.schema([
    ("unit", pa.string()), ("month", pa.string()), ("node", pa.string()), ("epoch", pa.uint64()), ("sequence", pa.uint64()),
    ("admitted", _MOMENT), ("kind", pa.string()), ("id", pa.string()), ("fact", pa.binary()), ("hash", pa.binary(32))])


def books(client: Client, unit: str, months: Iterable[str], *, rate: str = "dvcqg", role: str = "handling") -> pa.Table:
    """The unit itself and each unit directly below it, for each month ("2026-08")."""
    rows = []
    for month in months:
        answer = client.score(unit, month, rate=rate, role=role, children=True)
        rows += [_book_row(row, answer, month, rate) for row in answer.rows]
    return pa.Table.from_pylist(rows, BOOKS)


def _book_row(row: query_pb2.ScoreRow, answer: query_pb2.GetScoreResponse, month: str, rate: str) -> dict:
    return {
        "unit": row.unit, "month": month, "name": row.name, "rate": rate,
        **{name: getattr(row.figures, name) for name in _FIGURES},
        "in_time": row.in_time, "overdue": row.overdue, "base": row.base, "ratio": _decimal(row.ratio), "points": _decimal(row.points),
        **{"coverage_" + name: getattr(row.coverage, name) for name in _COVERAGE},
        "complete_through": row.coverage.complete_through or None, "as_of": answer.as_of, "known_at": answer.known_at_ms,
    }


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def facts(runs: Iterable[fact_pb2.Run]) -> pa.Table:
    """The facts of runs, each verified against the one before it of the same origin; raises chain.BrokenChain."""
    heads: dict[tuple[str, int], chain.Head] = {}
    rows = []
    for run in runs:
        origin = (run.origin.node, run.origin.epoch)
        heads[origin] = chain.verify(run, heads.get(origin))
        digest = run.previous_hash
        for place, data in enumerate(run.facts):
            digest = chain.next_hash(digest, data)
            rows.append(_fact_row(origin, run.first_sequence + place, data, digest))
    return pa.Table.from_pylist(rows, FACTS)


def _fact_row(origin: tuple[str, int], sequence: int, data: bytes, digest: bytes) -> dict:
    fact = fact_pb2.Fact.FromString(data)
    kind = fact.WhichOneof("body") or "unknown"  # of a newer node
    body = getattr(fact, kind, None)
    unit = next((getattr(body, name) for name in ("reporting_unit", "unit") if hasattr(body, name)), 0)
    admitted = pa.scalar(fact.admitted_time_ms, _MOMENT)
    return {"unit": str(unit), "month": admitted.as_py().strftime("%Y-%m"), "node": origin[0], "epoch": origin[1], "sequence": sequence,
            "admitted": admitted, "kind": kind, "id": getattr(body, "id", None), "fact": data, "hash": digest}


def write(table: pa.Table, folder: str | os.PathLike) -> None:
    """Writes Parquet partitioned by unit and month; a partition that is there is replaced, so a repeat has no effect."""
    pyarrow.parquet.write_to_dataset(table, folder, partition_cols=["unit", "month"],
                                     existing_data_behavior="delete_matching", compression="zstd")
