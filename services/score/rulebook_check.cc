#include "services/score/rulebook_check.h"

#include <algorithm>
#include <set>

#include "services/score/count_check.h"
#include "services/score/decimal.h"
#include "services/score/rulebook_places.h"
#include "storage/base/calendar_date.h"
#include "storage/base/status.h"

namespace lienthong::score {
namespace {

bool IsId(const std::string& text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  };
  return !text.empty() && text.size() <= kIdBytesMax &&
         std::all_of(text.begin(), text.end(), allowed);
}

class RulebookChecker {
 public:
  RulebookChecker(const v1::Rulebook& rulebook, const Place::Tree* tree)
      : rulebook_(rulebook), top_(*v1::Rulebook::descriptor(), tree) {}

  std::vector<Fault> Run() {
    FindUnknown(rulebook_, top_, faults_);
    CheckHead();
    CheckDates();
    CheckGroups();
    CheckBands();
    return std::move(faults_);
  }

 private:
  void CheckHead() {
    CheckId(rulebook_.id(), top_);
    CheckText(rulebook_.title(), "title", kNameBytesMax, true, top_);
    CheckText(rulebook_.source(), "source", kNoteBytesMax, true, top_);
    CheckText(rulebook_.note(), "note", kNoteBytesMax, false, top_);
    CheckText(rulebook_.note_en(), "note_en", kNoteBytesMax, false, top_);
    if (rulebook_.confidence() == v1::CONFIDENCE_UNSPECIFIED)
      Add(top_.Of("confidence", reasons::kMissing));
  }

  void CheckDates() {
    if (rulebook_.valid_from().empty()) return Add(top_.Of("valid_from", reasons::kMissing));
    const auto from = ParseDate(rulebook_.valid_from());
    if (!from.has_value()) Add(top_.Of("valid_from", reasons::kBadDate));
    if (rulebook_.valid_to().empty()) return;
    const auto to = ParseDate(rulebook_.valid_to());
    if (!to.has_value()) return Add(top_.Of("valid_to", reasons::kBadDate));
    if (from.has_value() && *to < *from) Add(top_.Of("valid_to", reasons::kEndsBefore));
  }

  void CheckGroups() {
    if (rulebook_.groups().empty()) return Add(top_.Of("groups", reasons::kMissing));
    if (rulebook_.groups_size() > kGroupsMax)
      return Add(top_.Of("groups", reasons::kTooMany, rulebook_.groups_size(), kGroupsMax));
    std::set<std::string> ids;
    for (int i = 0; i < rulebook_.groups_size(); ++i) {
      const v1::RulebookGroup& group = rulebook_.groups(i);
      const Place place = top_.Inside("groups", i, KeyOf(group.id(), i));
      CheckId(group.id(), place);
      CheckUnique(group.id(), place, ids);
      CheckText(group.name(), "name", kNameBytesMax, true, place);
      CheckText(group.name_en(), "name_en", kNameBytesMax, true, place);
      CheckGroup(group, place);
    }
  }

  void CheckGroup(const v1::RulebookGroup& group, const Place& place) {
    if (group.indicators_size() > kIndicatorsMax)
      return Add(
          place.Of("indicators", reasons::kTooMany, group.indicators_size(), kIndicatorsMax));
    const auto max = ReadPoints(group.max(), "max", place);
    const auto left_out = group.left_out().empty()
                              ? std::optional<uint64_t>(0)
                              : ReadPoints(group.left_out(), "left_out", place);
    std::optional<uint64_t> sum = left_out;
    for (int i = 0; i < group.indicators_size(); ++i) {
      const auto points = CheckIndicator(group, i, max, place);
      sum = sum.has_value() && points.has_value() ? std::optional(*sum + *points) : std::nullopt;
    }
    if (max.has_value()) total_ += *max;
    if (group.indicators().empty() && max != left_out)
      return Add(place.Of("indicators", reasons::kNoIndicators));
    if (max.has_value() && sum.has_value() && *max != *sum)
      Add(place.Of("max", reasons::kSumDiffers, group.max(), FormatHundredths(*sum / kHundredth)));
  }

