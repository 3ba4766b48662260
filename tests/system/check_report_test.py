#!/usr/bin/python3
"""A published report beside the books of a node: the month of score_test, as an office would write it."""

import harness
import reference
from reference import COMMUNE
from score_test import ONE

FOUND = 1

# The figures worked out by hand in score_test, for H99.1 in March 2024.
RIGHT = """ỦY BAN NHÂN DÂN XÃ MỘT
Báo cáo giải quyết thủ tục hành chính tháng 3 năm 2024

Trong tháng 3/2024, xã tiếp nhận và giải quyết 9 hồ sơ, trong đó đã giải quyết 4 hồ sơ (2 hồ sơ trước hạn, 1 hồ sơ \
đúng hạn, 1 hồ sơ quá hạn); đang giải quyết 2 hồ sơ (1 hồ sơ trong hạn; 1 hồ sơ quá hạn); tạm dừng chờ bổ sung 1 hồ \
sơ; hồ sơ rút, trả lại: 2 hồ sơ.

Tiến độ giải quyết: đạt 13,3/20 điểm, tỷ lệ đúng hạn 66,67%. Số hóa hồ sơ: 12,0/22 điểm.
"""


class CheckReportTest(harness.SystemTest):
    def load(self):
        root = self.node("root")
        self.load_reference(root, reference.small())
        self.run_import(root, self.write("one.json", reference.envelope(ONE)), "--unit", COMMUNE,
                        "--complete-through", "20240401000000")
        return root

    def check(self, root, text, *arguments, status=harness.DONE):
        return self.lienthong("check-report", self.write("report.txt", text), "--against", root.address, *arguments,
                              "--output", "json", status=status)

    def test_equal_figures_are_equal_and_others_not_held(self):
        root = self.load()
        answer = self.check(root, RIGHT).json
        books = answer["books"]

        self.assertEqual((books["unit"], books["from"], books["to"]), (COMMUNE, "2024-03-01", "2024-03-31"))
        results = {answer["figures"][row["figure"]]["text"] + " " + answer["figures"][row["figure"]]["measure"]:
                   (row["result"], row["held"], row["definition"]) for row in books["rows"]}
        self.assertEqual(results["9 received"], ("equal", "9", "in_hand"))
        self.assertEqual(results["4 resolved"], ("equal", "4", "resolved"))
        self.assertEqual(results["1 paused"], ("equal", "1", "paused"))
        self.assertEqual(results["2 cancelled"], ("equal", "2", "cancelled"))
        self.assertEqual(results["13,3/20 score"], ("equal", "13.33", "dvcqg"))
        self.assertEqual(results["66,67% in_time"], ("equal", "66.67", "dvcqg"))
        self.assertEqual(results["12,0/22 score"], ("not_held", None, None))
        self.assertEqual(answer["findings"], [])

    def test_a_different_figure_is_shown_and_told_to_the_shell(self):
        root = self.load()
        text = RIGHT.replace("giải quyết 9 hồ sơ", "giải quyết 10 hồ sơ")
        answer = self.check(root, text, status=FOUND).json

        self.assertEqual([(finding["rule"], finding["difference"]) for finding in answer["findings"]], [("flow", "1")])
        different = [(row["held"], row["definition"]) for row in answer["books"]["rows"] if row["result"] == "different"]
        self.assertEqual(different, [("9", "in_hand")])

    def test_says_why_there_is_no_comparison(self):
        root = self.load()
        self.check(root, RIGHT.replace("MỘT", "TÁM"), status=harness.USAGE)
        self.check(root, RIGHT.replace("MỘT", "TÁM"), "--unit", COMMUNE)
        self.check(root, RIGHT, "--unit", "H99.404", status=harness.REFUSED)
        self.check(root, RIGHT, "--period", "tháng 3", status=harness.USAGE)
        # A unit for which nobody writes has no books: nothing is zero.
        rows = self.check(root, RIGHT, "--unit", reference.WORDY, "--period", "2024-03", status=FOUND).json["books"]
        self.assertTrue(rows["rows"])


if __name__ == "__main__":
    harness.main()
