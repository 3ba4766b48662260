#include "services/inspect/vocabulary.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "services/inspect/phrases.h"

namespace lienthong::inspect {
namespace {

using Kind = Meaning::Kind;

// Combinations of early and on time, whatever stands between them.
constexpr const char* kEarlyWords[] = {"trước hạn", "sớm hạn", "sớm hẹn", "trước", "sớm"};
constexpr const char* kOnTimeWords[] = {"đúng hạn", "đúng hẹn", "đúng"};
constexpr const char* kJoints[] = {" và ", ", ", " / ", " hoặc "};

using Folded = std::vector<std::string>;

// Phrases by their first word, the longest first.
class Lexicon {
 public:
  Lexicon() {
    for (const Phrase& phrase : AllPhrases()) AddWords(phrase.words, {phrase.kind, phrase.value});
    AddCombinations();
    for (auto& [first, entries] : entries_) {
      std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return a.words.size() > b.words.size();
      });
    }
  }

  // The longest phrase that begins at `at`; nothing when there is none.
  std::optional<Match> Find(const std::vector<Token>& tokens, size_t at) const {
    const auto found = entries_.find(tokens[at].text);
    if (found == entries_.end()) return std::nullopt;
    for (const Entry& entry : found->second) {
      if (Fits(tokens, at, entry.words)) return Match{at, at + entry.words.size(), entry.meaning};
    }
    return std::nullopt;
  }

 private:
  struct Entry {
    Folded words;
    Meaning meaning;
  };

  static bool Fits(const std::vector<Token>& tokens, size_t at, const Folded& words) {
    if (words.size() > tokens.size() - at) return false;
    for (size_t i = 0; i < words.size(); ++i) {
      if (tokens[at + i].text != words[i]) return false;
    }
    return true;
  }

  void AddWords(std::string_view text, Meaning meaning) {
    Folded words;
    for (const Token& token : Tokenize(text)) words.push_back(token.text);
    entries_[words[0]].push_back({words, meaning});
  }

  // "đúng hạn và trước hạn", "trước và đúng hạn", "sớm hạn, đúng hạn", ...
  void AddCombinations() {
    for (const std::string early : kEarlyWords) {
      for (const std::string on_time : kOnTimeWords) {
        for (const std::string joint : kJoints) {
          const Meaning both{Kind::kTiming, static_cast<int>(Timing::kEarlyOrOnTime)};
          const bool early_whole = early.find(' ') != std::string::npos;
          const bool on_time_whole = on_time.find(' ') != std::string::npos;
          if (on_time_whole) AddWords(early + joint + on_time, both);
          if (early_whole) AddWords(on_time + joint + early, both);
        }
      }
    }
  }

  std::unordered_map<std::string, std::vector<Entry>> entries_;
};

}  // namespace

std::vector<Match> FindPhrases(const std::vector<Token>& tokens) {
  static const Lexicon lexicon;
  std::vector<Match> matches;
  for (size_t at = 0; at < tokens.size();) {
    const auto match =
        tokens[at].kind == Token::Kind::kNumber ? std::nullopt : lexicon.Find(tokens, at);
    if (match) matches.push_back(*match);
    at = match ? match->end : at + 1;
  }
  return matches;
}

}  // namespace lienthong::inspect
