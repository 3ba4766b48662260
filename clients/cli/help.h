// The long texts of --help, in both languages: what a command does, examples, units
// and where each formula comes from.
#pragma once

#include "clients/cli/language.h"

namespace lienthong::cli::help {

inline constexpr Message kProgram = {
    "Liên Thông: figures on administrative-procedure dossiers, from one node of the network.",
    "Liên Thông: số liệu giải quyết thủ tục hành chính, hỏi từ một nút của mạng."};
inline constexpr Message kProgramFooter = {
    R"(Results go to standard output, errors to standard error as "lienthong: what, which: why".
Instants are local time of Asia/Ho_Chi_Minh (UTC+7). JSON and CSV are the same in both languages.

Exit codes:
  0  done
  1  done, but some records were refused (listed in FILE.rejects.csv), or a checked report is not right
  2  wrong command line, or a file that cannot be read
  3  the node is unavailable or busy: the same command again
  4  the node refused: argument, precondition, not found
  5  internal error

Examples:
  lienthong score --unit H44 --period 2026-08
  lienthong --lang vi coverage --unit H44
  lienthong import --unit H44.13 --source igate 2026-08.json
  lienthong COMMAND --help)",
    R"(Kết quả ra đầu ra chuẩn; lỗi ra đầu lỗi chuẩn theo dạng "lienthong: việc gì, cái nào: vì sao".
Thời điểm theo giờ Việt Nam (UTC+7). JSON và CSV như nhau ở cả hai ngôn ngữ.

Mã thoát:
  0  xong
  1  xong, nhưng có bản ghi bị từ chối (liệt kê trong FILE.rejects.csv), hoặc báo cáo có chỗ sai
  2  sai dòng lệnh, hoặc không đọc được tệp
  3  nút không trả lời hoặc đang bận: chạy lại đúng lệnh này
  4  nút từ chối: sai tham số, chưa đủ điều kiện, không có
  5  lỗi bên trong

Ví dụ:
  lienthong score --unit H44 --period 2026-08
  lienthong --lang vi coverage --unit H44
  lienthong import --unit H44.13 --source igate 2026-08.json
  lienthong LỆNH --help)"};

inline constexpr Message kScore = {
    "Figures and points of a unit's whole subtree over a period, with their coverage.",
    "Số liệu và điểm của một đơn vị cùng các đơn vị bên dưới trong một kỳ, kèm độ phủ."};
inline constexpr Message kScoreFooter = {
    R"(All figures are numbers of dossiers; the ratio is a percentage; points are out of 20.

Source: Decision 766/QĐ-TTg of 23 June 2022, group 2 (timeliness).
  in hand = carried over + new + reopened + moved in - moved out
  ratio   = 100 x in time / base, points = 20 x in time / base,
            each rounded half up to 2 decimals from the counts
A parent is the ratio of the sums of its subtree, never the mean of ratios.

--rate is the definition of "on-time rate" (in time / base):
  dvcqg     resolved, cancelled, open and paused, each in time, stocks at the end / in hand;
            what the national public service portal shows in 2026
  resolved  resolved in time / resolved
  due       resolved in time / due in the period
  not-late  1 - (open overdue + resolved late) / in hand

--role is the unit of a dossier that a figure is attributed to.

Examples:
  lienthong score --unit H44 --period 2026-08 --children
  lienthong score --unit H44 --period 2026-Q3 --rate resolved --output csv
  lienthong score --unit H44.19 --from 2026-08-01 --to 2026-08-31 --as-of "2026-08-15 12:00:00"
  lienthong score --unit H44 --period 2026-08 --known-at "2026-09-05 09:00:00")",
    R"(Mọi số liệu là số hồ sơ; tỷ lệ tính bằng phần trăm; điểm trên thang 20.

Nguồn: Quyết định 766/QĐ-TTg ngày 23/6/2022, nhóm 2 (tiến độ, kết quả giải quyết).
  phải giải quyết = tồn kỳ trước + mới + mở lại + chuyển đến - chuyển đi
  tỷ lệ = 100 x đúng hạn / mẫu số, điểm = 20 x đúng hạn / mẫu số,
          mỗi số làm tròn 2 chữ số thập phân từ số đếm
Cấp trên là tỷ lệ của các tổng bên dưới, không bao giờ là trung bình các tỷ lệ.

