// Names as people type them, made comparable.
#pragma once

#include <string>
#include <string_view>

namespace lienthong::intake {

// The form in which two spellings of one unit name or status word are equal: NFC,
// case-folded, invisible characters dropped, white space (also no-break spaces)
// trimmed and its runs made one space. Invalid UTF-8 gives "". Tone marks and
// diacritics stay: "Hoà" and "Hòa" are two names, and so are "Đại" and "Dai".
// Idempotent; pure.
std::string NormalizeName(std::string_view name);

}  // namespace lienthong::intake
