#include "clients/cli/progress_bar.h"

#include <algorithm>

#include "clients/cli/messages.h"

namespace lienthong::cli {
namespace {

constexpr int64_t kDrawEveryMs = 1000;
constexpr uint64_t kPlaces = 20;
// Back to the start of the line, and wipe it.
constexpr std::string_view kWipe = "\r\x1b[K";

}  // namespace

ProgressBar::ProgressBar(const Context& context, uint64_t total)
    : context_(context), total_(total), started_ms_(context.clock.NowMs()) {}

ProgressBar::~ProgressBar() {
  if (drawn_ms_ != 0) context_.err << kWipe << std::flush;
}

void ProgressBar::Skip(uint64_t done, uint64_t records) {
  done_before_ += done;
  records_before_ += records;
}

void ProgressBar::Show(uint64_t done, uint64_t records, const std::string& what) {
  const int64_t now_ms = context_.clock.NowMs();
  if (!context_.err_is_terminal || now_ms - drawn_ms_ < kDrawEveryMs) return;
  drawn_ms_ = now_ms;
  context_.err << kWipe
               << Say(context_.language, messages::kProgress, Bar(done, total_),
                      FormatCount(context_.language, records),
                      FormatCount(context_.language, PerSecond(records - records_before_)),
                      MegabytesPerSecond(done), Left(done), what)
               << std::flush;
}

void ProgressBar::Summarize(uint64_t done, uint64_t records) {
  if (drawn_ms_ != 0) context_.err << kWipe;
  drawn_ms_ = 0;
  const uint64_t new_records = records - records_before_;
  context_.err << Say(context_.language, messages::kHistorySummary,
                      FormatCount(context_.language, new_records),
                      FormatMegabytes(context_.language, done - done_before_),
                      FormatDuration(elapsed_ms() / 1000),
                      FormatCount(context_.language, PerSecond(new_records)),
                      MegabytesPerSecond(done), FormatCount(context_.language, records_before_))
               << std::endl;
}

uint64_t ProgressBar::elapsed_ms() const {
  return static_cast<uint64_t>(std::max<int64_t>(context_.clock.NowMs() - started_ms_, 1));
}

std::string ProgressBar::MegabytesPerSecond(uint64_t done) const {
  return FormatMegabytes(context_.language, PerSecond(done - done_before_));
}

std::string ProgressBar::Left(uint64_t done) const {
  const uint64_t rate = PerSecond(done - done_before_);
  if (rate == 0 || done > total_) return "-";
  return FormatDuration((total_ - done) / rate);
}

std::string FormatDuration(uint64_t seconds) {
  const uint64_t hours = seconds / 3600, minutes = seconds / 60 % 60;
  return hours > 0 ? fmt::format("{}:{:02}:{:02}", hours, minutes, seconds % 60)
                   : fmt::format("{}:{:02}", minutes, seconds % 60);
}

std::string FormatMegabytes(Language language, uint64_t bytes) {
  const uint64_t tenths = (bytes + 50'000) / 100'000;
  return fmt::format("{}{}{}", FormatCount(language, tenths / 10),
                     language == Language::kVietnamese ? ',' : '.', tenths % 10);
}

std::string Bar(uint64_t done, uint64_t total) {
  const uint64_t share = total == 0 ? 100 : std::min<uint64_t>(done * 100 / total, 100);
  const uint64_t places = share * kPlaces / 100;
  return fmt::format("[{}{}] {:>3} %", std::string(places, '#'), std::string(kPlaces - places, '.'),
                     share);
}

}  // namespace lienthong::cli
