#include "clients/cli/report.h"

#include "clients/cli/connection.h"
#include "clients/cli/files.h"
#include "clients/cli/messages.h"
#include "clients/cli/period_options.h"
#include "clients/cli/words.h"
#include "lienthong/v1/report.grpc.pb.h"

namespace lienthong::cli {
namespace {

// What the node takes at most; more is no template.
constexpr size_t kTemplateBytesMax = 256 << 10;

// The format of a document; without --format that of --output.
std::optional<v1::DocumentFormat> ReadFormat(const Context& context, const std::string& word) {
  if (!word.empty()) return ReadWord<v1::DocumentFormat>(context, "--format", word);
  switch (context.output) {
    case Output::kJson:
      return v1::DOCUMENT_FORMAT_JSON;
    case Output::kCsv:
      return v1::DOCUMENT_FORMAT_CSV;
    default:
      return v1::DOCUMENT_FORMAT_TEXT;
  }
}

// Names have neither "/" nor ".".
bool IsFile(const std::string& name) { return name.find_first_of("/.") != std::string::npos; }

// Puts the name of a template or the text of its file into `request`.
template <typename Request>
bool ReadTemplate(const Context& context, const char* option, const std::string& name,
                  Request& request) {
  if (!IsFile(name)) {
    request.set_template_(name);
    return true;
  }
  auto text = ReadWholeFile(context, name);
  if (!text) return false;
  if (text->empty() || text->size() > kTemplateBytesMax) {
    FailUsage(context, messages::kBadTemplate, option, name, kTemplateBytesMax >> 10);
    return false;
  }
  request.set_template_text(*std::move(text));
  return true;
}

// What both requests have.
template <typename Request>
bool ReadCommon(const Context& context, const ReportOptions& options, Request& request) {
  if (options.unit.empty()) {
    FailUsage(context, messages::kMissingArgument, "--unit");
    return false;
  }
  const auto period = ReadPeriod(
      context, {options.period, options.period_calendar, options.from, options.to});
  if (!period) return false;
  request.set_unit(options.unit);
  request.set_from(FormatDate(period->first));
  request.set_to(FormatDate(period->last));
  const auto format = ReadFormat(context, options.format);
  if (!format) return false;
  request.set_format(*format);
  return ReadMoments(context, options.as_of, options.known_at, request);
}

// Documents end in a newline; JSON of the node does, too.
ExitCode Deliver(const Context& context, const ReportOptions& options,
                 const std::string& document) {
  if (options.out.empty()) {
    context.out << document;
    return ExitCode::kDone;
  }
  return WriteWholeFile(context, options.out, document) ? ExitCode::kDone : ExitCode::kUsage;
}

ExitCode ShowTemplate(const Context& context, const ReportOptions& options) {
  v1::ListReportTemplatesRequest request;
  request.set_name(options.show_template);
  v1::ListReportTemplatesResponse response;
  grpc::ClientContext call;
  SetDeadline(context, call);
  const auto stub = v1::ReportService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->ListReportTemplates(&call, request, &response);
  if (!status.ok()) return FailCall(context, "report", options.show_template, status);
  std::string text;
  for (const auto& row : response.rows()) text += row.text();
  return Deliver(context, options, text);
}

ExitCode RunForm(const Context& context, const ReportOptions& options) {
  const auto request = MakeFormRequest(context, options);
  if (!request) return ExitCode::kUsage;
  v1::GetFormResponse response;
  grpc::ClientContext call;
  SetDeadline(context, call);
  const auto stub = v1::ReportService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->GetForm(&call, *request, &response);
  if (!status.ok()) return FailCall(context, "report", options.unit, status);
  return Deliver(context, options, response.document());
}

}  // namespace

std::optional<v1::GetReportRequest> MakeReportRequest(const Context& context,
                                                      const ReportOptions& options) {
  v1::GetReportRequest request;
  if (!ReadCommon(context, options, request)) return std::nullopt;
  if (!ReadTemplate(context, "--template", options.template_name, request)) return std::nullopt;
  request.set_rulebook(options.rulebook);
  return request;
}

std::optional<v1::GetFormRequest> MakeFormRequest(const Context& context,
                                                  const ReportOptions& options) {
  if (!options.template_name.empty()) {
    FailUsage(context, messages::kTemplateOrForm);
    return std::nullopt;
  }
  v1::GetFormRequest request;
  if (!ReadCommon(context, options, request)) return std::nullopt;
  const auto by = ReadWord<v1::FormBy>(context, "--by", options.by);
  if (!by) return std::nullopt;
  request.set_by(*by);
  if (!ReadTemplate(context, "--form", options.form, request)) return std::nullopt;
  return request;
}

ExitCode RunReport(const Context& context, const ReportOptions& options) {
  if (!options.show_template.empty()) return ShowTemplate(context, options);
  if (!options.form.empty()) return RunForm(context, options);
  const auto request = MakeReportRequest(context, options);
  if (!request) return ExitCode::kUsage;
  v1::GetReportResponse response;
  grpc::ClientContext call;
  SetDeadline(context, call);
  const auto stub = v1::ReportService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->GetReport(&call, *request, &response);
  if (!status.ok()) return FailCall(context, "report", options.unit, status);
  return Deliver(context, options, response.document());
}

}  // namespace lienthong::cli
