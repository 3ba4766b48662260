#include "services/admission/resolve.h"

#include <algorithm>

#include "services/admission/why_missing.h"

namespace lienthong::admission {
namespace {

bool IsNumber(const std::string& word) {
  return !word.empty() &&
         std::all_of(word.begin(), word.end(), [](unsigned char c) { return std::isdigit(c); });
}

// `word` as a number of at most two digits, else 0.
int SmallNumber(const std::string& word) {
  return IsNumber(word) && word.size() <= 2 ? std::stoi(word) : 0;
}

class Resolver {
 public:
  Resolver(const v1::SourceRecord& record, const ResolveContext& context)
      : record_(record), context_(context), day_(DayOf(context.arrival)) {}

  Resolved Run() {
    update_.record = &record_;
    update_.source = context_.source;
    update_.arrival = context_.arrival;
    ResolveUnits();
    ResolveProcedure();
    ResolveStatus();
    ResolveChannel();
    if (!refusal_.has_value()) CheckGrants();
    if (refusal_.has_value()) return *std::move(refusal_);
    if (!missing_.what.empty()) return std::move(missing_);
    return std::move(update_);
  }

 private:
  void Miss(v1::ReferenceKind kind, const std::string& value, const std::string& detail = "") {
    v1::MissingReference missing;
    missing.set_kind(kind);
    missing.set_source(context_.source);
    missing.set_value(value);
    missing.set_detail(detail);
    missing_.what.push_back(std::move(missing));
  }

  uint32_t Unit(const std::string& word) {
    if (word.empty()) return 0;
    const std::optional<uint32_t> unit =
        ResolveUnit(context_.registry, context_.source, word, day_);
    if (!unit.has_value())
      Miss(v1::REFERENCE_KIND_UNIT, word, WhyNoUnit(context_.registry, word, day_));
    return unit.value_or(0);
  }

  void ResolveUnits() {
    update_.receiving_unit = Unit(record_.receiving_unit());
    update_.handling_unit = Unit(record_.handling_unit());
    const std::string& reporting =
        !record_.reporting_unit().empty() ? record_.reporting_unit() : context_.reporting_unit;
    update_.reporting_unit = !reporting.empty()           ? Unit(reporting)
                             : update_.handling_unit != 0 ? update_.handling_unit
                                                          : update_.receiving_unit;
    missing_.reporting_unit = update_.reporting_unit;
    const bool none_named =
        reporting.empty() && record_.handling_unit().empty() && record_.receiving_unit().empty();
    if (none_named)
      refusal_ = Refusal{"DonViXuLy", "no unit is named, neither by the record nor by its batch"};
  }

  // A procedure that ended stays that of the dossiers that were received under it.
  void ResolveProcedure() {
    const std::string& word = record_.procedure();
    if (word.empty()) return;
    const Registry& registry = context_.registry;
    const std::optional<uint32_t> id =
        admission::ResolveProcedure(registry, context_.source, word, day_);
    const v1::Procedure* procedure = id.has_value() ? registry.ProcedureAt(*id, day_) : nullptr;
    if (procedure == nullptr && id.has_value()) procedure = registry.ProcedureAt(*id, OwnDay());
    if (procedure == nullptr)
      return Miss(v1::REFERENCE_KIND_PROCEDURE, word, WhyNoProcedure(registry, id, word, day_));
    update_.procedure = *id;
    update_.processing_days = procedure->processing_days();
    update_.fee = procedure->fee();
    update_.written_result = procedure->written_result();
  }

  // The day on which the dossier was received, as far as the record says.
  Day OwnDay() const {
    const Instant received = record_.accepted() != 0 ? record_.accepted() : record_.submitted();
    return received != 0 ? DayOf(received) : day_;
  }

  // The national list is closed: another number is a mistake of the sender, while
  // another word waits to be mapped.
  void ResolveStatus() {
    if (record_.tombstone()) return;
    const auto mapped =
        context_.registry.Map(context_.source, v1::REFERENCE_KIND_STATUS, record_.status(), day_);
    const std::string& word = mapped.has_value() ? *mapped : record_.status();
    const int code = SmallNumber(word);
    if (code >= v1::STATUS_REGISTERED && code <= v1::STATUS_RETURNED) {
      update_.status = static_cast<v1::Status>(code);
    } else if (IsNumber(record_.status())) {
      refusal_ = Refusal{"TrangThaiHoSo",
                         "not a national status (1 to 10), and not mapped for this source"};
    } else {
      Miss(v1::REFERENCE_KIND_STATUS, record_.status());
    }
  }

