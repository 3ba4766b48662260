#include "services/report/vietnamese.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <optional>

#include "storage/base/calendar_date.h"

namespace lienthong::report {
namespace {

constexpr std::array<const char*, 4> kQuarters = {"I", "II", "III", "IV"};
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "1234567" as "1.234.567".
std::string Group(std::string_view digits) {
  std::string grouped;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped += '.';
    grouped += digits[i];
  }
  return grouped;
}

// Months since 1970-01 that [from, to] covers whole, if it covers months at all.
struct Months {
  int first = 0;
  int count = 0;
};

// A month named m runs from day `first_day` of itself (1) or of the month before (15).
std::optional<Months> WholeMonths(Day from, Day to, int shift_days) {
  const Day first = from - shift_days;
  const int month = MonthOf(first);
  const int next = MonthOf(to + 1 - shift_days);
  if (shift_days == 0) {
    if (FirstDayOfMonth(month) != from || FirstDayOfMonth(next) != to + 1) return std::nullopt;
    return Months{month, next - month};
  }
  // From the 15th: 14 days after the 1st; the period is named after the months it ends in.
  if (FirstDayOfMonth(month) + shift_days != from) return std::nullopt;
  if (FirstDayOfMonth(next) + shift_days != to + 1) return std::nullopt;
  return Months{month + 1, next - month};
}

std::optional<std::string> NameOf(const Months& months, bool statistical) {
  const int year = 1970 + months.first / 12;
  const int month = months.first % 12;
  if (months.count == 1) return fmt::format("tháng {} năm {}", month + 1, year);
  if (months.count == 3 && month % 3 == 0)
    return fmt::format("quý {} năm {}", kQuarters[month / 3], year);
  if (months.count == 12 && month == 0) return fmt::format("năm {}", year);
  if (month != 0 || !statistical) return std::nullopt;
  if (months.count == 6) return fmt::format("6 tháng đầu năm {}", year);
  if (months.count == 9) return fmt::format("9 tháng năm {}", year);
  return std::nullopt;
}

std::string Days(Day from, Day to) {
  return fmt::format("từ ngày {} đến ngày {}", WriteDate(from), WriteDate(to));
}

// A mark that makes another letter of the alphabet; 0: it makes none.
char LetterMark(utf8proc_int32_t mark) {
  switch (mark) {
    case 0x0306:  // ă
      return 1;
    case 0x0302:  // â ê ô
      return 2;
    case 0x031B:  // ơ ư
      return 3;
    default:
      return 0;
  }
}

// A tone by its place in dictionaries; 0: it is none.
char ToneMark(utf8proc_int32_t mark) {
  constexpr utf8proc_int32_t kTones[] = {0x0300, 0x0309, 0x0303, 0x0301, 0x0323};
  const auto* const found = std::find(std::begin(kTones), std::end(kTones), mark);
  return found == std::end(kTones) ? 0 : static_cast<char>(found - kTones + 1);
}

constexpr utf8proc_int32_t kSmallD = 0x0111;  // đ, which has no decomposition

}  // namespace

std::string SortKey(std::string_view text) {
  const std::string composed = ToNfc(text);
  utf8proc_uint8_t* decomposed = nullptr;
  const auto bytes = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(composed.data()),
      static_cast<utf8proc_ssize_t>(composed.size()), &decomposed,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(decomposed, &std::free);
  std::string letters, tones;
  for (utf8proc_ssize_t at = 0; bytes > 0 && at < bytes;) {
    utf8proc_int32_t code_point = 0;
    at += std::max<utf8proc_ssize_t>(utf8proc_iterate(decomposed + at, bytes - at, &code_point), 1);
    if (const char mark = LetterMark(code_point); mark != 0 && !letters.empty()) {
      letters.back() = mark;
    } else if (const char tone = ToneMark(code_point); tone != 0 && !tones.empty()) {
      tones.back() = tone;
    } else {
      // Big-endian, so that keys of other scripts keep the order of their code points.
      const utf8proc_int32_t letter = code_point == kSmallD ? 'd' : code_point;
      for (const int shift : {16, 8, 0}) letters += static_cast<char>(letter >> shift & 0xff);
      letters += static_cast<char>(code_point == kSmallD ? 1 : 0);
      tones += '\0';
    }
  }
  return letters + '\0' + tones;
}

std::string WriteCount(int64_t count) {
  const std::string text = fmt::format("{}", count);
  return count < 0 ? "-" + Group(std::string_view(text).substr(1)) : Group(text);
}

bool IsDecimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::string_view whole = text.substr(0, text.find('.'));
  const bool has_places = whole.size() < text.size();
  const std::string_view places = has_places ? text.substr(whole.size() + 1) : text.substr(0, 0);
  return !whole.empty() && (!has_places || !places.empty()) &&
         std::all_of(whole.begin(), whole.end(), IsDigit) &&
         std::all_of(places.begin(), places.end(), IsDigit);
}

std::string WriteDecimal(std::string_view decimal) {
  if (!IsDecimal(decimal)) return std::string(decimal);
  const bool negative = decimal.starts_with('-');
  if (negative) decimal.remove_prefix(1);
  const std::string_view whole = decimal.substr(0, decimal.find('.'));
  std::string text = (negative ? "-" : "") + Group(whole);
  if (whole.size() < decimal.size()) {
    text += ',';
    text += decimal.substr(whole.size() + 1);
  }
  return text;
}

std::string WritePercent(std::string_view decimal) { return WriteDecimal(decimal) + " %"; }

std::string WriteDate(Day day) {
  const std::string iso = FormatDate(day);
  return fmt::format("{}/{}/{}", iso.substr(8, 2), iso.substr(5, 2), iso.substr(0, 4));
}

std::string WriteMoment(Instant instant) {
  return fmt::format("{} ngày {}", FormatInstant(instant).substr(11), WriteDate(DayOf(instant)));
}

std::string WriteWhen(Instant instant) {
  const bool day_only = FormatInstant(instant).ends_with(" 23:59:59");
  return day_only ? fmt::format("ngày {}", WriteDate(DayOf(instant)))
                  : fmt::format("lúc {}", WriteMoment(instant));
}

std::string WritePeriod(Day from, Day to) {
  constexpr int kStatisticalShiftDays = 14;
  for (const int shift : {0, kStatisticalShiftDays}) {
    const auto months = WholeMonths(from, to, shift);
    const auto name = months ? NameOf(*months, shift > 0) : std::nullopt;
    if (name) return shift == 0 ? *name : fmt::format("{} ({})", *name, Days(from, to));
  }
  return "thời gian " + Days(from, to);
}

std::string ToNfc(std::string_view text) {
  std::string valid;
  while (!text.empty()) {
    utf8proc_int32_t code_point = 0;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                         static_cast<utf8proc_ssize_t>(text.size()), &code_point);
    valid += length > 0 ? text.substr(0, static_cast<size_t>(length)) : kReplacement;
    text.remove_prefix(length > 0 ? static_cast<size_t>(length) : 1);
  }
  utf8proc_uint8_t* composed = nullptr;
  const auto bytes =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(valid.data()),
                   static_cast<utf8proc_ssize_t>(valid.size()), &composed,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(composed, &std::free);
  if (bytes < 0) return valid;
  return std::string(reinterpret_cast<const char*>(composed), static_cast<size_t>(bytes));
}

}  // namespace lienthong::report
