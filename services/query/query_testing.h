// A node's memory on a memory disk, written by hand: postings, progress, reference data.
// For tests; errors throw.
#pragma once

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "services/access/door.h"
#include "services/accounting/line.h"
#include "storage/base/calendar_date.h"
#include "storage/journal/journal.h"
#include "storage/ledger/ledger.h"
#include "storage/progress/progress.h"
#include "storage/records/records.h"
#include "storage/registry/registry.h"

namespace lienthong::query {

// "2026-07-01 08:00:00".
inline Instant At(const std::string& text) {
  int hour = 0, minute = 0, second = 0;
  if (text.size() > 10) std::sscanf(text.c_str() + 11, "%d:%d:%d", &hour, &minute, &second);
  return StartOfDay(ParseDate(text.substr(0, 10)).value()) + hour * 3600 + minute * 60 + second;
}

inline Day On(const std::string& text) { return ParseDate(text).value(); }

inline void Must(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

class FixedClock final : public Clock {
 public:
  int64_t NowMs() const override { return now * 1000; }
  Instant now = 0;
};

// A door at which everybody may do everything, or from some moment on reads one unit and what
// is below it.
class TestDoor final : public access::Door {
 public:
  void Narrow(const std::string& unit) {
    v1::Scope scope;
    scope.add_units(unit);
    caller_.scope = access::Scope(std::move(scope));
  }

  absl::StatusOr<access::Caller> Enter(const grpc::ServerContextBase*) override { return caller_; }

 protected:
  std::shared_ptr<const Registry> registry() const override { return nullptr; }
  Day today() const override { return 0; }

 private:
  access::Caller caller_ = access::Caller::Local();
};

class TestMemory {
 public:
  TestMemory()
      : engine_(*Engine::Open({.path = "/db", .disk = Disk::Memory()})),
        journal_(*Journal::Open(*engine_, "province", 1)),
        ledger_(*engine_),
        registry_(
            std::make_shared<Registry>([](std::string_view name) { return std::string(name); })) {}

  Engine& engine() { return *engine_; }
  const Journal& journal() const { return *journal_; }
  const std::shared_ptr<Registry>& registry() { return registry_; }

  // A dossier's record with its postings, in the books.
  void Post(const std::string& dossier, const std::vector<StoredPosting>& postings,
            uint32_t procedure = 1) {
    node::v1::Record record;
    record.mutable_dossier()->set_id(dossier);
    record.mutable_dossier()->set_procedure(procedure);
    if (!postings.empty()) record.mutable_dossier()->set_handling_unit(postings.front().unit);
    Put(record, postings, procedure);
  }
  // A petition's.
  void PostPetition(const std::string& petition, const std::vector<StoredPosting>& postings) {
    node::v1::Record record;
    record.mutable_petition()->set_id(petition);
    Put(record, postings, 0);
  }
  void Observe(const v1::Observation& observation) {
    node::v1::Record record;
    *record.mutable_observation() = observation;
    Put(record, {}, 0);
  }

  void SetSource(uint32_t unit, const std::string& source, Instant through) {
    Batch batch;
    Progress::PutSource({unit, source, through}, batch);
    Must(engine_->Commit(batch));
  }

  // A sign of life of another node.
  void SetProgress(const std::string& node, int64_t time_ms, uint64_t epoch = 1) {
    Journal::Draft draft(*journal_);
    draft.SetProgress(draft.NumberOf({node, epoch}), 0, time_ms);
    Batch batch;
    draft.WriteTo(batch);
    Must(engine_->Commit(batch));
    journal_->Adopt(std::move(draft));
  }

  void Park(uint32_t unit, const std::string& dossier, const std::string& missing) {
    ParkedFact fact{1, ++parked_, {}};
    fact.row.set_unit(unit);
    fact.row.set_dossier(dossier);
    fact.row.add_missing()->set_kind(v1::REFERENCE_KIND_PROCEDURE);
    fact.row.mutable_missing(0)->set_value(missing);
    Batch batch;
    Progress::PutParked(fact, batch);
    Must(engine_->Commit(batch));
  }

  void AddUnit(uint32_t id, const std::string& code, uint32_t parent, Day from = 0,
               bool abolished = false) {
    v1::ReferenceEntry entry;
    entry.mutable_unit()->set_id(id);
    entry.mutable_unit()->set_code(code);
    entry.mutable_unit()->set_name("Name of " + code);
    entry.mutable_unit()->set_parent(parent);
    entry.mutable_unit()->set_valid_from(from);
    entry.mutable_unit()->set_abolished(abolished);
    registry_->Add(entry);
  }

  void Grant(uint32_t unit, const std::string& node, const std::vector<std::string>& sources,
             Day from = 0, Day go_live = 0) {
    v1::ReferenceEntry entry;
    entry.mutable_grant()->set_unit(unit);
    entry.mutable_grant()->set_node(node);
    entry.mutable_grant()->set_valid_from(from);
    entry.mutable_grant()->set_go_live(go_live);
    for (const std::string& source : sources) entry.mutable_grant()->add_sources(source);
    registry_->Add(entry);
  }

 private:
  void Put(node::v1::Record& record, const std::vector<StoredPosting>& postings,
           uint32_t procedure) {
    record.set_sequence(1);
    record.set_postings(EncodePostings(postings));
    LedgerChanges changes;
    for (const StoredPosting& posting : postings)
      changes.Add({posting.unit, DayOf(posting.instant), procedure}, posting.line, 1);
    Batch batch;
    Must(Records::Write(record, {}, batch));
    Must(ledger_.Stage(changes, batch));
    Must(engine_->Commit(batch));
    ledger_.Finish(true);
  }

  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Journal> journal_;
  Ledger ledger_;
  std::shared_ptr<Registry> registry_;
  uint64_t parked_ = 0;
};

inline uint32_t LineOf(Account from, Account to) { return Line{from, to}.Pack(); }

// Lines by hand.
inline const uint32_t kAccepted = LineOf(Account::kOutside, Account::kOpenInTime);
inline const uint32_t kPassed = LineOf(Account::kOpenInTime, Account::kOpenOverdue);
inline const uint32_t kDecided = LineOf(Account::kOpenInTime, Account::kResolvedEarly);
inline const uint32_t kDecidedLate = LineOf(Account::kOpenOverdue, Account::kResolvedLate);

}  // namespace lienthong::query
