#include "services/admission/resolve.h"

#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "services/admission/admission_testing.h"
#include "services/admission/reference_rows.h"

namespace lienthong::admission {
namespace {

// Stands in for the real one (services/intake): case, and the one letter used here.
std::string Normalize(std::string_view name) {
  return absl::StrReplaceAll(LowerCase(name), {{"e\u0302\u0301", "ế"}});
}

Registry RegistryOf(const Rows& rows) {
  ReferenceLog::Draft draft{FirstReferencePosition({}), {}, std::make_shared<Registry>(Normalize)};
  v1::ImportReferenceResponse response;
  EXPECT_EQ(AddRows(rows.request().rows(), {}, draft, response), absl::OkStatus());
  EXPECT_TRUE(response.errors().empty()) << response.errors(0).ShortDebugString();
  return *draft.registry;
}

// Units 1 to 7; the node h44-1 writes for H44.1 and H44.2, h44-3 for H44.3.
Rows SmallProvince() {
  Rows rows;
  rows.Unit("H44", "Tỉnh", "province").Unit("H44.1", "Phường Bến Nghé", "commune", "H44");
  rows.Unit("H44.2", "Sở Tư pháp", "department", "H44")
      .Unit("H44.3", "Xã Tân Phú", "commune", "H44");
  rows.Unit("H44.4", "Xã Tân Phú", "commune", "H44")
      .Unit("H44.5", "Xã Không Quyền", "commune", "H44");
  rows.Unit("H44.30", "Phường Ba Mươi", "commune", "H44");
  rows.Grant("H44.1", "h44-1").Grant("H44.2", "h44-1").Grant("H44.3", "h44-3");
  rows.Procedure("1.001", "5", "1");
  return rows;
}

class ResolveTest : public testing::Test {
 protected:
  Resolved Resolve(const Snapshot& snapshot, const std::string& reporting_unit = "H44.1") {
    record_ = snapshot.record();
    return admission::Resolve(
        record_, {registry_, node_, source_, reporting_unit, At("2/7 08:00"), awaited_});
  }
  Update Found(const Snapshot& snapshot, const std::string& reporting_unit = "H44.1") {
    const Resolved resolved = Resolve(snapshot, reporting_unit);
    EXPECT_TRUE(std::holds_alternative<Update>(resolved)) << Describe(resolved);
    return std::holds_alternative<Update>(resolved) ? std::get<Update>(resolved) : Update();
  }
  // "refused FIELD", "KIND value, KIND value" or "found".
  static std::string Describe(const Resolved& resolved) {
    if (const Refusal* const refusal = std::get_if<Refusal>(&resolved))
      return "refused " + refusal->field;
    const Missing* const missing = std::get_if<Missing>(&resolved);
    if (missing == nullptr) return "found";
    std::string text;
    for (const v1::MissingReference& reference : missing->what) {
      absl::StrAppend(&text, text.empty() ? "" : ", ",
                      v1::ReferenceKind_Name(reference.kind()).substr(15), " ", reference.value(),
                      reference.detail().empty() ? "" : " (" + reference.detail() + ")");
    }
    return text;
  }

