#include "clients/cli/rulebook_text.h"

#include "clients/cli/messages.h"
#include "clients/cli/pairs.h"
#include "clients/cli/words.h"

namespace lienthong::cli {
namespace {

constexpr std::string_view kIndent = "    ";

// A name or note in the chosen language, in Vietnamese where there is no other.
template <typename Entry>
std::string NameOf(Language language, const Entry& entry) {
  return language == Language::kVietnamese ? entry.name() : entry.name_en();
}

template <typename Entry>
std::string NoteOf(Language language, const Entry& entry) {
  return language == Language::kVietnamese || entry.note_en().empty() ? entry.note()
                                                                      : entry.note_en();
}

// "1.2" with the language's decimal sign.
std::string DecimalOf(Language language, std::string text) {
  if (language == Language::kVietnamese) std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

class RulebookPrinter {
 public:
  RulebookPrinter(const Context& context, const v1::Rulebook& rulebook)
      : context_(context), language_(context.language), rulebook_(rulebook) {}

  void Print() {
    PrintHead();
    for (const auto& group : rulebook_.groups()) PrintGroup(group);
    if (!rulebook_.bands().empty()) PrintBands();
  }

 private:
  void PrintHead() {
    const std::string to = rulebook_.valid_to().empty()
                               ? std::string(Say(language_, messages::kOpenEnd))
                               : rulebook_.valid_to();
    PrintPairs(context_.out, {{Word(messages::kRulebook), rulebook_.id()},
                              {Word(messages::kName), rulebook_.title()},
                              {Word(messages::kValid),
                               Say(language_, messages::kFromTo, rulebook_.valid_from(), to)},
                              {Word(messages::kRulebookSource), rulebook_.source()},
                              {Word(messages::kConfidence), Confidence(rulebook_.confidence())},
                              {Word(messages::kNote), NoteOf(language_, rulebook_)}});
  }

  void PrintGroup(const v1::RulebookGroup& group) {
    context_.out << '\n'
                 << Say(language_, messages::kGroupLine, group.id(), NameOf(language_, group),
                        DecimalOf(language_, group.max()))
                 << '\n';
    for (const auto& indicator : group.indicators()) PrintIndicator(indicator);
    if (!group.left_out().empty()) {
      context_.out << '\n'
                   << "  "
                   << Say(language_, messages::kLeftOut, DecimalOf(language_, group.left_out()))
                   << '\n';
    }
  }

  void PrintIndicator(const v1::RulebookIndicator& rule) {
    const score::Tongue tongue = TongueOf(language_);
    context_.out << '\n' << "  " << rule.id() << "  " << NameOf(language_, rule) << '\n';
    Line(messages::kPoints, score::PointsFormula(rule, tongue));
    Line(messages::kNumerator, score::CountText(rule.numerator(), tongue));
    Line(messages::kDenominator, score::CountText(rule.denominator(), tongue));
    Line(messages::kWhenZero, score::ZeroRuleText(rule.when_zero(), tongue));
    if (!rule.when_absent().empty())
      Line(messages::kWhenAbsent,
           Say(language_, messages::kSomePoints, DecimalOf(language_, rule.when_absent())));
    if (!rule.observed().empty())
      Line(messages::kElseObserved, fmt::format("{0}/numerator, {0}/denominator", rule.observed()));
    Line(messages::kAttributedTo, score::RoleText(rule.role(), tongue));
    Line(messages::kClause, rule.clause());
    Line(messages::kConfidence, Confidence(rule.confidence()));
    Line(messages::kRulebookSource, rule.source());
    Line(messages::kNote, NoteOf(language_, rule));
  }

  void PrintBands() {
    context_.out << '\n' << Say(language_, messages::kBands) << '\n';
    for (const auto& band : rulebook_.bands())
      context_.out << "  " << band.name() << " >= " << DecimalOf(language_, band.from()) << '\n';
    context_.out << "  " << Say(language_, messages::kConfidence) << ": "
                 << Confidence(rulebook_.bands_confidence()) << '\n';
  }

  void Line(const Message& name, const std::string& value) {
    if (!value.empty()) context_.out << kIndent << Say(language_, name) << ": " << value << '\n';
  }

  std::string_view Word(const Message& message) const { return Say(language_, message); }

  std::string Confidence(v1::Confidence confidence) const {
    return score::ConfidenceText(confidence, TongueOf(language_));
  }

  const Context& context_;
  const Language language_;
  const v1::Rulebook& rulebook_;
};

// The same in both languages: words that need one are there twice.
Json IndicatorJson(const v1::RulebookGroup& group, const v1::RulebookIndicator& rule) {
  using enum score::Tongue;
  return {{"group", group.id()},
          {"id", rule.id()},
          {"name", rule.name()},
          {"name_en", rule.name_en()},
          {"max", rule.max()},
          {"full_at", rule.full_at().empty() ? "1" : rule.full_at()},
          {"points", score::PointsFormula(rule, kEnglish)},
          {"numerator", score::CountText(rule.numerator(), kVietnamese)},
          {"numerator_en", score::CountText(rule.numerator(), kEnglish)},
          {"denominator", score::CountText(rule.denominator(), kVietnamese)},
          {"denominator_en", score::CountText(rule.denominator(), kEnglish)},
          {"when_zero", score::ZeroRuleText(rule.when_zero(), kVietnamese)},
          {"when_zero_en", score::ZeroRuleText(rule.when_zero(), kEnglish)},
          {"when_absent", rule.when_absent().empty() ? Json() : Json(rule.when_absent())},
          {"observed", rule.observed()},
          {"role", rule.role() == v1::UNIT_ROLE_UNSPECIFIED ? "handling" : WordOf(rule.role())},
          {"clause", rule.clause()},
          {"confidence", WordOf(rule.confidence())},
          {"source", rule.source()},
          {"note", rule.note()},
          {"note_en", rule.note_en()}};
}

Json GroupJson(const v1::RulebookGroup& group) {
  Json json = {{"id", group.id()},
               {"name", group.name()},
               {"name_en", group.name_en()},
               {"max", group.max()},
               {"left_out", group.left_out().empty() ? "0" : group.left_out()},
               {"indicators", Json::array()}};
  for (const auto& rule : group.indicators())
    json["indicators"].push_back(IndicatorJson(group, rule));
  return json;
}

Json RulebookJson(const v1::Rulebook& rulebook) {
  Json json = {{"id", rulebook.id()},
               {"title", rulebook.title()},
               {"source", rulebook.source()},
               {"valid_from", rulebook.valid_from()},
               {"valid_to", rulebook.valid_to().empty() ? Json() : Json(rulebook.valid_to())},
               {"confidence", WordOf(rulebook.confidence())},
               {"note", rulebook.note()},
               {"note_en", rulebook.note_en()},
               {"groups", Json::array()},
               {"bands", Json::array()},
               {"bands_confidence", WordOf(rulebook.bands_confidence())}};
  for (const auto& group : rulebook.groups()) json["groups"].push_back(GroupJson(group));
  for (const auto& band : rulebook.bands())
    json["bands"].push_back({{"name", band.name()}, {"from", band.from()}});
  return json;
}

void PrintRulebookCsv(const Context& context, const v1::Rulebook& rulebook) {
  Json rows = Json::array();
  for (const auto& group : rulebook.groups()) {
    for (const auto& rule : group.indicators()) rows.push_back(IndicatorJson(group, rule));
  }
  PrintCsv(context.out, IndicatorJson({}, {}), rows);
}

Json DifferenceJson(const score::Difference& difference) {
  return {{"where", difference.where},
          {"field", difference.field},
          {"before", difference.before},
          {"after", difference.after}};
}

void PrintDifferenceText(const Context& context, const score::Difference& difference) {
  const Language language = context.language;
  const std::string none(Say(language, messages::kNone));
  std::string head =
      difference.where.empty() ? std::string(Say(language, messages::kRulebook)) : difference.where;
  if (!difference.field.empty()) head += ", " + difference.field;
  context.out << head << '\n'
              << "  - " << (difference.before.empty() ? none : difference.before) << '\n'
              << "  + " << (difference.after.empty() ? none : difference.after) << '\n';
}

}  // namespace

score::Tongue TongueOf(Language language) {
  return language == Language::kVietnamese ? score::Tongue::kVietnamese : score::Tongue::kEnglish;
}

void PrintRulebook(const Context& context, const v1::Rulebook& rulebook) {
  switch (context.output) {
    case Output::kJson:
      return PrintJson(context.out, RulebookJson(rulebook));
    case Output::kCsv:
      return PrintRulebookCsv(context, rulebook);
    case Output::kTable:
      RulebookPrinter(context, rulebook).Print();
  }
}

void PrintDifferences(const Context& context, const v1::Rulebook& before, const v1::Rulebook& after,
                      const std::vector<score::Difference>& differences) {
  Json rows = Json::array();
  for (const score::Difference& difference : differences)
    rows.push_back(DifferenceJson(difference));
  switch (context.output) {
    case Output::kJson:
      return PrintJson(context.out,
                       {{"before", before.id()}, {"after", after.id()}, {"differences", rows}});
    case Output::kCsv:
      return PrintCsv(context.out, DifferenceJson({}), rows);
    case Output::kTable:
      break;
  }
  context.out << "--- " << before.id() << '\n' << "+++ " << after.id() << '\n';
  for (const score::Difference& difference : differences) PrintDifferenceText(context, difference);
  if (differences.empty()) context.out << Say(context.language, messages::kNoDifference) << '\n';
}

}  // namespace lienthong::cli
