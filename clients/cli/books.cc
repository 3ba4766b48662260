#include "clients/cli/books.h"

#include <algorithm>

#include "clients/cli/books_card.h"
#include "clients/cli/check_report_messages.h"
#include "clients/cli/connection.h"
#include "clients/cli/messages.h"
#include "clients/cli/period.h"
#include "lienthong/v1/query.grpc.pb.h"
#include "lienthong/v1/reference.grpc.pb.h"
#include "lienthong/v1/score.grpc.pb.h"

namespace lienthong::cli {
namespace {

using inspect::Claim;
using inspect::Decimal;
using inspect::Measure;
using enum inspect::Measure;

Decimal Count(uint64_t count) { return {static_cast<int64_t>(count), 0}; }

// Rates are shown with the places of the portal.
constexpr int kRatePlaces = 2;

}  // namespace

std::optional<Decimal> ReadDecimal(const std::string& text) {
  Decimal value;
  bool point = false;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9' || value.places >= inspect::kPlacesMax || value.digits > 1'000'000) {
      return std::nullopt;
    }
    value.digits = value.digits * 10 + (c - '0');
    value.places += point;
  }
  // "14" is 14.00: the node leaves out zeros, not places.
  for (; value.places < 2; ++value.places) value.digits *= 10;
  return text.empty() ? std::nullopt : std::optional(value);
}

namespace {

class BookMaker {
 public:
  explicit BookMaker(const v1::ScoreRow& row) : row_(row), f_(row.figures()) {}

  Books Make();

 private:
  void Add(Measure measure, const char* definition, uint64_t count) {
    books_.counts[measure].push_back({definition, Count(count), {}});
  }
  void AddRate(Measure measure, const char* definition, uint64_t part, uint64_t whole) {
    if (whole > 0) books_.rates[measure].push_back({definition, Count(part), Count(whole)});
  }
  void AddCounts();
  void AddRates();
  void AddScore();

