#include "services/node/gatekeeper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/access/rules.h"

namespace lienthong::node {
namespace {

using access::Rule;

constexpr char kSubmit[] = "/lienthong.v1.IntakeService/Submit";
constexpr char kScore[] = "/lienthong.v1.QueryService/GetScore";
constexpr char kReplicate[] = "/lienthong.v1.UplinkService/Replicate";
constexpr char kNodeUri[] = "spiffe://lienthong/h44/node/h44-1";
constexpr char kClientUri[] = "spiffe://lienthong/h44/client/igate-1";

class TestClock final : public Clock {
 public:
  int64_t NowMs() const override { return now_ms; }

  int64_t now_ms = 1'790'000'000'000;
};

class GatekeeperTest : public testing::Test {
 protected:
  // A credential with these roles; its token.
  std::string Add(const std::vector<lienthong::v1::Role>& roles, bool certificate = false) {
    lienthong::v1::CreateCredentialRequest request;
    request.set_name("igate-1");
    request.set_certificate(certificate);
    for (const auto role : roles) request.add_roles(role);
    request.mutable_scope()->set_every_unit(true);
    request.set_days(1);
    access::NewCredential made = *access::MakeCredential(request, clock_.now_ms);
    book_.Take(made.row);
    return made.token;
  }

  Gatekeeper Make(const std::string& tree = "h44", bool require_tokens = false) {
    return Gatekeeper(book_, incidents_, clock_, {.tree = tree, .require_tokens = require_tokens});
  }

  absl::StatusCode Judge(Gatekeeper&& gatekeeper, const Knock& knock) {
    return gatekeeper.Judge(knock).code();
  }

