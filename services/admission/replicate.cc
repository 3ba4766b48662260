// Facts from children: verified, numbered by their origin, folded here.
#include <algorithm>

#include "absl/container/inlined_vector.h"
#include "services/admission/commit.h"
#include "services/admission/missing.h"
#include "storage/access/credentials.h"
#include "storage/base/calendar_date.h"

namespace lienthong::admission {
namespace {

v1::OriginPosition PositionOf(const OriginState& state) {
  v1::OriginPosition position;
  *position.mutable_origin() = state.id.ToProto();
  position.set_sequence(state.sequence);
  position.set_hash(std::string(BytesOf(state.hash)));
  return position;
}

// Verifies a run against what is held and tells how many of its facts are known.
// A status names why the chains differ.
absl::StatusOr<int> CountKnown(const v1::Run& run, const OriginState& held) {
  Hash hash;
  if (!HashFromBytes(run.previous_hash(), hash))
    return DataLoss("the run's previous hash is not 32 bytes");
  const uint64_t last = run.first_sequence() + run.facts_size() - 1;
  const int known = static_cast<int>(std::min(last, held.sequence) - run.first_sequence() + 1);
  for (int i = 0; i < known; ++i) hash = NextHash(hash, run.facts(i));
  // A run that ends below the head cannot be compared with it, nor adds anything.
  const bool reaches_head = run.first_sequence() + known - 1 == held.sequence;
  if (reaches_head && hash != held.hash)
    return DataLoss("the chains differ at or before fact {}", held.sequence);
  return known;
}

class Replicator {
 public:
  Replicator(CommitContext& context, ReplicateWork& work) : context_(context), work_(work) {}

  absl::Status Run() {
    for (v1::Run& run : *work_.block.mutable_runs()) RETURN_IF_ERROR(TakeRun(run));
    return absl::OkStatus();
  }

 private:
  absl::Status TakeRun(v1::Run& run) {
    if (run.facts().empty() || run.first_sequence() == 0)
      return InvalidArgument("block: a run is empty or begins at 0");
    Journal::Draft& journal = context_.transaction.journal();
    const uint32_t origin = journal.NumberOf(OriginId::From(run.origin()));
    const OriginState& held = journal.origin(origin);
    if (!held.divergence.empty()) return Diverge(origin, held.divergence);
    if (run.first_sequence() > held.sequence + 1) {
      work_.gaps.push_back(PositionOf(held));
      return absl::OkStatus();
    }
    const absl::StatusOr<int> known = CountKnown(run, held);
    if (!known.ok()) return Diverge(origin, MessageOf(known.status()));
    if (origin == context_.own && *known < run.facts_size()) {
      return Diverge(origin, "a child holds facts of this node that this node does not hold");
    }
    for (int i = *known; i < run.facts_size(); ++i)
      RETURN_IF_ERROR(TakeFact(origin, std::move(*run.mutable_facts(i))));
    work_.held.push_back(PositionOf(journal.origin(origin)));
    return absl::OkStatus();
  }

  // An authentic fact is never refused: what cannot be read is kept and parked.
  absl::Status TakeFact(uint32_t origin, std::string bytes) {
    v1::Fact fact;
    const bool readable = fact.ParseFromString(bytes);
    const uint64_t sequence = context_.transaction.journal().Append(origin, std::move(bytes));
    ++work_.admitted;
    return FoldFact(context_, origin, sequence, readable ? std::move(fact) : v1::Fact());
  }

  absl::Status Diverge(uint32_t origin, const std::string& reason) {
    Journal::Draft& journal = context_.transaction.journal();
    if (journal.origin(origin).divergence.empty()) journal.SetDivergence(origin, reason);
    v1::Divergence divergence;
    *divergence.mutable_held() = PositionOf(journal.origin(origin));
    divergence.set_reason(reason);
    work_.divergences.push_back(std::move(divergence));
    return absl::OkStatus();
  }

