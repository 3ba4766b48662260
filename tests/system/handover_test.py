#!/usr/bin/python3
"""A unit goes from its host to a node of its own, and back: no figure moves at any level, nothing is lost."""

import harness
import reference
from reference import COMMUNE, PROVINCE, dossier

HOST, DISTRICT, OWN = "tinh", "huyen", "xa"


class HandoverTest(harness.SystemTest):
    """Province (the root, and the host) > district > a node for the commune."""

    def setUp(self):
        self.root = self.node(HOST)
        self.district = self.node(DISTRICT, self.root)
        self.own = self.node(OWN, self.district)
        self.load_reference(self.root, reference.small((HOST, HOST, HOST)), self.district, self.own)

    def send(self, node, *records, status=harness.DONE):
        path = self.write(f"{len(self.commands)}-{records[0]['MaHoSo']}.json", reference.bare(list(records)))
        return self.run_import(node, path, "--unit", COMMUNE, status=status)["total"]

    def move(self, to, *options, day):
        return self.ask(self.root, "move-unit", "--unit", COMMUNE, "--to", to, "--from", day, *options).json

    def handovers(self, node):
        return self.status(node)["handovers"]

    def await_handover(self):
        for node in (self.own, self.district, self.root):
            self.wait_until(f"the hand-over is complete at {node.name}", lambda n=node: self.handovers(n) == [])

    def holder(self):
        rows = self.ask(self.root, "units", "--unit", COMMUNE).json["rows"]
        return rows[0]["grant"]["node"]

    def in_hand(self, node, unit=PROVINCE):
        return self.score(node, unit)["in_hand"]

    def test_to_a_node_of_its_own_and_back(self):
        finished = dict(TrangThaiHoSo="9", NgayKetThucXuLy="20240311100000")
        self.send(self.root, dossier("a"), dossier("b"), dossier("late", TrangThaiHoSo="9",
                                                                 NgayKetThucXuLy="20240313100000"))
        before = self.figures(self.root, PROVINCE)

        answer = self.move(OWN, day="2024-03-10")
        self.assertEqual((answer["from"], answer["to"]), (HOST, OWN))
        self.await_handover()

        self.assertEqual(self.holder(), OWN)
        self.await_same_facts(self.own, self.root)
        self.assertEqual(self.figures(self.root, PROVINCE), before)
        self.assertEqual(self.figures(self.own, COMMUNE), self.figures(self.root, COMMUNE))
        refused = self.send(self.root, dossier("a", **finished), status=harness.SOME_REFUSED)
        self.assertEqual(refused["refused"], 1)
        self.assertEqual(self.send(self.own, dossier("a", **finished), dossier("c"))["admitted"], 2)
        self.await_same_facts(self.own, self.root)
        self.assertEqual(self.in_hand(self.root), 4)
        self.assertEqual(self.figures(self.own, COMMUNE), self.figures(self.root, COMMUNE))
        with_own = self.figures(self.root, PROVINCE)

        self.move(HOST, day="2024-03-20")
        self.await_handover()
        self.assertEqual(self.figures(self.root, PROVINCE), with_own)
        self.assertEqual(self.send(self.root, dossier("b", **finished))["admitted"], 1)
        self.assertEqual(self.in_hand(self.root), 4)
        self.assertEqual(self.score(self.root, COMMUNE)["resolved_early"], 2)

    def test_the_new_node_waits_for_one_that_is_away(self):
        self.send(self.root, dossier("a"))
        self.move(OWN, day="2024-03-10")
        self.await_handover()
        self.send(self.own, dossier("b"))
        self.await_same_facts(self.own, self.root)
        self.own.kill9()

        self.move(HOST, day="2024-03-20")
        report = self.send(self.root, dossier("b", TrangThaiHoSo="9", NgayKetThucXuLy="20240311100000"))
        self.assertEqual(report["parked"], 1)
        self.assertEqual(self.handovers(self.root), [{"unit": COMMUNE, "from": OWN, "to": HOST, "released": False}])
        self.assertEqual(self.in_hand(self.root), 2)

        self.own.start()
        self.await_handover()
        self.wait_until("what waited is counted", lambda: self.score(self.root, COMMUNE)["resolved_early"] == 1)
        self.assertEqual(self.in_hand(self.root), 2)

    def test_a_lost_node_is_not_waited_for(self):
        self.move(OWN, day="2024-03-10")
        self.await_handover()
        self.send(self.own, dossier("a"))
        self.await_same_facts(self.own, self.root)
        self.own.kill9()

        self.move(HOST, "--without-release", day="2024-03-20")
        self.wait_until("the host has it", lambda: self.handovers(self.root) == [])
        self.assertEqual(self.send(self.root, dossier("a", TrangThaiHoSo="9",
                                                      NgayKetThucXuLy="20240311100000"))["admitted"], 1)
        self.assertEqual((self.in_hand(self.root), self.score(self.root, COMMUNE)["resolved_early"]), (1, 1))

    def test_kill9_during_a_hand_over(self):
        self.send(self.root, *[dossier(f"d-{i}") for i in range(1500)])
        before = self.figures(self.root, PROVINCE)
        self.move(OWN, day="2024-03-10")
        for victim in (self.own, self.root, self.district, self.own):
            victim.kill9()
            victim.start()
        self.await_handover()

        self.await_same_facts(self.own, self.root)
        self.assertEqual(self.figures(self.root, PROVINCE), before)
        self.assertEqual(self.figures(self.own, COMMUNE), self.figures(self.root, COMMUNE))

    def test_bad_requests_are_named(self):
        refused = self.lienthong("move-unit", "--node", self.root.address, "--unit", "H99.77", "--to", OWN,
                                 status=harness.REFUSED)
        self.assertIn("H99.77", refused.err)
        there = self.lienthong("move-unit", "--node", self.root.address, "--unit", COMMUNE, "--to", HOST,
                               status=harness.USAGE)
        self.assertIn(HOST, there.err)
        below = self.lienthong("move-unit", "--node", self.own.address, "--unit", COMMUNE, "--to", OWN,
                               status=harness.REFUSED)
        self.assertIn("root", below.err)


if __name__ == "__main__":
    harness.main()
