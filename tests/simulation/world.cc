#include "tests/simulation/world.h"

#include <algorithm>

namespace lienthong::simulation {
namespace {

// Random events between two quiet moments.
constexpr int kQuietEvery = 80;

// Rounds in which a tree at rest must have said everything; more is a live-lock.
constexpr int kSettleRoundsMax = 3000;

constexpr int64_t kYearMs = int64_t{365} * 86400 * 1000;

}  // namespace

World::World(const Plan& plan) : plan_(plan), random_(plan.seed), story_(clock_) { BuildTree(); }

World::~World() {
  for (const auto& link : links_) link->Cut("the end");
}

void World::AddNode(const std::string& name, const UnitPlan& unit) {
  Node::Options options{
      .name = name, .is_root = nodes_.empty(), .disk_seed = random_.Next(), .fault = plan_.fault};
  const int clock = random_.Below(10);
  options.skew_ms = clock == 0 ? kYearMs : clock <= 3 ? random_.Between(-5000, 5000) : 0;
  nodes_.push_back(std::make_unique<Node>(std::move(options), shared()));
  units_.push_back(unit);
  places_.push_back(unit.place);
  holders_.push_back(places_.size() - 1);
}

// A province, up to two districts, two to four communes anywhere below.
void World::BuildTree() {
  AddNode("tinh", {{"H44", "tinh"}, "province", ""});
  const int districts = random_.Below(3);
  for (int i = 1; i <= districts; ++i) {
    const std::string name = fmt::format("huyen-{}", i);
    AddNode(name, {{fmt::format("H44.{}", i), name}, "district", "H44"});
    links_.push_back(std::make_unique<Link>(*nodes_.back(), *nodes_[0], shared(), plan_.fault));
  }
  const int communes = 2 + random_.Below(3);
  for (int i = 1; i <= communes; ++i) {
    const std::string name = fmt::format("xa-{}", i);
    const int above = random_.Below(districts + 1);
    AddNode(name, {{fmt::format("H44.1{}", i), name}, "commune", places_[above].code});
    links_.push_back(std::make_unique<Link>(*nodes_.back(), *nodes_[above], shared(), plan_.fault));
  }
  for (const auto& link : links_) link->child().SetAbove(&link->parent());
  for (const auto& node : nodes_) {
    node->OnReferences([this, parent = node.get()] {
      for (const auto& link : links_) {
        if (&link->parent() == parent) link->WantReferences();
      }
    });
  }
  const bool transfers = random_.Chance(60) || plan_.fault == Fault::kFirstArrivalWins;
  for (const Place& place : places_)
    desks_.push_back(std::make_unique<Desk>(place, places_, random_, transfers));
  for (const Place& place : places_)
    petition_desks_.push_back(std::make_unique<PetitionDesk>(place, places_, random_));
  imports_ = PlanReferences(units_, random_);
}

Outcome World::Run() {
  Outcome outcome;
  outcome.status = RunSteps();
  if (!outcome.status.ok()) story_.Say("FAILED: {}", MessageOf(outcome.status));
  outcome.story = story_.Last(60);
  for (const auto& node : nodes_) outcome.planted += node->planted();
  for (const auto& link : links_) outcome.planted += link->planted();
  if (nodes_[0]->running()) outcome.facts = nodes_[0]->journal().position();
  outcome.promises = promises_.count();
  outcome.crashes = crashes_;
  outcome.quiet_moments = quiet_moments_;
  if (outcome.status.ok()) outcome.root_hash = HashOfRoot();
  return outcome;
}

absl::Status World::RunSteps() {
  for (const auto& node : nodes_) RETURN_IF_ERROR(node->Start());
  Import();
  for (int step = 1; step < plan_.steps; ++step) {
    RETURN_IF_ERROR(StepOnce());
    if (step % kQuietEvery == 0) RETURN_IF_ERROR(QuietMoment(false));
  }
  return QuietMoment(true);
}

absl::Status World::StepOnce() {
  clock_.Advance(random_.Below(50) == 0 ? random_.Between(60'000, 6 * 3600'000)
                                        : random_.Between(1, 120));
  Event();
  if (random_.Chance(30)) Trouble();
  for (int i = random_.Below(8); i >= 0; --i) RETURN_IF_ERROR(Machinery());
  return absl::OkStatus();
}

// Work from outside.
void World::Event() {
  if (imported_ < imports_.size() && random_.Chance(6)) Import();
  const int place = random_.Below(static_cast<int>(places_.size()));
  Node& node = *nodes_[holders_[place]];
  if (random_.Chance(3)) MoveUnit();
  if (random_.Chance(10)) desks_[place]->TakeOver(*random_.Pick(desks_));
  if (!node.running() || !random_.Chance(60)) return;
  if (random_.Chance(20)) {
    v1::SubmitPetitionsRequest petitions = petition_desks_[place]->Petitions(clock_.Now());
    story_.Say("a desk hands {} {} petitions, the first {}", node.name(),
               petitions.petitions_size(), petitions.petitions(0).petition());
    return node.Submit(std::move(petitions));
  }
  if (random_.Chance(5)) return node.Submit(petition_desks_[place]->Observations(clock_.Now()));
  v1::SubmitRequest batch = desks_[place]->Batch(clock_.Now());
  story_.Say("a desk hands {} a batch of {} records, the first {} with status {}", node.name(),
             batch.records_size(), batch.records(0).dossier(), batch.records(0).status());
  node.Submit(std::move(batch));
}

// A unit goes to another node, perhaps while its old one is away; its desk follows sooner
// or later, which is when the new node may know nothing yet.
void World::MoveUnit() {
  const size_t place = random_.Below(static_cast<int>(places_.size()));
  const size_t to = random_.Below(static_cast<int>(nodes_.size()));
  if (!nodes_[0]->running() || to == holders_[place]) return;
  story_.Say("{} goes from {} to {}", places_[place].code, nodes_[holders_[place]]->name(),
             nodes_[to]->name());
  holders_[place] = to;
  v1::ImportReferenceRequest import;
  v1::GrantRow& row = *import.add_rows()->mutable_grant();
  row.set_unit(places_[place].code);
  row.set_node(nodes_[to]->name());
  row.set_source("igate");
  row.set_valid_from(fmt::format("2026-07-{:02}", ++moves_ % 28 + 1));
  imports_.insert(imports_.begin() + imported_, import);
  Import();
}

// What goes wrong, and what is mended again.
void World::Trouble() {
  Node& node = *random_.Pick(nodes_);
  Link& link = *random_.Pick(links_);
  const int kind = random_.Below(16);
  if (kind <= 1) {
    CrashNode(node);
  } else if (kind <= 4) {
    if (node.running()) node.disk().FailPowerAfter(1 + random_.Below(6));
  } else if (kind == 5) {
    node.SetTrouble(random_.Chance(70) ? FaultyDisk::Trouble::kNoSpace
                                       : FaultyDisk::Trouble::kIoError);
    story_.Say("the disk of {} is full or broken", node.name());
  } else if (kind <= 7) {
    node.SetTrouble(FaultyDisk::Trouble::kNone);
  } else if (kind <= 10) {
    link.Cut("the line is cut");
  } else if (kind == 11) {
    link.SetUp(false);
  } else if (kind <= 14) {
    link.SetUp(true);
  } else {
    link.HalfClose();
  }
}

void World::CrashNode(Node& node) {
  if (!node.running()) return;
  node.Crash();
  ++crashes_;
  for (const auto& link : links_) link->DropBroken();
}

absl::Status World::Restart(Node& node) {
  CrashNode(node);
  RETURN_IF_ERROR(node.Start());
  if (!node.running()) return absl::OkStatus();
  return Annotate(CheckBooks(MemoryOf(node)), node.name());
}

absl::Status World::Watch(Node& node) {
  for (const auto& link : links_) link->DropBroken();
  if (!node.running()) return absl::OkStatus();
  RETURN_IF_ERROR(heartbeats_.Follow(node.engine(), node.journal()));
  return heartbeats_.Check(node.name(), node.journal());
}

// One turn of one node or line.
absl::Status World::Machinery() {
  const int kind = random_.Below(10);
  if (kind <= 3) {
    Node& node = *random_.Pick(nodes_);
    const bool was_running = node.running();
    node.Work();
    if (was_running && !node.running()) ++crashes_;
    return Watch(node);
  }
  if (kind == 4) {
    Node& node = *random_.Pick(nodes_);
    if ((!node.running() || node.failed()) && random_.Chance(60)) return Restart(node);
    return absl::OkStatus();
  }
  Link& link = *random_.Pick(links_);
  if (!link.connected()) {
    if (random_.Chance(50)) link.Connect();
  } else {
    link.Step();
  }
  return absl::OkStatus();
}

void World::Import() {
  Node& root = *nodes_[0];
  if (!root.running() || imported_ == imports_.size()) return;
  story_.Say("reference data, import {} of {}", imported_ + 1, imports_.size());
  root.Import(imports_[imported_++]);
}

// Everything is mended, then everything must be delivered by itself.
absl::Status World::QuietMoment(bool last) {
  story_.Say("-- quiet --");
  ++quiet_moments_;
  for (const auto& node : nodes_) {
    node->SetCalm(true);
    node->SetTrouble(FaultyDisk::Trouble::kNone);
    node->disk().FailPowerAfter(-1);
    if (!node->running() || node->failed()) RETURN_IF_ERROR(Restart(*node));
  }
  // An import may have been lost with a crash; to repeat one has no effect.
  if (last) imported_ = imports_.size();
  for (size_t i = 0; i < imported_; ++i) nodes_[0]->Import(imports_[i]);
  for (const auto& link : links_) {
    link->SetUp(true);
    link->LeaveRefused();
  }
  RETURN_IF_ERROR(Settle());
  RETURN_IF_ERROR(CheckAll(last));
  for (const auto& node : nodes_) node->SetCalm(false);
  return absl::OkStatus();
}

absl::Status World::Settle() {
  for (int round = 0; round < kSettleRoundsMax; ++round) {
    clock_.Advance(random_.Between(1, 200));
    bool busy = false;
    for (const auto& node : nodes_) {
      busy |= node->has_work();
      node->Work();
      RETURN_IF_ERROR(Watch(*node));
      if (!node->running()) return Internal("{} stops in calm times", node->name());
      if (node->failed()) return Internal("{} cannot commit in calm times", node->name());
    }
    for (const auto& link : links_) busy |= link->StepAll();
    if (!busy) return absl::OkStatus();
  }
  return Internal("the tree does not come to rest");
}

Memory World::MemoryOf(const Node& node) const {
  return {node.name(), node.engine(), node.journal(), node.references()};
}

absl::Status World::CheckAll(bool last) {
  std::vector<Memory> memories;
  for (const auto& node : nodes_) memories.push_back(MemoryOf(*node));
  RETURN_IF_ERROR(CheckHolders(memories[0], memories));
  RETURN_IF_ERROR(promises_.CheckRoot(nodes_[0]->engine()));
  for (const auto& node : nodes_) {
    RETURN_IF_ERROR(promises_.Check(node->name(), node->engine(), node->journal()));
    RETURN_IF_ERROR(CheckNode(MemoryOf(*node), last));
  }
  for (const auto& link : links_) {
    RETURN_IF_ERROR(CheckParentHoldsChild(MemoryOf(link->parent()), MemoryOf(link->child())));
  }
  return absl::OkStatus();
}

std::string World::HashOfRoot() const {
  Hash hash{};
  const View view = nodes_[0]->engine().Snapshot();
  for (int family = 0; family < kFamilies; ++family) {
    const absl::Status scanned =
        view.Scan(static_cast<Family>(family), "", "",
                  [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                    hash = NextHash(hash, std::string(key) + '\0' + std::string(value));
                    return true;
                  });
    if (!scanned.ok()) return MessageOf(scanned);
  }
  return ToHex(BytesOf(hash));
}

Outcome RunAndShorten(Plan& plan) {
  Outcome outcome = World(plan).Run();
  if (outcome.status.ok()) return outcome;
  for (int cut = plan.steps / 2; cut > 0;) {
    Plan shorter = plan;
    shorter.steps -= cut;
    Outcome other = World(shorter).Run();
    const bool fails = !other.status.ok();
    if (fails) {
      plan = shorter;
      outcome = std::move(other);
    }
    cut = std::min(fails ? cut : cut / 2, plan.steps - 1);
  }
  return outcome;
}

}  // namespace lienthong::simulation
