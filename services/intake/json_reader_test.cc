#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "services/intake/reader_testing.h"
#include "services/intake/validate.h"

namespace lienthong::intake {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kFullRecord[] = R"pb(
  dossier: "H44.1.2-260801-0001"
  other_dossier: "000.00.02.H44-260801-0001"
  procedure: "1.000894"
  status: "10"
  channel: "2"
  receiving_unit: "H44.13"
  handling_unit: "Sở Nông nghiệp và Môi trường"
  reporting_unit: "000.00.02.H44"
  submitted: 1785544200
  accepted: 1785546000
  promised { instant: 1787158800 day_only: true }
  finished: 1786440600
  returned: 1786504500
  supplements {
    id: "77"
    requested: 1785722400
    received: 1785826800
    promised_before { instant: 1786986000 day_only: true }
    promised_after { instant: 1787158800 day_only: true }
  }
  # Fee due, paid online, electronic result, digitised, reused, personal store,
  # population data: bits 1, 2, 4 to 8.
  flags: 502
)pb";

Collected Read(std::string_view text) { return Collect(ReadNationalJson, text); }
Collected ReadList(std::string_view elements) { return Read(fmt::format("[{}]", elements)); }

// The only record of a file, or an empty one.
v1::SourceRecord Only(const Collected& collected) {
  EXPECT_EQ(collected.records.size(), 1u);
  for (const Reject& reject : collected.rejects)
    ADD_FAILURE() << reject.field << ": " << reject.reason;
  return collected.records.empty() ? v1::SourceRecord() : collected.records[0].second;
}

TEST(NationalJsonTest, ReadsAFullPayloadInBothForms) {
  v1::SourceRecord expected;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(kFullRecord, &expected));
  const Collected enveloped = Read(fmt::format(
      R"({{"session":"s","madonvi":"000.00.02.H44","service":"DongBoHoSoMC","isUpdating":"True","data":[{}]}})",
      kFullElement));
  const Collected bare = ReadList(kFullElement);

  EXPECT_EQ(enveloped.result->unit, "000.00.02.H44");
  EXPECT_EQ(Only(enveloped).DebugString(), expected.DebugString());
  EXPECT_EQ(Validate(Only(enveloped), At("20260901")), std::nullopt);
  expected.clear_reporting_unit();
  EXPECT_EQ(bare.result->unit, "");
  EXPECT_EQ(Only(bare).DebugString(), expected.DebugString());
}

TEST(NationalJsonTest, CopiesNothingPersonal) {
  for (const std::string_view personal : kPersonal) {
    EXPECT_THAT(std::string(kFullElement), HasSubstr(std::string(personal)))
        << "not in the payload";
  }

  const std::string bytes = Only(ReadList(kFullElement)).SerializeAsString();

  for (const std::string_view personal : kPersonal) {
    EXPECT_EQ(bytes.find(personal), std::string::npos) << personal;
  }
}

TEST(NationalJsonTest, NamesNoValueInAReject) {
  std::string element(kFullElement);
  element.replace(element.find("\"20260801073000\""), 16, "\"Nguyễn Thị Bí Mật\"");

  const Collected collected = ReadList(element);

  ASSERT_EQ(collected.rejects.size(), 1u);
  EXPECT_EQ(collected.rejects[0].field, "NgayNopHoSo");
  EXPECT_EQ(collected.rejects[0].dossier, "H44.1.2-260801-0001");
  EXPECT_EQ(collected.rejects[0].reason.find("Nguyễn"), std::string::npos);
}

TEST(NationalJsonTest, FindsTheUnitOnEitherSideOfTheList) {
  const std::string before = R"({"MaDinhDanhDV":"H44.13","data":[)" + Element("a") + "]}";
  const std::string behind = R"({"data":[)" + Element("a") + R"(],"madonvi":"H44.13"})";
  const std::string own =
      R"({"madonvi":"H44","data":[)" + Element("a", R"(,"madonvi":"H44.13")") + "]}";

  EXPECT_EQ(Only(Read(before)).reporting_unit(), "H44.13");
  EXPECT_EQ(Only(Read(behind)).reporting_unit(), "H44.13");
  EXPECT_EQ(Only(Read(own)).reporting_unit(), "H44.13");
}

