#include "services/score/rulebook_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "services/score/builtin_rulebooks.h"
#include "services/score/evaluate_testing.h"
#include "storage/base/calendar_date.h"
#include "storage/base/status.h"

namespace lienthong::score {
namespace {

using testing::HasSubstr;

// A small rulebook without a fault; its lines are numbered for the tests below.
constexpr const char* kGood = R"(id: "test-1"
title: "t"
source: "s"
valid_from: "2026-01-01"
confidence: CONFIDENCE_HIGH
groups {
  id: "1"
  name: "n"
  name_en: "n"
  max: "10"
  indicators {
    id: "1.1"
    name: "n"
    name_en: "n"
    max: "10"
    numerator { terms { dossiers { basis: BASIS_RESOLVED judgement: JUDGEMENT_IN_TIME } } }
    denominator { terms { dossiers { basis: BASIS_RESOLVED } } }
    full_at: "0.80"
    when_zero { points: "0" }
    clause: "c"
    confidence: CONFIDENCE_HIGH
  }
}
bands { name: "a" from: "9" }
bands { name: "b" from: "0" }
bands_confidence: CONFIDENCE_LOW
)";

// kGood with one piece of it replaced.
std::string With(const std::string& old, const std::string& replacement) {
  std::string text = kGood;
  const size_t place = text.find(old);
  if (place == std::string::npos) throw std::invalid_argument(old);
  return text.replace(place, old.size(), replacement);
}

// The faults of a text, one a line: "19:5 groups[1].max: why".
std::string FaultsOf(const std::string& text) {
  std::string faults;
  for (const Fault& fault : ReadRulebook(text).faults) {
    EXPECT_FALSE(fault.reason_vi.empty());
    EXPECT_EQ(fault.reason_vi.find("{}"), std::string::npos) << fault.reason_vi;
    faults += fmt::format("{}:{} {}: {}\n", fault.line, fault.column, fault.field, fault.reason);
  }
  return faults;
}

TEST(RulebookCheckTest, AGoodOneHasNoFault) {
  EXPECT_EQ(FaultsOf(kGood), "");
  EXPECT_TRUE(ParseRulebook(kGood).ok());
  EXPECT_EQ(FaultsOf(std::string("\xef\xbb\xbf") + kGood), "");
}

TEST(RulebookCheckTest, TheBuiltinOnesHaveNoFaultAndFollowOneAnother) {
  std::vector<v1::Rulebook> rulebooks;
  for (const BuiltinRulebook& builtin : BuiltinRulebooks()) {
    EXPECT_EQ(FaultsOf(std::string(builtin.text)), "") << builtin.id;
    rulebooks.push_back(ReadRulebook(builtin.text).rulebook);
    EXPECT_EQ(rulebooks.back().id(), builtin.id);
  }
  ASSERT_EQ(rulebooks.size(), 2u);
  EXPECT_TRUE(CheckSuccession(rulebooks).ok());
}

TEST(RulebookCheckTest, TheOneOf2026HasEveryIndicatorWithItsSource) {
  const v1::Rulebook rulebook = *ParseRulebook(BuiltinRulebooks()[1].text);
  std::string maxima;
  for (const auto& group : rulebook.groups()) {
    maxima += fmt::format("{}={}:", group.id(), group.max());
    for (const auto& indicator : group.indicators()) {
      maxima += fmt::format(" {}", indicator.max());
      EXPECT_FALSE(indicator.clause().empty() || indicator.source().empty()) << indicator.id();
    }
    maxima += "\n";
  }
  EXPECT_EQ(maxima,
            "1=18: 6 4 2 6\n2=20: 20\n3=12: 2 4 6\n4=10: 2 2 6\n"
            "5=22: 6 4 2 4 2 2 2\n6=18: 6 6 6\n");
}

struct Bad {
  const char* old;
  const char* replacement;
  const char* fault;
};

class BadRulebookTest : public testing::TestWithParam<Bad> {};

TEST_P(BadRulebookTest, IsNamedByLineFieldAndReason) {
  const std::string faults = FaultsOf(With(GetParam().old, GetParam().replacement));

  EXPECT_THAT(faults, HasSubstr(GetParam().fault));
  EXPECT_FALSE(ParseRulebook(With(GetParam().old, GetParam().replacement)).ok());
}

INSTANTIATE_TEST_SUITE_P(
    Syntax, BadRulebookTest,
    testing::Values(
        // An unknown line of the books.
        Bad{"BASIS_RESOLVED judgement", "BASIS_RESOLVD judgement",
            "16:43 : cannot be read: Unknown enumeration value of \"BASIS_RESOLVD\""},
        Bad{"dossiers { basis: BASIS_RESOLVED }", "dossier { basis: BASIS_RESOLVED }",
            "17:27 : cannot be read: Message type \"lienthong.v1.Term\" has no field named "
            "\"dossier\""},
        Bad{"title: \"t\"", "title: \"t", "2:10 : cannot be read: "},
        Bad{"title: \"t\"", "title: \"t\" title: \"u\"",
            "2:12 : cannot be read: Non-repeated field"},
        Bad{"title: \"t\"", "title: \"\xc3\x28\"", "2:1 : is not UTF-8"},
        Bad{"BASIS_RESOLVED judgement", "99 judgement",
            "16:36 groups[#1].indicators[#1].numerator.terms[#1].dossiers.basis: is 99, a value"}));

INSTANTIATE_TEST_SUITE_P(
    Head, BadRulebookTest,
    testing::Values(
        Bad{"test-1", "Test 1", "1:1 id: must be 1 to 32 of a-z"},
        Bad{"title: \"t\"\n", "", "0:0 title: is missing"},
        Bad{"source: \"s\"\n", "", "0:0 source: is missing"},
        Bad{"confidence: CONFIDENCE_HIGH\ngroups", "groups", "0:0 confidence: is missing"},
        Bad{"valid_from: \"2026-01-01\"\n", "", "0:0 valid_from: is missing"},
        Bad{"2026-01-01", "01/01/2026", "4:1 valid_from: is no date"},
        Bad{"2026-01-01", "2026-02-30", "4:1 valid_from: is no date"},
        Bad{"valid_from: \"2026-01-01\"", "valid_from: \"2026-01-01\" valid_to: \"2026\"",
            "4:26 valid_to: is no date"},
        Bad{"valid_from: \"2026-01-01\"", "valid_from: \"2026-01-01\" valid_to: \"2025-12-31\"",
            "4:26 valid_to: lies before valid_from"}));

INSTANTIATE_TEST_SUITE_P(
    Points, BadRulebookTest,
    testing::Values(
        Bad{"max: \"10\"\n  indicators", "max: \"12\"\n  indicators",
            "10:3 groups[1].max: is 12, but its indicators and what is left out add up to 10"},
        Bad{"max: \"10\"\n    numerator", "max: \"10.5\"\n    numerator",
            "15:5 groups[1].indicators[1.1].max: is 10.5 and exceeds the 10 points of its group"},
        Bad{"max: \"10\"\n    numerator", "max: \"1,0\"\n    numerator",
            "15:5 groups[1].indicators[1.1].max: is no decimal number"},
        Bad{"max: \"10\"\n    numerator", "max: \"9.999\"\n    numerator",
            "15:5 groups[1].indicators[1.1].max: is no decimal number"},
        Bad{"max: \"10\"\n    numerator", "max: \"0\"\n    numerator",
            "15:5 groups[1].indicators[1.1].max: must be above 0"},
        Bad{"max: \"10\"\n    numerator", "numerator",
            "11:3 groups[1].indicators[1.1].max: is missing"},
        Bad{"\"0.80\"", "\"0\"",
            "18:5 groups[1].indicators[1.1].full_at: is 0; it must be above 0"},
        Bad{"\"0.80\"", "\"1.01\"", "18:5 groups[1].indicators[1.1].full_at: is 1.01; it must be"},
        Bad{"\"0.80\"", "\"80%\"", "18:5 groups[1].indicators[1.1].full_at: is no decimal"},
        Bad{"max: \"10\"\n  indicators", "max: \"10\"\n  left_out: \"1\" indicators",
            "10:3 groups[1].max: is 10, but its indicators and what is left out add up to 11"},
        Bad{"\n  max: \"10\"", "\n  max: \"-10\"", "10:3 groups[1].max: is no decimal number"}));

INSTANTIATE_TEST_SUITE_P(
    Rules, BadRulebookTest,
    testing::Values(
        Bad{"    when_zero { points: \"0\" }\n", "",
            "11:3 groups[1].indicators[1.1].when_zero: is missing; say null: true"},
        Bad{"when_zero { points: \"0\" }", "when_zero {}",
            "19:5 groups[1].indicators[1.1].when_zero: is missing; say null: true"},
        Bad{"points: \"0\"", "null: false",
            "19:17 groups[1].indicators[1.1].when_zero.null: must be true"},
        Bad{"points: \"0\"", "last_year: false",
            "19:17 groups[1].indicators[1.1].when_zero.last_year: must be true"},
        Bad{"points: \"0\"", "points: \"11\"",
            "19:17 groups[1].indicators[1.1].when_zero.points: is 11 and exceeds the 10 points"},
        Bad{"points: \"0\" }", "points: \"0\" } when_absent: \"11\"",
            "19:31 groups[1].indicators[1.1].when_absent: is 11 and exceeds"},
        Bad{"points: \"0\" }", "points: \"0\" } observed: \"a b\"",
            "19:31 groups[1].indicators[1.1].observed: \"a b\" is no observation"},
        Bad{"    clause: \"c\"\n", "", "11:3 groups[1].indicators[1.1].clause: is missing"},
        Bad{"    confidence: CONFIDENCE_HIGH\n  }", "  }",
            "11:3 groups[1].indicators[1.1].confidence: is missing"}));

INSTANTIATE_TEST_SUITE_P(
    Ids, BadRulebookTest,
    testing::Values(
        Bad{"id: \"1.1\"", "id: \"2.1\"",
            "12:5 groups[1].indicators[2.1].id: \"2.1\" does not belong to group 1; it must begin "
            "with \"1.\""},
        Bad{"id: \"1.1\"", "id: \"11\"",
            "12:5 groups[1].indicators[11].id: \"11\" does not belong"},
        Bad{"bands { name: \"a\"",
            "groups { id: \"1\" name: \"n\" name_en: \"n\" max: \"1\" "
            "left_out: \"1\" }\nbands { name: \"a\"",
            "24:10 groups[1].id: \"1\" stands twice"},
        Bad{"bands { name: \"a\"",
            "groups { id: \"2\" name: \"n\" name_en: \"n\" max: \"2\" "
            "left_out: \"1\" }\nbands { name: \"a\"",
            "24:1 groups[2].indicators: is missing; a group without indicators"}));

INSTANTIATE_TEST_SUITE_P(
    Bands, BadRulebookTest,
    testing::Values(Bad{"from: \"9\"", "from: \"11\"",
                        "24:19 bands[#1].from: is 11 and exceeds the 10 points that can be had"},
                    Bad{"from: \"0\"", "from: \"9\"",
                        "25:19 bands[#2].from: is 9, not below the 9 of the band before it"},
                    Bad{"from: \"0\"", "from: \"1\"",
                        "25:19 bands[#2].from: is 1; the last band must begin at 0"},
                    Bad{"bands_confidence: CONFIDENCE_LOW\n", "",
                        "0:0 bands_confidence: is missing"}));

// In place of the numerator's only term.
struct BadTerm {
  const char* term;
  const char* fault;
};

class BadTermTest : public testing::TestWithParam<BadTerm> {};

TEST_P(BadTermTest, IsNamed) {
  const std::string whole =
      "terms { dossiers { basis: BASIS_RESOLVED judgement: JUDGEMENT_IN_TIME } }";

  EXPECT_THAT(FaultsOf(With(whole, GetParam().term)),
              HasSubstr(std::string("groups[1].indicators[1.1].numerator") + GetParam().fault));
}

INSTANTIATE_TEST_SUITE_P(
    All, BadTermTest,
    testing::Values(
        BadTerm{"", ".terms: is missing"}, BadTerm{"terms {}", ".terms[#1]: counts nothing"},
        BadTerm{"terms { minus: true dossiers { basis: BASIS_NEW } }", ".terms: only takes away"},
        BadTerm{"terms { dossiers {} }", ".terms[#1].dossiers.basis: is missing"},
        BadTerm{"terms { dossiers { basis: BASIS_NEW judgement: JUDGEMENT_LATE } }",
                ".terms[#1].dossiers.judgement: needs BASIS_RESOLVED or BASIS_IN_HAND; BASIS_NEW"},
        BadTerm{"terms { dossiers { basis: BASIS_RECEIVED judgement: JUDGEMENT_IN_TIME } }",
                ".terms[#1].dossiers.judgement: needs BASIS_RESOLVED"},
        BadTerm{"terms { dossiers { basis: BASIS_IN_HAND or_flags: FLAG_COMPLAINED } }",
                ".terms[#1].dossiers.or_flags: widens a judgement and there is none"},
        BadTerm{"terms { dossiers { basis: BASIS_NEW flags: FLAG_UNSPECIFIED } }",
                ".terms[#1].dossiers.flags: is missing"},
        BadTerm{"terms { dossiers { basis: BASIS_NEW flags: FLAG_REUSED flags: FLAG_REUSED } }",
                ".terms[#1].dossiers.flags: \"FLAG_REUSED\" stands twice"},
        BadTerm{"terms { procedures { among { aspect: ASPECT_ONLINE } } }",
                ".terms[#1].procedures.dossiers: is missing"},
        BadTerm{"terms { procedures { dossiers { basis: BASIS_NEW judgement: JUDGEMENT_LATE } } }",
                ".terms[#1].procedures.dossiers.judgement: needs"},
        BadTerm{"terms { observation: \"portal received\" }",
                ".terms[#1].observation: \"portal received\" is no observation"},
        BadTerm{"terms { observation: \"/portal\" }", ".terms[#1].observation: \"/portal\" is no"},
        BadTerm{"terms { observation: \"766-2026/3/points\" }",
                ".terms[#1].observation: \"766-2026/3/points\" is a points, which is no count"},
        BadTerm{"terms { greatest { of { terms { petitions {} } } } }",
                ".terms[#1].greatest.of: needs at least two counts"},
        BadTerm{"terms { greatest { of { terms { petitions {} } } of { terms { greatest {} } } } }",
                ".terms[#1].greatest.of[#2].terms[#1].greatest: must not stand inside another"}));

TEST(RulebookCheckTest, EveryFaultIsNamedInTheOrderOfTheText) {
  std::string text = With("\"0.80\"", "\"8\"");
  text.replace(text.find("title: \"t\""), 10, "title: \"\"");

  const auto read = ReadRulebook(text);

  ASSERT_EQ(read.faults.size(), 2u);
  EXPECT_EQ(read.faults[0].field, "title");
  EXPECT_EQ(read.faults[1].line, 18);
}

TEST(RulebookCheckTest, AStatusNamesTheFirstFaultAndCountsTheRest) {
  const auto of_text = ParseRulebook(With("\"0.80\"", "\"8\"")).status();
  v1::Rulebook rulebook = *ParseRulebook(kGood);
  rulebook.clear_title();
  rulebook.clear_source();
  const auto of_message = CheckRulebook(rulebook);

  EXPECT_EQ(of_text.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(MessageOf(of_text),
            "rulebook \"test-1\", line 18 column 5, groups[1].indicators[1.1].full_at: is 8; it "
            "must be above 0 and at most 1");
  EXPECT_EQ(MessageOf(of_message), "rulebook \"test-1\", title: is missing; and 1 more faults");
}

TEST(RulebookCheckTest, WhatANewerVersionWroteIsRefused) {
  v1::Rulebook rulebook = *ParseRulebook(kGood);
  auto& term =
      *rulebook.mutable_groups(0)->mutable_indicators(0)->mutable_numerator()->mutable_terms(0);
  term.GetReflection()->MutableUnknownFields(&term)->AddVarint(99, 1);

  EXPECT_THAT(MessageOf(CheckRulebook(rulebook)),
              HasSubstr("numerator.terms[#1]: holds something that this version does not know"));
}

TEST(RulebookCheckTest, LargeAndDeepTextsCostNothing) {
  std::string deep = "groups { indicators { numerator { ";
  for (int i = 0; i < 5000; ++i) deep += "terms { greatest { of { ";

  EXPECT_THAT(FaultsOf(deep), HasSubstr("cannot be read"));
  EXPECT_THAT(FaultsOf(std::string(kRulebookBytesMax + 1, ' ')),
              HasSubstr("is larger than 256 KiB"));
  EXPECT_THAT(FaultsOf(""), HasSubstr("id: must be"));
}

// Any bytes are safe: pieces of a real rulebook, cut and changed.
TEST(RulebookCheckTest, RandomBytesNeverCrashIt) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 rng(seed);
  const std::string whole(BuiltinRulebooks()[1].text);
  for (int i = 0; i < 300; ++i) {
    std::string text = whole.substr(0, rng() % whole.size());
    for (int k = 0; k < 3 && !text.empty(); ++k)
      text[rng() % text.size()] = static_cast<char>(rng());
    ReadRulebook(text);
  }
}

v1::Rulebook Valid(const char* id, const char* from, const char* to) {
  v1::Rulebook rulebook;
  rulebook.set_id(id);
  rulebook.set_valid_from(from);
  rulebook.set_valid_to(to);
  return rulebook;
}

std::string GapsOf(const std::vector<v1::Rulebook>& rulebooks) {
  std::string gaps;
  for (const Fault& fault : FindGaps(rulebooks)) gaps += fault.field + ": " + fault.reason + "\n";
  return gaps;
}

TEST(RulebookSuccessionTest, NamesGapsOverlapsAndRepeats) {
  EXPECT_EQ(GapsOf({Valid("b", "2026-01-01", ""), Valid("a", "2022-06-23", "2025-12-31")}), "");
  EXPECT_EQ(GapsOf({Valid("a", "2022-06-23", ""), Valid("b", "2026-01-01", "")}),
            "b.valid_from: lies where \"a\" still holds; give that one 2025-12-31 as valid_to\n");
  EXPECT_EQ(GapsOf({Valid("a", "2022-06-23", "2025-11-30"), Valid("b", "2026-01-01", "")}),
            "b.valid_from: leaves a gap: \"a\" ends on 2025-11-30, so no rulebook holds until "
            "then\n");
  EXPECT_EQ(GapsOf({Valid("a", "2022-06-23", "2026-01-01"), Valid("b", "2026-01-01", "")}),
            "b.valid_from: lies before \"a\" ends on 2026-01-01; begin later or end that one "
            "earlier\n");
  EXPECT_EQ(GapsOf({Valid("a", "2026-01-01", ""), Valid("b", "2026-01-01", "")}),
            "b.valid_from: is the first day of \"a\" too; give it a later one\n");
  EXPECT_EQ(GapsOf({Valid("a", "2022-01-01", ""), Valid("a", "2026-01-01", "")}),
            "a.id: \"a\" stands twice\n");
}

TEST(RulebookSuccessionTest, HoldsFromItsFirstToItsLastDay) {
  const auto day = [](const char* text) { return *ParseDate(text); };
  const auto bounded = Valid("a", "2022-06-23", "2025-12-31");

  EXPECT_FALSE(HoldsOn(bounded, day("2022-06-22")));
  EXPECT_TRUE(HoldsOn(bounded, day("2022-06-23")));
  EXPECT_TRUE(HoldsOn(bounded, day("2025-12-31")));
  EXPECT_FALSE(HoldsOn(bounded, day("2026-01-01")));
  EXPECT_TRUE(HoldsOn(Valid("b", "2026-01-01", ""), day("2099-12-31")));
}

}  // namespace
}  // namespace lienthong::score
