"""Kinds that are in hand in the month and overdue; the last one is both. See kinds.py."""

from history import REFUSED, PROCESSING, PAYMENT, WITHDRAWN, STOPPED, DECIDED, HOUR, appoint_again, reopen, transfer
from worktime import DAY


def open_overdue(m):
    d = m.day(m.a, m.b - 1)
    return m.open(d, m.by_close(m.day(d, m.b - 1)))


def carried_open_overdue(m):
    d = m.day(m.a - 50, m.a - 1)
    return m.open(d, m.by_close(m.day(d, m.b - 1)))


def resolved_late(m):
    d = m.day(m.a, m.b - 1)
    p = m.day(d, m.b - 1)
    return m.finish(m.open(d, m.by_close(p)), m.at(m.day(p + 1, m.b), 0.5, 0.9))


def carried_resolved_late(m):
    d = m.day(m.a - 50, m.a - 1)
    p = m.day(d, m.b - 1)
    return m.finish(m.open(d, m.by_close(p)), m.at(m.day(max(p + 1, m.a), m.b), 0.5, 0.9))


def resolved_late_the_same_day(m):
    d = m.day(m.a - 10, m.b)
    f = m.day(max(d, m.a), m.b)
    return m.finish(m.open(d, m.by(m.at(f, 0.5, 0.6))), m.at(f, 0.7, 0.9))


def resolved_a_second_late(m):
    d = m.day(m.a - 10, m.b)
    f = m.day(max(d, m.a), m.b)
    h = m.open(d, m.by_close(f))
    h.events.append((m.cal.close(f) + 1, DECIDED))
    return h


def overdue_resolved_after_the_month(m):
    d = m.day(m.a - 10, m.b - 1)
    h = m.open(d, m.by_close(m.day(d, m.b - 1)))
    return m.add(h, m.at(m.b + m.day(1, 2), 0.5, 0.9), DECIDED)


def cancelled_late(m):
    d = m.day(m.a - 20, m.b - 1)
    p = m.day(d, m.b - 1)
    f = m.at(m.day(max(p + 1, m.a), m.b), 0.5, 0.9)
    return m.finish(m.open(d, m.by_close(p)), f, (REFUSED, WITHDRAWN, STOPPED)[m.day(0, 2)])


def paused_overdue(m):
    """Requested after the promise had passed: a later pause does not heal it."""
    r = m.day(m.a - 15, m.b)
    p = r - m.day(1, 6)
    h = m.open(p - m.day(0, 8), m.by_close(p))
    return m.supplement(h, m.at(r, 0.5, 0.9), None)


def paused_for_payment_overdue(m):
    r = m.day(m.a - 15, m.b)
    p = r - m.day(1, 6)
    h = m.open(p - m.day(0, 8), m.by_close(p))
    return m.add(h, m.at(r, 0.5, 0.9), PAYMENT)