TEST(NationalJsonTest, TakesEveryTypeOfValue) {
  const Collected collected = ReadList(
      R"({"MaHoSo":26080100001,"MaTTHC":"1.1","TrangThaiHoSo":9,"KenhThucHien":2,)"
      R"("NgayTiepNhan":20260801080000,"NgayTra":null,"NgayTuChoi":" ","DuocThanhToanTrucTuyen":true,)"
      R"("DanhSachLePhi":null,"TaiLieuNop":""})");
  const v1::SourceRecord record = Only(collected);

  EXPECT_EQ(record.dossier(), "26080100001");
  EXPECT_EQ(record.status(), "9");
  EXPECT_EQ(record.channel(), "2");
  EXPECT_EQ(record.accepted(), At("20260801080000"));
  EXPECT_EQ(record.returned(), 0);
  EXPECT_EQ(record.flags(), 4u);
}

TEST(NationalJsonTest, KeepsAnUnmappedStatusEmpty) {
  EXPECT_EQ(Only(ReadList(R"({"MaHoSo":"a","MaTTHC":"1","TrangThaiHoSo":""})")).status(), "");
}

TEST(NationalJsonTest, DoesNotCountDeletedPapersOrEmptyResults) {
  const v1::SourceRecord record = Only(ReadList(Element(
      "a", R"(,"TaiLieuNop":[{"IsDeleted":"True","DuocSoHoa":"1"}],)"
           R"("DanhSachGiayToKetQua":[{"MaGiayToKetQua":"","DuongDanTepTinKetQua":null}])")));

  EXPECT_EQ(record.flags(), 0u);
}

TEST(NationalJsonTest, ReadsAProgressRecordAsAStatedInstant) {
  const v1::SourceRecord record = Only(Read(
      R"({"service":"CapNhatTienDoHoSoMC","data":[{"MaHoSo":"a","NguoiXuLy":"Trần Cán Bộ","ChucDanh":"x",)"
      R"("ThoiDiemXuLy":"20260805093000","NoiDungXuLy":"y","TrangThai":"4","NgayBatDau":"20260801000000"}]})"));

  EXPECT_EQ(record.dossier(), "a");
  EXPECT_EQ(record.status(), "4");
  EXPECT_EQ(record.status_time(), At("20260805093000"));
  EXPECT_EQ(record.ByteSizeLong(), 3 + 3 + 6u) << "nothing else is set";
  EXPECT_EQ(Validate(record, At("20260806")), std::nullopt);
}

struct Fault {
  const char* more;  // members behind the required ones
  const char* field;
  const char* reason;
};

class NationalJsonFaultTest : public testing::TestWithParam<Fault> {};

TEST_P(NationalJsonFaultTest, RejectsTheRecordAlone) {
  const Collected collected =
      ReadList(Element("a") + "," + Element("b", GetParam().more) + "," + Element("c"));

  EXPECT_THAT(collected.Dossiers(), ElementsAre("a", "c"));
  ASSERT_EQ(collected.rejects.size(), 1u);
  EXPECT_EQ(collected.rejects[0].number, 2u);
  EXPECT_EQ(collected.rejects[0].field, GetParam().field);
  EXPECT_THAT(collected.rejects[0].reason, HasSubstr(GetParam().reason));
}

const std::string kLongText = R"(,"DonViXuLy":")" + std::string(257, 'x') + "\"";
const std::string kHugeText = R"(,"GhiChu":")" + std::string(10 << 20, 'x') + "\"";
const std::string kHugeUnknown = R"(,"BiMat":")" + std::string(2 << 20, 'x') + "\"";

