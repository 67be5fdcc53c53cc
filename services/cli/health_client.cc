#include "services/cli/health_client.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/slice.h"
#include "homeward/v1/error.pb.h"
#include "services/rpc/error_detail.h"

namespace homeward::cli {
namespace {

constexpr char kMethod[] = "/grpc.health.v1.Health/Check";
// HealthCheckResponse { status: SERVING }: field 1, varint 1.
constexpr absl::string_view kServing("\x08\x01", 2);

// HealthCheckRequest { service: name }: field 1, of bytes. The empty request
// asks about the whole server.
std::string RequestFor(absl::string_view name) {
  if (name.empty()) return "";
  return absl::StrCat("\x0a", std::string(1, static_cast<char>(name.size())),
                      name);
}

absl::StatusOr<std::string> BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) {
    return absl::InternalError("the health can't be read");
  }
  std::string bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

// What gRPC says of a channel, with its code. Words of gRPC 1.51.
absl::Status Explain(const grpc::Status& status, const std::string& endpoint) {
  const std::string& text = status.error_message();
  std::string code = "HW-NET-004";
  std::string cause = text;
  if (absl::StrContains(text, "onnection refused")) {
    code = "HW-NET-002";
    cause = "the connection was refused";
  } else if (absl::StrContains(text, "DNS")) {
    code = "HW-NET-001";
    cause = "the name has no address";
  } else if (absl::StrContains(text, "HTTP/2") ||
             absl::StrContains(text, "http1") ||
             absl::StrContains(text, "ocket closed") ||
             absl::StrContains(text, "onnection reset") ||
             absl::StrContains(text, "SETTINGS")) {
    code = "HW-TLS-010";
    cause = "no health service without TLS listens there: a port with TLS?";
  } else if (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) {
    code = "HW-NET-003";
    cause = "no answer in time";
  }
  return rpc::DetailedError(
      absl::StatusCode::kUnavailable, code,
      absl::StrCat("can't ask for the health: ", endpoint, ": ", cause),
      v1::FAULT_OWN_NODE,
      "homewardd --config node.textproto; or compare health_address in it");
}

}  // namespace

absl::StatusOr<bool> AskHealth(const std::shared_ptr<grpc::Channel>& channel,
                               const std::string& endpoint,
                               absl::string_view name) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext call;
  call.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(2)));
  grpc::CompletionQueue queue;
  const grpc::Slice bytes_of_request(RequestFor(name));
  const grpc::ByteBuffer request(&bytes_of_request, 1);
  grpc::ByteBuffer response;
  grpc::Status status;
  const auto reader = stub.PrepareUnaryCall(&call, kMethod, request, &queue);
  reader->StartCall();
  reader->Finish(&response, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  if (!status.ok()) {
    return Explain(status, endpoint);
  }
  const auto bytes = BytesOf(response);
  if (!bytes.ok()) return bytes.status();
  return *bytes == kServing;
}

}  // namespace homeward::cli
