// Codes that words may mean for which records wait. Nothing is mapped here: a person
// looks at them, and what is right is imported as mappings. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "lienthong/v1/catalogue.pb.h"
#include "services/query/plain_name.h"
#include "storage/registry/registry.h"

namespace lienthong::query {

// What waits: a serialized MissingReference -> records.
using WaitingWords = std::map<std::string, uint64_t>;

class Suggester {
 public:
  // Of the units, procedures and mappings of `day`; the registry must outlive it. Takes some
  // milliseconds for each thousand names.
  Suggester(const Registry& registry, Day day);

  // The words of `source` (empty: of all), most frequent first, at most kWordsMax, each with
  // up to `candidates_max` codes.
  void Suggest(const WaitingWords& waiting, const std::string& source, size_t candidates_max,
               v1::SuggestMappingsResponse& response) const;

  // More is a catalogue that was never loaded, and no work for a person.
  static constexpr size_t kWordsMax = 200;

 private:
  // The codes of one kind, and the words by which they are known.
  struct Vocabulary {
    std::vector<std::pair<std::string, std::string>> codes;  // target and its name
    NameIndex names;
    std::map<std::string, size_t> places = {};

    size_t Add(const std::string& target, const std::string& name);
    void AddWord(const std::string& target, const std::string& word);
  };

  void AddUnits(const Registry& registry, Day day);
  void AddProcedures(const Registry& registry, Day day);
  void AddMappings(const Registry& registry, Day day);
  void AddCandidates(const v1::MissingReference& missing, size_t candidates_max,
                     v1::SuggestMappingsResponse::Word& word) const;

  std::map<v1::ReferenceKind, Vocabulary> vocabularies_;
};

}  // namespace lienthong::query
