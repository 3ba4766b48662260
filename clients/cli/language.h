// The two languages, and how each writes numbers for people. Machine-readable
// output (JSON, CSV) uses none of this.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace lienthong::cli {

enum class Language { kEnglish, kVietnamese };

// Looks up an environment variable; "" when it is not set.
using GetEnvironment = std::function<std::string(const char* name)>;

// Vietnamese when the first of LC_ALL, LC_MESSAGES and LANG that is set begins
// with "vi", else English.
Language DetectLanguage(const GetEnvironment& environment);

// A text in both languages. Placeholders are fmt's automatic "{}"; that both texts
// have the same number of them is checked when compiling.
struct Message {
  consteval Message(const char* english, const char* vietnamese) : en(english), vi(vietnamese) {
    if (Placeholders(en) != Placeholders(vi)) throw "the languages differ in their placeholders";
  }

  std::string_view en;
  std::string_view vi;

 private:
  static consteval int Placeholders(std::string_view text) {
    int count = 0;
    for (size_t i = 0; i + 1 < text.size(); ++i) count += text[i] == '{' && text[i + 1] == '}';
    return count;
  }
};

// The text of `message`.
inline std::string_view Say(Language language, const Message& message) {
  return language == Language::kVietnamese ? message.vi : message.en;
}

// The text of `message` with its placeholders filled in.
template <typename... Args>
std::string Say(Language language, const Message& message, const Args&... args) {
  return fmt::format(fmt::runtime(Say(language, message)), args...);
}

// 19933 as "19,933" or "19.933".
std::string FormatCount(Language language, uint64_t count);

// A plain decimal of up to two places, as the node sends it, with exactly two:
// "39.5" as "39.50" or "39,50". Whatever is no such number comes back as it is.
std::string FormatDecimal(Language language, std::string_view decimal);

// The same with " %".
std::string FormatPercent(Language language, std::string_view decimal);

}  // namespace lienthong::cli
