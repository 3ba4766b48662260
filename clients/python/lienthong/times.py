"""Instants of the contract: whole seconds since 1970 UTC; people write local time, UTC+7 without daylight saving."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta, timezone

#: Asia/Ho_Chi_Minh.
VIETNAM = timezone(timedelta(hours=7))

_FORMS = ("%Y%m%d%H%M%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y%m%d", "%Y-%m-%d")


def instant(when: str | datetime | date) -> int:
    """Seconds since 1970 UTC of "20260801080000", "2026-08-01 08:00:00", a day (its start), a date or a datetime.
    What names no zone is meant in Vietnam."""
    if isinstance(when, str):
        when = _parse(when)
    if not isinstance(when, datetime):
        when = datetime(when.year, when.month, when.day)
    if when.tzinfo is None:
        when = when.replace(tzinfo=VIETNAM)
    return int(when.timestamp())


def local(seconds: int) -> datetime | None:
    """The local time of an instant; None for 0, which is absent."""
    return datetime.fromtimestamp(seconds, VIETNAM) if seconds else None


def days(period: str | tuple[str, str]) -> tuple[str, str]:
    """First and last day: of "2026-08", or of ("2025-12-15", "2026-01-14") as it stands. Nothing is inferred from a
    calendar: a statistical month is named by its days."""
    if not isinstance(period, str):
        return period
    try:
        month = datetime.strptime(period, "%Y-%m")
    except ValueError:
        raise ValueError(f"period, {period}: must be yyyy-mm, or a pair of days yyyy-mm-dd") from None
    return f"{period}-01", f"{period}-{calendar.monthrange(month.year, month.month)[1]:02}"


def _parse(text: str) -> datetime:
    for form in _FORMS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    raise ValueError(f"instant, {text}: must be yyyyMMddHHmmss or yyyy-mm-dd hh:mm:ss")
