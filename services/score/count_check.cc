#include "services/score/count_check.h"

#include <algorithm>
#include <set>

namespace lienthong::score {
namespace {

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

class CountChecker {
 public:
  explicit CountChecker(std::vector<Fault>& faults) : faults_(faults) {}

  void Check(const v1::Count& count, const Place& place, bool inside_greatest) {
    if (count.terms().empty()) return Add(place.Of("terms", reasons::kMissing));
    if (count.terms_size() > kTermsMax)
      return Add(place.Of("terms", reasons::kTooMany, count.terms_size(), kTermsMax));
    const auto takes_away = [](const v1::Term& term) { return term.minus(); };
    if (std::all_of(count.terms().begin(), count.terms().end(), takes_away))
      Add(place.Of("terms", reasons::kOnlyMinus));
    for (int i = 0; i < count.terms_size(); ++i) {
      CheckTerm(count.terms(i), place.Inside("terms", i, fmt::format("#{}", i + 1)),
                inside_greatest);
    }
  }

 private:
  void CheckTerm(const v1::Term& term, const Place& place, bool inside_greatest) {
    switch (term.what_case()) {
      case v1::Term::kDossiers:
        return CheckDossiers(term.dossiers(), place.Inside("dossiers"));
      case v1::Term::kProcedures:
        return CheckProcedures(term.procedures(), place.Inside("procedures"));
      case v1::Term::kObservation:
        return CheckObservation(term.observation(), place);
      case v1::Term::kGreatest:
        if (inside_greatest) return Add(place.Of("greatest", reasons::kNested));
        return CheckGreatest(term.greatest(), place.Inside("greatest"));
      case v1::Term::WHAT_NOT_SET:
        return Add(place.OfWhole(reasons::kNothingCounted));
      default:
        return;  // an aspect: FindUnknown has looked at it
    }
  }

  void CheckProcedures(const v1::ProcedureCount& count, const Place& place) {
    if (!count.has_dossiers()) return Add(place.Of("dossiers", reasons::kMissing));
    CheckDossiers(count.dossiers(), place.Inside("dossiers"));
  }

  void CheckDossiers(const v1::DossierCount& count, const Place& place) {
    const auto basis = count.basis();
    if (basis == v1::DossierCount::BASIS_UNSPECIFIED) Add(place.Of("basis", reasons::kMissing));
    const bool judged =
        basis == v1::DossierCount::BASIS_RESOLVED || basis == v1::DossierCount::BASIS_IN_HAND;
    const bool judgement = count.judgement() != v1::DossierCount::JUDGEMENT_UNSPECIFIED;
    if (judgement && !judged && basis != v1::DossierCount::BASIS_UNSPECIFIED) {
      Add(place.Of("judgement", reasons::kNotJudged, v1::DossierCount::Basis_Name(basis)));
    }
    if (!count.or_flags().empty() && !judgement)
      Add(place.Of("or_flags", reasons::kNothingToWiden));
    std::set<int> seen;
    CheckFlags(count.flags(), "flags", place, seen);
    CheckFlags(count.or_flags(), "or_flags", place, seen);
  }

  void CheckFlags(const google::protobuf::RepeatedField<int>& flags, const char* field,
                  const Place& place, std::set<int>& seen) {
    for (int i = 0; i < flags.size(); ++i) {
      if (!v1::Flag_IsValid(flags[i])) continue;  // FindUnknown has named it
      if (flags[i] == v1::FLAG_UNSPECIFIED) {
        Add(place.OfEntry(field, i, reasons::kMissing));
      } else if (!seen.insert(flags[i]).second) {
        Add(place.OfEntry(field, i, reasons::kTwice,
                          v1::Flag_Name(static_cast<v1::Flag>(flags[i]))));
      }
    }
  }

  void CheckObservation(const std::string& definition, const Place& place) {
    if (!IsDefinition(definition))
      return Add(place.Of("observation", reasons::kBadDefinition, definition, kDefinitionBytesMax));
    const std::string last = definition.substr(definition.rfind('/') + 1);
    if (last == "rate" || last == "points" || last == "average")
      Add(place.Of("observation", reasons::kNoCount, definition, last));
  }

  void CheckGreatest(const v1::Greatest& greatest, const Place& place) {
    if (greatest.of_size() < 2) return Add(place.Of("of", reasons::kFewCounts));
    if (greatest.of_size() > kTermsMax)
      return Add(place.Of("of", reasons::kTooMany, greatest.of_size(), kTermsMax));
    for (int i = 0; i < greatest.of_size(); ++i)
      Check(greatest.of(i), place.Inside("of", i, fmt::format("#{}", i + 1)), true);
  }

  void Add(Fault fault) { faults_.push_back(std::move(fault)); }

  std::vector<Fault>& faults_;
};

}  // namespace

bool IsDefinition(std::string_view text) {
  if (text.empty() || text.size() > kDefinitionBytesMax) return false;
  char before = '/';
  for (const char c : text) {
    if (c == '/' ? before == '/' : !IsWordCharacter(c)) return false;
    before = c;
  }
  return before != '/';
}

void CheckCount(const v1::Count& count, const Place& place, std::vector<Fault>& faults) {
  CountChecker(faults).Check(count, place, false);
}

}  // namespace lienthong::score
