"""The kinds of dossier histories, each in time or overdue.

A kind is a function of a `Maker` that returns a `History`. All kinds keep away
from what the counting rules leave open; where a kind leans on a reading of them,
its docstring says it. Names: d, f, p, r, t are working days' numbers or working
positions (worktime.py) of acceptance, finish, promise, a request and its receipt.
"""

from bisect import bisect
from itertools import accumulate

import in_time
import not_counted
import overdue

# Kind, its parts of its side, and whether it needs a CSV that states instants.
IN_TIME = [
    (in_time.resolved_early, 300), (in_time.resolved_on_day, 60), (in_time.carried_resolved_early, 90),
    (in_time.carried_resolved_on_day, 30), (in_time.resolved_at_the_instant, 4),
    (in_time.resolved_by_a_saturday, 4), (in_time.open_in_time, 120),
    (in_time.accepted_in_the_last_second, 1), (in_time.carried_open_in_time, 50),
    (in_time.resolved_after_the_month, 20), (in_time.cancelled_in_time, 25), (in_time.paused_in_time, 25),
    (in_time.paused_for_payment_in_time, 20, True), (in_time.payment_not_stated, 8),
    (in_time.finish_not_stated, 15), (in_time.supplemented_in_time, 30), (in_time.payment_then_resolved, 12),
    (in_time.appointed_again_in_time, 20), (in_time.appointed_again_open, 12),
    (in_time.reopened_from_before, 10), (in_time.reopened_in_month, 8), (in_time.computed_in_time, 20),
    (in_time.computed_open_in_time, 8), (in_time.no_due, 4), (in_time.acceptance_not_stated, 12),
    (in_time.handed_over_only, 12),
]
OVERDUE = [
    (overdue.open_overdue, 120), (overdue.carried_open_overdue, 150), (overdue.resolved_late, 250),
    (overdue.carried_resolved_late, 150), (overdue.resolved_late_the_same_day, 15),
    (overdue.resolved_a_second_late, 6), (overdue.overdue_resolved_after_the_month, 20),
    (overdue.cancelled_late, 25), (overdue.paused_overdue, 25),
    (overdue.paused_for_payment_overdue, 25, True), (overdue.second_request, 40),
    (overdue.supplemented_late, 40), (overdue.payment_late, 30, True), (overdue.appointed_again_late, 25),
    (overdue.appointed_again_too_late, 20), (overdue.reopened_overdue, 15), (overdue.reopened_from_late, 10),
    (overdue.computed_late, 20),
]
BOTH = [(overdue.reopened_in_month_then_late, 8)]
NOT_COUNTED = [
    (not_counted.registered, 30), (not_counted.refused_at_the_desk, 20),
    (not_counted.asked_before_acceptance, 5), (not_counted.resolved_before, 40),
    (not_counted.accepted_after, 30), (not_counted.accepted_a_second_after, 2),
]
# Sides of the stays in hand, where they differ: late or not.
TWO_SIDES = {k[0]: (False, True) for k in BOTH}
LATE = {k[0] for k in OVERDUE} | {overdue.transferred_overdue}
STAYS_MAX = 2


def tell(kind, maker):
    """A history of this kind, which says of each of its stays in the month whether it is late."""
    h = kind(maker)
    h.late = TWO_SIDES.get(kind, (kind in LATE,) * STAYS_MAX)
    return h


class Urn:
    """Kinds to draw from, by parts."""

    def __init__(self, entries, stated, calendar):
        entries = [e for e in entries if stated or len(e) == 2]
        entries = [e for e in entries if e[0] is not overdue.second_request or calendar.second_request_counts]
        self.kinds = [e[0] for e in entries]
        self.sums = list(accumulate(e[1] for e in entries))

    def draw(self, random):
        return self.kinds[bisect(self.sums, random() * self.sums[-1])]
