#include "services/inspect/accounts.h"

#include <algorithm>

namespace lienthong::inspect {
namespace {

bool IsNumber(const Claim& claim) {
  return claim.skip == Skip::kNone && !claim.national && claim.figure.unit != Unit::kPercent &&
         claim.measure != Measure::kScore;
}

}  // namespace

std::string Accounts::ScopeOf(const Claim& claim) {
  if (claim.scope.starts_with('#')) return claim.scope;
  std::string scope;
  for (const Token& token : Tokenize(claim.scope)) {
    const auto printed = claim.scope.substr(token.begin, token.end - token.begin);
    scope += (token.text.empty() ? printed : token.text) + " ";
  }
  return scope;
}

Accounts::Key Accounts::KeyOf(const Claim& claim) {
  const bool procedures =
      claim.measure >= Measure::kProcedures && claim.measure <= Measure::kProceduresOther;
  return {claim.object, claim.portal && !procedures, ScopeOf(claim), claim.period};
}

Accounts::Accounts(const Claims& claims) : claims_(claims) {
  for (size_t i = 0; i < claims.claims.size(); ++i) {
    const Claim& claim = claims.claims[i];
    if (!IsNumber(claim)) continue;
    counts_.push_back(i);
    Numbers& numbers = by_key_[KeyOf(claim)][claim.measure];
    numbers.claims.push_back(i);
    const Claim& first = claims.claims[numbers.claims[0]];
    numbers.differ = numbers.differ || claim.figure.value != first.figure.value;
  }
}

// In `found`, which is in order: the first one behind `from` before the next figure of the same
// measure as `from`; where `from` is the only one of its measure, the nearest before it, too.
std::optional<size_t> Accounts::InPassage(size_t from, Measure measure,
                                          const std::vector<size_t>& found) const {
  const Claim& self = claims_.claims[from];
  const auto& measures = by_key_.at(KeyOf(self));
  size_t next = claims_.claims.size();
  bool only = true;
  const auto same = measures.find(self.measure);
  if (same != measures.end() && self.measure != measure) {
    const auto& list = same->second.claims;
    const auto after = std::upper_bound(list.begin(), list.end(), from);
    const auto in_passage = [&](auto it) {
      return claims_.claims[*it].passage == self.passage && *it != from;
    };
    if (after != list.end() && in_passage(after)) {
      next = *after;
      only = false;
    }
    const auto here = std::lower_bound(list.begin(), list.end(), from);
    if (here != list.begin() && in_passage(std::prev(here))) only = false;
  }
  const auto behind = std::upper_bound(found.begin(), found.end(), from);
  const auto usable = [&](size_t i) { return claims_.claims[i].passage == self.passage; };
  if (behind != found.end() && *behind < next && usable(*behind)) return *behind;
  if (only && behind != found.begin() && usable(*std::prev(behind))) {
    const size_t before = *std::prev(behind);
    if (before != from) return before;
  }
  return std::nullopt;
}

std::optional<size_t> Accounts::Find(size_t from, Measure measure) const {
  const Claim& self = claims_.claims[from];
  const auto measures = by_key_.find(KeyOf(self));
  if (measures == by_key_.end()) return std::nullopt;
  const auto found = measures->second.find(measure);
  if (found == measures->second.end()) return std::nullopt;
  if (const auto near = InPassage(from, measure, found->second.claims)) return near;
  // Elsewhere only where both are beyond confusion.
  const auto same = measures->second.find(self.measure);
  const bool self_differs = same != measures->second.end() && same->second.differ;
  if (found->second.differ || self_differs) return std::nullopt;
  return found->second.claims[0];
}

std::vector<size_t> Accounts::InScope(size_t from, Measure measure,
                                      const std::string& scope) const {
  const Claim& self = claims_.claims[from];
  const Key key = KeyOf(self);
  const auto measures = by_key_.find({self.object, std::get<1>(key), scope, self.period});
  if (measures == by_key_.end()) return {};
  const auto found = measures->second.find(measure);
  return found == measures->second.end() ? std::vector<size_t>() : found->second.claims;
}

}  // namespace lienthong::inspect
