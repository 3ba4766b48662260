#include "services/report/book_lines.h"

#include <algorithm>
#include <array>

#include "lienthong/v1/dossier.pb.h"
#include "services/accounting/line.h"
#include "services/score/dossier_counts.h"

namespace lienthong::report {
namespace {

constexpr uint16_t kOnline = 1 << (v1::FLAG_ONLINE - 1);

struct Definition {
  std::string_view name;
  std::string_view text;
  // Final accounts that it sums up; empty: not a sum of them.
  std::vector<std::string> accounts;
};

const std::vector<Definition>& Definitions() {
  static const auto* const kDefinitions = new std::vector<Definition>{
      {"in_hand",
       "hồ sơ phải giải quyết: từ kỳ trước chuyển sang, tiếp nhận mới, mở lại và "
       "chuyển đến, trừ chuyển đi"},
      {"carried_over", "hồ sơ từ kỳ trước chuyển sang: đang giải quyết và tạm dừng khi kỳ bắt đầu"},
      {"received", "hồ sơ tiếp nhận trong kỳ: tiếp nhận mới, mở lại và chuyển đến, trừ chuyển đi"},
      {"received_online", "hồ sơ tiếp nhận trong kỳ, nộp trực tuyến"},
      {"received_other", "hồ sơ tiếp nhận trong kỳ, nộp trực tiếp hoặc qua bưu chính"},
      {"new", "hồ sơ tiếp nhận mới trong kỳ"},
      {"new_online", "hồ sơ tiếp nhận mới trong kỳ, nộp trực tuyến"},
      {"reopened", "hồ sơ mở lại sau khi đã kết thúc"},
      {"moved_in", "hồ sơ chuyển đến từ đơn vị ngoài phạm vi, tính ròng"},
      {"moved_out", "hồ sơ chuyển đi đơn vị ngoài phạm vi, tính ròng"},
      {"resolved",
       "hồ sơ đã giải quyết trong kỳ (mỗi lần giải quyết tính một lần)",
       {"resolved_early", "resolved_on_day", "resolved_no_due", "resolved_late"}},
      {"resolved_in_time",
       "hồ sơ đã giải quyết trước hạn, đúng hạn hoặc không có hạn trả",
       {"resolved_early", "resolved_on_day", "resolved_no_due"}},
      {"resolved_early", "hồ sơ giải quyết trước ngày đến hạn", {"resolved_early"}},
      {"resolved_on_day",
       "hồ sơ giải quyết trong ngày đến hạn, không muộn hơn giờ hẹn",
       {"resolved_on_day"}},
      {"resolved_late", "hồ sơ giải quyết sau khi đến hạn", {"resolved_late"}},
      {"resolved_no_due", "hồ sơ đã giải quyết, không có hạn trả", {"resolved_no_due"}},
      {"open",
       "hồ sơ đang giải quyết cuối kỳ, không kể hồ sơ tạm dừng",
       {"open_in_time", "open_no_due", "open_overdue"}},
      {"open_not_due",
       "hồ sơ đang giải quyết cuối kỳ, chưa đến hạn hoặc không có hạn trả",
       {"open_in_time", "open_no_due"}},
      {"open_in_time", "hồ sơ đang giải quyết cuối kỳ, chưa đến hạn", {"open_in_time"}},
      {"open_overdue", "hồ sơ đang giải quyết cuối kỳ, đã quá hạn", {"open_overdue"}},
      {"open_no_due", "hồ sơ đang giải quyết cuối kỳ, không có hạn trả", {"open_no_due"}},
      {"paused",
       "hồ sơ cuối kỳ chờ bổ sung giấy tờ hoặc nghĩa vụ tài chính",
       {"paused_in_time", "paused_overdue"}},
      {"paused_in_time", "hồ sơ cuối kỳ đang chờ bổ sung, yêu cầu khi còn hạn", {"paused_in_time"}},
      {"paused_overdue",
       "hồ sơ cuối kỳ đang chờ bổ sung, yêu cầu khi đã quá hạn hoặc yêu cầu lần "
       "thứ hai",
       {"paused_overdue"}},
      {"cancelled",
       "hồ sơ từ chối, rút hoặc dừng xử lý sau khi đã tiếp nhận",
       {"cancelled_in_time", "cancelled_no_due", "cancelled_late"}},
      {"cancelled_in_time",
       "hồ sơ từ chối, rút hoặc dừng xử lý khi còn hạn",
       {"cancelled_in_time"}},
      {"cancelled_late", "hồ sơ từ chối, rút hoặc dừng xử lý khi đã quá hạn", {"cancelled_late"}},
      {"cancelled_no_due",
       "hồ sơ từ chối, rút hoặc dừng xử lý, không có hạn trả",
       {"cancelled_no_due"}},
      {"registered", "hồ sơ đã nộp, chờ tiếp nhận cuối kỳ"},
      {"registered_overdue", "hồ sơ nộp trực tuyến chờ tiếp nhận quá 8 giờ làm việc"},
      {"due", "hồ sơ đến hạn trong kỳ"},
      {"due_in_time", "hồ sơ đến hạn trong kỳ, khi đến hạn đã giải quyết xong"},
      {"finish_not_stated", "hồ sơ kết thúc trong kỳ mà nguồn không ghi thời điểm, tính đúng hạn"},
  };
  return *kDefinitions;
}

const Definition* Find(std::string_view name) {
  const auto& all = Definitions();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& known) { return known.name == name; });
  return found == all.end() ? nullptr : &*found;
}

