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

std::string SignatureKey(uint64_t sequence) {
  std::string key = "g";
  PutBigEndian64(key, sequence);
  return key;
}

absl::StatusOr<uint64_t> SequenceOf(std::string_view key) {
  key.remove_prefix(1);
  uint64_t sequence = 0;
  if (!GetBigEndian64(key, sequence)) return DataLoss("reference log: a key is cut short");
  return sequence;
}

// The sequences in [from, to) that are signed, the first `most` of them.
absl::StatusOr<std::vector<uint64_t>> SignedSequences(const View& view, uint64_t from, uint64_t to,
                                                      size_t most) {
  std::vector<uint64_t> sequences;
  RETURN_IF_ERROR(view.Scan(Family::kDefault, SignatureKey(from), SignatureKey(to),
                            [&](std::string_view key, std::string_view) -> absl::StatusOr<bool> {
                              ASSIGN_OR_RETURN(const uint64_t sequence, SequenceOf(key));
                              sequences.push_back(sequence);
                              return sequences.size() < most;
                            }));
  return sequences;
}

// The signed sequence at which a run ends that begins with `first` and would by its size
// reach up to `last`: the last one within, else the first one beyond; 0: none.
absl::StatusOr<uint64_t> EndOfRun(const View& view, uint64_t first, uint64_t last) {
  ASSIGN_OR_RETURN(const auto within,
                   view.Last(Family::kDefault, SignatureKey(first), SignatureKey(last + 1)));
  if (within.has_value()) return SequenceOf(within->first);
  ASSIGN_OR_RETURN(const std::vector<uint64_t> beyond,
                   SignedSequences(view, last + 1, UINT64_MAX, 1));
  return beyond.empty() ? 0 : beyond.front();
}

// Entries `first` to `last` as far as they fit into `bytes_max`, at least one.
absl::StatusOr<std::vector<std::string>> ReadEntries(const View& view, uint64_t first,
                                                     uint64_t last, size_t bytes_max) {
  std::vector<std::string> entries;
  size_t bytes = 0;
  RETURN_IF_ERROR(view.Scan(Family::kDefault, EntryKey(first), "s",
                            [&](std::string_view, std::string_view value) -> absl::StatusOr<bool> {
                              bytes += value.size();
                              if (!entries.empty() && bytes > bytes_max) return false;
                              entries.emplace_back(value);
                              return first + entries.size() <= last;
                            }));
  return entries;
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
  draft.hashes.push_back(NextHash(hash, bytes));
  draft.position.set_hash(std::string(BytesOf(draft.hashes.back())));
  draft.position.set_sequence(draft.position.sequence() + 1);
  draft.registry->Add(entry);
  draft.entries.push_back(std::move(bytes));
  return absl::OkStatus();
}

void ReferenceLog::Sign(Draft& draft, const SigningKey& key) {
  uint64_t sequence = draft.position.sequence() - draft.entries.size();
  for (const Hash& hash : draft.hashes) {
    std::string& signature = draft.signatures[++sequence];
    if (signature.empty()) signature = key.Sign(kReferenceChain, BytesOf(hash));
  }
  draft.position.set_author_key(key.public_key());
}

void ReferenceLog::KeepSignature(Draft& draft, std::string signature) {
  draft.signatures[draft.position.sequence()] = std::move(signature);
}

void ReferenceLog::WriteTo(const Draft& draft, Batch& batch) {
  uint64_t sequence = draft.position.sequence() - draft.entries.size();
  for (const std::string& entry : draft.entries)
    batch.Put(Family::kDefault, EntryKey(++sequence), entry);
  for (const auto& [signed_sequence, signature] : draft.signatures)
    batch.Put(Family::kDefault, SignatureKey(signed_sequence), signature);
  batch.Put(Family::kDefault, kPositionKey, draft.position.SerializeAsString());
}

void ReferenceLog::Adopt(Draft&& draft) {
  position_ = std::move(draft.position);
  registry_ = std::move(draft.registry);
}

absl::Status ReferenceLog::CheckAuthor(const v1::ReferencePosition& position,
                                       const v1::Origin& author, const SigningKey& key) {
  if (!position.has_author()) return absl::OkStatus();
  if (position.author().SerializeAsString() != author.SerializeAsString()) {
    return FailedPrecondition(
        "reference data: what is held here was authored by {}; only that node can go on with it",
        position.author().node());
  }
  if (!position.author_key().empty() && position.author_key() != key.public_key()) {
    return FailedPrecondition(
        "reference data: it is signed with the key {}, this node has {}; put the former "
        "keys/signing.pem back",
        ToHex(position.author_key()), ToHex(key.public_key()));
  }
  return absl::OkStatus();
}

