#include "services/report/notes.h"

#include <algorithm>

#include "services/report/vietnamese.h"
#include "services/report/words.h"

namespace lienthong::report {
namespace {

using Figure = v1::ReportFigure;

std::string IncompleteSuffix(const Figure& figure, const Facts& facts) {
  const bool on_books = !figure.coverage().empty();
  const bool complete = IsComplete(facts.books.total.coverage.value_or(v1::Coverage()));
  return on_books && !complete ? ", số liệu chưa đầy đủ" : "";
}

// What figures of one origin have in common; it begins their part of a note.
std::string HeadOf(const Figure& figure, const Facts& facts) {
  const std::string incomplete = IncompleteSuffix(figure, facts);
  switch (figure.origin()) {
    case Figure::ORIGIN_BOOKS:
      return "Tính từ sổ hồ sơ, theo đơn vị xử lý" + incomplete;
    case Figure::ORIGIN_CATALOGUE:
      return "Tính từ danh mục thủ tục hành chính của đơn vị, ngày cuối kỳ";
    case Figure::ORIGIN_SCORECARD:
      return fmt::format("Chấm theo bộ quy tắc {}{}", figure.rulebook(), incomplete);
    case Figure::ORIGIN_SCORECARD_OBSERVED:
      return fmt::format("Chấm theo bộ quy tắc {}, có số liệu ghi nhận từ nơi khác{}",
                         figure.rulebook(), incomplete);
    case Figure::ORIGIN_OBSERVED:
      return fmt::format("Ghi nhận tại {}, {}", figure.source(), WriteWhen(figure.observed_at()));
    case Figure::ORIGIN_COVERAGE:
      return "Độ phủ của sổ hồ sơ";
    default:
      return "Ghép từ số liệu khác nguồn" + incomplete;
  }
}

// Other sources that say something else of the same thing.
std::string RivalsOf(const Figure& figure, const Facts& facts) {
  std::string rivals;
  for (const Observed& observed : facts.observations) {
    const v1::Observation& other = observed.figure.observation();
    const bool same = other.definition() == figure.definition() &&
                      observed.figure.unit() == figure.unit() && other.source() != figure.source();
    if (figure.origin() != Figure::ORIGIN_OBSERVED || !same) continue;
    rivals += fmt::format("; {} ghi {}", ToNfc(other.source()), WriteDecimal(other.value()));
  }
  return rivals;
}

std::string DefinitionOf(const Figure& figure, const Facts& facts) {
  std::string text = figure.definition_text();
  if (figure.measure() == v1::MEASURE_PERCENT && figure.denominator() > 0) {
    text += fmt::format(": {}/{}", WriteCount(static_cast<int64_t>(figure.numerator())),
                        WriteCount(static_cast<int64_t>(figure.denominator())));
  }
  if (figure.origin() == Figure::ORIGIN_OBSERVED && figure.unit() != facts.books.frame.unit())
    text += fmt::format(", của {}", figure.unit());
  return text + RivalsOf(figure, facts);
}

// "chỉ số 3.3" of what a table says of it.
std::string SubjectOf(const Figure& figure) {
  const std::string& text = figure.definition_text();
  return text.substr(0, text.find(" ("));
}

}  // namespace

std::string NoteText(const std::vector<Figure>& all, const std::set<uint32_t>& figures,
                     const Facts& facts, NoteDetail detail) {
  std::vector<std::pair<std::string, std::vector<std::string>>> parts;
  for (const uint32_t place : figures) {
    const Figure& figure = all[place];
    if (figure.state() != Figure::STATE_KNOWN) continue;
    const std::string head = HeadOf(figure, facts);
    auto part = std::find_if(parts.begin(), parts.end(),
                             [&](const auto& known) { return known.first == head; });
    if (part == parts.end()) part = parts.insert(parts.end(), {head, {}});
    const std::string definition =
        detail == NoteDetail::kSubjects ? SubjectOf(figure) : DefinitionOf(figure, facts);
    auto& known = part->second;
    if (std::find(known.begin(), known.end(), definition) == known.end())
      known.push_back(definition);
  }
  std::string text;
  for (const auto& [head, definitions] : parts) {
    text += text.empty() ? "" : " ";
    text += fmt::format("{}: {}.", head, fmt::join(definitions, "; "));
  }
  return text;
}

uint32_t Notes::Number(const FigureSet& set, const std::set<uint32_t>& figures, NoteDetail detail) {
  const std::string text = NoteText(set.used(), figures, set.facts(), detail);
  if (text.empty()) return 0;
  const auto [place, added] = numbers_.try_emplace(text, static_cast<uint32_t>(notes_.size() + 1));
  if (added) notes_.emplace_back().set_text(text);
  v1::ReportNote& note = notes_[place->second - 1];
  for (const uint32_t figure : figures) {
    const auto& held = note.figures();
    if (std::find(held.begin(), held.end(), figure) == held.end()) note.add_figures(figure);
  }
  return place->second;
}

}  // namespace lienthong::report
