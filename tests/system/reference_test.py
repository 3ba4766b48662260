#!/usr/bin/python3
"""Reference data: written and signed at the root, the same at every level, imported and exported as people keep it."""

import csv
import io
import os
import stat

import harness
import reference
from reference import COMMUNE, PREFIX_TWIN, PROCEDURE, PROVINCE, WORDY, dossier, table

NATION, DISTRICT = "VN", "H99.D"
PROCEDURES = ("code,name,field,processing_days,fee,online,written_result,valid_from,unit,online_payment,citizen,"
              "population_data,issued,publish_by,published,update_by,updated,complete,withdrawn")
OBSERVATIONS = "unit,definition,from,to,value,measure,source,as_of"
KINDS = ("units", "procedures", "grants", "mappings", "calendar", "observations")
RULEBOOKS = os.path.join(harness.ROOT, "services", "score", "rulebooks")


def procedure(code, name, online, unit="", **cells):
    return [{"code": code, "name": name, "online": online, "unit": unit, **cells}.get(c, "") for c in
            PROCEDURES.split(",")]


class ReferenceTest(harness.SystemTest):
    def import_files(self, node, status=harness.DONE, dry_run=False, rulebooks=(), **tables):
        arguments = ["--dry-run"] if dry_run else []
        for kind, text in tables.items():
            arguments += [f"--{kind}", self.write(f"{kind}.csv", text)]
        for number, text in enumerate(rulebooks):
            arguments += ["--rulebook", self.write(f"rulebook-{number}.textproto", text)]
        return self.ask(node, "reference", "import", *arguments, status=status)

    def export(self, node, kind):
        return self.lienthong("reference", "export", "--kind", kind, "--node", node.address).out

    def sequence(self, node):
        return self.status(node)["reference"]["sequence"]


class LevelsTest(ReferenceTest):
    """A nation, a province, a district, a commune."""

    def setUp(self):
        self.nation = self.node("nation")
        self.province = self.node("province", self.nation)
        self.district = self.node("district", self.province)
        self.commune = self.node("commune", self.district)
        self.all = (self.nation, self.province, self.district, self.commune)

    def tables(self):
        tables = reference.small(("commune", "commune", "commune"))
        tables["units"] = reference.units(
            (NATION, "Cả nước", "nation", ""), (PROVINCE, "Tỉnh Giả Định", "province", NATION),
            (DISTRICT, "Huyện Giữa", "district", PROVINCE), (COMMUNE, "Xã Một", "commune", DISTRICT),
            (WORDY, "Xã Hai", "commune", DISTRICT), (PREFIX_TWIN, "Sở Mười", "department", PROVINCE))
        return tables

    def test_every_level_holds_the_same_log_under_the_same_key(self):
        key = self.status(self.nation)["reference"]["author_key"]  # there before anything is imported
        self.assertEqual(len(key), 64)

        self.load_reference(self.nation, self.tables(), *self.all[1:])
        self.load_reference(self.nation, {"observations": table(
            OBSERVATIONS, (NATION, "766-2026/2/points/average", "2024-03-01", "2024-03-31", "15.6", "points",
                           "dichvucong.gov.vn", "2024-04-01"))}, *self.all[1:])

        for node in self.all:
            held = self.status(node)["reference"]
            self.assertEqual((held["author"], held["author_key"]), ("nation", key))
            self.assertEqual(self.export(node, "observations"), self.export(self.nation, "observations"))

    def test_a_level_that_comes_late_gets_all_of_it_from_the_one_above(self):
        self.commune.terminate()
        self.load_reference(self.nation, self.tables(), self.province, self.district)
        self.load_reference(self.nation, {"units": reference.units(("H99.5", "Xã Năm", "commune", DISTRICT))},
                            self.province, self.district)
        self.nation.terminate()
        self.province.terminate()

        self.commune.start()

        self.await_reference(self.commune, self.district)
        self.assertEqual(self.ask(self.commune, "units", "--unit", DISTRICT).json["rows"][-1]["code"], "H99.5")

    def test_nothing_is_authored_below_the_root(self):
        self.load_reference(self.nation, self.tables(), *self.all[1:])

        for node in self.all[1:]:
            result = self.import_files(node, harness.REFUSED, units=reference.units(("X", "X", "province", "")))
            self.assertIn("authored at the root", result.err)

        self.assertEqual(self.sequence(self.nation), self.sequence(self.commune))

    def test_the_key_is_the_roots_alone(self):
        path = os.path.join(self.nation.data_dir, "keys", "signing.pem")
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        key = self.status(self.nation)["reference"]["author_key"]
        self.nation.kill9()
        self.nation.start()
        self.assertEqual(self.status(self.nation)["reference"]["author_key"], key)

    def test_a_root_with_another_key_serves_and_authors_nothing(self):
        self.load_reference(self.nation, self.tables(), *self.all[1:])
        self.nation.terminate()
        os.remove(os.path.join(self.nation.data_dir, "keys", "signing.pem"))

        self.nation.start()

        result = self.import_files(self.nation, harness.REFUSED, units=reference.units(("X", "X", "province", "")))
        self.assertIn("put the former keys/signing.pem back", result.err)
        self.assertEqual(self.sequence(self.nation), self.sequence(self.commune))


