// The same updates into PostgreSQL: lienthong_bench_postgres MODE [--name value]...
//
//   load     updates [skip, skip + updates) in bulk into empty tables (--conninfo)
//   ingest   the same, durable: --batch, --connections, --seconds
//   ask      --what province, table or unit; --from-table daily or monthly; --count
//   figures  as lienthong_bench_node prints them
//
// Binary parameters, prepared statements; batches of 1 as parameters, up to 2,000 as arrays, larger
// ones through COPY into a temporary table: for each size what was fastest.
#include <endian.h>
#include <libpq-fe.h>

#include <thread>
#include <unordered_map>

#include "fmt/format.h"
#include "tests/benchmark/months.h"
#include "tests/benchmark/postgres_merge.h"
#include "tests/benchmark/records.h"
#include "tests/benchmark/updates.h"

namespace lienthong::benchmark {
namespace {

constexpr size_t kArraysMax = 2000;
constexpr int kWarmUp = 3;
// Seconds from 1970 to 2000, where PostgreSQL's timestamps begin.
constexpr int64_t kPostgresEpoch = 946684800;
constexpr int kTimes = 5, kNumbers = 6;  // then the code: 12 columns
constexpr int kColumns = kTimes + kNumbers + 1;
constexpr uint32_t kTimestampType = 1114, kShortType = 21, kTextType = 25;

void Put16(std::string& out, int value) {
  const uint16_t bytes = htobe16(static_cast<uint16_t>(value));
  out.append(reinterpret_cast<const char*>(&bytes), sizeof bytes);
}
void Put32(std::string& out, int64_t value) {
  const uint32_t bytes = htobe32(static_cast<uint32_t>(value));
  out.append(reinterpret_cast<const char*>(&bytes), sizeof bytes);
}
void PutTime(std::string& out, int64_t instant) {
  const uint64_t bytes = htobe64((instant + kZoneSeconds - kPostgresEpoch) * 1'000'000);
  out.append(reinterpret_cast<const char*>(&bytes), sizeof bytes);
}

// The value of a column of the journal; a time of 0 is null.
int64_t TimeOf(const Update& update, int column) {
  const int64_t times[] = {update.arrival, update.accepted, update.due(), update.finished,
                           update.at};
  return times[column];
}
int NumberOf(const Update& update, int column) {
  const int numbers[] = {update.unit,     update.procedure, update.status,
                         update.revision, update.channel,   update.flags};
  return numbers[column - kTimes];
}

// With its length in front, as COPY and arrays have it.
void PutField(std::string& out, const Update& update, int column) {
  if (column < kTimes) {
    const int64_t time = TimeOf(update, column);
    if (time == 0) return Put32(out, -1);
    Put32(out, 8);
    PutTime(out, time);
  } else if (column < kTimes + kNumbers) {
    Put32(out, 2);
    Put16(out, NumberOf(update, column));
  } else {
    const std::string code = CodeOf(update);
    Put32(out, static_cast<int64_t>(code.size()));
    out += code;
  }
}

class Connection {
 public:
  explicit Connection(const std::string& conninfo) : connection_(PQconnectdb(conninfo.c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) Stop("connect");
    Run("SET synchronous_commit = on; SET plan_cache_mode = force_generic_plan");
  }
  ~Connection() { PQfinish(connection_); }

  void Run(const std::string& sql) { Check(PQexec(connection_, sql.c_str()), sql); }
  void Prepare(const char* name, const std::string& sql) {
    Check(PQprepare(connection_, name, sql.c_str(), 0, nullptr), sql);
  }
  // Binary parameters; an empty one is null.
  void Execute(const char* name, const std::vector<std::string>& parameters) {
    std::vector<const char*> values;
    std::vector<int> lengths, formats(parameters.size(), 1);
    for (const std::string& parameter : parameters) {
      values.push_back(parameter.empty() ? nullptr : parameter.data());
      lengths.push_back(static_cast<int>(parameter.size()));
    }
    Check(PQexecPrepared(connection_, name, static_cast<int>(values.size()), values.data(),
                         lengths.data(), formats.data(), 0),
          name);
  }
  // Rows of text.
  std::vector<std::vector<std::string>> Ask(const char* name,
                                            const std::vector<std::string>& parameters) {
    std::vector<const char*> values;
    for (const std::string& parameter : parameters) values.push_back(parameter.c_str());
    PGresult* const result = PQexecPrepared(connection_, name, static_cast<int>(values.size()),
                                            values.data(), nullptr, nullptr, 0);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) Stop(name);
    std::vector<std::vector<std::string>> rows(PQntuples(result));
    for (int row = 0; row < PQntuples(result); ++row) {
      for (int column = 0; column < PQnfields(result); ++column)
        rows[row].emplace_back(PQgetvalue(result, row, column));
    }
    PQclear(result);
    return rows;
  }

