// What a commit costs without disk and network: admission, fold and books on a memory
// disk. Absolute times say little on a shared machine; compare two runs in turns.
//
//   lienthong_admission_benchmark [--benchmark_filter=...]
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>

#include "services/admission/admission_testing.h"
#include "tests/benchmark/records.h"

namespace lienthong::benchmark {
namespace {

using admission::SubmitWork;
using admission::TestNode;

constexpr uint32_t kDossiers = 20000;

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

int64_t TakeAll(TestNode& node, std::vector<SubmitWork>& batches) {
  int64_t records = 0;
  for (SubmitWork& work : batches) {
    if (!node.CommitOne(work).ok()) std::abort();
    records += work.request.records_size();
  }
  return records;
}

// Two years in commits of so many records.
void Intake(::benchmark::State& state) {
  for (auto _ : state) {
    state.PauseTiming();
    TestNode node({.name = "h44-1"});
    Prepare(node);
    std::vector<SubmitWork> batches = Batches(state.range(0));
    state.ResumeTiming();
    const int64_t records = TakeAll(node, batches);
    state.PauseTiming();
    state.SetItemsProcessed(records);
    batches.clear();
    state.ResumeTiming();
  }
}
BENCHMARK(Intake)->Arg(1)->Arg(64)->Arg(4096)->Iterations(1)->Unit(::benchmark::kMillisecond);

// The same at the parent, from the blocks that the child's commits made.
void Replicate(::benchmark::State& state) {
  TestNode child({.name = "h44-1"});
  Prepare(child);
  std::vector<SubmitWork> batches = Batches(state.range(0));
  TakeAll(child, batches);
  const std::vector<v1::Block> blocks = child.Blocks();
  for (auto _ : state) {
    state.PauseTiming();
    TestNode parent({.name = "h44", .is_root = false});
    parent.TakeReferencesOf(child);
    parent.clock().MoveTo(kStart + 2 * kDays * kDaySeconds);
    state.ResumeTiming();
    int64_t facts = 0;
    for (const v1::Block& block : blocks)
      facts += static_cast<int64_t>(parent.Replicate(block).admitted);
    state.SetItemsProcessed(facts);
  }
}
BENCHMARK(Replicate)->Arg(64)->Arg(4096)->Iterations(1)->Unit(::benchmark::kMillisecond);

}  // namespace
}  // namespace lienthong::benchmark

BENCHMARK_MAIN();
