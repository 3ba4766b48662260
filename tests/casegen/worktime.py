"""Working time of the generated case.

An *instant* is an int: local seconds, day ordinal * 86400 + seconds of the day.
A *position* is an int too: working seconds since the first working day of the
calendar, 28,800 a day. Pauses and deadlines are sums of positions.
"""

from datetime import date

DAY = 28_800  # working seconds a day
MORNING, MORNING_LENGTH, AFTERNOON, CLOSE = 27_000, 14_400, 46_800, 61_200
HOURS = "07:30-11:30,13:00-17:00"
FIXED_HOLIDAYS = ((1, 1, "Tết Dương lịch"), (4, 30, "Ngày Chiến thắng"),
                  (5, 1, "Ngày Quốc tế Lao động"), (9, 2, "Quốc khánh"))


class Calendar:
    """Working days around one month."""

    def __init__(self, year, month):
        self.first = date(year, month, 1).toordinal()
        self.next_first = date(year + month // 12, month % 12 + 1, 1).toordinal()
        low, high = self.first - 240, self.next_first + 120
        years = range(date.fromordinal(low).year, date.fromordinal(high).year + 1)
        self.holidays = [(date(y, m, d), name) for y in years for m, d, name in FIXED_HOLIDAYS]
        self.swap_day = self._nth_saturday(3)
        closed = {d.toordinal() for d, _ in self.holidays}
        self.days = [o for o in range(low, high)
                     if o == self.swap_day or (o not in closed and (o - 1) % 7 < 5)]
        in_month = [i for i, o in enumerate(self.days) if self.first <= o < self.next_first]
        self.a, self.b = in_month[0], in_month[-1]  # first and last working day of the month
        self.start = self.first * 86_400
        self.end = self.next_first * 86_400 - 1  # the last second of the month
        self._text = {}

    def _nth_saturday(self, n):
        return self.first + (5 - (self.first - 1) % 7) % 7 + 7 * (n - 1)

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
