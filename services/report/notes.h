// Footnotes: where the figures of a sentence come from, in words.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "lienthong/v1/report.pb.h"
#include "services/report/figure_set.h"

namespace lienthong::report {

// How much a note says of each figure.
enum class NoteDetail {
  kDefinitions,  // what it counts: under a sentence
  kSubjects,     // of what it is: under a table, whose headings say what is counted
};

// The text for `figures` (places in `all`): by origin, then each of them.
std::string NoteText(const std::vector<v1::ReportFigure>& all, const std::set<uint32_t>& figures,
                     const Facts& facts, NoteDetail detail);

// Numbers the notes of a report in the order of first use; equal texts are one note.
class Notes {
 public:
  // The number of the note for these figures, from 1; 0 for none.
  uint32_t Number(const FigureSet& set, const std::set<uint32_t>& figures,
                  NoteDetail detail = NoteDetail::kDefinitions);

  const std::vector<v1::ReportNote>& notes() const { return notes_; }

 private:
  std::map<std::string, uint32_t> numbers_;
  std::vector<v1::ReportNote> notes_;
};

}  // namespace lienthong::report