  CommitContext& context_;
  ReplicateWork& work_;
};

// The unit whose coverage shows it while it waits.
uint32_t UnitOf(const v1::Fact& fact) {
  switch (fact.body_case()) {
    case v1::Fact::kDossier:
      return fact.dossier().reporting_unit();
    case v1::Fact::kParked:
      return fact.parked().reporting_unit();
    case v1::Fact::kPetition:
      return fact.petition().reporting_unit();
    case v1::Fact::kObservation:
      return fact.observation().unit();
    default:
      return fact.source_progress().unit();
  }
}

// Key of the record it is about, as far as it is about one that people ask for.
std::string RecordKeyOf(const v1::Fact& fact) {
  if (fact.has_parked()) return KeyOf(fact.parked());
  if (fact.has_petition()) return PetitionKey(fact.petition().id());
  return fact.dossier().id();
}

void Park(CommitContext& context, uint32_t origin, uint64_t sequence, const v1::Fact& fact,
          std::vector<v1::MissingReference> missing) {
  node::v1::ParkedRow row;
  row.set_unit(UnitOf(fact));
  row.set_record(fact.has_parked());
  row.set_term(fact.parked().term());
  row.set_dossier(RecordKeyOf(fact));
  for (v1::MissingReference& reference : missing) *row.add_missing() = std::move(reference);
  context.transaction.Park(origin, sequence, std::move(row));
}

// Whether everything it would post lies on a day that the books can hold.
bool HasPlausibleInstants(const v1::Dossier& dossier) {
  const auto absent_or_plausible = [](Instant instant) {
    return instant == 0 || IsPlausible(instant);
  };
  return absent_or_plausible(dossier.accept_by()) &&
         std::all_of(dossier.timeline().begin(), dossier.timeline().end(),
                     [&](const auto& entry) {
                       return IsPlausible(entry.instant()) &&
                              absent_or_plausible(entry.judged_by());
                     }) &&
         std::all_of(dossier.promises().begin(), dossier.promises().end(),
                     [&](const auto& promise) { return absent_or_plausible(promise.effective()); });
}

std::vector<v1::MissingReference> MissingForDossier(const CommitContext& context, uint32_t origin,
                                                    const v1::Dossier& dossier) {
  const Registry& registry = context.transaction.registry();
  std::vector<v1::MissingReference> missing =
      MissingGrant(context, origin, dossier.reporting_unit());
  absl::InlinedVector<uint32_t, 8> units = {dossier.receiving_unit(), dossier.handling_unit(),
                                            dossier.applying_unit()};
  for (const v1::TimelineEntry& entry : dossier.timeline()) {
    if (entry.unit() != 0) units.push_back(entry.unit());
  }
  std::sort(units.begin(), units.end());
  units.erase(std::unique(units.begin(), units.end()), units.end());
  for (const uint32_t unit : units) {
    if (!registry.KnowsUnit(unit))
      missing.push_back(MakeMissing(v1::REFERENCE_KIND_UNIT, fmt::format("#{}", unit)));
  }
  if (!registry.KnowsProcedure(dossier.procedure())) {
    missing.push_back(
        MakeMissing(v1::REFERENCE_KIND_PROCEDURE, fmt::format("#{}", dossier.procedure())));
  }
  if (!IsCountable(dossier))
    missing.push_back(
        MakeMissing(v1::REFERENCE_KIND_UNSPECIFIED, "cannot be counted by this version"));
  return missing;
}

}  // namespace

bool IsCountable(const v1::Dossier& dossier) {
  return dossier.resolution().rules() == kRules && HasPlausibleInstants(dossier) &&
         Records::IsId(dossier.id());
}

absl::Status Perform(CommitContext& context, ReplicateWork& work) {
  return Replicator(context, work).Run();
}

absl::Status Perform(CommitContext& context, ProgressWork& work) {
  Journal::Draft& journal = context.transaction.journal();
  for (const v1::NodeProgress& progress : work.progress) {
    const uint32_t origin = journal.NumberOf(OriginId::From(progress.origin()));
    // A sign of life ahead of its data would claim what is not here.
    if (progress.sequence() > journal.origin(origin).sequence) continue;
    journal.SetProgress(origin, progress.sequence(), progress.time_ms());
    journal.SetCertificateExpires(origin, progress.certificate_expires());
  }
  return absl::OkStatus();
}

absl::Status Perform(CommitContext& context, AcknowledgeWork& work) {
  for (const v1::OriginPosition& position : work.ack.positions()) {
    const auto origin = context.journal.Find(OriginId::From(position.origin()));
    if (origin.has_value())
      Progress::PutAcknowledged(*origin, position.sequence(), context.transaction.batch());
  }
  return absl::OkStatus();
}

std::vector<v1::MissingReference> MissingFor(const CommitContext& context, uint32_t origin,
                                             const v1::Fact& fact) {
  switch (fact.body_case()) {
    case v1::Fact::kDossier:
      return MissingForDossier(context, origin, fact.dossier());
    case v1::Fact::kSourceProgress:
      return MissingGrant(context, origin, fact.source_progress().unit());
    case v1::Fact::kParked:
      return {fact.parked().missing().begin(), fact.parked().missing().end()};
    case v1::Fact::kRelease:
      return MissingGrant(context, origin, fact.release().unit());
    case v1::Fact::kTakeover:
      return MissingGrant(context, origin, fact.takeover().unit());
    case v1::Fact::kAudit:
      return {};  // counts nothing
    case v1::Fact::kPetition:
      return MissingForPetition(context, origin, fact.petition());
    case v1::Fact::kObservation:
      return MissingForObservation(context, origin, fact.observation());
    case v1::Fact::kSettled:
      return {};
    case v1::Fact::BODY_NOT_SET:
      break;  // of a newer version: kept in the journal, unknown here
  }
  return {MakeMissing(v1::REFERENCE_KIND_UNSPECIFIED, "cannot be read by this version")};
}

absl::StatusOr<uint64_t> AppendOwn(CommitContext& context, v1::Fact fact) {
  fact.set_admitted_time_ms(context.now_ms);
  const uint64_t sequence =
      context.transaction.journal().Append(context.own, fact.SerializeAsString());
  RETURN_IF_ERROR(FoldFact(context, context.own, sequence, std::move(fact)));
  return sequence;
}

absl::Status FoldFact(CommitContext& context, uint32_t origin, uint64_t sequence, v1::Fact fact) {
  const uint64_t unparks =
      fact.has_petition() ? fact.petition().unparks() : fact.dossier().unparks();
  if (unparks != 0) RETURN_IF_ERROR(context.transaction.EndWaiting(origin, unparks, nullptr));
  if (fact.has_settled()) {
    const v1::Settled& settled = fact.settled();
    return context.transaction.EndWaiting(origin, settled.sequence(), &settled);
  }
  std::vector<v1::MissingReference> missing = MissingFor(context, origin, fact);
  if (!missing.empty() || fact.has_parked()) {
    Park(context, origin, sequence, fact, std::move(missing));
    return absl::OkStatus();
  }
  if (fact.has_audit()) {
    AuditIndex::Put({origin, sequence, fact.admitted_time_ms()}, context.transaction.batch());
    return absl::OkStatus();
  }
  if (fact.has_dossier()) {
    if (fact.migrated())
      RETURN_IF_ERROR(context.transaction.NoteFirstLoad(fact.dossier(), context.now_ms));
    return context.transaction.Fold(origin, sequence, std::move(*fact.mutable_dossier()));
  }
  if (fact.has_petition()) return context.transaction.Fold(origin, sequence, fact.petition());
  if (fact.has_observation()) return context.transaction.Fold(origin, sequence, fact.observation());
  if (fact.has_release()) {
    context.transaction.SetMilestone(Progress::Milestone::kReleased, fact.release().unit(),
                                     fact.release().term());
    return absl::OkStatus();
  }
  if (fact.has_takeover()) return FoldTakeover(context, fact.takeover());
  const v1::SourceProgress& progress = fact.source_progress();
  return context.transaction.RaiseSource(
      {progress.unit(), progress.source(), progress.complete_through()});
}

}  // namespace lienthong::admission
