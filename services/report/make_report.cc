#include "services/report/make_report.h"

#include "services/report/compose.h"
#include "services/report/document.h"
#include "services/report/form.h"
#include "services/report/form_template.h"
#include "services/report/html_writer.h"
#include "services/report/machine_writer.h"
#include "services/report/markdown_writer.h"
#include "services/report/report_template.h"
#include "services/report/template_text.h"
#include "services/report/text_writer.h"

namespace lienthong::report {
namespace {

constexpr const char* kDefaultForm = "ii06a";
constexpr const char* kDefaultReport = "monthly-vi";

// `message` is a Form or a MonthlyReport.
template <typename Message>
absl::StatusOr<std::string> Write(const Message& message, v1::DocumentFormat format) {
  switch (format) {
    case v1::DOCUMENT_FORMAT_UNSPECIFIED:
      return std::string();
    case v1::DOCUMENT_FORMAT_TEXT:
      return WriteText(DocumentOf(message));
    case v1::DOCUMENT_FORMAT_MARKDOWN:
      return WriteMarkdown(DocumentOf(message));
    case v1::DOCUMENT_FORMAT_HTML:
      return WriteHtml(DocumentOf(message));
    case v1::DOCUMENT_FORMAT_CSV:
      return WriteCsv(message);
    case v1::DOCUMENT_FORMAT_JSON:
      return WriteJson(message);
    default:
      return InvalidArgument("format: {}: no such format", static_cast<int>(format));
  }
}

template <typename Request>
Scope ScopeOf(const Request& request) {
  return {request.unit(), request.from(), request.to(), request.as_of()};
}

absl::StatusOr<v1::FormTemplate> FormTemplateOf(const v1::GetFormRequest& request) {
  if (!request.template_text().empty()) return ParseFormTemplate(request.template_text());
  return FindFormTemplate(request.template_().empty() ? kDefaultForm : request.template_());
}

absl::StatusOr<v1::ReportTemplate> ReportTemplateOf(const v1::GetReportRequest& request) {
  if (!request.template_text().empty()) return ParseReportTemplate(request.template_text());
  return FindReportTemplate(request.template_().empty() ? kDefaultReport : request.template_());
}

absl::StatusOr<Books> ReadBooksOfRows(const Scope& scope, v1::FormBy by, Source& source) {
  if (by == v1::FORM_BY_UNSPECIFIED) by = v1::FORM_BY_UNIT;
  if (by != v1::FORM_BY_UNIT && by != v1::FORM_BY_FIELD)
    return InvalidArgument("by: {}: no such kind of rows", static_cast<int>(by));
  ASSIGN_OR_RETURN(Books books, source.ReadBooks(scope, by));
  if (books.rows.size() > kRowsMax) {
    return FailedPrecondition("form: {} rows, more than {}: ask about a smaller unit",
                              books.rows.size(), kRowsMax);
  }
  return books;
}

absl::StatusOr<Facts> ReadFacts(const Scope& scope, const std::string& rulebook, Source& source) {
  Facts facts;
  ASSIGN_OR_RETURN(facts.books, source.ReadBooks(scope, v1::FORM_BY_UNSPECIFIED));
  ASSIGN_OR_RETURN(facts.card, source.ReadScorecard(scope, rulebook));
  ASSIGN_OR_RETURN(facts.observations, source.ReadObservations(scope));
  ASSIGN_OR_RETURN(facts.catalogue, source.ReadCatalogue(scope));
  return facts;
}

}  // namespace

absl::StatusOr<v1::GetFormResponse> MakeForm(const v1::GetFormRequest& request, Source& source) {
  ASSIGN_OR_RETURN(const v1::FormTemplate form, FormTemplateOf(request));
  ASSIGN_OR_RETURN(const Books books, ReadBooksOfRows(ScopeOf(request), request.by(), source));
  v1::GetFormResponse response;
  const v1::FormBy by = request.by() == v1::FORM_BY_FIELD ? request.by() : v1::FORM_BY_UNIT;
  *response.mutable_form() = FillForm(form, by, books);
  ASSIGN_OR_RETURN(*response.mutable_document(), Write(response.form(), request.format()));
  return response;
}

absl::StatusOr<v1::GetReportResponse> MakeReport(const v1::GetReportRequest& request,
                                                 Source& source) {
  ASSIGN_OR_RETURN(const v1::ReportTemplate report, ReportTemplateOf(request));
  const Scope scope = ScopeOf(request);
  ASSIGN_OR_RETURN(const Facts facts, ReadFacts(scope, request.rulebook(), source));
  v1::GetReportResponse response;
  ASSIGN_OR_RETURN(*response.mutable_report(), Compose(report, facts, [&](v1::FormBy by) {
    return ReadBooksOfRows(scope, by, source);
  }));
  ASSIGN_OR_RETURN(*response.mutable_document(), Write(response.report(), request.format()));
  return response;
}

absl::StatusOr<v1::ListReportTemplatesResponse> ListTemplates(
    const v1::ListReportTemplatesRequest& request) {
  v1::ListReportTemplatesResponse response;
  std::string known;
  for (const BuiltInTemplate& built_in : BuiltInTemplates()) {
    known += (known.empty() ? "" : ", ") + std::string(built_in.name);
    if (!request.name().empty() && request.name() != built_in.name) continue;
    v1::ListReportTemplatesResponse::Row& row = *response.add_rows();
    row.set_name(std::string(built_in.name));
    row.set_form(built_in.form);
    row.set_text(std::string(built_in.text));
  }
  if (response.rows().empty())
    return NotFound("template {}: no such template; there is: {}", request.name(), known);
  return response;
}

}  // namespace lienthong::report
