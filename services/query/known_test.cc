#include "services/query/known.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/access/door.h"
#include "services/query/query_service.h"
#include "services/query/query_testing.h"

namespace lienthong::query {
namespace {

using testing::HasSubstr;

const Instant kMonday = At("2026-08-03 08:00:00");
const Instant kTuesday = At("2026-08-04 08:00:00");

// One commune, two dossiers: one learned on Monday, one on Tuesday.
class KnownAtTest : public testing::Test {
 protected:
  void SetUp() override {
    memory_.AddUnit(1, "P", 0);
    Learn("a", kMonday, {{kMonday - 600, 1, kAccepted}});
    Learn("b", kTuesday, {{kMonday - 300, 1, kAccepted}});
    clock_.now = At("2026-08-10 09:00:00");
  }

  // A dossier that comes in at that moment, as its own commit.
  void Learn(const std::string& dossier, Instant at, const std::vector<StoredPosting>& postings) {
    memory_.Post(dossier, postings);
    RecordChange change;
    change.position = ++position_;
    change.state = {0, position_};
    change.procedure_after = 1;
    HistoryDraft draft(position_ - 1);
    draft.Add(change, {}, postings);
    Batch batch;
    const View view = memory_.engine().Snapshot();
    Must(draft.WriteTo(view, 1, 1000 * at + 500, batch));
    Must(memory_.engine().Commit(batch));
  }

  grpc::Status Ask(const v1::KnownAt& known, Instant as_of = 0) {
    v1::GetScoreRequest request;
    request.set_unit("P");
    request.set_from("2026-08-01");
    request.set_to("2026-08-31");
    request.set_as_of(as_of);
    *request.mutable_known() = known;
    response_.Clear();
    return service_.GetScore(nullptr, &request, &response_);
  }
  static v1::KnownAt Time(Instant time) {
    v1::KnownAt known;
    known.set_time(time);
    return known;
  }
  static v1::KnownAt Position(uint64_t position, Instant time = 0) {
    v1::KnownAt known = Time(time);
    known.set_position(position);
    return known;
  }
  uint64_t New(const v1::KnownAt& known) {
    const grpc::Status status = Ask(known);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response_.rows(0).figures().new_();
  }
  void ExpectRefusal(const v1::KnownAt& known, grpc::StatusCode code, const std::string& words) {
    const grpc::Status status = Ask(known);
    EXPECT_EQ(status.error_code(), code) << status.error_message();
    EXPECT_THAT(status.error_message(), HasSubstr(words));
  }

  TestMemory memory_;
  FixedClock clock_;
  uint64_t position_ = 0;
  access::OpenDoor door_;
  QueryService service_{memory_.engine(), memory_.journal(), clock_, door_,
                        [this] { return memory_.registry(); }};
  v1::GetScoreResponse response_;
};

TEST_F(KnownAtTest, WhatCameLaterIsNotCounted) {
  EXPECT_EQ(New({}), 2u);
  EXPECT_EQ(New(Time(kTuesday)), 2u);
  EXPECT_EQ(New(Time(kTuesday - 1)), 1u);
  EXPECT_EQ(New(Position(1)), 1u);
  EXPECT_EQ(New(Position(2)), 2u);
}

TEST_F(KnownAtTest, AsOfDefaultsToTheMomentAndWhatLiesAfterItIsAProjection) {
  ASSERT_TRUE(Ask(Time(kTuesday - 1)).ok());
  EXPECT_EQ(response_.as_of(), kTuesday - 1);
  EXPECT_FALSE(response_.projection());
  EXPECT_EQ(response_.known_at_ms(), 1000 * (kTuesday - 1));

  ASSERT_TRUE(Ask(Position(1)).ok());
  EXPECT_EQ(response_.as_of(), kMonday);

  ASSERT_TRUE(Ask(Time(kTuesday - 1), kTuesday).ok());
  EXPECT_TRUE(response_.projection());
  EXPECT_EQ(response_.rows(0).figures().new_(), 1u);
}

TEST_F(KnownAtTest, WhatAnAnswerNamesGivesTheSameAnswerForEver) {
  for (const v1::KnownAt& asked : {v1::KnownAt(), Time(kMonday), Time(kTuesday - 1), Position(1),
                                   Position(1, kMonday + 60), Position(2)}) {
    ASSERT_TRUE(Ask(asked).ok());
    const v1::GetScoreResponse first = response_;
    Learn("c" + std::to_string(position_), clock_.now + static_cast<Instant>(position_),
          {{kMonday, 1, kAccepted}});
    clock_.now += 3600;

    ASSERT_TRUE(Ask(first.known()).ok());
    EXPECT_EQ(response_.SerializeAsString(), first.SerializeAsString()) << asked.ShortDebugString();
  }
}

TEST_F(KnownAtTest, BeforeTheEarlierYearsWereLoadedNothingIsHeld) {
  FirstLoad load{.unit = 1, .row = {}};
  load.row.set_last_position(2);
  load.row.set_last_time_ms(1000 * kTuesday);
  Batch batch;
  Progress::PutFirstLoad(load, batch);
  ASSERT_TRUE(memory_.engine().Commit(batch).ok());

  ExpectRefusal(Time(kMonday), grpc::StatusCode::OUT_OF_RANGE, "not held of unit #1");
  EXPECT_TRUE(Ask(Position(2)).ok());
  EXPECT_TRUE(Ask(v1::KnownAt()).ok());
}

TEST_F(KnownAtTest, WhatCannotBeToldIsRefusedWithItsReason) {
  v1::KnownAt other = Position(1);
  other.mutable_origin()->set_node("province");
  other.mutable_origin()->set_epoch(2);
  v1::KnownAt step = Time(kTuesday);
  step.set_step(0);

  ExpectRefusal(Time(kMonday - 1), grpc::StatusCode::OUT_OF_RANGE, "not held");
  ExpectRefusal(Time(clock_.now + 1), grpc::StatusCode::OUT_OF_RANGE, "in the future");
  ExpectRefusal(Position(3), grpc::StatusCode::OUT_OF_RANGE, "not reached yet; this node is at 2");
  ExpectRefusal(Time(-1), grpc::StatusCode::INVALID_ARGUMENT, "before 1970");
  ExpectRefusal(step, grpc::StatusCode::INVALID_ARGUMENT, "known.step");
  ExpectRefusal(Position(2, kTuesday - 1), grpc::StatusCode::INVALID_ARGUMENT, "reached only at");
  ExpectRefusal(other, grpc::StatusCode::FAILED_PRECONDITION, "say nothing here");
}

TEST_F(KnownAtTest, AHistoryThatDiffersFromTheBooksGivesNoFigure) {
  HistoryDraft draft(2);
  RecordChange change;
  change.position = 3;
  const std::vector<StoredPosting> posted = {{kMonday, 1, kDecided}};
  draft.Add(change, {}, posted);
  Batch batch;
  const View view = memory_.engine().Snapshot();
  Must(draft.WriteTo(view, 1, 1000 * kTuesday + 900, batch));
  Must(memory_.engine().Commit(batch));

  ExpectRefusal(Position(2), grpc::StatusCode::DATA_LOSS, "differs from the books");
}

}  // namespace
}  // namespace lienthong::query
