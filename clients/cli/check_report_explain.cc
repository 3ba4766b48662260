#include "clients/cli/check_report_explain.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "clients/cli/check_report_messages.h"
#include "clients/cli/check_report_words.h"

namespace lienthong::cli {
namespace {

using inspect::Check;
using inspect::Claim;
using inspect::Decimal;
using inspect::Inspection;
using inspect::Rule;
using inspect::Why;

// More parts than a line holds.
constexpr size_t kPartsShown = 6;
// Sentences are shown with this much around their figures.
constexpr size_t kSentenceBytes = 360;
constexpr size_t kAroundBytes = 140;
constexpr size_t kSentencesShown = 3;

// Why, with the numbers that the fields of a check give: {} each.
constexpr Message kPartsDiffer = {"The parts add up to {}; the whole differs by {}.",
                                  "Các phần cộng lại được {}; tổng lệch {}."};
constexpr Message kPartsMissing = {
    "The named parts add up to {}; the whole differs by {}. A part may not be named.",
    "Các phần được nêu cộng lại được {}; tổng lệch {}. Có thể còn phần không được nêu."};
constexpr Message kResidual = {
    "Resolved and in hand make {}; {} received dossiers are in neither. Paused, cancelled or "
    "returned dossiers would explain them, but the text does not name them all.",
    "Đã và đang giải quyết cộng lại được {}; còn {} hồ sơ tiếp nhận không thuộc phần nào. Hồ sơ "
    "tạm dừng, rút hoặc trả lại có thể là lý do, nhưng báo cáo không nêu đủ."};
constexpr Message kBeyondReceived = {
    "Resolved and in hand make {}, which differs from what was received by {}. Dossiers carried "
    "over would explain it if they are not counted in; else a figure is wrong.",
    "Đã và đang giải quyết cộng lại được {}, lệch {} so với tiếp nhận. Hồ sơ kỳ trước chuyển sang "
    "có thể là lý do nếu chưa tính vào; nếu không thì có số bị sai."};
constexpr Message kShareDiffers = {"It should be {} %.", "Đúng ra là {} %."};
constexpr Message kShareCut = {
    "Rounded it is {} %; the printed one is cut off behind its last decimal.",
    "Làm tròn đúng là {} %; số in ra bị cắt bớt chứ không làm tròn."};
constexpr Message kNoDefinition = {
    "From the counts in the text the usual definition gives {} %, and no other public definition "
    "gives the printed rate.",
    "Từ số đếm trong báo cáo, cách tính thông thường cho {} %; không cách tính công khai nào khác "
    "cho ra tỷ lệ đã in."};
constexpr Message kOneIndicator = {
    "Group 2 is one indicator, 20 points times its rate: the printed score stands for {} to {} %. "
    "Score or rate is wrong, or they are of different moments.",
    "Nhóm 2 chỉ có một chỉ số, điểm bằng 20 nhân tỷ lệ: điểm đã in ứng với {} đến {} %. Điểm hoặc "
    "tỷ lệ sai, hoặc hai số lấy ở hai thời điểm."};
constexpr Message kLinearGroup = {
    "Group 1 adds up four indicators without thresholds, so its score over its maximum is the mean "
    "of their rates: {} to {} %. The printed rate may be that of one indicator, but the text gives "
    "it as the group's own.",
    "Nhóm 1 cộng bốn chỉ số không có ngưỡng, nên điểm chia điểm tối đa là tỷ lệ bình quân của "
    "nhóm: "
    "{} đến {} %. Tỷ lệ đã in có thể là của một chỉ số, nhưng báo cáo nêu như của cả nhóm."};
constexpr Message kNotHundred = {"Together they miss 100 % by {}.",
                                 "Cộng lại lệch {} so với 100 %."};
constexpr Message kBeyondMaximum = {"The score cannot exceed {}.", "Điểm không thể vượt {}."};
constexpr Message kBeyondHundred = {"A share cannot exceed {} %.", "Tỷ lệ không thể vượt {} %."};
constexpr Message kOtherMaximum = {"Decision 766/QĐ-TTg gives this group {} points at most.",
                                   "Quyết định 766/QĐ-TTg cho nhóm này tối đa {} điểm."};
constexpr Message kTotalDiffers = {"The groups add up to {}; the total differs by {}.",
                                   "Các nhóm cộng lại được {}; tổng điểm lệch {}."};
constexpr Message kTwoValues = {"The same thing is {} elsewhere in the text: they differ by {}.",
                                "Cùng một nội dung, chỗ khác ghi {}: lệch {}."};
constexpr Message kSpacedNumber = {
    "Vietnamese notation parts thousands with a point; read as {}.",
    "Theo cách viết Việt Nam, hàng nghìn ngăn bằng dấu chấm; được đọc là {}."};
constexpr Message kEnglishNumber = {
    "Vietnamese notation has a point between thousands and a comma before decimals; read as {}.",
    "Theo cách viết Việt Nam, dấu chấm ngăn hàng nghìn, dấu phẩy trước phần thập phân; được đọc là "
    "{}."};
constexpr Message kBrokenNumber = {
    "A number of things cannot be written so; its value is not certain and is left out of all "
    "sums.",
    "Số đếm không thể viết như vậy; không rõ giá trị nên không đưa vào phép tính nào."};

// A check with the claims that it is about.
class Words {
 public:
  Words(Language language, const Inspection& inspection, const Check& check)
      : language_(language), inspection_(inspection), check_(check) {}