--rate là cách hiểu "tỷ lệ đúng hạn" (đúng hạn / mẫu số):
  dvcqg     đã giải quyết, đã hủy, đang xử lý và tạm dừng còn trong hạn, tính cuối kỳ
            / phải giải quyết; như Cổng Dịch vụ công quốc gia năm 2026
  resolved  giải quyết đúng hạn / đã giải quyết
  due       giải quyết đúng hạn / đến hạn trong kỳ
  not-late  1 - (đang xử lý quá hạn + giải quyết quá hạn) / phải giải quyết

--role là đơn vị của hồ sơ mà số liệu được tính cho: xử lý, tiếp nhận hay thực hiện thủ tục.

Ví dụ:
  lienthong score --unit H44 --period 2026-08 --children
  lienthong score --unit H44 --period 2026-Q3 --rate resolved --output csv
  lienthong score --unit H44.19 --from 2026-08-01 --to 2026-08-31 --as-of "2026-08-15 12:00:00"
  lienthong score --unit H44 --period 2026-08 --known-at "2026-09-05 09:00:00")"};

inline constexpr Message kReport = {
    "The monthly report of a unit, or one of its forms, as a document in Vietnamese.",
    "Báo cáo tháng của một đơn vị, hoặc một biểu số liệu, thành văn bản tiếng Việt."};
inline constexpr Message kReportFooter = {
    R"(Every figure is counted from the books, scored under a rulebook or taken from an observation, and
says so in a note; JSON has its definition, coverage and rulebook. A figure that is not known is
written "chưa có số liệu", never 0; a report whose sources are not complete says so at its head.

--template and --form take the name of a built-in template or a file (with "/" or "." in its
name) of your own: begin with --show-template. A fault in it is answered with its line.
  monthly-vi          the monthly report on administrative reform (default)
  ii06a               Form II.06a/VPCP/KSTT; paused dossiers in columns 11-13, cancelled apart
  ii06a-paused-apart  the same, paused dossiers apart too
  ii06a-all-placed    the same, cancelled dossiers in columns 7, 9 and 10, so that 3 = 7 + 11
Where an identity of the form does not hold, the form says by how much.

--format is text (default), markdown, html (one page, prints on A4), csv (one row a figure) or
json (proto lienthong.v1.MonthlyReport or Form); without it, --output json or csv is taken.

Examples:
  lienthong report --unit H44 --period 2026-08 --format html --out 2026-08.html
  lienthong report --unit H44 --period 2026-08 --form ii06a --by field
  lienthong report --show-template monthly-vi > own.textproto
  lienthong report --unit H44 --period 2026-08 --template ./own.textproto)",
    R"(Mỗi số liệu được tính từ sổ, chấm theo bộ quy tắc hoặc ghi nhận từ nơi khác, và có chú thích nói
rõ điều đó; JSON có định nghĩa, độ phủ và bộ quy tắc. Số chưa biết thì ghi "chưa có số liệu",
không bao giờ ghi 0; báo cáo chưa đủ nguồn thì nói ngay ở đầu.

--template và --form nhận tên mẫu có sẵn hoặc tệp mẫu riêng (tên có "/" hoặc "."): lấy bản đầu
bằng --show-template. Mẫu sai thì được trả lời kèm số dòng.
  monthly-vi          báo cáo tháng về cải cách thủ tục hành chính (mặc định)
  ii06a               Biểu II.06a/VPCP/KSTT; hồ sơ tạm dừng ở cột 11-13, hồ sơ hủy ngoài biểu
  ii06a-paused-apart  như trên, hồ sơ tạm dừng cũng ngoài biểu
  ii06a-all-placed    như trên, hồ sơ hủy ở cột 7, 9 và 10, nên 3 = 7 + 11
Đẳng thức nào của biểu không đúng thì biểu ghi rõ chênh lệch.

--format là text (mặc định), markdown, html (một trang, in khổ A4), csv (mỗi dòng một số liệu)
hoặc json (proto lienthong.v1.MonthlyReport hoặc Form); không có thì theo --output json, csv.

Ví dụ:
  lienthong report --unit H44 --period 2026-08 --format html --out 2026-08.html
  lienthong report --unit H44 --period 2026-08 --form ii06a --by field
  lienthong report --show-template monthly-vi > own.textproto
  lienthong report --unit H44 --period 2026-08 --template ./own.textproto)"};

