// The calendars that are shipped, read and imported as an operator's are, against the
// oracle's working time: every day, random stretches, and whole dossiers across Tết.
// LIENTHONG_SEED tries another seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>
#include <tuple>

#include "clients/cli/reference_files.h"
#include "services/calendars/calendars.h"
#include "services/admission/reference_rows.h"
#include "storage/base/calendar_date.h"
#include "tests/oracle/random_dossier.h"
#include "tests/property/translate.h"

namespace lienthong {
namespace {

constexpr int kFirstYear = 2023, kLastYear = 2027;
// Mùng một Tết of those years, as the lunar calendar has it.
constexpr const char* kTetDays[] = {"2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17",
                                    "2027-02-06"};

std::string Read(const std::string& name) {
  std::ifstream file("deploy/reference/calendars/" + name, std::ios::binary);
  EXPECT_TRUE(file.good()) << name;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> Files() {
  std::vector<std::string> names = {"office-hours.csv"};
  for (int year = kFirstYear; year <= kLastYear; ++year)
    names.push_back(std::to_string(year) + ".csv");
  return names;
}

// As an import has it.
const Registry& Imported() {
  static const std::shared_ptr<Registry> registry = [] {
    cli::ReferenceRows rows;
    for (const std::string& name : Files())
      ReadReferenceFile(cli::FileKind::kCalendar, name, Read(name), cli::Language::kEnglish, rows);
    EXPECT_TRUE(rows.problems.empty());
    ReferenceLog::Draft draft{FirstReferencePosition({}), {},
                              std::make_shared<Registry>([](std::string_view name) {
                                return std::string(name);
                              })};
    v1::ImportReferenceResponse response;
    EXPECT_EQ(admission::AddRows(rows.request.rows(), {}, draft, response), absl::OkStatus());
    for (const v1::RowError& error : response.errors())
      ADD_FAILURE() << error.row() << " " << error.field() << ": " << error.reason();
    return draft.registry;
  }();
  return *registry;
}

const Calendar& Ours() {
  static const Calendar calendar = CalendarOf(Imported());
  return calendar;
}

// Read with no more than a comma: the first two cells of a line are never quoted.
const oracle::Calendar& Theirs() {
  static const oracle::Calendar calendar = [] {
    oracle::Calendar told;
    told.office_hours = {{27000, 41400}, {46800, 61200}};
    for (const std::string& name : Files()) {
      std::istringstream text(Read(name));
      for (std::string line; std::getline(text, line);) {
        int year = 0;
        unsigned month = 0, day = 0;
        if (std::sscanf(line.c_str(), "%d-%u-%u,", &year, &month, &day) != 3) continue;
        const std::string kind = line.substr(11, 7);
        if (kind == "holiday") told.holidays.insert(oracle::LocalDate(year, month, day));
        if (kind == "working") told.swap_days.insert(oracle::LocalDate(year, month, day));
      }
    }
    return told;
  }();
  return calendar;
}

uint64_t Seed() {
  const char* seed = std::getenv("LIENTHONG_SEED");
  return seed == nullptr ? 20270206 : std::strtoull(seed, nullptr, 10);
}

// In [low, high].
int64_t Pick(std::mt19937_64& rng, int64_t low, int64_t high) {
  return low + static_cast<int64_t>(rng() % static_cast<uint64_t>(high - low + 1));
}

TEST(ShippedCalendarsTest, EveryDayIsTheOracles) {
  for (Day day = FirstDayOfYear(kFirstYear); day < FirstDayOfYear(kLastYear + 1); ++day) {
    ASSERT_EQ(Ours().IsWorking(day), oracle::IsWorkingDay(Theirs(), day)) << FormatDate(day);
    ASSERT_EQ(Ours().CloseOf(day), oracle::ClosingInstant(Theirs(), day)) << FormatDate(day);
  }
}

// 2027 is expected and not decided; so is one day of 2026.
TEST(ShippedCalendarsTest, WhatIsNotDecidedIsSaid) {
  const auto years = [](const char* first, const char* last) {
    return Imported().ProvisionalYears(*ParseDate(first), *ParseDate(last));
  };

  EXPECT_EQ(years("2023-01-01", "2026-11-23"), std::vector<int>());
  EXPECT_EQ(years("2026-11-01", "2026-11-30"), std::vector<int>({2026}));
  EXPECT_EQ(years("2027-01-01", "2027-01-31"), std::vector<int>({2027}));
  EXPECT_EQ(years("2028-01-01", "2028-12-31"), std::vector<int>({2028}));
}

// By hand: the last working day before Tết and the first one after it.
TEST(ShippedCalendarsTest, APromiseGoesOverTet) {
  const auto promise = [](const char* accepted, int days) {
    return FormatDate(DayOf(Ours().ComputedPromise(EndOfDay(*ParseDate(accepted)), days)));
  };

  EXPECT_EQ(promise("2023-01-19", 1), "2023-01-27");
  EXPECT_EQ(promise("2024-02-07", 1), "2024-02-15");
  EXPECT_EQ(promise("2025-01-24", 1), "2025-02-03");
  EXPECT_EQ(promise("2026-02-13", 1), "2026-02-23");
  EXPECT_EQ(promise("2027-02-04", 1), "2027-02-11");
  EXPECT_EQ(promise("2024-04-26", 4), "2024-05-06") << "2, 3, Saturday 4 May, 6";
  EXPECT_EQ(promise("2025-04-25", 2), "2025-04-28") << "Saturday 26 April is worked";
  EXPECT_EQ(promise("2026-08-21", 1), "2026-08-22");
  EXPECT_EQ(promise("2026-08-28", 1), "2026-09-03");
}

TEST(ShippedCalendarsTest, StretchesAreTheOracles) {
  std::mt19937_64 rng(Seed());
  const Instant first = StartOfDay(FirstDayOfYear(kFirstYear));
  const Instant last = StartOfDay(*ParseDate("2027-10-01"));
  for (int i = 0; i < 20000; ++i) {
    const Instant from = Pick(rng, first, last);
    const int64_t seconds = Pick(rng, 0, 40 * 28800);
    const int days = static_cast<int>(Pick(rng, 0, 30));

    const Instant to = Ours().AddWorkingSeconds(from, seconds);

    ASSERT_EQ(to, oracle::AddWorkingSeconds(Theirs(), from, seconds)) << "seed " << Seed();
    ASSERT_EQ(Ours().WorkingSeconds(from, to), seconds) << "seed " << Seed();
    ASSERT_EQ(Ours().ComputedPromise(from, days), oracle::ComputedPromise(Theirs(), from, days))
        << "seed " << Seed() << ", from " << FormatInstant(from) << ", days " << days;
  }
}

// The oracle's dossiers live from June to October 2026: here in the season of a Tết.
oracle::Dossier Moved(oracle::Dossier told, int64_t days) {
  const int64_t by = days * 86400;
  for (oracle::Entry& entry : told.timeline) entry.at += by;
  for (oracle::Promise& promise : told.promises) {
    promise.made += by;
    promise.due += by;
  }
  if (told.second_supplement_rule_from != oracle::kNever) told.second_supplement_rule_from += by;
  std::stable_sort(told.promises.begin() + (told.promises.empty() ? 0 : 1), told.promises.end(),
                   [](const auto& a, const auto& b) {
                     return std::tuple(a.made, a.due, a.includes_pause) <
                            std::tuple(b.made, b.due, b.includes_pause);
                   });
  return told;
}

std::vector<oracle::Movement> Sorted(std::vector<oracle::Movement> movements) {
  const auto key = [](const oracle::Movement& m) {
    return std::tuple(m.at, m.unit, m.from, m.to, m.finish_not_stated);
  };
  std::sort(movements.begin(), movements.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return movements;
}

TEST(ShippedCalendarsTest, DossiersAcrossTetMoveAsTheOracleSays) {
  std::mt19937_64 rng(Seed() + 1);
  const Day season = *ParseDate("2026-08-10");
  for (int i = 0; i < 10000 && !HasFailure(); ++i) {
    const Day tet = *ParseDate(kTetDays[i % 5]);
    const oracle::Dossier told =
        Moved(oracle::RandomDossier(rng, oracle::ExampleCalendar()), tet - season + Pick(rng, -30, 30));
    v1::Dossier dossier = DossierFrom(told);
    ResolveDeadlines(Ours(), RulesFrom(told), dossier);

    for (const oracle::Role role : {oracle::Role::kReceiving, oracle::Role::kHandling}) {
      const auto expected = oracle::Movements(told, Theirs(), role);
      const auto actual = MovementsUnder(role, PostingsOf(dossier));
      EXPECT_EQ(Sorted(actual), Sorted(expected))
          << "seed " << Seed() << ", dossier " << i << "\n" << Describe(told) << "oracle:\n"
          << Describe(expected) << "product:\n" << Describe(actual);
    }
  }
}

}  // namespace
}  // namespace lienthong
