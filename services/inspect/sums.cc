#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "services/inspect/checker.h"

namespace lienthong::inspect {
namespace {

using enum Measure;

}  // namespace

// Lists the sum that holds, or the first one with what is wrong. Each alternative is a way to
// read which parts make the whole.
void Checker::AddSum(Rule rule, size_t whole, const std::vector<std::vector<size_t>>& alternatives,
                     Verdict verdict, Why why) {
  const auto holds = std::find_if(alternatives.begin(), alternatives.end(), [&](const auto& parts) {
    return SumOf(parts) == ValueOf(whole);
  });
  const auto& parts = holds == alternatives.end() ? alternatives[0] : *holds;
  std::pair<int64_t, std::vector<int64_t>> print{ValueOf(whole).digits, {}};
  for (const size_t part : parts) print.second.push_back(ValueOf(part).digits);
  // Rows of units are alike by nature; anything else that is said twice is compared once.
  const RowKind kind = At(whole).row_kind;
  const bool row = kind == RowKind::kUnit || kind == RowKind::kGroup;
  if (!row && !sums_.insert(print).second) {
    decided_.insert(whole);
    decided_.insert(parts.begin(), parts.end());
    return;
  }
  Check check{.rule = rule, .claims = {whole}};
  check.claims.insert(check.claims.end(), parts.begin(), parts.end());
  check.expected = SumOf(parts);
  check.difference = ValueOf(whole) - *check.expected;
  if (holds == alternatives.end()) {
    check.verdict = verdict;
    check.why = why;
  }
  Add(std::move(check));
}

// The channels by which dossiers came, as far as they are named.
std::vector<std::vector<size_t>> Checker::ReceivedParts(size_t whole) const {
  std::vector<std::vector<size_t>> alternatives;
  const auto online = accounts_.Find(whole, kReceivedOnline);
  const auto counter = accounts_.Find(whole, kReceivedAtCounter);
  const auto in_person = accounts_.Find(whole, kReceivedInPerson);
  const auto by_post = accounts_.Find(whole, kReceivedByPost);
  const auto carried = accounts_.Find(whole, kCarriedOver);
  const auto fresh = accounts_.Find(whole, kReceivedNew);
  if (online && (counter || in_person)) {
    std::vector<size_t> parts = {*online, counter ? *counter : *in_person};
    if (!counter && by_post) parts.push_back(*by_post);
    if (carried) alternatives.push_back(parts);
    if (carried) alternatives[0].push_back(*carried);
    alternatives.push_back(parts);
  }
  if (fresh && carried && At(whole).measure == kReceived) {
    alternatives.push_back({*fresh, *carried});
  }
  return alternatives;
}

std::vector<std::vector<size_t>> Checker::PartsOf(size_t whole) const {
  std::vector<std::vector<size_t>> alternatives;
  const auto add = [&](std::initializer_list<Measure> measures) {
    if (auto parts = FindAll(whole, measures)) alternatives.push_back(std::move(*parts));
  };
  switch (At(whole).measure) {
    case kResolved:
      add({kResolvedEarly, kResolvedOnTime, kResolvedLate});
      add({kResolvedInTime, kResolvedLate});
      add({kResolvedOnTime, kResolvedLate});
      break;
    case kResolvedInTime:
      add({kResolvedEarly, kResolvedOnTime});
      break;
    case kOpen:
      add({kOpenInTime, kOpenOverdue});
      break;
    case kProcedures:
      add({kProceduresFull, kProceduresPartial, kProceduresOther});
      break;
    case kReceived:
    case kReceivedNew:
      return ReceivedParts(whole);
    default:
      break;
  }
  return alternatives;
}

void Checker::CheckWhole(size_t whole) {
  const auto alternatives = PartsOf(whole);
  if (alternatives.empty()) return;
  const Decimal rest = ValueOf(whole) - SumOf(alternatives[0]);
  // By post may be left out; the other lists leave nothing out.
  const bool complete = At(whole).measure != kReceived && At(whole).measure != kReceivedNew;
  const bool open_list =
      !complete && rest > Decimal() && !accounts_.Find(whole, kReceivedAtCounter);
  AddSum(Rule::kParts, whole, alternatives, open_list ? Verdict::kDoubtful : Verdict::kError,
         open_list ? Why::kPartsMissing : Why::kPartsDiffer);
}

void Checker::CheckParts() {
  for (const size_t claim : accounts_.counts()) CheckWhole(claim);
}

void Checker::CheckFlow() {
  for (const size_t claim : accounts_.counts()) {
    const Claim& received = At(claim);
    const bool alone = received.measure == kReceivedNew && !accounts_.Find(claim, kReceived);
    if (received.measure == kReceived || alone) CheckFlowOf(claim);
  }
}

void Checker::CheckFlowOf(size_t received) {
  const auto resolved = accounts_.Find(received, kResolved);
  const auto open = accounts_.Find(received, kOpen);
  if (!resolved || !open) return;
  const auto paused = accounts_.Find(received, kPaused);
  const auto cancelled = accounts_.Find(received, kCancelled);
  const auto carried = accounts_.Find(received, kCarriedOver);
  // Paused dossiers may be among the open ones, cancelled ones among the resolved: every way to
  // count them is tried, the fullest first.
  std::vector<std::vector<size_t>> alternatives;
  for (const bool with_paused : {true, false}) {
    for (const bool with_cancelled : {true, false}) {
      if ((with_paused && !paused) || (with_cancelled && !cancelled)) continue;
      std::vector<size_t> parts = {*resolved, *open};
      if (with_paused) parts.push_back(*paused);
      if (with_cancelled) parts.push_back(*cancelled);
      alternatives.push_back(std::move(parts));
    }
  }
  const Decimal rest = ValueOf(received) - SumOf(alternatives[0]);
  const auto balances = [&](const auto& parts) {
    return carried && ValueOf(received) + ValueOf(*carried) == SumOf(parts);
  };
  const auto with_carried = std::find_if(alternatives.begin(), alternatives.end(), balances);
  if (with_carried != alternatives.end()) {
    Check check{.rule = Rule::kFlow, .claims = {received, *carried}};
    check.claims.insert(check.claims.end(), with_carried->begin(), with_carried->end());
    check.expected = ValueOf(received);
    check.difference = Decimal();
    return Add(std::move(check));
  }
  const bool named = rest > Decimal() ? paused && cancelled : carried.has_value();
  AddSum(Rule::kFlow, received, alternatives, named ? Verdict::kError : Verdict::kDoubtful,
         rest > Decimal() ? Why::kResidual : Why::kBeyondReceived);
}

// The whole against province, district and commune, where at least the first and last are named.
void Checker::CheckLevels() {
  std::set<std::pair<Measure, std::string>> done;
  for (const size_t whole : accounts_.counts()) {
    const Claim& claim = At(whole);
    if (!claim.scope.empty() || claim.implied || claim.row_kind != RowKind::kNone) continue;
    if (!done.insert({claim.measure, claim.period}).second) continue;
    std::vector<size_t> parts;
    bool clear = true;
    for (const char* level : {"#1", "#2", "#3"}) {
      const auto found = accounts_.InScope(whole, claim.measure, level);
      clear = clear && found.size() <= 1;
      if (!found.empty()) parts.push_back(found[0]);
    }
    const bool ends = !accounts_.InScope(whole, claim.measure, "#1").empty() &&
                      !accounts_.InScope(whole, claim.measure, "#3").empty();
    if (!clear || !ends) continue;
    const bool all = parts.size() == 3;
    AddSum(Rule::kLevels, whole, {parts}, all ? Verdict::kError : Verdict::kDoubtful,
           all ? Why::kPartsDiffer : Why::kPartsMissing);
  }
}

// Totals of columns against their units, or against their groups of units.
void Checker::CheckColumns() {
  struct Column {
    std::vector<size_t> units;
    std::vector<size_t> groups;
  };
  std::map<std::pair<size_t, Measure>, Column> columns;
  for (const size_t claim : accounts_.counts()) {
    Column& column = columns[{At(claim).table, At(claim).measure}];
    if (At(claim).row_kind == RowKind::kUnit) column.units.push_back(claim);
    if (At(claim).row_kind == RowKind::kGroup) column.groups.push_back(claim);
  }
  std::set<std::pair<size_t, Measure>> done;
  for (const size_t total : accounts_.counts()) {
    const std::pair<size_t, Measure> key{At(total).table, At(total).measure};
    // The first total is the table's; later ones are those of its parts.
    if (At(total).row_kind != RowKind::kTotal || key.second == kUnknown) continue;
    if (!done.insert(key).second) continue;
    const Column& column = columns[key];
    std::vector<std::vector<size_t>> alternatives;
    if (column.units.size() > 1) alternatives.push_back(column.units);
    if (column.groups.size() > 1) alternatives.push_back(column.groups);
    if (!alternatives.empty()) {
      AddSum(Rule::kColumn, total, alternatives, Verdict::kError, Why::kPartsDiffer);
    }
  }
}

}  // namespace lienthong::inspect
