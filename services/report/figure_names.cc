#include "services/report/figure_names.h"

#include <algorithm>
#include <array>
#include <span>

#include "services/report/book_lines.h"

namespace lienthong::report {
namespace {

constexpr size_t kDefinitionBytesMax = 96;  // observation.proto
constexpr size_t kDerivedBytesMax = 48;     // report.proto

constexpr std::array<std::string_view, 3> kRateParts = {"late", "numerator", "denominator"};
constexpr std::array<std::string_view, 4> kCatalogueKeys = {"procedures", "online_full",
                                                            "online_partial", "other"};
constexpr std::array<std::string_view, 2> kGroupParts = {"points", "max"};
constexpr std::array<std::string_view, 5> kIndicatorParts = {"points", "max", "ratio", "numerator",
                                                             "denominator"};
constexpr std::array<std::string_view, 7> kCoverageKeys = {
    "expected", "complete", "behind", "silent", "uncovered", "parked", "incomplete"};

bool IsOneOf(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }

// "3", "3.3".
bool IsRuleId(std::string_view id) {
  constexpr size_t kRuleIdBytesMax = 16;
  return !id.empty() && id.size() <= kRuleIdBytesMax && IsDigit(id.front()) && IsDigit(id.back()) &&
         std::all_of(id.begin(), id.end(), [](char c) { return IsDigit(c) || c == '.'; });
}

bool IsDefinition(std::string_view text) {
  if (text.starts_with("*/")) text.remove_prefix(2);
  return !text.empty() && text.size() <= kDefinitionBytesMax &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return IsDigit(c) || IsLower(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' ||
                  c == '/' || c == '-';
         });
}

bool IsDerived(std::string_view text) {
  return !text.empty() && text.size() <= kDerivedBytesMax &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return IsDigit(c) || IsLower(c) || c == '_' || c == '/' || c == '-';
         });
}

bool IsRate(std::string_view id) {
  const auto& rates = RateNames();
  return std::any_of(rates.begin(), rates.end(), [&](const auto& known) { return known.id == id; });
}

Family FamilyOf(std::string_view word) {
  constexpr std::pair<std::string_view, Family> kFamilies[] = {
      {"books", Family::kBooks},         {"rate", Family::kRate},
      {"catalogue", Family::kCatalogue}, {"group", Family::kGroup},
      {"indicator", Family::kIndicator}, {"total", Family::kTotal},
      {"observed", Family::kObserved},   {"average", Family::kAverage},
      {"coverage", Family::kCoverage},   {"my", Family::kDerived}};
  for (const auto& [known, family] : kFamilies)
    if (known == word) return family;
  return Family::kNone;
}

// The parts of a name whose key ends at the next "/".
void Split(std::string_view rest, FigureName& name) {
  const size_t slash = rest.find('/');
  name.key = rest.substr(0, slash);
  if (slash != std::string_view::npos) name.part = rest.substr(slash + 1);
}

bool IsSound(const FigureName& name) {
  switch (name.family) {
    case Family::kBooks:
      return IsBookLine(name.key) && name.part.empty();
    case Family::kRate:
      return IsRate(name.key) && (name.part.empty() || IsOneOf(name.part, kRateParts));
    case Family::kCatalogue:
      return IsOneOf(name.key, kCatalogueKeys) && name.part.empty();
    case Family::kGroup:
      return IsRuleId(name.key) && IsOneOf(name.part, kGroupParts);
    case Family::kIndicator:
      return IsRuleId(name.key) && IsOneOf(name.part, kIndicatorParts);
    case Family::kTotal:
      return name.key.empty() && IsOneOf(name.part, kGroupParts);
    case Family::kObserved:
    case Family::kAverage:
      return IsDefinition(name.key);
    case Family::kCoverage:
      return IsOneOf(name.key, kCoverageKeys) && name.part.empty();
    case Family::kDerived:
      return IsDerived(name.key);
    case Family::kNone:
      break;
  }
  return false;
}

}  // namespace

FigureName ParseFigureName(std::string_view name) {
  const size_t slash = name.find('/');
  if (slash == std::string_view::npos) return {};
  FigureName parsed;
  parsed.family = FamilyOf(name.substr(0, slash));
  const std::string_view rest = name.substr(slash + 1);
  switch (parsed.family) {
    case Family::kObserved:
    case Family::kAverage:
    case Family::kDerived:
      parsed.key = rest;
      break;
    case Family::kTotal:
      parsed.part = rest;
      break;
    default:
      Split(rest, parsed);
  }
  return IsSound(parsed) ? parsed : FigureName{};
}

bool CanBeCount(const FigureName& name) {
  switch (name.family) {
    case Family::kBooks:
    case Family::kCatalogue:
    case Family::kCoverage:
    case Family::kObserved:
    case Family::kAverage:
    case Family::kDerived:
      return true;
    case Family::kRate:
    case Family::kIndicator:
      return name.part == "numerator" || name.part == "denominator";
    default:
      return false;
  }
}

const std::vector<std::string>& FixedFigureNames() {
  static const auto* const kNames = [] {
    auto* const names = new std::vector<std::string>;
    for (const std::string& line : BookLineNames()) names->push_back("books/" + line);
    for (const RateName& rate : RateNames()) names->push_back("rate/" + std::string(rate.id));
    for (const auto key : kCatalogueKeys) names->push_back("catalogue/" + std::string(key));
    for (const auto part : kGroupParts) names->push_back("group/1/" + std::string(part));
    for (const auto part : kIndicatorParts) names->push_back("indicator/1.1/" + std::string(part));
    for (const auto part : kGroupParts) names->push_back("total/" + std::string(part));
    for (const auto key : kCoverageKeys) names->push_back("coverage/" + std::string(key));
    return names;
  }();
  return *kNames;
}

const std::vector<RateName>& RateNames() {
  static const auto* const kRates = new std::vector<RateName>{
      {"dvcqg", v1::RATE_DVCQG,
       "tỷ lệ đúng hạn theo cách tính của Cổng Dịch vụ công quốc gia: hồ sơ đã giải quyết, từ "
       "chối, "
       "rút, dừng, đang giải quyết và tạm dừng mà còn trong hạn, trên hồ sơ phải giải quyết"},
      {"resolved", v1::RATE_RESOLVED,
       "tỷ lệ đúng hạn trên hồ sơ đã giải quyết: giải quyết trước hạn và đúng hạn, trên hồ sơ đã "
       "giải "
       "quyết trong kỳ"},
      {"due", v1::RATE_DUE,
       "tỷ lệ đúng hạn trên hồ sơ đến hạn: khi đến hạn đã giải quyết xong, trên hồ sơ đến hạn "
       "trong "
       "kỳ"},
      {"not-late", v1::RATE_NOT_LATE,
       "tỷ lệ không quá hạn: 1 trừ tỷ lệ hồ sơ đang giải quyết quá hạn và đã giải quyết quá hạn "
       "trên "
       "hồ sơ phải giải quyết"}};
  return *kRates;
}

}  // namespace lienthong::report
