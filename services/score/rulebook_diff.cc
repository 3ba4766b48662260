#include "services/score/rulebook_diff.h"

#include <fmt/format.h>

namespace lienthong::score {
namespace {

template <typename Entries>
auto Find(const Entries& entries, const std::string& id) -> decltype(&*entries.begin()) {
  for (const auto& entry : entries) {
    if (entry.id() == id) return &entry;
  }
  return nullptr;
}

class Comparer {
 public:
  Comparer(Tongue tongue, bool everything) : tongue_(tongue), everything_(everything) {}

  std::vector<Difference> Run(const v1::Rulebook& before, const v1::Rulebook& after) {
    CompareHead(before, after);
    for (const auto& group : before.groups())
      CompareGroups(&group, Find(after.groups(), group.id()));
    for (const auto& group : after.groups()) {
      if (Find(before.groups(), group.id()) == nullptr) CompareGroups(nullptr, &group);
    }
    Compare("", "bands", BandsText(before), BandsText(after));
    return std::move(differences_);
  }

 private:
  void CompareHead(const v1::Rulebook& before, const v1::Rulebook& after) {
    Compare("", "valid_from", before.valid_from(), after.valid_from());
    Compare("", "valid_to", before.valid_to(), after.valid_to());
    if (!everything_) return;
    Compare("", "title", before.title(), after.title());
    Compare("", "source", before.source(), after.source());
    Compare("", "confidence", ConfidenceText(before.confidence(), tongue_),
            ConfidenceText(after.confidence(), tongue_));
    Compare("", "note", Note(before), Note(after));
  }

  void CompareGroups(const v1::RulebookGroup* before, const v1::RulebookGroup* after) {
    if (before == nullptr || after == nullptr) return AddWhole(before, after);
    Compare(before->id(), "name", Name(*before), Name(*after));
    Compare(before->id(), "max", before->max(), after->max());
    Compare(before->id(), "left_out", before->left_out(), after->left_out());
    for (const auto& indicator : before->indicators())
      CompareIndicators(&indicator, Find(after->indicators(), indicator.id()));
    for (const auto& indicator : after->indicators()) {
      if (Find(before->indicators(), indicator.id()) == nullptr)
        CompareIndicators(nullptr, &indicator);
    }
  }

  void CompareIndicators(const v1::RulebookIndicator* before, const v1::RulebookIndicator* after) {
    if (before == nullptr || after == nullptr) return AddWhole(before, after);
    const std::string& id = before->id();
    Compare(id, "name", Name(*before), Name(*after));
    Compare(id, "points", PointsFormula(*before, tongue_), PointsFormula(*after, tongue_));
    Compare(id, "numerator", CountText(before->numerator(), tongue_),
            CountText(after->numerator(), tongue_));
    Compare(id, "denominator", CountText(before->denominator(), tongue_),
            CountText(after->denominator(), tongue_));
    Compare(id, "when_zero", ZeroRuleText(before->when_zero(), tongue_),
            ZeroRuleText(after->when_zero(), tongue_));
    Compare(id, "role", RoleText(before->role(), tongue_), RoleText(after->role(), tongue_));
    Compare(id, "observed", before->observed(), after->observed());
    Compare(id, "when_absent", before->when_absent(), after->when_absent());
    if (everything_) CompareSources(*before, *after);
  }

  void CompareSources(const v1::RulebookIndicator& before, const v1::RulebookIndicator& after) {
    const std::string& id = before.id();
    Compare(id, "clause", before.clause(), after.clause());
    Compare(id, "source", before.source(), after.source());
    Compare(id, "confidence", ConfidenceText(before.confidence(), tongue_),
            ConfidenceText(after.confidence(), tongue_));
    Compare(id, "note", Note(before), Note(after));
  }

  template <typename Entry>
  void AddWhole(const Entry* before, const Entry* after) {
    const Entry& known = before != nullptr ? *before : *after;
    const std::string text = fmt::format("{} ({})", Name(known), known.max());
    differences_.push_back(
        {known.id(), "", before == nullptr ? "" : text, after == nullptr ? "" : text});
  }

  void Compare(const std::string& where, const char* field, const std::string& before,
               const std::string& after) {
    const bool counts = std::string_view(field) != "name" || everything_;
    if (before != after && counts) differences_.push_back({where, field, before, after});
  }

  template <typename Entry>
  std::string Name(const Entry& entry) const {
    return tongue_ == Tongue::kVietnamese ? entry.name() : entry.name_en();
  }

  template <typename Entry>
  std::string Note(const Entry& entry) const {
    return tongue_ == Tongue::kVietnamese ? entry.note() : entry.note_en();
  }

  static std::string BandsText(const v1::Rulebook& rulebook) {
    std::string text;
    for (const v1::Band& band : rulebook.bands())
      text += fmt::format("{}{} >= {}", text.empty() ? "" : ", ", band.name(), band.from());
    return text;
  }

  const Tongue tongue_;
  const bool everything_;
  std::vector<Difference> differences_;
};

}  // namespace

std::vector<Difference> Differences(const v1::Rulebook& before, const v1::Rulebook& after,
                                    Tongue tongue, bool everything) {
  return Comparer(tongue, everything).Run(before, after);
}

}  // namespace lienthong::score
