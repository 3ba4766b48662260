// Files of dossier updates, record by record: the national JSON form and CSV with
// the same field names. What leaves here is a SourceRecord: names, numbers of
// people, addresses, phones, free text and links are never copied out of the file.
//
// One bad record never sinks the others. It is reported with its number, its field
// and a reason, never with a value. The readers check the form (syntax, sizes,
// dates); Validate (validate.h) checks the rest, at the node.
//
// The two JSON forms: an envelope {"madonvi": ..., "service": ..., "data": [...]},
// and the bare array. An element is either the state of a dossier
// (`DongBoHoSoMC`) or a progress record (`CapNhatTienDoHoSoMC`), which has
// `TrangThai` and no `TrangThaiHoSo`. A progress record states the instant at which
// the dossier entered a status: it becomes a SourceRecord with `dossier`, `status`
// and `status_time` only. The element tells which it is, not the envelope, since a
// bare array has no envelope. `isUpdating` is ignored: taking an update in is
// idempotent, so it does not matter whether the sender knows the dossier.
//
// Every value may be a string, a number or a boolean; null, "" and absent are one.
// Times are yyyyMMddHHmmss or yyyyMMdd in UTC+7. A promised day without a time (or
// with 000000) is `day_only`; any other such time is the start of that day. A paper
// (`TaiLieuNop`) with `IsDeleted` counts for nothing. A field that a record holds
// twice is a fault.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lienthong/v1/intake.pb.h"

namespace lienthong::intake {

// Largest record, with everything in it. Real ones have 1 to 8 KB; a bound keeps a
// runaway free text or an embedded file out.
inline constexpr size_t kRecordBytesMax = size_t{1} << 20;

// A record that does not go in.
struct Reject {
  // Its place in the file, from 1; a CSV header is not counted.
  uint64_t number;
  // Its code where it has a valid one, else "".
  std::string dossier;
  // The national name of the field at fault; "" for the record as a whole.
  std::string field;
  // Why, without the value.
  std::string reason;

  bool operator==(const Reject&) const = default;
};

// Takes a record; an error stops the reading and becomes its result.
using OnRecord = absl::FunctionRef<absl::Status(uint64_t number, v1::SourceRecord record)>;
using OnReject = absl::FunctionRef<void(const Reject&)>;

// What the file says about all its records.
struct Envelope {
  // `madonvi` or `MaDinhDanhDV` of the envelope; "" where there is none. Records
  // that name no reporting unit of their own carry it already.
  std::string unit;
};

// Reads either JSON form. Elements broken by bad syntax, invalid UTF-8 or size are
// rejected alone; of truncated text, the complete elements go in and one last
// reject with the field "" says "truncated ...". Where a bracket or a quote is missing,
// reading goes on at the next whole object that has a MaHoSo. INVALID_ARGUMENT: not JSON, no
// `data` list, or a bad unit in the envelope; nothing was delivered then.
absl::StatusOr<Envelope> ReadNationalJson(std::string_view bytes, OnRecord on_record,
                                          OnReject on_reject, size_t* read = nullptr);

// Reads CSV (RFC 4180, UTF-8 with or without a byte order mark; comma or semicolon,
// as the header has it). Columns stand in any order; unknown ones are ignored;
// nested lists are JSON in their cell. INVALID_ARGUMENT: MaHoSo, MaTTHC or
// TrangThaiHoSo is missing, or a wanted column stands twice; nothing was delivered
// then. A row with another number of cells than the header is rejected alone, and
// so is a row whose quotes do not match: reading goes on at the next line.
absl::StatusOr<Envelope> ReadCsv(std::string_view bytes, OnRecord on_record, OnReject on_reject,
                                 size_t* read = nullptr);

// Reads JSON when the first character is a bracket or a brace, else CSV. Here and above,
// `read` is told, before each delivery, how many bytes are behind the reader.
absl::StatusOr<Envelope> ReadFile(std::string_view bytes, OnRecord on_record, OnReject on_reject,
                                  size_t* read = nullptr);

}  // namespace lienthong::intake
