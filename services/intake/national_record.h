// One record in the words of the national wire, on its way to a SourceRecord.
// Both file forms fill it: a JSON element member by member, a CSV row cell by
// cell. Only wanted names are looked at, so nothing personal is ever copied.
#pragma once

#include <simdjson.h>

#include <array>
#include <bitset>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lienthong/v1/intake.pb.h"
#include "services/intake/validate.h"

namespace lienthong::intake {

// Single values that are read. Everything else on the wire passes by.
enum class Scalar {
  kDossier,
  kOtherDossier,
  kProcedure,
  kStatus,
  kProgressStatus,
  kChannel,
  kReceivingUnit,
  kHandlingUnit,
  kReportingUnit,
  kReportingAgency,
  kSubmitted,
  kAccepted,
  kPromised,
  kFinished,
  kReturned,
  kRefused,
  kStatusTime,
  kPaidOnline,
  kDigitised,
};
inline constexpr size_t kScalars = static_cast<size_t>(Scalar::kDigitised) + 1;

// Nested lists that are read, for supplements and flags.
enum class List { kSupplements, kFees, kResults, kPapers, kDatabases };
inline constexpr size_t kLists = static_cast<size_t>(List::kDatabases) + 1;

// The place of a wanted national field name; nothing for every other name.
std::optional<Scalar> ScalarOf(std::string_view name);
std::optional<List> ListOf(std::string_view name);

// True for every field name of the national wire, wanted or not: a name that may
// be repeated in a reject. Any other name is the sender's own text.
bool IsNationalName(std::string_view name);

// `name` where it may be repeated, else "".
std::string SayableName(std::string_view name);

// A single JSON value as text, whatever its type: senders write numbers as strings
// and strings as numbers. White space around it is not part of it; null is "".
// Nothing for a list or an object.
std::optional<std::string> JsonText(simdjson::dom::element value);

// Collects one record. Keeps the first fault and goes on, so that the dossier's
// code is known whatever is wrong with the rest.
class NationalRecord {
 public:
  // Takes a member of a JSON object; ignores names that are not wanted.
  void TakeMember(std::string_view name, simdjson::dom::element value);
  // Takes a single value as text; white space around it is not part of it.
  void TakeText(Scalar scalar, std::string_view text);
  // Takes a nested list; null and "" are an empty one.
  void TakeList(List list, simdjson::dom::element value);
  // Keeps a fault found elsewhere, unless there is one already.
  void Fail(std::string_view field, std::string_view reason);

  // Writes `record`, or returns the first fault and leaves `record` unspecified.
  // A record with `TrangThai` and without `TrangThaiHoSo` is a progress record.
  std::optional<FieldError> Write(v1::SourceRecord& record);

  // The dossier's code where it is a valid one, else "".
  std::string Dossier() const;

 private:
  bool Has(Scalar scalar) const { return present_[static_cast<size_t>(scalar)]; }
  const std::string& Text(Scalar scalar) const { return texts_[static_cast<size_t>(scalar)]; }
  int64_t Time(Scalar scalar);
  bool Truth(Scalar scalar);
  void WriteProgress(v1::SourceRecord& record);
  void WriteState(v1::SourceRecord& record);
  void WriteTimes(v1::SourceRecord& record);
  void TakeObject(List list, simdjson::dom::object object);
  void TakeSupplement(simdjson::dom::object object);
  void TakePaper(simdjson::dom::object object);
  void TakeResult(simdjson::dom::object object);

  std::array<std::string, kScalars> texts_;
  std::bitset<kScalars> present_;
  std::bitset<kLists> lists_present_;
  std::vector<v1::Supplement> supplements_;
  uint32_t flags_ = 0;
  std::optional<FieldError> fault_;
};

}  // namespace lienthong::intake
