#include "services/score/decimal.h"

#include <fmt/format.h>

#include <algorithm>

namespace lienthong::score {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool AreDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

uint64_t ValueOf(std::string_view digits) {
  uint64_t value = 0;
  for (const char digit : digits) value = value * 10 + static_cast<uint64_t>(digit - '0');
  return value;
}

// `value` in units of 1 / 10^decimals.
std::string Format(uint64_t value, uint64_t one, int decimals) {
  std::string text = fmt::format("{}.{:0{}}", value / one, value % one, decimals);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace

std::optional<uint64_t> ParseMillionths(std::string_view text, int decimals_max) {
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  std::string decimals(point == std::string_view::npos ? "" : text.substr(point + 1));
  if (!AreDigits(whole)) return std::nullopt;
  if (point != std::string_view::npos && !AreDigits(decimals)) return std::nullopt;
  if (decimals.size() > static_cast<size_t>(decimals_max)) return std::nullopt;
  if (whole.size() + decimals.size() > static_cast<size_t>(kDigitsMax)) return std::nullopt;
  decimals.resize(kDecimalsMax, '0');
  return ValueOf(whole) * kMillion + ValueOf(decimals);
}

std::optional<uint64_t> ParseWhole(std::string_view text) {
  if (!AreDigits(text) || text.size() > 16) return std::nullopt;
  const uint64_t value = ValueOf(text);
  return value <= kWholeMax ? std::optional(value) : std::nullopt;
}

std::string FormatHundredths(uint64_t hundredths) { return Format(hundredths, 100, 2); }

std::string FormatMillionths(uint64_t millionths) {
  return Format(millionths, kMillion, kDecimalsMax);
}

}  // namespace lienthong::score
