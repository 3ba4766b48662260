#include <fmt/format.h>

#include <utility>
#include <vector>

#include "lienthong/v1/query.pb.h"
#include "services/accounting/movements.h"
#include "services/accounting/movements_testing.h"
#include "tests/vectors/vectors.h"

namespace lienthong::vectors {
namespace {

constexpr v1::Status kRegistered = v1::STATUS_REGISTERED;
constexpr v1::Status kAccepted = v1::STATUS_ACCEPTED;
constexpr v1::Status kProcessing = v1::STATUS_PROCESSING;
constexpr v1::Status kSupplement = v1::STATUS_SUPPLEMENT_REQUESTED;
constexpr v1::Status kWithdrawn = v1::STATUS_WITHDRAWN;
constexpr v1::Status kStopped = v1::STATUS_STOPPED;
constexpr v1::Status kDecided = v1::STATUS_DECIDED;
constexpr v1::Status kReturned = v1::STATUS_RETURNED;

// Accepted on Wednesday 1 July 2026 at 08:00, promised for Friday 10 July at 17:00.
Story Accepted() { return Story().Due("10/7 17:00").Stated("1/7 08:00", kAccepted); }

std::vector<std::pair<std::string, Story>> Stories() {
  return {
      {"filed online, not yet accepted", Story().Online().Stated("1/7 08:00", kRegistered)},
      {"accepted, the clock to come", Accepted()},
      {"accepted without a promise, decided",
       Story().Stated("1/7 08:00", kAccepted).Stated("3/7 09:00", kDecided)},
      {"decided early, handed over later",
       Accepted().Stated("3/7 09:00", kDecided).Stated("6/7 08:00", kReturned)},
      {"decided on the day", Accepted().Stated("10/7 17:00", kDecided)},
      {"decided a second late", Accepted().Stated("10/7 17:00:01", kDecided)},
      {"finish not stated", Accepted().Inferred("20/7 08:00", kDecided)},
      {"paused in time, the promise moves along", Accepted()
                                                      .Stated("2/7 08:00", kSupplement)
                                                      .Stated("6/7 08:00", kProcessing)
                                                      .Stated("13/7 08:00", kDecided)},
      {"a second supplement is overdue to the end", Accepted()
                                                        .LimitFrom("1/1")
                                                        .Stated("2/7 08:00", kSupplement, 0, 71)
                                                        .Stated("3/7 08:00", kProcessing)
                                                        .Stated("6/7 08:00", kSupplement, 0, 72)
                                                        .Stated("7/7 08:00", kProcessing)
                                                        .Stated("8/7 08:00", kDecided)},
      {"a new promise in time",
       Accepted().Again("9/7 08:00", "17/7 17:00").Stated("15/7 08:00", kDecided)},
      {"withdrawn in time", Accepted().Stated("6/7 08:00", kWithdrawn)},
      {"stopped late", Accepted().Stated("20/7 08:00", kStopped)},
      {"reopened, late the second time", Accepted()
                                             .Stated("3/7 08:00", kDecided)
                                             .Stated("13/7 08:00", kProcessing)
                                             .Stated("14/7 08:00", kDecided)},
      {"handled by another unit from the third day on, three roles",
       Accepted().Of(3, 1, 4).Stated("3/7 08:00", kProcessing, 2).Stated("6/7 08:00", kDecided)},
      {"deleted at the source", Accepted().Tombstone()},
  };
}

v1::Account ToProto(Account account) {
  return static_cast<v1::Account>(static_cast<int>(account) + 1);
}

v1::Movement MovementOf(const Posting& posting) {
  v1::Movement movement;
  movement.set_instant(posting.instant);
  movement.set_unit(posting.unit);
  movement.set_from(ToProto(posting.line.from));
  movement.set_to(ToProto(posting.line.to));
  movement.set_roles(posting.line.roles);
  movement.set_finish_not_stated(posting.line.not_stated);
  return movement;
}

std::string WordOf(v1::Account account) {
  return v1::Account_Name(account).substr(std::string("ACCOUNT_").size());
}

std::string LineOf(const v1::Movement& m) {
  const std::string from = m.from() == m.to() ? "due" : WordOf(m.from()) + " >";
  return fmt::format("{} @{} {} {}{}", m.instant(), m.unit(), from, WordOf(m.to()),
                     m.finish_not_stated() ? " ?" : "");
}

}  // namespace

nlohmann::ordered_json Timelines() {
  nlohmann::ordered_json timelines = nlohmann::ordered_json::array();
  for (const auto& [name, story] : Stories()) {
    v1::GetDossierResponse answer;
    v1::Dossier& dossier = *answer.mutable_dossier();
    dossier = story.Resolved();
    dossier.set_id(fmt::format("H44.13-260701-{:04}", timelines.size() + 1));
    dossier.set_raw_status("Đang thụ lý");
    nlohmann::ordered_json lines = nlohmann::ordered_json::array();
    for (const Posting& posting : PostingsOf(dossier)) {
      v1::Movement& movement = *answer.add_movements();
      movement = MovementOf(posting);
      lines.push_back(LineOf(movement));
    }
    timelines.push_back(
        {{"name", name}, {"lines", lines}, {"json", JsonOf(answer)}, {"bytes", HexOf(answer)}});
  }
  return timelines;
}

}  // namespace lienthong::vectors
