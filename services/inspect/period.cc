#include "services/inspect/period.h"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace lienthong::inspect {
namespace {

constexpr std::array<std::string_view, 4> kRoman = {"i", "ii", "iii", "iv"};

// Walks over tokens with their printed text.
class Walk {
 public:
  Walk(std::string_view text, const std::vector<Token>& tokens, size_t at)
      : text_(text), tokens_(&tokens), at_(at) {}

  size_t at() const { return at_; }
  bool Done() const { return at_ >= tokens_->size(); }
  std::string_view Printed() const {
    return Done()
               ? std::string_view()
               : text_.substr((*tokens_)[at_].begin, (*tokens_)[at_].end - (*tokens_)[at_].begin);
  }
  bool Take(const std::string& word) {
    if (Done() || (*tokens_)[at_].text != word) return false;
    ++at_;
    return true;
  }
  // A plain number in [low, high].
  std::optional<int> TakeNumber(int low, int high) {
    const std::string_view printed = Printed();
    int value = 0;
    if (printed.empty() || printed.size() > 4) return std::nullopt;
    for (const char c : printed) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
    if (value < low || value > high) return std::nullopt;
    ++at_;
    return value;
  }
  // "11/2023" or "11-2023", one code.
  std::optional<std::pair<int, int>> TakePair(int greatest) {
    const std::string_view printed = Printed();
    const size_t stroke = printed.find_first_of("/-");
    if (stroke == std::string_view::npos || printed.size() - stroke != 5) return std::nullopt;
    const Token first{.begin = 0, .end = stroke};
    const Token second{.begin = stroke + 1, .end = printed.size()};
    const std::vector<Token> tokens = {first, second};
    Walk inner(printed, tokens, 0);
    const auto number = inner.TakeNumber(1, greatest);
    const auto year = number ? inner.TakeNumber(1990, 2099) : std::nullopt;
    if (!year) return std::nullopt;
    ++at_;
    return std::pair(*number, *year);
  }

 private:
  std::string_view text_;
  const std::vector<Token>* tokens_;
  size_t at_;
};

struct Vocabulary {
  std::string month = FoldWord("tháng");
  std::string quarter = FoldWord("quý");
  std::string year = FoldWord("năm");
  std::string first = FoldWord("đầu");
};

const Vocabulary& Known() {
  static const Vocabulary known;
  return known;
}

// " năm 2023" or "/2023" behind a month or a quarter.
std::string TakeYear(Walk& walk) {
  Walk ahead = walk;
  ahead.Take("/") || ahead.Take("-") || ahead.Take(Known().year);
  const auto year = ahead.TakeNumber(1990, 2099);
  if (!year) return "";
  walk = ahead;
  return std::to_string(*year);
}

std::optional<std::string> TakeMonth(Walk& walk) {
  if (const auto pair = walk.TakePair(12))
    return fmt::format("{}-{:02}", pair->second, pair->first);
  const auto month = walk.TakeNumber(1, 12);
  if (!month) return std::nullopt;
  return fmt::format("{}-{:02}", TakeYear(walk), *month);
}

std::optional<std::string> TakeQuarter(Walk& walk) {
  if (const auto pair = walk.TakePair(4)) return fmt::format("{}-Q{}", pair->second, pair->first);
  if (const auto quarter = walk.TakeNumber(1, 4)) {
    return fmt::format("{}-Q{}", TakeYear(walk), *quarter);
  }
  for (size_t i = 0; i < kRoman.size(); ++i) {
    if (walk.Take(std::string(kRoman[i]))) return fmt::format("{}-Q{}", TakeYear(walk), i + 1);
  }
  return std::nullopt;
}

// "9 tháng đầu năm 2024", "9 tháng năm 2024", "9 tháng".
std::optional<std::string> TakeMonths(Walk& walk) {
  const auto months = walk.TakeNumber(2, 11);
  if (!months || !walk.Take(Known().month)) return std::nullopt;
  walk.Take(Known().first);
  return fmt::format("{}-M{}", TakeYear(walk), *months);
}

std::optional<std::string> TakePeriod(Walk& walk) {
  if (walk.Take(Known().month)) return TakeMonth(walk);
  if (walk.Take(Known().quarter)) return TakeQuarter(walk);
  if (walk.Take(Known().year)) {
    const auto year = walk.TakeNumber(1990, 2099);
    return year ? std::optional(std::to_string(*year)) : std::nullopt;
  }
  return TakeMonths(walk);
}

}  // namespace

std::vector<PeriodMatch> FindPeriods(std::string_view text, const std::vector<Token>& tokens) {
  std::vector<PeriodMatch> periods;
  for (size_t at = 0; at < tokens.size();) {
    Walk walk(text, tokens, at);
    const auto period = TakePeriod(walk);
    if (period) periods.push_back({at, walk.at(), *period});
    at = period ? walk.at() : at + 1;
  }
  // "tháng 9 và quý III/2021": the year of the next one.
  for (size_t i = periods.size(); i-- > 1;) {
    auto& period = periods[i - 1].period;
    if (period.starts_with('-') && !periods[i].period.starts_with('-')) {
      period.insert(0, periods[i].period.substr(0, 4));
    }
  }
  return periods;
}

std::string Relative(const std::string& period, const std::string& own) {
  const std::string full =
      period.starts_with('-') && own.size() >= 4 ? own.substr(0, 4) + period : period;
  return full == own ? "" : full;
}

}  // namespace lienthong::inspect
