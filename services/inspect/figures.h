// Numbers in running text, and the words between them.
//
// A text becomes tokens: words, marks and numbers. Words are folded so that one word has one
// spelling: lower case, "hoá" like "hóa" (the tone stands behind the syllable), "tỉ" like "tỷ".
// Numbers are read as Vietnamese offices write them (19.933; 39,56 %; 09; 7,7/18) and, since
// people err, as they write them wrongly (1,234; 81.42 %; 1 234): the value is what was meant,
// and the notation says how it was written. Glued text ("81,42%quá hạn") is taken apart.
//
// What looks like a number and counts nothing is a code and no number: days, months and years,
// 766/QĐ-TTg, II.06a, H44.13, telephone numbers and the like.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "services/inspect/decimal.h"

namespace lienthong::inspect {

// How a number is written. Vietnamese notation has a point between thousands and a comma before
// decimals (Luật Kế toán 88/2015/QH13 article 11 asks it of accounts: unverified).
enum class Notation {
  kVietnamese,  // 19.933 or 39,56; also plain digits
  kSpaced,      // 19 933
  kEnglish,     // 19,933 or 39.56
  kBroken,      // 19.93 dossiers, 19.9333: no way to write a number
};

enum class Unit {
  kCount,     // 19.933
  kPercent,   // 39,56 %
  kFraction,  // 7,7/18 (a score) or 538/1.733 (a part of a whole)
};

// A number of a text, as it is printed and as it is meant.
struct Figure {
  Unit unit = Unit::kCount;
  Decimal value;
  // Of a fraction: what stands behind the stroke.
  Decimal of;
  Notation notation = Notation::kVietnamese;
  // "khoảng 19.900", "8,9 nghìn": no arithmetic holds it to the last digit.
  bool approximate = false;
  // As printed, the stroke and the percent sign included.
  std::string text;
};

struct Token {
  enum class Kind { kWord, kNumber, kMark, kCode };

  Kind kind = Kind::kWord;
  // A word folded, a mark as it is; "" for numbers and codes.
  std::string text;
  // Bytes of the text: [begin, end).
  size_t begin = 0;
  size_t end = 0;
  // Of a number.
  Figure figure;
  // Words that begin with a capital letter, for names.
  bool capital = false;
};

// A syllable folded as above. Letters that are not Vietnamese are lowered and kept.
std::string FoldWord(std::string_view word);

// The tokens of a clean text. Linear in its length.
std::vector<Token> Tokenize(std::string_view text);

// The numbers of a cell that holds hardly anything else: "1.733", "538 (31,04 %)"; nothing where
// it holds words. `quantity`: the column holds rates or scores, so a comma or a point in a bare
// number stands before decimals.
std::vector<Figure> ReadCell(std::string_view cell, bool quantity);

}  // namespace lienthong::inspect
