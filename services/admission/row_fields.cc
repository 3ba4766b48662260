#include "services/admission/row_fields.h"

#include "storage/base/calendar_date.h"
#include "storage/base/status.h"

namespace lienthong::admission {

void RowFields::Fail(const std::string& field, const std::string& reason) {
  if (!fault_.has_value()) fault_ = RowFault{field, reason};
}

const std::string& RowFields::Text(const std::string& field, const std::string& value,
                                   size_t bytes_max) {
  if (value.empty()) Fail(field, "is missing");
  return OptionalText(field, value, bytes_max);
}

const std::string& RowFields::OptionalText(const std::string& field, const std::string& value,
                                           size_t bytes_max) {
  if (value.size() > bytes_max) Fail(field, fmt::format("is longer than {} bytes", bytes_max));
  return value;
}

Day RowFields::Date(const std::string& field, const std::string& value, bool required) {
  if (value.empty() && !required) return 0;
  const std::optional<Day> day = ParseDate(value);
  if (!day.has_value()) Fail(field, "is no date of the form yyyy-mm-dd");
  return day.value_or(0);
}

bool RowFields::Flag(const std::string& field, const std::string& value) {
  if (value != "0" && value != "1" && !value.empty()) Fail(field, "is neither 0 nor 1");
  return value == "1";
}

uint32_t RowFields::UnitId(const std::string& field, const std::string& code) {
  const std::optional<uint32_t> id = registry_.UnitByCode(Text(field, code));
  if (!id.has_value()) Fail(field, "names no unit known so far; add the unit in an earlier row");
  return id.value_or(0);
}

}  // namespace lienthong::admission
