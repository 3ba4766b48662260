#!/usr/bin/python3
"""The month of score_test as a report: every figure is that of `lienthong score`, in every format."""

import csv
import io
import json
import os

import harness
import reference
import score_test
from reference import COMMUNE, PREFIX_TWIN, PROVINCE, WORDY

MONTH = ("--period", reference.MONTH)
# What the columns of Form II.06a are in the words of `lienthong score`; 4 and 5 are told apart by channel.
COLUMNS = {3: ("in_hand",), 6: ("carried_over",),
           7: ("resolved_early", "resolved_on_day", "resolved_late", "resolved_no_due"), 8: ("resolved_early",),
           9: ("resolved_on_day", "resolved_no_due"), 10: ("resolved_late",),
           12: ("open_in_time", "open_no_due", "paused_in_time"), 13: ("open_overdue", "paused_overdue")}
PORTAL = "dichvucong.gov.vn"
CANCELLED = ("cancelled_in_time", "cancelled_late", "cancelled_no_due")


class ReportTest(score_test.ScoreData, harness.SystemTest):
    def report(self, node, *arguments, unit=PROVINCE, status=harness.DONE):
        return self.lienthong("report", "--node", node.address, "--unit", unit, *MONTH, *arguments, status=status)

    def json_report(self, node, *arguments, unit=PROVINCE):
        return json.loads(self.report(node, "--format", "json", *arguments, unit=unit).out)

    def test_figures_of_the_report_are_those_of_the_score(self):
        root = self.load()
        for unit in (PROVINCE, COMMUNE, WORDY):
            score = self.score(root, unit)
            report = self.json_report(root, unit=unit)
            figures = {f["name"]: f for f in report["figures"]}
            compared = 0
            for name, figure in figures.items():
                field = name.removeprefix("books/")
                if field in score:
                    self.assertEqual(figure["value"], str(score[field]), name)
                    compared += 1
                if name.startswith("books/"):
                    self.assertEqual((figure["origin"], figure["unit"], figure["coverage"]),
                                     ("ORIGIN_BOOKS", unit, unit), name)
            self.assertGreaterEqual(compared, 3)
            for rate in ("dvcqg", "resolved", "not-late", "due"):
                row = self.score(root, unit, "--rate", rate)
                figure = figures.get(f"rate/{rate}")
                if row["base"] == 0:  # no figure stands where there is no rate
                    self.assertIsNone(figure)
                    continue
                self.assertEqual((figure["value"], int(figure["numerator"]), int(figure["denominator"])),
                                 (row["ratio"], row["in_time"], row["base"]))
            self.assertEqual(report["frame"]["from"], "2024-03-01")
            self.assertEqual((figures["catalogue/procedures"]["value"], figures["my/full_share"]["value"]), ("1", "100"))

    def test_columns_of_the_form_are_those_of_the_score(self):
        root = self.load()
        scores = self.scores(root, PROVINCE, "--children")
        form = json.loads(self.report(root, "--form", "ii06a", "--format", "json").out)
        rows = {r["code"]: [int(v) for v in r["values"]] for r in form["rows"]}
        rows["total"] = [int(v) for v in form["total"]["values"]]
        scores["total"] = scores.pop(PROVINCE)
        self.assertEqual(list(rows), [COMMUNE, PREFIX_TWIN, WORDY, "H99.3", "total"])
        self.assertEqual(rows.pop(PREFIX_TWIN), [], "it never spoke")
        self.assertEqual(rows.pop("H99.3"), [], "it has no source")
        for code, values in rows.items():
            score = scores[code]
            for column, names in COLUMNS.items():
                self.assertEqual(values[column - 3], sum(score[n] for n in names), (code, column))
            self.assertEqual(values[4 - 3] + values[5 - 3],
                             score["new"] + score["reopened"] + score["moved_in"] - score["moved_out"])
            self.assertEqual(values[11 - 3], values[12 - 3] + values[13 - 3])
            cancelled = sum(score[n] for n in CANCELLED)
            self.assertEqual(values[0] - values[7 - 3] - values[11 - 3], cancelled)
            self.assertEqual(values[11], cancelled)
        self.assertEqual([r["residual"] for r in form["residuals"] if r["row"] == ""], ["2"])
        placed = json.loads(self.report(root, "--form", "ii06a-all-placed", "--format", "json").out)
        self.assertEqual(placed["residuals"], [])

    def test_fields_add_up_to_the_same_total(self):
        root = self.load()
        units = json.loads(self.report(root, "--form", "ii06a", "--format", "json").out)
        fields = json.loads(self.report(root, "--form", "ii06a", "--by", "field", "--format", "json").out)
        self.assertEqual([r["name"] for r in fields["rows"]], ["Hộ tịch"])
        self.assertEqual(fields["rows"][0]["values"], units["total"]["values"])
        self.assertEqual(fields["total"]["values"], units["total"]["values"])

    def test_an_incomplete_report_says_so_in_every_document(self):
        root = self.load()
        for form in ([], ["--form", "ii06a"]):
            for fmt in ("text", "markdown", "html"):
                text = self.report(root, "--format", fmt, *form).out
                self.assertIn("Số liệu chưa đầy đủ", text)
                self.assertRegex(text, r"1/3 nguồn đã đủ; 1 nguồn chậm; 1 nguồn chưa từng gửi; 1\s+đơn vị không có")
                self.assertIn("Xã Ba (H99.3): không có nguồn", " ".join(text.replace("\\", "").split()))
        complete = self.report(root, unit=COMMUNE).out
        # All that is left to say: this network holds no calendar of 2024.
        self.assertEqual([line for line in complete.splitlines() if "(!)" in line],
                         ["(!) Ngày làm việc năm 2024 chưa có quyết định: hạn giải quyết tính theo đó là tạm tính."])
        self.assertIn("Số liệu đầy đủ: 1/1 nguồn", complete)

    def test_what_is_not_known_is_said_and_never_zero(self):
        root = self.load()
        text = " ".join(self.report(root, unit=PREFIX_TWIN).out.split())
        self.assertIn("số hồ sơ TTHC tiếp nhận và giải quyết: chưa có số liệu", text)
        self.assertNotRegex(text, r"\b0 hồ sơ")
        figures = self.json_report(root, unit=PREFIX_TWIN)["figures"]
        self.assertEqual({f["origin"] for f in figures}, {"ORIGIN_COVERAGE", "ORIGIN_CATALOGUE"})

    def test_observed_figures_say_where_and_when_and_what_they_leave_open(self):
        root = self.load()
        province = ("2024-03-01", "2024-03-31")
        rows = [(PROVINCE, "766-2026/1/points", *province, "7.7", "points", PORTAL, "2024-04-01 08:00:00"),
                (PROVINCE, "766-2026/1/rate", *province, "39.56", "percent", PORTAL, "2024-04-01 08:00:00"),
                ("VN", "766-2026/1/points/average", *province, "10.8", "points", PORTAL, "2024-04-01 08:00:00"),
                (PROVINCE, "report/received", *province, "19933", "count", "báo cáo", "2024-04-03 08:00:00"),
                (PROVINCE, "report/open", *province, "1497", "count", "báo cáo", "2024-04-03 08:00:00"),
                (PROVINCE, "report/resolved", *province, "18057", "count", "báo cáo", "2024-04-03 08:00:00"),
                (PROVINCE, "766-2026/2/points", "2024-02-01", "2024-02-29", "20", "points", PORTAL,
                 "2024-04-01 08:00:00")]
        units = reference.table("code,name,type,parent,valid_from", ("VN", "Cả nước", "nation", "", "2020-01-01"),
                                (PROVINCE, "Tỉnh Giả Định", "province", "VN", "2020-01-01"))
        self.load_reference(root, {"units": units, "observations": reference.table(
            "unit,definition,from,to,value,measure,source,as_of", *rows)})
        text = " ".join(self.report(root).out.split())
        self.assertIn("theo dichvucong.gov.vn, lúc 08:00:00 ngày 01/04/2024: 7,7 điểm, tỷ lệ 39,56 %; điểm số mặt "
                      "bằng chung của cả nước là 10,8 điểm.", text)
        self.assertIn("Theo báo cáo, lúc 08:00:00 ngày 03/04/2024: tiếp nhận 19.933 hồ sơ, đang giải quyết 1.497 hồ "
                      "sơ, đã giải quyết 18.057 hồ sơ; số tiếp nhận chênh lệch 379 hồ sơ", text)
        figures = {f["name"]: f for f in self.json_report(root)["figures"]}
        observed = figures["observed/*/1/points"]
        self.assertEqual((observed["origin"], observed["value"], observed["source"], observed["definition"]),
                         ("ORIGIN_OBSERVED", "7.7", PORTAL, "766-2026/1/points"))
        self.assertNotIn("observed/*/2/points", figures, "that of February is not of March")
        self.assertEqual(figures["books/in_hand"]["value"], "11", "what was read elsewhere changes no count")

    def test_csv_has_a_row_for_each_figure(self):
        root = self.load()
        rows = list(csv.DictReader(io.StringIO(self.report(root, "--format", "csv").out)))
        report = self.json_report(root)
        self.assertEqual([r["name"] for r in rows][:len(report["figures"])], [f["name"] for f in report["figures"]])
        by_name = {r["name"]: r for r in rows}
        self.assertEqual(by_name["books/in_hand"]["value"], "11")
        self.assertEqual(by_name["books/in_hand"]["expected"], "3")
        self.assertEqual(by_name[f"ii06a/{COMMUNE}/3"]["value"], "9")
        self.assertEqual(by_name["ii06a/H99.3/3"]["value"], "")
        form = list(csv.DictReader(io.StringIO(self.report(root, "--form", "ii06a", "--format", "csv").out)))
        self.assertEqual([(r["row"], r["code"], r["3"]) for r in form],
                         [("unit", COMMUNE, "9"), ("unit", PREFIX_TWIN, ""), ("unit", WORDY, "2"),
                          ("unit", "H99.3", ""), ("total", PROVINCE, "11")])

    def test_a_province_changes_words_without_code_and_learns_of_its_faults(self):
        root = self.load()
        own = self.write("own.textproto", self.lienthong("report", "--node", root.address, "--show-template",
                                                         "monthly-vi").out)
        made = "Lập từ sổ"  # with the moment, which differs
        self.assertEqual(self.report(root, "--template", own).out.split(made)[0], self.report(root).out.split(made)[0])
        with open(own, encoding="utf-8") as f:
            text = f.read()
        with open(own, "w", encoding="utf-8") as f:
            f.write(text.replace("trên địa bàn đã tiếp nhận", "toàn tỉnh đã tiếp nhận"))
        self.assertIn("toàn tỉnh đã tiếp nhận và giải quyết 11 hồ sơ", " ".join(self.report(root, "--template", own).out
                                                                               .split()))
        line = 1 + text[:text.index("{books/in_hand} hồ sơ")].count("\n")
        with open(own, "w", encoding="utf-8") as f:
            f.write(text.replace("{books/in_hand} hồ sơ", "{books/inhand} hồ sơ"))
        answer = self.report(root, "--template", own, status=harness.REFUSED)
        self.assertIn(f'template monthly-vi, line {line}: clause: "books/inhand": no such figure; near: books/in_hand',
                      answer.err)
        self.assertEqual(answer.out, "")

    def test_writes_into_a_file(self):
        root = self.load()
        path = os.path.join(self.folder, "march.html")
        answer = self.report(root, "--format", "html", "--out", path)
        self.assertEqual(answer.out, "")
        with open(path, encoding="utf-8") as f:
            page = f.read()
        self.assertTrue(page.startswith("<!DOCTYPE html>"))
        self.assertNotIn("<script", page)
        self.report(root, "--template", "absent", status=harness.REFUSED)
        self.report(root, "--form", "monthly-vi", status=harness.REFUSED)
        self.report(root, "--format", "pdf", status=harness.USAGE)


if __name__ == "__main__":
    harness.main()