def second_request(m):
    """A second supplement request is overdue and stays so, whatever the promise."""
    r2 = m.at(m.day(m.a, m.b), 0.1, 0.4)
    t1 = r2 - m.at(m.day(0, 3)) - HOUR
    r1 = t1 - m.at(m.day(0, 3)) - HOUR
    h = m.open(r1 // DAY - m.day(1, 5), m.by_close(r2 // DAY + m.day(1, 15)))
    m.supplement(h, r1, t1)
    if r2 // DAY + 2 > m.b or m.random() < 0.4:
        return m.supplement(h, r2, None)
    t2 = m.at(r2 // DAY + 1, 0.1, 0.4)
    m.supplement(h, r2, t2)
    return m.finish(h, m.at(m.day(t2 // DAY, m.b), 0.5, 0.9)) if m.random() < 0.6 else h


def supplemented_late(m):
    """Later than the promise and the time waited together."""
    f = m.at(m.day(m.a, m.b), 0.5, 0.9)
    waited, late, left = m.at(m.day(0, 4)) + HOUR, m.at(m.day(0, 2)) + HOUR, m.at(m.day(0, 3)) + HOUR
    p = f - late - waited
    r = p - left
    h = m.open(r // DAY - m.day(1, 8), m.by(p))
    return m.finish(m.supplement(h, r, r + waited), f)


def payment_late(m):
    """The same with a payment; its instants must be stated."""
    f = m.at(m.day(m.a, m.b), 0.5, 0.9)
    waited, late, left = m.at(m.day(0, 4)) + HOUR, m.at(m.day(0, 2)) + HOUR, m.at(m.day(0, 3)) + HOUR
    p = f - late - waited
    r = p - left
    h = m.open(r // DAY - m.day(1, 8), m.by(p))
    m.add(h, r, PAYMENT)
    m.add(h, r + waited, PROCESSING)
    h.keep_order = True  # without its end the pause would last to the decision
    return m.finish(h, f)


def appointed_again_late(m):
    """The second appointment was missed too."""
    p2 = m.day(m.a - 3, m.b - 1)
    h = appoint_again(m, (p2 + 1) * DAY - m.at(m.day(0, 2)) - HOUR, p2)
    return m.finish(h, m.at(m.day(max(p2 + 1, m.a), m.b), 0.5, 0.9)) if m.random() < 0.6 else h


def appointed_again_too_late(m):
    """An appointment made when the dossier was late already does not undo the lateness."""
    r = m.day(m.a - 5, m.b - 2)
    p = r - m.day(1, 6)
    h = m.open(p - m.day(0, 6), m.by_close(p))
    t = max(r + m.day(1, 3), m.a)
    m.supplement(h, m.at(r), m.at(t, 0.1, 0.4), h.promise, m.by_close(max(t, m.b) + 5))
    return m.finish(h, m.at(m.day(t, m.b), 0.5, 0.9)) if t <= m.b and m.random() < 0.6 else h


def reopened_overdue(m):
    """The promise goes on running while finished."""
    f1 = m.day(m.a - 12, m.a - 1)
    p = m.day(f1, m.a - 1)
    h = m.open(f1 - m.day(0, 10), m.by_close(p))
    m.add(h, m.at(f1, 0.5, 0.9), DECIDED)
    return reopen(m, h, m.day(m.a, m.b - 2), m.random() < 0.6)


def reopened_from_late(m):
    """Reopened from late it stays late."""
    f1 = m.day(m.a - 12, m.a - 1)
    p = f1 - m.day(1, 5)
    h = m.open(p - m.day(0, 10), m.by_close(p))
    m.add(h, m.at(f1, 0.5, 0.9), DECIDED)
    return reopen(m, h, m.day(m.a, m.b - 2))


def computed_late(m):
    n = m.day(1, 3)
    d = m.day(m.a - 10, m.b - n - 1)
    h = m.open(d, "")
    h.days = n
    return m.finish(h, m.at(m.day(max(d + n + 1, m.a), m.b), 0.5, 0.9)) if m.random() < 0.7 else h


def transferred_overdue(m):
    """Lateness is inherited."""
    d = m.day(m.a - 15, m.a + 4)
    h = m.open(d, m.by_close(m.day(d, m.b - 4)))
    transfer(m, h, m.day(max(d, m.a) + 1, m.b - 3))
    return m.add(h, m.at(m.b, 0.5, 0.9), DECIDED) if m.random() < 0.6 else h


def reopened_in_month_then_late(m):
    """One resolved in time, one late: 2 received."""
    f1 = m.day(m.a, m.b - 6)
    p = m.day(f1, m.b - 5)
    h = m.open(f1 - m.day(0, f1 - m.a), m.by_close(p))
    m.add(h, m.at(f1, 0.5, 0.9) if f1 < p else m.at(f1, 0.5, 0.8), DECIDED)
    return reopen(m, h, m.day(p + 1, m.b - 2), m.random() < 0.7)
