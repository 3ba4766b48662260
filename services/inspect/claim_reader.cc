#include "services/inspect/claim_reader.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "services/inspect/quotes.h"
#include "services/inspect/sentences.h"

namespace lienthong::inspect {
namespace {

using Kind = Token::Kind;

// A paragraph without figures that announces something is not longer.
constexpr size_t kHeadingBytesMax = 240;

bool IsBoundary(const Token& token) {
  static const std::set<std::string> marks = {",", ";", "(", ")", "[", "]", "–",
                                              "—", "-", "•", ".", ":", "*", "+"};
  static const std::string conjunction = FoldWord("và");
  if (token.kind == Kind::kMark) return marks.contains(token.text);
  return token.kind == Kind::kWord && token.text == conjunction;
}

// Boundaries by token; those inside a phrase ("trước hạn, đúng hạn") are none.
std::vector<bool> Boundaries(const Words& words) {
  std::vector<bool> boundaries;
  boundaries.reserve(words.tokens.size());
  for (const Token& token : words.tokens) boundaries.push_back(IsBoundary(token));
  for (const Match& match : words.matches) {
    for (size_t i = match.begin; i < match.end; ++i) boundaries[i] = false;
  }
  return boundaries;
}

// The phrase that begins at `token`, or holds it; null when there is none.
const Match* PhraseAt(const Words& words, size_t token) {
  const auto it = std::upper_bound(words.matches.begin(), words.matches.end(), token,
                                   [](size_t at, const Match& m) { return at < m.begin; });
  if (it == words.matches.begin() || std::prev(it)->end <= token) return nullptr;
  return &*std::prev(it);
}

// "5 cuộc họp": a word behind the figure that no report on dossiers counts.
bool CountsSomethingElse(const Words& words, size_t figure) {
  static const std::set<std::string> harmless = [] {
    std::set<std::string> folded;
    for (const char* word : {"trong", "tại", "của", "ở", "và", "nên", "thì", "còn", "do", "từ",
                             "đến", "trên", "nhưng", "qua", "cho", "đã", "đang", "chưa", "bị"}) {
      folded.insert(FoldWord(word));
    }
    return folded;
  }();
  const size_t next = figure + 1;
  if (next >= words.tokens.size() || words.tokens[next].kind != Kind::kWord) return false;
  return PhraseAt(words, next) == nullptr && !harmless.contains(words.tokens[next].text);
}

// Behind the name of what is counted, "hồ sơ" in "500 hồ sơ"; right behind the figure if there
// is none.
size_t EndOfObject(const Words& words, size_t figure) {
  if (words.tokens[figure].figure.unit == Unit::kPercent) return figure + 1;
  const Match* match = PhraseAt(words, figure + 1);
  const bool object = match != nullptr && match->begin == figure + 1 &&
                      match->meaning.kind == Meaning::Kind::kObject;
  return object ? match->end : figure + 1;
}

bool HasMark(const Words& words, size_t begin, size_t end, std::string_view mark) {
  return std::any_of(words.tokens.begin() + static_cast<ptrdiff_t>(begin),
                     words.tokens.begin() + static_cast<ptrdiff_t>(end),
                     [&](const Token& token) { return token.text == mark; });
}

// The nearest words begin with "trên hồ sơ", "trên tổng số".
bool NamesWhole(const Words& words, size_t near, size_t figure) {
  static const std::string above = FoldWord("trên");
  if (near + 1 >= figure || words.tokens[near].text != above) return false;
  const Match* match = PhraseAt(words, near + 1);
  return match != nullptr && (match->meaning.kind == Meaning::Kind::kObject ||
                              match->meaning.kind == Meaning::Kind::kTotal ||
                              match->meaning.kind == Meaning::Kind::kWeakState);
}

bool BeginsLower(std::string_view text) {
  const auto tokens = Tokenize(text.substr(0, 32));
  return !tokens.empty() && tokens[0].kind == Kind::kWord && !tokens[0].capital;
}

bool BeginsWithPart(std::string_view text) {
  const auto matches = FindPhrases(Tokenize(text.substr(0, 32)));
  return !matches.empty() && matches[0].begin == 0 &&
         matches[0].meaning.kind == Meaning::Kind::kPart;
}

Skip SkipOf(const Label& label, const Claim& claim, bool quoted) {
  if (quoted) return claim.measure == Measure::kUnknown ? Skip::kUnknown : Skip::kQuoted;
  if (label.comparison) return Skip::kComparison;
  if (label.target) return Skip::kTarget;
  if (claim.measure == Measure::kUnknown) return Skip::kUnknown;
  if (claim.figure.notation == Notation::kBroken) return Skip::kUnreadable;
  if (claim.figure.approximate) return Skip::kApproximate;
  return Skip::kNone;
}

}  // namespace

// What an item or a paragraph takes over from what stands before it.
Context ClaimReader::Inherit(const Block& text) const {
  if (text.kind == Block::Kind::kListItem) {
    auto parent = contexts_.lower_bound(text.depth);
    Context context = parent == contexts_.begin() ? Context() : std::prev(parent)->second;
    const auto sibling = contexts_.find(text.depth);
    if (context.state == State::kNone && sibling != contexts_.end()) {
      context.state = sibling->second.state;
      context.object = sibling->second.object;
    }
    return context;
  }
  const bool goes_on = open_ended_ || BeginsWithPart(text.text) || BeginsLower(text.text);
  return goes_on ? context_ : Context();
}

void ClaimReader::Read(const Block& text, size_t block) {
  const size_t before = context_.passage;
  context_ = Inherit(text);
  context_.depth = text.depth;
  if (context_.passage == 0 || (text.depth == 0 && context_.passage != before)) {
    context_.passage = NewPassage();
  }
  const size_t claims = claims_.claims.size();
  for (const std::string_view sentence : SplitSentences(text.text)) ReadSentence(sentence, block);
  if (claims_.claims.size() == claims) ReadHeading(text.text);
  open_ended_ = text.text.ends_with(':') || text.text.ends_with(';') || text.text.ends_with(',');
  contexts_.erase(contexts_.lower_bound(text.depth), contexts_.end());
  contexts_[text.depth] = context_;
}

// "Hồ sơ đã giải quyết, trong đó:" has no figure, and says what the next ones are about.
void ClaimReader::ReadHeading(std::string_view text) {
  if (text.size() > kHeadingBytesMax) return;
  const Words words = ReadWords(text);
  const Label label = ReadLabel(words, 0, words.tokens.size(), Side::kBefore);
  UpdateContext(label);
  if (label.state != State::kNone) context_.state = label.state;
  if (label.object != Object::kNone) context_.object = label.object;
  if (label.group != 0) context_.group = label.group;
}

void ClaimReader::ReadSentence(std::string_view text, size_t block) {
  const Words words = ReadWords(text);
  const std::vector<bool> boundaries = Boundaries(words);
  std::vector<size_t> figures;
  for (size_t i = 0; i < words.tokens.size(); ++i) {
    if (words.tokens[i].kind == Kind::kNumber) figures.push_back(i);
  }
  if (figures.empty()) return;
  claims_.sentences.push_back({block, std::string(text)});
  sentence_begin_ = claims_.claims.size();
  context_.topic = TopicOf(words);
  const std::vector<Quote> quotes = FindQuotes(text, words.tokens);
  size_t start = 0;
  for (size_t k = 0; k < figures.size(); ++k) {
    Places places{.far = start, .near = start, .figure = figures[k]};
    places.quoted = IsQuoted(quotes, figures[k]);
    for (size_t i = start; i < figures[k]; ++i) {
      if (words.tokens[i].text == ";") {
        places.far = i + 1;
        places.apart = true;
      }
      if (boundaries[i] && words.tokens[i].text != ":") places.near = i + 1;
    }
    const size_t next = k + 1 < figures.size() ? figures[k + 1] : words.tokens.size();
    const bool last = k + 1 == figures.size();
    places.behind = figures[k] + 1;
    while (places.behind < next && !boundaries[places.behind]) ++places.behind;
    // Nothing parts two figures: where the first has its label before it, so has the next.
    if (places.behind == next && !last &&
        ReadLabel(words, places.near, places.figure, Side::kBefore).SaysWhat()) {
      places.behind = EndOfObject(words, figures[k]);
    }
    ReadFigure(words, places);
    start = places.behind;
  }
}

void ClaimReader::UpdateContext(const Label& label) {
  if (label.comparison) return;
  if (!context_.topic.empty()) {
    context_.scope = context_.topic;
  } else if (label.own) {
    context_.scope.clear();
  } else if (!label.scope.empty()) {
    context_.scope = label.scope;
  }
  if (label.own) context_.portal = false;
  if (label.portal) context_.portal = true;
  if (!label.period.empty()) context_.period = Relative(label.period, claims_.period);
}

// The words of a figure, from the nearest to the farthest.
Label ClaimReader::LabelOf(const Words& words, const Places& places, const Figure& figure) const {
  const Label near = ReadLabel(words, places.near, places.figure, Side::kBefore);
  const Label far = ReadLabel(words, places.far, places.near, Side::kBefore);
  const Label behind = ReadLabel(words, places.figure + 1, places.behind, Side::kBehind);
  const bool percent = figure.unit == Unit::kPercent;
  // "chiếm 0,1 % tổng số hồ sơ" names what it is a share of, not what it is.
  const bool names_whole = percent && near.share && behind.timing == Timing::kNone &&
                           claims_.claims.size() > sentence_begin_;
  // "giải quyết đúng hạn, trên hồ sơ đã giải quyết: 18.039/18.057": so does this.
  Label label = NamesWhole(words, places.near, places.figure) ? Label() : near;
  if (!names_whole && (!percent || !near.SaysWhat())) label.FillFrom(behind);
  if (!percent && behind.object != Object::kNone) label.object = behind.object;
  const bool multiple =
      percent && places.figure > 0 && words.tokens[places.figure - 1].text == FoldWord("bằng");
  const bool comparison = multiple || near.comparison || (far.comparison && !label.SaysStanding());
  if (!label.SaysWhat()) {
    label.FillFrom(far);
  } else {
    const bool part = label.timing != Timing::kNone || label.channel != Channel::kNone;
    if (label.state == State::kNone && part) label.state = far.state;
    if (label.object == Object::kNone) label.object = far.object;
    if (label.period.empty()) label.period = far.period;
    if (label.scope.empty() && !label.own) {
      label.scope = far.scope;
      label.own = far.own;
    }
    label.portal = label.portal || far.portal;
  }
  label.comparison = comparison;
  label.target = label.target || behind.target;
  return label;
}

void ClaimReader::ReadFigure(const Words& words, const Places& places) {
  const Token& token = words.tokens[places.figure];
  Claim claim{.figure = token.figure,
              .sentence = claims_.sentences.size() - 1,
              .begin = token.begin,
              .end = token.end,
              .passage = context_.passage,
              .depth = context_.depth};
  const Label label = LabelOf(words, places, claim.figure);
  const Label behind = ReadLabel(words, places.figure + 1, places.behind, Side::kBehind);
  UpdateContext(label);
  claim.scope = context_.scope;
  claim.period = context_.period;
  const bool score = IsScore(claim.figure, behind, label);
  if (score && ReadMaximum(label, claim)) return;
  if (score) {
    ReadScore(label, claim);
  } else if (StandsBeside(words, places, label, claim)) {
    CopyMeaning(claims_, claims_.claims.size() - 1, claim);
  } else if (claim.figure.unit == Unit::kPercent) {
    ReadRate(label, claim);
  } else if (!CountsSomethingElse(words, places.figure)) {
    ReadCount(label, claim);
  }
  claim.skip = SkipOf(label, claim, places.quoted);
  if (!score) AddWhole(claim);
  claims_.claims.push_back(std::move(claim));
}

// The 1.733 of "538/1.733 TTHC" is a figure of its own.
void ClaimReader::AddWhole(const Claim& part) {
  const Measure whole = WholeOf(part.measure);
  if (part.figure.unit != Unit::kFraction || whole == Measure::kUnknown || part.beside) return;
  Claim claim = part;
  claim.measure = whole;
  claim.figure = {.value = part.figure.of, .notation = part.figure.notation};
  claim.figure.text = part.figure.text.substr(part.figure.text.find('/') + 1);
  claim.implied = true;
  claims_.claims.push_back(std::move(claim));
}

// "(tối đa 18 điểm)" completes the score before it.
bool ClaimReader::ReadMaximum(const Label& label, const Claim& claim) {
  if (!label.maximum || claims_.claims.size() == sentence_begin_) return false;
  Claim& last = claims_.claims.back();
  if (last.measure != Measure::kScore || last.figure.of.digits != 0) return false;
  last.figure.of = claim.figure.value;
  last.end = claim.end;
  return true;
}

void ClaimReader::ReadScore(const Label& label, Claim& claim) {
  claim.measure = Measure::kScore;
  claim.national = label.national;
  claim.portal = true;
  const bool named = label.group != 0 || label.indicator != Indicator::kNone;
  if (label.national && !named && context_.group != 0) {
    claim.group = context_.group;
  } else {
    claim.group = GroupOf(label, claim.figure);
  }
  context_.group = claim.group;
  context_.score = claims_.claims.size();
  context_.state = State::kNone;
}

void ClaimReader::ReadRate(const Label& label, Claim& claim) {
  claim.measure = MeasureOf(label, Unit::kPercent);
  claim.object = label.object == Object::kPetition ? Object::kPetition : Object::kDossier;
  claim.with_score = context_.score;
  claim.group = label.group != 0 ? label.group : (context_.score ? context_.group : 0);
  claim.portal = label.portal || context_.score.has_value();
  claim.national = label.national;
  if (context_.score && *context_.score >= sentence_begin_) {
    claim.national = claim.national || claims_.claims[*context_.score].national;
  }
}

void ClaimReader::ReadCount(Label label, Claim& claim) {
  const bool stated = label.state != State::kNone;
  const bool parts = label.timing != Timing::kNone || label.channel != Channel::kNone;
  if (label.channel == Channel::kCarriedOver || label.channel == Channel::kNew) {
    label.state = State::kReceived;
  } else if (!stated && parts && label.provision == Provision::kNone) {
    const bool ahead = label.timing == Timing::kEarly || label.timing == Timing::kEarlyOrOnTime;
    label.state = ahead ? State::kResolved : context_.state;
  }
  if (label.object == Object::kNone) {
    label.object = label.provision == Provision::kNone ? context_.object : Object::kProcedure;
  }
  claim.measure = MeasureOf(label, claim.figure.unit);
  claim.object = label.object == Object::kPetition ? Object::kPetition : Object::kDossier;
  claim.portal = context_.portal;
  claim.national = label.national;
  if (claim.measure == Measure::kUnknown) return;
  context_.score.reset();
  if (stated && label.channel != Channel::kCarriedOver) context_.state = label.state;
  context_.object = label.object;
}

// A figure without a word of its own right behind one in another unit restates it.
bool ClaimReader::StandsBeside(const Words& words, const Places& places, const Label& label,
                               const Claim& claim) const {
  if (claims_.claims.size() == sentence_begin_ || label.SaysWhat()) return false;
  if (!label.scope.empty() || !label.period.empty()) return false;
  if (places.apart) return false;
  const Claim& last = claims_.claims.back();
  const bool percent = claim.figure.unit == Unit::kPercent;
  const bool last_percent = last.figure.unit == Unit::kPercent;
  if (percent == last_percent || last.beside) return false;
  // A count restates a rate only in brackets: "đạt 99,9 % (18.039 hồ sơ)".
  return percent || (HasMark(words, places.far, places.figure, "(") &&
                     !CountsSomethingElse(words, places.figure));
}

}  // namespace lienthong::inspect
