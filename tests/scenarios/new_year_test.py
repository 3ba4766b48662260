#!/usr/bin/python3
"""A new year in an office: what is carried over, what a year is the sum of, and Tết in the deadlines.

A province and a commune with a node of its own, from October 2023 to the end of 2024. The commune goes into 2024 before its
calendar is announced: only that of 2023 is held. Then the shipped 2024.csv comes. Real node processes, files only. What
deadlines ought to be is reckoned by tests/sql/office_hours.py, which shares nothing with the node.
"""

import csv
import os
import sys
from collections import Counter
from datetime import date

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "system"), os.path.join(HERE, "..", "sql")]

import harness  # noqa: E402
import reference  # noqa: E402
from office_hours import DAY, WorkingTime  # noqa: E402
from reference import COMMUNE, PROVINCE, WORDY, dossier  # noqa: E402

CALENDARS = os.path.join(harness.ROOT, "deploy", "reference", "calendars")
RULEBOOK = os.path.join(harness.ROOT, "services", "score", "rulebooks", "766-2026.textproto")
ARRIVAL = "20250110080000"
STOCKS = ("open_in_time", "open_overdue", "open_no_due", "paused_in_time", "paused_overdue")
FLOWS = ("new", "new_online", "reopened", "moved_in", "moved_out", "resolved_early", "resolved_on_day", "resolved_late",
         "cancelled_in_time", "cancelled_late", "due", "due_in_time")


def story(code, accepted, promised="", status="4", **fields):
    return dossier(code, NgayNopHoSo="", NgayTiepNhan=accepted, NgayHenTra=promised, TrangThaiHoSo=status, **fields)


def decided(code, accepted, promised, at):
    return story(code, accepted, promised, "9", NgayKetThucXuLy=at)


# In 2023 Tết lies far away; 2024: 8 to 14 February, by the moon alone the 9th to the 12th.
#   code  accepted  promised       what happened
#   a     20 Dec    10 Jan 17:00   decided 8 Jan: carried over, early
#   b     27 Dec    3 Jan 17:00    nothing: carried over, overdue from the 3rd on
#   c     28 Dec    9 Jan 17:00    waits for a supplement from 29 Dec to 2 Feb, then nothing: due after Tết
#   d     7 Feb     5 working days decided 20 Feb 10:00: in time only because the Government decided on the 8th, 13th, 14th
#   e     1 Nov     10 Nov 17:00   decided 9 Nov: of 2023 alone
#   f     3 Jan     12 Jan 17:00   decided 15 Jan: late
#   g     18 Dec    22 Dec 17:00   decided 21 Dec: of the statistical year 2024, and of the civil year 2023
#   h     2 May     20 May 17:00   withdrawn 10 May
DOSSIERS = [
    decided("a", "20231220080000", "20240110170000", "20240108090000"),
    story("b", "20231227080000", "20240103170000"),
    story("c", "20231228080000", "20240109170000",
          DanhSachHoSoBoSung=[{"HoSoBoSungId": "1", "NgayBoSung": "20231229100000",
                               "NgayTiepNhanBoSung": "20240202100000"}]),
    decided("d", "20240207080000", "", "20240220100000"),
    decided("e", "20231101080000", "20231110170000", "20231109090000"),
    decided("f", "20240103080000", "20240112170000", "20240115090000"),
    decided("g", "20231218080000", "20231222170000", "20231221090000"),
    story("h", "20240502080000", "20240520170000", "7", NgayKetThucXuLy="20240510090000"),
]
# The other commune: 24 dossiers in 2023 and none in 2024.
LAST_YEAR = [decided(f"old-{n}", f"202303{n + 1:02d}080000", "20230331170000", "20230330090000") for n in range(24)]


def shipped(*names):
    return [argument for name in names for argument in ("--calendar", os.path.join(CALENDARS, name))]


def clock(*names):
    """The office's working time by these files."""
    rows = []
    for name in names:
        with open(os.path.join(CALENDARS, name), encoding="utf-8", newline="") as f:
            rows += csv.DictReader(f)
    return WorkingTime(rows, date(2022, 1, 1).toordinal(), date(2026, 1, 1).toordinal())


def instant(stamp):
    day = date(int(stamp[:4]), int(stamp[4:6]), int(stamp[6:8])).toordinal()
    return day * DAY + int(stamp[8:10]) * 3600 + int(stamp[10:12]) * 60 + int(stamp[12:14])


def iso(local):
    seconds = local % DAY
    return (f"{date.fromordinal(local // DAY).isoformat()}T{seconds // 3600:02d}:{seconds // 60 % 60:02d}:"
            f"{seconds % 60:02d}+07:00")


