// What a desk's scope keeps out of a commit, and what the audit says of an administrator's.
#include <gtest/gtest.h>

#include "services/admission/admission_testing.h"
#include "storage/access/credentials.h"

namespace lienthong::admission {
namespace {

// A province whose node hosts the desks of two communes.
class AccessTest : public testing::Test {
 protected:
  void SetUp() override {
    ImportAs("local", Rows()
                          .Unit("H44", "Phú Thọ", "province")
                          .Unit("H44.1", "Xã Một", "commune", "H44")
                          .Unit("H44.2", "Xã Hai", "commune", "H44")
                          .Procedure("1.001")
                          .Grant("H44.1", "h44-1")
                          .Grant("H44.2", "h44-1"));
  }

  void ImportAs(const std::string& actor, const Rows& rows) {
    ImportWork work{rows.request(), {}, actor};
    ASSERT_EQ(node_.CommitOne(work), absl::OkStatus());
    ASSERT_TRUE(work.response.errors().empty());
  }

  static Snapshot Known(const std::string& id) {
    return Snapshot("4").Dossier(id).Accepted("1/7 08:00").Due("10/7 17:00");
  }

  static access::Scope ScopeOf(const std::string& unit) {
    v1::Scope units;
    units.add_units(unit);
    return access::Scope(units);
  }

  // A record of `unit`'s desk, with a token for `scope`.
  v1::RecordResult Submit(const Snapshot& snapshot, const std::string& unit,
                          const std::string& scope) {
    SubmitWork work = TestNode::SubmitOf({snapshot});
    work.request.set_reporting_unit(unit);
    work.scope = ScopeOf(scope);
    EXPECT_EQ(node_.CommitOne(work), absl::OkStatus());
    return work.response.results(0);
  }

  std::vector<v1::Audit> Audits() {
    std::vector<v1::Audit> audits;
    const View view = node_.view();
    const std::vector<AuditedFact> facts = *AuditIndex::ReadAll(view);
    for (const AuditedFact& fact : facts) {
      v1::Fact parsed;
      EXPECT_TRUE(
          parsed.ParseFromString(*node_.journal().ReadFact(view, fact.origin, fact.sequence)));
      EXPECT_EQ(fact.time_ms, parsed.admitted_time_ms());
      audits.push_back(parsed.audit());
    }
    return audits;
  }