inline constexpr Message kScorecard = {
    "Points of a unit's whole subtree under a rulebook: all groups, each indicator, with coverage.",
    "Điểm của một đơn vị cùng các đơn vị bên dưới theo bộ quy tắc: mọi nhóm, từng chỉ số."};
inline constexpr Message kScorecardFooter = {
    R"(Figures are counts of dossiers, procedures or petitions; the ratio is a percentage; points are out
of "at most". R = numerator / denominator, at most 1; each is rounded half up to 2 decimals from the counts; a
group is the sum of its rounded indicators. "-" is not scored, which is not 0: not known, or the
rule says so; the total is out of what is known. What was read elsewhere is marked as observed.

Source: the rulebook (lienthong rulebook show ID), which names clause and confidence of each
indicator. Without --rulebook the one that holds on the last day. A file (a name with "/" or
".textproto") is a trial: what it would be under these rules; the node does not keep it.

Examples:
  lienthong scorecard --unit H44 --period 2026-08 --children
  lienthong scorecard --unit H44 --period 2026-Q3 --rulebook ./ours.textproto
  lienthong scorecard --unit H44.19 --from 2026-08-01 --to 2026-08-31 --output json)",
    R"(Số liệu là số hồ sơ, thủ tục hoặc phản ánh; tỷ lệ tính bằng phần trăm; điểm tính trên cột "tối đa".
R = tử số / mẫu số, tối đa 1; mỗi số làm tròn 2 chữ số thập phân từ số đếm; nhóm là tổng các chỉ số đã làm
tròn. "-" là không tính điểm, không phải 0: chưa biết, hoặc quy tắc nói vậy; tổng điểm tính trên phần
đã biết. Số đọc ở nơi khác được ghi là số quan sát.

Nguồn: bộ quy tắc (lienthong rulebook show MÃ), ghi căn cứ và độ tin cậy của từng chỉ số. Không có
--rulebook thì dùng bộ có hiệu lực vào ngày cuối kỳ. Tệp (tên có "/" hoặc ".textproto") là để thử:
theo quy tắc này thì ra sao; nút không lưu lại.

Ví dụ:
  lienthong scorecard --unit H44 --period 2026-08 --children
  lienthong scorecard --unit H44 --period 2026-Q3 --rulebook ./ours.textproto
  lienthong scorecard --unit H44.19 --from 2026-08-01 --to 2026-08-31 --output json)"};

inline constexpr Message kCoverage = {
    "How complete the books are: each expected source of each unit of a subtree.",
    "Sổ đã đủ đến đâu: từng nguồn phải có của từng đơn vị."};
inline constexpr Message kCoverageFooter = {
    R"(A source is "complete" when its own word and its node's sign of life both reach --through,
"behind" when they do not, "silent" when nothing was ever heard of it. Absence is never zero.

Examples:
  lienthong coverage --unit H44
  lienthong coverage --unit H44 --through 2026-08-31)",
    R"(Nguồn là "đủ" khi cả lời báo của nguồn và tín hiệu của nút đều đến --through, "chậm" khi chưa
đến, "chưa từng gửi" khi chưa nghe gì. Thiếu không bao giờ là bằng không.

Ví dụ:
  lienthong coverage --unit H44
  lienthong coverage --unit H44 --through 2026-08-31)"};

inline constexpr Message kStatus = {
    "State of a node: its journal, the origins it holds, its parent and children.",
    "Tình trạng một nút: sổ, các nơi phát sinh, nút cha và nút con."};
inline constexpr Message kStatusFooter = {
    R"(Sequences count facts; position counts facts of all origins; progress_ms is milliseconds
since 1970 UTC.

Examples:
  lienthong status
  lienthong status --node 127.0.0.1:7001 --output json)",
    R"(Số thứ tự đếm sự kiện; vị trí sổ đếm sự kiện của mọi nơi; progress_ms là mili giây từ 1970 UTC.

Ví dụ:
  lienthong status
  lienthong status --node 127.0.0.1:7001 --output json)"};

inline constexpr Message kDossier = {
    "One dossier: its state, its promises, its movements in the books.",
    "Một hồ sơ: trạng thái, các lần hẹn trả, các bút toán."};
inline constexpr Message kDossierFooter = {
    R"(Lateness is judged by "in time through": the promise in force plus, in working time, what was
paused and the promise does not include.

Example:
  lienthong dossier H44.19-260801-0001)",
    R"(Quá hạn được xét theo "đúng hạn đến": lần hẹn đang có hiệu lực cộng thời gian tạm dừng mà lần