int64_t ReadField(const v1::Figures& figures, std::string_view name) {
  const auto* const field = v1::Figures::descriptor()->FindFieldByName(std::string(name));
  return static_cast<int64_t>(figures.GetReflection()->GetUInt64(figures, field));
}

int64_t Received(const v1::Figures& figures) {
  return static_cast<int64_t>(figures.new_() + figures.reopened() + figures.moved_in()) -
         static_cast<int64_t>(figures.moved_out());
}

Lines OnlineOf(const Lines& lines) {
  Lines online;
  std::copy_if(lines.begin(), lines.end(), std::back_inserter(online),
               [](const auto& line) { return (Line::Unpack(line.first).flags & kOnline) != 0; });
  return online;
}

}  // namespace

BookFigures ReadBooks(const PeriodLines& lines, v1::UnitRole role, bool net_moves) {
  const uint8_t bit = score::RoleBit(role);
  const PeriodLines online = {OnlineOf(lines.before), OnlineOf(lines.within)};
  return {FiguresOf(lines, bit, net_moves), FiguresOf(online, bit, net_moves)};
}

const std::vector<std::string>& BookLineNames() {
  static const auto* const kNames = [] {
    auto* const names = new std::vector<std::string>;
    for (const Definition& definition : Definitions()) names->emplace_back(definition.name);
    return names;
  }();
  return *kNames;
}

bool IsBookLine(std::string_view name) { return Find(name) != nullptr; }

int64_t ReadBookLine(const BookFigures& figures, std::string_view name) {
  if (name == "received") return Received(figures.all);
  if (name == "received_online") return Received(figures.online);
  if (name == "received_other") return Received(figures.all) - Received(figures.online);
  const Definition& definition = *Find(name);
  if (definition.accounts.empty()) return ReadField(figures.all, name);
  int64_t sum = 0;
  for (const std::string& account : definition.accounts) sum += ReadField(figures.all, account);
  return sum;
}

std::string_view DefinitionOf(std::string_view name) { return Find(name)->text; }

const std::vector<std::string>& FinalAccounts() {
  static const auto* const kAccounts = new std::vector<std::string>{
      "resolved_early",    "resolved_on_day", "resolved_late",    "resolved_no_due",
      "cancelled_in_time", "cancelled_late",  "cancelled_no_due", "open_in_time",
      "open_overdue",      "open_no_due",     "paused_in_time",   "paused_overdue"};
  return *kAccounts;
}

std::vector<std::string> AccountsOf(std::string_view name) { return Find(name)->accounts; }

bool IsEmpty(const v1::Figures& figures) {
  return figures.ByteSizeLong() == 0;  // proto3 writes no zero
}

}  // namespace lienthong::report
