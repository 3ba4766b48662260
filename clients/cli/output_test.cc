// The other answers, as they are printed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/coverage.h"
#include "clients/cli/dossier.h"
#include "clients/cli/import_report.h"
#include "clients/cli/json.h"
#include "clients/cli/status.h"
#include "clients/cli/test_support.h"
#include "clients/cli/units.h"
#include "storage/base/calendar_date.h"

namespace lienthong::cli {
namespace {

using testing::HasSubstr;

Instant At(const char* day, int hour) { return StartOfDay(*ParseDate(day)) + hour * 3600; }

class OutputTest : public testing::Test {
 protected:
  Context& As(Output output, Language language = Language::kEnglish) {
    world_.context.output = output;
    world_.context.language = language;
    world_.out.str("");
    return world_.context;
  }
  std::string Printed() const { return world_.out.str(); }

  TestWorld world_;
};

v1::GetStatusResponse MakeStatus() {
  v1::GetStatusResponse response;
  response.mutable_node()->set_node("h44-1");
  response.mutable_node()->set_epoch(0xab);
  response.set_software("0.1.0");
  response.set_position(12345);
  response.set_parked(3);
  response.set_writable(true);
  response.mutable_reference()->mutable_author()->set_node("h44");
  response.mutable_reference()->set_sequence(400);
  response.mutable_reference()->set_author_key(std::string("\x0a\xbc", 2));
  v1::OriginStatus& origin = *response.add_origins();
  *origin.mutable_head()->mutable_origin() = response.node();
  origin.mutable_head()->set_sequence(12345);
  origin.mutable_head()->set_hash(std::string("\x01\xff", 2));
  origin.set_acknowledged(12000);
  response.mutable_parent()->set_address("127.0.0.1:7000");
  response.mutable_parent()->set_backlog(345);
  response.mutable_parent()->set_last_error("connection refused");
  return response;
}

TEST_F(OutputTest, StatusIsJson) {
  PrintStatus(As(Output::kJson), MakeStatus());

  EXPECT_EQ(Printed(), R"({
  "node": "h44-1",
  "epoch": "00000000000000ab",
  "software": "0.1.0",
  "position": 12345,
  "parked": 3,
  "writable": true,
  "store_error": "",
  "reference": {
    "author": "h44",
    "sequence": 400,
    "hash": "",
    "author_key": "0abc"
  },
  "reference_refused": 0,
  "reference_error": "",
  "provisional_years": [],
  "origins": [
    {
      "node": "h44-1",
      "epoch": "00000000000000ab",
      "sequence": 12345,
      "hash": "01ff",
      "acknowledged": 12000,
      "progress_ms": 0,
      "divergence": "",
      "certificate_expires": null
    }
  ],
  "parent": {
    "address": "127.0.0.1:7000",
    "connected": false,
    "backlog": 345,
    "last_error": "connection refused"
  },
  "children": [],
  "handovers": []
}
)");
}

TEST_F(OutputTest, StatusIsATable) {
  PrintStatus(As(Output::kTable, Language::kVietnamese), MakeStatus());

  EXPECT_EQ(Printed(),
            R"(nút:          h44-1
kỳ lưu trữ:   00000000000000ab
phần mềm:     0.1.0
vị trí sổ:    12.345
chờ danh mục: 3
ghi được:     có
danh mục:     h44 400; khóa: 0abc
cấp trên:     127.0.0.1:7000; kết nối: không; tồn đọng: 345; lỗi cuối: connection refused

nơi phát sinh  kỳ lưu trữ        số thứ tự  đã xác nhận  tín hiệu cuối  mã băm  chứng thư đến  sai khác
-------------  ----------------  ---------  -----------  -------------  ------  -------------  --------
h44-1          00000000000000ab     12.345       12.000  chưa có        01ff    -
)");
}

TEST_F(OutputTest, StatusNamesTheYearsThatNobodyDecided) {
  v1::GetStatusResponse status = MakeStatus();
  status.add_provisional_years(2026);
  status.add_provisional_years(2027);

  PrintStatus(As(Output::kTable, Language::kEnglish), status);

  EXPECT_THAT(Printed(), testing::HasSubstr("working days of 2026, 2027 are not decided"));
}

TEST_F(OutputTest, StatusIsCsvByOrigin) {
  PrintStatus(As(Output::kCsv), MakeStatus());

  EXPECT_EQ(Printed(),
            "node,epoch,sequence,hash,acknowledged,progress_ms,divergence,certificate_expires\n"
            "h44-1,00000000000000ab,12345,01ff,12000,0,,\n");
}

v1::GetCoverageResponse MakeCoverage() {
  v1::GetCoverageResponse response;
  response.mutable_total()->set_expected(2);
  response.mutable_total()->set_complete(1);
  response.mutable_total()->set_silent(1);
  v1::SourceCoverage& complete = *response.add_sources();
  complete.set_unit("H44.01");
  complete.set_source("igate");
  complete.set_node("h44-1");
  complete.set_state(v1::SourceCoverage::STATE_COMPLETE);
  complete.set_complete_through(At("2026-08-31", 12));
  complete.set_node_progress_ms(At("2026-09-01", 8) * 1000);
  v1::SourceCoverage& silent = *response.add_sources();
  silent.set_unit("H44.02");
  silent.set_source("onecua");
  silent.set_node("h44-2");
  silent.set_state(v1::SourceCoverage::STATE_SILENT);
  silent.set_parked(7);
  v1::ParkedReason& reason = *response.add_parked();
  reason.mutable_missing()->set_kind(v1::REFERENCE_KIND_STATUS);
  reason.mutable_missing()->set_source("onecua");
  reason.mutable_missing()->set_value("XONG");
  reason.mutable_missing()->set_detail("ambiguous: 4, 9");
  reason.set_records(7);
  return response;
}

TEST_F(OutputTest, CoverageIsATable) {
  PrintCoverage(As(Output::kTable), "H44", MakeCoverage());

  EXPECT_EQ(Printed(),
            R"(unit    source  node   state     complete through     last sign of life    parked
------  ------  -----  --------  -------------------  -------------------  ------
H44.01  igate   h44-1  complete  2026-08-31 12:00:00  2026-09-01 08:00:00       0
H44.02  onecua  h44-2  silent    never                never                     7

waits for  source  word  records  why
---------  ------  ----  -------  ---------------
status     onecua  XONG        7  ambiguous: 4, 9

coverage: INCOMPLETE, 1 of 2 sources complete; 0 behind, 1 never heard of
)");
}

TEST_F(OutputTest, CoverageIsJsonAndCsv) {
  PrintCoverage(As(Output::kCsv), "H44", MakeCoverage());
  EXPECT_EQ(
      Printed(),
      "unit,source,node,state,complete_through,node_progress,parked,go_live\n"
      "H44.01,igate,h44-1,complete,2026-08-31T12:00:00+07:00,2026-09-01T08:00:00.000+07:00,0,\n"
      "H44.02,onecua,h44-2,silent,,,7,\n");

  PrintCoverage(As(Output::kJson), "H44", MakeCoverage());
  EXPECT_THAT(Printed(), HasSubstr(R"("value": "XONG")"));
  EXPECT_THAT(Printed(), HasSubstr(R"("detail": "ambiguous: 4, 9")"));
}

TEST_F(OutputTest, CoverageShowsWhenAUnitGoesLive) {
  v1::GetCoverageResponse response = MakeCoverage();
  response.mutable_sources(1)->set_state(v1::SourceCoverage::STATE_NOT_YET_LIVE);
  response.mutable_sources(1)->set_go_live(*ParseDate("2026-10-01"));

  PrintCoverage(As(Output::kTable), "H44", response);
  EXPECT_THAT(Printed(), HasSubstr("not yet live (from 2026-10-01)"));
  PrintCoverage(As(Output::kTable, Language::kVietnamese), "H44", response);
  EXPECT_THAT(Printed(), HasSubstr("chưa vận hành (từ 2026-10-01)"));
  PrintCoverage(As(Output::kJson), "H44", response);
  EXPECT_THAT(Printed(), HasSubstr(R"("go_live": "2026-10-01")"));
}

TEST_F(OutputTest, StatusShowsRefusedReferenceData) {
  v1::GetStatusResponse status = MakeStatus();
  status.set_reference_refused(3);
  status.set_reference_error("the signature does not hold");

  PrintStatus(As(Output::kTable), status);

  EXPECT_THAT(Printed(), HasSubstr("was refused 3 times, last: the signature does not hold"));
}

v1::ListUnitsResponse MakeUnits() {
  v1::ListUnitsResponse response;
  v1::ListUnitsResponse::Row& root = *response.add_rows();
  root.mutable_unit()->set_code("H44");
  root.mutable_unit()->set_name("Tỉnh Phú Thọ");
  root.mutable_unit()->set_type(v1::UNIT_TYPE_PROVINCE);
  v1::ListUnitsResponse::Row& unit = *response.add_rows();
  unit.mutable_unit()->set_code("H44.130");
  unit.mutable_unit()->set_name("Xã Tân Phú");
  unit.mutable_unit()->set_type(v1::UNIT_TYPE_COMMUNE);
  unit.mutable_unit()->set_valid_from(*ParseDate("2025-07-01"));
  unit.set_parent_code("H44");
  unit.set_depth(1);
  unit.mutable_grant()->set_node("h44-1");
  unit.mutable_grant()->add_sources("igate");
  unit.mutable_grant()->add_sources("onecua");
  unit.mutable_grant()->set_valid_from(*ParseDate("2025-07-01"));
  unit.mutable_grant()->set_go_live(*ParseDate("2025-09-15"));
  return response;
}

TEST_F(OutputTest, UnitsAreATree) {
  PrintUnits(As(Output::kTable, Language::kVietnamese), MakeUnits());

  EXPECT_EQ(Printed(),
            R"(đơn vị     tên           loại  cấp trên  nút    các nguồn      chạy chính thức từ
---------  ------------  ----  --------  -----  -------------  ------------------
H44        Tỉnh Phú Thọ  tỉnh
  H44.130  Xã Tân Phú    xã    H44       h44-1  igate, onecua  2025-09-15
)");
}

TEST_F(OutputTest, UnitsAreCsv) {
  PrintUnits(As(Output::kCsv), MakeUnits());

  EXPECT_EQ(Printed(),
            "code,name,type,parent,depth,valid_from,abolished,grant_node,grant_sources,grant_term,"
            "grant_valid_from,grant_go_live\n"
            "H44,Tỉnh Phú Thọ,province,,0,,false,,,,,\n"
            "H44.130,Xã Tân Phú,commune,H44,1,2025-07-01,false,h44-1,igate onecua,0,2025-07-01,"
            "2025-09-15\n");
}

v1::GetDossierResponse MakeDossier() {
  v1::GetDossierResponse response;
  v1::Dossier& dossier = *response.mutable_dossier();
  dossier.set_id("H44.19-260801-0001");
  dossier.set_receiving_unit(1);
  dossier.set_handling_unit(2);
  dossier.set_channel(v1::CHANNEL_ONLINE);
  dossier.set_flags(0b101);
  dossier.set_source("igate");
  dossier.set_revision(2);
  v1::TimelineEntry& entry = *dossier.add_timeline();
  entry.set_instant(At("2026-08-03", 8));
  entry.set_status(v1::STATUS_ACCEPTED);
  entry.set_unit(2);
  v1::Promise& promise = *dossier.add_promises();
  promise.set_due(At("2026-08-05", 17));
  promise.set_effective(At("2026-08-06", 9));
  v1::Movement& movement = *response.add_movements();
  movement.set_instant(At("2026-08-03", 8));
  movement.set_unit(2);
  movement.set_from(v1::ACCOUNT_OUTSIDE);
  movement.set_to(v1::ACCOUNT_OPEN_IN_TIME);
  movement.set_roles(0b110);
  response.mutable_origin()->set_node("h44-1");
  response.mutable_origin()->set_epoch(1);
  response.set_sequence(17);
  (*response.mutable_unit_codes())[2] = "H44.19";
  response.set_procedure_code("1.000001");
  return response;
}

TEST_F(OutputTest, DossierIsTables) {
  PrintDossier(As(Output::kTable), MakeDossier());

  EXPECT_EQ(Printed(),
            R"(dossier:        H44.19-260801-0001
procedure:      1.000001
receiving unit: #1
handling unit:  H44.19
channel:        online
source:         igate
revision:       2
origin:         h44-1 0000000000000001 #17

Timeline
at                   status    unit    stated
-------------------  --------  ------  ------
2026-08-03 08:00:00  accepted  H44.19  yes

Promises
made  promised             in time through
----  -------------------  -------------------
      2026-08-05 17:00:00  2026-08-06 09:00:00

Movements in the books
at                   unit    from     to            roles
-------------------  ------  -------  ------------  ------------------
2026-08-03 08:00:00  H44.19  outside  open in time  handling, applying
)");
}

TEST_F(OutputTest, DossierIsJsonAndCsv) {
  PrintDossier(As(Output::kCsv), MakeDossier());
  EXPECT_EQ(Printed(),
            "at,unit,from,to,roles,finish_not_stated\n"
            "2026-08-03T08:00:00+07:00,H44.19,outside,open_in_time,handling applying,false\n");

  PrintDossier(As(Output::kJson), MakeDossier());
  const Json json = Json::parse(Printed());
  EXPECT_EQ(json["flags"], Json({"online", "paid_online"}));
  EXPECT_EQ(json["timeline"][0]["status"], 2);
  EXPECT_EQ(json["promises"][0]["effective"], "2026-08-06T09:00:00+07:00");
  EXPECT_EQ(json["origin"]["epoch"], "0000000000000001");
}

TEST_F(OutputTest, ImportIsATable) {
  const FileReport first{.file = "a.csv",
                         .admitted = 1500,
                         .parked = 2,
                         .refused = 1,
                         .started_ms = 0,
                         .finished_ms = 500,
                         .rejects = {{1, "", "", ""}}};
  const FileReport second{
      .file = "b.json", .unchanged = 497, .started_ms = 400, .finished_ms = 1000};

  PrintImport(As(Output::kTable), {first, second});

  EXPECT_EQ(Printed(),
            R"(file    records  admitted  unchanged  parked  refused  records/s
------  -------  --------  ---------  ------  -------  ---------
a.csv     1,503     1,500          0       2        1      3,006
b.json      497         0        497       0        0        828
total     2,000     1,500        497       2        1      2,000
refused records are listed in a.csv.rejects.csv
)");
}

}  // namespace
}  // namespace lienthong::cli
