// Link and service over a real loopback connection, each with a small node behind it.
#include "services/uplink/uplink_link.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <deque>
#include <future>
#include <thread>

#include "services/uplink/uplink_service.h"
#include "services/uplink/uplink_testing.h"

namespace lienthong::uplink {
namespace {

// Far above what anything takes here: reached only when it would never end.
constexpr auto kPatience = std::chrono::seconds(30);

const OriginId kChild{"commune", 1};
const OriginId kAuthor{"root", 9};

class FakeClock final : public Clock {
 public:
  int64_t NowMs() const override { return now_ms_; }
  void Advance(int64_t ms) { now_ms_ += ms; }

 private:
  std::atomic<int64_t> now_ms_ = 1'000'000;
};

// Something that changes, and those who wait for it.
class Changes {
 public:
  template <typename Change>
  void Make(Change change) {
    {
      const std::lock_guard lock(mutex_);
      change();
    }
    changed_.notify_all();
  }

  // What has no event of its own is looked at again every few milliseconds.
  template <typename Predicate>
  bool Wait(Predicate predicate) {
    std::unique_lock lock(mutex_);
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (!predicate()) {
      if (std::chrono::steady_clock::now() > end) return false;
      changed_.wait_for(lock, std::chrono::milliseconds(5));
    }
    return true;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
};

// A node's writer: does what it is handed, in order, on a thread of its own.
class Worker {
 public:
  Worker() : thread_([this] { Run(); }) {}
  ~Worker() {
    Do(nullptr);
    thread_.join();
  }

  void Do(std::function<void()> task) {
    changes_.Make([&] { tasks_.push_back(std::move(task)); });
  }

 private:
  void Run() {
    while (true) {
      std::function<void()> task;
      while (!changes_.Wait([&] { return !tasks_.empty(); })) {
      }
      changes_.Make([&] {
        task = std::move(tasks_.front());
        tasks_.pop_front();
      });
      if (task == nullptr) return;
      task();
    }
  }

  Changes changes_;
  std::deque<std::function<void()>> tasks_;
  std::thread thread_;
};

class TestChild final : public ChildNode {
 public:
  void Acknowledge(v1::Ack ack) override {
    changes.Make([&] {
      for (const v1::OriginPosition& position : ack.positions()) acknowledged = position.sequence();
    });
  }

  void TakeReference(v1::ReferenceRun run, std::function<void(absl::Status)> done) override {
    bool keep = false;
    changes.Make([&] {
      keep = keep_answers;
      if (keep) return kept.push_back(done);
      for (std::string& entry : *run.mutable_entries()) entries.push_back(std::move(entry));
      *position.mutable_author() = run.author();
      position.set_sequence(entries.size());
    });
    if (!keep) worker_.Do([done = std::move(done)] { done(absl::OkStatus()); });
  }

  v1::ReferencePosition reference_position() const override {
    v1::ReferencePosition copy;
    changes.Make([&] { copy = position; });
    return copy;
  }

  std::optional<v1::FetchUnitRequest> NextFetch() const override {
    std::optional<v1::FetchUnitRequest> copy;
    changes.Make([&] { copy = wanted; });
    return copy;
  }

  void TakeUnit(v1::FetchUnitRequest, v1::FetchUnitResponse page,
                std::function<void(absl::Status)> done) override {
    changes.Make([&] {
      pages.push_back(page.last());
      if (page.complete()) {
        wanted.reset();
      } else {
        wanted->set_after(page.last());
      }
    });
    worker_.Do([done = std::move(done)] { done(absl::OkStatus()); });
  }

  mutable Changes changes;
  // The page that is wanted next, and what came, each by its last key.
  std::optional<v1::FetchUnitRequest> wanted;
  std::vector<std::string> pages;
  uint64_t acknowledged = 0;
  std::vector<std::string> entries;
  v1::ReferencePosition position;
  bool keep_answers = false;
  std::vector<std::function<void(absl::Status)>> kept;

 private:
  Worker worker_;
};

class TestParent final : public ParentNode {
 public:
  using BlockDone = std::function<void(absl::StatusOr<BlockResult>)>;

  explicit TestParent(TestStore& store) : store_(store) {}

  void TakeBlock(v1::Block block, BlockDone done) override {
    worker_.Do([this, block = std::move(block), done = std::move(done)] {
      bool keep = false, fail = false;
      changes.Make([&] {
        keep = keep_answers;
        fail = !keep && failures > 0;
        if (fail) --failures;
        if (keep) kept.push_back(done);
      });
      if (keep) return;
      if (fail) return done(Unavailable("commit: no space"));
      done(store_.Take(block));
      changes.Make([] {});
    });
  }

