// A client of one node: submits dossier updates, reads books and scorecards.
//
//   auto client = Client::Open(Config::FromEnvironment());
//   if (!client.ok()) ...
//   auto status = (*client)->SubmitStream({.source = "igate", .unit = "H44.13"}, next, on_result);
//
// Calls wait for their answer; from any thread. What is temporary is repeated for Config.retry
// first, and every call may safely be repeated: a record that says nothing new is UNCHANGED. Other
// calls of the contract: a stub of channel(), whose calls carry the token.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lienthong/client/config.h"
#include "lienthong/v1/admin.grpc.pb.h"
#include "lienthong/v1/intake.grpc.pb.h"
#include "lienthong/v1/query.grpc.pb.h"
#include "lienthong/v1/reference.grpc.pb.h"
#include "lienthong/v1/score.grpc.pb.h"

namespace lienthong::client {

// What all records of one submission have in common. Times are seconds since 1970 UTC.
struct Submission {
  // Name of the one-stop system, 1 to 32 of [a-z0-9._-].
  std::string source;
  // Code or name of the unit whose desk reports; each record may name its own.
  std::string unit;
  // When the records arrived from the source; 0: when the call is made. Give it when you repeat a
  // call of your own: a repeat is only a repeat when it says the same.
  int64_t arrival = 0;
  // Not 0: with these records the source is complete for `unit` through this instant.
  int64_t complete_through = 0;
  // A first load from an existing system, not news.
  bool migrated = false;
};

// One record, and what became of it.
struct Result {
  // Place of the record among those submitted, from 1.
  uint64_t number = 0;
  v1::SourceRecord record;
  // Admitted, unchanged, parked or refused; of the last two `field` and `reason` say why.
  v1::RecordResult result;
};

class Client {
 public:
  // Fills the next record; false at the end.
  using Next = std::function<bool(v1::SourceRecord&)>;
  // Takes a result, in the order of the records; false breaks off.
  using OnResult = std::function<bool(const Result&)>;

  // Connects when the first call is made. INVALID_ARGUMENT: the configuration.
  static absl::StatusOr<std::unique_ptr<Client>> Open(const Config& config);

  // Sends a few records (at most 4,096) and returns when all of them are durable: for a live feed.
  absl::StatusOr<std::vector<Result>> Submit(const Submission& submission,
                                             std::vector<v1::SourceRecord> records);

  // Sends any number of records. `next` is asked only as fast as the node commits (`window` batches
  // ahead), and not while `on_result` runs. When the stream breaks or the node is busy, what is not
  // acknowledged is sent again; the node takes a repeat without effect. CANCELLED: broken off.
  absl::Status SubmitStream(const Submission& submission, const Next& next,
                            const OnResult& on_result);

  // Figures and the score of group 2 of Decision 766 for a unit's subtree.
  absl::StatusOr<v1::GetScoreResponse> Score(const v1::GetScoreRequest& request);
  // An empty decimal is "not scored", which is not zero.
  absl::StatusOr<v1::GetScorecardResponse> Scorecard(const v1::GetScorecardRequest& request);
  absl::StatusOr<v1::GetCoverageResponse> Coverage(const v1::GetCoverageRequest& request);
  absl::StatusOr<v1::GetDossierResponse> Dossier(const std::string& id);
  // The units below one ("": all) that hold at a day yyyy-mm-dd ("": today), depth first.
  absl::StatusOr<v1::ListUnitsResponse> Units(const std::string& below, const std::string& day);
  absl::StatusOr<v1::GetStatusResponse> Status();

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // Makes one attempt of a unary call; its deadline is set.
  using Attempt = std::function<grpc::Status(grpc::ClientContext&)>;
  // Any unary call with this client's deadline, retries and errors; only for what may be repeated:
  //   client.Call([&](grpc::ClientContext& call) { return stub->GetForm(&call, request, &form); })
  absl::Status Call(const Attempt& attempt);

 private:
  Client(const Config& config, std::shared_ptr<grpc::Channel> channel);

  const Config config_;
  const std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace lienthong::client
