#include "clients/cli/reference.h"

#include <vector>

#include "clients/cli/connection.h"
#include "clients/cli/files.h"
#include "clients/cli/json.h"
#include "clients/cli/messages.h"
#include "clients/cli/reference_files.h"
#include "clients/cli/reference_stream.h"

namespace lienthong::cli {
namespace {

// More than a screen of faults helps nobody.
constexpr size_t kProblemsShownMax = 20;

ExitCode FailProblems(const Context& context, ExitCode code, const std::vector<Problem>& problems) {
  for (size_t i = 0; i < problems.size() && i < kProblemsShownMax; ++i) {
    Fail(context, code, FormatProblem(context.language, problems[i]));
  }
  if (problems.size() > kProblemsShownMax) {
    Fail(context, code,
         Say(context.language, messages::kMoreProblems, problems.size() - kProblemsShownMax));
  }
  return Fail(context, code, Say(context.language, messages::kNothingAdded));
}

// Reads all files; false when one cannot be read at all, which was said.
bool ReadFiles(const Context& context, const ReferenceOptions& options, ReferenceRows& rows) {
  std::vector<std::pair<FileKind, std::string>> files = {
      {FileKind::kUnits, options.units},
      {FileKind::kProcedures, options.procedures},
      {FileKind::kGrants, options.grants},
      {FileKind::kMappings, options.mappings},
      {FileKind::kObservations, options.observations}};
  for (const std::string& path : options.calendars) files.emplace_back(FileKind::kCalendar, path);
  for (const auto& [kind, path] : files) {
    if (path.empty()) continue;
    const auto text = ReadWholeFile(context, path);
    if (!text) return false;
    ReadReferenceFile(kind, path, *text, context.language, rows);
  }
  for (const std::string& path : options.rulebooks) {
    const auto text = ReadWholeFile(context, path);
    if (!text) return false;
    ReadRulebookFile(path, *text, rows);
  }
  return true;
}

bool NoFiles(const ReferenceOptions& options) {
  return options.units.empty() && options.procedures.empty() && options.grants.empty() &&
         options.mappings.empty() && options.calendars.empty() && options.observations.empty() &&
         options.rulebooks.empty();
}

void PrintAdded(const Context& context, const v1::ImportReferenceResponse& response, bool dry_run) {
  const Json json = {{"dry_run", dry_run},
                     {"added", response.added()},
                     {"unchanged", response.unchanged()},
                     {"author", response.position().author().node()},
                     {"sequence", response.position().sequence()}};
  if (context.output == Output::kJson) return PrintJson(context.out, json);
  if (context.output == Output::kCsv) return PrintCsv(context.out, json, Json::array({json}));
  const std::string added = FormatCount(context.language, response.added());
  const std::string unchanged = FormatCount(context.language, response.unchanged());
  context.out << (dry_run ? Say(context.language, messages::kReferenceChecked, added, unchanged)
                          : Say(context.language, messages::kReferenceAdded, added, unchanged,
                                FormatCount(context.language, response.position().sequence())))
              << '\n';
}

// Imports. Where the node refuses the rows, asks again as a dry run, whose answer
// names each of them; the first status is returned.
grpc::Status Call(const Context& context, v1::ImportReferenceRequest& request,
                  v1::ImportReferenceResponse& response) {
  const grpc::Status status = ImportInPieces(context, request, response);
  if (status.error_code() != grpc::StatusCode::INVALID_ARGUMENT || request.dry_run()) return status;
  request.set_dry_run(true);
  if (!ImportInPieces(context, request, response).ok()) response.Clear();
  return status;
}

}  // namespace

ExitCode RunReferenceImport(const Context& context, const ReferenceOptions& options) {
  if (NoFiles(options)) return FailUsage(context, messages::kNothingToImport);
  ReferenceRows rows;
  if (!ReadFiles(context, options, rows)) return ExitCode::kUsage;
  if (!rows.problems.empty()) return FailProblems(context, ExitCode::kUsage, rows.problems);
  rows.request.set_dry_run(options.dry_run);

  v1::ImportReferenceResponse response;
  const grpc::Status status = Call(context, rows.request, response);
  const std::vector<Problem> problems = ProblemsOf(response, rows.places);
  if (!problems.empty()) return FailProblems(context, ExitCode::kRefused, problems);
  if (!status.ok()) return FailCall(context, "reference import", context.node, status);
  PrintAdded(context, response, options.dry_run);
  return ExitCode::kDone;
}

}  // namespace lienthong::cli
