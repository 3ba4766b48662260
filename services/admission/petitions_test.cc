// Petitions through the one commit: from a desk, from a child, and out of the waiting.
#include <gtest/gtest.h>

#include "services/accounting/petitions.h"
#include "services/admission/admission_testing.h"

namespace lienthong::admission {
namespace {

using Result = v1::RecordResult;

Rows SmallProvince() {
  Rows rows;
  rows.Unit("H44", "Tỉnh", "province")
      .Unit("H44.1", "Phường Một", "commune", "H44")
      .Unit("H44.2", "Phường Hai", "commune", "H44");
  rows.Procedure("1.001", "5").Grant("H44.1", "h44-1").Grant("H44", "h44");
  rows.Calendar("2026-01-01", "holiday");
  return rows;
}

v1::PetitionRecord Told(const std::string& id, const std::string& received,
                        const std::string& published = "") {
  v1::PetitionRecord record;
  record.set_petition(id);
  record.set_received(At(received));
  if (!published.empty()) record.set_published(At(published));
  return record;
}

v1::SubmitPetitionsResponse Submit(TestNode& node, const std::vector<v1::PetitionRecord>& records,
                                   const std::string& unit = "H44.1") {
  SubmitPetitionsWork work;
  work.request.set_source("pakn");
  work.request.set_reporting_unit(unit);
  for (const v1::PetitionRecord& record : records) *work.request.add_petitions() = record;
  EXPECT_EQ(node.CommitOne(work), absl::OkStatus());
  return std::move(work.response);
}

Result SubmitOne(TestNode& node, const v1::PetitionRecord& record,
                 const std::string& unit = "H44.1") {
  return Submit(node, {record}, unit).results(0);
}

// The movements in the books; empty: it is not there.
std::string Path(const TestNode& node, const std::string& petition) {
  const auto record = node.Record(PetitionKey(petition));
  std::string path;
  if (!record.has_value()) return path;
  for (const Posting& posting : PostingsOf(record->petition()))
    absl::StrAppend(&path, path.empty() ? "" : " > ", NameOf(posting.line.to));
  return path;
}

TestNode::Options Named(const std::string& name, bool is_root = false) {
  return {.name = name, .is_root = is_root};
}

// The root, at the province, and a commune's node.
class PetitionsTest : public testing::Test {
 protected:
  void SetUp() override {
    root_.Import(SmallProvince());
    commune_.TakeReferencesOf(root_);
  }
  void SendUp() {
    for (const v1::Block& block : commune_.Blocks()) root_.Replicate(block);
  }
  void Learn(const Rows& rows) {
    root_.Import(rows);
    commune_.TakeReferencesOf(root_);
  }

