// Observations through the one commit.
#include <gtest/gtest.h>

#include "services/admission/admission_testing.h"

namespace lienthong::admission {
namespace {

using Result = v1::RecordResult;

Rows SmallProvince() {
  Rows rows;
  rows.Unit("H44", "Tỉnh", "province")
      .Unit("H44.1", "Phường Một", "commune", "H44")
      .Unit("H44.2", "Phường Hai", "commune", "H44");
  rows.Grant("H44.1", "h44-1").Grant("H44", "h44");
  return rows;
}

v1::ObservationRecord Read(const std::string& unit, const std::string& value,
                           const std::string& as_of = "5/8 08:00") {
  v1::ObservationRecord record;
  record.set_unit(unit);
  record.set_definition("766-2026/3.3/rate");
  record.set_from("2026-07-01");
  record.set_to("2026-07-31");
  record.set_value(value);
  record.set_measure(v1::MEASURE_PERCENT);
  record.set_source("portal");
  record.set_as_of(At(as_of));
  return record;
}

Result SubmitOne(TestNode& node, const v1::ObservationRecord& record) {
  SubmitObservationsWork work;
  *work.request.add_observations() = record;
  EXPECT_EQ(node.CommitOne(work), absl::OkStatus());
  return work.response.results(0);
}

// What stands about a unit, "" when nothing does.
std::string Standing(const TestNode& node, uint32_t unit) {
  std::string value;
  EXPECT_TRUE(Records::ScanObservations(node.view(), unit, [&](const node::v1::Record& record) {
                value = record.observation().value();
                return absl::OkStatus();
              }).ok());
  return value;
}

class ObservationsTest : public testing::Test {
 protected:
  void SetUp() override {
    root_.Import(SmallProvince());
    commune_.TakeReferencesOf(root_);
  }
  void SendUp() {
    for (const v1::Block& block : commune_.Blocks()) root_.Replicate(block);
  }

  TestNode root_{TestNode::Options{.name = "h44"}};
  TestNode commune_{TestNode::Options{.name = "h44-1", .is_root = false}};
};

TEST_F(ObservationsTest, ALaterMomentWinsAndACorrectionOfTheSame) {
  EXPECT_EQ(SubmitOne(root_, Read("H44", "39.56")).outcome(), Result::OUTCOME_ADMITTED);
  EXPECT_EQ(SubmitOne(root_, Read("H44", "39.56")).outcome(), Result::OUTCOME_UNCHANGED);
  EXPECT_EQ(SubmitOne(root_, Read("H44", "40", "4/8 08:00")).outcome(), Result::OUTCOME_UNCHANGED);
  EXPECT_EQ(Standing(root_, 1), "39.56");
  EXPECT_EQ(SubmitOne(root_, Read("H44", "39.65")).outcome(), Result::OUTCOME_ADMITTED);
  EXPECT_EQ(Standing(root_, 1), "39.65");
  EXPECT_EQ(SubmitOne(root_, Read("H44", "41", "6/8 08:00")).outcome(), Result::OUTCOME_ADMITTED);
  EXPECT_EQ(Standing(root_, 1), "41");
  EXPECT_TRUE(root_.Bytes(Family::kLedger).empty());
  EXPECT_TRUE(root_.Bytes(Family::kIndex).empty());
}

TEST_F(ObservationsTest, OnlyTheHolderOfTheUnitOrOfOneAboveItMayWrite) {
  EXPECT_EQ(SubmitOne(root_, Read("H44.2", "1")).outcome(), Result::OUTCOME_ADMITTED);
  EXPECT_EQ(SubmitOne(commune_, Read("H44.1", "1")).outcome(), Result::OUTCOME_ADMITTED);
  EXPECT_EQ(SubmitOne(commune_, Read("H44.2", "1")).field(), "unit");
  EXPECT_EQ(SubmitOne(commune_, Read("H44", "1")).field(), "unit");
  EXPECT_EQ(SubmitOne(commune_, Read("H45", "1")).field(), "unit");
}

TEST_F(ObservationsTest, TheParentHoldsWhatItsChildWrote) {
  SubmitOne(commune_, Read("H44.1", "1", "6/8 08:00"));
  SubmitOne(root_, Read("H44.1", "2", "5/8 08:00"));
  SendUp();

  EXPECT_EQ(Standing(root_, 2), "1");
  EXPECT_TRUE(root_.Parked().empty());
  SubmitOne(root_, Read("H44.1", "3", "7/8 08:00"));
  EXPECT_EQ(Standing(root_, 2), "3");
}

// A child that writes about another's unit is kept, but does not stand.
TEST_F(ObservationsTest, WithoutARightOrAReadableStateItIsParked) {
  SubmitOne(commune_, Read("H44.1", "1"));
  const v1::Block block = commune_.Blocks().back();
  v1::Fact good;
  ASSERT_TRUE(good.ParseFromString(block.runs(0).facts(0)));
  const auto parked_by = [&](const auto& change) {
    TestNode parent{TestNode::Options{.name = "h44"}};
    parent.Import(SmallProvince());
    v1::Fact fact = good;
    change(*fact.mutable_observation());
    v1::Block changed = block;
    *changed.mutable_runs(0)->mutable_facts(0) = fact.SerializeAsString();
    parent.Replicate(changed);
    return !parent.Parked().empty();
  };

  EXPECT_FALSE(parked_by([](v1::Observation&) {}));
  EXPECT_TRUE(parked_by([](v1::Observation& o) { o.set_unit(3); }));
  EXPECT_TRUE(parked_by([](v1::Observation& o) { o.set_unit(99); }));
  EXPECT_TRUE(parked_by([](v1::Observation& o) { o.clear_definition(); }));
  EXPECT_TRUE(parked_by([](v1::Observation& o) { o.set_definition(std::string("a\0b", 3)); }));
  EXPECT_TRUE(parked_by([](v1::Observation& o) { o.set_source(std::string(97, 'x')); }));
  EXPECT_TRUE(parked_by([](v1::Observation& o) { o.set_first_day(-1); }));
  EXPECT_TRUE(parked_by([](v1::Observation& o) { o.set_last_day(o.first_day() - 1); }));
  EXPECT_TRUE(parked_by([](v1::Observation& o) { o.set_as_of(0); }));
}

}  // namespace
}  // namespace lienthong::admission
