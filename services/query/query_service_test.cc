#include "services/query/query_service.h"

#include <gtest/gtest.h>

#include "services/query/query_testing.h"

namespace lienthong::query {
namespace {

// Province 1 above commune 2 and department 3; unit 3 goes on 1 September.
class QueryServiceTest : public testing::Test {
 protected:
  QueryServiceTest()
      : service_(memory_.engine(), memory_.journal(), clock_, door_,
                 [this] { return memory_.registry(); }) {
    clock_.now = At("2026-08-10 09:00:00");
    memory_.AddUnit(1, "P", 0);
    memory_.AddUnit(2, "P.2", 1);
    memory_.AddUnit(3, "P.3", 1);
    memory_.AddUnit(3, "P.3", 1, On("2026-09-01"), true);
  }

  static v1::GetScoreRequest Ask(const std::string& unit, const std::string& from = "2026-08-01",
                                 const std::string& to = "2026-08-31", Instant as_of = 0) {
    v1::GetScoreRequest request;
    request.set_unit(unit);
    request.set_from(from);
    request.set_to(to);
    request.set_as_of(as_of);
    return request;
  }

  v1::GetScoreResponse Score(const v1::GetScoreRequest& request) {
    v1::GetScoreResponse response;
    const grpc::Status status = service_.GetScore(nullptr, &request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  grpc::StatusCode CodeOf(const v1::GetScoreRequest& request) {
    v1::GetScoreResponse response;
    return service_.GetScore(nullptr, &request, &response).error_code();
  }

  TestMemory memory_;
  FixedClock clock_;
  TestDoor door_;
  QueryService service_;
};

TEST_F(QueryServiceTest, AsOfIsTheEarlierOfNowAndTheEnd) {
  EXPECT_EQ(Score(Ask("P")).as_of(), clock_.now);
  EXPECT_EQ(Score(Ask("P", "2026-07-01", "2026-07-31")).as_of(), At("2026-07-31 23:59:59"));
  EXPECT_FALSE(Score(Ask("P")).projection());
  EXPECT_EQ(Score(Ask("P")).known_at_ms(), clock_.NowMs());
}

TEST_F(QueryServiceTest, AsOfInTheFutureIsAProjection) {
  memory_.Post(
      "a", {{At("2026-08-03 08:00:00"), 2, kAccepted}, {At("2026-08-20 17:00:00"), 2, kPassed}});

  const v1::GetScoreResponse now = Score(Ask("P"));
  const v1::GetScoreResponse then =
      Score(Ask("P", "2026-08-01", "2026-08-31", At("2026-08-31 23:59:59")));

  EXPECT_EQ(now.rows(0).figures().open_in_time(), 1u);
  EXPECT_TRUE(then.projection());
  EXPECT_EQ(then.rows(0).figures().open_overdue(), 1u);
}

TEST_F(QueryServiceTest, AsOfOutsideThePeriodIsRefused) {
  EXPECT_EQ(CodeOf(Ask("P", "2026-08-01", "2026-08-31", At("2026-09-01 00:00:00"))),
            grpc::StatusCode::OUT_OF_RANGE);
  EXPECT_EQ(CodeOf(Ask("P", "2026-08-01", "2026-08-31", At("2026-07-31 23:59:59"))),
            grpc::StatusCode::OUT_OF_RANGE);
  EXPECT_EQ(CodeOf(Ask("P", "2026-08-01", "2026-08-31", At("2026-08-01 00:00:00"))),
            grpc::StatusCode::OK);
  EXPECT_EQ(CodeOf(Ask("P", "2026-08-01", "2026-08-31", -1)), grpc::StatusCode::OUT_OF_RANGE);
  EXPECT_EQ(CodeOf(Ask("P", "2026-08-01", "2026-08-31", INT64_MIN)),
            grpc::StatusCode::OUT_OF_RANGE);
  EXPECT_EQ(CodeOf(Ask("P", "2026-08-01", "2026-08-31", INT64_MAX)),
            grpc::StatusCode::OUT_OF_RANGE);
}

TEST_F(QueryServiceTest, APeriodThatHasNotBegunIsRefusedUnlessAsked) {
  EXPECT_EQ(CodeOf(Ask("P", "2026-08-11", "2026-08-31")), grpc::StatusCode::OUT_OF_RANGE);
  EXPECT_EQ(CodeOf(Ask("P", "2026-08-11", "2026-08-31", At("2026-08-12 08:00:00"))),
            grpc::StatusCode::OK);
}

TEST_F(QueryServiceTest, DatesAndUnitsAreChecked) {
  EXPECT_EQ(CodeOf(Ask("P", "2026-8-1")), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(CodeOf(Ask("P", "2026-08-01", "2026-02-30")), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(CodeOf(Ask("P", "2026-08-02", "2026-08-01")), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(CodeOf(Ask("Q")), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(CodeOf(Ask("")), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(CodeOf(Ask("P.3", "2026-08-01", "2026-08-31")), grpc::StatusCode::OK);
  EXPECT_EQ(CodeOf(Ask("P.3", "2026-08-01", "2026-09-01")), grpc::StatusCode::NOT_FOUND);
}

TEST_F(QueryServiceTest, AUnitIsCountedWithItsSubtree) {
  memory_.Post(
      "a", {{At("2026-08-03 08:00:00"), 2, kAccepted}, {At("2026-08-04 08:00:00"), 2, kDecided}});
  memory_.Post(
      "b", {{At("2026-07-03 08:00:00"), 3, kAccepted}, {At("2026-07-20 17:00:00"), 3, kPassed}});
  memory_.Post("c", {{At("2026-08-03 08:00:00"), 1, kAccepted}});
  v1::GetScoreRequest request = Ask("P");
  request.set_children(true);

  const v1::GetScoreResponse response = Score(request);

  ASSERT_EQ(response.rows_size(), 3);
  EXPECT_EQ(response.rows(0).unit(), "P");
  EXPECT_EQ(response.rows(0).figures().new_(), 2u);
  EXPECT_EQ(response.rows(0).figures().carried_over(), 1u);
  EXPECT_EQ(response.rows(0).figures().in_hand(), 3u);
  EXPECT_EQ(response.rows(0).in_time(), 2u);
  EXPECT_EQ(response.rows(0).base(), 3u);
  EXPECT_EQ(response.rows(0).overdue(), 1u);
  EXPECT_EQ(response.rows(0).ratio(), "66.67");
  EXPECT_EQ(response.rows(0).points(), "13.33");
  EXPECT_EQ(response.rows(1).unit(), "P.2");
  EXPECT_EQ(response.rows(1).figures().resolved_early(), 1u);
  EXPECT_EQ(response.rows(1).ratio(), "100");
  EXPECT_EQ(response.rows(2).unit(), "P.3");
  EXPECT_EQ(response.rows(2).figures().open_overdue(), 1u);
  EXPECT_EQ(response.rows(2).ratio(), "0");
  EXPECT_EQ(response.rows(2).name(), "Name of P.3");
}

TEST_F(QueryServiceTest, MovesWithinASubtreeAreNet) {
  const uint32_t out = LineOf(Account::kOpenInTime, Account::kElsewhere);
  const uint32_t in = LineOf(Account::kElsewhere, Account::kOpenInTime);
  memory_.Post("a", {{At("2026-08-03 08:00:00"), 2, kAccepted},
                     {At("2026-08-04 08:00:00"), 2, out},
                     {At("2026-08-04 08:00:00"), 3, in}});

  EXPECT_EQ(Score(Ask("P")).rows(0).figures().moved_in(), 0u);
  EXPECT_EQ(Score(Ask("P")).rows(0).figures().in_hand(), 1u);
  EXPECT_EQ(Score(Ask("P.2")).rows(0).figures().moved_out(), 1u);
  EXPECT_EQ(Score(Ask("P.2")).rows(0).figures().in_hand(), 0u);
  EXPECT_EQ(Score(Ask("P.3")).rows(0).figures().moved_in(), 1u);
}

TEST_F(QueryServiceTest, EachRoleCountsItsOwnLines) {
  const uint32_t received =
      Line{Account::kOutside, Account::kOpenInTime, false, kReceivingRole}.Pack();
  memory_.Post("a", {{At("2026-08-03 08:00:00"), 2, received}});
  v1::GetScoreRequest request = Ask("P");

  EXPECT_EQ(Score(request).rows(0).figures().new_(), 0u);
  request.set_role(v1::UNIT_ROLE_RECEIVING);
  EXPECT_EQ(Score(request).rows(0).figures().new_(), 1u);
  request.set_role(v1::UNIT_ROLE_APPLYING);
  EXPECT_EQ(Score(request).rows(0).figures().new_(), 0u);
}

TEST_F(QueryServiceTest, EveryRowCarriesItsCoverage) {
  memory_.Grant(2, "commune", {"igate"});
  memory_.Park(0, "x", "unit");
  v1::GetScoreRequest request = Ask("P");
  request.set_children(true);

  const v1::GetScoreResponse response = Score(request);

  EXPECT_EQ(response.rows(0).coverage().expected(), 1u);
  EXPECT_EQ(response.rows(0).coverage().silent(), 1u);
  EXPECT_EQ(response.rows(0).coverage().uncovered_units(), 1u);
  EXPECT_EQ(response.rows(0).coverage().parked(), 1u);
  EXPECT_EQ(response.rows(1).coverage().silent(), 1u);
  EXPECT_EQ(response.rows(1).coverage().parked(), 0u);
  EXPECT_EQ(response.rows(2).coverage().uncovered_units(), 1u);
}

TEST_F(QueryServiceTest, CoverageIsThroughNowUnlessAsked) {
  memory_.Grant(2, "province", {"igate"});
  memory_.SetSource(2, "igate", At("2026-08-10 08:00:00"));
  memory_.Park(2, "x", "1.001");
  v1::GetCoverageRequest request;
  request.set_unit("P");
  v1::GetCoverageResponse now, then;

  ASSERT_TRUE(service_.GetCoverage(nullptr, &request, &now).ok());
  request.set_through(At("2026-08-10 08:00:00"));
  ASSERT_TRUE(service_.GetCoverage(nullptr, &request, &then).ok());

  EXPECT_EQ(now.total().behind(), 1u);
  EXPECT_EQ(then.total().complete(), 1u);
  EXPECT_EQ(then.sources_size(), 2);
  EXPECT_EQ(then.total().parked(), 1u);
  ASSERT_EQ(then.parked_size(), 1);
  EXPECT_EQ(then.parked(0).missing().value(), "1.001");
}

TEST_F(QueryServiceTest, CoverageRefusesInstantsThatAreNone) {
  v1::GetCoverageRequest request;
  v1::GetCoverageResponse response;
  request.set_unit("P");
  for (const Instant through : {Instant{INT64_MAX}, Instant{INT64_MIN}, Instant{1}}) {
    request.set_through(through);
    EXPECT_EQ(service_.GetCoverage(nullptr, &request, &response).error_code(),
              grpc::StatusCode::OUT_OF_RANGE);
  }
}

TEST_F(QueryServiceTest, ADossierIsShownWithItsMovements) {
  memory_.Post(
      "a", {{At("2026-08-03 08:00:00"), 2, kAccepted}, {At("2026-08-20 17:00:00"), 2, kPassed}});
  v1::GetDossierRequest request;
  request.set_id("a");
  v1::GetDossierResponse response;

  ASSERT_TRUE(service_.GetDossier(nullptr, &request, &response).ok());

  ASSERT_EQ(response.movements_size(), 2);
  EXPECT_EQ(response.movements(0).from(), v1::ACCOUNT_OUTSIDE);
  EXPECT_EQ(response.movements(1).to(), v1::ACCOUNT_OPEN_OVERDUE);
  EXPECT_EQ(response.movements(1).instant(), At("2026-08-20 17:00:00"));
  EXPECT_EQ(response.unit_codes().at(2), "P.2");
  EXPECT_EQ(response.origin().node(), "province");
}

TEST_F(QueryServiceTest, AParkedDossierTellsWhatItWaitsFor) {
  memory_.Park(2, "a", "1.001");
  v1::GetDossierRequest request;
  v1::GetDossierResponse response;
  request.set_id("a");

  ASSERT_TRUE(service_.GetDossier(nullptr, &request, &response).ok());
  EXPECT_EQ(response.parked(0).value(), "1.001");
  EXPECT_FALSE(response.has_dossier());
  request.set_id("b");
  response.Clear();
  EXPECT_EQ(service_.GetDossier(nullptr, &request, &response).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

// Its origin's row is published a moment after the commit.
TEST_F(QueryServiceTest, ARecordOfAnOriginThatIsNotKnownYetIsToBeAskedAgain) {
  node::v1::Record record;
  record.mutable_dossier()->set_id("a");
  record.set_origin(7);
  Batch batch;
  Must(Records::Write(record, {}, batch));
  Must(memory_.engine().Commit(batch));
  v1::GetDossierRequest request;
  v1::GetDossierResponse response;
  request.set_id("a");

  EXPECT_EQ(service_.GetDossier(nullptr, &request, &response).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(QueryServiceTest, AnswersForTheUnitsOfTheCallersScopeOnly) {
  door_.Narrow("P.2");

  EXPECT_EQ(CodeOf(Ask("P.2")), grpc::StatusCode::OK);
  EXPECT_EQ(CodeOf(Ask("P.3")), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(CodeOf(Ask("P")), grpc::StatusCode::PERMISSION_DENIED);
  v1::GetCoverageRequest request;
  v1::GetCoverageResponse response;
  request.set_unit("P");
  EXPECT_EQ(service_.GetCoverage(nullptr, &request, &response).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(QueryServiceTest, ADossierIsOpenToItsUnits) {
  memory_.Post("a", {{At("2026-08-03 08:00:00"), 2, kAccepted}});
  v1::GetDossierRequest request;
  v1::GetDossierResponse response;
  request.set_id("a");

  door_.Narrow("P.3");
  EXPECT_EQ(service_.GetDossier(nullptr, &request, &response).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_FALSE(response.has_dossier());
  door_.Narrow("P.2");
  EXPECT_EQ(service_.GetDossier(nullptr, &request, &response).error_code(), grpc::StatusCode::OK);
}

}  // namespace
}  // namespace lienthong::query
