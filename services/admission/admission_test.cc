#include "services/admission/admission.h"

#include <gtest/gtest.h>

#include <limits>

#include "services/admission/admission_testing.h"
#include "storage/base/bytes.h"
#include "storage/engine/faulty_disk.h"

namespace lienthong::admission {
namespace {

using Result = v1::RecordResult;

Rows SmallProvince(const std::string& owner = "h44-1") {
  Rows rows;
  rows.Unit("H44", "Tỉnh", "province")
      .Unit("H44.1", "Phường Một", "commune", "H44")
      .Unit("H44.2", "Phường Hai", "commune", "H44");
  rows.Procedure("1.001", "5").Grant("H44.1", owner).Grant("H44.2", "h44-2");
  rows.Calendar("2026-01-01", "holiday");
  return rows;
}

// Accepted on Wednesday 1 July at 08:00, promised for Friday 10 July at 17:00.
Snapshot Known(const std::string& dossier, const std::string& status = "4") {
  return Snapshot(status).Dossier(dossier).Accepted("1/7 08:00").Due("10/7 17:00");
}

std::string LedgerKey(char kind, uint32_t unit, uint32_t period) {
  std::string key(1, kind);
  PutBigEndian32(key, unit);
  PutBigEndian32(key, period);
  return key;
}

void Put(Engine& engine, Family family, const std::string& key, const std::string& value) {
  Batch batch;
  batch.Put(family, key, value);
  ASSERT_EQ(engine.Commit(batch), absl::OkStatus());
}

v1::SourceRecord WithUnknownField(const Snapshot& snapshot, const std::string& value) {
  v1::SourceRecord record = snapshot.record();
  record.GetReflection()->MutableUnknownFields(&record)->AddLengthDelimited(99, value);
  return record;
}

bool Contains(const std::map<std::string, std::string>& bytes, const std::string& text) {
  for (const auto& [key, value] : bytes) {
    if (key.find(text) != std::string::npos || value.find(text) != std::string::npos) return true;
  }
  return false;
}

// A root with one desk.
class DeskTest : public testing::Test {
 protected:
  void SetUp() override { node_.Import(SmallProvince()); }

