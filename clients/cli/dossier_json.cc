#include "clients/cli/dossier_json.h"

#include "clients/cli/coverage_text.h"
#include "clients/cli/origin_text.h"
#include "clients/cli/words.h"

namespace lienthong::cli {
namespace {

// The list of what `make` makes of each of `items`.
template <typename Items, typename Make>
Json ListJson(const Items& items, Make make) {
  Json list = Json::array();
  for (const auto& item : items) list.push_back(make(item));
  return list;
}

Json PromiseJson(const v1::Promise& promise) {
  return {{"made", MomentJson(promise.made())},
          {"due", MomentJson(promise.due())},
          {"effective", MomentJson(promise.effective())},
          {"includes_pause", promise.includes_pause()},
          {"inferred", promise.inferred()},
          {"computed", promise.computed()}};
}

Json RivalJson(const v1::Rival& rival) {
  return {{"node", rival.origin().node()},
          {"epoch", EpochHex(rival.origin().epoch())},
          {"sequence", rival.sequence()},
          {"ownership_term", rival.ownership_term()},
          {"revision", rival.revision()}};
}

Json MissingJson(const v1::MissingReference& missing) {
  return {{"kind", WordOf(missing.kind())},
          {"source", missing.source()},
          {"value", missing.value()},
          {"detail", missing.detail()}};
}

Json SettledJson(const v1::Settled& settled) {
  return {{"sequence", settled.sequence()},
          {"field", settled.field()},
          {"reason", settled.reason()}};
}

Json StateJson(const v1::GetDossierResponse& response) {
  const v1::Dossier& dossier = response.dossier();
  return {{"id", dossier.id()},
          {"aliases", ListJson(dossier.aliases(), [](const auto& alias) { return Json(alias); })},
          {"receiving_unit", UnitCode(response, dossier.receiving_unit())},
          {"handling_unit", UnitCode(response, dossier.handling_unit())},
          {"applying_unit", UnitCode(response, dossier.applying_unit())},
          {"reporting_unit", UnitCode(response, dossier.reporting_unit())},
          {"procedure", response.procedure_code()},
          {"channel", WordOf(dossier.channel())},
          {"flags", FlagWords(dossier.flags())},
          {"accept_by", MomentJson(dossier.accept_by())},
          {"source", dossier.source()},
          {"raw_status", dossier.raw_status()},
          {"ownership_term", dossier.ownership_term()},
          {"revision", dossier.revision()},
          {"event_time", MomentJson(dossier.event_time())},
          {"tombstone", dossier.tombstone()},
          {"migrated", dossier.migrated()},
          {"calendar_provisional", dossier.resolution().calendar_provisional()}};
}

}  // namespace

std::string UnitCode(const v1::GetDossierResponse& response, uint32_t id) {
  if (id == 0) return "";
  const auto found = response.unit_codes().find(id);
  return found == response.unit_codes().end() ? fmt::format("#{}", id) : found->second;
}

std::vector<std::string> RoleWords(uint32_t roles) {
  std::vector<std::string> words;
  for (int role = v1::UNIT_ROLE_RECEIVING; role <= v1::UNIT_ROLE_APPLYING; ++role) {
    if (roles >> (role - 1) & 1) words.push_back(WordOf(static_cast<v1::UnitRole>(role)));
  }
  return words;
}

Json MovementJson(const v1::GetDossierResponse& response, const v1::Movement& movement) {
  return {
      {"at", MomentJson(movement.instant())}, {"unit", UnitCode(response, movement.unit())},
      {"from", WordOf(movement.from())},      {"to", WordOf(movement.to())},
      {"roles", RoleWords(movement.roles())}, {"finish_not_stated", movement.finish_not_stated()}};
}

Json DossierJson(const v1::GetDossierResponse& response) {
  Json json = StateJson(response);
  json["timeline"] = ListJson(response.dossier().timeline(), [&](const auto& entry) -> Json {
    return {{"at", MomentJson(entry.instant())},     {"status", static_cast<int>(entry.status())},
            {"status_name", WordOf(entry.status())}, {"unit", UnitCode(response, entry.unit())},
            {"inferred", entry.inferred()},          {"over_limit", entry.over_limit()}};
  });
  json["promises"] = ListJson(response.dossier().promises(), PromiseJson);
  json["movements"] = ListJson(
      response.movements(), [&](const auto& movement) { return MovementJson(response, movement); });
  json["origin"] = {{"node", response.origin().node()},
                    {"epoch", EpochHex(response.origin().epoch())},
                    {"sequence", response.sequence()}};
  json["rivals"] = ListJson(response.rivals(), RivalJson);
  json["parked"] = ListJson(response.parked(), MissingJson);
  json["settled"] = ListJson(response.settled(), SettledJson);
  return json;
}

}  // namespace lienthong::cli