  // Returns the most points, if they can be read.
  std::optional<uint64_t> CheckIndicator(const v1::RulebookGroup& group, int index,
                                         std::optional<uint64_t> group_max,
                                         const Place& group_place) {
    const v1::RulebookIndicator& rule = group.indicators(index);
    const Place place = group_place.Inside("indicators", index, KeyOf(rule.id(), index));
    CheckId(rule.id(), place);
    CheckUnique(rule.id(), place, indicator_ids_);
    if (!rule.id().starts_with(group.id() + "."))
      Add(place.Of("id", reasons::kNotInGroup, rule.id(), group.id(), group.id()));
    CheckTexts(rule, place);
    const auto max = ReadPoints(rule.max(), "max", place);
    if (max.has_value() && group_max.has_value() && *max > *group_max)
      Add(place.Of("max", reasons::kAboveGroup, rule.max(), group.max()));
    CheckCounts(rule, place);
    CheckFullAt(rule, place);
    CheckZeroRule(rule, max, place);
    CheckAbsence(rule, max, place);
    return max;
  }

  void CheckTexts(const v1::RulebookIndicator& rule, const Place& place) {
    CheckText(rule.name(), "name", kNameBytesMax, true, place);
    CheckText(rule.name_en(), "name_en", kNameBytesMax, true, place);
    CheckText(rule.clause(), "clause", kNameBytesMax, true, place);
    CheckText(rule.source(), "source", kNoteBytesMax, false, place);
    CheckText(rule.note(), "note", kNoteBytesMax, false, place);
    CheckText(rule.note_en(), "note_en", kNoteBytesMax, false, place);
    if (rule.confidence() == v1::CONFIDENCE_UNSPECIFIED)
      Add(place.Of("confidence", reasons::kMissing));
  }

  void CheckCounts(const v1::RulebookIndicator& rule, const Place& place) {
    if (!rule.has_numerator()) Add(place.Of("numerator", reasons::kMissing));
    if (!rule.has_denominator()) Add(place.Of("denominator", reasons::kMissing));
    if (rule.has_numerator()) CheckCount(rule.numerator(), place.Inside("numerator"), faults_);
    if (rule.has_denominator())
      CheckCount(rule.denominator(), place.Inside("denominator"), faults_);
  }

  void CheckFullAt(const v1::RulebookIndicator& rule, const Place& place) {
    if (rule.full_at().empty()) return;
    const auto rate = ParseMillionths(rule.full_at());
    if (!rate.has_value())
      return Add(place.Of("full_at", reasons::kBadDecimal, kDigitsMax, kDecimalsMax));
    if (*rate == 0 || *rate > kMillion) Add(place.Of("full_at", reasons::kBadRate, rule.full_at()));
  }

  void CheckZeroRule(const v1::RulebookIndicator& rule, std::optional<uint64_t> max,
                     const Place& place) {
    if (rule.when_zero().rule_case() == v1::ZeroRule::RULE_NOT_SET)
      return Add(place.Of("when_zero", reasons::kNoZeroRule));
    const Place inside = place.Inside("when_zero");
    switch (rule.when_zero().rule_case()) {
      case v1::ZeroRule::kNull:
        if (!rule.when_zero().null()) Add(inside.Of("null", reasons::kMustBeTrue));
        return;
      case v1::ZeroRule::kLastYear:
        if (!rule.when_zero().last_year()) Add(inside.Of("last_year", reasons::kMustBeTrue));
        return;
      default:
        CheckFixedPoints(rule.when_zero().points(), "points", max, rule.max(), inside);
    }
  }

  void CheckAbsence(const v1::RulebookIndicator& rule, std::optional<uint64_t> max,
                    const Place& place) {
    // "/denominator" is put behind it.
    if (!rule.observed().empty() && !IsDefinition(rule.observed() + "/denominator"))
      Add(place.Of("observed", reasons::kBadDefinition, rule.observed(), kDefinitionBytesMax));
    if (!rule.when_absent().empty())
      CheckFixedPoints(rule.when_absent(), "when_absent", max, rule.max(), place);
  }

  void CheckFixedPoints(const std::string& text, const char* field, std::optional<uint64_t> max,
                        const std::string& max_text, const Place& place) {
    const auto points = ParseMillionths(text, kPointDecimalsMax);
    if (!points.has_value())
      return Add(place.Of(field, reasons::kBadDecimal, kDigitsMax, kPointDecimalsMax));
    if (max.has_value() && *points > *max) Add(place.Of(field, reasons::kAboveMax, text, max_text));
  }

