// SQL that takes a batch of updates in: into the journal, over the present states, and as
// differences into the daily sums, in one statement and one transaction.
#pragma once

#include <string>

namespace lienthong::benchmark {

// Columns of the journal in the order of parameters, and those of a dossier.
extern const char kJournalColumns[];
extern const char kDossierColumns[];

// `from` names where the batch comes from, `with` defines it as a WITH query if need be. The
// old state of a dossier is that of the statement's snapshot, so no two connections may write
// the same unit.
std::string MergeSql(const std::string& with, const std::string& from, bool with_journal);

// A batch of one as parameters, and one of arrays.
std::string OneRow();
std::string Arrays();

// Figures of [from, to] at every unit, for the check and for the questions.
std::string FiguresSql(const std::string& table, const std::string& group_by);

}  // namespace lienthong::benchmark
