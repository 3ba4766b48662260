#include "services/query/plain_name.h"

#include <utf8proc.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>

namespace lienthong::query {
namespace {

constexpr size_t kReadingsMax = 8;
// Letters of a name that are compared; some procedures have names of a page.
constexpr size_t kLettersMax = 256;
// Names by shared pairs of letters that are then compared word by word.
constexpr size_t kComparedMax = 64;

using Words = std::vector<std::string>;

// How one-stop systems abbreviate; from their files, each reading a guess.
const std::map<std::string, Words>& Abbreviations() {
  static const std::map<std::string, Words> kAbbreviations = {
      {"bhxh", {"bao hiem xa hoi"}},
      {"dkkd", {"dang ky kinh doanh"}},
      {"dvc", {"dich vu cong"}},
      {"gcn", {"giay chung nhan"}},
      {"gddt", {"giao duc va dao tao"}},
      {"gtvt", {"giao thong van tai"}},
      {"h", {"huyen"}},
      {"hcc", {"hanh chinh cong"}},
      {"hs", {"ho so"}},
      {"khcn", {"khoa hoc va cong nghe"}},
      {"khdt", {"ke hoach va dau tu"}},
      {"ldtbxh", {"lao dong thuong binh va xa hoi"}},
      {"nnptnt", {"nong nghiep va phat trien nong thon"}},
      {"p", {"phuong", "phong"}},
      {"pvhcc", {"phuc vu hanh chinh cong"}},
      {"q", {"quan"}},
      {"qsdd", {"quyen su dung dat"}},
      {"tnmt", {"tai nguyen va moi truong"}},
      {"tp", {"thanh pho"}},
      {"tt", {"trung tam", "thi tran", "thu tuc"}},
      {"tthc", {"thu tuc hanh chinh"}},
      {"tthcc", {"trung tam phuc vu hanh chinh cong"}},
      {"ttpvhcc", {"trung tam phuc vu hanh chinh cong"}},
      {"tttt", {"thong tin va truyen thong"}},
      {"tx", {"thi xa"}},
      {"ubnd", {"uy ban nhan dan"}},
      {"vhttdl", {"van hoa the thao va du lich"}},
      {"vp", {"van phong"}},
      {"x", {"xa"}},
      {"xd", {"xay dung"}},
  };
  return kAbbreviations;
}

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};

// Case-folded and without marks; empty when `name` is not UTF-8.
std::string Unmarked(std::string_view name) {
  utf8proc_uint8_t* plain = nullptr;
  const auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK |
                                     UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(name.data()),
                   static_cast<utf8proc_ssize_t>(name.size()), &plain, options);
  const std::unique_ptr<utf8proc_uint8_t, Free> owner(plain);
  return size < 0 ? "" : std::string(reinterpret_cast<const char*>(plain), size);
}

