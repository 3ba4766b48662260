// A rulebook in words, for people: "min(2, 2R/0,80)", "dossiers received in the period,
// filed online". In Vietnamese and English; numbers as each language writes them.
#pragma once

#include <string>

#include "lienthong/v1/rulebook.pb.h"

namespace lienthong::score {

enum class Tongue { kEnglish, kVietnamese };

// What an indicator gives for a rate R: "6R", or "min(2, 2R/0.80)" with a threshold.
std::string PointsFormula(const v1::RulebookIndicator& indicator, Tongue tongue);
// What a count counts; terms joined by " + " and " - ".
std::string CountText(const v1::Count& count, Tongue tongue);
// What holds when the denominator is 0: "not scored", "6 points", last year's.
std::string ZeroRuleText(const v1::ZeroRule& rule, Tongue tongue);
// "handling unit"; UNSPECIFIED is handling.
std::string RoleText(v1::UnitRole role, Tongue tongue);
// "high", "medium", "low".
std::string ConfidenceText(v1::Confidence confidence, Tongue tongue);

}  // namespace lienthong::score