  TestClock clock_;
  gateway::Metrics metrics_{"test"};
  Incidents incidents_{metrics_, clock_};
  access::CredentialBook book_{{}};
};

constexpr auto kOk = absl::StatusCode::kOk;
constexpr auto kDenied = absl::StatusCode::kPermissionDenied;
constexpr auto kNobody = absl::StatusCode::kUnauthenticated;

// What a caller with each single role may call, rpc by rpc, from the table itself.
TEST_F(GatekeeperTest, EachRoleOpensTheRpcsThatNameIt) {
  Gatekeeper gatekeeper = Make();
  for (const auto role : {lienthong::v1::ROLE_SUBMIT, lienthong::v1::ROLE_READ,
                          lienthong::v1::ROLE_PUBLISH, lienthong::v1::ROLE_ADMINISTER}) {
    const std::string header = "Bearer " + Add({role});
    for (const Rule& rule : access::Rules()) {
      const bool opens =
          rule.who == Rule::Who::kAnybody ||
          (rule.who == Rule::Who::kRole &&
           std::find(rule.roles.begin(), rule.roles.end(), role) != rule.roles.end());
      EXPECT_EQ(gatekeeper.Judge({rule.method, header, "", true}).code(), opens ? kOk : kDenied)
          << rule.method << " for role " << role;
    }
  }
}

TEST_F(GatekeeperTest, OverTlsNobodyIsNobody) {
  Gatekeeper gatekeeper = Make();

  for (const Rule& rule : access::Rules()) {
    EXPECT_EQ(gatekeeper.Judge({rule.method, "", "", true}).code(),
              rule.who == Rule::Who::kAnybody ? kOk : kNobody)
        << rule.method;
  }
}

TEST_F(GatekeeperTest, NodesAndOnlyNodesReplicate) {
  const std::string administrator = Add({lienthong::v1::ROLE_ADMINISTER});

  EXPECT_EQ(Judge(Make(), {kReplicate, "", kNodeUri, true}), kOk);
  EXPECT_EQ(Judge(Make(), {kScore, "", kNodeUri, true}), kDenied);
  EXPECT_EQ(Judge(Make(), {kReplicate, "", kClientUri, true}), kDenied);
  EXPECT_EQ(Judge(Make(), {kReplicate, "Bearer " + administrator, "", true}), kDenied);
  EXPECT_EQ(Judge(Make(), {kReplicate, "", "", true}), kNobody);
  EXPECT_EQ(Judge(Make(), {kReplicate, "", "", false}), kDenied);  // this machine is no node
}

TEST_F(GatekeeperTest, WithoutTlsNodesAndProgramsOfThisMachineComeAsTheyAre) {
  EXPECT_EQ(Judge(Make(""), {kReplicate, "", "", false}), kOk);
  EXPECT_EQ(Judge(Make(""), {kSubmit, "", "", false}), kOk);
}

TEST_F(GatekeeperTest, TokensCanBeRequiredOfThisMachineToo) {
  const std::string token = Add({lienthong::v1::ROLE_SUBMIT});

  EXPECT_EQ(Judge(Make("", true), {kSubmit, "", "", false}), kNobody);
  EXPECT_EQ(Judge(Make("", true), {kSubmit, "Bearer " + token, "", false}), kOk);
  EXPECT_EQ(Judge(Make("", true), {kScore, "Bearer " + token, "", false}), kDenied);
  EXPECT_EQ(Judge(Make("", true), {kReplicate, "", "", false}), kOk);
}

// A bad token is never overlooked, whatever else the caller could have been.
TEST_F(GatekeeperTest, ABadTokenIsWorseThanNone) {
  EXPECT_EQ(Judge(Make(""), {kSubmit, "Bearer lt1.x", "", false}), kNobody);
  EXPECT_EQ(Judge(Make(), {kReplicate, "Bearer lt1.x", kNodeUri, true}), kNobody);
  EXPECT_EQ(Judge(Make(""), {kSubmit, "Basic YTpi", "", false}), kNobody);
}

TEST_F(GatekeeperTest, ACertificateOfAnotherTreeIsNobody) {
  EXPECT_EQ(Judge(Make(), {kReplicate, "", "spiffe://lienthong/h45/node/h44-1", true}), kNobody);
  EXPECT_EQ(Judge(Make(), {kReplicate, "", "spiffe://other/h44/node/h44-1", true}), kNobody);
}

TEST_F(GatekeeperTest, AClientsCertificateHasTheRightsThatItsNameWasGiven) {
  EXPECT_EQ(Judge(Make(), {kSubmit, "", kClientUri, true}), kDenied);

  Add({lienthong::v1::ROLE_SUBMIT}, true);

  EXPECT_EQ(Judge(Make(), {kSubmit, "", kClientUri, true}), kOk);
  EXPECT_EQ(Judge(Make(), {kScore, "", kClientUri, true}), kDenied);
}

TEST_F(GatekeeperTest, AnUnknownRpcIsClosedToEverybody) {
  EXPECT_EQ(Judge(Make(""), {"/lienthong.v1.QueryService/GetSecrets", "", "", false}), kDenied);
}

TEST_F(GatekeeperTest, RefusalsAreCounted) {
  Judge(Make(), {kScore, "", kNodeUri, true});
  Judge(Make(), {kScore, "", "", true});
  Judge(Make(), {kScore, "", "", true});

  EXPECT_THAT(metrics_.Text(),
              testing::HasSubstr("lienthong_refused_total{kind=\"unauthenticated\"} 2"));
  EXPECT_THAT(metrics_.Text(), testing::HasSubstr("lienthong_refused_total{kind=\"forbidden\"} 1"));
}

TEST(IncidentsTest, TellsTheFirstOfAnHourAndHowManyItDidNot) {
  gateway::Metrics metrics("test");
  TestClock clock;
  Incidents incidents(metrics, clock);

  testing::internal::CaptureStderr();
  for (int i = 0; i < 5; ++i) incidents.Note("flood", "token a", "too many");
  incidents.Note("flood", "token b", "too many");
  clock.now_ms += kTellIntervalMs;
  incidents.Note("flood", "token a", "too many");
  const std::string log = testing::internal::GetCapturedStderr();

  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 3);
  EXPECT_THAT(log, testing::HasSubstr("\"not_told\":4"));
  EXPECT_THAT(metrics.Text(), testing::HasSubstr("lienthong_refused_total{kind=\"flood\"} 7"));
}

}  // namespace
}  // namespace lienthong::node
