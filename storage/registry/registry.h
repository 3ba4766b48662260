// Reference data: the log as its author wrote it, and what it says, for look-up.
//
// A Registry is a value that never changes once built; the writer builds the next
// one and swaps, readers keep theirs. Names are compared in a normal form that is
// handed in, because the storage knows nothing of writing.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lienthong/v1/reference.pb.h"
#include "storage/base/clock.h"
#include "storage/base/hash.h"
#include "storage/base/signing.h"
#include "storage/engine/engine.h"
#include "storage/registry/shared_table.h"

namespace lienthong {

// A procedure as a unit offers it. The pointers live as long as their registry.
struct CatalogueRow {
  const v1::Procedure* procedure;
  // Null: as the procedure itself says.
  const v1::Offer* offer;

  v1::OnlineLevel online() const {
    const bool says = offer != nullptr && offer->online() != v1::ONLINE_LEVEL_UNSPECIFIED;
    return says ? offer->online() : procedure->online();
  }
  const v1::Offering& offering() const {
    return offer != nullptr ? offer->offering() : procedure->offering();
  }
};

// Days on which something holds: from `first` up to, not including, `end`.
struct Span {
  uint32_t id;
  Day first;
  Day end;
};
// The `end` of what holds until further notice.
inline constexpr Day kNoEnd = std::numeric_limits<Day>::max();

// The first day of live service under a grant.
inline Day GoLiveOf(const v1::Grant& grant) {
  return grant.go_live() != 0 ? grant.go_live() : grant.valid_from();
}

// Pointers that it returns live as long as the registry itself. Copies share what they
// have in common (shared_table.h).
class Registry {
 public:
  using Normalizer = std::function<std::string(std::string_view)>;

  explicit Registry(Normalizer normalize) : normalize_(std::move(normalize)) {}

  // Takes the next entry of the log.
  void Add(const v1::ReferenceEntry& entry);

  // The unit as it is on `day`; null when it is unknown, not yet or no longer there.
  const v1::Unit* UnitAt(uint32_t id, Day day) const;
  // True when the id was ever given.
  bool KnowsUnit(uint32_t id) const { return units_->contains(id); }
  // The unit that ever had this code, whatever the day; compared whole.
  std::optional<uint32_t> UnitByCode(const std::string& code) const;
  // Units whose name on `day`, in normal form, is that of `name`.
  std::vector<uint32_t> UnitsByName(std::string_view name, Day day) const;
  // When a unit of that name existed, whatever the day.
  std::vector<Span> UnitNameSpans(std::string_view name) const;
  // `root` and everything below it on `day`; depth first, siblings by code.
  std::vector<uint32_t> Subtree(uint32_t root, Day day) const;
  std::vector<uint32_t> Children(uint32_t parent, Day day) const;
  // `unit`, then the units above it on `day`, the nearest first.
  std::vector<uint32_t> WithUnitsAbove(uint32_t unit, Day day) const;
  // Units without a parent on `day`.
  std::vector<uint32_t> Roots(Day day) const { return Children(0, day); }

  // The procedure as it is on `day`; null when it is unknown, not yet or no longer there.
  const v1::Procedure* ProcedureAt(uint32_t id, Day day) const;
  bool KnowsProcedure(uint32_t id) const { return procedures_->contains(id); }
  // The procedure that has this code, whatever the day.
  std::optional<uint32_t> ProcedureByCode(const std::string& code) const;
  // Procedures whose name on `day`, in normal form, is that of `name`.
  std::vector<uint32_t> ProceduresByName(std::string_view name, Day day) const;
  // When a procedure exists, and when one of that name did.
  std::vector<Span> ProcedureSpans(uint32_t id) const;
  std::vector<Span> ProcedureNameSpans(std::string_view name) const;
  // Other procedures that on some day, not necessarily the same one, bear one of its names.
  std::set<uint32_t> ProceduresOfSameName(uint32_t id) const;

  // The catalogue of a unit on `day` by code, by the rule that reference.proto gives at
  // Offer. A unit that is not there on the day has none.
  std::vector<CatalogueRow> Catalogue(uint32_t unit, Day day) const;
  // What the unit itself says of the procedure on `day`, also that it withdrew it; null:
  // nothing.
  const v1::Offer* OfferAt(uint32_t unit, uint32_t procedure, Day day) const;
  // The units that themselves offer the procedure on `day`.
  std::set<uint32_t> UnitsOffering(uint32_t procedure, Day day) const;
  // First days of every version of a procedure and of its offers.
  std::set<Day> ChangesOfProcedure(uint32_t procedure) const;

  // The rulebook of that id; null: none.
  const v1::Rulebook* RulebookById(const std::string& id) const;
  // The one that holds on `day`; null: none.
  const v1::Rulebook* RulebookAt(Day day) const;
  // All of them by first day, with the days on which they hold.
  struct DatedRulebook {
    v1::Rulebook rulebook;
    Day first;
    Day last;
  };
  std::vector<const DatedRulebook*> Rulebooks() const;

