// Submits three dossiers and reads the score of their unit.
//
//   LIENTHONG_NODE=127.0.0.1:7001 submit_and_score SOURCE UNIT PROCEDURE
#include <lienthong/client/client.h>

#include <iostream>

#include "absl/strings/str_format.h"
#include "absl/time/time.h"

namespace client = lienthong::client;
namespace v1 = lienthong::v1;

namespace {

// A time of March 2024 in Vietnam, UTC+7.
int64_t At(int day, int hour, int minute) {
  const absl::CivilSecond civil(2024, 3, day, hour, minute, 0);
  return absl::ToUnixSeconds(absl::FromCivil(civil, absl::FixedTimeZone(7 * 60 * 60)));
}

v1::SourceRecord Record(const std::string& unit, const std::string& procedure, int n) {
  v1::SourceRecord record;
  record.set_dossier(absl::StrFormat("%s-240305-%04d", unit, n));
  record.set_procedure(procedure);
  record.set_status("2");
  record.set_submitted(At(5, 7, 45));
  record.set_accepted(At(5, 8, 0));
  record.mutable_promised()->set_instant(At(12, 0, 0));
  record.mutable_promised()->set_day_only(true);
  return record;
}

absl::Status Run(const std::string& source, const std::string& unit, const std::string& procedure) {
  auto opened = client::Client::Open(client::Config::FromEnvironment());
  if (!opened.ok()) return opened.status();
  int n = 0;
  const auto next = [&](v1::SourceRecord& record) {
    if (n == 3) return false;
    record = Record(unit, procedure, ++n);
    return true;
  };
  const auto on_result = [](const client::Result& r) {
    std::cout << r.record.dossier() << " " << v1::RecordResult::Outcome_Name(r.result.outcome())
              << " " << r.result.field() << " " << r.result.reason() << "\n";
    return true;
  };
  const absl::Status sent =
      (*opened)->SubmitStream({.source = source, .unit = unit}, next, on_result);
  if (!sent.ok()) return sent;

  v1::GetScoreRequest request;
  request.set_unit(unit);
  request.set_from("2024-03-01");
  request.set_to("2024-03-31");
  const auto score = (*opened)->Score(request);
  if (!score.ok()) return score.status();
  const v1::ScoreRow& row = score->rows(0);
  std::cout << absl::StrFormat("%s: %d of %d in time, %s points; %d of %d sources complete\n",
                               row.unit(), row.in_time(), row.base(), row.points(),
                               row.coverage().complete(), row.coverage().expected());
  return absl::OkStatus();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: submit_and_score SOURCE UNIT PROCEDURE\n";
    return 2;
  }
  const absl::Status status = Run(argv[1], argv[2], argv[3]);
  if (!status.ok()) std::cerr << status << "\n";
  return status.ok() ? 0 : 1;
}
