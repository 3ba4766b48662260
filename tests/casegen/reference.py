"""The reference data of a case: units, procedures, grants, mappings, calendar. All names are synthetic."""

import csv
import os
from collections import defaultdict
from math import gcd

from worktime import VALID_FROM, Row

JSON_SOURCE, CSV_SOURCE = "igate", "onecua"

STATUS_WORDS = {1: "MOI_DANG_KY", 2: "DA_TIEP_NHAN", 3: "TU_CHOI", 4: "DANG_XU_LY", 5: "CHO_BO_SUNG",
                6: "CHO_NOP_PHI", 7: "RUT_HO_SO", 8: "DUNG_XU_LY", 9: "DA_XU_LY_XONG", 10: "DA_TRA_KET_QUA"}
CHANNEL_WORDS = {"1": "TRUC_TIEP", "2": "TRUC_TUYEN", "3": "BUU_CHINH", "": ""}

_FIRST = "Tân Phú An Bình Hòa Long Thanh Vĩnh Xuân Đông Yên Minh Kim Ngọc Thượng Hạ Đại Trung Nam Cẩm".split()
_SECOND = "Phúc Lộc Thọ Khang Ninh Sơn Thủy Giang Lâm Điền Hưng Thịnh Thành Đức Nghĩa Lễ Trí Tín Hải Châu".split()
_FIELDS = ("Hộ tịch", "Đất đai", "Chứng thực", "Bảo trợ xã hội", "Đăng ký kinh doanh", "Xây dựng",
           "Giao thông", "Môi trường", "Giáo dục", "Lao động", "Văn hóa", "Nông nghiệp")
_DAYS = (1, 2, 3, 5, 7, 10, 12, 15, 20, 30)
PROCEDURES = 60
ONLINE_LEVELS = ("full", "partial", "other")
SKEW = 3  # 1 would ask for all equally often


class Unit:
    """A unit with its synthetic name, the node that hosts it and the wires it uses."""

    def __init__(self, number, count, node, name, parent):
        self.number, self.count, self.code = number, count, count.code
        self.type, self.node, self.name, self.parent = count.type, node, name, parent
        self.alias = f"UBND/CQ {name.lower()}"  # what its CSV source calls it; mapped
        kind = number % 10
        self.has_json = kind not in (3, 7)
        self.has_csv = kind in (3, 5, 7, 8)
        self.csv_states_instants = number % 20 != 7  # else its CSV has no column ThoiDiemXuLy

    @property
    def sources(self):
        return [s for s, has in ((JSON_SOURCE, self.has_json), (CSV_SOURCE, self.has_csv)) if has]


class Procedure:
    def __init__(self, number, online, last):
        self.code = f"9.{number:06d}"
        self.alias = f"TTHC-{number:02d}"
        self.field_code = f"LV{number % len(_FIELDS):02d}"
        self.field = _FIELDS[number % len(_FIELDS)]
        self.name = f"Thủ tục giả định số {number:02d}, lĩnh vực {self.field}"
        # The last one has no processing time: a dossier without a promise has none at all.
        self.days = None if last else _DAYS[number % len(_DAYS)]
        self.fee = number % 3 == 0
        self.online = online
        self.online_payment = self.fee and number % 2 == 0
        self.written = number % 4 != 0
        self.citizen = number % 5 != 0
        self.population_data = self.citizen and number % 7 == 0


class Catalogue:
    """All procedures, and one for a dossier."""

    def __init__(self, levels=None):
        """`levels`: how many of each online level; None: sixty in turn."""
        online = [ONLINE_LEVELS[n % 3] for n in range(1, PROCEDURES + 1)] if levels is None else _mixed(levels)
        last = len(online)
        self.procedures = [Procedure(n, o, n == last) for n, o in enumerate(online, 1)]
        self._fitting = defaultdict(list)
        for p in self.procedures:
            for days in {p.days, p.days and 0}:
                self._fitting[days, False].append(p)
                if p.online != "other":
                    self._fitting[days, True].append(p)

    def choose(self, days, online, salt):
        """One with these processing days (0: any that has some, None: the one without), offered online if asked.

        A few are asked for much more often than the rest, as everywhere."""
        fitting = self._fitting.get((days, online)) or self._fitting[days, False]
        return fitting[int((salt % 65_536 / 65_536) ** SKEW * len(fitting))]


