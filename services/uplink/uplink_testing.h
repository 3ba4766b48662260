// A node's journal on a memory disk, and what a parent does with a block: admission's
// part of the uplink without the books. For tests; errors throw.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "services/uplink/receiver.h"
#include "storage/journal/journal.h"

namespace lienthong::uplink {

template <typename T>
T Must(absl::StatusOr<T> result) {
  if (!result.ok()) throw std::runtime_error(result.status().ToString());
  return *std::move(result);
}

inline void Must(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

inline v1::OriginPosition PositionOf(const OriginState& state) {
  v1::OriginPosition position;
  *position.mutable_origin() = state.id.ToProto();
  position.set_sequence(state.sequence);
  position.set_hash(std::string(BytesOf(state.hash)));
  return position;
}

// One writer at a time; reads are safe from any thread.
class TestStore {
 public:
  using Facts = std::vector<std::pair<OriginId, std::string>>;

  explicit TestStore(const std::string& node, uint64_t epoch = 1)
      : engine_(Must(Engine::Open({.path = "/db", .disk = disk_}))),
        journal_(Must(Journal::Open(*engine_, node, epoch))) {}

  const Engine& engine() const { return *engine_; }
  const Journal& journal() const { return *journal_; }
  OriginId own() const { return journal_->origin(journal_->own()).id; }

  // Admits facts in this order, as one block.
  void Admit(const Facts& facts) {
    Journal::Draft draft(*journal_);
    for (const auto& [origin, fact] : facts) draft.Append(draft.NumberOf(origin), fact);
    Write(std::move(draft));
  }

  // Admits what is new in `block`; stops at gaps and at differing chains.
  BlockResult Take(const v1::Block& block) {
    Journal::Draft draft(*journal_);
    BlockResult result;
    for (const v1::Run& run : block.runs()) TakeRun(run, draft, result);
    Write(std::move(draft));
    return result;
  }

  void TakeProgress(const v1::NodeProgress& progress) {
    Journal::Draft draft(*journal_);
    const uint32_t origin = draft.NumberOf(OriginId::From(progress.origin()));
    draft.SetProgress(origin, progress.sequence(), progress.time_ms());
    Write(std::move(draft));
  }

  OriginState StateOf(const OriginId& id) const {
    const auto number = journal_->Find(id);
    return number.has_value() ? journal_->origin(*number) : OriginState{};
  }

  std::vector<std::string> FactsOf(const OriginId& id) const {
    std::vector<std::string> facts;
    const View view = engine_->Snapshot();
    const uint64_t head = StateOf(id).sequence;
    for (uint64_t i = 1; i <= head; ++i) {
      facts.push_back(Must(journal_->ReadFact(view, *journal_->Find(id), i)));
    }
    return facts;
  }

 private:
  void TakeRun(const v1::Run& run, Journal::Draft& draft, BlockResult& result) {
    const uint32_t origin = draft.NumberOf(OriginId::From(run.origin()));
    const OriginState held = draft.origin(origin);
    if (run.first_sequence() > held.sequence + 1) return result.gaps.push_back(PositionOf(held));
    Hash hash;
    if (!HashFromBytes(run.previous_hash(), hash))
      throw std::runtime_error("a hash of no 32 bytes");
    const uint64_t known = held.sequence + 1 - run.first_sequence();
    for (uint64_t i = 0; i < known && i < static_cast<uint64_t>(run.facts_size()); ++i) {
      hash = NextHash(hash, run.facts(static_cast<int>(i)));
    }
    if (known <= static_cast<uint64_t>(run.facts_size()) && hash != held.hash) {
      v1::Divergence& divergence = result.divergences.emplace_back();
      *divergence.mutable_held() = PositionOf(held);
      divergence.set_reason("differs");
      return;
    }
    for (int i = static_cast<int>(known); i < run.facts_size(); ++i) {
      draft.Append(origin, run.facts(i));
      ++result.admitted;
    }
    result.held.push_back(PositionOf(draft.origin(origin)));
  }

  void Write(Journal::Draft draft) {
    Batch batch;
    draft.WriteTo(batch);
    Must(engine_->Commit(batch));
    journal_->Adopt(std::move(draft));
  }

  const std::shared_ptr<Disk> disk_ = Disk::Memory();
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Journal> journal_;
};

}  // namespace lienthong::uplink
