// Help of check-report, in both languages.
#pragma once

#include "clients/cli/language.h"

namespace lienthong::cli::help {

inline constexpr Message kCheckReport = {
    "Checks the arithmetic of a published report: plain text, HTML or DOCX.",
    "Kiểm tra số liệu của một báo cáo đã công bố: văn bản thuần, HTML hoặc DOCX."};
inline constexpr Message kCheckReportFooter = {
    R"(Finds the figures of a monthly report on administrative procedures and checks, without any node:
  sums        parts make the whole; received = resolved + in hand, with what is left over shown;
              levels and rows of tables make their total
  shares      part / whole to the printed decimals; in time and late make 100 %
  scores      no score above its maximum; the groups make the total; the rate beside a score
  repeats     one figure, one value
  notation    19.933 and 39,56 %

ERROR: wrong, whatever was meant. DOUBTFUL: wrong unless the report leaves something out.
NOT DECIDED: nothing in the text to compare with. That is no finding.

The rate beside a score of Decision 766: group 2 is 20 points times one rate, so the two must agree.
Group 1 has no thresholds, so its own rate is score / maximum. Groups 3 to 6 add up indicators with
thresholds: their score is the rate of nothing, and a rate beside it is one indicator's.

--against compares the figures with the books of a node: counts and on-time rates with its books,
scores and rates of Decision 766 with its scorecard, where all of it is known there or was read
elsewhere and is held; else "not held". The unit is found by its name in the
report's heading and the period there, too; --unit and --period say otherwise.

Exit code 1: something is wrong, or differs from the books. 2: the file is no report.

Examples:
  lienthong check-report bao-cao-thang-11.docx
  lienthong check-report report.html --output json
  lienthong check-report report.txt --against 127.0.0.1:7000 --unit H44 --period 2026-08)",
    R"(Tìm các số liệu trong báo cáo kiểm soát thủ tục hành chính và kiểm tra, không cần nút nào:
  phép cộng   các phần bằng tổng; tiếp nhận = đã giải quyết + đang giải quyết, phần dư luôn nêu rõ;
              các cấp, các dòng của bảng bằng dòng tổng
  tỷ lệ       phần / tổng đến số lẻ đã in; đúng hạn cộng quá hạn bằng 100 %
  điểm        không vượt điểm tối đa; các nhóm bằng tổng điểm; tỷ lệ đi cùng điểm
  lặp lại     một số liệu chỉ có một giá trị
  cách viết   19.933 và 39,56 %

SAI: sai, dù hiểu thế nào. NGHI VẤN: sai, trừ khi báo cáo còn điều không nêu.
CHƯA KẾT LUẬN ĐƯỢC: trong báo cáo không có gì để đối chiếu; đó không phải là phát hiện.

Tỷ lệ đi cùng điểm của Quyết định 766: nhóm 2 là 20 điểm nhân một tỷ lệ nên phải khớp nhau. Nhóm 1
không có ngưỡng nên tỷ lệ của nhóm là điểm / điểm tối đa. Nhóm 3 đến 6 cộng các chỉ số có ngưỡng:
điểm không phải của một tỷ lệ nào, tỷ lệ bên cạnh là của một chỉ số.

--against đối chiếu với sổ của một nút: số đếm và tỷ lệ đúng hạn với sổ, điểm và tỷ lệ của Quyết định
766 với thẻ điểm, nếu nút biết đủ hoặc đang giữ số đọc từ nơi khác; còn lại là "sổ không có". Đơn vị
tìm theo tên ở phần đầu báo cáo, kỳ cũng vậy; --unit và --period để chỉ định khác.

Mã thoát 1: có chỗ sai hoặc khác sổ. 2: tệp không phải báo cáo.

Ví dụ:
  lienthong check-report bao-cao-thang-11.docx
  lienthong check-report report.html --output json
  lienthong check-report report.txt --against 127.0.0.1:7000 --unit H44 --period 2026-08)"};

inline constexpr Message kOptionReport = {"the report", "tệp báo cáo"};
inline constexpr Message kOptionAgainst = {
    "address of a node, host:port, whose books the figures are compared with",
    "địa chỉ nút, máy:cổng, để đối chiếu với sổ"};
inline constexpr Message kOptionReportUnit = {
    "code of the unit in those books; default: the one named in the report's heading",
    "mã đơn vị trong sổ; mặc định: đơn vị nêu ở phần đầu báo cáo"};
inline constexpr Message kOptionReportPeriod = {
    "month 2026-08, quarter 2026-Q3 or year 2026; default: the report's own",
    "tháng 2026-08, quý 2026-Q3 hoặc năm 2026; mặc định: kỳ của báo cáo"};

}  // namespace lienthong::cli::help
