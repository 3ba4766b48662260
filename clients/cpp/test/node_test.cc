// Against a real node.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "lienthong/client/client.h"
#include "test/testbed.h"

namespace lienthong::client {
namespace {

using testing::HasSubstr;

constexpr char kUnit[] = "H99.1";
constexpr int64_t kFiled = 1709599500;     // 2024-03-05 07:45:00 in Vietnam
constexpr int64_t kAccepted = 1709600400;  // 08:00:00
constexpr int64_t kPromised = 1710237600;  // 2024-03-12 17:00:00
constexpr int64_t kArrival = 1712710800;   // 2024-04-10 08:00:00

v1::SourceRecord Record(const std::string& code) {
  v1::SourceRecord record;
  record.set_dossier(code);
  record.set_procedure("9.000001");
  record.set_status("2");
  record.set_submitted(kFiled);
  record.set_accepted(kAccepted);
  record.mutable_promised()->set_instant(kPromised);
  return record;
}

Submission News() { return {.source = "igate", .unit = kUnit, .arrival = kArrival}; }

// Records one after the other; `asked` tells how many were read.
struct Source {
  std::string prefix;
  int count;
  int asked = 0;

  Client::Next Next() {
    return [this](v1::SourceRecord& record) {
      if (asked == count) return false;
      record = Record(prefix + "-" + std::to_string(asked++));
      return true;
    };
  }
};

class NodeTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    bed_ = new Testbed;
    node_ = new std::string(bed_->Node("root"));
  }
  static void TearDownTestSuite() {
    delete node_;
    delete bed_;
  }

  static std::unique_ptr<Client> Open(Config config) {
    config.node = *node_;
    return *Client::Open(config);
  }

  static v1::GetScoreRequest March() {
    v1::GetScoreRequest request;
    request.set_unit(kUnit);
    request.set_from("2024-03-01");
    request.set_to("2024-03-31");
    return request;
  }
  static uint64_t Base() { return Open({})->Score(March())->rows(0).base(); }

  static Testbed* bed_;
  static std::string* node_;
  const std::unique_ptr<Client> client_ = Open({.retry = absl::ZeroDuration()});
};
Testbed* NodeTest::bed_ = nullptr;
std::string* NodeTest::node_ = nullptr;

TEST_F(NodeTest, OneBadRecordNeverSinksTheOthersAndARepeatChangesNothing) {
  v1::SourceRecord unknown = Record("a-2");
  unknown.set_procedure("9.999");
  const std::vector<v1::SourceRecord> records = {Record("a-1"), unknown, Record(""), Record("a-4")};

  const auto first = client_->Submit(News(), records);
  const auto again = client_->Submit(News(), records);

  ASSERT_TRUE(first.ok() && again.ok()) << first.status() << again.status();
  EXPECT_EQ((*first)[0].result.outcome(), v1::RecordResult::OUTCOME_ADMITTED);
  EXPECT_EQ((*first)[1].result.outcome(), v1::RecordResult::OUTCOME_PARKED);
  EXPECT_EQ((*first)[2].result.outcome(), v1::RecordResult::OUTCOME_REFUSED);
  EXPECT_EQ((*first)[2].number, 3u);
  EXPECT_EQ((*first)[2].result.field(), "MaHoSo");
  EXPECT_EQ((*again)[3].result.outcome(), v1::RecordResult::OUTCOME_UNCHANGED);
}

TEST_F(NodeTest, BooksAreRead) {
  v1::SourceRecord decided = Record("b-1");
  decided.set_status("9");
  decided.set_finished(kAccepted + 3600);
  ASSERT_TRUE(client_->Submit(News(), {decided}).ok());

  EXPECT_GE(client_->Score(March())->rows(0).figures().resolved_early(), 1u);
  EXPECT_EQ(client_->Dossier("b-1")->dossier().id(), "b-1");
  EXPECT_EQ(client_->Units("", "")->rows_size(), 4);
  EXPECT_EQ(client_->Status()->node().node(), "root");
  v1::GetCoverageRequest coverage;
  coverage.set_unit(kUnit);
  EXPECT_EQ(client_->Coverage(coverage)->sources(0).source(), "igate");
}

