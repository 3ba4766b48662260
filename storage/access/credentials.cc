#include "storage/access/credentials.h"

#include "storage/base/bytes.h"

namespace lienthong {
namespace {

constexpr char kPrefix[] = "k";
constexpr char kAuditPrefix[] = "j";

}  // namespace

void Credentials::Put(const node::v1::CredentialRow& row, Batch& batch) {
  batch.Put(Family::kDefault, kPrefix + row.credential().id(), row.SerializeAsString());
}

absl::StatusOr<std::vector<node::v1::CredentialRow>> Credentials::ReadAll(const View& view) {
  std::vector<node::v1::CredentialRow> rows;
  RETURN_IF_ERROR(
      view.Scan(Family::kDefault, kPrefix, PrefixEnd(kPrefix),
                [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                  if (!rows.emplace_back().ParseFromArray(value.data(), value.size()))
                    return DataLoss("credential {}: cannot be read", key.substr(1));
                  return true;
                }));
  return rows;
}

void AuditIndex::Put(const AuditedFact& fact, Batch& batch) {
  std::string key = kAuditPrefix;
  PutBigEndian32(key, fact.origin);
  PutBigEndian64(key, fact.sequence);
  std::string value;
  PutVarint(value, ZigZag(fact.time_ms));
  batch.Put(Family::kDefault, key, value);
}

absl::StatusOr<std::vector<AuditedFact>> AuditIndex::ReadAll(const View& view) {
  std::vector<AuditedFact> facts;
  RETURN_IF_ERROR(
      view.Scan(Family::kDefault, kAuditPrefix, PrefixEnd(kAuditPrefix),
                [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                  AuditedFact fact;
                  uint64_t time = 0;
                  key.remove_prefix(1);
                  if (!GetBigEndian32(key, fact.origin) || !GetBigEndian64(key, fact.sequence) ||
                      !GetVarint(value, time)) {
                    return DataLoss("audit index: cannot be read");
                  }
                  fact.time_ms = UnZigZag(time);
                  facts.push_back(fact);
                  return true;
                }));
  return facts;
}

}  // namespace lienthong
