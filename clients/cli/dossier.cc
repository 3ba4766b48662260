#include "clients/cli/dossier.h"

#include "clients/cli/connection.h"
#include "clients/cli/coverage_text.h"
#include "clients/cli/dossier_json.h"
#include "clients/cli/messages.h"
#include "clients/cli/origin_text.h"
#include "clients/cli/pairs.h"
#include "clients/cli/words.h"
#include "lienthong/v1/query.grpc.pb.h"

namespace lienthong::cli {
namespace {

// Prints the parts of a dossier as lines and tables, in one language.
class DossierTables {
 public:
  DossierTables(const Context& context, const v1::GetDossierResponse& response)
      : context_(context), response_(response), dossier_(response.dossier()) {}

  void Print() const {
    PrintState();
    if (response_.parked_size() > 0) PrintParked();
    if (response_.settled_size() > 0) PrintSettled();
    if (dossier_.timeline_size() > 0) PrintTimeline();
    if (dossier_.promises_size() > 0) PrintPromises();
    if (response_.movements_size() > 0) PrintMovements();
    if (response_.rivals_size() > 0) PrintRivals();
  }

 private:
  void PrintState() const {
    PrintPairs(context_.out,
               {{Text(messages::kDossier), dossier_.id()},
                {Text(messages::kAliases), fmt::format("{}", fmt::join(dossier_.aliases(), ", "))},
                {Text(messages::kProcedure), response_.procedure_code()},
                {Text(messages::kReceivingUnit), Unit(dossier_.receiving_unit())},
                {Text(messages::kHandlingUnit), Unit(dossier_.handling_unit())},
                {Text(messages::kApplyingUnit), Unit(dossier_.applying_unit())},
                {Text(messages::kReportingUnit), Unit(dossier_.reporting_unit())},
                {Text(messages::kChannel), LabelOf(context_.language, dossier_.channel())},
                {Text(messages::kSource), dossier_.source()},
                {Text(messages::kRevision), std::to_string(dossier_.revision())},
                {Text(messages::kTombstone), dossier_.tombstone() ? Title(messages::kYes) : ""},
                {Text(messages::kMigrated), dossier_.migrated() ? Title(messages::kYes) : ""},
                {Text(messages::kOrigin),
                 fmt::format("{} {} #{}", response_.origin().node(),
                             EpochHex(response_.origin().epoch()), response_.sequence())}});
  }

  void PrintTimeline() const {
    Table table({{Title(messages::kAt)},
                 {Title(messages::kStatus)},
                 {Title(messages::kUnit)},
                 {Title(messages::kStated)}});
    for (const v1::TimelineEntry& entry : dossier_.timeline()) {
      table.AddRow({Moment(entry.instant()), LabelOf(context_.language, entry.status()),
                    Unit(entry.unit()), YesNo(!entry.inferred())});
    }
    PrintPart(messages::kTimeline, table);
  }

  void PrintPromises() const {
    Table table(
        {{Title(messages::kMade)}, {Title(messages::kPromise)}, {Title(messages::kEffective)}});
    for (const v1::Promise& promise : dossier_.promises()) {
      table.AddRow({promise.made() == 0 ? "" : Moment(promise.made()), Moment(promise.due()),
                    promise.effective() == 0 ? "" : Moment(promise.effective())});
    }
    PrintPart(messages::kPromises, table);
  }

  void PrintMovements() const {
    Table table({{Title(messages::kAt)},
                 {Title(messages::kUnit)},
                 {Title(messages::kFrom)},
                 {Title(messages::kTo)},
                 {Title(messages::kRoles)}});
    for (const v1::Movement& movement : response_.movements()) {
      table.AddRow({Moment(movement.instant()), Unit(movement.unit()),
                    LabelOf(context_.language, movement.from()),
                    LabelOf(context_.language, movement.to()), Roles(movement.roles())});
    }
    PrintPart(messages::kMovements, table);
  }

  void PrintRivals() const {
    Table table({{Title(messages::kOrigin)},
                 {Title(messages::kEpoch)},
                 {Title(messages::kSequence), Table::Align::kRight},
                 {Title(messages::kRevision), Table::Align::kRight}});
    for (const v1::Rival& rival : response_.rivals()) {
      table.AddRow({rival.origin().node(), EpochHex(rival.origin().epoch()),
                    std::to_string(rival.sequence()), std::to_string(rival.revision())});
    }
    PrintPart(messages::kRivals, table);
  }

  void PrintParked() const {
    Table table(
        {{Title(messages::kWaitsFor)}, {Title(messages::kSource)}, {Title(messages::kWord)}});
    for (const v1::MissingReference& missing : response_.parked()) {
      table.AddRow({LabelOf(context_.language, missing.kind()), missing.source(), missing.value()});
    }
    PrintPart(messages::kDossierParked, table);
  }

  void PrintSettled() const {
    Table table({{Title(messages::kSequence), Table::Align::kRight},
                 {Title(messages::kRecordField)},
                 {Title(messages::kRefusalReason)}});
    for (const v1::Settled& settled : response_.settled())
      table.AddRow({std::to_string(settled.sequence()), settled.field(), settled.reason()});
    PrintPart(messages::kDossierSettled, table);
  }

  void PrintPart(const Message& title, const Table& table) const {
    context_.out << '\n' << Text(title) << '\n';
    table.Print(context_.out);
  }

  std::string Roles(uint32_t roles) const {
    std::string labels;
    for (const std::string& word : RoleWords(roles)) {
      labels += (labels.empty() ? "" : ", ") +
                LabelOf(context_.language, *ParseOptionWord<v1::UnitRole>(word));
    }
    return labels;
  }

  std::string_view Text(const Message& message) const { return Say(context_.language, message); }
  std::string Title(const Message& message) const { return std::string(Text(message)); }
  std::string YesNo(bool yes) const { return Title(yes ? messages::kYes : messages::kNo); }
  std::string Moment(Instant instant) const { return MomentCell(context_.language, instant); }
  std::string Unit(uint32_t id) const { return UnitCode(response_, id); }

  const Context& context_;
  const v1::GetDossierResponse& response_;
  const v1::Dossier& dossier_;
};

}  // namespace

void PrintDossier(const Context& context, const v1::GetDossierResponse& response) {
  switch (context.output) {
    case Output::kJson:
      return PrintJson(context.out, DossierJson(response));
    case Output::kCsv:
      return PrintCsv(context.out, MovementJson(response, v1::Movement()),
                      DossierJson(response)["movements"]);
    case Output::kTable:
      return DossierTables(context, response).Print();
  }
}

ExitCode RunDossier(const Context& context, const std::string& code) {
  v1::GetDossierRequest request;
  request.set_id(code);
  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::GetDossierResponse response;
  const auto stub = v1::QueryService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->GetDossier(&call, request, &response);
  if (!status.ok()) return FailCall(context, "dossier", code, status);
  PrintDossier(context, response);
  return ExitCode::kDone;
}

}  // namespace lienthong::cli
