// What words and days mean.
#include <charconv>
#include <map>

#include "services/accounting/calendar.h"
#include "services/admission/row_reader.h"
#include "storage/base/calendar_date.h"

namespace lienthong::admission {
namespace {

const std::map<std::string, v1::ReferenceKind> kKinds = {
    {"unit", v1::REFERENCE_KIND_UNIT},
    {"procedure", v1::REFERENCE_KIND_PROCEDURE},
    {"status", v1::REFERENCE_KIND_STATUS},
    {"channel", v1::REFERENCE_KIND_CHANNEL}};

bool IsCode(const std::string& target, int last) {
  int code = 0;
  const auto [end, error] = std::from_chars(target.data(), target.data() + target.size(), code);
  return error == std::errc() && end == target.data() + target.size() && code >= 1 && code <= last;
}

void CheckTarget(const v1::Mapping& mapping, RowFields& fields) {
  switch (mapping.kind()) {
    case v1::REFERENCE_KIND_UNIT:
      fields.UnitId("target", mapping.target());
      break;
    case v1::REFERENCE_KIND_PROCEDURE:
      if (!fields.registry().ProcedureByCode(mapping.target()).has_value())
        fields.Fail("target", "names no procedure known so far");
      break;
    case v1::REFERENCE_KIND_STATUS:
      if (!IsCode(mapping.target(), 10))
        fields.Fail("target", "is no national status from 1 to 10");
      break;
    case v1::REFERENCE_KIND_CHANNEL:
      if (!IsCode(mapping.target(), 3)) fields.Fail("target", "is no national channel from 1 to 3");
      break;
    default:
      fields.Fail("kind", "is none of unit, procedure, status, channel");
  }
}

// One word of one source means one thing on one day, in whatever spelling.
void CheckContradiction(const v1::Mapping& mapping, RowFields& fields) {
  const v1::Mapping* const held = fields.registry().MappingFrom(
      mapping.source(), mapping.kind(), mapping.value(), mapping.valid_from());
  if (held == nullptr || held->target() == mapping.target()) return;
  const std::string from =
      held->valid_from() == 0 ? "always" : "from " + FormatDate(held->valid_from());
  fields.Fail("target", fmt::format("contradicts what holds {}: \"{}\" means {}; if it means "
                                    "another thing later, give that day in valid_from",
                                    from, held->value(), held->target()));
}

// Minutes after midnight of "hh:mm" at `at`, -1 when it is none.
int Minute(const std::string& text, size_t at) {
  const auto digit = [&](size_t i) {
    return i < text.size() && std::isdigit(static_cast<unsigned char>(text[i])) ? text[i] - '0'
                                                                                : -100;
  };
  if (at + 5 > text.size() || text[at + 2] != ':') return -1;
  const int hour = 10 * digit(at) + digit(at + 1), minute = 10 * digit(at + 3) + digit(at + 4);
  return hour < 0 || minute < 0 || hour > 24 || minute > 59 || hour * 60 + minute > 1440
             ? -1
             : hour * 60 + minute;
}

// "07:30-11:30,13:00-17:00"
void ReadHours(const v1::CalendarRow& row, Day day, uint32_t unit, RowFields& fields,
               Entries& entries) {
  v1::OfficeHours& hours = *entries.emplace_back().mutable_office_hours();
  hours.set_valid_from(day);
  hours.set_unit(unit);
  hours.set_source(row.source());
  uint32_t last = 0;
  for (size_t at = 0; at < row.detail().size(); at += 12) {
    const std::string part = row.detail().substr(at, 11);
    const int start = Minute(part, 0), end = Minute(part, 6);
    const bool ends_well = at + 11 == row.detail().size() ||
                           (at + 12 < row.detail().size() && row.detail()[at + 11] == ',');
    if (part.size() != 11 || part[5] != '-' || start < 0 || end <= start || start * 60u < last ||
        !ends_well) {
      return fields.Fail("detail", "is not of the form 07:30-11:30,13:00-17:00");
    }
    v1::OfficeHours::Span& span = *hours.add_spans();
    span.set_start(start * 60);
    span.set_end(end * 60);
    last = end * 60;
  }
  if (hours.spans().empty())
    fields.Fail("detail", "is missing; write the hours as 07:30-11:30,13:00-17:00");
}

// A swap takes a weekday for a day of the weekend, never another way round. Whether both
// rows are there is for ImportChecks.
void CheckSwap(const v1::CalendarDay& entry, RowFields& fields) {
  const bool swaps = entry.swapped_with() != 0;
  if (swaps && (IsWeekend(entry.day()) != entry.working() ||
                IsWeekend(entry.swapped_with()) == entry.working()))
    fields.Fail("swap", "the day that is worked lies at a weekend, the one that is off for it not");
  if (!swaps && entry.working() && entry.unit() == 0 && IsWeekend(entry.day()))
    fields.Fail("swap",
                "is missing; name the weekday that is off for this one, and this one in its row");
}

void ReadDay(const v1::CalendarRow& row, Day day, uint32_t unit, RowFields& fields,
             Entries& entries) {
  if (row.kind() != "holiday" && row.kind() != "working")
    fields.Fail("kind", "is none of hours, holiday, working, supplement_limit");
  v1::CalendarDay& entry = *entries.emplace_back().mutable_calendar_day();
  entry.set_day(day);
  entry.set_working(row.kind() == "working");
  entry.set_name(fields.OptionalText("detail", row.detail()));
  entry.set_source(row.source());
  entry.set_unit(unit);
  entry.set_provisional(fields.Flag("provisional", row.provisional()));
  entry.set_swapped_with(fields.Date("swap", row.swap()));
  CheckSwap(entry, fields);
}

}  // namespace

void ReadMapping(const v1::MappingRow& row, RowFields& fields, Entries& entries) {
  v1::Mapping& mapping = *entries.emplace_back().mutable_mapping();
  mapping.set_source(fields.OptionalText("source", row.source()));
  const auto kind = kKinds.find(row.kind());
  if (kind != kKinds.end()) mapping.set_kind(kind->second);
  mapping.set_value(fields.OptionalText("value", row.value()));
  mapping.set_target(fields.Text("target", row.target()));
  mapping.set_valid_from(fields.Date("valid_from", row.valid_from()));
  CheckTarget(mapping, fields);
  CheckContradiction(mapping, fields);
}

void ReadCalendar(const v1::CalendarRow& row, RowFields& fields, Entries& entries) {
  const Day day = fields.Date("date", row.date(), true);
  fields.Text("source", row.source());
  const uint32_t unit = row.unit().empty() ? 0 : fields.UnitId("unit", row.unit());
  const bool is_day = row.kind() != "hours" && row.kind() != "supplement_limit";
  if (is_day) return ReadDay(row, day, unit, fields, entries);
  if (!row.swap().empty()) fields.Fail("swap", "belongs to a holiday or a working day");
  if (!row.provisional().empty()) fields.Fail("provisional", "belongs to a holiday or working day");
  if (row.kind() == "hours") return ReadHours(row, day, unit, fields, entries);
  if (unit != 0) fields.Fail("unit", "a supplement_limit holds for the whole nation; leave it empty");
  v1::SupplementLimit& limit = *entries.emplace_back().mutable_supplement_limit();
  limit.set_valid_from(day);
  limit.set_source(row.source());
}

}  // namespace lienthong::admission
