// The bytes of reference data that are on disk and on the wire for good: signatures, and
// the kinds of entries that came after the first ones. What golden_test.cc says of changing
// a value holds here.
#include <gtest/gtest.h>

#include "storage/base/hash.h"
#include "storage/registry/reference_reader.h"

namespace lienthong {
namespace {

// The log of ("h44-13", 0x0123456789abcdef), written with the key of 32 times 's': a
// procedure, an offer of it, an observation and a rulebook.
constexpr char kProcedure[] =
    "126508ac021208312e3030313139331a14c490c4836e67206bc3bd206b6861692073696e68220b48e1bb992074e1bb"
    "8b636828ffffffffffffffffff0130013802400148ae9e0150015a1a0801100118ae9e0120b39e0128b29e0130cc9e"
    "0138cd9e0140016001";
constexpr char kOffer[] =
    "5229080310ac0218ae9e0120012801321a0801100118ae9e0120b39e0128b29e0130cc9e0138cd9e014001";
constexpr char kObservation[] =
    "4a47080312193736362d323032362f332f706f696e74732f6176657261676518ae9e0120cb9e012a03372e3730033a"
    "11646963687675636f6e672e676f762e766e4080d5afc4064801";
constexpr char kRulebook[] =
    "42220a083736362d32303236220a323032362d30312d30312a0a323032362d31322d3331";
// "key value" of the last signature, and of the position.
constexpr char kSignatureRow[] =
    "670000000000000004 bc0d4556fb8fc5e65a53a8a92e288491b32a0852524b39a1de79193a89ff2cbf04d4b1cbfe3"
    "7223c8228f6b502e9196176a9cdefb4fc108d3c73ed3898f80a03";
constexpr char kPositionRow[] =
    "52 0a110a066834342d313311efcdab896745230110041a20c23046565b008e29934cd0d5f0308b2d5aa79988f73bb"
    "7b77062a0362e445aab2220fec1428673f6afe89264b3807344ae8b269d125a503855202687db5a7128579f";
// The run of the last two entries.
constexpr char kRun[] =
    "0a110a066834342d313311efcdab896745230110031a204379651e358a5e1b8e23066e9187f39152ccd8a55c7e7857"
    "8b61b11a9d05cd1722494a47080312193736362d323032362f332f706f696e74732f6176657261676518ae9e0120cb"
    "9e012a03372e3730033a11646963687675636f6e672e676f762e766e4080d5afc4064801222442220a083736362d32"
    "303236220a323032362d30312d30312a0a323032362d31322d33312a20fec1428673f6afe89264b3807344ae8b269d"
    "125a503855202687db5a7128579f3240bc0d4556fb8fc5e65a53a8a92e288491b32a0852524b39a1de79193a89ff2c"
    "bf04d4b1cbfe37223c8228f6b502e9196176a9cdefb4fc108d3c73ed3898f80a03";

v1::Offering EveryFieldOfAnOffering() {
  v1::Offering offering;
  offering.set_online_payment(true);
  offering.set_population_data(true);
  offering.set_issued(20270);
  offering.set_publish_by(20275);
  offering.set_published(20274);
  offering.set_update_by(20300);
  offering.set_updated(20301);
  offering.set_complete(true);
  return offering;
}

v1::ReferenceEntry ProcedureEntry() {
  v1::ReferenceEntry entry;
  v1::Procedure& procedure = *entry.mutable_procedure();
  procedure.set_id(300);
  procedure.set_code("1.001193");
  procedure.set_name("Đăng ký khai sinh");
  procedure.set_field("Hộ tịch");
  procedure.set_processing_days(-1);
  procedure.set_fee(true);
  procedure.set_online(v1::ONLINE_LEVEL_PARTIAL);
  procedure.set_written_result(true);
  procedure.set_valid_from(20270);
  procedure.set_citizen(true);
  *procedure.mutable_offering() = EveryFieldOfAnOffering();
  procedure.set_abolished(true);
  return entry;
}

v1::ReferenceEntry OfferEntry() {
  v1::ReferenceEntry entry;
  v1::Offer& offer = *entry.mutable_offer();
  offer.set_unit(3);
  offer.set_procedure(300);
  offer.set_valid_from(20270);
  offer.set_withdrawn(true);
  offer.set_online(v1::ONLINE_LEVEL_FULL);
  *offer.mutable_offering() = EveryFieldOfAnOffering();
  return entry;
}

v1::ReferenceEntry ObservationEntry() {
  v1::ReferenceEntry entry;
  v1::Observation& observation = *entry.mutable_observation();
  observation.set_unit(3);
  observation.set_definition("766-2026/3/points/average");
  observation.set_first_day(20270);
  observation.set_last_day(20299);
  observation.set_value("7.7");
  observation.set_measure(v1::MEASURE_POINTS);
  observation.set_source("dichvucong.gov.vn");
  observation.set_as_of(1754000000);
  observation.set_withdrawn(true);
  return entry;
}

v1::ReferenceEntry RulebookEntry() {
  v1::ReferenceEntry entry;
  entry.mutable_rulebook()->set_id("766-2026");
  entry.mutable_rulebook()->set_valid_from("2026-01-01");
  entry.mutable_rulebook()->set_valid_to("2026-12-31");
  return entry;
}

class ReferenceGoldenTest : public testing::Test {
 protected:
  void SetUp() override {
    auto engine = Engine::Open({.path = "/db", .disk = Disk::Memory()});
    ASSERT_TRUE(engine.ok());
    engine_ = *std::move(engine);
    v1::Origin author;
    author.set_node("h44-13");
    author.set_epoch(0x0123456789abcdef);
    auto log =
        ReferenceLog::Open(*engine_, [](std::string_view name) { return std::string(name); });
    ASSERT_TRUE(log.ok());
    ReferenceLog::Draft draft = (*log)->Begin();
    draft.position = FirstReferencePosition(author);
    for (const v1::ReferenceEntry& entry :
         {ProcedureEntry(), OfferEntry(), ObservationEntry(), RulebookEntry()})
      ASSERT_TRUE(ReferenceLog::Append(draft, entry.SerializeAsString()).ok());
    ReferenceLog::Sign(draft, *SigningKey::FromSeed(std::string(32, 's')));
    Batch batch;
    ReferenceLog::WriteTo(draft, batch);
    ASSERT_TRUE(engine_->Commit(batch).ok());
    position_ = draft.position;
  }

