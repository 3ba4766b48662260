#include "tests/benchmark/postgres_merge.h"

#include "fmt/format.h"

namespace lienthong::benchmark {
namespace {

constexpr char kUpsert[] = R"(
  now AS (
    INSERT INTO dossier AS held ({columns})
    SELECT DISTINCT ON (dossier) {columns} FROM {from} ORDER BY dossier, revision DESC
    ON CONFLICT (dossier) DO UPDATE SET
      accepted = excluded.accepted, due = excluded.due, finished = excluded.finished,
      at = excluded.at, unit = excluded.unit, procedure = excluded.procedure,
      status = excluded.status, revision = excluded.revision, channel = excluded.channel,
      flags = excluded.flags
    WHERE excluded.revision > held.revision
    RETURNING held.*))";

// Each state before and after, and only what differs between them.
constexpr char kDifferences[] = R"(
  changed AS MATERIALIZED (
    SELECT n.unit, n.accepted, n.due, n.finished, n.status = 7 AS cancelled, n.flags,
           o.unit AS o_unit, o.accepted AS o_accepted, o.due AS o_due, o.finished AS o_finished,
           o.status = 7 AS o_cancelled, o.flags AS o_flags
    FROM now n LEFT JOIN LATERAL (SELECT * FROM dossier d WHERE d.dossier = n.dossier OFFSET 0) o ON true),
  parts AS (
    SELECT unit, accepted::date AS day, 1 AS w, flags, 0 AS kind FROM changed
      WHERE (accepted, flags) IS DISTINCT FROM (o_accepted, o_flags)
    UNION ALL SELECT o_unit, o_accepted::date, -1, o_flags, 0 FROM changed
      WHERE o_unit IS NOT NULL AND (accepted, flags) IS DISTINCT FROM (o_accepted, o_flags)
    UNION ALL SELECT unit, finished::date, 1, 0,
        CASE WHEN cancelled THEN 4 WHEN finished::date < due::date THEN 1 WHEN finished <= due THEN 2 ELSE 3 END
      FROM changed WHERE finished IS NOT NULL AND (finished, due, cancelled) IS DISTINCT FROM (o_finished, o_due, o_cancelled)
    UNION ALL SELECT o_unit, o_finished::date, -1, 0,
        CASE WHEN o_cancelled THEN 4 WHEN o_finished::date < o_due::date THEN 1 WHEN o_finished <= o_due THEN 2 ELSE 3 END
      FROM changed WHERE o_finished IS NOT NULL AND (finished, due, cancelled) IS DISTINCT FROM (o_finished, o_due, o_cancelled)
    UNION ALL SELECT unit, due::date, 1, 0, 5 FROM changed WHERE due IS DISTINCT FROM o_due
    UNION ALL SELECT o_unit, o_due::date, -1, 0, 5 FROM changed WHERE o_due IS NOT NULL AND due IS DISTINCT FROM o_due
    UNION ALL SELECT unit, greatest(due, finished)::date, 1, 0, 6 FROM changed
      WHERE finished IS NOT NULL AND (finished, due) IS DISTINCT FROM (o_finished, o_due)
    UNION ALL SELECT o_unit, greatest(o_due, o_finished)::date, -1, 0, 6 FROM changed
      WHERE o_finished IS NOT NULL AND (finished, due) IS DISTINCT FROM (o_finished, o_due))
INSERT INTO daily AS held
SELECT unit, day, sum(w) FILTER (WHERE kind = 0), sum(w * (flags & 1)), sum(w * (flags >> 1 & 1)),
  sum(w * (flags >> 2 & 1)), sum(w * (flags >> 3 & 1)), sum(w * (flags >> 4 & 1)), sum(w * (flags >> 5 & 1)),
  sum(w) FILTER (WHERE kind = 1), sum(w) FILTER (WHERE kind = 2), sum(w) FILTER (WHERE kind = 3),
  sum(w) FILTER (WHERE kind = 4), sum(w) FILTER (WHERE kind = 5), sum(w) FILTER (WHERE kind = 6)
FROM parts GROUP BY unit, day ORDER BY unit, day
ON CONFLICT (unit, day) DO UPDATE SET
  received = held.received + excluded.received, online = held.online + excluded.online,
  fee = held.fee + excluded.fee, paid = held.paid + excluded.paid,
  digitised = held.digitised + excluded.digitised, e_result = held.e_result + excluded.e_result,
  reused = held.reused + excluded.reused, early = held.early + excluded.early,
  on_day = held.on_day + excluded.on_day, late = held.late + excluded.late,
  cancelled = held.cancelled + excluded.cancelled, fell_due = held.fell_due + excluded.fell_due,
  settled = held.settled + excluded.settled)";

