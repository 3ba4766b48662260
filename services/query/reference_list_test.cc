#include "services/query/reference_list.h"

#include <gtest/gtest.h>

#include "services/query/query_testing.h"

namespace lienthong::query {
namespace {

using Rows = google::protobuf::RepeatedPtrField<v1::ReferenceRow>;
using Request = v1::ListReferenceRequest;

class ReferenceListTest : public testing::Test {
 protected:
  Rows List(Request::Kind kind, const std::string& source = "") const {
    Request request;
    request.set_kind(kind);
    request.set_source(source);
    Rows rows;
    EXPECT_EQ(ListRows(registry_, request, rows), absl::OkStatus());
    return rows;
  }
  v1::Unit& Unit(uint32_t id, const std::string& code, uint32_t parent, Day from = 0) {
    entry_ = {};
    entry_.mutable_unit()->set_id(id);
    entry_.mutable_unit()->set_code(code);
    entry_.mutable_unit()->set_name("Name");
    entry_.mutable_unit()->set_type(v1::UNIT_TYPE_COMMUNE);
    entry_.mutable_unit()->set_parent(parent);
    entry_.mutable_unit()->set_valid_from(from);
    return *entry_.mutable_unit();
  }
  void Add() { registry_.Add(entry_); }

  Registry registry_{[](std::string_view name) { return std::string(name); }};
  v1::ReferenceEntry entry_;
};

// 1 was moved below 3, which came later; 2 ended.
TEST_F(ReferenceListTest, AUnitStandsBehindTheOneAboveIt) {
  Unit(1, "A", 0);
  Add();
  Unit(2, "B", 0);
  Add();
  Unit(3, "C", 0);
  Add();
  Unit(1, "A", 3, On("2025-07-01"));
  Add();
  Unit(2, "B", 0, On("2025-07-01")).set_abolished(true);
  Add();

  const Rows rows = List(Request::KIND_UNIT);

  ASSERT_EQ(rows.size(), 5);
  EXPECT_EQ(rows[0].unit().code() + rows[1].unit().code() + rows[2].unit().code(), "ABC");
  EXPECT_EQ(rows[0].unit().type(), "commune");
  EXPECT_EQ(rows[0].unit().valid_from(), "");
  EXPECT_EQ(rows[3].unit().parent(), "C");
  EXPECT_EQ(rows[3].unit().valid_from(), "2025-07-01");
  EXPECT_EQ(rows[4].unit().code(), "B");
  EXPECT_EQ(rows[4].unit().abolished(), "1");
}

TEST_F(ReferenceListTest, AUnitThatGotTheLowerIdWaitsForTheOneAbove) {
  Unit(1, "A", 2);
  Add();
  Unit(2, "B", 0);
  Add();

  const Rows rows = List(Request::KIND_UNIT);

  EXPECT_EQ(rows[0].unit().code(), "B");
  EXPECT_EQ(rows[1].unit().parent(), "B");
}

TEST_F(ReferenceListTest, OffersStandBehindTheProcedures) {
  Unit(1, "A", 0);
  Add();
  entry_.mutable_offer()->set_unit(1);
  entry_.mutable_offer()->set_procedure(1);
  entry_.mutable_offer()->set_online(v1::ONLINE_LEVEL_PARTIAL);
  entry_.mutable_offer()->mutable_offering()->set_published(On("2025-07-05"));
  Add();
  entry_.mutable_procedure()->set_id(1);
  entry_.mutable_procedure()->set_code("1.001");
  entry_.mutable_procedure()->set_name("One");
  entry_.mutable_procedure()->set_processing_days(-1);
  entry_.mutable_procedure()->set_fee(true);
  Add();

  const Rows rows = List(Request::KIND_PROCEDURE);

  ASSERT_EQ(rows.size(), 2);
  EXPECT_EQ(rows[0].procedure().name(), "One");
  EXPECT_EQ(rows[0].procedure().processing_days(), "");
  EXPECT_EQ(rows[0].procedure().fee(), "1");
  EXPECT_EQ(rows[1].procedure().code(), "1.001");
  EXPECT_EQ(rows[1].procedure().name(), "");
  EXPECT_EQ(rows[1].procedure().unit(), "A");
  EXPECT_EQ(rows[1].procedure().online(), "partial");
  EXPECT_EQ(rows[1].procedure().published(), "2025-07-05");
}

TEST_F(ReferenceListTest, AGrantHasARowForEachSource) {
  Unit(1, "A", 0);
  Add();
  v1::Grant& grant = *entry_.mutable_grant();
  grant.set_unit(1);
  grant.set_node("n");
  grant.add_sources("igate");
  grant.add_sources("onecua");
  grant.set_go_live(On("2025-07-05"));
  Add();

  const Rows rows = List(Request::KIND_GRANT);

  ASSERT_EQ(rows.size(), 2);
  EXPECT_EQ(rows[1].grant().unit(), "A");
  EXPECT_EQ(rows[1].grant().source(), "onecua");
  EXPECT_EQ(rows[1].grant().go_live(), "2025-07-05");
}

TEST_F(ReferenceListTest, MappingsAreThoseOfTheSourceAndOfAny) {
  for (const char* source : {"", "igate", "onecua"}) {
    entry_.mutable_mapping()->set_source(source);
    entry_.mutable_mapping()->set_kind(v1::REFERENCE_KIND_STATUS);
    entry_.mutable_mapping()->set_value("Xong");
    entry_.mutable_mapping()->set_target("9");
    Add();
  }

  EXPECT_EQ(List(Request::KIND_MAPPING).size(), 3);
  ASSERT_EQ(List(Request::KIND_MAPPING, "igate").size(), 2);
  EXPECT_EQ(List(Request::KIND_MAPPING, "igate")[1].mapping().source(), "igate");
  EXPECT_EQ(List(Request::KIND_MAPPING, "igate")[1].mapping().kind(), "status");
}

TEST_F(ReferenceListTest, TheCalendarIsWrittenAsItIsRead) {
  v1::OfficeHours& hours = *entry_.mutable_office_hours();
  hours.set_valid_from(On("2020-01-01"));
  hours.set_source("s");
  for (const auto& [start, end] : {std::pair(27000, 41400), std::pair(46800, 61200)}) {
    hours.add_spans()->set_start(static_cast<uint32_t>(start));
    hours.mutable_spans(hours.spans_size() - 1)->set_end(static_cast<uint32_t>(end));
  }
  Add();
  entry_.mutable_calendar_day()->set_day(On("2026-09-02"));
  entry_.mutable_calendar_day()->set_name("Quốc khánh");
  Add();
  entry_.mutable_supplement_limit()->set_valid_from(On("2026-07-01"));
  Add();

  const Rows rows = List(Request::KIND_CALENDAR);

  ASSERT_EQ(rows.size(), 3);
  EXPECT_EQ(rows[0].calendar().detail(), "07:30-11:30,13:00-17:00");
  EXPECT_EQ(rows[1].calendar().kind(), "holiday");
  EXPECT_EQ(rows[1].calendar().detail(), "Quốc khánh");
  EXPECT_EQ(rows[2].calendar().kind(), "supplement_limit");
}

TEST_F(ReferenceListTest, AFigureKeepsItsMoment) {
  Unit(1, "A", 0);
  Add();
  v1::Observation& observation = *entry_.mutable_observation();
  observation.set_unit(1);
  observation.set_definition("portal/received");
  observation.set_first_day(On("2026-06-01"));
  observation.set_last_day(On("2026-06-30"));
  observation.set_value("19933");
  observation.set_measure(v1::MEASURE_COUNT);
  observation.set_as_of(At("2026-07-01 08:30:05"));
  Add();

  const Rows rows = List(Request::KIND_OBSERVATION);

  ASSERT_EQ(rows.size(), 1);
  EXPECT_EQ(rows[0].observation().to(), "2026-06-30");
  EXPECT_EQ(rows[0].observation().measure(), "count");
  EXPECT_EQ(rows[0].observation().as_of(), "2026-07-01 08:30:05");
}

TEST_F(ReferenceListTest, WithoutAKindNothingIsListed) {
  Rows rows;
  EXPECT_EQ(ListRows(registry_, {}, rows).code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace lienthong::query