hẹn chưa gồm, tính theo giờ làm việc.

Ví dụ:
  lienthong dossier H44.19-260801-0001)"};

inline constexpr Message kHealth = {
    "Asks whether a node serves, by grpc.health.v1: exit code 0 when it does, 3 when not.",
    "Hỏi nút có đang phục vụ không, theo grpc.health.v1: mã thoát 0 nếu có, 3 nếu không."};
inline constexpr Message kHealthFooter = {
    R"(Without --service: the node serves. With --service ready: its store takes writes, too, and
its parent is connected.

Examples:
  lienthong health
  lienthong health --service ready --timeout 5)",
    R"(Không có --service: nút đang phục vụ. Với --service ready: kho còn ghi được và đã nối
với nút cha.

Ví dụ:
  lienthong health
  lienthong health --service ready --timeout 5)"};
inline constexpr Message kOptionService = {"What is asked for; empty: the node as a whole",
                                           "Hỏi về phần nào; để trống: cả nút"};
inline constexpr Message kUnits = {"The tree of units at a day, and which node writes for each.",
                                   "Cây đơn vị tại một ngày, và nút nào ghi cho từng đơn vị."};
inline constexpr Message kUnitsFooter = {
    R"(Examples:
  lienthong units --unit H44
  lienthong units --tree-at 2025-06-30 --output csv)",
    R"(Ví dụ:
  lienthong units --unit H44
  lienthong units --tree-at 2025-06-30 --output csv)"};

inline constexpr Message kImport = {
    "Files of dossier updates into a node: national JSON (DongBoHoSoMC) or CSV of the same fields.",
    "Nạp tệp cập nhật hồ sơ vào nút: JSON quốc gia (DongBoHoSoMC) hoặc CSV cùng tên trường."};
inline constexpr Message kImportFooter = {
    R"(A file that begins with { or [ is JSON, any other CSV. Records are durable on the node when they
are counted here; repeating an import is safe. Of each file: records admitted, unchanged (nothing
new), parked (waiting for reference data, not counted yet), refused (listed in FILE.rejects.csv with
record, dossier, field and reason; removed when a later run has none), and records per second.
Personal data is dropped while reading.

--petitions FILE (CSV or JSON): petition, received, [unit, reporting_unit, procedure, refused,
  more_asked, processed, published, satisfaction (satisfied, dissatisfied or empty), revision, deleted].
--observations FILE, figures read elsewhere, always kept apart from counted ones: unit, definition
  (766-2026/3.3/rate), from, to, value (39.56), measure (count, percent, points), source, as_of,
  [withdrawn]. A later as_of takes the place of an earlier one; a day alone means its end.

--history loads years of old dossiers before a unit goes live. Each record arrived at the last instant
that it states (one that states none is refused), so nothing becomes late or in hand by being loaded;
codes, names and mappings must hold on that day. The dossiers are marked as migrated, the source's
"complete through" stays where it is, and no lag alarm rings. FILE may be a folder: all .csv and .json
in it and below. What has been acknowledged is kept in FILE.position.json: run the same command again
after a break and it goes on, sending only the rest and what was refused. Remove that file to send
everything again. Rates stand on standard error. A token needs the roles submit and read, since the
node is asked who it is. Then: lienthong cutover check.

--received-at is the arrival where the file states no instant; --complete-through says that the source
has submitted everything up to then, and is told with the last batch only.

Examples:
  lienthong import --unit H44.13 --source igate 2026-08.json
  lienthong import --unit H44 --source pakn --petitions pakn-2026-08.csv
  lienthong import --observations portal-2026-08.csv
  lienthong import --history --unit H44.13 --source igate old-dossiers/
  lienthong import --source onecua --received-at 20260901070000 \
      --complete-through 20260831235959 --unit H44.13 part-1.csv part-2.csv)",
    R"(Tệp bắt đầu bằng { hoặc [ là JSON, còn lại là CSV. Bản ghi được đếm ở đây nghĩa là đã lưu bền tại
nút; nạp lại không gây trùng. Với mỗi tệp: ghi nhận, không đổi, chờ danh mục (chưa tính), từ chối
(liệt kê trong FILE.rejects.csv gồm bản ghi, hồ sơ, trường, lý do; tệp này được xóa khi lần sau không
còn), và số bản ghi mỗi giây. Dữ liệu cá nhân bị bỏ ngay khi đọc.

