#include "services/score/dossier_counts.h"

#include <algorithm>

namespace lienthong::score {
namespace {

// The bits of a line of the dossiers' own book; petitions have theirs above (line.h).
constexpr int kLineBits = 24;

constexpr uint16_t BitOf(int flag) { return static_cast<uint16_t>(1u << (flag - 1)); }

uint16_t BitsOf(const google::protobuf::RepeatedField<int>& flags) {
  uint16_t bits = 0;
  for (const int flag : flags) bits |= BitOf(flag);
  return bits;
}

bool IsInHand(Account account) { return IsOpen(account) || IsPaused(account); }

bool IsAfterAcceptance(Account account) { return IsInHand(account) || IsFinished(account); }

bool IsBeforeAcceptance(Account account) {
  return account == Account::kOutside || IsRegistered(account);
}

bool IsLate(Account account) {
  return account == Account::kOpenOverdue || account == Account::kPausedOverdue ||
         account == Account::kResolvedLate || account == Account::kCancelledLate;
}

// +1 when a movement brings a dossier in by `received`, -1 when it takes one away.
int ReceivedBy(const Line& line) {
  if (IsAfterAcceptance(line.to) && IsBeforeAcceptance(line.from)) return 1;
  if (IsAfterAcceptance(line.to) && IsFinished(line.from)) return 1;
  if (IsInHand(line.to) && line.from == Account::kElsewhere) return 1;
  return line.to == Account::kElsewhere && IsInHand(line.from) ? -1 : 0;
}

// Adds up what one DossierCount asks for.
class Tally {
 public:
  Tally(const v1::DossierCount& count, v1::UnitRole role)
      : count_(count),
        role_(RoleBit(role)),
        flags_(BitsOf(count.flags())),
        or_flags_(BitsOf(count.or_flags())) {}

  void Add(const Lines& lines, bool within) {
    for (const auto& [bits, number] : lines) {
      if (bits >> kLineBits != 0) continue;
      const Line line = Line::Unpack(bits);
      if (line.from == line.to || (line.roles & role_) == 0) continue;
      if ((line.flags & flags_) == flags_) AddMovement(line, static_cast<int64_t>(number), within);
    }
  }

  Counted Read(uint16_t stated) const {
    Counted result{.value = sum_};
    for (const v1::Flag flag : kStatedElsewhere) {
      if ((stated & BitOf(flag)) != 0) continue;
      if (((flags_ | or_flags_) & BitOf(flag)) != 0) result.unheard.insert(flag);
      if ((flags_ & BitOf(flag)) != 0) result.value.reset();
    }
    return result;
  }

 private:
  bool Counts(const Line& line, Account account) const {
    if (count_.judgement() == v1::DossierCount::JUDGEMENT_UNSPECIFIED) return true;
    if ((line.flags & or_flags_) != 0) return true;
    return IsLate(account) == (count_.judgement() == v1::DossierCount::JUDGEMENT_LATE);
  }

  void AddMovement(const Line& line, int64_t number, bool within) {
    switch (count_.basis()) {
      case v1::DossierCount::BASIS_NEW:
        if (within && IsAfterAcceptance(line.to) && IsBeforeAcceptance(line.from)) sum_ += number;
        return;
      case v1::DossierCount::BASIS_RECEIVED:
        if (within) sum_ += ReceivedBy(line) * number;
        return;
      case v1::DossierCount::BASIS_RESOLVED:
        if (within && IsResolved(line.to) && Counts(line, line.to)) sum_ += number;
        return;
      default:
        AddInHand(line, number, within);
    }
  }

  // A stock at the end is what came less what went, since the books began.
  void AddInHand(const Line& line, int64_t number, bool within) {
    if (IsInHand(line.to) && Counts(line, line.to)) sum_ += number;
    if (IsInHand(line.from) && Counts(line, line.from)) sum_ -= number;
    if (within && IsFinished(line.to) && Counts(line, line.to)) sum_ += number;
  }

  const v1::DossierCount& count_;
  const uint8_t role_;
  const uint16_t flags_;
  const uint16_t or_flags_;
  int64_t sum_ = 0;
};

}  // namespace

uint8_t RoleBit(v1::UnitRole role) {
  return role == v1::UNIT_ROLE_RECEIVING  ? kReceivingRole
         : role == v1::UNIT_ROLE_APPLYING ? kApplyingRole
                                          : kHandlingRole;
}

Counted CountDossiers(const PeriodLines& lines, const v1::DossierCount& count, v1::UnitRole role,
                      uint16_t stated) {
  Tally tally(count, role);
  tally.Add(lines.before, false);
  tally.Add(lines.within, true);
  return tally.Read(stated);
}

Counted CountProcedures(const std::map<uint32_t, PeriodLines>& lines, const v1::DossierCount& count,
                        v1::UnitRole role, const std::set<uint32_t>& among, uint16_t stated) {
  Counted result = CountDossiers({}, count, role, stated);  // known or not, and what is unheard
  if (!result.value.has_value()) return result;
  for (const auto& [procedure, own] : lines) {
    const bool asked = among.contains(procedure);
    if (asked && *CountDossiers(own, count, role, stated).value > 0) ++*result.value;
  }
  return result;
}

}  // namespace lienthong::score
