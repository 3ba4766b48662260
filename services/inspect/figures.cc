#include "services/inspect/figures.h"

#include <utf8proc.h>

#include <algorithm>
#include <map>
#include <set>

#include "services/inspect/number.h"

namespace lienthong::inspect {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "18.039 hồ sơ", "538 TTHC (31,04 %)": more words are a sentence.
constexpr size_t kCellWordsMax = 4;

using Words = std::set<std::string>;

Words Folded(std::initializer_list<const char*> words) {
  Words folded;
  for (const char* word : words) folded.insert(FoldWord(word));
  return folded;
}

// The greatest number that is a date, a clause or a rank behind a word; 0: none is.
int GreatestCode(const std::string& word) {
  static const std::map<std::string, int> words = [] {
    std::map<std::string, int> folded;
    for (const auto& [name, greatest] :
         std::initializer_list<std::pair<const char*, int>>{{"tháng", 12},
                                                            {"quý", 4},
                                                            {"ngày", 31},
                                                            {"điều", 999},
                                                            {"khoản", 99},
                                                            {"mục", 99},
                                                            {"mẫu", 99},
                                                            {"biểu", 99},
                                                            {"bảng", 99},
                                                            {"lục", 99},
                                                            {"độ", 4},
                                                            {"thứ", 999},
                                                            {"hạng", 999},
                                                            {"trí", 999},
                                                            {"phiên", 99},
                                                            {"chương", 99},
                                                            {"hình", 99}}) {
      folded[FoldWord(name)] = greatest;
    }
    return folded;
  }();
  const auto found = words.find(word);
  return found == words.end() ? 0 : found->second;
}

// Before these stands a span of time.
bool IsTime(const std::string& word) {
  static const Words words = Folded({"tháng", "năm", "ngày", "giờ", "phút", "tuần", "quý", "h"});
  return words.contains(word);
}

bool IsAbout(const std::string& word) {
  static const Words words = Folded({"gần", "khoảng", "hơn", "trên", "xỉ", "ngót", "dưới"});
  return words.contains(word);
}

bool IsMultiple(const std::string& word) {
  static const Words words = Folded({"nghìn", "ngàn", "triệu", "tỷ", "vạn"});
  return words.contains(word);
}

// Plain digits as a small number; -1 when they are not.
int Small(std::string_view text) {
  if (text.empty() || text.size() > 4) return -1;
  int value = 0;
  for (const char c : text) {
    if (!IsDigit(c)) return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool IsYear(std::string_view text) {
  const int year = Small(text);
  return text.size() == 4 && year >= 1900 && year <= 2100;
}

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) {}

  std::vector<Token> Run();

 private:
  struct Letter {
    utf8proc_int32_t code = 0;
    size_t size = 0;
    bool letter = false;
    bool upper = false;
  };

  Letter At(size_t at) const;
  size_t SkipSpaces(size_t at) const;
  // Where the run of letters, digits and joining marks that is one code ends.
  size_t EndOfCode(size_t at) const;
  size_t EndOfLetters(size_t at) const;
  std::string WordAt(size_t at) const;

  void ReadWord();
  void ReadDigits();
  bool ReadCode(const Number& number);
  bool IsEnumerator(std::string_view printed, size_t end) const;
  bool FollowsName(std::string_view printed, size_t end) const;
  bool IsDateWith(std::string_view first, std::string_view second, size_t end) const;
  void AddFigure(const Number& number);
  bool AddFraction(const Number& number, Token& token);
  void AddCode(size_t end);
  const std::string& Previous() const;

  std::string_view text_;
  size_t at_ = 0;
  // Nothing but marks so far.
  bool only_marks_ = true;
  std::vector<Token> tokens_;
};

Tokenizer::Letter Tokenizer::At(size_t at) const {
  if (at >= text_.size()) return {};
  utf8proc_int32_t code = 0;
  const utf8proc_ssize_t size =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text_.data()) + at,
                       static_cast<utf8proc_ssize_t>(text_.size() - at), &code);
  if (size <= 0) return {.code = text_[at], .size = 1};
  const utf8proc_category_t category = utf8proc_category(code);
  const bool mark = category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
  const bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
  return {code, static_cast<size_t>(size), letter || mark, category == UTF8PROC_CATEGORY_LU};
}

