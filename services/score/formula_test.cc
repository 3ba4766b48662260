#include "services/score/formula.h"

#include <gtest/gtest.h>

#include "services/score/builtin_rulebooks.h"
#include "services/score/evaluate_testing.h"
#include "services/score/rulebook_check.h"
#include "services/score/rulebook_diff.h"

namespace lienthong::score {
namespace {

using enum Tongue;

v1::Rulebook Rulebook2026() { return *ParseRulebook(BuiltinRulebooks()[1].text); }

TEST(FormulaTest, PointsAreWrittenAsEachLanguageWritesNumbers) {
  const auto rule = IndicatorOf(R"(max: "2" full_at: "0.80")");

  EXPECT_EQ(PointsFormula(rule, kVietnamese), "min(2, 2R/0,80)");
  EXPECT_EQ(PointsFormula(rule, kEnglish), "min(2, 2R/0.80)");
  EXPECT_EQ(PointsFormula(IndicatorOf(R"(max: "2.5")"), kVietnamese), "2,5R");
  EXPECT_EQ(PointsFormula(IndicatorOf(R"(full_at: "1")"), kEnglish), "6R");
}

TEST(FormulaTest, CountsAreSentences) {
  const v1::Rulebook rulebook = Rulebook2026();
  const auto text = [&](int group, int indicator, bool numerator, Tongue tongue) {
    const auto& rule = rulebook.groups(group).indicators(indicator);
    return CountText(numerator ? rule.numerator() : rule.denominator(), tongue);
  };

  EXPECT_EQ(text(2, 2, true, kEnglish), "new dossiers, filed online");
  EXPECT_EQ(text(2, 2, true, kVietnamese), "hồ sơ mới tiếp nhận nộp trực tuyến");
  EXPECT_EQ(text(5, 2, true, kEnglish),
            "dossiers in hand (carried over and received) - dossiers in hand (carried over and "
            "received), late or overdue, or complained about");
  EXPECT_EQ(text(0, 3, false, kEnglish),
            "the greatest of (new dossiers; the figure \"report/received\" as observed; the "
            "figure \"portal/received\" as observed)");
  EXPECT_EQ(text(3, 1, true, kVietnamese),
            "thủ tục có phí, lệ phí có phát sinh hồ sơ mới tiếp nhận thanh toán trực tuyến");
}

// Every value of every enumeration has a word in both languages.
TEST(FormulaTest, NothingIsLeftWithoutAWord) {
  const auto every = [](const google::protobuf::EnumDescriptor& type, auto text) {
    for (int i = 0; i < type.value_count(); ++i) {
      for (const Tongue tongue : {kEnglish, kVietnamese}) {
        const std::string word = text(type.value(i)->number(), tongue);
        EXPECT_TRUE(word.find_first_of("0123456789?") == std::string::npos && word.size() > 2)
            << type.value(i)->name() << ": " << word;
      }
    }
  };
  every(*v1::CatalogueCount::Aspect_descriptor(), [](int value, Tongue tongue) {
    v1::Count count;
    count.add_terms()->mutable_catalogue()->set_aspect(
        static_cast<v1::CatalogueCount::Aspect>(value));
    return CountText(count, tongue);
  });
  every(*v1::PetitionCount::Aspect_descriptor(), [](int value, Tongue tongue) {
    v1::Count count;
    count.add_terms()->mutable_petitions()->set_aspect(
        static_cast<v1::PetitionCount::Aspect>(value));
    return CountText(count, tongue);
  });
  every(*v1::Flag_descriptor(), [](int value, Tongue tongue) {
    v1::Count count;
    count.add_terms()->mutable_dossiers()->add_flags(static_cast<v1::Flag>(value));
    return CountText(count, tongue);
  });
  every(*v1::UnitRole_descriptor(), [](int value, Tongue tongue) {
    return RoleText(static_cast<v1::UnitRole>(value), tongue);
  });
  every(*v1::Confidence_descriptor(), [](int value, Tongue tongue) {
    return ConfidenceText(static_cast<v1::Confidence>(value), tongue);
  });
}

TEST(FormulaTest, TheThreeZeroRulesReadDifferently) {
  EXPECT_EQ(ZeroRuleText(FromText<v1::ZeroRule>("null: true"), kEnglish), "not scored");
  EXPECT_EQ(ZeroRuleText(FromText<v1::ZeroRule>(R"(points: "6")"), kVietnamese), "6 điểm");
  EXPECT_TRUE(ZeroRuleText(FromText<v1::ZeroRule>("last_year: true"), kEnglish)
                  .starts_with("the denominator is last year's"));
}

std::string DiffOf(const v1::Rulebook& before, const v1::Rulebook& after, bool everything = false) {
  std::string text;
  for (const Difference& d : Differences(before, after, kEnglish, everything))
    text += d.where + " " + d.field + ": " + d.before + " > " + d.after + "\n";
  return text;
}

TEST(RulebookDiffTest, TheSameHasNoDifference) {
  EXPECT_EQ(DiffOf(Rulebook2026(), Rulebook2026(), true), "");
}

TEST(RulebookDiffTest, NamesWhatChangesPoints) {
  v1::Rulebook after = Rulebook2026();
  after.set_valid_from("2027-01-01");
  auto& digitised = *after.mutable_groups(4)->mutable_indicators(1);
  digitised.set_full_at("0.80");
  digitised.mutable_when_zero()->set_null(true);
  digitised.set_note("another");
  after.mutable_groups(5)->mutable_indicators()->RemoveLast();
  after.mutable_bands(0)->set_from("95");

  EXPECT_EQ(DiffOf(Rulebook2026(), after),
            " valid_from: 2026-01-01 > 2027-01-01\n"
            "5.2 points: 4R > min(4, 4R/0.80)\n"
            "5.2 when_zero: 0 points > not scored\n"
            "6.3 : Dossiers neither overdue nor complained about (6) > \n"
            " bands: Xuất sắc >= 90, Tốt >= 80, Khá >= 70, Trung bình >= 50, Yếu >= 0 > Xuất sắc "
            ">= 95, Tốt >= 80, Khá >= 70, Trung bình >= 50, Yếu >= 0\n");
}

TEST(RulebookDiffTest, NotesAndNamesOnlyWhenEverythingIsAskedFor) {
  v1::Rulebook after = Rulebook2026();
  after.mutable_groups(0)->set_name_en("Openness");
  after.mutable_groups(0)->mutable_indicators(0)->set_clause("another");

  EXPECT_EQ(DiffOf(Rulebook2026(), after), "");
  EXPECT_NE(DiffOf(Rulebook2026(), after, true).find("1 name: Transparency > Openness\n"),
            std::string::npos);
}

TEST(RulebookDiffTest, WhatOnlyTheLaterHasComesWithItsGroup) {
  v1::Rulebook five = Rulebook2026();
  five.mutable_groups()->RemoveLast();

  const std::string added = DiffOf(five, Rulebook2026());
  const std::string known = DiffOf(*ParseRulebook(BuiltinRulebooks()[0].text), Rulebook2026());

  EXPECT_NE(added.find("6 :  > Satisfaction (18)\n"), std::string::npos) << added;
  EXPECT_NE(known.find("1 left_out: 14 > \n"), std::string::npos) << known;
}

}  // namespace
}  // namespace lienthong::score
