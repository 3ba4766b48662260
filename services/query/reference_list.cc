#include "services/query/reference_list.h"

#include <algorithm>
#include <set>

#include "storage/base/calendar_date.h"

namespace lienthong::query {
namespace {

using Rows = google::protobuf::RepeatedPtrField<v1::ReferenceRow>;

std::string DayText(Day day) { return day == 0 ? "" : FormatDate(day); }

// False is left empty: a cell that says nothing.
std::string FlagText(bool flag) { return flag ? "1" : ""; }

std::string WordOf(v1::UnitType type) {
  static const char* const kWords[] = {"",        "nation",     "province", "district",
                                       "commune", "department", "centre"};
  return v1::UnitType_IsValid(type) ? kWords[type] : "";
}

std::string WordOf(v1::OnlineLevel level) {
  static const char* const kWords[] = {"", "full", "partial", "other"};
  return v1::OnlineLevel_IsValid(level) ? kWords[level] : "";
}

std::string WordOf(v1::ReferenceKind kind) {
  static const char* const kWords[] = {"", "unit", "procedure", "status", "channel", "grant"};
  return v1::ReferenceKind_IsValid(kind) ? kWords[kind] : "";
}

std::string WordOf(v1::Measure measure) {
  static const char* const kWords[] = {"", "count", "percent", "points"};
  return v1::Measure_IsValid(measure) ? kWords[measure] : "";
}

// The codes of all units, by id; one that is gone has its last one.
std::map<uint32_t, std::string> UnitCodes(const Registry& registry) {
  std::map<uint32_t, std::string> codes;
  for (const v1::Unit* unit : registry.AllUnits()) codes[unit->id()] = unit->code();
  return codes;
}

void AddUnit(const v1::Unit& unit, const std::map<uint32_t, std::string>& codes, Rows& rows) {
  v1::UnitRow& row = *rows.Add()->mutable_unit();
  row.set_code(unit.code());
  row.set_name(unit.name());
  row.set_type(WordOf(unit.type()));
  if (const auto parent = codes.find(unit.parent()); parent != codes.end())
    row.set_parent(parent->second);
  row.set_valid_from(DayText(unit.valid_from()));
  row.set_abolished(FlagText(unit.abolished()));
}

// By day; what ends on a day stands behind what is placed elsewhere on it. A unit waits
// until the one above it has come, which takes as many rounds as the tree has levels.
void ListUnits(const Registry& registry, Rows& rows) {
  std::vector<const v1::Unit*> waiting = registry.AllUnits();
  const std::map<uint32_t, std::string> codes = UnitCodes(registry);
  std::stable_sort(waiting.begin(), waiting.end(), [](const v1::Unit* a, const v1::Unit* b) {
    return std::pair(a->valid_from(), a->abolished()) < std::pair(b->valid_from(), b->abolished());
  });
  std::set<uint32_t> listed = {0};
  for (size_t before = 0; before != waiting.size() && !waiting.empty();) {
    before = waiting.size();
    std::vector<const v1::Unit*> later;
    for (const v1::Unit* unit : waiting) {
      if (!listed.contains(unit->parent())) {
        later.push_back(unit);
        continue;
      }
      listed.insert(unit->id());
      AddUnit(*unit, codes, rows);
    }
    waiting = std::move(later);
  }
  for (const v1::Unit* unit : waiting) AddUnit(*unit, codes, rows);
}

void SetOffering(const v1::Offering& offering, v1::ProcedureRow& row) {
  row.set_online_payment(FlagText(offering.online_payment()));
  row.set_population_data(FlagText(offering.population_data()));
  row.set_issued(DayText(offering.issued()));
  row.set_publish_by(DayText(offering.publish_by()));
  row.set_published(DayText(offering.published()));
  row.set_update_by(DayText(offering.update_by()));
  row.set_updated(DayText(offering.updated()));
  row.set_complete(FlagText(offering.complete()));
}

void AddProcedure(const v1::Procedure& procedure, Rows& rows) {
  v1::ProcedureRow& row = *rows.Add()->mutable_procedure();
  row.set_code(procedure.code());
  row.set_name(procedure.name());
  row.set_field(procedure.field());
  if (procedure.processing_days() >= 0)
    row.set_processing_days(std::to_string(procedure.processing_days()));
  row.set_fee(FlagText(procedure.fee()));
  row.set_online(WordOf(procedure.online()));
  row.set_written_result(FlagText(procedure.written_result()));
  row.set_citizen(FlagText(procedure.citizen()));
  row.set_valid_from(DayText(procedure.valid_from()));
  row.set_withdrawn(FlagText(procedure.abolished()));
  SetOffering(procedure.offering(), row);
}

// Name and field stay empty: the row of the procedure itself has them.
void AddOffer(const v1::Offer& offer, const std::string& unit, const std::string& procedure,
              Rows& rows) {
  v1::ProcedureRow& row = *rows.Add()->mutable_procedure();
  row.set_code(procedure);
  row.set_unit(unit);
  row.set_online(WordOf(offer.online()));
  row.set_valid_from(DayText(offer.valid_from()));
  row.set_withdrawn(FlagText(offer.withdrawn()));
  SetOffering(offer.offering(), row);
}

void ListProcedures(const Registry& registry, Rows& rows) {
  std::map<uint32_t, std::string> codes;
  for (const v1::Procedure* procedure : registry.AllProcedures()) {
    codes[procedure->id()] = procedure->code();
    AddProcedure(*procedure, rows);
  }
  std::map<uint32_t, std::string> units = UnitCodes(registry);
  for (const v1::Offer* offer : registry.AllOffers())
    AddOffer(*offer, units[offer->unit()], codes[offer->procedure()], rows);
}

void ListGrants(const Registry& registry, Rows& rows) {
  std::map<uint32_t, std::string> units = UnitCodes(registry);
  for (const v1::Grant* grant : registry.AllGrants()) {
    for (int i = 0; i < std::max(grant->sources_size(), 1); ++i) {
      v1::GrantRow& row = *rows.Add()->mutable_grant();
      row.set_unit(units[grant->unit()]);
      row.set_node(grant->node());
      if (grant->sources_size() > 0) row.set_source(grant->sources(i));
      row.set_valid_from(DayText(grant->valid_from()));
      row.set_go_live(DayText(grant->go_live()));
      row.set_without_release(FlagText(grant->without_release()));
    }
  }
}

void ListMappings(const Registry& registry, const std::string& source, Rows& rows) {
  for (const v1::Mapping* mapping : registry.AllMappings()) {
    const bool asked = source.empty() || mapping->source().empty() || mapping->source() == source;
    if (!asked) continue;
    v1::MappingRow& row = *rows.Add()->mutable_mapping();
    row.set_source(mapping->source());
    row.set_kind(WordOf(mapping->kind()));
    row.set_value(mapping->value());
    row.set_target(mapping->target());
    row.set_valid_from(DayText(mapping->valid_from()));
  }
}

v1::CalendarRow& AddCalendarRow(Day day, const std::string& kind, const std::string& source,
                                Rows& rows) {
  v1::CalendarRow& row = *rows.Add()->mutable_calendar();
  row.set_date(DayText(day));
  row.set_kind(kind);
  row.set_source(source);
  return row;
}

// "07:30-11:30,13:00-17:00"
std::string HoursText(const v1::OfficeHours& hours) {
  std::string text;
  for (const auto& span : hours.spans()) {
    text += fmt::format("{}{:02}:{:02}-{:02}:{:02}", text.empty() ? "" : ",", span.start() / 3600,
                        span.start() / 60 % 60, span.end() / 3600, span.end() / 60 % 60);
  }
  return text;
}

void ListCalendarOf(const Registry& registry, uint32_t unit, const std::string& code, Rows& rows) {
  for (const auto& [day, hours] : registry.office_hours(unit)) {
    v1::CalendarRow& row = AddCalendarRow(day, "hours", hours.source(), rows);
    row.set_detail(HoursText(hours));
    row.set_unit(code);
  }
  for (const auto& [day, entry] : registry.calendar_days(unit)) {
    v1::CalendarRow& row =
        AddCalendarRow(day, entry.working() ? "working" : "holiday", entry.source(), rows);
    row.set_detail(entry.name());
    row.set_unit(code);
    row.set_swap(DayText(entry.swapped_with()));
    row.set_provisional(FlagText(entry.provisional()));
  }
}

void ListCalendar(const Registry& registry, Rows& rows) {
  std::map<uint32_t, std::string> units = UnitCodes(registry);
  ListCalendarOf(registry, 0, "", rows);
  for (const uint32_t unit : registry.UnitsWithCalendar())
    ListCalendarOf(registry, unit, units[unit], rows);
  if (const auto& limit = registry.supplement_limit())
    AddCalendarRow(limit->valid_from(), "supplement_limit", limit->source(), rows);
}

void ListObservations(const Registry& registry, Rows& rows) {
  std::map<uint32_t, std::string> units = UnitCodes(registry);
  for (const v1::Observation* observation : registry.AllObservations()) {
    v1::ObservationRow& row = *rows.Add()->mutable_observation();
    row.set_unit(units[observation->unit()]);
    row.set_definition(observation->definition());
    row.set_from(DayText(observation->first_day()));
    row.set_to(DayText(observation->last_day()));
    row.set_value(observation->value());
    row.set_measure(WordOf(observation->measure()));
    row.set_source(observation->source());
    row.set_as_of(FormatInstant(observation->as_of()));
    row.set_withdrawn(FlagText(observation->withdrawn()));
  }
}

}  // namespace

absl::Status ListRows(const Registry& registry, const v1::ListReferenceRequest& request,
                      Rows& rows) {
  switch (request.kind()) {
    case v1::ListReferenceRequest::KIND_UNIT:
      ListUnits(registry, rows);
      return absl::OkStatus();
    case v1::ListReferenceRequest::KIND_PROCEDURE:
      ListProcedures(registry, rows);
      return absl::OkStatus();
    case v1::ListReferenceRequest::KIND_GRANT:
      ListGrants(registry, rows);
      return absl::OkStatus();
    case v1::ListReferenceRequest::KIND_MAPPING:
      ListMappings(registry, request.source(), rows);
      return absl::OkStatus();
    case v1::ListReferenceRequest::KIND_CALENDAR:
      ListCalendar(registry, rows);
      return absl::OkStatus();
    case v1::ListReferenceRequest::KIND_OBSERVATION:
      ListObservations(registry, rows);
      return absl::OkStatus();
    default:
      return InvalidArgument("kind: is none of the kinds of reference data");
  }
}

}  // namespace lienthong::query
