// The books as this node knew them at one position of its journal: what stands now, less
// what it learned afterwards. Business time (Period) and knowledge are independent of each
// other, so the sentence "June as of the 20th, as we knew it on the 3rd" has one answer.
//
//   ASSIGN_OR_RETURN(Known known, Known::Open(view, journal, request.known(), now_ms));
//   ASSIGN_OR_RETURN(const PeriodLines lines, known.Lines(unit, period));
//
// Asked for nothing, it is the present and costs nothing. An earlier position costs by
// what was learned since: the history (storage/records/history.h) is read at most once for
// each period, and once for everything that has no period.
//
// Reference data - units, procedures, rulebooks, figures from above - is always that of
// today; what it decided about a dossier stands in the dossier's own postings. Signs of life of
// nodes are not kept over time; that of an earlier position is taken to be its moment, if the node
// was heard of since: what a source itself has said is kept, and decides.
//
// OUT_OF_RANGE: a position or moment that lies ahead, or that is not held; never a zero. Of a unit
// whose earlier years were loaded from an old system, nothing is held before that was done.
// DATA_LOSS: bytes that cannot be read, or a history that differs from the books.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lienthong/v1/query.pb.h"
#include "services/query/books.h"
#include "services/query/procedures.h"
#include "storage/journal/journal.h"
#include "storage/records/history.h"

namespace lienthong::query {

// Not thread-safe. What it is opened with must outlive it.
class Known {
 public:
  // The present, without a name; for books that nobody journalled.
  explicit Known(const View& view) : view_(&view) {}
  static absl::StatusOr<Known> Open(const View& view, const Journal& journal,
                                    const v1::KnownAt& asked, int64_t now_ms);

  const View& view() const { return *view_; }
  bool is_present() const { return present_; }
  const Knowledge& knowledge() const { return knowledge_; }
  // The moment that it stands for, whose future is a projection.
  Instant now() const { return knowledge_.time_ms / 1000; }
  // What has to be asked for to get this again.
  v1::KnownAt Name() const;

  // As the functions of that name in books.h and procedures.h.
  absl::StatusOr<PeriodLines> Lines(uint32_t unit, const Period& period);
  absl::StatusOr<ProcedureLines> Procedures(const std::vector<uint32_t>& units,
                                            const Period& period);
  absl::StatusOr<ProcedureFlows> ProcedureFlowsOf(const std::vector<uint32_t>& units,
                                                  const Period& period);

  // Every line that stood in the books of one unit, whenever; one scan of the cells of its years.
  absl::StatusOr<std::set<uint32_t>> LinesEver(uint32_t unit);

  // Postings of the petitions that have changed since, by key, as they were; empty: it was
  // not known.
  using Petitions = std::map<std::string, std::vector<StoredPosting>>;
  absl::StatusOr<const Petitions*> ChangedPetitions();
  // The observation that `present` was then; nothing: it was not known.
  absl::StatusOr<std::optional<v1::Observation>> ObservationAt(const node::v1::Record& present);

  // How far sources that have reported since had reported, by unit and name; 0: never.
  using Sources = std::map<std::pair<uint32_t, std::string>, Instant>;
  absl::StatusOr<const Sources*> ChangedSources();
  // By how much the number of parked facts of a unit has grown since.
  absl::StatusOr<const std::map<uint32_t, int64_t>*> ParkedSince();

 private:
  struct LineDelta {
    uint32_t line = 0;
    int64_t before = 0;
    int64_t within = 0;
  };
  // (procedure, delta), by procedure and line.
  using ProcedureDeltas = std::vector<std::pair<uint32_t, LineDelta>>;
  // What was learned since, of one period, by unit.
  struct PeriodDelta {
    Period period;
    std::map<uint32_t, std::vector<LineDelta>> lines;
    std::map<uint32_t, ProcedureDeltas> procedures;
  };
  // What was learned since that has no period.
  struct Learned {
    std::map<uint32_t, std::map<uint32_t, int64_t>> lines;  // by unit
    Petitions petitions;
    std::map<std::string, std::optional<StateRef>> observations;
    Sources sources;
    std::map<uint32_t, int64_t> parked;
  };

  Known(const View& view, const Journal& journal, const Knowledge& knowledge, bool present)
      : view_(&view), journal_(&journal), knowledge_(knowledge), present_(present) {}

  // Whether what was known of a unit at an earlier position is in the books at all.
  absl::Status RequireHeld(uint32_t unit) const;
  absl::StatusOr<const PeriodDelta*> DeltaOf(const Period& period);
  absl::StatusOr<const Learned*> LearnedSince();
  static absl::Status TakeBackPetition(const std::vector<RecordChange>& changes,
                                       std::vector<StoredPosting>& postings);
  absl::Status TakeBackPetitions(const std::map<std::string, std::vector<RecordChange>>& changes,
                                 Petitions& petitions) const;

  const View* view_;
  const Journal* journal_ = nullptr;
  Knowledge knowledge_;
  bool present_ = true;
  std::deque<PeriodDelta> deltas_;  // places stay
  std::optional<Learned> learned_;
};

// What the answer to a question about `as_of` says of its knowledge; `as_of` must be set.
template <typename Response>
void SetKnowledge(const Known& known, Response& response) {
  response.set_projection(response.as_of() > known.now());
  response.set_position(known.knowledge().position);
  response.set_known_at_ms(known.knowledge().time_ms);
  *response.mutable_known() = known.Name();
}

}  // namespace lienthong::query
