#include "services/report/form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/report/form_template.h"
#include "services/report/report_testing.h"

namespace lienthong::report {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

v1::Form Fill(const char* name, const Books& books, v1::FormBy by = v1::FORM_BY_UNIT) {
  return FillForm(*FindFormTemplate(name), by, books);
}

// One dossier in each way to end, 100 of the next, ...: every column shows what is in it.
Books OneOfEach() {
  LinesBuilder lines;
  lines.Dossiers(1, true, Account::kResolvedEarly, true)
      .Dossiers(2, false, Account::kResolvedOnDay, true)
      .Dossiers(4, false, Account::kResolvedNoDue)
      .Dossiers(8, false, Account::kResolvedLate)
      .Dossiers(16, true, Account::kOpenInTime)
      .Dossiers(32, false, Account::kOpenNoDue)
      .Dossiers(64, false, Account::kOpenOverdue)
      .Dossiers(128, false, Account::kPausedInTime)
      .Dossiers(256, true, Account::kPausedOverdue, true)
      .Dossiers(512, false, Account::kCancelledInTime)
      .Dossiers(1024, false, Account::kCancelledLate, true)
      .Dossiers(2048, false, Account::kCancelledNoDue);
  return BooksOf({RowOf("H99.1", "Xã Một", lines.Build(), CoverageOf(1, 1))}, CoverageOf(1, 1));
}

TEST(FormTest, PausedStandInOpenAndCancelledApart) {
  const v1::Form form = Fill("ii06a", OneOfEach());

  const int all = 4095, carried = 1 + 16 + 256, online = 2 + 1024;
  EXPECT_THAT(form.total().values(), ElementsAre(all, online, all - carried - online, carried, 15,
                                                 1, 6, 8, 496, 16 + 32 + 128, 64 + 256, 3584));
  EXPECT_EQ(form.columns(11).number(), 0u);
  ASSERT_EQ(form.residuals_size(), 2);
  EXPECT_EQ(form.residuals(0).row(), "");
  EXPECT_EQ(form.residuals(0).identity(), "3 = 7 + 11");
  EXPECT_EQ(form.residuals(0).residual(), 3584);
  EXPECT_EQ(form.residuals(0).apart(), 3584);
  EXPECT_EQ(form.residuals(1).row(), "H99.1");
}

TEST(FormTest, PausedAndCancelledStandApart) {
  const v1::Form form = Fill("ii06a-paused-apart", OneOfEach());

  EXPECT_EQ(form.total().values(8), 16 + 32 + 64);
  EXPECT_EQ(form.total().values(11), 128 + 256);
  EXPECT_EQ(form.total().values(12), 3584);
  EXPECT_EQ(form.residuals(0).residual(), 3584 + 384);
  EXPECT_EQ(form.residuals(0).apart(), 3584 + 384);
}

TEST(FormTest, EverythingHasItsColumn) {
  const v1::Form form = Fill("ii06a-all-placed", OneOfEach());

  ASSERT_EQ(form.columns_size(), 11);
  EXPECT_EQ(form.total().values(4), 15 + 3584);
  EXPECT_EQ(form.total().values(6), 6 + 512 + 2048);
  EXPECT_EQ(form.total().values(7), 8 + 1024);
  EXPECT_THAT(form.residuals(), IsEmpty());
}

TEST(FormTest, LeavesOutAColumnApartThatIsZeroEverywhere) {
  LinesBuilder lines;
  lines.Dossiers(3, false, Account::kOpenInTime);
  const Books books =
      BooksOf({RowOf("H99.1", "Xã Một", lines.Build(), CoverageOf(1, 1))}, CoverageOf(1, 1));

  const v1::Form form = Fill("ii06a-paused-apart", books);

  EXPECT_EQ(form.columns_size(), 11);
  EXPECT_THAT(form.total().values(), ElementsAre(3, 0, 3, 0, 0, 0, 0, 0, 3, 3, 0));
  EXPECT_EQ(form.rows(0).values_size(), 11);
}

// Of three carried over two moved away: received in the period is -2.
TEST(FormTest, ReceivedIsNetOfWhatMovedAway) {
  LinesBuilder lines;
  lines.Step(true, Account::kOutside, Account::kOpenInTime, true, 3);
  lines.Step(false, Account::kOpenInTime, Account::kElsewhere, true, 2);
  const Books books =
      BooksOf({RowOf("H99.1", "Xã Một", lines.Build(), CoverageOf(1, 1))}, CoverageOf(1, 1));

  const v1::Form form = Fill("ii06a", books);

  EXPECT_THAT(form.rows(0).values(), ElementsAre(1, -2, 0, 3, 0, 0, 0, 0, 1, 1, 0));
  EXPECT_THAT(form.residuals(), IsEmpty());
}

TEST(FormTest, AUnitThatWasNeverHeardOfHasNoValues) {
  const Books books = BooksOf({RowOf("H99.1", "Xã Một", {}, CoverageOf(1, 1)),
                               RowOf("H99.2", "Xã Hai", {}, CoverageOf(1, 0, 0, 1)),
                               RowOf("H99.3", "Xã Ba", {}, CoverageOf(0, 0, 0, 0, 1))},
                              CoverageOf(2, 1, 0, 1, 1));

  const v1::Form form = Fill("ii06a", books);

  EXPECT_THAT(form.rows(0).values(), ElementsAreArray(std::vector<int64_t>(11, 0)));
  EXPECT_THAT(form.rows(1).values(), IsEmpty());
  EXPECT_THAT(form.rows(2).values(), IsEmpty());
}

// Somebody else's desk reported for it: what was counted is shown.
TEST(FormTest, CountsAreShownEvenWithoutASource) {
  LinesBuilder lines;
  lines.Dossiers(3, false, Account::kOpenInTime);
  const Books books = BooksOf({RowOf("H99.1", "Xã Một", lines.Build(), CoverageOf(0, 0, 0, 0, 1))},
                              CoverageOf(1, 1));

  EXPECT_EQ(Fill("ii06a", books).rows(0).values(0), 3);
}

TEST(FormTest, FieldsStandInTheOrderOfTheAlphabet) {
  std::vector<RowBooks> fields(3);
  fields[0].name = "Xây dựng";
  fields[1].name = "Đất đai";
  fields[2].name = "Dân tộc";

  const v1::Form form = Fill("ii06a", BooksOf(fields, CoverageOf(1, 1)), v1::FORM_BY_FIELD);

  EXPECT_EQ(form.rows(0).name(), "Dân tộc");
  EXPECT_EQ(form.rows(1).name(), "Đất đai");
}

TEST(FormTest, FieldsHaveTheCoverageOfTheTotal) {
  RowBooks field;
  field.name = "Hộ tịch";
  Books books = BooksOf({field}, CoverageOf(1, 0, 0, 1));
  const v1::Form silent = Fill("ii06a", books, v1::FORM_BY_FIELD);
  books.total.coverage = CoverageOf(1, 1);
  const v1::Form heard = Fill("ii06a", books, v1::FORM_BY_FIELD);

  EXPECT_THAT(silent.rows(0).values(), IsEmpty());
  EXPECT_EQ(heard.rows(0).values_size(), 11);
  EXPECT_EQ(heard.name_heading(), "Lĩnh vực giải quyết");
  EXPECT_EQ(heard.title(), "Tình hình, kết quả giải quyết thủ tục hành chính tháng 11 năm 2023");
}

}  // namespace
}  // namespace lienthong::report
