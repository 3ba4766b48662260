#include "tests/books/desk.h"

#include <cstdlib>

#include "services/intake/names.h"
#include "tests/books/checks.h"

namespace lienthong::books {
namespace {

using admission::SubmitPetitionsWork;
using admission::SubmitWork;
using admission::TestNode;
using admission::Work;

template <typename Request>
void SetHead(const Arrival& arrival, Request& request) {
  request.set_source(arrival.source);
  request.set_reporting_unit(arrival.reporting_unit);
  request.set_arrival(arrival.at);
}

Work WorkOf(const Arrival& arrival) {
  if (arrival.petition.has_value()) {
    SubmitPetitionsWork work;
    SetHead(arrival, work.request);
    *work.request.add_petitions() = *arrival.petition;
    return {std::move(work), {}};
  }
  SubmitWork work;
  SetHead(arrival, work.request);
  *work.request.add_records() = arrival.record;
  return {std::move(work), {}};
}

const v1::RecordResult& ResultOf(const Work& work) {
  const auto* const petitions = std::get_if<SubmitPetitionsWork>(&work.body);
  return petitions != nullptr ? petitions->response.results(0)
                              : std::get<SubmitWork>(work.body).response.results(0);
}

}  // namespace

std::vector<uint64_t> Seeds() {
  const char* const seed = std::getenv("LIENTHONG_SEED");
  if (seed != nullptr) return {std::strtoull(seed, nullptr, 10)};
  return {20260701, 20260702, 20260703};
}

TestNode::Options Named(const std::string& name, bool is_root) {
  return {.name = name, .is_root = is_root, .epoch = 7, .normalize = intake::NormalizeName};
}

void Desk::Take(size_t records) {
  std::vector<Work> work;
  for (; records > 0 && !done(); --records) work.push_back(WorkOf(history_[next_++]));
  if (work.empty()) return;
  ASSERT_TRUE(node_.Commit(work).ok());
  for (const Work& item : work) {
    EXPECT_EQ(item.status, absl::OkStatus());
    ++outcomes_[{ResultOf(item).outcome(), std::holds_alternative<SubmitPetitionsWork>(item.body)}];
  }
}

void Desk::TakeOneAndExpectItsOwnCells() {
  if (done()) return;
  const std::string key = history_[next_].Key();
  const auto before = node_.Record(key);
  Cells expected = CellsOf(node_);
  Take(1);
  const auto after = node_.Record(key);
  if (before.has_value()) AddPostings(*before, -1, expected);
  if (after.has_value()) AddPostings(*after, 1, expected);
  EXPECT_EQ(CellsOf(node_), expected) << key;
}

void UnparkAll(TestNode& node) {
  for (int i = 0; node.Unpark() > 0; ++i) ASSERT_LT(i, 100) << "the same facts are let in for ever";
}

void PassDown(const TestNode& parent, TestNode& child) {
  child.TakeReferencesOf(parent);
  UnparkAll(child);
}

}  // namespace lienthong::books
