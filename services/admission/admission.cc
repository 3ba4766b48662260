#include "services/admission/admission.h"

#include <algorithm>
#include <limits>

#include "services/admission/commit.h"

namespace lienthong::admission {
namespace {

void AddKeysOf(const v1::Block& block, std::vector<std::string>& keys) {
  v1::Fact fact;
  for (const v1::Run& run : block.runs()) {
    for (const std::string& bytes : run.facts()) {
      if (!fact.ParseFromString(bytes)) continue;
      if (fact.has_dossier()) keys.push_back(fact.dossier().id());
      if (fact.has_petition()) keys.push_back(PetitionKey(fact.petition().id()));
      if (fact.has_observation()) keys.push_back(ObservationKey(fact.observation()));
    }
  }
}

}  // namespace

DatedRules RulesOf(const Registry& registry) {
  const auto& limit = registry.supplement_limit();
  return {limit.has_value() ? StartOfDay(limit->valid_from())
                            : std::numeric_limits<Instant>::max()};
}

void CollectKeys(const Work& work, std::vector<std::string>& keys) {
  if (const auto* const submit = std::get_if<SubmitWork>(&work.body)) {
    for (const v1::SourceRecord& record : submit->request.records())
      keys.push_back(record.dossier());
  } else if (const auto* const petitions = std::get_if<SubmitPetitionsWork>(&work.body)) {
    for (const v1::PetitionRecord& record : petitions->request.petitions())
      keys.push_back(PetitionKey(record.petition()));
  } else if (const auto* const replicate = std::get_if<ReplicateWork>(&work.body)) {
    AddKeysOf(replicate->block, keys);
  } else if (const auto* const takeover = std::get_if<TakeoverWork>(&work.body)) {
    for (const v1::Dossier& dossier : takeover->page.dossiers()) keys.push_back(dossier.id());
    for (const v1::Petition& petition : takeover->page.petitions())
      keys.push_back(PetitionKey(petition.id()));
  }
}

bool IsLocal(const absl::Status& status) {
  return status.code() == absl::StatusCode::kInvalidArgument ||
         status.code() == absl::StatusCode::kFailedPrecondition ||
         status.code() == absl::StatusCode::kPermissionDenied ||
         status.code() == absl::StatusCode::kOutOfRange;
}

Admission::Admission(Engine& engine, Journal& journal, ReferenceLog& references, const Clock& clock,
                     Options options)
    : engine_(engine),
      journal_(journal),
      references_(references),
      clock_(clock),
      options_(std::move(options)),
      ledger_(engine),
      calendars_(references.registry()),
      last_admitted_ms_(journal.origin(journal.own()).progress_ms) {}

absl::StatusOr<CommitSummary> Admission::Commit(const std::vector<Work*>& work) {
  Transaction transaction(engine_, journal_, references_);
  const uint32_t own = journal_.own();
  const std::string node = transaction.journal().origin(own).id.node;
  const int64_t now_ms = std::max(clock_.NowMs(), last_admitted_ms_);
  const DatedRules rules = RulesOf(*references_.registry());
  if (!awaited_.has_value()) {
    absl::StatusOr<std::set<uint32_t>> awaited = FindAwaited(transaction, node);
    if (!awaited.ok()) {
      for (Work* item : work) item->status = awaited.status();
      return awaited.status();
    }
    awaited_ = *std::move(awaited);
  }
  CommitContext context{transaction, journal_, calendars_,
                        rules,       own,      node,
                        now_ms,      options_, references_.position().sequence(),
                        *awaited_};

  const auto attempt = [&]() -> absl::Status {
    std::vector<std::string> keys;
    for (const Work* item : work) CollectKeys(*item, keys);
    RETURN_IF_ERROR(transaction.Prefetch(keys));
    for (Work* item : work) {
      item->status = std::visit([&](auto& body) { return Perform(context, body); }, item->body);
      if (!item->status.ok() && !IsLocal(item->status)) return item->status;
    }
    transaction.journal().SetProgress(own, transaction.journal().origin(own).sequence, now_ms);
    RETURN_IF_ERROR(transaction.Stage(ledger_, now_ms));
    return engine_.Commit(transaction.batch());
  };

  const absl::Status status = attempt();
  ledger_.Finish(status.ok());
  if (!status.ok()) {
    for (Work* item : work) item->status = status;
    return status;
  }
  last_admitted_ms_ = now_ms;
  awaited_ = std::move(context.awaited);
  const CommitSummary summary{transaction.journal().facts(), transaction.changes_references(),
                              transaction.changes_handovers(), transaction.wakes_parked(),
                              transaction.first_load_facts()};
  transaction.Adopt(journal_, references_);
  if (summary.reference_changed) calendars_ = Calendars(references_.registry());
  return summary;
}

}  // namespace lienthong::admission
