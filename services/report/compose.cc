#include "services/report/compose.h"

#include <set>

#include "services/report/figure_set.h"
#include "services/report/form.h"
#include "services/report/form_template.h"
#include "services/report/notes.h"
#include "services/report/phrase.h"
#include "services/report/report_template.h"
#include "services/report/scorecard_table.h"
#include "services/report/vietnamese.h"
#include "services/report/words.h"

namespace lienthong::report {
namespace {

using Figure = v1::ReportFigure;

// More units than this are counted, not listed, in a sentence.
constexpr int kUnitsNamedMax = 20;

class Composer {
 public:
  Composer(const v1::ReportTemplate& report, const Facts& facts, const ReadRows& rows)
      : template_(report), facts_(facts), rows_(rows), figures_(facts, report) {}

  absl::StatusOr<v1::MonthlyReport> Compose() {
    WriteHead();
    for (const v1::SectionTemplate& section : template_.sections())
      RETURN_IF_ERROR(WriteSection(section));
    for (const Figure& figure : figures_.used()) *report_.add_figures() = figure;
    for (const v1::ReportNote& note : notes_.notes()) *report_.add_notes() = note;
    return std::move(report_);
  }

 private:
  void WriteHead() {
    v1::ReportFrame& frame = *report_.mutable_frame();
    frame = facts_.books.frame;
    frame.set_name(ToNfc(frame.name()));
    frame.set_template_(template_.name());
    frame.set_source(template_.source());
    report_.set_title(FillTitle(template_.title(), frame));
    report_.set_title_en(FillTitle(template_.title_en(), frame));
    if (facts_.card) report_.set_rulebook(facts_.card->rulebook());
    *report_.mutable_coverage() = facts_.books.total.coverage.value_or(v1::Coverage());
    for (const auto& source : facts_.books.incomplete) *report_.add_incomplete() = source;
  }

  absl::Status WriteSection(const v1::SectionTemplate& section) {
    v1::ReportSection written;
    written.set_heading(section.heading());
    written.set_heading_en(section.heading_en());
    for (const v1::BlockTemplate& block : section.blocks()) {
      if (block.has_paragraph()) {
        WriteParagraph(block.paragraph(), written);
      } else if (block.has_scorecard()) {
        WriteScorecard(block.scorecard(), written);
      } else {
        ASSIGN_OR_RETURN(*written.add_blocks()->mutable_form(), FormOf(block.form()));
      }
    }
    if (written.blocks_size() > 0) *report_.add_sections() = std::move(written);
    return absl::OkStatus();
  }

  absl::StatusOr<v1::Form> FormOf(const v1::FormBlockTemplate& block) const {
    v1::FormTemplate form = block.own();
    if (!block.has_own()) {
      ASSIGN_OR_RETURN(form, FindFormTemplate(block.template_()));
    }
    ASSIGN_OR_RETURN(const Books books, rows_(block.by()));
    return FillForm(form, block.by(), books);
  }

  void WriteScorecard(const v1::ScorecardTemplate& table, v1::ReportSection& section) {
    std::set<uint32_t> used;
    auto written = ScorecardTable(table, figures_, used);
    if (!written) return;
    written->set_note(notes_.Number(figures_, used, NoteDetail::kSubjects));
    *section.add_blocks()->mutable_scorecard() = *std::move(written);
  }

  void WriteParagraph(const v1::ParagraphTemplate& paragraph, v1::ReportSection& section) {
    v1::ReportParagraph written;
    for (const v1::SentenceTemplate& sentence : paragraph.sentences()) {
      if (!Hold(sentence.when())) continue;
      v1::ReportSentence filled;
      std::set<uint32_t> used;
      for (const v1::ClauseTemplate& clause : sentence.clauses()) WriteClause(clause, filled, used);
      if (filled.pieces_size() == 0) continue;
      filled.set_note(notes_.Number(figures_, used));
      *written.add_sentences() = std::move(filled);
    }
    if (written.sentences_size() > 0)
      *section.add_blocks()->mutable_paragraph() = std::move(written);
  }

  bool Hold(const google::protobuf::RepeatedPtrField<v1::Condition>& conditions) {
    for (const v1::Condition& condition : conditions)
      if (!Holds(condition)) return false;
    return true;
  }

