#include "services/intake/names.h"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>
#include <optional>

namespace lienthong::intake {
namespace {

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};

// NFC and case-folded; nothing when `name` is not UTF-8.
std::optional<std::string> Fold(std::string_view name) {
  utf8proc_uint8_t* folded = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE |
                                                      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(name.data()),
                   static_cast<utf8proc_ssize_t>(name.size()), &folded, options);
  const std::unique_ptr<utf8proc_uint8_t, Free> owner(folded);
  if (size < 0) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(folded), static_cast<size_t>(size));
}

bool IsSpace(utf8proc_int32_t code_point) {
  if (code_point >= '\t' && code_point <= '\r') return true;
  const utf8proc_category_t category = utf8proc_category(code_point);
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

}  // namespace

std::string NormalizeName(std::string_view name) {
  const std::optional<std::string> folded = Fold(name);
  if (!folded) return "";
  std::string result;
  bool space = false;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(folded->data());
  for (size_t at = 0; at < folded->size();) {
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t length = utf8proc_iterate(
        bytes + at, static_cast<utf8proc_ssize_t>(folded->size() - at), &code_point);
    if (length <= 0) return "";
    if (IsSpace(code_point)) {
      space = !result.empty();
    } else {
      if (space) result.push_back(' ');
      space = false;
      result.append(*folded, at, static_cast<size_t>(length));
    }
    at += static_cast<size_t>(length);
  }
  return result;
}

}  // namespace lienthong::intake
