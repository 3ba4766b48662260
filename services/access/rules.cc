#include "services/access/rules.h"

#include <algorithm>

namespace lienthong::access {
namespace {

using enum Rule::Who;

constexpr v1::Role kSubmit = v1::ROLE_SUBMIT;
constexpr v1::Role kRead = v1::ROLE_READ;
constexpr v1::Role kPublish = v1::ROLE_PUBLISH;
constexpr v1::Role kAdminister = v1::ROLE_ADMINISTER;

}  // namespace

const std::vector<Rule>& Rules() {
  static const std::vector<Rule>& rules = *new std::vector<Rule>{
      {"/lienthong.v1.IntakeService/Submit", kRole, {kSubmit}},
      {"/lienthong.v1.IntakeService/SubmitStream", kRole, {kSubmit}},
      {"/lienthong.v1.IntakeService/SubmitPetitions", kRole, {kSubmit}},
      {"/lienthong.v1.IntakeService/SubmitObservations", kRole, {kSubmit}},

      {"/lienthong.v1.UplinkService/Replicate", kNode, {}},
      {"/lienthong.v1.UplinkService/FetchUnit", kNode, {}},

      {"/lienthong.v1.QueryService/GetScore", kRole, {kRead}},
      {"/lienthong.v1.QueryService/GetCoverage", kRole, {kRead}},
      {"/lienthong.v1.QueryService/GetDossier", kRole, {kRead}},

      {"/lienthong.v1.ScoreService/GetScorecard", kRole, {kRead}},
      {"/lienthong.v1.ScoreService/ListObservations", kRole, {kRead}},
      {"/lienthong.v1.ScoreService/ListRulebooks", kRole, {kRead, kAdminister}},
      {"/lienthong.v1.ExplainService/ExplainChange", kRole, {kRead}},
      {"/lienthong.v1.ExplainService/ListAtRisk", kRole, {kRead}},

      {"/lienthong.v1.ReportService/GetForm", kRole, {kRead}},
      {"/lienthong.v1.ReportService/GetReport", kRole, {kRead}},
      {"/lienthong.v1.ReportService/ListReportTemplates", kRole, {kRead}},

      {"/lienthong.v1.CatalogueService/GetCatalogue", kRole, {kRead, kAdminister}},
      {"/lienthong.v1.CatalogueService/ListReference", kRole, {kRead, kAdminister}},
      {"/lienthong.v1.CatalogueService/SuggestMappings", kRole, {kRead, kAdminister}},

      {"/lienthong.v1.ReferenceService/ImportReference", kRole, {kAdminister}},
      {"/lienthong.v1.ReferenceService/ImportReferenceStream", kRole, {kAdminister}},
      {"/lienthong.v1.ReferenceService/ListUnits", kRole, {kSubmit, kRead, kAdminister}},

      {"/lienthong.v1.AdminService/GetStatus", kRole, {kRead, kAdminister}},
      {"/lienthong.v1.AdminService/CreateCredential", kRole, {kAdminister}},
      {"/lienthong.v1.AdminService/ListCredentials", kRole, {kAdminister}},
      {"/lienthong.v1.AdminService/RevokeCredential", kRole, {kAdminister}},
      {"/lienthong.v1.AdminService/ListAudit", kRole, {kAdminister}},

      // Liveness is no secret.
      {"/grpc.health.v1.Health/Check", kAnybody, {}},
      {"/grpc.health.v1.Health/Watch", kAnybody, {}},

      // Neither is the shape of the services, but each stream holds a thread.
      {"/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
       kRole,
       {kSubmit, kRead, kPublish, kAdminister}},

      // gRPC's own view of its connections tells who calls whom.
      {"/grpc.channelz.v1.Channelz/GetTopChannels", kRole, {kAdminister}},
      {"/grpc.channelz.v1.Channelz/GetServers", kRole, {kAdminister}},
      {"/grpc.channelz.v1.Channelz/GetServer", kRole, {kAdminister}},
      {"/grpc.channelz.v1.Channelz/GetServerSockets", kRole, {kAdminister}},
      {"/grpc.channelz.v1.Channelz/GetChannel", kRole, {kAdminister}},
      {"/grpc.channelz.v1.Channelz/GetSubchannel", kRole, {kAdminister}},
      {"/grpc.channelz.v1.Channelz/GetSocket", kRole, {kAdminister}},
  };
  return rules;
}

const Rule* FindRule(std::string_view method) {
  const auto found = std::find_if(Rules().begin(), Rules().end(),
                                  [&](const Rule& rule) { return rule.method == method; });
  return found == Rules().end() ? nullptr : &*found;
}

}  // namespace lienthong::access
