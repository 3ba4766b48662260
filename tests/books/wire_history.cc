#include "tests/books/wire_history.h"

#include <algorithm>

namespace lienthong::books {
namespace {

constexpr int64_t kHour = 3600;

// One dossier's life, told in snapshots as it goes.
class LifeTeller {
 public:
  LifeTeller(Random& random, int number, const std::vector<std::string>& units,
             std::vector<Arrival>& arrivals)
      : random_(random),
        units_(units),
        arrivals_(arrivals),
        now_(At("15/6 07:30") + random.Pick(0, 40 * 24) * kHour) {
    record_.set_dossier(absl::StrCat("H44-", number));
    record_.set_procedure(random_.OneOf<std::string>({"1.001", "1.002", "1.003", "1.003"}));
    record_.set_channel(random_.OneOf<std::string>({"", "1", "2", "2", "3"}));
    record_.set_flags(random_.Pick(0, 511) << 2);
    unit_ = random_.OneOf(units_);
    source_ = random_.OneOf<std::string>({"igate", "onecua"});
  }

  void Tell() {
    FileAndAccept();
    for (int64_t steps = random_.Pick(0, 4); steps > 0; --steps) Step();
    if (random_.Percent(80)) Finish();
    if (random_.Percent(15)) Reopen();
    if (random_.Percent(15)) Correct();
    if (random_.Percent(6)) Delete();
  }

 private:
  void Pass(int64_t hours_max) { now_ += random_.Pick(1, hours_max * 60) * 60; }

  // Sends what is known now: at once or late, in words or codes, and perhaps again.
  void Send(int status) {
    Arrival arrival{now_ + random_.Pick(0, random_.Percent(20) ? 120 : 1) * kHour, source_, unit_,
                    record_};
    arrival.record.set_status(WordOf(status));
    if (random_.Percent(5)) arrival.source = random_.OneOf<std::string>({"igate", "onecua"});
    if (random_.Percent(2)) arrival.record.set_status("42");
    if (random_.Percent(30))
      arrival.record.set_handling_unit(random_.Percent(30) ? NameOf(unit_) : unit_);
    arrivals_.push_back(arrival);
    if (!random_.Percent(25)) return;
    arrival.at += random_.Pick(0, 200) * kHour;
    arrivals_.push_back(arrival);
  }

  std::string WordOf(int status) {
    if (random_.Percent(8)) return absl::StrCat("Bước ", status);
    return std::to_string(status);
  }

  // In another case, and with the tone marks as letters of their own.
  static std::string NameOf(const std::string& unit) {
    return "PHƯỜNG TIE\u0302\u0301N " + unit.substr(4);
  }

  void FileAndAccept() {
    if (random_.Percent(60)) record_.set_submitted(now_);
    if (record_.submitted() != 0 && random_.Percent(50)) Send(1);
    if (random_.Percent(8)) return Send(3);
    Pass(16);
    if (random_.Percent(90)) record_.set_accepted(now_);
    if (random_.Percent(80)) Promise(*record_.mutable_promised(), random_.Pick(1, 15));
    Send(random_.Percent(50) ? 2 : 4);
  }

  void Promise(v1::PromisedTime& promised, int64_t days) {
    promised.set_instant(StartOfDay(DayOf(now_) + static_cast<Day>(days)) +
                         (random_.Percent(50) ? 17 * kHour : 0));
    promised.set_day_only(random_.Percent(30));
  }

  void Step() {
    Pass(100);
    switch (random_.Pick(0, 5)) {
      case 0:
        return RequestSupplement();
      case 1:
        return SendSince(6);
      case 2:
        unit_ = random_.OneOf(units_);
        record_.set_handling_unit(unit_);
        return SendSince(4);
      case 3:
        Promise(*record_.mutable_promised(), random_.Pick(1, 15));
        return Send(4);
      case 4:
        record_.set_flags(record_.flags() ^ random_.Pick(0, 511) << 2);
        return Send(4);
      default:
        return SendSince(4);
    }
  }

  void SendSince(int status) {
    if (random_.Percent(50)) record_.set_status_time(now_);
    Send(status);
    record_.clear_status_time();
  }

  void RequestSupplement() {
    v1::Supplement& supplement = *record_.add_supplements();
    if (random_.Percent(70)) supplement.set_id(absl::StrCat("bs-", record_.supplements_size()));
    if (random_.Percent(80)) supplement.set_requested(now_);
    Send(5);
    if (random_.Percent(20)) return;
    Pass(60);
    if (random_.Percent(80)) supplement.set_received(now_);
    if (random_.Percent(40) && record_.has_promised()) {
      *supplement.mutable_promised_before() = record_.promised();
      Promise(*supplement.mutable_promised_after(), random_.Pick(2, 12));
      *record_.mutable_promised() = supplement.promised_after();
    }
    Send(4);
  }

  void Finish() {
    Pass(150);
    const int status = static_cast<int>(random_.OneOf<int>({9, 9, 9, 9, 10, 10, 7, 8, 3}));
    if (status == 3 && random_.Percent(80)) record_.set_refused(now_);
    if (status != 3 && random_.Percent(80)) record_.set_finished(now_);
    Send(status);
    if (status != 9 || random_.Percent(50)) return;
    Pass(80);
    if (random_.Percent(80)) record_.set_returned(now_);
    Send(10);
  }

  void Reopen() {
    Pass(60);
    record_.clear_finished();
    record_.clear_returned();
    record_.clear_refused();
    if (random_.Percent(40)) Promise(*record_.mutable_promised(), random_.Pick(5, 25));
    record_.set_reopens(random_.Percent(20));
    SendSince(random_.Percent(50) ? 4 : 5);
    record_.clear_reopens();
    if (random_.Percent(70)) Finish();
  }

