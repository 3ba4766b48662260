#include "services/report/words.h"

#include <fmt/format.h>

#include <algorithm>

#include "services/report/vietnamese.h"
#include "storage/base/calendar_date.h"

namespace lienthong::report {
namespace {

std::string DateWords(const std::string& iso) {
  const auto day = ParseDate(iso);
  return day ? WriteDate(*day) : iso;
}

std::string PeriodWords(const v1::ReportFrame& frame) {
  const auto from = ParseDate(frame.from());
  const auto to = ParseDate(frame.to());
  return from && to ? WritePeriod(*from, *to) : frame.from() + " - " + frame.to();
}

// The earlier of the source's word and its node's sign of life.
std::string BehindWords(const v1::SourceCoverage& source) {
  if (source.complete_through() == 0) return "chưa báo đủ đến lúc nào";
  const int64_t heard = source.node_progress_ms() / 1000;
  return "mới đủ đến " + WriteMoment(std::min(source.complete_through(), heard));
}

std::string StateWords(const v1::SourceCoverage& source) {
  switch (source.state()) {
    case v1::SourceCoverage::STATE_COMPLETE:
      return "đã đủ";
    case v1::SourceCoverage::STATE_BEHIND:
      return BehindWords(source);
    case v1::SourceCoverage::STATE_SILENT:
      return "chưa từng gửi";
    default:
      return "không có nguồn số liệu";
  }
}

std::string SourceWords(const v1::IncompleteSource& source) {
  const v1::SourceCoverage& coverage = source.coverage();
  const std::string unit = fmt::format("{} ({})", ToNfc(source.name()), coverage.unit());
  if (coverage.source().empty()) return fmt::format("{}: {}", unit, StateWords(coverage));
  return fmt::format("{}, nguồn {}: {}", unit, coverage.source(), StateWords(coverage));
}

void AddCount(uint64_t count, std::string_view words, std::string& text) {
  if (count > 0) text += fmt::format("; {} {}", WriteCount(static_cast<int64_t>(count)), words);
}

}  // namespace

const std::vector<std::string>& FrameWords() {
  static const auto* const kWords = new std::vector<std::string>{
      "unit", "unit.code", "period", "from", "to", "as_of", "known_at"};
  return *kWords;
}

std::string FrameWord(const v1::ReportFrame& frame, std::string_view word) {
  if (word == "unit") return ToNfc(frame.name());
  if (word == "unit.code") return frame.unit();
  if (word == "period") return PeriodWords(frame);
  if (word == "from") return DateWords(frame.from());
  if (word == "to") return DateWords(frame.to());
  if (word == "as_of") return WriteMoment(frame.as_of());
  if (word == "known_at") return WriteMoment(frame.known_at_ms() / 1000);
  return "";
}

bool IsComplete(const v1::Coverage& coverage) {
  return coverage.expected() > 0 && coverage.complete() == coverage.expected() &&
         coverage.uncovered_units() == 0 && coverage.parked() == 0;
}

std::string CoverageWords(const v1::Coverage& coverage) {
  std::string text = fmt::format("{}/{} nguồn đã đủ", WriteCount(coverage.complete()),
                                 WriteCount(coverage.expected()));
  AddCount(coverage.behind(), "nguồn chậm", text);
  AddCount(coverage.silent(), "nguồn chưa từng gửi", text);
  AddCount(coverage.uncovered_units(), "đơn vị không có nguồn số liệu", text);
  AddCount(coverage.parked(), "bản ghi chờ danh mục, chưa tính", text);
  return text;
}

std::string IncompleteWords(const IncompleteSources& incomplete, int most) {
  std::string text;
  for (int i = 0; i < incomplete.size() && i < most; ++i)
    text += (i > 0 ? "; " : "") + SourceWords(incomplete[i]);
  if (incomplete.size() > most)
    text += fmt::format("; và {} nguồn khác", WriteCount(incomplete.size() - most));
  return text;
}

std::vector<std::string> NoticesOf(const v1::ReportFrame& frame, const v1::Coverage& coverage) {
  std::vector<std::string> notices;
  if (!IsComplete(coverage)) {
    notices.push_back(fmt::format("Số liệu chưa đầy đủ ({}).", CoverageWords(coverage)));
  }
  if (frame.projection()) {
    notices.push_back(
        fmt::format("Số liệu dự kiến: thời điểm tính {} chưa đến.", WriteMoment(frame.as_of())));
  }
  if (!coverage.provisional_years().empty()) {
    notices.push_back(fmt::format(
        "Ngày làm việc năm {} chưa có quyết định: hạn giải quyết tính theo đó là tạm tính.",
        fmt::join(coverage.provisional_years(), ", ")));
  }
  return notices;
}

std::string FrameLine(const v1::ReportFrame& frame) {
  return fmt::format("{} ({}); từ ngày {} đến ngày {}; tính đến {}", ToNfc(frame.name()),
                     frame.unit(), DateWords(frame.from()), DateWords(frame.to()),
                     WriteMoment(frame.as_of()));
}

std::string MadeLine(const v1::ReportFrame& frame) {
  const std::string source = frame.source().empty() ? "" : fmt::format(" ({})", frame.source());
  return fmt::format("Lập từ sổ tại vị trí {}, lúc {}; mẫu {}{}.",
                     WriteCount(static_cast<int64_t>(frame.position())),
                     WriteMoment(frame.known_at_ms() / 1000), frame.template_(), source);
}

std::string_view RoleWords(v1::UnitRole role) {
  switch (role) {
    case v1::UNIT_ROLE_RECEIVING:
      return "đơn vị tiếp nhận";
    case v1::UNIT_ROLE_APPLYING:
      return "đơn vị thực hiện thủ tục";
    default:
      return "đơn vị xử lý";
  }
}

std::string ResidualWords(const v1::FormResidual& residual) {
  const std::string where = residual.row().empty() ? "Dòng tổng số" : "Dòng " + residual.row();
  const std::string head = fmt::format("{}: cột {} chênh lệch {} hồ sơ", where, residual.identity(),
                                       WriteCount(residual.residual()));
  const int64_t unexplained = residual.residual() - residual.apart();
  if (unexplained == 0) return head + ", là số hồ sơ ghi ở các cột ngoài biểu.";
  if (residual.apart() == 0) return head + ", chưa giải thích được.";
  return fmt::format("{}; các cột ngoài biểu có {}, còn {} hồ sơ chưa giải thích được.", head,
                     WriteCount(residual.apart()), WriteCount(unexplained));
}

}  // namespace lienthong::report
