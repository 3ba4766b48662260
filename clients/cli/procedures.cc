#include "clients/cli/procedures.h"

#include "clients/cli/connection.h"
#include "clients/cli/json.h"
#include "clients/cli/messages.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"
#include "lienthong/v1/catalogue.grpc.pb.h"
#include "storage/base/calendar_date.h"

namespace lienthong::cli {
namespace {

Json DayJson(Day day) { return day == 0 ? Json() : Json(FormatDate(day)); }

Json ProcedureJson(const v1::Procedure& procedure) {
  const v1::Offering& offering = procedure.offering();
  return {{"code", procedure.code()},
          {"name", procedure.name()},
          {"field", procedure.field()},
          {"online", WordOf(procedure.online())},
          {"processing_days",
           procedure.processing_days() < 0 ? Json() : Json(procedure.processing_days())},
          {"fee", procedure.fee()},
          {"online_payment", offering.online_payment()},
          {"written_result", procedure.written_result()},
          {"citizen", procedure.citizen()},
          {"population_data", offering.population_data()},
          {"issued", DayJson(offering.issued())},
          {"publish_by", DayJson(offering.publish_by())},
          {"published", DayJson(offering.published())},
          {"update_by", DayJson(offering.update_by())},
          {"updated", DayJson(offering.updated())},
          {"complete", offering.complete()}};
}

Json RowsJson(const v1::GetCatalogueResponse& response) {
  Json rows = Json::array();
  for (const v1::Procedure& procedure : response.rows()) rows.push_back(ProcedureJson(procedure));
  return rows;
}

void PrintProceduresTable(const Context& context, const v1::GetCatalogueResponse& response) {
  const Language language = context.language;
  const auto title = [&](const Message& message) { return std::string(Say(language, message)); };
  const auto yes = [&](bool is) { return is ? title(messages::kYes) : ""; };
  Table table({{title(messages::kProcedure)},
               {title(messages::kField)},
               {title(messages::kOnline)},
               {title(messages::kProcessingDays), Table::Align::kRight},
               {title(messages::kFee)},
               {title(messages::kOnlinePayment)},
               {title(messages::kPublished)},
               {title(messages::kName)}});
  for (const v1::Procedure& row : response.rows()) {
    const Day published = row.offering().published();
    table.AddRow({row.code(), row.field(), LabelOf(language, row.online()),
                  row.processing_days() < 0 ? "" : std::to_string(row.processing_days()),
                  yes(row.fee()), yes(row.offering().online_payment()),
                  published == 0 ? "" : FormatDate(published), row.name()});
  }
  table.Print(context.out);
  context.out << '\n'
              << Say(language, messages::kCatalogueClosing,
                     FormatCount(language, response.procedures()),
                     FormatCount(language, response.online_full()),
                     FormatCount(language, response.online_partial()),
                     FormatCount(language, response.other()))
              << '\n';
}

}  // namespace

void PrintProcedures(const Context& context, const ProceduresOptions& options,
                     const v1::GetCatalogueResponse& response) {
  switch (context.output) {
    case Output::kJson:
      return PrintJson(context.out, {{"unit", options.unit},
                                     {"procedures", response.procedures()},
                                     {"online_full", response.online_full()},
                                     {"online_partial", response.online_partial()},
                                     {"other", response.other()},
                                     {"rows", RowsJson(response)}});
    case Output::kCsv:
      return PrintCsv(context.out, ProcedureJson(v1::Procedure()), RowsJson(response));
    case Output::kTable:
      return PrintProceduresTable(context, response);
  }
}

ExitCode RunProcedures(const Context& context, const ProceduresOptions& options) {
  if (!options.on.empty() && !ParseDate(options.on))
    return FailUsage(context, messages::kBadDate, "--on");
  v1::GetCatalogueRequest request;
  request.set_unit(options.unit);
  request.set_on(options.on);
  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::GetCatalogueResponse response;
  const auto stub = v1::CatalogueService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->GetCatalogue(&call, request, &response);
  if (!status.ok()) return FailCall(context, "procedures", options.unit, status);
  PrintProcedures(context, options, response);
  return ExitCode::kDone;
}

}  // namespace lienthong::cli
