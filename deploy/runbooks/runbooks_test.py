"""Carries out the runbooks on real nodes of this machine, step by step as they are written, and looks at the figures.

What belongs to an operating system or a cluster (systemctl, helm) is done here by starting and ending processes; the
package and the chart have tests of their own.
"""

import os
import re
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "..", "tests", "system"), os.path.join(HERE, "..", "tools")]
import harness  # noqa: E402
import reference  # noqa: E402
import tools  # noqa: E402
from pki import Pki  # noqa: E402
from reference import COMMUNE, PROVINCE, WORDY, dossier  # noqa: E402

DISTRICT = "H99.5"


class RunbookTest(harness.SystemTest):
    def ready(self, node):
        return self.lienthong("health", "--node", node.address, "--service", "ready", "--timeout", "5",
                              status=None).status == harness.DONE

    def await_ready(self, node):
        self.wait_until(f"{node.name} ready", lambda: self.ready(node))

    def send(self, node, unit, *codes):
        return self.run_import(node, self.write(f"{node.name}-{codes[0]}.json", reference.bare(
            [dossier(code) for code in codes])), "--unit", unit)["total"]

    def in_hand(self, node, unit=PROVINCE):
        return self.score(node, unit)["in_hand"]

    def test_install_a_province(self):
        province = self.node("h99")
        self.await_ready(province)
        self.load_reference(province, reference.small(("h99-1", "h99", "h99")))
        commune = self.node("h99-1", province)
        self.await_ready(commune)
        self.await_reference(commune, province)

        self.assertEqual(self.send(commune, COMMUNE, "a", "b")["admitted"], 2)

        self.await_same_facts(commune, province)
        self.assertEqual(self.in_hand(province), 2)
        children = [c for c in self.status(province)["children"] if c["connected"]]
        self.assertEqual([c["node"] for c in children], ["h99-1"])
        self.assertIn("h99-1", self.lienthong("coverage", "--node", province.address, "--unit", PROVINCE).out)

    def test_host_a_commune(self):
        province = self.node("h99")
        tables = reference.small(("h99", "h99", "h99"))
        tables["grants"] = reference.grants((COMMUNE, "h99", reference.JSON_SOURCE))
        self.load_reference(province, tables)
        parked = self.run_import(province, self.write("early.json", reference.bare([dossier("early")])), "--unit", WORDY)
        self.assertEqual(parked["total"]["parked"], 1, "no grant yet: kept, not counted")

        self.load_reference(province, {"grants": reference.grants((WORDY, "h99", reference.JSON_SOURCE))})

        self.wait_until("the early record counts by itself", lambda: self.score(province, WORDY)["in_hand"] == 1)
        self.assertEqual(self.send(province, WORDY, "later")["admitted"], 1)
        self.assertEqual(self.score(province, WORDY)["in_hand"], 2)

    def test_cut_over_from_an_existing_system(self):
        province = self.node("h99")
        tables = reference.small(("h99", "h99", "h99"))
        tables["grants"] = reference.table(
            "unit,node,source,valid_from,go_live", (WORDY, "h99", reference.JSON_SOURCE, "2023-01-01", "2024-03-10"))
        self.load_reference(province, tables)
        old = self.write("old.json", reference.bare([dossier("a"), dossier("b")]))
        totals = self.write("totals.csv", "unit,month,received,overdue\nH99.2,2024-03,2,2\n")
        load = ("import", "--history", "--node", province.address, "--source", reference.JSON_SOURCE, "--unit", WORDY, old)

        self.lienthong(*load)
        self.assertIn("first load: 0 records", self.lienthong(*load).err)
        self.lienthong("cutover", "check", totals, "--node", province.address)
        self.run_import(province, self.write("live.json", reference.bare([dossier("c")])), "--unit", WORDY,
                        "--complete-through", "20240401000000")

        found = self.lienthong("cutover", "check", totals, "--node", province.address, status=harness.SOME_REFUSED)
        self.assertRegex(found.out, r"H99\.2 +2024-03 +received: 2, books 3; overdue: 2, books 3\n")

    def test_give_a_hosted_commune_a_node(self):
        province = self.node("h99")
        self.load_reference(province, reference.small(("h99", "h99", "h99")))
        self.send(province, COMMUNE, "a", "b")
        before = self.figures(province, PROVINCE)
        own = self.node("h99-1", province)
        self.await_ready(own)
        self.await_reference(own, province)

        self.lienthong("move-unit", "--node", province.address, "--unit", COMMUNE, "--to", "h99-1", "--from", "2024-03-10")
        for node in (own, province):
            self.wait_until("no hand-over is listed", lambda n=node: self.status(n)["handovers"] == [])

        self.assertEqual(self.figures(province, PROVINCE), before)
        self.assertEqual(self.figures(own, COMMUNE), self.figures(province, COMMUNE))
        self.assertEqual(self.send(own, COMMUNE, "c")["admitted"], 1)
        self.await_same_facts(own, province)
        self.assertEqual(self.in_hand(province), 3)
        late = self.run_import(province, self.write("late.json", reference.bare([dossier("d")])), "--unit", COMMUNE,
                               status=harness.SOME_REFUSED)
        self.assertEqual(late["total"]["refused"], 1, "the host's desk is closed for it")

    def test_take_a_level_out(self):
        province = self.node("h99")
        tables = reference.small(("h99-1", "h99-1", "h99-1"))
        tables["units"] = reference.units((PROVINCE, "Tỉnh", "province", ""), (DISTRICT, "Huyện", "district", PROVINCE),
                                          (COMMUNE, "Xã Một", "commune", DISTRICT), (WORDY, "Xã Hai", "commune", PROVINCE),
                                          (reference.PREFIX_TWIN, "Sở", "department", PROVINCE))
        self.load_reference(province, tables)
        district = self.node("h99-d", province)
        commune = self.node("h99-1", district)
        self.await_reference(commune, province)
        self.send(commune, COMMUNE, "a", "b")
        self.await_same_facts(commune, province)

        def district_until(day):
            rows = self.ask(province, "score", "--unit", DISTRICT, "--from", "2024-03-01", "--to", day).json["rows"]
            return rows[0]["in_hand"]

        # 1. The tree, from the 20th on; the dossiers came on the 5th.
        self.load_reference(province, {"units": reference.table(
            "code,name,type,parent,valid_from", (COMMUNE, "Xã Một", "commune", PROVINCE, "2024-03-20"))})
        self.wait_until("the commune hangs under the province", lambda: district_until("2024-03-31") == 0)
        self.assertEqual(district_until("2024-03-19"), 2)
        # 2. Let it run dry. 3. Point the commune at the province. 4. Stop the district's node.
        self.wait_until("no backlog", lambda: self.status(district)["parent"]["backlog"] == 0)
        self.assertEqual(commune.terminate()[0], 0)
        commune.parent = province
        commune.start()
        self.await_ready(commune)
        self.assertEqual(district.terminate()[0], 0)

        self.send(commune, COMMUNE, "c")
        self.await_same_facts(commune, province)
        self.assertEqual(self.in_hand(province), 3)
        # 5. Connected, and nothing is sent again.
        facts = {c["node"]: c["facts"] for c in self.status(province)["children"] if c["connected"]}
        self.assertEqual(facts, {"h99-1": 1})

    def test_upgrade_and_roll_back(self):
        province = self.node("h99")
        self.load_reference(province, reference.small(("h99-1", "h99-1", "h99-1")))
        commune = self.node("h99-1", province)
        self.await_reference(commune, province)
        self.send(commune, COMMUNE, "a")
        self.await_same_facts(commune, province)
        before = (self.heads(province), self.figures(province, PROVINCE))

        for _ in ("upgrade", "roll back"):
            for node in (province, commune):
                self.await_ready(node)
                self.assertEqual(node.terminate()[0], 0)
                node.start()
                self.await_ready(node)

        self.assertEqual((self.heads(province), self.figures(province, PROVINCE)), before)
        self.send(commune, COMMUNE, "b")
        self.await_same_facts(commune, province)
        self.assertEqual(self.in_hand(province), 2)

    def test_move_an_office_to_another_machine(self):
        province = self.node("h99")
        self.load_reference(province, reference.small(("h99-1", "h99-1", "h99-1")))
        commune = self.node("h99-1", province)
        self.await_reference(commune, province)
        self.send(commune, COMMUNE, "a")
        epoch = self.status(commune)["epoch"]
        self.assertEqual(commune.terminate()[0], 0)

        new = self.new_node("h99-1", province, place="new-machine")
        tools.run("cp", "-a", commune.data_dir, new.data_dir)
        os.rename(commune.data_dir, commune.data_dir + ".moved")
        new.start()
        self.await_ready(new)

        self.send(new, COMMUNE, "b")
        self.await_same_facts(new, province)
        self.assertEqual(self.in_hand(province), 2)
        self.assertEqual(self.in_hand(new), 2, "it brought its books along")
        self.assertEqual(self.status(new)["epoch"], epoch)
        self.assertEqual({o["divergence"] for o in self.status(province)["origins"]}, {""})

    def test_get_an_administrator_back(self):
        office = self.new_node("h99")
        office.extra = ["require_tokens: true"]
        office.start()
        self.assertIn("show a token", self.ask(office, "token", "list", status=harness.REFUSED).err)
        office.terminate()

        token = subprocess.run([os.path.join(harness.BIN, "lienthong-node"), "--config", office.config,
                                "--new-administrator", "quan-tri"], capture_output=True, text=True, timeout=60,
                               check=True).stdout.strip()

        office.start()
        office.client = ["--token", token]
        mine = self.ask(office, "token", "create", "anh-ba", "--role", "administer").json["token"]
        first = next(t["id"] for t in self.ask(office, "token", "list").json if t["name"] == "quan-tri")
        office.client = ["--token", mine]
        self.ask(office, "token", "revoke", first)
        self.assertIn("console", [e["actor"] for e in self.ask(office, "audit").json])

    def test_rotate_certificates(self):
        pki = Pki(self)
        office = self.new_node("h99")
        office.tls, office.plain_listen = pki.node("h99"), "127.0.0.1:0"
        office.start()

        def ends():
            status = self.lienthong("status", "--node", office.plain, "--output", "json").json
            return status["origins"][0]["certificate_expires"]
        before = ends()
        pki.renew(office.tls[0], "--days", "500")
        self.wait_until("a renewed certificate is taken up", lambda: ends() > before)
        before = ends()
        for path in office.tls[:2]:
            os.remove(path)
        pki.node("h99", "--days", "300")
        self.wait_until("a new key is taken up", lambda: ends() < before)


class DocumentTest(unittest.TestCase):
    def test_every_runbook_is_listed_and_every_link_leads_somewhere(self):
        readme = tools.read(os.path.join(HERE, "README.md"))
        files = {f for f in os.listdir(HERE) if f.endswith(".md") and f != "README.md"}

        for name in files:
            self.assertIn(f"({name})", readme)
        for folder, _, names in os.walk(os.path.join(HERE, "..")):
            for name in names:
                if name.endswith(".md"):
                    self.check_links(os.path.join(folder, name))

    def check_links(self, path):
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", tools.read(path)):
            if "://" not in target:
                self.assertTrue(os.path.exists(os.path.join(os.path.dirname(path), target)), f"{path}: {target}")


if __name__ == "__main__":
    tools.main()
