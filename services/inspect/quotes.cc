#include "services/inspect/quotes.h"

#include <algorithm>

namespace lienthong::inspect {
namespace {

// "30/11/2023".
bool IsDay(std::string_view text, const Token& token) {
  const std::string_view printed = text.substr(token.begin, token.end - token.begin);
  return token.kind == Token::Kind::kCode && std::count(printed.begin(), printed.end(), '/') == 2 &&
         printed.find_first_not_of("0123456789/") == std::string_view::npos;
}

}  // namespace

std::vector<Quote> FindQuotes(std::string_view text, const std::vector<Token>& tokens) {
  static const std::string by = FoldWord("theo");
  std::vector<Quote> quotes;
  bool named = false;  // a source, in this part of the sentence
  for (size_t i = 0; i < tokens.size(); ++i) {
    const std::string& word = tokens[i].text;
    if (word == ";") named = false;
    if (word == by) named = true;
    if (!named || word != ":" || i == 0 || !IsDay(text, tokens[i - 1])) continue;
    const auto end = std::find_if(tokens.begin() + static_cast<ptrdiff_t>(i), tokens.end(),
                                  [](const Token& token) { return token.text == ";"; });
    quotes.push_back({i + 1, static_cast<size_t>(end - tokens.begin())});
    i = quotes.back().end - 1;
    named = false;
  }
  return quotes;
}

bool IsQuoted(const std::vector<Quote>& quotes, size_t token) {
  const auto quote = std::partition_point(quotes.begin(), quotes.end(),
                                          [&](const Quote& other) { return other.end <= token; });
  return quote != quotes.end() && quote->begin <= token;
}

}  // namespace lienthong::inspect
