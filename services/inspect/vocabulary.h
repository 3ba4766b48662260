// The words of such reports, and what each says about a figure.
//
// A label ("số hồ sơ đã giải quyết đúng hạn") says several things at once: what is counted
// (dossiers), where it stands (resolved), how it stands in time (on time). Each is an aspect of
// its own, so that new words are one line in a table, and two aspects may come from different
// places: "đã giải quyết 18.057 hồ sơ, 18 hồ sơ quá hạn" says "resolved" once for both.
//
// The longest phrase wins, so names of offices and systems that contain such words ("Hệ thống
// thông tin giải quyết TTHC", "Bộ phận Tiếp nhận và Trả kết quả") say nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "services/inspect/figures.h"

namespace lienthong::inspect {

enum class Object { kNone, kDossier, kProcedure, kPetition, kPoints };
enum class State { kNone, kReceived, kResolved, kOpen, kPaused, kCancelled };
enum class Timing { kNone, kEarly, kOnTime, kEarlyOrOnTime, kInTime, kLate };
enum class Channel { kNone, kNew, kOnline, kInPerson, kByPost, kCounter, kCarriedOver };
enum class Provision { kNone, kFull, kPartial, kOnline, kOther };
// Indicators that are known by their own words only.
enum class Indicator { kNone, kElectronicResult, kDigitised, kReused, kPaidOnline, kSatisfied };

// An aspect that a phrase states; `kind` says which member counts.
struct Meaning {
  enum class Kind {
    kNothing,  // a name: masks the words in it
    kObject,
    kState,
    kWeakState,  // counts where nothing stronger stands
    kTiming,
    kOpenInTime,  // a state and a timing in one phrase
    kChannel,
    kProvision,
    kIndicator,
    kGroup,        // one of the six groups of Decision 766, or their total
    kNational,     // the country's figure, not the reporter's
    kOwn,          // the whole of the reporter: "toàn tỉnh"
    kPortal,       // as the national portal shows it
    kLevel,        // one level of the administration: "cấp xã"
    kOffice,       // begins the name of an office: "Sở", "huyện"
    kTotal,        // "tổng số"
    kMaximum,      // "điểm tối đa"
    kCounted,      // "tử số": a number of things, no score
    kShare,        // "tỷ lệ", "chiếm"
    kFiller,       // "đạt", "là", "có": says nothing, and stops nothing
    kPart,         // "trong đó", "gồm"
    kComparison,   // "so với", "tăng"
    kTarget,       // "phấn đấu", "trở lên"
    kCumulative,   // "lũy kế", "từ đầu năm"
    kOtherPeriod,  // "cùng kỳ", "tháng trước"
  };
  Kind kind = Kind::kNothing;
  int value = 0;
};

// The groups of Decision 766 in the order of the portal; 0 is none.
inline constexpr int kGroups = 6;
inline constexpr int kGroupTotal = 7;
// 3 and 4 together, as the decision's own text has them: "Cung cấp dịch vụ trực tuyến, 22 điểm".
inline constexpr int kGroupOnline = 8;

// A phrase found in a text: tokens [begin, end).
struct Match {
  size_t begin = 0;
  size_t end = 0;
  Meaning meaning;
};

// The phrases of `tokens`, leftmost first, longest first, not overlapping.
std::vector<Match> FindPhrases(const std::vector<Token>& tokens);

}  // namespace lienthong::inspect
