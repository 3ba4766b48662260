// Sender and Receiver joined by hand: what one says is handed to the other, or lost.
#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <set>

#include "services/uplink/packing.h"
#include "services/uplink/receiver.h"
#include "services/uplink/sender.h"
#include "services/uplink/uplink_testing.h"

namespace lienthong::uplink {
namespace {

const OriginId kChild{"commune", 1};
const OriginId kGrandchild{"desk", 5};
const OriginId kOther{"kiosk", 6};

// A fact as it went up.
using Sent = std::pair<OriginId, uint64_t>;

// One stream between two stores; both directions are queues, so that messages can be
// under way, and lost.
class Line {
 public:
  Line(TestStore& child, TestStore& parent, Sender::Options options = {})
      : child_(child),
        parent_(parent),
        sender_(child.engine(), child.journal(), options),
        receiver_(parent.journal()) {
    up_.push_back(sender_.Hello({}, "test"));
  }

  // The child says the next thing at `now_ms`; false when it has nothing to say.
  bool Say(int64_t now_ms = 0) {
    auto request = Must(sender_.Next(now_ms));
    if (!request.has_value()) return false;
    Note(*request);
    up_.push_back(*std::move(request));
    return true;
  }

  // The parent takes the next message and answers; false when there is none.
  bool Hear() {
    if (up_.empty()) return false;
    const v1::ReplicateRequest request = std::move(up_.front());
    up_.pop_front();
    if (request.has_hello()) {
      down_.push_back(Must(receiver_.TakeHello(request)));
    } else if (request.has_block()) {
      const BlockResult result = parent_.Take(Must(receiver_.TakeBlock(request.block())));
      for (auto& answer : receiver_.Answer(result, request.block().payload().size()))
        down_.push_back(std::move(answer));
    } else {
      EXPECT_LE(request.progress().sequence(),
                parent_.StateOf(OriginId::From(request.progress().origin())).sequence);
      parent_.TakeProgress(request.progress());
    }
    return true;
  }

  // The child takes the next answer; false when there is none.
  bool TakeAnswer() {
    if (down_.empty()) return false;
    Must(sender_.Take(down_.front()));
    down_.pop_front();
    return true;
  }

  // Until nothing more is said.
  void Run(int64_t now_ms = 0) {
    for (int i = 0; i < 100'000; ++i) {
      if (!Hear() && !TakeAnswer() && !Say(now_ms)) return;
    }
    FAIL() << "the line does not come to rest";
  }

  Sender& sender() { return sender_; }
  const std::vector<Sent>& sent() const { return sent_; }
  int blocks() const { return blocks_; }
  const std::vector<v1::NodeProgress>& progress() const { return progress_; }

 private:
  void Note(const v1::ReplicateRequest& request) {
    if (request.has_progress()) progress_.push_back(request.progress());
    if (!request.has_block()) return;
    ++blocks_;
    const v1::Block block = Must(Unpack(request.block()));
    for (const v1::Run& run : block.runs()) {
      for (int i = 0; i < run.facts_size(); ++i)
        sent_.emplace_back(OriginId::From(run.origin()), run.first_sequence() + i);
    }
  }

  TestStore& child_;
  TestStore& parent_;
  Sender sender_;
  Receiver receiver_;
  std::deque<v1::ReplicateRequest> up_;
  std::deque<v1::ReplicateResponse> down_;
  std::vector<Sent> sent_;
  std::vector<v1::NodeProgress> progress_;
  int blocks_ = 0;
};

class UplinkTest : public testing::Test {
 protected:
  static TestStore::Facts FactsOf(const OriginId& id, int first, int last) {
    TestStore::Facts facts;
    for (int i = first; i <= last; ++i) facts.emplace_back(id, id.node + " " + std::to_string(i));
    return facts;
  }

  static std::vector<Sent> SentOf(const OriginId& id, uint64_t first, uint64_t last) {
    std::vector<Sent> sent;
    for (uint64_t i = first; i <= last; ++i) sent.emplace_back(id, i);
    return sent;
  }

  void ExpectSame(const OriginId& id) {
    EXPECT_EQ(parent_.FactsOf(id), child_.FactsOf(id)) << id.ToString();
    EXPECT_EQ(parent_.StateOf(id).hash, child_.StateOf(id).hash) << id.ToString();
  }