  const v1::ScoreRow& row_;
  const v1::Figures& f_;
  Books books_;
};

void BookMaker::AddCounts() {
  const uint64_t fresh = f_.in_hand() - f_.carried_over();
  const uint64_t in_time = f_.resolved_early() + f_.resolved_on_day() + f_.resolved_no_due();
  const uint64_t open_in_time = f_.open_in_time() + f_.open_no_due();
  const uint64_t open = open_in_time + f_.open_overdue();
  const uint64_t paused = f_.paused_in_time() + f_.paused_overdue();
  Add(kReceived, "in_hand", f_.in_hand());
  Add(kReceived, "received", fresh);
  Add(kReceivedNew, "received", fresh);
  Add(kReceivedNew, "new", f_.new_());
  Add(kReceivedOnline, "new_online", f_.new_online());
  Add(kCarriedOver, "carried_over", f_.carried_over());
  Add(kResolved, "resolved", in_time + f_.resolved_late());
  Add(kResolvedEarly, "resolved_early", f_.resolved_early());
  Add(kResolvedOnTime, "resolved_on_day", f_.resolved_on_day() + f_.resolved_no_due());
  Add(kResolvedOnTime, "resolved_in_time", in_time);
  Add(kResolvedInTime, "resolved_in_time", in_time);
  Add(kResolvedLate, "resolved_late", f_.resolved_late());
  Add(kOpen, "open", open);
  Add(kOpen, "open_and_paused", open + paused);
  Add(kOpenInTime, "open_in_time", open_in_time);
  Add(kOpenInTime, "open_and_paused_in_time", open_in_time + f_.paused_in_time());
  Add(kOpenOverdue, "open_overdue", f_.open_overdue());
  Add(kOpenOverdue, "open_and_paused_overdue", f_.open_overdue() + f_.paused_overdue());
  Add(kPaused, "paused", paused);
  Add(kCancelled, "cancelled",
      f_.cancelled_in_time() + f_.cancelled_late() + f_.cancelled_no_due());
}

// The public definitions (query.proto), that of the national portal first.
void BookMaker::AddRates() {
  const uint64_t in_time = f_.resolved_early() + f_.resolved_on_day() + f_.resolved_no_due();
  const uint64_t resolved = in_time + f_.resolved_late();
  const uint64_t late = f_.open_overdue() + f_.resolved_late();
  for (const Measure measure : {kInTime, kResolvedInTime, kResolvedOnTime}) {
    AddRate(measure, "dvcqg", row_.in_time(), row_.base());
    AddRate(measure, "resolved", in_time, resolved);
    AddRate(measure, "due", f_.due_in_time(), f_.due());
    AddRate(measure, "not-late", f_.in_hand() - std::min(late, f_.in_hand()), f_.in_hand());
  }
  for (const Measure measure : {kLate, kResolvedLate}) {
    AddRate(measure, "dvcqg", row_.overdue(), row_.base());
    AddRate(measure, "resolved", f_.resolved_late(), resolved);
    AddRate(measure, "not-late", std::min(late, f_.in_hand()), f_.in_hand());
  }
  AddRate(kReceivedOnline, "new_online", f_.new_online(), f_.new_());
}

// The node's own points of group 2; without a dossier they are no figure.
void BookMaker::AddScore() {
  const auto points = ReadDecimal(row_.points());
  if (row_.base() > 0 && points) books_.scores[2].push_back({"dvcqg", *points, {}});
}

Books BookMaker::Make() {
  AddCounts();
  AddRates();
  AddScore();
  return std::move(books_);
}

// The definitions that could give the figure of `claim`; nothing when the books have none.
const std::vector<Held>* Find(const Books& books, const Claim& claim) {
  const bool rate = claim.figure.unit == inspect::Unit::kPercent;
  if (claim.measure == kScore) {
    const auto found = books.scores.find(claim.group);
    return rate || found == books.scores.end() ? nullptr : &found->second;
  }
  const auto& by_measure = rate ? books.rates : books.counts;
  const auto found = by_measure.find(claim.measure);
  return found == by_measure.end() ? nullptr : &found->second;
}

bool IsEqual(const Claim& claim, const Held& held) {
  if (held.whole > Decimal()) return IsShare(claim.figure.value, held.value, held.whole);
  return CanBeEqual(claim.figure.value, held.value);
}

BookRow CompareClaim(size_t index, const Claim& claim, const std::vector<Held>* definitions) {
  BookRow row{.claim = index};
  if (definitions == nullptr || definitions->empty()) return row;
  const auto equal = std::find_if(definitions->begin(), definitions->end(),
                                  [&](const Held& held) { return IsEqual(claim, held); });
  const bool found = equal != definitions->end();
  const Held& held = found ? *equal : definitions->front();
  row.outcome = found ? BookRow::Outcome::kEqual : BookRow::Outcome::kDifferent;
  row.definition = held.definition;
  row.held = held.whole > Decimal() ? ShareOf(held.value, held.whole, kRatePlaces) : held.value;
  return row;
}

// The last local day of a month "2024-09".
std::optional<std::string> LastDayOf(const std::string& month) {
  const auto period = ParsePeriod(month);
  return period ? std::optional(FormatDate(period->last)) : std::nullopt;
}

// The words of a text, each between spaces, in one spelling.
std::string FoldedWords(const std::string& text) {
  std::string words = " ";
  for (const inspect::Token& token : inspect::Tokenize(inspect::Clean(text))) {
    if (token.kind == inspect::Token::Kind::kWord) words += token.text + " ";
  }
  return words;
}

// Why there is no comparison, on `context.err`.
ExitCode FailBooks(const Context& context, const Message& message) {
  return Fail(context, ExitCode::kUsage, Say(context.language, message));
}

// The code of the unit whose report it is: as typed, or by its name in the heading.
std::optional<std::string> FindUnit(const Context& context, const CheckReportOptions& options,
                                    const CheckedReport& report, const std::string& day,
                                    v1::ReferenceService::Stub& stub, ExitCode& failed) {
  if (!options.unit.empty()) return options.unit;
  v1::ListUnitsRequest request;
  request.set_tree_at(day);
  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::ListUnitsResponse response;
  const grpc::Status status = stub.ListUnits(&call, request, &response);
  if (!status.ok()) {
    failed = FailCall(context, "check-report", "units", status);
    return std::nullopt;
  }
  std::string unit = UnitInHeading(response, report.inspection.heading);
  if (!unit.empty()) return unit;
  failed = FailBooks(context, messages::kReportUnitNeeded);
  return std::nullopt;
}

// Adds what the unit's scorecard holds. A node without a rulebook for that day has no card, and
// neither has one of an older version; both hold no scores.
grpc::Status AddScorecard(const Context& context, const v1::GetScoreRequest& asked,
                          v1::ScoreService::Stub& stub, Books& books) {
  v1::GetScorecardRequest request;
  request.set_unit(asked.unit());
  request.set_from(asked.from());
  request.set_to(asked.to());
  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::GetScorecardResponse response;
  const grpc::Status status = stub.GetScorecard(&call, request, &response);
  const bool has_none = status.error_code() == grpc::StatusCode::FAILED_PRECONDITION ||
                        status.error_code() == grpc::StatusCode::UNIMPLEMENTED;
  if (has_none) return grpc::Status::OK;
  if (status.ok() && !response.cards().empty()) AddCard(response.cards(0), books);
  return status;
}

}  // namespace

