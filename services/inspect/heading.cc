#include "services/inspect/heading.h"

#include <algorithm>
#include <array>
#include <vector>

#include "services/inspect/period.h"

namespace lienthong::inspect {
namespace {

// Letterhead, title, date and the first sentences.
constexpr size_t kHeadingBlocks = 20;
constexpr size_t kHeadingBytes = 4'000;
// "Bà Rịa Vũng Tàu", "Thừa Thiên Huế".
constexpr size_t kNameWordsMax = 4;

std::string FirstText(const Document& document) {
  std::string text;
  const auto add = [&](std::string_view part) {
    if (!part.empty() && text.size() < kHeadingBytes) text += std::string(part) + " \n";
  };
  for (size_t i = 0; i < std::min(kHeadingBlocks, document.blocks.size()); ++i) {
    const Block& block = document.blocks[i];
    add(block.text);
    for (size_t r = 0; r < std::min<size_t>(block.table.rows(), 4); ++r) {
      for (size_t c = 0; c < block.table.columns(); ++c) add(block.table.At(r, c));
    }
  }
  text.resize(std::min(text.size(), kHeadingBytes));
  return text;
}

// The first month, quarter or span; else the first year.
std::string PeriodOf(std::string_view text, const std::vector<Token>& tokens) {
  const auto periods = FindPeriods(text, tokens);
  std::string first;
  for (const PeriodMatch& match : periods) {
    if (match.period.size() > 4 || match.period.starts_with('-')) {
      first = match.period;
      break;
    }
  }
  for (const PeriodMatch& match : periods) {
    if (match.period.starts_with('-')) continue;
    return first.empty() || first.starts_with('-') ? match.period.substr(0, 4) + first : first;
  }
  return first;
}

std::string UnitOf(std::string_view text, const std::vector<Token>& tokens) {
  static const std::vector<std::vector<std::string>> kinds = {
      {FoldWord("tỉnh")},   {FoldWord("thành"), FoldWord("phố")},
      {FoldWord("huyện")},  {FoldWord("thị"), FoldWord("xã")},
      {FoldWord("phường")}, {FoldWord("xã")}};
  for (const auto& kind : kinds) {
    for (size_t at = 0; at + kind.size() < tokens.size(); ++at) {
      const bool here =
          std::equal(kind.begin(), kind.end(), tokens.begin() + static_cast<ptrdiff_t>(at),
                     [](const auto& word, const Token& t) { return t.text == word; });
      size_t end = at + kind.size();
      while (here && end < tokens.size() && end - at - kind.size() < kNameWordsMax &&
             tokens[end].kind == Token::Kind::kWord && tokens[end].capital &&
             tokens[end].begin - tokens[end - 1].end == 1) {
        ++end;
      }
      if (here && end > at + kind.size()) {
        return std::string(text.substr(tokens[at].begin, tokens[end - 1].end - tokens[at].begin));
      }
    }
  }
  return "";
}

}  // namespace

Heading ReadHeading(const Document& document) {
  Heading heading{.text = FirstText(document)};
  const auto tokens = Tokenize(heading.text);
  heading.period = PeriodOf(heading.text, tokens);
  heading.unit = UnitOf(heading.text, tokens);
  return heading;
}

}  // namespace lienthong::inspect
