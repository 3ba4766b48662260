// The reference data in force, as rows that ImportReference takes. Pure.
#pragma once

#include <google/protobuf/repeated_field.h>

#include "lienthong/v1/catalogue.pb.h"
#include "storage/base/status.h"
#include "storage/registry/registry.h"

namespace lienthong::query {

// Every row of `request.kind` by key, in an order in which an empty node can take them:
// units after those above them, procedures before what units offer of them.
// INVALID_ARGUMENT: no kind.
absl::Status ListRows(const Registry& registry, const v1::ListReferenceRequest& request,
                      google::protobuf::RepeatedPtrField<v1::ReferenceRow>& rows);

}  // namespace lienthong::query
