#include "clients/cli/cutover.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "clients/cli/connection.h"
#include "clients/cli/cutover_file.h"
#include "clients/cli/files.h"
#include "clients/cli/json.h"
#include "clients/cli/messages.h"
#include "clients/cli/table.h"
#include "lienthong/v1/query.grpc.pb.h"

namespace lienthong::cli {
namespace {

// More than a screen of faults helps nobody.
constexpr size_t kProblemsShownMax = 20;

// A figure that is told twice: by the old system and by the books.
struct Comparison {
  const CutoverFigure* figure = nullptr;
  int64_t old_system = 0;
  int64_t books = 0;

  bool equal() const { return old_system == books; }
};

// A line of the file, compared; `fault` says why that was not possible.
struct Row {
  std::string unit;
  std::string month;
  std::vector<Comparison> figures;
  // Records of the unit that wait for reference data, and so are not counted.
  uint64_t parked = 0;
  std::string fault;

  bool equal() const {
    return fault.empty() && std::all_of(figures.begin(), figures.end(),
                                        [](const Comparison& c) { return c.equal(); });
  }
};

// How the lines came out.
struct Outcome {
  size_t equal = 0;
  size_t different = 0;
  size_t not_compared = 0;
  // Sums over the lines that were compared, of what can be added.
  std::vector<Comparison> sums;
};

std::vector<Comparison> Compare(const CutoverLine& line, const v1::Figures& figures) {
  std::vector<Comparison> comparisons;
  for (size_t i = 0; i < kCutoverFigures; ++i) {
    const CutoverFigure& figure = kCutoverFigureList[i];
    if (line.figures[i]) comparisons.push_back({&figure, *line.figures[i], figure.count(figures)});
  }
  return comparisons;
}

bool IsOfTheLine(grpc::StatusCode code) {
  return code == grpc::StatusCode::NOT_FOUND || code == grpc::StatusCode::OUT_OF_RANGE ||
         code == grpc::StatusCode::INVALID_ARGUMENT;
}

// Asks the node for one line. An error: the check cannot go on.
grpc::Status Ask(const Context& context, v1::QueryService::Stub& stub, const CutoverLine& line,
                 Row& row) {
  row.unit = line.unit;
  row.month = line.month;
  v1::GetScoreRequest request;
  request.set_unit(line.unit);
  request.set_from(FormatDate(line.period.first));
  request.set_to(FormatDate(line.period.last));
  v1::GetScoreResponse response;
  grpc::ClientContext call;
  SetDeadline(context, call);
  const grpc::Status status = stub.GetScore(&call, request, &response);
  if (IsOfTheLine(status.error_code())) {
    row.fault = status.error_message();
    return grpc::Status::OK;
  }
  if (!status.ok()) return status;
  if (response.rows().empty()) return {grpc::StatusCode::INTERNAL, "the node answered no row"};
  row.figures = Compare(line, response.rows(0).figures());
  row.parked = response.rows(0).coverage().parked();
  return status;
}

void AddTo(std::vector<Comparison>& sums, const Comparison& added) {
  for (Comparison& sum : sums) {
    if (sum.figure != added.figure) continue;
    sum.old_system += added.old_system;
    sum.books += added.books;
    return;
  }
  sums.push_back(added);
}

Outcome Judge(const std::vector<Row>& rows) {
  Outcome outcome;
  for (const Row& row : rows) {
    ++(!row.fault.empty() ? outcome.not_compared : row.equal() ? outcome.equal : outcome.different);
    for (const Comparison& comparison : row.figures) {
      if (comparison.figure->flow) AddTo(outcome.sums, comparison);
    }
  }
  return outcome;
}

Json ComparisonJson(const Comparison& comparison) {
  return {{"figure", comparison.figure->name},
          {"old_system", comparison.old_system},
          {"books", comparison.books},
          {"equal", comparison.equal()}};
}

Json ComparisonsJson(const std::vector<Comparison>& comparisons) {
  Json list = Json::array();
  for (const Comparison& comparison : comparisons) list.push_back(ComparisonJson(comparison));
  return list;
}

void PrintCutoverJson(const Context& context, const std::vector<Row>& rows,
                      const Outcome& outcome) {
  Json json = {{"rows", Json::array()},
               {"total",
                {{"rows", rows.size()},
                 {"equal", outcome.equal},
                 {"different", outcome.different},
                 {"not_compared", outcome.not_compared},
                 {"figures", ComparisonsJson(outcome.sums)}}}};
  for (const Row& row : rows) {
    json["rows"].push_back({{"unit", row.unit},
                            {"month", row.month},
                            {"equal", row.equal()},
                            {"parked", row.parked},
                            {"fault", row.fault.empty() ? Json() : Json(row.fault)},
                            {"figures", ComparisonsJson(row.figures)}});
  }
  PrintJson(context.out, json);
}

// A line for each figure; one that could not be compared has its fault.
void PrintCutoverCsv(const Context& context, const std::vector<Row>& rows) {
  const auto line = [](const Row& row, const Comparison* comparison) {
    Json json = {{"unit", row.unit},     {"month", row.month}, {"figure", Json()},
                 {"old_system", Json()}, {"books", Json()},    {"equal", false},
                 {"fault", row.fault}};
    if (comparison != nullptr) json.update(ComparisonJson(*comparison));
    return json;
  };
  Json lines = Json::array();
  for (const Row& row : rows) {
    for (const Comparison& comparison : row.figures) lines.push_back(line(row, &comparison));
    if (!row.fault.empty()) lines.push_back(line(row, nullptr));
  }
  PrintCsv(context.out, line(Row(), nullptr), lines);
}

std::string NameOf(Language language, const CutoverFigure& figure) {
  return language == Language::kVietnamese ? figure.vietnamese : figure.name;
}

std::string CountOf(Language language, int64_t count) {
  const std::string digits = FormatCount(language, static_cast<uint64_t>(std::abs(count)));
  return count < 0 ? "-" + digits : digits;
}

std::string DescribeDifferences(Language language, const std::vector<Comparison>& figures) {
  std::string text;
  for (const Comparison& figure : figures) {
    if (figure.equal()) continue;
    text += (text.empty() ? "" : "; ") +
            Say(language, messages::kCutoverDifference, NameOf(language, *figure.figure),
                CountOf(language, figure.old_system), CountOf(language, figure.books));
  }
  return text.empty() ? std::string(Say(language, messages::kCutoverEqual)) : text;
}

std::string Describe(Language language, const Row& row) {
  if (!row.fault.empty()) return Say(language, messages::kCutoverNotCompared, row.fault);
  std::string text = DescribeDifferences(language, row.figures);
  if (!row.equal() && row.parked > 0)
    text += Say(language, messages::kCutoverParked, FormatCount(language, row.parked));
  return text;
}

void PrintCutoverTable(const Context& context, const std::vector<Row>& rows,
                       const Outcome& outcome) {
  const Language language = context.language;
  Table table({{std::string(Say(language, messages::kUnit))},
               {std::string(Say(language, messages::kMonth))},
               {std::string(Say(language, messages::kCutoverResult))}});
  for (const Row& row : rows) table.AddRow({row.unit, row.month, Describe(language, row)});
  table.AddRow({std::string(Say(language, messages::kTotal)), "",
                DescribeDifferences(language, outcome.sums)});
  table.Print(context.out);
  context.out << '\n'
              << Say(language, messages::kCutoverClosing, FormatCount(language, outcome.equal),
                     FormatCount(language, rows.size()), FormatCount(language, outcome.different),
                     FormatCount(language, outcome.not_compared))
              << '\n';
}

ExitCode FailProblems(const Context& context, const std::vector<Problem>& problems) {
  for (size_t i = 0; i < problems.size() && i < kProblemsShownMax; ++i)
    Fail(context, ExitCode::kUsage, FormatProblem(context.language, problems[i]));
  if (problems.size() > kProblemsShownMax)
    FailUsage(context, messages::kMoreProblems, problems.size() - kProblemsShownMax);
  return ExitCode::kUsage;
}

}  // namespace

ExitCode RunCutoverCheck(const Context& context, const CutoverOptions& options) {
  const auto text = ReadWholeFile(context, options.file);
  if (!text) return ExitCode::kUsage;
  const CutoverFile file = ReadCutoverFile(options.file, *text, context.language);
  if (!file.problems.empty()) return FailProblems(context, file.problems);
  const auto stub = v1::QueryService::NewStub(OpenChannel(context));
  std::vector<Row> rows;
  std::vector<Problem> problems;
  for (const CutoverLine& line : file.lines) {
    Row& row = rows.emplace_back();
    const grpc::Status status = Ask(context, *stub, line, row);
    if (!status.ok()) return FailCall(context, "cutover check", options.file, status);
    if (!row.fault.empty()) problems.push_back({{options.file, line.line}, "unit", row.fault});
  }
  const Outcome outcome = Judge(rows);
  switch (context.output) {
    case Output::kJson:
      PrintCutoverJson(context, rows, outcome);
      break;
    case Output::kCsv:
      PrintCutoverCsv(context, rows);
      break;
    case Output::kTable:
      PrintCutoverTable(context, rows, outcome);
  }
  if (!problems.empty()) return FailProblems(context, problems);
  return outcome.different > 0 ? ExitCode::kSomethingFound : ExitCode::kDone;
}

}  // namespace lienthong::cli
