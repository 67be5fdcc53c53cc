#ifndef HOMEWARD_AUTH_CASES_CASE_WITHDRAWAL_H_
#define HOMEWARD_AUTH_CASES_CASE_WITHDRAWAL_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "homeward/v1/case_withdrawal.pb.h"
#include "homeward/v1/envelope.pb.h"

namespace homeward::auth {

inline constexpr absl::string_view kCaseWithdrawalType =
    "application/vnd.homeward.case-withdrawal.v1+protobuf";

// How many bytes of a withdrawal's digest name it among others.
inline constexpr size_t kCaseWithdrawalIdBytes = 16;

// That a case token was taken back, by its issuer's own word.
struct VerifiedCaseWithdrawal {
  v1::CaseWithdrawal said;
  // As it was signed, to pass on.
  v1::Envelope envelope;
  // The first kCaseWithdrawalIdBytes of the SHA-256 of the payload.
  std::string id;
};

// Reads a withdrawal that must be signed by a key for cases of the agency that
// it names: that of the person whom it names, if it names one. The key must be
// valid when it was signed. Thread-safe.
//
// Errors:
//   UNAUTHENTICATED   Not signed by such a key of a member.
//   OUT_OF_RANGE      It is over, or was issued in the future.
//   INVALID_ARGUMENT  Malformed: a field is missing or too long.
absl::StatusOr<VerifiedCaseWithdrawal> VerifyCaseWithdrawal(
    const v1::Envelope& envelope, const Directory& directory, absl::Time now);

// Reads one that was verified before and kept: a key that ended since, or left
// the directory, does not bring a token back. Thread-safe. INVALID_ARGUMENT if
// it can't be read.
absl::StatusOr<VerifiedCaseWithdrawal> ReadKeptCaseWithdrawal(
    const v1::Envelope& envelope);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CASES_CASE_WITHDRAWAL_H_