  bool Holds(const v1::Condition& condition) {
    const Figure& figure = figures_.Find(condition.figure());
    const bool known = figure.state() == Figure::STATE_KNOWN;
    const bool zero = figure.value().find_first_not_of("-0.") == std::string::npos;
    switch (condition.test()) {
      case v1::Condition::TEST_KNOWN:
        return known;
      case v1::Condition::TEST_NOT_KNOWN:
        return !known;
      case v1::Condition::TEST_ZERO:
        return known && zero;
      case v1::Condition::TEST_NOT_ZERO:
        return known && !zero;
      default:
        return false;
    }
  }

  void WriteClause(const v1::ClauseTemplate& clause, v1::ReportSentence& sentence,
                   std::set<uint32_t>& used) {
    if (!Hold(clause.when())) return;
    const std::string& text = TextOf(clause);
    const auto phrase = ParsePhrase(text);
    if (!phrase.ok()) return;  // a checked template has none such
    for (const Token& token : *phrase) WriteToken(token, sentence, used);
  }

  // The text, or what stands in for it.
  const std::string& TextOf(const v1::ClauseTemplate& clause) {
    const auto phrase = ParsePhrase(clause.text());
    bool nothing = false;
    for (const Token& token : phrase.ok() ? *phrase : std::vector<Token>()) {
      const Figure::State state = StateOf(token);
      if (state == Figure::STATE_NOT_KNOWN) return clause.missing();
      nothing = nothing || state == Figure::STATE_NOTHING;
    }
    if (!nothing) return clause.text();
    return clause.nothing().empty() ? clause.missing() : clause.nothing();
  }

  Figure::State StateOf(const Token& token) {
    if (token.kind == Token::Kind::kText) return Figure::STATE_KNOWN;
    if (!IsReportWord(token.text)) return figures_.Find(token.text).state();
    const bool missing = IsFallibleWord(token.text) && WordOf(token.text).empty();
    return missing ? Figure::STATE_NOT_KNOWN : Figure::STATE_KNOWN;
  }

  std::string WordOf(const std::string& word) const {
    if (word == "incomplete") return IncompleteWords(report_.incomplete(), kUnitsNamedMax);
    const v1::Scorecard* const card = figures_.card();
    if (word == "rulebook") return card != nullptr ? card->rulebook() : "";
    if (word == "band") return card != nullptr ? ToNfc(card->band()) : "";
    return FrameWord(report_.frame(), word);
  }

  std::string AspectOf(const Token& token) const {
    const Observed* const observed = figures_.ObservationOf(token.text);
    if (observed == nullptr) return std::string(kNotKnown);
    const v1::Observation& observation = observed->figure.observation();
    if (token.aspect == "source") return ToNfc(observation.source());
    if (token.aspect == "as_of") return WriteWhen(observation.as_of());
    return observed->national ? "cả nước" : ToNfc(observed->unit_name);
  }

  void WriteToken(const Token& token, v1::ReportSentence& sentence, std::set<uint32_t>& used) {
    if (token.kind == Token::Kind::kText) return AddText(token.text, sentence);
    if (IsReportWord(token.text)) return AddText(WordOf(token.text), sentence);
    const uint32_t place = figures_.Use(token.text);
    used.insert(place);
    if (!token.aspect.empty()) return AddText(AspectOf(token), sentence);
    sentence.add_pieces()->set_figure(place);
  }

  static void AddText(const std::string& text, v1::ReportSentence& sentence) {
    auto& pieces = *sentence.mutable_pieces();
    const bool follows = !pieces.empty() && pieces[pieces.size() - 1].has_text();
    v1::ReportPiece& piece = follows ? pieces[pieces.size() - 1] : *pieces.Add();
    piece.set_text(piece.text() + text);
  }

  const v1::ReportTemplate& template_;
  const Facts& facts_;
  const ReadRows& rows_;
  FigureSet figures_;
  Notes notes_;
  v1::MonthlyReport report_;
};

}  // namespace

absl::StatusOr<v1::MonthlyReport> Compose(const v1::ReportTemplate& report, const Facts& facts,
                                          const ReadRows& rows) {
  return Composer(report, facts, rows).Compose();
}

}  // namespace lienthong::report
