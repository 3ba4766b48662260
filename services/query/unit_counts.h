// What a rulebook counts, for one unit's subtree over one period: the books, the
// catalogue, petitions and observations behind score::Counts. Each of them is read when
// a rule first asks for it, as it was known, and kept for the next rule.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lienthong/v1/score.pb.h"
#include "services/accounting/petitions.h"
#include "services/query/known.h"
#include "services/query/procedures.h"
#include "services/score/catalogue_counts.h"
#include "services/score/counts.h"
#include "storage/registry/registry.h"

namespace lienthong::query {

// What the counts of several units of one question share. Not thread-safe; both must
// outlive it.
class SharedBooks {
 public:
  SharedBooks(Known& known, const Registry& registry, const Period& period)
      : known_(known), registry_(registry), period_(period) {}
  // The same books over another period; what does not depend on it is taken over.
  SharedBooks(const SharedBooks& books, const Period& period)
      : known_(books.known_), registry_(books.registry_), period_(period), stated_(books.stated_) {}

  Known& known() const { return known_; }
  const Registry& registry() const { return registry_; }
  const Period& period() const { return period_; }

  // The lines of one unit; read once.
  absl::StatusOr<const PeriodLines*> LinesOf(uint32_t unit);
  // What has ever been stated in the books of one unit, in whatever period: what is missing in
  // a whole subtree has no source there, and is not known rather than zero. Of that subtree
  // alone, so that every node that holds it says the same. Read once.
  struct Stated {
    // Flags that some dossier carries, as bits of a line.
    uint16_t flags = 0;
    bool petitions = false;
  };
  absl::StatusOr<Stated> StatedOf(uint32_t unit);
  // The same of the reference data.
  const score::CatalogueFacts& CatalogueStated();

 private:
  Known& known_;
  const Registry& registry_;
  const Period period_;
  std::map<uint32_t, PeriodLines> lines_;
  std::map<uint32_t, Stated> stated_;
  std::optional<score::CatalogueFacts> catalogue_;
};

class UnitCounts final : public score::Counts {
 public:
  // `units`: the subtree of `unit` on the last day of the period. `shared` must outlive it.
  UnitCounts(SharedBooks& shared, uint32_t unit, std::vector<uint32_t> units)
      : shared_(shared), unit_(unit), units_(std::move(units)) {}

  absl::StatusOr<score::Counted> Dossiers(const v1::DossierCount& count,
                                          v1::UnitRole role) override;
  absl::StatusOr<score::Counted> Procedures(const v1::ProcedureCount& count,
                                            v1::UnitRole role) override;
  absl::StatusOr<score::Counted> Catalogue(const v1::CatalogueCount& count) override;
  absl::StatusOr<score::Counted> Petitions(const v1::PetitionCount& count) override;
  absl::StatusOr<score::Counted> Observation(const std::string& definition) override;
  absl::StatusOr<score::Counts*> LastYear() override;
  int Months() const override;

  // The sum of the lines of all units.
  absl::StatusOr<const PeriodLines*> Lines();
  // What was read elsewhere about the unit and exactly this period, by definition and
  // source.
  absl::StatusOr<const std::vector<v1::ObservedFigure>*> Observations();

 private:
  // What some unit of the subtree has stated.
  absl::StatusOr<SharedBooks::Stated> Stated();
  absl::StatusOr<const ProcedureLines*> LinesByProcedure(bool with_stocks);
  const std::vector<v1::Procedure>& CatalogueOf();

  SharedBooks& shared_;
  const uint32_t unit_;
  const std::vector<uint32_t> units_;
  std::optional<PeriodLines> lines_;
  std::optional<ProcedureLines> flows_;
  std::optional<ProcedureLines> procedures_;
  std::optional<std::vector<v1::Procedure>> catalogue_;
  std::optional<PetitionFigures> petitions_;
  std::optional<std::vector<v1::ObservedFigure>> observations_;
  std::unique_ptr<SharedBooks> last_year_books_;
  std::unique_ptr<UnitCounts> last_year_;
};

}  // namespace lienthong::query
