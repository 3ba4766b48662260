// A whole tree of offices in one thread and in virtual time, from one seed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/simulation/desk.h"
#include "tests/simulation/heartbeats.h"
#include "tests/simulation/invariants.h"
#include "tests/simulation/link.h"
#include "tests/simulation/node.h"
#include "tests/simulation/petition_desk.h"
#include "tests/simulation/reference.h"

namespace lienthong::simulation {

struct Plan {
  uint64_t seed = 1;
  // Random events before the last quiet moment.
  int steps = 240;
  Fault fault = Fault::kNone;
};

// What a run gave.
struct Outcome {
  absl::Status status;
  // The last events.
  std::string story;
  // How often the planted fault took effect.
  int planted = 0;
  // What was exercised, and a hash of the root's memory.
  uint64_t facts = 0;
  size_t promises = 0;
  int crashes = 0;
  int quiet_moments = 0;
  std::string root_hash;
};

class World {
 public:
  explicit World(const Plan& plan);
  ~World();

  Outcome Run();

 private:
  void BuildTree();
  void AddNode(const std::string& name, const UnitPlan& unit);
  absl::Status RunSteps();
  absl::Status StepOnce();
  void Event();
  absl::Status Machinery();
  void Trouble();
  absl::Status Restart(Node& node);
  void CrashNode(Node& node);
  void Import();
  void MoveUnit();
  absl::Status QuietMoment(bool last);
  absl::Status Settle();
  absl::Status CheckAll(bool last);
  absl::Status Watch(Node& node);
  Memory MemoryOf(const Node& node) const;
  std::string HashOfRoot() const;
  Node::Shared shared() { return {clock_, random_, story_, promises_}; }

  const Plan plan_;
  VirtualClock clock_;
  Random random_;
  Story story_;
  Promises promises_;
  Heartbeats heartbeats_;
  std::vector<UnitPlan> units_;
  std::vector<Place> places_;
  std::vector<size_t> holders_;  // place -> node whose desk it sends to
  std::vector<std::unique_ptr<Node>> nodes_;
  std::vector<std::unique_ptr<Desk>> desks_;
  std::vector<std::unique_ptr<PetitionDesk>> petition_desks_;
  std::vector<std::unique_ptr<Link>> links_;
  std::vector<v1::ImportReferenceRequest> imports_;
  size_t imported_ = 0;
  int moves_ = 0;
  int crashes_ = 0;
  int quiet_moments_ = 0;
};

// Runs `plan`; on failure halves the steps as long as it still fails, and returns
// the shortest failing run with its plan in `plan`.
Outcome RunAndShorten(Plan& plan);

}  // namespace lienthong::simulation
