// Reference data: the log as its author wrote it, and what it says, for look-up.
//
// A Registry is a value that never changes once built; the writer builds the next
// one and swaps, readers keep theirs. Names are compared in a normal form that is
// handed in, because the storage knows nothing of writing.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lienthong/v1/reference.pb.h"
#include "storage/base/clock.h"
#include "storage/base/hash.h"
#include "storage/engine/engine.h"

namespace lienthong {

class Registry {
 public:
  using Normalizer = std::function<std::string(std::string_view)>;

  explicit Registry(Normalizer normalize) : normalize_(std::move(normalize)) {}

  // Takes the next entry of the log.
  void Add(const v1::ReferenceEntry& entry);

  // The unit as it is on `day`; null when it is unknown, not yet or no longer there.
  const v1::Unit* UnitAt(uint32_t id, Day day) const;
  // True when the id was ever given.
  bool KnowsUnit(uint32_t id) const { return units_.contains(id); }
  // The unit that ever had this code, whatever the day; compared whole.
  std::optional<uint32_t> UnitByCode(const std::string& code) const;
  // Units whose name on `day`, in normal form, is that of `name`.
  std::vector<uint32_t> UnitsByName(std::string_view name, Day day) const;
  // `root` and everything below it on `day`; depth first, siblings by code.
  std::vector<uint32_t> Subtree(uint32_t root, Day day) const;
  std::vector<uint32_t> Children(uint32_t parent, Day day) const;
  // Units without a parent on `day`.
  std::vector<uint32_t> Roots(Day day) const { return Children(0, day); }

  const v1::Procedure* ProcedureAt(uint32_t id, Day day) const;
  bool KnowsProcedure(uint32_t id) const { return procedures_.contains(id); }
  std::optional<uint32_t> ProcedureByCode(const std::string& code) const;

  // The grant of a unit that begins on exactly this day; null: none.
  const v1::Grant* GrantFrom(uint32_t unit, Day valid_from) const;
  // The grant in force for a unit now, that is the last one; null: none.
  const v1::Grant* CurrentGrant(uint32_t unit) const;
  // The nodes that hold a grant now.
  std::set<std::string> CurrentWriters() const;
  // True when `node` holds or ever held the grant of `unit`.
  bool EverGranted(uint32_t unit, const std::string& node) const;

  // What `value` means to `source`; a mapping of the source wins over one for any
  // source, the word as written wins over another of the same normal form.
  std::optional<std::string> Map(const std::string& source, v1::ReferenceKind kind,
                                 std::string_view value, Day day) const;

  const std::map<Day, v1::CalendarDay>& calendar_days() const { return calendar_days_; }
  const std::map<Day, v1::OfficeHours>& office_hours() const { return office_hours_; }
  const std::optional<v1::SupplementLimit>& supplement_limit() const { return supplement_limit_; }
  uint32_t next_unit_id() const { return units_.empty() ? 1 : units_.rbegin()->first + 1; }
  uint32_t next_procedure_id() const {
    return procedures_.empty() ? 1 : procedures_.rbegin()->first + 1;
  }
  // True when an entry of the log says exactly this already and still holds.
  bool Holds(const v1::ReferenceEntry& entry) const;

 private:
  // Key of a word in its normal form.
  std::string NormalWord(std::string_view value) const;

  using MappingKey = std::tuple<std::string, int, std::string>;

  Normalizer normalize_;
  std::map<uint32_t, std::map<Day, v1::Unit>> units_;
  std::map<std::string, uint32_t> unit_codes_;
  std::map<std::string, std::set<uint32_t>> unit_names_;
  std::map<uint32_t, std::set<uint32_t>> children_;  // over all days; filtered by UnitAt
  std::map<uint32_t, std::map<Day, v1::Procedure>> procedures_;
  std::map<std::string, uint32_t> procedure_codes_;
  std::map<uint32_t, std::map<Day, v1::Grant>> grants_;
  std::map<MappingKey, std::map<Day, v1::Mapping>> mappings_;
  std::map<Day, v1::CalendarDay> calendar_days_;
  std::map<Day, v1::OfficeHours> office_hours_;
  std::optional<v1::SupplementLimit> supplement_limit_;
};

// The log on disk. One writer; readers take `registry()`.
class ReferenceLog {
 public:
  // Reads the whole log.
  static absl::StatusOr<std::unique_ptr<ReferenceLog>> Open(Engine& engine,
                                                            Registry::Normalizer normalize);

  const v1::ReferencePosition& position() const { return position_; }
  std::shared_ptr<const Registry> registry() const { return registry_; }

  // What one commit adds; see Adopt.
  struct Draft {
    v1::ReferencePosition position;
    std::vector<std::string> entries;
    std::shared_ptr<Registry> registry;
  };
  // A draft that starts from the present state.
  Draft Begin() const;
  // Numbers and chains serialized `entry`; INVALID_ARGUMENT when it does not parse.
  static absl::Status Append(Draft& draft, std::string entry);
  static void WriteTo(const Draft& draft, Batch& batch);
  void Adopt(Draft&& draft);

  // Up to `bytes_max` bytes of entries after `sequence`, in order; empty when there
  // are none.
  static absl::StatusOr<v1::ReferenceRun> ReadAfter(const View& view, uint64_t sequence,
                                                    size_t bytes_max);
  // hash(sequence) of the log of `author`; NOT_FOUND when it is not held.
  static absl::StatusOr<Hash> HashAt(const View& view, const v1::Origin& author, uint64_t sequence);

 private:
  v1::ReferencePosition position_;
  std::shared_ptr<const Registry> registry_;
};

// A position at the start of `author`'s log.
v1::ReferencePosition FirstReferencePosition(const v1::Origin& author);

}  // namespace lienthong
