#include "services/node/grpc_log.h"

#include <gmock/gmock.h>
#include <grpc/support/log.h>
#include <gtest/gtest.h>

namespace lienthong::node {
namespace {

using testing::HasSubstr;
using testing::Not;

class FixedClock final : public Clock {
 public:
  int64_t NowMs() const override { return 1785549600000; }
};

constexpr char kOne[] = "lienthong_refused_total{kind=\"handshake\"} 1";

TEST(GrpcLogTest, AFailedHandshakeIsSomebodyRefused) {
  FixedClock clock;
  gateway::Metrics metrics("test");
  Incidents incidents(metrics, clock);
  const GrpcLog log(incidents);
  gpr_log_verbosity_init();  // as any server does

  gpr_log(GPR_ERROR, "Handshake failed with fatal error SSL_ERROR_SSL: wrong version number.");
  gpr_log(GPR_ERROR, "No address added out of total 1 resolved");

  EXPECT_THAT(metrics.Text(), HasSubstr(kOne));
}

TEST(GrpcLogTest, NothingIsHeardAfterItsEnd) {
  FixedClock clock;
  gateway::Metrics metrics("test");
  Incidents incidents(metrics, clock);
  { const GrpcLog log(incidents); }

  gpr_log(GPR_ERROR, "Handshake failed with fatal error SSL_ERROR_SSL: wrong version number.");

  EXPECT_THAT(metrics.Text(), Not(HasSubstr(kOne)));
}

}  // namespace
}  // namespace lienthong::node
