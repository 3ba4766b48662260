// The current state of each dossier, petition and observation with the postings it made,
// and the index of which records touch a (unit, day). Keys and packed postings:
// storage/DESIGN.md.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lienthong/node/v1/store.pb.h"
#include "storage/base/clock.h"
#include "storage/engine/engine.h"

namespace lienthong {

// A posting as it is kept: what was posted where and when.
struct StoredPosting {
  Instant instant = 0;
  uint32_t unit = 0;
  uint32_t line = 0;

  bool operator==(const StoredPosting&) const = default;
};

std::string EncodePostings(const std::vector<StoredPosting>& postings);
void AppendPostings(std::span<const StoredPosting> postings, std::string& bytes);
// DATA_LOSS when the bytes are no postings, those with an instant beyond 64 bits included.
absl::StatusOr<std::vector<StoredPosting>> DecodePostings(std::string_view bytes);

// Keys of records. That of a dossier is its code.
std::string PetitionKey(const std::string& petition);
// Unit, definition, period and source; the definition holds no zero byte.
std::string ObservationKey(const v1::Observation& observation);
std::string KeyOf(const node::v1::Record& record);
// Of the record that a parked update is about.
std::string KeyOf(const v1::Parked& parked);

class Records {
 public:
  // Bounds the code of a dossier and of a petition; the key of a record.
  static constexpr size_t kIdBytesMax = 64;

  // True when `id` may be the code of a dossier or a petition: 1 to 64 bytes, the first of
  // them not zero, so that it cannot be taken for the key of another kind.
  static bool IsId(std::string_view id);

  // The record of a key; nothing when there is none.
  static absl::StatusOr<std::optional<node::v1::Record>> Read(const View& view,
                                                              const std::string& key);
  // The same for many, in their order.
  static absl::StatusOr<std::vector<std::optional<node::v1::Record>>> ReadMany(
      const View& view, const std::vector<std::string>& keys);
  // Puts `record` and moves its index entries from those of `old` postings to its
  // own.
  static absl::Status Write(const node::v1::Record& record, const std::vector<StoredPosting>& old,
                            Batch& batch);

  using VisitKey = std::function<absl::Status(const std::string& key)>;
  using VisitRecord = std::function<absl::Status(const node::v1::Record& record)>;

  // Calls `visit` for every record with a posting of `unit` on `day`, by key: petitions
  // before dossiers.
  static absl::Status ScanDay(const View& view, uint32_t unit, Day day, const VisitKey& visit);
  // The same for the days [first, last]; a record comes once for each of its days.
  static absl::Status ScanDays(const View& view, uint32_t unit, Day first, Day last,
                               const VisitKey& visit);
  // The petitions of ScanDay alone.
  static absl::Status ScanPetitions(const View& view, uint32_t unit, Day day,
                                    const VisitKey& visit);
  // Calls `visit` for every observation about `unit`, by definition, period and source.
  static absl::Status ScanObservations(const View& view, uint32_t unit, const VisitRecord& visit);
  // Calls `visit` for every record whose key is greater than `after`, by key, as long as
  // it returns true.
  using VisitWhile =
      std::function<absl::StatusOr<bool>(const std::string& key, const node::v1::Record&)>;
  static absl::Status ScanAfter(const View& view, const std::string& after,
                                const VisitWhile& visit);
  // Calls `visit` for every record of whatever kind, by key.
  static absl::Status ScanAll(const View& view, const VisitRecord& visit);
};

}  // namespace lienthong
