// The judge of petitions, in the manner of oracle.h: each one is replayed from its
// first step, and a figure is what you get when you walk through every life and count.
//
// Settled readings: a petition is over when its answer is public or it was refused; an
// answer beside a refusal takes its place. Deadlines are closes of working days: 2 after
// the receipt to refuse, 5 to ask for more, 15 to answer, 2 after the answer to make it
// public. Once more was asked, 15 after that to answer or refuse. Whoever misses one is
// late from that deadline on. Only a stated step can be too late.

#pragma once

#include <random>

#include "oracle.h"

namespace oracle {

enum class PetitionStatus { kReceived = 1, kRefused, kMoreAsked, kProcessed, kPublished };

struct PetitionStep {
  int64_t at = 0;
  PetitionStatus status = PetitionStatus::kReceived;
  bool stated = true;
};

// At most one step of a kind.
struct Petition {
  std::string id;
  int unit = 0;
  int satisfied = 0;  // 1: yes, -1: no, 0: nothing was said
  std::vector<PetitionStep> steps;
  bool tombstone = false;
};

enum class PetitionAccount { kOutside, kOpenInTime, kOpenOverdue, kHandledInTime, kHandledLate };

struct PetitionMovement {
  int64_t at = 0;
  int unit = 0;
  PetitionAccount from = PetitionAccount::kOutside;
  PetitionAccount to = PetitionAccount::kOutside;

  friend bool operator==(const PetitionMovement&, const PetitionMovement&) = default;
};

// Everything that ever happens to it, what the clock will still do included.
std::vector<PetitionMovement> Movements(const Petition& petition, const Calendar& calendar);

struct PetitionCount {
  // Of those received in the period, as they stand at the as-of instant.
  int64_t received = 0;
  int64_t in_time = 0;
  int64_t overdue = 0;
  int64_t handled = 0;
  int64_t satisfied = 0;
  int64_t dissatisfied = 0;
  // Of all.
  int64_t carried_over = 0;
  int64_t handled_in_time = 0;
  int64_t handled_late = 0;
  int64_t open_in_time = 0;
  int64_t open_overdue = 0;

  friend bool operator==(const PetitionCount&, const PetitionCount&) = default;
};

PetitionCount Count(const std::vector<Petition>& petitions, const Calendar& calendar,
                    const std::set<int>& units, int64_t from_day, int64_t to_day, int64_t as_of);

// Nasty ones from a seed: steps that are missing, inferred, out of order, at a deadline and
// a second beside it. Between June and October 2026, units 1 to 5.
Petition RandomPetition(std::mt19937_64& rng, const Calendar& calendar);

}  // namespace oracle
