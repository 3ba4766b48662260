#include "lienthong/client/errors.h"

#include "lienthong/client/error_details.pb.h"

namespace lienthong::client {
namespace {

constexpr char kPayload[] = "lienthong.client/google.rpc.Status";

bool Is(const google::protobuf::Any& any, const std::string& name) {
  const std::string& url = any.type_url();
  return url.size() > name.size() && url.compare(url.size() - name.size(), name.size(), name) == 0;
}

void Take(const google::protobuf::Any& any, ErrorDetails& details) {
  wire::ErrorInfo info;
  wire::BadRequest bad;
  wire::RetryInfo retry;
  if (Is(any, "/google.rpc.ErrorInfo") && info.ParseFromString(any.value())) {
    details.reason = info.reason();
    details.domain = info.domain();
    details.metadata = {info.metadata().begin(), info.metadata().end()};
  } else if (Is(any, "/google.rpc.BadRequest") && bad.ParseFromString(any.value())) {
    for (const auto& v : bad.field_violations())
      details.violations.emplace_back(v.field(), v.description());
  } else if (Is(any, "/google.rpc.RetryInfo") && retry.ParseFromString(any.value())) {
    details.retry_after = absl::Seconds(retry.retry_delay().seconds()) +
                          absl::Nanoseconds(retry.retry_delay().nanos());
  }
}

}  // namespace

ErrorDetails DetailsOf(const absl::Status& status) {
  ErrorDetails details;
  const auto payload = status.GetPayload(kPayload);
  wire::Status wire;
  if (!payload || !wire.ParseFromString(std::string(*payload))) return details;
  for (const auto& any : wire.details()) Take(any, details);
  return details;
}

// The codes of absl are those of gRPC.
absl::Status FromGrpc(const grpc::Status& status) {
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  if (!result.ok() && !status.error_details().empty())
    result.SetPayload(kPayload, absl::Cord(status.error_details()));
  return result;
}

// A node that goes down cancels what it holds; we cancel nothing that we still wait for.
bool IsTemporary(const absl::Status& status) {
  if (absl::IsResourceExhausted(status))
    return DetailsOf(status).reason != "MESSAGE_TOO_LARGE";  // stays so
  return absl::IsUnavailable(status) || absl::IsCancelled(status);
}

}  // namespace lienthong::client
