#include "services/report/report_testing.h"

namespace lienthong::report {
namespace {

RowBooks Centre() {
  LinesBuilder lines;
  lines.Dossiers(900, true, Account::kResolvedEarly)
      .Dossiers(300, true, Account::kResolvedOnDay, true)
      .Dossiers(8000, false, Account::kResolvedEarly, true)
      .Dossiers(3000, false, Account::kResolvedOnDay)
      .Dossiers(11, false, Account::kResolvedLate)
      .Dossiers(1000, false, Account::kOpenInTime, true)
      .Dossiers(5, true, Account::kOpenOverdue)
      .Dossiers(200, false, Account::kPausedInTime)
      .Dossiers(79, false, Account::kCancelledInTime);
  RowBooks row = RowOf("H99.1", "Sở <Xây dựng> & Phát triển", lines.Build(), CoverageOf(1, 1));
  return row;
}

RowBooks Commune() {
  LinesBuilder lines;
  lines.Dossiers(3000, false, Account::kResolvedEarly)
      .Dossiers(2739, false, Account::kResolvedOnDay, true)
      .Dossiers(100, false, Account::kResolvedNoDue)
      .Dossiers(7, true, Account::kResolvedLate)
      .Dossiers(480, false, Account::kOpenInTime)
      .Dossiers(8, false, Account::kOpenNoDue)
      .Dossiers(4, true, Account::kOpenOverdue)
      .Dossiers(100, false, Account::kPausedOverdue);
  return RowOf("H99.2", "Xã Một", lines.Build(), CoverageOf(1, 0, 1));
}

v1::IncompleteSource Incomplete(const char* unit, const char* name, const char* source,
                                v1::SourceCoverage::State state) {
  v1::IncompleteSource incomplete;
  incomplete.set_name(name);
  incomplete.mutable_coverage()->set_unit(unit);
  incomplete.mutable_coverage()->set_source(source);
  incomplete.mutable_coverage()->set_state(state);
  if (state != v1::SourceCoverage::STATE_BEHIND) return incomplete;
  const Instant through = StartOfDay(*ParseDate("2023-11-28")) + 17 * 3600;
  incomplete.mutable_coverage()->set_complete_through(through);
  incomplete.mutable_coverage()->set_node_progress_ms(1000 * (through + 3600));
  return incomplete;
}

v1::GroupScore& AddGroup(v1::Scorecard& card, const char* id, const char* name, const char* max,
                         const char* points) {
  v1::GroupScore& group = *card.add_groups();
  group.set_id(id);
  group.set_name(name);
  group.set_max(max);
  group.set_points(points);
  return group;
}

v1::Scorecard Card() {
  v1::Scorecard card;
  card.set_unit("H99");
  card.set_rulebook("766-2026");
  card.set_total("22.94");
  card.set_total_of("60");
  v1::GroupScore& one = AddGroup(card, "1", "Công khai, minh bạch", "18", "");
  *one.add_indicators() = NotKnownIndicator("1.1", "Công bố đúng hạn", "6");
  *one.add_indicators() = IndicatorOf("1.2", "Cập nhật, công khai đúng hạn", "4", 0, 0, "", "");
  one.mutable_indicators(1)->set_rule(v1::IndicatorScore::RULE_ZERO_NULL);
  v1::GroupScore& two = AddGroup(card, "2", "Tiến độ, kết quả giải quyết", "20", "19.87");
  *two.add_indicators() = IndicatorOf("2.1", "Đúng hạn", "20", 19806, 19933, "99.36", "19.87");
  two.mutable_indicators(0)->set_confidence(v1::CONFIDENCE_HIGH);
  v1::GroupScore& three = AddGroup(card, "3", "Dịch vụ công trực tuyến", "12", "2.38");
  *three.add_indicators() = IndicatorOf("3.3", "Hồ sơ nộp trực tuyến", "6", 3, 1000, "0.3", "0.04");
  *three.add_indicators() = IndicatorOf("3.1", "Thủ tục trực tuyến", "6", 585, 1500, "39", "2.34");
  v1::GroupScore& four = AddGroup(card, "4", "Thanh toán trực tuyến", "10", "0");
  *four.add_indicators() = IndicatorOf("4.3", "Hồ sơ thanh toán trực tuyến", "6", 0, 0, "", "0");
  *four.add_indicators() = IndicatorOf("4.1", "Thủ tục thanh toán trực tuyến", "4", 0, 0, "", "0");
  for (auto& indicator : *four.mutable_indicators())
    indicator.set_rule(v1::IndicatorScore::RULE_ZERO_POINTS);
  v1::GroupScore& five = AddGroup(card, "5", "Số hóa hồ sơ", "22", "0.69");
  *five.add_indicators() =
      IndicatorOf("5.1", "Cấp kết quả điện tử", "6", 313, 10000, "3.13", "0.19");
  five.mutable_indicators(0)->set_provenance(v1::IndicatorScore::PROVENANCE_OBSERVED);
  *five.add_indicators() = IndicatorOf("5.2", "Hồ sơ số hóa", "4", 500, 4000, "12.5", "0.5");
  *five.add_indicators() = IndicatorOf("5.6", "Dữ liệu dân cư", "12", 0, 0, "", "");
  five.mutable_indicators(2)->set_rule(v1::IndicatorScore::RULE_ZERO_NULL);
  AddGroup(card, "6", "Mức độ hài lòng", "18", "")
      .add_indicators()
      ->CopyFrom(NotKnownIndicator("6.1", "Phản ánh, kiến nghị xử lý đúng hạn", "6"));
  return card;
}

}  // namespace

Facts NovemberFacts() {
  Facts facts;
  v1::Coverage nobody = CoverageOf(1, 0, 0, 1);
  v1::Coverage uncovered = CoverageOf(0, 0, 0, 0, 1);
  facts.books = BooksOf({Centre(), Commune(), RowOf("H99.3", "Xã Hai", {}, nobody),
                         RowOf("H99.4", "Xã Ba", {}, uncovered)},
                        CoverageOf(3, 1, 1, 1, 1));
  facts.books.incomplete = {
      Incomplete("H99.2", "Xã Một", "igate", v1::SourceCoverage::STATE_BEHIND),
      Incomplete("H99.3", "Xã Hai", "igate", v1::SourceCoverage::STATE_SILENT),
      Incomplete("H99.4", "Xã Ba", "", v1::SourceCoverage::STATE_UNCOVERED)};
  facts.card = Card();
  facts.catalogue.set_procedures(1733);
  facts.catalogue.set_online_full(538);
  facts.catalogue.set_online_partial(35);
  facts.catalogue.set_other(1160);
  facts.observations = {ObservedOf("766-2026/1/points", "7.7", v1::MEASURE_POINTS),
                        ObservedOf("766-2026/1/rate", "39.56", v1::MEASURE_PERCENT),
                        ObservedOf("766-2026/1/points/average", "10.8", v1::MEASURE_POINTS, 1),
                        ObservedOf("766-2026/2/points", "16.1", v1::MEASURE_POINTS),
                        ObservedOf("766-2026/2/points/average", "14.8", v1::MEASURE_POINTS, 1),
                        ObservedOf("report/received", "19933", v1::MEASURE_COUNT),
                        ObservedOf("report/open", "1497", v1::MEASURE_COUNT),
                        ObservedOf("report/resolved", "18057", v1::MEASURE_COUNT)};
  return facts;
}

}  // namespace lienthong::report
