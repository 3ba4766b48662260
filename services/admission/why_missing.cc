#include "services/admission/why_missing.h"

#include <algorithm>

#include "storage/base/calendar_date.h"
#include "storage/base/status.h"

namespace lienthong::admission {
namespace {

// Codes named; more are only counted, so that the text stays within its 256 bytes.
constexpr size_t kCodesMax = 5;
constexpr size_t kCodeBytesMax = 32;

std::string Ambiguous(std::vector<std::string> codes) {
  std::sort(codes.begin(), codes.end());
  std::string text = "ambiguous: ";
  for (size_t i = 0; i < std::min(codes.size(), kCodesMax); ++i)
    text += (i == 0 ? "" : ", ") + (codes[i].size() <= kCodeBytesMax ? codes[i] : "a long code");
  if (codes.size() > kCodesMax) text += fmt::format(" and {} more", codes.size() - kCodesMax);
  return text;
}

// When it held last, else when it will.
std::string WhyNotOn(const std::vector<Span>& spans, Day day) {
  Day ended = 0, begins = kNoEnd;
  for (const Span& span : spans) {
    if (span.end <= day) ended = std::max(ended, span.end);
    if (span.first > day) begins = std::min(begins, span.first);
  }
  if (ended != 0) return "expired on " + FormatDate(ended);
  return begins == kNoEnd ? "" : "valid from " + FormatDate(begins);
}

}  // namespace

std::string WhyNoUnit(const Registry& registry, const std::string& word, Day day) {
  const std::vector<uint32_t> named = registry.UnitsByName(word, day);
  if (named.empty()) return WhyNotOn(registry.UnitNameSpans(word), day);
  std::vector<std::string> codes;
  for (const uint32_t id : named) codes.push_back(registry.UnitAt(id, day)->code());
  return Ambiguous(std::move(codes));
}

std::string WhyNoProcedure(const Registry& registry, std::optional<uint32_t> id,
                           const std::string& word, Day day) {
  if (id.has_value()) return WhyNotOn(registry.ProcedureSpans(*id), day);
  const std::vector<uint32_t> named = registry.ProceduresByName(word, day);
  if (named.empty()) return WhyNotOn(registry.ProcedureNameSpans(word), day);
  std::vector<std::string> codes;
  for (const uint32_t procedure : named)
    codes.push_back(registry.ProcedureAt(procedure, day)->code());
  return Ambiguous(std::move(codes));
}

}  // namespace lienthong::admission
