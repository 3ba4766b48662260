#include "services/admission/handover.h"

#include <gtest/gtest.h>

#include "services/admission/admission_testing.h"
#include "services/admission/tenure.h"

namespace lienthong::admission {
namespace {

// A province that hosts a commune, and the node that the commune is to have.
class HandoverTest : public testing::Test {
 protected:
  void SetUp() override {
    province_.Import(Rows()
                         .Unit("H44", "Phú Thọ", "province")
                         .Unit("H44.1", "Xã Một", "commune", "H44")
                         .Procedure("1.001")
                         .Grant("H44.1", "h44"));
    commune_.TakeReferencesOf(province_);
  }

  Snapshot Known(const std::string& id, const std::string& status = "4") {
    return Snapshot(status).Dossier(id).Accepted("1/7 08:00").Due("10/7 17:00");
  }

  // A grant for `node`; the reference data reaches the commune.
  void Move(const std::string& node, const std::string& day, bool without_release = false) {
    Rows rows;
    rows.Grant("H44.1", node, "igate", day);
    v1::ImportReferenceRequest request = rows.request();
    if (without_release) request.mutable_rows(0)->mutable_grant()->set_without_release("1");
    ImportWork work{request, {}};
    ASSERT_EQ(province_.CommitOne(work), absl::OkStatus());
    ASSERT_TRUE(work.response.errors().empty());
    commune_.TakeReferencesOf(province_);
  }

  static std::vector<v1::FetchUnitRequest> HandOver(TestNode& node) {
    HandoverWork work;
    EXPECT_EQ(node.CommitOne(work), absl::OkStatus());
    return work.wanted;
  }

  absl::StatusOr<v1::FetchUnitResponse> Page(const v1::FetchUnitRequest& request) {
    return ReadUnit(province_.view(), province_.journal(), *province_.references().registry(), true,
                    request);
  }

  // Fetches and admits until the takeover is written.
  void FetchAll(const v1::FetchUnitRequest& request) {
    const auto page = Page(request);
    ASSERT_EQ(page.status(), absl::OkStatus());
    ASSERT_TRUE(page->complete());
    TakeoverWork work{request, *page};
    ASSERT_EQ(commune_.CommitOne(work), absl::OkStatus());
  }

  // Brings the commune's journal to the province, from the first fact on.
  void Replicate() {
    for (const v1::Block& block : commune_.Blocks()) {
      v1::Block own = block;
      for (int i = own.runs_size() - 1; i >= 0; --i) {
        if (OriginId::From(own.runs(i).origin()) != commune_.own())
          own.mutable_runs()->DeleteSubrange(i, 1);
      }
      if (!own.runs().empty()) province_.Replicate(own);
    }
  }

  uint32_t unit() const { return *province_.references().registry()->UnitByCode("H44.1"); }