class NewYearTest(harness.SystemTest):
    def setUp(self):
        self.root = self.node("root")
        self.commune = self.node("commune", self.root)
        tables = reference.small(("commune", "commune", "root"))
        del tables["calendar"]
        self.load_reference(self.root, tables)
        self.announce("office-hours.csv", "2023.csv")
        self.send("commune", COMMUNE, DOSSIERS)
        self.send("other", WORDY, LAST_YEAR)
        self.await_same_facts(self.commune, self.root)

    def announce(self, *names):
        answer = self.ask(self.root, "reference", "import", *shipped(*names)).json
        self.await_reference(self.commune, self.root)
        return answer

    def send(self, name, unit, records):
        path = self.write(f"{name}.json", reference.envelope(records, unit))
        return self.run_import(self.commune, path, "--unit", unit, received_at=ARRIVAL)["total"]

    def year_is_announced(self):
        """2024.csv comes, and the open dossiers are sent again; what changed by it."""
        self.announce("2024.csv")
        total = self.send("commune", COMMUNE, DOSSIERS)
        self.await_same_facts(self.commune, self.root)
        return total

    def row(self, period, *arguments, node=None):
        return self.score(node or self.root, COMMUNE, *arguments, period=period)

    def due_of(self, code):
        moves = self.ask(self.root, "dossier", code).json["movements"]
        return [m["at"] for m in moves if m["from"] == m["to"]]

    def test_intake_goes_on_in_a_year_that_nobody_decided(self):
        """Nothing was refused; figures of 2024 say what they rest on, those of 2023 do not."""
        self.assertEqual(self.row("2024-02")["new"], 1)
        self.assertEqual(self.row("2024-02")["coverage"]["provisional_years"], [2024])
        self.assertEqual(self.row("2023-12")["coverage"]["provisional_years"], [])
        table = self.lienthong("score", "--unit", COMMUNE, "--period", "2024-02", "--node", self.root.address,
                               "--lang", "vi").out
        self.assertIn("ngày làm việc năm 2024 chưa có quyết định", table)
        self.assertTrue(self.ask(self.root, "dossier", "d").json["calendar_provisional"])
        self.assertFalse(self.ask(self.root, "dossier", "e").json["calendar_provisional"])

        self.year_is_announced()

        self.assertEqual(self.row("2024-02")["coverage"]["provisional_years"], [])
        self.assertEqual(self.row("2023-12", "--period-calendar", "statistical")["coverage"]["provisional_years"], [])
        # By the node's clock, in whatever year this runs: of none after 2024 a calendar is held.
        this, following = self.status(self.root)["provisional_years"]
        self.assertEqual(following, this + 1)
        self.assertIn(f"working days of {this}, {following} are not decided",
                      self.lienthong("status", "--node", self.root.address, "--lang", "en").out)

    def test_tet_in_deadlines_before_and_after_it_is_decided(self):
        """d was late by the moon's Tết and is on time by the Government's; a stated promise does not move."""
        before = {code: self.due_of(code) for code in "abcdefgh"}
        self.assertEqual(before["d"], ["2024-02-16T17:00:00+07:00"])  # 8, 13, 14, 15, 16
        self.assertEqual(self.row("2024-02")["resolved_late"], 1)

        total = self.year_is_announced()

        after = {code: self.due_of(code) for code in "abcdefgh"}
        time = clock("office-hours.csv", "2023.csv", "2024.csv")
        waited = time.between(instant("20231229100000"), instant("20240202100000"))
        self.assertEqual(after["d"], [iso(time.promise(instant("20240207080000"), 5))])
        self.assertEqual(after["d"], ["2024-02-21T17:00:00+07:00"])  # 15, 16, 19, 20, 21
        self.assertEqual(after["c"], [iso(time.after(instant("20240109170000"), waited))])
        self.assertNotEqual(after["c"], before["c"])
        self.assertEqual({c: d for c, d in after.items() if c not in "cd"},
                         {c: d for c, d in before.items() if c not in "cd"})
        # Only what moved became a new fact.
        self.assertEqual((total["admitted"], total["unchanged"]), (2, len(DOSSIERS) - 2))
        february = self.row("2024-02")
        self.assertEqual((february["resolved_early"], february["resolved_late"]), (1, 0))

    def test_a_province_keeps_days_and_hours_of_its_own(self):
        """15 February is off in the province of the commune, and from the 19th it closes at 16:30."""
        self.year_is_announced()
        own = self.write("own.csv", reference.table(
            "date,kind,detail,source,unit", ("2024-02-15", "holiday", "", "unverified", PROVINCE),
            ("2024-02-19", "hours", "07:00-11:00,12:30-16:30", "unverified", PROVINCE)))
        self.ask(self.root, "reference", "import", "--calendar", own)
        self.await_reference(self.commune, self.root)

        self.send("commune", COMMUNE, DOSSIERS)
        self.await_same_facts(self.commune, self.root)

        self.assertEqual(self.due_of("d"), ["2024-02-21T17:00:00+07:00"], "what was promised stands")
        late = [story("late", "20240207080000")]
        self.send("late", COMMUNE, late)
        self.await_same_facts(self.commune, self.root)
        self.assertEqual(self.due_of("late"), ["2024-02-22T16:30:00+07:00"])  # 16, 19, 20, 21, 22
        exported = self.ask(self.root, "reference", "export", "--kind", "calendar").out
        self.assertIn(PROVINCE, exported)

    def test_the_stock_of_the_old_year_is_carried_into_the_new_one(self):
        self.year_is_announced()
        for calendar, december in (("civil", "2023-12"), ("statistical", "2023-12")):
            named = ("--period-calendar", calendar)
            stock = sum(self.row(december, *named)[s] for s in STOCKS)
            self.assertEqual({p: self.row(p, *named)["carried_over"] for p in ("2024-01", "2024-Q1", "2024-H1", "2024")},
                             dict.fromkeys(("2024-01", "2024-Q1", "2024-H1", "2024"), stock))
        # a, b and c of the civil year; on 14 December 2023 nothing was in hand.
        self.assertEqual(self.row("2024")["carried_over"], 3)
        self.assertEqual(self.row("2024", "--period-calendar", "statistical")["carried_over"], 0)
        january = self.row("2024-01")
        self.assertEqual((january["in_hand"], january["resolved_early"], january["resolved_late"]), (4, 1, 1))
        self.assertEqual((january["open_overdue"], january["paused_in_time"]), (1, 1))

    def test_a_year_is_the_sum_of_its_months(self):
        """In both period calendars; and the two differ by the dossiers of the days between."""
        self.year_is_announced()
        years = {}
        for calendar in ("civil", "statistical"):
            named = ("--period-calendar", calendar)
            months = [self.row(f"2024-{m:02d}", *named) for m in range(1, 13)]
            sums = Counter()
            for month in months:
                sums.update({flow: month[flow] for flow in FLOWS})
            year = years[calendar] = self.row("2024", *named)
            self.assertEqual({flow: year[flow] for flow in FLOWS}, {flow: sums[flow] for flow in FLOWS}, calendar)
            quarters = [self.row(f"2024-Q{q}", *named) for q in range(1, 5)]
            self.assertEqual({flow: sum(q[flow] for q in quarters) for flow in FLOWS}, dict(sums), calendar)
            self.assertEqual({s: year[s] for s in STOCKS}, {s: months[-1][s] for s in STOCKS}, calendar)
            self.assertEqual(year["in_hand"], months[0]["carried_over"] + sums["new"] + sums["reopened"], calendar)
            self.assertEqual(self.row("2024-H1", *named)["new"], sum(m["new"] for m in months[:6]), calendar)
            self.assertEqual(self.row("2024-M9", *named)["due"], sum(m["due"] for m in months[:9]), calendar)
        # d, f and h; the statistical year also has a, b, c and g, which came between 15 and 31 December.
        self.assertEqual((years["civil"]["new"], years["statistical"]["new"]), (3, 7))

    def test_indicator_1_4_without_dossiers_takes_last_years(self):
        """24 dossiers in 2023: 2 a month, 6 a quarter. Who synchronised them nobody said, which is not zero; under a trial
        that counts every new dossier as synchronised, none of the 2 was."""
        with open(RULEBOOK, encoding="utf-8") as f:
            text = f.read()
        real = self.write("real.textproto", text)
        trial = self.write("trial.textproto", text.replace(
            "numerator { terms { dossiers { basis: BASIS_NEW flags: FLAG_SYNCHRONISED } } }",
            "numerator { terms { dossiers { basis: BASIS_NEW } } }", 1))

        def indicator(rulebook, unit, period):
            card = self.ask(self.root, "scorecard", "--unit", unit, "--period", period, "--rulebook",
                            rulebook).json["cards"][0]
            return next(i for g in card["groups"] for i in g["indicators"] if i["id"] == "1.4")

        self.assertEqual((indicator(real, WORDY, "2024-01")["rule"], indicator(real, WORDY, "2024-01")["points"]),
                         ("not_known", None))
        for period, denominator in (("2024-01", 2), ("2024-Q1", 6), ("2024-12", 2)):
            found = indicator(trial, WORDY, period)
            self.assertEqual((found["rule"], found["numerator"], found["denominator"], found["points"]),
                             ("zero_last_year", 0, denominator, "0"), period)
        # Where there are dossiers nothing is taken from last year; where there were none either, it is 0.
        self.assertEqual(indicator(trial, COMMUNE, "2024-01")["rule"], "rate")
        never = indicator(trial, reference.PREFIX_TWIN, "2024-01")
        self.assertEqual((never["rule"], never["denominator"], never["points"]), ("zero_last_year", 0, "0"))


if __name__ == "__main__":
    harness.main()
