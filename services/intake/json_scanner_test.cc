#include "services/intake/json_scanner.h"

#include <gtest/gtest.h>

#include <string>

namespace lienthong::intake {
namespace {

using End = JsonExtent::End;

struct Case {
  const char* text;
  End end;
  size_t size;
};

class MeasureJsonTest : public testing::TestWithParam<Case> {};

TEST_P(MeasureJsonTest, FindsTheEnd) {
  const JsonExtent extent = MeasureJson(GetParam().text);

  EXPECT_EQ(extent.end, GetParam().end);
  EXPECT_EQ(extent.size, GetParam().size);
}

INSTANTIATE_TEST_SUITE_P(
    All, MeasureJsonTest,
    testing::Values(Case{"{},", End::kComplete, 2}, Case{"[[]] x", End::kComplete, 4},
                    Case{R"({"a":"}"}])", End::kComplete, 9},
                    Case{R"({"a":"\"}"}])", End::kComplete, 11},
                    Case{R"({"a":"\\"}])", End::kComplete, 10},
                    Case{R"("a,b",)", End::kComplete, 5}, Case{"12.5e3,", End::kComplete, 6},
                    Case{"null}", End::kComplete, 4}, Case{"", End::kTruncated, 0},
                    Case{"{", End::kTruncated, 1}, Case{R"({"a)", End::kTruncated, 3},
                    Case{R"("a\)", End::kTruncated, 3}, Case{"12", End::kTruncated, 2},
                    Case{"{]", End::kMalformed, 1}, Case{"[{]}", End::kMalformed, 2},
                    Case{R"({"a":"lost,"b":"c"}])", End::kMalformed, 12},
                    Case{"}", End::kMalformed, 0}, Case{":", End::kMalformed, 0}));

TEST(MeasureJsonTest, GivesUpOnSenselessDepth) {
  EXPECT_EQ(MeasureJson(std::string(1000, '[')).end, End::kMalformed);
}

TEST(JsonMembersTest, SplitsAnObject) {
  const auto members = JsonMembers(R"({ "a" : 1 , "b":{"c":[2]},"d":"x"})");

  ASSERT_TRUE(members.has_value());
  ASSERT_EQ(members->size(), 3u);
  EXPECT_EQ((*members)[0].name, "a");
  EXPECT_EQ((*members)[1].value, R"({"c":[2]})");
  EXPECT_EQ((*members)[2].value, R"("x")");
}

TEST(JsonMembersTest, RefusesWhatIsNoObject) {
  for (const char* text : {"", "{", "[]", "{,}", R"({"a"})", R"({"a":})", R"({"a":1,})",
                           R"({"a":1 "b":2})", R"({"a":1}})", R"({a:1})"}) {
    EXPECT_FALSE(JsonMembers(text).has_value()) << text;
  }
  EXPECT_TRUE(JsonMembers("{ }").has_value());
}

}  // namespace
}  // namespace lienthong::intake
