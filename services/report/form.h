// Fills in a form: the books of its rows, added up as its template says.
#pragma once

#include <string>

#include "lienthong/v1/report.pb.h"
#include "services/report/source.h"

namespace lienthong::report {

// `form` was checked. A row whose sources were never heard of and whose every figure is
// 0 gets no values; a column apart that is 0 everywhere is left out.
v1::Form FillForm(const v1::FormTemplate& form, v1::FormBy by, const Books& books);

// False when nothing is known: no expected source was ever heard of, and nothing counted.
bool IsKnown(const v1::Coverage& coverage, const v1::Figures& figures);

// The frame's words in a title.
std::string FillTitle(const std::string& title, const v1::ReportFrame& frame);

}  // namespace lienthong::report
