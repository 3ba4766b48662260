#include "clients/cli/status.h"

#include <fmt/ranges.h>

#include "clients/cli/connection.h"
#include "clients/cli/coverage_text.h"
#include "clients/cli/messages.h"
#include "clients/cli/origin_text.h"
#include "clients/cli/pairs.h"
#include "lienthong/v1/admin.grpc.pb.h"
#include "storage/base/calendar_date.h"

namespace lienthong::cli {
namespace {

Json OriginJson(const v1::OriginStatus& origin) {
  return {{"node", origin.head().origin().node()},
          {"epoch", EpochHex(origin.head().origin().epoch())},
          {"sequence", origin.head().sequence()},
          {"hash", BytesHex(origin.head().hash())},
          {"acknowledged", origin.acknowledged()},
          {"progress_ms", origin.progress_ms()},
          {"divergence", origin.divergence()},
          {"certificate_expires", MomentJson(origin.certificate_expires())}};
}

Json OriginsJson(const v1::GetStatusResponse& response) {
  Json origins = Json::array();
  for (const auto& origin : response.origins()) origins.push_back(OriginJson(origin));
  return origins;
}

Json ParentJson(const v1::ParentStatus& parent) {
  return {{"address", parent.address()},
          {"connected", parent.connected()},
          {"backlog", parent.backlog()},
          {"last_error", parent.last_error()}};
}

void PrintStatusJson(const Context& context, const v1::GetStatusResponse& response) {
  Json json = {{"node", response.node().node()},
               {"epoch", EpochHex(response.node().epoch())},
               {"software", response.software()},
               {"position", response.position()},
               {"parked", response.parked()},
               {"writable", response.writable()},
               {"store_error", response.store_error()},
               {"reference",
                {{"author", response.reference().author().node()},
                 {"sequence", response.reference().sequence()},
                 {"hash", BytesHex(response.reference().hash())},
                 {"author_key", BytesHex(response.reference().author_key())}}},
               {"reference_refused", response.reference_refused()},
               {"reference_error", response.reference_error()},
               {"provisional_years", response.provisional_years()},
               {"origins", OriginsJson(response)},
               {"parent", response.has_parent() ? ParentJson(response.parent()) : Json()}};
  json["children"] = Json::array();
  for (const v1::ChildStatus& child : response.children()) {
    json["children"].push_back({{"node", child.node().node()},
                                {"epoch", EpochHex(child.node().epoch())},
                                {"connected", child.connected()},
                                {"facts", child.facts()}});
  }
  json["handovers"] = Json::array();
  for (const v1::HandoverStatus& handover : response.handovers()) {
    json["handovers"].push_back({{"unit", handover.unit()},
                                 {"from", handover.from()},
                                 {"to", handover.to()},
                                 {"released", handover.released()}});
  }
  PrintJson(context.out, json);
}

// Prints the parts of a status as tables, in one language.
class StatusTables {
 public:
  StatusTables(const Context& context, const v1::GetStatusResponse& response)
      : context_(context), response_(response) {}

  void Print() const {
    PrintNode();
    PrintOrigins();
    if (response_.children_size() > 0) PrintChildren();
    if (response_.handovers_size() > 0) PrintHandovers();
    if (!response_.reference_error().empty()) {
      context_.out << '\n'
                   << Say(context_.language, messages::kReferenceRefused,
                          Count(response_.reference_refused()), response_.reference_error())
                   << '\n';
    }
    if (!response_.provisional_years().empty()) {
      context_.out << '\n'
                   << Say(context_.language, messages::kCalendarProvisional,
                          fmt::format("{}", fmt::join(response_.provisional_years(), ", ")))
                   << '\n';
    }
    if (!response_.writable() && !response_.store_error().empty()) {
      context_.out << '\n'
                   << Say(context_.language, messages::kStoreError, response_.store_error())
                   << '\n';
    }
  }

 private:
  void PrintNode() const {
    PrintPairs(context_.out, {{Text(messages::kNode), response_.node().node()},
                              {Text(messages::kEpoch), EpochHex(response_.node().epoch())},
                              {Text(messages::kSoftware), response_.software()},
                              {Text(messages::kPosition), Count(response_.position())},
                              {Text(messages::kParked), Count(response_.parked())},
                              {Text(messages::kWritable), YesNo(response_.writable())},
                              {Text(messages::kReference), Reference()},
                              {Text(messages::kParent), Parent()}});
  }

