"""The reference data of a case: units, procedures, grants, mappings, calendar. All names are synthetic."""

import csv
import os
from datetime import date

from published import LEVELS
from worktime import HOURS

SECOND_REQUEST_SINCE = 2026  # the year from which a second supplement request is overdue

VALID_FROM = "2020-01-01"
JSON_SOURCE, CSV_SOURCE = "igate", "onecua"
LAW = "Bộ luật Lao động 2019, Điều 112"

STATUS_WORDS = {1: "MOI_DANG_KY", 2: "DA_TIEP_NHAN", 3: "TU_CHOI", 4: "DANG_XU_LY", 5: "CHO_BO_SUNG",
                6: "CHO_NOP_PHI", 7: "RUT_HO_SO", 8: "DUNG_XU_LY", 9: "DA_XU_LY_XONG", 10: "DA_TRA_KET_QUA"}
CHANNEL_WORDS = {"1": "TRUC_TIEP", "2": "TRUC_TUYEN", "3": "BUU_CHINH", "": ""}

_FIRST = "Tân Phú An Bình Hòa Long Thanh Vĩnh Xuân Đông Yên Minh Kim Ngọc Thượng Hạ Đại Trung Nam Cẩm".split()
_SECOND = "Phúc Lộc Thọ Khang Ninh Sơn Thủy Giang Lâm Điền Hưng Thịnh Thành Đức Nghĩa Lễ Trí Tín Hải Châu".split()
_FIELDS = ("Hộ tịch", "Đất đai", "Chứng thực", "Bảo trợ xã hội", "Đăng ký kinh doanh", "Xây dựng",
           "Giao thông", "Môi trường", "Giáo dục", "Lao động", "Văn hóa", "Nông nghiệp")
_DAYS = (1, 2, 3, 5, 7, 10, 12, 15, 20, 30)
PROCEDURES = 60


class Unit:
    """A unit with its synthetic name, the node that hosts it and the wires it uses."""

    def __init__(self, number, count, node, name):
        self.number, self.count, self.code = number, count, count.code
        self.type, self.node, self.name = LEVELS[count.level], node, name
        self.alias = f"UBND/CQ {name.lower()}"  # what its CSV source calls it; mapped
        kind = number % 10
        self.has_json = kind not in (3, 7)
        self.has_csv = kind in (3, 5, 7, 8)
        self.csv_states_instants = number % 20 != 7  # else its CSV has no column ThoiDiemXuLy

    @property
    def sources(self):
        return [s for s, has in ((JSON_SOURCE, self.has_json), (CSV_SOURCE, self.has_csv)) if has]


class Procedure:
    def __init__(self, number):
        self.code = f"9.{number:06d}"
        self.alias = f"TTHC-{number:02d}"
        self.field_code = f"LV{number % len(_FIELDS):02d}"
        self.field = _FIELDS[number % len(_FIELDS)]
        self.name = f"Thủ tục giả định số {number:02d}, lĩnh vực {self.field}"
        # The last one has no processing time: a dossier without a promise has none at all.
        self.days = None if number == PROCEDURES else _DAYS[number % len(_DAYS)]
        self.fee = number % 3 == 0
        self.online = ("full", "partial", "other")[number % 3]
        self.written = number % 4 != 0


def procedures():
    return [Procedure(n) for n in range(1, PROCEDURES + 1)]


def node_prefix(province):
    """The province's code as a node name: [a-z0-9-], at most 40."""
    text = "".join(c if c.isascii() and c.isalnum() else "-" for c in province.lower())
    return text[:40].strip("-") or "p"


def units(province, counts, nodes):
    """Places each unit on a node: departments at the centre, communes spread by size, largest first."""
    prefix, load = node_prefix(province), [0] * nodes
    place = {}
    for c in sorted(counts, key=lambda c: (-c.received, c.code)):
        if c.level == "P":
            place[c.code] = f"{prefix}-center"
        else:
            k = load.index(min(load))
            load[k] += c.received + 1
            place[c.code] = f"{prefix}-{k + 1}"
    return [Unit(i, c, place[c.code], _name(i, c)) for i, c in enumerate(counts)]


def _name(number, count):
    if count.level == "P":
        return f"Sở giả định số {number + 1}"
    turn, place = divmod(number, len(_FIRST) * len(_SECOND))
    first, second = _FIRST[place % len(_FIRST)], _SECOND[(place // len(_FIRST) + place) % len(_SECOND)]
    kind = "Phường" if number % 9 == 0 else "Xã"
    return f"{kind} {first} {second} {turn + 1} (giả định)" if turn else f"{kind} {first} {second} (giả định)"


def write(outdir, province, all_units, all_procedures, calendar):
    table(outdir, "units.csv", "code,name,type,parent,valid_from",
           [(province, f"Tỉnh {province} (giả định)", "province", "", VALID_FROM)]
           + [(u.code, u.name, u.type, province, VALID_FROM) for u in all_units])
    table(outdir, "procedures.csv", "code,name,field,processing_days,fee,online,written_result",
           [(p.code, p.name, p.field, "" if p.days is None else p.days, int(p.fee), p.online, int(p.written))
            for p in all_procedures])
    table(outdir, "grants.csv", "unit,node,source,valid_from",
           [(u.code, u.node, s, VALID_FROM) for u in all_units for s in u.sources])
    table(outdir, "mappings.csv", "source,kind,value,target,valid_from", _mappings(all_units, all_procedures))
    table(outdir, "calendar.csv", "date,kind,detail,source", _calendar(calendar))


def _mappings(all_units, all_procedures):
    rows = [("status", word, str(code)) for code, word in STATUS_WORDS.items()]
    rows += [("channel", word, code) for code, word in CHANNEL_WORDS.items() if word]
    rows += [("procedure", p.alias, p.code) for p in all_procedures]
    rows += [("unit", u.alias, u.code) for u in all_units if u.has_csv]
    return [(CSV_SOURCE, *row, VALID_FROM) for row in rows]


def _calendar(calendar):
    rows = [(VALID_FROM, "hours", HOURS, "unverified"),
            (f"{SECOND_REQUEST_SINCE}-01-01", "supplement_limit", "", "DVCQG 2026, unverified")]
    rows += [(day.isoformat(), "holiday", name, LAW) for day, name in calendar.holidays]
    swap = date.fromordinal(calendar.swap_day).isoformat()
    rows.append((swap, "working", "Ngày làm bù giả định", "synthetic"))
    return rows


def table(outdir, name, header, rows):
    with open(os.path.join(outdir, name), "w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f)
        writer.writerow(header.split(","))
        writer.writerows(rows)
