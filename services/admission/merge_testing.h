// Tells what one-stop software sends in a few words, and reads a dossier's
// movements as text. For tests. Dates as in services/accounting/movements_testing.h.
#pragma once

#include <string>
#include <vector>

#include "lienthong/v1/intake.pb.h"
#include "services/accounting/movements_testing.h"

namespace lienthong::admission {

// One snapshot: Snapshot("9").Accepted("1/7 08:00").Due("10/7 17:00").Finished("9/7 10:00")
class Snapshot {
 public:
  explicit Snapshot(const std::string& status) {
    record_.set_dossier("H44.1-260701-0001");
    record_.set_procedure("1.001");
    record_.set_status(status);
  }

  Snapshot& Dossier(const std::string& id) {
    record_.set_dossier(id);
    return *this;
  }
  Snapshot& Alias(const std::string& id) {
    record_.set_other_dossier(id);
    return *this;
  }
  Snapshot& Procedure(const std::string& code) {
    record_.set_procedure(code);
    return *this;
  }
  Snapshot& Status(const std::string& status) {
    record_.set_status(status);
    return *this;
  }
  Snapshot& Channel(const std::string& channel) {
    record_.set_channel(channel);
    return *this;
  }
  Snapshot& ReceivedBy(const std::string& unit) {
    record_.set_receiving_unit(unit);
    return *this;
  }
  Snapshot& HandledBy(const std::string& unit) {
    record_.set_handling_unit(unit);
    return *this;
  }
  Snapshot& ReportedBy(const std::string& unit) {
    record_.set_reporting_unit(unit);
    return *this;
  }
  Snapshot& Filed(const std::string& at) {
    record_.set_submitted(At(at));
    return *this;
  }
  Snapshot& Accepted(const std::string& at) {
    record_.set_accepted(At(at));
    return *this;
  }
  Snapshot& Due(const std::string& at) {
    record_.mutable_promised()->set_instant(At(at));
    return *this;
  }
  // A day without a time.
  Snapshot& DueOn(const std::string& day) {
    record_.mutable_promised()->set_day_only(true);
    return Due(day);
  }
  Snapshot& Finished(const std::string& at) {
    record_.set_finished(At(at));
    return *this;
  }
  Snapshot& Returned(const std::string& at) {
    record_.set_returned(At(at));
    return *this;
  }
  Snapshot& Refused(const std::string& at) {
    record_.set_refused(At(at));
    return *this;
  }
  // ThoiDiemXuLy: the status stands since then.
  Snapshot& Since(const std::string& at) {
    record_.set_status_time(At(at));
    return *this;
  }
  // A supplement request; an empty text is a field that is not there.
  Snapshot& Supplement(const std::string& id, const std::string& requested,
                       const std::string& received = "", const std::string& promised_before = "",
                       const std::string& promised_after = "") {
    v1::Supplement& supplement = *record_.add_supplements();
    supplement.set_id(id);
    if (!requested.empty()) supplement.set_requested(At(requested));
    if (!received.empty()) supplement.set_received(At(received));
    if (!promised_before.empty())
      supplement.mutable_promised_before()->set_instant(At(promised_before));
    if (!promised_after.empty())
      supplement.mutable_promised_after()->set_instant(At(promised_after));
    return *this;
  }
  Snapshot& Flags(uint32_t flags) {
    record_.set_flags(flags);
    return *this;
  }
  Snapshot& Revision(uint64_t revision) {
    record_.set_revision(revision);
    return *this;
  }
  Snapshot& Tombstone() {
    record_.set_tombstone(true);
    return *this;
  }
  Snapshot& Reopens() {
    record_.set_reopens(true);
    return *this;
  }

  const v1::SourceRecord& record() const { return record_; }

 private:
  v1::SourceRecord record_;
};

// The movements of a resolved state under one role: "3/7 09:00 @1 open_in_time".
inline std::vector<std::string> MovementsOf(const v1::Dossier& dossier,
                                            uint8_t role = kHandlingRole) {
  std::vector<std::string> lines;
  for (const Posting& p : PostingsOf(dossier)) {
    if ((p.line.roles & role) == 0 || p.line.from == p.line.to) continue;
    lines.push_back(absl::StrCat(TextOf(p.instant), " @", p.unit, " ", NameOf(p.line.to),
                                 p.line.not_stated ? " ?" : ""));
  }
  return lines;
}

// The accounts after `outside`: "open_in_time > resolved_early".
inline std::string PathOf(const v1::Dossier& dossier) {
  std::string path;
  for (const Posting& p : PostingsOf(dossier)) {
    if ((p.line.roles & kHandlingRole) == 0 || p.line.from == p.line.to) continue;
    absl::StrAppend(&path, path.empty() ? "" : " > ", NameOf(p.line.to));
  }
  return path;
}

}  // namespace lienthong::admission
