#include "services/query/suggestions.h"

#include <algorithm>
#include <tuple>

namespace lienthong::query {
namespace {

// Below it a candidate has little more than "xã" in common with the word.
constexpr uint32_t kScoreMin = 50;

// What another form of the same code deserves: sure but for the agency that was cut off.
constexpr uint32_t kCodeScore = 95;

struct NationalWord {
  const char* target;
  const char* name;  // the national one
  std::vector<const char*> words;
};

// The words of one-stop systems for the national statuses, as their public files and
// screens have them; each is a guess that a person confirms.
const std::vector<NationalWord>& Statuses() {
  static const std::vector<NationalWord> kStatuses = {
      {"1", "mới đăng ký", {"đăng ký mới", "chờ tiếp nhận", "mới nộp", "đã gửi"}},
      {"2", "được tiếp nhận", {"đã tiếp nhận", "tiếp nhận", "mới tiếp nhận"}},
      {"3", "không được tiếp nhận", {"không tiếp nhận", "từ chối tiếp nhận", "từ chối"}},
      {"4",
       "đang xử lý",
       {"đang giải quyết", "đang thụ lý", "chờ phê duyệt", "đang thẩm định", "chờ ký duyệt",
        "trình ký", "đang luân chuyển"}},
      {"5",
       "yêu cầu bổ sung giấy tờ",
       {"yêu cầu bổ sung", "chờ bổ sung", "bổ sung hồ sơ", "chờ công dân bổ sung"}},
      {"6",
       "yêu cầu thực hiện nghĩa vụ tài chính",
       {"chờ nộp phí", "chờ thanh toán", "nghĩa vụ tài chính", "chờ nộp thuế"}},
      {"7", "công dân yêu cầu rút hồ sơ", {"rút hồ sơ", "đã rút", "công dân rút"}},
      {"8", "dừng xử lý", {"hủy", "hủy hồ sơ", "đã hủy", "đình chỉ"}},
      {"9",
       "đã xử lý xong",
       {"đã giải quyết", "đã giải quyết xong", "đã có kết quả", "có kết quả", "hoàn thành",
        "chờ trả kết quả", "xong"}},
      {"10", "đã trả kết quả", {"trả kết quả", "đã trả"}}};
  return kStatuses;
}

const std::vector<NationalWord>& Channels() {
  static const std::vector<NationalWord> kChannels = {
      {"1", "trực tiếp", {"tại quầy", "một cửa", "nộp trực tiếp"}},
      {"2", "trực tuyến", {"online", "qua mạng", "cổng dịch vụ công", "dịch vụ công trực tuyến"}},
      {"3", "bưu chính công ích", {"bưu chính", "bcci", "bưu điện", "dịch vụ bưu chính"}}};
  return kChannels;
}

}  // namespace

size_t Suggester::Vocabulary::Add(const std::string& target, const std::string& name) {
  const auto [place, added] = places.try_emplace(target, codes.size());
  if (added) codes.emplace_back(target, name);
  names.Add(place->second, name);
  return place->second;
}

void Suggester::Vocabulary::AddWord(const std::string& target, const std::string& word) {
  const auto place = places.find(target);
  if (place != places.end()) names.Add(place->second, word);
}

Suggester::Suggester(const Registry& registry, Day day) {
  AddUnits(registry, day);
  AddProcedures(registry, day);
  for (const auto& [kind, words] : {std::pair(v1::REFERENCE_KIND_STATUS, &Statuses()),
                                    std::pair(v1::REFERENCE_KIND_CHANNEL, &Channels())}) {
    Vocabulary& vocabulary = vocabularies_[kind];
    for (const NationalWord& national : *words) {
      vocabulary.Add(national.target, national.name);
      for (const char* word : national.words) vocabulary.AddWord(national.target, word);
    }
  }
  AddMappings(registry, day);
}

void Suggester::AddUnits(const Registry& registry, Day day) {
  Vocabulary& units = vocabularies_[v1::REFERENCE_KIND_UNIT];
  for (const v1::Unit* version : registry.AllUnits()) {
    const v1::Unit* const unit = registry.UnitAt(version->id(), day);
    if (unit == version) units.Add(unit->code(), unit->name());
  }
}

void Suggester::AddProcedures(const Registry& registry, Day day) {
  Vocabulary& procedures = vocabularies_[v1::REFERENCE_KIND_PROCEDURE];
  for (const v1::Procedure* version : registry.AllProcedures()) {
    const v1::Procedure* const procedure = registry.ProcedureAt(version->id(), day);
    if (procedure == version) procedures.Add(procedure->code(), procedure->name());
  }
}

// What another source means by a word is worth a look.
void Suggester::AddMappings(const Registry& registry, Day day) {
  for (const v1::Mapping* mapping : registry.AllMappings()) {
    if (mapping->valid_from() <= day)
      vocabularies_[mapping->kind()].AddWord(mapping->target(), mapping->value());
  }
}

void Suggester::AddCandidates(const v1::MissingReference& missing, size_t candidates_max,
                              v1::SuggestMappingsResponse::Word& word) const {
  const auto vocabulary = vocabularies_.find(missing.kind());
  if (vocabulary == vocabularies_.end()) return;
  const auto add = [&](size_t item, uint32_t score) {
    v1::SuggestMappingsResponse::Candidate& candidate = *word.add_candidates();
    candidate.set_target(vocabulary->second.codes[item].first);
    candidate.set_name(vocabulary->second.codes[item].second);
    candidate.set_score(score);
  };
  const auto same_code = vocabulary->second.places.find(PlainCode(missing.value()));
  if (same_code != vocabulary->second.places.end()) add(same_code->second, kCodeScore);
  for (const NameIndex::Match& match :
       vocabulary->second.names.Nearest(missing.value(), candidates_max, kScoreMin)) {
    if (word.candidates_size() < static_cast<int>(candidates_max)) add(match.item, match.score);
  }
}

void Suggester::Suggest(const WaitingWords& waiting, const std::string& source,
                        size_t candidates_max, v1::SuggestMappingsResponse& response) const {
  std::vector<std::pair<v1::MissingReference, uint64_t>> words;
  for (const auto& [bytes, records] : waiting) {
    v1::MissingReference missing;
    if (!missing.ParseFromString(bytes) || !vocabularies_.contains(missing.kind())) continue;
    // Without a source it is a number of another node's, which waits for reference data.
    const bool asked = !missing.source().empty() && (source.empty() || missing.source() == source);
    if (asked) words.emplace_back(std::move(missing), records);
  }
  const auto name = [](const v1::MissingReference& word) {
    return std::tuple(word.kind(), word.source(), word.value());
  };
  std::sort(words.begin(), words.end(), [&](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : name(a.first) < name(b.first);
  });
  if (words.size() > kWordsMax) words.resize(kWordsMax);
  for (auto& [missing, records] : words) {
    v1::SuggestMappingsResponse::Word& word = *response.add_words();
    AddCandidates(missing, candidates_max, word);
    *word.mutable_missing() = std::move(missing);
    word.set_records(records);
  }
}

}  // namespace lienthong::query
