#!/usr/bin/python3
"""What a commune takes in reaches those above it by itself, however the line and the levels come and go."""

import os
import shutil

import harness
import reference
from reference import COMMUNE, PREFIX_TWIN, PROVINCE, WORDY, dossier

DISTRICT = "H99.5"


def many(prefix, count, **fields):
    return reference.bare([dossier(f"{prefix}-{n}", **fields) for n in range(count)])


class UplinkTest(harness.SystemTest):
    def take(self, node, name, content, unit=COMMUNE):
        return self.run_import(node, self.write(name, content), "--unit", unit)["total"]

    def assert_equal_above(self, lower, *uppers, in_hand):
        for upper in uppers:
            self.await_same_facts(lower, upper)
            self.assertEqual(self.score(upper, COMMUNE)["in_hand"], in_hand)
            self.assertEqual(self.figures(upper, COMMUNE), self.figures(lower, COMMUNE))


class TwoLevelsTest(UplinkTest):
    def setUp(self):
        self.root = self.node("root")
        self.child = self.node("child", self.root)
        self.load_reference(self.root, reference.small(("child", "child", "other")), self.child)

    def test_what_came_while_the_parent_was_away_follows(self):
        self.take(self.child, "a.json", many("a", 100))
        self.assert_equal_above(self.child, self.root, in_hand=100)
        self.root.terminate()
        self.take(self.child, "b.json", many("b", 3000))
        self.take(self.child, "c.json", many("a", 50, TrangThaiHoSo="9", NgayKetThucXuLy="20240311090000"))
        self.wait_until("the child sees that nobody is there",
                        lambda: not self.status(self.child)["parent"]["connected"])
        self.assertEqual(self.status(self.child)["parent"]["backlog"], 3050)

        self.root.start()

        self.assert_equal_above(self.child, self.root, in_hand=3100)
        self.wait_until("no backlog", lambda: self.status(self.child)["parent"]["backlog"] == 0)
        self.assertEqual(self.score(self.root, COMMUNE)["resolved_early"], 50)

    def test_a_child_that_was_away_goes_on_where_it_was(self):
        self.take(self.child, "a.json", many("a", 500))
        self.child.terminate()
        self.wait_until("the parent sees that it is away",
                        lambda: not any(c["connected"] for c in self.status(self.root)["children"]))
        self.assertEqual(self.score(self.root, COMMUNE)["in_hand"] % 500, 0)

        self.child.start()
        self.take(self.child, "b.json", many("b", 500))

        self.assert_equal_above(self.child, self.root, in_hand=1000)

    def test_two_children_stand_side_by_side(self):
        other = self.node("other", self.root)
        self.await_reference(other, self.root)
        running = [self.begin("import", "--node", n.address, "--source", reference.JSON_SOURCE, "--unit", unit,
                              "--received-at", reference.ARRIVAL, "--output", "json",
                              self.write(n.name + ".json", many(n.name, 2000)))
                   for n, unit in ((self.child, COMMUNE), (other, PREFIX_TWIN))]
        for process in running:
            self.assertEqual(self.finish(process).json["total"]["admitted"], 2000)

        self.await_same_facts(self.child, self.root)
        self.await_same_facts(other, self.root)

        rows = self.scores(self.root, PROVINCE, "--children")
        self.assertEqual([rows[u]["in_hand"] for u in (PROVINCE, COMMUNE, WORDY, PREFIX_TWIN)], [4000, 2000, 0, 2000])
        # What is not its own is not at a child.
        self.assertEqual(self.score(other, COMMUNE)["in_hand"], 0)

    def test_coverage_follows_only_with_the_data(self):
        path = self.write("a.json", many("a", 1000))
        self.root.terminate()
        self.run_import(self.child, path, "--unit", COMMUNE, "--complete-through", "20240401000000")
        self.root.start()

        def through():
            row = self.score(self.root, COMMUNE)
            self.assertTrue(row["coverage"]["complete"] == 0 or row["in_hand"] == 1000)
            return row["coverage"]["complete"] == 1
        self.wait_until("the commune is complete at the province", through)

    def put_an_old_directory_back(self):
        """The child forgets facts that the parent holds, and goes on from before them."""
        self.take(self.child, "a.json", many("a", 100))
        self.child.terminate()
        kept = os.path.join(self.folder, "kept")
        shutil.copytree(self.child.data_dir, kept)
        self.child.start()
        self.take(self.child, "b.json", many("b", 100))
        self.await_same_facts(self.child, self.root)
        self.child.terminate()
        shutil.rmtree(self.child.data_dir)
        shutil.copytree(kept, self.child.data_dir)
        self.child.start()
        self.take(self.child, "c.json", many("c", 30))

    def test_an_old_directory_put_back_is_noticed_and_harms_nobody(self):
        self.put_an_old_directory_back()
        self.wait_until("the child says why it stands still", lambda: "holds more of the child's own facts"
                        in self.status(self.child)["parent"]["last_error"])
        self.assertEqual(self.score(self.root, COMMUNE)["in_hand"], 200)

        other = self.node("other", self.root)
        self.await_reference(other, self.root)
        self.take(other, "d.json", many("d", 10), PREFIX_TWIN)

        self.await_same_facts(other, self.root)
        self.assertEqual(self.score(self.root, PREFIX_TWIN)["in_hand"], 10)

    def test_an_origin_that_stands_still_is_shown_on_both_sides(self):
        self.put_an_old_directory_back()
        for node in (self.child, self.root):
            self.wait_until(f"{node.name} shows it", lambda n=node: any(
                o["divergence"] for o in self.status(n)["origins"] if o["node"] == "child"), seconds=5)


