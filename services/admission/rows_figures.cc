// Figures that were read somewhere, and rulebooks.
#include <algorithm>
#include <cstdio>
#include <map>

#include "services/admission/row_reader.h"
#include "storage/base/calendar_date.h"

namespace lienthong::admission {
namespace {

const std::map<std::string, v1::Measure> kMeasures = {
    {"count", v1::MEASURE_COUNT}, {"percent", v1::MEASURE_PERCENT}, {"points", v1::MEASURE_POINTS}};

// As observation.proto and rulebook.proto have them.
constexpr size_t kNameBytesMax = 96;
constexpr size_t kRulebookIdBytesMax = 32;
// Digits before and after the point: no figure of an administration has more.
constexpr size_t kWholeDigitsMax = 15;
constexpr size_t kDecimalsMax = 6;

constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

bool IsMadeOf(const std::string& text, const std::string& characters) {
  return text.find_first_not_of(characters) == std::string::npos;
}

bool IsDigits(const std::string& text, size_t most) {
  return !text.empty() && text.size() <= most && IsMadeOf(text, "0123456789");
}

// A decimal with a point, without sign and separators.
bool IsDecimal(const std::string& value) {
  const size_t point = value.find('.');
  if (point == std::string::npos) return IsDigits(value, kWholeDigitsMax);
  return IsDigits(value.substr(0, point), kWholeDigitsMax) &&
         IsDigits(value.substr(point + 1), kDecimalsMax);
}

void CheckValue(const std::string& value, v1::Measure measure, RowFields& fields) {
  if (measure == v1::MEASURE_COUNT && !IsDigits(value, kWholeDigitsMax))
    return fields.Fail("value", "is no whole number without separators");
  if (!IsDecimal(value))
    return fields.Fail("value",
                       "is no decimal with a point and without separators, for example 39.56");
  if (measure == v1::MEASURE_PERCENT && std::stod(value) > 100)
    fields.Fail("value", "is more than 100 percent");
}

// "yyyy-mm-dd hh:mm:ss" or a day, of which the end is meant.
Instant ReadMoment(const std::string& value, RowFields& fields) {
  const std::optional<Day> day = ParseDate(value.substr(0, 10));
  if (day.has_value() && value.size() == 10) return EndOfDay(*day);
  int hour = -1, minute = -1, second = -1, read = 0;
  const bool is_time =
      day.has_value() && value.size() == 19 &&
      std::sscanf(value.c_str() + 10, " %2d:%2d:%2d%n", &hour, &minute, &second, &read) == 3 &&
      read == 9;
  const bool exists =
      hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
  if (is_time && exists) return StartOfDay(*day) + hour * 3600 + minute * 60 + second;
  fields.Fail("as_of", "is no moment of the form yyyy-mm-dd or yyyy-mm-dd hh:mm:ss");
  return 0;
}

void ReadPeriod(const v1::ObservationRow& row, RowFields& fields, v1::Observation& observation) {
  observation.set_first_day(fields.Date("from", row.from(), true));
  observation.set_last_day(fields.Date("to", row.to(), true));
  if (observation.first_day() > observation.last_day()) fields.Fail("to", "lies before from");
}

// Only a last day may be given to one that had none: that is how the next one begins.
bool SaysTheSameOrEnds(const v1::Rulebook& held, const v1::Rulebook& rulebook) {
  v1::Rulebook ended = held;
  if (held.valid_to().empty()) ended.set_valid_to(rulebook.valid_to());
  return ended.SerializeAsString() == rulebook.SerializeAsString();
}

}  // namespace

void ReadObservation(const v1::ObservationRow& row, RowFields& fields, Entries& entries) {
  v1::Observation& observation = *entries.emplace_back().mutable_observation();
  observation.set_unit(fields.UnitId("unit", row.unit()));
  if (row.definition().empty())
    fields.Fail("definition", "is missing; a figure says nothing without what it counts");
  observation.set_definition(fields.Text("definition", row.definition(), kNameBytesMax));
  if (!IsMadeOf(row.definition(), std::string(kLetters) + "._/-"))
    fields.Fail("definition", "has other characters than A-Z a-z 0-9 . _ / -");
  ReadPeriod(row, fields, observation);
  const auto measure = kMeasures.find(row.measure());
  if (measure == kMeasures.end()) {
    fields.Fail("measure", "is none of count, percent, points");
  } else {
    observation.set_measure(measure->second);
  }
  observation.set_value(fields.Text("value", row.value()));
  CheckValue(row.value(), observation.measure(), fields);
  observation.set_source(fields.Text("source", row.source(), kNameBytesMax));
  observation.set_as_of(ReadMoment(fields.Text("as_of", row.as_of()), fields));
  observation.set_withdrawn(fields.Flag("withdrawn", row.withdrawn()));
}

void ReadRulebook(const v1::Rulebook& rulebook, const RulebookCheck& check, RowFields& fields,
                  Entries& entries) {
  fields.Text("id", rulebook.id(), kRulebookIdBytesMax);
  if (!IsMadeOf(rulebook.id(), "abcdefghijklmnopqrstuvwxyz0123456789.-"))
    fields.Fail("id", "has other characters than a-z 0-9 . -");
  const Day first = fields.Date("valid_from", rulebook.valid_from(), true);
  const Day last =
      rulebook.valid_to().empty() ? kLastDay : fields.Date("valid_to", rulebook.valid_to());
  if (first > last) fields.Fail("valid_to", "lies before valid_from");
  if (check && !fields.fault().has_value()) {
    const absl::Status checked = check(rulebook);
    if (!checked.ok()) fields.Fail("rulebook", MessageOf(checked));
  }
  const v1::Rulebook* const held = fields.registry().RulebookById(rulebook.id());
  if (held != nullptr && !SaysTheSameOrEnds(*held, rulebook))
    fields.Fail("id", "is that of a rulebook with another text; give the changed one a new id");
  *entries.emplace_back().mutable_rulebook() = rulebook;
}

}  // namespace lienthong::admission
