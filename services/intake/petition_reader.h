// Files of petitions (phản ánh, kiến nghị), CSV or JSON; there is no national form for
// them. Columns, English (Vietnamese), in any order:
//
//   petition (MaPAKN)               its code, 1 to 64 bytes; required
//   received (NgayTiepNhan)         required
//   unit (DonViXuLy)                code or name of the unit that has to handle it;
//                                   empty: the reporting unit
//   reporting_unit (madonvi)        whose desk reports it; empty: as --unit says
//   procedure (MaTTHC)              the procedure it is about; empty: none
//   refused (NgayTuChoi)            refused
//   more_asked (NgayYeuCauBoSung)   more was asked of the sender
//   processed (NgayXuLy)            answered
//   published (NgayCongKhai)        the answer was made public
//   satisfaction (MucDoHaiLong)     satisfied (hài lòng, 1), dissatisfied (không hài
//                                   lòng, 0) or empty
//   revision (LanSua)               the source's own revision; empty: derived
//   deleted (DaXoa)                 1: deleted at the source; then only `petition` is read
//
// Times as ParseWrittenTime (rows.h). Who wrote, about what and in what words is never
// read.
#pragma once

#include "services/intake/rows.h"
#include "services/intake/validate.h"

namespace lienthong::intake {

using OnPetition = absl::FunctionRef<absl::Status(uint64_t number, v1::PetitionRecord record)>;

// As ReadRows; a value that is none is a fault of its row.
absl::Status ReadPetitions(std::string_view bytes, OnPetition on_petition, OnReject on_reject);

// The first fault of `record`, or nothing; fields are named as the English columns. Pure.
std::optional<FieldError> Validate(const v1::PetitionRecord& record, Instant arrival);

}  // namespace lienthong::intake
