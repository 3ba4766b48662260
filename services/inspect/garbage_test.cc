// Any bytes are safe: an inspection ends, quickly, and without a crash.
#include <gtest/gtest.h>

#include <random>

#include "services/inspect/docx_testing.h"
#include "services/inspect/inspect_testing.h"

namespace lienthong::inspect {
namespace {

constexpr const char* kReports[] = {"published-2023-11.txt", "right-two-levels.txt",
                                    "wrong-quarter.txt",     "wrong-form.html",
                                    "right-scores.html",     "wrong-notation.txt"};

// Changes, removes, repeats or moves some bytes.
std::string Damage(std::string bytes, std::mt19937_64& random) {
  const auto place = [&] { return bytes.empty() ? 0 : random() % bytes.size(); };
  for (uint64_t i = 0; i < 1 + random() % 8; ++i) {
    switch (random() % 5) {
      case 0:
        if (!bytes.empty()) bytes[place()] = static_cast<char>(random());
        break;
      case 1:
        bytes.erase(place(), random() % 64);
        break;
      case 2:
        bytes.insert(place(), bytes.substr(place(), random() % 256));
        break;
      case 3:
        bytes.resize(place());
        break;
      default:
        bytes.insert(place(), "0123456789.,/%()-|:;<> "[random() % 23] + std::string(1, '9'));
        break;
    }
  }
  return bytes;
}

TEST(GarbageTest, NeverCrashesOnRandomBytes) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int i = 0; i < 2000; ++i) {
    std::string bytes(random() % 600, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    Inspect(bytes);
  }
}

TEST(GarbageTest, NeverCrashesOnDamagedReports) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (const char* name : kReports) {
    const std::string report = ReadTestFile(name);
    for (int i = 0; i < 300; ++i) Inspect(Damage(report, random));
  }
}

TEST(GarbageTest, NeverCrashesOnDamagedWordFiles) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const std::string body = WordReport("9.120");
  for (int i = 0; i < 300; ++i) {
    Inspect(Damage(MakeDocx(body), random));
    Inspect(MakeZip({{"word/document.xml", Damage(DocumentXml(body), random)}}));
  }
}

// Words and numbers of reports in any order: every rule meets what it does not expect.
TEST(GarbageTest, NeverCrashesOnWordsInAnyOrder) {
  constexpr std::string_view kPieces =
      "tiếp nhận ~đã giải quyết ~đang giải quyết ~trước hạn ~đúng hạn ~quá hạn ~"
      "trực tuyến ~kỳ trước chuyển sang ~TTHC ~toàn trình ~một phần ~tổng số ~"
      "hồ sơ ~điểm ~tỷ lệ ~chiếm ~cả nước ~cấp xã ~cấp tỉnh ~Sở Tư pháp ~"
      "tháng 11/2023 ~quý III ~lũy kế ~tạm dừng ~rút hồ sơ ~PAKN ~trong đó ~trên ~"
      "gần ~và ~tối đa ~công khai ~tiến độ ~Cổng DVCQG ~tử số ~19.933 ~0 ~39,56% ~"
      "120% ~7,7/18 ~30/20 ~5/0 ~1 234 ~1,234 ~9.99 ~999999999999 ~0,0001% ~(~)~, ~"
      "; ~. ~: ~\n~\n- ~\n  + ~ | ~\n|---|---|\n~\t~---  ---\n~";
  std::vector<std::string> pieces;
  for (size_t begin = 0; begin < kPieces.size();) {
    const size_t end = kPieces.find('~', begin);
    pieces.emplace_back(kPieces.substr(begin, end - begin));
    begin = end + 1;
  }
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (uint64_t k = 0; k < 10 + random() % 200; ++k) {
      text += pieces[random() % pieces.size()];
    }
    Inspect(text);
    Inspect("<html><table><tr><td>" + text + "</table>");
  }
}

// One shape, many times over: what is read again and again runs into the test's time limit (a
// quadratic reader needs hours for these, this one seconds).
TEST(GarbageTest, TakesTimeInProportion) {
  constexpr size_t kBytes = 1 << 20;
  for (const char* shape : {"(",
                            "1,",
                            "1 ",
                            "1.",
                            "a",
                            "1",
                            "1/",
                            "1%",
                            ";",
                            "A.",
                            "và ",
                            "tháng 1 ",
                            "5 hồ sơ ",
                            "Sở A ",
                            "đã giải quyết 5 hồ sơ, ",
                            "- đúng hạn 5\n",
                            "a|b|",
                            "1\t",
                            "cấp xã 5 ",
                            "tiếp nhận 5 hồ sơ\n\n",
                            "đạt 5/18 điểm ",
                            "<p>",
                            "<table>",
                            "Tổng|5|6|\n",
                            "tiếp nhận 5 hồ sơ; đã giải quyết 4; đang giải quyết 1. "}) {
    std::string bytes;
    while (bytes.size() < kBytes) bytes += shape;
    Inspect(bytes);
  }
  std::string rows = "Đơn vị|Tiếp nhận|Đã giải quyết|\n";
  while (rows.size() < kBytes) rows += "Tổng|5|6|\nA|1|2|\n";
  Inspect(rows);
}

}  // namespace
}  // namespace lienthong::inspect