  std::string Arithmetic() const;
  std::string Explanation() const;
  std::string Title() const;

 private:
  const Claim& At(size_t place) const { return inspection_.claims.claims[check_.claims[place]]; }
  // "1.497 (đang giải quyết)"; where places are added up, "1.497 (cấp xã)".
  std::string Named(size_t place) const {
    const bool by_place = check_.rule == Rule::kLevels || check_.rule == Rule::kColumn;
    const bool part = by_place && place > 0 && !At(place).scope.empty();
    return At(place).figure.text + " (" +
           (part ? PlaceOf(language_, At(place)) : LabelOf(language_, At(place))) + ")";
  }
  std::string Number(const Decimal& value) const { return FormatNumber(language_, value); }
  std::string Number(const std::optional<Decimal>& value) const {
    return value ? Number(*value) : "";
  }
  // What it misses, without its sign.
  std::string Distance() const {
    const Decimal difference = check_.difference.value_or(Decimal());
    return Number(difference < Decimal() ? Decimal() - difference : difference);
  }
  std::string Sum(size_t begin, size_t end) const;
  std::string SumArithmetic() const;
  std::string FlowArithmetic() const;
  std::string ShareArithmetic() const;
  std::string ScoreArithmetic() const;
  std::string Values() const;

  const Language language_;
  const Inspection& inspection_;
  const Check& check_;
};

std::string Words::Sum(size_t begin, size_t end) const {
  if (end - begin > kPartsShown) return Say(language_, messages::kSumOfRows, end - begin);
  std::string sum;
  for (size_t i = begin; i < end; ++i) sum += (i == begin ? "" : " + ") + Named(i);
  return sum;
}

std::string Words::SumArithmetic() const {
  const bool holds = check_.verdict == inspect::Verdict::kHolds;
  const std::string sum = Sum(1, check_.claims.size());
  if (holds) return Named(0) + " = " + sum;
  return Named(0) + " ≠ " + sum + " = " + Number(check_.expected);
}

std::string Words::FlowArithmetic() const {
  if (At(1).measure == inspect::Measure::kCarriedOver) {
    return Sum(0, 2) + " = " + Sum(2, check_.claims.size());
  }
  std::string text = Named(0) + " = " + Sum(1, check_.claims.size());
  const Decimal rest = check_.difference.value_or(Decimal());
  if (rest > Decimal()) {
    text += " + " + Number(rest) + " (" + std::string(Say(language_, messages::kUnnamed)) + ")";
  }
  if (rest < Decimal()) text += " - " + Distance();
  return text;
}

std::string Words::ShareArithmetic() const {
  const size_t parts = 1 + check_.parts;
  const size_t wholes = check_.claims.size() - check_.taken_off;
  std::string quotient = Sum(1, parts);
  if (wholes > parts) {
    const bool brackets = wholes - parts > 1 || check_.taken_off > 0;
    std::string whole = Sum(parts, wholes);
    for (size_t i = wholes; i < check_.claims.size(); ++i) whole += " - " + Named(i);
    if (check_.parts > 1) quotient = "(" + quotient + ")";
    quotient += " / " + (brackets ? "(" + whole + ")" : whole);
  }
  const bool holds = check_.verdict == inspect::Verdict::kHolds;
  if (holds) return At(0).figure.text + " = " + quotient;
  return At(0).figure.text + " ≠ " + quotient + " = " + Number(check_.expected) + " %";
}

std::string Words::ScoreArithmetic() const {
  const std::string range = check_.range
                                ? Say(language_, messages::kBetween, Number(check_.range->low),
                                      Number(check_.range->high))
                                : "";
  return Named(0) + " ↔ " + Named(1) + " = " + Number(check_.expected) + " % (" + range + " %)";
}

// The figures as they are meant.
std::string Words::Values() const {
  std::vector<std::string> values;
  for (size_t i = 0; i < check_.claims.size(); ++i) values.push_back(Number(At(i).figure.value));
  return fmt::format("{}", fmt::join(values, "; "));
}

std::string Words::Arithmetic() const {
  switch (check_.rule) {
    case Rule::kFlow:
      return FlowArithmetic();
    case Rule::kShare:
    case Rule::kRate:
      return ShareArithmetic();
    case Rule::kScoreRate:
      return ScoreArithmetic();
    case Rule::kComplement:
      return Sum(0, check_.claims.size()) + " = " +
             Number(Decimal{100, 0} + check_.difference.value_or(Decimal())) + " %";
    case Rule::kTwice:
      if (check_.verdict == inspect::Verdict::kHolds) {
        return Say(language_, messages::kTimes, Named(0), check_.claims.size());
      }
      [[fallthrough]];
    case Rule::kRange:
    case Rule::kMaximum:
    case Rule::kNotation: {
      std::vector<std::string> figures;
      for (size_t i = 0; i < check_.claims.size(); ++i) figures.push_back(Named(i));
      return fmt::format("{}", fmt::join(figures, check_.rule == Rule::kTwice ? " ↔ " : "; "));
    }
    default:
      return SumArithmetic();
  }
}

std::string Words::Explanation() const {
  const std::string expected = Number(check_.expected);
  switch (check_.why) {
    case Why::kNone:
      return "";
    case Why::kPartsDiffer:
      return Say(language_, kPartsDiffer, expected, Distance());
    case Why::kPartsMissing:
      return Say(language_, kPartsMissing, expected, Distance());
    case Why::kResidual:
      return Say(language_, kResidual, expected, Distance());
    case Why::kBeyondReceived:
      return Say(language_, kBeyondReceived, expected, Distance());
    case Why::kShareDiffers:
      return Say(language_, kShareDiffers, expected);
    case Why::kShareCut:
      return Say(language_, kShareCut, expected);
    case Why::kNoDefinition:
      return Say(language_, kNoDefinition, expected);
    case Why::kOneIndicator:
      return Say(language_, kOneIndicator, Number(check_.range->low), Number(check_.range->high));
    case Why::kLinearGroup:
      return Say(language_, kLinearGroup, Number(check_.range->low), Number(check_.range->high));
    case Why::kNotHundred:
      return Say(language_, kNotHundred, Distance());
    case Why::kBeyondMaximum:
      return Say(language_, kBeyondMaximum, expected);
    case Why::kBeyondHundred:
      return Say(language_, kBeyondHundred, expected);
    case Why::kOtherMaximum:
      return Say(language_, kOtherMaximum, expected);
    case Why::kTotalDiffers:
      return Say(language_, kTotalDiffers, expected, Distance());
    case Why::kTwoValues:
      return Say(language_, kTwoValues, expected, Distance());
    case Why::kSpacedNumber:
      return Say(language_, kSpacedNumber, Values());
    case Why::kEnglishNumber:
      return Say(language_, kEnglishNumber, Values());
    case Why::kBrokenNumber:
      return std::string(Say(language_, kBrokenNumber));
  }
  return "";
}

std::string Words::Title() const {
  const auto say = [&](const Message& message) { return std::string(Say(language_, message)); };
  switch (check_.rule) {
    case Rule::kParts:
      return say(messages::kTitleParts);
    case Rule::kFlow:
      return Say(
          language_,
          check_.why == Why::kBeyondReceived ? messages::kTitleBeyond : messages::kTitleResidual,
          Distance());
    case Rule::kLevels:
      return say(messages::kTitleLevels);
    case Rule::kColumn:
      return say(messages::kTitleColumn);
    case Rule::kShare:
      return say(messages::kTitleShare);
    case Rule::kRate:
      return say(messages::kTitleRate);
    case Rule::kScoreRate:
      return say(messages::kTitleScoreRate);
    case Rule::kComplement:
      return say(messages::kTitleComplement);
    case Rule::kRange:
      return say(messages::kTitleRange);
    case Rule::kMaximum:
      return say(messages::kTitleMaximum);
    case Rule::kTotalScore:
      return say(messages::kTitleTotal);
    case Rule::kTwice:
      return say(messages::kTitleTwice);
    case Rule::kNotation:
      return say(messages::kTitleNotation);
  }
  return "";
}

// `text` from about `begin` to about `end`, cut at spaces.
std::string Shortened(const std::string& text, size_t begin, size_t end) {
  if (text.size() <= kSentenceBytes) return text;
  begin = begin > kAroundBytes ? text.find(' ', begin - kAroundBytes) : 0;
  end = std::min(end + kAroundBytes, text.size());
  if (end < text.size()) end = text.rfind(' ', end);
  if (begin == std::string::npos || end == std::string::npos || end <= begin) return text;
  const bool cut_end = end < text.size();
  if (begin > 0) ++begin;
  return (begin > 0 ? "… " : "") + text.substr(begin, end - begin) + (cut_end ? " …" : "");
}

}  // namespace

std::string TitleOf(Language language, const Inspection& inspection, const Check& check) {
  return Words(language, inspection, check).Title();
}

std::string ArithmeticOf(Language language, const Inspection& inspection, const Check& check) {
  return Words(language, inspection, check).Arithmetic();
}

std::string ExplanationOf(Language language, const Inspection& inspection, const Check& check) {
  return Words(language, inspection, check).Explanation();
}

std::vector<std::string> SentencesOf(const Inspection& inspection, const Check& check) {
  struct Place {
    size_t sentence;
    size_t begin;
    size_t end;
  };
  std::vector<Place> places;
  for (const size_t index : check.claims) {
    const Claim& claim = inspection.claims.claims[index];
    const auto same = std::find_if(places.begin(), places.end(), [&](const Place& place) {
      return place.sentence == claim.sentence;
    });
    if (same == places.end()) {
      places.push_back({claim.sentence, claim.begin, claim.end});
    } else {
      same->begin = std::min(same->begin, claim.begin);
      same->end = std::max(same->end, claim.end);
    }
  }
  // The rows of a column are not told one by one.
  if (places.size() > kSentencesShown) places.erase(places.begin() + 1, places.end());
  std::vector<std::string> sentences;
  sentences.reserve(places.size());
  for (const Place& place : places) {
    sentences.push_back(
        Shortened(inspection.claims.sentences[place.sentence].text, place.begin, place.end));
  }
  return sentences;
}

}  // namespace lienthong::cli
