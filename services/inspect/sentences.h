// Where sentences end: at a full stop, a question or exclamation mark before a capital letter,
// but not inside numbers, after initials or after an enumerator ("1. ", "TP. ").
#pragma once

#include <string_view>
#include <vector>

namespace lienthong::inspect {

std::vector<std::string_view> SplitSentences(std::string_view text);

}  // namespace lienthong::inspect
