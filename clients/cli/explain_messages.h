// Words of explain and at-risk, and their help.
#pragma once

#include <array>

#include "clients/cli/language.h"

namespace lienthong::cli::messages {

// By number of v1::Cause, from 1.
inline constexpr std::array<Message, 10> kCauses = {
    Message{"happened since", "phát sinh sau đó"},
    Message{"dossier came late", "hồ sơ gửi muộn"},
    Message{"completion came late", "kết quả gửi muộn"},
    Message{"step came late", "bước xử lý gửi muộn"},
    Message{"another promise", "đổi ngày hẹn trả"},
    Message{"another unit", "đổi đơn vị"},
    Message{"correction", "đính chính"},
    Message{"deletion", "xóa hồ sơ"},
    Message{"let in: its words are mapped now", "được tính vì đã có danh mục"},
    Message{"another owner's state", "theo bản của đơn vị sở hữu khác"}};
inline constexpr Message kCause = {"cause", "nguyên nhân"};
inline constexpr Message kDossiers = {"dossiers", "hồ sơ"};
inline constexpr Message kDossierCode = {"dossier", "mã hồ sơ"};
inline constexpr Message kProcedureCode = {"procedure", "thủ tục"};
inline constexpr Message kDue = {"due", "đến hạn"};
inline constexpr Message kCost = {"costs its unit", "đơn vị mất"};
inline constexpr Message kDifference = {"difference", "chênh lệch"};
inline constexpr Message kKnownBefore = {"known at {}, position {}: {} of {}, {}, {} points",
                                         "biết đến {}, vị trí sổ {}: {} trên {}, {}, {} điểm"};
inline constexpr Message kExplainAsOf = {"rate {}, {} unit; {} to {}, as of {}",
                                         "tỷ lệ {}, theo đơn vị {}; từ {} đến {}, tính đến {}"};
inline constexpr Message kDossiersLeftOut = {"{} more dossiers: in time {}, base {}",
                                             "còn {} hồ sơ: đúng hạn {}, mẫu số {}"};
inline constexpr Message kAtRiskClosing = {
    "{} dossiers fall due by {}; all of them together cost {} {} points of 20",
    "{} hồ sơ đến hạn trước {}; tất cả sẽ làm {} mất {} điểm trên 20"};
inline constexpr Message kProvisionalCalendar = {
    "the holidays of that year are not decided: weekends and fixed holidays only",
    "lịch nghỉ năm đó chưa có quyết định: chỉ tính cuối tuần và ngày lễ cố định"};

}  // namespace lienthong::cli::messages

namespace lienthong::cli::help {

inline constexpr Message kExplain = {
    "Why a figure differs from what was known earlier: by cause, unit and dossier.",
    "Vì sao số liệu khác với lúc trước: theo nguyên nhân, đơn vị và hồ sơ."};
inline constexpr Message kExplainFooter = {
    R"(Both figures are of the same period, as of the same instant; only what the node knew differs. Causes,
units and dossiers each add up to the difference exactly; points of parts add up to the rounded
difference, so one of them may differ from its own rounding by 0.01.

Example: why did August change after we reported it?
  lienthong explain --unit H44 --period 2026-08 --known-at "2026-09-05 09:00:00")",
    R"(Hai số liệu cùng kỳ, cùng thời điểm tính; chỉ khác những gì nút đã biết. Nguyên nhân, đơn vị và hồ sơ
đều cộng lại đúng bằng chênh lệch; điểm của từng phần cộng lại bằng chênh lệch đã làm tròn, nên một phần
có thể lệch 0,01 so với tự làm tròn.

Ví dụ: vì sao tháng 8 đổi sau khi đã báo cáo?
  lienthong explain --unit H44 --period 2026-08 --known-at "2026-09-05 09:00:00")"};
inline constexpr Message kAtRisk = {
    "What falls due in the next working days, dearest first.",
    "Hồ sơ đến hạn trong những ngày làm việc tới, mất điểm nhiều nhất trước."};
inline constexpr Message kAtRiskFooter = {
    R"(A dossier costs its unit 20 / in hand this month, so that small units come first. Dossiers that wait
for the citizen are not listed: they fall due only once they go on.

Example:
  lienthong at-risk --unit H44 --days 5)",
    R"(Một hồ sơ làm đơn vị mất 20 / phải giải quyết trong tháng, nên đơn vị nhỏ đứng trước. Hồ sơ đang chờ
công dân không có trong danh sách: chỉ đến hạn khi xử lý tiếp.

Ví dụ:
  lienthong at-risk --unit H44 --days 5)"};
inline constexpr Message kOptionKnownBefore = {
    "the earlier moment: \"yyyy-mm-dd hh:mm:ss\", a day, or a position; required",
    "lúc trước: \"yyyy-mm-dd hh:mm:ss\", ngày, hoặc vị trí; bắt buộc"};
inline constexpr Message kOptionKnownAfter = {"the later moment; default: now",
                                              "lúc sau; mặc định: hiện tại"};
inline constexpr Message kOptionDossiers = {"dossiers to list, at most 10,000; default 20",
                                            "số hồ sơ liệt kê, nhiều nhất 10.000; mặc định 20"};
inline constexpr Message kOptionDaysAhead = {"working days to look ahead, 1 to 60; default 3",
                                             "số ngày làm việc tới, 1 đến 60; mặc định 3"};

}  // namespace lienthong::cli::help
