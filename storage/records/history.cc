#include "storage/records/history.h"

#include <algorithm>
#include <limits>

#include "lienthong/node/v1/store.pb.h"
#include "storage/base/bytes.h"
#include "storage/base/calendar_date.h"

namespace lienthong {
namespace {

constexpr char kStart[] = "b";
constexpr char kRow = 'k';
constexpr char kRowVersion = 1;

constexpr uint8_t kSourceKind = 16;
constexpr uint8_t kParkedKind = 17;

// A row without its changes.
struct Head {
  uint64_t position = 0;
  uint32_t step = 0;
  int64_t time_ms = 0;
  // 0: nothing was admitted, only let in.
  uint64_t facts = 0;

  // What was known once the row was written.
  Knowledge Then() const { return {facts == 0 ? position : position + facts - 1, step, time_ms}; }
  // Whether all of it was known by `known`.
  bool IsKnown(const Knowledge& known) const {
    const Knowledge then = Then();
    return then.position < known.position ||
           (then.position == known.position && step <= known.step);
  }
};

std::string KeyOf(uint64_t position, uint32_t step) {
  std::string key(1, kRow);
  PutBigEndian64(key, position);
  PutBigEndian32(key, step);
  return key;
}

// Above every row at `position`.
std::string KeyAfter(uint64_t position) {
  return position == std::numeric_limits<uint64_t>::max() ? PrefixEnd(std::string(1, kRow))
                                                          : KeyOf(position + 1, 0);
}

// Reads the head of a row and leaves its changes in `value`.
absl::StatusOr<Head> ReadHead(std::string_view key, std::string_view& value) {
  Head head;
  uint64_t time_ms = 0;
  key.remove_prefix(1);
  const bool key_ok = GetBigEndian64(key, head.position) && GetBigEndian32(key, head.step);
  if (!key_ok || !key.empty()) return DataLoss("history: a key cannot be read");
  const bool ok = !value.empty() && value.front() == kRowVersion;
  if (ok) value.remove_prefix(1);
  if (!ok || !GetVarint(value, time_ms) || !GetVarint(value, head.facts))
    return DataLoss("history at position {}: cannot be read", head.position);
  head.time_ms = static_cast<int64_t>(time_ms);
  return head;
}

// The last row below `bound`.
absl::StatusOr<std::optional<Head>> LastBelow(const View& view, const std::string& bound) {
  ASSIGN_OR_RETURN(const auto found,
                   view.Last(Family::kHistory, std::string(1, kRow), bound));
  if (!found.has_value()) return std::optional<Head>();
  std::string_view value = found->second;
  ASSIGN_OR_RETURN(const Head head, ReadHead(found->first, value));
  return std::optional(head);
}

absl::StatusOr<std::optional<Head>> LastRow(const View& view) {
  return LastBelow(view, PrefixEnd(std::string(1, kRow)));
}

void PutText(std::string& out, std::string_view text) {
  PutVarint(out, text.size());
  out += text;
}

bool GetText(std::string_view& in, std::string_view& text) {
  uint64_t size = 0;
  if (!GetVarint(in, size) || size > in.size()) return false;
  text = in.substr(0, size);
  in.remove_prefix(size);
  return true;
}

bool GetNumber(std::string_view& in, uint32_t& number) {
  uint64_t wide = 0;
  if (!GetVarint(in, wide) || wide > UINT32_MAX) return false;
  number = static_cast<uint32_t>(wide);
  return true;
}

bool GetInstant(std::string_view& in, Instant& instant) {
  uint64_t wide = 0;
  if (!GetVarint(in, wide)) return false;
  instant = UnZigZag(wide);
  return true;
}

bool ReadBefore(std::string_view& in, std::optional<StateRef>& before) {
  uint64_t origin = 0;
  if (!GetVarint(in, origin) || origin > UINT32_MAX) return false;
  before.reset();
  if (origin == 0) return true;
  before.emplace();
  before->origin = static_cast<uint32_t>(origin - 1);
  return GetVarint(in, before->sequence);
}

// As DecodePostings, into memory that is there.
bool ReadPostings(std::string_view in, std::vector<StoredPosting>& postings) {
  postings.clear();
  Instant instant = 0;
  while (!in.empty()) {
    Instant delta = 0;
    StoredPosting& posting = postings.emplace_back();
    if (!GetInstant(in, delta) || !GetNumber(in, posting.unit) || !GetNumber(in, posting.line))
      return false;
    if (__builtin_add_overflow(instant, delta, &instant)) return false;
    posting.instant = instant;
  }
  return true;
}

absl::Status Unreadable(uint64_t position) {
  return DataLoss("history at position {}: a change cannot be read", position);
}

absl::Status VisitRecord(uint64_t position, uint8_t kind, std::string_view body,
                         RecordChange& change, const History::Visit& visit) {
  change.position = position;
  change.kind = static_cast<RecordChange::Kind>(kind);
  std::string_view key, taken;
  const bool ok = GetNumber(body, change.state.origin) && GetVarint(body, change.state.sequence) &&
                  ReadBefore(body, change.before) && GetText(body, key) &&
                  GetNumber(body, change.procedure_before) &&
                  GetNumber(body, change.procedure_after) && GetNumber(body, change.kept) &&
                  GetText(body, taken) && ReadPostings(taken, change.taken) &&
                  ReadPostings(body, change.posted);
  if (!ok) return Unreadable(position);
  change.key = key;
  return visit.record(change);
}

absl::Status VisitSource(uint64_t position, std::string_view body, const History::Visit& visit) {
  SourceChange change;
  change.position = position;
  std::string_view source;
  const bool ok = GetNumber(body, change.unit) && GetText(body, source) &&
                  GetInstant(body, change.before) && GetInstant(body, change.after);
  if (!ok) return Unreadable(position);
  change.source = source;
  return visit.source(change);
}

absl::Status VisitParked(uint64_t position, std::string_view body, const History::Visit& visit) {
  ParkedChange change;
  change.position = position;
  Instant count = 0;
  if (!GetNumber(body, change.unit) || !GetInstant(body, count)) return Unreadable(position);
  change.count = static_cast<int>(count);
  return visit.parked(change);
}

bool IsRecord(uint8_t kind) {
  return kind >= static_cast<uint8_t>(RecordChange::Kind::kDossier) &&
         kind <= static_cast<uint8_t>(RecordChange::Kind::kObservation);
}

absl::Status VisitChange(uint64_t position, uint8_t kind, std::string_view body,
                         RecordChange& memory, const History::Visit& visit) {
  if (IsRecord(kind))
    return visit.record ? VisitRecord(position, kind, body, memory, visit) : absl::OkStatus();
  if (kind == kSourceKind)
    return visit.source ? VisitSource(position, body, visit) : absl::OkStatus();
  if (kind == kParkedKind)
    return visit.parked ? VisitParked(position, body, visit) : absl::OkStatus();
  return Unreadable(position);
}

// The changes of one row that were learned after `known`. `memory` holds each in turn: some
// millions of them are looked at for a question that goes far back.
absl::Status VisitRow(const Head& head, std::string_view changes, const Knowledge& known,
                      RecordChange& memory, const History::Visit& visit) {
  while (!changes.empty()) {
    std::string_view body;
    uint64_t offset = 0;
    if (!GetText(changes, body) || body.empty()) return Unreadable(head.position);
    const auto kind = static_cast<uint8_t>(body.front());
    body.remove_prefix(1);
    if (!GetVarint(body, offset)) return Unreadable(head.position);
    const uint64_t position = head.position + offset;
    if (head.facts > 0 && position <= known.position) continue;
    RETURN_IF_ERROR(VisitChange(position, kind, body, memory, visit));
  }
  return absl::OkStatus();
}

absl::Status NotHeld(const char* field, const HistoryStart& start) {
  return OutOfRange("{}: not held: what this node knew before {} (position {}) is not known: {}",
                    field, FormatInstant(start.time_ms / 1000), start.position, start.reason);
}

// The time at which everything up to `position` was known.
absl::StatusOr<int64_t> TimeAt(const View& view, uint64_t position, int64_t start_ms) {
  ASSIGN_OR_RETURN(const auto row, LastBelow(view, KeyAfter(position)));
  return row.has_value() ? row->time_ms : start_ms;
}

}  // namespace

void HistoryDraft::Append(uint64_t position, uint8_t kind) {
  std::string offset;  // short: no memory of its own
  PutVarint(offset, position > position_ ? position - position_ - 1 : 0);
  PutVarint(changes_, 1 + offset.size() + body_.size());
  changes_.push_back(static_cast<char>(kind));
  changes_ += offset;
  changes_ += body_;
  body_.clear();
}

void HistoryDraft::Add(const RecordChange& change, std::span<const StoredPosting> taken,
                       std::span<const StoredPosting> posted) {
  taken_.clear();
  AppendPostings(taken, taken_);
  PutVarint(body_, change.state.origin);
  PutVarint(body_, change.state.sequence);
  PutVarint(body_, change.before.has_value() ? uint64_t{change.before->origin} + 1 : 0);
  if (change.before.has_value()) PutVarint(body_, change.before->sequence);
  PutText(body_, change.key);
  PutVarint(body_, change.procedure_before);
  PutVarint(body_, change.procedure_after);
  PutVarint(body_, change.kept);
  PutText(body_, taken_);
  AppendPostings(posted, body_);
  Append(change.position, static_cast<uint8_t>(change.kind));
}

void HistoryDraft::Add(const SourceChange& change) {
  PutVarint(body_, change.unit);
  PutText(body_, change.source);
  PutVarint(body_, ZigZag(change.before));
  PutVarint(body_, ZigZag(change.after));
  Append(change.position, kSourceKind);
}

void HistoryDraft::Add(const ParkedChange& change) {
  PutVarint(body_, change.unit);
  PutVarint(body_, ZigZag(change.count));
  Append(change.position, kParkedKind);
}

absl::Status HistoryDraft::WriteTo(const View& view, uint64_t facts, int64_t time_ms,
                                   Batch& batch) const {
  if (facts == 0 && changes_.empty()) return absl::OkStatus();
  uint32_t step = 0;
  if (facts == 0) {
    ASSIGN_OR_RETURN(const auto last, LastRow(view));
    step = last.has_value() && last->Then().position == position_ ? last->step + 1 : 1;
  }
  std::string value(1, kRowVersion);
  PutVarint(value, static_cast<uint64_t>(time_ms));
  PutVarint(value, facts);
  value += changes_;
  batch.Put(Family::kHistory, KeyOf(facts == 0 ? position_ : position_ + 1, step), value);
  return absl::OkStatus();
}

absl::StatusOr<HistoryStart> History::Start(const View& view) {
  ASSIGN_OR_RETURN(const auto bytes, view.Get(Family::kHistory, kStart));
  if (bytes.has_value()) {
    node::v1::HistoryStart row;
    if (!row.ParseFromString(*bytes)) return DataLoss("history: its start cannot be read");
    return HistoryStart{row.position(), row.time_ms(), row.reason()};
  }
  HistoryStart start{0, std::numeric_limits<int64_t>::max(), "it had learned nothing yet"};
  RETURN_IF_ERROR(view.Scan(Family::kHistory, std::string(1, kRow), "",
                            [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                              ASSIGN_OR_RETURN(const Head head, ReadHead(key, value));
                              start.time_ms = head.time_ms;
                              return false;
                            }));
  return start;
}

void History::PutStart(const HistoryStart& start, Batch& batch) {
  node::v1::HistoryStart row;
  row.set_position(start.position);
  row.set_time_ms(start.time_ms);
  row.set_reason(start.reason);
  batch.Put(Family::kHistory, kStart, row.SerializeAsString());
}

absl::StatusOr<Knowledge> History::Present(const View& view) {
  ASSIGN_OR_RETURN(const auto row, LastRow(view));
  if (row.has_value()) return row->Then();
  ASSIGN_OR_RETURN(const HistoryStart start, Start(view));
  if (start.position == 0) return Knowledge{};
  return Knowledge{start.position, 0, start.time_ms};
}

absl::StatusOr<Knowledge> History::AtPosition(const View& view, uint64_t position,
                                              std::optional<uint32_t> step) {
  ASSIGN_OR_RETURN(const HistoryStart start, Start(view));
  ASSIGN_OR_RETURN(const Knowledge present, Present(view));
  if (position > present.position) {
    return OutOfRange("known_position: {} is not reached yet; this node is at {}", position,
                      present.position);
  }
  if (position < std::max<uint64_t>(start.position, 1)) return NotHeld("known_position", start);
  ASSIGN_OR_RETURN(const auto row, LastBelow(view, KeyAfter(position)));
  Knowledge known{position, 0, row.has_value() ? row->time_ms : start.time_ms};
  const uint32_t last = row.has_value() && row->Then().position == position ? row->step : 0;
  known.step = step.value_or(last);
  if (known.step > last)
    return OutOfRange("known_step: position {} has no step {}", position, known.step);
  if (known.step == last) return known;
  ASSIGN_OR_RETURN(const auto earlier, LastBelow(view, KeyOf(position, known.step + 1)));
  known.time_ms = earlier.has_value() ? earlier->time_ms : start.time_ms;
  return known;
}

absl::StatusOr<Knowledge> History::AtInstant(const View& view, Instant instant) {
  ASSIGN_OR_RETURN(const HistoryStart start, Start(view));
  if (instant < start.time_ms / 1000) {
    if (start.time_ms != std::numeric_limits<int64_t>::max()) return NotHeld("known_at", start);
    return OutOfRange("known_at: not held: this node has learned nothing yet");
  }
  ASSIGN_OR_RETURN(const Knowledge present, Present(view));
  // The greatest position up to which all was known then.
  uint64_t low = start.position, high = present.position;
  while (low < high) {
    const uint64_t middle = low + (high - low + 1) / 2;
    ASSIGN_OR_RETURN(const int64_t time_ms, TimeAt(view, middle, start.time_ms));
    if (time_ms / 1000 <= instant) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  ASSIGN_OR_RETURN(const auto row, LastBelow(view, KeyAfter(low)));
  const bool begun = row.has_value() && row->time_ms / 1000 <= instant;
  Knowledge known = begun ? row->Then() : Knowledge{start.position, 0, start.time_ms};
  // Of the next position some steps may have been taken, and others not yet.
  RETURN_IF_ERROR(view.Scan(
      Family::kHistory, begun ? KeyAfter(low) : KeyOf(low, 0), PrefixEnd(std::string(1, kRow)),
      [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
        ASSIGN_OR_RETURN(const Head head, ReadHead(key, value));
        if (head.time_ms / 1000 > instant) return false;
        known = head.Then();
        return true;
      }));
  known.time_ms = 1000 * instant;
  return known;
}

absl::Status History::ScanAfter(const View& view, const Knowledge& known, const Visit& visit) {
  ASSIGN_OR_RETURN(const auto first, LastBelow(view, KeyOf(known.position, 1)));
  const std::string from =
      first.has_value() ? KeyOf(first->position, first->step) : std::string(1, kRow);
  RecordChange memory;
  return view.Scan(Family::kHistory, from, PrefixEnd(std::string(1, kRow)),
                   [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                     ASSIGN_OR_RETURN(const Head head, ReadHead(key, value));
                     if (head.IsKnown(known)) return true;
                     RETURN_IF_ERROR(VisitRow(head, value, known, memory, visit));
                     return true;
                   });
}

}  // namespace lienthong
