// Words for what services/inspect found: one for machines, a label for people.
#pragma once

#include <string>
#include <string_view>

#include "clients/cli/language.h"
#include "services/inspect/inspect.h"

namespace lienthong::cli {

// "resolved_in_time", "score_rate", "doubtful": stable, for JSON and CSV.
std::string_view WordOf(inspect::Measure measure);
std::string_view WordOf(inspect::Rule rule);
std::string_view WordOf(inspect::Verdict verdict);
std::string_view WordOf(inspect::Why why);
std::string_view WordOf(inspect::Undecided why);
std::string_view WordOf(inspect::Unit unit);
std::string_view WordOf(inspect::Notation notation);
std::string_view WordOf(inspect::Format format);

// "42,78" or "42.78", with thousands parted.
std::string FormatNumber(Language language, const inspect::Decimal& value);

// "đã giải quyết", "tỷ lệ đúng hạn", "điểm tiến độ giải quyết, cả nước", "tiếp nhận, Sở Tư pháp".
std::string LabelOf(Language language, const inspect::Claim& claim);

// Whose figure it is: "cấp xã", "Sở Tư pháp"; "" the reporter's whole.
std::string PlaceOf(Language language, const inspect::Claim& claim);

// What a file is instead of a report, and what to do.
const Message& ReasonOf(inspect::NoReport what);
// Why nothing decides a figure.
const Message& ReasonOf(inspect::Undecided why);
const Message& NameOf(inspect::Format format);

}  // namespace lienthong::cli
