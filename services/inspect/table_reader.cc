#include "services/inspect/table_reader.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace lienthong::inspect {
namespace {

// A cell with a figure and this many words is a sentence.
constexpr size_t kSentenceWords = 8;

bool IsSentence(std::string_view cell) {
  size_t words = 0;
  bool number = false;
  for (const Token& token : Tokenize(cell)) {
    words += token.kind == Token::Kind::kWord;
    number = number || token.kind == Token::Kind::kNumber;
  }
  return number && words >= kSentenceWords;
}

class TableReader {
 public:
  TableReader(const Grid& table, size_t number, size_t block, const Legend& legend, Claims& claims,
              ClaimReader& reader)
      : table_(table),
        number_(number),
        block_(block),
        found_(ReadColumns(table, legend)),
        claims_(claims),
        reader_(reader) {}

  void Read();

 private:
  bool IsNumeric(size_t row, size_t column) const {
    return !ReadCell(table_.At(row, column), false).empty();
  }
  std::string RowName(size_t row) const;
  void ReadRow(size_t row);
  void ReadUnitRow(size_t row, const std::string& name);
  void ReadMeasureRow(const std::string& name);
  Claim NewClaim(size_t row, size_t column, const Figure& figure) const;
  void AddRate(Claim claim, const Label& label);
  void AddScore(Claim claim, const Label& label, std::optional<Decimal> maximum);
  void AddCount(Claim claim, Label label);
  void Push(Claim claim, const Label& label);
  void MarkQuoted(size_t from);
  std::optional<size_t> LastCount(const Claim& claim) const;

