#include "services/node/report_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/query/query_service.h"
#include "services/query/query_testing.h"
#include "services/report/make_report.h"
#include "services/score/builtin_rulebooks.h"
#include "services/score/rulebook_check.h"

namespace lienthong::node {
namespace {

using lienthong::v1::Coverage;
using lienthong::v1::Form;
using lienthong::v1::FormRow;
using query::At;
using query::kAccepted;
using query::kDecided;
using query::kPassed;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Property;

constexpr uint32_t kAcceptedOnline =
    Line{.from = Account::kOutside, .to = Account::kOpenInTime, .flags = 1}.Pack();
constexpr uint32_t kMovedOut = Line{Account::kOpenInTime, Account::kElsewhere}.Pack();
constexpr uint32_t kMovedIn = Line{Account::kElsewhere, Account::kOpenInTime}.Pack();

// Province 1 with a desk of its own above communes 2 and 3; commune 4 has no source.
class ReportSourceTest : public testing::Test {
 protected:
  ReportSourceTest() {
    clock_.now = At("2026-09-02 09:00:00");
    memory_.AddUnit(1, "P", 0);
    memory_.AddUnit(2, "P.2", 1);
    memory_.AddUnit(3, "P.3", 1);
    memory_.AddUnit(4, "P.4", 1);
    memory_.Grant(1, "province", {"igate"});
    memory_.Grant(2, "province", {"igate"});
    memory_.Grant(3, "far", {"igate"});
    memory_.SetSource(1, "igate", At("2026-09-01"));
    memory_.SetSource(2, "igate", At("2026-08-20 17:00:00"));
    memory_.Post("own", {{At("2026-08-03 08:00:00"), 1, kAccepted}});
    memory_.Post("carried", {{At("2026-07-03 08:00:00"), 2, kAccepted},
                             {At("2026-08-05 08:00:00"), 2, kDecided}});
    memory_.Post("online", {{At("2026-08-03 08:00:00"), 2, kAcceptedOnline},
                            {At("2026-08-20 17:00:00"), 2, kPassed}});
    memory_.Post("moved", {{At("2026-08-03 08:00:00"), 2, kAccepted},
                           {At("2026-08-04 08:00:00"), 2, kMovedOut},
                           {At("2026-08-04 08:00:00"), 3, kMovedIn}});
  }

  std::unique_ptr<report::Source> Open() {
    return *ReportSource::Open(memory_.engine(), memory_.journal(), clock_, memory_.registry(),
                               {});
  }

  static report::Scope August(const std::string& unit = "P") {
    return {unit, "2026-08-01", "2026-08-31", 0};
  }

  Form FormOf(const std::string& unit) {
    lienthong::v1::GetFormRequest request;
    request.set_unit(unit);
    request.set_from("2026-08-01");
    request.set_to("2026-08-31");
    const auto response = report::MakeForm(request, *Open());
    EXPECT_TRUE(response.ok()) << response.status();
    return response->form();
  }

