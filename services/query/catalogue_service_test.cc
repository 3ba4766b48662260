#include "services/query/catalogue_service.h"

#include <gtest/gtest.h>

#include "services/query/query_testing.h"

namespace lienthong::query {
namespace {

class CatalogueServiceTest : public testing::Test {
 protected:
  CatalogueServiceTest() {
    memory_.AddUnit(1, "P", 0);
    memory_.AddUnit(2, "P.2", 1);
    AddProcedure(1, "1.001", v1::ONLINE_LEVEL_FULL);
    AddProcedure(2, "1.002", v1::ONLINE_LEVEL_PARTIAL);
    AddProcedure(3, "1.003", v1::ONLINE_LEVEL_OTHER);
    clock_.now = At("2026-08-05 10:00:00");
  }

  void AddProcedure(uint32_t id, const std::string& code, v1::OnlineLevel online) {
    v1::ReferenceEntry entry;
    entry.mutable_procedure()->set_id(id);
    entry.mutable_procedure()->set_code(code);
    entry.mutable_procedure()->set_name("Name of " + code);
    entry.mutable_procedure()->set_online(online);
    memory_.registry()->Add(entry);
  }
  void Offer(uint32_t unit, uint32_t procedure, v1::OnlineLevel online, Day from) {
    v1::ReferenceEntry entry;
    entry.mutable_offer()->set_unit(unit);
    entry.mutable_offer()->set_procedure(procedure);
    entry.mutable_offer()->set_online(online);
    entry.mutable_offer()->set_valid_from(from);
    entry.mutable_offer()->mutable_offering()->set_complete(true);
    memory_.registry()->Add(entry);
  }
  grpc::StatusCode Get(const std::string& unit, const std::string& on = "") {
    v1::GetCatalogueRequest request;
    request.set_unit(unit);
    request.set_on(on);
    catalogue_.Clear();
    return service_.GetCatalogue(nullptr, &request, &catalogue_).error_code();
  }

  TestMemory memory_;
  FixedClock clock_;
  access::OpenDoor door_;
  CatalogueService service_{memory_.engine(), clock_, door_, [this] { return memory_.registry(); }};
  v1::GetCatalogueResponse catalogue_;
};

TEST_F(CatalogueServiceTest, CountsACatalogueByLevel) {
  ASSERT_EQ(Get("P"), grpc::StatusCode::OK);

  EXPECT_EQ(catalogue_.procedures(), 3u);
  EXPECT_EQ(catalogue_.online_full(), 1u);
  EXPECT_EQ(catalogue_.online_partial(), 1u);
  EXPECT_EQ(catalogue_.other(), 1u);
  EXPECT_EQ(catalogue_.rows(2).code(), "1.003");
}

TEST_F(CatalogueServiceTest, EachRowIsAsItIsOfferedThereOnTheDay) {
  Offer(2, 3, v1::ONLINE_LEVEL_FULL, On("2026-08-01"));

  ASSERT_EQ(Get("P.2"), grpc::StatusCode::OK);
  ASSERT_EQ(catalogue_.rows_size(), 1);
  EXPECT_EQ(catalogue_.rows(0).name(), "Name of 1.003");
  EXPECT_EQ(catalogue_.rows(0).online(), v1::ONLINE_LEVEL_FULL);
  EXPECT_TRUE(catalogue_.rows(0).offering().complete());
  ASSERT_EQ(Get("P.2", "2026-07-31"), grpc::StatusCode::OK);
  EXPECT_EQ(catalogue_.procedures(), 3u);
}

TEST_F(CatalogueServiceTest, AWrongUnitOrDayIsNamed) {
  EXPECT_EQ(Get("P.9"), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Get("P", "1/7/2026"), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(CatalogueServiceTest, ListsRows) {
  v1::ListReferenceRequest request;
  v1::ListReferenceResponse response;
  EXPECT_EQ(service_.ListReference(nullptr, &request, &response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  request.set_kind(v1::ListReferenceRequest::KIND_UNIT);

  ASSERT_TRUE(service_.ListReference(nullptr, &request, &response).ok());

  EXPECT_EQ(response.rows_size(), 2);
}

TEST_F(CatalogueServiceTest, SuggestsForWordsWhateverTheReason) {
  for (const char* detail : {"", "expired on 2025-07-01"}) {
    ParkedFact fact{1, detail[0] == 0 ? 1u : 2u, {}};
    v1::MissingReference& missing = *fact.row.add_missing();
    missing.set_kind(v1::REFERENCE_KIND_UNIT);
    missing.set_source("igate");
    missing.set_value("Name of P.2");
    missing.set_detail(detail);
    Batch batch;
    Progress::PutParked(fact, batch);
    Must(memory_.engine().Commit(batch));
  }
  v1::SuggestMappingsRequest request;
  request.set_candidates_max(1);
  v1::SuggestMappingsResponse response;

  ASSERT_TRUE(service_.SuggestMappings(nullptr, &request, &response).ok());

  ASSERT_EQ(response.words_size(), 1);
  EXPECT_EQ(response.words(0).records(), 2u);
  ASSERT_EQ(response.words(0).candidates_size(), 1);
  EXPECT_EQ(response.words(0).candidates(0).target(), "P.2");
  EXPECT_EQ(response.words(0).candidates(0).score(), 100u);
}

}  // namespace
}  // namespace lienthong::query