class ThreeLevelsTest(UplinkTest):
    """Commune, district, province; the district has no desk of its own."""

    def setUp(self):
        self.province = self.node("province")
        self.district = self.node("district", self.province)
        self.commune = self.node("commune", self.district)
        tables = reference.small(("commune", "commune", "commune"))
        tables["units"] = reference.units(
            (PROVINCE, "Tỉnh Giả Định", "province", ""), (DISTRICT, "Huyện Giữa", "district", PROVINCE),
            (COMMUNE, "Xã Một", "commune", DISTRICT), (WORDY, "Xã Hai", "commune", DISTRICT),
            (PREFIX_TWIN, "Sở Mười", "department", PROVINCE))
        self.load_reference(self.province, tables, self.district, self.commune)

    def test_all_levels_end_equal(self):
        self.take(self.commune, "a.json", many("a", 1500))
        self.take(self.commune, "b.json", many("a", 700, TrangThaiHoSo="9", NgayKetThucXuLy="20240313090000"))

        self.assert_equal_above(self.commune, self.district, self.province, in_hand=1500)

        for node in (self.commune, self.district, self.province):
            self.assertEqual(self.score(node, DISTRICT)["resolved_late"], 700)
        # No facts of dossiers but the commune's; the root has its audit.
        self.assertEqual(self.heads(self.province, "district", "commune"), self.heads(self.commune))

    def test_a_grandparent_that_comes_late_is_told_everything(self):
        self.province.terminate()
        self.take(self.commune, "a.json", many("a", 1500))
        self.assert_equal_above(self.commune, self.district, in_hand=1500)
        self.commune.terminate()  # the district alone has it to tell

        self.province.start()

        self.await_same_facts(self.district, self.province)
        self.assertEqual(self.figures(self.province, DISTRICT), self.figures(self.district, DISTRICT))
        self.assertEqual(self.score(self.province, DISTRICT)["in_hand"], 1500)

    def test_a_middle_node_with_an_empty_directory_fills_up_from_below(self):
        self.take(self.commune, "a.json", many("a", 1500))
        self.assert_equal_above(self.commune, self.district, self.province, in_hand=1500)
        self.district.kill9()
        shutil.rmtree(self.district.data_dir)
        self.take(self.commune, "b.json", many("b", 100))

        self.district.start()

        self.assert_equal_above(self.commune, self.district, self.province, in_hand=1600)
        self.assertFalse(any(o["divergence"] for n in (self.commune, self.district, self.province)
                             for o in self.status(n)["origins"]))


if __name__ == "__main__":
    harness.main()
