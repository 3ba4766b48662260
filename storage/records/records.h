// The current state of each dossier with the postings it made, and the index of
// which dossiers touch a (unit, day). Keys and packed postings: storage/DESIGN.md.
#pragma once

#include <functional>
#include <optional>
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
// DATA_LOSS when the bytes are no postings.
absl::StatusOr<std::vector<StoredPosting>> DecodePostings(std::string_view bytes);

class Records {
 public:
  // Bounds a dossier's code; the key of a record.
  static constexpr size_t kIdBytesMax = 64;

  // The record of a dossier; nothing when it is unknown.
  static absl::StatusOr<std::optional<node::v1::Record>> Read(const View& view,
                                                              const std::string& dossier);
  // The same for many, in their order.
  static absl::StatusOr<std::vector<std::optional<node::v1::Record>>> ReadMany(
      const View& view, const std::vector<std::string>& dossiers);
  // Puts `record` and moves its index entries from those of `old` postings to its
  // own.
  static absl::Status Write(const node::v1::Record& record, const std::vector<StoredPosting>& old,
                            Batch& batch);

  // Calls `visit` for every dossier with a posting of `unit` on `day`.
  static absl::Status ScanDay(const View& view, uint32_t unit, Day day,
                              const std::function<absl::Status(const std::string& dossier)>& visit);
  // Calls `visit` for every record, by dossier.
  static absl::Status ScanAll(const View& view,
                              const std::function<absl::Status(const node::v1::Record&)>& visit);
};

}  // namespace lienthong