// The words of letters and digits; đ, which is a letter of its own, as d.
Words WordsOf(std::string_view name) {
  const std::string unmarked = Unmarked(name);
  Words words(1);
  for (size_t i = 0; i < unmarked.size(); ++i) {
    const auto byte = static_cast<unsigned char>(unmarked[i]);
    if (unmarked.compare(i, 2, "đ") == 0) {
      words.back() += 'd';
      ++i;
    } else if (byte >= 0x80 || std::isalnum(byte)) {
      words.back() += unmarked[i];
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

Words Split(const std::string& plain) {
  Words words;
  for (size_t at = 0; at < plain.size();) {
    const size_t end = std::min(plain.find(' ', at), plain.size());
    if (end > at) words.push_back(plain.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

// Every committee is a people's committee of something: that is its name.
std::string WithoutCommittee(const std::string& plain) {
  static const std::string kCommittee = "uy ban nhan dan ";
  return plain.starts_with(kCommittee) ? plain.substr(kCommittee.size()) : plain;
}

std::set<uint16_t> PairsOf(const std::string& plain) {
  std::set<uint16_t> pairs;
  for (size_t i = 0; i + 1 < plain.size(); ++i) {
    pairs.insert(static_cast<uint16_t>(static_cast<unsigned char>(plain[i]) << 8 |
                                       static_cast<unsigned char>(plain[i + 1])));
  }
  return pairs;
}

// Letters to be put in, taken out or changed.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, changed}));
    }
  }
  return row.back();
}

// 1 for equal texts, 0 for those without a letter in common.
double Nearness(const std::string& a, const std::string& b) {
  const std::string_view left = std::string_view(a).substr(0, kLettersMax);
  const std::string_view right = std::string_view(b).substr(0, kLettersMax);
  const size_t longer = std::max(left.size(), right.size());
  return longer == 0 ? 0
                     : 1 - static_cast<double>(Distance(left, right)) / static_cast<double>(longer);
}

std::vector<std::string> PartsOf(std::string_view code) {
  std::vector<std::string> parts(1);
  for (const char c : code) {
    if (c == '.') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

bool IsZero(const std::string& part) {
  return !part.empty() && part.find_first_not_of('0') == std::string::npos;
}

// "H44": the agency at the head of every identifier of one province or ministry.
bool IsAgency(const std::string& part) {
  return part.size() >= 2 && std::isupper(static_cast<unsigned char>(part[0])) &&
         std::all_of(part.begin() + 1, part.end(), [](unsigned char c) { return std::isdigit(c); });
}

std::string Join(const std::vector<std::string>& parts) {
  std::string code;
  for (const std::string& part : parts) code += (code.empty() ? "" : ".") + part;
  return code;
}

}  // namespace

std::vector<std::string> PlainNames(std::string_view name) {
  std::vector<std::string> readings(1);
  for (const std::string& word : WordsOf(name)) {
    const auto known = Abbreviations().find(word);
    const Words meanings = known == Abbreviations().end() ? Words{word} : known->second;
    std::vector<std::string> longer;
    for (const std::string& meaning : meanings) {
      for (const std::string& reading : readings) {
        if (longer.size() < kReadingsMax)
          longer.push_back(reading + (reading.empty() ? "" : " ") + meaning);
      }
    }
    readings = std::move(longer);
  }
  for (std::string& reading : readings) reading = WithoutCommittee(reading);
  return readings;
}

std::string PlainCode(std::string_view code) {
  std::vector<std::string> parts = PartsOf(code);
  if (parts.size() < 3 || !IsAgency(parts.back())) return "";
  // The lowest level stands first, and what is not there is 00.
  if (IsZero(parts.front())) {
    std::reverse(parts.begin(), parts.end());
    while (IsZero(parts.back())) parts.pop_back();
    return Join(parts);
  }
  // A procedure's code with the agency that offers it.
  parts.pop_back();
  while (parts.size() > 1 && IsZero(parts.back())) parts.pop_back();
  return Join(parts);
}

void NameIndex::Add(size_t item, std::string_view name) {
  for (const std::string& plain : PlainNames(name)) {
    if (plain.empty()) continue;
    const auto number = static_cast<uint32_t>(names_.size());
    for (const uint16_t pair : PairsOf(plain)) names_with_pair_[pair].push_back(number);
    const Words words = Split(plain);
    for (const std::string& word : std::set<std::string>(words.begin(), words.end()))
      ++names_with_word_[word];
    names_.push_back({item, plain});
  }
}

std::vector<NameIndex::Match> NameIndex::Nearest(std::string_view name, size_t most,
                                                 uint32_t score_min) const {
  std::vector<Match> matches;
  for (const std::string& plain : PlainNames(name)) AddNearest(plain, matches);
  std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
    return a.score != b.score ? a.score > b.score : a.item < b.item;
  });
  std::vector<Match> best;
  std::set<size_t> seen;
  for (const Match& match : matches) {
    if (match.score < score_min || best.size() == most) break;
    if (seen.insert(match.item).second) best.push_back(match);
  }
  return best;
}

// Those with the most pairs of letters in common, as far as they have names as long.
void NameIndex::AddNearest(const std::string& plain, std::vector<Match>& matches) const {
  std::vector<uint32_t> shared(names_.size());
  const std::set<uint16_t> pairs = PairsOf(plain);
  for (const uint16_t pair : pairs) {
    const auto found = names_with_pair_.find(pair);
    if (found == names_with_pair_.end()) continue;
    for (const uint32_t number : found->second) ++shared[number];
  }
  std::vector<std::pair<double, uint32_t>> likely;
  for (uint32_t number = 0; number < names_.size(); ++number) {
    const double both =
        static_cast<double>(std::max<size_t>(pairs.size() + names_[number].plain.size(), 1));
    if (shared[number] > 0 || names_[number].plain == plain)
      likely.emplace_back(-static_cast<double>(shared[number]) / both, number);
  }
  const size_t compared = std::min(likely.size(), kComparedMax);
  std::partial_sort(likely.begin(), likely.begin() + static_cast<ptrdiff_t>(compared),
                    likely.end());
  for (size_t i = 0; i < compared; ++i) {
    const Entry& entry = names_[likely[i].second];
    matches.push_back({entry.item, Score(plain, entry.plain)});
  }
}

// A word that few names have says more than "xã".
double NameIndex::WeightOf(const std::string& word) const {
  const auto found = names_with_word_.find(word);
  const double with = found == names_with_word_.end() ? 0 : found->second;
  return 1 + std::log((static_cast<double>(names_.size()) + 1) / (with + 1));
}

// Half for the words in common, by their weight, half for the letters.
uint32_t NameIndex::Score(const std::string& a, const std::string& b) const {
  if (a == b) return 100;
  const Words in_a = Split(a), in_b = Split(b);
  std::multiset<std::string> left(in_b.begin(), in_b.end());
  double common = 0, all = 0;
  for (const std::string& word : in_b) all += WeightOf(word);
  for (const std::string& word : in_a) {
    const double weight = WeightOf(word);
    all += weight;
    const auto found = left.find(word);
    if (found == left.end()) continue;
    left.erase(found);
    common += 2 * weight;
  }
  const double words = all == 0 ? 0 : common / all;
  return std::min<uint32_t>(99, static_cast<uint32_t>(50 * words + 50 * Nearness(a, b)));
}

}  // namespace lienthong::query
