#include "services/report/scorecard_table.h"

#include "services/report/vietnamese.h"

namespace lienthong::report {
namespace {

class Writer {
 public:
  Writer(FigureSet& figures, std::set<uint32_t>& used)
      : figures_(figures), card_(*figures.card()), used_(used) {
    for (const v1::GroupScore& group : card_.groups()) Look(group.id());
    Look("total");
  }

  v1::ReportTable Write(const v1::ScorecardTemplate& form) {
    table_.set_caption(form.caption());
    for (const char* heading :
         {"Số", "Nhóm, chỉ số", "Điểm tối đa", "Điểm", "Tỷ lệ", "Tử số", "Mẫu số"})
      table_.add_headings(heading);
    if (observed_) table_.add_headings("Điểm ghi nhận tại Cổng DVCQG");
    if (average_) table_.add_headings("Mặt bằng chung");
    for (const v1::GroupScore& group : card_.groups()) {
      AddRow(group.id(), group.name(), "group/" + group.id(), true);
      if (!form.indicators()) continue;
      for (const v1::IndicatorScore& indicator : group.indicators()) {
        AddRow(indicator.id(), indicator.name(), "indicator/" + indicator.id(), false);
      }
    }
    AddRow("", "Tổng số", "total", true);
    return std::move(table_);
  }

 private:
  static std::string Observed(std::string_view family, const std::string& id) {
    return fmt::format("{}/*/{}/points", family, id);
  }

  void Look(const std::string& id) {
    observed_ = observed_ || figures_.ObservationOf(Observed("observed", id)) != nullptr;
    average_ = average_ || figures_.ObservationOf(Observed("average", id)) != nullptr;
  }

  // `stem`: how the names of its figures begin; sums have no rate.
  void AddRow(const std::string& id, const std::string& name, const std::string& stem, bool sum) {
    v1::ReportTable::Row& row = *table_.add_rows();
    row.set_emphasis(sum);
    AddText(id, row);
    AddText(ToNfc(name), row);
    AddFigure(stem + "/max", row);
    AddFigure(stem + "/points", row);
    for (const char* part : {"/ratio", "/numerator", "/denominator"}) {
      if (sum) {
        row.add_cells();
      } else {
        AddFigure(stem + part, row);
      }
    }
    const std::string key = id.empty() ? stem : id;
    if (observed_) AddFigure(Observed("observed", key), row);
    if (average_) AddFigure(Observed("average", key), row);
  }

  static void AddText(const std::string& text, v1::ReportTable::Row& row) {
    v1::ReportTable::Cell& cell = *row.add_cells();
    if (!text.empty()) cell.add_pieces()->set_text(text);
  }

  void AddFigure(const std::string& name, v1::ReportTable::Row& row) {
    const uint32_t place = figures_.Use(name);
    used_.insert(place);
    row.add_cells()->add_pieces()->set_figure(place);
  }

  FigureSet& figures_;
  const v1::Scorecard& card_;
  std::set<uint32_t>& used_;
  bool observed_ = false;
  bool average_ = false;
  v1::ReportTable table_;
};

}  // namespace

std::optional<v1::ReportTable> ScorecardTable(const v1::ScorecardTemplate& table,
                                              FigureSet& figures, std::set<uint32_t>& used) {
  if (figures.card() == nullptr) return std::nullopt;
  return Writer(figures, used).Write(table);
}

}  // namespace lienthong::report
