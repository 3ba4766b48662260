// The bytes that are on disk and on the wire for good.
//
// Do not change a value here: nodes that run have these bytes on their disks, and their
// hash chains are over them. When one of these tests fails, the change that made it fail
// is wrong. A new field or a new kind of value gets a new test beside the old ones.
#include <gtest/gtest.h>

#include "lienthong/node/v1/store.pb.h"
#include "lienthong/v1/uplink.pb.h"
#include "services/accounting/line.h"
#include "services/uplink/packing.h"
#include "storage/base/hash.h"
#include "storage/journal/journal.h"
#include "storage/ledger/ledger.h"
#include "storage/progress/progress.h"
#include "storage/records/records.h"
#include "storage/registry/registry.h"

namespace lienthong {
namespace {

// A fact with every field of a dossier, one parked with every field of a record, and the
// progress of a source.
constexpr char kDossierFact[] =
    "08fbeab2d8fb3312af010a124834342e31332d3236303730312d3030303112193030302e30302e30312e4834342d32"
    "36303730312d30303031180320ac02280230d2093802421a08a0a6b5d306100218ac0220012defbeadde300138a0d9"
    "d6d3064a1808a0a6b5d30610a0d9d6d3061801200128a1d9d6d306300150ff0f58a087b7d306620569676174656a0e"
    "c490616e672078e1bbad206cc3bd700378028001078801a1a6b5d3069001019a0107080110e1211801a00102";
constexpr char kParkedFact[] =
    "08fceab2d8fb331acf010aa8010a124834342e31332d3236303730312d3030303212056f746865721a08312e303031"
    "32333422054de1bb9b692a013132064834342e31333a064834342e313442064834342e313548a0a6b5d30650a1a6b5"
    "d3065a0808a2a6b5d306100160a3a6b5d30668a4a6b5d30670a5a6b5d30678a6a6b5d3068201240a02733110a7a6b5"
    "d30618a8a6b5d306220808a9a6b5d30610012a0808aaa6b5d3061001880105900109980101a0010110a0a6b5d3061a"
    "130802120569676174651a08312e30303132333420032a056967617465";
constexpr char kProgressFact[] = "08fdeab2d8fb33220f08031205696761746518a0a6b5d306";

// The chain of origin ("h44-13", 0x0123456789abcdef) over these three, in this order.
constexpr char kHash0[] = "71c06c97e988e01eb06693ac5707bb8ad79faabd9c1808e9f7c965be9be9b915";
constexpr char kHash1[] = "872d81ec5b62822f83b4be4dfaf254547b1659e0c8a135a930ec5d30c6bbd277";
constexpr char kHash2[] = "5e2014c9760639eca814a9f544b310d134824099003a6a2268f78661b8cbb9c6";
constexpr char kHash3[] = "9c333d234de7547408b6f22067a6f9ba17569ac0238f6f4d0c7a283499c1731b";

// The block of these three, and the same as it travels uncompressed.
constexpr char kBlock[] =
    "0ae9030a110a066834342d313311efcdab896745230110011a2071c06c97e988e01eb06693ac5707bb8ad79faabd9c"
    "1808e9f7c965be9be9b91522b90108fbeab2d8fb3312af010a124834342e31332d3236303730312d30303031121930"
    "30302e30302e30312e4834342d3236303730312d30303031180320ac02280230d2093802421a08a0a6b5d306100218"
    "ac0220012defbeadde300138a0d9d6d3064a1808a0a6b5d30610a0d9d6d3061801200128a1d9d6d306300150ff0f58"
    "a087b7d306620569676174656a0ec490616e672078e1bbad206cc3bd700378028001078801a1a6b5d3069001019a01"
    "07080110e1211801a0010222d90108fceab2d8fb331acf010aa8010a124834342e31332d3236303730312d30303032"
    "12056f746865721a08312e30303132333422054de1bb9b692a013132064834342e31333a064834342e313442064834"
    "342e313548a0a6b5d30650a1a6b5d3065a0808a2a6b5d306100160a3a6b5d30668a4a6b5d30670a5a6b5d30678a6a6"
    "b5d3068201240a02733110a7a6b5d30618a8a6b5d306220808a9a6b5d30610012a0808aaa6b5d30610018801059001"
    "09980101a0010110a0a6b5d3061a130802120569676174651a08312e30303132333420032a056967617465221808fd"
    "eab2d8fb33220f08031205696761746518a0a6b5d306";
constexpr char kPackedBlock[] =
    "080112ec030ae9030a110a066834342d313311efcdab896745230110011a2071c06c97e988e01eb06693ac5707bb8a"
    "d79faabd9c1808e9f7c965be9be9b91522b90108fbeab2d8fb3312af010a124834342e31332d3236303730312d3030"
    "303112193030302e30302e30312e4834342d3236303730312d30303031180320ac02280230d2093802421a08a0a6b5"
    "d306100218ac0220012defbeadde300138a0d9d6d3064a1808a0a6b5d30610a0d9d6d3061801200128a1d9d6d30630"
    "0150ff0f58a087b7d306620569676174656a0ec490616e672078e1bbad206cc3bd700378028001078801a1a6b5d306"
    "9001019a0107080110e1211801a0010222d90108fceab2d8fb331acf010aa8010a124834342e31332d323630373031"
    "2d3030303212056f746865721a08312e30303132333422054de1bb9b692a013132064834342e31333a064834342e31"
    "3442064834342e313548a0a6b5d30650a1a6b5d3065a0808a2a6b5d306100160a3a6b5d30668a4a6b5d30670a5a6b5"
    "d30678a6a6b5d3068201240a02733110a7a6b5d30618a8a6b5d306220808a9a6b5d30610012a0808aaa6b5d3061001"
    "880105900109980101a0010110a0a6b5d3061a130802120569676174651a08312e30303132333420032a0569676174"
    "65221808fdeab2d8fb33220f08031205696761746518a0a6b5d30618ec03";

// Rows of a fresh store with that block: "key value".
constexpr char kIdentityRow[] = "69 080312110a066834342d313311efcdab8967452301";
constexpr char kOriginRow[] =
    "6f00000000 "
    "0a110a066834342d313311efcdab896745230110031a209c333d234de7547408b6f22067a6f9ba17569ac0238f6f4d"
    "0c7a283499c1731b20e7f1b2d8fb332803320764696666657273";
constexpr char kSparseRow[] = "71000000000000000000000001 01";
constexpr char kJournalRow[] =
    "0000000000000001 "
    "010ae9030a110a066834342d313311efcdab896745230110011a2071c06c97e988e01eb06693ac5707bb8ad79faabd"
    "9c1808e9f7c965be9be9b91522b90108fbeab2d8fb3312af010a124834342e31332d3236303730312d303030311219"
    "3030302e30302e30312e4834342d3236303730312d30303031180320ac02280230d2093802421a08a0a6b5d3061002"
    "18ac0220012defbeadde300138a0d9d6d3064a1808a0a6b5d30610a0d9d6d3061801200128a1d9d6d306300150ff0f"
    "58a087b7d306620569676174656a0ec490616e672078e1bbad206cc3bd700378028001078801a1a6b5d3069001019a"
    "0107080110e1211801a0010222d90108fceab2d8fb331acf010aa8010a124834342e31332d3236303730312d303030"
    "3212056f746865721a08312e30303132333422054de1bb9b692a013132064834342e31333a064834342e3134420648"
    "34342e313548a0a6b5d30650a1a6b5d3065a0808a2a6b5d306100160a3a6b5d30668a4a6b5d30670a5a6b5d30678a6"
    "a6b5d3068201240a02733110a7a6b5d30618a8a6b5d306220808a9a6b5d30610012a0808aaa6b5d306100188010590"
    "0109980101a0010110a0a6b5d3061a130802120569676174651a08312e30303132333420032a056967617465221808"
    "fdeab2d8fb33220f08031205696761746518a0a6b5d306";
constexpr char kAcknowledgedRow[] = "6100000001 ac02";
constexpr char kSourceRow[] = "73000000036967617465 c0cceaa60d";
constexpr char kParkedRow[] = "7000000001000000000000012c 08031201641a020805";
constexpr char kRecordRow[] =
    "4834342e31332d3236303730312d30303031 "
    "0aaf010a124834342e31332d3236303730312d3030303112193030302e30302e30312e4834342d3236303730312d30"
    "303031180320ac02280230d2093802421a08a0a6b5d306100218ac0220012defbeadde300138a0d9d6d3064a1808a0"
    "a6b5d30610a0d9d6d3061801200128a1d9d6d306300150ff0f58a087b7d306620569676174656a0ec490616e672078"
    "e1bbad206cc3bd700378028001078801a1a6b5d3069001019a0107080110e1211801a00102100118ac022212c0ccea"
    "a60d0381e01180e642ac0281e095022a080802100518012006";
constexpr char kIndexRow[] = "0000012c000050c04834342e31332d3236303730312d30303031 ";
constexpr char kPetitionRow[] = "007050412d31 220ac0cceaa60d0380e0910832060a0450412d31";
constexpr char kPetitionIndexRow[] = "00000003000050ba007050412d31 ";
constexpr char kObservationRow[] =
    "006f000000033736362d323032362f332e332f7261746500000050ba000050d87265706f727420323032362d3038 "
    "3a2d080312113736362d323032362f332e332f7261746518baa10120d8a1013a0e7265706f727420323032362d303"
    "8";
constexpr char kDayRow[] = "6400000003000050ba 0181e011c80180808402c801";
constexpr char kMonthRow[] = "6d00000003000002a7 0181e011c80180808402c801";
constexpr char kYearRow[] = "7900000003000007ea 0181e011c80180808402c801";
constexpr char kHalfByProcedureRow[] = "68000000030000054e000004d2 0181e011c80180808402c801";
constexpr char kYearByProcedureRow[] = "6700000003000007ea000004d2 0181e011c80180808402c801";
constexpr char kReferenceRow[] =
    "720000000000000002 1a17080312066834342d31331a056967617465200128ae9e01";
constexpr char kReferencePositionRow[] =
    "52 "
    "0a110a066834342d313311efcdab896745230110021a2021e07c886da2015111ffa971c60c50c54bba2fdaff49366d"
    "cbebfbd01fe4836d";

constexpr char kPostings[] = "c0cceaa60d0381e01180e642ac0281e09502";
constexpr char kUnitEntry[] =
    "0a29080312064834342e31331a1355424e442078c3a3205068c3ba205468e1bb8d2004280230ae9e013801";
constexpr char kGrantEntry[] = "1a17080312066834342d31331a056967617465200128ae9e01";
constexpr char kReferenceHash0[] =
    "cfb190491cbc9c4590457ffbdba0eef9b920b6035e05e737a6eb11b2f920a6ae";
constexpr char kReferenceHash2[] =
    "21e07c886da2015111ffa971c60c50c54bba2fdaff49366dcbebfbd01fe4836d";

const OriginId kOrigin{"h44-13", 0x0123456789abcdef};
const std::vector<StoredPosting> kStored = {{1785549600, 3, 0x047001}, {1786096800, 300, 0x457001}};

std::string FromHex(const std::string& hex) {
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

v1::Dossier EveryFieldOfADossier() {
  v1::Dossier dossier;
  dossier.set_id("H44.13-260701-0001");
  dossier.add_aliases("000.00.01.H44-260701-0001");
  dossier.set_receiving_unit(3);
  dossier.set_handling_unit(300);
  dossier.set_applying_unit(2);
  dossier.set_procedure(1234);
  dossier.set_channel(v1::CHANNEL_ONLINE);
  v1::TimelineEntry& entry = *dossier.add_timeline();
  entry.set_instant(1785549600);
  entry.set_status(v1::STATUS_ACCEPTED);
  entry.set_unit(300);
  entry.set_inferred(true);
  entry.set_supplement(0xdeadbeef);
  entry.set_over_limit(true);
  entry.set_judged_by(1786096800);
  v1::Promise& promise = *dossier.add_promises();
  promise.set_made(1785549600);
  promise.set_due(1786096800);
  promise.set_includes_pause(true);
  promise.set_inferred(true);
  promise.set_effective(1786096801);
  promise.set_computed(true);
  dossier.set_flags(0x7ff);
  dossier.set_accept_by(1785578400);
  dossier.set_source("igate");
  dossier.set_raw_status("Đang xử lý");
  dossier.set_reporting_unit(3);
  dossier.set_ownership_term(2);
  dossier.set_revision(7);
  dossier.set_event_time(1785549601);
  dossier.set_tombstone(true);
  dossier.mutable_resolution()->set_rules(1);
  dossier.mutable_resolution()->set_reference_sequence(4321);
  dossier.mutable_resolution()->set_calendar_provisional(true);
  dossier.set_unparks(2);
  return dossier;
}

void SetTime(int64_t instant, v1::PromisedTime& time) {
  time.set_instant(instant);
  time.set_day_only(true);
}

v1::SourceRecord EveryFieldOfARecord() {
  v1::SourceRecord record;
  record.set_dossier("H44.13-260701-0002");
  record.set_other_dossier("other");
  record.set_procedure("1.001234");
  record.set_status("Mới");
  record.set_channel("1");
  record.set_receiving_unit("H44.13");
  record.set_handling_unit("H44.14");
  record.set_reporting_unit("H44.15");
  record.set_submitted(1785549600);
  record.set_accepted(1785549601);
  SetTime(1785549602, *record.mutable_promised());
  record.set_finished(1785549603);
  record.set_returned(1785549604);
  record.set_refused(1785549605);
  record.set_status_time(1785549606);
  v1::Supplement& supplement = *record.add_supplements();
  supplement.set_id("s1");
  supplement.set_requested(1785549607);
  supplement.set_received(1785549608);
  SetTime(1785549609, *supplement.mutable_promised_before());
  SetTime(1785549610, *supplement.mutable_promised_after());
  record.set_flags(5);
  record.set_revision(9);
  record.set_tombstone(true);
  record.set_reopens(true);
  return record;
}

std::string DossierFact() {
  v1::Fact fact;
  fact.set_admitted_time_ms(1785549600123);
  *fact.mutable_dossier() = EveryFieldOfADossier();
  return fact.SerializeAsString();
}

std::string ParkedFactBytes() {
  v1::Fact fact;
  fact.set_admitted_time_ms(1785549600124);
  v1::Parked& parked = *fact.mutable_parked();
  *parked.mutable_record() = EveryFieldOfARecord();
  parked.set_arrival(1785549600);
  parked.set_reporting_unit(3);
  parked.set_source("igate");
  v1::MissingReference& missing = *parked.add_missing();
  missing.set_kind(v1::REFERENCE_KIND_PROCEDURE);
  missing.set_source("igate");
  missing.set_value("1.001234");
  return fact.SerializeAsString();
}

std::string ProgressFact() {
  v1::Fact fact;
  fact.set_admitted_time_ms(1785549600125);
  fact.mutable_source_progress()->set_unit(3);
  fact.mutable_source_progress()->set_source("igate");
  fact.mutable_source_progress()->set_complete_through(1785549600);
  return fact.SerializeAsString();
}

v1::Block GoldenBlock() {
  v1::Block block;
  v1::Run& run = *block.add_runs();
  *run.mutable_origin() = kOrigin.ToProto();
  run.set_first_sequence(1);
  run.set_previous_hash(FromHex(kHash0));
  for (const char* fact : {kDossierFact, kParkedFact, kProgressFact}) run.add_facts(FromHex(fact));
  return block;
}

node::v1::Record GoldenRecord() {
  node::v1::Record record;
  *record.mutable_dossier() = EveryFieldOfADossier();
  record.set_origin(1);
  record.set_sequence(300);
  record.set_postings(EncodePostings(kStored));
  node::v1::Rival& rival = *record.add_rivals();
  rival.set_origin(2);
  rival.set_sequence(5);
  rival.set_ownership_term(1);
  rival.set_revision(6);
  return record;
}

// Reads a store's rows as text, to compare with those above.
class StoreGoldenTest : public testing::Test {
 protected:
  void SetUp() override {
    auto engine = Engine::Open({.path = "/db", .disk = Disk::Memory()});
    ASSERT_TRUE(engine.ok());
    engine_ = *std::move(engine);
  }

  void Commit(const Batch& batch) { ASSERT_TRUE(engine_->Commit(batch).ok()); }

  std::vector<std::string> Rows(Family family, const std::string& prefix = "") {
    std::vector<std::string> rows;
    EXPECT_TRUE(engine_->Snapshot()
                    .Scan(family, prefix, PrefixEnd(prefix),
                          [&](std::string_view key, std::string_view value) {
                            rows.push_back(ToHex(key) + " " + ToHex(value));
                            return absl::StatusOr<bool>(true);
                          })
                    .ok());
    return rows;
  }

  std::string Row(Family family, const std::string& prefix = "") {
    const std::vector<std::string> rows = Rows(family, prefix);
    EXPECT_EQ(rows.size(), 1u);
    return rows.empty() ? "" : rows[0];
  }

  std::unique_ptr<Engine> engine_;
};

TEST(FactGoldenTest, FactsAreTheseBytes) {
  EXPECT_EQ(ToHex(DossierFact()), kDossierFact);
  EXPECT_EQ(ToHex(ParkedFactBytes()), kParkedFact);
  EXPECT_EQ(ToHex(ProgressFact()), kProgressFact);
}

TEST(FactGoldenTest, TheseBytesAreStillRead) {
  v1::Fact dossier, parked, progress;
  ASSERT_TRUE(dossier.ParseFromString(FromHex(kDossierFact)));
  ASSERT_TRUE(parked.ParseFromString(FromHex(kParkedFact)));
  ASSERT_TRUE(progress.ParseFromString(FromHex(kProgressFact)));

  EXPECT_EQ(dossier.admitted_time_ms(), 1785549600123);
  EXPECT_EQ(dossier.dossier().DebugString(), EveryFieldOfADossier().DebugString());
  EXPECT_EQ(parked.parked().record().DebugString(), EveryFieldOfARecord().DebugString());
  EXPECT_EQ(parked.parked().missing(0).value(), "1.001234");
  EXPECT_EQ(progress.source_progress().complete_through(), 1785549600);
}

// Fields that came later, by number, with their bytes.
TEST(FactGoldenTest, LaterFieldsAreTheseBytes) {
  v1::Dossier migrated;
  migrated.set_migrated(true);

  EXPECT_EQ(ToHex(migrated.SerializeAsString()), "a80101");
  v1::Fact loaded;
  loaded.set_migrated(true);
  EXPECT_EQ(ToHex(loaded.SerializeAsString()), "5801");
  v1::Parked parked;
  parked.set_migrated(true);
  EXPECT_EQ(ToHex(parked.SerializeAsString()), "4001");
}

constexpr int kLaterFields = 1;

// Every other field is set above, so that a new one is noticed here and gets a test of its
// own.
TEST(FactGoldenTest, EveryFieldIsInThem) {
  int missing = 0;
  for (const google::protobuf::Message* message :
       std::initializer_list<const google::protobuf::Message*>{
           new v1::Dossier(EveryFieldOfADossier()), new v1::SourceRecord(EveryFieldOfARecord())}) {
    const std::unique_ptr<const google::protobuf::Message> owned(message);
    std::vector<const google::protobuf::FieldDescriptor*> set;
    message->GetReflection()->ListFields(*message, &set);
    missing += message->GetDescriptor()->field_count() - static_cast<int>(set.size());
  }
  EXPECT_EQ(missing, kLaterFields);
}

TEST(ChainGoldenTest, TheChainIsOverTheseBytes) {
  Hash hash = FirstHash(kFactChain, kOrigin.node, kOrigin.epoch);
  EXPECT_EQ(ToHex(BytesOf(hash)), kHash0);
  hash = NextHash(hash, FromHex(kDossierFact));
  EXPECT_EQ(ToHex(BytesOf(hash)), kHash1);
  hash = NextHash(hash, FromHex(kParkedFact));
  EXPECT_EQ(ToHex(BytesOf(hash)), kHash2);
  hash = NextHash(hash, FromHex(kProgressFact));
  EXPECT_EQ(ToHex(BytesOf(hash)), kHash3);
}

TEST(BlockGoldenTest, BlocksAreTheseBytes) {
  v1::PackedBlock packed;
  packed.set_codec(v1::PackedBlock::CODEC_NONE);
  packed.set_payload(GoldenBlock().SerializeAsString());
  packed.set_unpacked_size(packed.payload().size());

  EXPECT_EQ(ToHex(GoldenBlock().SerializeAsString()), kBlock);
  EXPECT_EQ(ToHex(packed.SerializeAsString()), kPackedBlock);
}

TEST(BlockGoldenTest, APackedBlockIsStillRead) {
  v1::PackedBlock packed;
  ASSERT_TRUE(packed.ParseFromString(FromHex(kPackedBlock)));

  const auto block = uplink::Unpack(packed);

  ASSERT_TRUE(block.ok());
  EXPECT_EQ(block->runs(0).origin().node(), kOrigin.node);
  EXPECT_EQ(ToHex(block->runs(0).facts(2)), kProgressFact);
}

TEST_F(StoreGoldenTest, TheJournalIsTheseRows) {
  const auto journal = Journal::Open(*engine_, kOrigin.node, kOrigin.epoch);
  ASSERT_TRUE(journal.ok());
  Journal::Draft draft(**journal);
  for (const char* fact : {kDossierFact, kParkedFact, kProgressFact})
    draft.Append(0, FromHex(fact));
  draft.SetProgress(0, 3, 1785549600999);
  draft.SetDivergence(0, "differs");
  Batch batch;
  draft.WriteTo(batch);
  Commit(batch);

  EXPECT_EQ(Row(Family::kDefault, "i"), kIdentityRow);
  EXPECT_EQ(Row(Family::kDefault, "o"), kOriginRow);
  EXPECT_EQ(Row(Family::kDefault, "q"), kSparseRow);
  EXPECT_EQ(Row(Family::kJournal), kJournalRow);
}

TEST_F(StoreGoldenTest, ProgressIsTheseRows) {
  Batch batch;
  ParkedFact parked{1, 300, {}};
  parked.row.set_unit(3);
  parked.row.set_dossier("d");
  parked.row.add_missing()->set_kind(v1::REFERENCE_KIND_GRANT);
  Progress::PutAcknowledged(1, 300, batch);
  Progress::PutSource({3, "igate", 1785549600}, batch);
  Progress::PutParked(parked, batch);
  Commit(batch);

  EXPECT_EQ(Row(Family::kDefault, "a"), kAcknowledgedRow);
  EXPECT_EQ(Row(Family::kDefault, "s"), kSourceRow);
  EXPECT_EQ(Row(Family::kDefault, "p"), kParkedRow);
}

TEST_F(StoreGoldenTest, ARecordIsTheseRows) {
  EXPECT_EQ(ToHex(EncodePostings(kStored)), kPostings);
  EXPECT_EQ(*DecodePostings(FromHex(kPostings)), kStored);
  Batch batch;
  ASSERT_TRUE(Records::Write(GoldenRecord(), {}, batch).ok());
  Commit(batch);

  EXPECT_EQ(Row(Family::kRecords), kRecordRow);
  ASSERT_EQ(Rows(Family::kIndex).size(), 2u);
  EXPECT_EQ(Rows(Family::kIndex)[1], kIndexRow);
}

TEST_F(StoreGoldenTest, RecordsOfOtherKindsAreTheseRows) {
  node::v1::Record petition, observation;
  petition.mutable_petition()->set_id("PA-1");
  petition.set_postings(EncodePostings({{1785549600, 3, 0x1047000}}));
  observation.mutable_observation()->set_unit(3);
  observation.mutable_observation()->set_definition("766-2026/3.3/rate");
  observation.mutable_observation()->set_first_day(20666);
  observation.mutable_observation()->set_last_day(20696);
  observation.mutable_observation()->set_source("report 2026-08");
  Batch batch;
  ASSERT_TRUE(Records::Write(petition, {}, batch).ok());
  ASSERT_TRUE(Records::Write(observation, {}, batch).ok());
  Commit(batch);

  EXPECT_EQ(Rows(Family::kRecords), (std::vector<std::string>{kObservationRow, kPetitionRow}));
  EXPECT_EQ(Row(Family::kIndex), kPetitionIndexRow);
}

TEST_F(StoreGoldenTest, TheLedgerIsTheseRows) {
  Ledger ledger(*engine_);
  LedgerChanges changes;
  for (const StoredPosting& posting : kStored)
    changes.Add({3, DayOf(kStored[0].instant), 1234}, posting.line, 200);
  Batch batch;
  ASSERT_TRUE(ledger.Stage(changes, batch).ok());
  Commit(batch);

  EXPECT_EQ(Row(Family::kLedger, "d"), kDayRow);
  EXPECT_EQ(Row(Family::kLedger, "m"), kMonthRow);
  EXPECT_EQ(Row(Family::kLedger, "y"), kYearRow);
  EXPECT_EQ(Row(Family::kLedger, "h"), kHalfByProcedureRow);
  EXPECT_EQ(Row(Family::kLedger, "g"), kYearByProcedureRow);
}

TEST(LineGoldenTest, ALineIsTheseBits) {
  const Line line{Account::kOpenInTime, Account::kResolvedEarly, true, kHandlingRole, 0x801};

  EXPECT_EQ(line.Pack(), 0x49a801u);
  EXPECT_EQ(Line::Unpack(0x49a801), line);
}

TEST_F(StoreGoldenTest, ReferenceDataIsTheseRows) {
  v1::ReferenceEntry unit, grant;
  unit.mutable_unit()->set_id(3);
  unit.mutable_unit()->set_code("H44.13");
  unit.mutable_unit()->set_name("UBND xã Phú Thọ");
  unit.mutable_unit()->set_type(v1::UNIT_TYPE_COMMUNE);
  unit.mutable_unit()->set_parent(2);
  unit.mutable_unit()->set_valid_from(20270);
  unit.mutable_unit()->set_abolished(true);
  grant.mutable_grant()->set_unit(3);
  grant.mutable_grant()->set_node("h44-13");
  grant.mutable_grant()->add_sources("igate");
  grant.mutable_grant()->set_term(1);
  grant.mutable_grant()->set_valid_from(20270);
  auto log = ReferenceLog::Open(*engine_, [](std::string_view name) { return std::string(name); });
  ASSERT_TRUE(log.ok());
  ReferenceLog::Draft draft = (*log)->Begin();
  draft.position = FirstReferencePosition(kOrigin.ToProto());
  EXPECT_EQ(ToHex(draft.position.hash()), kReferenceHash0);
  ASSERT_TRUE(ReferenceLog::Append(draft, unit.SerializeAsString()).ok());
  ASSERT_TRUE(ReferenceLog::Append(draft, grant.SerializeAsString()).ok());
  Batch batch;
  ReferenceLog::WriteTo(draft, batch);
  Commit(batch);

  EXPECT_EQ(ToHex(unit.SerializeAsString()), kUnitEntry);
  EXPECT_EQ(ToHex(grant.SerializeAsString()), kGrantEntry);
  EXPECT_EQ(ToHex(draft.position.hash()), kReferenceHash2);
  ASSERT_EQ(Rows(Family::kDefault, "r").size(), 2u);
  EXPECT_EQ(Rows(Family::kDefault, "r")[1], kReferenceRow);
  EXPECT_EQ(Row(Family::kDefault, "R"), kReferencePositionRow);
}

}  // namespace
}  // namespace lienthong
