// What the words around a figure say about it: the aspects of vocabulary.h, gathered from a
// stretch of text.
//
// A stretch before a figure is read from its end, since the nearest word speaks for the figure
// ("tiếp nhận và đã giải quyết 18.057": resolved); one behind it is read from its beginning. What
// a nearer stretch says is never overruled by a farther one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "services/inspect/period.h"
#include "services/inspect/vocabulary.h"

namespace lienthong::inspect {

// A sentence taken apart once.
struct Words {
  std::string_view text;
  std::vector<Token> tokens;
  std::vector<Match> matches;
  std::vector<PeriodMatch> periods;
};

Words ReadWords(std::string_view text);

struct Label {
  Object object = Object::kNone;
  State state = State::kNone;
  // The state is from a weak word: "giải quyết", not "đã giải quyết".
  bool weak = false;
  Timing timing = Timing::kNone;
  Channel channel = Channel::kNone;
  Provision provision = Provision::kNone;
  Indicator indicator = Indicator::kNone;
  int group = 0;
  bool national = false;
  bool portal = false;
  bool total = false;
  bool share = false;
  bool maximum = false;
  bool counted = false;
  bool comparison = false;
  bool target = false;
  // The reporter's own whole: "toàn tỉnh", or several levels in one breath.
  bool own = false;
  // A level ("#1") or an office ("sở tư pháp") whose figure it is.
  std::string scope;
  std::string period;

  // Says what is counted, in whatever respect: more than "đạt tỷ lệ" does.
  bool SaysWhat() const;
  // Says something of where dossiers stand.
  bool SaysStanding() const;
  // Takes over from `farther` each aspect that is missing here.
  void FillFrom(const Label& farther);
};

enum class Side { kBefore, kBehind };

// The label of tokens [begin, end); phrases must lie in it as a whole.
Label ReadLabel(const Words& words, size_t begin, size_t end, Side side);

// The scope that a sentence announces: "Với cấp xã, toàn tỉnh tiếp nhận ..." is about communes.
// "" when it announces none.
std::string TopicOf(const Words& words);

}  // namespace lienthong::inspect
