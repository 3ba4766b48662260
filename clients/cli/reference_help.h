// The texts of --help of the commands about reference data: reference, map, procedures.
#pragma once

#include "clients/cli/language.h"

namespace lienthong::cli::help {

inline constexpr Message kReference = {"Reference data of the network.", "Danh mục dùng chung."};
inline constexpr Message kReferenceImport = {
    "Reference data from files into the root node: all rows of all files, or none.",
    "Nạp danh mục từ tệp vào nút gốc: tất cả các dòng của mọi tệp, hoặc không dòng nào."};
inline constexpr Message kReferenceImportFooter = {
    R"(Columns, in any order; those in brackets may be absent:
  --units         code,name,type,parent,valid_from[,abolished]
                  type: nation, province, district, commune, department, centre
  --procedures    code,name,field,processing_days,fee,online,written_result
                  [,valid_from,unit,online_payment,citizen,population_data,
                  issued,publish_by,published,update_by,updated,complete,withdrawn]
                  processing_days: working days; online: full, partial, other
                  unit: the one in whose catalogue it stands (and that of the units below and
                  above it); online and what says how it is offered then hold there only, and
                  a procedure that is known needs no more than its code
  --grants        unit,node,source,valid_from[,go_live,without_release]
  --mappings      source,kind,value,target,valid_from
                  kind: unit, procedure, status, channel
  --calendar      date,kind,detail,source[,unit,swap,provisional]; may be repeated
                  kind: hours ("07:30-11:30,13:00-17:00"), holiday, working, supplement_limit
                  unit: the one for which it holds, with all below it, before the nation's
                  swap: the other day of a swap; a working Saturday of the nation has one
                  provisional: 1 for a day that is expected and not decided
                  (2023 to 2027 come with the program: reference/calendars)
  --observations  unit,definition,from,to,value,measure,source,as_of[,withdrawn]
                  figures from above, for example averages; measure: count, percent, points
  --rulebook      a rulebook as textproto (proto/lienthong/v1/rulebook.proto); may be repeated
Days are yyyy-mm-dd; an empty valid_from means always. Yes and no are 1 and 0, empty is 0. What ends
(abolished, withdrawn) needs the first day on which it is no longer there. Faults are named by file,
line and column, and then nothing is added.

Refused as well: a word mapped to two things from one day on; two codes for one procedure by name
and field, unless different units offer them; two rulebooks on one day, or none between two; a day
said in two ways; a swap without its pair.

Example:
  lienthong reference import --units units.csv --procedures procedures.csv --dry-run)",
    R"(Các cột, thứ tự tùy ý; cột trong ngoặc vuông có thể thiếu:
  --units         code,name,type,parent,valid_from[,abolished]
                  type: nation, province, district, commune, department, centre
  --procedures    code,name,field,processing_days,fee,online,written_result
                  [,valid_from,unit,online_payment,citizen,population_data,
                  issued,publish_by,published,update_by,updated,complete,withdrawn]
                  processing_days: ngày làm việc; online: full, partial, other
                  unit: đơn vị có thủ tục này trong danh mục (cùng các đơn vị dưới và trên nó); khi
                  đó online và các cột nói cách cung cấp chỉ đúng tại đó, và thủ tục đã có chỉ cần
                  mã
  --grants        unit,node,source,valid_from[,go_live,without_release]
  --mappings      source,kind,value,target,valid_from
                  kind: unit, procedure, status, channel
  --calendar      date,kind,detail,source[,unit,swap,provisional]; có thể lặp lại
                  kind: hours ("07:30-11:30,13:00-17:00"), holiday, working, supplement_limit
                  unit: đơn vị áp dụng, cùng mọi đơn vị dưới nó, thay cho lịch cả nước
                  swap: ngày kia của cặp hoán đổi; thứ Bảy làm bù của cả nước phải có
                  provisional: 1 cho ngày dự kiến, chưa có quyết định
                  (lịch 2023 đến 2027 có sẵn cùng chương trình: reference/calendars)
  --observations  unit,definition,from,to,value,measure,source,as_of[,withdrawn]
                  số liệu từ cấp trên, ví dụ bình quân; measure: count, percent, points
  --rulebook      bộ quy tắc dạng textproto (proto/lienthong/v1/rulebook.proto); có thể lặp lại
Ngày viết yyyy-mm-dd; valid_from trống nghĩa là luôn luôn. Có và không viết 1 và 0, trống là 0. Cái
kết thúc (abolished, withdrawn) cần ngày đầu tiên không còn nữa. Lỗi được chỉ ra theo tệp, dòng và
cột, và khi đó không ghi gì.

Cũng bị từ chối: một từ ánh xạ sang hai nghĩa từ cùng một ngày; hai mã cho một thủ tục cùng tên và
lĩnh vực, trừ khi do các đơn vị khác nhau cung cấp; hai bộ quy tắc trong một ngày, hoặc khoảng trống
giữa hai bộ; một ngày được nêu hai cách; ngày hoán đổi thiếu cặp.

Ví dụ:
  lienthong reference import --units units.csv --procedures procedures.csv --dry-run)"};
