// Rows as people write them into entries of the reference log.
#pragma once

#include <google/protobuf/repeated_field.h>

#include "lienthong/v1/reference.pb.h"
#include "services/admission/row_reader.h"
#include "storage/registry/registry.h"

namespace lienthong::admission {

// Appends every row that says something new to `draft`; counts and errors go into
// `response`, at most 100 of these. With an error in any row the draft is to be dropped.
// `check` looks into rulebooks; it may be absent.
absl::Status AddRows(const google::protobuf::RepeatedPtrField<v1::ReferenceRow>& rows,
                     const RulebookCheck& check, ReferenceLog::Draft& draft,
                     v1::ImportReferenceResponse& response);

}  // namespace lienthong::admission