  void ResolveChannel() {
    if (record_.channel().empty()) {
      update_.channel = v1::CHANNEL_IN_PERSON;
      return;
    }
    const auto mapped =
        context_.registry.Map(context_.source, v1::REFERENCE_KIND_CHANNEL, record_.channel(), day_);
    const int code = SmallNumber(mapped.has_value() ? *mapped : record_.channel());
    if (code >= v1::CHANNEL_IN_PERSON && code <= v1::CHANNEL_POST) {
      update_.channel = static_cast<v1::Channel>(code);
    } else if (IsNumber(record_.channel())) {
      refusal_ = Refusal{"KenhThucHien",
                         "not a national channel (1 to 3), and not mapped for this source"};
    } else {
      Miss(v1::REFERENCE_KIND_CHANNEL, record_.channel());
    }
  }

  // The node must hold the grant of the reporting unit, and of the unit that
  // received the dossier or handles it: nobody writes into another's figures.
  void CheckGrants() {
    if (AwaitsHandover()) return;
    if (update_.reporting_unit == 0 || !CheckGrant(update_.reporting_unit, "madonvi")) return;
    const uint32_t receiving =
        update_.receiving_unit != 0 ? update_.receiving_unit : update_.reporting_unit;
    const uint32_t handling = update_.handling_unit != 0 ? update_.handling_unit : receiving;
    if (Holds(receiving)) return;
    if (!CheckGrant(handling, "DonViXuLy")) return;
    update_.ownership_term = 2;
  }

  // Whether the states of one of the units are still with the node that held it before.
  bool AwaitsHandover() {
    for (const uint32_t unit :
         {update_.reporting_unit, update_.receiving_unit, update_.handling_unit}) {
      if (!context_.awaited.contains(unit)) continue;
      const v1::Unit* const known = context_.registry.UnitAt(unit, day_);
      Miss(v1::REFERENCE_KIND_HANDOVER, known == nullptr ? std::to_string(unit) : known->code());
      return true;
    }
    return false;
  }

  bool Holds(uint32_t unit) const {
    const v1::Grant* const grant = context_.registry.CurrentGrant(unit);
    return grant != nullptr && grant->node() == context_.node;
  }

  bool CheckGrant(uint32_t unit, const char* field) {
    const v1::Grant* const grant = context_.registry.CurrentGrant(unit);
    if (grant != nullptr && grant->node() == context_.node) return true;
    if (grant != nullptr) {
      refusal_ = Refusal{
          field, "this node may not write for that unit; send it to the node that holds its grant"};
    } else {
      const v1::Unit* const known = context_.registry.UnitAt(unit, day_);
      Miss(v1::REFERENCE_KIND_GRANT, known == nullptr ? std::to_string(unit) : known->code());
    }
    return false;
  }

  const v1::SourceRecord& record_;
  const ResolveContext& context_;
  const Day day_;
  Update update_;
  Missing missing_;
  std::optional<Refusal> refusal_;
};

}  // namespace

std::optional<uint32_t> ResolveUnit(const Registry& registry, const std::string& source,
                                    const std::string& word, Day day) {
  if (const auto unit = registry.UnitByCode(word)) return unit;
  if (const auto mapped = registry.Map(source, v1::REFERENCE_KIND_UNIT, word, day))
    return registry.UnitByCode(*mapped);
  const std::vector<uint32_t> named = registry.UnitsByName(word, day);
  return named.size() == 1 ? std::optional(named.front()) : std::nullopt;
}

std::optional<uint32_t> ResolveProcedure(const Registry& registry, const std::string& source,
                                         const std::string& word, Day day) {
  if (const auto procedure = registry.ProcedureByCode(word)) return procedure;
  if (const auto mapped = registry.Map(source, v1::REFERENCE_KIND_PROCEDURE, word, day))
    return registry.ProcedureByCode(*mapped);
  const std::vector<uint32_t> named = registry.ProceduresByName(word, day);
  return named.size() == 1 ? std::optional(named.front()) : std::nullopt;
}

Resolved Resolve(const v1::SourceRecord& record, const ResolveContext& context) {
  return Resolver(record, context).Run();
}

}  // namespace lienthong::admission