  // The figure from above about `unit` over exactly these days, of whatever source the one
  // that stood there last; null: none, or taken back.
  const v1::Observation* ObservationOf(uint32_t unit, const std::string& definition, Day first_day,
                                       Day last_day) const;
  // All figures from above about `unit` over exactly these days that were not taken back,
  // by definition and source.
  std::vector<const v1::Observation*> Observations(uint32_t unit, Day first_day,
                                                   Day last_day) const;

  // The grant of a unit that begins on exactly this day; null: none.
  const v1::Grant* GrantFrom(uint32_t unit, Day valid_from) const;
  // The grant in force on `day`; null: none.
  const v1::Grant* GrantAt(uint32_t unit, Day day) const;
  // The first grant of a unit; null: none.
  const v1::Grant* FirstGrant(uint32_t unit) const;
  // The grant of the greatest term, whatever its first day: who may write now; null: none.
  const v1::Grant* CurrentGrant(uint32_t unit) const;
  // Every grant that a unit ever had, by term; null: none.
  const std::map<uint32_t, v1::Grant>* GrantsByTerm(uint32_t unit) const;
  // Units that ever had a grant.
  std::vector<uint32_t> UnitsGranted() const;
  // Units of which `node` holds or ever held a grant.
  std::set<uint32_t> UnitsEverGranted(const std::string& node) const;
  // The nodes that hold a grant now.
  std::set<std::string> CurrentWriters() const;
  // True when `node` holds or ever held the grant of `unit`.
  bool EverGranted(uint32_t unit, const std::string& node) const;
  // The units that ever stood directly above `unit`.
  std::set<uint32_t> EverAbove(uint32_t unit) const;

  // What `value` means to `source`; a mapping of the source wins over one for any
  // source, the word as written wins over another of the same normal form.
  std::optional<std::string> Map(const std::string& source, v1::ReferenceKind kind,
                                 std::string_view value, Day day) const;
  // The mapping of this source from exactly this day on of a word of the same normal form;
  // null: none.
  const v1::Mapping* MappingFrom(const std::string& source, v1::ReferenceKind kind,
                                 std::string_view value, Day valid_from) const;

  // Everything, by key: every version of every row.
  std::vector<const v1::Unit*> AllUnits() const;
  std::vector<const v1::Procedure*> AllProcedures() const;
  std::vector<const v1::Offer*> AllOffers() const;
  std::vector<const v1::Grant*> AllGrants() const;
  std::vector<const v1::Mapping*> AllMappings() const;
  std::vector<const v1::Observation*> AllObservations() const;

  // Days and hours of the whole nation (`unit` 0), or those that a unit has of its own.
  const std::map<Day, v1::CalendarDay>& calendar_days(uint32_t unit = 0) const;
  const std::map<Day, v1::OfficeHours>& office_hours(uint32_t unit = 0) const;
  // Units that have days or hours of their own.
  std::set<uint32_t> UnitsWithCalendar() const;
  // Years with working days that are not decided from `first` to `last`: those in which the
  // nation has no decided day (reference.proto, CalendarDay), or in the span an expected one.
  std::vector<int> ProvisionalYears(Day first, Day last) const;
  // First days of every version of a unit and of the units that ever stood above it.
  std::set<Day> ChangesAbove(uint32_t unit) const;
  const std::optional<v1::SupplementLimit>& supplement_limit() const { return supplement_limit_; }
  uint32_t next_unit_id() const { return units_->empty() ? 1 : units_->rbegin()->first + 1; }
  uint32_t next_procedure_id() const {
    return procedures_->empty() ? 1 : procedures_->rbegin()->first + 1;
  }
  // True when an entry of the log says exactly this already and still holds, or has been
  // overtaken by a later figure.
  bool Holds(const v1::ReferenceEntry& entry) const;
  // The form in which names are compared.
  std::string Normalize(std::string_view name) const { return normalize_(name); }

 private:
  template <typename Key, typename T>
  using Versions = SharedTable<std::map<Key, std::map<Day, T>>>;
  // Source, kind, word: as written, and again in its normal form.
  using MappingKey = std::tuple<std::string, int, std::string>;
  // Definition, first day, last day, source.
  using ObservationKey = std::tuple<std::string, Day, Day, std::string>;

