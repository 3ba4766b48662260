#include "services/access/wire_status.h"

#include <gtest/gtest.h>

#include "lienthong/v1/rpc_status.pb.h"
#include "storage/base/hash.h"

namespace lienthong::access {
namespace {

TEST(WireStatusTest, SaysNothingWhereThereIsNothing) {
  EXPECT_EQ(DetailsOf(ResourceExhausted("queue: full")), "");
  EXPECT_EQ(DetailsOf(absl::OkStatus()), "");
}

TEST(WireStatusTest, CarriesWhenAndWhy) {
  const std::string bytes =
      DetailsOf(WithRetry(WithReason(ResourceExhausted("queue: full"), "QUEUE_FULL"), 1250));

  v1::RpcStatus status;
  ASSERT_TRUE(status.ParseFromString(bytes));
  EXPECT_EQ(status.code(), 8);
  EXPECT_EQ(status.message(), "queue: full");
  ASSERT_EQ(status.details_size(), 2);
  for (const google::protobuf::Any& detail : status.details()) {
    v1::RetryInfo retry;
    v1::ErrorInfo error;
    if (detail.type_url() == "type.googleapis.com/google.rpc.RetryInfo") {
      ASSERT_TRUE(retry.ParseFromString(detail.value()));
      EXPECT_EQ(retry.retry_delay().seconds(), 1);
      EXPECT_EQ(retry.retry_delay().nanos(), 250'000'000);
    } else {
      ASSERT_TRUE(error.ParseFromString(detail.value()));
      EXPECT_EQ(error.reason(), "QUEUE_FULL");
    }
  }
}

// The bytes that googleapis-common-protos 1.76 for Python makes of the same.
TEST(WireStatusTest, IsGooglesByteForByte) {
  EXPECT_EQ(
      ToHex(DetailsOf(WithRetry(ResourceExhausted("full"), 250))),
      "0808120466756c6c1a330a28747970652e676f6f676c65617069732e636f6d2f676f6f676c652e7270632e5265"
      "747279496e666f12070a051080e59a77");
}

}  // namespace
}  // namespace lienthong::access