  TestNode root_{Named("h44", true)}, commune_{Named("h44-1")};
};

TEST_F(PetitionsTest, OneBadRecordDoesNotSinkTheOthers) {
  v1::PetitionRecord elsewhere = Told("b", "1/7 08:00"), unknown = Told("c", "1/7 08:00"),
                     deleted = Told("d", "1/7 08:00");
  elsewhere.set_unit("H44.2");
  unknown.set_procedure("9.999");
  deleted.set_tombstone(true);

  const auto response = Submit(
      commune_, {Told("a", "1/7 08:00"), elsewhere, unknown, deleted, Told("a", "1/7 08:00")});

  const Result::Outcome outcomes[] = {Result::OUTCOME_ADMITTED, Result::OUTCOME_REFUSED,
                                      Result::OUTCOME_PARKED, Result::OUTCOME_REFUSED,
                                      Result::OUTCOME_UNCHANGED};
  const char* const fields[] = {"", "unit", "", "petition", ""};
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(response.results(i).outcome(), outcomes[i]) << i;
    EXPECT_EQ(response.results(i).field(), fields[i]) << i;
  }
  EXPECT_EQ(response.results(2).reason(),
            "waits for procedure to be known; it then counts by itself");
  EXPECT_EQ(response.durable_sequence(), 2u);
  EXPECT_EQ(Path(commune_, "a"), "open_in_time > open_overdue");
}

TEST_F(PetitionsTest, TheMoveToOverdueIsTakenBack) {
  SubmitOne(commune_, Told("a", "1/7 08:00"));
  SubmitOne(commune_, Told("a", "1/7 08:00", "3/7 08:00"));

  EXPECT_EQ(Path(commune_, "a"), "open_in_time > resolved_on_day");
  const Cell july = *Ledger::Sum(commune_.view(), 2, DayOf(At("1/7")), DayOf(At("31/7")));
  EXPECT_EQ(july.size(), 2u);
  for (const auto& [line, count] : july) EXPECT_EQ(BookOf(line), Book::kPetitions);
}

TEST_F(PetitionsTest, OneCodeMayBeADossierAndAPetition) {
  commune_.Submit({Snapshot("4").Dossier("a").Accepted("1/7 08:00")});
  SubmitOne(commune_, Told("a", "1/7 08:00"));

  EXPECT_NE(commune_.Path("a"), "");
  EXPECT_NE(Path(commune_, "a"), "");
}

// A procedure's dossiers are counted by procedure, petitions about it are not.
TEST_F(PetitionsTest, TheyAreCountedByNoProcedure) {
  v1::PetitionRecord record = Told("a", "1/7 08:00");
  record.set_procedure("1.001");
  ASSERT_EQ(SubmitOne(commune_, record).outcome(), Result::OUTCOME_ADMITTED);

  for (const auto& [key, value] : commune_.Bytes(Family::kLedger)) {
    EXPECT_NE(key[0], 'h');
    EXPECT_NE(key[0], 'g');
  }
}

TEST_F(PetitionsTest, TheProvinceWritesForUnitsBelowTheOneItHolds) {
  v1::PetitionRecord record = Told("a", "1/7 08:00");
  record.set_unit("H44.2");

  EXPECT_EQ(SubmitOne(root_, record, "H44").outcome(), Result::OUTCOME_ADMITTED);
  EXPECT_EQ(root_.Record(PetitionKey("a"))->petition().unit(), 3u);
  EXPECT_EQ(SubmitOne(root_, record, "H44.1").field(), "reporting_unit");
  EXPECT_EQ(SubmitOne(root_, record, "").field(), "reporting_unit");
}

TEST_F(PetitionsTest, TheParentHasTheSameBooks) {
  SubmitOne(commune_, Told("a", "1/7 08:00"));
  SubmitOne(commune_, Told("b", "1/7 08:00", "3/7 08:00"));
  SendUp();

  EXPECT_EQ(root_.Bytes(Family::kLedger), commune_.Bytes(Family::kLedger));
  EXPECT_EQ(root_.Bytes(Family::kIndex), commune_.Bytes(Family::kIndex));
}

TEST_F(PetitionsTest, WhatWaitsCountsByItselfAtEveryLevelOnceItIsKnown) {
  v1::PetitionRecord record = Told("a", "1/7 08:00");
  record.set_procedure("9.999");
  const Result first = SubmitOne(commune_, record), again = SubmitOne(commune_, record);
  SendUp();
  EXPECT_EQ(first.sequence(), again.sequence());
  EXPECT_EQ(commune_.Parked().size(), 1u);
  EXPECT_EQ(root_.Parked().size(), 1u);
  EXPECT_EQ(root_.Parked()[0].row.unit(), 2u);

  Learn(Rows().Procedure("9.999"));
  EXPECT_EQ(commune_.Unpark(), 1u);
  SendUp();

  EXPECT_TRUE(commune_.Parked().empty());
  EXPECT_TRUE(root_.Parked().empty());
  EXPECT_EQ(Path(root_, "a"), "open_in_time > open_overdue");
  EXPECT_EQ(root_.Bytes(Family::kLedger), commune_.Bytes(Family::kLedger));
  EXPECT_EQ(SubmitOne(commune_, record).outcome(), Result::OUTCOME_UNCHANGED);
}

TEST_F(PetitionsTest, OfTwoOriginsTheGreaterStateWinsInEveryOrder) {
  SubmitOne(commune_, Told("a", "1/7 08:00"));
  SubmitOne(commune_, Told("a", "1/7 08:00", "3/7 08:00"));
  v1::PetitionRecord other = Told("a", "2/7 08:00");
  other.set_unit("H44.1");
  SubmitOne(root_, other, "H44");
  SendUp();

  EXPECT_EQ(Path(root_, "a"), "open_in_time > resolved_on_day");
  EXPECT_EQ(root_.Record(PetitionKey("a"))->rivals_size(), 1);
  EXPECT_EQ(root_.Bytes(Family::kLedger), commune_.Bytes(Family::kLedger));
}

// Bytes of a child may say anything: what cannot be counted is kept outside the books.
TEST_F(PetitionsTest, AStateThatCannotBeCountedIsParked) {
  SubmitOne(commune_, Told("a", "1/7 08:00"));
  v1::Block block = commune_.Blocks().back();
  v1::Fact good;
  ASSERT_TRUE(good.ParseFromString(block.runs(0).facts(0)));
  const auto parked_by = [&](const auto& change) {
    TestNode parent{Named("h44", true)};
    parent.Import(SmallProvince());
    v1::Fact fact = good;
    change(*fact.mutable_petition());
    v1::Block changed = block;
    *changed.mutable_runs(0)->mutable_facts(0) = fact.SerializeAsString();
    parent.Replicate(changed);
    EXPECT_TRUE(parent.Bytes(Family::kLedger).empty() == !parent.Parked().empty());
    return !parent.Parked().empty();
  };

  EXPECT_FALSE(parked_by([](v1::Petition&) {}));
  EXPECT_TRUE(parked_by([](v1::Petition& p) { p.clear_id(); }));
  EXPECT_TRUE(parked_by([](v1::Petition& p) { p.set_unit(99); }));
  EXPECT_TRUE(parked_by([](v1::Petition& p) { p.set_procedure(99); }));
  EXPECT_TRUE(parked_by([](v1::Petition& p) { p.set_reporting_unit(3); }));
  EXPECT_TRUE(parked_by([](v1::Petition& p) { p.set_effective(INT64_MAX); }));
  EXPECT_TRUE(parked_by([](v1::Petition& p) { p.set_late_from(-1); }));
  EXPECT_TRUE(parked_by([](v1::Petition& p) { p.mutable_timeline(0)->set_instant(INT64_MIN); }));
  EXPECT_TRUE(parked_by([](v1::Petition& p) { p.mutable_resolution()->set_rules(2); }));
}

}  // namespace
}  // namespace lienthong::admission