TEST_F(NodeTest, RefusalsHaveCodes) {
  v1::GetScoreRequest late = March();
  late.set_as_of(kArrival);
  v1::GetScorecardRequest card;
  card.set_unit(kUnit);
  card.set_from("2024-03-01");
  card.set_to("2024-03-31");
  Source one{"c", 1};
  const auto take = [](const Result&) { return true; };

  EXPECT_TRUE(absl::IsNotFound(client_->Dossier("nobody").status()));
  EXPECT_TRUE(absl::IsOutOfRange(client_->Score(late).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(client_->Scorecard(card).status()));
  EXPECT_TRUE(
      absl::IsInvalidArgument(client_->Submit({.source = "Not A"}, {Record("c")}).status()));
  EXPECT_TRUE(
      absl::IsInvalidArgument(client_->SubmitStream({.source = "Not A"}, one.Next(), take)));
}

TEST_F(NodeTest, AStreamGoesOnThroughKill9AndCountsEachRecordOnce) {
  const uint64_t before = Base();
  const auto client = Open({.window = 4, .batch_records = 16});
  Source source{"k", 2000};
  uint64_t taken = 0;
  std::future<nlohmann::json> restarted;
  const absl::Status sent = client->SubmitStream(News(), source.Next(), [&](const Result& result) {
    EXPECT_EQ(result.number, ++taken);
    if (taken == 500) {
      bed_->On("kill", "root");
      restarted = std::async(std::launch::async, [] { return bed_->On("start", "root"); });
    }
    return true;
  });
  restarted.get();

  EXPECT_TRUE(sent.ok()) << sent;
  EXPECT_EQ(taken, 2000u);
  EXPECT_EQ(Base() - before, 2000u);
}

TEST_F(NodeTest, NothingIsReadAheadOfANodeThatDoesNotAnswerNorOfACaller) {
  const auto client = Open({.timeout = absl::Milliseconds(500),
                            .retry = absl::ZeroDuration(),
                            .window = 3,
                            .batch_records = 10});
  Source idle{"q", 1000}, held{"p", 1000};
  const absl::Status broken_off =
      client->SubmitStream(News(), idle.Next(), [](const Result&) { return false; });
  bed_->On("pause", "root");
  const absl::Status silent =
      client->SubmitStream(News(), held.Next(), [](const Result&) { return true; });
  const absl::Status asked = client->Status().status();
  bed_->On("go_on", "root");

  // Three batches under way, and the record that showed the third to be full.
  EXPECT_EQ(idle.asked, 31);
  EXPECT_EQ(held.asked, 31);
  EXPECT_TRUE(absl::IsCancelled(broken_off)) << broken_off;
  EXPECT_TRUE(absl::IsUnavailable(silent)) << silent;
  EXPECT_THAT(std::string(silent.message()), HasSubstr("no answer within 500ms"));
  EXPECT_TRUE(absl::IsDeadlineExceeded(asked)) << asked;
}

// A node with TLS, whose programs show a token or a certificate.
TEST(SecureTest, ATokenOrACertificateLetsInForItsUnitAndNobodyElse) {
  Testbed bed;
  const nlohmann::json secured = bed.On("secure", "root");
  const std::string node = secured.at("address"), ca = secured.at("ca");
  const std::string token = secured.at("token");
  const auto submit = [&](const std::string& code, const std::string& unit, Config config) {
    config.node = node;
    config.retry = absl::ZeroDuration();
    Submission news = News();
    news.unit = unit;
    return (*Client::Open(config))->Submit(news, {Record(code)});
  };
  const Config certificate{.ca = ca, .cert = secured.at("cert"), .key = secured.at("key")};

  const auto by_token = submit("t-1", kUnit, {.ca = ca, .token = token});
  const auto by_certificate = submit("t-1", kUnit, certificate);
  const auto elsewhere = submit("t-2", "H99.2", {.ca = ca, .token = token});
  ASSERT_TRUE(by_token.ok() && by_certificate.ok() && elsewhere.ok()) << by_token.status();
  EXPECT_EQ(by_token->at(0).result.outcome(), v1::RecordResult::OUTCOME_ADMITTED);
  EXPECT_EQ(by_certificate->at(0).result.outcome(), v1::RecordResult::OUTCOME_UNCHANGED);
  EXPECT_EQ(elsewhere->at(0).result.outcome(), v1::RecordResult::OUTCOME_REFUSED);
  EXPECT_TRUE(absl::IsUnauthenticated(submit("t-3", kUnit, {.ca = ca}).status()));
  EXPECT_TRUE(absl::IsUnauthenticated(submit("t-3", kUnit, {.ca = ca, .token = "no"}).status()));
  EXPECT_TRUE(absl::IsUnavailable(submit("t-3", kUnit, {}).status()));
}

TEST_F(NodeTest, ANodeThatIsNotThereIsUnavailableAfterTheRetries) {
  const auto client = *Client::Open({.node = "127.0.0.1:9", .retry = absl::Milliseconds(300)});

  EXPECT_TRUE(absl::IsUnavailable(client->Status().status()));
}

TEST_F(NodeTest, TheExampleOutsideOfTheTreeRuns) {
  const char* example = std::getenv("LIENTHONG_EXAMPLE");
  if (example == nullptr) GTEST_SKIP() << "LIENTHONG_EXAMPLE names none; clients/run builds it";
  const std::string command = "LIENTHONG_NODE=" + *node_ + " " + example + " igate H99.10 9.000001";
  FILE* const out = popen(command.c_str(), "r");
  std::string said(4096, '\0');
  said.resize(std::fread(said.data(), 1, said.size(), out));

  EXPECT_EQ(pclose(out), 0);
  EXPECT_THAT(said, HasSubstr("H99.10: 0 of 3 in time"));
}

}  // namespace
}  // namespace lienthong::client
