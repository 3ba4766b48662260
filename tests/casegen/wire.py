"""Writes histories as one-stop software sends them: DongBoHoSoMC JSON and CSV with the same names.

A dossier's history becomes *messages*: (wave, number of its last event). What
a message says is the state right after that event, so a message never holds
an instant later than its arrival.
"""

import csv
import io
import json
from zlib import crc32

from history import (ACCEPTED, DECIDED, PAYMENT, REFUSED, REGISTERED, RETURNED, STOPPED, SUPPLEMENT,
                     WITHDRAWN)
from reference import CHANNEL_WORDS, STATUS_WORDS

RECORDS_A_FILE = 4000

# What a dossier may have beside its course, and how often where a case does not say.
SHARES = {"digitised": 0.5, "reused": 0.12, "personal_store": 0.12, "population": 0.5, "paid_online": 0.5,
          "electronic_result": 1.0}

_FAMILY = "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ Ngô Dương".split()
_GIVEN = "An Bình Chi Dũng Giang Hà Khánh Lan Minh Nga Oanh Phúc Quân Sơn Thảo Uyên Việt Xuân Yến".split()
_CSV_COLUMNS = ("MaHoSo,MaTTHC,TenTTHC,KenhThucHien,ChuHoSo,SoGiayToChuHoSo,SoDienThoai,TrichYeuHoSo,NgayNopHoSo,"
                "NgayTiepNhan,NgayHenTra,TrangThaiHoSo,NgayTra,NgayKetThucXuLy,NgayTuChoi,DonViXuLy,NoiNopHoSo,"
                "HoSoCoThanhPhanSoHoa,DuocThanhToanTrucTuyen,DanhSachHoSoBoSung").split(",")


def quote(text):
    return json.dumps(text, ensure_ascii=False)


class Dossier:
    """A history with its code, procedure, units and the manner of writing."""

    __slots__ = ("code", "history", "procedure", "units", "channel", "person", "listed", "salt", "has")

    def __init__(self, code, history, procedure, units, salt, listed, shares):
        self.code, self.history, self.procedure, self.units, self.listed = code, history, procedure, units, listed
        self.salt = salt  # 32 random bits for what does not count
        self.channel = "2" if history.online else ("1", "", "3", "1")[salt & 3]
        self.person = salt % 997
        # Of each share its own 16 bits of the salt, spread by an odd factor.
        self.has = {name: (salt * (2 * i + 0x9E3779B1) & 0xFFFFFFFF) >> 16 < share * 65_536
                    for i, (name, share) in enumerate(shares.items())}
        self.has["paid_online"] &= procedure.fee


def state(h, n, stamp):
    """(status, accepted, finish, handed over, refused) as texts after event n of a history."""
    instant, status = h.events[n]
    finish = handover = refused = ""
    hide = h.hidden and n == len(h.events) - 1
    if status == RETURNED:
        handover = stamp(instant)
        if not h.handover_only:
            finish = stamp(next(t for t, s in reversed(h.events[:n]) if s == DECIDED))
    elif status in (DECIDED, WITHDRAWN, STOPPED):
        finish = "" if hide else stamp(instant)
    elif status == REFUSED:
        refused = "" if hide else stamp(instant)
    accepted = h.accepted is not None and h.accepted <= instant and status != REGISTERED and h.state_acceptance
    return status, stamp(h.accepted) if accepted else "", finish, handover, refused


def supplements(d, instant, stamp):
    """DanhSachHoSoBoSung as it stands at an instant."""
    rows = []
    for k, (r, t, before, after) in enumerate(d.history.supplements, 1):
        if r <= instant:
            received = t is not None and t <= instant
            rows.append({"HoSoBoSungId": f"{d.code}/BS{k}", "NguoiYeuCauBoSung": "Cán bộ giả định",
                         "NoiDungBoSung": "Bổ sung bản sao", "NgayBoSung": stamp(r),
                         "NgayTiepNhanBoSung": stamp(t) if received else "",
                         "TrangThaiBoSung": "1" if received else "0",
                         "NgayHenTraTruoc": before if received else "", "NgayHenTraMoi": after if received else ""})
    return rows


def unit_word(unit, salt, from_csv):
    """DonViXuLy: the code, the name, what the source calls it, or nothing."""
    x = (salt >> 8) % 20
    if x < 11:
        return unit.code
    if x == 19 and from_csv:
        return unit.alias
    return "" if x == 18 else unit.name


