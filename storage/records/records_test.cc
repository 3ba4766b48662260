#include "storage/records/records.h"

#include <gtest/gtest.h>

#include "storage/base/hash.h"

namespace lienthong {
namespace {

node::v1::Record MakeRecord(const std::string& id, const std::vector<StoredPosting>& postings) {
  node::v1::Record record;
  record.mutable_dossier()->set_id(id);
  record.set_postings(EncodePostings(postings));
  return record;
}

class RecordsTest : public testing::Test {
 protected:
  void SetUp() override {
    auto engine = Engine::Open({.path = "/db", .disk = Disk::Memory()});
    ASSERT_TRUE(engine.ok());
    engine_ = *std::move(engine);
  }

  void Write(const node::v1::Record& record, const std::vector<StoredPosting>& old) {
    Batch batch;
    ASSERT_TRUE(Records::Write(record, old, batch).ok());
    ASSERT_TRUE(engine_->Commit(batch).ok());
  }

  std::vector<std::string> Day(uint32_t unit, lienthong::Day day) {
    std::vector<std::string> found;
    EXPECT_TRUE(Records::ScanDay(engine_->Snapshot(), unit, day, [&](const std::string& dossier) {
                  found.push_back(dossier);
                  return absl::OkStatus();
                }).ok());
    return found;
  }

  std::unique_ptr<Engine> engine_;
};

const Instant kMorning = StartOfDay(20000) + 3600;

// Golden: these bytes are on disk.
TEST(PostingsTest, BytesAreForGood) {
  const std::vector<StoredPosting> postings = {{1785549600, 3, 0x047001},
                                               {1785549660, 3, 0x490000}};

  EXPECT_EQ(ToHex(EncodePostings(postings)), "c0cceaa60d0381e01178038080a402");
  EXPECT_EQ(*DecodePostings(EncodePostings(postings)), postings);
}

TEST(PostingsTest, AnInstantThatLeaves64BitsIsRefused) {
  for (const Instant end : {INT64_MAX, INT64_MIN}) {
    std::string bytes = EncodePostings({{end, 3, 1}});
    ASSERT_EQ(DecodePostings(bytes)->front().instant, end);
    bytes += EncodePostings({{end < 0 ? -1 : 1, 3, 1}});  // one more second

    EXPECT_EQ(DecodePostings(bytes).status().code(), absl::StatusCode::kDataLoss) << end;
  }
}

TEST(PostingsTest, TruncatedBytesAreRefused) {
  const std::string bytes = EncodePostings({{kMorning, 3, 400000}});

  for (size_t cut = 1; cut < bytes.size(); ++cut) {
    EXPECT_EQ(DecodePostings(bytes.substr(0, cut)).status().code(), absl::StatusCode::kDataLoss)
        << cut;
  }
}

TEST_F(RecordsTest, TheIndexFollowsThePostings) {
  const std::vector<StoredPosting> first = {
      {kMorning, 3, 1}, {kMorning + 60, 3, 2}, {kMorning + kSecondsPerDay, 3, 3}};
  const std::vector<StoredPosting> second = {{kMorning, 3, 1}, {kMorning, 4, 2}};
  Write(MakeRecord("d", first), {});
  Write(MakeRecord("d", second), first);

  EXPECT_EQ(Day(3, 20000), std::vector<std::string>{"d"});
  EXPECT_EQ(Day(4, 20000), std::vector<std::string>{"d"});
  EXPECT_TRUE(Day(3, 20001).empty());
}

node::v1::Record MakePetition(const std::string& id, const std::vector<StoredPosting>& postings) {
  node::v1::Record record;
  record.mutable_petition()->set_id(id);
  record.set_postings(EncodePostings(postings));
  return record;
}

node::v1::Record MakeObservation(uint32_t unit, const std::string& definition, Day first,
                                 const std::string& source) {
  node::v1::Record record;
  v1::Observation& observation = *record.mutable_observation();
  observation.set_unit(unit);
  observation.set_definition(definition);
  observation.set_first_day(first);
  observation.set_last_day(first + 30);
  observation.set_source(source);
  return record;
}

TEST_F(RecordsTest, ADossierAndAPetitionOfOneCodeAreTwo) {
  Write(MakeRecord("a", {{kMorning, 3, 1}}), {});
  Write(MakePetition("a", {{kMorning, 3, 2}, {kMorning + kSecondsPerDay, 3, 2}}), {});

  EXPECT_EQ(Day(3, 20000), (std::vector<std::string>{PetitionKey("a"), "a"}));
  EXPECT_EQ(Day(3, 20001), std::vector<std::string>{PetitionKey("a")});
  std::vector<std::string> petitions;
  ASSERT_TRUE(Records::ScanPetitions(engine_->Snapshot(), 3, 20000, [&](const std::string& key) {
                petitions.push_back(key);
                return absl::OkStatus();
              }).ok());
  EXPECT_EQ(petitions, std::vector<std::string>{PetitionKey("a")});
  EXPECT_TRUE((*Records::Read(engine_->Snapshot(), PetitionKey("a")))->has_petition());
  EXPECT_TRUE((*Records::Read(engine_->Snapshot(), "a"))->has_dossier());
}

TEST_F(RecordsTest, ObservationsOfAUnitComeByDefinitionPeriodAndSource) {
  for (const uint32_t unit : {2u, 3u, 256u}) {
    Write(MakeObservation(unit, "procedures/full", 20000, "report"), {});
    Write(MakeObservation(unit, "procedures", 20100, "report"), {});
    Write(MakeObservation(unit, "procedures", 20000, "portal"), {});
    Write(MakeObservation(unit, "procedures", 20000, "a"), {});
  }
  std::vector<std::string> found;
  ASSERT_TRUE(
      Records::ScanObservations(engine_->Snapshot(), 3, [&](const node::v1::Record& record) {
        const v1::Observation& o = record.observation();
        found.push_back(fmt::format("{} {} {}", o.definition(), o.first_day(), o.source()));
        return absl::OkStatus();
      }).ok());

  EXPECT_EQ(found,
            (std::vector<std::string>{"procedures 20000 a", "procedures 20000 portal",
                                      "procedures 20100 report", "procedures/full 20000 report"}));
}

TEST_F(RecordsTest, NoCodeCanBeTakenForAnotherKey) {
  EXPECT_TRUE(Records::IsId("H44-1"));
  EXPECT_TRUE(Records::IsId(std::string(64, 'x')));
  EXPECT_FALSE(Records::IsId(""));
  EXPECT_FALSE(Records::IsId(std::string(65, 'x')));
  EXPECT_FALSE(Records::IsId(PetitionKey("a")));
}

TEST_F(RecordsTest, ReadsManyInTheirOrder) {
  Write(MakeRecord("b", {}), {});

  const auto records = Records::ReadMany(engine_->Snapshot(), {"a", "b"});

  ASSERT_TRUE(records.ok());
  EXPECT_FALSE((*records)[0].has_value());
  EXPECT_EQ((*records)[1]->dossier().id(), "b");
}

TEST_F(RecordsTest, DamagedBytesAreNamedNotFollowed) {
  Batch batch;
  batch.Put(Family::kRecords, "d", "\xff\xff");
  ASSERT_TRUE(engine_->Commit(batch).ok());

  EXPECT_EQ(Records::Read(engine_->Snapshot(), "d").status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace lienthong
