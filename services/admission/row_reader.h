// One row as people write it into entries of the reference log: mostly one, none when it
// says nothing of its own. Faults go into `fields`.
#pragma once

#include <functional>
#include <vector>

#include "services/admission/row_fields.h"

namespace lienthong::admission {

using Entries = std::vector<v1::ReferenceEntry>;

// Looks into a rulebook; INVALID_ARGUMENT says what is wrong with it.
using RulebookCheck = std::function<absl::Status(const v1::Rulebook&)>;

void ReadUnit(const v1::UnitRow& row, RowFields& fields, Entries& entries);
void ReadGrant(const v1::GrantRow& row, RowFields& fields, Entries& entries);
// A row with a unit is an offer, and describes the procedure where it is new.
void ReadProcedure(const v1::ProcedureRow& row, RowFields& fields, Entries& entries);
void ReadMapping(const v1::MappingRow& row, RowFields& fields, Entries& entries);
void ReadCalendar(const v1::CalendarRow& row, RowFields& fields, Entries& entries);
void ReadObservation(const v1::ObservationRow& row, RowFields& fields, Entries& entries);
void ReadRulebook(const v1::Rulebook& rulebook, const RulebookCheck& check, RowFields& fields,
                  Entries& entries);

}  // namespace lienthong::admission
