// The judge: counts dossiers by replaying each one from its first entry.
//
// It exists to disagree with the platform. It shares no code with it, keeps no
// cells, no sums and no caches, and prefers the obvious way to the fast one: a
// figure is what you get when you walk through every dossier's life and count.
// A property test fills the structs below at random, counts the same facts both
// ways, and reports the first dossier on which the two differ.
//
// Input is the state level: one merged timeline per dossier. How facts arrive on
// the wire, how two copies merge, and how a status of some software is mapped
// has all been settled before.
//
// Terms used throughout:
//   effective instant  the promise in force plus the working time paused that it
//                      does not already include; never before acceptance. A fact
//                      at that very second is in time.
//   stated / inferred  the source gave the instant / it is only the arrival.
//   run                the stretch of a dossier's life up to its finish; a stated
//                      reopening begins the next run.
//
// All functions are pure and safe from any thread.

#pragma once

#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace oracle {

// An instant that does not come.
inline constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

// National status codes.
enum class Status {
  kRegistered = 1,
  kAccepted = 2,
  kRefused = 3,
  kProcessing = 4,
  kSupplement = 5,
  kPayment = 6,
  kWithdrawn = 7,
  kStopped = 8,
  kDecided = 9,
  kReturned = 10,
};

struct Entry {
  int64_t at = 0;  // unix seconds UTC; local time is UTC+7 all year
  Status status = Status::kRegistered;
  int unit = 0;                // the handling unit from here on; 0: unchanged
  bool stated = true;          // false: `at` is only the arrival
  uint32_t supplement_id = 0;  // names a supplement request; 0: not known
};

// promises[0] is the first promise: it counts from acceptance whatever `made`.
struct Promise {
  int64_t made = 0;
  int64_t due = 0;              // an instant: 000000 is already the closing hour
  bool includes_pause = false;  // whole, every pause begun at or before `made`
};

// Days are local day numbers: days since 1970-01-01.
struct Calendar {
  std::set<int64_t> holidays;
  std::set<int64_t> swap_days;                            // working days whatever else they are
  std::vector<std::pair<int64_t, int64_t>> office_hours;  // [start, end), in order
};

struct Dossier {
  std::string id;
  int receiving = 0;  // where one of the three is 0, another stands for it
  int handling = 0;   // the first handling unit; entries may change it
  int applying = 0;
  bool online = false;
  uint32_t flags = 0;           // carried, never counted here
  std::vector<Entry> timeline;  // in any order
  std::vector<Promise> promises;
  int64_t second_supplement_rule_from = 0;  // unix seconds; kNever: no such rule
  bool tombstone = false;                   // true: no movements at all
};

enum class Account {
  kOutside,
  kElsewhere,  // the other end of a transfer; nothing rests here
  kRegistered,
  kRegisteredOverdue,
  kOpenInTime,
  kOpenOverdue,
  kOpenNoDue,
  kPausedInTime,
  kPausedOverdue,
  kResolvedEarly,
  kResolvedOnDay,
  kResolvedLate,
  kResolvedNoDue,
  kCancelledInTime,
  kCancelledLate,
  kCancelledNoDue,
};

bool IsRegistered(Account account);
bool IsOpen(Account account);
bool IsPaused(Account account);
bool IsResolved(Account account);
bool IsCancelled(Account account);
bool IsLate(Account account);  // registered_overdue is another lateness

// Whose account a movement is posted to. Only handling ever moves.
enum class Role { kReceiving, kHandling, kApplying };

// One posting. `from == to` is no movement but the flow `due`: it tells where the
// dossier stood at its effective instant, before the clock moved it.
struct Movement {
  int64_t at = 0;
  int unit = 0;
  Account from = Account::kOutside;
  Account to = Account::kOutside;
  bool finish_not_stated = false;  // an inferred finish, dated in favour of the unit

  friend bool operator==(const Movement&, const Movement&) = default;
};

// Everything that ever happens to `dossier`, in order of `at`, including what the
// clock will still do to it. The two halves of a transfer stand side by side.
std::vector<Movement> Movements(const Dossier& dossier, const Calendar& calendar, Role role);

// ---- Working time ----

int64_t LocalDay(int64_t at);     // the local day number of an instant
int64_t StartOfDay(int64_t day);  // its 00:00:00, which belongs to the day
int64_t LocalDate(int year, unsigned month, unsigned day);             // the local day number
int64_t LocalTime(int64_t day, int hour, int minute, int second = 0);  // an instant

bool IsWorkingDay(const Calendar& calendar, int64_t day);

// The close of office hours, also of a day on which no office opens.
int64_t ClosingInstant(const Calendar& calendar, int64_t day);

// 0 where `to` is not after `from`.
int64_t WorkingSecondsBetween(const Calendar& calendar, int64_t from, int64_t to);

// The earliest instant t >= `from` with `seconds` of working time between them;
// kNever where the calendar has none within some twenty years.
int64_t AddWorkingSeconds(const Calendar& calendar, int64_t from, int64_t seconds);

// The promise of a procedure that takes `days` working days: the close of the n-th
// working day after the day of acceptance; for 0 that day, or the next working one.
int64_t ComputedPromise(const Calendar& calendar, int64_t acceptance, int days);

// ---- Counting ----

// Stocks stand at the as-of instant, the rest are flows of the period.
struct Figures {
  int64_t carried_over = 0;  // open and paused before the first second of the period
  int64_t new_ = 0;
  int64_t reopened = 0;
  int64_t moved_in = 0;  // net of moves within the set of units
  int64_t moved_out = 0;
  int64_t in_hand = 0;  // carried over + new + reopened + moved in - moved out

  int64_t resolved_early = 0;
  int64_t resolved_on_day = 0;
  int64_t resolved_late = 0;
  int64_t resolved_no_due = 0;
  int64_t cancelled_in_time = 0;
  int64_t cancelled_late = 0;
  int64_t cancelled_no_due = 0;

  int64_t open_in_time = 0;
  int64_t open_overdue = 0;
  int64_t open_no_due = 0;
  int64_t paused_in_time = 0;
  int64_t paused_overdue = 0;
  int64_t registered = 0;
  int64_t registered_overdue = 0;

  int64_t due = 0;
  int64_t due_in_time = 0;
  int64_t finish_not_stated = 0;

  friend bool operator==(const Figures&, const Figures&) = default;
};

int64_t Resolved(const Figures& figures);
int64_t Cancelled(const Figures& figures);
int64_t Open(const Figures& figures);
int64_t Paused(const Figures& figures);

// The figures of a set of units, commonly a subtree, seen as one. Days are local
// day numbers, both ends belong to the period. in hand = resolved + cancelled +
// open + paused holds wherever `as_of` is within the period: later than that, the
// stocks are those of a later day.
Figures Count(const std::vector<Dossier>& dossiers, const Calendar& calendar,
              const std::set<int>& units, Role role, int64_t from_day, int64_t to_day,
              int64_t as_of);

struct Rate {
  int64_t numerator = 0;
  int64_t denominator = 0;

  friend bool operator==(const Rate&, const Rate&) = default;
};

// The four public definitions of an on-time rate. What has no due date is in time.
Rate InTime(const Figures& figures);          // `dvcqg`
Rate ResolvedInTime(const Figures& figures);  // `resolved`
Rate DueInTime(const Figures& figures);       // `due`
Rate NotLate(const Figures& figures);         // `not-late`

}  // namespace oracle
