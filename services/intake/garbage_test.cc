// Bytes from anywhere: the readers never die of them, and what is good among them
// still goes in.
#include <gtest/gtest.h>

#include <random>

#include "services/intake/names.h"
#include "services/intake/reader_testing.h"
#include "services/intake/validate.h"

namespace lienthong::intake {
namespace {

// LIENTHONG_SEED repeats a run; without it every run is another one.
uint32_t Seed() {
  const char* text = std::getenv("LIENTHONG_SEED");
  return text != nullptr ? static_cast<uint32_t>(std::strtoul(text, nullptr, 10))
                         : std::random_device{}();
}

class GarbageTest : public testing::Test {
 protected:
  GarbageTest() : seed_(Seed()), random_(seed_) {
    RecordProperty("seed", std::to_string(seed_));
    std::printf("LIENTHONG_SEED=%u\n", seed_);
  }

  size_t Below(size_t bound) {
    return std::uniform_int_distribution<size_t>(0, bound - 1)(random_);
  }

  // Letters that matter to a parser are as likely as all others together.
  char Byte() {
    constexpr std::string_view kTelling = "{}[]\",:;\\\r\n \"\"\"0truenull";
    return Below(2) == 0 ? kTelling[Below(kTelling.size())] : static_cast<char>(Below(256));
  }

  void Mutate(std::string& text) {
    for (size_t changes = 1 + Below(8); changes > 0 && !text.empty(); --changes) {
      const size_t at = Below(text.size());
      switch (Below(4)) {
        case 0:
          text[at] = Byte();
          break;
        case 1:
          text.erase(at, 1 + Below(40));
          break;
        case 2:
          text.insert(at, 1, Byte());
          break;
        default:
          text.insert(at, text.substr(Below(text.size()), Below(60)));
      }
    }
  }

  // What came out holds to the contract, whatever went in.
  static void ExpectSound(const Collected& collected) {
    for (const auto& [number, record] : collected.records) {
      ASSERT_FALSE(record.dossier().empty());
      ASSERT_LE(record.dossier().size(), kDossierBytesMax);
      ASSERT_LE(record.handling_unit().size(), kTextBytesMax);
      v1::SourceRecord parsed;  // fails on a string that is not UTF-8
      ASSERT_TRUE(parsed.ParseFromString(record.SerializeAsString()));
      (void)Validate(record, 0);
    }
    for (const Reject& reject : collected.rejects) ASSERT_LT(reject.reason.size(), 200u);
  }

  const uint32_t seed_;
  std::mt19937 random_;
};

TEST_F(GarbageTest, RandomBytesDoNoHarm) {
  for (int round = 0; round < 3000; ++round) {
    std::string bytes(Below(400), '\0');
    for (char& byte : bytes) byte = Byte();
    const std::string table = "MaHoSo,MaTTHC,TrangThaiHoSo,TaiLieuNop\n" + bytes;

    ExpectSound(Collect(ReadFile, bytes));
    ExpectSound(Collect(ReadNationalJson, "[" + bytes));
    ExpectSound(Collect(ReadNationalJson, R"({"data":[)" + bytes));
    ExpectSound(Collect(ReadCsv, table));
    (void)NormalizeName(bytes);
  }
}

TEST_F(GarbageTest, AMutatedJsonRecordCostsOnlyItself) {
  for (int round = 0; round < 2000; ++round) {
    std::string bad(kFullElement);
    Mutate(bad);
    const std::string good(kFullElement);

    const Collected collected =
        Collect(ReadNationalJson,
                fmt::format("[{},{},{},{}]", Element("first"), bad, Element("third"), good));

    ExpectSound(collected);
    const std::vector<std::string> dossiers = collected.Dossiers();
    ASSERT_GE(dossiers.size(), 3u) << bad;
    ASSERT_EQ(dossiers.front(), "first");
    ASSERT_EQ(dossiers.back(), "H44.1.2-260801-0001");
    ASSERT_EQ(std::count(dossiers.begin(), dossiers.end(), "third"), 1) << bad;
  }
}

TEST_F(GarbageTest, AMutatedRowCostsOnlyItself) {
  for (int round = 0; round < 3000; ++round) {
    std::string bad = "bad,1.000894,2,\"[{\"\"DuocSoHoa\"\":\"\"1\"\"}]\",\"Sở \"\"A\"\"\"";
    Mutate(bad);
    const std::string good = "2,\"[]\",\"Sở B\"\n";

    const Collected collected =
        Collect(ReadCsv, fmt::format("MaHoSo,MaTTHC,TrangThaiHoSo,TaiLieuNop,DonViXuLy\n"
                                     "first,1,{0}{1}\nthird,1,{0}last,1,{0}",
                                     good, bad));

    ExpectSound(collected);
    const std::vector<std::string> dossiers = collected.Dossiers();
    ASSERT_EQ(std::count(dossiers.begin(), dossiers.end(), "first"), 1) << bad;
    ASSERT_EQ(std::count(dossiers.begin(), dossiers.end(), "last"), 1) << bad;
  }
}

TEST_F(GarbageTest, MutatedFilesDoNoHarm) {
  const std::string json =
      fmt::format(R"({{"madonvi":"H44","data":[{},{}]}})", kFullElement, kFullElement);
  for (int round = 0; round < 1000; ++round) {
    std::string text = json;
    Mutate(text);
    ExpectSound(Collect(ReadFile, text));
  }
}

// Built to send the search for the next whole record over the same bytes again and
// again: it gives up, and says so.
TEST_F(GarbageTest, ABrokenFileTakesBoundedWork) {
  std::string text = "[";
  while (text.size() < (4u << 20)) text += R"({"":[)";

  const Collected collected = Collect(ReadNationalJson, text);

  EXPECT_TRUE(collected.result.ok());
  EXPECT_EQ(collected.records.size(), 0u);
  EXPECT_EQ(collected.rejects.size(), 1u);
}

}  // namespace
}  // namespace lienthong::intake