def person(n):
    name = f"{_FAMILY[n % 12]} Văn {_GIVEN[n % 19]}"
    return name, f"{n:012d}", f"0000{n:06d}", f"nguoidan{n}@example.invalid"


class JsonWriter:
    """The records of one unit as DongBoHoSoMC; some senders leave empty fields out."""

    suffix = "json"

    def __init__(self, unit, stamp):
        self.unit, self.stamp, self.lean = unit, stamp, unit.number % 3 == 1
        self._people, self._procedures = {}, {}

    def record(self, d, n, _):
        h, stamp, salt = d.history, self.stamp, d.salt
        has, instant = d.has, h.events[n][0]
        status, accepted, finish, handover, refused = state(h, n, stamp)
        handled = unit_word(d.units[0], salt, False)
        lists = ""
        if h.supplements:
            rows = supplements(d, instant, stamp)
            if rows:
                lists = ',"DanhSachHoSoBoSung":' + quote(rows)
        promise = h.promise if accepted or not h.state_acceptance else ""
        text = (f'{{"MaHoSo":{quote(d.code)},{self._procedure(d.procedure)},"KenhThucHien":"{d.channel}",'
                f'{self._person(d.person)},"NgayNopHoSo":"{stamp(h.filed)}","NgayTiepNhan":"{accepted}",'
                f'"NgayHenTra":"{promise}","TrangThaiHoSo":"{status}","NgayTra":"{handover}",'
                f'"NgayKetThucXuLy":"{finish}","NgayTuChoi":"{refused}","DonViXuLy":{quote(handled)},'
                f'"NoiNopHoSo":{quote(d.units[0].code)},"HoSoCoThanhPhanSoHoa":"{has["digitised"]:d}",'
                f'"TaiKhoanDuocXacThucVoiVNeID":"{salt >> 5 & 1}","DuocThanhToanTrucTuyen":"{has["paid_online"]:d}"{lists}')
        if self.lean:
            return text.replace('"NgayTra":"",', "").replace('"NgayKetThucXuLy":"",', "").replace(
                '"NgayTuChoi":"",', "") + "}"
        return text + self._tail(d, status) + "}"

    def _tail(self, d, status):
        salt, has = d.salt, d.has
        papers = ""
        if has["reused"] or has["personal_store"] or salt >> 12 & 3 == 0:
            papers = (f'{{"TepDinhKemId":"{salt}","TenTepDinhKem":"don.pdf","IsDeleted":"0","MaThanhPhanHoSo":"TP1",'
                      f'"DuongDanTaiTepTin":"https://example.invalid/{salt}","DuocSoHoa":"{has["digitised"]:d}",'
                      f'"DuocTaiSuDung":"{has["reused"]:d}","DuocLayTuKhoDMQG":"{has["personal_store"]:d}",'
                      '"MaKetQuaThayThe":""}')
        fees = ""
        if d.procedure.fee:
            fees = '{"TenPhiLePhi":"Lệ phí","MaPhiLePhi":"LP1","HinhThucThu":"1","Gia":"20000","LoaiPhiLePhi":"1"}'
        results = ""
        if status in (DECIDED, RETURNED) and d.procedure.written and has["electronic_result"]:
            results = (f'{{"TenGiayTo":"Kết quả","MaThanhPhanHoSo":"KQ1","GiayToId":"{salt}",'
                       f'"DuongDanTepTinKetQua":"https://example.invalid/kq/{salt}","MaGiayToKetQua":"KQ1"}}')
        databases = '{"MaCSDL":"CSDLDC"}' if has["population"] else ""
        return (f',"HinhThuc":"1","ThongTinTra":"","GhiChu":"","DinhDanhCHS":[],"DSKetNoiCSDL":[{databases}],'
                f'"TaiLieuNop":[{papers}],"DanhSachLePhi":[{fees}],"DanhSachGiayToKetQua":[{results}]')

    def _procedure(self, p):
        text = self._procedures.get(p.code)
        if text is None:
            text = self._procedures[p.code] = (
                f'"MaTTHC":"{p.code}","TenTTHC":{quote(p.name)},"MaLinhVuc":"{p.field_code}",'
                f'"TenLinhVuc":{quote(p.field)}')
        return text

    def _person(self, n):
        text = self._people.get(n)
        if text is None:
            name, number, phone, mail = person(n)
            text = (f'"ChuHoSo":"{name}","LoaiDoiTuong":"1","MaDoiTuong":"","SoGiayToChuHoSo":"{number}",'
                    f'"SoDienThoai":"{phone}","Email":"{mail}"')
            if not self.lean:
                text += ',"Fax":"","ThongTinKhac":"","TrichYeuHoSo":"Đề nghị \\"giải quyết\\", hồ sơ giả định"'
            self._people[n] = text
        return text

    def file(self, records, part):
        data = "[\n" + ",\n".join(records) + "\n]\n"
        if part % 2 == 0:
            return data  # the bare array: the unit is given beside it
        return (f'{{"session":"phien-gia-dinh","madonvi":{quote(self.unit.code)},"service":"DongBoHoSoMC",'
                f'"isUpdating":"True","data":{data}}}\n')


