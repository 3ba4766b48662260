#include "services/accounting/figures.h"

#include <algorithm>
#include <array>

#include "lienthong/v1/dossier.pb.h"

namespace lienthong {
namespace {

constexpr uint16_t kOnline = 1 << (v1::FLAG_ONLINE - 1);

bool IsInHand(Account account) { return IsOpen(account) || IsPaused(account); }

bool IsBeforeAcceptance(Account account) {
  return account == Account::kOutside || IsRegistered(account);
}

// Stocks by account; gross inflows by account; the flows that have names.
class Counter {
 public:
  explicit Counter(uint8_t role) : role_(role) {}

  void AddBefore(const Lines& lines) {
    for (const auto& [bits, count] : lines) {
      if (BookOf(bits) == Book::kDossiers) AddToStock(Line::Unpack(bits), count);
    }
    carried_over_ = InHand();
  }

  void AddWithin(const Lines& lines) {
    for (const auto& [bits, count] : lines) {
      if (BookOf(bits) == Book::kDossiers) AddFlow(Line::Unpack(bits), count);
    }
  }

  v1::Figures Read(bool net_moves) const {
    v1::Figures figures;
    figures.set_carried_over(carried_over_);
    figures.set_new_(new_);
    figures.set_new_online(new_online_);
    figures.set_reopened(reopened_);
    const int64_t internal = net_moves ? std::min(moved_in_, moved_out_) : 0;
    figures.set_moved_in(moved_in_ - internal);
    figures.set_moved_out(moved_out_ - internal);
    figures.set_in_hand(carried_over_ + new_ + reopened_ + moved_in_ - moved_out_);
    ReadFlows(figures);
    ReadStocks(figures);
    figures.set_due(due_);
    figures.set_due_in_time(due_in_time_);
    figures.set_finish_not_stated(not_stated_);
    return figures;
  }

 private:
  int64_t Stock(Account account) const { return stock_[static_cast<int>(account)]; }
  int64_t Inflow(Account account) const { return inflow_[static_cast<int>(account)]; }

  int64_t InHand() const {
    int64_t sum = 0;
    for (int i = 0; i < kAccounts; ++i) sum += IsInHand(static_cast<Account>(i)) ? stock_[i] : 0;
    return sum;
  }

  void AddToStock(const Line& line, int64_t count) {
    if ((line.roles & role_) == 0 || line.from == line.to) return;
    stock_[static_cast<int>(line.from)] -= count;
    stock_[static_cast<int>(line.to)] += count;
  }

  void AddFlow(const Line& line, int64_t count) {
    if ((line.roles & role_) == 0) return;
    if (line.from == line.to) return AddDue(line, count);
    AddToStock(line, count);
    inflow_[static_cast<int>(line.to)] += count;
    if (line.not_stated) not_stated_ += count;
    const bool arrives = IsInHand(line.to) || IsFinished(line.to);
    if (IsBeforeAcceptance(line.from) && arrives) {
      new_ += count;
      if ((line.flags & kOnline) != 0) new_online_ += count;
    }
    if (IsFinished(line.from) && arrives) reopened_ += count;
    if (line.from == Account::kElsewhere && IsInHand(line.to)) moved_in_ += count;
    if (line.to == Account::kElsewhere && IsInHand(line.from)) moved_out_ += count;
  }

  void AddDue(const Line& line, int64_t count) {
    due_ += count;
    const bool in_time = line.to == Account::kResolvedEarly || line.to == Account::kResolvedOnDay;
    due_in_time_ += in_time ? count : 0;
  }

  void ReadFlows(v1::Figures& figures) const {
    figures.set_resolved_early(Inflow(Account::kResolvedEarly));
    figures.set_resolved_on_day(Inflow(Account::kResolvedOnDay));
    figures.set_resolved_late(Inflow(Account::kResolvedLate));
    figures.set_resolved_no_due(Inflow(Account::kResolvedNoDue));
    figures.set_cancelled_in_time(Inflow(Account::kCancelledInTime));
    figures.set_cancelled_late(Inflow(Account::kCancelledLate));
    figures.set_cancelled_no_due(Inflow(Account::kCancelledNoDue));
  }

  void ReadStocks(v1::Figures& figures) const {
    figures.set_open_in_time(Stock(Account::kOpenInTime));
    figures.set_open_overdue(Stock(Account::kOpenOverdue));
    figures.set_open_no_due(Stock(Account::kOpenNoDue));
    figures.set_paused_in_time(Stock(Account::kPausedInTime));
    figures.set_paused_overdue(Stock(Account::kPausedOverdue));
    figures.set_registered(Stock(Account::kRegistered));
    figures.set_registered_overdue(Stock(Account::kRegisteredOverdue));
  }

  const uint8_t role_;
  std::array<int64_t, kAccounts> stock_{};
  std::array<int64_t, kAccounts> inflow_{};
  int64_t carried_over_ = 0, new_ = 0, new_online_ = 0, reopened_ = 0, moved_in_ = 0,
          moved_out_ = 0;
  int64_t due_ = 0, due_in_time_ = 0, not_stated_ = 0;
};

}  // namespace

void AddLines(const Lines& more, Lines& sum) {
  Lines merged;
  merged.reserve(sum.size() + more.size());
  auto next = more.begin();
  for (const auto& entry : sum) {
    while (next != more.end() && next->first < entry.first) merged.push_back(*next++);
    merged.push_back(entry);
    if (next != more.end() && next->first == entry.first) merged.back().second += (next++)->second;
  }
  merged.insert(merged.end(), next, more.end());
  sum = std::move(merged);
}

v1::Figures FiguresOf(const PeriodLines& lines, uint8_t role, bool net_moves) {
  Counter counter(role);
  counter.AddBefore(lines.before);
  counter.AddWithin(lines.within);
  return counter.Read(net_moves);
}

}  // namespace lienthong
