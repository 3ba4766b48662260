"""Gathers what the messages of one dossier say, as sets: entries, pauses' receipts, promises.

Nothing is judged here: no lateness, no account. What the text of the rules
would have to be stretched for raises NotCovered.
"""

import json
from datetime import date

PROVES_ACCEPTANCE = {2, 4, 6, 9, 10}
# Ties at one instant: 1, 2, 5 or 6, 4, 9, 10, 3 or 7 or 8; the clock last.
RANK = {1: 1, 2: 2, 5: 3, 6: 3, 4: 4, 9: 5, 10: 6, 3: 7, 7: 7, 8: 7}


class NotCovered(Exception):
    pass


_days = {}


def instant(text):
    """Local seconds of yyyyMMdd[HHmmss]; None for an empty text."""
    if not text:
        return None
    day = _days.get(text[:8])
    if day is None:
        day = _days[text[:8]] = date(int(text[:4]), int(text[4:6]), int(text[6:8])).toordinal() * 86_400
    clock = text[8:] or "000000"
    return day + int(clock[:2]) * 3600 + int(clock[2:4]) * 60 + int(clock[4:6])


def due(text, close):
    """A promised instant: 000000, or a date alone, is the closing hour of that date."""
    if text and text[8:] in ("", "000000"):
        return close(instant(text[:8]) // 86_400)
    return instant(text)


class Dossier:
    """One dossier's messages, in the order of arrival."""

    def __init__(self, messages, close):
        self.code, self.procedure, self.channel = messages[0]["MaHoSo"], messages[0]["procedure"], messages[0]["channel"]
        self._close = close
        self.filed = next((instant(m["NgayNopHoSo"]) for m in messages if m["NgayNopHoSo"]), None)
        self.accepted = self._acceptance(messages)
        promised = {m["NgayHenTra"] for m in messages} - {""}
        if len(promised) > 1:
            raise NotCovered(f"{self.code}: NgayHenTra changes from message to message")
        self.promised = due(promised.pop(), close) if promised else None
        self.requests, self.entries = {}, {}  # id -> fields; (instant, status, id) -> unit or None
        self.unit = messages[0]["handler"]
        for m in messages:
            self._gather(m)
        if self.accepted is not None:
            self.entries.setdefault((self.accepted, 2, ""), self.unit)
        elif self.filed is not None:
            self.entries.setdefault((self.filed, 1, ""), self.unit)
        for key, r in self.requests.items():
            self.entries.setdefault((instant(r["NgayBoSung"]), 5, key), None)
            if r["NgayTiepNhanBoSung"]:
                self.entries.setdefault((instant(r["NgayTiepNhanBoSung"]), 4, ""), None)
        self.inferred = self._inferred(messages)

    def _acceptance(self, messages):
        stated = [m["NgayTiepNhan"] for m in messages if m["NgayTiepNhan"]]
        if stated:
            return instant(stated[0])
        return self.filed if any(m["status"] in PROVES_ACCEPTANCE for m in messages) else None

    def _gather(self, m):
        status = m["status"]
        for r in json.loads(m["DanhSachHoSoBoSung"] or "[]"):
            known = self.requests.setdefault(r["HoSoBoSungId"], {})
            for name, value in r.items():
                if value or name not in known:
                    known[name] = value
        for t, s in self._stated(m, status):
            self.entries[t, s, ""] = m["handler"] if m["ThoiDiemXuLy"] else None
        if m["handler"] != self.unit and not m["ThoiDiemXuLy"]:
            raise NotCovered(f"{self.code}: moves to another unit at no stated instant")

    @staticmethod
    def _stated(m, status):
        finish = instant(m["NgayKetThucXuLy"])
        if finish is not None and status in (7, 8, 9, 10):
            yield finish, 9 if status == 10 else status
        if status == 10 and m["NgayTra"]:
            yield instant(m["NgayTra"]), 10
        if status == 3 and m["NgayTuChoi"]:
            yield instant(m["NgayTuChoi"]), 3
        if m["ThoiDiemXuLy"] and status != 1:
            yield instant(m["ThoiDiemXuLy"]), status

    def _inferred(self, messages):
        """[(arrival, status)] of what no instant is stated for, the first message of each."""
        found, known = [], {s for _, s, _ in self.entries}
        for m in messages:
            status = m["status"]
            if m["ThoiDiemXuLy"] or status in known or any(s == status for _, s in found):
                # A 4 is in no list; it matters only where it ends an inferred 6.
                if status != 4:
                    continue
            if status in (1, 2) or status == 4 and not (found and found[-1][1] == 6 and not m["ThoiDiemXuLy"]):
                continue
            if status == 5 and self.accepted is None:
                continue
            found.append((instant(m["arrival"]), status))
        return found

    def appointments(self):
        """[(made, due)] of the promises after the first."""
        for r in self.requests.values():
            if r["NgayHenTraMoi"]:
                yield instant(r["NgayTiepNhanBoSung"] or r["NgayBoSung"]), due(r["NgayHenTraMoi"], self._close)
