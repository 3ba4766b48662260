#!/usr/bin/python3
"""All six groups of three levels through real processes: catalogue, dossiers, petitions and observations go in as
files, and every indicator is the one worked out by hand, at each node that holds the subtree."""

import harness
import reference
from reference import ARRIVAL, JSON_SOURCE

PROVINCE, DISTRICT, COMMUNE, HOSTED = "H99", "H99.2", "H99.2.1", "H99.3"
RULEBOOK = "766-2026"

# Five procedures: 1 published in time, 2 late, 3 updated in time, 4 late, 5 never published.
#   online 1 2 3 of 5; with a fee 2 3 5, of them 2 can be paid online; citizens' 1 2, of them 1 with population data
PROCEDURES = reference.table(
    "code,name,field,processing_days,fee,online,written_result,online_payment,citizen,population_data,publish_by,"
    "published,update_by,updated,complete",
    ("9.000001", "Thủ tục một", "Hộ tịch", 5, 0, "full", 1, 0, 1, 1, "2024-03-10", "2024-03-08", "", "", 1),
    ("9.000002", "Thủ tục hai", "Hộ tịch", 5, 1, "full", 1, 1, 1, 0, "2024-03-20", "2024-03-25", "", "", 0),
    ("9.000003", "Thủ tục ba", "Đất đai", 5, 1, "partial", 0, 0, 0, 0, "", "2023-01-01", "2024-03-15", "2024-03-14", 1),
    ("9.000004", "Thủ tục bốn", "Đất đai", 5, 0, "other", 1, 0, 0, 0, "", "2022-05-01", "2024-03-15", "2024-03-18", 1),
    ("9.000005", "Thủ tục năm", "Đất đai", 5, 1, "other", 0, 0, 0, 0, "", "", "", "", 0))

DONE = {"TrangThaiHoSo": "9", "NgayKetThucXuLy": "20240311100000"}
ONLINE = {"KenhThucHien": "2"}


def dossier(code, **fields):
    """One without papers, which those of reference.py have."""
    return reference.dossier(code, **{"TaiLieuNop": [], **fields})


# What each adds to the counts; of procedure 1, accepted 5 March and promised for the 12th unless it says otherwise.
DOSSIERS = {
    COMMUNE: [
        # online, in time, digitised, electronic result
        dossier("c1", **DONE, **ONLINE, TaiLieuNop=[{"DuocSoHoa": "1"}],
                DanhSachGiayToKetQua=[{"MaGiayToKetQua": "KQ-1"}]),
        # a fee, paid online; late
        dossier("c2", MaTTHC="9.000002", TrangThaiHoSo="9", NgayKetThucXuLy="20240313100000", DuocThanhToanTrucTuyen="1"),
        # open, overdue
        dossier("c3", TrangThaiHoSo="4")],
    DISTRICT: [
        # online, a fee, in time, no written result due, reused
        dossier("d1", MaTTHC="9.000003", **DONE, **ONLINE, TaiLieuNop=[{"DuocTaiSuDung": "1"}])],
    HOSTED: [
        # online, a fee, paid online, in time, population data
        dossier("e1", MaTTHC="9.000002", **DONE, **ONLINE, DuocThanhToanTrucTuyen="1", DSKetNoiCSDL=[{"MaCSDL": "1"}]),
        # open, in time
        dossier("e2", MaTTHC="9.000004", TrangThaiHoSo="4", NgayHenTra="20240410170000")],
}
# Of the three of the commune one is answered in time and liked, one waits since the 4th (15 working days are over),
# one came on the 28th. The hosted one is refused on the next day: in time.
PETITIONS = {
    COMMUNE: (("PA-1", "2024-03-01", "", "2024-03-04", "2024-03-05", "satisfied"),
              ("PA-2", "2024-03-04", "", "", "", ""), ("PA-3", "2024-03-28", "", "", "", "")),
    HOSTED: (("PA-4", "2024-03-05", "2024-03-06", "", "", ""),),
}
MONTH = ("2024-03-01", "2024-03-31")
# 1.4 asks for what only the portal knows; 7.7 is no count and only shown.
OBSERVATIONS = reference.table(
    "unit,definition,from,to,value,measure,source,as_of",
    (PROVINCE, "766-2026/1.4/numerator", *MONTH, "90", "count", "dichvucong.gov.vn", "2024-04-05"),
    (PROVINCE, "766-2026/1.4/denominator", *MONTH, "100", "count", "dichvucong.gov.vn", "2024-04-05"),
    (PROVINCE, "766-2026/1/points", *MONTH, "7.7", "points", "dichvucong.gov.vn", "2024-04-05"))