INSTANTIATE_TEST_SUITE_P(
    All, NationalJsonFaultTest,
    testing::Values(
        Fault{R"(,"NgayTiepNhan":"20231301")", "NgayTiepNhan", "not a time"},
        Fault{R"(,"NgayHenTra":"20230230")", "NgayHenTra", "not a time"},
        Fault{R"(,"NgayTra":"20231101250000")", "NgayTra", "not a time"},
        Fault{R"(,"NgayTra":2023.5)", "NgayTra", "not a time"},
        Fault{R"(,"NgayTra":["20231101"])", "NgayTra", "single value"},
        Fault{R"(,"DanhSachLePhi":{"Gia":"1"})", "DanhSachLePhi", "must be a list"},
        Fault{R"(,"TaiLieuNop":["x"])", "TaiLieuNop", "list of objects"},
        Fault{R"(,"DuocThanhToanTrucTuyen":"co")", "DuocThanhToanTrucTuyen", "0 or 1"},
        Fault{R"(,"DanhSachHoSoBoSung":[{"NgayBoSung":"x"}])", "NgayBoSung", "not a time"},
        Fault{R"(,"MaHoSo":"d")", "MaHoSo", "twice"}, Fault{kLongText.c_str(), "DonViXuLy", "256"},
        Fault{kHugeText.c_str(), "GhiChu", "too large"},
        Fault{kHugeUnknown.c_str(), "", "too large"},
        Fault{",\"ChuHoSo\":\"\xff\xfe\"", "ChuHoSo", "UTF-8"},
        Fault{",\"BiMat\":\"\xc3\"", "", "UTF-8"},
        Fault{",\"GhiChu\":\"a\nb\"", "GhiChu", "control character"},
        Fault{R"(,"KenhThucHien":xx)", "KenhThucHien", "not well-formed"},
        Fault{R"(,"KenhThucHien":01)", "KenhThucHien", "not well-formed"},
        Fault{R"(,)", "", "not well-formed"}, Fault{R"(,"GhiChu":"no end})", "", "not well-formed"},
        Fault{R"(,"TaiLieuNop":[{"DuocSoHoa":"1"})", "", "not well-formed"},
        Fault{R"(,"TaiLieuNop":{"DuocSoHoa":"1")", "", "not well-formed"}));

TEST(NationalJsonTest, RejectsARecordWithoutItsKeys) {
  const Collected collected = ReadList(
      R"({},{"MaHoSo":"","TrangThaiHoSo":"2"},{"MaHoSo":"a","MaTTHC":"1"},{"MaHoSo":"a","TrangThai":"4"},null,"x",[1])");

  EXPECT_THAT(collected.records, IsEmpty());
  ASSERT_EQ(collected.rejects.size(), 7u);
  const char* fields[] = {"MaHoSo", "MaHoSo", "TrangThaiHoSo", "ThoiDiemXuLy", "", "", ""};
  for (size_t i = 0; i < 7; ++i) {
    EXPECT_EQ(collected.rejects[i].field, fields[i]) << i;
    EXPECT_EQ(collected.rejects[i].number, i + 1);
  }
}

TEST(NationalJsonTest, RejectsALongCodeWithoutRepeatingIt) {
  const Collected collected = ReadList(Element(std::string(65, 'x')) + "," + Element("a\\u0007"));

  EXPECT_THAT(collected.rejects, ElementsAre(Reject{1, "", "MaHoSo", "longer than 64 bytes"},
                                             Reject{2, "", "MaHoSo", "has control characters"}));
}

TEST(NationalJsonTest, LosesNothingToAMissingCommaOrAStrayBracket) {
  EXPECT_THAT(ReadList(Element("a") + Element("b")).Dossiers(), ElementsAre("a", "b"));
  EXPECT_THAT(ReadList(Element("a") + "}," + Element("b")).Dossiers(), ElementsAre("a", "b"));
  EXPECT_THAT(ReadList("[" + Element("a") + "," + Element("b")).Dossiers(), ElementsAre("a", "b"));
}