// No kind of a group is empty, so that no sum is null.
std::string WithoutNulls(std::string sql) {
  for (size_t at = 0; (at = sql.find("sum(w) FILTER (WHERE kind = ", at)) != std::string::npos;) {
    sql.replace(at, 30, fmt::format("sum(CASE WHEN kind = {} THEN w ELSE 0 END)", sql[at + 28]));
  }
  return sql;
}

}  // namespace

const char kJournalColumns[] =
    "recorded, accepted, due, finished, at, unit, procedure, status, revision, channel, flags, "
    "dossier";
const char kDossierColumns[] =
    "accepted, due, finished, at, unit, procedure, status, revision, channel, flags, dossier";

std::string MergeSql(const std::string& with, const std::string& from, bool with_journal) {
  const std::string journal =
      with_journal ? fmt::format("kept AS (INSERT INTO journal ({0}) SELECT {0} FROM {1}),",
                                 kJournalColumns, from)
                   : "";
  const std::string upsert =
      fmt::format(kUpsert, fmt::arg("columns", kDossierColumns), fmt::arg("from", from));
  return "WITH " + with + (with.empty() ? "" : ", ") + journal + upsert + "," +
         WithoutNulls(kDifferences);
}

std::string OneRow() {
  return fmt::format(
      "batch ({}) AS (VALUES ($1::timestamp, $2::timestamp, $3::timestamp, $4::timestamp, "
      "$5::timestamp, $6::int2, $7::int2, $8::int2, $9::int2, $10::int2, $11::int2, $12::text))",
      kJournalColumns);
}

std::string Arrays() {
  return fmt::format(
      "batch ({}) AS MATERIALIZED (SELECT * FROM unnest($1::timestamp[], $2::timestamp[], "
      "$3::timestamp[], $4::timestamp[], $5::timestamp[], $6::int2[], $7::int2[], $8::int2[], "
      "$9::int2[], $10::int2[], $11::int2[], $12::text[]))",
      kJournalColumns);
}

std::string FiguresSql(const std::string& table, const std::string& group_by) {
  return fmt::format(
      "SELECT {1}"
      " coalesce(sum(received - early - on_day - late - cancelled) FILTER (WHERE day < $1), 0),"
      " coalesce(sum(received) FILTER (WHERE day >= $1), 0),"
      " coalesce(sum(online) FILTER (WHERE day >= $1), 0),"
      " coalesce(sum(early) FILTER (WHERE day >= $1), 0),"
      " coalesce(sum(on_day) FILTER (WHERE day >= $1), 0),"
      " coalesce(sum(late) FILTER (WHERE day >= $1), 0),"
      " coalesce(sum(cancelled) FILTER (WHERE day >= $1), 0),"
      " sum(received - early - on_day - late - cancelled - fell_due + settled),"
      " sum(fell_due - settled),"
      " coalesce(sum(paid) FILTER (WHERE day >= $1), 0), coalesce(sum(fee) FILTER (WHERE day >= "
      "$1), 0),"
      " coalesce(sum(digitised) FILTER (WHERE day >= $1), 0), coalesce(sum(reused) FILTER (WHERE "
      "day >= $1), 0)"
      " FROM {0} WHERE day <= $2{2}",
      table, group_by.empty() ? "" : group_by + ",",
      group_by.empty() ? "" : " GROUP BY " + group_by + " ORDER BY " + group_by);
}

}  // namespace lienthong::benchmark
