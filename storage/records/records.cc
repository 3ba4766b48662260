#include "storage/records/records.h"

#include <algorithm>

#include "absl/container/inlined_vector.h"
#include "storage/base/bytes.h"

namespace lienthong {
namespace {

constexpr char kPetitions[] = {'\0', 'p'};
constexpr char kObservations[] = {'\0', 'o'};

std::string ObservationPrefix(uint32_t unit) {
  std::string key(kObservations, sizeof kObservations);
  PutBigEndian32(key, unit);
  return key;
}

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

// Ascending, each once. A dossier mostly touches few days of one unit.
using Places = absl::InlinedVector<std::pair<uint32_t, Day>, 8>;

Places PlacesOf(const std::vector<StoredPosting>& postings) {
  Places places;
  for (const StoredPosting& posting : postings)
    places.emplace_back(posting.unit, DayOf(posting.instant));
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

bool Contains(const Places& places, const std::pair<uint32_t, Day>& place) {
  return std::binary_search(places.begin(), places.end(), place);
}

// Bytes of a (unit, day) in front of a key of the index.
constexpr size_t kPlaceBytes = 8;

absl::Status ScanIndex(const View& view, const std::string& from, const std::string& to,
                       const Records::VisitKey& visit) {
  return view.Scan(Family::kIndex, from, to,
                   [&](std::string_view key, std::string_view) -> absl::StatusOr<bool> {
                     if (key.size() < kPlaceBytes) return DataLoss("index: a key is too short");
                     RETURN_IF_ERROR(visit(std::string(key.substr(kPlaceBytes))));
                     return true;
                   });
}

absl::Status ScanRecords(const View& view, const std::string& from, const std::string& to,
                         const Records::VisitRecord& visit) {
  return view.Scan(Family::kRecords, from, to,
                   [&](std::string_view, std::string_view value) -> absl::StatusOr<bool> {
                     ASSIGN_OR_RETURN(const node::v1::Record record, ParseRecord(value));
                     RETURN_IF_ERROR(visit(record));
                     return true;
                   });
}

}  // namespace

std::string EncodePostings(const std::vector<StoredPosting>& postings) {
  std::string bytes;
  AppendPostings(postings, bytes);
  return bytes;
}

void AppendPostings(std::span<const StoredPosting> postings, std::string& bytes) {
  Instant previous = 0;
  for (const StoredPosting& posting : postings) {
    PutVarint(bytes, ZigZag(posting.instant - previous));
    PutVarint(bytes, posting.unit);
    PutVarint(bytes, posting.line);
    previous = posting.instant;
  }
}

absl::StatusOr<std::vector<StoredPosting>> DecodePostings(std::string_view bytes) {
  std::vector<StoredPosting> postings;
  Instant instant = 0;
  while (!bytes.empty()) {
    uint64_t delta = 0, unit = 0, line = 0;
    const bool ok = GetVarint(bytes, delta) && GetVarint(bytes, unit) && GetVarint(bytes, line);
    if (!ok || unit > UINT32_MAX || line > UINT32_MAX) return DataLoss("postings: cannot be read");
    if (__builtin_add_overflow(instant, UnZigZag(delta), &instant))
      return DataLoss("postings: an instant leaves 64 bits");
    postings.push_back({instant, static_cast<uint32_t>(unit), static_cast<uint32_t>(line)});
  }
  return postings;
}

std::string PetitionKey(const std::string& petition) {
  return std::string(kPetitions, sizeof kPetitions) + petition;
}

std::string ObservationKey(const v1::Observation& observation) {
  std::string key = ObservationPrefix(observation.unit());
  key += observation.definition();
  key.push_back('\0');
  PutBigEndian32(key, static_cast<uint32_t>(observation.first_day()));
  PutBigEndian32(key, static_cast<uint32_t>(observation.last_day()));
  return key + observation.source();
}

std::string KeyOf(const node::v1::Record& record) {
  if (record.has_petition()) return PetitionKey(record.petition().id());
  if (record.has_observation()) return ObservationKey(record.observation());
  return record.dossier().id();
}

std::string KeyOf(const v1::Parked& parked) {
  return parked.has_petition() ? PetitionKey(parked.petition().petition())
                               : parked.record().dossier();
}

bool Records::IsId(std::string_view id) {
  return !id.empty() && id.size() <= kIdBytesMax && id.front() != '\0';
}

absl::StatusOr<std::optional<node::v1::Record>> Records::Read(const View& view,
                                                              const std::string& key) {
  ASSIGN_OR_RETURN(auto records, ReadMany(view, {key}));
  return std::move(records.front());
}

absl::StatusOr<std::vector<std::optional<node::v1::Record>>> Records::ReadMany(
    const View& view, const std::vector<std::string>& keys) {
  ASSIGN_OR_RETURN(const auto values, view.MultiGet(Family::kRecords, keys));
  std::vector<std::optional<node::v1::Record>> records(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    if (!values[i].has_value()) continue;
    ASSIGN_OR_RETURN(records[i], ParseRecord(*values[i]));
  }
  return records;
}

absl::Status Records::Write(const node::v1::Record& record, const std::vector<StoredPosting>& old,
                            Batch& batch) {
  const std::string key = KeyOf(record);
  ASSIGN_OR_RETURN(const auto postings, DecodePostings(record.postings()));
  const Places before = PlacesOf(old);
  const Places after = PlacesOf(postings);
  for (const auto& place : before) {
    if (!Contains(after, place))
      batch.Delete(Family::kIndex, IndexPrefix(place.first, place.second) + key);
  }
  for (const auto& place : after) {
    if (!Contains(before, place))
      batch.Put(Family::kIndex, IndexPrefix(place.first, place.second) + key, {});
  }
  batch.Put(Family::kRecords, key, record.SerializeAsString());
  return absl::OkStatus();
}

absl::Status Records::ScanDay(const View& view, uint32_t unit, Day day, const VisitKey& visit) {
  return ScanDays(view, unit, day, day, visit);
}

absl::Status Records::ScanDays(const View& view, uint32_t unit, Day first, Day last,
                               const VisitKey& visit) {
  return ScanIndex(view, IndexPrefix(unit, first), IndexPrefix(unit, last + 1), visit);
}

absl::Status Records::ScanPetitions(const View& view, uint32_t unit, Day day,
                                    const VisitKey& visit) {
  const std::string prefix = IndexPrefix(unit, day) + std::string(kPetitions, sizeof kPetitions);
  return ScanIndex(view, prefix, PrefixEnd(prefix), visit);
}

absl::Status Records::ScanObservations(const View& view, uint32_t unit, const VisitRecord& visit) {
  const std::string prefix = ObservationPrefix(unit);
  return ScanRecords(view, prefix, PrefixEnd(prefix), visit);
}

absl::Status Records::ScanAfter(const View& view, const std::string& after,
                                const VisitWhile& visit) {
  const std::string from = after.empty() ? after : after + '\0';
  return view.Scan(Family::kRecords, from, "",
                   [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                     ASSIGN_OR_RETURN(const node::v1::Record record, ParseRecord(value));
                     return visit(std::string(key), record);
                   });
}

absl::Status Records::ScanAll(const View& view, const VisitRecord& visit) {
  return ScanRecords(view, "", "", visit);
}

}  // namespace lienthong
