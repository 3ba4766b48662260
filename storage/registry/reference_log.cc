#include "storage/base/bytes.h"
#include "storage/registry/registry.h"

namespace lienthong {
namespace {

constexpr char kPositionKey[] = "R";

std::string EntryKey(uint64_t sequence) {
  std::string key = "r";
  PutBigEndian64(key, sequence);
  return key;
}

}  // namespace

v1::ReferencePosition FirstReferencePosition(const v1::Origin& author) {
  v1::ReferencePosition position;
  *position.mutable_author() = author;
  position.set_hash(
      std::string(BytesOf(FirstHash(kReferenceChain, author.node(), author.epoch()))));
  return position;
}

absl::StatusOr<std::unique_ptr<ReferenceLog>> ReferenceLog::Open(Engine& engine,
                                                                 Registry::Normalizer normalize) {
  auto log = std::make_unique<ReferenceLog>();
  auto registry = std::make_shared<Registry>(std::move(normalize));
  const View view = engine.Snapshot();
  ASSIGN_OR_RETURN(const auto position, view.Get(Family::kDefault, kPositionKey));
  if (position.has_value() && !log->position_.ParseFromString(*position))
    return DataLoss("reference position: cannot be read");
  RETURN_IF_ERROR(view.Scan(Family::kDefault, "r", "s",
                            [&](std::string_view, std::string_view value) -> absl::StatusOr<bool> {
                              v1::ReferenceEntry entry;
                              if (!entry.ParseFromArray(value.data(), value.size()))
                                return DataLoss("reference entry: cannot be read");
                              registry->Add(entry);
                              return true;
                            }));
  log->registry_ = std::move(registry);
  return log;
}

ReferenceLog::Draft ReferenceLog::Begin() const {
  return {position_, {}, std::make_shared<Registry>(*registry_)};
}

absl::Status ReferenceLog::Append(Draft& draft, std::string bytes) {
  v1::ReferenceEntry entry;
  Hash hash;
  if (!entry.ParseFromString(bytes))
    return InvalidArgument("reference entry {}: cannot be read", draft.position.sequence() + 1);
  if (!HashFromBytes(draft.position.hash(), hash)) return DataLoss("reference position: bad hash");
  draft.position.set_hash(std::string(BytesOf(NextHash(hash, bytes))));
  draft.position.set_sequence(draft.position.sequence() + 1);
  draft.registry->Add(entry);
  draft.entries.push_back(std::move(bytes));
  return absl::OkStatus();
}

void ReferenceLog::WriteTo(const Draft& draft, Batch& batch) {
  uint64_t sequence = draft.position.sequence() - draft.entries.size();
  for (const std::string& entry : draft.entries)
    batch.Put(Family::kDefault, EntryKey(++sequence), entry);
  batch.Put(Family::kDefault, kPositionKey, draft.position.SerializeAsString());
}

void ReferenceLog::Adopt(Draft&& draft) {
  position_ = std::move(draft.position);
  registry_ = std::move(draft.registry);
}

absl::StatusOr<v1::ReferenceRun> ReferenceLog::ReadAfter(const View& view, uint64_t sequence,
                                                         size_t bytes_max) {
  v1::ReferenceRun run;
  run.set_first_sequence(sequence + 1);
  size_t bytes = 0;
  RETURN_IF_ERROR(view.Scan(Family::kDefault, EntryKey(sequence + 1), "s",
                            [&](std::string_view, std::string_view value) -> absl::StatusOr<bool> {
                              if (bytes > 0 && bytes + value.size() > bytes_max) return false;
                              bytes += value.size();
                              run.add_entries(std::string(value));
                              return true;
                            }));
  return run;
}

absl::StatusOr<Hash> ReferenceLog::HashAt(const View& view, const v1::Origin& author,
                                          uint64_t sequence) {
  Hash hash = FirstHash(kReferenceChain, author.node(), author.epoch());
  uint64_t held = 0;
  RETURN_IF_ERROR(view.Scan(Family::kDefault, EntryKey(1), EntryKey(sequence + 1),
                            [&](std::string_view, std::string_view value) -> absl::StatusOr<bool> {
                              hash = NextHash(hash, value);
                              ++held;
                              return true;
                            }));
  if (held != sequence) return NotFound("reference entry {}: held up to {}", sequence, held);
  return hash;
}

}  // namespace lienthong