  void TakeProgress(v1::NodeProgress progress, std::function<void()> done) override {
    worker_.Do([this, progress = std::move(progress), done = std::move(done)] {
      store_.TakeProgress(progress);
      done();
      changes.Make([] {});
    });
  }

  absl::StatusOr<v1::ReferenceRun> ReadReference(const v1::ReferencePosition& after) override {
    v1::ReferenceRun run;
    changes.Make([&] {
      asked_from_start += after.sequence() == 0;
      *run.mutable_author() = kAuthor.ToProto();
      run.set_first_sequence(after.sequence() + 1);
      run.set_previous_hash(std::string(32, 'h'));
      if (after.sequence() < entries.size()) run.add_entries(entries[after.sequence()]);
    });
    return run;
  }

  // Pages "1", "2", "3", of which the last is complete.
  absl::StatusOr<v1::FetchUnitResponse> ReadUnit(const v1::FetchUnitRequest& request) override {
    v1::FetchUnitResponse page;
    bool held = false;
    changes.Make([&] { held = holds_units; });
    if (!held) return Unavailable("unit: not released yet");
    const int number = request.after().empty() ? 1 : std::stoi(request.after()) + 1;
    page.set_last(std::to_string(number));
    page.set_complete(number == 3);
    return page;
  }

  Changes changes;
  bool holds_units = true;
  std::vector<std::string> entries;
  // Once for each stream while there are no entries.
  int asked_from_start = 0;
  int failures = 0;
  bool keep_answers = false;
  std::vector<BlockDone> kept;

 private:
  TestStore& store_;
  Worker worker_;
};

class UplinkLinkTest : public testing::Test {
 protected:
  void SetUp() override { StartServer(0); }

  void TearDown() override {
    link_.reset();
    StopServer();
    for (auto& done : parent_.kept) done(absl::CancelledError("the end"));
  }

  void StartServer(int port) {
    service_ = std::make_unique<UplinkService>(parent_store_.journal(), parent_, service_options_);
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:" + std::to_string(port), grpc::InsecureServerCredentials(),
                             &port_);
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    ASSERT_NE(port_, 0);
  }

  void StopServer() {
    if (server_ == nullptr) return;
    service_->EndStreams();
    server_->Shutdown(std::chrono::system_clock::now());
    server_->Wait();
    server_.reset();
    service_.reset();
  }

  void StartLink(UplinkLink::Options options = {}) {
    options.address = "127.0.0.1:" + std::to_string(port_);
    link_ = std::make_unique<UplinkLink>(child_store_.engine(), child_store_.journal(), clock_,
                                         child_, options);
  }

  // Admits `count` facts at the child, one commit each.
  void Admit(int count) {
    for (int i = 0; i < count; ++i) {
      child_store_.Admit({{kChild, "fact " + std::to_string(++told_)}});
      if (link_ != nullptr) link_->Notify();
    }
  }

  testing::AssertionResult Arrived() {
    const bool all = parent_.changes.Wait(
        [&] { return parent_store_.StateOf(kChild).sequence == static_cast<uint64_t>(told_); });
    if (!all)
      return testing::AssertionFailure()
             << parent_store_.StateOf(kChild).sequence << " of " << told_;
    if (parent_store_.FactsOf(kChild) != child_store_.FactsOf(kChild))
      return testing::AssertionFailure() << "differ";
    return testing::AssertionSuccess();
  }

  bool WaitForState(const std::function<bool(const UplinkLink::State&)>& predicate) {
    return child_.changes.Wait([&] { return predicate(link_->state()); });
  }

  // Ends the link on another thread, so that a hang is a failure and not a time-out.
  testing::AssertionResult LinkEnds() {
    std::future<void> ended = std::async(std::launch::async, [&] { link_.reset(); });
    if (ended.wait_for(kPatience) == std::future_status::ready) return testing::AssertionSuccess();
    std::fputs("the link does not end\n", stderr);
    std::abort();
  }

