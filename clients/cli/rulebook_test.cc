#include "clients/cli/rulebook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/app.h"
#include "clients/cli/test_support.h"
#include "services/score/builtin_rulebooks.h"

namespace lienthong::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class RulebookTest : public testing::Test {
 protected:
  ExitCode Run(const std::vector<std::string>& arguments) {
    world_.out.str("");
    world_.err.str("");
    return RunCli(arguments, {.out = world_.out,
                              .err = world_.err,
                              .clock = world_.clock,
                              .sleep = world_.context.sleep,
                              .environment = [](const char*) { return ""; }});
  }

  // The rulebook of 2026 with one piece of it replaced, as a file.
  std::string Changed(const std::string& name, const std::string& old, const std::string& with) {
    std::string text(score::BuiltinRulebooks()[1].text);
    const size_t place = text.find(old);
    if (place == std::string::npos) throw std::invalid_argument(old);
    return files_.Write(name, text.replace(place, old.size(), with));
  }

  std::string Out() const { return world_.out.str(); }
  std::string Err() const { return world_.err.str(); }

  TestWorld world_;
  TestDirectory files_;
};

TEST_F(RulebookTest, ShowsABuiltinOneWithFormulaRuleClauseAndConfidence) {
  EXPECT_EQ(Run({"rulebook", "show", "766-2026", "--lang", "vi"}), ExitCode::kDone);

  for (const char* text : {"Thanh toán trực tuyến", "min(2, 2R/0,80)", "mẫu số bằng 0: 6 điểm",
                           "mẫu số bằng 0: không tính điểm", "căn cứ: QĐ 766/QĐ-TTg",
                           "độ tin cậy: thấp", "Xuất sắc >= 90", "độ tin cậy: trung bình"}) {
    EXPECT_THAT(Out(), HasSubstr(text));
  }
  EXPECT_EQ(Run({"rulebook", "show", "766-2026", "--lang", "en"}), ExitCode::kDone);
  for (const char* text : {"min(2, 2R/0.80)", "denominator 0: 6 points", "confidence: low",
                           "The written description gives full points from 80 %"}) {
    EXPECT_THAT(Out(), HasSubstr(text));
  }
}

TEST_F(RulebookTest, SaysWhatTheOneOf2022LeavesOut) {
  EXPECT_EQ(Run({"rulebook", "show", "766-2022"}), ExitCode::kDone);

  EXPECT_THAT(Out(), HasSubstr("left out, not known: 22 points"));
  EXPECT_THAT(Out(), HasSubstr("UNVERIFIED"));
}

TEST_F(RulebookTest, MachinesGetTheSameInBothLanguages) {
  EXPECT_EQ(Run({"rulebook", "show", "766-2026", "--output", "json", "--lang", "vi"}),
            ExitCode::kDone);
  const std::string vietnamese = Out();
  EXPECT_EQ(Run({"rulebook", "show", "766-2026", "--output", "json", "--lang", "en"}),
            ExitCode::kDone);

  EXPECT_EQ(Out(), vietnamese);
  EXPECT_THAT(Out(), HasSubstr("\"points\": \"min(2, 2R/0.80)\""));
  EXPECT_EQ(Run({"rulebook", "show", "766-2026", "--output", "csv"}), ExitCode::kDone);
  const std::string csv = Out();
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 22);  // a header, 21 indicators
}

TEST_F(RulebookTest, ChecksFilesAloneAndTogether) {
  const std::string good = Changed("good.textproto", "\"766-2026\"", "\"766-2027\"");

  EXPECT_EQ(Run({"rulebook", "check", good}), ExitCode::kDone);
  EXPECT_THAT(Out(), HasSubstr("good.textproto: 766-2027 is good: 6 groups, 21 indicators"));
  EXPECT_EQ(Err(), "");
}

