"""A small network's reference data and the wire form of its dossiers. Everything in it is invented."""

import csv
import io
import json

# March 2024 begins on a Friday; no holiday of it is in the calendar.
MONTH = "2024-03"
ARRIVAL = "20240410080000"  # after every instant that the tests state
JSON_SOURCE, CSV_SOURCE = "igate", "onecua"
PROVINCE, COMMUNE, PREFIX_TWIN, WORDY = "H99", "H99.1", "H99.10", "H99.2"
PROCEDURE = "9.000001"

# What a real payload holds of a person: nothing of it may be found anywhere afterwards.
PERSONAL = {
    "ChuHoSo": "Tran Thi Kin Dao",
    "SoGiayToChuHoSo": "079188001234",
    "SoDienThoai": "0987650321",
    "Email": "kindao.tran@example.vn",
    "Fax": "02101234567",
    "TrichYeuHoSo": "Xin cap lai giay khai sinh cho be Xoai",
    "GhiChu": "Nha so 7 ngo 42 duong Hoa Sua",
    "ThongTinTra": "Gui ve nha cho Kin Dao",
}
PERSONAL_NESTED = {
    "DinhDanhCHS": [{"SoDinhDanh": "079188005678"}],
    "TaiLieuNop": [{"TenTepDinhKem": "cmnd-kindao.pdf", "DuongDanTaiTepTin": "https://kho.example.vn/kindao",
                    "DuocSoHoa": "1"}],
}
PERSONAL_VALUES = [*PERSONAL.values(), "079188005678", "cmnd-kindao.pdf", "kho.example.vn/kindao"]


def table(header, *rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return out.getvalue()


def units(*rows):
    return table("code,name,type,parent,valid_from", *[(*row, "2020-01-01") for row in rows])


def grants(*rows):
    return table("unit,node,source,valid_from", *[(*row, "2020-01-01") for row in rows])


def mappings(*rows):
    return table("source,kind,value,target,valid_from", *[(*row, "2020-01-01") for row in rows])


def procedures(*rows):
    return table("code,name,field,processing_days,fee,online,written_result", *rows)


def calendar():
    return table("date,kind,detail,source", ("2020-01-01", "hours", "07:30-11:30,13:00-17:00", "test"))


def small(nodes=("root", "root", "root")):
    """A province with two communes and a department; `nodes` hold the desks of .1, .2 and .10."""
    one, two, ten = nodes
    return {
        "units": units((PROVINCE, "Tỉnh Giả Định", "province", ""), (COMMUNE, "Xã Một", "commune", PROVINCE),
                       (WORDY, "Xã Hai", "commune", PROVINCE), (PREFIX_TWIN, "Sở Mười", "department", PROVINCE)),
        "procedures": procedures((PROCEDURE, "Thủ tục một", "Hộ tịch", 5, 0, "full", 1)),
        "grants": grants((COMMUNE, one, JSON_SOURCE), (WORDY, two, CSV_SOURCE), (PREFIX_TWIN, ten, JSON_SOURCE)),
        "mappings": mappings((CSV_SOURCE, "status", "DA_TIEP_NHAN", "2"), (CSV_SOURCE, "status", "DANG_XU_LY", "4"),
                             (CSV_SOURCE, "status", "DA_XU_LY_XONG", "9"),
                             (CSV_SOURCE, "channel", "TRUC_TUYEN", "2")),
        "calendar": calendar(),
    }


def dossier(code, **fields):
    """A record of the national wire: accepted on 5 March, promised for the 12th; `fields` replace."""
    return {"MaHoSo": code, "MaTTHC": PROCEDURE, "TenTTHC": "Thủ tục một", "KenhThucHien": "1",
            "NgayNopHoSo": "20240305074500", "NgayTiepNhan": "20240305080000", "NgayHenTra": "20240312170000",
            "TrangThaiHoSo": "2", "NgayTra": "", "NgayKetThucXuLy": "", "NgayTuChoi": "", **PERSONAL,
            **PERSONAL_NESTED, **fields}


def envelope(records, unit=COMMUNE):
    return json.dumps({"session": "s", "madonvi": unit, "service": "DongBoHoSoMC", "isUpdating": "False",
                       "data": records}, ensure_ascii=False)


def bare(records):
    return json.dumps(records, ensure_ascii=False)


def rows(records, delimiter=",", columns=None):
    """The same fields as CSV; nested lists stand as JSON in their cell."""
    out = io.StringIO()
    columns = columns or list(dict.fromkeys(name for r in records for name in r))
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    for r in records:
        cells = [r.get(name, "") for name in columns]
        writer.writerow([json.dumps(c, ensure_ascii=False) if isinstance(c, list) else c for c in cells])
    return out.getvalue()
