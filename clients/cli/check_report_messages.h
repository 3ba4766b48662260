// Texts of check-report, in both languages.
#pragma once

#include "clients/cli/language.h"

namespace lienthong::cli::messages {

inline constexpr Message kNoReport = {"file, {}: no report: {}", "tệp, {}: không phải báo cáo: {}"};
inline constexpr Message kReportPeriodNeeded = {
    "option, --period: the report names no period; give --period yyyy-mm",
    "tùy chọn, --period: báo cáo không ghi kỳ; hãy cho --period yyyy-mm"};
inline constexpr Message kReportUnitNeeded = {
    "option, --unit: no unit of the node is named in the report's heading; give --unit CODE",
    "tùy chọn, --unit: phần đầu báo cáo không nêu đơn vị nào của nút; hãy cho --unit MÃ"};

// Frame of the answer.
inline constexpr Message kReportHead = {"{}: {}; period {}; unit {}", "{}: {}; kỳ {}; đơn vị {}"};
inline constexpr Message kNotStated = {"not stated", "không ghi"};
inline constexpr Message kReportCounts = {
    "{} figures read; {} checks hold, {} findings; {} figures have nothing to be compared with",
    "đọc được {} số liệu; {} phép kiểm tra khớp, {} phát hiện; {} số liệu không có gì để đối "
    "chiếu"};
inline constexpr Message kFindingsTitle = {"FINDINGS", "PHÁT HIỆN"};
inline constexpr Message kNoFindings = {"Nothing wrong was found.", "Không phát hiện điều gì sai."};
inline constexpr Message kHoldsTitle = {"HOLDS", "KHỚP"};
inline constexpr Message kUndecidedTitle = {"NOT DECIDED", "CHƯA KẾT LUẬN ĐƯỢC"};
inline constexpr Message kBooksTitle = {"BESIDE THE BOOKS of node {}: {} {}, {} to {}",
                                        "SO VỚI SỔ của nút {}: {} {}, từ {} đến {}"};
inline constexpr Message kSentence = {"text", "câu"};
inline constexpr Message kArithmetic = {"figures", "số liệu"};
inline constexpr Message kReason = {"why", "vì sao"};
inline constexpr Message kMoreHolding = {"and {} more in rows of tables",
                                         "và {} phép kiểm tra khác trong các dòng của bảng"};
inline constexpr Message kUnknownFigures = {"{} figures of which no word says what they count: {}",
                                            "{} con số không rõ nói về gì: {}"};
inline constexpr Message kRow = {"table {}, row {}: {}", "bảng {}, dòng {}: {}"};

// Columns.
inline constexpr Message kFigure = {"figure", "số liệu"};
inline constexpr Message kMeans = {"what", "nội dung"};
inline constexpr Message kInReport = {"report", "báo cáo"};
inline constexpr Message kInBooks = {"books", "sổ"};
inline constexpr Message kDefinition = {"definition", "cách tính"};
inline constexpr Message kResult = {"result", "kết quả"};
inline constexpr Message kEqual = {"equal", "bằng"};
inline constexpr Message kDifferent = {"DIFFERENT", "KHÁC"};
inline constexpr Message kNotHeld = {"not held", "sổ không có"};

// How sure.
inline constexpr Message kError = {"ERROR", "SAI"};
inline constexpr Message kDoubtful = {"DOUBTFUL", "NGHI VẤN"};

// Formats.
inline constexpr Message kFormatText = {"plain text", "văn bản thuần"};
inline constexpr Message kFormatHtml = {"HTML", "HTML"};
inline constexpr Message kFormatDocx = {"DOCX", "DOCX"};

// Parts of formulas.
inline constexpr Message kNational = {"national average", "cả nước"};
inline constexpr Message kRateOf = {"rate: {}", "tỷ lệ {}"};
inline constexpr Message kScoreOfGroup = {"score of {}", "điểm {}"};
inline constexpr Message kUnnamed = {"not named", "không nêu"};
inline constexpr Message kTimes = {"{}, {} times", "{}, {} lần"};
inline constexpr Message kSumOfRows = {"sum of {} rows", "tổng {} dòng"};
inline constexpr Message kBetween = {"{} to {}", "từ {} đến {}"};
inline constexpr Message kPetitions = {"petitions", "phản ánh, kiến nghị"};

// Titles of findings.
inline constexpr Message kTitleParts = {"the parts do not make the whole",
                                        "các phần cộng lại không bằng tổng"};
inline constexpr Message kTitleResidual = {"{} received dossiers stand nowhere",
                                           "{} hồ sơ tiếp nhận không nằm ở phần nào"};
inline constexpr Message kTitleBeyond = {"{} more resolved and in hand than received",
                                         "đã và đang giải quyết nhiều hơn tiếp nhận {}"};
inline constexpr Message kTitleLevels = {"the levels do not make the whole",
                                         "các cấp cộng lại không bằng toàn tỉnh"};
inline constexpr Message kTitleColumn = {"the rows do not make the total of the column",
                                         "các dòng cộng lại không bằng dòng tổng"};
inline constexpr Message kTitleShare = {"the share is not part / whole",
                                        "tỷ lệ không bằng phần / tổng"};
inline constexpr Message kTitleRate = {"the rate does not follow from the counts",
                                       "tỷ lệ không tính ra được từ các số đếm"};
inline constexpr Message kTitleScoreRate = {"the rate is not that of the score",
                                            "tỷ lệ không khớp với điểm"};
inline constexpr Message kTitleComplement = {"in time and late do not make 100 %",
                                             "đúng hạn cộng quá hạn không bằng 100 %"};
inline constexpr Message kTitleRange = {"more than there can be", "vượt mức tối đa"};
inline constexpr Message kTitleMaximum = {"an unusual maximum", "điểm tối đa khác quy định"};
inline constexpr Message kTitleTotal = {"the groups do not make the total score",
                                        "điểm các nhóm cộng lại không bằng tổng điểm"};
inline constexpr Message kTitleTwice = {"one figure, two values", "một số liệu, hai giá trị"};
inline constexpr Message kTitleNotation = {"wrong notation", "sai cách viết số"};

}  // namespace lienthong::cli::messages
