#include "services/score/formula.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace lienthong::score {
namespace {

struct Words {
  const char* en;
  const char* vi;
};

std::string In(Tongue tongue, const Words& words) {
  return tongue == Tongue::kVietnamese ? words.vi : words.en;
}

template <typename... Args>
std::string In(Tongue tongue, const Words& words, const Args&... args) {
  return fmt::format(fmt::runtime(In(tongue, words)), args...);
}

// The word of an enumeration's value, by number; of one that is not known the number.
template <size_t kSize>
std::string Of(Tongue tongue, const std::array<Words, kSize>& words, int value) {
  const auto place = static_cast<size_t>(value);
  return place < kSize ? In(tongue, words[place]) : std::to_string(value);
}

constexpr std::array<Words, 5> kBases = {
    {{"dossiers", "hồ sơ"},
     {"new dossiers", "hồ sơ mới tiếp nhận"},
     {"dossiers received (new, reopened, moved in less moved out)",
      "hồ sơ tiếp nhận (mới, mở lại, chuyển đến trừ chuyển đi)"},
     {"resolved dossiers", "hồ sơ đã giải quyết"},
     {"dossiers in hand (carried over and received)",
      "hồ sơ phải giải quyết (tồn kỳ trước và tiếp nhận)"}}};
constexpr std::array<Words, 3> kJudgements = {
    {{"", ""}, {"in time", "đúng hạn hoặc trong hạn"}, {"late or overdue", "quá hạn"}}};
constexpr std::array<Words, 12> kFlags = {
    {{"", ""},
     {"filed online", "nộp trực tuyến"},
     {"with a fee due", "có phí, lệ phí"},
     {"paid online", "thanh toán trực tuyến"},
     {"with a written result due", "phải trả kết quả bằng văn bản"},
     {"with an electronic result", "có kết quả điện tử"},
     {"digitised", "được số hóa"},
     {"using digitised data again", "sử dụng lại dữ liệu số hóa"},
     {"with data from the personal store", "có dữ liệu từ kho cá nhân"},
     {"using population data", "có sử dụng dữ liệu dân cư"},
     {"complained about", "bị phản ánh, kiến nghị"},
     {"synchronised to the national portal", "đã đồng bộ lên Cổng Dịch vụ công quốc gia"}}};
constexpr std::array<Words, 13> kAspects = {
    {{"procedures of the catalogue", "thủ tục trong danh mục"},
     {"procedures offered online", "thủ tục cung cấp trực tuyến (toàn trình hoặc một phần)"},
     {"procedures offered online in full", "thủ tục cung cấp trực tuyến toàn trình"},
     {"procedures with a fee", "thủ tục có phí, lệ phí"},
     {"procedures with a fee that can be paid online",
      "thủ tục có phí, lệ phí thanh toán trực tuyến được"},
     {"citizens' procedures", "thủ tục của người dân"},
     {"citizens' procedures connected to the population database",
      "thủ tục của người dân có kết nối dữ liệu dân cư"},
     {"procedures to be made public in the period", "thủ tục phải công bố trong kỳ"},
     {"procedures made public in time", "thủ tục công bố đúng hạn"},
     {"procedures whose update is due in the period", "thủ tục phải cập nhật trong kỳ"},
     {"procedures updated in time", "thủ tục cập nhật, công khai đúng hạn"},
     {"procedures that are public", "thủ tục đang công khai"},
     {"public procedures with all required parts",
      "thủ tục đang công khai có đủ bộ phận tạo thành"}}};
constexpr std::array<Words, 3> kPetitions = {
    {{"petitions received in the period", "phản ánh, kiến nghị tiếp nhận trong kỳ"},
     {"petitions handled in time", "phản ánh, kiến nghị xử lý đúng hạn"},
     {"petitions whose sender is satisfied", "phản ánh, kiến nghị mà người gửi hài lòng"}}};
constexpr std::array<Words, 4> kRoles = {
    {{"handling unit", "đơn vị xử lý"},
     {"receiving unit", "đơn vị tiếp nhận"},
     {"handling unit", "đơn vị xử lý"},
     {"unit that applies the procedure", "đơn vị thực hiện thủ tục"}}};
constexpr std::array<Words, 4> kConfidences = {
    {{"unknown", "không rõ"}, {"high", "cao"}, {"medium", "trung bình"}, {"low", "thấp"}}};

constexpr Words kWith = {", {}", " {}"};
constexpr Words kOrWith = {", or {}", " hoặc {}"};
constexpr Words kThatHad = {"{} that had {}", "{} có phát sinh {}"};
constexpr Words kObserved = {"the figure \"{}\" as observed", "số liệu quan sát \"{}\""};
constexpr Words kGreatest = {"the greatest of ({})", "số lớn nhất trong ({})"};
constexpr Words kNull = {"not scored", "không tính điểm"};
constexpr Words kFixed = {"{} points", "{} điểm"};
constexpr Words kLastYear = {
    "the denominator is last year's x months of the period / 12; 0 points if that is 0 too",
    "mẫu số lấy của năm trước x số tháng của kỳ / 12; vẫn bằng 0 thì 0 điểm"};

std::string Number(std::string text, Tongue tongue) {
  if (tongue == Tongue::kVietnamese) std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

std::string FlagsText(const google::protobuf::RepeatedField<int>& flags, const Words& join,
                      Tongue tongue) {
  std::string text;
  for (const int flag : flags) {
    if (!text.empty()) text += ", ";
    text += Of(tongue, kFlags, flag);
  }
  return text.empty() ? text : In(tongue, join, text);
}

std::string DossiersText(const v1::DossierCount& count, Tongue tongue) {
  std::string text = Of(tongue, kBases, count.basis());
  text += FlagsText(count.flags(), kWith, tongue);
  const std::string judgement = Of(tongue, kJudgements, count.judgement());
  if (!judgement.empty()) text += ", " + judgement;
  return text + FlagsText(count.or_flags(), kOrWith, tongue);
}

std::string GreatestText(const v1::Greatest& greatest, Tongue tongue) {
  std::string text;
  for (const v1::Count& count : greatest.of())
    text += (text.empty() ? "" : "; ") + CountText(count, tongue);
  return In(tongue, kGreatest, text);
}

std::string TermText(const v1::Term& term, Tongue tongue) {
  switch (term.what_case()) {
    case v1::Term::kDossiers:
      return DossiersText(term.dossiers(), tongue);
    case v1::Term::kProcedures:
      return In(tongue, kThatHad, Of(tongue, kAspects, term.procedures().among().aspect()),
                DossiersText(term.procedures().dossiers(), tongue));
    case v1::Term::kCatalogue:
      return Of(tongue, kAspects, term.catalogue().aspect());
    case v1::Term::kPetitions:
      return Of(tongue, kPetitions, term.petitions().aspect());
    case v1::Term::kObservation:
      return In(tongue, kObserved, term.observation());
    case v1::Term::kGreatest:
      return GreatestText(term.greatest(), tongue);
    case v1::Term::WHAT_NOT_SET:
      break;
  }
  return "?";
}

}  // namespace

std::string PointsFormula(const v1::RulebookIndicator& indicator, Tongue tongue) {
  const std::string max = Number(indicator.max(), tongue);
  if (indicator.full_at().empty() || indicator.full_at() == "1") return max + "R";
  return fmt::format("min({0}, {0}R/{1})", max, Number(indicator.full_at(), tongue));
}

std::string CountText(const v1::Count& count, Tongue tongue) {
  std::string text;
  for (const v1::Term& term : count.terms()) {
    if (term.minus()) {
      text += text.empty() ? "- " : " - ";
    } else if (!text.empty()) {
      text += " + ";
    }
    text += TermText(term, tongue);
  }
  return text;
}

std::string ZeroRuleText(const v1::ZeroRule& rule, Tongue tongue) {
  if (rule.has_null()) return In(tongue, kNull);
  if (rule.has_last_year()) return In(tongue, kLastYear);
  return In(tongue, kFixed, Number(rule.points(), tongue));
}

std::string RoleText(v1::UnitRole role, Tongue tongue) { return Of(tongue, kRoles, role); }

std::string ConfidenceText(v1::Confidence confidence, Tongue tongue) {
  return Of(tongue, kConfidences, confidence);
}

}  // namespace lienthong::score