  const Grid& table_;
  size_t number_;
  size_t block_;
  const Columns found_;
  Claims& claims_;
  ClaimReader& reader_;
  Context context_;
  size_t row_ = 0;
  size_t row_begin_ = 0;                           // first claim of the row
  std::vector<std::pair<size_t, size_t>> places_;  // of the row's sentence, by column
};

std::string TableReader::RowName(size_t row) const {
  std::string name;
  std::string_view last;
  for (size_t c = 0; c < table_.columns(); ++c) {
    const std::string_view cell = table_.At(row, c);
    const bool figure = IsNumeric(row, c) && !found_.columns[c].name;
    if (found_.columns[c].ordinal || cell.empty() || cell == last || figure) continue;
    last = cell;
    if (cell.find_first_not_of("-–—.: ") == std::string_view::npos) continue;
    if (IsRoman(cell) && c == 0) continue;
    name += (name.empty() ? "" : " ") + std::string(cell);
  }
  return name;
}

Claim TableReader::NewClaim(size_t row, size_t column, const Figure& figure) const {
  return {.figure = figure,
          .scope = context_.scope,
          .period = context_.period,
          .sentence = claims_.sentences.size() - 1,
          .begin = places_[column].first,
          .end = places_[column].second,
          .passage = context_.passage,
          .table = number_,
          .row = row + 1};
}

void TableReader::Push(Claim claim, const Label& label) {
  if (!label.period.empty() && !claim.beside) claim.period = Relative(label.period, claims_.period);
  if (label.comparison) claim.skip = Skip::kComparison;
  if (label.target) claim.skip = Skip::kTarget;
  if (claim.measure == Measure::kUnknown) claim.skip = Skip::kUnknown;
  if (claim.figure.notation == Notation::kBroken) claim.skip = Skip::kUnreadable;
  if (claim.figure.approximate) claim.skip = Skip::kApproximate;
  claims_.claims.push_back(std::move(claim));
}

// Of a column that shows another source's figures.
void TableReader::MarkQuoted(size_t from) {
  for (size_t i = from; i < claims_.claims.size(); ++i) {
    Claim& claim = claims_.claims[i];
    if (claim.skip == Skip::kNone) claim.skip = Skip::kQuoted;
  }
}

// The last figure of the row in another unit than a rate.
std::optional<size_t> TableReader::LastCount(const Claim& claim) const {
  for (size_t i = claims_.claims.size(); i-- > row_begin_;) {
    const Claim& other = claims_.claims[i];
    if (other.figure.unit != Unit::kPercent && other.national == claim.national) return i;
  }
  return std::nullopt;
}

void TableReader::AddRate(Claim claim, const Label& label) {
  claim.figure.unit = Unit::kPercent;
  claim.national = label.national;
  const auto count = LastCount(claim);
  // A row that names a measure gives its number and its rate; a column "Tỷ lệ" is that of the
  // column before it.
  const bool same =
      count && (!label.SaysStanding() || claims_.claims[*count].row_kind == RowKind::kNone);
  if (same) {
    CopyMeaning(claims_, *count, claim);
  } else {
    claim.measure = MeasureOf(label, Unit::kPercent);
    claim.object = label.object == Object::kPetition ? Object::kPetition : Object::kDossier;
    claim.group = label.group;
    claim.portal = label.portal;
  }
  Push(std::move(claim), label);
}

void TableReader::AddScore(Claim claim, const Label& label, std::optional<Decimal> maximum) {
  claim.measure = Measure::kScore;
  claim.national = label.national;
  claim.portal = true;
  if (claim.figure.unit == Unit::kCount && maximum) {
    claim.figure.unit = Unit::kFraction;
    claim.figure.of = *maximum;
  }
  claim.group = GroupOf(label, claim.figure);
  Push(std::move(claim), label);
}

void TableReader::AddCount(Claim claim, Label label) {
  const bool early = label.timing == Timing::kEarly || label.timing == Timing::kEarlyOrOnTime;
  if (label.state != State::kNone) {
    context_.state = label.state;
  } else if (label.timing != Timing::kNone) {
    context_.state = early ? State::kResolved : context_.state;
    label.state = context_.state;
  } else if (label.channel != Channel::kNone) {
    label.state = State::kReceived;
  } else if (label.total && label.provision == Provision::kNone &&
             label.object != Object::kProcedure) {
    label.state = State::kReceived;
  }
  if (label.object == Object::kNone) label.object = context_.object;
  claim.measure = MeasureOf(label, claim.figure.unit);
  claim.object = label.object == Object::kPetition ? Object::kPetition : Object::kDossier;
  claim.portal = label.portal;
  Push(std::move(claim), label);
}

// Columns say what: the row is a unit, a group of units, or all of them.
void TableReader::ReadUnitRow(size_t row, const std::string& name) {
  const std::string folded = FoldedWords(name);
  const Words words = ReadWords(name);
  const Label label = ReadLabel(words, 0, words.tokens.size(), Side::kBefore);
  const bool total = IsTotal(folded) || folded.empty();
  const bool group = IsRoman(table_.At(row, 0)) || label.scope.starts_with('#');
  context_ = {.passage = reader_.NewPassage()};
  context_.scope = total ? "" : (label.scope.starts_with('#') ? label.scope : name);
  const RowKind kind = total ? RowKind::kTotal : (group ? RowKind::kGroup : RowKind::kUnit);
  for (size_t c = 0; c < table_.columns(); ++c) {
    const Column& column = found_.columns[c];
    if (column.ordinal || column.name) continue;
    const size_t first = claims_.claims.size();
    for (const Figure& figure : ReadCell(table_.At(row, c), column.percent || column.points)) {
      Claim claim = NewClaim(row, c, figure);
      claim.row_kind = kind;
      if (column.percent || figure.unit == Unit::kPercent) {
        AddRate(std::move(claim), column.label);
      } else if (column.points) {
        AddScore(std::move(claim), column.label, std::nullopt);
      } else {
        AddCount(std::move(claim), column.label);
      }
    }
    if (column.quoted) MarkQuoted(first);
  }
}

// The row says what; columns say in which unit, and whose.
void TableReader::ReadMeasureRow(const std::string& name) {
  const Words words = ReadWords(name);
  const Label own = ReadLabel(words, 0, words.tokens.size(), Side::kBefore);
  const bool rate = own.share || name.find('%') != std::string::npos;
  if (own.object == Object::kPetition || own.object == Object::kDossier)
    context_.object = own.object;
  std::optional<Decimal> maximum;
  for (size_t c = 0; c < table_.columns(); ++c) {
    const Column& column = found_.columns[c];
    if (column.ordinal || column.name) continue;
    Label label = own;
    if (own.SaysWhat()) {
      label.national = label.national || column.label.national;
      label.target = label.target || column.label.target;
      if (label.period.empty()) label.period = column.label.period;
    } else {
      label.FillFrom(column.label);
    }
    label.comparison = own.comparison || column.label.comparison;
    const bool scored = own.group != 0 || own.indicator != Indicator::kNone;
    // The counts of a rate: numerator, denominator.
    const bool counts = column.label.counted && (scored || own.share);
    const bool percent = column.percent || (rate && !column.points && !counts);
    const bool quantity = percent || column.points || (scored && !counts);
    const size_t first = claims_.claims.size();
    for (const Figure& figure : ReadCell(table_.At(row_, c), quantity)) {
      Claim claim = NewClaim(row_, c, figure);
      if (column.label.maximum) {
        maximum = figure.value;
      } else if (counts) {
        claim.skip = Skip::kUnknown;
        claims_.claims.push_back(std::move(claim));
      } else if (percent || figure.unit == Unit::kPercent) {
        AddRate(std::move(claim), label);
      } else if (column.points || (scored && figure.unit == Unit::kFraction) ||
                 (scored && maximum)) {
        AddScore(std::move(claim), label, maximum);
      } else {
        AddCount(std::move(claim), label);
      }
    }
    if (column.quoted) MarkQuoted(first);
  }
}

void TableReader::ReadRow(size_t row) {
  std::string text;
  places_.clear();
  for (size_t c = 0; c < table_.columns(); ++c) {
    if (c > 0) text += " | ";
    const size_t begin = text.size();
    text += table_.At(row, c);
    places_.emplace_back(begin, text.size());
  }
  claims_.sentences.push_back({block_, std::move(text)});
  row_ = row;
  row_begin_ = claims_.claims.size();
  const std::string name = RowName(row);
  if (found_.by_unit) {
    ReadUnitRow(row, name);
  } else {
    ReadMeasureRow(name);
  }
}

void TableReader::Read() {
  for (size_t r = 0; r < table_.rows(); ++r) {
    for (size_t c = 0; c < table_.columns(); ++c) {
      if (!IsSentence(table_.At(r, c)) || (c > 0 && table_.At(r, c) == table_.At(r, c - 1)))
        continue;
      reader_.Read({.text = std::string(table_.At(r, c))}, block_);
    }
  }
  context_.passage = reader_.NewPassage();
  for (size_t r = found_.first_row; r < table_.rows(); ++r) ReadRow(r);
}

}  // namespace

void ReadTable(const Grid& table, size_t number, size_t block, const Legend& legend, Claims& claims,
               ClaimReader& reader) {
  TableReader(table, number, block, legend, claims, reader).Read();
}

}  // namespace lienthong::inspect
