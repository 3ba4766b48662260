#include "clients/cli/submitter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "clients/cli/connection.h"
#include "clients/cli/test_intake.h"
#include "clients/cli/test_support.h"

namespace lienthong::cli {
namespace {

using testing::ElementsAre;

const grpc::Status kDown(grpc::StatusCode::UNAVAILABLE, "going down");
const grpc::Status kBusy(grpc::StatusCode::RESOURCE_EXHAUSTED, "slow down");

// A batch of one record.
Batch MakeBatch(size_t number) {
  Batch batch;
  batch.request.mutable_batch()->add_records()->set_dossier("d" + std::to_string(number));
  batch.numbers = {number};
  return batch;
}

class SubmitterTest : public testing::Test {
 protected:
  std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
    world_.context.node = address;
    return OpenChannel(world_.context);
  }

  Submitter MakeSubmitter(Submitter::Options options = {}) {
    return Submitter(ChannelTo(node_.address()), options, world_.clock, world_.context.sleep,
                     [this](const Batch& batch, const v1::SubmitResponse&) {
                       acknowledged_.push_back(batch.numbers.at(0));
                     });
  }

  // Submits batches 0, 1, ..., `count` - 1 and waits for all.
  grpc::Status SubmitAll(Submitter& submitter, size_t count) {
    for (size_t i = 0; i < count; ++i) {
      const grpc::Status status = submitter.Submit(MakeBatch(i));
      if (!status.ok()) return status;
      most_under_way_ = std::max(most_under_way_, i + 1 - acknowledged_.size());
    }
    return submitter.Flush();
  }

  TestWorld world_;
  TestIntake intake_;
  TestNode node_{intake_};
  std::vector<uint64_t> acknowledged_;
  size_t most_under_way_ = 0;
};

TEST_F(SubmitterTest, AcknowledgesEachBatchOnceAndInOrder) {
  Submitter submitter = MakeSubmitter();

  ASSERT_TRUE(SubmitAll(submitter, 50).ok());

  ASSERT_EQ(acknowledged_.size(), 50U);
  EXPECT_TRUE(std::is_sorted(acknowledged_.begin(), acknowledged_.end()));
  EXPECT_EQ(intake_.admitted().size(), 50U);
  EXPECT_EQ(world_.sleeps, 0);
}

TEST_F(SubmitterTest, HasAWindowfulUnderWayAndNoMore) {
  intake_.HoldAnswers(8);  // with fewer under way it would never answer
  Submitter submitter = MakeSubmitter({.window = 8});

  ASSERT_TRUE(SubmitAll(submitter, 20).ok());

  EXPECT_LE(most_under_way_, 8U);
}

TEST_F(SubmitterTest, SendsAgainWhatWasNotAcknowledged) {
  intake_.FailAt(3, {kDown});
  Submitter submitter = MakeSubmitter();

  ASSERT_TRUE(SubmitAll(submitter, 6).ok());

  EXPECT_THAT(acknowledged_, ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(intake_.admitted(), ElementsAre("d0", "d1", "d2", "d3", "d4", "d5"));
  EXPECT_EQ(world_.sleeps, 1);
}

TEST_F(SubmitterTest, LosesNothingWhenOnlyTheAcknowledgementIsLost) {
  intake_.FailAt(2, {.status = kDown, .after_commit = true});
  Submitter submitter = MakeSubmitter();

  ASSERT_TRUE(SubmitAll(submitter, 4).ok());

  EXPECT_THAT(acknowledged_, ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(intake_.admitted(), ElementsAre("d0", "d1", "d2", "d3"));
}

TEST_F(SubmitterTest, GoesOnAfterABusyNodeAndAfterAStreamThatEnds) {
  intake_.FailAt(1, {kBusy});
  intake_.FailAt(4, {grpc::Status::OK});
  intake_.FailAt(6, {kDown});
  Submitter submitter = MakeSubmitter();

  ASSERT_TRUE(SubmitAll(submitter, 5).ok());

  EXPECT_THAT(acknowledged_, ElementsAre(0, 1, 2, 3, 4));
}

TEST_F(SubmitterTest, GivesUpAfterTheTimeForRetries) {
  intake_.FailAlways(kDown);
  Submitter submitter = MakeSubmitter({.retry = absl::Seconds(30)});
  const int64_t start_ms = world_.clock.now_ms;

  const grpc::Status status = SubmitAll(submitter, 3);

  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(status.error_message(), "going down");
  EXPECT_EQ(world_.clock.now_ms - start_ms, 30000);
  EXPECT_TRUE(acknowledged_.empty());
}

TEST_F(SubmitterTest, DoesNotRepeatWhatTheNodeRefuses) {
  intake_.FailAt(1, {{grpc::StatusCode::INVALID_ARGUMENT, "source, x: not a name"}});
  Submitter submitter = MakeSubmitter();

  const grpc::Status status = SubmitAll(submitter, 3);

  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(acknowledged_, ElementsAre(0));
  EXPECT_EQ(world_.sleeps, 0);
}

TEST_F(SubmitterTest, TakesSilenceForABrokenStream) {
  intake_.HoldAnswers(100);
  Submitter submitter =
      MakeSubmitter({.retry = absl::ZeroDuration(), .silence = absl::Milliseconds(20)});

  const grpc::Status status = SubmitAll(submitter, 1);

  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(status.error_message(), "no answer within 20ms");
}

TEST_F(SubmitterTest, SaysWhenNobodyListens) {
  Submitter submitter(ChannelTo("127.0.0.1:1"), {.retry = absl::ZeroDuration()}, world_.clock,
                      world_.context.sleep, [](const Batch&, const v1::SubmitResponse&) {});

  EXPECT_EQ(SubmitAll(submitter, 1).error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace lienthong::cli
