// A right report is found right; with one figure changed it is found wrong, or it is said of
// some figure that nothing decides it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

#include "services/inspect/inspect_testing.h"

namespace lienthong::inspect {
namespace {

struct Printed {
  Decimal value;
  enum class As { kCount, kPercent, kScore } as = As::kCount;
  // Of a score.
  int maximum = 0;
};

std::string Thousands(int64_t value) {
  std::string digits = std::to_string(value);
  for (size_t place = digits.size(); place > 3;) digits.insert(place -= 3, ".");
  return digits;
}

std::string Print(const Printed& printed) {
  std::string text = ToString(printed.value);
  std::replace(text.begin(), text.end(), '.', ',');
  switch (printed.as) {
    case Printed::As::kCount:
      return Thousands(printed.value.digits);
    case Printed::As::kPercent:
      return text + "%";
    case Printed::As::kScore:
      return text + "/" + std::to_string(printed.maximum) + " điểm";
  }
  return text;
}

// A report as pieces of text with a figure behind each but the last.
struct Report {
  std::vector<std::string> texts = {""};
  std::vector<Printed> figures;

  Report& operator<<(const std::string& text) {
    texts.back() += text;
    return *this;
  }
  Report& operator<<(const Printed& figure) {
    figures.push_back(figure);
    texts.emplace_back();
    return *this;
  }
  std::string ToText() const {
    std::string text = texts[0];
    for (size_t i = 0; i < figures.size(); ++i) text += Print(figures[i]) + texts[i + 1];
    return text;
  }
};

// Writes a right report, with random counts and random words for each thing.
class Writer {
 public:
  explicit Writer(uint64_t seed) : random_(seed) {}

  Report Write();

 private:
  int64_t Random(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(random_() % static_cast<uint64_t>(high - low + 1));
  }
  const char* OneOf(std::initializer_list<const char*> words) {
    return words.begin()[random_() % words.size()];
  }
  Printed Share(int64_t part, int64_t whole) {
    const int places = static_cast<int>(Random(1, 2));
    return {ShareOf({part, 0}, {whole, 0}, places), Printed::As::kPercent};
  }
  void WriteDossiers();
  void WriteProcedures();
  void WriteScores();