TEST_F(RulebookTest, NamesLineFieldAndReasonInBothLanguages) {
  const std::string bad = Changed("bad.textproto", "full_at: \"0.80\"", "full_at: \"80\"");

  EXPECT_EQ(Run({"rulebook", "check", bad}), ExitCode::kUsage);
  EXPECT_THAT(Err(), testing::MatchesRegex(
                         "lienthong: rulebook, .*/bad.textproto:[0-9]+:5: "
                         "groups\\[3\\].indicators\\[3.1\\].full_at: is 80; it must be above 0 "
                         "and at most 1\n"));
  EXPECT_EQ(Out(), "");
  EXPECT_EQ(Run({"rulebook", "check", bad, "--lang", "vi"}), ExitCode::kUsage);
  EXPECT_THAT(Err(), HasSubstr("là 80; phải lớn hơn 0 và không quá 1"));
  EXPECT_EQ(Run({"rulebook", "check", bad, "--output", "json"}), ExitCode::kUsage);
  EXPECT_THAT(Out(), HasSubstr("\"field\": \"groups[3].indicators[3.1].full_at\""));
}

// The three of the issue: an unknown line, more than its maximum, a gap.
TEST_F(RulebookTest, NamesTheBadRulebooks) {
  const std::string unknown =
      Changed("unknown.textproto", "basis: BASIS_IN_HAND judgement", "basis: BASIS_HELD judgement");
  const std::string above = Changed("above.textproto", "max: \"12\"", "max: \"10\"");
  const std::string early = Changed("early.textproto", "valid_from: \"2026-01-01\"",
                                    "valid_from: \"2026-01-01\"\nvalid_to: \"2026-06-30\"");
  const std::string late =
      Changed("late.textproto", "id: \"766-2026\"\n", "id: \"766-2026b\" # later\n");

  Run({"rulebook", "check", unknown});
  EXPECT_THAT(Err(), HasSubstr("Unknown enumeration value of \"BASIS_HELD\" for field \"basis\""));
  Run({"rulebook", "check", above});
  EXPECT_THAT(Err(), HasSubstr("groups[3].max: is 10, but its indicators and what is left out add "
                               "up to 12"));
  std::string moved(files_.Read("late.textproto"));
  moved.replace(moved.find("2026-01-01"), 10, "2026-08-01");
  EXPECT_EQ(Run({"rulebook", "check", early, files_.Write("late.textproto", moved)}),
            ExitCode::kUsage);
  EXPECT_THAT(Err(), HasSubstr("together: 766-2026b.valid_from: leaves a gap: \"766-2026\" ends on "
                               "2026-06-30"));
  EXPECT_EQ(late, files_.Path("late.textproto"));
}

TEST_F(RulebookTest, ShowsWhatChanged) {
  const std::string other = Changed("other.textproto", "full_at: \"0.50\"", "full_at: \"0.70\"");

  EXPECT_EQ(Run({"rulebook", "diff", "766-2026", other}), ExitCode::kDone);
  EXPECT_EQ(Out(),
            "--- 766-2026\n+++ 766-2026\n3.3, points\n  - min(6, 6R/0.50)\n"
            "  + min(6, 6R/0.70)\n");
  EXPECT_EQ(Run({"rulebook", "diff", "766-2026", "766-2026", "--lang", "vi"}), ExitCode::kDone);
  EXPECT_THAT(Out(), HasSubstr("không có khác biệt"));
  EXPECT_EQ(Run({"rulebook", "diff", "766-2022", "766-2026", "--output", "csv", "--lang", "vi"}),
            ExitCode::kDone);
  EXPECT_TRUE(Out().starts_with("where,field,before,after\n")) << Out();
  EXPECT_THAT(Out(), Not(HasSubstr("điểm")));
}

TEST_F(RulebookTest, SaysWhichOnesThereAre) {
  EXPECT_EQ(Run({"rulebook", "show", "767"}), ExitCode::kUsage);
  EXPECT_THAT(Err(), HasSubstr("rulebook, 767: neither one of 766-2022, 766-2026 nor a file"));
  EXPECT_EQ(Run({"rulebook", "show", "./none.textproto"}), ExitCode::kUsage);
  EXPECT_THAT(Err(), HasSubstr("file, ./none.textproto: cannot be read"));
  EXPECT_EQ(Run({"rulebook", "diff", "766-2026"}), ExitCode::kUsage);
}

}  // namespace
}  // namespace lienthong::cli
