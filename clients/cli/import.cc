#include "clients/cli/import.h"

#include <filesystem>
#include <optional>
#include <set>
#include <span>
#include <system_error>
#include <utility>

#include "clients/cli/connection.h"
#include "clients/cli/files.h"
#include "clients/cli/import_files.h"
#include "clients/cli/import_position.h"
#include "clients/cli/import_report.h"
#include "clients/cli/messages.h"
#include "clients/cli/origin_text.h"
#include "clients/cli/progress_bar.h"
#include "clients/cli/rejects.h"
#include "clients/cli/submitter.h"
#include "lienthong/v1/admin.grpc.pb.h"
#include "services/intake/national_time.h"
#include "services/intake/reader.h"
#include "services/intake/validate.h"
#include "storage/base/status.h"

namespace lienthong::cli {
namespace {

// What the options mean.
struct Times {
  Instant arrival = 0;
  Instant complete_through = 0;
};

// The instant of fourteen digits.
std::optional<Instant> ParseFourteen(const std::string& text) {
  const auto time = intake::ParseNationalTime(text);
  return text.size() == 14 && time ? std::optional(time->instant) : std::nullopt;
}

// Nothing after saying what is wrong with the options.
std::optional<Times> ReadOptions(const Context& context, const ImportOptions& options) {
  if (!intake::IsSourceName(options.source)) {
    FailUsage(context, messages::kBadSource);
    return std::nullopt;
  }
  const std::pair<const std::string&, const char*> not_with_history[] = {
      {options.received_at, "--received-at"}, {options.complete_through, "--complete-through"}};
  for (const auto& [text, name] : not_with_history) {
    if (!options.history || text.empty()) continue;
    FailUsage(context, messages::kNotWithHistory, name);
    return std::nullopt;
  }
  // One arrival for the whole import, also when it has to send a batch again: a repeat
  // is only a repeat when it says the same.
  Times times{.arrival = context.clock.Now()};
  const std::pair<const std::string&, Instant&> given[] = {
      {options.received_at, times.arrival}, {options.complete_through, times.complete_through}};
  for (const auto& [text, instant] : given) {
    if (text.empty()) continue;
    const auto parsed = ParseFourteen(text);
    if (!parsed) {
      const bool arrival = &instant == &times.arrival;
      FailUsage(context, messages::kBadNationalTime,
                arrival ? "--received-at" : "--complete-through");
      return std::nullopt;
    }
    instant = *parsed;
  }
  return times;
}

uint64_t SizeOf(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  return error ? 0 : size;
}

uint64_t SizeOf(const std::vector<std::string>& paths) {
  uint64_t size = 0;
  for (const std::string& path : paths) size += SizeOf(path);
  return size;
}

// One run over all files.
class Import {
 public:
  Import(const Context& context, const ImportOptions& options, const Times& times)
      : context_(context),
        options_(options),
        times_(times),
        bar_(context, SizeOf(options.files)),
        submitter_(OpenChannel(context),
                   {.retry = absl::Seconds(options.retry_seconds), .silence = context.timeout},
                   context.clock, context.sleep,
                   [this](const Batch& batch, const v1::SubmitResponse& response) {
                     TakeAnswer(batch, response);
                   }) {}

  // Makes it a first load at the node that has this origin.
  void LoadHistoryAt(const v1::Origin& node) {
    positions_.emplace(context_, LoadIdentity{.node = node.node() + "/" + EpochHex(node.epoch()),
                                              .unit = options_.unit,
                                              .source = options_.source});
  }
  ExitCode Run();

 private:
  bool Open(const std::string& path, const std::string& bytes);
  bool IsDone(uint64_t number);
  void CloseBefore(size_t file);
  void ReadFile(const std::string& path);
  absl::Status TakeRecord(uint64_t number, v1::SourceRecord record);
  void TakeReject(const intake::Reject& reject);
  bool Send();
  void Finish();
  void SendCompleteThrough();
  void TakeAnswer(const Batch& batch, const v1::SubmitResponse& response);
  void TakeResult(FileReport& report, uint64_t number, const v1::SourceRecord& record,
                  const v1::RecordResult& result);
  void ListRejectsBefore(size_t file);
  void StartBatch();
  void Note(ExitCode code);

  const Context& context_;
  const ImportOptions& options_;
  const Times times_;
  ProgressBar bar_;
  Submitter submitter_;

