// A node's memory on a memory disk, and the reference data of a small province. For
// tests.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "services/admission/admission.h"
#include "services/admission/merge_testing.h"
#include "storage/progress/progress.h"
#include "storage/records/records.h"
#include "storage/registry/reference_reader.h"

namespace lienthong::admission {

// Stands until it is moved.
class FakeClock final : public Clock {
 public:
  int64_t NowMs() const override { return now_ms_; }
  void MoveTo(Instant instant) { now_ms_ = 1000 * instant; }

 private:
  int64_t now_ms_ = 1000 * At("1/7 08:30");
};

// Rows of reference data, one after the other. Everything holds from 2026-01-01.
class Rows {
 public:
  Rows& Unit(const std::string& code, const std::string& name, const std::string& type,
             const std::string& parent = "", const std::string& valid_from = "2026-01-01") {
    v1::UnitRow& row = *request_.add_rows()->mutable_unit();
    row.set_code(code);
    row.set_name(name);
    row.set_type(type);
    row.set_parent(parent);
    row.set_valid_from(valid_from);
    return *this;
  }
  Rows& Procedure(const std::string& code, const std::string& processing_days = "",
                  const std::string& fee = "0") {
    v1::ProcedureRow& row = *request_.add_rows()->mutable_procedure();
    row.set_code(code);
    row.set_name("Cấp lại giấy phép " + code);
    row.set_processing_days(processing_days);
    row.set_fee(fee);
    row.set_online("full");
    row.set_valid_from("2026-01-01");
    return *this;
  }
  Rows& Grant(const std::string& unit, const std::string& node, const std::string& source = "igate",
              const std::string& valid_from = "2026-01-01") {
    v1::GrantRow& row = *request_.add_rows()->mutable_grant();
    row.set_unit(unit);
    row.set_node(node);
    row.set_source(source);
    row.set_valid_from(valid_from);
    return *this;
  }
  Rows& Mapping(const std::string& kind, const std::string& value, const std::string& target,
                const std::string& source = "igate") {
    v1::MappingRow& row = *request_.add_rows()->mutable_mapping();
    row.set_source(source);
    row.set_kind(kind);
    row.set_value(value);
    row.set_target(target);
    row.set_valid_from("2026-01-01");
    return *this;
  }
  Rows& Calendar(const std::string& date, const std::string& kind, const std::string& detail = "") {
    v1::CalendarRow& row = *request_.add_rows()->mutable_calendar();
    row.set_date(date);
    row.set_kind(kind);
    row.set_detail(detail);
    row.set_source("unverified");
    return *this;
  }

  // The last row, to say more of it.
  v1::ReferenceRow& last() { return *request_.mutable_rows(request_.rows_size() - 1); }
  v1::ProcedureRow& last_procedure() { return *last().mutable_procedure(); }
  v1::GrantRow& last_grant() { return *last().mutable_grant(); }
  v1::CalendarRow& last_calendar() { return *last().mutable_calendar(); }
  // Both days of a swap; each row names the other.
  Rows& Swap(const std::string& off, const std::string& worked) {
    Calendar(off, "holiday").last_calendar().set_swap(worked);
    Calendar(worked, "working").last_calendar().set_swap(off);
    return *this;
  }
  Rows& Add(v1::ReferenceRow row) {
    *request_.add_rows() = std::move(row);
    return *this;
  }

  const v1::ImportReferenceRequest& request() const { return request_; }

