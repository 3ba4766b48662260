"""What the published counts of a case are counts of, and which of them a history adds to.

An *account* is a state and a side, for example `resolved_late`. A *column* of
published counts is a set of accounts. Where a history stands at the end of the
month follows from its last events; on which side, its kind knows (kinds.py).
"""

from collections import namedtuple

from history import DECIDED, PAYMENT, REFUSED, REGISTERED, RETURNED, STOPPED, SUPPLEMENT, WITHDRAWN

IN_TIME = ("open_in_time", "paused_in_time", "resolved_in_time", "cancelled_in_time")
OVERDUE = ("open_overdue", "paused_overdue", "resolved_late", "cancelled_late")
ACCOUNTS = IN_TIME + OVERDUE
STATES = ("open", "paused", "resolved", "cancelled")

Column = namedtuple("Column", "name accounts")

# As the national portal publishes group 2: nothing but the sides.
SIDES = (Column("on_time", IN_TIME), Column("overdue", OVERDUE))

_STATE = {REGISTERED: None, SUPPLEMENT: "paused", PAYMENT: "paused", DECIDED: "resolved", RETURNED: "resolved",
          REFUSED: "cancelled", WITHDRAWN: "cancelled", STOPPED: "cancelled"}


def account(state, late):
    return (OVERDUE if late else IN_TIME)[STATES.index(state)]


def is_late(column):
    """A column of both sides is none that a case can aim at."""
    return column.accounts[0] in OVERDUE


def stays(h, calendar):
    """One state for each time that the dossier is in hand in the month: how that time ends, or stands."""
    if h.accepted is None:
        return []
    ends, state = [], None
    for instant, status in h.events:
        if instant > calendar.end:
            break
        before, state = state, _STATE.get(status, "open")
        if state in ("resolved", "cancelled") and before in ("open", "paused") and instant >= calendar.start:
            ends.append(state)
    return ends + [state] if state in ("open", "paused") else ends


def columns_of(h, calendar, columns):
    """Numbers of the columns that a history adds one to each; None when no column or more than one fits.

    An instant that is not stated is dated by the rules at the arrival or at the promise, whichever is
    earlier: with a promise beyond the month it may be either.
    """
    found = []
    for state, side in zip(stays(h, calendar), h.late):
        states = {state}
        if h.hidden and h.promise[:8] > calendar.day_text(calendar.end):
            states.add("open")
        at = {next((i for i, c in enumerate(columns) if account(s, side) in c.accounts), None) for s in states}
        if len(at) > 1 or None in at:
            return None
        found += at
    return found
