// What a commit costs without disk and network: admission, fold and books on a memory
// disk. Absolute times say little on a shared machine; compare two runs in turns.
//
//   lienthong_admission_benchmark [--benchmark_filter=...]
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <random>

#include "services/admission/admission_testing.h"

namespace lienthong::admission {
namespace {

constexpr int kUnits = 163, kProcedures = 400, kDossiers = 20000;

Rows Province() {
  Rows rows;
  rows.Unit("H44", "Tỉnh", "province");
  for (int unit = 0; unit < kUnits; ++unit) {
    const std::string code = "H44." + std::to_string(unit);
    rows.Unit(code, "Xã " + code, "commune", "H44").Grant(code, "h44-1");
  }
  for (int procedure = 0; procedure < kProcedures; ++procedure)
    rows.Procedure(std::to_string(procedure), "10");
  rows.Calendar("2026-01-01", "holiday");
  return rows;
}

// Accepted, in process, decided: three records of a dossier, some days apart; few
// procedures have most of the dossiers.
std::vector<v1::SourceRecord> Month() {
  std::mt19937_64 random(1);
  std::vector<std::pair<Instant, v1::SourceRecord>> told;
  for (int number = 0; number < kDossiers; ++number) {
    const Instant accepted = At("1/7 08:00") + static_cast<Instant>(random() % (28 * 86400));
    const double rank = std::generate_canonical<double, 32>(random);
    v1::SourceRecord record;
    record.set_dossier("H44-" + std::to_string(number));
    record.set_procedure(std::to_string(static_cast<int>(kProcedures * rank * rank * rank)));
    record.set_reporting_unit("H44." + std::to_string(random() % kUnits));
    record.set_accepted(accepted);
    record.mutable_promised()->set_instant(accepted + 10 * 86400);
    record.set_status("2");
    told.emplace_back(accepted, record);
    record.set_status("4");
    record.set_status_time(accepted + 7200);
    told.emplace_back(accepted + 7200, record);
    record.set_status("9");
    record.clear_status_time();
    record.set_finished(accepted + static_cast<Instant>(random() % (14 * 86400)));
    told.emplace_back(record.finished(), record);
  }
  std::stable_sort(told.begin(), told.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<v1::SourceRecord> records;
  for (auto& [at, record] : told) records.push_back(std::move(record));
  return records;
}

// A whole month in commits of so many records.
void Intake(benchmark::State& state) {
  const std::vector<v1::SourceRecord> records = Month();
  for (auto _ : state) {
    state.PauseTiming();
    auto node = std::make_unique<TestNode>(TestNode::Options{});
    node->Import(Province());
    node->clock().MoveTo(At("30/8 08:00"));
    state.ResumeTiming();
    for (size_t first = 0; first < records.size(); first += state.range(0)) {
      SubmitWork work;
      work.request.set_source("igate");
      const size_t end = std::min(records.size(), first + state.range(0));
      for (size_t i = first; i < end; ++i) *work.request.add_records() = records[i];
      if (!node->CommitOne(work).ok()) std::abort();
    }
    state.PauseTiming();
    node.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(records.size()));
}
BENCHMARK(Intake)->Arg(1)->Arg(64)->Arg(4096)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lienthong::admission

BENCHMARK_MAIN();