  std::string Reference() const {
    const v1::ReferencePosition& held = response_.reference();
    std::string text = fmt::format("{} {}", held.author().node(), Count(held.sequence()));
    if (!held.author_key().empty())
      text += fmt::format("; {}: {}", Text(messages::kAuthorKey), BytesHex(held.author_key()));
    return text;
  }

  std::string Parent() const {
    if (!response_.has_parent()) return std::string(Text(messages::kNone));
    const v1::ParentStatus& parent = response_.parent();
    std::string text =
        fmt::format("{}; {}: {}; {}: {}", parent.address(), Text(messages::kConnected),
                    YesNo(parent.connected()), Text(messages::kBacklog), Count(parent.backlog()));
    if (!parent.last_error().empty()) {
      text += fmt::format("; {}: {}", Text(messages::kLastError), parent.last_error());
    }
    return text;
  }

  void PrintOrigins() const {
    Table table({{Title(messages::kOrigin)},
                 {Title(messages::kEpoch)},
                 {Title(messages::kSequence), Table::Align::kRight},
                 {Title(messages::kAcknowledged), Table::Align::kRight},
                 {Title(messages::kLastSign)},
                 {Title(messages::kHash)},
                 {Title(messages::kCertificateUntil)},
                 {Title(messages::kDivergence)}});
    for (const v1::OriginStatus& origin : response_.origins()) {
      const v1::OriginPosition& head = origin.head();
      table.AddRow({head.origin().node(), EpochHex(head.origin().epoch()), Count(head.sequence()),
                    Count(origin.acknowledged()),
                    MomentCell(context_.language, origin.progress_ms() / 1000),
                    BytesHex(head.hash()).substr(0, 16),
                    origin.certificate_expires() == 0 ? std::string("-")
                                                      : FormatInstant(origin.certificate_expires()),
                    origin.divergence()});
    }
    context_.out << '\n';
    table.Print(context_.out);
  }

  void PrintChildren() const {
    Table table({{Title(messages::kChild)},
                 {Title(messages::kEpoch)},
                 {Title(messages::kConnected)},
                 {Title(messages::kFacts), Table::Align::kRight}});
    for (const v1::ChildStatus& child : response_.children()) {
      table.AddRow({child.node().node(), EpochHex(child.node().epoch()), YesNo(child.connected()),
                    Count(child.facts())});
    }
    context_.out << '\n';
    table.Print(context_.out);
  }

  void PrintHandovers() const {
    Table table({{Title(messages::kUnit)}, {Title(messages::kHandovers)}});
    for (const v1::HandoverStatus& handover : response_.handovers()) {
      const Message& message =
          handover.released() ? messages::kHandoverReleased : messages::kHandoverWaits;
      table.AddRow(
          {handover.unit(), Say(context_.language, message, handover.from(), handover.to())});
    }
    context_.out << '\n';
    table.Print(context_.out);
  }

  std::string_view Text(const Message& message) const { return Say(context_.language, message); }
  std::string Title(const Message& message) const { return std::string(Text(message)); }
  std::string Count(uint64_t count) const { return FormatCount(context_.language, count); }
  std::string YesNo(bool yes) const { return Title(yes ? messages::kYes : messages::kNo); }

  const Context& context_;
  const v1::GetStatusResponse& response_;
};

}  // namespace

void PrintStatus(const Context& context, const v1::GetStatusResponse& response) {
  switch (context.output) {
    case Output::kJson:
      return PrintStatusJson(context, response);
    case Output::kCsv:
      return PrintCsv(context.out, OriginJson(v1::OriginStatus()), OriginsJson(response));
    case Output::kTable:
      return StatusTables(context, response).Print();
  }
}

ExitCode RunStatus(const Context& context) {
  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::GetStatusResponse response;
  const auto stub = v1::AdminService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->GetStatus(&call, v1::GetStatusRequest(), &response);
  if (!status.ok()) return FailCall(context, "status", context.node, status);
  PrintStatus(context, response);
  return ExitCode::kDone;
}

}  // namespace lienthong::cli
