"""Loads the files of a case into SQLite as they are: wire rows and reference rows, nothing judged."""

import csv
import json
import os

FIELDS = ("MaHoSo", "MaTTHC", "KenhThucHien", "TrangThaiHoSo", "DonViXuLy", "NoiNopHoSo", "NgayNopHoSo",
          "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "NgayTuChoi", "ThoiDiemXuLy",
          "DanhSachHoSoBoSung")
REFERENCE = ("units", "procedures", "mappings", "calendar")


def load(db, folder):
    """Fills `wire` (in the order of sending) and one table for each reference file."""
    for name in REFERENCE:
        with open(os.path.join(folder, name + ".csv"), encoding="utf-8", newline="") as f:
            header, *rows = csv.reader(f)
        db.execute(f"CREATE TABLE {name} ({','.join(header)})")
        db.executemany(f"INSERT INTO {name} VALUES ({','.join('?' * len(header))})", rows)
    db.execute(f"CREATE TABLE wire (seq INTEGER PRIMARY KEY, reporter, source, arrival, {','.join(FIELDS)})")
    insert = f"INSERT INTO wire VALUES (NULL,?,?,?,{','.join('?' * len(FIELDS))})"
    with open(os.path.join(folder, "manifest.csv"), encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            path = os.path.join(folder, row["node"], row["file"])
            head = (row["unit"], row["source"], row["received_at"])
            db.executemany(insert, (head + record for record in _records(path)))
    db.commit()


def _records(path):
    if path.endswith(".csv"):
        with open(path, encoding="utf-8", newline="") as f:
            for row in csv.DictReader(f):
                yield tuple(row.get(name) or "" for name in FIELDS)
        return
    with open(path, encoding="utf-8") as f:
        body = json.load(f)
    for row in body["data"] if isinstance(body, dict) else body:
        values = [row.get(name) or "" for name in FIELDS]
        values[-1] = json.dumps(values[-1]) if values[-1] else ""
        yield tuple(values)