  void BeginCopy(const std::string& into) {
    PGresult* const result = PQexec(connection_, ("COPY " + into + " FROM STDIN BINARY").c_str());
    if (PQresultStatus(result) != PGRES_COPY_IN) Stop(into);
    PQclear(result);
    using namespace std::string_literals;
    buffer_ = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0"s;
  }
  void Copy(const Update& update, int first_column) {
    Put16(buffer_, kColumns - first_column);
    for (int column = first_column; column < kColumns; ++column) PutField(buffer_, update, column);
    if (buffer_.size() > 60'000) Flush();
  }
  void EndCopy() {
    Put16(buffer_, -1);
    Flush();
    if (PQputCopyEnd(connection_, nullptr) != 1) Stop("copy");
    while (PGresult* const result = PQgetResult(connection_)) Check(result, "copy");
  }

 private:
  void Flush() {
    if (PQputCopyData(connection_, buffer_.data(), static_cast<int>(buffer_.size())) != 1)
      Stop("copy");
    buffer_.clear();
  }
  void Check(PGresult* result, const std::string& what) {
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) Stop(what);
    PQclear(result);
  }
  [[noreturn]] void Stop(const std::string& what) {
    Fail("postgres: " + what.substr(0, 80) + ": " + PQerrorMessage(connection_));
  }

  PGconn* const connection_;
  std::string buffer_;
};

// One connection's way of writing batches of one size.
class BatchWriter {
 public:
  BatchWriter(const std::string& conninfo, size_t batch) : connection_(conninfo), batch_(batch) {
    if (batch == 1) {
      connection_.Prepare("merge", MergeSql(OneRow(), "batch", true));
    } else if (batch <= kArraysMax) {
      connection_.Prepare("merge", MergeSql(Arrays(), "batch", true));
    } else {
      connection_.Run(
          fmt::format("CREATE TEMP TABLE stage ON COMMIT DELETE ROWS AS SELECT {} FROM "
                      "journal LIMIT 0",
                      kJournalColumns));
      connection_.Prepare(
          "keep", fmt::format("INSERT INTO journal ({0}) SELECT {0} FROM stage", kJournalColumns));
      connection_.Prepare("merge", MergeSql("", "stage", false));
    }
  }

  void Write(const std::vector<Update>& updates, size_t first, size_t end) {
    if (batch_ > kArraysMax) return WriteCopy(updates, first, end);
    std::vector<std::string> parameters;
    for (int column = 0; column < kColumns; ++column)
      parameters.push_back(batch_ == 1 ? One(updates[first], column)
                                       : Array(updates, first, end, column));
    connection_.Execute("merge", parameters);
  }

 private:
  // Without the length; nothing for null.
  static std::string One(const Update& update, int column) {
    std::string field;
    PutField(field, update, column);
    return field.substr(4);
  }
  static std::string Array(const std::vector<Update>& updates, size_t first, size_t end,
                           int column) {
    std::string array;
    Put32(array, 1);
    Put32(array, 1);  // may hold nulls
    Put32(array, column < kTimes              ? kTimestampType
                 : column < kTimes + kNumbers ? kShortType
                                              : kTextType);
    Put32(array, static_cast<int64_t>(end - first));
    Put32(array, 1);
    for (size_t i = first; i < end; ++i) PutField(array, updates[i], column);
    return array;
  }
  void WriteCopy(const std::vector<Update>& updates, size_t first, size_t end) {
    connection_.Run("BEGIN");
    connection_.BeginCopy(std::string("stage (") + kJournalColumns + ")");
    for (size_t i = first; i < end; ++i) connection_.Copy(updates[i], 0);
    connection_.EndCopy();
    connection_.Run("EXECUTE keep; EXECUTE merge; COMMIT");
  }

