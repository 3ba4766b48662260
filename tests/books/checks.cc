#include "tests/books/checks.h"

#include <algorithm>

#include "services/accounting/petitions.h"
#include "storage/base/bytes.h"
#include "storage/base/calendar_date.h"

namespace lienthong::books {
namespace {

using admission::TestNode;

Places PlacesOf(const TestNode& node) {
  Places places;
  for (const auto& [key, value] : node.Bytes(Family::kIndex)) {
    std::string_view rest = key;
    uint32_t unit = 0, day = 0;
    EXPECT_TRUE(GetBigEndian32(rest, unit) && GetBigEndian32(rest, day));
    places.emplace(unit, static_cast<Day>(day), std::string(rest));
  }
  return places;
}

std::vector<StoredPosting> PostingsOfState(const node::v1::Record& record) {
  std::vector<StoredPosting> postings;
  for (const Posting& posting :
       record.has_petition() ? PostingsOf(record.petition()) : PostingsOf(record.dossier()))
    postings.push_back({posting.instant, posting.unit, posting.line.Pack()});
  return postings;
}

std::vector<node::v1::Record> RecordsOf(const TestNode& node) {
  std::vector<node::v1::Record> records;
  EXPECT_TRUE(Records::ScanAll(node.view(), [&](const node::v1::Record& record) {
                records.push_back(record);
                return absl::OkStatus();
              }).ok());
  return records;
}

// A record in words that mean the same at every node.
std::string Portable(const TestNode& node, const node::v1::Record& record) {
  const auto name = [&](uint32_t origin) { return node.journal().origin(origin).id.ToString(); };
  std::set<std::string> rivals;
  for (const node::v1::Rival& rival : record.rivals()) {
    rivals.insert(fmt::format(" | {} {} {} {}", name(rival.origin()), rival.sequence(),
                              rival.ownership_term(), rival.revision()));
  }
  std::string text = fmt::format("{} {} {}", name(record.origin()), record.sequence(),
                                 record.has_petition() ? record.petition().SerializeAsString()
                                                       : record.dossier().SerializeAsString());
  for (const std::string& rival : rivals) text += rival;
  return text + record.postings();
}

uint64_t Finished(const v1::Figures& f) {
  return f.resolved_early() + f.resolved_on_day() + f.resolved_late() + f.resolved_no_due() +
         f.cancelled_in_time() + f.cancelled_late() + f.cancelled_no_due();
}

uint64_t InStock(const v1::Figures& f) {
  return f.open_in_time() + f.open_overdue() + f.open_no_due() + f.paused_in_time() +
         f.paused_overdue();
}

void ExpectBalance(const View& view, uint32_t unit, Day day, uint8_t role) {
  const PeriodLines lines{*Ledger::Sum(view, unit, kFirstDay, day - 1),
                          *Ledger::Sum(view, unit, day, day)};
  const v1::Figures figures = FiguresOf(lines, role, false);
  const std::string where = fmt::format("unit {}, {}, role {}", unit, FormatDate(day), role);

  EXPECT_EQ(figures.carried_over() + figures.new_() + figures.reopened() + figures.moved_in(),
            figures.moved_out() + Finished(figures) + InStock(figures))
      << where;
  const PeriodLines next{*Ledger::Sum(view, unit, kFirstDay, day), {}};
  EXPECT_EQ(FiguresOf(next, role, false).carried_over(), InStock(figures)) << where;
  for (const uint64_t stock :
       {figures.open_in_time(), figures.open_overdue(), figures.open_no_due(),
        figures.paused_in_time(), figures.paused_overdue(), figures.registered(),
        figures.registered_overdue()}) {
    EXPECT_LT(stock, uint64_t{1} << 32) << where << ": a stock below zero";
  }
}

// Petitions: carried over + received = handled + open.
void ExpectPetitionBalance(const View& view, uint32_t unit, Day day) {
  const PetitionFigures figures = PetitionFiguresOf(
      {*Ledger::Sum(view, unit, kFirstDay, day - 1), *Ledger::Sum(view, unit, day, day)});
  const std::string where = fmt::format("petitions of unit {}, {}", unit, FormatDate(day));

  EXPECT_EQ(
      figures.carried_over + figures.received,
      figures.handled_in_time + figures.handled_late + figures.open_in_time + figures.open_overdue)
      << where;
  EXPECT_LT(figures.open_in_time, uint64_t{1} << 32) << where << ": a stock below zero";
  EXPECT_LT(figures.open_overdue, uint64_t{1} << 32) << where << ": a stock below zero";
}

}  // namespace

Cells CellsOf(const TestNode& node) {
  Cells cells;
  const View view = node.view();
  for (const char kind : {'d', 'm', 'y', 'h', 'g'}) {
    EXPECT_TRUE(
        Ledger::ScanCells(view, kind, [&](const CellPlace& place, const Cell& cell) {
          cells[{kind, place.unit, place.period, place.procedure}] = {cell.begin(), cell.end()};
        }).ok());
  }
  return cells;
}

void AddPostings(const node::v1::Record& record, int64_t count, Cells& cells) {
  const auto postings = DecodePostings(record.postings());
  const uint32_t procedure = record.dossier().procedure();
  ASSERT_TRUE(postings.ok());
  for (const StoredPosting& posting : *postings) {
    const std::string date =
        FormatDate(DayOf(posting.instant));  // apart from the ledger's own arithmetic
    const uint32_t year = std::stoi(date.substr(0, 4)),
                   month = 12 * (year - 1970) + std::stoi(date.substr(5, 2)) - 1,
                   half = 2 * month + (date.substr(8) >= "15" ? 1 : 0);
    const Cells::key_type keys[] = {{'d', posting.unit, DayOf(posting.instant), 0},
                                    {'m', posting.unit, month, 0},
                                    {'y', posting.unit, year, 0},
                                    {'h', posting.unit, half, procedure},
                                    {'g', posting.unit, year, procedure}};
    for (const auto& key : keys) {
      if (std::get<0>(key) > 'f' && std::get<0>(key) < 'i' && !record.has_dossier()) continue;
      int64_t& sum = cells[key][posting.line];
      sum += count;
      if (sum == 0) cells[key].erase(posting.line);
      if (cells[key].empty()) cells.erase(key);
    }
  }
}

void ExpectBooksAreTheSumOfTheRecords(const TestNode& node) {
  Cells cells;
  Places places;
  for (const node::v1::Record& record : RecordsOf(node)) {
    const std::vector<StoredPosting> postings = PostingsOfState(record);
    EXPECT_EQ(*DecodePostings(record.postings()), postings) << KeyOf(record);
    for (const node::v1::Rival& rival : record.rivals())
      EXPECT_NE(rival.origin(), record.origin()) << KeyOf(record);
    AddPostings(record, 1, cells);
    for (const StoredPosting& posting : postings)
      places.emplace(posting.unit, DayOf(posting.instant), KeyOf(record));
  }
  EXPECT_EQ(CellsOf(node), cells);
  EXPECT_EQ(PlacesOf(node), places);
}

void ExpectBalances(const TestNode& node) {
  const View view = node.view();
  for (const auto& [key, cell] : CellsOf(node)) {
    const auto& [kind, unit, day, procedure] = key;
    if (kind != 'd') continue;
    for (const uint8_t role : {kReceivingRole, kHandlingRole, kApplyingRole})
      ExpectBalance(view, unit, static_cast<Day>(day), role);
    ExpectPetitionBalance(view, unit, static_cast<Day>(day));
  }
}

void ExpectSameBooks(const TestNode& a, const TestNode& b) {
  EXPECT_EQ(a.Bytes(Family::kLedger), b.Bytes(Family::kLedger));
  EXPECT_EQ(a.Bytes(Family::kIndex), b.Bytes(Family::kIndex));
  const auto records_a = RecordsOf(a), records_b = RecordsOf(b);
  ASSERT_EQ(records_a.size(), records_b.size());
  for (size_t i = 0; i < records_a.size(); ++i) {
    EXPECT_EQ(Portable(a, records_a[i]), Portable(b, records_b[i]))
        << records_a[i].ShortDebugString();
  }
}

void ExpectSameAfterReopening(TestNode& node) {
  constexpr Family kAll[] = {Family::kDefault, Family::kJournal, Family::kRecords, Family::kIndex,
                             Family::kLedger};
  std::map<Family, std::map<std::string, std::string>> before;
  for (const Family family : kAll) before[family] = node.Bytes(family);
  node.Reopen();

  for (const Family family : kAll) EXPECT_EQ(node.Bytes(family), before[family]);
}

}  // namespace lienthong::books