  void Correct() {
    if (record_.accepted() != 0 && random_.Percent(50))
      record_.set_accepted(record_.accepted() - random_.Pick(1, 50) * kHour);
    if (record_.finished() != 0 && random_.Percent(50))
      record_.set_finished(record_.finished() + random_.Pick(-30, 30) * kHour);
    if (random_.Percent(30)) record_.set_revision(random_.Pick(1, 12));
    if (random_.Percent(40)) record_.set_procedure("1.003");
    if (random_.Percent(20)) record_.set_other_dossier(absl::StrCat("K-", random_.Pick(1, 5)));
    Send(record_.finished() != 0 ? 9 : 4);
  }

  void Delete() {
    record_.set_tombstone(true);
    Send(4);
    record_.set_tombstone(false);
    Pass(50);
    if (random_.Percent(30)) Send(4);
  }

  Random& random_;
  const std::vector<std::string>& units_;
  std::vector<Arrival>& arrivals_;
  Instant now_;
  std::string unit_;
  std::string source_;
  v1::SourceRecord record_;
};

// Tells the life of one petition.
class PetitionTeller {
 public:
  PetitionTeller(Random& random, int number, const std::vector<std::string>& units,
                 std::vector<Arrival>& arrivals)
      : random_(random),
        units_(units),
        arrivals_(arrivals),
        now_(At("15/6 08:00") + random.Pick(0, 40 * 24) * kHour),
        unit_(random.OneOf(units)) {
    record_.set_petition(absl::StrCat("H44-", number));
    record_.set_received(now_);
    if (random_.Percent(70)) record_.set_procedure(random_.Percent(60) ? "1.002" : "1.001");
  }

  void Tell() {
    Send();
    if (random_.Percent(20)) {
      record_.set_refused(Later(4));
      Send();
    }
    if (random_.Percent(20)) {
      record_.set_more_asked(Later(8));
      Send();
    }
    if (random_.Percent(80)) {
      record_.set_processed(Later(25));
      Send();
    }
    if (random_.Percent(70)) {
      record_.set_published(Later(5));
      Send();
    }
    if (random_.Percent(50)) {
      record_.set_satisfaction(random_.Percent(70) ? v1::SATISFACTION_SATISFIED
                                                   : v1::SATISFACTION_DISSATISFIED);
      Send();
    }
    if (random_.Percent(15)) Correct();
    if (random_.Percent(8)) {
      record_.set_tombstone(true);
      Send();
      record_.set_tombstone(false);
      if (random_.Percent(40)) Send();
    }
  }

 private:
  Instant Later(int64_t days_max) { return now_ += random_.Pick(1, 24 * days_max) * kHour; }

  // Sometimes late, so that a newer one overtakes it, and sometimes again.
  void Send() {
    Arrival arrival{.at = now_ + random_.Pick(0, random_.Percent(30) ? 200 : 2) * kHour,
                    .source = "pakn",
                    .reporting_unit = random_.OneOf(units_),
                    .petition = record_};
    if (random_.Percent(50)) arrival.petition->set_unit(unit_);
    arrivals_.push_back(arrival);
    if (!random_.Percent(25)) return;
    arrival.at += random_.Pick(0, 200) * kHour;
    arrivals_.push_back(std::move(arrival));
  }

  void Correct() {
    record_.set_received(record_.received() + random_.Pick(-30, 200) * kHour);
    if (random_.Percent(30)) record_.set_revision(random_.Pick(1, 9));
    unit_ = random_.OneOf(units_);
    Send();
  }

  Random& random_;
  const std::vector<std::string>& units_;
  std::vector<Arrival>& arrivals_;
  Instant now_;
  std::string unit_;
  v1::PetitionRecord record_;
};

}  // namespace

admission::Rows ReferenceData() {
  admission::Rows rows;
  rows.Unit("H44", "Tỉnh", "province");
  for (const char* code : {"H44.1", "H44.2", "H44.3", "H44.4"}) {
    rows.Unit(code, absl::StrCat("Phường Tiến ", std::string(code).substr(4)), "commune", "H44");
  }
  for (const char* code : {"H44.1", "H44.2", "H44.3"}) rows.Grant(code, "h44-1");
  rows.Grant("H44.4", "h44-2").Procedure("1.001", "5", "1").Procedure("1.003");
  rows.Calendar("2026-09-02", "holiday").Calendar("2026-07-01", "supplement_limit");
  return rows;
}

admission::Rows LateReferenceData() {
  admission::Rows rows;
  rows.Procedure("1.002", "10");
  for (int status = 1; status <= 10; ++status) {
    rows.Mapping("status", absl::StrCat("Bước ", status), std::to_string(status),
                 status % 2 == 0 ? "" : "igate");
    if (status % 2 != 0)
      rows.Mapping("status", absl::StrCat("Bước ", status), std::to_string(status), "onecua");
  }
  return rows;
}

std::vector<Arrival> WireHistory(Random& random, int dossiers,
                                 const std::vector<std::string>& units) {
  std::vector<Arrival> arrivals;
  for (int number = 1; number <= dossiers; ++number)
    LifeTeller(random, number, units, arrivals).Tell();
  for (int number = 1; number <= dossiers / 4; ++number)
    PetitionTeller(random, number, units, arrivals).Tell();
  std::stable_sort(arrivals.begin(), arrivals.end(),
                   [](const Arrival& a, const Arrival& b) { return a.at < b.at; });
  return arrivals;
}

}  // namespace lienthong::books