def _mixed(levels):
    """The levels in an order that looks mixed and is the same every time."""
    listed = [level for level, n in levels.items() for _ in range(n)]
    step = next(k for k in range(len(listed) * 618 // 1000 or 1, 2 * len(listed) + 2) if gcd(k, len(listed)) == 1)
    return [listed[i * step % len(listed)] for i in range(len(listed))]


def node_prefix(province):
    """The province's code as a node name: [a-z0-9-], at most 40."""
    text = "".join(c if c.isascii() and c.isalnum() else "-" for c in province.lower())
    return text[:40].strip("-") or "p"


def units(province, counts, nodes):
    """Places each unit that names no node: departments at the centre, communes spread by size, largest first."""
    prefix, load = node_prefix(province), [0] * nodes
    place = {c.code: c.node for c in counts}
    for c in sorted(counts, key=lambda c: (-c.received, c.code)):
        if c.type == "department" and not c.node:
            place[c.code] = f"{prefix}-center"
        elif not c.node:
            k = load.index(min(load))
            load[k] += c.received + 1
            place[c.code] = f"{prefix}-{k + 1}"
    return [Unit(i, c, place[c.code], c.name or _name(i, c), c.parent or province) for i, c in enumerate(counts)]


def _name(number, count):
    if count.type == "department":
        return f"Sở giả định số {number + 1}"
    turn, place = divmod(number, len(_FIRST) * len(_SECOND))
    first, second = _FIRST[place % len(_FIRST)], _SECOND[(place // len(_FIRST) + place) % len(_SECOND)]
    kind = "Phường" if number % 9 == 0 else "Xã"
    return f"{kind} {first} {second} {turn + 1} (giả định)" if turn else f"{kind} {first} {second} (giả định)"


def write(outdir, above, all_units, nodes, catalogue, calendar):
    """`above`: (code, name, type, parent, node) of units without desks; `nodes`: (node, parent), parents first."""
    rows = [(*row[:4], VALID_FROM) for row in above]
    rows += [(u.code, u.name, u.type, u.parent, VALID_FROM) for u in all_units]
    table(outdir, "units.csv", "code,name,type,parent,valid_from", rows)
    table(outdir, "nodes.csv", "node,parent", nodes)
    table(outdir, "procedures.csv",
          "code,name,field,processing_days,fee,online,written_result,online_payment,citizen,population_data",
          [(p.code, p.name, p.field, "" if p.days is None else p.days, int(p.fee), p.online, int(p.written),
            int(p.online_payment), int(p.citizen), int(p.population_data)) for p in catalogue.procedures])
    table(outdir, "grants.csv", "unit,node,source,valid_from",
           # An office without desks may say what it reads elsewhere, and no source is expected of it.
           [(code, node, "", VALID_FROM) for code, *_, node in above]
           + [(u.code, u.node, s, VALID_FROM) for u in all_units for s in u.sources])
    table(outdir, "mappings.csv", "source,kind,value,target,valid_from", _mappings(all_units, catalogue.procedures))
    table(outdir, "calendar.csv", ",".join(Row._fields), calendar.rows)


def _mappings(all_units, all_procedures):
    rows = [("status", word, str(code)) for code, word in STATUS_WORDS.items()]
    rows += [("channel", word, code) for code, word in CHANNEL_WORDS.items() if word]
    rows += [("procedure", p.alias, p.code) for p in all_procedures]
    rows += [("unit", u.alias, u.code) for u in all_units if u.has_csv]
    return [(CSV_SOURCE, *row, VALID_FROM) for row in rows]


def table(outdir, name, header, rows):
    with open(os.path.join(outdir, name), "w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f)
        writer.writerow(header.split(","))
        writer.writerows(rows)