  TestNode province_{{.name = "h44", .epoch = 1}};
  TestNode commune_{{.name = "h44-1", .is_root = false, .epoch = 2}};
};

TEST_F(HandoverTest, AUnitGoesToANodeOfItsOwnWithoutARecount) {
  province_.Submit({Known("a"), Known("b"), Known("c", "9").Finished("3/7 10:00")});
  const auto books = province_.Bytes(Family::kLedger);
  Move("h44-1", "2026-07-02");

  HandOver(province_);
  const auto wanted = HandOver(commune_);
  ASSERT_EQ(wanted.size(), 1u);
  FetchAll(wanted[0]);
  Replicate();

  EXPECT_EQ(province_.Bytes(Family::kLedger), books);
  EXPECT_EQ(commune_.Bytes(Family::kLedger), books);
  EXPECT_TRUE(HandOver(commune_).empty());
  EXPECT_EQ(commune_.SubmitOne(Known("a", "9").Finished("4/7 09:00")).outcome(),
            v1::RecordResult::OUTCOME_ADMITTED);
  Replicate();
  EXPECT_EQ(province_.Bytes(Family::kLedger), commune_.Bytes(Family::kLedger));
  EXPECT_EQ(province_.Path("a"), commune_.Path("a"));
}

TEST_F(HandoverTest, TheOldHolderWritesNothingBehindItsRelease) {
  province_.Submit({Known("a")});
  Move("h44-1", "2026-07-02");

  EXPECT_EQ(province_.SubmitOne(Known("b")).outcome(), v1::RecordResult::OUTCOME_REFUSED);
  HandOver(province_);
  HandOver(province_);

  EXPECT_EQ(province_.journal().origin(province_.journal().own()).sequence, 2u);
}

TEST_F(HandoverTest, TheNewHolderParksUntilItHoldsTheStates) {
  province_.Submit({Known("a")});
  Move("h44-1", "2026-07-02");

  EXPECT_EQ(commune_.SubmitOne(Known("a", "9").Finished("4/7 09:00")).outcome(),
            v1::RecordResult::OUTCOME_PARKED);
  const auto wanted = HandOver(commune_);
  ASSERT_EQ(wanted.size(), 1u);
  EXPECT_EQ(Page(wanted[0]).status().code(), absl::StatusCode::kUnavailable);

  HandOver(province_);
  FetchAll(wanted[0]);
  EXPECT_EQ(commune_.Unpark(), 1u);
  Replicate();
  EXPECT_EQ(province_.Path("a"), commune_.Path("a"));
  EXPECT_TRUE(province_.Parked().empty());
}

TEST_F(HandoverTest, ItComesBackWithWhatTheNodeWrote) {
  province_.Submit({Known("a")});
  Move("h44-1", "2026-07-02");
  HandOver(province_);
  FetchAll(HandOver(commune_)[0]);
  commune_.Submit({Known("b")});
  Move("h44", "2026-07-03");

  EXPECT_EQ(province_.SubmitOne(Known("b", "9").Finished("5/7 09:00")).outcome(),
            v1::RecordResult::OUTCOME_PARKED);
  EXPECT_TRUE(HandOver(province_).empty());
  HandOver(commune_);
  Replicate();
  HandOver(province_);
  EXPECT_EQ(province_.Unpark(), 1u);

  EXPECT_EQ(province_.Path("a"), commune_.Path("a"));
  EXPECT_EQ(province_.SubmitOne(Known("b", "9").Finished("5/7 09:00")).outcome(),
            v1::RecordResult::OUTCOME_UNCHANGED);
  EXPECT_EQ(province_.Record("b")->origin(), province_.journal().own());
}

TEST_F(HandoverTest, RecordsThatWaitGoAlong) {
  province_.Submit({Known("a").Procedure("1.999")});
  Move("h44-1", "2026-07-02");
  HandOver(province_);
  FetchAll(HandOver(commune_)[0]);
  Replicate();

  ASSERT_EQ(commune_.Parked().size(), 1u);
  ASSERT_EQ(province_.Parked().size(), 1u);
  EXPECT_EQ(province_.journal().origin(province_.Parked()[0].origin).id, commune_.own());
  province_.Import(Rows().Procedure("1.999"));
  commune_.TakeReferencesOf(province_);
  EXPECT_EQ(commune_.Unpark(), 1u);
  Replicate();
  EXPECT_TRUE(province_.Parked().empty());
  EXPECT_EQ(province_.Path("a"), commune_.Path("a"));
  EXPECT_NE(province_.Path("a"), "");
}

TEST_F(HandoverTest, WhatTheNewHolderParkedBeforeItsTenureWaitsOn) {
  commune_.Submit({Known("a").Procedure("1.999").ReportedBy("H44.2")});
  province_.Import(Rows().Unit("H44.2", "Xã Hai", "commune", "H44").Grant("H44.2", "h44"));
  Rows move;
  province_.Import(move.Grant("H44.2", "h44-1", "igate", "2026-07-02"));
  commune_.TakeReferencesOf(province_);
  commune_.Submit({Known("a").Procedure("1.999").ReportedBy("H44.2")});
  HandOver(province_);
  FetchAll(HandOver(commune_)[0]);

  ASSERT_FALSE(commune_.Parked().empty());
  province_.Import(Rows().Procedure("1.999"));
  commune_.TakeReferencesOf(province_);
  commune_.Unpark();
  EXPECT_NE(commune_.Path("a"), "");
}

TEST_F(HandoverTest, AFetchThatIsRepeatedChangesNothing) {
  province_.Submit({Known("a"), Known("b")});
  Move("h44-1", "2026-07-02");
  HandOver(province_);
  const auto wanted = HandOver(commune_);
  auto page = *Page(wanted[0]);
  page.set_complete(false);
  for (int i = 0; i < 2; ++i) {
    TakeoverWork work{wanted[0], page};
    ASSERT_EQ(commune_.CommitOne(work), absl::OkStatus());
  }

  EXPECT_EQ(commune_.journal().origin(commune_.journal().own()).sequence, 2u);
  commune_.Reopen();
  EXPECT_EQ(HandOver(commune_).size(), 1u);
}

TEST_F(HandoverTest, APageOfAnotherUnitIsRefusedWhole) {
  province_.Submit({Known("a"), Known("b")});
  Move("h44-1", "2026-07-02");
  HandOver(province_);
  const auto wanted = HandOver(commune_);
  auto page = *Page(wanted[0]);
  page.mutable_dossiers(1)->set_reporting_unit(99);
  TakeoverWork work{wanted[0], page};

  EXPECT_EQ(commune_.CommitOne(work).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(commune_.Record("a").has_value());
}

TEST_F(HandoverTest, OnlyTheNodeOfTheTenureInForceMayFetch) {
  Move("h44-1", "2026-07-02");
  HandOver(province_);
  v1::FetchUnitRequest request = HandOver(commune_)[0];
  request.set_node("h44-9");
  EXPECT_EQ(Page(request).status().code(), absl::StatusCode::kFailedPrecondition);
  request.set_node("h44-1");
  request.set_term(1);
  EXPECT_EQ(Page(request).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(HandoverTest, OfALostNodeNothingIsWaitedForAndNothingWinsAnyMore) {
  Move("h44-1", "2026-07-02");
  HandOver(province_);
  FetchAll(HandOver(commune_)[0]);
  commune_.Submit({Known("a")});
  Replicate();
  commune_.Submit({Known("a").Since("6/7 09:00")});
  commune_.Submit({Known("a").Since("7/7 09:00")});  // never reached the province
  Move("h44", "2026-07-03", true);

  HandOver(province_);
  EXPECT_EQ(province_.SubmitOne(Known("a", "9").Finished("8/7 09:00")).outcome(),
            v1::RecordResult::OUTCOME_ADMITTED);
  const std::string path = province_.Path("a");
  Replicate();

  EXPECT_EQ(province_.Path("a"), path);
  EXPECT_EQ(province_.Record("a")->rivals_size(), 1);
}

TEST_F(HandoverTest, WhatIsUnderWayIsListed) {
  const auto list = [&] {
    return *ReadHandovers(province_.view(), province_.journal(), *province_.references().registry(),
                          true, DayOf(province_.clock().Now()));
  };
  EXPECT_TRUE(list().empty());
  Move("h44-1", "2026-07-02");
  ASSERT_EQ(list().size(), 1u);
  EXPECT_EQ(list()[0].unit(), "H44.1");
  EXPECT_FALSE(list()[0].released());
  HandOver(province_);
  EXPECT_TRUE(list()[0].released());
  FetchAll(HandOver(commune_)[0]);
  Replicate();
  EXPECT_TRUE(list().empty());
}

}  // namespace
}  // namespace lienthong::admission
