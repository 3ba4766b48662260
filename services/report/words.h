// Words that templates may use beside figures, and words of the documents that no
// template can leave out.
#pragma once

#include <google/protobuf/repeated_field.h>

#include <string>
#include <string_view>
#include <vector>

#include "lienthong/v1/report.pb.h"

namespace lienthong::report {

// Written where there is no figure.
inline constexpr std::string_view kNotKnown = "chưa có số liệu";
inline constexpr std::string_view kNothing = "không phát sinh";

using IncompleteSources = google::protobuf::RepeatedPtrField<v1::IncompleteSource>;

// {unit} {unit.code} {period} {from} {to} {as_of} {known_at}.
const std::vector<std::string>& FrameWords();
// The value of one of them.
std::string FrameWord(const v1::ReportFrame& frame, std::string_view word);

// True when every expected source is complete, every unit has one, and nothing waits.
bool IsComplete(const v1::Coverage& coverage);

// "160/163 nguồn đã đủ; 2 nguồn chậm; 1 nguồn chưa từng gửi; ...".
std::string CoverageWords(const v1::Coverage& coverage);

// "Xã Ba (H99.3): không có nguồn; ...": the first `most` of them and how many more.
std::string IncompleteWords(const IncompleteSources& incomplete, int most);

// The notices at the head of a document: not complete, a projection. None: all is well.
std::vector<std::string> NoticesOf(const v1::ReportFrame& frame, const v1::Coverage& coverage);

// "Xã Một (H99.1); từ ngày ... đến ngày ...; tính đến ...".
std::string FrameLine(const v1::ReportFrame& frame);
// Where and when it was made: position of the journal, moment, template.
std::string MadeLine(const v1::ReportFrame& frame);

// "đơn vị xử lý".
std::string_view RoleWords(v1::UnitRole role);

// What an identity that does not hold means, in a sentence.
std::string ResidualWords(const v1::FormResidual& residual);

}  // namespace lienthong::report
