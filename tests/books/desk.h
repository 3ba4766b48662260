// A desk that takes a wire history in, batch by batch, and what else every test of random
// histories needs.
#pragma once

#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/admission/admission_testing.h"
#include "tests/books/wire_history.h"

namespace lienthong::books {

// The seeds to try; LIENTHONG_SEED names another one.
std::vector<uint64_t> Seeds();

// Runs `check` with each seed until one fails, and says which.
template <typename Check>
void ForEachSeed(Check check) {
  for (const uint64_t seed : Seeds()) {
    if (testing::Test::HasFailure()) return;
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    SCOPED_TRACE(testing::Message() << "LIENTHONG_SEED=" << seed);
    check(seed);
  }
}

admission::TestNode::Options Named(const std::string& name, bool is_root = false);

class Desk {
 public:
  // `node` must outlive it.
  Desk(admission::TestNode& node, std::vector<Arrival> history)
      : node_(node), history_(std::move(history)) {}

  bool done() const { return next_ == history_.size(); }

  // Commits the next records, at most `records`, each as a piece of work of its own.
  void Take(size_t records);
  // Commits one record and sees that it moved its own postings and nothing else.
  void TakeOneAndExpectItsOwnCells();
  // How many records came to this.
  int outcomes(v1::RecordResult::Outcome outcome, bool petitions) {
    return outcomes_[{outcome, petitions}];
  }

 private:
  admission::TestNode& node_;
  const std::vector<Arrival> history_;
  size_t next_ = 0;
  std::map<std::pair<v1::RecordResult::Outcome, bool>, int> outcomes_;
};

// Lets in whatever may go in.
void UnparkAll(admission::TestNode& node);
// Gives `child` what `parent` knows and lets in what waited for it.
void PassDown(const admission::TestNode& parent, admission::TestNode& child);

}  // namespace lienthong::books