CATALOGUE = {"1.1": (1, 2, "3"), "1.2": (1, 2, "2"), "1.3": (3, 4, "1.5"), "3.1": (3, 5, "1.5"), "4.1": (1, 3, "0.83"),
             "5.5": (1, 2, "1")}
NOT_KNOWN = (None, None, None)
ABSENT = (None, None, "2")  # electronic copies: nobody says anything, so the points are given
EXPECTED = {
    COMMUNE: {"1.4": NOT_KNOWN, "2.1": (1, 3, "6.67"), "3.2": (2, 3, "2.67"), "3.3": (1, 3, "4"), "4.2": (1, 3, "0.83"),
              "4.3": (1, 1, "6"), "5.1": (1, 2, "3"), "5.2": (1, 3, "1.33"), "5.3": (0, 3, "0"), "5.4": (0, 3, "0"),
              "5.6": (0, 3, "0"), "5.7": ABSENT, "6.1": (2, 3, "4"), "6.2": (1, 3, "2"), "6.3": (1, 3, "2.22")},
    DISTRICT: {"1.4": NOT_KNOWN, "2.1": (2, 4, "10"), "3.2": (3, 3, "4"), "3.3": (2, 4, "6"), "4.2": (1, 3, "0.83"),
               "4.3": (1, 2, "3"), "5.1": (1, 2, "3"), "5.2": (1, 4, "1"), "5.3": (1, 4, "0.63"), "5.4": (0, 4, "0"),
               "5.6": (0, 4, "0"), "5.7": ABSENT, "6.1": (2, 3, "4"), "6.2": (1, 3, "2"), "6.3": (2, 4, "3.33")},
    PROVINCE: {"1.4": (90, 100, "5.4"), "2.1": (4, 6, "13.33"), "3.2": (3, 3, "4"), "3.3": (3, 6, "6"),
               "4.2": (1, 3, "0.83"), "4.3": (2, 3, "4"), "5.1": (1, 3, "2"), "5.2": (1, 6, "0.67"),
               "5.3": (1, 6, "0.42"), "5.4": (0, 6, "0"), "5.6": (1, 6, "0.33"), "5.7": ABSENT, "6.1": (3, 4, "4.5"),
               "6.2": (1, 4, "1.5"), "6.3": (4, 6, "4.44")},
}
# Sums of the above. A group of which something is not known has the points of the rest, and the total is out of that.
GROUPS = {COMMUNE: ["6.5", "6.67", "8.17", "7.66", "7.33", "8.22"],
          DISTRICT: ["6.5", "10", "11.5", "4.66", "7.63", "9.33"],
          PROVINCE: ["11.9", "13.33", "11.5", "5.66", "6.42", "10.44"]}
TOTALS = {COMMUNE: ("44.55", "94"), DISTRICT: ("49.62", "94"), PROVINCE: ("59.25", "100")}


class CardsTest(harness.SystemTest):
    petitions = PETITIONS

    def setUp(self):
        self.province = self.node("province")
        self.district = self.node("district", self.province)
        self.commune = self.node("commune", self.district)
        desks = {COMMUNE: "commune", DISTRICT: "district", HOSTED: "province"}
        self.load_reference(self.province, {
            "units": reference.units(
                (PROVINCE, "Tỉnh Giả Định", "province", ""), (DISTRICT, "Huyện Hai", "district", PROVINCE),
                (COMMUNE, "Xã Một", "commune", DISTRICT), (HOSTED, "Xã Ba", "commune", PROVINCE)),
            "procedures": PROCEDURES, "calendar": reference.calendar(),
            "grants": reference.grants((PROVINCE, "province", ""),
                                       *((unit, node, JSON_SOURCE) for unit, node in desks.items()),
                                       *((unit, desks[unit], "pakn") for unit in PETITIONS))})
        self.ask(self.province, "reference", "import", *(a for name in ("766-2022", RULEBOOK) for a in (
            "--rulebook", f"{harness.ROOT}/services/score/rulebooks/{name}.textproto")))
        for node in (self.district, self.commune):
            self.await_reference(node, self.province)
        for unit, node in desks.items():
            self.send(getattr(self, node), unit)
        self.ask(self.province, "import", "--observations", self.write("observations.csv", OBSERVATIONS))
        self.await_same_facts(self.commune, self.district)
        self.await_same_facts(self.district, self.province)

    def send(self, node, unit):
        path = self.write(f"{unit}.json", reference.envelope(DOSSIERS[unit], unit))
        self.run_import(node, path, "--unit", unit, "--complete-through", "20240401000000")
        if unit in self.petitions:
            text = reference.table("petition,received,refused,processed,published,satisfaction", *self.petitions[unit])
            self.ask(node, "import", "--source", "pakn", "--unit", unit, "--received-at", ARRIVAL, "--complete-through",
                     "20240401000000", "--petitions", self.write(f"{unit}.csv", text))

    def card(self, node, unit):
        answer = self.ask(node, "scorecard", "--unit", unit, "--period", reference.MONTH, "--rulebook", RULEBOOK).json
        self.assertEqual(len(answer["cards"]), 1)
        return answer["cards"][0]


