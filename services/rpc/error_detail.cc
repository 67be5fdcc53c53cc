#include "services/rpc/error_detail.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "grpcpp/support/status.h"
#include "homeward/v1/error.pb.h"

namespace homeward::rpc {
namespace {

constexpr char kPayload[] = "homeward.v1.ErrorDetail";
constexpr size_t kMaxTextBytes = 1024;
constexpr size_t kMaxDetailBytes = 4096;

// At most `limit` bytes of `text`, not cut inside a UTF-8 character.
std::string Cut(absl::string_view text, size_t limit) {
  if (text.size() <= limit) return std::string(text);
  size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;
  }
  return std::string(text.substr(0, end));
}

}  // namespace

absl::Status DetailedError(absl::StatusCode code, absl::string_view error_code,
                           absl::string_view cause, v1::Fault fault,
                           absl::string_view next_command) {
  v1::ErrorDetail detail;
  detail.set_code(std::string(error_code));
  detail.set_cause(Cut(cause, kMaxTextBytes));
  detail.set_fault(fault);
  detail.set_next_command(Cut(next_command, kMaxTextBytes));
  return WithDetail(absl::Status(code, cause), detail);
}

absl::Status WithDetail(absl::Status status, const v1::ErrorDetail& detail) {
  status.SetPayload(kPayload, absl::Cord(detail.SerializeAsString()));
  return status;
}

v1::ErrorDetail DetailOf(const absl::Status& status) {
  v1::ErrorDetail detail;
  const absl::optional<absl::Cord> bytes = status.GetPayload(kPayload);
  if (!bytes.has_value() || !detail.ParseFromString(std::string(*bytes))) {
    return v1::ErrorDetail();
  }
  return detail;
}

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  return grpc::Status(static_cast<grpc::StatusCode>(status.raw_code()),
                      Cut(status.message(), kMaxTextBytes));
}

absl::Status FromGrpc(const grpc::Status& status,
                      absl::string_view detail_bytes) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_message());
  v1::ErrorDetail detail;
  if (detail_bytes.empty() || detail_bytes.size() > kMaxDetailBytes ||
      !detail.ParseFromArray(detail_bytes.data(), detail_bytes.size())) {
    return result;
  }
  return WithDetail(std::move(result), detail);
}

}  // namespace homeward::rpc