size_t Tokenizer::SkipSpaces(size_t at) const {
  while (at < text_.size() && text_[at] == ' ') ++at;
  return at;
}

size_t Tokenizer::EndOfLetters(size_t at) const {
  for (Letter letter = At(at); letter.letter; letter = At(at)) at += letter.size;
  return at;
}

size_t Tokenizer::EndOfCode(size_t at) const {
  const auto belongs = [&](size_t place) {
    return place < text_.size() && (IsDigit(text_[place]) || At(place).letter);
  };
  while (at < text_.size()) {
    if (belongs(at)) {
      at += std::max<size_t>(At(at).size, 1);
    } else if (std::string_view("./-:").find(text_[at]) != std::string_view::npos &&
               belongs(at + 1)) {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

std::string Tokenizer::WordAt(size_t at) const {
  return FoldWord(text_.substr(at, EndOfLetters(at) - at));
}

const std::string& Tokenizer::Previous() const {
  static const std::string none;
  return tokens_.empty() ? none : tokens_.back().text;
}

void Tokenizer::AddCode(size_t end) {
  tokens_.push_back({.kind = Token::Kind::kCode, .begin = at_, .end = end});
  at_ = end;
}

void Tokenizer::ReadWord() {
  const size_t end = EndOfLetters(at_);
  if (end < text_.size() && IsDigit(text_[end])) return AddCode(EndOfCode(end));  // H44.13
  tokens_.push_back({.kind = Token::Kind::kWord,
                     .text = FoldWord(text_.substr(at_, end - at_)),
                     .begin = at_,
                     .end = end,
                     .capital = At(at_).upper});
  at_ = end;
}

// "1." or "2.1" before a heading, "(3)" before an item.
bool Tokenizer::IsEnumerator(std::string_view printed, size_t end) const {
  const bool first = only_marks_;
  const size_t next = SkipSpaces(end);
  const char mark = end < text_.size() ? text_[end] : ' ';
  if (Small(printed) >= 0 && printed.size() <= 2) {
    const bool in_brackets = mark == ')' && Previous() == "(";
    if (in_brackets && At(SkipSpaces(end + 1)).upper) return true;
    return first && (mark == '.' || mark == ')') && next == end &&
           (end + 1 >= text_.size() || text_[end + 1] == ' ');
  }
  // 2.1, 3.2.1: groups of one or two digits.
  if (!first || (mark != ' ' && mark != '.') || !At(SkipSpaces(end + (mark == '.'))).upper) {
    return false;
  }
  size_t group = 0;
  for (const char c : printed) {
    if (c == ',') return false;
    group = c == '.' ? 0 : group + 1;
    if (group > 2) return false;
  }
  return true;
}

// Whether "first/second" is a day of a month, or a month of a year.
bool Tokenizer::IsDateWith(std::string_view first, std::string_view second, size_t end) const {
  const int day = Small(first);
  if (day < 1 || day > 31) return false;
  static const Words after = Folded({"ngày", "tháng", "quý"});
  static const Words until = Folded({"đến", "từ"});
  static const std::string points = FoldWord("điểm");
  if (IsYear(second)) return day <= 12;
  if (Small(second) < 1) return false;
  if (after.contains(Previous())) return true;
  return until.contains(Previous()) && Small(second) <= 12 && WordAt(SkipSpaces(end)) != points;
}

// "tháng 11", "năm 2023", "Điều 5", "xếp thứ 20/63"; but "mức độ hài lòng 4 %" is a rate.
bool Tokenizer::FollowsName(std::string_view printed, size_t end) const {
  static const std::string year = FoldWord("năm");
  const int value = Small(printed);
  const size_t next = SkipSpaces(end);
  if (value < 0 || (next < text_.size() && text_[next] == '%')) return false;
  if (end + 1 < text_.size() && text_[end] == ',' && IsDigit(text_[end + 1])) return false;
  return Previous() == year ? IsYear(printed)
                            : (value <= GreatestCode(Previous()) && GreatestCode(Previous()) > 0);
}

// Takes the number when it counts nothing.
bool Tokenizer::ReadCode(const Number& number) {
  const size_t end = at_ + number.size;
  const std::string_view printed = text_.substr(at_, number.size);
  const char next = end < text_.size() ? text_[end] : ' ';
  const bool digit_after = end + 1 < text_.size() && IsDigit(text_[end + 1]);
  const auto take = [&](size_t to) {
    AddCode(to);
    return true;
  };
  if (at_ > 0 && text_[at_ - 1] == '/') return take(EndOfCode(at_));  // III/2021
  if (IsEnumerator(printed, end)) return take(end);
  // [3] and [^3] point to a note.
  const bool bracket = next == ']' && (Previous() == "[" || Previous() == "^");
  if (bracket && Small(printed) >= 0) return take(end);
  if (FollowsName(printed, end)) return take(EndOfCode(at_));
  // 06a, 19h30; but not 18.057hồ: that is glued text.
  const Letter letter = At(end);
  if (letter.letter && (letter.upper || EndOfLetters(end) == end + letter.size)) {
    return take(EndOfCode(at_));
  }
  if (next == '/' && At(end + 1).letter) return take(EndOfCode(at_));  // 766/QĐ-TTg
  if (next == ':' && digit_after && Small(printed) >= 0) return take(EndOfCode(at_));  // 06:03
  if ((next == '-' || next == '/') && digit_after) {
    size_t second = end + 1;
    while (second < text_.size() && IsDigit(text_[second])) ++second;
    const auto digits = text_.substr(end + 1, second - end - 1);
    const bool goes_on =
        second + 1 < text_.size() && text_[second] == '/' && text_[second + 1] != ' ';
    if (next == '/' && goes_on) return take(EndOfCode(at_));  // 61/2018/NĐ-CP, 23/4/2018
    if (IsDateWith(printed, digits, second)) return take(EndOfCode(at_));
    if (next == '-' && Small(printed) >= 0 && Small(digits) < 0) return take(EndOfCode(at_));
  }
  // 2.1.2018, and telephone numbers.
  if (printed.size() >= 8 && std::count(printed.begin(), printed.end(), '.') == 2 &&
      IsYear(printed.substr(printed.rfind('.') + 1))) {
    return take(EndOfCode(at_));
  }
  if (printed.size() >= 5 && printed[0] == '0' && printed.find(',') == std::string_view::npos) {
    return take(EndOfCode(at_));
  }
  const std::string word = WordAt(SkipSpaces(end));
  return Small(printed) >= 0 && printed.size() <= 3 && IsTime(word) && take(end);
}

// Completes `token` with what stands behind the stroke; false when there is none.
bool Tokenizer::AddFraction(const Number& number, Token& token) {
  static const std::string points = FoldWord("điểm");
  size_t stroke = SkipSpaces(at_ + number.size);
  if (WordAt(stroke) == points) stroke = SkipSpaces(EndOfLetters(stroke));  // 16,1 điểm/20 điểm
  if (stroke >= text_.size() || text_[stroke] != '/') return false;
  const size_t begin = SkipSpaces(stroke + 1);
  const auto of = ReadNumber(text_.substr(begin), false);
  if (!of) return false;
  Figure& figure = token.figure;
  figure.unit = Unit::kFraction;
  const bool whole = of->quantity.value.places == 0 && number.quantity.value.places == 0;
  const bool thousands = of->count.value.places == 0 && number.count.value.places == 0;
  const bool counts = !whole && thousands;
  figure.value = counts ? number.count.value : number.quantity.value;
  figure.of = counts ? of->count.value : of->quantity.value;
  figure.notation = std::max(counts ? number.count.notation : number.quantity.notation,
                             counts ? of->count.notation : of->quantity.notation);
  token.end = begin + of->size;
  return true;
}

void Tokenizer::AddFigure(const Number& number) {
  Token token{.kind = Token::Kind::kNumber, .begin = at_, .end = at_ + number.size};
  Figure& figure = token.figure;
  figure.approximate = IsAbout(Previous());
  const size_t next = SkipSpaces(token.end);
  if (next < text_.size() && text_[next] == '%') {
    figure.unit = Unit::kPercent;
    token.end = next + 1;
  } else if (WordAt(next) == FoldWord("phần")) {
    const size_t second = SkipSpaces(EndOfLetters(next));
    if (WordAt(second) == FoldWord("trăm")) {
      figure.unit = Unit::kPercent;
      token.end = EndOfLetters(second);
    }
  }
  if (figure.unit == Unit::kPercent || !AddFraction(number, token)) {
    static const std::string points = FoldWord("điểm");
    const bool quantity = figure.unit == Unit::kPercent || WordAt(next) == points;
    const Reading& reading = quantity ? number.quantity : number.count;
    figure.value = reading.value;
    figure.notation = reading.notation;
    const bool multiple = IsMultiple(WordAt(next));
    figure.approximate = figure.approximate || multiple;
    // Half a dossier is a slip of the pen.
    if (!quantity && figure.value.places > 0 && !multiple) {
      figure.notation = Notation::kBroken;
    }
  }
  figure.text = std::string(text_.substr(token.begin, token.end - token.begin));
  at_ = token.end;
  tokens_.push_back(std::move(token));
}

void Tokenizer::ReadDigits() {
  static const std::string year = FoldWord("năm");
  const bool spaced = GreatestCode(Previous()) == 0 && Previous() != year;
  const auto number = ReadNumber(text_.substr(at_), spaced);
  if (!number) return AddCode(std::max(EndOfCode(at_), at_ + 1));
  if (!ReadCode(*number)) AddFigure(*number);
}

std::vector<Token> Tokenizer::Run() {
  while (at_ < text_.size()) {
    if (text_[at_] == ' ') {
      ++at_;
    } else if (IsDigit(text_[at_])) {
      ReadDigits();
      only_marks_ = false;
    } else if (const Letter letter = At(at_); letter.letter) {
      ReadWord();
      only_marks_ = false;
    } else {
      const size_t size = std::max<size_t>(letter.size, 1);
      tokens_.push_back({.kind = Token::Kind::kMark,
                         .text = std::string(text_.substr(at_, size)),
                         .begin = at_,
                         .end = at_ + size});
      at_ += size;
    }
  }
  return std::move(tokens_);
}

}  // namespace

std::vector<Token> Tokenize(std::string_view text) { return Tokenizer(text).Run(); }

std::vector<Figure> ReadCell(std::string_view cell, bool quantity) {
  std::vector<Figure> figures;
  size_t words = 0;
  for (Token& token : Tokenize(cell)) {
    words += token.kind == Token::Kind::kWord || token.kind == Token::Kind::kCode;
    if (token.kind != Token::Kind::kNumber) continue;
    Figure& figure = token.figure;
    if (quantity && figure.unit == Unit::kCount) {
      const Reading reading = ReadNumber(cell.substr(token.begin), true)->quantity;
      figure.value = reading.value;
      figure.notation = reading.notation;
    }
    figures.push_back(std::move(figure));
  }
  if (words > kCellWordsMax) figures.clear();
  return figures;
}

}  // namespace lienthong::inspect
