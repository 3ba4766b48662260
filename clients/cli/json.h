// Machine-readable output. Keys keep the order in which they were set; numbers are
// plain whatever the language.
#pragma once

#include <nlohmann/json.hpp>
#include <ostream>

namespace lienthong::cli {

using Json = nlohmann::ordered_json;

// Prints `value` indented, with a newline. Bytes that are not UTF-8 become U+FFFD.
void PrintJson(std::ostream& out, const Json& value);

// Prints the objects in the array `rows` as CSV. The columns are the keys of
// `prototype`, an object of the same shape, so that no rows still have a header. A
// nested object becomes columns "outer_inner", a list of texts one cell separated by
// spaces, null an empty cell.
void PrintCsv(std::ostream& out, const Json& prototype, const Json& rows);

}  // namespace lienthong::cli
