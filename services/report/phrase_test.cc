#include "services/report/phrase.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lienthong::report {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Token Text(const char* text) { return {Token::Kind::kText, text, ""}; }
Token Name(const char* name, const char* aspect = "") { return {Token::Kind::kName, name, aspect}; }

TEST(PhraseTest, TellsWordsFromNames) {
  EXPECT_THAT(*ParsePhrase("Đã giải quyết {books/resolved} hồ sơ"),
              ElementsAre(Text("Đã giải quyết "), Name("books/resolved"), Text(" hồ sơ")));
  EXPECT_THAT(*ParsePhrase("{a}{b|source}"), ElementsAre(Name("a"), Name("b", "source")));
  EXPECT_THAT(*ParsePhrase("chỉ có chữ"), ElementsAre(Text("chỉ có chữ")));
  EXPECT_THAT(*ParsePhrase(""), IsEmpty());
}

TEST(PhraseTest, DoubledBracesAreBraces) {
  EXPECT_THAT(*ParsePhrase("{{x}} {y}"), ElementsAre(Text("{x} "), Name("y")));
  EXPECT_THAT(*ParsePhrase("{{{y}}}"), ElementsAre(Text("{"), Name("y"), Text("}")));
}

TEST(PhraseTest, RefusesHalfBracesAndEmptyNames) {
  for (const char* wrong :
       {"{", "}", "a {b", "a b}", "{a{b}", "{}", "{|source}", "{a|}", "{{}", "}{", "}a}"})
    EXPECT_FALSE(ParsePhrase(wrong).ok()) << wrong;
}

}  // namespace
}  // namespace lienthong::report
