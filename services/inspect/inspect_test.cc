#include "services/inspect/inspect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/inspect/docx_testing.h"
#include "services/inspect/inspect_testing.h"

namespace lienthong::inspect {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;

Inspection InspectFile(const std::string& name) { return Inspect(ReadTestFile(name)); }

TEST(PublishedReportTest, HasExactlyThreeFindings) {
  const Inspection found = InspectFile("published-2023-11.txt");

  EXPECT_EQ(found.claims.period, "2023-11");
  EXPECT_THAT(Findings(found),
              ElementsAre("doubtful flow: 19.933 | 18.057 1.497 | expected 19554 | difference 379",
                          "doubtful score rate: 39,56% | 7,7/18 | expected 42.78 | 42.50 to 43.06",
                          "error score rate: 81,42% | 16,1/20 | expected 80.50 | 80.25 to 80.75"));
}

TEST(PublishedReportTest, HasTheSumsAndSharesThatHold) {
  EXPECT_THAT(Holding(InspectFile("published-2023-11.txt")),
              ElementsAre("holds parts: 1.497 | 1.488 09 | expected 1497 | difference 0",
                          "holds parts: 18.057 | 18.039 18 | expected 18057 | difference 0",
                          "holds share: 31,04% | 538 538 35 1.160 | expected 31.04",
                          "holds share: 2,02% | 35 538 35 1.160 | expected 2.02",
                          "holds complement: 81,42% | 18,58% | difference 0.00"));
}

std::vector<std::string> FiguresThatAre(Undecided why, const Inspection& found) {
  std::vector<std::string> figures;
  for (const Open& open : found.checks.undecided) {
    if (open.why == why) figures.push_back(found.claims.claims[open.claim].figure.text);
  }
  return figures;
}

// The rates beside 0,9/12 and 2,8/10 are of one indicator of several: nothing is decided.
TEST(PublishedReportTest, DecidesNothingAboutGroupsWithThresholds) {
  EXPECT_THAT(FiguresThatAre(Undecided::kThresholds, InspectFile("published-2023-11.txt")),
              ElementsAre("2,83%", "5,46%"));
}

TEST(ReportTest, FindsNothingInARightOneOfTwoLevels) {
  const Inspection found = InspectFile("right-two-levels.txt");

  EXPECT_THAT(Findings(found), IsEmpty());
  EXPECT_EQ(found.claims.unit, "TỈNH AN HÒA");
  EXPECT_THAT(
      Holding(found),
      IsSupersetOf({"holds parts: 24.618 | 21.407 1.985 1.226 | expected 24618 | difference 0",
                    "holds levels: 24.618 | 6.210 18.408 | expected 24618 | difference 0",
                    "holds flow: 64 | 61 3 | expected 64 | difference 0",
                    "holds share: 32,40% | 7.411 22.870 | expected 32.40",
                    "holds score rate: 96,1% | 19,2/20 | expected 96.00 | 95.75 to 96.25",
                    "holds total score: 81,3/100 | 16,4/18 19,2/20 9,6/12 7,3/10 14,5/22 14,3/18 | "
                    "expected 81.3 | difference 0.0"}));
}

TEST(ReportTest, FindsASumAShareAndAScoreInNestedBullets) {
  EXPECT_THAT(
      Findings(InspectFile("wrong-quarter.txt")),
      ElementsAre("error parts: 30.412 | 20.114 10.188 120 | expected 30422 | difference -10",
                  "error share: 59,44% | 17.530 31.905 | expected 54.94",
                  "error range: 22,4/22 | expected 22"));
}

TEST(ReportTest, FindsARowAndAColumnOfAForm) {
  const Inspection found = InspectFile("wrong-form.html");

  EXPECT_EQ(found.format, Format::kHtml);
  EXPECT_THAT(Findings(found),
              ElementsAre("error parts: 31 | 29 1 | expected 30 | difference 1",
                          "error column: 160 | 100 30 29 | expected 159 | difference 1"));
  EXPECT_THAT(Holding(found), Contains("holds rate: 99,20% | 1.150 713 1.878 | expected 99.20"));
}

TEST(ReportTest, FindsNothingInARightTableOfScores) {
  const Inspection found = InspectFile("right-scores.html");

  EXPECT_THAT(Findings(found), IsEmpty());
  EXPECT_THAT(Holding(found),
              IsSupersetOf({"holds score rate: 75,0 | 13,5 | expected 75.00 | 74.72 to 75.28",
                            "holds score rate: 90,63 | 18,13 | expected 90.65 | 90.62 to 90.68",
                            "holds share: 90,63% | 29/32 | expected 90.63",
                            "holds total score: 77,85 | 14,2 17,05 8,9 6,6 13,8 17,3 | expected "
                            "77.85 | difference 0.00"}));
}

TEST(ReportTest, ReadsWrongNotationAndSaysSo) {
  const Inspection found = InspectFile("wrong-notation.txt");

  EXPECT_THAT(Findings(found),
              ElementsAre("doubtful twice: 11.243 | 11 234 | expected 11234 | difference 9",
                          "doubtful notation: 11 234", "doubtful notation: 12,345 | 11,200 99.70%",
                          "error notation: 1.90"));
  EXPECT_THAT(Holding(found),
              Contains("holds flow: 12,345 | 11 234 1.111 | expected 12345 | difference 0"));
}

// Names that are no offices we know: their figures are not added up across the items.
TEST(ReportTest, KeepsTheItemsOfAListApart) {
  const Inspection found = Inspect(
      "- Thuế: tiếp nhận 500 hồ sơ; đã giải quyết 450 hồ sơ; đang giải quyết 50 hồ sơ\n"
      "- Kho bạc: tiếp nhận 300 hồ sơ; đã giải quyết 290 hồ sơ; đang giải quyết 10 hồ sơ\n"
      "- Hải quan: đã giải quyết 70 hồ sơ; trong đó đúng hạn và trước hạn 70 hồ sơ (100%)\n"
      "\nNhư vậy, có 20 hồ sơ đang giải quyết đã quá hạn (chiếm 2%).\n");

  EXPECT_THAT(Findings(found), IsEmpty());
  EXPECT_THAT(Holding(found), Contains("holds flow: 300 | 290 10 | expected 300 | difference 0"));
}

TEST(ReportTest, FindsTwoMaximaOfAGroup) {
  EXPECT_THAT(
      Findings(Inspect("Thanh toán trực tuyến: đạt 7,5/12 điểm; công khai, minh bạch: tỷ lệ "
                       "cập nhật đạt 3,9/4 điểm.")),
      ElementsAre("doubtful maximum: 7,5/12 | expected 10"));
}

TEST(ReportTest, FindsARateBeyondHundredAndRatesThatMakeNoHundred) {
  EXPECT_THAT(Findings(Inspect("Tỷ lệ hồ sơ đúng hạn 98,5%, tỷ lệ hồ sơ quá hạn 2,5%. Tỷ lệ hồ sơ "
                               "trực tuyến đạt 104,2%.")),
              ElementsAre("error complement: 98,5% | 2,5% | difference 1.0",
                          "error range: 104,2% | expected 100"));
}

TEST(ReportTest, FindsALevelThatIsMissing) {
  EXPECT_THAT(
      Findings(Inspect("Toàn tỉnh tiếp nhận 100 hồ sơ. Cấp tỉnh tiếp nhận 40 hồ sơ, cấp huyện tiếp "
                       "nhận 30 hồ sơ, cấp xã tiếp nhận 20 hồ sơ.")),
      ElementsAre("error levels: 100 | 40 30 20 | expected 90 | difference 10"));
}

TEST(ReportTest, SaysWhenAShareIsCutOff) {
  EXPECT_THAT(
      Findings(Inspect("Tiếp nhận 26.030 hồ sơ, trong đó 3.399 hồ sơ trực tuyến (13,05%).")),
      ElementsAre("doubtful share: 13,05% | 3.399 26.030 | expected 13.06"));
}

// 99,9 % by one definition, 90,3 % by another: a rate is wrong only when it is none of them.
TEST(ReportTest, KnowsThePublicDefinitionsOfARate) {
  const std::string counts =
      "Tiếp nhận 1.000 hồ sơ; đã giải quyết 800 hồ sơ (790 hồ sơ trước và đúng hạn, 10 hồ sơ quá "
      "hạn); đang giải quyết 200 hồ sơ (160 hồ sơ trong hạn, 40 hồ sơ quá hạn). Tỷ lệ đúng hạn "
      "đạt ";
  for (const char* rate : {"98,75%", "95,0%", "79%"}) {
    EXPECT_THAT(Findings(Inspect(counts + rate)), IsEmpty()) << rate;
  }
  EXPECT_THAT(Findings(Inspect(counts + "97,5%")),
              ElementsAre("doubtful rate: 97,5% | 790 800 | expected 98.8"));
}

TEST(ReportTest, ReadsWord) {
  const Inspection found = Inspect(MakeDocx(WordReport("9.120")));

  EXPECT_EQ(found.format, Format::kDocx);
  EXPECT_EQ(found.claims.period, "2024-12");
  EXPECT_THAT(Findings(found), IsEmpty());
  EXPECT_THAT(Holding(found),
              IsSupersetOf({"holds parts: 9.120 | 9.101 19 | expected 9120 | difference 0",
                            "holds flow: 9.874 | 9.120 701 40 13 | expected 9874 | difference 0",
                            "holds parts: 1.500 | 600 500 400 | expected 1500 | difference 0",
                            "holds share: 33,3 | 500 1.500 | expected 33.3"}));
}

TEST(ReportTest, FindsAWrongSumInWord) {
  EXPECT_THAT(
      Findings(Inspect(MakeDocx(WordReport("9.210")))),
      ElementsAre("error parts: 9.210 | 9.101 19 | expected 9120 | difference 90",
                  "doubtful flow: 9.874 | 9.210 701 40 13 | expected 9964 | difference -90"));
}

// What the product's own report quotes from others with their day, the 379 among it, is theirs.
TEST(ReportTest, FindsNothingInOurOwnReport) {
  for (const char* name : {"monthly.txt", "monthly.md", "monthly.html"}) {
    const Inspection found = Inspect(ReadFile(std::string("services/report/golden/") + name));
    EXPECT_THAT(Findings(found), IsEmpty()) << name;
    EXPECT_THAT(FiguresThatAre(Undecided::kQuoted, found),
                IsSupersetOf({"7,7/18", "39,56 %", "16,1/20", "19.933", "1.497", "18.057", "7,7"}))
        << name;
  }
  for (const char* name : {"ii06a.txt", "ii06a.md", "ii06a.html"}) {
    const Inspection found = Inspect(ReadFile(std::string("services/report/golden/") + name));
    EXPECT_THAT(Findings(found), IsEmpty()) << name;
    EXPECT_THAT(Holding(found), Contains("holds column: 1.797 | 1.205 592 | expected 1797 | "
                                         "difference 0"))
        << name;
  }
}

// Only with its day: else any report could put its errors into another's mouth.
TEST(ReportTest, AQuoteEndsAtTheSemicolonAndNeedsItsDay) {
  const std::string wrong = "16,1/20 điểm, tỷ lệ đúng hạn 81,42%";
  const auto findings = [](const std::string& text) {
    return Findings(
        Inspect("Tiến độ giải quyết đạt 15/20 điểm, tỷ lệ đúng hạn 75%; " + text + "."));
  };

  EXPECT_THAT(findings("theo Cổng DVCQG, lúc 08:00:00 ngày 01/12/2023: " + wrong), IsEmpty());
  EXPECT_THAT(findings("theo Cổng DVCQG, ngày 01/12/2023: " + wrong), IsEmpty());
  const auto error =
      Contains("error score rate: 81,42% | 16,1/20 | expected 80.50 | 80.25 to 80.75");
  EXPECT_THAT(findings("theo Cổng DVCQG: " + wrong), error);
  EXPECT_THAT(findings("theo Cổng DVCQG, tháng 11/2023: " + wrong), error);
  EXPECT_THAT(findings("tại Cổng DVCQG, ngày 01/12/2023: " + wrong), error);
  EXPECT_THAT(findings("theo Cổng DVCQG, ngày 01/12/2023: 9 điểm; " + wrong), error);
}

TEST(ReportTest, RefusesATextWithoutSuchFigures) {
  EXPECT_EQ(Inspect("Hôm nay trời đẹp. Có 3 con mèo.").refused, NoReport::kNoFigures);
  EXPECT_EQ(Inspect("<html><body><p>Xin chào</p></body></html>").refused, NoReport::kNoFigures);
}

}  // namespace
}  // namespace lienthong::inspect
