"""A month of group 2 (timeliness) by unit: files in, two kill -9, each unit's figures beside the published ones."""

import os
import sys
import time

import comparison
from cluster import POLL_SECONDS, Failed
from feeding import Feeder, batches
from tree import Tree, rows

SHOWN_EVERY_SECONDS = 5


class Timeliness:
    """The course of events."""

    def __init__(self, case, cli, story, binary, folder):
        self.case, self.cli, self.story = case, cli, story
        self.tree = Tree(binary, folder, cli)
        self.folder = os.path.join(folder, "case")

    def run(self):
        """Returns (all equal, the last line)."""
        story, tree = self.story, self.tree
        story.chapter(f"{os.path.basename(self.case.path)}: a month of a province by unit, {self.case.month}",
                      f"{os.path.basename(self.case.path)}: một tháng của một tỉnh theo đơn vị, {self.case.month}")
        story.step("Dossier files are written that come to the published counts.",
                   "Viết các tệp hồ sơ có tổng đúng bằng số đã công bố.")
        for line in self.case.generate(self.folder):
            story.say(line, line)
        story.step("The offices start: one node a machine, all the same program.",
                   "Các cơ quan khởi động: mỗi máy một nút, cùng một chương trình.")
        tree.start(self.folder)
        story.say(f"{len(tree.nodes)} nodes serve: {', '.join(tree.nodes)}",
                  f"{len(tree.nodes)} nút hoạt động: {', '.join(tree.nodes)}")
        tree.load_reference(self.folder)
        story.say("units, procedures and calendar are at every node", "đơn vị, thủ tục và lịch làm việc đã đến mọi nút")
        story.step("The desks send their files; a child and the province lose power on the way (kill -9).",
                   "Các bộ phận một cửa gửi tệp; một nút cấp dưới và nút tỉnh mất điện giữa chừng (kill -9).")
        self._feed()
        held = tree.await_facts(tree.root.name)
        facts, parked = sum(int(o["sequence"]) for o in held["origins"]), int(held.get("parked", 0))
        story.say(f"the province holds all {facts} facts, {parked} of them parked",
                  f"nút tỉnh giữ đủ {facts} sự kiện, {parked} tạm giữ")
        return self._compare()

    def _feed(self):
        manifest = batches(self.folder)
        nodes = [n for n in self.tree.nodes.values() if n is not self.tree.root]
        feeders = [Feeder(self.cli, n, manifest.get(n.name, [])) for n in nodes]
        for f in feeders:
            f.start()
        self._disturb(feeders)
        again, total = sum(f.again for f in feeders), sum(len(f.batches) for f in feeders)
        self.story.say(f"all {total} imports are in, {again} of them run again",
                       f"đã nhập đủ {total} lượt, {again} lượt chạy lại")
        for f in feeders:
            if f.batches:  # once more, to no effect
                f.send(f.batches[0], False)
        self.story.say("the first file of each node is sent a second time: nothing may change",
                       "gửi lại tệp đầu tiên của mỗi nút: không được làm thay đổi gì")

    def _disturb(self, feeders):
        """Waits for the feeders; kills the busiest child in the middle of an import, and the province later."""
        root, child = self.tree.root, max(feeders, key=lambda f: sum(b.bytes for b in f.batches))
        total, shown = sum(len(f.batches) for f in feeders), time.monotonic()
        killed = child_killed = False
        while any(f.is_alive() for f in feeders):
            self._check(feeders)
            done = sum(f.done for f in feeders)
            if not child_killed and child.halfway.is_set():
                self._kill_in_the_middle(child)
                child_killed = True
            if not killed and done * 10 >= total * 6:
                self._kill(root, f"kill -9 {root.name} after {done} of {total} imports",
                           f"kill -9 {root.name} sau {done} trên {total} lượt nhập")
                killed = True
            if time.monotonic() - shown > SHOWN_EVERY_SECONDS:
                self.story.say(f"{done} of {total} imports", f"{done} trên {total} lượt nhập")
                shown = time.monotonic()
            next((f for f in feeders if f.is_alive()), feeders[0]).join(POLL_SECONDS)
        self._check(feeders)
        if not killed:  # a case too small to be caught in the middle
            root.kill9()
            root.start()

    def _kill_in_the_middle(self, feeder):
        """Kills the child once the import in the middle has begun to land, or is over."""
        node, at = feeder.node, feeder.done
        before = self.tree.heads(node)
        while feeder.is_alive() and feeder.done == at and self.tree.heads(node) == before:
            pass
        self._kill(node, f"kill -9 {node.name} in import {at + 1} of {len(feeder.batches)}",
                   f"kill -9 {node.name} trong lượt nhập {at + 1} trên {len(feeder.batches)}")

    def _kill(self, node, en, vi):
        self.story.say(en, vi)
        node.kill9()
        node.start()
        self.story.say(f"{node.name} serves again", f"{node.name} hoạt động trở lại")

    def _check(self, feeders):
        for f in feeders:
            if f.failure:
                raise f.failure
        self.tree.check()

    def _compare(self):
        province = next(r["code"] for r in rows(self.folder, "units") if r["type"] == "province")
        answer = self.cli.ask("score", "--node", self.tree.root.address, "--unit", province, "--period",
                              self.case.month, "--rate", "dvcqg", "--children")
        if answer is None:
            raise Failed("the province is away")
        self.story.step(f"Score of {province}, {self.case.month}: what was counted beside what was published.",
                        f"Điểm của {province}, tháng {self.case.month}: số đếm được bên cạnh số đã công bố.")
        return comparison.report(comparison.read_published(self.case.path), comparison.counted(answer), sys.stdout)
