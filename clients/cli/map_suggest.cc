#include "clients/cli/map_suggest.h"

#include "clients/cli/connection.h"
#include "clients/cli/json.h"
#include "clients/cli/messages.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"
#include "lienthong/v1/catalogue.grpc.pb.h"

namespace lienthong::cli {
namespace {

using Word = v1::SuggestMappingsResponse::Word;
using Candidate = v1::SuggestMappingsResponse::Candidate;

Json CandidateJson(const Candidate& candidate) {
  return {{"target", candidate.target()}, {"name", candidate.name()}, {"score", candidate.score()}};
}

Json WordJson(const Word& word) {
  Json candidates = Json::array();
  for (const Candidate& candidate : word.candidates())
    candidates.push_back(CandidateJson(candidate));
  return {{"source", word.missing().source()},
          {"kind", WordOf(word.missing().kind())},
          {"value", word.missing().value()},
          {"records", word.records()},
          {"candidates", std::move(candidates)}};
}

// A row of a mappings file; the last three columns are for the person who looks at it.
Json MappingJson(const Word& word) {
  const Candidate nearest = word.candidates().empty() ? Candidate() : word.candidates(0);
  return {{"source", word.missing().source()},
          {"kind", WordOf(word.missing().kind())},
          {"value", word.missing().value()},
          {"target", nearest.target()},
          {"valid_from", ""},
          {"score", nearest.score()},
          {"name", nearest.name()},
          {"records", word.records()}};
}

template <typename Make>
Json WordsJson(const v1::SuggestMappingsResponse& response, Make make) {
  Json words = Json::array();
  for (const Word& word : response.words()) words.push_back(make(word));
  return words;
}

// One line a candidate; what is the same as above it stays empty.
void PrintSuggestionsTable(const Context& context, const v1::SuggestMappingsResponse& response) {
  const Language language = context.language;
  const auto title = [&](const Message& message) { return std::string(Say(language, message)); };
  Table table({{title(messages::kWaitsFor)},
               {title(messages::kSource)},
               {title(messages::kWord)},
               {title(messages::kRecords), Table::Align::kRight},
               {title(messages::kTarget)},
               {title(messages::kName)},
               {title(messages::kNearness), Table::Align::kRight}});
  for (const Word& word : response.words()) {
    std::vector<std::string> row = {LabelOf(language, word.missing().kind()),
                                    word.missing().source(), word.missing().value(),
                                    FormatCount(language, word.records())};
    if (word.candidates().empty()) {
      row.insert(row.end(), {title(messages::kNone), "", ""});
      table.AddRow(row);
    }
    for (const Candidate& candidate : word.candidates()) {
      row.resize(4);
      row.insert(row.end(),
                 {candidate.target(), candidate.name(), std::to_string(candidate.score())});
      table.AddRow(row);
      row.assign(4, "");
    }
  }
  table.Print(context.out);
  context.out << '\n' << Say(language, messages::kSuggestClosing) << '\n';
}

}  // namespace

void PrintSuggestions(const Context& context, const v1::SuggestMappingsResponse& response) {
  switch (context.output) {
    case Output::kJson:
      return PrintJson(context.out, {{"words", WordsJson(response, WordJson)}});
    case Output::kCsv:
      return PrintCsv(context.out, MappingJson(Word()), WordsJson(response, MappingJson));
    case Output::kTable:
      return PrintSuggestionsTable(context, response);
  }
}

ExitCode RunMapSuggest(const Context& context, const SuggestOptions& options) {
  v1::SuggestMappingsRequest request;
  request.set_source(options.source);
  request.set_candidates_max(options.candidates);
  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::SuggestMappingsResponse response;
  const auto stub = v1::CatalogueService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->SuggestMappings(&call, request, &response);
  if (!status.ok()) return FailCall(context, "map suggest", options.source, status);
  PrintSuggestions(context, response);
  return ExitCode::kDone;
}

}  // namespace lienthong::cli