--petitions TỆP (CSV hoặc JSON), tên cột tiếng Anh hoặc tiếng Việt, thứ tự tùy ý:
  petition (MaPAKN), received (NgayTiepNhan), [unit (DonViXuLy), reporting_unit (madonvi),
  procedure (MaTTHC), refused (NgayTuChoi), more_asked (NgayYeuCauBoSung), processed (NgayXuLy),
  published (NgayCongKhai), satisfaction (MucDoHaiLong), revision (LanSua), deleted (DaXoa)]
  satisfaction: satisfied (hài lòng), dissatisfied (không hài lòng) hoặc để trống. Phản ánh, kiến
  nghị được coi là xong khi đã công khai trả lời hoặc đã từ chối. Ngày làm việc: 2 để từ chối, 5 để
  yêu cầu bổ sung, 15 để xử lý, thêm 2 để công khai (chỉ số 6.1, QĐ 766/QĐ-TTg; chi tiết chưa đối chiếu).
--observations TỆP: số liệu đọc từ nơi khác, luôn tách khỏi số liệu tính được:
  unit (DonVi), definition (ChiTieu), from (TuNgay), to (DenNgay), value (GiaTri),
  measure (DonViTinh: count, percent, points), source (Nguon), as_of (ThoiDiem), [withdrawn (RutLai)]
  definition: ví dụ 766-2026/3.3/rate, procedures/full; value: 39.56. as_of sau thay cho trước.
Thời điểm: yyyyMMddHHmmss hoặc "yyyy-mm-dd hh:mm:ss"; ngày: yyyy-mm-dd; as_of chỉ ghi ngày là
cuối ngày đó.

--history nạp hồ sơ nhiều năm trước khi đơn vị chạy chính thức. Mỗi bản ghi được coi là đến vào thời
điểm muộn nhất mà nó ghi (không ghi thời điểm nào thì bị từ chối), nên việc nạp không làm hồ sơ nào
thành quá hạn hay phải giải quyết; mã, tên, ánh xạ phải có hiệu lực vào ngày đó. Hồ sơ mang dấu "nạp
ban đầu", mốc "đủ đến" của nguồn giữ nguyên, không báo động chậm. FILE có thể là thư mục: lấy mọi tệp
.csv, .json bên trong. Phần đã xác nhận ghi ở FILE.position.json: khi bị ngắt, chạy lại đúng lệnh đó,
chương trình chỉ gửi phần còn lại và các bản ghi bị từ chối. Xóa tệp này nếu muốn gửi lại từ đầu.
Tốc độ hiện ở đầu ra lỗi chuẩn. Mã truy cập cần vai trò submit và read, vì chương trình hỏi nút là
nút nào. Sau đó: lienthong cutover check.

--received-at là lúc nhận, dùng khi tệp không ghi thời điểm; --complete-through báo rằng nguồn đã gửi hết
đến lúc đó, chỉ gửi kèm lô cuối.

Ví dụ:
  lienthong import --unit H44.13 --source igate 2026-08.json
  lienthong import --unit H44 --source pakn --petitions pakn-2026-08.csv
  lienthong import --observations portal-2026-08.csv
  lienthong import --history --unit H44.13 --source igate old-dossiers/
  lienthong import --source onecua --received-at 20260901070000 \
      --complete-through 20260831235959 --unit H44.13 part-1.csv part-2.csv)"};

inline constexpr Message kMoveUnit = {
    "Gives the right to write for a unit to another node, without a recount.",
    "Chuyển quyền ghi của một đơn vị sang nút khác, không phải đếm lại."};
inline constexpr Message kMoveUnitFooter = {
    R"(Ask the root. The node that has the unit writes a release behind its last record; the new
one takes over every dossier, and what its desks send until then waits. The figures of all
levels stay as they are. `lienthong status` shows hand-overs that are not complete.

Examples:
  lienthong move-unit --unit H44.100 --to h44-100        from a host to a node of its own
  lienthong move-unit --unit H44.100 --to h44            and back
  lienthong move-unit --unit H44.100 --to h44 --without-release
                                       the old node is lost for good: do not wait for it)",
    R"(Gửi tới nút gốc. Nút đang giữ đơn vị ghi một dấu bàn giao sau hồ sơ cuối cùng; nút mới tiếp