class WrongKeyTest(ReferenceTest):
    """A commune that trusts one author, below a province that has reference data of another."""

    def setUp(self):
        self.root = self.node("root")
        self.load_reference(self.root, reference.small(("commune", "commune", "commune")))
        self.right = self.status(self.root)["reference"]["author_key"]
        self.commune = self.new_node("commune", self.root)
        self.commune.extra = ["reference_author_key: " + "ab" * 32]
        self.commune.start()

    def await_refusal(self):
        self.wait_until("the refusal is shown", lambda: self.status(self.commune)["reference_error"])

    def test_it_is_refused_counted_shown_and_logged_once(self):
        self.await_refusal()
        self.load_reference(self.root, {"units": reference.units(("H99.5", "Xã Năm", "commune", PROVINCE))})
        self.commune.terminate()
        self.commune.start()
        self.await_refusal()

        status = self.status(self.commune)
        self.assertEqual(status["reference"]["sequence"], 0)
        self.assertGreaterEqual(status["reference_refused"], 1)
        self.assertIn(f"signed with the key {self.right}", status["reference_error"])
        self.assertIn("was refused", self.lienthong("status", "--node", self.commune.address).out)
        self.assertIn("lienthong_reference_refused_total", self.lienthong_metrics(self.commune))
        self.assertEqual(self.commune.log_text().count('"reference data refused"'), 2)  # one for each start

    def lienthong_metrics(self, node):
        import urllib.request
        with urllib.request.urlopen(f"http://{node.http}/metrics", timeout=10) as answer:
            return answer.read().decode()

    def test_its_facts_go_up_all_the_same(self):
        self.await_refusal()

        path = self.write("a.json", reference.bare([dossier(f"a{i}") for i in range(50)]))
        report = self.run_import(self.commune, path, "--unit", COMMUNE)["total"]

        self.assertEqual(report["parked"], 50)
        self.await_same_facts(self.commune, self.root)
        self.assertTrue(self.status(self.commune)["parent"]["connected"])

    def test_with_the_right_key_it_catches_up(self):
        self.await_refusal()
        path = self.write("a.json", reference.bare([dossier("a")]))
        self.run_import(self.commune, path, "--unit", COMMUNE)
        self.commune.terminate()
        self.commune.extra = ["reference_author_key: " + self.right.upper()]

        self.commune.start()

        self.await_reference(self.commune, self.root)
        self.wait_until("it counts", lambda: self.status(self.commune)["parked"] == 0)
        self.assertEqual(self.score(self.commune, COMMUNE)["in_hand"], 1)
        self.assertEqual(self.status(self.commune)["reference_error"], "")

    def test_a_key_that_is_none_is_refused_at_the_start(self):
        for extra, why in (("reference_author_key: abcd", "64 hexadecimal digits"),
                           ("reference_author_key: " + "xy" * 32, "64 hexadecimal digits")):
            node = self.new_node("broken", self.root, place=why[:2] + extra[-2:])
            node.extra = [extra]
            node.launch()
            self.assertEqual(node.wait(), 2)
            self.assertIn(why, node.log_text())
        root = self.new_node("other")
        root.extra = ["reference_author_key: " + self.right]
        root.launch()
        self.assertEqual(root.wait(), 2)
        self.assertIn("not at the root", root.log_text())