  query::TestMemory memory_;
  query::FixedClock clock_;
};

TEST_F(ReportSourceTest, RowsAreTheOwnDeskAndEachUnitBelowIt) {
  const Form form = FormOf("P");

  ASSERT_EQ(form.rows_size(), 4);
  EXPECT_TRUE(form.rows(0).own());
  EXPECT_EQ(form.rows(0).code(), "P");
  EXPECT_THAT(form.rows(0).values(), ElementsAre(1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0));
  EXPECT_EQ(form.rows(1).name(), "Name of P.2");
  EXPECT_THAT(form.rows(1).values(), ElementsAre(2, 1, 0, 1, 1, 1, 0, 0, 1, 0, 1));
  EXPECT_THAT(form.rows(2).values(), ElementsAre(1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0));
  EXPECT_THAT(form.rows(3).values(), IsEmpty());
  EXPECT_THAT(form.total().values(), ElementsAre(4, 1, 2, 1, 1, 1, 0, 0, 3, 2, 1));
  EXPECT_THAT(form.residuals(), IsEmpty());
}

TEST_F(ReportSourceTest, AUnitWithoutAnyBelowItIsOneRow) {
  const Form form = FormOf("P.2");

  ASSERT_EQ(form.rows_size(), 1);
  EXPECT_TRUE(form.rows(0).own());
  EXPECT_EQ(form.rows(0).values(0), form.total().values(0));
}

TEST_F(ReportSourceTest, AParentWithoutADeskHasNoRowOfItsOwn) {
  memory_.AddUnit(9, "N", 0);
  memory_.AddUnit(1, "P", 9);

  EXPECT_THAT(FormOf("N").rows(), ElementsAre(Property(&FormRow::code, "P")));
}

TEST_F(ReportSourceTest, SaysWhoIsNotComplete) {
  const auto books = Open()->ReadBooks(August(), lienthong::v1::FORM_BY_UNIT);

  ASSERT_TRUE(books.ok()) << books.status();
  const Coverage& coverage = *books->total.coverage;
  EXPECT_EQ(coverage.expected(), 3u);
  EXPECT_EQ(coverage.complete(), 1u);
  EXPECT_EQ(coverage.behind(), 1u);
  EXPECT_EQ(coverage.silent(), 1u);
  EXPECT_EQ(coverage.uncovered_units(), 1u);
  ASSERT_EQ(books->incomplete.size(), 3u);
  EXPECT_EQ(books->incomplete[0].name(), "Name of P.2");
  EXPECT_EQ(books->incomplete[0].coverage().state(), lienthong::v1::SourceCoverage::STATE_BEHIND);
  EXPECT_EQ(books->incomplete[2].coverage().unit(), "P.4");
}

// What QueryService.GetScore answers, line by line.
TEST_F(ReportSourceTest, FiguresAreThoseOfTheScore) {
  access::OpenDoor door;
  query::QueryService service(memory_.engine(), memory_.journal(), clock_, door,
                              [this] { return memory_.registry(); });
  lienthong::v1::GetScoreRequest request;
  request.set_unit("P");
  request.set_from("2026-08-01");
  request.set_to("2026-08-31");
  lienthong::v1::GetScoreResponse score;
  ASSERT_TRUE(service.GetScore(nullptr, &request, &score).ok());

  const auto books = Open()->ReadBooks(August(), lienthong::v1::FORM_BY_UNSPECIFIED);

  ASSERT_TRUE(books.ok()) << books.status();
  EXPECT_THAT(books->rows, IsEmpty());
  EXPECT_EQ(FiguresOf(books->total.lines, kHandlingRole, true).DebugString(),
            score.rows(0).figures().DebugString());
  EXPECT_EQ(books->total.coverage->DebugString(), score.rows(0).coverage().DebugString());
  EXPECT_EQ(books->frame.as_of(), score.as_of());
  EXPECT_EQ(books->frame.position(), score.position());
  EXPECT_EQ(books->frame.known_at_ms(), score.known_at_ms());
}

TEST_F(ReportSourceTest, EverythingIsOfTheMomentAtWhichItWasOpened) {
  const auto source = Open();
  memory_.Post("later", {{At("2026-08-03 08:00:00"), 2, kAccepted}});

  const auto before = source->ReadBooks(August(), lienthong::v1::FORM_BY_UNSPECIFIED);
  const auto after = Open()->ReadBooks(August(), lienthong::v1::FORM_BY_UNSPECIFIED);

  EXPECT_EQ(FiguresOf(before->total.lines, kHandlingRole, true).in_hand(), 4u);
  EXPECT_EQ(FiguresOf(after->total.lines, kHandlingRole, true).in_hand(), 5u);
}

TEST_F(ReportSourceTest, AnotherPeriodIsReadAnew) {
  const auto source = Open();
  const report::Scope july = {"P", "2026-07-01", "2026-07-31", 0};

  EXPECT_EQ(FiguresOf(source->ReadBooks(August(), {})->total.lines, kHandlingRole, true).in_hand(),
            4u);
  EXPECT_EQ(FiguresOf(source->ReadBooks(july, {})->total.lines, kHandlingRole, true).in_hand(), 1u);
}

void AddProcedure(Registry& registry, uint32_t id, const char* field, Day from = 0,
                  bool abolished = false) {
  lienthong::v1::ReferenceEntry entry;
  entry.mutable_procedure()->set_id(id);
  entry.mutable_procedure()->set_code("1.00" + std::to_string(id));
  entry.mutable_procedure()->set_field(field);
  entry.mutable_procedure()->set_valid_from(from);
  entry.mutable_procedure()->set_abolished(abolished);
  registry.Add(entry);
}

TEST_F(ReportSourceTest, FieldsAreThoseOfTheProceduresAndAddUpToTheTotal) {
  AddProcedure(*memory_.registry(), 1, "Hộ tịch");
  AddProcedure(*memory_.registry(), 2, "Đất đai");
  AddProcedure(*memory_.registry(), 3, "Hộ tịch");
  AddProcedure(*memory_.registry(), 4, "Đã bãi bỏ");
  AddProcedure(*memory_.registry(), 4, "", query::On("2026-08-10"), true);
  memory_.Post("land", {{At("2026-08-03 08:00:00"), 3, kAccepted}}, 2);
  memory_.Post("civil", {{At("2026-08-03 08:00:00"), 3, kAccepted}}, 3);
  memory_.Post("ended", {{At("2026-08-03 08:00:00"), 3, kAccepted}}, 4);
  memory_.Post("unknown", {{At("2026-08-03 08:00:00"), 3, kAccepted}}, 77);
  lienthong::v1::GetFormRequest request;
  request.set_unit("P");
  request.set_from("2026-08-01");
  request.set_to("2026-08-31");
  request.set_by(lienthong::v1::FORM_BY_FIELD);

  const auto response = report::MakeForm(request, *Open());

  ASSERT_TRUE(response.ok()) << response.status();
  const Form& form = response->form();
  std::map<std::string, int64_t> in_hand;
  for (const FormRow& row : form.rows()) in_hand[row.name()] = row.values(0);
  EXPECT_EQ(in_hand,
            (std::map<std::string, int64_t>{
                {"Hộ tịch", 5}, {"Đất đai", 1}, {"Đã bãi bỏ", 1}, {"Chưa rõ lĩnh vực", 1}}));
  EXPECT_EQ(form.total().values(0), 8);
  for (int i = 0; i < form.columns_size(); ++i) {
    int64_t sum = 0;
    for (const FormRow& row : form.rows()) sum += row.values(i);
    EXPECT_EQ(sum, form.total().values(i)) << "column " << form.columns(i).number();
  }
}

TEST_F(ReportSourceTest, CountsTheCatalogueByHowFarItIsOnline) {
  using namespace lienthong::v1;
  uint32_t id = 0;
  for (const OnlineLevel online : {ONLINE_LEVEL_FULL, ONLINE_LEVEL_FULL, ONLINE_LEVEL_PARTIAL,
                                   ONLINE_LEVEL_OTHER, ONLINE_LEVEL_UNSPECIFIED}) {
    ReferenceEntry entry;
    entry.mutable_procedure()->set_id(++id);
    entry.mutable_procedure()->set_code("1.00" + std::to_string(id));
    entry.mutable_procedure()->set_online(online);
    memory_.registry()->Add(entry);
  }

  const auto catalogue = Open()->ReadCatalogue(August());

  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  EXPECT_EQ(catalogue->procedures(), 5u);
  EXPECT_EQ(catalogue->online_full(), 2u);
  EXPECT_EQ(catalogue->online_partial(), 1u);
  EXPECT_EQ(catalogue->other(), 1u);
}

void AddObservation(Registry& registry, uint32_t unit, const char* definition, const char* to) {
  lienthong::v1::ReferenceEntry entry;
  lienthong::v1::Observation& observation = *entry.mutable_observation();
  observation.set_unit(unit);
  observation.set_definition(definition);
  observation.set_first_day(query::On("2026-08-01"));
  observation.set_last_day(query::On(to));
  observation.set_value("10.8");
  observation.set_measure(lienthong::v1::MEASURE_POINTS);
  observation.set_source("portal");
  observation.set_as_of(1);
  registry.Add(entry);
}

TEST_F(ReportSourceTest, ObservationsAreOfTheUnitAndThoseAboveItOverExactlyThePeriod) {
  lienthong::v1::ReferenceEntry nation;
  nation.mutable_unit()->set_id(9);
  nation.mutable_unit()->set_code("VN");
  nation.mutable_unit()->set_name("Cả nước");
  nation.mutable_unit()->set_type(lienthong::v1::UNIT_TYPE_NATION);
  memory_.registry()->Add(nation);
  memory_.AddUnit(1, "P", 9);
  AddObservation(*memory_.registry(), 9, "766-2026/1/points/average", "2026-08-31");
  AddObservation(*memory_.registry(), 1, "766-2026/1/points", "2026-08-31");
  AddObservation(*memory_.registry(), 1, "766-2026/2/points", "2026-08-30");
  AddObservation(*memory_.registry(), 2, "766-2026/3/points", "2026-08-31");
  lienthong::v1::Observation own;
  own.set_unit(1);
  own.set_definition("report/received");
  own.set_first_day(query::On("2026-08-01"));
  own.set_last_day(query::On("2026-08-31"));
  own.set_value("4");
  own.set_measure(lienthong::v1::MEASURE_COUNT);
  own.set_source("báo cáo");
  own.set_as_of(1);
  memory_.Observe(own);

  const auto found = Open()->ReadObservations(August());

  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_EQ(found->size(), 3u);
  EXPECT_EQ((*found)[0].figure.unit(), "P");
  EXPECT_EQ((*found)[0].figure.observation().definition(), "766-2026/1/points");
  EXPECT_EQ((*found)[0].steps_above, 0);
  EXPECT_FALSE((*found)[0].national);
  EXPECT_TRUE((*found)[0].figure.from_above());
  EXPECT_EQ((*found)[1].figure.observation().definition(), "report/received");
  EXPECT_FALSE((*found)[1].figure.from_above());
  EXPECT_EQ((*found)[2].figure.unit(), "VN");
  EXPECT_EQ((*found)[2].steps_above, 1);
  EXPECT_TRUE((*found)[2].national);
}

TEST_F(ReportSourceTest, RefusesWhatCannotBeAsked) {
  const auto code = [&](const report::Scope& scope) {
    return Open()->ReadBooks(scope, lienthong::v1::FORM_BY_UNIT).status().code();
  };
  EXPECT_EQ(code(August("X")), absl::StatusCode::kNotFound);
  EXPECT_EQ(code({"P", "2026-08", "2026-08-31", 0}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({"P", "2026-08-31", "2026-08-01", 0}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({"P", "2026-08-01", "2026-08-31", At("2026-09-01")}),
            absl::StatusCode::kOutOfRange);
  EXPECT_EQ(code({"P", "2026-10-01", "2026-10-31", 0}), absl::StatusCode::kOutOfRange);
}

TEST_F(ReportSourceTest, TheScorecardIsThatOfTheDaysRulebook) {
  EXPECT_EQ(*Open()->ReadScorecard(August(), ""), std::nullopt);
  lienthong::v1::ReferenceEntry entry;
  *entry.mutable_rulebook() = score::ReadRulebook(score::BuiltinRulebooks().back().text).rulebook;
  memory_.registry()->Add(entry);

  const auto card = Open()->ReadScorecard(August(), "");

  ASSERT_TRUE(card.ok() && card->has_value()) << card.status();
  EXPECT_EQ((*card)->unit(), "P");
  EXPECT_EQ((*card)->groups(1).points(), "15");  // 3 of 4 in hand are in time
  EXPECT_EQ((*card)->coverage().uncovered_units(), 1u);
  EXPECT_EQ(Open()->ReadScorecard(August(), "767").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace lienthong::node
