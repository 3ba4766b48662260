// The one commit. Everything that changes a node's memory passes here: updates
// from its own desks, facts from its children, reference data, signs of life.
//
// A commit takes all the work that waits, reads the old records in one go, checks
// and numbers facts, folds them (take back the postings a record holds, post what
// its new state says), and writes journal, records, index, ledger and progress as
// one synced batch. Answers are made from the result of that commit and from
// nothing else: when it fails, nobody is told anything but the failure.
//
// Not thread-safe: one writer per node calls it. Does no I/O but through the
// stores; time comes from a Clock.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "lienthong/node/v1/store.pb.h"
#include "lienthong/v1/fact.pb.h"
#include "lienthong/v1/handover.pb.h"
#include "lienthong/v1/intake.pb.h"
#include "lienthong/v1/reference.pb.h"
#include "lienthong/v1/uplink.pb.h"
#include "services/access/caller.h"
#include "services/accounting/calendar.h"
#include "services/accounting/movements.h"
#include "services/calendars/calendars.h"
#include "storage/base/clock.h"
#include "storage/base/signing.h"
#include "storage/journal/journal.h"
#include "storage/ledger/ledger.h"
#include "storage/registry/registry.h"

namespace lienthong::admission {

// Updates from a desk. `response` has a result for every record.
struct SubmitWork {
  v1::SubmitRequest request;
  v1::SubmitResponse response;
  // The units that the desk may report for.
  access::Scope scope = access::Scope::EveryUnit();
};

// Petitions and observations from a desk; likewise.
struct SubmitPetitionsWork {
  v1::SubmitPetitionsRequest request;
  v1::SubmitPetitionsResponse response;
  access::Scope scope = access::Scope::EveryUnit();
};
struct SubmitObservationsWork {
  v1::SubmitObservationsRequest request;
  v1::SubmitObservationsResponse response;
  access::Scope scope = access::Scope::EveryUnit();
};

// Facts from a child. Known ones are skipped, new ones admitted; a gap and a
// differing chain are reported and stop their origin only.
struct ReplicateWork {
  v1::Block block;
  // What this node holds afterwards of each origin in the block.
  std::vector<v1::OriginPosition> held;
  // Origins with a gap: ask again from what is held.
  std::vector<v1::OriginPosition> gaps;
  std::vector<v1::Divergence> divergences;
  // Facts that were new.
  uint64_t admitted = 0;
};

// Reference data from the parent; OUT_OF_RANGE on a gap (say hello again),
// FAILED_PRECONDITION on another author, a differing chain, or without the author's
// signature by the key that this node holds for it.
struct ReferenceWork {
  v1::ReferenceRun run;
};

// Reference data authored here, at the root.
struct ImportWork {
  v1::ImportReferenceRequest request;
  v1::ImportReferenceResponse response;
  // Who imports, for the audit; empty: nobody asked, as in tests of the books.
  std::string actor;
};

// Signs of life of origins; ignored where they are ahead of the facts held.
struct ProgressWork {
  std::vector<v1::NodeProgress> progress;
};

// What the parent holds.
struct AcknowledgeWork {
  v1::Ack ack;
};

// Lets parked facts in that can be read by now, or settles them, up to a bound; `decided` says
// how many.
struct UnparkWork {
  uint32_t decided = 0;
};

// Does what hand-overs ask of this node: writes the releases and the takeovers that are
// due (HANDOVER.md). Repeating it is safe.
struct HandoverWork {
  // Units whose states are not held here, to be fetched from the parent.
  std::vector<v1::FetchUnitRequest> wanted;
};

// States of a unit fetched from the parent, and the takeover when they are complete.
// FAILED_PRECONDITION: the unit is no longer this node's to take over. INVALID_ARGUMENT: the page
// holds what is no state of the unit; nothing of it is taken.
struct TakeoverWork {
  v1::FetchUnitRequest request;
  v1::FetchUnitResponse page;
};

// A credential made or revoked, and who did it.
struct CredentialWork {
  node::v1::CredentialRow row;
  v1::Audit audit;
};

// One piece of work and what became of it. `status` is set by Commit.
struct Work {
  std::variant<SubmitWork, SubmitPetitionsWork, SubmitObservationsWork, ReplicateWork,
               ReferenceWork, ImportWork, ProgressWork, AcknowledgeWork, UnparkWork, HandoverWork,
               TakeoverWork, CredentialWork>
      body;
  absl::Status status;
};

// What a commit did, for metrics.
struct CommitSummary {
  uint64_t facts = 0;
  // True when reference data changed: parked facts may go in now.
  bool reference_changed = false;
  // True when a unit was released or taken over, here or below: hand-overs may go on.
  bool handover_changed = false;
  // True when a dossier or petition came that a parked record waits for.
  bool wakes_parked = false;
  // Of `facts`: told by a first load.
  uint64_t first_load_facts = 0;
};

class Admission {
 public:
  struct Options {
    // True at the root, which authors reference data.
    bool is_root = false;
    // The root's; without one it takes no imports.
    std::optional<SigningKey> signing_key = {};
    // Public key that must have signed the reference data; empty: that of the first run.
    std::string reference_author_key = {};
    // Looks into a rulebook before it is imported: INVALID_ARGUMENT says what is wrong.
    // Absent: only its id and its days are looked at.
    std::function<absl::Status(const v1::Rulebook&)> check_rulebook = {};
  };

  // All must outlive it.
  Admission(Engine& engine, Journal& journal, ReferenceLog& references, const Clock& clock,
            Options options);

  // Commits all of `work`; sets every status. Returns an error when the commit as
  // a whole failed, and then every status is that error.
  absl::StatusOr<CommitSummary> Commit(const std::vector<Work*>& work);

 private:
  Engine& engine_;
  Journal& journal_;
  ReferenceLog& references_;
  const Clock& clock_;
  const Options options_;
  Ledger ledger_;
  Calendars calendars_;
  int64_t last_admitted_ms_;
  // Units of this node whose hand-over is not complete; nothing: to be found out.
  std::optional<std::set<uint32_t>> awaited_;
};

// The rules with a first day that a registry describes.
DatedRules RulesOf(const Registry& registry);

}  // namespace lienthong::admission
