#include "clients/cli/reference_stream.h"

#include "clients/cli/connection.h"

namespace lienthong::cli {
namespace {

// Of one message, well below the 4 MiB that a node takes.
constexpr size_t kPieceBytesMax = 1 << 20;

}  // namespace

grpc::Status ImportInPieces(const Context& context, const v1::ImportReferenceRequest& request,
                            v1::ImportReferenceResponse& response) {
  const auto stub = v1::ReferenceService::NewStub(OpenChannel(context));
  grpc::ClientContext call;
  SetDeadline(context, call);
  const auto writer = stub->ImportReferenceStream(&call, &response);
  v1::ImportReferenceRequest piece;
  size_t bytes = 0;
  bool open = true;
  piece.set_dry_run(request.dry_run());
  for (int i = 0; open && i < request.rows_size(); ++i) {
    bytes += request.rows(i).ByteSizeLong();
    *piece.add_rows() = request.rows(i);
    if (bytes < kPieceBytesMax) continue;
    open = writer->Write(piece);
    piece.clear_rows();
    bytes = 0;
  }
  if (open) writer->Write(piece);
  writer->WritesDone();
  return writer->Finish();
}

}  // namespace lienthong::cli
