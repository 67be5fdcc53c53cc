#include "services/rpc/grpc_error.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "grpcpp/support/status.h"
#include "homeward/v1/error.pb.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/fault.h"

namespace homeward::rpc {
namespace {

// Words of gRPC 1.51, OpenSSL 3.0 and the system, and what they mean here.
struct Words {
  absl::string_view words;
  Fault fault;
  absl::string_view meaning;
};
constexpr Words kWords[] = {
    {"Domain name not found", Fault::kUnresolved,
     "the host name is not known to the name server"},
    {"DNS resolution failed", Fault::kUnresolved,
     "the host name can't be resolved"},
    {"Connection refused", Fault::kRefused,
     "nothing listens there: the connection was refused"},
    {"wrong version number", Fault::kNotTls,
     "what listens there does not speak TLS"},
    {"WRONG_VERSION_NUMBER", Fault::kNotTls,
     "what listens there does not speak TLS"},
    {"packet length too long", Fault::kNotTls,
     "what listens there does not speak TLS"},
    {"http request", Fault::kNotTls, "what listens there does not speak TLS"},
    {"Cannot check peer: missing selected ALPN", Fault::kNotTls,
     "what listens there speaks TLS but not gRPC: is it the right port?"},
    {"alert certificate", Fault::kOwnCertificateRefused,
     "it refused the certificate of this node"},
    {"alert unknown ca", Fault::kOwnCertificateRefused,
     "it does not know the root of this node's certificate"},
    {"alert bad certificate", Fault::kOwnCertificateRefused,
     "it refused the certificate of this node"},
    {"andshake", Fault::kHandshake, "the TLS handshake failed"},
    {"Timeout occurred", Fault::kTimeout, "no connection in time"},
    {"timed out", Fault::kTimeout, "no connection in time"},
    {"No route to host", Fault::kBroken, "there is no route to it"},
    {"unreachable", Fault::kBroken, "its network can't be reached"},
};

std::string At(const FailedCall& call, absl::string_view what) {
  return absl::StrCat(call.agency_id, " at ", call.endpoint, ": ", what);
}

absl::Status Judged(const FailedCall& call) {
  return WithDetail(absl::UnavailableError(At(call, call.judged.message())),
                    DetailOf(call.judged));
}

absl::Status ExplainUnavailable(const FailedCall& call) {
  const std::string text = call.status.error_message();
  if (!call.judged.ok() && absl::StrContains(text, "verification check")) {
    return Judged(call);
  }
  for (const Words& row : kWords) {
    if (absl::StrContains(text, row.words)) {
      const absl::Status found =
          FaultError(row.fault, call.agency_id, At(call, row.meaning));
      return WithDetail(absl::UnavailableError(found.message()),
                        DetailOf(found));
    }
  }
  // The other side closes a connection whose certificate it refuses without a
  // word: gRPC sends no alert from the judge.
  if (absl::StrContains(text, "Socket closed") ||
      absl::StrContains(text, "onnection reset") ||
      absl::StrContains(text, "Broken pipe")) {
    return FaultError(
        Fault::kBroken, call.agency_id,
        At(call,
           "it closed the connection: it stops, or it refuses the "
           "certificate of this node"));
  }
  return FaultError(Fault::kBroken, call.agency_id, At(call, text));
}

}  // namespace

absl::Status ExplainFailure(const FailedCall& call) {
  switch (call.status.error_code()) {
    case grpc::StatusCode::OK:
      return absl::OkStatus();
    case grpc::StatusCode::UNAVAILABLE:
      return ExplainUnavailable(call);
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      if (!call.judged.ok()) return Judged(call);
      return FaultError(
          Fault::kTimeout, call.agency_id,
          At(call, call.connected
                       ? "connected, but no answer before the deadline"
                       : "no connection before the deadline: a firewall may "
                         "drop it, or the address is wrong"));
    case grpc::StatusCode::UNAUTHENTICATED:
      return FaultError(Fault::kOwnCertificateRefused, call.agency_id,
                        At(call,
                           "it does not accept this node's certificate "
                           "(expired, revoked, or no member there)"));
    case grpc::StatusCode::PERMISSION_DENIED:
      return absl::PermissionDeniedError(At(call, "it refused"));
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return DetailedError(absl::StatusCode::kResourceExhausted, "HW-LOAD-001",
                           At(call, call.status.error_message()),
                           v1::FAULT_PEER, "ask again in a few seconds");
    case grpc::StatusCode::UNIMPLEMENTED:
      return FaultError(Fault::kNotTls, call.agency_id,
                        At(call,
                           "what answers there is no node of this "
                           "federation: is it the right port?"));
    default:
      return FaultError(
          Fault::kNoReply, call.agency_id,
          At(call, absl::StrCat(
                       "it answered ",
                       absl::StatusCodeToString(static_cast<absl::StatusCode>(
                           call.status.error_code())),
                       ": ", call.status.error_message())));
  }
}

}  // namespace homeward::rpc