class ImportTest(ReferenceTest):
    def setUp(self):
        self.root = self.node("root")

    def full(self):
        """Something of every kind."""
        tables = reference.small()
        tables["units"] += "H99.7,Xã Bảy,commune,H99,2021-01-01\n"
        tables["procedures"] = table(
            PROCEDURES, procedure(PROCEDURE, "Thủ tục một", "full", processing_days="5", fee="1", citizen="1"),
            procedure("9.2", "Thủ tục hai", "partial", PROVINCE, published="2024-01-05", publish_by="2024-01-07"),
            procedure(PROCEDURE, "", "other", PROVINCE, online_payment="1"),
            procedure("9.3", "Thủ tục ba", "full", COMMUNE, valid_from="2024-02-01"))
        tables["grants"] += "H99.7,root,igate,2021-01-01\n"
        tables["calendar"] = table(
            "date,kind,detail,source,unit,swap,provisional",
            ("2020-01-01", "hours", "07:30-11:30,13:00-17:00", "test", "", "", ""),
            ("2024-07-01", "hours", "07:00-11:00,13:30-17:30", "unverified", PROVINCE, "", ""),
            ("2024-09-02", "holiday", "Quốc khánh", "BLLĐ, Đ.112", "", "", ""),
            ("2024-04-29", "holiday", "", "unverified", "", "2024-05-04", ""),
            ("2024-05-04", "working", "", "unverified", "", "2024-04-29", ""),
            ("2024-11-24", "holiday", "", "unverified", "", "", "1"),
            ("2024-01-01", "supplement_limit", "", "unverified", "", "", ""))
        tables["observations"] = table(
            OBSERVATIONS, (PROVINCE, "portal/received", "2024-03-01", "2024-03-31", "19933", "count", "portal",
                           "2024-04-01 08:00:00"))
        return tables

    def test_what_is_exported_gives_another_root_the_same(self):
        self.import_files(self.root, **self.full())
        ends = {"units": "code,name,type,parent,valid_from,abolished\nH99.7,,,,2024-06-01,1\n",
                "procedures": table(PROCEDURES, procedure("9.3", "", "", COMMUNE, valid_from="2024-07-01",
                                                          withdrawn="1"),
                                    procedure("9.2", "", "", valid_from="2024-08-01", withdrawn="1"))}
        self.import_files(self.root, **ends)
        files = {kind: self.export(self.root, kind) for kind in KINDS}
        other = self.node("other")

        self.import_files(other, **files)

        self.assertEqual({kind: self.export(other, kind) for kind in KINDS}, files)
        again = self.import_files(self.root, **files).json
        self.assertEqual(again["added"], 0)
        self.assertGreater(again["unchanged"], 15)

    def test_a_dry_run_and_a_fault_add_nothing_of_any_file(self):
        tables = self.full()
        self.assertGreater(self.import_files(self.root, dry_run=True, **tables).json["added"], 15)
        self.assertEqual(self.sequence(self.root), 0)
        tables["observations"] = table(OBSERVATIONS, (PROVINCE, "", "2024-03-01", "2024-03-31", "1", "count", "p",
                                                      "2024-04-01"))

        result = self.import_files(self.root, harness.REFUSED, **tables)

        self.assertIn("observations.csv:2: column definition: is missing", result.err)
        self.assertIn("nothing was added", result.err)
        self.assertEqual(self.sequence(self.root), 0)
        self.assertEqual(self.ask(self.root, "units").json["rows"], [])

    def test_each_fault_names_file_line_column_and_the_way_out(self):
        self.import_files(self.root, **self.full())
        before = self.sequence(self.root)
        for tables, fault in (
                ({"mappings": reference.mappings((reference.CSV_SOURCE, "status", "da_tiep_nhan", "4"))},
                 r'mappings.csv:2: column target: contradicts .*"DA_TIEP_NHAN" means 2; .*valid_from'),
                ({"procedures": table(PROCEDURES, procedure("8.1", "Thủ tục tám", "full"),
                                      procedure("8.2", "THỦ TỤC TÁM", "full"))},
                 r"procedures.csv:3: column code: 8.1 and 8.2 are one procedure .*tell them apart"),
                ({"grants": "unit,node,source,valid_from,go_live\nH99.1,root,igate,2024-01-01,2023-01-01\n"},
                 r"grants.csv:2: column go_live: lies before valid_from"),
                ({"units": "code,name,type,parent,valid_from,abolished\nH99,,,,2024-06-01,1\n"},
                 r"units.csv:2: column abolished: there are units below it: H99.1, ")):
            with self.subTest(fault):
                self.assertRegex(self.import_files(self.root, harness.REFUSED, **tables).err, fault)
        self.assertEqual(self.sequence(self.root), before)

    def test_rulebooks_follow_one_another_without_gap_or_overlap(self):
        def read(name):
            with open(os.path.join(RULEBOOKS, name + ".textproto"), encoding="utf-8") as f:
                return f.read()

        def until(day):
            return first.replace('valid_to: "2025-12-31"', f'valid_to: "{day}"')

        first, second = read("766-2022"), read("766-2026")
        for rulebooks, fault in (((until("2025-12-30"), second), "no rulebook holds after the last day of 766-2022"),
                                 ((until("2026-01-01"), second), "766-2022 and 766-2026 both hold on 2026-01-01"),
                                 ((second.replace("ASPECT_PUBLISHED_IN_TIME", "ASPECT_SOON"),), "ASPECT_SOON"),
                                 ((second.replace('max: "18"', 'max: "19"', 1),), "rulebook-0.textproto:1: column "),
                                 (("id: 7\n",), "rulebook-0.textproto:1: column 5")):
            with self.subTest(fault):
                result = self.import_files(self.root, None, rulebooks=rulebooks)
                self.assertIn(result.status, (harness.REFUSED, harness.USAGE))
                self.assertIn(fault, result.err)
                self.assertEqual(self.sequence(self.root), 0)
        self.assertEqual(self.import_files(self.root, rulebooks=(first, second)).json["added"], 2)
        self.assertEqual(self.import_files(self.root, rulebooks=(first, second)).json["unchanged"], 2)
        changed = self.import_files(self.root, harness.REFUSED, rulebooks=(first.replace("khi ban hành", "lúc ban hành", 1),))
        self.assertIn("another text", changed.err)

    def test_the_catalogue_of_a_unit_and_its_counts(self):
        self.import_files(self.root, **self.full())

        answer = self.ask(self.root, "procedures", "--unit", PROVINCE, "--on", "2024-03-01").json
        self.assertEqual({k: answer[k] for k in ("procedures", "online_full", "online_partial", "other")},
                         {"procedures": 3, "online_full": 1, "online_partial": 1, "other": 1})
        self.assertEqual([(r["code"], r["online"], r["online_payment"]) for r in answer["rows"]],
                         [("9.000001", "other", True), ("9.2", "partial", False), ("9.3", "full", False)])
        before = self.ask(self.root, "procedures", "--unit", COMMUNE, "--on", "2024-01-31").json
        self.assertEqual([r["code"] for r in before["rows"]], ["9.000001", "9.2"])
        shown = self.lienthong("procedures", "--node", self.root.address, "--unit", PROVINCE, "--lang", "vi").out
        self.assertIn("thủ tục: 1 toàn trình, 1 một phần, 1 hình thức khác", shown)
        self.ask(self.root, "procedures", "--unit", "H98", status=harness.REFUSED)

    def test_a_unit_is_not_covered_before_its_go_live(self):
        tables = self.full()
        tables["grants"] = "unit,node,source,valid_from,go_live\nH99.1,root,igate,2024-01-01,2024-06-01\n"
        self.import_files(self.root, **tables)

        def state(through):
            sources = self.ask(self.root, "coverage", "--unit", PROVINCE, "--through", through).json
            row = next(s for s in sources["sources"] if s["unit"] == COMMUNE)
            return row["state"], row["go_live"], sources["total"]["expected"]

        self.assertEqual(state("2023-12-31"), ("not_yet_live", "2024-06-01", 0))
        self.assertEqual(state("2024-05-31"), ("not_yet_live", "2024-06-01", 0))
        self.assertEqual(state("2024-06-01"), ("silent", "2024-06-01", 1))