  TestNode node_{TestNode::Options{}};
};

TEST_F(DeskTest, OneBadRecordDoesNotSinkTheOthers) {
  const v1::SubmitResponse response = node_.Submit({
      Known("a"),
      Known("b", "42"),
      Known("c", "dang xu ly"),
      Known("d").HandledBy("H44.2").ReceivedBy("H44.2"),
      Known("e", "9").Finished("30/6 08:00"),
      Snapshot("9").Dossier("f").Procedure("").Since("3/7 08:00"),
      Known("g"),
      Known("a"),
  });

  const Result::Outcome outcomes[] = {Result::OUTCOME_ADMITTED, Result::OUTCOME_REFUSED,
                                      Result::OUTCOME_PARKED,   Result::OUTCOME_REFUSED,
                                      Result::OUTCOME_REFUSED,  Result::OUTCOME_REFUSED,
                                      Result::OUTCOME_ADMITTED, Result::OUTCOME_UNCHANGED};
  const uint64_t sequences[] = {1, 0, 2, 0, 0, 0, 3, 0};
  const char* const fields[] = {
      "", "TrangThaiHoSo", "", "DonViXuLy", "NgayKetThucXuLy", "MaHoSo", "", ""};
  for (int i = 0; i < response.results_size(); ++i) {
    EXPECT_EQ(response.results(i).outcome(), outcomes[i]) << i;
    EXPECT_EQ(response.results(i).sequence(), sequences[i]) << i;
    EXPECT_EQ(response.results(i).field(), fields[i]) << i;
  }
  EXPECT_EQ(response.results(2).reason(), "waits for status to be known; it then counts by itself");
  EXPECT_EQ(response.durable_sequence(), 3u);
  EXPECT_EQ(node_.Path("a"), "open_in_time > open_overdue");
  EXPECT_FALSE(node_.Record("c").has_value());
}

TEST_F(DeskTest, UpdatesOfOneDossierInOneBatchBuildOnEachOther) {
  node_.Submit({Known("a"), Known("a", "9").Finished("3/7 08:00"),
                Known("a", "10").Finished("3/7 08:00").Returned("6/7 08:00")});

  EXPECT_EQ(node_.Path("a"), "open_in_time > resolved_early");
  EXPECT_EQ(node_.Record("a")->dossier().revision(), 3u);
  EXPECT_EQ(node_.Record("a")->sequence(), 3u);
}

TEST_F(DeskTest, TheClockOfTheFactsNeverGoesBack) {
  node_.clock().MoveTo(At("3/7 08:00"));
  node_.Submit({Known("a")});
  node_.clock().MoveTo(At("2/7 08:00"));
  node_.Submit({Known("b")});
  node_.Reopen();
  node_.Submit({Known("c")});

  v1::Fact fact;
  for (const v1::Block& block : node_.Blocks()) {
    ASSERT_TRUE(fact.ParseFromString(block.runs(0).facts(0)));
    EXPECT_EQ(fact.admitted_time_ms(), 1000 * At("3/7 08:00"));
  }
}

// A cell that cannot be read makes the whole commit fail.
TEST_F(DeskTest, AFailedCommitIsSeenByEveryWaiterAndByNobodyElse) {
  const std::string cell = LedgerKey('d', 2, DayOf(At("1/7")));
  Put(node_.engine(), Family::kLedger, cell, "garbage");
  const auto before = node_.Bytes(Family::kDefault);
  std::vector<Work> work(3);
  work[0].body = TestNode::SubmitOf({Known("a")});
  work[1].body = ImportWork{Rows().Procedure("1.009").request(), {}};
  work[2].body = ProgressWork{};

  const absl::Status status = node_.Commit(work).status();

  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  for (const Work& item : work) EXPECT_EQ(item.status, status);
  EXPECT_EQ(node_.Bytes(Family::kDefault), before);
  EXPECT_TRUE(node_.Bytes(Family::kJournal).empty());
  EXPECT_TRUE(node_.Bytes(Family::kRecords).empty());
  EXPECT_TRUE(node_.Bytes(Family::kIndex).empty());
  EXPECT_EQ(node_.journal().position(), 0u);
  EXPECT_FALSE(node_.references().registry()->ProcedureByCode("1.009").has_value());
}

TEST_F(DeskTest, TheNextCommitWorksAfterAFailedOne) {
  const std::string cell = LedgerKey('y', 2, 2026);
  node_.Submit({Known("a")});
  node_.Reopen();  // so that no cell is in a cache
  const auto good = node_.Bytes(Family::kLedger);
  Put(node_.engine(), Family::kLedger, cell, "garbage");
  std::vector<Work> work(1);
  work[0].body = TestNode::SubmitOf({Known("b")});
  EXPECT_FALSE(node_.Commit(work).ok());
  Put(node_.engine(), Family::kLedger, cell, good.at(cell));

  EXPECT_EQ(node_.SubmitOne(Known("b")).sequence(), 2u);
  EXPECT_EQ(node_.SubmitOne(Known("b").Tombstone()).sequence(), 3u);
  EXPECT_EQ(node_.Bytes(Family::kLedger), good);
}

// The failing cell comes last, so others were counted in memory already.
TEST_F(DeskTest, AFailedCommitLeavesNoCountInMemory) {
  node_.Submit({Known("a")});
  node_.Reopen();
  const std::string cell = LedgerKey('y', 2, 2026);
  const std::string good = node_.Bytes(Family::kLedger).at(cell);
  Put(node_.engine(), Family::kLedger, cell, EncodeCell({}));
  SubmitWork work = TestNode::SubmitOf({Known("a").Tombstone()});
  EXPECT_EQ(node_.CommitOne(work).code(), absl::StatusCode::kInternal);
  Put(node_.engine(), Family::kLedger, cell, good);

  EXPECT_EQ(node_.SubmitOne(Known("a").Tombstone()).sequence(), 2u);
  EXPECT_TRUE(node_.Bytes(Family::kLedger).empty());
}

TEST_F(DeskTest, AFullDiskIsToldAndNothingOfTheCommitIsKept) {
  const auto disk = FaultyDisk::Make(7);
  TestNode node{{.disk = disk}};
  node.Import(SmallProvince());
  node.Submit({Known("a")});
  const auto ledger = node.Bytes(Family::kLedger);
  disk->SetTrouble(FaultyDisk::Trouble::kNoSpace);
  std::vector<Work> work(2);
  work[0].body = TestNode::SubmitOf({Known("b")});
  work[1].body = TestNode::SubmitOf({Known("c")});

  EXPECT_FALSE(node.Commit(work).ok());
  EXPECT_EQ(work[0].status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(work[1].status, work[0].status);
  EXPECT_EQ(node.Bytes(Family::kLedger), ledger);
  EXPECT_EQ(node.journal().position(), 1u);
  disk->SetTrouble(FaultyDisk::Trouble::kNone);
  node.Reopen();
  EXPECT_EQ(node.Bytes(Family::kLedger), ledger);
  EXPECT_EQ(node.SubmitOne(Known("b")).sequence(), 2u);
}

TEST_F(DeskTest, AFaultOfOnePieceOfWorkIsItsOwn) {
  std::vector<Work> work(3);
  work[0].body = TestNode::SubmitOf({Known("a")});
  SubmitWork stranger = TestNode::SubmitOf({Known("b")});
  stranger.request.set_reporting_unit("H44.2");
  stranger.request.set_complete_through(At("1/7 12:00"));
  work[1].body = stranger;
  work[2].body = ReferenceWork{};

  EXPECT_TRUE(node_.Commit(work).ok());

  EXPECT_EQ(work[0].status, absl::OkStatus());
  EXPECT_EQ(work[1].status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(work[2].status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(node_.journal().position(), 1u);
}

TEST_F(DeskTest, ParkedRecordsGoInWhenTheirReferencesArrive) {
  node_.Submit(
      {Known("a", "dang xu ly"), Known("b").Procedure("1.002"), Known("c").HandledBy("Phường Ba")});
  EXPECT_EQ(node_.Parked().size(), 3u);
  EXPECT_EQ(node_.Unpark(), 0u);

  node_.Import(Rows().Procedure("1.002").Mapping("status", "dang xu ly", "4"));

  EXPECT_EQ(node_.Unpark(), 2u);
  EXPECT_EQ(node_.Path("a"), "open_in_time > open_overdue");
  EXPECT_EQ(node_.Path("b"), "open_in_time > open_overdue");
  ASSERT_EQ(node_.Parked().size(), 1u);
  EXPECT_EQ(node_.Parked()[0].row.dossier(), "c");
  EXPECT_EQ(node_.Unpark(), 0u);
  EXPECT_EQ(node_.journal().position(), 5u);
}

TEST_F(DeskTest, ParkedRecordsSurviveReopening) {
  node_.Submit({Known("a", "dang xu ly")});
  node_.Reopen();
  node_.Import(Rows().Mapping("status", "dang xu ly", "4"));
  node_.Reopen();

  EXPECT_EQ(node_.Unpark(), 1u);
  EXPECT_EQ(node_.Path("a"), "open_in_time > open_overdue");
  EXPECT_TRUE(node_.Parked().empty());
}

TEST_F(DeskTest, AParkedRecordThatIsSentAgainParksNothingMore) {
  node_.Submit({Known("a", "dang xu ly"), Known("a", "dang xu ly")});
  node_.Reopen();
  node_.clock().MoveTo(At("3/7 08:00"));
  const v1::RecordResult again = node_.SubmitOne(Known("a", "dang xu ly"));

  EXPECT_EQ(again.outcome(), Result::OUTCOME_PARKED);
  EXPECT_EQ(again.sequence(), 1u);
  EXPECT_EQ(node_.SubmitOne(Known("a", "dang xu ly"), "onecua").sequence(), 2u);
  EXPECT_EQ(node_.Parked().size(), 2u);
  EXPECT_EQ(node_.journal().position(), 2u);
}

TEST_F(DeskTest, AParkedRecordKeepsItsArrival) {
  node_.clock().MoveTo(At("3/7 09:00"));
  node_.Submit({Known("a", "xong")});
  node_.clock().MoveTo(At("20/7 09:00"));
  node_.Import(Rows().Mapping("status", "xong", "9"));
  node_.Unpark();

  EXPECT_EQ(MovementsOf(node_.Record("a")->dossier()).back(), "3/7 09:00 @2 resolved_early");
}

TEST_F(DeskTest, AParkedRecordThatSaysNothingNewIsLetInToo) {
  node_.Submit({Known("a").HandledBy("Phường Ba"), Known("a")});
  node_.Import(Rows().Mapping("unit", "Phường Ba", "H44.1"));

  EXPECT_EQ(node_.Unpark(), 1u);
  EXPECT_TRUE(node_.Parked().empty());
  EXPECT_EQ(node_.Unpark(), 0u);
}

TEST_F(DeskTest, AParkedRecordThatContradictsWhatIsKnownByNowIsSettled) {
  node_.Submit({Known("a", "dang xu ly").Revision(3)});
  node_.Submit({Known("a").Revision(5)});
  node_.Import(Rows().Mapping("status", "dang xu ly", "4"));

  EXPECT_EQ(node_.Unpark(), 1u);
  EXPECT_TRUE(node_.Parked().empty());
  ASSERT_EQ(node_.Settled().size(), 1u);
  EXPECT_EQ(node_.Settled()[0].row.settled().field(), "revision");
  EXPECT_EQ(node_.Record("a")->dossier().revision(), 5u);
  EXPECT_EQ(node_.Unpark(), 0u);
  EXPECT_EQ(node_.SubmitOne(Known("a").Revision(3)).outcome(), Result::OUTCOME_REFUSED);
}

TEST_F(DeskTest, ADeletionThatWaitsGoesInWhenItsDossierComes) {
  node_.Submit({Known("a").HandledBy("Phường Ba").Tombstone()});
  node_.Import(Rows().Mapping("unit", "Phường Ba", "H44.1"));
  EXPECT_EQ(node_.Unpark(), 0u);

  std::vector<Work> work(1);
  work[0].body = TestNode::SubmitOf({Known("b"), Known("a")});
  const auto summary = node_.Commit(work);
  ASSERT_TRUE(summary.ok());
  EXPECT_TRUE(summary->wakes_parked);
  EXPECT_EQ(node_.Unpark(), 1u);
  EXPECT_TRUE(node_.Record("a")->dossier().tombstone());
}

TEST_F(DeskTest, ADossierThatNothingWaitsForWakesNothing) {
  node_.Submit({Known("a", "dang xu ly")});
  std::vector<Work> work(1);
  work[0].body = TestNode::SubmitOf({Known("b")});
  EXPECT_FALSE(node_.Commit(work)->wakes_parked);
}

TEST_F(DeskTest, AParkedRecordGoesInOnceEvenWhenTriedTwiceInACommit) {
  node_.Submit({Known("a", "dang xu ly")});
  node_.Import(Rows().Mapping("status", "dang xu ly", "4"));
  std::vector<Work> work(2);
  work[0].body = UnparkWork{};
  work[1].body = UnparkWork{};
  ASSERT_TRUE(node_.Commit(work).ok());

  EXPECT_EQ(std::get<UnparkWork>(work[0].body).decided, 1u);
  EXPECT_EQ(std::get<UnparkWork>(work[1].body).decided, 0u);
  EXPECT_EQ(node_.journal().position(), 2u);
}

TEST_F(DeskTest, AnUnknownFieldNeverReachesTheDisk) {
  SubmitWork work = TestNode::SubmitOf({});
  *work.request.add_records() = WithUnknownField(Known("a"), "012345678901");
  *work.request.add_records() =
      WithUnknownField(Known("b", "dang xu ly").Supplement("s", "2/7 08:00"), "012345678901");
  v1::Supplement& supplement = *work.request.mutable_records(1)->mutable_supplements(0);
  supplement.GetReflection()
      ->MutableUnknownFields(&supplement)
      ->AddLengthDelimited(98, "Nguyễn Văn An");

  ASSERT_EQ(node_.CommitOne(work), absl::OkStatus());

  for (const Family family :
       {Family::kDefault, Family::kJournal, Family::kRecords, Family::kIndex}) {
    EXPECT_FALSE(Contains(node_.Bytes(family), "012345678901"));
    EXPECT_FALSE(Contains(node_.Bytes(family), "Nguyễn Văn An"));
  }
  EXPECT_EQ(node_.Parked().size(), 1u);
}

TEST_F(DeskTest, AliasesStandInTheRecord) {
  node_.Submit({Known("a").Alias("000.00.01.H44-260701-0001")});
  node_.Submit({Known("a").Alias("K-17")});

  const auto record = node_.Record("a");
  ASSERT_EQ(record->dossier().aliases_size(), 2);
  EXPECT_EQ(record->dossier().aliases(0), "000.00.01.H44-260701-0001");
  EXPECT_FALSE(node_.Record("K-17").has_value());
}

TEST_F(DeskTest, ASourceIsCompleteThroughWhatItSaysAndNeverLess) {
  SubmitWork first = TestNode::SubmitOf({Known("a")}), second = TestNode::SubmitOf({});
  first.request.set_complete_through(At("1/7 12:00"));
  second.request.set_complete_through(At("1/7 10:00"));
  ASSERT_EQ(node_.CommitOne(first), absl::OkStatus());
  ASSERT_EQ(node_.CommitOne(second), absl::OkStatus());

  EXPECT_EQ(*Progress::CompleteThrough(node_.view(), 2, "igate"), At("1/7 12:00"));
  EXPECT_EQ(node_.journal().position(), 3u);
}

TEST_F(DeskTest, ADryRunChangesNothing) {
  v1::ImportReferenceRequest request = Rows().Procedure("1.009").request();
  request.set_dry_run(true);
  const uint64_t before = node_.references().position().sequence();
  ImportWork work{request, {}};
  ASSERT_EQ(node_.CommitOne(work), absl::OkStatus());

  EXPECT_EQ(work.response.added(), 1u);
  EXPECT_EQ(node_.references().position().sequence(), before);
}

TEST_F(DeskTest, OneBadRowSinksTheImport) {
  ImportWork work{Rows().Procedure("1.009").Unit("", "", "").request(), {}};
  ASSERT_EQ(node_.CommitOne(work), absl::OkStatus());

  EXPECT_EQ(work.response.errors_size(), 1);
  EXPECT_FALSE(node_.references().registry()->ProcedureByCode("1.009").has_value());
}

TEST_F(DeskTest, ANewCalendarHoldsFromTheNextCommit) {
  node_.Import(Rows().Calendar("2026-07-08", "holiday"));
  node_.Submit({Snapshot("4").Dossier("a").Accepted("1/7 08:00")});

  EXPECT_EQ(MovementsOf(node_.Record("a")->dossier()).back(), "9/7 17:00 @2 open_overdue");
}

TEST_F(DeskTest, TheBooksAreTheSameAfterReopening) {
  node_.Submit({Known("a"), Known("b", "9").Finished("3/7 08:00")});
  const auto ledger = node_.Bytes(Family::kLedger);
  node_.Reopen();

  EXPECT_EQ(node_.SubmitOne(Known("a")).outcome(), Result::OUTCOME_UNCHANGED);
  EXPECT_EQ(node_.SubmitOne(Known("a", "9").Finished("6/7 08:00")).sequence(), 3u);
  EXPECT_NE(node_.Bytes(Family::kLedger), ledger);
}

// Two communes below a province; the second commune's grant and the province's
// reference data arrive when a test says so.
class TreeTest : public testing::Test {
 protected:
  void SetUp() override {
    parent_.Import(SmallProvince());
    for (TestNode* child : {&one_, &two_}) child->TakeReferencesOf(parent_);
  }

  // The child's journal as one block of one run.
  static v1::Block AllOf(const TestNode& node) {
    v1::Block all;
    for (const v1::Block& block : node.Blocks()) {
      if (all.runs().empty()) {
        *all.add_runs() = block.runs(0);
        continue;
      }
      for (const std::string& fact : block.runs(0).facts()) all.mutable_runs(0)->add_facts(fact);
    }
    return all;
  }
  // Facts [first, last] of a journal of one origin.
  static v1::Block Cut(const TestNode& node, uint64_t first, uint64_t last) {
    v1::Block cut = AllOf(node);
    v1::Run& run = *cut.mutable_runs(0);
    Hash hash;
    HashFromBytes(run.previous_hash(), hash);
    for (uint64_t i = 1; i < first; ++i) hash = NextHash(hash, run.facts(i - 1));
    run.set_first_sequence(first);
    run.set_previous_hash(std::string(BytesOf(hash)));
    run.mutable_facts()->DeleteSubrange(last, run.facts_size() - last);
    run.mutable_facts()->DeleteSubrange(0, first - 1);
    return cut;
  }
  // Numbers and chains `facts` as those of `origin` from the first on.
  static v1::Block BlockOf(const OriginId& origin, const std::vector<std::string>& facts) {
    v1::Block block;
    v1::Run& run = *block.add_runs();
    *run.mutable_origin() = origin.ToProto();
    run.set_first_sequence(1);
    run.set_previous_hash(std::string(BytesOf(FirstHash(kFactChain, origin.node, origin.epoch))));
    for (const std::string& fact : facts) run.add_facts(fact);
    return block;
  }
  v1::Block FourDossiersOfOne() {
    one_.Submit({Known("a"), Known("b")});
    one_.Submit({Known("c"), Known("d")});
    return AllOf(one_);
  }

  TestNode parent_{{.name = "h44", .epoch = 1}};
  TestNode one_{{.name = "h44-1", .is_root = false, .epoch = 2}};
  TestNode two_{{.name = "h44-2", .is_root = false, .epoch = 3}};
};

TEST_F(TreeTest, AChildsFactsGiveTheSameBooks) {
  const ReplicateWork work = parent_.Replicate(FourDossiersOfOne());

  EXPECT_EQ(work.admitted, 4u);
  ASSERT_EQ(work.held.size(), 1u);
  EXPECT_EQ(work.held[0].sequence(), 4u);
  EXPECT_EQ(work.held[0].hash(), BytesOf(one_.journal().origin(one_.journal().own()).hash));
  EXPECT_EQ(parent_.Bytes(Family::kLedger), one_.Bytes(Family::kLedger));
  EXPECT_EQ(parent_.Bytes(Family::kIndex), one_.Bytes(Family::kIndex));
  EXPECT_EQ(parent_.journal().position(), 4u);
}

TEST_F(TreeTest, KnownFactsAreSkipped) {
  const v1::Block block = FourDossiersOfOne();
  parent_.Replicate(block);
  const auto ledger = parent_.Bytes(Family::kLedger);

  const ReplicateWork again = parent_.Replicate(block);

  EXPECT_EQ(again.admitted, 0u);
  EXPECT_EQ(again.held[0].sequence(), 4u);
  EXPECT_EQ(parent_.Bytes(Family::kLedger), ledger);
  EXPECT_EQ(parent_.journal().position(), 4u);
}

TEST_F(TreeTest, OfAnOverlappingBlockTheNewFactsAreTaken) {
  FourDossiersOfOne();
  parent_.Replicate(Cut(one_, 1, 3));

  EXPECT_EQ(parent_.Replicate(Cut(one_, 2, 2)).admitted, 0u);
  EXPECT_EQ(parent_.Replicate(Cut(one_, 2, 4)).admitted, 1u);
  EXPECT_EQ(parent_.Bytes(Family::kLedger), one_.Bytes(Family::kLedger));
}

TEST_F(TreeTest, AGapIsReportedAndNothingBehindItTaken) {
  FourDossiersOfOne();
  parent_.Replicate(Cut(one_, 1, 1));

  const ReplicateWork work = parent_.Replicate(Cut(one_, 3, 4));

  EXPECT_EQ(work.admitted, 0u);
  ASSERT_EQ(work.gaps.size(), 1u);
  EXPECT_EQ(work.gaps[0].sequence(), 1u);
  EXPECT_TRUE(work.divergences.empty());
  EXPECT_EQ(parent_.Replicate(Cut(one_, 2, 4)).admitted, 3u);
}

TEST_F(TreeTest, ADifferingChainStopsItsOriginOnly) {
  FourDossiersOfOne();
  SubmitWork other = TestNode::SubmitOf({Known("z")});
  other.request.set_reporting_unit("H44.2");
  ASSERT_EQ(two_.CommitOne(other), absl::OkStatus());
  parent_.Replicate(Cut(one_, 1, 2));
  v1::Block block = Cut(one_, 3, 4);
  block.mutable_runs(0)->set_previous_hash(std::string(32, 'x'));
  *block.add_runs() = AllOf(two_).runs(0);

  const ReplicateWork work = parent_.Replicate(block);

  ASSERT_EQ(work.divergences.size(), 1u);
  EXPECT_EQ(work.divergences[0].held().origin().node(), "h44-1");
  EXPECT_EQ(work.divergences[0].held().sequence(), 2u);
  EXPECT_EQ(work.admitted, 1u);
  EXPECT_TRUE(parent_.Record("z").has_value());
  parent_.Reopen();
  EXPECT_EQ(parent_.Replicate(Cut(one_, 3, 4)).divergences.size(),
            1u);  // it stands still until a human comes
  EXPECT_FALSE(parent_.Record("c").has_value());
}

TEST_F(TreeTest, AnotherFactUnderAKnownNumberDiverges) {
  parent_.Replicate(FourDossiersOfOne());
  v1::Block block = AllOf(one_);
  block.mutable_runs(0)->set_facts(1, block.runs(0).facts(0));
  block.mutable_runs(0)->add_facts(block.runs(0).facts(0));

  const ReplicateWork work = parent_.Replicate(block);

  EXPECT_EQ(work.divergences.size(), 1u);
  EXPECT_EQ(work.admitted, 0u);
}

TEST_F(TreeTest, AMalformedRunIsTheFaultOfItsSender) {
  for (const bool empty : {true, false}) {
    v1::Block block = BlockOf({"h44-1", 2}, {"x"});
    if (empty) {
      block.mutable_runs(0)->clear_facts();
    } else {
      block.mutable_runs(0)->set_first_sequence(0);
    }
    ReplicateWork work;
    work.block = block;
    EXPECT_EQ(parent_.CommitOne(work).code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST_F(TreeTest, OwnFactsFromAChildAreSkippedWhileTheyAreKnown) {
  one_.Submit({Known("a")});
  v1::Block block = AllOf(one_);

  EXPECT_TRUE(one_.Replicate(block).divergences.empty());
  block.mutable_runs(0)->add_facts(block.runs(0).facts(0));
  const ReplicateWork ahead = one_.Replicate(block);
  EXPECT_EQ(ahead.divergences.size(), 1u);
  EXPECT_EQ(ahead.admitted, 0u);
  EXPECT_EQ(one_.journal().position(), 1u);
}

TEST_F(TreeTest, WhatCannotBeReadIsKeptAndParked) {
  v1::Fact empty;
  empty.set_admitted_time_ms(5);
  const std::string garbage = "\xff\xff not a fact";

  const ReplicateWork work =
      parent_.Replicate(BlockOf({"h44-9", 4}, {garbage, empty.SerializeAsString()}));

  EXPECT_EQ(work.admitted, 2u);
  EXPECT_EQ(parent_.Parked().size(), 2u);
  const uint32_t origin = *parent_.journal().Find({"h44-9", 4});
  EXPECT_EQ(*parent_.journal().ReadFact(parent_.view(), origin, 1), garbage);
  EXPECT_EQ(parent_.Unpark(), 0u);
}

TEST_F(TreeTest, ADossierOutsideTheCalendarIsParked) {
  v1::Fact fact;
  one_.Submit({Known("a")});
  ASSERT_TRUE(fact.ParseFromString(AllOf(one_).runs(0).facts(0)));
  std::vector<std::string> facts;
  for (const Instant instant :
       {std::numeric_limits<Instant>::max(), std::numeric_limits<Instant>::min(), Instant{0}}) {
    v1::Fact bad = fact;
    bad.mutable_dossier()->mutable_timeline(0)->set_instant(instant);
    facts.push_back(bad.SerializeAsString());
  }

  EXPECT_EQ(parent_.Replicate(BlockOf({"h44-1", 9}, facts)).admitted, 3u);
  EXPECT_EQ(parent_.Parked().size(), 3u);
  EXPECT_EQ(parent_.Unpark(), 0u);
  EXPECT_TRUE(parent_.Bytes(Family::kLedger).empty());
}

TEST_F(TreeTest, WithoutAGrantAFactIsParkedAndFoldedWhenTheGrantComes) {
  TestNode stranger{{.name = "h44-5", .is_root = true, .epoch = 5}};
  stranger.Import(SmallProvince("h44-5"));
  stranger.Submit({Known("a")});
  stranger.Submit({Known("a", "9").Finished("3/7 08:00")});

  parent_.Replicate(AllOf(stranger));
  EXPECT_EQ(parent_.Path("a"), "");
  EXPECT_TRUE(parent_.Bytes(Family::kLedger).empty());
  ASSERT_EQ(parent_.Parked().size(), 2u);
  EXPECT_EQ(parent_.Parked()[0].row.missing(0).kind(), v1::REFERENCE_KIND_GRANT);
  EXPECT_EQ(parent_.Parked()[0].row.unit(), 2u);

  parent_.Import(Rows().Grant("H44.1", "h44-5", "igate", "2026-07-01"));
  EXPECT_EQ(parent_.Unpark(), 2u);
  EXPECT_EQ(parent_.Bytes(Family::kLedger), stranger.Bytes(Family::kLedger));
  EXPECT_TRUE(parent_.Parked().empty());
}

TEST_F(TreeTest, AnOlderFactThatIsLetInLaterChangesNothing) {
  TestNode stranger{{.name = "h44-5", .is_root = true, .epoch = 5}};
  stranger.Import(SmallProvince("h44-5"));
  stranger.Submit({Known("a")});
  stranger.Submit({Known("a", "9").Finished("3/7 08:00")});
  parent_.Replicate(Cut(stranger, 1, 1));
  parent_.Import(Rows().Grant("H44.1", "h44-5", "igate", "2026-07-01"));
  parent_.Replicate(Cut(stranger, 2, 2));

  EXPECT_EQ(parent_.Unpark(), 1u);
  EXPECT_EQ(parent_.Path("a"), "open_in_time > resolved_early");
  EXPECT_TRUE(parent_.Record("a")->rivals().empty());
}

TEST_F(TreeTest, WithoutAGrantASourceIsNotHeardOf) {
  TestNode stranger{{.name = "h44-5", .is_root = true, .epoch = 5}};
  stranger.Import(SmallProvince("h44-5"));
  SubmitWork work = TestNode::SubmitOf({});
  work.request.set_complete_through(At("1/7 12:00"));
  ASSERT_EQ(stranger.CommitOne(work), absl::OkStatus());

  parent_.Replicate(AllOf(stranger));
  EXPECT_EQ(*Progress::CompleteThrough(parent_.view(), 2, "igate"), 0);
  parent_.Import(Rows().Grant("H44.1", "h44-5", "igate", "2026-07-01"));
  EXPECT_EQ(parent_.Unpark(), 1u);
  EXPECT_EQ(*Progress::CompleteThrough(parent_.view(), 2, "igate"), At("1/7 12:00"));
}

TEST_F(TreeTest, AChildsParkedRecordIsLetInByTheChildAlone) {
  one_.Submit({Known("a", "dang xu ly")});
  parent_.Replicate(AllOf(one_));
  parent_.Import(Rows().Mapping("status", "dang xu ly", "4"));
  EXPECT_EQ(parent_.Unpark(), 0u);
  EXPECT_EQ(parent_.Parked().size(), 1u);

  one_.TakeReferencesOf(parent_);
  EXPECT_EQ(one_.Unpark(), 1u);
  parent_.Replicate(AllOf(one_));
  EXPECT_TRUE(parent_.Parked().empty());
  EXPECT_EQ(parent_.Path("a"), "open_in_time > open_overdue");
}

TEST_F(TreeTest, AParkedRecordThatIsSettledBelowIsSettledAbove) {
  one_.Submit({Known("a", "dang xu ly").Revision(3)});
  one_.Submit({Known("a").Revision(5)});
  parent_.Import(Rows().Mapping("status", "dang xu ly", "4"));
  parent_.Replicate(AllOf(one_));
  ASSERT_EQ(parent_.Parked().size(), 1u);

  one_.TakeReferencesOf(parent_);
  EXPECT_EQ(one_.Unpark(), 1u);
  parent_.Replicate(AllOf(one_));
  EXPECT_TRUE(parent_.Parked().empty());
  EXPECT_EQ(parent_.Settled().size(), 1u);
}

// Else the books would depend on the order in which a grant and such a fact arrive.
TEST_F(TreeTest, AnOriginEndsTheWaitingOfRecordsOnly) {
  one_.Submit({Known("a")});
  v1::Fact settled, unparks;
  settled.mutable_settled()->set_sequence(1);
  ASSERT_TRUE(unparks.ParseFromString(AllOf(one_).runs(0).facts(0)));
  unparks.mutable_dossier()->set_unparks(1);
  const v1::Fact garbage;
  parent_.Replicate(BlockOf({"h44-9", 4}, {garbage.SerializeAsString(), settled.SerializeAsString(),
                                           unparks.SerializeAsString()}));

  EXPECT_EQ(parent_.Parked().size(), 2u);  // garbage, and the dossier without a grant
  EXPECT_TRUE(parent_.Settled().empty());
}

TEST_F(TreeTest, ASignOfLifeAheadOfItsDataIsIgnored) {
  parent_.Replicate(FourDossiersOfOne());
  ProgressWork work;
  for (const auto& [sequence, time_ms] :
       {std::pair<uint64_t, int64_t>{4, 5000}, {5, 9000}, {3, 4000}}) {
    v1::NodeProgress& progress = work.progress.emplace_back();
    *progress.mutable_origin() = one_.own().ToProto();
    progress.set_sequence(sequence);
    progress.set_time_ms(time_ms);
  }
  ASSERT_EQ(parent_.CommitOne(work), absl::OkStatus());

  const OriginState state = parent_.journal().origin(*parent_.journal().Find(one_.own()));
  EXPECT_EQ(state.progress_ms, 5000);
  EXPECT_EQ(state.progress_sequence, 4u);
}

TEST_F(TreeTest, AnAcknowledgementIsNoted) {
  one_.Submit({Known("a")});
  AcknowledgeWork work;
  v1::OriginPosition& position = *work.ack.add_positions();
  *position.mutable_origin() = one_.own().ToProto();
  position.set_sequence(1);
  *work.ack.add_positions()->mutable_origin() = OriginId{"unknown", 1}.ToProto();
  ASSERT_EQ(one_.CommitOne(work), absl::OkStatus());

  EXPECT_EQ(*Progress::Acknowledged(one_.view(), one_.journal().own()), 1u);
}

TEST_F(TreeTest, ReferenceDataIsAuthoredAtTheRootOnly) {
  ImportWork work{Rows().Procedure("1.009").request(), {}};

  EXPECT_EQ(one_.CommitOne(work).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_FALSE(one_.references().registry()->ProcedureByCode("1.009").has_value());
}

TEST_F(TreeTest, ReferenceDataComesWithoutGapsFromOneAuthor) {
  parent_.Import(Rows().Procedure("1.009"));
  const uint64_t held = one_.references().position().sequence();
  ReferenceWork gap{parent_.ReferencesAfter(held)}, repeat{parent_.ReferencesAfter(0)},
      other{parent_.ReferencesAfter(held)}, differs{parent_.ReferencesAfter(held)},
      good{parent_.ReferencesAfter(held)};
  gap.run.set_first_sequence(held + 2);
  other.run.mutable_author()->set_node("another");
  differs.run.set_previous_hash(std::string(32, 'x'));

  EXPECT_EQ(one_.CommitOne(gap).code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(one_.CommitOne(repeat).code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(one_.CommitOne(other).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(one_.CommitOne(differs).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(one_.CommitOne(good), absl::OkStatus());
  EXPECT_EQ(one_.references().position().SerializeAsString(),
            parent_.references().position().SerializeAsString());
}

TEST_F(TreeTest, OfTwoSourcesTheSameOneWinsInEveryOrder) {
  one_.Submit({Known("a")});
  one_.Submit({Known("a", "9").Finished("3/7 08:00")});
  SubmitWork other =
      TestNode::SubmitOf({Known("a"), Known("a", "5").Supplement("s", "2/7 08:00"),
                          Known("a", "4").Supplement("s", "2/7 08:00", "3/7 10:00")});
  other.request.set_reporting_unit("H44.2");
  ASSERT_EQ(two_.CommitOne(other), absl::OkStatus());
  const std::vector<v1::Block> facts = {Cut(one_, 1, 1), Cut(one_, 2, 2), Cut(two_, 1, 1),
                                        Cut(two_, 2, 2), Cut(two_, 3, 3)};
  std::map<std::string, std::string> ledger;

  for (const std::vector<int>& order : std::vector<std::vector<int>>{
           {0, 1, 2, 3, 4}, {2, 3, 4, 0, 1}, {0, 2, 1, 3, 4}, {2, 0, 3, 1, 4}, {0, 2, 3, 4, 1}}) {
    TestNode parent{{.name = "h44", .epoch = 1}};
    parent.Import(SmallProvince());
    for (const int i : order) parent.Replicate(facts[i]);

    const auto record = parent.Record("a");
    EXPECT_EQ(record->sequence(), 3u);
    EXPECT_EQ(parent.journal().origin(record->origin()).id, two_.own());
    ASSERT_EQ(record->rivals_size(), 1);
    EXPECT_EQ(parent.journal().origin(record->rivals(0).origin()).id, one_.own());
    EXPECT_EQ(record->rivals(0).sequence(), 2u);
    if (ledger.empty()) ledger = parent.Bytes(Family::kLedger);
    EXPECT_EQ(parent.Bytes(Family::kLedger), ledger);
  }
  EXPECT_EQ(ledger, two_.Bytes(Family::kLedger));
}

TEST_F(TreeTest, BetweenEqualsTheNamesOfTheNodesDecide) {
  one_.Submit({Known("a")});
  SubmitWork other = TestNode::SubmitOf({Known("a").Due("14/7 17:00")});
  other.request.set_reporting_unit("H44.2");
  ASSERT_EQ(two_.CommitOne(other), absl::OkStatus());
  parent_.Replicate(AllOf(two_));
  parent_.Replicate(AllOf(one_));

  const auto record = parent_.Record("a");
  EXPECT_EQ(parent_.journal().origin(record->origin()).id, two_.own());
  EXPECT_EQ(record->rivals_size(), 1);
}

// An older update leaves most of a state as it is; what it adds is this node's word all the
// same, which counts above by the right of its own unit only.
TEST_F(TreeTest, AStateIsWrittenByTheRightOfItsOwnReportingUnit) {
  parent_.Import(Rows().Grant("H44", "h44"));
  one_.Submit({Known("a", "9").Finished("6/7 08:00")});
  parent_.Replicate(AllOf(one_));
  SubmitWork older = TestNode::SubmitOf({Known("a", "5").Supplement("s", "2/7 08:00")});
  older.request.set_reporting_unit("H44");
  ASSERT_EQ(parent_.CommitOne(older), absl::OkStatus());
  ASSERT_EQ(older.response.results(0).outcome(), Result::OUTCOME_ADMITTED);
  SubmitWork deleted = TestNode::SubmitOf({Known("a").Tombstone()});
  deleted.request.set_reporting_unit("H44");
  ASSERT_EQ(parent_.CommitOne(deleted), absl::OkStatus());
  TestNode nation{{.name = "nation", .is_root = false, .epoch = 9}};
  nation.TakeReferencesOf(parent_);

  for (const v1::Block& block : parent_.Blocks()) nation.Replicate(block);

  EXPECT_TRUE(parent_.Parked().empty());
  EXPECT_TRUE(nation.Parked().empty());
  EXPECT_EQ(nation.Record("a")->dossier().reporting_unit(), 1u);
  EXPECT_TRUE(nation.Record("a")->dossier().tombstone());
  EXPECT_EQ(parent_.SubmitOne(Known("a").ReportedBy("H44").Tombstone()).outcome(),
            Result::OUTCOME_UNCHANGED);
}

TEST_F(TreeTest, AHandedOverDossierBelongsToItsNewOwnerWhateverTheRevisions) {
  for (int i = 1; i < 9; ++i) one_.SubmitOne(Known("a").Since(absl::StrCat(i, "/7 09:00")));
  SubmitWork taken_over = TestNode::SubmitOf({Known("a").ReceivedBy("H44.1").HandledBy("H44.2")});
  taken_over.request.set_reporting_unit("H44.2");
  ASSERT_EQ(two_.CommitOne(taken_over), absl::OkStatus());
  parent_.Replicate(AllOf(two_));
  parent_.Replicate(AllOf(one_));

  const auto record = parent_.Record("a");
  EXPECT_EQ(parent_.journal().origin(record->origin()).id, two_.own());
  EXPECT_EQ(record->dossier().ownership_term(), 2u);
}

}  // namespace
}  // namespace lienthong::admission