class ScorecardTest(CardsTest):
    def test_every_indicator_is_the_one_worked_out_by_hand(self):
        for unit, expected in EXPECTED.items():
            card = self.card(self.province, unit)
            found = {i["id"]: i for group in card["groups"] for i in group["indicators"]}
            self.assertEqual({k: (i["numerator"], i["denominator"], i["points"]) for k, i in found.items()},
                             {**CATALOGUE, **expected}, unit)
            self.assertEqual([g["points"] for g in card["groups"]], GROUPS[unit], unit)
            self.assertEqual((card["total"], card["total_of"]), TOTALS[unit])
            self.assertEqual((card["unit"], card["rulebook"]), (unit, RULEBOOK))

    def test_what_is_observed_or_not_known_says_so(self):
        for unit in EXPECTED:
            card = self.card(self.province, unit)
            found = {i["id"]: i for group in card["groups"] for i in group["indicators"]}
            said = {k: (i["provenance"], i["rule"]) for k, i in found.items()}
            own = unit == PROVINCE
            self.assertEqual(said.pop("1.4"), ("observed", "rate") if own else ("unknown", "not_known"))
            self.assertEqual(said.pop("5.7"), ("unknown", "absent_points"))
            self.assertEqual(set(said.values()), {("computed", "rate")}, unit)
            self.assertEqual([(o["definition"], o["value"], o["source"]) for o in found["1.4"]["observed"]],
                             [("766-2026/1.4/numerator", "90", "dichvucong.gov.vn"),
                              ("766-2026/1.4/denominator", "100", "dichvucong.gov.vn")] if own else [])
            self.assertEqual("766-2026/1/points" in [o["definition"] for o in card["observations"]], own)
            self.assertEqual(found["6.3"]["unheard"], ["complained"])

    def test_a_subtree_has_one_card_at_every_level_also_after_a_kill(self):
        self.district.kill9()
        self.district.start()
        cards = {(node.name, unit): self.card(node, unit)
                 for node, units in ((self.commune, [COMMUNE]), (self.district, [COMMUNE, DISTRICT]),
                                     (self.province, [COMMUNE, DISTRICT])) for unit in units}

        self.assertEqual(cards["commune", COMMUNE], cards["district", COMMUNE])
        self.assertEqual(cards["district", COMMUNE], cards["province", COMMUNE])
        self.assertEqual(cards["district", DISTRICT], cards["province", DISTRICT])


class QuietCommuneTest(CardsTest):
    """Only a sibling, of which the commune's node holds nothing, has petitions."""
    petitions = {HOSTED: PETITIONS[HOSTED]}

    def test_petitions_of_a_sibling_change_no_card_of_a_unit(self):
        cards = [self.card(node, COMMUNE) for node in (self.commune, self.district, self.province)]

        self.assertEqual(cards[0], cards[1])
        self.assertEqual(cards[0], cards[2])
        self.assertEqual(self.rules(cards[2]), ["not_known", "not_known", "rate"])
        self.assertEqual(self.rules(self.card(self.province, PROVINCE)), ["rate", "rate", "rate"])

    @staticmethod
    def rules(card):
        """Of group 6."""
        return [i["rule"] for i in card["groups"][5]["indicators"]]


if __name__ == "__main__":
    harness.main()
