"""The requests behind the questions of both clients. Units are codes ("H44.13"), days are yyyy-mm-dd."""

from __future__ import annotations

from lienthong.times import days, instant
from lienthong.v1 import ledger_pb2, query_pb2, reference_pb2, score_pb2

RATES = {"dvcqg": query_pb2.RATE_DVCQG, "resolved": query_pb2.RATE_RESOLVED, "due": query_pb2.RATE_DUE,
         "not-late": query_pb2.RATE_NOT_LATE}
ROLES = {"receiving": ledger_pb2.UNIT_ROLE_RECEIVING, "handling": ledger_pb2.UNIT_ROLE_HANDLING,
         "applying": ledger_pb2.UNIT_ROLE_APPLYING}


def _choice(name: str, value: str, choices: dict):
    if value not in choices:
        raise ValueError(f"{name}, {value}: must be one of {', '.join(choices)}")
    return choices[value]


def _moment(when) -> int:
    return when if isinstance(when, int) else instant(when)


def score(unit, period, as_of, rate, role, children) -> query_pb2.GetScoreRequest:
    first, last = days(period)
    request = query_pb2.GetScoreRequest(unit=unit, to=last, as_of=_moment(as_of), rate=_choice("rate", rate, RATES),
                                        role=_choice("role", role, ROLES), children=children)
    setattr(request, "from", first)  # a word of Python
    return request


def scorecard(unit, period, as_of, rulebook, trial, children) -> score_pb2.GetScorecardRequest:
    first, last = days(period)
    request = score_pb2.GetScorecardRequest(unit=unit, to=last, as_of=_moment(as_of), rulebook=rulebook, trial=trial,
                                            children=children)
    setattr(request, "from", first)
    return request


def coverage(unit, through) -> query_pb2.GetCoverageRequest:
    return query_pb2.GetCoverageRequest(unit=unit, through=_moment(through))


def units(below, day) -> reference_pb2.ListUnitsRequest:
    return reference_pb2.ListUnitsRequest(unit=below, tree_at=day)
