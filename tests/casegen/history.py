"""What a history is, and the moves that kinds are made of."""

from worktime import DAY

REGISTERED, ACCEPTED, REFUSED, PROCESSING, SUPPLEMENT, PAYMENT, WITHDRAWN, STOPPED, DECIDED, RETURNED = range(1, 11)
HOUR = 3600


class History:
    """What happened to one dossier. Instants are local seconds."""

    __slots__ = ("filed", "accepted", "promise", "events", "supplements", "hidden", "keep_order",
                 "state_acceptance", "days", "handover_only", "transfer", "online", "late")

    def __init__(self, filed, accepted, promise, online):
        self.filed, self.accepted, self.promise, self.online = filed, accepted, promise, online
        self.events = [(filed, REGISTERED)] if online else []
        self.supplements = []  # [R, T or None, promise before, promise after]
        self.hidden = False  # the instant of the last event is not stated: only that one state is sent
        self.keep_order = False  # every event must be sent, once, in order
        self.state_acceptance = True
        self.days = 0  # the procedure's processing days; 0: any, None: one without
        self.handover_only = False
        self.transfer = None  # number of the first event at the second unit
        self.late = ()  # of each stay in hand in the month; the kind knows (kinds.py)
        if accepted is not None:
            self.events.append((accepted, ACCEPTED))


class Maker:
    """Draws histories around one month from one random source."""

    def __init__(self, calendar, random, stated, online=0.6):
        self.cal, self.random, self.stated, self.online = calendar, random, stated, online
        self.a, self.b = calendar.a, calendar.b

    def day(self, low, high):
        return low if high <= low else low + int(self.random() * (high - low + 1))

    def at(self, day, low=0.0, high=1.0):
        return day * DAY + int((low + (high - low) * self.random()) * (DAY - 2)) + 1

    def open(self, d_accepted, promise):
        """Filed and accepted in the first quarter of a working day, processing begun by its second."""
        cal = self.cal
        accepted = cal.instant(self.at(d_accepted, 0.0, 0.25))
        online = self.random() < self.online
        # Filed over night, or a few minutes before.
        filed = accepted - int((HOUR if not online else 9 * HOUR) * self.random()) - 60
        h = History(filed, accepted, promise, online)
        if self.random() < 0.7:
            h.events.append((cal.instant(self.at(d_accepted, 0.26, 0.4)), PROCESSING))
        return h

    def by_close(self, day):
        """A promise for the close of a working day, in one of the forms that mean it."""
        text = self.cal.day_text(self.cal.days[day] * 86_400)
        x = self.random()
        return text + ("170000" if x < 0.6 else "000000" if x < 0.9 else "")

    def by(self, position):
        return self.cal.stamp(self.cal.instant(position))

    def add(self, h, position, status):
        h.events.append((self.cal.instant(position), status))
        return h

    def finish(self, h, position, status=DECIDED):
        self.add(h, position, status)
        if status == DECIDED and self.random() < 0.4:
            # Handed over up to two days later: the finish time is that of 9.
            later = self.at(position // DAY + self.day(1, 2))
            if later < (self.b + 1) * DAY:
                self.add(h, later, RETURNED)
        return h

    def supplement(self, h, r, t, before="", after=""):
        """A request and its receipt; a row of a CSV may say the same without a list."""
        cal = self.cal
        self.add(h, r, SUPPLEMENT)
        if t is not None:
            self.add(h, t, PROCESSING)
        h.supplements.append((cal.instant(r), None if t is None else cal.instant(t), before, after))
        return h


def appoint_again(m, t, new):
    r = t - m.at(m.day(1, 5))
    before = m.by_close(m.day(r // DAY, t // DAY))
    h = m.open(r // DAY - m.day(1, 8), before)
    return m.supplement(h, r, t, before, m.by_close(new))


def reopen(m, h, d, decided=True):
    """As the wire shows it: a stated 4, or a request (NgayBoSung) with the finish fields empty."""
    h.keep_order = True
    if m.stated:
        m.add(h, m.at(d, 0.1, 0.4), PROCESSING)
    else:
        m.supplement(h, m.at(d, 0.1, 0.4), m.at(d + 1, 0.1, 0.4))
    return m.add(h, m.at(m.day(d + 2, m.b), 0.5, 0.9), DECIDED) if decided else h


def transfer(m, h, d):
    h.transfer = len(h.events)
    h.keep_order = True
    return m.add(h, m.at(d, 0.5, 0.9), PROCESSING)
