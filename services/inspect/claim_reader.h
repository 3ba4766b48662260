// Reads the claims of running text; table_reader.h does those of tables. Both add to one list.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "services/inspect/claims.h"

namespace lienthong::inspect {

// What was said last, and so what a figure that says less is about.
struct Context {
  State state = State::kNone;
  Object object = Object::kNone;
  int group = 0;
  // Numbers are those of the national portal.
  bool portal = false;
  std::string scope;
  // The sentence is about this scope, whatever else it names.
  std::string topic;
  std::string period;
  // The last score, and the sentence it is in.
  std::optional<size_t> score;
  size_t passage = 0;
  // Of the block that is being read.
  int depth = 0;
};

// Reads blocks in order.
class ClaimReader {
 public:
  explicit ClaimReader(Claims& claims) : claims_(claims) {}

  // A paragraph or an item of a list. `block` counts from 1.
  void Read(const Block& text, size_t block);

  // A passage of its own for a table.
  size_t NewPassage() { return ++passages_; }

 private:
  // Where a figure's label begins and ends, in tokens.
  struct Places {
    size_t far = 0;
    size_t near = 0;
    size_t figure = 0;
    size_t behind = 0;    // end of what stands behind it
    bool apart = false;   // a semicolon parts it from the figure before it
    bool quoted = false;  // another source's, see quotes.h
  };

  Context Inherit(const Block& text) const;
  void ReadHeading(std::string_view text);
  void ReadSentence(std::string_view text, size_t block);
  void ReadFigure(const Words& words, const Places& places);
  Label LabelOf(const Words& words, const Places& places, const Figure& figure) const;
  void AddWhole(const Claim& part);
  void ReadScore(const Label& label, Claim& claim);
  void ReadRate(const Label& label, Claim& claim);
  void ReadCount(Label label, Claim& claim);
  bool ReadMaximum(const Label& label, const Claim& claim);
  bool StandsBeside(const Words& words, const Places& places, const Label& label,
                    const Claim& claim) const;
  void UpdateContext(const Label& label);

  Claims& claims_;
  Context context_;
  // After the last block of each depth; 0 is a paragraph.
  std::map<int, Context> contexts_;
  size_t passages_ = 0;
  // The last paragraph announces what follows: it ends in a colon or goes on.
  bool open_ended_ = false;
  // First claim of the sentence that is being read.
  size_t sentence_begin_ = 0;
};

}  // namespace lienthong::inspect
