#include "clients/cli/cutover_file.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "clients/cli/csv.h"
#include "clients/cli/messages.h"
#include "services/intake/validate.h"

namespace lienthong::cli {
namespace {

int64_t CarriedOver(const v1::Figures& f) { return static_cast<int64_t>(f.carried_over()); }
// New, reopened and moved in less moved out: below zero where more was handed on than came in.
int64_t Received(const v1::Figures& f) {
  return static_cast<int64_t>(f.in_hand()) - static_cast<int64_t>(f.carried_over());
}
int64_t ResolvedInTime(const v1::Figures& f) {
  return static_cast<int64_t>(f.resolved_early() + f.resolved_on_day() + f.resolved_no_due());
}
int64_t ResolvedLate(const v1::Figures& f) { return static_cast<int64_t>(f.resolved_late()); }
int64_t Resolved(const v1::Figures& f) { return ResolvedInTime(f) + ResolvedLate(f); }
int64_t Cancelled(const v1::Figures& f) {
  return static_cast<int64_t>(f.cancelled_in_time() + f.cancelled_late() + f.cancelled_no_due());
}
int64_t Paused(const v1::Figures& f) {
  return static_cast<int64_t>(f.paused_in_time() + f.paused_overdue());
}
int64_t InHand(const v1::Figures& f) {
  return Paused(f) + static_cast<int64_t>(f.open_in_time() + f.open_overdue() + f.open_no_due());
}
int64_t Overdue(const v1::Figures& f) {
  return static_cast<int64_t>(f.open_overdue() + f.paused_overdue());
}

constexpr int kUnit = -2, kMonth = -1, kNone = -3;

std::string ColumnList() {
  std::string list = "unit (DonVi), month (Thang)";
  for (const CutoverFigure& figure : kCutoverFigureList)
    list += fmt::format(", [{} ({})]", figure.name, figure.vietnamese);
  return list;
}

// kUnit, kMonth, the place of a figure, or kNone.
int ColumnOf(const std::string& name) {
  if (name == "unit" || name == "DonVi") return kUnit;
  if (name == "month" || name == "Thang") return kMonth;
  for (size_t i = 0; i < kCutoverFigures; ++i) {
    if (name == kCutoverFigureList[i].name || name == kCutoverFigureList[i].vietnamese)
      return static_cast<int>(i);
  }
  return kNone;
}

std::string Trimmed(const std::string& cell) {
  const size_t first = cell.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  return cell.substr(first, cell.find_last_not_of(" \t") - first + 1);
}

std::optional<int64_t> NumberOf(const std::string& text) {
  int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [read, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && read == end ? std::optional(number) : std::nullopt;
}

// "2026-08", also written "8/2026" or "08/2026"; "" when it is none of them.
std::string MonthOf(const std::string& text) {
  const size_t slash = text.find('/');
  std::string month = text;
  if (slash == 1 || slash == 2)
    month = text.substr(slash + 1) + "-" + (slash == 1 ? "0" : "") + text.substr(0, slash);
  return month.size() == 7 && month[5] != 'Q' && ParsePeriod(month) ? month : "";
}

char DelimiterOf(std::string_view text) {
  const std::string_view header = text.substr(0, text.find('\n'));
  return std::count(header.begin(), header.end(), ';') >
                 std::count(header.begin(), header.end(), ',')
             ? ';'
             : ',';
}

class Reader {
 public:
  Reader(const std::string& file, Language language) : file_(file), language_(language) {}

  CutoverFile Read(std::string_view text) {
    const CsvText csv = ParseCsv(text, DelimiterOf(text));
    if (csv.rows.empty() && !csv.fault)
      Report(1, "", Say(language_, messages::kFileEmpty, ColumnList()));
    if (csv.rows.size() > kCutoverLinesMax) {
      Report(1, "", Say(language_, messages::kCutoverTooLong, kCutoverLinesMax));
    } else if (!csv.rows.empty() && ReadHeader(csv.rows[0])) {
      for (size_t i = 1; i < csv.rows.size(); ++i) ReadLine(csv.rows[i]);
      if (csv.rows.size() == 1)
        Report(1, "", std::string(Say(language_, messages::kCutoverNothing)));
    }
    if (csv.fault) Report(csv.fault->line, "", std::string(Say(language_, *csv.fault->reason)));
    return std::move(read_);
  }

 private:
  bool ReadHeader(const CsvRow& header) {
    for (const std::string& cell : header.cells) {
      const std::string name = Trimmed(cell);
      const int column = ColumnOf(name);
      if (column == kNone) {
        Report(header.line, Shown(name), Say(language_, messages::kColumnUnknown, ColumnList()));
      } else if (std::count(columns_.begin(), columns_.end(), column) > 0) {
        Report(header.line, name, std::string(Say(language_, messages::kColumnTwice)));
      }
      columns_.push_back(column);
      names_.push_back(name);
    }
    for (const auto& [column, name] : {std::pair{kUnit, "unit"}, std::pair{kMonth, "month"}}) {
      if (std::count(columns_.begin(), columns_.end(), column) > 0) continue;
      Report(header.line, name, Say(language_, messages::kColumnMissing, ColumnList()));
    }
    if (std::none_of(columns_.begin(), columns_.end(), [](int column) { return column >= 0; }))
      Report(header.line, "", Say(language_, messages::kCutoverNoFigures, ColumnList()));
    return read_.problems.empty();
  }

  void ReadLine(const CsvRow& row) {
    const size_t cells = row.cells.size(), columns = columns_.size();
    if (cells < columns)
      return Report(row.line, names_[cells],
                    Say(language_, messages::kRowTooShort, cells, columns));
    if (cells > columns)
      return Report(row.line, "", Say(language_, messages::kRowTooLong, cells, columns));
    CutoverLine line{.line = row.line};
    for (size_t i = 0; i < columns_.size(); ++i) ReadCell(row.line, i, Trimmed(row.cells[i]), line);
    const auto [known, added] = seen_.try_emplace({line.unit, line.month}, row.line);
    if (!added && !line.month.empty())
      Report(row.line, "", Say(language_, messages::kCutoverTwice, known->second));
    read_.lines.push_back(std::move(line));
  }

  void ReadCell(size_t at, size_t place, const std::string& cell, CutoverLine& line) {
    const int column = columns_[place];
    if (column == kUnit) {
      line.unit = cell;
      if (cell.empty())
        Report(at, names_[place], std::string(Say(language_, messages::kCutoverNoUnit)));
      if (!intake::IsUtf8(cell))
        Report(at, names_[place], std::string(Say(language_, messages::kNotUtf8)));
    } else if (column == kMonth) {
      line.month = MonthOf(cell);
      if (line.month.empty()) {
        Report(at, names_[place], std::string(Say(language_, messages::kCutoverBadMonth)));
      } else {
        line.period = *ParsePeriod(line.month);
      }
    } else if (!cell.empty()) {
      auto& figure = line.figures[static_cast<size_t>(column)];
      figure = NumberOf(cell);
      if (!figure.has_value())
        Report(at, names_[place], std::string(Say(language_, messages::kCutoverBadNumber)));
    }
  }

  static std::string Shown(const std::string& name) {
    return intake::IsUtf8(name) && !name.empty() ? name : "?";
  }

  void Report(size_t line, const std::string& column, std::string reason) {
    read_.problems.push_back({{file_, line}, column, std::move(reason)});
  }

  const std::string file_;
  const Language language_;
  std::vector<int> columns_;
  std::vector<std::string> names_;
  std::map<std::pair<std::string, std::string>, size_t> seen_;
  CutoverFile read_;
};

}  // namespace

const std::array<CutoverFigure, kCutoverFigures> kCutoverFigureList = {
    {{"carried_over", "KyTruocChuyenSang", false, CarriedOver},
     {"received", "TiepNhan", true, Received},
     {"resolved", "DaGiaiQuyet", true, Resolved},
     {"resolved_in_time", "GiaiQuyetDungHan", true, ResolvedInTime},
     {"resolved_late", "GiaiQuyetQuaHan", true, ResolvedLate},
     {"cancelled", "HuyTra", true, Cancelled},
     {"in_hand", "ConLai", false, InHand},
     {"overdue", "ConLaiQuaHan", false, Overdue},
     {"paused", "TamDung", false, Paused}}};

CutoverFile ReadCutoverFile(const std::string& file, std::string_view text, Language language) {
  return Reader(file, language).Read(text);
}

}  // namespace lienthong::cli
