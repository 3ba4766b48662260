#include "services/query/suggestions.h"

#include <gtest/gtest.h>

#include "services/query/query_testing.h"

namespace lienthong::query {
namespace {

class SuggesterTest : public testing::Test {
 protected:
  SuggesterTest() {
    AddUnit(1, "H44", "Tỉnh Phú Thọ");
    AddUnit(2, "H44.13", "Sở Tư pháp");
    AddUnit(3, "H44.130", "Xã Tân Phú");
    AddUnit(4, "H44.131", "Xã Tân Phú");
    v1::ReferenceEntry procedure;
    procedure.mutable_procedure()->set_id(1);
    procedure.mutable_procedure()->set_code("1.001193");
    procedure.mutable_procedure()->set_name("Đăng ký khai sinh");
    registry_.Add(procedure);
  }

  void AddUnit(uint32_t id, const std::string& code, const std::string& name) {
    v1::ReferenceEntry entry;
    entry.mutable_unit()->set_id(id);
    entry.mutable_unit()->set_code(code);
    entry.mutable_unit()->set_name(name);
    entry.mutable_unit()->set_parent(id == 1 ? 0 : 1);
    registry_.Add(entry);
  }

  void Wait(v1::ReferenceKind kind, const std::string& word, uint64_t records = 1,
            const std::string& source = "igate") {
    v1::MissingReference missing;
    missing.set_kind(kind);
    missing.set_source(source);
    missing.set_value(word);
    waiting_[missing.SerializeAsString()] = records;
  }

  v1::SuggestMappingsResponse Suggest(const std::string& source = "", size_t candidates = 3) {
    v1::SuggestMappingsResponse response;
    Suggester(registry_, On("2026-07-01")).Suggest(waiting_, source, candidates, response);
    return response;
  }
  // "H44.13:95 H44.130:60" for the one word that waits.
  std::string Of(v1::ReferenceKind kind, const std::string& word) {
    waiting_.clear();
    Wait(kind, word);
    std::string text;
    const v1::SuggestMappingsResponse response = Suggest();
    for (const auto& candidate : response.words(0).candidates())
      text +=
          (text.empty() ? "" : " ") + candidate.target() + ":" + std::to_string(candidate.score());
    return text;
  }

  Registry registry_{[](std::string_view name) { return std::string(name); }};
  WaitingWords waiting_;
};

TEST_F(SuggesterTest, UnitsAreFoundByNameAndOldCode) {
  EXPECT_EQ(Of(v1::REFERENCE_KIND_UNIT, "SO TU PHAP").substr(0, 10), "H44.13:100");
  EXPECT_EQ(Of(v1::REFERENCE_KIND_UNIT, "000.00.13.H44"), "H44.13:95");
  EXPECT_EQ(Of(v1::REFERENCE_KIND_UNIT, "UBND xã Tân Phú"), "H44.130:100 H44.131:100");
  EXPECT_EQ(Of(v1::REFERENCE_KIND_UNIT, "zzz"), "");
}

TEST_F(SuggesterTest, ProceduresAreFoundByNameAndLongerCode) {
  EXPECT_EQ(Of(v1::REFERENCE_KIND_PROCEDURE, "1.001193.000.00.00.H44"), "1.001193:95");
  EXPECT_EQ(Of(v1::REFERENCE_KIND_PROCEDURE, "dang ky khai sinh"), "1.001193:100");
}

TEST_F(SuggesterTest, StatusesAndChannelsAreFoundByTheWordsOfOneStopSystems) {
  EXPECT_EQ(Of(v1::REFERENCE_KIND_STATUS, "DA_TIEP_NHAN").substr(0, 5), "2:100");
  EXPECT_EQ(Of(v1::REFERENCE_KIND_STATUS, "Đã trả kết quả").substr(0, 6), "10:100");
  EXPECT_EQ(Of(v1::REFERENCE_KIND_STATUS, "Đã giải quyết xong").substr(0, 5), "9:100");
  EXPECT_EQ(Of(v1::REFERENCE_KIND_CHANNEL, "Trực tuyến").substr(0, 5), "2:100");
}

TEST_F(SuggesterTest, WhatAnotherSourceMeansIsWorthALook) {
  v1::ReferenceEntry entry;
  entry.mutable_mapping()->set_source("other");
  entry.mutable_mapping()->set_kind(v1::REFERENCE_KIND_STATUS);
  entry.mutable_mapping()->set_value("Vòng 7");
  entry.mutable_mapping()->set_target("4");
  EXPECT_EQ(Of(v1::REFERENCE_KIND_STATUS, "vong 7"), "");
  registry_.Add(entry);

  EXPECT_EQ(Of(v1::REFERENCE_KIND_STATUS, "vong 7"), "4:100");
}

TEST_F(SuggesterTest, TheMostFrequentWordStandsFirst) {
  Wait(v1::REFERENCE_KIND_STATUS, "a", 5);
  Wait(v1::REFERENCE_KIND_UNIT, "b", 9);
  Wait(v1::REFERENCE_KIND_UNIT, "c", 1, "other");

  const v1::SuggestMappingsResponse all = Suggest();
  ASSERT_EQ(all.words_size(), 3);
  EXPECT_EQ(all.words(0).missing().value(), "b");
  EXPECT_EQ(all.words(0).records(), 9u);
  ASSERT_EQ(Suggest("other").words_size(), 1);
  EXPECT_EQ(Suggest("other").words(0).missing().value(), "c");
}

TEST_F(SuggesterTest, WhatNoMappingMendsIsNoWord) {
  Wait(v1::REFERENCE_KIND_GRANT, "H44.13");
  Wait(v1::REFERENCE_KIND_UNIT, "#12", 1, "");

  EXPECT_EQ(Suggest().words_size(), 0);
}

TEST_F(SuggesterTest, CandidatesAndWordsAreBounded) {
  for (int i = 0; i < 300; ++i) Wait(v1::REFERENCE_KIND_UNIT, "Xã Tân Phú " + std::to_string(i));

  const v1::SuggestMappingsResponse response = Suggest("", 1);

  EXPECT_EQ(response.words_size(), static_cast<int>(Suggester::kWordsMax));
  EXPECT_EQ(response.words(0).candidates_size(), 1);
}

TEST_F(SuggesterTest, AUnitThatIsGoneIsNoCandidate) {
  v1::ReferenceEntry gone;
  gone.mutable_unit()->set_id(2);
  gone.mutable_unit()->set_code("H44.13");
  gone.mutable_unit()->set_name("Sở Tư pháp");
  gone.mutable_unit()->set_valid_from(On("2026-07-01"));
  gone.mutable_unit()->set_abolished(true);
  registry_.Add(gone);

  EXPECT_EQ(Of(v1::REFERENCE_KIND_UNIT, "SO TU PHAP"), "");
}

}  // namespace
}  // namespace lienthong::query
