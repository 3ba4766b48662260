// Names as different systems write them, made comparable, and how near two of them are.
// A guess for a person to look at, never a decision: what is decided is a mapping. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lienthong::query {

// `name` in lower case, without diacritics and punctuation, one space between words, with
// abbreviations of the administration written out ("UBND", "TTHC", "TP."), and without
// "ủy ban nhân dân" in front of what it is of. One with several readings ("TT": trung tâm,
// thị trấn, thủ tục) gives each of them, at most 8. Never empty, though its texts may be.
std::vector<std::string> PlainNames(std::string_view name);

// What an old or longer form of a code stands for, empty when it is none:
// "000.00.13.H44" is "H44.13", "1.001234.000.00.00.H44" is "1.001234".
std::string PlainCode(std::string_view code);

// Finds names that are near another. Add everything, then ask.
class NameIndex {
 public:
  struct Match {
    size_t item;
    // 0 to 100; 100: the same in plain form.
    uint32_t score;
  };

  // A name of thing number `item`; one thing may have several.
  void Add(size_t item, std::string_view name);
  // The things nearest to `name`, best first, each once, with at least `score_min`.
  std::vector<Match> Nearest(std::string_view name, size_t most, uint32_t score_min) const;

 private:
  struct Entry {
    size_t item;
    std::string plain;
  };

  void AddNearest(const std::string& plain, std::vector<Match>& matches) const;
  uint32_t Score(const std::string& a, const std::string& b) const;
  double WeightOf(const std::string& word) const;

  std::vector<Entry> names_;
  std::unordered_map<uint16_t, std::vector<uint32_t>> names_with_pair_;  // two letters
  std::unordered_map<std::string, uint32_t> names_with_word_;            // how many
};

}  // namespace lienthong::query
