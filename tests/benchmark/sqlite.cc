// The same updates into SQLite, in this process: lienthong_bench_sqlite MODE [--name value]...
//
//   ingest   updates [skip, skip + updates) into --data, --batch a transaction, --seconds; WAL,
//            synced at every commit (synchronous = FULL); daily sums as differences, gathered
//            in memory over a batch
//   figures  as lienthong_bench_node prints them
#include <sqlite3.h>

#include <array>

#include "fmt/format.h"
#include "tests/benchmark/months.h"
#include "tests/benchmark/records.h"
#include "tests/benchmark/updates.h"

namespace lienthong::benchmark {
namespace {

constexpr char kSchema[] = R"(
PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
PRAGMA cache_size = -1000000; PRAGMA wal_autocheckpoint = 20000;
CREATE TABLE IF NOT EXISTS journal (dossier TEXT, revision INT, recorded INT, unit INT, procedure INT,
  status INT, channel INT, flags INT, accepted INT, due INT, finished INT, at INT);
CREATE INDEX IF NOT EXISTS history ON journal (dossier, revision);
CREATE TABLE IF NOT EXISTS dossier (dossier TEXT PRIMARY KEY, revision INT, recorded INT, unit INT,
  procedure INT, status INT, channel INT, flags INT, accepted INT, due INT, finished INT, at INT)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS daily (unit INT, day INT, received INT, online INT, fee INT, paid INT,
  digitised INT, e_result INT, reused INT, early INT, on_day INT, late INT, cancelled INT,
  fell_due INT, settled INT, PRIMARY KEY (unit, day)) WITHOUT ROWID;)";

// Columns of `daily` from the third on.
enum Column { kReceived, kFirstFlag, kEarly = 7, kFellDue = 11, kSettled, kDailyColumns };

class Statement {
 public:
  Statement(sqlite3* db, const std::string& sql) : db_(db) {
    if (sqlite3_prepare_v2(db, sql.c_str(), -1, &statement_, nullptr) != SQLITE_OK) Stop();
  }
  ~Statement() { sqlite3_finalize(statement_); }

  void Bind(int place, int64_t value) { sqlite3_bind_int64(statement_, place, value); }
  void Bind(int place, const std::string& value) {
    sqlite3_bind_text(statement_, place, value.data(), static_cast<int>(value.size()),
                      SQLITE_TRANSIENT);
  }
  // True when there is a row; resets after the last one.
  bool Step() {
    const int result = sqlite3_step(statement_);
    if (result == SQLITE_ROW) return true;
    if (result != SQLITE_DONE) Stop();
    sqlite3_reset(statement_);
    return false;
  }
  void Reset() { sqlite3_reset(statement_); }
  int64_t Number(int column) { return sqlite3_column_int64(statement_, column); }

 private:
  [[noreturn]] void Stop() { Fail(std::string("sqlite: ") + sqlite3_errmsg(db_)); }

  sqlite3* const db_;
  sqlite3_stmt* statement_ = nullptr;
};

int64_t LocalDay(int64_t instant) { return (instant - kStart) / kDaySeconds; }

std::string AddDaily() {
  std::string sets;
  for (const char* column : {"received", "online", "fee", "paid", "digitised", "e_result", "reused",
                             "early", "on_day", "late", "cancelled", "fell_due", "settled"})
    sets += fmt::format("{0}{1} = {1} + excluded.{1}", sets.empty() ? "" : ", ", column);
  return "INSERT INTO daily VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (unit, day) DO "
         "UPDATE SET " +
         sets;
}

class Store {
 public:
  explicit Store(const std::string& path) : db_(Open(path)) {}

  void Write(const std::vector<Update>& updates, size_t first, size_t end) {
    begin_.Step();
    for (size_t i = first; i < end; ++i) Take(updates[i]);
    for (const auto& [place, sums] : daily_) {
      add_.Bind(1, place.first);
      add_.Bind(2, place.second);
      for (int column = 0; column < kDailyColumns; ++column) add_.Bind(3 + column, sums[column]);
      add_.Step();
    }
    daily_.clear();
    commit_.Step();
  }

  Json Figures(const Span& month, bool all) {
    Statement ask(
        db_, fmt::format(
                 "SELECT unit, sum(received - early - on_day - late - cancelled) FILTER (WHERE day "
                 "< {0}),"
                 " sum(received) FILTER (WHERE day >= {0}), sum(online) FILTER (WHERE day >= {0}),"
                 " sum(early) FILTER (WHERE day >= {0}), sum(on_day) FILTER (WHERE day >= {0}),"
                 " sum(late) FILTER (WHERE day >= {0}), sum(cancelled) FILTER (WHERE day >= {0}),"
                 " sum(received - early - on_day - late - cancelled - fell_due + settled),"
                 " sum(fell_due - settled), sum(paid) FILTER (WHERE day >= {0}), sum(fee) FILTER "
                 "(WHERE day >= {0}),"
                 " sum(digitised) FILTER (WHERE day >= {0}), sum(reused) FILTER (WHERE day >= {0})"
                 " FROM daily WHERE day <= {1}{2}",
                 month.from, month.to, all ? "" : " GROUP BY unit"));
    Json figures = Json::object();
    while (ask.Step()) {
      Json columns = Json::array();
      for (int i = 1; i <= 9; ++i) columns.push_back(ask.Number(i));
      figures[all ? kProvince : UnitCode(static_cast<int>(ask.Number(0)))] = columns;
      if (all)
        figures["flags"] = {{"paid", ask.Number(10)},
                            {"fee", ask.Number(11)},
                            {"digitised", ask.Number(12)},
                            {"reused", ask.Number(13)}};
    }
    return figures;
  }

