// The table of phrases: the one place to add a word that some office uses.
//
// Vietnamese as it is written, in any case; folding takes care of spelling (figures.h). A comma
// is a word of its own. A phrase that is longer than another one inside it hides it, which is
// how names and exceptions are made: give them `kNothing`.
#pragma once

#include <span>

#include "services/inspect/vocabulary.h"

namespace lienthong::inspect {

struct Phrase {
  const char* words;
  Meaning::Kind kind;
  int value = 0;
};

// Every phrase but the combinations of "trước hạn" and "đúng hạn", which vocabulary.cc makes.
std::span<const Phrase> AllPhrases();

}  // namespace lienthong::inspect
