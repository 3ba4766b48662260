"""A district is cut off while its desks go on; coverage and figures say so; it heals and all is equal."""

import os

from levels import node_of, verdict
from tree import rows

NEXT = {"2023-11": "2023-12"}  # the case of the month after it, at the same units
CARRIED_OVER = ("open_in_time", "open_overdue", "paused_in_time", "paused_overdue")


class CutOff:
    """Goes on where a monthly report ends. `report` is read only."""

    def __init__(self, report):
        self.report, self.story, self.tree = report, report.story, report.tree
        self.node = self.tree.nodes[node_of(report.district)]
        self.month = NEXT[report.case.month]

    def run(self, folder):
        """Returns [(equal, all)] of what is compared at the end."""
        report, story, district = self.report, self.story, self.report.district
        story.step(f"The line between {district} and the province is cut. Its desks and communes do not notice: "
                   f"the files of {self.month} come in everywhere.",
                   f"Đường truyền giữa {district} và tỉnh bị cắt. Một cửa của huyện và các xã vẫn làm việc bình thường: "
                   f"tệp của tháng {_vi(self.month)} vẫn được gửi ở khắp nơi.")
        report.case.generate(folder, os.path.join(os.path.dirname(report.case.path), self.month))
        self.tree.links[self.node.name].cut()
        n = report.feed(folder)
        self._await_what_can_arrive()
        story.say(f"{n} imports are in", f"đã nhập {n} lượt")
        wanted = self._wanted(folder)
        told = self._compare(wanted, {report.province, district})
        story.show("\n" + story.pick("The province's report of that month would begin with:",
                                     "Báo cáo tháng đó của tỉnh nếu lập lúc này sẽ mở đầu:"))
        story.show(_before_first_section(report.ask_report("text", self.month)))
        self._heal()
        return [told, self._compare(wanted, set()), report.levels.compare(self.month)]

    def _await_what_can_arrive(self):
        """At the nation all but the district's, at the district what its communes took in."""
        top, below = self.tree.root.name, self.tree.below(self.node.name)
        self.tree.await_facts(self.node.name)
        self.tree.await_facts(top, [n for n in self.tree.below(top) if n != self.node.name and n not in below])

    def _heal(self):
        top = self.tree.root.name
        self.story.step("The line is mended. It catches up by itself, with no manual step.",
                        "Nối lại đường truyền. Tự đuổi kịp, không ai phải làm gì.")
        self.tree.links[self.node.name].mend()
        facts = sum(int(o["sequence"]) for o in self.tree.await_facts(top)["origins"])
        self.story.say(f"{top} holds all {facts} facts", f"{top} giữ đủ {facts} sự kiện")

    def _compare(self, wanted, cut):
        """The province and what is directly below it, beside what the files hold; returns (as it should be, all).

        Units of `cut` must say that they are incomplete, all others must be complete and equal."""
        story, province = self.story, self.report.province
        shown = self.report.levels.figures(self.tree.nodes[node_of(province)], province, self.month, "--children")
        story.show("\n" + _row("", story.pick("in hand: in the files", "phải giải quyết: trong tệp"),
                               story.pick("at the province", "tại tỉnh"), story.pick("sources", "nguồn")))
        good = silent = 0
        for unit, row in shown.items():
            complete, expected = (row["coverage"][k] for k in ("complete", "expected"))
            full, same = complete == expected, row["in_hand"] == wanted[unit]
            as_it_should = not full if unit in cut else full and same
            good += as_it_should
            text = verdict(story, same) if full else story.pick("INCOMPLETE", "CHƯA ĐỦ")
            if cut and as_it_should and unit not in cut:
                silent += 1
            else:
                story.show(_row(unit, wanted[unit], row["in_hand"], f"{complete}/{expected}", text))
        if silent:
            story.show(story.pick(f"and {silent} more that are complete and equal",
                                  f"và {silent} đơn vị khác đã đủ và khớp"))
        return good, len(shown)

    def _wanted(self, folder):
        """{unit: dossiers in hand in the later month, with its subtree}, from what was put into the files."""
        units = self.report.units
        found = dict.fromkeys(units, 0)
        for r in rows(self.report.folder, "published"):
            found[r["code"]] += sum(int(r.get(a) or 0) for a in CARRIED_OVER) + int(r["accepted_after"])
        for r in rows(folder, "published"):
            found[r["code"]] += int(r["received"])
        for code in reversed(units):  # parents stand before their children
            if units[code]["parent"]:
                found[units[code]["parent"]] += found[code]
        return found


def _before_first_section(text):
    return text[:text.index("\n1. ")].rstrip()


def _vi(month):
    year, _, number = month.partition("-")
    return f"{number}/{year}"


def _row(unit, wanted, found, sources, text=""):
    return f"{unit:10} {wanted:>26} {found:>16} {sources:>9}  {text}".rstrip()