 private:
  static sqlite3* Open(const std::string& path) {
    sqlite3* db = nullptr;
    char* error = nullptr;
    if (sqlite3_open(path.c_str(), &db) != SQLITE_OK) Fail("sqlite: cannot open " + path);
    if (sqlite3_exec(db, kSchema, nullptr, nullptr, &error) != SQLITE_OK) Fail(error);
    return db;
  }

  void Bind(Statement& statement, const Update& update) {
    statement.Bind(1, CodeOf(update));
    const int64_t values[] = {update.revision, update.arrival,  update.unit,  update.procedure,
                              update.status,   update.channel,  update.flags, update.accepted,
                              update.due(),    update.finished, update.at};
    for (int i = 0; i < 11; ++i) statement.Bind(2 + i, values[i]);
    statement.Step();
  }

  void Take(const Update& update) {
    Bind(keep_, update);
    find_.Bind(1, CodeOf(update));
    const bool known = find_.Step();
    if (known) {
      Update held;
      held.revision = static_cast<uint8_t>(find_.Number(0));
      held.unit = static_cast<uint16_t>(find_.Number(1));
      held.status = static_cast<uint8_t>(find_.Number(2));
      held.flags = static_cast<uint8_t>(find_.Number(3));
      held.accepted = find_.Number(4);
      held.promised = find_.Number(5);
      held.finished = find_.Number(6);
      find_.Reset();
      if (held.revision >= update.revision) return;
      Count(held, -1);
    }
    Bind(put_, update);
    Count(update, 1);
  }

  void Count(const Update& update, int64_t count) {
    auto& in = daily_[{update.unit, LocalDay(update.accepted)}];
    in[kReceived] += count;
    for (int flag = 0; flag < 6; ++flag)
      in[kFirstFlag + flag] += (update.flags >> flag & 1) * count;
    const int64_t due = LocalDay(update.due());
    daily_[{update.unit, due}][kFellDue] += count;
    if (update.finished == 0) return;
    const int64_t finished = LocalDay(update.finished);
    const int kind = update.status == 7                ? 3
                     : finished < due                  ? 0
                     : update.finished <= update.due() ? 1
                                                       : 2;
    daily_[{update.unit, finished}][kEarly + kind] += count;
    daily_[{update.unit, std::max(finished, due)}][kSettled] += count;
  }

  sqlite3* const db_;
  Statement begin_{db_, "BEGIN IMMEDIATE"}, commit_{db_, "COMMIT"};
  Statement keep_{db_, "INSERT INTO journal VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"};
  Statement find_{db_,
                  "SELECT revision, unit, status, flags, accepted, due, finished FROM dossier "
                  "WHERE dossier = ?"};
  Statement put_{db_, "INSERT OR REPLACE INTO dossier VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"};
  Statement add_{db_, AddDaily()};
  std::map<std::pair<int64_t, int64_t>, std::array<int64_t, kDailyColumns>> daily_;
};

void Ingest(const Arguments& arguments) {
  const std::vector<Update> updates = TakeUpdates(arguments);
  const size_t batch = arguments.Number("batch");
  Store store(arguments.Text("data"));
  Latencies latencies;
  const Stopwatch watch;
  const double until = Now() + static_cast<double>(arguments.Number("seconds", 3600));
  size_t first = 0;
  while (first < updates.size() && Now() < until) {
    const double start = Now();
    const size_t end = std::min(updates.size(), first + batch);
    store.Write(updates, first, end);
    latencies.Add(Now() - start);
    first = end;
  }
  Json result = watch.Summary(first);
  result["ack"] = latencies.Summary();
  Print(result);
}

void PrintSqliteFigures(const Arguments& arguments) {
  Store store(arguments.Text("data"));
  Json figures = Json::object();
  for (const Span& month : WholeMonths()) {
    Json& of_month = figures[DateOf(month.from)];
    of_month = store.Figures(month, true);
    of_month.update(store.Figures(month, false));
  }
  Print(figures);
}

}  // namespace
}  // namespace lienthong::benchmark

int main(int argc, char** argv) {
  const lienthong::benchmark::Arguments arguments(argc, argv);
  if (arguments.mode() == "ingest") {
    lienthong::benchmark::Ingest(arguments);
  } else if (arguments.mode() == "figures") {
    lienthong::benchmark::PrintSqliteFigures(arguments);
  } else {
    lienthong::benchmark::Fail("no such mode: " + arguments.mode());
  }
  return 0;
}
