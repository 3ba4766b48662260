#include "tests/simulation/petition_desk.h"

#include <algorithm>

namespace lienthong::simulation {
namespace {

constexpr size_t kLivesMax = 12;

}  // namespace

PetitionDesk::Life PetitionDesk::MakeLife(Instant now) {
  Life life;
  v1::PetitionRecord record;
  record.set_petition(fmt::format("{}-{:04}", place_.code, ++born_));
  // Codes of petitions and dossiers may be the same, and two desks may know one petition.
  if (random_.Chance(10)) record.set_petition(fmt::format("H44-{:04}", random_.Below(6)));
  Instant at = now - random_.Between(0, 30) * kSecondsPerDay;
  const auto later = [&] {
    return at = std::min(now, at + random_.Between(600, 12 * kSecondsPerDay));
  };
  const bool numbered = random_.Chance(10);
  const auto add = [&] {
    if (numbered) record.set_revision(record.revision() + 1);
    life.stages.push_back(record);
  };
  if (random_.Chance(25)) record.set_procedure(fmt::format("1.00{}", random_.Below(4)));
  if (random_.Chance(30)) record.set_unit(random_.Pick(places_).code);
  record.set_received(at);
  add();
  if (random_.Chance(20)) record.set_refused(later()), add();
  if (random_.Chance(25)) record.set_more_asked(later()), add();
  if (random_.Chance(80)) record.set_processed(later()), add();
  if (random_.Chance(70)) record.set_published(later()), add();
  if (random_.Chance(40)) {
    record.set_satisfaction(random_.Chance(70) ? v1::SATISFACTION_SATISFIED
                                               : v1::SATISFACTION_DISSATISFIED);
    add();
  }
  if (random_.Chance(15)) record.set_received(record.received() - 3600), add();
  if (random_.Chance(5)) record.set_tombstone(true), add();
  return life;
}

// Mostly the next stage, else any up to it.
v1::SubmitPetitionsRequest PetitionDesk::Petitions(Instant now) {
  v1::SubmitPetitionsRequest request;
  request.set_source("pakn");
  request.set_reporting_unit(place_.code);
  if (random_.Chance(20)) request.set_arrival(now - random_.Between(0, 3 * kSecondsPerDay));
  for (int left = 1 + random_.Below(4); left > 0; --left) {
    const bool is_new = lives_.empty() || (lives_.size() < kLivesMax && random_.Chance(25));
    if (is_new) lives_.push_back(MakeLife(now));
    Life& life = is_new ? lives_.back() : random_.Pick(lives_);
    const size_t last = life.stages.size() - 1, place = std::min(life.next, last);
    if (random_.Chance(25)) {
      *request.add_petitions() = life.stages[random_.Below(static_cast<int>(place) + 1)];
    } else {
      *request.add_petitions() = life.stages[place];
      life.next = place + 1;
    }
  }
  return request;
}

v1::SubmitObservationsRequest PetitionDesk::Observations(Instant now) {
  v1::SubmitObservationsRequest request;
  for (int left = 1 + random_.Below(3); left > 0; --left) {
    v1::ObservationRecord& record = *request.add_observations();
    record.set_unit(random_.Chance(70) ? place_.code : random_.Pick(places_).code);
    record.set_definition(random_.Chance(50) ? "766-2026/3/points" : "procedures/full");
    record.set_from("2026-07-01");
    record.set_to("2026-07-31");
    record.set_value(std::to_string(random_.Below(20)));
    record.set_measure(v1::MEASURE_COUNT);
    record.set_source(random_.Chance(50) ? "portal" : "report");
    record.set_as_of(now - random_.Between(0, 3) * kSecondsPerDay);
    record.set_withdrawn(random_.Chance(10));
  }
  return request;
}

}  // namespace lienthong::simulation
