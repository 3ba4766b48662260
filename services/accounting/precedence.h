// Which of two states of one dossier, petition or observation counts, whatever the order
// of arrival: the greatest (ownership term, revision, the source's event instant, origin,
// sequence). An observation has no term and no revision; its instant is the moment at
// which the figure stood so.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <tuple>

#include "lienthong/v1/dossier.pb.h"
#include "lienthong/v1/observation.pb.h"
#include "lienthong/v1/petition.pb.h"
#include "storage/base/clock.h"

namespace lienthong {

struct Precedence {
  uint32_t ownership_term = 0;
  uint64_t revision = 0;
  Instant event_time = 0;
  std::string node;
  uint64_t epoch = 0;
  uint64_t sequence = 0;

  auto operator<=>(const Precedence&) const = default;
};

inline Precedence PrecedenceOf(const v1::Dossier& dossier, const std::string& node, uint64_t epoch,
                               uint64_t sequence) {
  return {
      dossier.ownership_term(), dossier.revision(), dossier.event_time(), node, epoch, sequence};
}

inline Precedence PrecedenceOf(const v1::Petition& petition, const std::string& node,
                               uint64_t epoch, uint64_t sequence) {
  return {
      petition.ownership_term(), petition.revision(), petition.event_time(), node, epoch, sequence};
}

inline Precedence PrecedenceOf(const v1::Observation& observation, const std::string& node,
                               uint64_t epoch, uint64_t sequence) {
  return {0, 0, observation.as_of(), node, epoch, sequence};
}

}  // namespace lienthong
