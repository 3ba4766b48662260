"""Working time of the generated case.

An *instant* is an int: local seconds, day ordinal * 86400 + seconds of the day.
A *position* is an int too: working seconds since the first working day of the
calendar, 28,800 a day. Pauses and deadlines are sums of positions.
"""

from collections import namedtuple
from datetime import date

DAY = 28_800  # working seconds a day
MORNING, MORNING_LENGTH, AFTERNOON, CLOSE = 27_000, 14_400, 46_800, 61_200
HOURS = "07:30-11:30,13:00-17:00"
FIXED_HOLIDAYS = ((1, 1, "Tết Dương lịch"), (4, 30, "Ngày Chiến thắng"),
                  (5, 1, "Ngày Quốc tế Lao động"), (9, 2, "Quốc khánh"))
LAW = "Bộ luật Lao động 2019, Điều 112"
SECOND_REQUEST_SINCE = 2026  # the year from which a second supplement request is overdue
VALID_FROM = "2020-01-01"
DAYS_BEFORE, DAYS_AFTER = 240, 120  # how far around its month a calendar reaches
SWAPPED_BEFORE = 52 * 7 + 1  # from a Saturday back to a Friday beyond that

# A row of calendar.csv; kind is hours, holiday, working or supplement_limit; swap the other day of a swap.
Row = namedtuple("Row", "date kind detail source swap", defaults=("",))


def usual_rows(year, month):
    """The rows of a case that brings no calendar: fixed holidays, and one working Saturday that is made up.

    The day off for it lies a year before, where no history of the case comes."""
    years = sorted({date.fromordinal(o).year for o in _reach(year, month)})
    saturday = _nth_saturday(date(year, month, 1).toordinal(), 3)
    worked, off = (date.fromordinal(o).isoformat() for o in (saturday, saturday - SWAPPED_BEFORE))
    return [Row(VALID_FROM, "hours", HOURS, "unverified"),
            Row(f"{SECOND_REQUEST_SINCE}-01-01", "supplement_limit", "", "DVCQG 2026, unverified"),
            *(Row(date(y, m, d).isoformat(), "holiday", name, LAW) for y in years for m, d, name in FIXED_HOLIDAYS),
            Row(off, "holiday", "Ngày nghỉ hoán đổi giả định", "synthetic", worked),
            Row(worked, "working", "Ngày làm bù giả định", "synthetic", off)]


def _nth_saturday(first, n):
    return first + (5 - (first - 1) % 7) % 7 + 7 * (n - 1)


def _next_month(year, month):
    return date(year + month // 12, month % 12 + 1, 1).toordinal()


def _reach(year, month):
    return range(date(year, month, 1).toordinal() - DAYS_BEFORE, _next_month(year, month) + DAYS_AFTER)


class Calendar:
    """Working days around one month."""

    def __init__(self, year, month, rows=None):
        self.rows = usual_rows(year, month) if rows is None else rows
        self.first, self.next_first = date(year, month, 1).toordinal(), _next_month(year, month)
        on, off = ({date.fromisoformat(r.date).toordinal() for r in self.rows if r.kind == kind}
                   for kind in ("working", "holiday"))
        self.days = [o for o in _reach(year, month) if o in on or (o not in off and (o - 1) % 7 < 5)]
        self.saturdays_off = [o for o in range(self.first, self.next_first) if (o - 1) % 7 == 5 and o not in on]
        in_month = [i for i, o in enumerate(self.days) if self.first <= o < self.next_first]
        self.a, self.b = in_month[0], in_month[-1]  # first and last working day of the month
        self.start = self.first * 86_400
        self.end = self.next_first * 86_400 - 1  # the last second of the month
        self._text = {}

    @property
    def second_request_counts(self):
        """A second supplement request within the month makes overdue."""
        limits = [date.fromisoformat(r.date).toordinal() for r in self.rows if r.kind == "supplement_limit"]
        return bool(limits) and limits[-1] <= self.first

    def instant(self, position):
        """The instant at a working position; the opening rather than the close before it."""
        day, within = divmod(position, DAY)
        start = MORNING if within < MORNING_LENGTH else AFTERNOON - MORNING_LENGTH
        return self.days[day] * 86_400 + start + within

    def close(self, day):
        """The instant at which offices close on working day number `day`."""
        return self.days[day] * 86_400 + CLOSE

    def day_text(self, instant):
        """yyyyMMdd."""
        ordinal = instant // 86_400
        text = self._text.get(ordinal)
        if text is None:
            text = self._text[ordinal] = date.fromordinal(ordinal).strftime("%Y%m%d")
        return text

    def stamp(self, instant):
        """yyyyMMddHHmmss; empty for None."""
        if instant is None:
            return ""
        minutes, seconds = divmod(instant % 86_400, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{self.day_text(instant)}{hours:02d}{minutes:02d}{seconds:02d}"
