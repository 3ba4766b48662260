#include "services/access/wire_status.h"

#include "absl/strings/cord.h"
#include "lienthong/v1/rpc_status.pb.h"

namespace lienthong::access {
namespace {

constexpr char kRetryInfo[] = "type.googleapis.com/google.rpc.RetryInfo";
constexpr char kErrorInfo[] = "type.googleapis.com/google.rpc.ErrorInfo";

}  // namespace

absl::Status WithRetry(absl::Status status, int64_t delay_ms) {
  v1::RetryInfo info;
  info.mutable_retry_delay()->set_seconds(delay_ms / 1000);
  info.mutable_retry_delay()->set_nanos(static_cast<int32_t>(delay_ms % 1000 * 1'000'000));
  status.SetPayload(kRetryInfo, absl::Cord(info.SerializeAsString()));
  return status;
}

absl::Status WithReason(absl::Status status, const std::string& reason) {
  v1::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("lienthong");
  status.SetPayload(kErrorInfo, absl::Cord(info.SerializeAsString()));
  return status;
}

std::string DetailsOf(const absl::Status& status) {
  v1::RpcStatus details;
  details.set_code(static_cast<int32_t>(status.code()));
  details.set_message(MessageOf(status));
  status.ForEachPayload([&](absl::string_view type, const absl::Cord& value) {
    google::protobuf::Any& detail = *details.add_details();
    detail.set_type_url(std::string(type));
    detail.set_value(std::string(value));
  });
  return details.details().empty() ? std::string() : details.SerializeAsString();
}

}  // namespace lienthong::access
