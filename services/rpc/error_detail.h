#ifndef HOMEWARD_SERVICES_RPC_ERROR_DETAIL_H_
#define HOMEWARD_SERVICES_RPC_ERROR_DETAIL_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/support/status.h"
#include "homeward/v1/error.pb.h"

// Errors with a stable code, a cause, whose fault it is and what mends it. In
// this process such an error is an absl::Status that carries an ErrorDetail;
// on the wire it is a gRPC status and the trailing metadata kErrorKey.
namespace homeward::rpc {

// Trailing metadata: a serialized v1::ErrorDetail. At most 4 KiB.
inline constexpr char kErrorKey[] = "homeward-error-bin";
// Trailing metadata: the id of the query, for `homeward explain`.
inline constexpr char kQueryIdKey[] = "homeward-query-id";

// A status of `code` whose message is `cause`, carrying the four. `error_code`
// is such as "HW-TLS-003"; `cause` holds no personal data. Thread-safe.
absl::Status DetailedError(absl::StatusCode code, absl::string_view error_code,
                           absl::string_view cause, v1::Fault fault,
                           absl::string_view next_command);

// `status` carrying `detail` instead of what it carried. OK stays OK.
absl::Status WithDetail(absl::Status status, const v1::ErrorDetail& detail);

// What `status` carries; an empty message when it carries none.
v1::ErrorDetail DetailOf(const absl::Status& status);

// The gRPC form of `status`: the same code and text. The text is cut at 1 KiB,
// since HTTP/2 headers carry it.
grpc::Status ToGrpc(const absl::Status& status);

// The reverse, with `detail_bytes` from kErrorKey (empty: none). Bytes that are
// no ErrorDetail are ignored: another node sent them.
absl::Status FromGrpc(const grpc::Status& status,
                      absl::string_view detail_bytes);

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_ERROR_DETAIL_H_
