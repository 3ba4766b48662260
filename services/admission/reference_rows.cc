#include "services/admission/reference_rows.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "storage/base/calendar_date.h"
#include "storage/base/status.h"

namespace lienthong::admission {
namespace {

constexpr size_t kErrorsMax = 100;
constexpr size_t kTextBytesMax = 512;

// Thrown nowhere: a row's first fault, kept until the row is done.
struct Fault {
  std::string field;
  std::string reason;
};

template <typename Enum>
Enum Lookup(const std::map<std::string, Enum>& words, const std::string& word) {
  const auto found = words.find(word);
  return found == words.end() ? Enum{} : found->second;
}

const std::map<std::string, v1::UnitType> kUnitTypes = {
    {"nation", v1::UNIT_TYPE_NATION},         {"province", v1::UNIT_TYPE_PROVINCE},
    {"district", v1::UNIT_TYPE_DISTRICT},     {"commune", v1::UNIT_TYPE_COMMUNE},
    {"department", v1::UNIT_TYPE_DEPARTMENT}, {"centre", v1::UNIT_TYPE_CENTRE}};
const std::map<std::string, v1::OnlineLevel> kOnlineLevels = {{"full", v1::ONLINE_LEVEL_FULL},
                                                              {"partial", v1::ONLINE_LEVEL_PARTIAL},
                                                              {"other", v1::ONLINE_LEVEL_OTHER}};
const std::map<std::string, v1::ReferenceKind> kKinds = {
    {"unit", v1::REFERENCE_KIND_UNIT},
    {"procedure", v1::REFERENCE_KIND_PROCEDURE},
    {"status", v1::REFERENCE_KIND_STATUS},
    {"channel", v1::REFERENCE_KIND_CHANNEL}};

// One row into one entry.
class RowReader {
 public:
  explicit RowReader(const Registry& registry) : registry_(registry) {}

  v1::ReferenceEntry Read(const v1::ReferenceRow& row) {
    switch (row.row_case()) {
      case v1::ReferenceRow::kUnit:
        ReadUnit(row.unit());
        break;
      case v1::ReferenceRow::kProcedure:
        ReadProcedure(row.procedure());
        break;
      case v1::ReferenceRow::kGrant:
        ReadGrant(row.grant());
        break;
      case v1::ReferenceRow::kMapping:
        ReadMapping(row.mapping());
        break;
      case v1::ReferenceRow::kCalendar:
        ReadCalendar(row.calendar());
        break;
      case v1::ReferenceRow::kRulebook:
      case v1::ReferenceRow::kObservation:
      case v1::ReferenceRow::ROW_NOT_SET:
        Fail("row", "is of a kind that this version does not know");
    }
    return std::move(entry_);
  }

  const std::optional<Fault>& fault() const { return fault_; }

 private:
  void Fail(const std::string& field, const std::string& reason) {
    if (!fault_.has_value()) fault_ = Fault{field, reason};
  }

  const std::string& Text(const std::string& field, const std::string& value,
                          bool required = true) {
    if (required && value.empty()) Fail(field, "is missing");
    if (value.size() > kTextBytesMax)
      Fail(field, fmt::format("is longer than {} bytes", kTextBytesMax));
    return value;
  }

  Day Date(const std::string& field, const std::string& value, bool required = false) {
    if (value.empty() && !required) return 0;
    const std::optional<Day> day = ParseDate(value);
    if (!day.has_value()) Fail(field, "is no date of the form yyyy-mm-dd");
    return day.value_or(0);
  }

  bool Flag(const std::string& field, const std::string& value) {
    if (value != "0" && value != "1" && !value.empty()) Fail(field, "is neither 0 nor 1");
    return value == "1";
  }

  uint32_t UnitId(const std::string& field, const std::string& code) {
    const std::optional<uint32_t> id = registry_.UnitByCode(Text(field, code));
    if (!id.has_value()) Fail(field, "names no unit known so far; add the unit in an earlier row");
    return id.value_or(0);
  }

