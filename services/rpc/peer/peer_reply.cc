#include "services/rpc/peer/peer_reply.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/rpc/fault.h"

namespace homeward::rpc {
namespace {

// Whether it has what every honest reply has: an empty message has not.
bool IsWhole(const v1::AskResponse& reply) { return reply.has_answer(); }
bool IsWhole(const v1::SynchronizeResponse& reply) {
  return reply.has_versions() && reply.has_now();
}
bool IsWhole(const v1::WithdrawResponse& reply) { return reply.has_receipt(); }
bool IsWhole(const v1::TellReviewResponse& reply) {
  return reply.has_receipt();
}
bool IsWhole(const v1::ProbeResponse& reply) { return reply.steps_size() > 0; }

}  // namespace

template <typename Response>
absl::StatusOr<Response> ReadReply(const std::string& agency_id,
                                   const std::string& endpoint,
                                   const grpc::ByteBuffer& bytes) {
  // The reader takes a pointer that it only reads; a copy shares the bytes.
  grpc::ByteBuffer shared = bytes;
  Response reply;
  if (shared.Valid()) {
    grpc::ProtoBufferReader reader(&shared);
    if (reply.ParseFromZeroCopyStream(&reader) && reader.status().ok() &&
        IsWhole(reply)) {
      return reply;
    }
  }
  return FaultError(
      Fault::kUnreadableReply, agency_id,
      absl::StrCat(agency_id, " at ", endpoint, ": its reply can't be read"));
}

template absl::StatusOr<v1::AskResponse> ReadReply(const std::string&,
                                                   const std::string&,
                                                   const grpc::ByteBuffer&);
template absl::StatusOr<v1::SynchronizeResponse> ReadReply(
    const std::string&, const std::string&, const grpc::ByteBuffer&);
template absl::StatusOr<v1::WithdrawResponse> ReadReply(
    const std::string&, const std::string&, const grpc::ByteBuffer&);
template absl::StatusOr<v1::TellReviewResponse> ReadReply(
    const std::string&, const std::string&, const grpc::ByteBuffer&);
template absl::StatusOr<v1::ProbeResponse> ReadReply(const std::string&,
                                                     const std::string&,
                                                     const grpc::ByteBuffer&);

}  // namespace homeward::rpc
