#include "services/report/phrase.h"

namespace lienthong::report {
namespace {

bool IsDoubled(std::string_view text, size_t at) {
  return at + 1 < text.size() && text[at + 1] == text[at];
}

void AddText(std::string_view text, std::vector<Token>& tokens) {
  if (text.empty()) return;
  if (tokens.empty() || tokens.back().kind != Token::Kind::kText) tokens.emplace_back();
  tokens.back().text += text;
}

absl::StatusOr<Token> NameOf(std::string_view inside) {
  const size_t bar = inside.find('|');
  const std::string_view name = inside.substr(0, bar);
  const bool has_aspect = bar != std::string_view::npos;
  const std::string_view aspect = has_aspect ? inside.substr(bar + 1) : inside.substr(0, 0);
  if (name.empty() || (has_aspect && aspect.empty()))
    return InvalidArgument("{{{}}}: the name is missing", inside);
  return Token{Token::Kind::kName, std::string(name), std::string(aspect)};
}

}  // namespace

absl::StatusOr<std::vector<Token>> ParsePhrase(std::string_view text) {
  std::vector<Token> tokens;
  while (!text.empty()) {
    const size_t brace = text.find_first_of("{}");
    AddText(text.substr(0, brace), tokens);
    if (brace == std::string_view::npos) break;
    if (IsDoubled(text, brace)) {
      AddText(text.substr(brace, 1), tokens);
      text.remove_prefix(brace + 2);
      continue;
    }
    const size_t end = text.find_first_of("{}", brace + 1);
    if (text[brace] == '}' || end == std::string_view::npos || text[end] == '{')
      return InvalidArgument("a brace without its other half; write {{{{ or }}}} for a brace");
    ASSIGN_OR_RETURN(Token name, NameOf(text.substr(brace + 1, end - brace - 1)));
    tokens.push_back(std::move(name));
    text.remove_prefix(end + 1);
  }
  return tokens;
}

}  // namespace lienthong::report
