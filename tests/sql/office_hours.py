"""Working time as functions for SQL, from the rows of calendar.csv."""

from bisect import bisect_left, bisect_right
from datetime import date

DAY = 86_400


def ordinal(iso):
    return date.fromisoformat(iso).toordinal()


def seconds(clock):
    hours, minutes = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60


class WorkingTime:
    """Instants are local seconds, day ordinal * 86,400 + second of the day."""

    def __init__(self, rows, low, high):
        hours = sorted((ordinal(r["date"]), self._spans(r["detail"])) for r in rows if r["kind"] == "hours")
        closed = {ordinal(r["date"]) for r in rows if r["kind"] == "holiday"}
        swapped = {ordinal(r["date"]) for r in rows if r["kind"] == "working"}
        self._hours_from, self._hours = [h[0] for h in hours], [h[1] for h in hours]
        self.days = [d for d in range(low, high)
                     if d in swapped or (date.fromordinal(d).weekday() < 5 and d not in closed)]
        self._starts, self._before, total = [], [], 0
        for d in self.days:
            for start, end in self._on(d):
                self._starts.append(d * DAY + start)
                self._before.append(total)
                total += end - start
        self._ends = [d * DAY + end for d in self.days for _, end in self._on(d)]

    @staticmethod
    def _spans(detail):
        return [tuple(map(seconds, span.split("-"))) for span in detail.split(",")]

    def _on(self, day):
        return self._hours[bisect_right(self._hours_from, day) - 1]

    def close(self, day):
        """The closing hour of a date, working or not."""
        return day * DAY + self._on(day)[-1][1]

    def _elapsed(self, t):
        i = bisect_right(self._starts, t) - 1
        return self._before[i] + min(t, self._ends[i]) - self._starts[i] if i >= 0 else 0

    def between(self, a, b):
        """Working seconds from a to b."""
        return self._elapsed(b) - self._elapsed(a)

    def after(self, t, worked):
        """The earliest instant from t on with so many working seconds since t."""
        if worked <= 0:
            return t
        target = self._elapsed(t) + worked
        i = bisect_left(self._before, target) - 1
        return self._starts[i] + target - self._before[i]

    def promise(self, accepted, days):
        """The close of the n-th working day after the day of acceptance."""
        day = accepted // DAY
        if days == 0:
            return self.close(self.days[bisect_left(self.days, day)])
        return self.close(self.days[bisect_right(self.days, day) + days - 1])
