#include "services/query/scorecard.h"

#include "services/query/requests.h"
#include "services/score/evaluate.h"
#include "services/score/rulebook_check.h"
#include "storage/base/calendar_date.h"

namespace lienthong::query {

// What stands in the log is not trusted: a newer author may have written it.
absl::StatusOr<v1::Rulebook> FindRulebook(const Registry& registry, const std::string& id,
                                          Day day) {
  const v1::Rulebook* const held =
      id.empty() ? registry.RulebookAt(day) : registry.RulebookById(id);
  if (held == nullptr && !id.empty())
    return NotFound("rulebook \"{}\": not held here; import it at the root, or send it as a trial",
                    id);
  if (held == nullptr)
    return FailedPrecondition(
        "rulebook: none that is held here holds on {}; import one at the root, or name one",
        FormatDate(day));
  if (const absl::Status checked = score::CheckRulebook(*held); !checked.ok())
    return FailedPrecondition("{}; this version cannot apply it", MessageOf(checked));
  return *held;
}

absl::StatusOr<v1::Scorecard> MakeScorecard(SharedBooks& books, const CoverageReader& coverage,
                                            const v1::Rulebook& rulebook, uint32_t unit) {
  const Period& period = books.period();
  const std::vector<uint32_t> subtree = books.registry().Subtree(unit, period.to);
  UnitCounts counts(books, unit, subtree);
  ASSIGN_OR_RETURN(v1::Scorecard card, score::Evaluate(rulebook, counts));
  const v1::Unit& described = *books.registry().UnitAt(unit, period.to);
  card.set_unit(described.code());
  card.set_name(described.name());
  card.set_from(FormatDate(period.from));
  card.set_to(FormatDate(period.to));
  ASSIGN_OR_RETURN(const PeriodLines* const lines, counts.Lines());
  *card.mutable_figures() = FiguresOf(*lines, kHandlingRole, subtree.size() > 1);
  const auto sources = coverage.Sources(subtree, period.to, period.as_of);
  *card.mutable_coverage() =
      coverage.SumOf(sources, RootDay(described, period.to), period.from, period.as_of);
  ASSIGN_OR_RETURN(const auto* const observations, counts.Observations());
  *card.mutable_observations() = {observations->begin(), observations->end()};
  return card;
}

}  // namespace lienthong::query
