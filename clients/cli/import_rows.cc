#include "clients/cli/import_rows.h"

#include <algorithm>

#include "clients/cli/connection.h"
#include "clients/cli/files.h"
#include "clients/cli/import_report.h"
#include "clients/cli/messages.h"
#include "clients/cli/rejects.h"
#include "lienthong/v1/intake.grpc.pb.h"
#include "services/intake/observation_reader.h"
#include "services/intake/petition_reader.h"
#include "storage/base/status.h"

namespace lienthong::cli {
namespace {

constexpr absl::Duration kBackoffMin = absl::Milliseconds(100);
constexpr absl::Duration kBackoffMax = absl::Seconds(5);

bool IsTemporary(grpc::StatusCode code) {
  return code == grpc::StatusCode::UNAVAILABLE || code == grpc::StatusCode::RESOURCE_EXHAUSTED ||
         code == grpc::StatusCode::DEADLINE_EXCEEDED || code == grpc::StatusCode::CANCELLED;
}

// Sends the rows of one file. `Kind` says how they are read, put into a request and sent.
template <typename Kind>
class RowImport {
 public:
  RowImport(const Context& context, const ImportOptions& options, Kind kind)
      : context_(context),
        options_(options),
        kind_(std::move(kind)),
        channel_(OpenChannel(context)),
        stub_(v1::IntakeService::NewStub(channel_)) {}

  ExitCode Run(const std::string& path) {
    const auto bytes = ReadWholeFile(context_, path);
    if (!bytes) return ExitCode::kUsage;
    report_.file = path;
    report_.started_ms = report_.finished_ms = context_.clock.NowMs();
    const absl::Status read = kind_.Read(
        *bytes, [this](uint64_t number, auto record) { return Take(number, std::move(record)); },
        [this](const intake::Reject& reject) {
          ++report_.refused;
          report_.rejects.push_back(reject);
        });
    if (failure_.ok() && read.ok()) Send();
    if (!failure_.ok()) return FailCall(context_, "import", path, failure_);
    if (!read.ok()) return FailUsage(context_, messages::kFileUnreadable, path, MessageOf(read));
    if (!WriteRejects(context_, path, report_.rejects)) return ExitCode::kUsage;
    PrintImport(context_, {report_});
    return report_.refused > 0 ? ExitCode::kSomeRefused : ExitCode::kDone;
  }

 private:
  using Request = typename Kind::Request;
  using Response = typename Kind::Response;

  template <typename Record>
  absl::Status Take(uint64_t number, Record record) {
    if (numbers_.size() == kBatchRecordsMax) Send();
    if (!failure_.ok()) return Unavailable("import: stopped");
    codes_.push_back(Kind::CodeOf(record));
    kind_.Add(std::move(record), request_);
    numbers_.push_back(number);
    return absl::OkStatus();
  }

  // Sends what is gathered, again and again while the node is away, up to --retry-seconds.
  void Send() {
    if (numbers_.empty()) return;
    kind_.Complete(options_, request_);
    Response response;
    absl::Duration backoff = kBackoffMin;
    const int64_t give_up_ms =
        context_.clock.NowMs() + absl::ToInt64Milliseconds(absl::Seconds(options_.retry_seconds));
    while (true) {
      grpc::ClientContext call;
      SetDeadline(context_, call);
      response.Clear();
      failure_ = Kind::Call(*stub_, call, request_, response);
      if (failure_.ok() || !IsTemporary(failure_.error_code()) ||
          context_.clock.NowMs() >= give_up_ms)
        break;
      context_.sleep(backoff);
      backoff = std::min(2 * backoff, kBackoffMax);
    }
    if (failure_.ok() && response.results_size() != static_cast<int>(numbers_.size()))
      failure_ = {grpc::StatusCode::INTERNAL, "the node answered another number of records"};
    if (failure_.ok()) TakeAnswer(response);
    request_.Clear();
    numbers_.clear();
    codes_.clear();
  }

  void TakeAnswer(const Response& response) {
    for (int i = 0; i < response.results_size(); ++i) {
      const v1::RecordResult& result = response.results(i);
      const auto place = static_cast<size_t>(i);
      switch (result.outcome()) {
        case v1::RecordResult::OUTCOME_ADMITTED:
          ++report_.admitted;
          break;
        case v1::RecordResult::OUTCOME_UNCHANGED:
          ++report_.unchanged;
          break;
        case v1::RecordResult::OUTCOME_PARKED:
          ++report_.parked;
          break;
        default:
          ++report_.refused;
          report_.rejects.push_back(
              {numbers_[place], codes_[place], result.field(), result.reason()});
      }
    }
    report_.finished_ms = context_.clock.NowMs();
  }

  const Context& context_;
  const ImportOptions& options_;
  Kind kind_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::IntakeService::Stub> stub_;
  FileReport report_;
  Request request_;
  // Of the records in `request_`: place in the file and code.
  std::vector<uint64_t> numbers_;
  std::vector<std::string> codes_;
  grpc::Status failure_;
};

struct Petitions {
  using Request = v1::SubmitPetitionsRequest;
  using Response = v1::SubmitPetitionsResponse;

  absl::Status Read(std::string_view bytes, intake::OnPetition on_record,
                    intake::OnReject on_reject) {
    return intake::ReadPetitions(bytes, on_record, on_reject);
  }
  static std::string CodeOf(const v1::PetitionRecord& record) { return record.petition(); }
  void Add(v1::PetitionRecord record, Request& request) {
    *request.add_petitions() = std::move(record);
  }
  void Complete(const ImportOptions& options, Request& request) const {
    request.set_source(options.source);
    request.set_reporting_unit(options.unit);
    request.set_arrival(arrival);
  }
  static grpc::Status Call(v1::IntakeService::Stub& stub, grpc::ClientContext& call,
                           const Request& request, Response& response) {
    return stub.SubmitPetitions(&call, request, &response);
  }

  Instant arrival = 0;
};

struct Observations {
  using Request = v1::SubmitObservationsRequest;
  using Response = v1::SubmitObservationsResponse;

  absl::Status Read(std::string_view bytes, intake::OnObservation on_record,
                    intake::OnReject on_reject) {
    return intake::ReadObservations(bytes, on_record, on_reject);
  }
  static std::string CodeOf(const v1::ObservationRecord& record) { return record.unit(); }
  void Add(v1::ObservationRecord record, Request& request) {
    *request.add_observations() = std::move(record);
  }
  void Complete(const ImportOptions&, Request&) const {}
  static grpc::Status Call(v1::IntakeService::Stub& stub, grpc::ClientContext& call,
                           const Request& request, Response& response) {
    return stub.SubmitObservations(&call, request, &response);
  }
};

}  // namespace

ExitCode RunImportPetitions(const Context& context, const ImportOptions& options) {
  if (!intake::IsSourceName(options.source)) return FailUsage(context, messages::kBadSource);
  Petitions kind{.arrival = context.clock.Now()};
  if (!options.received_at.empty()) {
    const auto arrival = intake::ParseWrittenTime(options.received_at);
    if (!arrival.has_value())
      return FailUsage(context, messages::kBadNationalTime, "--received-at");
    kind.arrival = *arrival;
  }
  return RowImport<Petitions>(context, options, kind).Run(options.petitions);
}

ExitCode RunImportObservations(const Context& context, const ImportOptions& options) {
  return RowImport<Observations>(context, options, {}).Run(options.observations);
}

}  // namespace lienthong::cli
