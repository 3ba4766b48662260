#include "services/inspect/label.h"

#include <algorithm>
#include <set>

namespace lienthong::inspect {
namespace {

using Kind = Meaning::Kind;

// An office's name ends where something else begins; longer ones are cut.
constexpr size_t kScopeBytesMax = 80;

// "Đối với cấp xã, ...": the topic stands that near to the beginning.
constexpr size_t kTopicTokens = 3;

template <typename Enum>
void Set(Enum& aspect, int value) {
  if (aspect == Enum::kNone) aspect = static_cast<Enum>(value);
}

// Words that stand between a name and what is said of it.
bool IsLink(const std::string& word) {
  static const std::set<std::string> links = [] {
    std::set<std::string> folded;
    for (const char* link : {"đã", "đang", "và", "của", "cũng", "vừa", "có", "là", "với", "được"}) {
      folded.insert(FoldWord(link));
    }
    return folded;
  }();
  return links.contains(word);
}

// The name of the office that begins with `match`: up to a mark, a figure or a phrase that says
// something else. "" when no name stands there ("các xã").
std::string NameOf(const Words& words, const Match& match, size_t next_match) {
  const size_t limit = std::min(next_match, words.tokens.size());
  size_t end = match.end;
  while (end < limit && words.tokens[end].kind == Token::Kind::kWord) ++end;
  while (end > match.end && IsLink(words.tokens[end - 1].text)) --end;
  const bool proper = end > match.end && words.tokens[match.end].capital;
  if (!proper && match.end - match.begin < 2) return "";
  const Token& first = words.tokens[match.begin];
  const Token& last = words.tokens[end - 1];
  const auto name = words.text.substr(first.begin, last.end - first.begin);
  return name.size() > kScopeBytesMax ? "" : std::string(name);
}

// The state of a phrase; a weak one gives way to a strong one that comes later.
void SetState(Label& label, State state, bool weak) {
  if (label.state != State::kNone && !(label.weak && !weak)) return;
  label.state = state;
  label.weak = weak;
}

void Apply(Label& label, const Meaning& meaning) {
  switch (meaning.kind) {
    case Kind::kObject:
      return Set(label.object, meaning.value);
    case Kind::kState:
      return SetState(label, static_cast<State>(meaning.value), false);
    case Kind::kWeakState:
      return SetState(label, static_cast<State>(meaning.value), true);
    case Kind::kOpenInTime:
      SetState(label, State::kOpen, false);
      return Set(label.timing, static_cast<int>(Timing::kInTime));
    case Kind::kTiming:
      return Set(label.timing, meaning.value);
    case Kind::kChannel:
      return Set(label.channel, meaning.value);
    case Kind::kProvision:
      return Set(label.provision, meaning.value);
    case Kind::kIndicator:
      return Set(label.indicator, meaning.value);
    case Kind::kNational:
      label.national = true;
      return;
    case Kind::kPortal:
      label.portal = true;
      return;
    case Kind::kTotal:
      label.total = true;
      return;
    case Kind::kMaximum:
      label.maximum = true;
      return;
    case Kind::kCounted:
      label.counted = true;
      return;
    case Kind::kShare:
      label.share = true;
      return;
    case Kind::kComparison:
      label.comparison = true;
      return;
    case Kind::kTarget:
      label.target = true;
      return;
    case Kind::kCumulative:
      if (label.period.empty()) label.period = "cumulative";
      return;
    case Kind::kOtherPeriod:
      if (label.period.empty()) label.period = "before";
      return;
    default:
      return;
  }
}

// Offices and levels. Several levels in one breath are the whole.
void ApplyScope(const Words& words, const std::vector<size_t>& matches, Label& label) {
  int levels = 0;
  for (auto it = matches.rbegin(); it != matches.rend(); ++it) {
    const Match& match = words.matches[*it];
    if (match.meaning.kind == Kind::kOwn) label.own = label.own || label.scope.empty();
    if (match.meaning.kind == Kind::kLevel) {
      if (label.scope.empty() && !label.own)
        label.scope = "#" + std::to_string(match.meaning.value);
      ++levels;
    }
    if (match.meaning.kind == Kind::kOffice && label.scope.empty() && !label.own) {
      const size_t next =
          *it + 1 < words.matches.size() ? words.matches[*it + 1].begin : words.tokens.size();
      label.scope = NameOf(words, match, next);
    }
  }
  if (levels > 1) {
    label.own = true;
    label.scope.clear();
  }
}

}  // namespace

std::string TopicOf(const Words& words) {
  for (const Match& match : words.matches) {
    if (match.begin > kTopicTokens) return "";
    const Label label = ReadLabel(words, match.begin, match.end, Side::kBefore);
    if (label.scope.empty()) continue;
    size_t end = match.end;
    while (end < words.tokens.size() && words.tokens[end].kind == Token::Kind::kWord) ++end;
    const bool parted = end < words.tokens.size() &&
                        (words.tokens[end].text == "," || words.tokens[end].text == ":");
    return parted ? label.scope : "";
  }
  return "";
}

Words ReadWords(std::string_view text) {
  Words words{.text = text, .tokens = Tokenize(text)};
  words.matches = FindPhrases(words.tokens);
  words.periods = FindPeriods(text, words.tokens);
  return words;
}

bool Label::SaysStanding() const {
  return state != State::kNone || timing != Timing::kNone || channel != Channel::kNone;
}

bool Label::SaysWhat() const {
  return SaysStanding() || provision != Provision::kNone || indicator != Indicator::kNone ||
         group != 0 || national || comparison || target || total || maximum;
}

void Label::FillFrom(const Label& farther) {
  if (object == Object::kNone) object = farther.object;
  if (state == State::kNone ||
      (weak && farther.state != State::kNone && !farther.weak && timing == Timing::kNone)) {
    state = farther.state;
    weak = farther.weak;
  }
  if (timing == Timing::kNone) timing = farther.timing;
  if (channel == Channel::kNone) channel = farther.channel;
  if (provision == Provision::kNone) provision = farther.provision;
  if (indicator == Indicator::kNone) indicator = farther.indicator;
  if (group == 0) group = farther.group;
  if (scope.empty() && !own) {
    scope = farther.scope;
    own = farther.own;
  }
  if (period.empty()) period = farther.period;
  national = national || farther.national;
  portal = portal || farther.portal;
  total = total || farther.total;
  share = share || farther.share;
  maximum = maximum || farther.maximum;
  target = target || farther.target;
}

Label ReadLabel(const Words& words, size_t begin, size_t end, Side side) {
  std::vector<size_t> inside;
  const auto first = std::lower_bound(words.matches.begin(), words.matches.end(), begin,
                                      [](const Match& m, size_t at) { return m.begin < at; });
  for (auto it = first; it != words.matches.end() && it->end <= end; ++it) {
    inside.push_back(static_cast<size_t>(it - words.matches.begin()));
  }
  Label label;
  if (side == Side::kBefore) {
    for (auto it = inside.rbegin(); it != inside.rend(); ++it) {
      Apply(label, words.matches[*it].meaning);
    }
  } else {
    for (const size_t i : inside) Apply(label, words.matches[i].meaning);
  }
  // A topic leads: "Tiến độ giải quyết ...: đạt 16,1/20" is about the first group that is named.
  for (auto it = inside.rbegin(); it != inside.rend(); ++it) {
    const Meaning& meaning = words.matches[*it].meaning;
    if (meaning.kind == Kind::kGroup) label.group = meaning.value;
  }
  ApplyScope(words, inside, label);
  auto period = std::lower_bound(words.periods.begin(), words.periods.end(), begin,
                                 [](const PeriodMatch& p, size_t at) { return p.begin < at; });
  for (; period != words.periods.end() && period->end <= end; ++period) {
    label.period = period->period;
  }
  return label;
}

}  // namespace lienthong::inspect