  void CheckBands() {
    if (rulebook_.bands().empty()) return;
    if (rulebook_.bands_size() > kBandsMax)
      return Add(top_.Of("bands", reasons::kTooMany, rulebook_.bands_size(), kBandsMax));
    if (rulebook_.bands_confidence() == v1::CONFIDENCE_UNSPECIFIED)
      Add(top_.Of("bands_confidence", reasons::kMissing));
    std::optional<uint64_t> before;
    for (int i = 0; i < rulebook_.bands_size(); ++i) {
      const Place place = top_.Inside("bands", i, fmt::format("#{}", i + 1));
      CheckText(rulebook_.bands(i).name(), "name", kNameBytesMax, true, place);
      before = CheckBand(i, before, place);
    }
  }

  std::optional<uint64_t> CheckBand(int index, std::optional<uint64_t> before, const Place& place) {
    const std::string& text = rulebook_.bands(index).from();
    const auto from = ParseMillionths(text, kPointDecimalsMax);
    if (!from.has_value()) {
      Add(place.Of("from", reasons::kBadDecimal, kDigitsMax, kPointDecimalsMax));
      return from;
    }
    if (*from > total_)
      Add(place.Of("from", reasons::kAboveTotal, text, FormatHundredths(total_ / kHundredth)));
    if (before.has_value() && *from >= *before)
      Add(place.Of("from", reasons::kNotDescending, text, FormatHundredths(*before / kHundredth)));
    if (index + 1 == rulebook_.bands_size() && *from != 0)
      Add(place.Of("from", reasons::kLastBand, text));
    return from;
  }

  // Most points: above 0.
  std::optional<uint64_t> ReadPoints(const std::string& text, const char* field,
                                     const Place& place) {
    const auto points = ParseMillionths(text, kPointDecimalsMax);
    if (text.empty()) {
      Add(place.Of(field, reasons::kMissing));
    } else if (!points.has_value()) {
      Add(place.Of(field, reasons::kBadDecimal, kDigitsMax, kPointDecimalsMax));
    } else if (*points == 0) {
      Add(place.Of(field, reasons::kNotPositive));
    }
    return points;
  }

  void CheckId(const std::string& id, const Place& place) {
    if (!IsId(id)) Add(place.Of("id", reasons::kBadId, kIdBytesMax));
  }

  void CheckUnique(const std::string& id, const Place& place, std::set<std::string>& seen) {
    if (!id.empty() && !seen.insert(id).second) Add(place.Of("id", reasons::kTwice, id));
  }

  void CheckText(const std::string& text, const char* field, size_t bytes_max, bool required,
                 const Place& place) {
    if (required && text.empty()) Add(place.Of(field, reasons::kMissing));
    if (text.size() > bytes_max) Add(place.Of(field, reasons::kTooLong, bytes_max));
  }

  static std::string KeyOf(const std::string& id, int index) {
    return IsId(id) ? id : fmt::format("#{}", index + 1);
  }

  void Add(Fault fault) { faults_.push_back(std::move(fault)); }

  const v1::Rulebook& rulebook_;
  const Place top_;
  std::vector<Fault> faults_;
  std::set<std::string> indicator_ids_;
  uint64_t total_ = 0;
};

absl::Status StatusOf(const std::string& id, const std::vector<Fault>& faults) {
  if (faults.empty()) return absl::OkStatus();
  const Fault& first = faults.front();
  std::string place =
      first.line == 0 ? "" : fmt::format(", line {} column {}", first.line, first.column);
  if (!first.field.empty()) place += fmt::format(", {}", first.field);
  const std::string more =
      faults.size() > 1 ? fmt::format("; and {} more faults", faults.size() - 1) : "";
  return InvalidArgument("rulebook \"{}\"{}: {}{}", id, place, first.reason, more);
}

}  // namespace

std::vector<Fault> FindFaults(const v1::Rulebook& rulebook) {
  return RulebookChecker(rulebook, nullptr).Run();
}

std::vector<Fault> FindFaultsIn(const v1::Rulebook& rulebook, const Place::Tree& tree) {
  std::vector<Fault> faults = RulebookChecker(rulebook, &tree).Run();
  std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  return faults;
}

absl::Status CheckRulebook(const v1::Rulebook& rulebook) {
  return StatusOf(rulebook.id(), FindFaults(rulebook));
}

absl::StatusOr<v1::Rulebook> ParseRulebook(std::string_view text) {
  RulebookText read = ReadRulebook(text);
  RETURN_IF_ERROR(StatusOf(read.rulebook.id(), read.faults));
  return std::move(read.rulebook);
}

}  // namespace lienthong::score
