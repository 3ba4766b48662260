#include "services/admission/petition_resolve.h"

#include "services/admission/rights.h"

namespace lienthong::admission {
namespace {

class PetitionResolver {
 public:
  PetitionResolver(const v1::PetitionRecord& record, const ResolveContext& context)
      : record_(record),
        context_(context),
        reporting_(record.reporting_unit().empty() ? context.reporting_unit
                                                   : record.reporting_unit()),
        day_(DayOf(context.arrival)) {}

  ResolvedPetition Run() {
    update_.record = &record_;
    update_.source = context_.source;
    if (reporting_.empty())
      return Refusal{"reporting_unit", "named neither by the petition nor by its batch"};
    update_.reporting_unit = Unit(reporting_);
    update_.unit = Unit(record_.unit());
    missing_.reporting_unit = update_.reporting_unit;
    ResolveProcedure();
    CheckRights();
    if (refusal_.has_value()) return *std::move(refusal_);
    if (!missing_.what.empty()) return std::move(missing_);
    return std::move(update_);
  }

 private:
  void Miss(v1::ReferenceKind kind, const std::string& value) {
    v1::MissingReference missing;
    missing.set_kind(kind);
    missing.set_source(context_.source);
    missing.set_value(value);
    missing_.what.push_back(std::move(missing));
  }

  uint32_t Unit(const std::string& word) {
    if (word.empty()) return 0;
    const auto unit = ResolveUnit(context_.registry, context_.source, word, day_);
    if (!unit.has_value()) Miss(v1::REFERENCE_KIND_UNIT, word);
    return unit.value_or(0);
  }

  void ResolveProcedure() {
    if (record_.procedure().empty()) return;
    const auto procedure =
        admission::ResolveProcedure(context_.registry, context_.source, record_.procedure(), day_);
    if (!procedure.has_value()) return Miss(v1::REFERENCE_KIND_PROCEDURE, record_.procedure());
    update_.procedure = *procedure;
  }

  void CheckRights() {
    const uint32_t reporting = update_.reporting_unit;
    if (reporting == 0) return;
    if (context_.awaited.contains(reporting) || context_.awaited.contains(update_.unit))
      return Miss(v1::REFERENCE_KIND_HANDOVER, reporting_);
    const v1::Grant* const grant = context_.registry.CurrentGrant(reporting);
    if (grant == nullptr) return Miss(v1::REFERENCE_KIND_GRANT, reporting_);
    if (grant->node() != context_.node) {
      refusal_ = Refusal{
          "reporting_unit",
          "this node may not write for that unit; send it to the node that holds its grant"};
    } else if (update_.unit != 0 &&
               !MayWriteAbout(context_.registry, context_.node, update_.unit, day_)) {
      refusal_ = Refusal{"unit", "this node holds no grant of that unit, nor of one above it"};
    }
  }

  const v1::PetitionRecord& record_;
  const ResolveContext& context_;
  const std::string& reporting_;
  const Day day_;
  PetitionUpdate update_;
  Missing missing_;
  std::optional<Refusal> refusal_;
};

}  // namespace

ResolvedPetition Resolve(const v1::PetitionRecord& record, const ResolveContext& context) {
  return PetitionResolver(record, context).Run();
}

}  // namespace lienthong::admission
