#include "clients/cli/scorecard_text.h"

#include <algorithm>
#include <vector>

#include "clients/cli/coverage_text.h"
#include "clients/cli/messages.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"
#include "storage/base/calendar_date.h"

namespace lienthong::cli {
namespace {

// What stands in a cell where nothing is scored.
constexpr const char* kNull = "-";

class ScorecardPrinter {
 public:
  ScorecardPrinter(const Context& context, const v1::GetScorecardRequest& request,
                   const v1::GetScorecardResponse& response)
      : context_(context), language_(context.language), request_(request), response_(response) {}

  void Print() {
    if (response_.cards().empty()) return;
    const v1::Scorecard& card = response_.cards(0);
    context_.out << card.unit() << "  " << card.name() << "\n\n";
    PrintCard(card);
    if (response_.cards_size() > 1) PrintChildren();
    if (!card.observations().empty()) PrintObservations(card);
    PrintClosing(card);
  }

 private:
  std::string Word(const Message& message) const { return std::string(Say(language_, message)); }

  std::string Points(const std::string& points) const {
    return points.empty() ? kNull : FormatDecimal(language_, points);
  }

  template <typename Entry>
  std::string NameOf(const Entry& entry) const {
    return language_ == Language::kVietnamese || entry.name_en().empty() ? entry.name()
                                                                         : entry.name_en();
  }

  void PrintCard(const v1::Scorecard& card) {
    using enum Table::Align;
    Table table({{Word(messages::kItem), kLeft},
                 {Word(messages::kIndicator), kLeft},
                 {Word(messages::kNumerator), kRight},
                 {Word(messages::kDenominator), kRight},
                 {Word(messages::kRatio), kRight},
                 {Word(messages::kPoints), kRight},
                 {Word(messages::kMost), kRight},
                 {Word(messages::kRemark), kLeft}});
    for (const v1::GroupScore& group : card.groups()) {
      table.AddRow({group.id(), NameOf(group), "", "", "", Points(group.points()),
                    FormatDecimal(language_, group.max()), ""});
      for (const v1::IndicatorScore& score : group.indicators()) AddIndicator(score, table);
    }
    table.AddRow({"", Word(messages::kTotal), "", "", "", Points(card.total()),
                  Points(card.total_of()), card.band()});
    table.Print(context_.out);
  }

  void AddIndicator(const v1::IndicatorScore& score, Table& table) {
    const bool counted = score.rule() != v1::IndicatorScore::RULE_NOT_KNOWN &&
                         score.rule() != v1::IndicatorScore::RULE_ABSENT_POINTS;
    table.AddRow({score.id(), NameOf(score),
                  counted ? FormatCount(language_, score.numerator()) : kNull,
                  counted ? FormatCount(language_, score.denominator()) : kNull,
                  score.ratio().empty() ? kNull : FormatPercent(language_, score.ratio()),
                  Points(score.points()), FormatDecimal(language_, score.max()), Remark(score)});
  }

  // What is not a plain rate of figures computed here.
  std::string Remark(const v1::IndicatorScore& score) const {
    std::vector<std::string> remarks;
    if (score.provenance() == v1::IndicatorScore::PROVENANCE_OBSERVED)
      remarks.push_back(Word(messages::kObserved));
    if (const Message* const rule = RuleMessage(score.rule()); rule != nullptr)
      remarks.push_back(Word(*rule));
    for (const int flag : score.unheard())
      remarks.push_back(
          Say(language_, messages::kUnheard, LabelOf(language_, static_cast<v1::Flag>(flag))));
    if (score.confidence() == v1::CONFIDENCE_LOW) remarks.push_back(Word(messages::kUncertain));
    return fmt::format("{}", fmt::join(remarks, "; "));
  }

  static const Message* RuleMessage(v1::IndicatorScore::Rule rule) {
    switch (rule) {
      case v1::IndicatorScore::RULE_ZERO_NULL:
        return &messages::kRuleZeroNull;
      case v1::IndicatorScore::RULE_ZERO_POINTS:
        return &messages::kRuleZeroPoints;
      case v1::IndicatorScore::RULE_ZERO_LAST_YEAR:
        return &messages::kRuleLastYear;
      case v1::IndicatorScore::RULE_NOT_KNOWN:
        return &messages::kRuleNotKnown;
      case v1::IndicatorScore::RULE_ABSENT_POINTS:
        return &messages::kRuleAbsent;
      default:
        return nullptr;
    }
  }

  void PrintChildren() {
    using enum Table::Align;
    std::vector<Table::Column> columns = {{Word(messages::kUnit), kLeft},
                                          {Word(messages::kName), kLeft}};
    for (const v1::GroupScore& group : response_.cards(0).groups())
      columns.push_back({group.id(), kRight});
    columns.push_back({Word(messages::kTotal), kRight});
    columns.push_back({Word(messages::kOutOf), kRight});
    columns.push_back({Word(messages::kBand), kLeft});
    columns.push_back({Word(messages::kCoverage), kRight});
    Table table(std::move(columns));
    for (const v1::Scorecard& card : response_.cards()) {
      std::vector<std::string> cells = {card.unit(), card.name()};
      for (const v1::GroupScore& group : card.groups()) cells.push_back(Points(group.points()));
      cells.insert(cells.end(), {Points(card.total()), Points(card.total_of()), card.band(),
                                 CoverageCell(card.coverage())});
      table.AddRow(std::move(cells));
    }
    context_.out << '\n';
    table.Print(context_.out);
  }

  void PrintObservations(const v1::Scorecard& card) {
    using enum Table::Align;
    Table table({{Word(messages::kCardDefinition), kLeft},
                 {Word(messages::kValue), kRight},
                 {Word(messages::kSource), kLeft},
                 {Word(messages::kAt), kLeft}});
    for (const v1::ObservedFigure& figure : card.observations()) {
      const v1::Observation& observation = figure.observation();
      table.AddRow({observation.definition(), observation.value(), observation.source(),
                    FormatInstant(observation.as_of())});
    }
    context_.out << '\n' << Say(language_, messages::kReadElsewhere) << '\n';
    table.Print(context_.out);
  }

  void PrintClosing(const v1::Scorecard& card) {
    context_.out << '\n'
                 << Say(language_, messages::kScorecardClosing, card.rulebook(), request_.from(),
                        request_.to(), FormatInstant(response_.as_of()),
                        FormatInstant(response_.known_at_ms() / 1000),
                        FormatCount(language_, response_.position()))
                 << '\n';
    if (request_.has_trial()) context_.out << Say(language_, messages::kTrial) << '\n';
    if (response_.projection()) context_.out << Say(language_, messages::kProjection) << '\n';
    context_.out << CoverageSentence(language_, card.coverage()) << '\n';
  }

  const Context& context_;
  const Language language_;
  const v1::GetScorecardRequest& request_;
  const v1::GetScorecardResponse& response_;
};

}  // namespace

void PrintScorecardTable(const Context& context, const v1::GetScorecardRequest& request,
                         const v1::GetScorecardResponse& response) {
  ScorecardPrinter(context, request, response).Print();
}

}  // namespace lienthong::cli
