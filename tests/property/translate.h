// From the oracle's words to the product's and back, field by field.
#pragma once

#include <string>
#include <vector>

#include "lienthong/v1/dossier.pb.h"
#include "lienthong/v1/ledger.pb.h"
#include "services/accounting/movements.h"
#include "tests/oracle/oracle.h"

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

// A dossier as a test of the oracle would tell it, with local times.
std::string Describe(const oracle::Dossier& dossier);
std::string Describe(const std::vector<oracle::Movement>& movements);

}  // namespace lienthong
