// Counts that a test writes down, and small rulebooks to apply to them. For tests.
#pragma once

#include <google/protobuf/text_format.h>

#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include "services/score/counts.h"

namespace lienthong::score {

// Answers by what is asked, written as text: "dossiers BASIS_NEW", "dossiers
// BASIS_IN_HAND JUDGEMENT_LATE", "procedures ASPECT_ONLINE", "catalogue ASPECT_FEE",
// "petitions ASPECT_IN_TIME", "observation portal/received". What was not given is not
// known.
class FakeCounts final : public Counts {
 public:
  std::map<std::string, int64_t> known;
  std::map<std::string, std::set<v1::Flag>> unheard;
  std::unique_ptr<FakeCounts> last_year;
  int months = 1;

  absl::StatusOr<Counted> Dossiers(const v1::DossierCount& count, v1::UnitRole) override {
    std::string key = "dossiers " + v1::DossierCount::Basis_Name(count.basis());
    if (count.judgement() != 0) key += " " + v1::DossierCount::Judgement_Name(count.judgement());
    for (const int flag : count.flags()) key += " " + v1::Flag_Name(static_cast<v1::Flag>(flag));
    for (const int flag : count.or_flags())
      key += " or " + v1::Flag_Name(static_cast<v1::Flag>(flag));
    return Answer(key);
  }
  absl::StatusOr<Counted> Procedures(const v1::ProcedureCount& count, v1::UnitRole) override {
    return Answer("procedures " + v1::CatalogueCount::Aspect_Name(count.among().aspect()));
  }
  absl::StatusOr<Counted> Catalogue(const v1::CatalogueCount& count) override {
    return Answer("catalogue " + v1::CatalogueCount::Aspect_Name(count.aspect()));
  }
  absl::StatusOr<Counted> Petitions(const v1::PetitionCount& count) override {
    return Answer("petitions " + v1::PetitionCount::Aspect_Name(count.aspect()));
  }
  absl::StatusOr<Counted> Observation(const std::string& definition) override {
    Counted counted = *Answer("observation " + definition);
    if (!counted.value.has_value()) return counted;
    counted.observed.emplace_back().mutable_observation()->set_definition(definition);
    return counted;
  }
  absl::StatusOr<Counts*> LastYear() override {
    if (last_year == nullptr) last_year = std::make_unique<FakeCounts>();
    return last_year.get();
  }
  int Months() const override { return months; }

 private:
  absl::StatusOr<Counted> Answer(const std::string& key) {
    Counted counted;
    if (const auto found = known.find(key); found != known.end()) counted.value = found->second;
    if (const auto found = unheard.find(key); found != unheard.end())
      counted.unheard = found->second;
    return counted;
  }
};

// A message from its text; throws when it is none.
template <typename Message>
Message FromText(const std::string& text) {
  Message message;
  if (!google::protobuf::TextFormat::ParseFromString(text, &message))
    throw std::invalid_argument(text);
  return message;
}

// An indicator that counts resolved dossiers in time among resolved ones, with what
// `more` adds or sets.
inline v1::RulebookIndicator IndicatorOf(const std::string& more) {
  auto indicator = FromText<v1::RulebookIndicator>(R"(
      id: "1.1" name: "n" name_en: "n" max: "6" clause: "c" confidence: CONFIDENCE_HIGH
      numerator { terms { dossiers { basis: BASIS_RESOLVED judgement: JUDGEMENT_IN_TIME } } }
      denominator { terms { dossiers { basis: BASIS_RESOLVED } } }
      when_zero { points: "0" })");
  indicator.MergeFrom(FromText<v1::RulebookIndicator>(more));
  return indicator;
}

inline const std::string kPart = "dossiers BASIS_RESOLVED JUDGEMENT_IN_TIME";
inline const std::string kWhole = "dossiers BASIS_RESOLVED";

// A rulebook of one group with these indicators.
inline v1::Rulebook RulebookOf(const std::vector<v1::RulebookIndicator>& indicators,
                               const std::string& max) {
  auto rulebook = FromText<v1::Rulebook>(R"(
      id: "test" title: "t" source: "s" valid_from: "2026-01-01" confidence: CONFIDENCE_HIGH
      groups { id: "1" name: "g" name_en: "g" })");
  rulebook.mutable_groups(0)->set_max(max);
  for (const auto& indicator : indicators)
    *rulebook.mutable_groups(0)->add_indicators() = indicator;
  return rulebook;
}

}  // namespace lienthong::score
