"""A province's monthly report through four levels; then a district is cut off, says so, and heals."""

import json
import os

import published_figures
from cluster import POLL_SECONDS, Failed
from cut_off import CutOff
from feeding import Feeder, batches
from levels import Levels, node_of
from tree import Tree, rows

_SERVICES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "services")
RULEBOOKS = [a for name in ("766-2022", "766-2026")
             for a in ("--rulebook", os.path.join(_SERVICES, "score", "rulebooks", name + ".textproto"))]
# The rules of 2022 are known in part only. What the portal's rates are rates of is counted under those of 2026.
COUNTED_BY = "766-2026"
TEXT = os.path.join(_SERVICES, "inspect", "testdata", "published-2023-11.txt")
TABLES_BEGIN = "6. "  # the section from which the report has tables


class MonthlyReport:
    """The course of events."""

    def __init__(self, case, cli, story, binary, folder):
        self.case, self.story, self._cli = case, story, cli
        self.tree = Tree(binary, folder, cli)
        self.folder, self._later = (os.path.join(folder, name) for name in ("case", "later"))

    def run(self):
        """Returns (all equal, the last line)."""
        story = self.story
        story.chapter(f"{self.case.month}: a province's monthly report, through four levels",
                      f"{self.case.month}: báo cáo tháng của một tỉnh, qua bốn cấp")
        self._write_files()
        self._start()
        self._send()
        self._check_text()
        *figures, read = self._report()
        later = CutOff(self).run(self._later)
        again = self._once_more()
        good = all(equal == total for equal, total in (figures, again, *later))
        return good, f"{figures[0]} of {figures[1]} equal, {read} of them as read elsewhere and explained"

    def _write_files(self):
        story = self.story
        story.step("Dossier files are written that come to the published counts: what one-stop software sends.",
                   "Viết các tệp hồ sơ có tổng đúng bằng số đã công bố: như phần mềm một cửa gửi.")
        for line in self.case.generate(self.folder):
            story.say(line, line)
        self.units = {u["code"]: u for u in rows(self.folder, "units")}
        self.province = next(u["code"] for u in self.units.values() if u["type"] == "province")
        named = {r["node"] for r in rows(self.folder, "nodes")}
        self.district = next(u["code"] for u in self.units.values()
                             if u["type"] == "district" and node_of(u["code"]) in named)

    def _start(self):
        story, tree = self.story, self.tree
        story.step("The offices start: nation, province, districts, communes. It is one program everywhere; some units "
                   "have a node of their own, the others are hosted by an office above them.",
                   "Các cơ quan khởi động: trung ương, tỉnh, huyện, xã. Ở đâu cũng cùng một chương trình; đơn vị này có "
                   "nút riêng, đơn vị kia nhờ nút của cấp trên.")
        tree.start(self.folder, cuttable=(node_of(self.district),))
        self._show_tree()
        tree.load_reference(self.folder, *RULEBOOKS, "--observations", os.path.join(self.case.path, "averages.csv"))
        procedures = len(rows(self.folder, "procedures"))
        story.say(f"{len(self.units)} units, {procedures} procedures and the year's calendar went down from "
                  f"{tree.root.name} to every node",
                  f"{len(self.units)} đơn vị, {procedures} thủ tục và lịch nghỉ của năm đã đi từ {tree.root.name} "
                  "xuống mọi nút")

    def _show_tree(self):
        desks = {}
        for grant in rows(self.folder, "grants"):
            if grant["source"]:
                desks.setdefault(grant["node"], set()).add(grant["unit"])
        for name in self.tree.nodes:
            n = len(desks.get(name, ()))
            label = "   " * len(self.tree.above(name)) + name
            self.story.show(f"{label:20} " + self.story.pick(f"desks of {n:>2} units", f"một cửa của {n:>2} đơn vị"))

    def _send(self):
        story, top = self.story, self.tree.root.name
        story.step("The desks send their files; what a node takes in goes up, level by level.",
                   "Bộ phận một cửa gửi tệp; nút nào nhận thì truyền lên, từng cấp một.")
        n = self.feed(self.folder)
        facts = sum(int(o["sequence"]) for o in self.tree.await_facts(top)["origins"])
        story.say(f"{n} imports are in; {top} holds all {facts} facts", f"đã nhập {n} lượt; {top} giữ đủ {facts} sự kiện")
        self.tree.must("import", "--node", self.tree.nodes[node_of(self.province)].address, "--observations",
                       os.path.join(self.case.path, "observations.csv"))
        story.say("what the province read on the national portal is taken in as observations, with source and day",
                  "số liệu tỉnh đọc trên Cổng DVC quốc gia được nhập làm số quan sát, kèm nguồn và ngày")
        self.levels = Levels(self.tree, self._cli, story, self.units)

    def feed(self, case):
        """Sends a case's files, each node's in order, all nodes at once; returns how many imports that took."""
        manifest = batches(case)
        feeders = [Feeder(self._cli, self.tree.nodes[name], found) for name, found in manifest.items()]
        for f in feeders:
            f.start()
        while any(f.is_alive() for f in feeders):
            self.tree.check()
            next((f for f in feeders if f.is_alive()), feeders[0]).join(POLL_SECONDS)
        for f in feeders:
            if f.failure:
                raise f.failure
        return sum(map(len, manifest.values()))

    def _check_text(self):
        """Shows what the published text does not make plain by itself."""
        story, node = self.story, self.tree.nodes[node_of(self.province)]
        story.step("The published text is read and its arithmetic checked (lienthong check-report), before anything is "
                   "compared:",
                   "Đọc văn bản đã công bố và kiểm tra phép tính trong đó (lienthong check-report), trước khi đối chiếu:")
        found = self._cli.ask("check-report", TEXT, "--against", node.address, "--unit", self.province, good=(0, 1))
        for finding in found["findings"]:
            words = finding["explanation"][story.lang]
            story.paragraph("- ", f"{words['title']}: {words['arithmetic']}")
        forgotten = published_figures.forgotten(published_figures.read(self.case.path), found)
        if forgotten:
            raise Failed(f"figures of the published text that are compared with nothing: {', '.join(forgotten)}")
        n = sum(f["measure"] != published_figures.UNKNOWN for f in found["figures"])
        story.say(f"{n} figures read, {len(found['findings'])} findings",
                  f"đọc được {n} số liệu, {len(found['findings'])} phát hiện")

    def _report(self):
        story, month = self.story, self.case.month
        story.step(f"The monthly report of {self.province}, made from the books (lienthong report):",
                   f"Báo cáo tháng của {self.province}, lập từ sổ (lienthong report):")
        text = self.ask_report("text")
        story.show("\n" + _prose(text))
        for suffix in ("txt", "html"):
            kept = self.case.keep(f"{month}.{suffix}", text if suffix == "txt" else self.ask_report("html"))
        story.say(f"with form II.06a and all notes: {kept}", f"kèm biểu II.06a và đủ chú thích: {kept}")
        story.step("Every figure of the published text beside ours.",
                   "Từng số trong văn bản đã công bố bên cạnh số của báo cáo.")
        self._before = self._figures()
        found = {**self._before, **self._counted()}
        return published_figures.compare(published_figures.read(self.case.path), found, story)

    def ask_report(self, form, month=None):
        """The province's monthly report in one of its formats."""
        node = self.tree.nodes[node_of(self.province)]
        return self.tree.must("report", "--node", node.address, "--unit", self.province, "--period",
                              month or self.case.month, "--format", form)

    def _figures(self):
        return published_figures.figures(json.loads(self.ask_report("json")))

    def _counted(self):
        node = self.tree.nodes[node_of(self.province)]
        answer = self._cli.ask("scorecard", "--node", node.address, "--unit", self.province, "--period",
                               self.case.month, "--rulebook", COUNTED_BY)
        if answer is None:
            raise Failed(f"{node.name} is away")
        return published_figures.counted(answer["cards"][0])

    def _once_more(self):
        story, month = self.story, self.case.month
        before, after = self._before, self._figures()
        same = sum(after.get(name) == figure for name, figure in before.items())
        story.step(f"{month} once more: what came later changed nothing in it.",
                   f"Hỏi lại báo cáo {month}: những gì đến sau không làm thay đổi tháng đó.")
        story.show(story.pick(f"{same} of {len(before)} figures of the report are as they were",
                              f"{same} trên {len(before)} số của báo cáo vẫn như cũ"))
        return same, len(before)


def _prose(text):
    """The sections of sentences: what stands before the tables."""
    return text[:text.index("\n" + TABLES_BEGIN)].rstrip()
