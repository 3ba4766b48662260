// What a question about an earlier moment costs: the lines of all units of a province over
// a month, as they were known so many updates ago, on a memory disk. The last argument 0 is
// the present, for comparison.
//
//   lienthong_known_benchmark [--benchmark_filter=...]
#include <benchmark/benchmark.h>

#include <cstdlib>

#include "services/admission/admission_testing.h"
#include "services/query/known.h"
#include "tests/benchmark/records.h"

namespace lienthong::benchmark {
namespace {

using admission::SubmitWork;
using admission::TestNode;
using query::Known;

constexpr uint32_t kDossiers = 60000;
constexpr int kBatch = 1000;

std::unique_ptr<TestNode> MakeNode() {
  auto node = std::make_unique<TestNode>(TestNode::Options{.name = "h44-1"});
  admission::Rows rows;
  v1::ImportReferenceRequest province = Province("h44-1");
  for (v1::ReferenceRow& row : *province.mutable_rows()) rows.Add(std::move(row));
  node->Import(rows);
  node->clock().MoveTo(kStart + 2 * kDays * kDaySeconds);
  SubmitWork work;
  const auto take = [&] {
    work.request.set_source(kSource);
    if (!node->CommitOne(work).ok()) std::abort();
    work = {};
  };
  Workload(kDossiers).Stream([&](const Update& update) {
    FillRecord(update, *work.request.add_records());
    if (work.request.records_size() == kBatch) take();
    return true;
  });
  if (work.request.records_size() > 0) take();
  size_t bytes = 0;
  for (const auto& [key, value] : node->Bytes(Family::kHistory)) bytes += key.size() + value.size();
  std::printf("%llu facts, %.1f bytes of history each\n",
              static_cast<unsigned long long>(node->journal().position()),
              static_cast<double>(bytes) / static_cast<double>(node->journal().position()));
  return node;
}

// A month in the last year of the workload, up to some second of it.
void LinesOfAProvince(::benchmark::State& state) {
  static const std::unique_ptr<TestNode> node = MakeNode();
  const View view = node->view();
  const int64_t now_ms = node->clock().NowMs();
  v1::KnownAt asked;
  if (state.range(0) > 0) asked.set_position(node->journal().position() - state.range(0));
  const Day from = DayOf(kStart) + kDays - 60;
  const query::Period period{from, from + 29, EndOfDay(from + 29)};
  for (auto _ : state) {
    auto known = Known::Open(view, node->journal(), asked, now_ms);
    if (!known.ok()) std::abort();
    for (uint32_t unit = 1; unit <= kUnits + 1; ++unit) {
      if (!known->Lines(unit, period).ok()) std::abort();
    }
  }
}
BENCHMARK(LinesOfAProvince)
    ->Arg(0)
    ->Arg(1000)
    ->Arg(10000)
    ->Arg(100000)
    ->Unit(::benchmark::kMillisecond);

}  // namespace
}  // namespace lienthong::benchmark

BENCHMARK_MAIN();