class CsvWriter:
    """The records of one unit as CSV, one row an update, in the words of its source."""

    suffix = "csv"

    def __init__(self, unit, stamp):
        self.unit, self.stamp, self.stated = unit, stamp, unit.csv_states_instants
        self.line_end = "\r\n" if unit.number % 2 else "\n"

    def record(self, d, n, last_unit):
        h, stamp, salt = d.history, self.stamp, d.salt
        instant, _ = h.events[n]
        status, accepted, finish, handover, refused = state(h, n, stamp)
        procedure, unit = d.procedure, d.units[last_unit]
        name, number, phone, _ = person(d.person)
        word = unit_word(unit, salt, True) or (unit.code if len(d.units) > 1 else "")
        lists = supplements(d, instant, stamp) if d.listed and h.supplements else None
        alias = salt >> 17 & 7 == 0
        row = [d.code, procedure.alias if alias else procedure.code, procedure.name, CHANNEL_WORDS[d.channel], name,
               number, phone, 'Đề nghị "giải quyết",\nhồ sơ giả định' if salt >> 20 & 15 == 0 else "Đề nghị",
               stamp(h.filed), accepted, h.promise if accepted or not h.state_acceptance else "",
               STATUS_WORDS[status], handover, finish, refused, word, d.units[0].code,
               int(d.has["digitised"]), int(d.has["paid_online"]), quote(lists) if lists else ""]
        if self.stated:
            silent = d.listed and h.supplements or h.hidden and n == len(h.events) - 1
            row.append("" if silent else stamp(instant))
        return row

    def file(self, records, _):
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator=self.line_end)
        writer.writerow(_CSV_COLUMNS + (["ThoiDiemXuLy"] if self.stated else []))
        writer.writerows(records)
        return out.getvalue()


def messages(h, arrivals, random, stated):
    """[(wave, event)] in the order of sending: how a desk happens to tell this history."""
    last = len(h.events) - 1
    waves = [next(w for w, at in enumerate(arrivals) if at > t) for t, _ in h.events]
    if h.keep_order:
        return list(zip(waves, range(last + 1)))
    x = random()
    if h.hidden or x < 0.18:  # current status only
        return [(waves[last], last)]
    if x < 0.30:  # and late
        return [(len(arrivals) - 1, last)]
    if x < 0.68:  # at every change
        sent = [(w, n) for n, w in enumerate(waves)]
    else:  # with every file that finds a change
        sent = [(waves[n], n) for n in range(last + 1) if n == last or waves[n + 1] != waves[n]]
    y = random()
    if y < 0.05:  # sent twice, at once or with a later file
        sent.append((waves[last] if y < 0.02 else len(arrivals) - 1, last))
    elif y < 0.11 and last > 0 and _may_come_late(h, last, stated):
        sent.append((waves[last], int(random() * last)))  # an older state after a newer one
    return sent


def _may_come_late(h, last, stated):
    # Without stated instants an older state can be told from a newer one only
    # where it says nothing new: a 1, 2 or 4 after a finish, a 2 after a 4.
    if h.supplements or any(s == PAYMENT for _, s in h.events):
        return stated and not h.supplements
    return h.accepted is not None and h.events[last][1] not in (ACCEPTED, SUPPLEMENT, REFUSED)


def file_stem(code):
    """A unit's code as part of a file name: nothing in it can leave the folder or clash."""
    safe = "".join(c if c.isascii() and (c.isalnum() or c in ".-_") else "_" for c in code)
    return safe if safe == code and ".." not in code else f"{safe.replace('..', '__')}-{crc32(code.encode()):08x}"