class WordsTest(ReferenceTest):
    """Words that are not enough, and what people do about them."""

    def setUp(self):
        self.root = self.node("root")
        self.commune = self.node("commune", self.root)
        tables = reference.small(("commune", "commune", "commune"))
        tables["units"] += "H99.3,Xã Trùng Tên,commune,H99,2020-01-01\nH99.4,Xã Trùng Tên,commune,H99,2020-01-01\n" \
                           "H99.5,Xã Tên Cũ,commune,H99,2020-01-01\nH99.5,Xã Tên Nay,commune,H99,2024-01-01\n"
        self.load_reference(self.root, tables, self.commune)

    def take(self, *records, source=reference.JSON_SOURCE):
        path = self.write("file.json", reference.bare(list(records)))
        report = self.run_import(self.commune, path, "--unit", COMMUNE, source=source)["total"]
        self.await_same_facts(self.commune, self.root)
        return report

    def test_the_reason_says_ambiguous_and_expired_at_every_level(self):
        self.take(dossier("a", DonViXuLy="XÃ TRÙNG TÊN"), dossier("b", DonViXuLy="Xã Tên Cũ"),
                  dossier("c", DonViXuLy="Xã Không Có"))

        for node in (self.commune, self.root):
            parked = {p["value"]: p["detail"] for p in
                      self.ask(node, "coverage", "--unit", PROVINCE).json["parked"]}
            self.assertEqual(parked, {"XÃ TRÙNG TÊN": "ambiguous: H99.3, H99.4", "Xã Tên Cũ": "expired on 2024-01-01",
                                      "Xã Không Có": ""})
            found = self.ask(node, "dossier", "a").json["parked"]
            self.assertEqual(found[0]["detail"], "ambiguous: H99.3, H99.4")

    def test_from_suggestion_to_counting(self):
        self.take(dossier("a", DonViXuLy="UBND xa hai"), dossier("b", DonViXuLy="UBND xa hai"),
                  dossier("c", TrangThaiHoSo="DA_TIEP_NHAN"), dossier("d", MaTTHC=PROCEDURE + ".000.00.00.H99"),
                  dossier("e", TrangThaiHoSo="Q7"))

        words = self.lienthong("map", "suggest", "--output", "csv", "--node", self.root.address).out
        rows = list(csv.DictReader(io.StringIO(words)))
        self.assertEqual([(r["kind"], r["value"], r["target"], r["score"], r["records"]) for r in rows],
                         [("unit", "UBND xa hai", WORDY, "100", "2"),
                          ("procedure", PROCEDURE + ".000.00.00.H99", PROCEDURE, "95", "1"),
                          ("status", "DA_TIEP_NHAN", "2", "100", "1"), ("status", "Q7", "", "0", "1")])
        refused = self.lienthong("map", "import", self.write("words.csv", words), "--node", self.root.address,
                                 status=harness.REFUSED)
        self.assertIn("words.csv:5: column target: is missing", refused.err)
        looked_at = "".join(line for line in words.splitlines(True) if "Q7" not in line)

        self.lienthong("map", "import", self.write("words.csv", looked_at), "--node", self.root.address)

        for node in (self.commune, self.root):
            self.wait_until(f"{node.name} counts", lambda n=node: self.score(n, PROVINCE)["in_hand"] == 4)
            self.assertEqual(self.status(node)["parked"], 1)
        listed = self.lienthong("map", "list", "--source", reference.JSON_SOURCE, "--output", "csv", "--node",
                                self.root.address).out
        self.assertIn(f"{reference.JSON_SOURCE},unit,UBND xa hai,{WORDY},", listed)
        self.assertNotIn(reference.CSV_SOURCE, listed)


