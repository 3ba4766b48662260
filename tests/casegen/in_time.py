"""Kinds that are in hand in the month and in time. See kinds.py."""

from history import (REFUSED, PROCESSING, PAYMENT, WITHDRAWN, STOPPED, DECIDED, RETURNED, HOUR, History,
                     appoint_again, reopen, transfer)
from worktime import DAY


def resolved_early(m):
    d = m.day(m.a, m.b - 1)
    f = m.day(d, m.b - 1)
    return m.finish(m.open(d, m.by_close(m.day(f + 1, f + 12))), m.at(f, 0.5, 0.9))


def resolved_on_day(m):
    d = m.day(m.a, m.b)
    f = m.day(d, m.b)
    return m.finish(m.open(d, m.by_close(f)), m.at(f, 0.5, 0.9))


def carried_resolved_early(m):
    d, f = m.day(m.a - 40, m.a - 1), m.day(m.a, m.b)
    return m.finish(m.open(d, m.by_close(m.day(f + 1, f + 10))), m.at(f, 0.5, 0.9))


def carried_resolved_on_day(m):
    d, f = m.day(m.a - 40, m.a - 1), m.day(m.a, m.b)
    p = m.at(f, 0.8, 0.9)
    return m.finish(m.open(d, m.by(p)), m.at(f, 0.2, 0.7))


def resolved_at_the_instant(m):
    """A fact at the effective instant is in time."""
    d = m.day(m.a - 10, m.b)
    f = m.day(max(d, m.a), m.b)
    h = m.open(d, m.by_close(f))
    h.events.append((m.cal.close(f), DECIDED))
    return h


def resolved_by_a_saturday(m):
    """A date alone on a day off is the closing hour of that date."""
    cal = m.cal
    saturday = cal.saturdays_off[m.day(0, len(cal.saturdays_off) - 1)]
    before = max(i for i in range(m.a - 1, m.b + 1) if cal.days[i] < saturday)
    h = m.open(before - m.day(0, 5), cal.day_text(saturday * 86_400))
    h.events.append((saturday * 86_400 + 16 * HOUR, DECIDED))
    return h


def open_in_time(m):
    return m.open(m.day(m.a, m.b), m.by_close(m.day(m.b + 1, m.b + 20)))


def accepted_in_the_last_second(m):
    h = History(m.cal.end - HOUR, m.cal.end, m.by_close(m.day(m.b + 1, m.b + 10)), True)
    return h


def carried_open_in_time(m):
    return m.open(m.day(m.a - 30, m.a - 1), m.by_close(m.day(m.b + 1, m.b + 15)))


def resolved_after_the_month(m):
    """Open at the end of the month, decided after it: counted as it was then."""
    h = m.open(m.day(m.a - 10, m.b), m.by_close(m.day(m.b + 3, m.b + 10)))
    return m.add(h, m.at(m.b + m.day(1, 2), 0.5, 0.9), DECIDED)


def cancelled_in_time(m):
    d = m.day(m.a - 15, m.b - 1)
    f = m.day(max(d, m.a), m.b)
    h = m.open(d, m.by_close(m.day(f, f + 10)))
    return m.finish(h, m.at(f, 0.5, 0.9), (REFUSED, WITHDRAWN, STOPPED)[m.day(0, 2)])


def paused_in_time(m):
    """Judged once, at the request, however long it waits."""
    r = m.day(m.a - 15, m.b)
    h = m.open(r - m.day(0, 10), m.by_close(m.day(r, r + 8)))
    return m.supplement(h, m.at(r, 0.5, 0.9), None)


def paused_for_payment_in_time(m):
    r = m.day(m.a - 10, m.b)
    h = m.open(r - m.day(0, 8), m.by_close(m.day(r, r + 8)))
    return m.add(h, m.at(r, 0.5, 0.9), PAYMENT)


def payment_not_stated(m):
    """A request whose instant is inferred is judged in time."""
    r = m.day(m.a, m.b)
    h = m.open(r - m.day(0, 8), m.by_close(m.day(r, r + 8)))
    h.hidden = True
    return m.add(h, m.at(r, 0.5, 0.9), PAYMENT)


def finish_not_stated(m):
    """A finish, stop or refusal whose instant is inferred is judged in time."""
    f = m.day(m.a, m.b)
    h = m.open(f - m.day(0, 8), m.by_close(m.day(f, f + 8)))
    h.hidden = True
    return m.add(h, m.at(f, 0.5, 0.9), (DECIDED, DECIDED, STOPPED, REFUSED)[m.day(0, 3)])


