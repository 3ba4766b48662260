#include "storage/registry/reference_reader.h"

namespace lienthong {
namespace {

// Positions at which children stand, more or less; beyond it the lowest is forgotten.
constexpr size_t kKnownMax = 64;

}  // namespace

absl::StatusOr<v1::ReferenceRun> ReferenceReader::Read(const v1::ReferencePosition& held,
                                                       const v1::ReferencePosition& after,
                                                       size_t bytes_max) {
  v1::ReferenceRun run;
  if (!held.has_author()) return run;
  const bool begins = after.sequence() == 0;
  if (!begins && after.author().SerializeAsString() != held.author().SerializeAsString()) {
    return FailedPrecondition("reference data: the child holds another tree's, of {}",
                              after.author().node());
  }
  if (after.sequence() > held.sequence()) return run;
  const View view = engine_.Snapshot();
  ASSIGN_OR_RETURN(Hash hash, HashAt(view, held, after.sequence()));
  if (!begins && after.hash() != BytesOf(hash)) {
    return FailedPrecondition("reference data: the chains differ at or before entry {}",
                              after.sequence());
  }
  ASSIGN_OR_RETURN(run, ReferenceLog::ReadAfter(view, after.sequence(), bytes_max));
  if (run.entries().empty()) return run;
  *run.mutable_author() = held.author();
  run.set_author_key(held.author_key());
  run.set_previous_hash(std::string(BytesOf(hash)));
  for (const std::string& entry : run.entries()) hash = NextHash(hash, entry);
  Remember(after.sequence() + run.entries_size(), hash);
  return run;
}

absl::StatusOr<Hash> ReferenceReader::HashAt(const View& view, const v1::ReferencePosition& held,
                                             uint64_t sequence) {
  uint64_t from = 0;
  Hash hash;
  if (sequence == held.sequence() && HashFromBytes(held.hash(), hash)) return hash;
  hash = FirstHash(kReferenceChain, held.author().node(), held.author().epoch());
  {
    const std::lock_guard lock(mutex_);
    const auto later = known_.upper_bound(sequence);
    if (later != known_.begin()) std::tie(from, hash) = *std::prev(later);
  }
  ASSIGN_OR_RETURN(hash, ReferenceLog::HashFrom(view, from, hash, sequence));
  Remember(sequence, hash);
  return hash;
}

void ReferenceReader::Remember(uint64_t sequence, const Hash& hash) {
  const std::lock_guard lock(mutex_);
  known_[sequence] = hash;
  if (known_.size() > kKnownMax) known_.erase(known_.begin());
}

}  // namespace lienthong