class LargeTest(ReferenceTest):
    """As many units as before the reform of 2025, and a national catalogue; nothing may be quadratic in them."""

    PROVINCES, COMMUNES, PROCEDURES = 63, 10035, 5000

    def tables(self):
        units = [(NATION, "Cả nước", "nation", "", "")]
        units += [(f"H{p:02}", f"Tỉnh {p}", "province", NATION, "") for p in range(self.PROVINCES)]
        units += [(f"H{c % self.PROVINCES:02}.{c}", f"Xã thứ {c}", "commune", f"H{c % self.PROVINCES:02}", "")
                  for c in range(self.COMMUNES)]
        return {
            "units": table("code,name,type,parent,valid_from", *units),
            "procedures": table("code,name,field,processing_days,fee,online,written_result",
                                *[(f"1.{p:06}", f"Thủ tục hành chính có tên dài như trong danh mục, số {p}",
                                   f"Lĩnh vực {p % 100}", p % 30, p % 2, "full", 1) for p in range(self.PROCEDURES)]),
            "grants": table("unit,node,source,valid_from",
                            *[(f"H{c % self.PROVINCES:02}.{c}", "province", "igate", "") for c in
                              range(self.COMMUNES)])}

    def test_it_goes_in_at_once_and_down_two_levels(self):
        root = self.node("root")
        middle = self.node("middle", root)
        leaf = self.node("leaf", middle)

        answer = self.load_reference(root, self.tables(), middle, leaf)

        self.assertEqual(answer["added"], 1 + self.PROVINCES + 2 * self.COMMUNES + self.PROCEDURES)
        self.assertEqual(len(self.ask(leaf, "units", "--unit", "H07").json["rows"]), 1 + len(
            range(7, self.COMMUNES, self.PROVINCES)))
        self.assertEqual(self.load_reference(root, self.tables())["added"], 0)
        leaf.kill9()
        leaf.start()
        self.assertEqual(self.status(leaf)["reference"], self.status(root)["reference"])


if __name__ == "__main__":
    harness.main()
