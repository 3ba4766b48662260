#include "clients/cli/check_report_words.h"

#include <array>

#include "clients/cli/check_report_messages.h"

namespace lienthong::cli {
namespace {

using inspect::Claim;
using inspect::Measure;

template <typename Enum, size_t kSize>
std::string_view At(const std::array<std::string_view, kSize>& words, Enum value) {
  const auto place = static_cast<size_t>(value);
  return place < kSize ? words[place] : "unknown";
}

// By the order of the enumerations of services/inspect.
constexpr std::array<std::string_view, 30> kMeasureWords = {"unknown",
                                                            "received",
                                                            "received_new",
                                                            "carried_over",
                                                            "received_online",
                                                            "received_in_person",
                                                            "received_by_post",
                                                            "received_at_counter",
                                                            "resolved",
                                                            "resolved_early",
                                                            "resolved_on_time",
                                                            "resolved_in_time",
                                                            "resolved_late",
                                                            "open",
                                                            "open_in_time",
                                                            "open_overdue",
                                                            "paused",
                                                            "cancelled",
                                                            "in_time",
                                                            "late",
                                                            "procedures",
                                                            "procedures_full",
                                                            "procedures_partial",
                                                            "procedures_other",
                                                            "electronic_result",
                                                            "digitised",
                                                            "reused",
                                                            "paid_online",
                                                            "satisfied",
                                                            "score"};

constexpr std::array<Message, 30> kMeasureLabels = {
    Message{"?", "?"},
    Message{"received", "tiếp nhận"},
    Message{"newly received", "tiếp nhận mới"},
    Message{"carried over", "kỳ trước chuyển sang"},
    Message{"received online", "tiếp nhận trực tuyến"},
    Message{"received in person", "tiếp nhận trực tiếp"},
    Message{"received by post", "tiếp nhận qua bưu chính"},
    Message{"received in person or by post", "tiếp nhận trực tiếp, bưu chính"},
    Message{"resolved", "đã giải quyết"},
    Message{"resolved early", "giải quyết trước hạn"},
    Message{"resolved on time", "giải quyết đúng hạn"},
    Message{"resolved early or on time", "giải quyết trước và đúng hạn"},
    Message{"resolved late", "giải quyết quá hạn"},
    Message{"in hand", "đang giải quyết"},
    Message{"in hand, not yet due", "đang giải quyết, trong hạn"},
    Message{"in hand, overdue", "đang giải quyết, quá hạn"},
    Message{"paused", "tạm dừng"},
    Message{"cancelled or returned", "rút, trả lại"},
    Message{"in time", "đúng hạn"},
    Message{"late", "quá hạn"},
    Message{"procedures", "tổng số thủ tục"},
    Message{"procedures fully online", "thủ tục toàn trình"},
    Message{"procedures partly online", "thủ tục một phần"},
    Message{"procedures in other forms", "thủ tục hình thức khác"},
    Message{"electronic results", "kết quả điện tử"},
    Message{"digitised", "số hóa hồ sơ"},
    Message{"reuse of data", "tái sử dụng dữ liệu"},
    Message{"paid online", "thanh toán trực tuyến"},
    Message{"satisfied", "hài lòng"},
    Message{"score", "điểm"}};

// The groups of Decision 766, as inspect numbers them.
constexpr std::array<Message, 9> kGroupLabels = {
    Message{"an unnamed group", "nhóm không rõ"},
    Message{"group 1 transparency", "nhóm 1 công khai minh bạch"},
    Message{"group 2 timeliness", "nhóm 2 tiến độ giải quyết"},
    Message{"group 3 online service", "nhóm 3 dịch vụ công trực tuyến"},
    Message{"group 4 online payment", "nhóm 4 thanh toán trực tuyến"},
    Message{"group 5 digitisation", "nhóm 5 số hóa hồ sơ"},
    Message{"group 6 satisfaction", "nhóm 6 mức độ hài lòng"},
    Message{"all groups", "tổng các nhóm"},
    Message{"groups 3 and 4 online service", "nhóm 3 và 4 dịch vụ trực tuyến"}};

constexpr std::array<Message, 3> kLevelLabels = {Message{"province level", "cấp tỉnh"},
                                                 Message{"district level", "cấp huyện"},
                                                 Message{"commune level", "cấp xã"}};

constexpr std::array<Message, 18> kNoReports = {
    Message{"it is empty; give the file of the report", "tệp rỗng; hãy cho tệp báo cáo"},
    Message{"larger than 64 MiB; save it without its pictures",
            "lớn hơn 64 MiB; hãy lưu lại không kèm ảnh"},
    Message{"it is a picture; give the text itself, as text, HTML or DOCX",
            "là tệp ảnh; hãy cho bản chữ: văn bản thuần, HTML hoặc DOCX"},
    Message{"it is a PDF, which is not read; save the report as DOCX, HTML or text",
            "là tệp PDF, không đọc được; hãy lưu báo cáo thành DOCX, HTML hoặc văn bản thuần"},
    Message{"it is a file of the old Office format, or one with a password; save it as DOCX",
            "là tệp Office định dạng cũ hoặc có mật khẩu; hãy lưu thành DOCX"},
    Message{"it is RTF; save it as DOCX", "là tệp RTF; hãy lưu thành DOCX"},
    Message{"it is a spreadsheet; copy its table into a DOCX, or save it as HTML",
            "là bảng tính; hãy chép bảng vào DOCX hoặc lưu thành HTML"},
    Message{"it is a presentation; give the report itself",
            "là tệp trình chiếu; hãy cho chính báo cáo"},
    Message{"it is an OpenDocument file; save it as DOCX",
            "là tệp OpenDocument; hãy lưu thành DOCX"},
    Message{"it is a zip without a Word document in it; unpack it and give the report",
            "là tệp zip không chứa văn bản Word; hãy giải nén và cho tệp báo cáo"},
    Message{"the DOCX is damaged or was not copied whole; fetch it again",
            "tệp DOCX bị hỏng hoặc chép thiếu; hãy lấy lại tệp"},
    Message{"it holds more text than any report (32 MiB, 50,000 paragraphs, 200,000 cells or 200 "
            "columns); give the report alone",
            "chứa nhiều chữ hơn mọi báo cáo (32 MiB, 50.000 đoạn, 200.000 ô hoặc 200 cột); hãy cho "
            "riêng báo cáo"},
    Message{"its elements are nested more than 256 deep; save it as text",
            "các phần tử lồng nhau quá 256 tầng; hãy lưu thành văn bản thuần"},
    Message{"the XML in the DOCX is damaged; open it in Word and save it again",
            "XML trong tệp DOCX bị hỏng; hãy mở bằng Word và lưu lại"},
    Message{"it is UTF-16; save it as UTF-8", "là UTF-16; hãy lưu dạng UTF-8"},
    Message{"its letters are not UTF-8; save it as UTF-8 (Unicode)",
            "chữ không phải UTF-8; hãy lưu dạng UTF-8 (Unicode)"},
    Message{"it is no text; give the report as text, HTML or DOCX",
            "không phải tệp chữ; hãy cho báo cáo dạng văn bản thuần, HTML hoặc DOCX"},
    Message{"no figure of a report on dossiers stands in it; give the report itself",
            "không có số liệu nào của báo cáo giải quyết hồ sơ; hãy cho chính báo cáo"}};

constexpr std::array<Message, 12> kUndecidedReasons = {
    Message{"no word says what it counts", "không rõ nói về gì"},
    Message{"the score adds up several indicators with thresholds, so it is the rate of nothing; "
            "the rate is one indicator's",
            "điểm nhóm cộng nhiều chỉ số có ngưỡng, không phải của một tỷ lệ nào; tỷ lệ là của một "
            "chỉ số"},
    Message{"the rate of one indicator, whose counts the text does not give",
            "tỷ lệ của một chỉ số, báo cáo không nêu số đếm"},
    Message{"only that it does not exceed its maximum", "chỉ biết không vượt điểm tối đa"},
    Message{"a figure of the country, stated once", "số của cả nước, chỉ nêu một lần"},
    Message{"the text does not give the counts of this rate", "báo cáo không nêu số đếm của tỷ lệ"},
    Message{"the text gives neither its parts nor its whole",
            "báo cáo không nêu các phần hay tổng của nó"},
    Message{"only an approximate number", "số làm tròn, ước chừng"},
    Message{"a comparison with a period that the text does not give",
            "so sánh với kỳ không có trong báo cáo"},
    Message{"a target, not a result", "chỉ tiêu, không phải kết quả"},
    Message{"written so that its value is not certain", "cách viết không rõ giá trị"},
    Message{"another source's figure, quoted with its day; whether it is right is for that source",
            "số của nguồn khác, dẫn kèm ngày; đúng hay sai là ở nguồn đó"}};

constexpr std::array<Message, 3> kFormatNames = {messages::kFormatText, messages::kFormatHtml,
                                                 messages::kFormatDocx};

std::string WhatOf(Language language, const Claim& claim) {
  const bool rate = claim.figure.unit == inspect::Unit::kPercent;
  if (claim.measure == Measure::kScore) {
    const auto& group = kGroupLabels[static_cast<size_t>(claim.group) % kGroupLabels.size()];
    return Say(language, rate ? messages::kRateOf : messages::kScoreOfGroup, Say(language, group));
  }
  const std::string label(
      Say(language, kMeasureLabels[static_cast<size_t>(claim.measure) % kMeasureLabels.size()]));
  return rate ? Say(language, messages::kRateOf, label) : label;
}

std::string ScopeOf(Language language, const std::string& scope) {
  if (scope.size() == 2 && scope[0] == '#' && scope[1] >= '1' && scope[1] <= '3') {
    return std::string(Say(language, kLevelLabels[static_cast<size_t>(scope[1] - '1')]));
  }
  return scope;
}

}  // namespace

std::string_view WordOf(Measure measure) { return At(kMeasureWords, measure); }

std::string_view WordOf(inspect::Rule rule) {
  constexpr std::array<std::string_view, 13> kWords = {
      "parts",      "flow",  "levels",  "column",      "share", "rate",    "score_rate",
      "complement", "range", "maximum", "total_score", "twice", "notation"};
  return At(kWords, rule);
}

std::string_view WordOf(inspect::Verdict verdict) {
  constexpr std::array<std::string_view, 3> kWords = {"holds", "error", "doubtful"};
  return At(kWords, verdict);
}

std::string_view WordOf(inspect::Why why) {
  constexpr std::array<std::string_view, 19> kWords = {"",
                                                       "parts_differ",
                                                       "parts_missing",
                                                       "residual",
                                                       "beyond_received",
                                                       "share_differs",
                                                       "share_cut",
                                                       "no_definition",
                                                       "one_indicator",
                                                       "linear_group",
                                                       "not_hundred",
                                                       "beyond_maximum",
                                                       "beyond_hundred",
                                                       "other_maximum",
                                                       "total_differs",
                                                       "two_values",
                                                       "spaced_number",
                                                       "english_number",
                                                       "broken_number"};
  return At(kWords, why);
}

std::string_view WordOf(inspect::Undecided why) {
  constexpr std::array<std::string_view, 12> kWords = {
      "unknown", "thresholds",  "indicator",  "only_range", "national",   "no_counts",
      "alone",   "approximate", "comparison", "target",     "unreadable", "quoted"};
  return At(kWords, why);
}

std::string_view WordOf(inspect::Unit unit) {
  constexpr std::array<std::string_view, 3> kWords = {"count", "percent", "fraction"};
  return At(kWords, unit);
}

std::string_view WordOf(inspect::Notation notation) {
  constexpr std::array<std::string_view, 4> kWords = {"vietnamese", "spaced", "english", "broken"};
  return At(kWords, notation);
}

std::string_view WordOf(inspect::Format format) {
  constexpr std::array<std::string_view, 3> kWords = {"text", "html", "docx"};
  return At(kWords, format);
}

std::string FormatNumber(Language language, const inspect::Decimal& value) {
  const std::string plain = ToString(value);
  const bool negative = plain.starts_with('-');
  const size_t point = plain.find('.');
  std::string text = plain.substr(negative, point - negative);
  for (size_t place = text.size(); place > 3;) {
    text.insert(place -= 3, 1, language == Language::kVietnamese ? '.' : ',');
  }
  if (point != std::string::npos) {
    text += (language == Language::kVietnamese ? "," : ".") + plain.substr(point + 1);
  }
  return negative ? "-" + text : text;
}

std::string PlaceOf(Language language, const Claim& claim) {
  return ScopeOf(language, claim.scope);
}

std::string LabelOf(Language language, const Claim& claim) {
  std::string label = WhatOf(language, claim);
  if (claim.object == inspect::Object::kPetition) {
    label += " (" + std::string(Say(language, messages::kPetitions)) + ")";
  }
  if (claim.national) label += ", " + std::string(Say(language, messages::kNational));
  if (!claim.scope.empty()) label += ", " + ScopeOf(language, claim.scope);
  return label;
}

const Message& ReasonOf(inspect::NoReport what) {
  return kNoReports[static_cast<size_t>(what) % kNoReports.size()];
}

const Message& ReasonOf(inspect::Undecided why) {
  return kUndecidedReasons[static_cast<size_t>(why) % kUndecidedReasons.size()];
}

const Message& NameOf(inspect::Format format) {
  return kFormatNames[static_cast<size_t>(format) % kFormatNames.size()];
}

}  // namespace lienthong::cli
