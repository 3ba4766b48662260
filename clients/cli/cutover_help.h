// Help of cutover, in both languages.
#pragma once

#include "clients/cli/language.h"

namespace lienthong::cli::help {

inline constexpr Message kCutover = {"From an existing system to this one.",
                                     "Chuyển từ hệ thống đang chạy sang hệ thống này."};
inline constexpr Message kCutoverCheck = {
    "Compares the old system's own totals per unit and month with the books.",
    "So số tổng của hệ thống cũ theo đơn vị và tháng với sổ."};
inline constexpr Message kCutoverCheckFooter = {
    R"(The file is CSV, comma or semicolon, one line for each unit and month; columns in any order, under
their English or Vietnamese name. A column that is not here is an error: rename or remove it.
  unit (DonVi)                          code of the unit; its figures include the units below it
  month (Thang)                         2026-08 or 08/2026
and at least one of the figures, digits only; an empty cell is not compared:
  received (TiepNhan)                   came in during the month: new, reopened, moved in less moved out
  resolved (DaGiaiQuyet)                decided in the month
  resolved_in_time (GiaiQuyetDungHan)   of these: not late, or without a promised date
  resolved_late (GiaiQuyetQuaHan)       of these: after the promised date
  cancelled (HuyTra)                    refused, withdrawn or stopped in the month
  in_hand (ConLai)                      in hand at the end of the month: being processed or waiting
  overdue (ConLaiQuaHan)                of these: overdue
  paused (TamDung)                      of these: waiting for a supplement or a payment
  carried_over (KyTruocChuyenSang)      in hand at the beginning of the month
The total line adds what can be added over months. A difference names both figures, and how many of
the unit's records wait for reference data and are not counted yet (lienthong coverage).

Exit code 0: all equal. 1: something differs. 2: the file is at fault, each fault with line and
column, or names a unit that the node does not know.

Examples:
  lienthong import --history --unit H44.13 --source igate old-dossiers/
  lienthong cutover check old-totals.csv --node 127.0.0.1:7001
  lienthong cutover check old-totals.csv --output csv > differences.csv)",
    R"(Tệp CSV, dấu phẩy hoặc chấm phẩy, mỗi dòng một đơn vị và một tháng; các cột thứ tự tùy ý, tên tiếng
Anh hoặc tiếng Việt. Cột không có dưới đây là lỗi: hãy đổi tên hoặc bỏ cột đó.
  unit (DonVi)                          mã đơn vị; số liệu gồm cả các đơn vị trực thuộc
  month (Thang)                         2026-08 hoặc 08/2026
và ít nhất một số liệu, chỉ ghi chữ số; ô trống thì không so:
  received (TiepNhan)                   tiếp nhận trong tháng: mới, mở lại, chuyển đến trừ chuyển đi
  resolved (DaGiaiQuyet)                giải quyết xong trong tháng
  resolved_in_time (GiaiQuyetDungHan)   trong đó: không quá hạn, hoặc không có ngày hẹn
  resolved_late (GiaiQuyetQuaHan)       trong đó: sau ngày hẹn trả
  cancelled (HuyTra)                    từ chối, rút, dừng trong tháng
  in_hand (ConLai)                      còn lại cuối tháng: đang xử lý hoặc đang chờ
  overdue (ConLaiQuaHan)                trong đó: quá hạn
  paused (TamDung)                      trong đó: chờ bổ sung hoặc chờ nộp tiền
  carried_over (KyTruocChuyenSang)      còn lại đầu tháng
Dòng tổng cộng những gì cộng được qua các tháng. Dòng lệch nêu cả hai số, và bao nhiêu bản ghi của
đơn vị đang chờ danh mục nên chưa được tính (lienthong coverage).

Mã thoát 0: khớp hết. 1: có chỗ lệch. 2: tệp có lỗi, mỗi lỗi kèm dòng và cột, hoặc có đơn vị mà nút
không biết.

Ví dụ:
  lienthong import --history --unit H44.13 --source igate ho-so-cu/
  lienthong cutover check tong-cu.csv --node 127.0.0.1:7001
  lienthong cutover check tong-cu.csv --output csv > cho-lech.csv)"};

}  // namespace lienthong::cli::help