  void AddUnit(const v1::Unit& unit);
  void AddProcedure(const v1::Procedure& procedure);
  void AddMapping(const v1::Mapping& mapping);
  void AddOffer(const v1::Offer& offer);
  void AddRulebook(const v1::Rulebook& rulebook);
  void AddObservation(const v1::Observation& observation);
  const v1::Observation* FindObservation(const v1::Observation& observation) const;
  bool HoldsRulebook(const v1::Rulebook& rulebook) const;
  bool HoldsOffer(const v1::Offer& offer) const;
  using CatalogueRows = std::map<uint32_t, CatalogueRow>;  // by procedure
  // True when the unit says anything of its catalogue by `day`.
  bool HasOffers(uint32_t unit, Day day) const;
  void AddOffered(uint32_t unit, Day day, bool further_online, CatalogueRows& rows) const;
  void AddAll(Day day, CatalogueRows& rows) const;
  // Key of a word in its normal form.
  std::string NormalWord(std::string_view value) const;

  Normalizer normalize_;
  Versions<uint32_t, v1::Unit> units_;
  SharedTable<std::map<std::string, uint32_t>> unit_codes_;
  SharedTable<std::map<std::string, std::set<uint32_t>>> unit_names_;
  SharedTable<std::map<uint32_t, std::set<uint32_t>>> children_;  // any day; see UnitAt
  Versions<uint32_t, v1::Procedure> procedures_;
  SharedTable<std::map<std::string, uint32_t>> procedure_codes_;
  SharedTable<std::map<std::string, std::set<uint32_t>>> procedure_names_;
  SharedTable<std::map<uint32_t, std::map<uint32_t, std::map<Day, v1::Offer>>>>
      offers_;                                                          // by unit and procedure
  SharedTable<std::map<uint32_t, std::set<uint32_t>>> offering_units_;  // by procedure, any day
  SharedTable<std::map<std::string, DatedRulebook>> rulebooks_;
  SharedTable<std::map<uint32_t, std::map<ObservationKey, v1::Observation>>> observations_;
  Versions<uint32_t, v1::Grant> grants_;
  SharedTable<std::map<uint32_t, std::map<uint32_t, v1::Grant>>> terms_;  // by unit and term
  SharedTable<std::map<std::string, std::set<uint32_t>>> granted_;        // units by node
  Versions<MappingKey, v1::Mapping> mappings_;
  Versions<uint32_t, v1::CalendarDay> calendar_days_;  // by unit
  Versions<uint32_t, v1::OfficeHours> office_hours_;   // by unit
  std::optional<v1::SupplementLimit> supplement_limit_;
};

// The log on disk. One writer; readers take `registry()`.
//
// Its author signs it: signature(n) is over hash(n), so one signature holds everything up
// to n. The author keeps one for every entry, the others those that came with the runs.
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
    // The hash after each of `entries`.
    std::vector<Hash> hashes = {};
    // By sequence.
    std::map<uint64_t, std::string> signatures = {};
  };
  // A draft that starts from the present state.
  Draft Begin() const;
  // Numbers and chains serialized `entry`; INVALID_ARGUMENT when it does not parse.
  static absl::Status Append(Draft& draft, std::string entry);
  // Signs what the draft adds as its author.
  static void Sign(Draft& draft, const SigningKey& key);
  // Keeps the author's signature of the last entry, as it came.
  static void KeepSignature(Draft& draft, std::string signature);
  static void WriteTo(const Draft& draft, Batch& batch);
  void Adopt(Draft&& draft);

  // For the author, when the log is opened: signs the entries of an earlier version that
  // nobody signed. FAILED_PRECONDITION: another author's log, or another key's.
  absl::Status SignUnsigned(Engine& engine, const v1::Origin& author, const SigningKey& key);
  // Whether `author` may go on with this log with that key; the error says why not.
  static absl::Status CheckAuthor(const v1::ReferencePosition& position, const v1::Origin& author,
                                  const SigningKey& key);

  // Up to `bytes_max` bytes of entries after `sequence`, in order, that end with a signed
  // one; more where the next signed one lies further off, up to kReferenceRunBytesMax.
  // Empty when there are none.
  static absl::StatusOr<v1::ReferenceRun> ReadAfter(const View& view, uint64_t sequence,
                                                    size_t bytes_max);
  // hash(sequence) of the log of `author`; NOT_FOUND when it is not held.
  static absl::StatusOr<Hash> HashAt(const View& view, const v1::Origin& author, uint64_t sequence);
  // The same from `hash`, that of `from` <= `sequence`, on.
  static absl::StatusOr<Hash> HashFrom(const View& view, uint64_t from, Hash hash,
                                       uint64_t sequence);

 private:
  v1::ReferencePosition position_;
  std::shared_ptr<const Registry> registry_;
};

// A position at the start of `author`'s log.
v1::ReferencePosition FirstReferencePosition(const v1::Origin& author);

// Entries of one run, so that it fits into a message of 4 MiB with what stands around it.
inline constexpr size_t kReferenceRunBytesMax = 3 << 20;

// OK when `run` is what the author of `key` signed; else FAILED_PRECONDITION and why not.
absl::Status CheckSignature(const v1::ReferenceRun& run, const std::string& key);

}  // namespace lienthong