  void ReadUnit(const v1::UnitRow& row) {
    v1::Unit& unit = *entry_.mutable_unit();
    const auto known = registry_.UnitByCode(Text("code", row.code()));
    unit.set_id(known.value_or(registry_.next_unit_id()));
    unit.set_code(row.code());
    unit.set_name(Text("name", row.name()));
    unit.set_type(Lookup(kUnitTypes, row.type()));
    if (unit.type() == v1::UNIT_TYPE_UNSPECIFIED)
      Fail("type", "is none of nation, province, district, commune, department, centre");
    unit.set_valid_from(Date("valid_from", row.valid_from()));
    if (row.parent().empty()) return;
    unit.set_parent(UnitId("parent", row.parent()));
    const std::vector<uint32_t> below =
        registry_.Subtree(unit.id(), std::max(unit.valid_from(), kFirstDay));
    if (known.has_value() && std::find(below.begin(), below.end(), unit.parent()) != below.end()) {
      Fail("parent", "lies below the unit itself");
    }
  }

  void ReadProcedure(const v1::ProcedureRow& row) {
    v1::Procedure& procedure = *entry_.mutable_procedure();
    procedure.set_id(registry_.ProcedureByCode(Text("code", row.code()))
                         .value_or(registry_.next_procedure_id()));
    procedure.set_code(row.code());
    procedure.set_name(Text("name", row.name()));
    procedure.set_field(Text("field", row.field(), false));
    procedure.set_processing_days(Days(row.processing_days()));
    procedure.set_fee(Flag("fee", row.fee()));
    procedure.set_online(Lookup(kOnlineLevels, row.online()));
    if (procedure.online() == v1::ONLINE_LEVEL_UNSPECIFIED)
      Fail("online", "is none of full, partial, other");
    procedure.set_written_result(Flag("written_result", row.written_result()));
    procedure.set_valid_from(Date("valid_from", row.valid_from()));
  }

  int32_t Days(const std::string& value) {
    if (value.empty()) return -1;
    int32_t days = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), days);
    if (error != std::errc() || end != value.data() + value.size() || days < 0 || days > 1000) {
      Fail("processing_days", "is no whole number of working days from 0 to 1000");
    }
    return days;
  }

  // Several rows of a unit and node name several sources of one grant.
  void ReadGrant(const v1::GrantRow& row) {
    v1::Grant& grant = *entry_.mutable_grant();
    const uint32_t unit = UnitId("unit", row.unit());
    const Day from = Date("valid_from", row.valid_from());
    const v1::Grant* const last = registry_.CurrentGrant(unit);
    const v1::Grant* const same_day = registry_.GrantFrom(unit, from);
    const bool continues = same_day != nullptr && same_day->node() == row.node();
    if (continues) grant = *same_day;
    grant.set_unit(unit);
    grant.set_node(Text("node", row.node()));
    grant.set_valid_from(from);
    if (!continues) {
      grant.set_term(last == nullptr ? 1 : last->term() + 1);
      grant.set_without_release(Flag("without_release", row.without_release()));
    }
    auto& sources = *grant.mutable_sources();
    if (!row.source().empty() &&
        std::find(sources.begin(), sources.end(), row.source()) == sources.end()) {
      *sources.Add() = Text("source", row.source());
      std::sort(sources.begin(), sources.end());
    }
  }

  void ReadMapping(const v1::MappingRow& row) {
    v1::Mapping& mapping = *entry_.mutable_mapping();
    mapping.set_source(Text("source", row.source(), false));
    mapping.set_kind(Lookup(kKinds, row.kind()));
    mapping.set_value(Text("value", row.value(), false));
    mapping.set_target(Text("target", row.target()));
    mapping.set_valid_from(Date("valid_from", row.valid_from()));
    CheckTarget(mapping);
  }