  Registry registry_ = RegistryOf(SmallProvince());
  std::string node_ = "h44-1";
  std::string source_ = "igate";
  std::set<uint32_t> awaited_;
  v1::SourceRecord record_;
};

TEST_F(ResolveTest, AUnitIsFoundByItsWholeCode) {
  EXPECT_EQ(Found(Snapshot("4").HandledBy("H44.2")).handling_unit, 3u);
  EXPECT_EQ(ResolveUnit(registry_, "igate", "H44.3", 20000), 4u);
  EXPECT_EQ(ResolveUnit(registry_, "igate", "H44.30", DayOf(At("2/7"))), 7u);
  EXPECT_EQ(ResolveUnit(registry_, "igate", "H44.31", DayOf(At("2/7"))), std::nullopt);
}

TEST_F(ResolveTest, AUnitIsFoundByTheWordOfItsSource) {
  registry_ = RegistryOf(
      SmallProvince().Mapping("unit", "STP", "H44.2").Mapping("unit", "stp", "H44.1", "other"));

  EXPECT_EQ(Found(Snapshot("4").HandledBy("STP")).handling_unit, 3u);
  source_ = "third";
  EXPECT_EQ(Describe(Resolve(Snapshot("4").HandledBy("STP"))), "UNIT STP");
}

TEST_F(ResolveTest, AUnitIsFoundByItsNameInAnotherCaseOrUnicodeForm) {
  EXPECT_EQ(Found(Snapshot("4").HandledBy("Phường Bến Nghé")).handling_unit, 2u);
  EXPECT_EQ(Found(Snapshot("4").HandledBy("PHường BếN NGHé")).handling_unit, 2u);
  EXPECT_EQ(Found(Snapshot("4").HandledBy("Phường Be\u0302\u0301n Nghé")).handling_unit, 2u);
  EXPECT_EQ(Found(Snapshot("4"), "phường bến nghé").reporting_unit, 2u);
}

TEST_F(ResolveTest, ANameThatTwoUnitsBearIsParked) {
  EXPECT_EQ(Describe(Resolve(Snapshot("4").HandledBy("Xã Tân Phú"))),
            "UNIT Xã Tân Phú (ambiguous: H44.3, H44.4)");
}

TEST_F(ResolveTest, ANameThatManyUnitsBearNamesSomeOfThem) {
  Rows rows = SmallProvince();
  for (int i = 10; i < 20; ++i) rows.Unit(absl::StrCat("H44.", i), "Xã Tân Phú", "commune", "H44");
  registry_ = RegistryOf(rows);

  EXPECT_EQ(Describe(Resolve(Snapshot("4").HandledBy("Xã Tân Phú"))),
            "UNIT Xã Tân Phú (ambiguous: H44.10, H44.11, H44.12, H44.13, H44.14 and 7 more)");
}

TEST_F(ResolveTest, ANameThatExpiredOrIsToComeSaysWhen) {
  Rows rows = SmallProvince();
  rows.Unit("H44.5", "Xã Tên Mới", "commune", "H44", "2026-06-01");
  rows.Unit("H44.6", "Xã Sắp Lập", "commune", "H44", "2026-09-01");
  registry_ = RegistryOf(rows);

  EXPECT_EQ(Describe(Resolve(Snapshot("4").HandledBy("Xã Không Quyền"))),
            "UNIT Xã Không Quyền (expired on 2026-06-01)");
  EXPECT_EQ(Describe(Resolve(Snapshot("4").HandledBy("Xã Sắp Lập"))),
            "UNIT Xã Sắp Lập (valid from 2026-09-01)");
  EXPECT_EQ(Describe(Resolve(Snapshot("4").HandledBy("Xã Nào Đó"))), "UNIT Xã Nào Đó");
}

TEST_F(ResolveTest, AProcedureIsFoundByItsNameWhenOnlyOneBearsIt) {
  Rows rows = SmallProvince();
  rows.Procedure("1.005").Procedure("1.006");
  rows.last_procedure().set_name("Cấp lại giấy phép 1.005");
  rows.last_procedure().set_field("Lĩnh vực khác");
  registry_ = RegistryOf(rows);

  EXPECT_EQ(Found(Snapshot("4").Procedure("cấp lại giấy phép 1.001")).procedure, 1u);
  EXPECT_EQ(Describe(Resolve(Snapshot("4").Procedure("Cấp lại giấy phép 1.005"))),
            "PROCEDURE Cấp lại giấy phép 1.005 (ambiguous: 1.005, 1.006)");
}

TEST_F(ResolveTest, AProcedureThatEndedStaysThatOfItsDossiers) {
  Rows rows = SmallProvince();
  rows.Procedure("1.001");
  rows.last_procedure().set_withdrawn("1");
  rows.last_procedure().set_valid_from("2026-07-01");
  registry_ = RegistryOf(rows);
  const Snapshot before = Snapshot("4").Procedure("1.001").Accepted("30/6 08:00");
  const Snapshot after = Snapshot("4").Procedure("1.001").Accepted("1/7 08:00");

  EXPECT_EQ(Found(before).procedure, 1u);
  EXPECT_EQ(Describe(Resolve(after)), "PROCEDURE 1.001 (expired on 2026-07-01)");
}

TEST_F(ResolveTest, TheRecordsOwnReportingUnitWins) {
  EXPECT_EQ(Found(Snapshot("4").ReportedBy("H44.2")).reporting_unit, 3u);
  EXPECT_EQ(Found(Snapshot("4")).reporting_unit, 2u);
  EXPECT_EQ(Found(Snapshot("4").HandledBy("H44.2"), "").reporting_unit, 3u);
  EXPECT_EQ(Found(Snapshot("4").ReceivedBy("H44.2"), "").reporting_unit, 3u);
  EXPECT_EQ(Describe(Resolve(Snapshot("4"), "")), "refused DonViXuLy");
}

TEST_F(ResolveTest, ANationalStatusIsItsNumber) {
  EXPECT_EQ(Found(Snapshot("1")).status, v1::STATUS_REGISTERED);
  EXPECT_EQ(Found(Snapshot("10")).status, v1::STATUS_RETURNED);
}

TEST_F(ResolveTest, AnotherNumberIsRefusedAndAnotherWordIsParked) {
  for (const char* status : {"0", "11", "42", "007", "99999999999999999999"}) {
    EXPECT_EQ(Describe(Resolve(Snapshot(status))), "refused TrangThaiHoSo") << status;
  }
  EXPECT_EQ(Describe(Resolve(Snapshot("dang xu ly"))), "STATUS dang xu ly");
  EXPECT_EQ(Describe(Resolve(Snapshot(""))), "STATUS ");
  EXPECT_EQ(Describe(Resolve(Snapshot("-4"))), "STATUS -4");
}

TEST_F(ResolveTest, AMappedStatusIsUnderstood) {
  registry_ = RegistryOf(SmallProvince()
                             .Mapping("status", "dang xu ly", "4")
                             .Mapping("status", "42", "9")
                             .Mapping("status", "", "4"));

  EXPECT_EQ(Found(Snapshot("DANG XU LY")).status, v1::STATUS_PROCESSING);
  EXPECT_EQ(Found(Snapshot("42")).status, v1::STATUS_DECIDED);
  EXPECT_EQ(Found(Snapshot("")).status, v1::STATUS_PROCESSING);
}

TEST_F(ResolveTest, ATombstoneNeedsNoStatus) {
  EXPECT_EQ(Describe(Resolve(Snapshot("").Tombstone())), "found");
}

TEST_F(ResolveTest, AMissingChannelIsInPerson) {
  registry_ = RegistryOf(SmallProvince().Mapping("channel", "BCCI", "3"));

  EXPECT_EQ(Found(Snapshot("4")).channel, v1::CHANNEL_IN_PERSON);
  EXPECT_EQ(Found(Snapshot("4").Channel("2")).channel, v1::CHANNEL_ONLINE);
  EXPECT_EQ(Found(Snapshot("4").Channel("BCCI")).channel, v1::CHANNEL_POST);
  EXPECT_EQ(Describe(Resolve(Snapshot("4").Channel("4"))), "refused KenhThucHien");
  EXPECT_EQ(Describe(Resolve(Snapshot("4").Channel("zalo"))), "CHANNEL zalo");
}

TEST_F(ResolveTest, AProcedureBringsItsTimeAndFee) {
  registry_ = RegistryOf(SmallProvince().Mapping("procedure", "old-1", "1.001"));

  for (const char* code : {"1.001", "old-1"}) {
    const Update update = Found(Snapshot("4").Procedure(code));
    EXPECT_EQ(update.procedure, 1u) << code;
    EXPECT_EQ(update.processing_days, 5) << code;
    EXPECT_TRUE(update.fee) << code;
  }
  EXPECT_EQ(Describe(Resolve(Snapshot("4").Procedure("1.002"))), "PROCEDURE 1.002");
  EXPECT_EQ(Found(Snapshot("4").Procedure("")).procedure, 0u);
}

TEST_F(ResolveTest, EverythingMissingIsNamedAtOnce) {
  EXPECT_EQ(Describe(Resolve(Snapshot("moi").Procedure("x").HandledBy("y").Channel("z"))),
            "UNIT y, PROCEDURE x, STATUS moi, CHANNEL z");
}

TEST_F(ResolveTest, AUnitOfAnotherNodeIsRefused) {
  EXPECT_EQ(Describe(Resolve(Snapshot("4"), "H44.3")), "refused madonvi");
  EXPECT_EQ(Describe(Resolve(Snapshot("4").ReceivedBy("H44.3").HandledBy("H44.3"))),
            "refused DonViXuLy");
}

TEST_F(ResolveTest, AUnitWithoutAGrantIsParked) {
  EXPECT_EQ(Describe(Resolve(Snapshot("4"), "H44.5")), "GRANT H44.5");
  EXPECT_EQ(Describe(Resolve(Snapshot("4").ReceivedBy("H44.5").HandledBy("H44.5"))), "GRANT H44.5");
}

TEST_F(ResolveTest, ADossierThatWasHandedOverHereHasTheSecondTerm) {
  EXPECT_EQ(Found(Snapshot("4")).ownership_term, 1u);
  EXPECT_EQ(Found(Snapshot("4").ReceivedBy("H44.1").HandledBy("H44.3")).ownership_term, 1u);
  EXPECT_EQ(Found(Snapshot("4").ReceivedBy("H44.3").HandledBy("H44.1")).ownership_term, 2u);
  EXPECT_EQ(Found(Snapshot("4").ReceivedBy("H44.5").HandledBy("H44.2")).ownership_term, 2u);
}

}  // namespace
}  // namespace lienthong::admission
