#include "services/admission/upgrade.h"

#include <optional>

#include "lienthong/node/v1/store.pb.h"
#include "storage/journal/keys.h"
#include "storage/ledger/ledger.h"
#include "storage/records/history.h"
#include "storage/records/records.h"

namespace lienthong::admission {
namespace {

// Changes of one batch; bounds what is in memory.
constexpr size_t kBatchChangesMax = 16384;

constexpr uint32_t kFormatOfProcedures = 2;

// Deletes the keys of the ledger that begin with `kind`.
absl::Status DropCells(Engine& engine, const View& view, char kind) {
  const std::string prefix(1, kind);
  std::optional<Batch> batch(std::in_place);
  size_t changes = 0;
  RETURN_IF_ERROR(view.Scan(Family::kLedger, prefix, PrefixEnd(prefix),
                            [&](std::string_view key, std::string_view) -> absl::StatusOr<bool> {
                              batch->Delete(Family::kLedger, key);
                              if (++changes % kBatchChangesMax != 0) return true;
                              RETURN_IF_ERROR(engine.Commit(*batch));
                              batch.emplace();
                              return true;
                            }));
  return engine.Commit(*batch);
}

// Makes cells of what the records posted.
class Builder {
 public:
  explicit Builder(Engine& engine) : engine_(engine), ledger_(engine) {}

  absl::Status Run(const View& view) {
    RETURN_IF_ERROR(
        Records::ScanAll(view, [this](const node::v1::Record& record) { return Take(record); }));
    return Write();
  }

 private:
  absl::Status Take(const node::v1::Record& record) {
    if (!record.has_dossier()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const auto postings, DecodePostings(record.postings()));
    for (const StoredPosting& posting : postings) {
      changes_.AddByProcedure({posting.unit, DayOf(posting.instant), record.dossier().procedure()},
                              posting.line, 1);
    }
    gathered_ += postings.size();
    return gathered_ < kBatchChangesMax ? absl::OkStatus() : Write();
  }

  absl::Status Write() {
    Batch batch;
    absl::Status status = ledger_.Stage(changes_, batch);
    if (status.ok()) status = engine_.Commit(batch);
    ledger_.Finish(status.ok());
    changes_ = LedgerChanges();
    gathered_ = 0;
    return status;
  }

  Engine& engine_;
  Ledger ledger_;
  LedgerChanges changes_;
  size_t gathered_ = 0;
};

// Nothing has changed since the last commit, so what it knew can be told.
HistoryStart StartOf(const Journal& journal) {
  return {journal.position(), journal.origin(journal.own()).progress_ms,
          "a version that kept no history wrote this directory until then"};
}

}  // namespace

absl::Status Upgrade(Engine& engine, const Journal& journal) {
  const View view = engine.Snapshot();
  ASSIGN_OR_RETURN(const auto bytes, view.Get(Family::kDefault, journal_keys::kIdentity));
  if (!bytes.has_value()) return absl::OkStatus();
  node::v1::Identity identity;
  if (!identity.ParseFromString(*bytes)) return DataLoss("identity: cannot be read");
  if (identity.format() >= journal_keys::kFormat) return absl::OkStatus();
  if (identity.format() < kFormatOfProcedures) {
    for (const char kind : {'h', 'g'}) RETURN_IF_ERROR(DropCells(engine, view, kind));
    RETURN_IF_ERROR(Builder(engine).Run(view));
  }
  Batch batch;
  if (journal.position() > 0) History::PutStart(StartOf(journal), batch);
  identity.set_format(journal_keys::kFormat);
  batch.Put(Family::kDefault, journal_keys::kIdentity, identity.SerializeAsString());
  return engine.Commit(batch);
}

}  // namespace lienthong::admission
