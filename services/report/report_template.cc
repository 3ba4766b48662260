#include "services/report/report_template.h"

#include <algorithm>
#include <set>

#include "services/report/figure_names.h"
#include "services/report/form_template.h"
#include "services/report/phrase.h"
#include "services/report/words.h"

namespace lienthong::report {
namespace {

using Template = v1::ReportTemplate;
using Section = v1::SectionTemplate;
using Block = v1::BlockTemplate;
using Paragraph = v1::ParagraphTemplate;
using Sentence = v1::SentenceTemplate;
using Clause = v1::ClauseTemplate;
using Derived = v1::DerivedFigure;

bool IsObservation(const FigureName& name) {
  return name.family == Family::kObserved || name.family == Family::kAverage;
}

bool IsAspect(std::string_view word) {
  return word == "source" || word == "as_of" || word == "unit";
}

// Figures of which the conditions say that they are known.
using Known = std::set<std::string>;

class Checker {
 public:
  explicit Checker(const Template& report) : report_(report) {}

  absl::Status Check(const Place& place) {
    RETURN_IF_ERROR(CheckTemplateName(report_.name(), place.Line(Template::kNameFieldNumber)));
    RETURN_IF_ERROR(CheckTitle(place));
    RETURN_IF_ERROR(Bound(report_.derived_size(), kDerivedMax, place, Template::kDerivedFieldNumber,
                          "derived"));
    for (int i = 0; i < report_.derived_size(); ++i) {
      RETURN_IF_ERROR(CheckDerived(report_.derived(i),
                                   place.Nested(Template::kDerivedFieldNumber, i),
                                   place.Line(Template::kDerivedFieldNumber, i)));
    }
    if (report_.sections_size() == 0) return Fault(1, "sections: there are none");
    RETURN_IF_ERROR(Bound(report_.sections_size(), kSectionsMax, place,
                          Template::kSectionsFieldNumber, "sections"));
    for (int i = 0; i < report_.sections_size(); ++i) {
      RETURN_IF_ERROR(
          CheckSection(report_.sections(i), place.Nested(Template::kSectionsFieldNumber, i)));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status Fault(int line, std::string_view what) const {
    return TemplateFault(report_.name(), line, what);
  }

  absl::Status Bound(int size, int max, const Place& place, int field, const char* what) const {
    if (size <= max) return absl::OkStatus();
    return Fault(place.Line(field, max), fmt::format("{}: more than {}", what, max));
  }

  absl::Status CheckTitle(const Place& place) const {
    const int line = place.Line(Template::kTitleFieldNumber);
    if (report_.title().empty()) return Fault(std::max(line, 1), "title: missing");
    const int english_line = place.Line(Template::kTitleEnFieldNumber);
    RETURN_IF_ERROR(CheckFrameWords(report_.title(), line, "title"));
    return CheckFrameWords(report_.title_en(), english_line, "title_en");
  }

  absl::Status CheckFrameWords(const std::string& text, int line, const char* what) const {
    const auto phrase = ParsePhrase(text);
    if (!phrase.ok()) return Fault(line, fmt::format("{}: {}", what, MessageOf(phrase.status())));
    for (const Token& token : *phrase) {
      const auto& words = FrameWords();
      if (token.kind == Token::Kind::kText ||
          std::find(words.begin(), words.end(), token.text) != words.end())
        continue;
      return Fault(line, fmt::format("{}: {{{}}}: no such word", what, token.text));
    }
    return absl::OkStatus();
  }

  // A name that figures of the template may be made of or speak of.
  absl::Status CheckFigure(const std::string& name, int line, const char* what) const {
    const FigureName parsed = ParseFigureName(name);
    const bool derived = parsed.family == Family::kDerived;
    if (parsed.family != Family::kNone && (!derived || derived_.contains(name)))
      return absl::OkStatus();
    std::vector<std::string> known = FixedFigureNames();
    known.insert(known.end(), derived_.begin(), derived_.end());
    const std::string near = Nearest(name, known);
    return Fault(line, fmt::format("{}: \"{}\": no such figure{}", what, name,
                                   near.empty() ? "" : "; near: " + near));
  }

  absl::Status CheckCount(const std::string& name, int line) const {
    RETURN_IF_ERROR(CheckFigure(name, line, "derived"));
    if (CanBeCount(ParseFigureName(name))) return absl::OkStatus();
    return Fault(line, fmt::format("derived: \"{}\": is no count", name));
  }

  absl::Status CheckDerived(const Derived& derived, const Place& place, int line) {
    if (ParseFigureName(derived.name()).family != Family::kDerived) {
      return Fault(line,
                   fmt::format("derived: name \"{}\": is not \"my/\" and 1 to 48 of [a-z0-9_/-]",
                               derived.name()));
    }
    if (derived_.contains(derived.name()))
      return Fault(line, fmt::format("derived: name \"{}\": stands twice", derived.name()));
    if (derived.definition().empty())
      return Fault(line, fmt::format("derived: \"{}\": definition: missing", derived.name()));
    if (derived.has_sum()) {
      RETURN_IF_ERROR(CheckSum(derived.sum(), place.Nested(Derived::kSumFieldNumber), line));
    } else if (derived.has_ratio()) {
      const Place inner = place.Nested(Derived::kRatioFieldNumber);
      RETURN_IF_ERROR(
          CheckCount(derived.ratio().numerator(),
                     std::max(line, inner.Line(Derived::Ratio::kNumeratorFieldNumber))));
      RETURN_IF_ERROR(
          CheckCount(derived.ratio().denominator(),
                     std::max(line, inner.Line(Derived::Ratio::kDenominatorFieldNumber))));
    } else {
      return Fault(line, fmt::format("derived: \"{}\": give sum or ratio", derived.name()));
    }
    derived_.insert(derived.name());
    return absl::OkStatus();
  }

  absl::Status CheckSum(const Derived::Sum& sum, const Place& place, int line) const {
    const int parts = sum.plus_size() + sum.minus_size();
    if (parts == 0 || parts > kPartsMax)
      return Fault(line, fmt::format("derived: a sum has 1 to {} parts", kPartsMax));
    for (int i = 0; i < sum.plus_size(); ++i)
      RETURN_IF_ERROR(CheckCount(sum.plus(i), place.Line(Derived::Sum::kPlusFieldNumber, i)));
    for (int i = 0; i < sum.minus_size(); ++i)
      RETURN_IF_ERROR(CheckCount(sum.minus(i), place.Line(Derived::Sum::kMinusFieldNumber, i)));
    return absl::OkStatus();
  }

  absl::Status CheckSection(const Section& section, const Place& place) const {
    const int field = Section::kBlocksFieldNumber;
    RETURN_IF_ERROR(Bound(section.blocks_size(), kBlocksMax, place, field, "blocks"));
    for (int i = 0; i < section.blocks_size(); ++i) {
      RETURN_IF_ERROR(CheckBlock(section.blocks(i), place.Nested(field, i), place.Line(field, i)));
    }
    return absl::OkStatus();
  }

  absl::Status CheckBlock(const Block& block, const Place& place, int line) const {
    switch (block.block_case()) {
      case Block::kParagraph:
        return CheckParagraph(block.paragraph(), place.Nested(Block::kParagraphFieldNumber));
      case Block::kForm:
        return CheckForm(block.form(), place.Nested(Block::kFormFieldNumber), line);
      case Block::kScorecard:
        return absl::OkStatus();
      default:
        return Fault(line, "block: give paragraph, scorecard or form");
    }
  }

  absl::Status CheckForm(const v1::FormBlockTemplate& block, const Place& place, int line) const {
    if (block.has_own()) {
      return CheckFormTemplate(block.own(), place.Nested(v1::FormBlockTemplate::kOwnFieldNumber));
    }
    const auto found = FindTemplate(block.template_(), true);
    return found.ok() ? absl::OkStatus() : Fault(line, "form: " + MessageOf(found.status()));
  }

  absl::Status CheckParagraph(const Paragraph& paragraph, const Place& place) const {
    const int field = Paragraph::kSentencesFieldNumber;
    RETURN_IF_ERROR(Bound(paragraph.sentences_size(), kSentencesMax, place, field, "sentences"));
    for (int i = 0; i < paragraph.sentences_size(); ++i) {
      const Sentence& sentence = paragraph.sentences(i);
      const Place inner = place.Nested(field, i);
      Known known;
      RETURN_IF_ERROR(CheckConditions(sentence.when(), inner, Sentence::kWhenFieldNumber, known));
      const int clauses = Sentence::kClausesFieldNumber;
      RETURN_IF_ERROR(Bound(sentence.clauses_size(), kClausesMax, inner, clauses, "clauses"));
      for (int j = 0; j < sentence.clauses_size(); ++j)
        RETURN_IF_ERROR(CheckClause(sentence.clauses(j), inner.Nested(clauses, j), known));
    }
    return absl::OkStatus();
  }

  // Adds to `known` what the conditions make known.
  absl::Status CheckConditions(const google::protobuf::RepeatedPtrField<v1::Condition>& conditions,
                               const Place& place, int field, Known& known) const {
    RETURN_IF_ERROR(Bound(conditions.size(), kConditionsMax, place, field, "when"));
    for (int i = 0; i < conditions.size(); ++i) {
      const v1::Condition& condition = conditions[i];
      const int line = place.Line(field, i);
      RETURN_IF_ERROR(CheckFigure(condition.figure(), line, "when"));
      if (condition.test() == v1::Condition::TEST_UNSPECIFIED)
        return Fault(line, "when: test: missing");
      if (condition.test() != v1::Condition::TEST_NOT_KNOWN) known.insert(condition.figure());
    }
    return absl::OkStatus();
  }

  absl::Status CheckClause(const Clause& clause, const Place& place, Known known) const {
    RETURN_IF_ERROR(CheckConditions(clause.when(), place, Clause::kWhenFieldNumber, known));
    std::string fallible;
    const int line = place.Line(Clause::kTextFieldNumber);
    RETURN_IF_ERROR(CheckPhrase(clause.text(), line, known, fallible));
    if (!fallible.empty() && clause.missing().empty()) {
      return Fault(line,
                   fmt::format("clause: {{{}}} may be not known: give `missing`, or a condition "
                               "that excludes it",
                               fallible));
    }
    RETURN_IF_ERROR(
        CheckSubstitute(clause.missing(), place.Line(Clause::kMissingFieldNumber), known));
    return CheckSubstitute(clause.nothing(), place.Line(Clause::kNothingFieldNumber), known);
  }

  absl::Status CheckSubstitute(const std::string& text, int line, const Known& known) const {
    std::string fallible;
    RETURN_IF_ERROR(CheckPhrase(text, line, known, fallible));
    if (fallible.empty()) return absl::OkStatus();
    return Fault(
        line,
        fmt::format("clause: {{{}}} may be not known: it cannot stand in for another", fallible));
  }

  // `fallible`: the first name that may be not known.
  absl::Status CheckPhrase(const std::string& text, int line, const Known& known,
                           std::string& fallible) const {
    const auto phrase = ParsePhrase(text);
    if (!phrase.ok()) return Fault(line, "clause: " + MessageOf(phrase.status()));
    for (const Token& token : *phrase) {
      if (token.kind == Token::Kind::kText) continue;
      RETURN_IF_ERROR(CheckName(token, line));
      if (fallible.empty() && IsFallible(token, known)) fallible = token.text;
    }
    return absl::OkStatus();
  }

  absl::Status CheckName(const Token& token, int line) const {
    const FigureName name = ParseFigureName(token.text);
    if (!token.aspect.empty() && !(IsObservation(name) && IsAspect(token.aspect))) {
      return Fault(line,
                   fmt::format("clause: {{{}|{}}}: only observed figures have source, as_of and "
                               "unit",
                               token.text, token.aspect));
    }
    if (IsReportWord(token.text)) return absl::OkStatus();
    return CheckFigure(token.text, line, "clause");
  }

  static bool IsFallible(const Token& token, const Known& known) {
    if (IsReportWord(token.text)) return IsFallibleWord(token.text);
    return ParseFigureName(token.text).family != Family::kCoverage && !known.contains(token.text);
  }

  const Template& report_;
  std::set<std::string> derived_;
};

}  // namespace

bool IsFallibleWord(std::string_view word) { return word == "rulebook" || word == "band"; }

bool IsReportWord(std::string_view word) {
  const auto& words = FrameWords();
  return word == "incomplete" || IsFallibleWord(word) ||
         std::find(words.begin(), words.end(), word) != words.end();
}

absl::Status CheckReportTemplate(const v1::ReportTemplate& report, const Place& place) {
  return Checker(report).Check(place);
}

absl::StatusOr<v1::ReportTemplate> ParseReportTemplate(std::string_view text) {
  ASSIGN_OR_RETURN(const auto parsed, ParseTemplate<v1::ReportTemplate>(text));
  RETURN_IF_ERROR(CheckReportTemplate(parsed.message, parsed.place()));
  return parsed.message;
}

absl::StatusOr<v1::ReportTemplate> FindReportTemplate(std::string_view name) {
  ASSIGN_OR_RETURN(const std::string_view text, FindTemplate(name, false));
  return ParseReportTemplate(text);
}

}  // namespace lienthong::report
