#include "clients/cli/language.h"

#include <algorithm>

namespace lienthong::cli {
namespace {

std::string GroupThousands(std::string digits, char separator) {
  for (size_t place = digits.size(); place > 3;) {
    place -= 3;
    digits.insert(place, 1, separator);
  }
  return digits;
}

bool IsDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Language DetectLanguage(const GetEnvironment& environment) {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const std::string value = environment(name);
    if (!value.empty()) {
      return value.starts_with("vi") ? Language::kVietnamese : Language::kEnglish;
    }
  }
  return Language::kEnglish;
}

std::string FormatCount(Language language, uint64_t count) {
  return GroupThousands(std::to_string(count), language == Language::kVietnamese ? '.' : ',');
}

std::string FormatDecimal(Language language, std::string_view decimal) {
  const size_t point = decimal.find('.');
  const std::string_view whole = decimal.substr(0, point);
  std::string places(point == std::string_view::npos ? "" : decimal.substr(point + 1));
  if (!IsDigits(whole) || (point != std::string_view::npos && !IsDigits(places)) ||
      places.size() > 2) {
    return std::string(decimal);
  }
  places.resize(2, '0');
  const bool vietnamese = language == Language::kVietnamese;
  return GroupThousands(std::string(whole), vietnamese ? '.' : ',') + (vietnamese ? ',' : '.') +
         places;
}

std::string FormatPercent(Language language, std::string_view decimal) {
  return FormatDecimal(language, decimal) + " %";
}

}  // namespace lienthong::cli
