// Procedures, and which unit offers them how.
#include <algorithm>
#include <charconv>
#include <map>

#include "services/admission/row_reader.h"
#include "storage/base/calendar_date.h"

namespace lienthong::admission {
namespace {

const std::map<std::string, v1::OnlineLevel> kOnlineLevels = {{"full", v1::ONLINE_LEVEL_FULL},
                                                              {"partial", v1::ONLINE_LEVEL_PARTIAL},
                                                              {"other", v1::ONLINE_LEVEL_OTHER}};

// The longest names of the national list have some 1,500 bytes.
constexpr size_t kNameBytesMax = 2048;

constexpr int32_t kDaysMax = 1000;

int32_t ReadDays(const std::string& value, RowFields& fields) {
  if (value.empty()) return -1;
  int32_t days = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), days);
  if (error != std::errc() || end != value.data() + value.size() || days < 0 || days > kDaysMax) {
    fields.Fail("processing_days", "is no whole number of working days from 0 to 1000");
  }
  return days;
}

v1::OnlineLevel ReadOnline(const std::string& value, RowFields& fields) {
  const auto level = kOnlineLevels.find(value);
  if (level != kOnlineLevels.end()) return level->second;
  fields.Fail("online", "is none of full, partial, other");
  return v1::ONLINE_LEVEL_UNSPECIFIED;
}

// Default values are left out, so that equal rows have equal bytes.
v1::Offering ReadOffering(const v1::ProcedureRow& row, RowFields& fields) {
  v1::Offering offering;
  offering.set_online_payment(fields.Flag("online_payment", row.online_payment()));
  offering.set_population_data(fields.Flag("population_data", row.population_data()));
  offering.set_issued(fields.Date("issued", row.issued()));
  offering.set_publish_by(fields.Date("publish_by", row.publish_by()));
  offering.set_published(fields.Date("published", row.published()));
  offering.set_update_by(fields.Date("update_by", row.update_by()));
  offering.set_updated(fields.Date("updated", row.updated()));
  offering.set_complete(fields.Flag("complete", row.complete()));
  return offering;
}

// What describes the procedure itself, wherever it is offered.
v1::Procedure ReadDescription(const v1::ProcedureRow& row, uint32_t id, RowFields& fields) {
  v1::Procedure procedure;
  procedure.set_id(id);
  procedure.set_code(row.code());
  procedure.set_name(fields.Text("name", row.name(), kNameBytesMax));
  procedure.set_field(fields.OptionalText("field", row.field()));
  procedure.set_processing_days(ReadDays(row.processing_days(), fields));
  procedure.set_fee(fields.Flag("fee", row.fee()));
  procedure.set_online(ReadOnline(row.online(), fields));
  procedure.set_written_result(fields.Flag("written_result", row.written_result()));
  procedure.set_citizen(fields.Flag("citizen", row.citizen()));
  return procedure;
}

// The procedure as it is on the first day of the row, else as it is in the end.
const v1::Procedure* Described(const Registry& registry, uint32_t id, Day valid_from) {
  const v1::Procedure* const then = registry.ProcedureAt(id, std::max(valid_from, kFirstDay));
  return then != nullptr ? then : registry.ProcedureAt(id, kLastDay);
}

// A row of one unit must not change what all others see of the procedure.
void CheckSame(const v1::ProcedureRow& row, const v1::Procedure& known, RowFields& fields) {
  const auto differs = [&](const std::string& field, bool same) {
    if (same) return;
    fields.Fail(field, fmt::format("is another for procedure {} itself; leave it empty, or change "
                                   "it in a row without unit",
                                   known.code()));
  };
  differs("name", row.name().empty() || row.name() == known.name());
  differs("field", row.field().empty() || row.field() == known.field());
  differs("processing_days",
          row.processing_days().empty() ||
              ReadDays(row.processing_days(), fields) == known.processing_days());
  differs("fee", row.fee().empty() || fields.Flag("fee", row.fee()) == known.fee());
  differs("written_result",
          row.written_result().empty() ||
              fields.Flag("written_result", row.written_result()) == known.written_result());
  differs("citizen",
          row.citizen().empty() || fields.Flag("citizen", row.citizen()) == known.citizen());
}

void ReadAbolished(const v1::ProcedureRow& row, uint32_t id, RowFields& fields, Entries& entries) {
  const Day end = fields.Date("valid_from", row.valid_from(), true);
  const v1::Procedure* const before = fields.registry().ProcedureAt(id, end - 1);
  if (before == nullptr)
    return fields.Fail("withdrawn", "the procedure does not hold the day before");
  v1::Procedure& procedure = *entries.emplace_back().mutable_procedure();
  procedure = *before;
  procedure.set_valid_from(end);
  procedure.set_abolished(true);
}

void ReadWithdrawn(const v1::ProcedureRow& row, v1::Offer offer, RowFields& fields,
                   Entries& entries) {
  offer.set_valid_from(fields.Date("valid_from", row.valid_from(), true));
  const v1::Offer* const before =
      fields.registry().OfferAt(offer.unit(), offer.procedure(), offer.valid_from() - 1);
  if (before == nullptr || before->withdrawn())
    return fields.Fail("withdrawn", "the unit itself does not offer it the day before");
  v1::Offer& withdrawn = *entries.emplace_back().mutable_offer();
  withdrawn = *before;
  withdrawn.set_valid_from(offer.valid_from());
  withdrawn.set_withdrawn(true);
}

void ReadOffer(const v1::ProcedureRow& row, std::optional<uint32_t> known, bool withdrawn,
               RowFields& fields, Entries& entries) {
  const Registry& registry = fields.registry();
  v1::Offer offer;
  offer.set_unit(fields.UnitId("unit", row.unit()));
  offer.set_procedure(known.value_or(registry.next_procedure_id()));
  if (withdrawn) return ReadWithdrawn(row, std::move(offer), fields, entries);
  offer.set_valid_from(fields.Date("valid_from", row.valid_from()));
  if (!known.has_value())
    *entries.emplace_back().mutable_procedure() = ReadDescription(row, offer.procedure(), fields);
  if (known.has_value()) {
    const v1::Procedure* const described = Described(registry, *known, offer.valid_from());
    if (described == nullptr) return fields.Fail("code", "names a procedure that no longer exists");
    CheckSame(row, *described, fields);
  }
  offer.set_online(ReadOnline(row.online(), fields));
  *offer.mutable_offering() = ReadOffering(row, fields);
  *entries.emplace_back().mutable_offer() = std::move(offer);
}

}  // namespace

void ReadProcedure(const v1::ProcedureRow& row, RowFields& fields, Entries& entries) {
  const auto known = fields.registry().ProcedureByCode(fields.Text("code", row.code()));
  const bool withdrawn = fields.Flag("withdrawn", row.withdrawn());
  if (withdrawn && !known.has_value())
    return fields.Fail("code", "names no procedure known so far");
  if (!row.unit().empty()) return ReadOffer(row, known, withdrawn, fields, entries);
  if (withdrawn) return ReadAbolished(row, *known, fields, entries);
  v1::Procedure procedure =
      ReadDescription(row, known.value_or(fields.registry().next_procedure_id()), fields);
  const v1::Offering offering = ReadOffering(row, fields);
  if (offering.ByteSizeLong() > 0) *procedure.mutable_offering() = offering;
  procedure.set_valid_from(fields.Date("valid_from", row.valid_from()));
  *entries.emplace_back().mutable_procedure() = std::move(procedure);
}

}  // namespace lienthong::admission
