#include <vector>

#include "lienthong/v1/fact.pb.h"
#include "lienthong/v1/reference.pb.h"
#include "services/accounting/movements_testing.h"
#include "services/score/evaluate_testing.h"
#include "storage/base/hash.h"
#include "tests/vectors/vectors.h"

namespace lienthong::vectors {
namespace {

using score::FromText;

constexpr char kNode[] = "h44-13";
constexpr uint64_t kEpoch =
    0xfedcba9876543210;  // beyond 63 bits: some languages have no such integer
constexpr int64_t kAdmittedMs = 1782867600123;

v1::Dossier FullDossier() {
  v1::Dossier dossier = Story()
                            .Online()
                            .Flags(0x7ff)
                            .Due("10/7 17:00")
                            .LimitFrom("1/1")
                            .Stated("1/7 08:00", v1::STATUS_ACCEPTED)
                            .Stated("2/7 08:00", v1::STATUS_SUPPLEMENT_REQUESTED, 0, 0xdeadbeef)
                            .Inferred("3/7 08:00", v1::STATUS_PROCESSING, 300)
                            .Again("6/7 08:00", "20/7 17:00")
                            .Resolved();
  dossier.MergeFrom(FromText<v1::Dossier>(R"(
      id: "H44.13-260701-0001" aliases: "000.00.01.H44-260701-0001" procedure: 1234 source: "igate"
      raw_status: "Đang thụ lý" reporting_unit: 300 ownership_term: 1 revision: 18446744073709551615
      event_time: 1783040400 resolution { reference_sequence: 4321 } migrated: true)"));
  return dossier;
}

std::vector<v1::Fact> Facts() {
  std::vector<v1::Fact> facts = {
      v1::Fact(),
      FromText<v1::Fact>(R"(parked {
          record { dossier: "H44.13-260701-0002" procedure: "1.001234" status: "Mới" reporting_unit: "H44.13"
                   submitted: 1782867600 promised { instant: 1783645200 day_only: true } }
          arrival: 1782868000 missing { kind: REFERENCE_KIND_STATUS source: "igate" value: "Mới" }
          reporting_unit: 3 source: "igate" term: 1 })"),
      FromText<v1::Fact>(
          R"(source_progress { unit: 3 source: "igate" complete_through: 1782868000 })"),
      FromText<v1::Fact>(R"(petition {
          id: "PA-1" unit: 3 reporting_unit: 3 timeline { instant: 1782867600 status: PETITION_STATUS_RECEIVED }
          satisfaction: SATISFACTION_SATISFIED source: "pakn" revision: 1 })"),
      FromText<v1::Fact>(R"(observation {
          unit: 3 definition: "766-2026/3.3/rate" first_day: 20635 last_day: 20665 value: "87.40"
          measure: MEASURE_PERCENT source: "report 2026-07" as_of: 1785549600 })"),
      FromText<v1::Fact>("release { unit: 3 term: 1 }"),
      FromText<v1::Fact>("takeover { unit: 3 term: 2 }"),
  };
  *facts[0].mutable_dossier() = FullDossier();
  for (size_t i = 0; i < facts.size(); ++i)
    facts[i].set_admitted_time_ms(kAdmittedMs + static_cast<int64_t>(i));
  return facts;
}

std::vector<v1::ReferenceEntry> Entries() {
  return {
      FromText<v1::ReferenceEntry>(R"(unit {
          id: 3 code: "H44.13" name: "Sở Giả Định" type: UNIT_TYPE_DEPARTMENT parent: 1 valid_from: -1 })"),
      FromText<v1::ReferenceEntry>(
          R"(grant { unit: 3 node: "h44-13" sources: "igate" term: 1 go_live: 20635 })"),
      FromText<v1::ReferenceEntry>(R"(mapping {
          source: "igate" kind: REFERENCE_KIND_STATUS value: "Đang thụ lý" target: "4" })"),
  };
}

// Chains `messages` into `run`, telling each step.
template <typename Message, typename Add>
nlohmann::ordered_json Chain(std::string_view domain, const std::vector<Message>& messages,
                             Add add) {
  nlohmann::ordered_json chain;
  Hash hash = FirstHash(domain, kNode, kEpoch);
  chain["domain"] = domain;
  chain["node"] = kNode;
  chain["epoch"] = std::to_string(kEpoch);
  chain["first_hash"] = ToHex(BytesOf(hash));
  for (const Message& message : messages) {
    const std::string bytes = message.SerializeAsString();
    add(hash, bytes);
    hash = NextHash(hash, bytes);
    chain["entries"].push_back({{"json", JsonOf(Parsed<Message>(bytes))},
                                {"bytes", ToHex(bytes)},
                                {"hash", ToHex(BytesOf(hash))}});
  }
  return chain;
}

nlohmann::ordered_json FactChain() {
  v1::Run run;
  run.mutable_origin()->set_node(kNode);
  run.mutable_origin()->set_epoch(kEpoch);
  run.set_first_sequence(1);
  auto chain = Chain(kFactChain, Facts(), [&](const Hash& before, const std::string& bytes) {
    if (run.facts().empty()) run.set_previous_hash(std::string(BytesOf(before)));
    run.add_facts(bytes);
  });
  chain["run"] = HexOf(run);
  return chain;
}

nlohmann::ordered_json ReferenceChain() {
  v1::ReferenceRun run;
  run.mutable_author()->set_node(kNode);
  run.mutable_author()->set_epoch(kEpoch);
  run.set_first_sequence(1);
  auto chain = Chain(kReferenceChain, Entries(), [&](const Hash& before, const std::string& bytes) {
    if (run.entries().empty()) run.set_previous_hash(std::string(BytesOf(before)));
    run.add_entries(bytes);
  });
  chain["run"] = HexOf(run);
  return chain;
}

}  // namespace

nlohmann::ordered_json Chains() {
  return nlohmann::ordered_json::array({FactChain(), ReferenceChain()});
}

}  // namespace lienthong::vectors
