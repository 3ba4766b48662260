// Reference data as people keep it: CSV files whose columns are the fields of the
// Row messages of reference.proto.
//
// Here only the form is checked: columns, cells, UTF-8. What the rows mean is for
// the node to judge; its errors name rows by number, and RowPlace says where each
// row came from.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/language.h"
#include "lienthong/v1/reference.pb.h"

namespace lienthong::cli {

// In the order in which they must be added: later ones name earlier ones.
enum class FileKind {
  kUnits,
  kProcedures,
  kGrants,
  kMappings,
  kCalendar,
  kRulebook,
  kObservations
};

// The field of a row that holds one of that kind.
const google::protobuf::FieldDescriptor& RowField(FileKind kind);

// Where a row of the request came from.
struct RowPlace {
  std::string file;
  size_t line = 0;
};

// A fault of a file. `column` is "" where it is one of the whole line.
struct Problem {
  RowPlace place;
  std::string column;
  std::string reason;
};

// The rows of all files read so far; `places` runs parallel to the rows.
struct ReferenceRows {
  v1::ImportReferenceRequest request;
  std::vector<RowPlace> places;
  std::vector<Problem> problems;
};

// Adds the rows of `text`, named `file` in problems, to `rows`. Columns stand in any
// order; those that came after the first version, and valid_from of procedures, may be
// absent. What `map suggest` adds for people (score, name, records) is passed over.
void ReadReferenceFile(FileKind kind, const std::string& file, std::string_view text,
                       Language language, ReferenceRows& rows);

// Adds the rulebook that is written in `text` as textproto.
void ReadRulebookFile(const std::string& file, const std::string& text, ReferenceRows& rows);

// The errors of the node, at the places where their rows came from.
std::vector<Problem> ProblemsOf(const v1::ImportReferenceResponse& response,
                                const std::vector<RowPlace>& places);

// "file, units.csv:3: column type: why".
std::string FormatProblem(Language language, const Problem& problem);

}  // namespace lienthong::cli
