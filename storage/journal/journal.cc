#include "storage/journal/journal.h"

#include "lienthong/node/v1/store.pb.h"
#include "storage/base/bytes.h"
#include "storage/journal/keys.h"

namespace lienthong {
namespace {

using journal_keys::kFormat;

absl::StatusOr<v1::Block> ParseBlock(std::string_view value, uint64_t position) {
  v1::Block block;
  if (value.empty() || value[0] != journal_keys::kBlockVersion ||
      !block.ParseFromArray(value.data() + 1, value.size() - 1)) {
    return DataLoss("journal block {}: cannot be read", position);
  }
  return block;
}

OriginState StateFrom(const node::v1::OriginRow& row) {
  OriginState state;
  state.id = OriginId::From(row.origin());
  state.sequence = row.sequence();
  state.progress_ms = row.progress_ms();
  state.progress_sequence = row.progress_sequence();
  state.divergence = row.divergence();
  state.certificate_expires = row.certificate_expires();
  return state;
}

std::string RowOf(const OriginState& state) {
  node::v1::OriginRow row;
  *row.mutable_origin() = state.id.ToProto();
  row.set_sequence(state.sequence);
  row.set_hash(std::string(BytesOf(state.hash)));
  row.set_progress_ms(state.progress_ms);
  row.set_progress_sequence(state.progress_sequence);
  row.set_divergence(state.divergence);
  row.set_certificate_expires(state.certificate_expires);
  return row.SerializeAsString();
}

OriginState FirstState(const OriginId& id) {
  OriginState state;
  state.id = id;
  state.hash = FirstHash(kFactChain, id.node, id.epoch);
  return state;
}

bool HoldsSparse(uint64_t first, uint64_t count) {
  const uint64_t next =
      (first - 1 + journal_keys::kSparse - 1) / journal_keys::kSparse * journal_keys::kSparse + 1;
  return next < first + count;
}

}  // namespace

v1::Origin OriginId::ToProto() const {
  v1::Origin origin;
  origin.set_node(node);
  origin.set_epoch(epoch);
  return origin;
}

std::string OriginId::ToString() const { return fmt::format("{}/{:016x}", node, epoch); }

uint64_t Journal::StoredBlock::facts() const {
  uint64_t sum = 0;
  for (const v1::Run& run : block.runs()) sum += run.facts_size();
  return sum;
}

absl::StatusOr<std::unique_ptr<Journal>> Journal::Open(Engine& engine, const std::string& node,
                                                       uint64_t new_epoch) {
  std::unique_ptr<Journal> journal(new Journal(engine));
  ASSIGN_OR_RETURN(const auto identity,
                   engine.Snapshot().Get(Family::kDefault, journal_keys::kIdentity));
  if (identity.has_value()) {
    RETURN_IF_ERROR(journal->CheckIdentity(node, *identity));
  } else {
    RETURN_IF_ERROR(journal->Create(node, new_epoch));
  }
  RETURN_IF_ERROR(journal->Load());
  return journal;
}

absl::Status Journal::CheckIdentity(const std::string& node, std::string_view bytes) {
  node::v1::Identity identity;
  if (!identity.ParseFromArray(bytes.data(), bytes.size()))
    return DataLoss("identity: cannot be read");
  if (identity.format() > kFormat) {
    return FailedPrecondition(
        "data_dir: written by a newer version (format {}, this program reads up to {})",
        identity.format(), kFormat);
  }
  if (identity.origin().node() != node) {
    return FailedPrecondition("data_dir: belongs to node \"{}\", not to \"{}\"",
                              identity.origin().node(), node);
  }
  return absl::OkStatus();
}

absl::Status Journal::Create(const std::string& node, uint64_t epoch) {
  node::v1::Identity identity;
  identity.set_format(kFormat);
  *identity.mutable_origin() = OriginId{node, epoch}.ToProto();
  Batch batch;
  batch.Put(Family::kDefault, journal_keys::kIdentity, identity.SerializeAsString());
  batch.Put(Family::kDefault, journal_keys::Origin(0), RowOf(FirstState({node, epoch})));
  return engine_.Commit(batch);
}

absl::Status Journal::Load() {
  const View view = engine_.Snapshot();
  RETURN_IF_ERROR(
      view.Scan(Family::kDefault, "o", "p",
                [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                  node::v1::OriginRow row;
                  key.remove_prefix(1);
                  uint32_t number = 0;
                  if (!GetBigEndian32(key, number) || number != origins_.size() ||
                      !row.ParseFromArray(value.data(), value.size())) {
                    return DataLoss("table of origins, row {}: cannot be read", origins_.size());
                  }
                  OriginState state = StateFrom(row);
                  if (!HashFromBytes(row.hash(), state.hash))
                    return DataLoss("table of origins, row {}: bad hash", number);
                  numbers_[state.id] = number;
                  origins_.push_back(std::move(state));
                  return true;
                }));
  ASSIGN_OR_RETURN(const auto last, view.Last(Family::kJournal, "", ""));
  if (!last.has_value()) return absl::OkStatus();
  std::string_view key = last->first;
  StoredBlock stored;
  if (!GetBigEndian64(key, stored.first_position)) return DataLoss("journal: bad key");
  ASSIGN_OR_RETURN(stored.block, ParseBlock(last->second, stored.first_position));
  position_ = stored.first_position + stored.facts() - 1;
  return absl::OkStatus();
}

uint64_t Journal::position() const {
  const std::lock_guard lock(mutex_);
  return position_;
}

std::vector<OriginState> Journal::origins() const {
  const std::lock_guard lock(mutex_);
  return origins_;
}

OriginState Journal::origin(uint32_t number) const {
  const std::lock_guard lock(mutex_);
  return origins_[number];
}

std::optional<uint32_t> Journal::Find(const OriginId& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = numbers_.find(id);
  return found == numbers_.end() ? std::nullopt : std::optional(found->second);
}

absl::StatusOr<std::optional<Journal::StoredBlock>> Journal::ReadBlock(const View& view,
                                                                       uint64_t position) const {
  ASSIGN_OR_RETURN(const auto found,
                   view.Last(Family::kJournal, "", journal_keys::Block(position + 1)));
  if (!found.has_value()) return std::optional<StoredBlock>();
  StoredBlock stored;
  std::string_view key = found->first;
  if (!GetBigEndian64(key, stored.first_position)) return DataLoss("journal: bad key");
  ASSIGN_OR_RETURN(stored.block, ParseBlock(found->second, stored.first_position));
  if (position >= stored.first_position + stored.facts()) return std::optional<StoredBlock>();
  return std::optional(std::move(stored));
}

absl::StatusOr<std::pair<uint64_t, v1::Run>> Journal::FindRun(const View& view, uint32_t origin,
                                                              uint64_t sequence) const {
  const OriginId id = this->origin(origin).id;
  ASSIGN_OR_RETURN(const auto row, view.Last(Family::kDefault, journal_keys::Sparse(origin, 0),
                                             journal_keys::Sparse(origin, sequence + 1)));
  if (!row.has_value()) return NotFound("fact {} of {}: not held", sequence, id.ToString());
  std::string_view value = row->second;
  uint64_t position = 0;
  if (!GetVarint(value, position))
    return DataLoss("sparse index of {}: cannot be read", id.ToString());
  while (true) {
    ASSIGN_OR_RETURN(const auto stored, ReadBlock(view, position));
    if (!stored.has_value()) return NotFound("fact {} of {}: not held", sequence, id.ToString());
    position = stored->first_position;
    for (const v1::Run& run : stored->block.runs()) {
      const bool is_here =
          run.first_sequence() <= sequence && sequence < run.first_sequence() + run.facts_size();
      if (is_here && OriginId::From(run.origin()) == id) return std::pair(position, run);
      position += run.facts_size();
    }
  }
}

absl::StatusOr<uint64_t> Journal::Locate(const View& view, uint32_t origin,
                                         uint64_t sequence) const {
  ASSIGN_OR_RETURN(const auto found, FindRun(view, origin, sequence));
  return found.first + (sequence - found.second.first_sequence());
}

absl::StatusOr<Hash> Journal::HashAt(const View& view, uint32_t origin, uint64_t sequence) const {
  const OriginState state = this->origin(origin);
  if (sequence == state.sequence) return state.hash;
  if (sequence == 0) return FirstHash(kFactChain, state.id.node, state.id.epoch);
  ASSIGN_OR_RETURN(const auto found, FindRun(view, origin, sequence));
  const v1::Run& run = found.second;
  Hash hash;
  if (!HashFromBytes(run.previous_hash(), hash))
    return DataLoss("journal: bad hash in a run of {}", state.id.ToString());
  for (uint64_t i = run.first_sequence(); i <= sequence; ++i)
    hash = NextHash(hash, run.facts(i - run.first_sequence()));
  return hash;
}

absl::StatusOr<std::string> Journal::ReadFact(const View& view, uint32_t origin,
                                              uint64_t sequence) const {
  ASSIGN_OR_RETURN(const auto found, FindRun(view, origin, sequence));
  return found.second.facts(sequence - found.second.first_sequence());
}

void Journal::Adopt(Draft&& draft) {
  const std::lock_guard lock(mutex_);
  position_ = draft.position_ + draft.facts_;
  origins_ = std::move(draft.origins_);
  numbers_ = std::move(draft.numbers_);
}

Journal::Draft::Draft(const Journal& journal) {
  const std::lock_guard lock(journal.mutex_);
  position_ = journal.position_;
  origins_ = journal.origins_;
  numbers_ = journal.numbers_;
  moved_.resize(origins_.size());
}

uint32_t Journal::Draft::NumberOf(const OriginId& id) {
  const auto [row, added] = numbers_.emplace(id, static_cast<uint32_t>(origins_.size()));
  if (added) {
    origins_.push_back(FirstState(id));
    moved_.push_back(true);
  }
  return row->second;
}

uint64_t Journal::Draft::Append(uint32_t origin, std::string fact) {
  OriginState& state = origins_[origin];
  if (run_origins_.empty() || run_origins_.back() != origin) {
    v1::Run& run = *block_.add_runs();
    *run.mutable_origin() = state.id.ToProto();
    run.set_first_sequence(state.sequence + 1);
    run.set_previous_hash(std::string(BytesOf(state.hash)));
    run_origins_.push_back(origin);
  }
  state.hash = NextHash(state.hash, fact);
  *block_.mutable_runs(block_.runs_size() - 1)->add_facts() = std::move(fact);
  moved_[origin] = true;
  ++facts_;
  return ++state.sequence;
}

void Journal::Draft::SetProgress(uint32_t origin, uint64_t sequence, int64_t time_ms) {
  OriginState& state = origins_[origin];
  if (time_ms <= state.progress_ms) return;
  state.progress_ms = time_ms;
  state.progress_sequence = sequence;
  moved_[origin] = true;
}

void Journal::Draft::SetDivergence(uint32_t origin, std::string reason) {
  origins_[origin].divergence = std::move(reason);
  moved_[origin] = true;
}

void Journal::Draft::SetCertificateExpires(uint32_t origin, int64_t seconds) {
  if (origins_[origin].certificate_expires == seconds) return;
  origins_[origin].certificate_expires = seconds;
  moved_[origin] = true;
}

void Journal::Draft::WriteTo(Batch& batch) const {
  for (size_t i = 0; i < moved_.size(); ++i) {
    if (moved_[i]) batch.Put(Family::kDefault, journal_keys::Origin(i), RowOf(origins_[i]));
  }
  if (facts_ == 0) return;
  batch.Put(Family::kJournal, journal_keys::Block(position_ + 1),
            std::string(1, journal_keys::kBlockVersion) + block_.SerializeAsString());
  uint64_t position = position_ + 1;
  for (int i = 0; i < block_.runs_size(); ++i) {
    const v1::Run& run = block_.runs(i);
    std::string value;
    PutVarint(value, position);
    if (HoldsSparse(run.first_sequence(), run.facts_size())) {
      batch.Put(Family::kDefault, journal_keys::Sparse(run_origins_[i], run.first_sequence()),
                value);
    }
    position += run.facts_size();
  }
}

}  // namespace lienthong
