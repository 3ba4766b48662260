#include "clients/cli/progress_bar.h"

#include <algorithm>

#include "clients/cli/messages.h"

namespace lienthong::cli {
namespace {

constexpr int64_t kDrawEveryMs = 100;
constexpr uint64_t kPlaces = 20;
// Back to the start of the line, and wipe it.
constexpr std::string_view kWipe = "\r\x1b[K";

}  // namespace

ProgressBar::ProgressBar(const Context& context, uint64_t total)
    : context_(context), total_(total), started_ms_(context.clock.NowMs()) {}

ProgressBar::~ProgressBar() {
  if (drawn_ms_ != 0) context_.err << kWipe << std::flush;
}

void ProgressBar::Show(uint64_t done, uint64_t records, const std::string& what) {
  const int64_t now_ms = context_.clock.NowMs();
  if (!context_.err_is_terminal || now_ms - drawn_ms_ < kDrawEveryMs) return;
  drawn_ms_ = now_ms;
  const auto elapsed_ms = static_cast<uint64_t>(std::max<int64_t>(now_ms - started_ms_, 1));
  context_.err << kWipe
               << Say(context_.language, messages::kProgress, Bar(done, total_),
                      FormatCount(context_.language, records),
                      FormatCount(context_.language, records * 1000 / elapsed_ms), what)
               << std::flush;
}

std::string Bar(uint64_t done, uint64_t total) {
  const uint64_t share = total == 0 ? 100 : std::min<uint64_t>(done * 100 / total, 100);
  const uint64_t places = share * kPlaces / 100;
  return fmt::format("[{}{}] {:>3} %", std::string(places, '#'), std::string(kPlaces - places, '.'),
                     share);
}

}  // namespace lienthong::cli
