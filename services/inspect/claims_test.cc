#include "services/inspect/claims.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lienthong::inspect {
namespace {

using testing::ElementsAre;
using enum Measure;

Claims ReadLines(const std::vector<std::string>& lines) {
  Document document;
  for (const std::string& line : lines) AddText(document, line);
  return *ReadClaims(document);
}

// What each figure measures, in order.
std::vector<Measure> MeasuresOf(const std::vector<std::string>& lines) {
  std::vector<Measure> measures;
  for (const Claim& claim : ReadLines(lines).claims) measures.push_back(claim.measure);
  return measures;
}

std::vector<std::string> ScopesOf(const std::vector<std::string>& lines) {
  std::vector<std::string> scopes;
  for (const Claim& claim : ReadLines(lines).claims) scopes.push_back(claim.scope);
  return scopes;
}

TEST(ClaimsTest, ReadsLabelsBeforeAndBehindFigures) {
  EXPECT_THAT(MeasuresOf({"Đã giải quyết: 18.057 hồ sơ"}), ElementsAre(kResolved));
  EXPECT_THAT(MeasuresOf({"Có 1.497 hồ sơ đang giải quyết."}), ElementsAre(kOpen));
  EXPECT_THAT(MeasuresOf({"đã giải quyết 18.039 hồ sơ đúng hạn và 18 hồ sơ quá hạn"}),
              ElementsAre(kResolvedOnTime, kResolvedLate));
  EXPECT_THAT(MeasuresOf({"tiếp nhận 500 hồ sơ và giải quyết 400 hồ sơ"}),
              ElementsAre(kReceived, kResolved));
}

TEST(ClaimsTest, TakesWhatIsMissingFromWhatWasSaidBefore) {
  EXPECT_THAT(MeasuresOf({"đang giải quyết 1.497 hồ sơ (1.488 hồ sơ chưa đến hạn; 09 hồ sơ quá "
                          "hạn); đã giải quyết 18.057 hồ sơ (18 hồ sơ quá hạn)"}),
              ElementsAre(kOpen, kOpenInTime, kOpenOverdue, kResolved, kResolvedLate));
  EXPECT_THAT(MeasuresOf({"Hồ sơ đã xử lý, trong đó:", "- Trước hạn: 5", "- Trễ hạn: 7"}),
              ElementsAre(kResolvedEarly, kResolvedLate));
  EXPECT_THAT(MeasuresOf({"- Đang xử lý: 9", "+ Trễ hạn: 2", "- Đã xử lý: 8", "+ Trễ hạn: 3"}),
              ElementsAre(kOpen, kOpenOverdue, kResolved, kResolvedLate));
}

TEST(ClaimsTest, ForgetsItInTheNextParagraph) {
  EXPECT_THAT(MeasuresOf({"Đã giải quyết 90 hồ sơ.", "Quá hạn: 3 hồ sơ."}),
              ElementsAre(kResolved, kLate));
}

TEST(ClaimsTest, KnowsManyWordsForOneThing) {
  for (const char* words : {"quá hạn", "trễ hạn", "trễ hẹn", "chậm hạn", "quá thời hạn"}) {
    EXPECT_THAT(MeasuresOf({"đã giải quyết 5 hồ sơ, " + std::string(words) + " 1 hồ sơ"}),
                ElementsAre(kResolved, kResolvedLate))
        << words;
  }
  for (const char* words : {"đúng hạn và trước hạn", "trước và đúng hạn", "đúng và trước hạn",
                            "sớm hạn, đúng hạn", "ĐÚNG HẠN VÀ TRƯỚC HẠN"}) {
    EXPECT_THAT(MeasuresOf({"đã giải quyết 5 hồ sơ " + std::string(words)}),
                ElementsAre(kResolvedInTime))
        << words;
  }
  EXPECT_THAT(
      MeasuresOf({"tiếp nhận 9 hồ sơ: trực tuyến 4 hồ sơ, trực tiếp 2 hồ sơ, qua bưu chính "
                  "1 hồ sơ, từ kỳ trước chuyển sang 2 hồ sơ"}),
      ElementsAre(kReceived, kReceivedOnline, kReceivedInPerson, kReceivedByPost, kCarriedOver));
  EXPECT_THAT(MeasuresOf({"tạm dừng chờ bổ sung 4 hồ sơ; công dân xin rút 2 hồ sơ"}),
              ElementsAre(kPaused, kCancelled));
}

TEST(ClaimsTest, IsNotMisledByNamesOfSystemsAndOffices) {
  EXPECT_THAT(MeasuresOf({"Hệ thống thông tin giải quyết TTHC có 5 chức năng"}),
              ElementsAre(kUnknown));
  EXPECT_THAT(MeasuresOf({"Bộ phận Tiếp nhận và Trả kết quả có 12 hồ sơ quá hạn"}),
              ElementsAre(kLate));
  EXPECT_THAT(MeasuresOf({"Đã tổ chức 5 lớp tập huấn về tiếp nhận hồ sơ"}), ElementsAre(kUnknown));
}

TEST(ClaimsTest, KnowsScoresAndTheirGroups) {
  const Claims claims = ReadLines(
      {"Công khai, minh bạch: đạt 16,2/18 điểm; tiến độ giải quyết 18,1/20 điểm; thanh toán trực "
       "tuyến 6,5 điểm (tối đa 10 điểm); điểm số mặt bằng chung của cả nước 5,6/10 điểm"});

  ASSERT_EQ(claims.claims.size(), 4U);
  EXPECT_EQ(claims.claims[0].group, 1);
  EXPECT_EQ(claims.claims[1].group, 2);
  EXPECT_EQ(claims.claims[2].group, 4);
  EXPECT_EQ(claims.claims[2].figure.of, (Decimal{10, 0}));
  EXPECT_EQ(claims.claims[3].group, 4);
  EXPECT_TRUE(claims.claims[3].national);
  EXPECT_FALSE(claims.claims[2].national);
}

TEST(ClaimsTest, AttachesARateToTheFigureThatItRestates) {
  const Claims claims = ReadLines({"toàn trình: 538 TTHC (đạt tỷ lệ 31,04%); một phần: 35 TTHC"});

  ASSERT_EQ(claims.claims.size(), 3U);
  EXPECT_EQ(claims.claims[1].beside, 0U);
  EXPECT_EQ(claims.claims[1].measure, kProceduresFull);
  EXPECT_FALSE(claims.claims[2].beside);
}

TEST(ClaimsTest, KeepsUnitsAndLevelsApart) {
  EXPECT_THAT(
      ScopesOf({"Cấp tỉnh tiếp nhận 5 hồ sơ, cấp xã tiếp nhận 6 hồ sơ; toàn tỉnh 11 hồ sơ"}),
      ElementsAre("#1", "#3", ""));
  EXPECT_THAT(ScopesOf({"Sở Tư pháp đã tiếp nhận 5 hồ sơ, Sở Y tế (6 hồ sơ)"}),
              ElementsAre("Sở Tư pháp", "Sở Y tế"));
  EXPECT_THAT(ScopesOf({"Với cấp xã, toàn tỉnh tiếp nhận 264.610 hồ sơ"}), ElementsAre("#3"));
}

TEST(ClaimsTest, KeepsPeriodsApart) {
  const Claims claims =
      ReadLines({"Báo cáo tháng 11/2023", "Tháng 11 tiếp nhận 5 hồ sơ.",
                 "Lũy kế từ đầu năm tiếp nhận 50 hồ sơ.", "Tháng 10 tiếp nhận 4 hồ sơ."});

  EXPECT_EQ(claims.period, "2023-11");
  ASSERT_EQ(claims.claims.size(), 3U);
  EXPECT_EQ(claims.claims[0].period, "");
  EXPECT_EQ(claims.claims[1].period, "cumulative");
  EXPECT_EQ(claims.claims[2].period, "2023-10");
}

TEST(ClaimsTest, ReadsThePeriodOfAReport) {
  const auto period = [](const char* title) {
    return ReadLines({title, "Tiếp nhận 5 hồ sơ"}).period;
  };
  EXPECT_EQ(period("Báo cáo tháng 9 năm 2025"), "2025-09");
  EXPECT_EQ(period("Báo cáo quý III/2024"), "2024-Q3");
  EXPECT_EQ(period("Báo cáo 9 tháng đầu năm 2024"), "2024-M9");
  EXPECT_EQ(period("Báo cáo năm 2024"), "2024");
  EXPECT_EQ(period("Căn cứ Nghị định 61/2018/NĐ-CP ngày 23/4/2018"), "");
}

TEST(ClaimsTest, LeavesOutComparisonsTargetsAndAbouts) {
  const auto skip = [](const char* text) { return ReadLines({text}).claims.back().skip; };
  EXPECT_EQ(skip("hồ sơ tiếp nhận tăng 142 hồ sơ"), Skip::kComparison);
  EXPECT_EQ(skip("phấn đấu tỷ lệ đúng hạn đạt 98%"), Skip::kTarget);
  EXPECT_EQ(skip("tỷ lệ đúng hạn đạt từ 95% trở lên"), Skip::kTarget);
  EXPECT_EQ(skip("tỷ lệ đúng hạn đạt gần 98%"), Skip::kApproximate);
  EXPECT_EQ(skip("đã tiếp nhận 19.93 hồ sơ"), Skip::kUnreadable);
  EXPECT_EQ(skip("Hôm nay: 1"), Skip::kUnknown);
  EXPECT_EQ(skip("đã tiếp nhận 19.933 hồ sơ"), Skip::kNone);
}

}  // namespace
}  // namespace lienthong::inspect