  TestStore child_store_{"commune"};
  TestStore parent_store_{"province"};
  FakeClock clock_;
  TestChild child_;
  TestParent parent_{parent_store_};
  UplinkService::Options service_options_;
  std::unique_ptr<UplinkService> service_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
  std::unique_ptr<UplinkLink> link_;
  int told_ = 0;
};

TEST_F(UplinkLinkTest, FactsArriveAndAreAcknowledged) {
  Admit(50);
  StartLink();
  Admit(50);

  EXPECT_TRUE(Arrived());
  EXPECT_TRUE(child_.changes.Wait([&] { return child_.acknowledged == 100; }));
  EXPECT_TRUE(
      WaitForState([](const auto& state) { return state.connected && state.backlog == 0; }));
  EXPECT_EQ(link_->state().last_error, "");
  EXPECT_GT(link_->state().sent_bytes, 0u);
  EXPECT_EQ(service_->connected(), 1);
  EXPECT_EQ(service_->children()[0].facts(), 100u);
}

TEST_F(UplinkLinkTest, EveryFactWakesTheLink) {
  StartLink();

  for (int i = 0; i < 100; ++i) {
    Admit(1);
    ASSERT_TRUE(Arrived()) << i;
  }
}

TEST_F(UplinkLinkTest, ASignOfLifeFollowsTheFacts) {
  Admit(3);
  StartLink();

  EXPECT_TRUE(
      parent_.changes.Wait([&] { return parent_store_.StateOf(kChild).progress_sequence == 3; }));
  EXPECT_EQ(parent_store_.StateOf(kChild).progress_ms, clock_.NowMs());
}

TEST_F(UplinkLinkTest, ResumesWhenTheParentComesBackOnTheSamePort) {
  Admit(10);
  StartLink();
  ASSERT_TRUE(Arrived());
  StopServer();
  Admit(10);
  ASSERT_TRUE(WaitForState(
      [](const auto& state) { return !state.connected && !state.last_error.empty(); }));

  StartServer(port_);

  EXPECT_TRUE(Arrived());
  EXPECT_TRUE(
      WaitForState([](const auto& state) { return state.connected && state.last_error.empty(); }));
}

TEST_F(UplinkLinkTest, AFailedCommitEndsTheStreamAndIsTriedAgain) {
  parent_.failures = 3;
  Admit(10);
  StartLink();

  EXPECT_TRUE(Arrived());
  EXPECT_EQ(parent_.failures, 0);
  EXPECT_GE(parent_.asked_from_start, 4);
}

TEST_F(UplinkLinkTest, AStreamEndsByItselfAfterItsTimeAndResumes) {
  StartLink({.stream_ms_max = 60'000});
  Admit(5);
  ASSERT_TRUE(Arrived());
  ASSERT_EQ(parent_.asked_from_start, 1);

  clock_.Advance(60'000);
  link_->Notify();

  EXPECT_TRUE(parent_.changes.Wait([&] { return parent_.asked_from_start == 2; }));
  Admit(5);
  EXPECT_TRUE(Arrived());
  EXPECT_EQ(link_->state().last_error, "");
  EXPECT_TRUE(parent_.changes.Wait([&] { return service_->connected() == 1; }));
}

TEST_F(UplinkLinkTest, ReferenceDataFlowsDown) {
  parent_.entries = {"unit", "procedure", "grant"};
  StartLink();
  ASSERT_TRUE(child_.changes.Wait([&] { return child_.entries.size() == 3; }));
  parent_.changes.Make([&] {
    parent_.entries.push_back("mapping");
    parent_.entries.push_back("calendar");
  });

  service_->NotifyReferences();

  EXPECT_TRUE(child_.changes.Wait([&] { return child_.entries.size() == 5; }));
  EXPECT_EQ(child_.entries, parent_.entries);
}

TEST_F(UplinkLinkTest, ADivergedOriginIsShownAndTheOthersGoOn) {
  parent_store_.Admit({{kChild, "another story"}, {kChild, "longer"}});
  child_store_.Admit({{kChild, "a story"}, {{"desk", 5}, "fact"}});
  StartLink();

  EXPECT_TRUE(parent_.changes.Wait([&] {
    return parent_store_.StateOf({"desk", 5}).sequence == 1;
  }));
  EXPECT_TRUE(
      WaitForState([](const auto& state) { return state.connected && !state.last_error.empty(); }));
}

TEST_F(UplinkLinkTest, AParentOfTheSameNameIsShown) {
  TestStore same("province");
  UplinkLink::Options options;
  options.address = "127.0.0.1:" + std::to_string(port_);
  link_ = std::make_unique<UplinkLink>(same.engine(), same.journal(), clock_, child_, options);

  EXPECT_TRUE(WaitForState(
      [](const auto& state) { return state.last_error.find("name") != std::string::npos; }));
}

TEST_F(UplinkLinkTest, EndsWhileConnected) {
  StartLink();
  ASSERT_TRUE(WaitForState([](const auto& state) { return state.connected; }));

  EXPECT_TRUE(LinkEnds());
  EXPECT_TRUE(parent_.changes.Wait([&] { return service_->connected() == 0; }));
}

TEST_F(UplinkLinkTest, EndsWhileTheParentCannotBeReached) {
  StopServer();
  StartLink();
  ASSERT_TRUE(WaitForState([](const auto& state) { return !state.last_error.empty(); }));

  EXPECT_TRUE(LinkEnds());
}

// The parent commits nothing and so reads nothing more: window and line fill up.
TEST_F(UplinkLinkTest, EndsWhileTheParentTakesNothing) {
  parent_.keep_answers = true;
  for (int i = 0; i < 40; ++i)
    child_store_.Admit({{kChild, std::string(20'000, static_cast<char>(i))}});
  StartLink({.sender = {.block_bytes = 1}});
  ASSERT_TRUE(parent_.changes.Wait([&] { return parent_.kept.size() == 4; }));

  EXPECT_TRUE(LinkEnds());
  EXPECT_EQ(parent_.kept.size(), 4u);
}

TEST_F(UplinkLinkTest, EndsInTheMiddleOfAFlood) {
  for (int round = 0; round < 10; ++round) {
    Admit(20);
    StartLink({.sender = {.block_bytes = 1}});
    std::thread admitting([&] { Admit(20); });
    admitting.join();

    ASSERT_TRUE(LinkEnds());
  }

  StartLink();
  EXPECT_TRUE(Arrived());
}

TEST_F(UplinkLinkTest, TheNodeMayAnswerWhenTheLinkIsGone) {
  parent_.entries = {"unit"};
  child_.keep_answers = true;
  StartLink();
  ASSERT_TRUE(child_.changes.Wait([&] { return child_.kept.size() == 1; }));
  ASSERT_TRUE(LinkEnds());

  child_.kept[0](OutOfRange("reference data: a gap"));
}

TEST_F(UplinkLinkTest, ForgedReferenceDataStopsNoFacts) {
  parent_.entries = {"unit"};
  child_.keep_answers = true;
  StartLink();
  ASSERT_TRUE(child_.changes.Wait([&] { return child_.kept.size() == 1; }));
  child_.kept[0](FailedPrecondition("reference data: the author's signature does not hold"));
  parent_.changes.Make([&] { parent_.entries.push_back("procedure"); });

  service_->NotifyReferences();
  Admit(5);

  EXPECT_TRUE(Arrived());
  EXPECT_TRUE(link_->state().connected);
  EXPECT_EQ(child_.kept.size(), 1u);
  EXPECT_EQ(parent_.asked_from_start, 1);
}

TEST_F(UplinkLinkTest, AGapInReferenceDataEndsTheStream) {
  parent_.entries = {"unit"};
  child_.keep_answers = true;
  StartLink();
  ASSERT_TRUE(child_.changes.Wait([&] { return child_.kept.size() == 1; }));

  child_.kept[0](OutOfRange("reference data: a gap"));

  EXPECT_TRUE(child_.changes.Wait([&] { return child_.kept.size() == 2; }));
}

TEST_F(UplinkLinkTest, TheServiceEndsWhileCommitsAreUnderWay) {
  parent_.keep_answers = true;
  Admit(10);
  StartLink({.sender = {.block_bytes = 1}});
  ASSERT_TRUE(parent_.changes.Wait([&] { return parent_.kept.size() == 4; }));

  StopServer();

  for (auto& done : parent_.kept) done(BlockResult());  // nobody is there any more
  parent_.kept.clear();
}

TEST_F(UplinkLinkTest, WhatIsNoStreamOfOursIsRefused) {
  const auto stub = v1::UplinkService::NewStub(grpc::CreateChannel(
      "127.0.0.1:" + std::to_string(port_), grpc::InsecureChannelCredentials()));
  v1::ReplicateRequest hello;
  hello.mutable_hello()->mutable_node()->set_node("commune");
  hello.mutable_hello()->set_protocol(1);
  v1::ReplicateRequest block;
  block.mutable_block()->set_payload("garbage");
  v1::ReplicateRequest progress;
  progress.mutable_progress()->set_sequence(1);
  const std::vector<std::vector<v1::ReplicateRequest>> streams = {
      {v1::ReplicateRequest()}, {block},           {hello, hello},
      {hello, block},           {hello, progress}, {hello, v1::ReplicateRequest()}};

  for (const auto& messages : streams) {
    grpc::ClientContext context;
    const auto stream = stub->Replicate(&context);
    for (const v1::ReplicateRequest& message : messages) stream->Write(message);
    v1::ReplicateResponse response;
    while (stream->Read(&response)) {
    }
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT)
        << messages.back().ShortDebugString();
  }
  EXPECT_TRUE(parent_.changes.Wait([&] { return service_->connected() == 0; }));
  EXPECT_EQ(parent_store_.journal().position(), 0u);
}

// Two streams of one child, as after a cut line that the parent has not noticed.
TEST_F(UplinkLinkTest, AChildIsConnectedAsLongAsOneStreamIs) {
  StartLink();
  ASSERT_TRUE(parent_.changes.Wait([&] { return service_->connected() == 1; }));
  UplinkLink::Options options;
  options.address = "127.0.0.1:" + std::to_string(port_);
  TestChild other;
  auto second = std::make_unique<UplinkLink>(child_store_.engine(), child_store_.journal(), clock_,
                                             other, options);
  ASSERT_TRUE(parent_.changes.Wait([&] { return parent_.asked_from_start == 2; }));

  second.reset();
  Admit(1);

  EXPECT_TRUE(Arrived());
  EXPECT_EQ(service_->connected(), 1);
}

v1::FetchUnitRequest WantedUnit() {
  v1::FetchUnitRequest request;
  request.set_node("commune");
  request.set_unit(7);
  request.set_term(2);
  return request;
}

TEST_F(UplinkLinkTest, AUnitIsFetchedPageByPage) {
  child_.wanted = WantedUnit();
  StartLink();

  EXPECT_TRUE(child_.changes.Wait([&] { return !child_.wanted.has_value(); }));
  EXPECT_EQ(child_.pages, (std::vector<std::string>{"1", "2", "3"}));
}

TEST_F(UplinkLinkTest, AUnitThatIsNotHeldHereIsAskedForAbove) {
  parent_.holds_units = false;
  std::atomic<int> relayed = 0;
  service_->SetRelay([&](const v1::FetchUnitRequest& request, auto done) {
    relayed += request.unit() == 7 ? 1 : 0;
    v1::FetchUnitResponse page;
    page.set_last("from above");
    page.set_complete(true);
    done(std::move(page));
  });
  child_.wanted = WantedUnit();
  StartLink();

  EXPECT_TRUE(child_.changes.Wait([&] { return !child_.wanted.has_value(); }));
  EXPECT_EQ(child_.pages, std::vector<std::string>{"from above"});
  EXPECT_EQ(relayed, 1);
}

// A server at which every caller's certificate names `peer`.
class NamedPeerTest : public UplinkLinkTest {
 protected:
  void Restart(const std::string& peer) {
    StopServer();
    service_options_.node_of = [peer](const auto&) { return peer; };
    service_options_.may_carry = [](const std::string& peer, const auto& request) {
      return peer == "district" && request.unit() == 7;
    };
    service_options_.refused = [this](std::string_view kind, std::string_view peer, auto) {
      const std::lock_guard lock(mutex_);
      refused_.push_back(fmt::format("{}: {}", kind, peer));
    };
    StartServer(0);
  }

  grpc::StatusCode Fetch() {
    grpc::ClientContext context;
    v1::FetchUnitResponse response;
    const auto channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(port_),
                                             grpc::InsecureChannelCredentials());
    return v1::UplinkService::NewStub(channel)
        ->FetchUnit(&context, WantedUnit(), &response)
        .error_code();
  }

  std::vector<std::string> Refused() {
    const std::lock_guard lock(mutex_);
    return refused_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> refused_;
};

TEST_F(NamedPeerTest, StatesOfAUnitGoToTheNodeItselfOrThroughOneAboveIt) {
  Restart("commune");
  EXPECT_EQ(Fetch(), grpc::StatusCode::OK);
  Restart("district");
  EXPECT_EQ(Fetch(), grpc::StatusCode::OK);
  EXPECT_TRUE(Refused().empty());

  Restart("neighbour");

  EXPECT_EQ(Fetch(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Refused(), std::vector<std::string>{"impostor: node neighbour"});
}

TEST_F(NamedPeerTest, AHelloNamesTheNodeOfTheCertificate) {
  Restart("neighbour");
  Admit(1);
  StartLink();

  EXPECT_TRUE(WaitForState([](const auto& state) {
    return state.last_error.find("certificate names node") != std::string::npos;
  }));
  EXPECT_EQ(parent_store_.StateOf(kChild).sequence, 0u);
  EXPECT_EQ(Refused().at(0), "impostor: node neighbour");
}

}  // namespace
}  // namespace lienthong::uplink
