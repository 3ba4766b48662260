"""Kinds that are not in hand in the month. See kinds.py."""

from history import REFUSED, DECIDED, HOUR, History


def registered(m):
    filed = m.cal.instant(m.at(m.day(m.a, m.b)))
    return History(filed, None, "", True)


def refused_at_the_desk(m):
    d = m.day(m.a, m.b - 1)
    h = History(m.cal.instant(m.at(d)), None, "", True)
    return m.add(h, m.at(m.day(d + 1, m.b)), REFUSED)


def asked_before_acceptance(m):
    """Before acceptance 5 stays registered."""
    d = m.day(m.a, m.b - 1)
    h = History(m.cal.instant(m.at(d)), None, "", True)
    return m.supplement(h, m.at(m.day(d + 1, m.b)), None)


def resolved_before(m):
    f = m.day(m.a - 20, m.a - 1)
    h = m.open(f - m.day(0, 20), m.by_close(f + m.day(-5, 10)))
    if h.promise[:8] < m.cal.day_text(h.accepted):
        h.promise = m.by_close(f)
    return m.add(h, m.at(f, 0.5, 0.9), DECIDED)


def accepted_after(m):
    return m.open(m.b + m.day(1, 2), m.by_close(m.b + m.day(5, 15)))


def accepted_a_second_after(m):
    return History(m.cal.end - HOUR, m.cal.end + 1, m.by_close(m.b + m.day(5, 15)), True)