quản mọi hồ sơ, những gì bàn tiếp nhận gửi tới trước đó thì chờ. Số liệu các cấp giữ nguyên.
`lienthong status` cho biết các bàn giao chưa xong.

Ví dụ:
  lienthong move-unit --unit H44.100 --to h44-100        từ nơi đặt nhờ sang nút riêng
  lienthong move-unit --unit H44.100 --to h44            và trở lại
  lienthong move-unit --unit H44.100 --to h44 --without-release
                                       nút cũ đã mất hẳn: không chờ nữa)"};
inline constexpr Message kOptionMoveTo = {"Name of the node that is to write for it.",
                                          "Tên nút sẽ ghi cho đơn vị."};
inline constexpr Message kOptionMoveFrom = {"First day, yyyy-mm-dd; default: today.",
                                            "Ngày đầu tiên, yyyy-mm-dd; mặc định: hôm nay."};
inline constexpr Message kOptionWithoutRelease = {"The old node is lost; do not wait for it.",
                                                  "Nút cũ đã mất; không chờ bàn giao."};

inline constexpr Message kRulebook = {"Rulebooks: how figures become points.",
                                      "Bộ quy tắc: số liệu thành điểm thế nào."};
inline constexpr Message kRulebookCheck = {
    "Checks rulebook files, each alone and all together; needs no node.",
    "Kiểm tra tệp bộ quy tắc, từng tệp và cùng nhau; không cần nút."};
inline constexpr Message kRulebookCheckFooter = {
    R"(A fault is named by file, line, column, field and reason. Together they must leave no day without
a rulebook and must not overlap: only the last one may be without a last day.
Exit code 2 when there is a fault.

Example:
  lienthong rulebook check 766-2026.textproto)",
    R"(Lỗi được chỉ ra theo tệp, dòng, cột, trường và lý do. Các tệp cùng nhau không được để hở ngày nào
và không được chồng nhau: chỉ bộ cuối được không có ngày cuối.
Mã thoát 2 khi có lỗi.

Ví dụ:
  lienthong rulebook check 766-2026.textproto)"};
inline constexpr Message kRulebookShow = {
    "A rulebook in words: formula, counts, zero rule, clause, confidence of each indicator.",
    "Bộ quy tắc bằng lời: công thức, cách đếm, khi mẫu số bằng 0, căn cứ, độ tin cậy."};
inline constexpr Message kRulebookShowFooter = {
    R"(R = numerator / denominator, at most 1; points are rounded half up to 2 decimals from the counts.
A group is the sum of its rounded indicators, the total that of the groups; "not scored" is not 0.

766-2022 and 766-2026 come with the program. Source: Decision 766/QĐ-TTg of 23 June 2022, and what
the national public service portal showed in 2026; each indicator names its own.

Examples:
  lienthong rulebook show 766-2026
  lienthong rulebook show ./ours.textproto --output json)",
    R"(R = tử số / mẫu số, tối đa 1; điểm làm tròn 2 chữ số thập phân từ số đếm. Nhóm là tổng các chỉ số
đã làm tròn, tổng điểm là tổng các nhóm; "không tính điểm" không phải là 0.

766-2022 và 766-2026 có sẵn trong chương trình. Nguồn: Quyết định 766/QĐ-TTg ngày 23/6/2022 và cách
Cổng Dịch vụ công quốc gia tính năm 2026; mỗi chỉ số ghi nguồn của mình.

Ví dụ:
  lienthong rulebook show 766-2026
  lienthong rulebook show ./ours.textproto --output json)"};
inline constexpr Message kRulebookDiff = {"What changes from one rulebook to another.",
                                          "Hai bộ quy tắc khác nhau chỗ nào."};
inline constexpr Message kRulebookDiffFooter = {
    R"(Groups and indicators are compared by their numbers. --everything adds names, notes, sources,
clauses and confidence, which change no points.

Example:
  lienthong rulebook diff 766-2022 766-2026)",
    R"(Nhóm và chỉ số được so theo số. --everything thêm tên, ghi chú, nguồn, căn cứ, độ tin cậy là
những thứ không làm đổi điểm.

Ví dụ:
  lienthong rulebook diff 766-2022 766-2026)"};

inline constexpr Message kVersion = {"Version of this program.", "Phiên bản chương trình."};

