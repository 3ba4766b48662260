#include <fmt/format.h>

#include <stdexcept>
#include <vector>

#include "services/score/builtin_rulebooks.h"
#include "services/score/evaluate.h"
#include "services/score/evaluate_testing.h"
#include "services/score/rulebook_check.h"
#include "tests/vectors/vectors.h"

namespace lienthong::vectors {
namespace {

using score::Counted;

// Counts without a gap: `part` for what has a condition, `whole` for what has none.
class Plenty final : public score::Counts {
 public:
  Plenty(int64_t part, int64_t whole) : part_(part), whole_(whole) {}

  absl::StatusOr<Counted> Dossiers(const v1::DossierCount& count, v1::UnitRole) override {
    return Answer(count.judgement() != 0 || count.flags_size() + count.or_flags_size() > 0);
  }
  absl::StatusOr<Counted> Procedures(const v1::ProcedureCount&, v1::UnitRole) override {
    return Answer(true);
  }
  absl::StatusOr<Counted> Catalogue(const v1::CatalogueCount& count) override {
    return Answer(count.aspect() > 1);
  }
  absl::StatusOr<Counted> Petitions(const v1::PetitionCount& count) override {
    return Answer(count.aspect() > 1);
  }
  absl::StatusOr<Counted> Observation(const std::string&) override { return Counted{}; }
  absl::StatusOr<Counts*> LastYear() override { return this; }
  int Months() const override { return 1; }

 private:
  absl::StatusOr<Counted> Answer(bool part) {
    Counted counted;
    counted.value = part ? part_ : whole_;
    return counted;
  }

  const int64_t part_;
  const int64_t whole_;
};

v1::Rulebook BuiltinRulebook(std::string_view id) {
  for (const auto& rulebook : score::BuiltinRulebooks())
    if (rulebook.id == id) return *score::ParseRulebook(rulebook.text);
  throw std::invalid_argument("no such rulebook");
}

std::string OrDash(const std::string& decimal) { return decimal.empty() ? "-" : decimal; }

std::string LineOf(const v1::IndicatorScore& s) {
  return fmt::format("{} {}/{} {} {} {}", s.id(), s.numerator(), s.denominator(), OrDash(s.ratio()),
                     OrDash(s.points()), v1::IndicatorScore::Rule_Name(s.rule()));
}

nlohmann::ordered_json CardOf(const std::string& name, score::Counts& counts) {
  v1::Scorecard card = *score::Evaluate(BuiltinRulebook("766-2026"), counts);
  card.set_unit("H44.19");
  card.set_name("Xã Giả Định");
  card.set_from("2026-08-01");
  card.set_to("2026-08-31");
  nlohmann::ordered_json lines = nlohmann::ordered_json::array();
  for (const auto& group : card.groups())
    for (const auto& indicator : group.indicators()) lines.push_back(LineOf(indicator));
  lines.push_back(fmt::format("total {} of {}", OrDash(card.total()), OrDash(card.total_of())));
  return {{"name", name}, {"lines", lines}, {"json", JsonOf(card)}, {"bytes", HexOf(card)}};
}

}  // namespace

nlohmann::ordered_json Scorecards() {
  Plenty all(29, 32), nothing(0, 0);
  score::FakeCounts some;
  some.known = {{"dossiers BASIS_IN_HAND JUDGEMENT_IN_TIME", 29}, {"dossiers BASIS_IN_HAND", 32}};
  nlohmann::ordered_json cards = nlohmann::ordered_json::array();
  cards.push_back(CardOf("all known", all));
  cards.push_back(CardOf("only dossiers known", some));
  cards.push_back(CardOf("nothing in hand", nothing));
  return cards;
}

}  // namespace lienthong::vectors
