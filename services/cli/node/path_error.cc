#include "services/cli/node/path_error.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "homeward/v1/error.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/peer/probe.h"

namespace homeward::cli {
namespace {

using Code = absl::StatusCode;

// What a broken path to the own node means to whoever types.
struct Row {
  absl::string_view code;
  Code status;
  v1::Fault fault;
  absl::string_view next;
};

constexpr absl::string_view kCompareAddress =
    "compare --address, or listen_address in node.textproto, with where the "
    "node listens";
constexpr absl::string_view kRenew = "homeward certificate renew";

constexpr Row kRows[] = {
    {"HW-TLS-001", Code::kFailedPrecondition, v1::FAULT_OWN_NODE, kRenew},
    {"HW-TLS-002", Code::kFailedPrecondition, v1::FAULT_OWN_NODE,
     kCompareAddress},
    {"HW-TLS-003", Code::kFailedPrecondition, v1::FAULT_OWN_NODE, kRenew},
    {"HW-TLS-004", Code::kFailedPrecondition, v1::FAULT_OWN_NODE,
     "compare this machine's clock with the node's: date -u"},
    {"HW-TLS-005", Code::kFailedPrecondition, v1::FAULT_OWN_NODE,
     "compare --address and --home: another agency's node?"},
    {"HW-TLS-008", Code::kFailedPrecondition, v1::FAULT_OWN_NODE, kRenew},
    {"HW-TLS-010", Code::kUnavailable, v1::FAULT_CALLER, kCompareAddress},
    {"HW-TLS-011", Code::kUnavailable, v1::FAULT_OWN_NODE, kCompareAddress},
    {"HW-TLS-012", Code::kUnavailable, v1::FAULT_CALLER,
     "homeward certificate renew --pair client; when the node's directory has "
     "ended: homeward directory install FILE --offline, then restart it"},
    {"HW-NET-001", Code::kUnavailable, v1::FAULT_CALLER, kCompareAddress},
    {"HW-NET-002", Code::kUnavailable, v1::FAULT_OWN_NODE,
     "homewardd --config node.textproto; or compare --address"},
    {"HW-NET-003", Code::kUnavailable, v1::FAULT_NETWORK,
     "compare --address; is a firewall between?"},
    {"HW-NET-004", Code::kUnavailable, v1::FAULT_NETWORK, kCompareAddress},
};

}  // namespace

absl::Status OwnNodeError(const std::string& code, const std::string& detail) {
  const std::string cause = absl::StrCat("can't reach the own node: ", detail);
  for (const Row& row : kRows) {
    if (row.code != code) continue;
    return rpc::DetailedError(row.status, code, cause, row.fault, row.next);
  }
  return rpc::DetailedError(Code::kUnavailable,
                            code.empty() ? "HW-NET-004" : code, cause,
                            v1::FAULT_OWN_NODE, kCompareAddress);
}

absl::Status ExplainPath(const rpc::ProbeTarget& target) {
  const std::vector<v1::ProbeStep> steps =
      rpc::ProbePath(target, absl::Milliseconds(500));
  const v1::ProbeStep& last = steps.back();
  if (last.ok()) {
    return OwnNodeError(
        "HW-NET-004",
        absl::StrCat(target.endpoint, ": it broke, and works now; try again"));
  }
  const bool named = absl::StrContains(last.detail(), target.endpoint);
  return OwnNodeError(last.error_code(),
                      named
                          ? last.detail()
                          : absl::StrCat(target.endpoint, ": ", last.detail()));
}

absl::Status ExplainCall(absl::Status status, const std::string& endpoint) {
  switch (status.code()) {
    case Code::kDeadlineExceeded:
      return OwnNodeError(
          "HW-NET-003",
          absl::StrCat(endpoint, ": connected, but no answer in time"));
    case Code::kUnavailable:
      return OwnNodeError("HW-NET-004",
                          absl::StrCat(endpoint, ": ", status.message()));
    case Code::kUnauthenticated:
      return rpc::DetailedError(Code::kUnauthenticated, "HW-STAFF-001",
                                status.message(), v1::FAULT_CALLER,
                                "homeward sign-in --as SUBJECT --role ROLE");
    case Code::kPermissionDenied:
      return rpc::DetailedError(Code::kPermissionDenied, "HW-MOU-001",
                                absl::StrCat("denied: ", status.message()),
                                v1::FAULT_CALLER,
                                "homeward mou list; homeward explain QUERY_ID");
    case Code::kUnimplemented:
      return rpc::DetailedError(
          Code::kUnimplemented, "HW-NODE-001",
          absl::StrCat(endpoint, ": the node does not know this call"),
          v1::FAULT_OWN_NODE,
          "update homewardd to the version of this command");
    case Code::kResourceExhausted:
      return rpc::DetailedError(Code::kResourceExhausted, "HW-LOAD-001",
                                status.message(), v1::FAULT_OWN_NODE,
                                "type it again in a few seconds");
    default:
      return status;
  }
}

}  // namespace homeward::cli
