#include "storage/records/records.h"

#include <set>

#include "storage/base/bytes.h"

namespace lienthong {
namespace {

std::string IndexPrefix(uint32_t unit, Day day) {
  std::string key;
  PutBigEndian32(key, unit);
  PutBigEndian32(key, static_cast<uint32_t>(day));
  return key;
}

absl::StatusOr<node::v1::Record> ParseRecord(std::string_view value) {
  node::v1::Record record;
  if (!record.ParseFromArray(value.data(), value.size())) return DataLoss("record: cannot be read");
  return record;
}

using Places = std::set<std::pair<uint32_t, Day>>;

Places PlacesOf(const std::vector<StoredPosting>& postings) {
  Places places;
  for (const StoredPosting& posting : postings)
    places.emplace(posting.unit, DayOf(posting.instant));
  return places;
}

}  // namespace

std::string EncodePostings(const std::vector<StoredPosting>& postings) {
  std::string bytes;
  Instant previous = 0;
  for (const StoredPosting& posting : postings) {
    PutVarint(bytes, ZigZag(posting.instant - previous));
    PutVarint(bytes, posting.unit);
    PutVarint(bytes, posting.line);
    previous = posting.instant;
  }
  return bytes;
}

absl::StatusOr<std::vector<StoredPosting>> DecodePostings(std::string_view bytes) {
  std::vector<StoredPosting> postings;
  Instant instant = 0;
  while (!bytes.empty()) {
    uint64_t delta = 0, unit = 0, line = 0;
    const bool ok = GetVarint(bytes, delta) && GetVarint(bytes, unit) && GetVarint(bytes, line);
    if (!ok || unit > UINT32_MAX || line > UINT32_MAX) return DataLoss("postings: cannot be read");
    instant += UnZigZag(delta);
    postings.push_back({instant, static_cast<uint32_t>(unit), static_cast<uint32_t>(line)});
  }
  return postings;
}

absl::StatusOr<std::optional<node::v1::Record>> Records::Read(const View& view,
                                                              const std::string& dossier) {
  ASSIGN_OR_RETURN(auto records, ReadMany(view, {dossier}));
  return std::move(records.front());
}

absl::StatusOr<std::vector<std::optional<node::v1::Record>>> Records::ReadMany(
    const View& view, const std::vector<std::string>& dossiers) {
  ASSIGN_OR_RETURN(const auto values, view.MultiGet(Family::kRecords, dossiers));
  std::vector<std::optional<node::v1::Record>> records(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    if (!values[i].has_value()) continue;
    ASSIGN_OR_RETURN(records[i], ParseRecord(*values[i]));
  }
  return records;
}

absl::Status Records::Write(const node::v1::Record& record, const std::vector<StoredPosting>& old,
                            Batch& batch) {
  const std::string& dossier = record.dossier().id();
  ASSIGN_OR_RETURN(const auto postings, DecodePostings(record.postings()));
  const Places before = PlacesOf(old);
  const Places after = PlacesOf(postings);
  for (const auto& place : before) {
    if (!after.contains(place))
      batch.Delete(Family::kIndex, IndexPrefix(place.first, place.second) + dossier);
  }
  for (const auto& place : after) {
    if (!before.contains(place))
      batch.Put(Family::kIndex, IndexPrefix(place.first, place.second) + dossier, {});
  }
  batch.Put(Family::kRecords, dossier, record.SerializeAsString());
  return absl::OkStatus();
}

absl::Status Records::ScanDay(
    const View& view, uint32_t unit, Day day,
    const std::function<absl::Status(const std::string& dossier)>& visit) {
  const std::string prefix = IndexPrefix(unit, day);
  return view.Scan(Family::kIndex, prefix, PrefixEnd(prefix),
                   [&](std::string_view key, std::string_view) -> absl::StatusOr<bool> {
                     RETURN_IF_ERROR(visit(std::string(key.substr(prefix.size()))));
                     return true;
                   });
}

absl::Status Records::ScanAll(const View& view,
                              const std::function<absl::Status(const node::v1::Record&)>& visit) {
  return view.Scan(Family::kRecords, "", "",
                   [&](std::string_view, std::string_view value) -> absl::StatusOr<bool> {
                     ASSIGN_OR_RETURN(const node::v1::Record record, ParseRecord(value));
                     RETURN_IF_ERROR(visit(record));
                     return true;
                   });
}

}  // namespace lienthong
