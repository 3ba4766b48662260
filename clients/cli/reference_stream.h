// Sends an import of reference data in pieces of one stream, so that a nation's units
// go in at once: all of them or none.
#pragma once

#include "clients/cli/context.h"
#include "lienthong/v1/reference.grpc.pb.h"

namespace lienthong::cli {

// As ImportReference, whatever the number of rows.
grpc::Status ImportInPieces(const Context& context, const v1::ImportReferenceRequest& request,
                            v1::ImportReferenceResponse& response);

}  // namespace lienthong::cli
