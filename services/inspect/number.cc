#include "services/inspect/number.h"

#include <algorithm>
#include <string>
#include <vector>

namespace lienthong::inspect {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Groups of digits and what stands between them: "1.234,5" is 1 . 234 , 5.
struct Groups {
  std::vector<std::string_view> digits;
  std::string separators;
  size_t size = 0;
};

Groups Scan(std::string_view text, bool spaced) {
  Groups groups;
  size_t at = 0;
  size_t digits = 0;
  while (true) {
    const size_t begin = at;
    while (at < text.size() && IsDigit(text[at])) ++at;
    digits += at - begin;
    groups.digits.push_back(text.substr(begin, at - begin));
    groups.size = at;
    // Longer ones are refused anyway; a long row of them is not read again and again.
    if (digits > kDigitsMax || at + 1 >= text.size() || !IsDigit(text[at + 1])) return groups;
    const char separator = text[at];
    if (separator != '.' && separator != ',' && !(separator == ' ' && spaced)) return groups;
    groups.separators.push_back(separator);
    ++at;
  }
}

// "19 933": the first group has one to three digits, the others three.
bool AreThousands(const std::vector<std::string_view>& groups, size_t count) {
  if (count < 2 || groups[0].empty() || groups[0].size() > 3) return false;
  return std::all_of(groups.begin() + 1, groups.begin() + static_cast<ptrdiff_t>(count),
                     [](std::string_view group) { return group.size() == 3; });
}

Decimal Join(const Groups& groups, size_t whole_groups) {
  Decimal value;
  for (size_t i = 0; i < groups.digits.size(); ++i) {
    for (const char c : groups.digits[i]) value.digits = value.digits * 10 + (c - '0');
    if (i >= whole_groups) value.places += static_cast<int>(groups.digits[i].size());
  }
  return value;
}

bool All(std::string_view separators, char separator) {
  return separators.find_first_not_of(separator) == std::string_view::npos;
}

Notation NotationOf(char thousands) {
  if (thousands == ' ') return Notation::kSpaced;
  return thousands == '.' ? Notation::kVietnamese : Notation::kEnglish;
}

// Thousands with one separator throughout: 19.933, 1,234,567, 19 933.
std::optional<Reading> ReadThousands(const Groups& groups) {
  const char separator = groups.separators[0];
  if (!All(groups.separators, separator)) return std::nullopt;
  if (!AreThousands(groups.digits, groups.digits.size())) return std::nullopt;
  return Reading{Join(groups, groups.digits.size()), NotationOf(separator)};
}

// One separator before decimals, and perhaps another between thousands: 1.234,5 or 1,234.5.
std::optional<Reading> ReadDecimals(const Groups& groups) {
  const char decimal = groups.separators.back();
  const std::string_view before =
      std::string_view(groups.separators).substr(0, groups.separators.size() - 1);
  const size_t whole = groups.digits.size() - 1;
  if (decimal == ' ' || groups.digits.back().size() > kPlacesMax) return std::nullopt;
  if (before.empty()) {
    return Reading{Join(groups, whole),
                   decimal == ',' ? Notation::kVietnamese : Notation::kEnglish};
  }
  if (before[0] == decimal || !All(before, before[0]) || !AreThousands(groups.digits, whole)) {
    return std::nullopt;
  }
  const Notation thousands = NotationOf(before[0]);
  const bool agree =
      thousands == Notation::kSpaced || (thousands == Notation::kVietnamese) == (decimal == ',');
  return Reading{Join(groups, whole), agree ? thousands : Notation::kBroken};
}

// Without its last group: "5 100" of "5 100 %" may be two numbers, "01.02.2024" is none.
Groups First(const Groups& groups) { return {{groups.digits[0]}, "", groups.digits[0].size()}; }

size_t CountDigits(const Groups& groups) {
  size_t count = 0;
  for (const auto group : groups.digits) count += group.size();
  return count;
}

}  // namespace

std::optional<Number> ReadNumber(std::string_view text, bool spaced) {
  if (text.empty() || !IsDigit(text[0])) return std::nullopt;
  Groups groups = Scan(text, spaced);
  if (groups.separators.find(' ') != std::string::npos && !ReadThousands(groups) &&
      !ReadDecimals(groups)) {
    groups = Scan(text, false);  // two numbers side by side
  }
  if (CountDigits(groups) > kDigitsMax) return std::nullopt;
  if (groups.separators.empty()) {
    const Reading plain{Join(First(groups), 1), Notation::kVietnamese};
    return Number{groups.size, plain, plain};
  }
  const auto thousands = ReadThousands(groups);
  const auto decimals = ReadDecimals(groups);
  const Reading broken{Join(groups, groups.digits.size()), Notation::kBroken};
  return Number{groups.size, thousands.value_or(decimals.value_or(broken)),
                decimals.value_or(thousands.value_or(broken))};
}

}  // namespace lienthong::inspect