// Single options.
inline constexpr Message kOptionHelp = {"show this help", "hiện trợ giúp này"};
inline constexpr Message kOptionNode = {
    "address of the node, host:port; default: LIENTHONG_NODE, else 127.0.0.1:7000",
    "địa chỉ nút, máy:cổng; mặc định: LIENTHONG_NODE, nếu không thì 127.0.0.1:7000"};
inline constexpr Message kOptionOutput = {"table (default), json or csv",
                                          "table (bảng, mặc định), json hoặc csv"};
inline constexpr Message kOptionLang = {"vi or en; default: from LC_ALL, LC_MESSAGES, LANG",
                                        "vi hoặc en; mặc định: theo LC_ALL, LC_MESSAGES, LANG"};
inline constexpr Message kOptionTimeout = {
    "seconds to wait for an answer, default 30; for import: for the next one",
    "số giây chờ trả lời, mặc định 30; khi nạp tệp: chờ câu trả lời kế tiếp"};
inline constexpr Message kOptionUnit = {"code of the unit at the top of the subtree",
                                        "mã đơn vị đứng đầu"};
inline constexpr Message kOptionPeriod = {
    "month 2026-08, quarter 2026-Q3, half-year 2026-H1, nine months 2026-M9 or year 2026",
    "tháng 2026-08, quý 2026-Q3, nửa năm 2026-H1, chín tháng 2026-M9 hoặc năm 2026"};
inline constexpr Message kOptionPeriodCalendar = {
    "months of --period: civil (from the 1st; default) or statistical (from the 15th of the month "
    "before to the 14th, NĐ 09/2019/NĐ-CP)",
    "tháng của --period: civil (từ ngày 1; mặc định) hoặc statistical (từ ngày 15 tháng trước đến "
    "ngày 14, NĐ 09/2019/NĐ-CP)"};
inline constexpr Message kOptionFrom = {"first day, yyyy-mm-dd, instead of --period",
                                        "ngày đầu, yyyy-mm-dd, thay cho --period"};
inline constexpr Message kOptionTo = {"last day, yyyy-mm-dd", "ngày cuối, yyyy-mm-dd"};
inline constexpr Message kOptionAsOf = {
    "count what happened up to this, inclusive; \"yyyy-mm-dd hh:mm:ss\" or a day; default: the "
    "earlier of the end of the period and --known-at",
    "tính đến hết lúc này; \"yyyy-mm-dd hh:mm:ss\" hoặc ngày; mặc định: cuối kỳ hoặc --known-at, "
    "lấy cái sớm hơn"};
inline constexpr Message kOptionKnownAt = {
    "as the node knew it then: \"yyyy-mm-dd hh:mm:ss\", a day, or a position as answers name it "
    "(1234, or 1234.2 with its step); default: now",
    "theo những gì nút đã biết lúc đó: \"yyyy-mm-dd hh:mm:ss\", ngày, hoặc vị trí như kết quả đã "
    "ghi (1234, hoặc 1234.2 kèm bước); mặc định: hiện tại"};
inline constexpr Message kOptionRate = {"dvcqg (default), resolved, due or not-late",
                                        "dvcqg (mặc định), resolved, due hoặc not-late"};
inline constexpr Message kOptionRole = {"handling (default), receiving or applying",
                                        "handling (xử lý, mặc định), receiving (tiếp nhận) hoặc "
                                        "applying (thực hiện)"};
inline constexpr Message kOptionChildren = {"also a row for each unit directly below",
                                            "thêm một dòng cho mỗi đơn vị trực thuộc"};
inline constexpr Message kOptionTemplate = {"template of the report; default: monthly-vi",
                                            "mẫu báo cáo; mặc định: monthly-vi"};
inline constexpr Message kOptionForm = {"give this form alone, for example ii06a",
                                        "chỉ lấy biểu này, ví dụ ii06a"};
inline constexpr Message kOptionBy = {
    "rows of the form: unit (default) or field",
    "dòng của biểu: unit (đơn vị, mặc định) hoặc field (lĩnh vực)"};
inline constexpr Message kOptionRulebook = {
    "id of the rulebook; default: the one that holds on the last day",
    "mã bộ quy tắc; mặc định: bộ có hiệu lực ngày cuối kỳ"};
inline constexpr Message kOptionFormat = {"text (default), markdown, html, csv or json",
                                          "text (mặc định), markdown, html, csv hoặc json"};