  Connection connection_;
  const size_t batch_;
};

// Each unit is one connection's (MergeSql), the large one alone where that is possible.
std::vector<std::vector<Update>> Share(const std::vector<Update>& updates, size_t connections) {
  std::vector<std::vector<Update>> shares(connections);
  for (const Update& update : updates) shares[update.unit % connections].push_back(update);
  return shares;
}

void Ingest(const Arguments& arguments) {
  const size_t batch = arguments.Number("batch"), connections = arguments.Number("connections");
  const std::vector<std::vector<Update>> shares = Share(TakeUpdates(arguments), connections);
  std::vector<std::unique_ptr<BatchWriter>> writers;
  for (size_t i = 0; i < connections; ++i)
    writers.push_back(std::make_unique<BatchWriter>(arguments.Text("conninfo"), batch));
  std::vector<uint64_t> sent(connections);
  std::vector<Latencies> latencies(connections);
  std::vector<std::thread> threads;
  const Stopwatch watch;
  const double until = Now() + static_cast<double>(arguments.Number("seconds", 3600));
  for (size_t i = 0; i < connections; ++i) {
    threads.emplace_back([&, i] {
      for (size_t first = 0; first < shares[i].size() && Now() < until; first += batch) {
        const double start = Now();
        const size_t end = std::min(shares[i].size(), first + batch);
        writers[i]->Write(shares[i], first, end);
        latencies[i].Add(Now() - start);
        sent[i] += end - first;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  uint64_t all = 0;
  for (size_t i = 0; i < connections; ++i) all += sent[i];
  Json result = watch.Summary(all);
  for (size_t i = 1; i < connections; ++i) latencies[0].Add(latencies[i]);
  result["ack"] = latencies[0].Summary();
  Print(result);
}

void Load(const Arguments& arguments) {
  const std::vector<Update> updates = TakeUpdates(arguments);
  std::unordered_map<uint32_t, const Update*> present;
  Connection connection(arguments.Text("conninfo"));
  connection.BeginCopy(std::string("journal (") + kJournalColumns + ")");
  for (const Update& update : updates) {
    connection.Copy(update, 0);
    const Update*& held = present[update.dossier];
    if (held == nullptr || held->revision < update.revision) held = &update;
  }
  connection.EndCopy();
  connection.BeginCopy(std::string("dossier (") + kDossierColumns + ")");
  for (const Update& update : updates) {
    if (present[update.dossier] == &update) connection.Copy(update, 1);
  }
  connection.EndCopy();
  Print({{"updates", updates.size()}, {"dossiers", present.size()}});
}

void AskPostgres(const Arguments& arguments) {
  const std::string what = arguments.Text("what"), table = arguments.Text("from-table", "daily");
  Connection connection(arguments.Text("conninfo"));
  std::string sql = FiguresSql(table, what == "table" ? "unit" : "");
  if (what == "unit") sql += " AND unit = 90";
  connection.Prepare("ask", sql);
  const bool any_dates = arguments.Text("dates", "months") == "any";
  const std::vector<Span> months = WholeMonths();
  Latencies latencies;
  const int count = static_cast<int>(arguments.Number("count"));
  for (int i = -kWarmUp; i < count; ++i) {
    const Span span = any_dates ? AnySpan(i + kWarmUp) : months[(i + kWarmUp) % months.size()];
    const double start = Now();
    connection.Ask("ask", {DateOf(span.from), DateOf(span.to)});
    if (i >= 0) latencies.Add(Now() - start);
  }
  Print(latencies.Summary());
}

// The last four columns are counts of the scorecard.
Json RowOf(const std::vector<std::string>& row, size_t first, size_t end) {
  Json columns = Json::array();
  for (size_t i = first; i < end; ++i) columns.push_back(std::stoll(row[i]));
  return columns;
}

void PrintPostgresFigures(const Arguments& arguments) {
  Connection connection(arguments.Text("conninfo"));
  connection.Prepare("units", FiguresSql("daily", "unit"));
  connection.Prepare("all", FiguresSql("daily", ""));
  Json figures = Json::object();
  for (const Span& month : WholeMonths()) {
    Json& of_month = figures[DateOf(month.from)];
    const std::vector<std::string> dates = {DateOf(month.from), DateOf(month.to)};
    const auto all = connection.Ask("all", dates).front();
    of_month[kProvince] = RowOf(all, 0, 9);
    for (const auto& row : connection.Ask("units", dates))
      of_month[UnitCode(std::stoi(row[0]))] = RowOf(row, 1, 10);
    const Json counts = RowOf(all, 9, 13);
    of_month["flags"] = {
        {"paid", counts[0]}, {"fee", counts[1]}, {"digitised", counts[2]}, {"reused", counts[3]}};
  }
  Print(figures);
}

using Mode = void (*)(const Arguments&);

const std::map<std::string, Mode> kModes = {
    {"load", Load}, {"ingest", Ingest}, {"ask", AskPostgres}, {"figures", PrintPostgresFigures}};

}  // namespace
}  // namespace lienthong::benchmark

int main(int argc, char** argv) {
  const lienthong::benchmark::Arguments arguments(argc, argv);
  const auto mode = lienthong::benchmark::kModes.find(arguments.mode());
  if (mode == lienthong::benchmark::kModes.end())
    lienthong::benchmark::Fail("no such mode: " + arguments.mode());
  mode->second(arguments);
  return 0;
}