  std::vector<FileReport> reports_;
  // Read, but not submitted; always the last of what was read.
  Batch batch_;
  size_t batch_bytes_ = 0;
  // Every unit that the records so far were reported for.
  std::set<std::string> units_;
  // Files before this one have their rejects listed.
  size_t listed_ = 0;
  // Of the files before the present one, and of that one.
  uint64_t bytes_done_ = 0;
  size_t bytes_read_ = 0;
  uint64_t acknowledged_ = 0;
  // Of a first load.
  std::optional<LoadPositions> positions_;
  // Bytes of the present file that are known to be done.
  size_t bytes_skipped_ = 0;
  // Why the node takes no more.
  grpc::Status failure_;
  // A file was unreadable, or a record could not even be identified.
  bool incomplete_ = false;
  ExitCode code_ = ExitCode::kDone;
};

ExitCode Import::Run() {
  for (const std::string& path : options_.files) {
    ReadFile(path);
    if (!failure_.ok()) break;
  }
  Finish();
  if (positions_) bar_.Summarize(bytes_done_, acknowledged_);
  if (!failure_.ok()) Note(FailCall(context_, "import", options_.source, failure_));
  if (code_ == ExitCode::kDone && Total(reports_).refused > 0) code_ = ExitCode::kSomeRefused;
  PrintImport(context_, reports_);
  return code_;
}

// The first trouble that is more than refused records decides the exit code.
void Import::Note(ExitCode code) {
  if (code_ == ExitCode::kDone) code_ = code;
}

void Import::ReadFile(const std::string& path) {
  const int64_t now_ms = context_.clock.NowMs();
  reports_.push_back({.file = path, .started_ms = now_ms, .finished_ms = now_ms});
  const auto bytes = ReadWholeFile(context_, path);
  absl::Status read;
  const bool opened = bytes && Open(path, *bytes);
  if (opened) {
    StartBatch();
    read = intake::ReadFile(
               *bytes,
               [this](uint64_t number, v1::SourceRecord record) {
                 return TakeRecord(number, std::move(record));
               },
               [this](const intake::Reject& reject) { TakeReject(reject); }, &bytes_read_)
               .status();
  }
  bytes_done_ += bytes ? bytes->size() : SizeOf(path);
  bytes_read_ = 0;
  if (!failure_.ok()) return;
  if (!read.ok()) FailUsage(context_, messages::kFileUnreadable, path, MessageOf(read));
  if (!opened || !read.ok()) {
    incomplete_ = true;
    Note(ExitCode::kUsage);
  }
  if (reports_.size() < options_.files.size()) Send();
}

// Finds out how far a first load had come with the file.
bool Import::Open(const std::string& path, const std::string& bytes) {
  bytes_skipped_ = 0;
  if (!positions_) return true;
  FileReport& report = reports_.back();
  if (!positions_->Open(reports_.size() - 1, path, bytes, report)) return false;
  acknowledged_ += report.before;
  bar_.Skip(0, report.before);
  return true;
}

// Whether an earlier run of a first load settled the record.
bool Import::IsDone(uint64_t number) {
  if (!positions_ || !positions_->IsDone(reports_.size() - 1, number)) return false;
  bar_.Skip(bytes_read_ - bytes_skipped_, 0);
  bytes_skipped_ = bytes_read_;
  return true;
}

void Import::StartBatch() {
  batch_ = Batch();
  batch_bytes_ = 0;
  batch_.file = reports_.size() - 1;
  v1::SubmitRequest& request = *batch_.request.mutable_batch();
  request.set_source(options_.source);
  request.set_reporting_unit(options_.unit);
  request.set_migrated(options_.history);
  if (!options_.history) request.set_arrival(times_.arrival);
}

absl::Status Import::TakeRecord(uint64_t number, v1::SourceRecord record) {
  if (IsDone(number)) return absl::OkStatus();
  const size_t bytes = record.ByteSizeLong();
  if (batch_.numbers.size() == kBatchRecordsMax ||
      (!batch_.numbers.empty() && batch_bytes_ + bytes > kBatchBytesMax)) {
    if (!Send()) return Unavailable("import: stopped");
  }
  units_.insert(record.reporting_unit().empty() ? options_.unit : record.reporting_unit());
  *batch_.request.mutable_batch()->add_records() = std::move(record);
  batch_.numbers.push_back(number);
  batch_bytes_ += bytes;
  return absl::OkStatus();
}

void Import::TakeReject(const intake::Reject& reject) {
  FileReport& report = reports_.back();
  ++report.refused;
  report.rejects.push_back(reject);
  if (reject.dossier.empty()) incomplete_ = true;
}

// Submits what is read; false when the node takes no more.
bool Import::Send() {
  const bool says_something =
      !batch_.numbers.empty() || batch_.request.batch().complete_through() != 0;
  if (says_something) failure_ = submitter_.Submit(std::move(batch_));
  StartBatch();
  return failure_.ok();
}

// Submits the last batch, with or without the word that the source is complete, waits
// for everything and lists the rejects.
void Import::Finish() {
  if (failure_.ok() && times_.complete_through != 0) SendCompleteThrough();
  if (failure_.ok() && Send()) failure_ = submitter_.Flush();
  if (failure_.ok()) return ListRejectsBefore(reports_.size());
  CloseBefore(reports_.size());
  for (; listed_ < reports_.size(); ++listed_) {
    // What is known so far; an earlier list is no worse than none.
    const FileReport& report = reports_[listed_];
    if (!report.rejects.empty()) WriteRejects(context_, report.file, report.rejects);
  }
}

// Puts the word into the last batch once everything before it is acknowledged. Where
// the files are of several units, each gets it in an empty batch of its own.
void Import::SendCompleteThrough() {
  if (incomplete_) {
    Fail(context_, code_, Say(context_.language, messages::kNotComplete));
    return;
  }
  if (!options_.unit.empty()) units_ = {options_.unit};
  if (units_.empty() || units_.contains("")) {
    return Note(FailUsage(context_, messages::kUnitNeeded));
  }
  if (units_.size() > 1 && !Send()) return;
  failure_ = submitter_.Flush();
  for (const std::string& unit : units_) {
    if (!failure_.ok()) return;
    batch_.request.mutable_batch()->set_reporting_unit(unit);
    batch_.request.mutable_batch()->set_complete_through(times_.complete_through);
    if (units_.size() > 1) Send();
  }
}

void Import::TakeAnswer(const Batch& batch, const v1::SubmitResponse& response) {
  FileReport& report = reports_[batch.file];
  const size_t rejects_before = report.rejects.size();
  for (int i = 0; i < response.results_size(); ++i) {
    TakeResult(report, batch.numbers[static_cast<size_t>(i)], batch.request.batch().records(i),
               response.results(i));
  }
  report.finished_ms = context_.clock.NowMs();
  acknowledged_ += batch.numbers.size();
  if (positions_ && !batch.numbers.empty() &&
      !positions_->Acknowledge(batch.file, batch.numbers,
                               std::span(report.rejects).subspan(rejects_before), report))
    Note(ExitCode::kUsage);
  // Batches come back in order: one of this file means that those before are done.
  ListRejectsBefore(batch.file);
  bar_.Show(bytes_done_ + bytes_read_, acknowledged_, report.file);
}

void Import::CloseBefore(size_t file) {
  if (positions_ && !positions_->CloseBefore(file)) Note(ExitCode::kUsage);
}

void Import::TakeResult(FileReport& report, uint64_t number, const v1::SourceRecord& record,
                        const v1::RecordResult& result) {
  switch (result.outcome()) {
    case v1::RecordResult::OUTCOME_ADMITTED:
      ++report.admitted;
      return;
    case v1::RecordResult::OUTCOME_UNCHANGED:
      ++report.unchanged;
      return;
    case v1::RecordResult::OUTCOME_PARKED:
      ++report.parked;
      return;
    default:
      ++report.refused;
      report.rejects.push_back({.number = number,
                                .dossier = record.dossier(),
                                .field = result.field(),
                                .reason = result.reason()});
  }
}

void Import::ListRejectsBefore(size_t file) {
  CloseBefore(file);
  for (; listed_ < file; ++listed_) {
    const FileReport& report = reports_[listed_];
    if (!WriteRejects(context_, report.file, report.rejects)) Note(ExitCode::kUsage);
  }
}

// Which node it is, waiting for one that is away.
grpc::Status AskForOrigin(const Context& context, v1::Origin& origin) {
  grpc::ClientContext call;
  SetDeadline(context, call);
  call.set_wait_for_ready(true);
  v1::GetStatusResponse response;
  const auto stub = v1::AdminService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->GetStatus(&call, v1::GetStatusRequest(), &response);
  origin = response.node();
  return status;
}

ExitCode LoadHistory(const Context& context, ImportOptions options, const Times& times) {
  auto files = FindFiles(context, options.files);
  if (!files) return ExitCode::kUsage;
  options.files = *std::move(files);
  v1::Origin node;
  const grpc::Status status = AskForOrigin(context, node);
  if (!status.ok()) return FailCall(context, "import", options.source, status);
  Import import(context, options, times);
  import.LoadHistoryAt(node);
  return import.Run();
}

}  // namespace

ExitCode RunImport(const Context& context, const ImportOptions& options) {
  const auto times = ReadOptions(context, options);
  if (!times) return ExitCode::kUsage;
  return options.history ? LoadHistory(context, options, *times)
                         : Import(context, options, *times).Run();
}

}  // namespace lienthong::cli
