// An update of the workload as the desk of a one-stop system sends it, and the reference
// data of the province that the workload is about.
#pragma once

#include <string>

#include "lienthong/v1/intake.pb.h"
#include "lienthong/v1/reference.pb.h"
#include "tests/benchmark/workload.h"

namespace lienthong::benchmark {

// Name of the source that sends.
inline constexpr char kSource[] = "igate";
// Code of the province; its units are communes directly below.
inline constexpr char kProvince[] = "H44";

void FillRecord(const Update& update, v1::SourceRecord& record);

// Units, procedures and a calendar; the node `holder` may write for every unit.
v1::ImportReferenceRequest Province(const std::string& holder);

}  // namespace lienthong::benchmark
