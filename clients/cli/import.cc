#include "clients/cli/import.h"

#include <filesystem>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "clients/cli/connection.h"
#include "clients/cli/files.h"
#include "clients/cli/import_report.h"
#include "clients/cli/messages.h"
#include "clients/cli/progress_bar.h"
#include "clients/cli/rejects.h"
#include "clients/cli/submitter.h"
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

  ExitCode Run();

 private:
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
  uint64_t bytes_done_ = 0;
  uint64_t acknowledged_ = 0;
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
  if (bytes) {
    StartBatch();
    read = intake::ReadFile(
               *bytes,
               [this](uint64_t number, v1::SourceRecord record) {
                 return TakeRecord(number, std::move(record));
               },
               [this](const intake::Reject& reject) { TakeReject(reject); })
               .status();
  }
  bytes_done_ += SizeOf(path);
  if (!failure_.ok()) return;
  if (!read.ok()) FailUsage(context_, messages::kFileUnreadable, path, MessageOf(read));
  if (!bytes || !read.ok()) {
    incomplete_ = true;
    Note(ExitCode::kUsage);
  }
  if (reports_.size() < options_.files.size()) Send();
}

void Import::StartBatch() {
  batch_ = Batch();
  batch_bytes_ = 0;
  batch_.file = reports_.size() - 1;
  v1::SubmitRequest& request = *batch_.request.mutable_batch();
  request.set_source(options_.source);
  request.set_reporting_unit(options_.unit);
  request.set_arrival(times_.arrival);
}

absl::Status Import::TakeRecord(uint64_t number, v1::SourceRecord record) {
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
  for (int i = 0; i < response.results_size(); ++i) {
    TakeResult(report, batch.numbers[static_cast<size_t>(i)], batch.request.batch().records(i),
               response.results(i));
  }
  report.finished_ms = context_.clock.NowMs();
  acknowledged_ += batch.numbers.size();
  // Batches come back in order: one of this file means that those before are done.
  ListRejectsBefore(batch.file);
  bar_.Show(bytes_done_, acknowledged_, report.file);
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
  for (; listed_ < file; ++listed_) {
    const FileReport& report = reports_[listed_];
    if (!WriteRejects(context_, report.file, report.rejects)) Note(ExitCode::kUsage);
  }
}

}  // namespace

ExitCode RunImport(const Context& context, const ImportOptions& options) {
  const auto times = ReadOptions(context, options);
  if (!times) return ExitCode::kUsage;
  return Import(context, options, *times).Run();
}

}  // namespace lienthong::cli
