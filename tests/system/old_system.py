"""The dossiers of an existing system over three years, its exports, and its own totals per unit and month.

The totals are counted here from what was drawn, by nothing but this file: an oracle for a first load.
"""

import datetime
import json
import random

import reference

YEARS = (2021, 2022, 2023)
UNITS = (reference.COMMUNE, reference.WORDY, reference.PREFIX_TWIN)
# Each month with the instant at which the next one begins; the year after them for what ended late.
MONTHS = {f"{year}-{month:02}": datetime.datetime(year + month // 12, month % 12 + 1, 1)
          for year in (*YEARS, YEARS[-1] + 1) for month in range(1, 13)}
FIGURES = ("received", "resolved", "resolved_in_time", "resolved_late", "cancelled", "in_hand", "overdue", "paused")


def written(moment):
    return moment.strftime("%Y%m%d%H%M%S")


class Dossier:
    """Drawn whole: when it came, was promised, ended or began to wait, and what the old system exports of it."""

    def __init__(self, number, draw):
        self.unit = draw.choice(UNITS)
        day = datetime.datetime(YEARS[0], 1, 4) + datetime.timedelta(days=draw.randrange(365 * len(YEARS) - 10))
        self.accepted = day + datetime.timedelta(hours=8, seconds=draw.randrange(3 * 3600))
        self.due = day + datetime.timedelta(days=draw.randrange(3, 40), hours=17)
        self.code = f"{self.unit}-{day:%y%m%d}-{number:05}"
        self.end = self.ended = self.waits_since = None
        kind = draw.random()
        in_time = draw.random() * (self.due - self.accepted).total_seconds()
        if kind < 0.74:
            self.end, self.ended = "resolved", self.after(in_time)
        elif kind < 0.86:
            self.end, self.ended = "resolved", self.due + datetime.timedelta(seconds=draw.randrange(1, 3456000))
        elif kind < 0.90:
            self.end, self.ended = "cancelled", self.after(in_time)
        elif kind < 0.93:
            # The old system kept no instant of the withdrawal: the last one that it states is the acceptance.
            self.end, self.ended = "withdrawn some day", self.accepted
        elif kind < 0.96:
            self.waits_since = self.after(in_time)
        self.exported_open = draw.random() < 0.7

    def after(self, seconds):
        return self.accepted + datetime.timedelta(seconds=int(seconds))

    def records(self):
        fields = {"MaHoSo": self.code, "MaTTHC": reference.PROCEDURE, "KenhThucHien": "1", "DonViXuLy": self.unit,
                  "NgayTiepNhan": written(self.accepted), "NgayHenTra": written(self.due)}
        still_open = {**fields, "TrangThaiHoSo": "4"}
        last = {"resolved": {**fields, "TrangThaiHoSo": "9", "NgayKetThucXuLy": written(self.ended or self.due)},
                "cancelled": {**fields, "TrangThaiHoSo": "7", "NgayKetThucXuLy": written(self.ended or self.due)},
                "withdrawn some day": {**fields, "TrangThaiHoSo": "7"}}.get(self.end)
        if self.waits_since:
            last = {**fields, "TrangThaiHoSo": "5", "DanhSachHoSoBoSung": [
                {"HoSoBoSungId": self.code[-5:], "NgayBoSung": written(self.waits_since)}]}
        return [still_open, last] if last and self.exported_open else [last or still_open]

    def add_to(self, totals):
        """Adds it to {(unit, month): {figure: count}}."""
        def add(moment, *figures):
            for figure in figures:
                totals[self.unit, moment.strftime("%Y-%m")][figure] += 1

        add(self.accepted, "received")
        if self.end == "resolved":
            add(self.ended, "resolved", "resolved_in_time" if self.ended <= self.due else "resolved_late")
        elif self.end:
            add(self.ended, "cancelled")
        for month, closing in MONTHS.items():
            if self.accepted >= closing or (self.ended and self.ended < closing):
                continue
            counts = totals[self.unit, month]
            counts["in_hand"] += 1
            waiting = self.waits_since is not None and self.waits_since < closing
            counts["paused"] += waiting
            counts["overdue"] += not waiting and self.due < closing


class OldSystem:
    def __init__(self, seed, dossiers):
        draw = random.Random(seed)
        self.dossiers = [Dossier(number, draw) for number in range(dossiers)]
        self.totals = {(unit, month): dict.fromkeys(FIGURES, 0) for unit in UNITS for month in MONTHS}
        for dossier in self.dossiers:
            dossier.add_to(self.totals)

    def exports(self, parts):
        """{file name: content}: parts in the order of acceptance, CSV and JSON by turns."""
        records = [r for d in sorted(self.dossiers, key=lambda d: d.accepted) for r in d.records()]
        size = -(-len(records) // parts)
        files = {}
        for part in range(parts):
            mine = records[part * size:(part + 1) * size]
            if part % 2:
                files[f"part-{part:02}.json"] = json.dumps(mine)
            else:
                files[f"part-{part:02}.csv"] = reference.rows(mine)
        return files, len(records)

    def totals_csv(self, changes=()):
        """What the old system itself publishes; `changes` are {(unit, month, figure): difference}."""
        rows = []
        for (unit, month), counts in sorted(self.totals.items()):
            rows.append((unit, month, *[counts[f] + dict(changes).get((unit, month, f), 0) for f in FIGURES]))
        return reference.table(",".join(("unit", "month", *FIGURES)), *rows)
