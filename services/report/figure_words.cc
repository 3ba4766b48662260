#include "services/report/figure_words.h"

#include <fmt/format.h>

#include "services/report/vietnamese.h"

namespace lienthong::report {
namespace {

std::string_view PartWords(std::string_view part) {
  if (part == "points") return "điểm";
  if (part == "rate") return "tỷ lệ";
  if (part == "late") return "tỷ lệ quá hạn";
  if (part == "numerator") return "tử số";
  if (part == "denominator") return "mẫu số";
  return "";
}

// Of those that no dossier wire carries; the others are stated with every dossier.
std::string_view FlagWords(v1::Flag flag) {
  if (flag == v1::FLAG_COMPLAINED) return "bị phản ánh, kiến nghị";
  if (flag == v1::FLAG_SYNCHRONISED) return "đã đồng bộ lên Cổng Dịch vụ công quốc gia";
  return "có đặc điểm khác";
}

// Of "report/KEY": what a published report says itself.
std::string_view PublishedWords(std::string_view key) {
  if (key == "received") return "số hồ sơ tiếp nhận đã công bố";
  if (key == "resolved") return "số hồ sơ đã giải quyết đã công bố";
  if (key == "open") return "số hồ sơ đang giải quyết đã công bố";
  return "";
}

}  // namespace

std::string_view CatalogueWords(std::string_view key) {
  if (key == "online_full") return "thủ tục hành chính cung cấp dịch vụ công trực tuyến toàn trình";
  if (key == "online_partial")
    return "thủ tục hành chính cung cấp dịch vụ công trực tuyến một phần";
  if (key == "other") return "thủ tục hành chính thực hiện bằng hình thức khác";
  return "thủ tục hành chính trong danh mục của đơn vị";
}

std::string_view CoverageWordsOf(std::string_view key) {
  if (key == "expected") return "nguồn số liệu phải có";
  if (key == "complete") return "nguồn đã đủ đến thời điểm tính";
  if (key == "behind") return "nguồn đã gửi nhưng chưa đủ đến thời điểm tính";
  if (key == "silent") return "nguồn chưa từng gửi";
  if (key == "uncovered") return "đơn vị không có nguồn số liệu";
  if (key == "parked") return "bản ghi chờ danh mục, chưa tính";
  return "nguồn, đơn vị và bản ghi làm số liệu chưa đầy đủ";
}

std::string ObservedWords(const std::string& definition) {
  std::string_view rest = definition;
  const bool average = rest.ends_with("/average");
  if (average) rest.remove_suffix(std::string_view("/average").size());
  const size_t first = rest.find('/');
  const size_t last = rest.rfind('/');
  if (first == last) {
    const std::string_view published =
        rest.starts_with("report/") ? PublishedWords(rest.substr(first + 1)) : "";
    return published.empty() ? definition : fmt::format("{} ({})", published, definition);
  }
  const std::string_view part = PartWords(rest.substr(last + 1));
  if (part.empty()) return definition;
  const std::string_view id = rest.substr(first + 1, last - first - 1);
  const bool indicator = id.find('.') != std::string_view::npos;
  return fmt::format("{}{} {} {} ({})", average ? "mặt bằng chung " : "", part,
                     indicator ? "chỉ số" : "nhóm", id, definition);
}

std::string IndicatorWords(const v1::IndicatorScore& indicator) {
  std::string text = fmt::format("chỉ số {} ({}", indicator.id(), ToNfc(indicator.name()));
  if (indicator.confidence() != v1::CONFIDENCE_HIGH) text += ", quy tắc chưa được kiểm chứng";
  for (const int flag : indicator.unheard())
    text += fmt::format(", chưa có nguồn về hồ sơ {}", FlagWords(static_cast<v1::Flag>(flag)));
  return text + ")";
}

}  // namespace lienthong::report
