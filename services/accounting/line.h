// The accounts of the double entry and the lines of the books.
//
// A *movement* takes one dossier from one account to another. A *line* is a kind
// of movement: from, to, the flags it carries and the roles in which the unit
// counts it. The books hold, per unit and day, how many movements each line has.
//
// The numbers below are on disk in every ledger cell and record: never change
// one, never reuse one (storage/DESIGN.md).
#pragma once

#include <cstdint>

namespace lienthong {

// Where a dossier is; it is in exactly one of them at any instant. The order is
// that of `lienthong.v1.Account`, less one.
enum class Account : uint8_t {
  kOutside = 0,
  kElsewhere = 1,
  kRegistered = 2,
  kRegisteredOverdue = 3,
  kOpenInTime = 4,
  kOpenOverdue = 5,
  kOpenNoDue = 6,
  kPausedInTime = 7,
  kPausedOverdue = 8,
  kResolvedEarly = 9,
  kResolvedOnDay = 10,
  kResolvedLate = 11,
  kResolvedNoDue = 12,
  kCancelledInTime = 13,
  kCancelledLate = 14,
  kCancelledNoDue = 15,
};
inline constexpr int kAccounts = 16;

constexpr bool IsRegistered(Account a) {
  return a == Account::kRegistered || a == Account::kRegisteredOverdue;
}
constexpr bool IsOpen(Account a) { return a >= Account::kOpenInTime && a <= Account::kOpenNoDue; }
constexpr bool IsPaused(Account a) {
  return a == Account::kPausedInTime || a == Account::kPausedOverdue;
}
constexpr bool IsResolved(Account a) {
  return a >= Account::kResolvedEarly && a <= Account::kResolvedNoDue;
}
constexpr bool IsCancelled(Account a) { return a >= Account::kCancelledInTime; }
constexpr bool IsFinished(Account a) { return a >= Account::kResolvedEarly; }

// The roles in which a unit counts a movement, as a bit set.
inline constexpr uint8_t kReceivingRole = 1;
inline constexpr uint8_t kHandlingRole = 2;
inline constexpr uint8_t kApplyingRole = 4;
inline constexpr uint8_t kEveryRole = 7;

// Whose coins a line counts.
enum class Book : uint8_t { kDossiers = 0, kPetitions = 1 };

// The book of a packed line.
constexpr Book BookOf(uint32_t bits) { return static_cast<Book>(bits >> 24 & 15); }

// What a movement is, without when and where. A line with `from == to` is no
// movement but a *due*: the effective instant came while the dossier stood there.
struct Line {
  Account from = Account::kOutside;
  Account to = Account::kOutside;
  // A finish dated at the effective instant because its own was not stated.
  bool not_stated = false;
  // Bit set of roles, never 0.
  uint8_t roles = kEveryRole;
  // Below 2^12: of a dossier a bit set of lienthong.v1.Flag.
  uint16_t flags = 0;
  Book book = Book::kDossiers;

  bool operator==(const Line&) const = default;

  // 28 bits: book 4, from 4, to 4, not stated 1, roles 3, flags 12; most significant first.
  constexpr uint32_t Pack() const {
    return static_cast<uint32_t>(book) << 24 | static_cast<uint32_t>(from) << 20 |
           static_cast<uint32_t>(to) << 16 | static_cast<uint32_t>(not_stated) << 15 |
           static_cast<uint32_t>(roles & 7) << 12 | (flags & 0xfffu);
  }
  static constexpr Line Unpack(uint32_t bits) {
    return {static_cast<Account>(bits >> 20 & 15),
            static_cast<Account>(bits >> 16 & 15),
            (bits >> 15 & 1) != 0,
            static_cast<uint8_t>(bits >> 12 & 7),
            static_cast<uint16_t>(bits & 0xfff),
            BookOf(bits)};
  }
};

}  // namespace lienthong
