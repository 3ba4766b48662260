// Finds the figures that belong together: those of one unit, one period and one kind of thing.
//
// A figure looks for its kin where it was said: in its own passage, from its place up to the next
// figure that says the same of something else. Only what is said once in the whole report is
// looked for in other passages.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "services/inspect/claims.h"

namespace lienthong::inspect {

class Accounts {
 public:
  // `claims` must outlive it.
  explicit Accounts(const Claims& claims);

  // Numbers that take part in sums, in order: read, not skipped, not the country's.
  const std::vector<size_t>& counts() const { return counts_; }

  // The number with `measure` that goes with the claim at `from`; nothing when there is none or
  // it is not clear which.
  std::optional<size_t> Find(size_t from, Measure measure) const;

  // Numbers with `measure` for the same thing and period as `from`, but of `scope`.
  std::vector<size_t> InScope(size_t from, Measure measure, const std::string& scope) const;

  // The scope of a claim, spelled in one way.
  static std::string ScopeOf(const Claim& claim);

 private:
  struct Numbers {
    std::vector<size_t> claims;
    // They do not all say the same.
    bool differ = false;
  };
  // Whose: the portal's dossiers are counted otherwise than the reporter's.
  using Key = std::tuple<Object, bool, std::string, std::string>;

  static Key KeyOf(const Claim& claim);
  std::optional<size_t> InPassage(size_t from, Measure measure,
                                  const std::vector<size_t>& found) const;

  const Claims& claims_;
  std::vector<size_t> counts_;
  std::map<Key, std::map<Measure, Numbers>> by_key_;
};

}  // namespace lienthong::inspect
