// From the oracle's words to the product's and back, field by field.
#pragma once

#include <string>
#include <vector>

#include "lienthong/v1/dossier.pb.h"
#include "lienthong/v1/ledger.pb.h"
#include "services/accounting/movements.h"
#include "services/accounting/petitions.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/petitions.h"

namespace lienthong {

v1::Dossier DossierFrom(const oracle::Dossier& told);
Calendar CalendarFrom(const oracle::Calendar& told);
DatedRules RulesFrom(const oracle::Dossier& told);

uint8_t RoleBitOf(oracle::Role role);

// What `postings` say under one role, in their order.
std::vector<oracle::Movement> MovementsUnder(oracle::Role role,
                                             const std::vector<Posting>& postings);

// Without `new_online`, which the oracle does not count.
v1::Figures FiguresFrom(const oracle::Figures& told);

v1::Petition PetitionFrom(const oracle::Petition& told);
// What `postings` of petitions say, in their order.
std::vector<oracle::PetitionMovement> PetitionMovementsOf(const std::vector<Posting>& postings);
PetitionFigures PetitionFiguresFrom(const oracle::PetitionCount& told);

// A dossier as a test of the oracle would tell it, with local times.
std::string Describe(const oracle::Dossier& dossier);
std::string Describe(const std::vector<oracle::Movement>& movements);
std::string Describe(const oracle::Petition& petition);
std::string Describe(const std::vector<oracle::PetitionMovement>& movements);

}  // namespace lienthong