TEST(NationalJsonTest, ReadsOnBehindAnEarlyEndAndSaysSo) {
  const Collected collected = Read("[" + Element("a") + "][" + Element("b") + "]");

  EXPECT_THAT(collected.Dossiers(), ElementsAre("a", "b"));
  EXPECT_THAT(collected.rejects, ElementsAre(Reject{2, "", "", "not well-formed JSON"}));
}

TEST(NationalJsonTest, SaysThatTextBehindTheListIsNotRead) {
  const Collected collected = Read("[" + Element("a") + "] 0912345678");

  EXPECT_THAT(collected.Dossiers(), ElementsAre("a"));
  EXPECT_THAT(collected.rejects,
              ElementsAre(Reject{2, "", "", "not read: text behind the end of the list"}));
}

TEST(NationalJsonTest, DoesNotTakeOtherListsOfTheEnvelopeForRecords) {
  const Collected collected = Read(R"({"old":[)" + Element("x") + R"(],"data":[)" + Element("a") +
                                   R"(],"more":[)" + Element("y") + "]}");

  EXPECT_THAT(collected.Dossiers(), ElementsAre("a"));
  EXPECT_THAT(collected.rejects, IsEmpty());
}

TEST(NationalJsonTest, ReadsAnEmptyList) {
  for (const char* text : {"[]", " [ ] ", R"({"data":[]})", "\xef\xbb\xbf[]"}) {
    const Collected collected = Read(text);
    EXPECT_TRUE(collected.result.ok()) << text;
    EXPECT_THAT(collected.rejects, IsEmpty()) << text;
  }
}

TEST(NationalJsonTest, RefusesAFileThatIsNoList) {
  for (const char* text :
       {"", " ", "null", "MaHoSo,MaTTHC", "{}", R"({"data":null})", R"({"MaHoSo":"a"})",
        R"({"data":[],"data":[]})", R"({"madonvi":[],"data":[]})", R"({"mado)"}) {
    EXPECT_EQ(Read(text).result.status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(NationalJsonTest, StopsWhenTheReceiverSaysSo) {
  int delivered = 0;
  const auto result = ReadNationalJson(
      "[" + Element("a") + "," + Element("b") + "]",
      [&](uint64_t, const v1::SourceRecord&) {
        ++delivered;
        return absl::UnavailableError("the node is away");
      },
      [](const Reject&) {});

  EXPECT_EQ(result.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(delivered, 1);
}

// Cuts `text` at every byte. `ends` are the places right behind each record.
void ExpectCutAnywhereKeepsWholeRecords(const std::string& text, const std::vector<size_t>& ends) {
  for (size_t size = 0; size < text.size(); ++size) {
    const Collected collected = Read(text.substr(0, size));
    const auto whole = static_cast<size_t>(
        std::count_if(ends.begin(), ends.end(), [&](size_t end) { return end <= size; }));
    ASSERT_EQ(collected.records.size(), whole) << size;
    if (!collected.result.ok()) continue;
    ASSERT_EQ(collected.rejects.size(), 1u) << size;
    ASSERT_EQ(collected.rejects[0].reason.substr(0, 9), "truncated") << size;
  }
}

TEST(NationalJsonTest, TruncatedTextKeepsEveryWholeRecord) {
  for (const std::string head : {"[", R"({"madonvi":"H44.13","data":[)"}) {
    std::string text = head;
    std::vector<size_t> ends;
    for (const std::string_view element : {std::string_view(kFullElement), kFullElement}) {
      if (!ends.empty()) text += ", ";
      text += element;
      ends.push_back(text.size());
    }
    text += head == "[" ? "]" : "]}";
    ExpectCutAnywhereKeepsWholeRecords(text, ends);
  }
}

}  // namespace
}  // namespace lienthong::intake
