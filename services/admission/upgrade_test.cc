#include "services/admission/upgrade.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/admission/admission_testing.h"
#include "storage/journal/keys.h"
#include "storage/records/history.h"

namespace lienthong::admission {
namespace {

class UpgradeTest : public testing::Test {
 protected:
  void SetUp() override {
    Rows rows;
    rows.Unit("H44", "Tỉnh", "province").Unit("H44.1", "Phường Một", "commune", "H44");
    rows.Procedure("1.001", "5").Procedure("1.002", "5").Grant("H44.1", "h44-1");
    node_.Import(rows);
    std::vector<Snapshot> snapshots;
    for (int number = 0; number < 40; ++number) {
      snapshots.push_back(Snapshot(number % 3 == 0 ? "9" : "4")
                              .Dossier("d" + std::to_string(number))
                              .Procedure(number % 2 == 0 ? "1.001" : "1.002")
                              .Accepted("1/7 08:00"));
    }
    node_.Submit(snapshots);
    before_ = node_.Bytes(Family::kLedger);
  }

  // As a version wrote it that knew no books by procedure.
  void MakeOld() {
    Batch batch;
    for (const auto& [key, value] : before_) {
      if (key[0] == 'h' || key[0] == 'g') batch.Delete(Family::kLedger, key);
    }
    PutFormat(1, batch);
    ASSERT_EQ(node_.engine().Commit(batch), absl::OkStatus());
  }
  // As a version wrote it that knew no history.
  void MakeSecond() {
    Batch batch;
    for (const auto& [key, value] : node_.Bytes(Family::kHistory))
      batch.Delete(Family::kHistory, key);
    PutFormat(2, batch);
    ASSERT_EQ(node_.engine().Commit(batch), absl::OkStatus());
    node_.Reopen();
  }
  void PutFormat(uint32_t format, Batch& batch) {
    node::v1::Identity identity;
    identity.set_format(format);
    *identity.mutable_origin() = node_.own().ToProto();
    batch.Put(Family::kDefault, journal_keys::kIdentity, identity.SerializeAsString());
  }
  uint32_t Format() const {
    node::v1::Identity identity;
    EXPECT_TRUE(identity.ParseFromString(node_.Bytes(Family::kDefault).at("i")));
    return identity.format();
  }

  TestNode node_{TestNode::Options{}};
  std::map<std::string, std::string> before_;
};

TEST_F(UpgradeTest, TheBooksByProcedureAreThoseThatWouldHaveBeenWritten) {
  MakeOld();
  ASSERT_LT(node_.Bytes(Family::kLedger).size(), before_.size());

  ASSERT_EQ(Upgrade(node_.engine(), node_.journal()), absl::OkStatus());

  EXPECT_EQ(node_.Bytes(Family::kLedger), before_);
  EXPECT_EQ(Format(), journal_keys::kFormat);
  node_.Reopen();
  EXPECT_EQ(node_.SubmitOne(Snapshot("9").Dossier("d1").Accepted("1/7 08:00")).outcome(),
            v1::RecordResult::OUTCOME_ADMITTED);
}

TEST_F(UpgradeTest, WhatWasCutOffIsDoneAgainFromTheBeginning) {
  MakeOld();
  Batch half;
  for (const auto& [key, value] : before_) {
    if (key[0] == 'h') half.Put(Family::kLedger, key, value);
  }
  ASSERT_EQ(node_.engine().Commit(half), absl::OkStatus());

  ASSERT_EQ(Upgrade(node_.engine(), node_.journal()), absl::OkStatus());

  EXPECT_EQ(node_.Bytes(Family::kLedger), before_);
}

TEST_F(UpgradeTest, HistoryBeginsAndWhatWasBeforeIsNotHeld) {
  MakeSecond();
  const Instant last_commit = node_.clock().NowMs() / 1000;

  ASSERT_EQ(Upgrade(node_.engine(), node_.journal()), absl::OkStatus());
  node_.clock().MoveTo(last_commit + 3600);
  node_.SubmitOne(Snapshot("9").Dossier("d1").Accepted("1/7 08:00"));

  const View view = node_.view();
  EXPECT_EQ(Format(), 3u);
  EXPECT_EQ(node_.Bytes(Family::kLedger).empty(), false);
  EXPECT_EQ(History::AtPosition(view, 40, {})->position, 40u);
  EXPECT_EQ(History::AtPosition(view, 41, {})->position, 41u);
  EXPECT_EQ(History::AtInstant(view, last_commit)->position, 40u);
  for (const absl::Status& status : {History::AtPosition(view, 39, {}).status(),
                                     History::AtInstant(view, last_commit - 1).status()}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange);
    EXPECT_THAT(status.ToString(), testing::HasSubstr("kept no history"));
  }
}

TEST_F(UpgradeTest, ThePresentFormatIsLeftAlone) {
  Batch batch;
  batch.Delete(Family::kLedger, before_.rbegin()->first);
  ASSERT_EQ(node_.engine().Commit(batch), absl::OkStatus());
  const auto touched = node_.Bytes(Family::kLedger);

  ASSERT_EQ(Upgrade(node_.engine(), node_.journal()), absl::OkStatus());

  EXPECT_EQ(node_.Bytes(Family::kLedger), touched);
}

}  // namespace
}  // namespace lienthong::admission
