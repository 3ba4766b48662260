#include "services/admission/reference_rows.h"

#include "services/admission/import_checks.h"
#include "storage/base/status.h"

namespace lienthong::admission {
namespace {

constexpr int kErrorsMax = 100;

void ReadRow(const v1::ReferenceRow& row, const RulebookCheck& check, RowFields& fields,
             Entries& entries) {
  switch (row.row_case()) {
    case v1::ReferenceRow::kUnit:
      return ReadUnit(row.unit(), fields, entries);
    case v1::ReferenceRow::kProcedure:
      return ReadProcedure(row.procedure(), fields, entries);
    case v1::ReferenceRow::kGrant:
      return ReadGrant(row.grant(), fields, entries);
    case v1::ReferenceRow::kMapping:
      return ReadMapping(row.mapping(), fields, entries);
    case v1::ReferenceRow::kCalendar:
      return ReadCalendar(row.calendar(), fields, entries);
    case v1::ReferenceRow::kRulebook:
      return ReadRulebook(row.rulebook(), check, fields, entries);
    case v1::ReferenceRow::kObservation:
      return ReadObservation(row.observation(), fields, entries);
    case v1::ReferenceRow::ROW_NOT_SET:
      return fields.Fail("row", "is empty, or of a kind that this version does not know");
  }
}

class Importer {
 public:
  Importer(const RulebookCheck& check, ReferenceLog::Draft& draft,
           v1::ImportReferenceResponse& response)
      : check_(check), draft_(draft), response_(response) {}

  absl::Status TakeRow(uint32_t number, const v1::ReferenceRow& row) {
    RowFields fields(*draft_.registry);
    Entries entries;
    ReadRow(row, check_, fields, entries);
    for (const v1::ReferenceEntry& entry : entries) {
      const auto contradiction = checks_.Note(number, entry);
      if (contradiction.has_value()) fields.Fail(contradiction->field, contradiction->reason);
    }
    if (fields.fault().has_value()) {
      Report(number, *fields.fault());
      return absl::OkStatus();
    }
    return Append(entries);
  }

  // Rows at fault are not in, so what others say of them cannot be judged.
  void Finish() {
    if (!response_.errors().empty()) return;
    for (const auto& [number, fault] : checks_.Run(*draft_.registry)) {
      if (!full()) Report(number, fault);
    }
  }

  bool full() const { return response_.errors_size() >= kErrorsMax; }

 private:
  void Report(uint32_t number, const RowFault& fault) {
    v1::RowError& error = *response_.add_errors();
    error.set_row(number);
    error.set_field(fault.field);
    error.set_reason(fault.reason);
  }

  absl::Status Append(const Entries& entries) {
    bool is_new = false;
    for (const v1::ReferenceEntry& entry : entries) {
      if (draft_.registry->Holds(entry)) continue;
      RETURN_IF_ERROR(ReferenceLog::Append(draft_, entry.SerializeAsString()));
      is_new = true;
    }
    if (is_new) response_.set_added(response_.added() + 1);
    if (!is_new) response_.set_unchanged(response_.unchanged() + 1);
    return absl::OkStatus();
  }

  const RulebookCheck& check_;
  ReferenceLog::Draft& draft_;
  v1::ImportReferenceResponse& response_;
  ImportChecks checks_;
};

}  // namespace

absl::Status AddRows(const google::protobuf::RepeatedPtrField<v1::ReferenceRow>& rows,
                     const RulebookCheck& check, ReferenceLog::Draft& draft,
                     v1::ImportReferenceResponse& response) {
  Importer importer(check, draft, response);
  for (int i = 0; i < rows.size() && !importer.full(); ++i)
    RETURN_IF_ERROR(importer.TakeRow(i, rows[i]));
  importer.Finish();
  return absl::OkStatus();
}

}  // namespace lienthong::admission