  TestNode node_{{}};
};

TEST_F(AccessTest, ADeskReportsForTheUnitsOfItsScope) {
  EXPECT_EQ(Submit(Known("a"), "H44.1", "H44.1").outcome(), v1::RecordResult::OUTCOME_ADMITTED);
  EXPECT_EQ(Submit(Known("b"), "H44.1", "H44").outcome(), v1::RecordResult::OUTCOME_ADMITTED);

  const v1::RecordResult refused = Submit(Known("c"), "H44.2", "H44.1");

  EXPECT_EQ(refused.outcome(), v1::RecordResult::OUTCOME_REFUSED);
  EXPECT_EQ(refused.field(), "madonvi");
  EXPECT_EQ(node_.Path("c"), "");
}

TEST_F(AccessTest, ARecordThatNamesAnotherUnitItselfIsRefused) {
  const v1::RecordResult refused = Submit(Known("a").ReportedBy("H44.2"), "H44.1", "H44.1");

  EXPECT_EQ(refused.outcome(), v1::RecordResult::OUTCOME_REFUSED);
}

TEST_F(AccessTest, AUnitThatIsNotKnownIsInNoScope) {
  EXPECT_EQ(Submit(Known("a"), "Xã Lạ", "H44").outcome(), v1::RecordResult::OUTCOME_REFUSED);
  EXPECT_TRUE(node_.Parked().empty());
}

TEST_F(AccessTest, NobodyChangesWhatAnotherUnitReports) {
  ASSERT_EQ(Submit(Known("a"), "H44.2", "H44.2").outcome(), v1::RecordResult::OUTCOME_ADMITTED);
  const std::string before = node_.Path("a");

  const v1::RecordResult refused = Submit(Known("a").Due("20/7 17:00"), "H44.1", "H44.1");
  const v1::RecordResult parked = Submit(Known("a").Procedure("9.999"), "H44.1", "H44.1");

  EXPECT_EQ(refused.field(), "MaHoSo");
  EXPECT_EQ(parked.outcome(), v1::RecordResult::OUTCOME_REFUSED);
  EXPECT_EQ(node_.Path("a"), before);
}

TEST_F(AccessTest, CompletenessIsToldForTheUnitsOfTheScope) {
  SubmitWork work = TestNode::SubmitOf({});
  work.request.set_reporting_unit("H44.2");
  work.request.set_complete_through(At("2/7 00:00"));
  work.scope = ScopeOf("H44.1");

  EXPECT_EQ(node_.CommitOne(work).code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(AccessTest, PetitionsAreHeldToTheScopeLikeDossiers) {
  const auto submit = [&](const std::string& unit, const std::string& scope) {
    SubmitPetitionsWork work;
    work.request.set_source("pakn");
    work.request.set_reporting_unit(unit);
    v1::PetitionRecord& record = *work.request.add_petitions();
    record.set_petition("p");
    record.set_received(At("1/7 08:00"));
    work.scope = ScopeOf(scope);
    EXPECT_EQ(node_.CommitOne(work), absl::OkStatus());
    return work.response.results(0);
  };

  EXPECT_EQ(submit("H44.2", "H44.1").field(), "reporting_unit");
  EXPECT_EQ(submit("Xã Lạ", "H44.1").field(), "reporting_unit");
  EXPECT_EQ(submit("H44.2", "H44.2").outcome(), v1::RecordResult::OUTCOME_ADMITTED);
  EXPECT_EQ(submit("H44.1", "H44.1").field(), "petition") << "H44.2 reports it";
  EXPECT_EQ(submit("H44.2", "H44").outcome(), v1::RecordResult::OUTCOME_UNCHANGED);
  EXPECT_TRUE(node_.Parked().empty());
}

TEST_F(AccessTest, ObservationsAreHeldToTheScope) {
  SubmitObservationsWork work;
  for (const char* const unit : {"H44.1", "H44.2"}) {
    v1::ObservationRecord& record = *work.request.add_observations();
    record.set_unit(unit);
    record.set_definition("766-2026/3.3/rate");
    record.set_from("2026-07-01");
    record.set_to("2026-07-31");
    record.set_value("39.56");
    record.set_measure(v1::MEASURE_PERCENT);
    record.set_source("portal");
    record.set_as_of(At("5/8 08:00"));
  }
  work.scope = ScopeOf("H44.1");

  ASSERT_EQ(node_.CommitOne(work), absl::OkStatus());

  EXPECT_EQ(work.response.results(0).outcome(), v1::RecordResult::OUTCOME_ADMITTED);
  EXPECT_EQ(work.response.results(1).field(), "unit");
}

TEST_F(AccessTest, AnImportIsAuditedInItsCommit) {
  ASSERT_EQ(Audits().size(), 1u);
  EXPECT_EQ(Audits()[0].action(), v1::Audit::ACTION_REFERENCE_IMPORTED);
  EXPECT_EQ(Audits()[0].actor(), "local");
  EXPECT_EQ(Audits()[0].subject(), "reference data, entries 1 to 6");

  ImportAs("local", Rows().Procedure("1.001"));  // says nothing new

  EXPECT_EQ(Audits().size(), 1u);
}

TEST_F(AccessTest, ACredentialAndItsAuditAreThereTogether) {
  CredentialWork work;
  work.row.mutable_credential()->set_id("0123456789abcdef");
  work.audit.set_action(v1::Audit::ACTION_CREDENTIAL_CREATED);
  work.audit.set_actor("console");

  ASSERT_EQ(node_.CommitOne(work), absl::OkStatus());
  node_.Reopen();

  EXPECT_EQ((*Credentials::ReadAll(node_.view()))[0].credential().id(), "0123456789abcdef");
  EXPECT_EQ(Audits().back().actor(), "console");
}

TEST_F(AccessTest, AnAuditIsToldAbove) {
  TestNode above({.name = "h44", .epoch = 9});
  above.Import(Rows().Unit("H44", "Phú Thọ", "province"));

  for (const v1::Block& block : node_.Blocks()) above.Replicate(block);

  EXPECT_EQ(AuditIndex::ReadAll(above.view())->size(), 1u);
  EXPECT_TRUE(above.Parked().empty());
}

}  // namespace
}  // namespace lienthong::admission
