// Reads rulebooks and says what is wrong with them, where, and what to do.
//
// A rulebook comes from a person's textproto, from the reference log or over the wire;
// none of them is trusted. What passes here can be evaluated: every decimal is one,
// every count says what it counts, every indicator has a zero rule, and the points add
// up. What a newer version wrote and this one does not know is a fault, not ignored:
// points must never come from half a rule.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "lienthong/v1/rulebook.pb.h"

namespace lienthong::score {

// A rulebook of the real decision has 24 indicators and 25 KB of text; these keep what
// is sent by mistake or on purpose from costing anything.
inline constexpr size_t kRulebookBytesMax = 256 << 10;
inline constexpr int kGroupsMax = 16;
inline constexpr int kIndicatorsMax = 64;
inline constexpr int kTermsMax = 16;
inline constexpr int kBandsMax = 16;
inline constexpr size_t kIdBytesMax = 32;
inline constexpr size_t kNameBytesMax = 512;
inline constexpr size_t kNoteBytesMax = 8192;
// As in Observation.definition.
inline constexpr size_t kDefinitionBytesMax = 96;

// One thing that is wrong.
struct Fault {
  // Place in the text, from 1; 0 when the rulebook did not come from a text.
  int line = 0;
  int column = 0;
  // Path of the field, entries named by their ids: "groups[3].indicators[3.3].full_at".
  std::string field;
  // Why, and what to do, in English and in Vietnamese.
  std::string reason;
  std::string reason_vi;
};

// A text that was read. `rulebook` holds what could be read of it; it is to be used
// only when there is no fault.
struct RulebookText {
  v1::Rulebook rulebook;
  std::vector<Fault> faults;
};

// Reads a textproto; any bytes are safe. Faults in the order of the file.
RulebookText ReadRulebook(std::string_view text);

// What is wrong with a rulebook that is at hand as a message.
std::vector<Fault> FindFaults(const v1::Rulebook& rulebook);

// The same as a status: OK, or INVALID_ARGUMENT that names rulebook, field (and, of a
// text, line and column), why, and how many more faults there are.
absl::Status CheckRulebook(const v1::Rulebook& rulebook);
absl::StatusOr<v1::Rulebook> ParseRulebook(std::string_view text);

// What is wrong with rulebooks that are to hold one after the other: an id that stands
// twice, two that hold on one day, a day between two that no one covers. Only the last may
// be without a last day. Each of them must have passed alone. `field` begins with the id of the later one: "766-2026.valid_from".
std::vector<Fault> FindGaps(const std::vector<v1::Rulebook>& rulebooks);
absl::Status CheckSuccession(const std::vector<v1::Rulebook>& rulebooks);

// Whether `rulebook` holds on a day.
bool HoldsOn(const v1::Rulebook& rulebook, int day);

}  // namespace lienthong::score
