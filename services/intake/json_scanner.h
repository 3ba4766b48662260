// Finds where JSON values begin and end without understanding them: quotes,
// escapes and brackets only. This is what keeps one broken record of a file from
// sinking the others. Linear in the text, no allocation but a bracket stack.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace lienthong::intake {

// A value's extent. `size` counts the bytes looked at where it is not complete.
struct JsonExtent {
  enum class End { kComplete, kTruncated, kMalformed };
  End end;
  size_t size;

  bool complete() const { return end == End::kComplete; }
};

// Measures the value that begins at the first byte of `text` (no white space
// before it). Brackets must match, and a string inside them must be followed by
// what may follow one; the rest is not checked.
JsonExtent MeasureJson(std::string_view text);

// The place of the first byte at or after `at` that is no white space.
size_t SkipJsonSpace(std::string_view text, size_t at);

// A member of an object, as it stands: the name without its quotes.
struct JsonMember {
  std::string_view name;
  std::string_view value;
};

// Reads the member at `at` (an opening quote) and moves `at` behind its value;
// nothing when there is no whole member there.
std::optional<JsonMember> ReadJsonMember(std::string_view text, size_t& at);

// The members of `object`, which is one whole object in braces; nothing when it is
// not built of names, colons, values and commas from end to end.
std::optional<std::vector<JsonMember>> JsonMembers(std::string_view object);

}  // namespace lienthong::intake
