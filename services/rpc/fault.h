#ifndef HOMEWARD_SERVICES_RPC_FAULT_H_
#define HOMEWARD_SERVICES_RPC_FAULT_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace homeward::rpc {

// What can be wrong on the path between two nodes, each with a stable code.
// A code is never given another meaning.
enum class Fault {
  kCertificateUnreadable,   // HW-TLS-001
  kCertificateIdentity,     // HW-TLS-002
  kCertificateExpired,      // HW-TLS-003
  kCertificateNotYetValid,  // HW-TLS-004
  kCertificateIssuer,       // HW-TLS-005
  kCertificateRevoked,      // HW-TLS-006
  kRevocationUnknown,       // HW-TLS-007
  kCertificateUse,          // HW-TLS-008
  kNotAMember,              // HW-TLS-009
  kNotTls,                  // HW-TLS-010
  kHandshake,               // HW-TLS-011
  kOwnCertificateRefused,   // HW-TLS-012
  kUnresolved,              // HW-NET-001
  kRefused,                 // HW-NET-002
  kTimeout,                 // HW-NET-003
  kBroken,                  // HW-NET-004
  kNoEndpoint,              // HW-NET-005
  kClock,                   // HW-CLOCK-001
  kOverloaded,              // HW-LOAD-001
  kStopping,                // HW-NODE-002
  kNoReply,                 // HW-PEER-001
  kUnreadableReply,         // HW-PEER-002
  kSignIn,                  // HW-STAFF-001
  kWrongKindOfCaller,       // HW-STAFF-002
  kTermsNotSigned,          // HW-STAFF-004
  kSuspended,               // HW-GLASS-001
  kNoTracingConsent,        // HW-TRACE-001
};

// The error for `fault` about `agency` (an id; empty when it isn't known):
// `what` says what was seen, where, without personal data. It carries an
// ErrorDetail with the fault's code, who can mend it and what mends it.
absl::Status FaultError(Fault fault, absl::string_view agency,
                        absl::string_view what);

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_FAULT_H_
