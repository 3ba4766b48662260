// The faults planted on a line (fault.h).
#include "tests/simulation/link.h"

namespace lienthong::simulation {

// True: the message is not sent.
bool Link::PlantInSending(v1::ReplicateRequest& message) {
  if (fault_ == Fault::kGapPastedOver && message.has_block() && shared_.random.Chance(20)) {
    ++planted_;
    return true;
  }
  if (fault_ == Fault::kProgressToldAhead && message.has_progress() &&
      message.progress().origin().node() != child_.name()) {
    message.mutable_progress()->set_time_ms(child_.clock().NowMs());
    ++planted_;
  }
  return false;
}

void Link::PlantInBlock(v1::Block& block) {
  for (v1::Run& run : *block.mutable_runs()) {
    if (fault_ == Fault::kFactReencoded && shared_.random.Chance(10)) {
      v1::Fact fact;
      std::string& bytes = *run.mutable_facts(run.facts_size() - 1);
      if (!fact.ParseFromString(bytes)) continue;
      fact.set_admitted_time_ms(fact.admitted_time_ms() + 1);
      bytes = fact.SerializeAsString();
      ++planted_;
    }
    if (fault_ != Fault::kGapPastedOver) continue;
    const auto number = parent_.journal().Find(OriginId::From(run.origin()));
    if (!number.has_value()) continue;
    const OriginState held = parent_.journal().origin(*number);
    if (run.first_sequence() <= held.sequence + 1) continue;
    run.set_first_sequence(held.sequence + 1);
    run.set_previous_hash(std::string(BytesOf(held.hash)));
  }
}

// The same facts once more, numbered as the next ones.
void Link::PlantAfterBlock(const v1::Block& block) {
  if (fault_ != Fault::kRepeatedBlockAdded || !parent_.running() || !shared_.random.Chance(10))
    return;
  v1::Block again = block;
  for (v1::Run& run : *again.mutable_runs()) {
    const auto number = parent_.journal().Find(OriginId::From(run.origin()));
    if (!number.has_value()) return;
    const OriginState held = parent_.journal().origin(*number);
    run.set_first_sequence(held.sequence + 1);
    run.set_previous_hash(std::string(BytesOf(held.hash)));
  }
  parent_.TakeBlock(std::move(again), [](const absl::StatusOr<uplink::BlockResult>&) {});
  ++planted_;
}

void Link::Remember(const v1::Block& block) {
  for (const v1::Run& run : block.runs()) {
    Hash hash;
    if (!HashFromBytes(run.previous_hash(), hash)) continue;
    for (const std::string& fact : run.facts()) hash = NextHash(hash, fact);
    auto& known = remembered_[OriginId::From(run.origin())];
    const uint64_t last = run.first_sequence() + run.facts_size() - 1;
    if (last > known.first) known = {last, hash};
  }
}

void Link::PlantInResume(v1::Resume& resume) {
  if (fault_ != Fault::kResumeFromRemembered) return;
  for (v1::OriginPosition& position : *resume.mutable_positions()) {
    const auto known = remembered_.find(OriginId::From(position.origin()));
    if (known == remembered_.end() || known->second.first <= position.sequence()) continue;
    position.set_sequence(known->second.first);
    position.set_hash(std::string(BytesOf(known->second.second)));
    ++planted_;
  }
}

void Link::PlantInReferences(Stream& stream) {
  if (fault_ != Fault::kReferenceCountedAsSent ||
      sent_reference_.sequence() <= stream.reference.sequence())
    return;
  stream.reference = sent_reference_;
  ++planted_;
}

void Link::PlantInPage(v1::FetchUnitResponse& page) {
  if (page.dossiers().empty()) return;
  if (fault_ == Fault::kTakeoverWithoutStates) {
    page.Clear();
    page.set_complete(true);
    ++planted_;
  } else if (fault_ == Fault::kTakeoverLosesState) {
    page.mutable_dossiers()->RemoveLast();
    ++planted_;
  }
}

// True: the block is acknowledged, and the parent dies before it is stored.
bool Link::PlantInAck(Stream& stream, const v1::Block& block, size_t bytes) {
  if (fault_ != Fault::kAckBeforeCommit || parent_.calm() || !shared_.random.Chance(10))
    return false;
  uplink::BlockResult result;
  for (const v1::Run& run : block.runs()) {
    Hash hash;
    if (!HashFromBytes(run.previous_hash(), hash)) return false;
    for (const std::string& fact : run.facts()) hash = NextHash(hash, fact);
    v1::OriginPosition& position = result.held.emplace_back();
    *position.mutable_origin() = run.origin();
    position.set_sequence(run.first_sequence() + run.facts_size() - 1);
    position.set_hash(std::string(BytesOf(hash)));
    shared_.promises.PromiseHeld(parent_.name(), position);
  }
  ParentAnswers(stream, result, bytes);
  parent_.Crash();
  ++planted_;
  return true;
}

// As if the child did not look at signatures.
void Link::PlantInForgery(v1::ReferenceRun& run) {
  Hash hash;
  if (fault_ != Fault::kForgeryTaken || !HashFromBytes(run.previous_hash(), hash)) return;
  for (const std::string& entry : run.entries()) hash = NextHash(hash, entry);
  run.set_signature(Node::AuthorKey().Sign(kReferenceChain, BytesOf(hash)));
  ++planted_;
}

}  // namespace lienthong::simulation
