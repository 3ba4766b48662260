// The names under which templates read the books: the fields of Figures (ledger.proto)
// and sums of them. The same names in a column of a form and in a sentence.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lienthong/v1/ledger.pb.h"
#include "services/accounting/figures.h"

namespace lienthong::report {

// The figures of a row, and those of its dossiers that were filed online.
struct BookFigures {
  v1::Figures all;
  v1::Figures online;
};

// Reads both from lines; `net_moves` as in FiguresOf.
BookFigures ReadBooks(const PeriodLines& lines, v1::UnitRole role, bool net_moves);

// All names, in the order of the tables of DESIGN.md.
const std::vector<std::string>& BookLineNames();

bool IsBookLine(std::string_view name);

// The value of a name that IsBookLine. `received` and its parts are net of moves and can
// be negative.
int64_t ReadBookLine(const BookFigures& figures, std::string_view name);

// What it counts, in Vietnamese, lower case.
std::string_view DefinitionOf(std::string_view name);

// The accounts in which a dossier in hand ends the period (fields of Figures): every form
// has to place each exactly once.
const std::vector<std::string>& FinalAccounts();

// The final accounts that `name` contains; empty for what is no sum of accounts.
std::vector<std::string> AccountsOf(std::string_view name);

// True when every figure of the books is 0.
bool IsEmpty(const v1::Figures& figures);

}  // namespace lienthong::report