  TestStore child_{"commune"};
  TestStore parent_{"province"};
};

TEST_F(UplinkTest, ChildSendsEverythingToAnEmptyParent) {
  child_.Admit(FactsOf(kChild, 1, 3));
  child_.Admit(FactsOf(kGrandchild, 1, 2));
  Line line(child_, parent_);

  line.Run();

  EXPECT_EQ(line.sent().size(), 5u);
  EXPECT_EQ(line.blocks(), 1);
  ExpectSame(kChild);
  ExpectSame(kGrandchild);
}

TEST_F(UplinkTest, AChildWithNothingSendsNoBlock) {
  Line line(child_, parent_);

  line.Run();

  EXPECT_TRUE(line.sender().resumed());
  EXPECT_EQ(line.blocks(), 0);
}

// A parent restored from an older backup asks for what it once acknowledged.
TEST_F(UplinkTest, ResumesFromTheParentsStoreBelowWhatItAcknowledged) {
  child_.Admit(FactsOf(kChild, 1, 6));
  Line(child_, parent_).Run();
  TestStore restored("province");
  restored.Admit(FactsOf(kChild, 1, 2));
  Line line(child_, restored);

  line.Run();

  EXPECT_EQ(line.sent(), SentOf(kChild, 3, 6));
  EXPECT_EQ(restored.FactsOf(kChild), child_.FactsOf(kChild));
}

TEST_F(UplinkTest, AGapIsAskedFor) {
  child_.Admit(FactsOf(kChild, 1, 6));
  Line line(child_, parent_);
  line.Hear();
  line.TakeAnswer();
  v1::ReplicateResponse ahead;  // as if the parent held more than it does
  ahead.mutable_resume()->set_window_bytes(1 << 20);
  *ahead.mutable_resume()->add_positions() = PositionOf(child_.StateOf(kChild));
  ahead.mutable_resume()->mutable_positions(0)->set_sequence(4);
  ahead.mutable_resume()->mutable_positions(0)->set_hash(
      std::string(BytesOf(*child_.journal().HashAt(child_.engine().Snapshot(), 0, 4))));
  Must(line.sender().Take(ahead));

  line.Run();

  EXPECT_EQ(line.sent()[0], Sent(kChild, 5));
  EXPECT_EQ(line.sent().size(), 2u + 6u);
  ExpectSame(kChild);
}

TEST_F(UplinkTest, ARepeatIsSkipped) {
  child_.Admit(FactsOf(kChild, 1, 4));
  Line first(child_, parent_);
  Line second(child_, parent_);
  for (Line* line : {&first, &second}) {
    line->Hear();
    line->TakeAnswer();
    line->Say();
  }

  first.Run();
  second.Run();

  EXPECT_EQ(first.sent().size() + second.sent().size(), 8u);
  EXPECT_EQ(parent_.journal().position(), 4u);
  ExpectSame(kChild);
}

TEST_F(UplinkTest, ADifferingChainStopsThatOriginOnly) {
  child_.Admit(FactsOf(kGrandchild, 1, 3));
  child_.Admit(FactsOf(kChild, 1, 3));
  parent_.Admit({{kGrandchild, "another story"}});
  Line line(child_, parent_);

  line.Run();

  EXPECT_EQ(line.sent(), SentOf(kChild, 1, 3));
  EXPECT_EQ(line.sender().stopped().size(), 1u);
  EXPECT_NE(line.sender().stopped().at(kGrandchild).find("differ"), std::string::npos);
  EXPECT_EQ(parent_.StateOf(kGrandchild).sequence, 1u);
  ExpectSame(kChild);
}

// The parent notices what the hello could not tell: it has gone another way since.
TEST_F(UplinkTest, ADivergenceOnTheWayStopsThatOriginOnly) {
  child_.Admit(FactsOf(kGrandchild, 1, 1));
  Line line(child_, parent_);
  line.Hear();
  parent_.Admit({{kGrandchild, "another story"}});
  line.Run();
  child_.Admit(FactsOf(kGrandchild, 2, 3));
  child_.Admit(FactsOf(kChild, 1, 2));

  line.Run();

  EXPECT_EQ(line.sender().stopped().count(kGrandchild), 1u);
  EXPECT_EQ(parent_.FactsOf(kGrandchild), std::vector<std::string>{"another story"});
  ExpectSame(kChild);
}

TEST_F(UplinkTest, AChildThatLostItsTailStopsItsOwnOriginAndShowsIt) {
  child_.Admit(FactsOf(kChild, 1, 2));
  child_.Admit(FactsOf(kGrandchild, 1, 2));
  parent_.Admit(FactsOf(kChild, 1, 5));
  Line line(child_, parent_);

  line.Run(1000);
  child_.Admit({{kChild, "a third that is not the third"}});
  line.Run(100'000);

  EXPECT_NE(line.sender().stopped().at(kChild).find("holds more"), std::string::npos);
  EXPECT_EQ(line.sent(), SentOf(kGrandchild, 1, 2));
  EXPECT_TRUE(line.progress().empty());
}

// Another way up was faster.
TEST_F(UplinkTest, AParentMayHoldMoreOfAnOriginBelow) {
  child_.Admit(FactsOf(kGrandchild, 1, 2));
  parent_.Admit(FactsOf(kGrandchild, 1, 4));
  Line line(child_, parent_);
  line.Run();
  child_.Admit(FactsOf(kGrandchild, 3, 6));

  line.Run();

  EXPECT_TRUE(line.sender().stopped().empty());
  EXPECT_EQ(line.sent(), SentOf(kGrandchild, 5, 6));
  ExpectSame(kGrandchild);
}

TEST_F(UplinkTest, TheWindowClosesAndOpens) {
  child_.Admit(FactsOf(kChild, 1, 3));
  Sender sender(child_.engine(), child_.journal(), {.block_bytes = 1});
  sender.Hello({}, "test");
  v1::ReplicateResponse resume;
  resume.mutable_resume()->set_window_bytes(1);
  *resume.mutable_resume()->add_positions() = PositionOf(parent_.StateOf(parent_.own()));
  *resume.mutable_resume()->mutable_positions(0)->mutable_origin() = kChild.ToProto();
  resume.mutable_resume()->mutable_positions(0)->set_hash(
      std::string(BytesOf(FirstHash(kFactChain, "commune", 1))));
  Must(sender.Take(resume));
  v1::ReplicateResponse ack;

  ASSERT_TRUE(Must(sender.Next(1000)).has_value());
  EXPECT_FALSE(Must(sender.Next(1000)).has_value());
  EXPECT_FALSE(sender.ready());                       // nor is there progress: facts wait
  ack.mutable_ack()->set_consumed_bytes(UINT64_MAX);  // no more than was sent counts
  Must(sender.Take(ack));
  EXPECT_TRUE(sender.ready());
  EXPECT_TRUE(Must(sender.Next(1000)).has_value());
  EXPECT_FALSE(Must(sender.Next(1000)).has_value());
}

TEST_F(UplinkTest, AParentWithoutAWindowIsAnErrorNotASilence) {
  Sender sender(child_.engine(), child_.journal(), {});
  v1::ReplicateResponse resume;
  resume.mutable_resume();

  EXPECT_EQ(sender.Take(resume).code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(UplinkTest, SaysNothingBeforeTheParentAnswered) {
  child_.Admit(FactsOf(kChild, 1, 3));
  Line line(child_, parent_);

  EXPECT_FALSE(line.Say());
  EXPECT_FALSE(line.sender().ready());
}

// A block of the line ends in the middle of a run and of a block of the journal.
TEST_F(UplinkTest, CutsRunsAndBlocksAnywhere) {
  TestStore::Facts mixed = FactsOf(kChild, 1, 4);
  for (auto& fact : FactsOf(kGrandchild, 1, 5)) mixed.push_back(fact);
  for (auto& fact : FactsOf(kChild, 5, 9)) mixed.push_back(fact);
  child_.Admit(mixed);
  child_.Admit(FactsOf(kChild, 10, 12));
  for (const size_t block_bytes :
       {size_t{1}, size_t{150}, size_t{170}, size_t{200}, size_t{400}, size_t{1} << 20}) {
    TestStore parent("province");
    Line line(child_, parent, {.block_bytes = block_bytes});

    line.Run();

    EXPECT_EQ(line.sent().size(), 17u) << block_bytes;
    EXPECT_EQ(parent.FactsOf(kChild), child_.FactsOf(kChild)) << block_bytes;
    EXPECT_EQ(parent.FactsOf(kGrandchild), child_.FactsOf(kGrandchild)) << block_bytes;
    const int expected = block_bytes == 1 ? 17 : block_bytes == 1 << 20 ? 1 : line.blocks();
    EXPECT_EQ(line.blocks(), expected);
  }
}

// 700,000 bytes twice would pass the bound of a packed block.
TEST_F(UplinkTest, AFactLargerThanABlockGoesAlone) {
  std::mt19937_64 random(1);
  std::string large(700'000, '\0');
  for (char& byte : large) byte = static_cast<char>(random());
  child_.Admit({{kChild, "small"}, {kChild, large}, {kChild, large + "!"}, {kChild, "small"}});
  Line line(child_, parent_);

  line.Run();

  EXPECT_EQ(line.blocks(), 4);
  ExpectSame(kChild);
}

TEST_F(UplinkTest, OriginsResumeEachWhereItStands) {
  for (int i = 1; i <= 9; ++i) {
    child_.Admit(FactsOf(kChild, i, i));
    child_.Admit(FactsOf(kGrandchild, i, i));
    child_.Admit(FactsOf(kOther, i, i));
  }
  parent_.Admit(FactsOf(kGrandchild, 1, 7));
  parent_.Admit(FactsOf(kChild, 1, 3));
  parent_.Admit(FactsOf(kOther, 1, 9));
  Line line(child_, parent_, {.block_bytes = 300});

  line.Run();

  std::map<OriginId, std::vector<Sent>> sent;
  for (const Sent& fact : line.sent()) sent[fact.first].push_back(fact);
  EXPECT_EQ(sent[kChild], SentOf(kChild, 4, 9));
  EXPECT_EQ(sent[kGrandchild], SentOf(kGrandchild, 8, 9));
  EXPECT_TRUE(sent[kOther].empty());
  ExpectSame(kChild);
  ExpectSame(kGrandchild);
}

TEST_F(UplinkTest, AnOriginThatComesAfterTheResumeGoesUpToo) {
  Line line(child_, parent_);
  line.Run();
  child_.Admit(FactsOf(kGrandchild, 1, 2));

  line.Run();

  ExpectSame(kGrandchild);
}

TEST_F(UplinkTest, AnOriginThatComesBetweenHelloAndResumeGoesUpToo) {
  child_.Admit(FactsOf(kChild, 1, 2));
  parent_.Admit(FactsOf(kChild, 1, 2));
  Line line(child_, parent_);  // says hello
  child_.Admit(FactsOf(kGrandchild, 1, 2));
  child_.Admit(FactsOf(kChild, 3, 3));
  line.Run();
  child_.Admit(FactsOf(kGrandchild, 3, 4));

  line.Run();

  ExpectSame(kGrandchild);
  ExpectSame(kChild);
  EXPECT_EQ(line.sent().size(), 5u);
}

// 300 blocks of the journal that the parent holds: passed over in steps, not in one call.
TEST_F(UplinkTest, ALongStretchThatIsHeldIsPassedInSteps) {
  child_.Admit(FactsOf(kGrandchild, 1, 1));
  for (int i = 1; i <= 300; ++i) child_.Admit(FactsOf(kChild, i, i));
  child_.Admit(FactsOf(kGrandchild, 2, 2));
  parent_.Admit(FactsOf(kChild, 1, 300));
  Line line(child_, parent_);
  line.Hear();
  line.TakeAnswer();
  ASSERT_TRUE(line.Say());
  int steps = 0;

  while (line.sent().size() < 2 && line.sender().ready()) {
    line.Say();
    ++steps;
  }

  EXPECT_EQ(line.sent(), SentOf(kGrandchild, 1, 2));
  EXPECT_GT(steps, 2);
}

TEST_F(UplinkTest, ProgressFollowsTheData) {
  child_.Admit(FactsOf(kChild, 1, 3));
  Line line(child_, parent_, {.progress_interval_ms = 10'000, .block_bytes = 1});

  line.Run(1'000);

  ASSERT_EQ(line.progress().size(), 1u);
  EXPECT_EQ(line.progress()[0].sequence(), 3u);
  EXPECT_EQ(line.progress()[0].time_ms(), 1'000);
  EXPECT_EQ(parent_.StateOf(kChild).progress_ms, 1'000);
}

TEST_F(UplinkTest, ProgressIsSaidAgainAfterItsIntervalOrAfterData) {
  Line line(child_, parent_, {.progress_interval_ms = 10'000});
  line.Run(1'000);
  ASSERT_EQ(line.progress().size(), 1u);

  line.Run(10'999);
  EXPECT_EQ(line.progress().size(), 1u);
  line.Run(11'000);
  EXPECT_EQ(line.progress().size(), 2u);
  child_.Admit(FactsOf(kChild, 1, 1));
  line.Run(11'001);
  EXPECT_EQ(line.progress().size(), 3u);
  EXPECT_EQ(line.progress().back().sequence(), 1u);
}

TEST_F(UplinkTest, ProgressOfAnOriginBelowIsPassedOnAsItWasSaid) {
  child_.Admit(FactsOf(kGrandchild, 1, 2));
  v1::NodeProgress said;
  *said.mutable_origin() = kGrandchild.ToProto();
  said.set_sequence(2);
  said.set_time_ms(500);
  child_.TakeProgress(said);
  Line line(child_, parent_);

  line.Run(1'000);
  line.Run(50'000);

  EXPECT_EQ(parent_.StateOf(kGrandchild).progress_ms, 500);
  EXPECT_EQ(parent_.StateOf(kGrandchild).progress_sequence, 2u);
  EXPECT_EQ(line.progress().size(), 3u);  // its own twice
}

TEST_F(UplinkTest, NoProgressWhileFactsWait) {
  child_.Admit(FactsOf(kChild, 1, 2));
  Line line(child_, parent_, {.block_bytes = 1});
  line.Hear();
  line.TakeAnswer();

  ASSERT_TRUE(line.Say(1'000));
  EXPECT_TRUE(line.progress().empty());
  ASSERT_TRUE(line.Say(1'000));
  EXPECT_TRUE(line.progress().empty());
  ASSERT_TRUE(line.Say(1'000));
  EXPECT_EQ(line.progress().size(), 1u);
}

// Any journals, any prefix of them at the parent, any block size, the stream cut anywhere
// with messages under way both ways, new facts and origins all the time: in the end the
// parent holds everything once, and within a stream nothing was sent twice.
class UplinkRandomTest : public testing::Test {
 protected:
  void AdmitSome(TestStore& child) {
    TestStore::Facts facts;
    for (uint64_t i = 1 + random_() % 12; i > 0; --i) {
      // The later ones are rare, so that they also come in the middle of a stream.
      const OriginId& id = origins_[std::min(
          {random_() % origins_.size(), random_() % origins_.size(), random_() % origins_.size()})];
      std::string fact =
          id.node + " " + std::to_string(++told_[id]) + std::string(random_() % 40, '.');
      facts.emplace_back(id, std::move(fact));
    }
    child.Admit(facts);
  }

  // A prefix of each origin, in an order of its own.
  void AdmitPrefixes(const TestStore& child, TestStore& parent) {
    for (const OriginId& id : origins_) {
      const std::vector<std::string> facts = child.FactsOf(id);
      const uint64_t held = random_() % 2 == 0 ? facts.size() : random_() % (facts.size() + 1);
      TestStore::Facts prefix;
      for (uint64_t i = 0; i < held; ++i) prefix.emplace_back(id, facts[i]);
      if (!prefix.empty()) parent.Admit(prefix);
    }
  }

  void RunStream(TestStore& child, TestStore& parent, bool to_the_end) {
    Line line(child, parent, {.progress_interval_ms = 50, .block_bytes = 1 + random_() % 600});
    for (uint64_t step = random_() % 60; step > 0; --step) {
      now_ms_ += random_() % 40;
      switch (random_() % 8) {
        case 0:
          AdmitSome(child);
          break;
        case 1:
        case 2:
          line.Hear();
          break;
        case 3:
        case 4:
          line.TakeAnswer();
          break;
        default:
          line.Say(now_ms_);
      }
    }
    if (to_the_end) line.Run(now_ms_);
    const std::set<Sent> once(line.sent().begin(), line.sent().end());
    EXPECT_EQ(once.size(), line.sent().size());
    EXPECT_TRUE(line.sender().stopped().empty());
  }

  std::mt19937_64 random_;
  std::vector<OriginId> origins_;
  std::map<OriginId, int> told_;
  int64_t now_ms_ = 0;
};

TEST_F(UplinkRandomTest, TheParentEndsWithEverythingOnce) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  random_.seed(seed);
  const std::vector<OriginId> all = {kChild, kGrandchild, kOther, {"desk", 6}};
  for (int round = 0; round < 40 && !HasFailure(); ++round) {
    TestStore child("commune");
    TestStore parent("province");
    told_.clear();
    origins_.assign(all.begin(), all.begin() + 1 + random_() % all.size());
    for (uint64_t i = random_() % 8; i > 0; --i) AdmitSome(child);
    AdmitPrefixes(child, parent);

    for (uint64_t cuts = random_() % 4; cuts > 0; --cuts) RunStream(child, parent, false);
    RunStream(child, parent, true);

    EXPECT_EQ(parent.journal().position(), child.journal().position());
    for (const OriginId& id : origins_) {
      EXPECT_EQ(parent.FactsOf(id), child.FactsOf(id)) << id.ToString();
      Hash hash = FirstHash(kFactChain, id.node, id.epoch);
      for (const std::string& fact : child.FactsOf(id)) hash = NextHash(hash, fact);
      EXPECT_TRUE(told_[id] == 0 || parent.StateOf(id).hash == hash) << id.ToString();
    }
  }
}

}  // namespace
}  // namespace lienthong::uplink