  void CheckTarget(const v1::Mapping& mapping) {
    const auto is_code = [&](int last) {
      int code = 0;
      const std::string& target = mapping.target();
      const auto [end, error] = std::from_chars(target.data(), target.data() + target.size(), code);
      return error == std::errc() && end == target.data() + target.size() && code >= 1 &&
             code <= last;
    };
    switch (mapping.kind()) {
      case v1::REFERENCE_KIND_UNIT:
        UnitId("target", mapping.target());
        break;
      case v1::REFERENCE_KIND_PROCEDURE:
        if (!registry_.ProcedureByCode(mapping.target()).has_value())
          Fail("target", "names no procedure known so far");
        break;
      case v1::REFERENCE_KIND_STATUS:
        if (!is_code(10)) Fail("target", "is no national status from 1 to 10");
        break;
      case v1::REFERENCE_KIND_CHANNEL:
        if (!is_code(3)) Fail("target", "is no national channel from 1 to 3");
        break;
      default:
        Fail("kind", "is none of unit, procedure, status, channel");
    }
  }

  void ReadCalendar(const v1::CalendarRow& row) {
    const Day day = Date("date", row.date(), true);
    Text("source", row.source());
    if (row.kind() == "hours") return ReadHours(row, day);
    if (row.kind() == "supplement_limit") {
      entry_.mutable_supplement_limit()->set_valid_from(day);
      entry_.mutable_supplement_limit()->set_source(row.source());
      return;
    }
    if (row.kind() != "holiday" && row.kind() != "working") {
      Fail("kind", "is none of hours, holiday, working, supplement_limit");
    }
    v1::CalendarDay& entry = *entry_.mutable_calendar_day();
    entry.set_day(day);
    entry.set_working(row.kind() == "working");
    entry.set_name(Text("detail", row.detail(), false));
    entry.set_source(row.source());
  }

  // "07:30-11:30,13:00-17:00"
  void ReadHours(const v1::CalendarRow& row, Day day) {
    v1::OfficeHours& hours = *entry_.mutable_office_hours();
    hours.set_valid_from(day);
    hours.set_source(row.source());
    uint32_t last = 0;
    for (size_t at = 0; at < row.detail().size(); at += 12) {
      const std::string part = row.detail().substr(at, 11);
      const int start = Minute(part, 0), end = Minute(part, 6);
      const bool ends_well = at + 11 == row.detail().size() ||
                             (at + 12 < row.detail().size() && row.detail()[at + 11] == ',');
      if (part.size() != 11 || part[5] != '-' || start < 0 || end <= start || start * 60u < last ||
          !ends_well) {
        return Fail("detail", "is not of the form 07:30-11:30,13:00-17:00");
      }
      v1::OfficeHours::Span& span = *hours.add_spans();
      span.set_start(start * 60);
      span.set_end(end * 60);
      last = end * 60;
    }
    if (hours.spans().empty())
      Fail("detail", "is missing; write the hours as 07:30-11:30,13:00-17:00");
  }

  // Minutes after midnight of "hh:mm" at `at`, -1 when it is none.
  static int Minute(const std::string& text, size_t at) {
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

  const Registry& registry_;
  v1::ReferenceEntry entry_;
  std::optional<Fault> fault_;
};

}  // namespace

absl::Status AddRows(const google::protobuf::RepeatedPtrField<v1::ReferenceRow>& rows,
                     ReferenceLog::Draft& draft, v1::ImportReferenceResponse& response) {
  for (int i = 0; i < rows.size(); ++i) {
    RowReader reader(*draft.registry);
    const v1::ReferenceEntry entry = reader.Read(rows[i]);
    if (reader.fault().has_value()) {
      if (response.errors_size() == static_cast<int>(kErrorsMax)) break;
      v1::RowError& error = *response.add_errors();
      error.set_row(i);
      error.set_field(reader.fault()->field);
      error.set_reason(reader.fault()->reason);
    } else if (draft.registry->Holds(entry)) {
      response.set_unchanged(response.unchanged() + 1);
    } else {
      RETURN_IF_ERROR(ReferenceLog::Append(draft, entry.SerializeAsString()));
      response.set_added(response.added() + 1);
    }
  }
  return absl::OkStatus();
}

}  // namespace lienthong::admission
