#include "services/rpc/fault.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "homeward/v1/error.pb.h"
#include "services/rpc/error_detail.h"

namespace homeward::rpc {
namespace {

using Code = absl::StatusCode;

struct Row {
  Code status;
  absl::string_view code;
  v1::Fault fault;
  // `$A` stands for the agency.
  absl::string_view mend;
};

constexpr absl::string_view kRenewPeer =
    "ask $A to renew its node certificate, then: homeward doctor --peer $A";
constexpr absl::string_view kDoctor = "homeward doctor --peer $A";

Row CertificateRow(Fault fault) {
  switch (fault) {
    case Fault::kCertificateUnreadable:
      return {Code::kUnauthenticated, "HW-TLS-001", v1::FAULT_PEER, kRenewPeer};
    case Fault::kCertificateIdentity:
      return {Code::kUnauthenticated, "HW-TLS-002", v1::FAULT_PEER,
              "compare the endpoint of $A in the directory: homeward directory "
              "show"};
    case Fault::kCertificateExpired:
      return {Code::kUnauthenticated, "HW-TLS-003", v1::FAULT_PEER, kRenewPeer};
    case Fault::kCertificateNotYetValid:
      return {Code::kUnauthenticated, "HW-TLS-004", v1::FAULT_PEER,
              "compare the clocks of both nodes: homeward doctor --peer $A"};
    case Fault::kCertificateIssuer:
      return {Code::kUnauthenticated, "HW-TLS-005", v1::FAULT_PEER,
              "ask $A which root signed its certificate; a new root needs a "
              "new directory"};
    case Fault::kCertificateRevoked:
      return {Code::kUnauthenticated, "HW-TLS-006", v1::FAULT_PEER, kRenewPeer};
    case Fault::kRevocationUnknown:
      return {
          Code::kUnauthenticated, "HW-TLS-007", v1::FAULT_FEDERATION,
          "wait a few seconds: any node that is reached brings it; if not, $A "
          "must renew its list: homeward certificate revoke"};
    case Fault::kCertificateUse:
      return {Code::kUnauthenticated, "HW-TLS-008", v1::FAULT_PEER, kRenewPeer};
    case Fault::kNotAMember:
      return {Code::kUnauthenticated, "HW-TLS-009", v1::FAULT_FEDERATION,
              "homeward directory show"};
    default:
      return {Code::kInternal, "HW-INTERNAL-001", v1::FAULT_OWN_NODE, ""};
  }
}

Row PathRow(Fault fault) {
  switch (fault) {
    case Fault::kNotTls:
      return {Code::kUnavailable, "HW-TLS-010", v1::FAULT_PEER,
              "compare the port of $A in the directory: homeward directory "
              "show"};
    case Fault::kHandshake:
      return {Code::kUnavailable, "HW-TLS-011", v1::FAULT_PEER, kDoctor};
    case Fault::kOwnCertificateRefused:
      return {Code::kUnavailable, "HW-TLS-012", v1::FAULT_OWN_NODE,
              "homeward status; then renew the own node certificate, or ask $A "
              "which directory and revocation list it has"};
    case Fault::kUnresolved:
      return {Code::kUnavailable, "HW-NET-001", v1::FAULT_NETWORK,
              "check the host name in the directory and this node's name "
              "server: homeward directory show"};
    case Fault::kRefused:
      return {Code::kUnavailable, "HW-NET-002", v1::FAULT_PEER,
              "ask $A whether its node runs and listens there"};
    case Fault::kTimeout:
      return {Code::kDeadlineExceeded, "HW-NET-003", v1::FAULT_NETWORK,
              kDoctor};
    case Fault::kBroken:
      return {Code::kUnavailable, "HW-NET-004", v1::FAULT_NETWORK, kDoctor};
    case Fault::kNoEndpoint:
      return {Code::kUnavailable, "HW-NET-005", v1::FAULT_FEDERATION,
              "ask $A to have its endpoint put into the directory"};
    case Fault::kClock:
      return {Code::kFailedPrecondition, "HW-CLOCK-001", v1::FAULT_PEER,
              "set both clocks by a time server (chronyc tracking)"};
    case Fault::kOverloaded:
      return {Code::kResourceExhausted, "HW-LOAD-001", v1::FAULT_OWN_NODE,
              "ask again in a few seconds"};
    case Fault::kStopping:
      return {Code::kUnavailable, "HW-NODE-002", v1::FAULT_OWN_NODE,
              "homeward health, until it serves again; then type it again"};
    case Fault::kNoReply:
      return {Code::kUnavailable, "HW-PEER-001", v1::FAULT_PEER, kDoctor};
    case Fault::kUnreadableReply:
      return {Code::kDataLoss, "HW-PEER-002", v1::FAULT_PEER, kDoctor};
    case Fault::kSignIn:
      return {Code::kUnauthenticated, "HW-STAFF-001", v1::FAULT_CALLER,
              "homeward sign-in"};
    case Fault::kWrongKindOfCaller:
      return {Code::kPermissionDenied, "HW-STAFF-002", v1::FAULT_CALLER, ""};
    case Fault::kTermsNotSigned:
      return {Code::kUnauthenticated, "HW-STAFF-004", v1::FAULT_CALLER,
              "homeward sign-terms --as SUBJECT FILE, then homeward sign-in"};
    case Fault::kSuspended:
      return {Code::kPermissionDenied, "HW-GLASS-001", v1::FAULT_CALLER,
              "have another person type: homeward break-glass list; then "
              "homeward break-glass review ID"};
    case Fault::kNoTracingConsent:
      return {Code::kPermissionDenied, "HW-TRACE-001", v1::FAULT_CALLER,
              "homeward add consent, with the agencies to ask as its "
              "recipients; if she was asked for by name, then homeward matches "
              "confirm of that record"};
    default:
      return CertificateRow(fault);
  }
}

}  // namespace

absl::Status FaultError(Fault fault, absl::string_view agency,
                        absl::string_view what) {
  const Row row = PathRow(fault);
  const absl::string_view name = agency.empty() ? "the agency" : agency;
  return DetailedError(row.status, row.code, what, row.fault,
                       absl::StrReplaceAll(row.mend, {{"$A", name}}));
}

}  // namespace homeward::rpc
