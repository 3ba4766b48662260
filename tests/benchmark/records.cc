#include "tests/benchmark/records.h"

#include "lienthong/v1/dossier.pb.h"

namespace lienthong::benchmark {
namespace {

// Before the first day of the workload.
constexpr char kValidFrom[] = "2020-01-01";

constexpr uint32_t Bit(v1::Flag flag) { return 1u << (flag - 1); }

// Online and fee due follow from the channel and from the catalogue.
uint32_t FlagsOf(const Update& update) {
  uint32_t flags = 0;
  if ((update.flags & kPaidOnline) != 0) flags |= Bit(v1::FLAG_PAID_ONLINE);
  if ((update.flags & kDigitised) != 0) flags |= Bit(v1::FLAG_DIGITISED);
  if ((update.flags & kElectronicResult) != 0) flags |= Bit(v1::FLAG_ELECTRONIC_RESULT);
  if ((update.flags & kReused) != 0) flags |= Bit(v1::FLAG_REUSED);
  return flags;
}

void FillSupplement(const Update& update, v1::Supplement& supplement) {
  supplement.set_id("1");
  supplement.set_requested(update.requested);
  supplement.set_received(update.received);
  if (update.promised_after == 0) return;
  supplement.mutable_promised_before()->set_instant(update.promised);
  supplement.mutable_promised_after()->set_instant(update.promised_after);
}

void AddUnit(const std::string& code, const std::string& type, const std::string& parent,
             const std::string& holder, v1::ImportReferenceRequest& request) {
  v1::UnitRow& unit = *request.add_rows()->mutable_unit();
  unit.set_code(code);
  unit.set_name("Đơn vị " + code);
  unit.set_type(type);
  unit.set_parent(parent);
  unit.set_valid_from(kValidFrom);
  v1::GrantRow& grant = *request.add_rows()->mutable_grant();
  grant.set_unit(code);
  grant.set_node(holder);
  grant.set_source(kSource);
  grant.set_valid_from(kValidFrom);
}

void AddProcedure(int number, v1::ImportReferenceRequest& request) {
  v1::ProcedureRow& procedure = *request.add_rows()->mutable_procedure();
  procedure.set_code(ProcedureCode(number));
  procedure.set_name("Thủ tục " + ProcedureCode(number));
  procedure.set_fee(HasFee(number) ? "1" : "0");
  procedure.set_online("full");
  procedure.set_written_result("1");
  procedure.set_valid_from(kValidFrom);
}

}  // namespace

v1::ImportReferenceRequest Province(const std::string& holder) {
  v1::ImportReferenceRequest request;
  AddUnit(kProvince, "province", "", holder, request);
  for (int unit = 0; unit < kUnits; ++unit)
    AddUnit(UnitCode(unit), "commune", kProvince, holder, request);
  for (int procedure = 0; procedure < kProcedures; ++procedure) AddProcedure(procedure, request);
  v1::CalendarRow& hours = *request.add_rows()->mutable_calendar();
  hours.set_date(kValidFrom);
  hours.set_kind("hours");
  hours.set_detail("07:30-11:30,13:00-17:00");
  hours.set_source("unverified");
  return request;
}

void FillRecord(const Update& update, v1::SourceRecord& record) {
  record.set_dossier(CodeOf(update));
  record.set_procedure(ProcedureCode(update.procedure));
  record.set_reporting_unit(UnitCode(update.unit));
  record.set_status(std::to_string(update.status));
  record.set_channel(std::to_string(update.channel));
  record.set_accepted(update.accepted);
  record.mutable_promised()->set_instant(update.promised);
  record.set_finished(update.finished);
  record.set_returned(update.returned);
  if (update.finished == 0 && update.status != 2) record.set_status_time(update.at);
  if (update.requested != 0) FillSupplement(update, *record.add_supplements());
  record.set_flags(FlagsOf(update));
}

}  // namespace lienthong::benchmark
