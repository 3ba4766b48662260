#include "services/score/rate.h"

#include <fmt/format.h>

#include <algorithm>

namespace lienthong::score {
namespace {

uint64_t ResolvedInTime(const v1::Figures& f) {
  return f.resolved_early() + f.resolved_on_day() + f.resolved_no_due();
}

// Stocks and flows that are in time; without a promise counts as in time.
uint64_t InTime(const v1::Figures& f) {
  return ResolvedInTime(f) + f.cancelled_in_time() + f.cancelled_no_due() + f.open_in_time() +
         f.open_no_due() + f.paused_in_time();
}

}  // namespace

Fraction RateOf(const v1::Figures& figures, v1::Rate rate) {
  switch (rate) {
    case v1::RATE_RESOLVED:
      return {ResolvedInTime(figures), ResolvedInTime(figures) + figures.resolved_late()};
    case v1::RATE_DUE:
      return {figures.due_in_time(), figures.due()};
    case v1::RATE_NOT_LATE: {
      const uint64_t late = figures.open_overdue() + figures.resolved_late();
      return {figures.in_hand() - std::min(late, figures.in_hand()), figures.in_hand()};
    }
    default:
      return {InTime(figures), figures.in_hand()};
  }
}

std::string Decimal(uint64_t factor, const Fraction& fraction) {
  if (fraction.denominator == 0) return "0";
  const unsigned __int128 numerator = std::min(fraction.numerator, fraction.denominator);
  const unsigned __int128 scaled = numerator * factor * 100 * 2 + fraction.denominator;
  const uint64_t hundredths =
      static_cast<uint64_t>(scaled / (2 * static_cast<unsigned __int128>(fraction.denominator)));
  std::string text = fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace lienthong::score
