#include "clients/cli/import_report.h"

#include <algorithm>

#include "clients/cli/json.h"
#include "clients/cli/messages.h"
#include "clients/cli/rejects.h"
#include "clients/cli/table.h"

namespace lienthong::cli {
namespace {

Json ReportJson(const FileReport& report) {
  return {{"file", report.file},
          {"records", report.records()},
          {"admitted", report.admitted},
          {"unchanged", report.unchanged},
          {"parked", report.parked},
          {"refused", report.refused},
          {"records_per_second", report.records_per_second()},
          {"rejects_file", report.rejects.empty() ? Json() : Json(RejectsPath(report.file))}};
}

Json TotalJson(const std::vector<FileReport>& files) {
  Json json = ReportJson(Total(files));
  json.erase("file");
  json.erase("rejects_file");
  return json;
}

void AddRow(Language language, const FileReport& report, Table& table) {
  table.AddRow({report.file, FormatCount(language, report.records()),
                FormatCount(language, report.admitted), FormatCount(language, report.unchanged),
                FormatCount(language, report.parked), FormatCount(language, report.refused),
                FormatCount(language, report.records_per_second())});
}

void PrintImportTable(const Context& context, const std::vector<FileReport>& files) {
  const Language language = context.language;
  std::vector<Table::Column> columns = {{std::string(Say(language, messages::kFile))}};
  for (const Message& message : {messages::kRecords, messages::kAdmitted, messages::kUnchanged,
                                 messages::kParked, messages::kRefused, messages::kPerSecond}) {
    columns.push_back({std::string(Say(language, message)), Table::Align::kRight});
  }
  Table table(std::move(columns));
  for (const FileReport& report : files) AddRow(language, report, table);
  if (files.size() > 1) {
    FileReport total = Total(files);
    total.file = Say(language, messages::kTotal);
    AddRow(language, total, table);
  }
  table.Print(context.out);
  for (const FileReport& report : files) {
    if (report.rejects.empty()) continue;
    context.out << Say(language, messages::kRejectsWritten, RejectsPath(report.file)) << '\n';
  }
}

}  // namespace

uint64_t FileReport::records_per_second() const {
  const auto elapsed_ms = static_cast<uint64_t>(std::max<int64_t>(finished_ms - started_ms, 1));
  return (records() - before) * 1000 / elapsed_ms;
}

FileReport Total(const std::vector<FileReport>& files) {
  FileReport total;
  for (const FileReport& report : files) {
    total.admitted += report.admitted;
    total.unchanged += report.unchanged;
    total.parked += report.parked;
    total.refused += report.refused;
    total.before += report.before;
    total.finished_ms = std::max(total.finished_ms, report.finished_ms);
  }
  total.started_ms = files.empty() ? 0 : files.front().started_ms;
  return total;
}

void PrintImport(const Context& context, const std::vector<FileReport>& files) {
  Json rows = Json::array();
  for (const FileReport& report : files) rows.push_back(ReportJson(report));
  switch (context.output) {
    case Output::kJson:
      return PrintJson(context.out, {{"files", std::move(rows)}, {"total", TotalJson(files)}});
    case Output::kCsv:
      return PrintCsv(context.out, ReportJson(FileReport()), rows);
    case Output::kTable:
      return PrintImportTable(context, files);
  }
}

}  // namespace lienthong::cli
