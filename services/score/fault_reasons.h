// Why a rulebook is refused, in both languages. Placeholders are fmt's "{}", the same
// number in both.
#pragma once

namespace lienthong::score::reasons {

struct Reason {
  const char* en;
  const char* vi;
};

inline constexpr Reason kUnreadable = {"cannot be read: {}", "không đọc được: {}"};
inline constexpr Reason kTooLarge = {"is larger than {} KiB", "lớn hơn {} KiB"};
inline constexpr Reason kNotUtf8 = {"is not UTF-8; save the file as UTF-8",
                                    "không phải UTF-8; hãy lưu tệp dạng UTF-8"};
inline constexpr Reason kMissing = {"is missing", "còn thiếu"};
inline constexpr Reason kTooLong = {"is longer than {} bytes", "dài hơn {} byte"};
inline constexpr Reason kTooMany = {"has {} entries; at most {} are allowed",
                                    "có {} mục; tối đa {}"};
inline constexpr Reason kUnknownValue = {"is {}, a value that this version does not know",
                                         "là {}, giá trị mà phiên bản này không biết"};
inline constexpr Reason kUnknownField = {
    "holds something that this version does not know; use the version that wrote it",
    "có nội dung mà phiên bản này không biết; hãy dùng phiên bản đã ghi ra nó"};
inline constexpr Reason kBadId = {"must be 1 to {} of a-z, 0-9, \".\" and \"-\"",
                                  "phải gồm 1 đến {} ký tự a-z, 0-9, \".\" và \"-\""};
inline constexpr Reason kTwice = {"\"{}\" stands twice", "\"{}\" bị lặp lại"};
inline constexpr Reason kBadDate = {"is no date of the form yyyy-mm-dd from 1990 to 2099",
                                    "không phải ngày yyyy-mm-dd từ 1990 đến 2099"};
inline constexpr Reason kEndsBefore = {"lies before valid_from", "đứng trước valid_from"};
inline constexpr Reason kBadDecimal = {
    "is no decimal number such as 6 or 0.80 (at most {} digits, {} of them after the point)",
    "không phải số thập phân như 6 hoặc 0.80 (tối đa {} chữ số, {} sau dấu chấm)"};
inline constexpr Reason kNotPositive = {"must be above 0", "phải lớn hơn 0"};
inline constexpr Reason kBadRate = {"is {}; it must be above 0 and at most 1",
                                    "là {}; phải lớn hơn 0 và không quá 1"};
inline constexpr Reason kAboveGroup = {"is {} and exceeds the {} points of its group",
                                       "là {}, vượt quá {} điểm của nhóm"};
inline constexpr Reason kSumDiffers = {
    "is {}, but its indicators and what is left out add up to {}",
    "là {}, nhưng các chỉ số và phần bỏ trống cộng lại là {}"};
inline constexpr Reason kAboveMax = {"is {} and exceeds the {} points of the indicator",
                                     "là {}, vượt quá {} điểm của chỉ số"};
inline constexpr Reason kNotInGroup = {
    "\"{}\" does not belong to group {}; it must begin with \"{}.\"",
    "\"{}\" không thuộc nhóm {}; phải bắt đầu bằng \"{}.\""};
inline constexpr Reason kNoIndicators = {
    "is missing; a group without indicators must leave out all of its points",
    "còn thiếu; nhóm không có chỉ số phải ghi toàn bộ điểm vào left_out"};
inline constexpr Reason kNoZeroRule = {
    "is missing; say null: true, points: \"0\" or last_year: true",
    "còn thiếu; hãy ghi null: true, points: \"0\" hoặc last_year: true"};
inline constexpr Reason kMustBeTrue = {"must be true; choose another rule instead of false",
                                       "phải là true; hãy chọn quy tắc khác thay cho false"};
inline constexpr Reason kNothingCounted = {
    "counts nothing; give dossiers, procedures, catalogue, petitions, observation or greatest",
    "không đếm gì; hãy ghi dossiers, procedures, catalogue, petitions, observation hoặc greatest"};
inline constexpr Reason kOnlyMinus = {"only takes away; at least one term must add",
                                      "chỉ có phép trừ; phải có ít nhất một số hạng cộng"};
inline constexpr Reason kNotJudged = {
    "needs BASIS_RESOLVED or BASIS_IN_HAND; {} counts dossiers before they are judged",
    "cần BASIS_RESOLVED hoặc BASIS_IN_HAND; {} đếm hồ sơ khi chưa xét hạn"};
inline constexpr Reason kNothingToWiden = {
    "widens a judgement and there is none; use flags instead",
    "mở rộng judgement mà chưa có; hãy dùng flags"};
inline constexpr Reason kBadDefinition = {
    "\"{}\" is no observation; it must be 1 to {} of A-Z, a-z, 0-9, \".\", \"_\", \"-\" with \"/\" "
    "between parts",
    "\"{}\" không phải tên số liệu; cần 1 đến {} ký tự A-Z, a-z, 0-9, \".\", \"_\", \"-\" và \"/\" "
    "giữa các phần"};
inline constexpr Reason kNoCount = {"\"{}\" is a {}, which is no count",
                                    "\"{}\" là {}, không phải số đếm"};
inline constexpr Reason kFewCounts = {"needs at least two counts to compare",
                                      "cần ít nhất hai số để so sánh"};
inline constexpr Reason kNested = {"must not stand inside another greatest",
                                   "không được nằm trong một greatest khác"};
inline constexpr Reason kNotDescending = {"is {}, not below the {} of the band before it",
                                          "là {}, không nhỏ hơn {} của mức đứng trước"};
inline constexpr Reason kLastBand = {"is {}; the last band must begin at 0",
                                     "là {}; mức cuối phải bắt đầu từ 0"};
inline constexpr Reason kAboveTotal = {"is {} and exceeds the {} points that can be had",
                                       "là {}, vượt quá tổng {} điểm"};
inline constexpr Reason kSameStart = {"is the first day of \"{}\" too; give it a later one",
                                      "cũng là ngày đầu của \"{}\"; hãy chọn ngày sau"};
inline constexpr Reason kStillHolds = {
    "lies where \"{}\" still holds; give that one {} as valid_to",
    "đứng trong thời gian \"{}\" còn hiệu lực; hãy ghi valid_to của bộ kia là {}"};
inline constexpr Reason kOverlap = {
    "lies before \"{}\" ends on {}; begin later or end that one earlier",
    "đứng trước ngày \"{}\" hết hiệu lực ({}); hãy lùi ngày đầu hoặc cho bộ kia hết sớm hơn"};
inline constexpr Reason kGap = {
    "leaves a gap: \"{}\" ends on {}, so no rulebook holds until then",
    "để hở hiệu lực: \"{}\" hết ngày {}, đến ngày này không có bộ quy tắc nào"};

}  // namespace lienthong::score::reasons
