// The updates that every system of the comparison takes in: two years of a province of
// 180 units, one of which has 15 % of the volume, and 1,500 procedures; about 5 updates a
// dossier, 3 % of them late or repeated (README.md).
//
//   Workload workload(/*dossiers=*/200'000, /*seed=*/1);
//   workload.Stream([&](const Update& update) { ...; return true; });
//
// The same seed and number of dossiers give the same updates in the same order, on every
// machine and in every process: nothing is passed in files. Made from counts alone, so an
// update costs some 100 ns; a caller that cannot afford even that keeps them in memory.
//
// The promises are such that every system can count alike without a calendar: each due
// instant is stated, a request for a supplement comes before it, and a re-appointment
// after the supplement states the new one.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace lienthong::benchmark {

inline constexpr int kUnits = 180;
inline constexpr int kProcedures = 1500;
inline constexpr int kDays = 728;
inline constexpr int64_t kDaySeconds = 86400;
// 2023-01-02 00:00 in Vietnam, a Monday.
inline constexpr int64_t kStart = 1672592400;
// Instants of the national time zone are UTC and this.
inline constexpr int64_t kZoneSeconds = 7 * 3600;

// Bits of Update::flags, in the order of the columns of the comparison.
enum UpdateFlag : uint8_t {
  kOnline = 1,
  kFeeDue = 2,
  kPaidOnline = 4,
  kDigitised = 8,
  kElectronicResult = 16,
  kReused = 32,
};

// The whole state of a dossier after one of its updates. Instants are seconds since 1970
// UTC, 0 for absent.
struct Update {
  uint32_t dossier = 0;    // from 0, in the order of acceptance
  uint16_t unit = 0;       // from 0; unit 0 is the large one
  uint16_t procedure = 0;  // from 0
  uint8_t revision = 0;    // from 1; a repeat has the number of what it repeats
  uint8_t status = 0;      // national code: 2, 4, 5, 7, 9 or 10
  uint8_t channel = 0;     // national code: 1, 2 or 3
  uint8_t flags = 0;
  int64_t accepted = 0;
  int64_t promised = 0;        // the first promise
  int64_t promised_after = 0;  // the one after a supplement
  int64_t requested = 0;       // the supplement
  int64_t received = 0;        // likewise
  int64_t at = 0;              // when the status was entered
  int64_t finished = 0;        // decided or withdrawn
  int64_t returned = 0;
  int64_t arrival = 0;  // at the desk; orders the stream

  // The promise in force.
  int64_t due() const { return promised_after != 0 ? promised_after : promised; }
};

// Its code (`MaHoSo`), 22 bytes.
std::string CodeOf(const Update& update);
// Code of a unit and of a procedure.
std::string UnitCode(int unit);
std::string ProcedureCode(int procedure);
// Whether a procedure has a fee.
bool HasFee(int procedure);

class Workload {
 public:
  explicit Workload(uint32_t dossiers, uint64_t seed = 1);

  // The updates of one dossier, in order, without late ones and repeats.
  std::vector<Update> Dossier(uint32_t number) const;
  // Hands every update to `visit` in the order of arrival until it returns false.
  void Stream(const std::function<bool(const Update&)>& visit) const;

 private:
  int DayOf(uint32_t number) const;

  const uint32_t dossiers_;
  const uint64_t seed_;
  // Cumulative shares, and the first dossier of each day.
  std::vector<double> units_;
  std::vector<double> procedures_;
  std::vector<uint32_t> first_of_day_;
};

}  // namespace lienthong::benchmark
