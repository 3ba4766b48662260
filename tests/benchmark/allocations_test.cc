// The guard of the core path: what one update of a dossier costs in allocations. Time on a
// shared machine says little; the number of times that memory is asked for is the same on
// every machine, and most of what is spent between network and disk follows it.
//
// A bound that is passed means that somebody made the path dearer: find out where
// (tests/benchmark/NOTES.md says how), mend it, or raise the bound with the reason in
// the same commit. Far below it: lower it, so that the gain is kept.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "services/admission/admission_testing.h"
#include "tests/benchmark/records.h"

namespace {

// Of this thread only: RocksDB flushes on threads of its own.
thread_local uint64_t allocations = 0;

void* Allocate(size_t size) {
  ++allocations;
  if (void* const memory = std::malloc(size)) return memory;
  std::abort();
}

}  // namespace

// Of all forms of operator new the standard library's others come to these.
void* operator new(size_t size) { return Allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }

namespace lienthong::benchmark {
namespace {

using admission::SubmitWork;
using admission::TestNode;

constexpr uint32_t kDossiers = 4000;
// What a busy node commits at once, and what a desk's lone update is.
constexpr size_t kBatch = 1000;

// Measured on g++ 12, protobuf 3.21 and RocksDB 7.8: 61, 169 and 64; the same in every run.
// A tenth of room, because another standard library or protobuf allocates a little otherwise.
constexpr double kDeskMax = 67;
constexpr double kLoneMax = 186;
constexpr double kReplicateMax = 70;
// Below this part of a bound, the bound no longer holds anything.
constexpr double kTooLow = 0.75;

TestNode MakeNode(const std::string& name, bool is_root) {
  return TestNode({.name = name, .is_root = is_root, .epoch = 7});
}

void Prepare(TestNode& node) {
  admission::Rows rows;
  v1::ImportReferenceRequest province = Province("h44-1");
  for (v1::ReferenceRow& row : *province.mutable_rows()) rows.Add(std::move(row));
  node.Import(rows);
  node.clock().MoveTo(kStart + 2 * kDays * kDaySeconds);
}

std::vector<SubmitWork> Batches(size_t size) {
  std::vector<SubmitWork> batches;
  Workload(kDossiers).Stream([&](const Update& update) {
    if (batches.empty() || static_cast<size_t>(batches.back().request.records_size()) == size) {
      batches.emplace_back().request.set_source(kSource);
      batches.back().request.set_arrival(update.arrival);
    }
    FillRecord(update, *batches.back().request.add_records());
    return true;
  });
  return batches;
}

// Allocations of each update while `node` takes the batches [first, end).
double CostOfDesk(TestNode& node, std::vector<SubmitWork>& batches, size_t first, size_t end) {
  size_t updates = 0;
  const uint64_t before = allocations;
  for (size_t i = first; i < end; ++i) {
    EXPECT_TRUE(node.CommitOne(batches[i]).ok());
    updates += batches[i].request.records_size();
  }
  return static_cast<double>(allocations - before) / static_cast<double>(updates);
}

size_t CountAdmitted(const std::vector<SubmitWork>& batches) {
  size_t admitted = 0;
  for (const SubmitWork& work : batches) {
    for (const v1::RecordResult& result : work.response.results())
      admitted += result.outcome() == v1::RecordResult::OUTCOME_ADMITTED ? 1 : 0;
  }
  return admitted;
}

TEST(AllocationsTest, ABatchOfADeskStaysWithinItsBound) {
  TestNode node = MakeNode("h44-1", true);
  Prepare(node);
  std::vector<SubmitWork> batches = Batches(kBatch);

  const double cost = CostOfDesk(node, batches, 0, batches.size());

  // All but repeats and late states that say nothing new.
  EXPECT_GT(CountAdmitted(batches), batches.size() * kBatch * 9 / 10);
  EXPECT_LE(cost, kDeskMax);
  EXPECT_GE(cost, kTooLow * kDeskMax) << "lower the bound: the gain should be kept";
}

TEST(AllocationsTest, ALoneUpdateStaysWithinItsBound) {
  TestNode node = MakeNode("h44-1", true);
  Prepare(node);
  std::vector<SubmitWork> batches = Batches(1);
  batches.resize(2000);

  const double cost = CostOfDesk(node, batches, 0, batches.size());

  EXPECT_LE(cost, kLoneMax);
  EXPECT_GE(cost, kTooLow * kLoneMax) << "lower the bound: the gain should be kept";
}

TEST(AllocationsTest, ABlockFromAChildStaysWithinItsBound) {
  TestNode child = MakeNode("h44-1", true);
  Prepare(child);
  std::vector<SubmitWork> batches = Batches(kBatch);
  CostOfDesk(child, batches, 0, batches.size());
  TestNode parent = MakeNode("h44", false);
  parent.TakeReferencesOf(child);
  parent.clock().MoveTo(kStart + 2 * kDays * kDaySeconds);
  const std::vector<v1::Block> blocks = child.Blocks();

  uint64_t facts = 0;
  const uint64_t before = allocations;
  for (const v1::Block& block : blocks) facts += parent.Replicate(block).admitted;
  const double cost = static_cast<double>(allocations - before) / static_cast<double>(facts);

  EXPECT_EQ(facts, child.journal().position());
  EXPECT_LE(cost, kReplicateMax);
  EXPECT_GE(cost, kTooLow * kReplicateMax) << "lower the bound: the gain should be kept";
}

}  // namespace
}  // namespace lienthong::benchmark
