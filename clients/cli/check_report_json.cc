#include "clients/cli/check_report_json.h"

#include <string>
#include <utility>

#include "clients/cli/check_report_explain.h"
#include "clients/cli/check_report_words.h"
#include "clients/cli/coverage_text.h"
#include "clients/cli/json.h"

namespace lienthong::cli {
namespace {

using inspect::Check;
using inspect::Claim;
using inspect::Decimal;
using inspect::Inspection;
using inspect::Verdict;

// Exact decimals are strings; a number of JSON would lose their places.
Json DecimalJson(const std::optional<Decimal>& value) {
  return value ? Json(ToString(*value)) : Json();
}

Json TextJson(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json ClaimJson(const Inspection& inspection, const Claim& claim) {
  const bool fraction = claim.figure.unit == inspect::Unit::kFraction;
  return {{"text", claim.figure.text},
          {"value", ToString(claim.figure.value)},
          {"of", fraction ? Json(ToString(claim.figure.of)) : Json()},
          {"unit", WordOf(claim.figure.unit)},
          {"notation", WordOf(claim.figure.notation)},
          {"measure", WordOf(claim.measure)},
          {"petitions", claim.object == inspect::Object::kPetition},
          {"group", claim.group == 0 ? Json() : Json(claim.group)},
          {"national", claim.national},
          {"scope", TextJson(claim.scope)},
          {"period", TextJson(claim.period)},
          {"beside", claim.beside ? Json(*claim.beside) : Json()},
          {"block", inspection.claims.sentences[claim.sentence].block},
          {"table", claim.table == 0 ? Json() : Json(claim.table)},
          {"row", claim.row == 0 ? Json() : Json(claim.row)},
          {"sentence", claim.sentence}};
}

Json CheckJson(const Inspection& inspection, const Check& check) {
  Json json = {{"verdict", WordOf(check.verdict)},
               {"rule", WordOf(check.rule)},
               {"why", TextJson(std::string(WordOf(check.why)))},
               {"figures", check.claims},
               {"expected", DecimalJson(check.expected)},
               {"low", check.range ? Json(ToString(check.range->low)) : Json()},
               {"high", check.range ? Json(ToString(check.range->high)) : Json()},
               {"difference", DecimalJson(check.difference)}};
  if (check.verdict == Verdict::kHolds) return json;
  json["sentences"] = SentencesOf(inspection, check);
  for (const auto& [name, language] :
       {std::pair("en", Language::kEnglish), std::pair("vi", Language::kVietnamese)}) {
    json["explanation"][name] = {{"title", TitleOf(language, inspection, check)},
                                 {"arithmetic", ArithmeticOf(language, inspection, check)},
                                 {"why", ExplanationOf(language, inspection, check)}};
  }
  return json;
}

Json RowJson(const BookRow& row) {
  constexpr const char* kOutcomes[] = {"equal", "different", "not_held"};
  return {{"figure", row.claim},
          {"result", kOutcomes[static_cast<size_t>(row.outcome)]},
          {"held", DecimalJson(row.held)},
          {"definition", TextJson(row.definition)}};
}

Json BooksJson(const std::optional<BookComparison>& books) {
  if (!books) return {};
  Json json = {{"node", books->node},  {"unit", books->unit},
               {"name", books->name},  {"from", books->from},
               {"to", books->to},      {"coverage", CoverageJson(books->coverage)},
               {"rows", Json::array()}};
  for (const BookRow& row : books->rows) json["rows"].push_back(RowJson(row));
  return json;
}

}  // namespace

void PrintReportJson(const Context& context, const CheckedReport& report) {
  const Inspection& inspection = report.inspection;
  Json json = {{"file", report.file},
               {"format", WordOf(inspection.format)},
               {"period", TextJson(inspection.claims.period)},
               {"unit", TextJson(inspection.claims.unit)},
               {"findings", Json::array()},
               {"holds", Json::array()},
               {"undecided", Json::array()},
               {"figures", Json::array()},
               {"sentences", Json::array()},
               {"books", BooksJson(report.books)}};
  for (const Check& check : inspection.checks.checks) {
    const bool holds = check.verdict == Verdict::kHolds;
    json[holds ? "holds" : "findings"].push_back(CheckJson(inspection, check));
  }
  for (const inspect::Open& open : inspection.checks.undecided) {
    json["undecided"].push_back({{"figure", open.claim}, {"why", WordOf(open.why)}});
  }
  for (const Claim& claim : inspection.claims.claims) {
    json["figures"].push_back(ClaimJson(inspection, claim));
  }
  for (const auto& sentence : inspection.claims.sentences) {
    json["sentences"].push_back(sentence.text);
  }
  PrintJson(context.out, json);
}

void PrintReportCsv(const Context& context, const CheckedReport& report) {
  const Inspection& inspection = report.inspection;
  const auto line = [&](const Check& check) {
    Json json = CheckJson(inspection, check);
    Json figures = Json::array();
    for (const size_t claim : check.claims) {
      figures.push_back(inspection.claims.claims[claim].figure.text);
    }
    json["figures"] = std::move(figures);
    json.erase("explanation");
    json["sentences"] = SentencesOf(inspection, check);
    return json;
  };
  Json rows = Json::array();
  for (const Check& check : inspection.checks.checks) rows.push_back(line(check));
  PrintCsv(context.out, line(Check()), rows);
}

}  // namespace lienthong::cli
