#include "storage/progress/progress.h"

#include "storage/base/bytes.h"
#include "storage/base/hash.h"

namespace lienthong {
namespace {

std::string AcknowledgedKey(uint32_t origin) {
  std::string key = "a";
  PutBigEndian32(key, origin);
  return key;
}

std::string SourceKey(uint32_t unit, const std::string& source) {
  std::string key = "s";
  PutBigEndian32(key, unit);
  return key + source;
}

std::string MilestoneKey(Progress::Milestone milestone, uint32_t unit, uint32_t term) {
  std::string key = {'h', static_cast<char>(milestone)};
  PutBigEndian32(key, unit);
  PutBigEndian32(key, term);
  return key;
}

std::string FirstLoadKey(uint32_t unit) {
  std::string key = "l";
  PutBigEndian32(key, unit);
  return key;
}

std::string ParkedKey(uint32_t origin, uint64_t sequence) {
  std::string key = "p";
  PutBigEndian32(key, origin);
  PutBigEndian64(key, sequence);
  return key;
}

absl::StatusOr<uint64_t> ReadVarint(const View& view, const std::string& key,
                                    std::string_view what) {
  ASSIGN_OR_RETURN(const auto value, view.Get(Family::kDefault, key));
  if (!value.has_value()) return uint64_t{0};
  std::string_view bytes = *value;
  uint64_t number = 0;
  if (!GetVarint(bytes, number) || !bytes.empty()) return DataLoss("{}: cannot be read", what);
  return number;
}

std::string Varint(uint64_t number) {
  std::string bytes;
  PutVarint(bytes, number);
  return bytes;
}

absl::Status ScanRows(const View& view, const std::function<bool(const ParkedFact&)>& visit) {
  return view.Scan(Family::kDefault, "p", "q",
                   [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                     ParkedFact fact;
                     key.remove_prefix(1);
                     const bool ok = GetBigEndian32(key, fact.origin) &&
                                     GetBigEndian64(key, fact.sequence) &&
                                     fact.row.ParseFromArray(value.data(), value.size());
                     if (!ok) return DataLoss("parked fact: cannot be read");
                     return visit(fact);
                   });
}

}  // namespace

void Progress::PutAcknowledged(uint32_t origin, uint64_t sequence, Batch& batch) {
  batch.Put(Family::kDefault, AcknowledgedKey(origin), Varint(sequence));
}

absl::StatusOr<uint64_t> Progress::Acknowledged(const View& view, uint32_t origin) {
  return ReadVarint(view, AcknowledgedKey(origin), "acknowledged position");
}

void Progress::PutSource(const SourceThrough& source, Batch& batch) {
  batch.Put(Family::kDefault, SourceKey(source.unit, source.source),
            Varint(ZigZag(source.complete_through)));
}

absl::StatusOr<Instant> Progress::CompleteThrough(const View& view, uint32_t unit,
                                                  const std::string& source) {
  ASSIGN_OR_RETURN(const uint64_t number,
                   ReadVarint(view, SourceKey(unit, source), "progress of a source"));
  return UnZigZag(number);
}

absl::StatusOr<std::vector<SourceThrough>> Progress::Sources(const View& view) {
  std::vector<SourceThrough> sources;
  RETURN_IF_ERROR(
      view.Scan(Family::kDefault, "s", "t",
                [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                  SourceThrough source;
                  uint64_t through = 0;
                  key.remove_prefix(1);
                  if (!GetBigEndian32(key, source.unit) || !GetVarint(value, through))
                    return DataLoss("progress of a source: cannot be read");
                  source.source = key;
                  source.complete_through = UnZigZag(through);
                  sources.push_back(std::move(source));
                  return true;
                }));
  return sources;
}

void Progress::PutFirstLoad(const FirstLoad& load, Batch& batch) {
  batch.Put(Family::kDefault, FirstLoadKey(load.unit), load.row.SerializeAsString());
}

absl::StatusOr<std::optional<node::v1::FirstLoadRow>> Progress::ReadFirstLoad(const View& view,
                                                                              uint32_t unit) {
  ASSIGN_OR_RETURN(const auto value, view.Get(Family::kDefault, FirstLoadKey(unit)));
  if (!value.has_value()) return std::optional<node::v1::FirstLoadRow>();
  node::v1::FirstLoadRow row;
  if (!row.ParseFromString(*value)) return DataLoss("first load of a unit: cannot be read");
  return std::optional(std::move(row));
}

absl::StatusOr<std::vector<FirstLoad>> Progress::FirstLoads(const View& view) {
  std::vector<FirstLoad> loads;
  RETURN_IF_ERROR(
      view.Scan(Family::kDefault, "l", "m",
                [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                  FirstLoad& load = loads.emplace_back();
                  key.remove_prefix(1);
                  if (!GetBigEndian32(key, load.unit) ||
                      !load.row.ParseFromArray(value.data(), static_cast<int>(value.size())))
                    return DataLoss("first load of a unit: cannot be read");
                  return true;
                }));
  return loads;
}

void Progress::PutMilestone(Milestone milestone, uint32_t unit, uint32_t term, Batch& batch) {
  batch.Put(Family::kDefault, MilestoneKey(milestone, unit, term), "");
}

absl::StatusOr<bool> Progress::HasMilestone(const View& view, Milestone milestone, uint32_t unit,
                                            uint32_t term) {
  ASSIGN_OR_RETURN(const auto value,
                   view.Get(Family::kDefault, MilestoneKey(milestone, unit, term)));
  return value.has_value();
}

void Progress::PutParked(const ParkedFact& fact, Batch& batch) {
  batch.Put(Family::kDefault, ParkedKey(fact.origin, fact.sequence), fact.row.SerializeAsString());
}

void Progress::DeleteParked(uint32_t origin, uint64_t sequence, Batch& batch) {
  batch.Delete(Family::kDefault, ParkedKey(origin, sequence));
}

absl::StatusOr<std::optional<node::v1::ParkedRow>> Progress::Parked(const View& view,
                                                                    uint32_t origin,
                                                                    uint64_t sequence) {
  ASSIGN_OR_RETURN(const auto value, view.Get(Family::kDefault, ParkedKey(origin, sequence)));
  if (!value.has_value()) return std::optional<node::v1::ParkedRow>();
  node::v1::ParkedRow row;
  if (!row.ParseFromString(*value)) return DataLoss("parked fact: cannot be read");
  return std::optional(std::move(row));
}

// Two sendings of one record differ in nothing but their arrival.
std::string Progress::PrintOf(const v1::Parked& parked) {
  const std::string record = parked.has_petition() ? parked.petition().SerializeAsString()
                                                   : parked.record().SerializeAsString();
  return std::string(BytesOf(Sha256(parked.source(), record)).substr(0, 16));
}

void Progress::PutLastParked(const std::string& key, const LastParked& last, Batch& batch) {
  batch.Put(Family::kDefault, "u" + key, Varint(last.sequence) + last.print);
}

void Progress::DeleteLastParked(const std::string& key, Batch& batch) {
  batch.Delete(Family::kDefault, "u" + key);
}

absl::StatusOr<LastParked> Progress::ReadLastParked(const View& view, const std::string& key) {
  ASSIGN_OR_RETURN(const auto value, view.Get(Family::kDefault, "u" + key));
  LastParked last;
  if (!value.has_value()) return last;
  std::string_view bytes = *value;
  if (!GetVarint(bytes, last.sequence))
    return DataLoss("last parked update of a record: cannot be read");
  last.print = bytes;
  return last;
}

absl::Status Progress::ScanParked(const View& view,
                                  const std::function<bool(const ParkedFact&)>& visit) {
  return ScanRows(view,
                  [&](const ParkedFact& fact) { return fact.row.has_settled() || visit(fact); });
}

absl::Status Progress::ScanSettled(const View& view,
                                   const std::function<bool(const ParkedFact&)>& visit) {
  return ScanRows(view,
                  [&](const ParkedFact& fact) { return !fact.row.has_settled() || visit(fact); });
}

}  // namespace lienthong