Books BooksOf(const v1::ScoreRow& row) { return BookMaker(row).Make(); }

std::vector<BookRow> Compare(const inspect::Inspection& inspection, const Books& books) {
  std::vector<BookRow> rows;
  const auto& claims = inspection.claims.claims;
  for (size_t i = 0; i < claims.size(); ++i) {
    const Claim& claim = claims[i];
    const bool own = claim.scope.empty() && claim.period.empty() && !claim.national;
    const bool figure = claim.skip == inspect::Skip::kNone && !claim.implied && !claim.beside;
    if (!own || !figure || claim.object == inspect::Object::kPetition) continue;
    rows.push_back(CompareClaim(i, claim, Find(books, claim)));
  }
  return rows;
}

std::optional<std::pair<std::string, std::string>> DaysOf(const std::string& period) {
  if (const auto named = ParsePeriod(period)) {
    return std::pair(FormatDate(named->first), FormatDate(named->last));
  }
  // The first months of a year: "2024-M9".
  if (period.size() < 7 || period.substr(4, 2) != "-M") return std::nullopt;
  const std::string month = period.substr(6);
  const auto last = LastDayOf(period.substr(0, 5) + (month.size() == 1 ? "0" : "") + month);
  if (!last) return std::nullopt;
  return std::pair(period.substr(0, 4) + "-01-01", *last);
}

std::string UnitInHeading(const v1::ListUnitsResponse& units, const std::string& heading) {
  const std::string text = FoldedWords(heading);
  std::string found;
  size_t longest = 0;
  for (const auto& row : units.rows()) {
    const std::string name = FoldedWords(row.unit().name());
    if (name.size() < 3 || name.size() < longest || text.find(name) == std::string::npos) continue;
    found = name.size() > longest ? row.unit().code() : "";
    longest = name.size();
  }
  return found;
}

ExitCode AskBooks(const Context& context, const CheckReportOptions& options,
                  CheckedReport& report) {
  const std::string& period =
      options.period.empty() ? report.inspection.claims.period : options.period;
  const auto days = DaysOf(period);
  if (!days) {
    return FailBooks(context,
                     options.period.empty() ? messages::kReportPeriodNeeded : messages::kBadPeriod);
  }
  Context node = context;
  node.node = options.against;
  if (!KeepsTokenSecret(node)) return ExitCode::kUsage;
  const auto channel = OpenChannel(node);
  const auto reference = v1::ReferenceService::NewStub(channel);
  ExitCode failed = ExitCode::kDone;
  const auto unit = FindUnit(node, options, report, days->second, *reference, failed);
  if (!unit) return failed;
  v1::GetScoreRequest request;
  request.set_unit(*unit);
  request.set_from(days->first);
  request.set_to(days->second);
  grpc::ClientContext call;
  SetDeadline(node, call);
  v1::GetScoreResponse response;
  const grpc::Status status =
      v1::QueryService::NewStub(channel)->GetScore(&call, request, &response);
  if (!status.ok()) return FailCall(node, "check-report", *unit, status);
  const v1::ScoreRow row = response.rows_size() > 0 ? response.rows(0) : v1::ScoreRow();
  // No source was ever expected and nothing is there: no books, and so no zeros.
  const bool has_books = row.figures().in_hand() > 0 || row.coverage().expected() > 0;
  Books books = has_books ? BooksOf(row) : Books();
  const auto scores = v1::ScoreService::NewStub(channel);
  const grpc::Status scored = AddScorecard(node, request, *scores, books);
  if (!scored.ok()) return FailCall(node, "check-report", *unit, scored);
  report.books = BookComparison{.node = options.against,
                                .unit = *unit,
                                .name = row.name(),
                                .from = request.from(),
                                .to = request.to(),
                                .coverage = row.coverage(),
                                .rows = Compare(report.inspection, books)};
  return ExitCode::kDone;
}

}  // namespace lienthong::cli