inline constexpr Message kReferenceExport = {
    "Reference data in force as a file that an import takes.",
    "Xuất danh mục đang có thành tệp để nạp lại được."};
inline constexpr Message kReferenceExportFooter = {
    R"(CSV, or JSON with --output json. Every version of every row, so that the files of all kinds, in the
order of the import, give an empty network the same reference data.

Example:
  lienthong reference export --kind procedures > procedures.csv)",
    R"(CSV, hoặc JSON với --output json. Mọi phiên bản của mọi dòng, nên các tệp của mọi loại, theo thứ tự
khi nạp, cho một mạng trống đúng danh mục này.

Ví dụ:
  lienthong reference export --kind procedures > procedures.csv)"};

inline constexpr Message kMap = {"What the words of each source mean.",
                                 "Ý nghĩa từ ngữ của từng nguồn."};
inline constexpr Message kMapImport = {"Mappings from a CSV file into the root node.",
                                       "Nạp bảng ánh xạ từ tệp CSV vào nút gốc."};
inline constexpr Message kMapImportFooter = {
    R"(Columns: source,kind,value,target,valid_from, as of reference import; what `map suggest` adds for
people is passed over. Records that waited for these words count by themselves.

Example:
  lienthong map import words.csv --dry-run)",
    R"(Các cột: source,kind,value,target,valid_from, như reference import; các cột `map suggest` thêm cho
người xem được bỏ qua. Bản ghi đang chờ những từ này sẽ tự được tính.

Ví dụ:
  lienthong map import words.csv --dry-run)"};
inline constexpr Message kMapList = {"The mappings in force.", "Các ánh xạ đang có."};
inline constexpr Message kMapListFooter = {
    R"(Example:
  lienthong map list --source igate --output csv)",
    R"(Ví dụ:
  lienthong map list --source igate --output csv)"};
inline constexpr Message kMapSuggest = {
    "Words for which records wait, with the codes that they most likely mean.",
    "Những từ mà bản ghi đang chờ, kèm các mã có khả năng nhất."};
inline constexpr Message kMapSuggestFooter = {
    R"(Names are compared without case, diacritics and punctuation, with common abbreviations (UBND, TT,
TTHC, TP, ...) written out: half by words, half by letters, 0 to 100; 100 is the same. A code in
another form (000.00.13.H44 for H44.13) counts 95. Nothing is mapped by this command.

As CSV it prints the rows that `map import` takes, each word with its nearest code: look at every one
of them, mend what is wrong, fill in or delete what has no code.

Example:
  lienthong map suggest --source igate --output csv > words.csv)",
    R"(Tên được so không kể hoa thường, dấu và dấu câu, các chữ viết tắt thường gặp (UBND, TT, TTHC, TP, ...)
được viết đủ: nửa theo từ, nửa theo chữ cái, từ 0 đến 100; 100 là giống hệt. Mã ở dạng khác
(000.00.13.H44 cho H44.13) được 95. Lệnh này không ánh xạ gì.

Với CSV, in các dòng để `map import` nạp, mỗi từ kèm mã gần nhất: hãy xem từng dòng, sửa chỗ sai, điền
hoặc xóa dòng không có mã.

Ví dụ:
  lienthong map suggest --source igate --output csv > words.csv)"};

inline constexpr Message kProcedures = {
    "The catalogue of procedures of a unit on a day, and its counts.",
    "Danh mục thủ tục của một đơn vị tại một ngày, và số lượng."};
inline constexpr Message kProceduresFooter = {
    R"(A unit's catalogue is what is offered by it, by a unit above it or by one below it; where none of them
has a catalogue of its own, every procedure that holds on the day.

Examples:
  lienthong procedures --unit H44
  lienthong procedures --unit H44.13 --on 2025-06-30 --output csv)",
    R"(Danh mục của một đơn vị là những gì đơn vị đó, đơn vị trên hoặc dưới nó cung cấp; nơi không đơn vị nào
có danh mục riêng thì là mọi thủ tục có hiệu lực trong ngày.

Ví dụ:
  lienthong procedures --unit H44
  lienthong procedures --unit H44.13 --on 2025-06-30 --output csv)"};

// Single options.
inline constexpr Message kOptionCalendarFile = {"CSV file; may be repeated", "tệp CSV; có thể lặp lại"};
inline constexpr Message kOptionRulebookFile = {"rulebook as textproto; may be repeated",
                                                "bộ quy tắc dạng textproto; có thể lặp lại"};
inline constexpr Message kOptionKind = {
    "units, procedures, grants, mappings, calendar or observations",
    "units, procedures, grants, mappings, calendar hoặc observations"};
inline constexpr Message kOptionMapSource = {
    "only mappings of this source (and of any); default: all",
    "chỉ ánh xạ của nguồn này (và của mọi nguồn); mặc định: tất cả"};
inline constexpr Message kOptionCandidates = {"codes shown for a word, default 3",
                                              "số mã nêu cho mỗi từ, mặc định 3"};
inline constexpr Message kOptionOn = {"day of the catalogue, yyyy-mm-dd; default: today",
                                      "ngày của danh mục, yyyy-mm-dd; mặc định: hôm nay"};

}  // namespace lienthong::cli::help