 private:
  v1::ImportReferenceRequest request_;
};

// Lower case, for ASCII: enough for codes and for names told so.
inline std::string LowerCase(std::string_view word) {
  std::string lower(word);
  for (char& c : lower) c = 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

// Opened, used, closed and opened again; always the same disk.
class TestNode {
 public:
  struct Options {
    std::string name = "h44-1";
    bool is_root = true;
    uint64_t epoch = 7;
    Registry::Normalizer normalize = LowerCase;
    std::shared_ptr<Disk> disk = Disk::Memory();
    std::string reference_author_key = {};
  };

  // The key with which the root of that name signs.
  static SigningKey KeyOf(const std::string& name) {
    return *SigningKey::FromSeed((name + std::string(kPublicKeyBytes, '.')).substr(0, 32));
  }

  explicit TestNode(Options options) : options_(std::move(options)) { Open(); }

  void Reopen() {
    Close();
    Open();
  }
  // Opens again without its parent: a level was removed.
  void BecomeRoot() {
    options_.is_root = true;
    Reopen();
  }

  // Commits all of `work` at once.
  absl::StatusOr<CommitSummary> Commit(std::vector<Work>& work) {
    std::vector<Work*> items;
    for (Work& item : work) items.push_back(&item);
    return admission_->Commit(items);
  }
  template <typename Body>
  absl::Status CommitOne(Body& body) {
    std::vector<Work> work(1);
    work[0].body = std::move(body);
    Commit(work).IgnoreError();
    body = std::get<Body>(std::move(work[0].body));
    return work[0].status;
  }

  v1::SubmitResponse Submit(const std::vector<Snapshot>& snapshots,
                            const std::string& source = "igate") {
    SubmitWork work = SubmitOf(snapshots, source);
    EXPECT_EQ(CommitOne(work), absl::OkStatus());
    return std::move(work.response);
  }
  v1::RecordResult SubmitOne(const Snapshot& snapshot, const std::string& source = "igate") {
    return Submit({snapshot}, source).results(0);
  }
  static SubmitWork SubmitOf(const std::vector<Snapshot>& snapshots,
                             const std::string& source = "igate") {
    SubmitWork work;
    work.request.set_source(source);
    work.request.set_reporting_unit("H44.1");
    for (const Snapshot& snapshot : snapshots) *work.request.add_records() = snapshot.record();
    return work;
  }
  v1::ImportReferenceResponse Import(const Rows& rows) {
    ImportWork work{rows.request(), {}};
    EXPECT_EQ(CommitOne(work), absl::OkStatus());
    EXPECT_TRUE(work.response.errors().empty()) << work.response.errors(0).ShortDebugString();
    return std::move(work.response);
  }
  // Takes the reference data of `parent` that is not here yet.
  void TakeReferencesOf(const TestNode& parent) {
    ReferenceWork work{parent.ReferencesAfter(references_->position().sequence())};
    if (work.run.entries().empty()) return;
    EXPECT_EQ(CommitOne(work), absl::OkStatus());
  }
  v1::ReferenceRun ReferencesAfter(uint64_t sequence, size_t bytes_max = 1 << 20) const {
    const v1::ReferencePosition& held = references_->position();
    v1::ReferencePosition after;
    *after.mutable_author() = held.author();
    after.set_sequence(sequence);
    after.set_hash(
        std::string(BytesOf(*ReferenceLog::HashAt(engine_->Snapshot(), held.author(), sequence))));
    return *ReferenceReader(*engine_).Read(held, after, bytes_max);
  }
  // Lets in what may go in; how many that were.
  uint32_t Unpark() {
    UnparkWork work;
    EXPECT_EQ(CommitOne(work), absl::OkStatus());
    return work.decided;
  }
  ReplicateWork Replicate(const v1::Block& block) {
    ReplicateWork work;
    work.block = block;
    EXPECT_EQ(CommitOne(work), absl::OkStatus());
    return work;
  }

  // The whole journal as blocks, in order.
  std::vector<v1::Block> Blocks() const {
    std::vector<v1::Block> blocks;
    const View view = engine_->Snapshot();
    for (uint64_t position = 1; position <= journal_->position();) {
      const auto stored = journal_->ReadBlock(view, position);
      position = (*stored)->first_position + (*stored)->facts();
      blocks.push_back((*stored)->block);
    }
    return blocks;
  }
  std::optional<node::v1::Record> Record(const std::string& dossier) const {
    return *Records::Read(engine_->Snapshot(), dossier);
  }
  // The movements of a dossier in the books; empty: it is not there.
  std::string Path(const std::string& dossier) const {
    const auto record = Record(dossier);
    return record.has_value() ? PathOf(record->dossier()) : "";
  }
  std::vector<ParkedFact> Parked() const { return ReadRows(&Progress::ScanParked); }
  std::vector<ParkedFact> Settled() const { return ReadRows(&Progress::ScanSettled); }
  // Everything a family holds.
  std::map<std::string, std::string> Bytes(Family family) const {
    std::map<std::string, std::string> bytes;
    EXPECT_TRUE(
        engine_->Snapshot()
            .Scan(family, "", "",
                  [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                    bytes.emplace(key, value);
                    return true;
                  })
            .ok());
    return bytes;
  }

  FakeClock& clock() { return clock_; }
  Engine& engine() { return *engine_; }
  View view() const { return engine_->Snapshot(); }
  const Journal& journal() const { return *journal_; }
  const ReferenceLog& references() const { return *references_; }
  OriginId own() const { return {options_.name, options_.epoch}; }

 private:
  std::vector<ParkedFact> ReadRows(decltype(Progress::ScanParked) scan) const {
    std::vector<ParkedFact> facts;
    EXPECT_TRUE(scan(engine_->Snapshot(), [&](const ParkedFact& fact) {
                  facts.push_back(fact);
                  return true;
                }).ok());
    return facts;
  }
  void Open() {
    engine_ = *Engine::Open({.path = "/db", .disk = options_.disk});
    journal_ = *Journal::Open(*engine_, options_.name, options_.epoch);
    references_ = *ReferenceLog::Open(*engine_, options_.normalize);
    // As services/node does: with another author's log nothing can be signed.
    if (options_.is_root)
      references_->SignUnsigned(*engine_, own().ToProto(), KeyOf(options_.name)).IgnoreError();
    Admission::Options options{.is_root = options_.is_root,
                               .reference_author_key = options_.reference_author_key};
    if (options_.is_root) options.signing_key = KeyOf(options_.name);
    admission_ =
        std::make_unique<Admission>(*engine_, *journal_, *references_, clock_, std::move(options));
  }
  void Close() {
    admission_.reset();
    references_.reset();
    journal_.reset();
    engine_.reset();
  }

  Options options_;
  FakeClock clock_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<ReferenceLog> references_;
  std::unique_ptr<Admission> admission_;
};

}  // namespace lienthong::admission
