#include "clients/cli/reference_export.h"

#include <google/protobuf/descriptor.h>

#include <vector>

#include "clients/cli/connection.h"
#include "clients/cli/csv.h"
#include "clients/cli/json.h"
#include "clients/cli/messages.h"
#include "clients/cli/reference_files.h"
#include "clients/cli/table.h"
#include "lienthong/v1/catalogue.grpc.pb.h"

namespace lienthong::cli {
namespace {

using google::protobuf::Descriptor;
using Kind = v1::ListReferenceRequest::Kind;

struct Exported {
  const char* word;
  Kind kind;
  FileKind file;
};

constexpr Exported kExported[] = {
    {"units", v1::ListReferenceRequest::KIND_UNIT, FileKind::kUnits},
    {"procedures", v1::ListReferenceRequest::KIND_PROCEDURE, FileKind::kProcedures},
    {"grants", v1::ListReferenceRequest::KIND_GRANT, FileKind::kGrants},
    {"mappings", v1::ListReferenceRequest::KIND_MAPPING, FileKind::kMappings},
    {"calendar", v1::ListReferenceRequest::KIND_CALENDAR, FileKind::kCalendar},
    {"observations", v1::ListReferenceRequest::KIND_OBSERVATION, FileKind::kObservations}};

const Exported& ExportedOf(Kind kind) {
  for (const Exported& exported : kExported) {
    if (exported.kind == kind) return exported;
  }
  return kExported[0];
}

std::vector<std::string> ColumnsOf(const Descriptor& type) {
  std::vector<std::string> columns;
  for (int i = 0; i < type.field_count(); ++i) columns.push_back(type.field(i)->name());
  return columns;
}

// The cells of a row, whose kind is that of the file; all of them are texts.
std::vector<std::string> CellsOf(const v1::ReferenceRow& row, FileKind file) {
  const auto& message = row.GetReflection()->GetMessage(row, &RowField(file));
  const Descriptor& type = *message.GetDescriptor();
  std::vector<std::string> cells;
  for (int i = 0; i < type.field_count(); ++i)
    cells.push_back(message.GetReflection()->GetString(message, type.field(i)));
  return cells;
}

Json RowJson(const std::vector<std::string>& columns, const std::vector<std::string>& cells) {
  Json json = Json::object();
  for (size_t i = 0; i < columns.size(); ++i) json[columns[i]] = cells[i];
  return json;
}

ExitCode Export(const Context& context, Kind kind, const std::string& source,
                std::string_view what) {
  v1::ListReferenceRequest request;
  request.set_kind(kind);
  request.set_source(source);
  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::ListReferenceResponse response;
  const auto stub = v1::CatalogueService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->ListReference(&call, request, &response);
  if (!status.ok()) return FailCall(context, what, ExportedOf(kind).word, status);
  PrintRows(context, kind, response);
  return ExitCode::kDone;
}

}  // namespace

void PrintRows(const Context& context, Kind kind, const v1::ListReferenceResponse& response) {
  const FileKind file = ExportedOf(kind).file;
  const std::vector<std::string> columns = ColumnsOf(*RowField(file).message_type());
  if (context.output == Output::kJson) {
    Json rows = Json::array();
    for (const auto& row : response.rows()) rows.push_back(RowJson(columns, CellsOf(row, file)));
    return PrintJson(context.out, {{"rows", std::move(rows)}});
  }
  if (context.output == Output::kCsv) {
    context.out << CsvLine(columns);
    for (const auto& row : response.rows()) context.out << CsvLine(CellsOf(row, file));
    return;
  }
  std::vector<Table::Column> titles;
  for (const std::string& column : columns) titles.push_back({column});
  Table table(std::move(titles));
  for (const auto& row : response.rows()) table.AddRow(CellsOf(row, file));
  table.Print(context.out);
}

ExitCode RunReferenceExport(const Context& context, const ExportOptions& options) {
  for (const Exported& exported : kExported) {
    if (options.kind != exported.word) continue;
    Context files = context;
    if (files.output == Output::kTable) files.output = Output::kCsv;
    return Export(files, exported.kind, options.source, "reference export");
  }
  return FailUsage(context, messages::kChoice, "--kind",
                   "units, procedures, grants, mappings, calendar, observations");
}

ExitCode RunMapList(const Context& context, const std::string& source) {
  return Export(context, v1::ListReferenceRequest::KIND_MAPPING, source, "map list");
}

}  // namespace lienthong::cli