def supplemented_in_time(m):
    """Decided after the promise, but not by more than the time waited."""
    f = m.at(m.day(m.a + 1, m.b), 0.5, 0.9)
    x = f - f // DAY * DAY + DAY * m.day(0, 1)  # so far after the promise, a close
    p, y = f - x, DAY + m.at(0) + DAY * m.day(0, 2)
    r = p - y
    t = r + x + HOUR // 2 + int((y - HOUR) * m.random())  # waited between x and x + y
    h = m.open(r // DAY - m.day(1, 8), m.by_close(p // DAY - 1))
    return m.finish(m.supplement(h, r, t), f)


def payment_then_resolved(m):
    """Paid and decided before the promise itself: in time whenever the request came."""
    f = m.at(m.day(m.a, m.b), 0.5, 0.9)
    r = f - m.at(m.day(1, 4))
    h = m.open(r // DAY - m.day(1, 6), m.by_close(m.day(f // DAY, f // DAY + 6)))
    return m.finish(m.add(h, r, PAYMENT), f)


def appointed_again_in_time(m):
    """The new promise includes the pause and is in force from the receipt."""
    f = m.at(m.day(m.a + 2, m.b), 0.5, 0.9)
    h = appoint_again(m, f - m.at(m.day(0, 3)) - HOUR, m.day(f // DAY, f // DAY + 5))
    return m.finish(h, f)


def appointed_again_open(m):
    return appoint_again(m, m.at(m.day(m.a, m.b)), m.day(m.b + 1, m.b + 10))


def reopened_from_before(m):
    """Resolved in an earlier month, in hand again in this one: 1."""
    f1 = m.day(m.a - 12, m.a - 1)
    h = m.open(f1 - m.day(0, 10), m.by_close(m.b + m.day(1, 8)))
    m.add(h, m.at(f1, 0.5, 0.9), DECIDED)
    return reopen(m, h, m.day(m.a, m.b - 2))


def reopened_in_month(m):
    """Resolved, reopened, resolved: each resolution counts, so 2 received and 2 in time."""
    f1 = m.day(m.a, m.b - 5)
    h = m.open(f1 - m.day(0, f1 - m.a), m.by_close(m.b + m.day(1, 8)))
    m.add(h, m.at(f1, 0.5, 0.9), DECIDED)
    return reopen(m, h, m.day(f1 + 1, m.b - 2))


def computed_in_time(m):
    """No promise: the close of the n-th working day after the day of acceptance."""
    n = m.day(1, 5)
    f = m.day(m.a, m.b)
    h = m.open(f - m.day(0, n), "")
    h.days = n if n != 4 else 5
    return m.finish(h, m.at(f, 0.5, 0.9))


def computed_open_in_time(m):
    h = m.open(m.day(m.b - 8, m.b), "")
    h.days = (10, 12, 15, 20)[m.day(0, 3)]
    return h


def no_due(m):
    """Neither a promise nor a processing time: in time in 766-2026."""
    h = m.open(m.day(m.a, m.b), "")
    h.days = None
    if m.random() < 0.5:
        d = h.accepted // 86_400
        i = next(i for i in range(m.a, m.b + 1) if m.cal.days[i] == d)
        m.add(h, m.at(m.day(i, m.b), 0.5, 0.9), DECIDED)
    return h


def acceptance_not_stated(m):
    """Status 4 and 9 prove acceptance, at NgayNopHoSo then."""
    f = m.day(m.a, m.b)
    accepted = m.cal.instant(m.at(m.day(max(m.a, f - 5), f), 0.0, 0.25))
    h = History(accepted, accepted, m.by_close(m.day(f, f + 6)), False)
    h.events = []
    h.state_acceptance = False
    m.add(h, m.at(f, 0.42, 0.49), PROCESSING)
    return m.finish(h, m.at(f, 0.5, 0.9))


def handed_over_only(m):
    """Only the hand-over is known, and that by its date (NgayTra)."""
    d, f = m.day(m.a - 10, m.b), m.day(m.a, m.b)
    d, f = min(d, f), max(d, f)
    h = m.open(d, m.by_close(m.day(f, f + 10)))
    h.handover_only = True
    return m.add(h, m.at(f, 0.5, 0.9), RETURNED)


def transferred_in_time(m):
    """Moved out of one unit and into another at the instant of the entry."""
    d = m.day(m.a - 15, m.a + 4)
    h = m.open(d, m.by_close(m.b + m.day(0, 8)))
    transfer(m, h, m.day(max(d, m.a) + 1, m.b - 3))
    if m.random() < 0.6 or h.promise[:8] <= m.cal.day_text(m.cal.end):
        m.add(h, m.at(m.b, 0.5, 0.9), DECIDED)
    return h