absl::Status ReferenceLog::SignUnsigned(Engine& engine, const v1::Origin& author,
                                        const SigningKey& key) {
  RETURN_IF_ERROR(CheckAuthor(position_, author, key));
  const View view = engine.Snapshot();
  ASSIGN_OR_RETURN(const std::vector<uint64_t> held,
                   SignedSequences(view, 1, UINT64_MAX, SIZE_MAX));
  if (held.size() == position_.sequence()) return absl::OkStatus();
  Batch batch;
  Hash hash = FirstHash(kReferenceChain, author.node(), author.epoch());
  auto next_held = held.begin();
  RETURN_IF_ERROR(
      view.Scan(Family::kDefault, "r", "s",
                [&](std::string_view entry, std::string_view value) -> absl::StatusOr<bool> {
                  ASSIGN_OR_RETURN(const uint64_t sequence, SequenceOf(entry));
                  hash = NextHash(hash, value);
                  const bool is_held = next_held != held.end() && *next_held == sequence;
                  if (is_held) ++next_held;
                  if (!is_held)
                    batch.Put(Family::kDefault, SignatureKey(sequence),
                              key.Sign(kReferenceChain, BytesOf(hash)));
                  return true;
                }));
  if (BytesOf(hash) != position_.hash())
    return DataLoss("reference log: its entries do not give the hash of its position");
  v1::ReferencePosition position = position_;
  position.set_author_key(key.public_key());
  batch.Put(Family::kDefault, kPositionKey, position.SerializeAsString());
  RETURN_IF_ERROR(engine.Commit(batch));
  position_ = std::move(position);
  return absl::OkStatus();
}

absl::StatusOr<v1::ReferenceRun> ReferenceLog::ReadAfter(const View& view, uint64_t sequence,
                                                         size_t bytes_max) {
  v1::ReferenceRun run;
  run.set_first_sequence(sequence + 1);
  ASSIGN_OR_RETURN(std::vector<std::string> entries,
                   ReadEntries(view, sequence + 1, UINT64_MAX, bytes_max));
  if (entries.empty()) return run;
  ASSIGN_OR_RETURN(const uint64_t end, EndOfRun(view, sequence + 1, sequence + entries.size()));
  if (end > sequence + entries.size()) {
    ASSIGN_OR_RETURN(entries, ReadEntries(view, sequence + 1, end, kReferenceRunBytesMax));
  }
  if (end == 0 || end > sequence + entries.size()) return run;
  for (uint64_t i = 0; i < end - sequence; ++i) run.add_entries(std::move(entries[i]));
  ASSIGN_OR_RETURN(auto signature, view.Get(Family::kDefault, SignatureKey(end)));
  run.set_signature(std::move(signature).value_or(""));
  return run;
}

absl::StatusOr<Hash> ReferenceLog::HashAt(const View& view, const v1::Origin& author,
                                          uint64_t sequence) {
  return HashFrom(view, 0, FirstHash(kReferenceChain, author.node(), author.epoch()), sequence);
}

absl::StatusOr<Hash> ReferenceLog::HashFrom(const View& view, uint64_t from, Hash hash,
                                            uint64_t sequence) {
  uint64_t held = from;
  RETURN_IF_ERROR(view.Scan(Family::kDefault, EntryKey(from + 1), EntryKey(sequence + 1),
                            [&](std::string_view, std::string_view value) -> absl::StatusOr<bool> {
                              hash = NextHash(hash, value);
                              ++held;
                              return true;
                            }));
  if (held != sequence) return NotFound("reference entry {}: held up to {}", sequence, held);
  return hash;
}

absl::Status CheckSignature(const v1::ReferenceRun& run, const std::string& key) {
  if (run.signature().empty())
    return FailedPrecondition("reference data: it comes unsigned; update the node above");
  if (run.author_key() != key) {
    return FailedPrecondition(
        "reference data: it is signed with the key {}, this node takes it from {} only "
        "(reference_author_key, or the key that came first)",
        ToHex(run.author_key()), ToHex(key));
  }
  Hash hash;
  if (!HashFromBytes(run.previous_hash(), hash))
    return FailedPrecondition("reference data: the run's previous hash is not 32 bytes");
  for (const std::string& entry : run.entries()) hash = NextHash(hash, entry);
  if (Verify(key, kReferenceChain, BytesOf(hash), run.signature())) return absl::OkStatus();
  return FailedPrecondition(
      "reference data: the author's signature does not hold for entries {} to {}; a node above "
      "changed them",
      run.first_sequence(), run.first_sequence() + run.entries_size() - 1);
}

}  // namespace lienthong
