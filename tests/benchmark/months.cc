#include "tests/benchmark/months.h"

#include <chrono>

#include "fmt/format.h"

namespace lienthong::benchmark {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

const sys_days kFirst = sys_days(std::chrono::year(2023) / 1 / 2);

int NumberOf(year_month_day date) { return static_cast<int>((sys_days(date) - kFirst).count()); }

}  // namespace

std::string DateOf(int day) {
  const year_month_day date(kFirst + std::chrono::days(day));
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::vector<Span> WholeMonths() {
  std::vector<Span> months;
  for (auto month = std::chrono::year(2023) / 3; month < std::chrono::year(2024) / 11;
       month += std::chrono::months(1)) {
    months.push_back({NumberOf(month / 1), NumberOf(month / std::chrono::last)});
  }
  return months;
}

Span AnySpan(int number) {
  const int from = 60 + number * 37 % 500;
  return {from, from + 27 + number * 11 % 64};
}

}  // namespace lienthong::benchmark