  // The last row under `prefix`: "key value".
  std::string LastRow(const std::string& prefix) const {
    const auto last = engine_->Snapshot().Last(Family::kDefault, prefix, PrefixEnd(prefix));
    if (!last.ok() || !last->has_value()) return "none";
    return ToHex((*last)->first) + " " + ToHex((*last)->second);
  }

  std::unique_ptr<Engine> engine_;
  v1::ReferencePosition position_;
};

TEST_F(ReferenceGoldenTest, EntriesAreTheseBytes) {
  EXPECT_EQ(ToHex(ProcedureEntry().SerializeAsString()), kProcedure);
  EXPECT_EQ(ToHex(OfferEntry().SerializeAsString()), kOffer);
  EXPECT_EQ(ToHex(ObservationEntry().SerializeAsString()), kObservation);
  EXPECT_EQ(ToHex(RulebookEntry().SerializeAsString()), kRulebook);
}

TEST_F(ReferenceGoldenTest, TheSignedLogIsTheseRows) {
  EXPECT_EQ(LastRow("g"), kSignatureRow);
  EXPECT_EQ(LastRow("R"), kPositionRow);
}

TEST_F(ReferenceGoldenTest, ARunIsTheseBytes) {
  v1::ReferencePosition after;
  *after.mutable_author() = position_.author();
  after.set_sequence(2);
  const auto hash = ReferenceLog::HashAt(engine_->Snapshot(), position_.author(), 2);
  ASSERT_TRUE(hash.ok());
  after.set_hash(std::string(BytesOf(*hash)));

  const auto run = ReferenceReader(*engine_).Read(position_, after, 1 << 20);

  ASSERT_TRUE(run.ok());
  EXPECT_EQ(ToHex(run->SerializeAsString()), kRun);
}

}  // namespace
}  // namespace lienthong