inline constexpr Message kOptionOut = {"write into this file instead of standard output",
                                       "ghi vào tệp này thay vì đầu ra chuẩn"};
inline constexpr Message kOptionShowTemplate = {"print a built-in template, to begin with",
                                                "in mẫu có sẵn ra để sửa"};
inline constexpr Message kOptionThrough = {
    "complete through when; a day or \"yyyy-mm-dd hh:mm:ss\"; default: now",
    "đủ đến lúc nào; ngày hoặc \"yyyy-mm-dd hh:mm:ss\"; mặc định: bây giờ"};
inline constexpr Message kOptionCode = {"code of the dossier (MaHoSo or MaHoSoKhac)",
                                        "mã hồ sơ (MaHoSo hoặc MaHoSoKhac)"};
inline constexpr Message kOptionTreeAt = {"day of the tree, yyyy-mm-dd; default: today",
                                          "ngày của cây, yyyy-mm-dd; mặc định: hôm nay"};
inline constexpr Message kOptionReportingUnit = {
    "code or name of the reporting unit, where the file names none",
    "mã hoặc tên đơn vị báo cáo, khi tệp không ghi"};
inline constexpr Message kOptionSource = {"name of the one-stop system, [a-z0-9._-]",
                                          "tên hệ thống một cửa, [a-z0-9._-]"};
inline constexpr Message kOptionReceivedAt = {
    "when the records arrived, yyyyMMddHHmmss; default: now",
    "lúc nhận, yyyyMMddHHmmss; mặc định: bây giờ"};
inline constexpr Message kOptionCompleteThrough = {
    "the source is complete through this, yyyyMMddHHmmss",
    "nguồn đã gửi đủ đến lúc này, yyyyMMddHHmmss"};
inline constexpr Message kOptionRetry = {
    "seconds to keep trying while the node is unavailable or busy, default 30",
    "số giây tiếp tục thử khi nút không trả lời hoặc bận, mặc định 30"};
inline constexpr Message kOptionHistory = {
    "first load of an existing system's old dossiers; resumes, takes folders",
    "nạp ban đầu hồ sơ cũ của hệ thống đang chạy; chạy tiếp được, nhận cả thư mục"};
inline constexpr Message kOptionPetitions = {"CSV or JSON file of petitions",
                                             "tệp CSV hoặc JSON phản ánh, kiến nghị"};
inline constexpr Message kOptionObservations = {
    "CSV or JSON file of figures that were read somewhere",
    "tệp CSV hoặc JSON số liệu đọc từ nơi khác"};
inline constexpr Message kOptionFiles = {"files to read", "các tệp cần nạp"};
inline constexpr Message kOptionCsvFile = {"CSV file", "tệp CSV"};
inline constexpr Message kOptionRulebookName = {
    "id of a rulebook that comes with the program, or a file",
    "mã bộ quy tắc có sẵn trong chương trình, hoặc tệp"};
inline constexpr Message kOptionScoreRulebook = {
    "id of a rulebook that the node holds, or a file to try; default: the one that holds",
    "mã bộ quy tắc nút đang giữ, hoặc tệp để thử; mặc định: bộ đang có hiệu lực"};
inline constexpr Message kOptionCards = {"also a card for each unit directly below",
                                         "thêm thẻ điểm của mỗi đơn vị trực thuộc"};
inline constexpr Message kOptionRulebookFiles = {"rulebook files (textproto)",
                                                 "các tệp bộ quy tắc (textproto)"};
inline constexpr Message kOptionEverything = {"also what changes no points",
                                              "kể cả những gì không làm đổi điểm"};
inline constexpr Message kOptionDryRun = {"check only, add nothing", "chỉ kiểm tra, không ghi"};

// Headings.
inline constexpr Message kUsage = {"Usage", "Cách dùng"};
inline constexpr Message kOptions = {"Options", "Tùy chọn"};
inline constexpr Message kOptionsWord = {"OPTIONS", "TÙY CHỌN"};
inline constexpr Message kCommandWord = {"COMMAND", "LỆNH"};
inline constexpr Message kPositionals = {"Arguments", "Tham số"};
inline constexpr Message kCommands = {"Commands", "Lệnh"};
inline constexpr Message kRequired = {"(required)", "(bắt buộc)"};

}  // namespace lienthong::cli::help