  std::mt19937_64 random_;
  Report report_;
};

Printed Count(int64_t value) { return {{value, 0}}; }

void Writer::WriteDossiers() {
  const int64_t early = Random(100, 20000);
  const int64_t on_time = Random(100, 20000);
  const int64_t late = Random(1, 900);
  const int64_t in_time = Random(50, 5000);
  const int64_t overdue = Random(1, 300);
  const int64_t paused = Random(1, 200);
  const int64_t cancelled = Random(201, 400);
  const int64_t resolved = early + on_time + late;
  const int64_t open = in_time + overdue;
  const int64_t received = resolved + open + paused + cancelled;
  const int64_t carried = Random(1, received / 4);
  const int64_t online = Random(1, received / 2);
  const int64_t counter = received - carried - online;
  const bool list = Random(0, 1) == 0;
  const std::string item = list ? "\n- " : "; ";
  const std::string part = list ? "\n  + " : ", ";
  report_ << OneOf({"Toàn tỉnh đã tiếp nhận ", "Tổng số hồ sơ tiếp nhận là ",
                    "Số hồ sơ phải giải quyết: "})
          << Count(received) << " hồ sơ, trong đó:" << (list ? "\n  + " : " ");
  report_ << OneOf({"trực tuyến ", "nộp trực tuyến: ", "hồ sơ trực tuyến là "}) << Count(online)
          << " hồ sơ (" << OneOf({"đạt tỷ lệ ", "chiếm ", ""}) << Share(online, received) << ")";
  report_ << part << OneOf({"trực tiếp và qua bưu chính ", "trực tiếp, bưu chính: "})
          << Count(counter) << " hồ sơ";
  report_ << part << OneOf({"từ kỳ trước chuyển sang ", "tồn kỳ trước chuyển sang: "})
          << Count(carried) << " hồ sơ";
  report_ << item << OneOf({"Đã giải quyết ", "đã xử lý xong: ", "Số hồ sơ đã giải quyết là "})
          << Count(resolved) << " hồ sơ, gồm:" << (list ? "\n  + " : " ");
  report_ << OneOf({"trước hạn ", "sớm hạn: "}) << Count(early) << " hồ sơ";
  report_ << part << OneOf({"đúng hạn ", "đúng hẹn: "}) << Count(on_time) << " hồ sơ ("
          << Share(on_time, resolved) << ")";
  report_ << part << OneOf({"quá hạn ", "trễ hạn: ", "chậm hạn "}) << Count(late) << " hồ sơ ("
          << OneOf({"chiếm ", "tỷ lệ "}) << Share(late, resolved) << ")";
  report_ << item << OneOf({"Đang giải quyết ", "đang xử lý: "}) << Count(open) << " hồ sơ (";
  report_ << Count(in_time) << OneOf({" hồ sơ chưa đến hạn; ", " hồ sơ trong hạn, "});
  report_ << Count(overdue) << OneOf({" hồ sơ quá hạn)", " hồ sơ đã quá hạn)"});
  report_ << item << OneOf({"tạm dừng chờ bổ sung ", "yêu cầu bổ sung: "}) << Count(paused)
          << " hồ sơ";
  report_ << item << OneOf({"công dân xin rút ", "trả lại: "}) << Count(cancelled) << " hồ sơ.\n\n";
}

void Writer::WriteProcedures() {
  const int64_t full = Random(10, 900);
  const int64_t partial = Random(10, 900);
  const int64_t other = Random(10, 900);
  const int64_t all = full + partial + other;
  report_ << OneOf({"Tổng số TTHC: ", "Tổng số thủ tục hành chính của tỉnh là "}) << Count(all)
          << "; số TTHC cung cấp DVC trực tuyến toàn trình: " << Count(full) << " ("
          << Share(full, all) << "); một phần: " << Count(partial) << " (đạt tỷ lệ "
          << Share(partial, all) << "); hình thức khác: " << Count(other) << ".\n\n";
}

// Only the two groups whose rate can be compared, and the total of all.
void Writer::WriteScores() {
  const int maxima[] = {18, 20, 12, 10, 22, 18};
  const char* names[] = {"công khai, minh bạch",  "tiến độ giải quyết", "dịch vụ công trực tuyến",
                         "thanh toán trực tuyến", "số hóa hồ sơ",       "mức độ hài lòng"};
  std::vector<Printed> scores;
  Decimal total{0, 1};
  for (const int maximum : maxima) {
    scores.push_back({{Random(10, 10 * maximum), 1}, Printed::As::kScore, maximum});
    total = total + scores.back().value;
  }
  report_ << "Tổng điểm: " << Printed{total, Printed::As::kScore, 100} << ". ";
  for (size_t i = 0; i < scores.size(); ++i) {
    report_ << names[i] << ": " << scores[i];
    const Printed rate{ShareOf(scores[i].value, {maxima[i], 0}, 2), Printed::As::kPercent};
    if (i == 0) report_ << ", tỷ lệ " << rate;
    if (i == 1) {
      const Decimal late = Decimal{100, 0} - rate.value;
      report_ << ", tỷ lệ đúng hạn đạt " << rate << " quá hạn "
              << Printed{late, Printed::As::kPercent};
    }
    report_ << (i + 1 < scores.size() ? "; " : ".\n");
  }
}

Report Writer::Write() {
  report_ << "Báo cáo công tác kiểm soát thủ tục hành chính tháng 7/2026 của tỉnh Thử Nghiệm\n\n";
  std::vector<std::function<void()>> parts = {
      [this] { WriteDossiers(); }, [this] { WriteProcedures(); }, [this] { WriteScores(); }};
  std::shuffle(parts.begin(), parts.end(), random_);
  for (const auto& part : parts) part();
  return report_;
}

// Whether a rate is, by chance, that of two other numbers: then it is right in another way.
bool IsSomeShare(const Report& report, const Decimal& rate) {
  std::vector<Decimal> counts;
  for (const Printed& figure : report.figures) {
    if (figure.as == Printed::As::kCount) counts.push_back(figure.value);
  }
  for (const Decimal& part : counts) {
    for (const Decimal& whole : counts) {
      if (IsShare(rate, part, whole)) return true;
      for (const Decimal& other : counts) {
        if (IsShare(rate, part, whole - other) || IsShare(rate, part, whole + other)) return true;
      }
    }
  }
  return false;
}

// Another value for a figure, printed alike, and visibly another: scores and rates are compared
// to the places that are printed, so a change within their rounding is none.
Printed Another(const Report& report, const Printed& figure, std::mt19937_64& random) {
  Printed other = figure;
  while (true) {
    int64_t greatest = 30000;
    if (figure.as == Printed::As::kPercent) greatest = Decimal{100, 0}.digits;
    if (figure.as == Printed::As::kScore) greatest = figure.maximum;
    for (int i = 0; i < figure.value.places; ++i) greatest *= 10;
    other.value.digits = static_cast<int64_t>(random() % static_cast<uint64_t>(greatest + 1));
    const int64_t distance = std::abs(other.value.digits - figure.value.digits);
    const int64_t visible = figure.as == Printed::As::kCount   ? 1
                            : figure.as == Printed::As::kScore ? 10
                            : figure.value.places == 2         ? 60
                                                               : 2;
    if (distance < visible) continue;
    if (figure.as != Printed::As::kPercent || !IsSomeShare(report, other.value)) return other;
  }
}

std::vector<size_t> UndecidedOf(const Inspection& inspection) {
  std::vector<size_t> undecided;
  for (const Open& open : inspection.checks.undecided) undecided.push_back(open.claim);
  return undecided;
}

class PropertyTest : public testing::Test {
 protected:
  const uint64_t seed_ = std::random_device()();
};

TEST_F(PropertyTest, ARightReportIsFoundRightAndWholly) {
  for (uint64_t seed = seed_; seed < seed_ + 300; ++seed) {
    const Report report = Writer(seed).Write();
    const Inspection found = Inspect(report.ToText());

    ASSERT_THAT(Findings(found), testing::IsEmpty()) << "seed " << seed << "\n" << report.ToText();
    ASSERT_EQ(found.claims.claims.size(), report.figures.size()) << "seed " << seed << "\n"
                                                                 << report.ToText();
    ASSERT_THAT(UndecidedOf(found), testing::IsEmpty()) << "seed " << seed << "\n"
                                                        << report.ToText();
  }
}

TEST_F(PropertyTest, AnyOneChangedFigureIsFound) {
  for (uint64_t seed = seed_; seed < seed_ + 60; ++seed) {
    const Report report = Writer(seed).Write();
    std::mt19937_64 random(seed);
    for (size_t i = 0; i < report.figures.size(); ++i) {
      Report changed = report;
      changed.figures[i] = Another(report, report.figures[i], random);
      const Inspection found = Inspect(changed.ToText());

      ASSERT_TRUE(HasFindings(found) || !found.checks.undecided.empty())
          << "seed " << seed << ", figure " << i << ": " << Print(report.figures[i]) << " became "
          << Print(changed.figures[i]) << "\n"
          << changed.ToText();
    }
  }
}

}  // namespace
}  // namespace lienthong::inspect
