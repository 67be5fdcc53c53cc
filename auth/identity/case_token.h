#ifndef HOMEWARD_AUTH_IDENTITY_CASE_TOKEN_H_
#define HOMEWARD_AUTH_IDENTITY_CASE_TOKEN_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/identity/directory.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/staff.pb.h"

namespace homeward::auth {

// The longest life of a case token.
inline constexpr absl::Duration kMaxCaseTokenLifetime = absl::Hours(90 * 24);

// Proof that a purpose is real for one child: a case token that was verified
// for one caller. Only VerifyCaseToken() makes one. Immutable.
class CaseProof {
 public:
  // What it says; every field checked.
  const v1::CaseToken& token() const { return token_; }
  // Whether it is about the child that `child_key` (32 bytes, as in
  // CaseToken.child_keys) names.
  bool Covers(absl::string_view child_key) const;
  // SHA-256 of the signed bytes, 32 raw bytes: for the evidence.
  const std::string& digest() const { return digest_; }

 private:
  friend absl::StatusOr<CaseProof> VerifyCaseToken(const v1::Envelope&,
                                                   const Caller&,
                                                   const Directory&,
                                                   absl::Time);
  CaseProof() = default;

  v1::CaseToken token_;
  std::string digest_;
};

// Whether who vouches for a case and who uses the token are two principals:
// two agencies, or two persons of one agency. That she who is named signed with
// her own key is for VerifyCaseToken() to see. Thread-safe.
//
// Errors:
//   FAILED_PRECONDITION  They are one: the text says what to do.
absl::Status CheckTwoPrincipals(const v1::CaseToken& token);

// Reads a case token that `caller`'s staff presents. It must be signed by its
// issuer's key for cases - that of the person whom it names, if it names one -
// made out to this agency and this person, and be another principal's word than
// theirs: nothing that a node of `caller`'s agency can make with its own keys.
// It holds in [issued_time - 30 s, expiry_time). Which issuers count is the
// MOU's to say. Thread-safe.
//
// Errors:
//   UNAUTHENTICATED    Not signed by a member's key for cases.
//   OUT_OF_RANGE       Not in time: expired, or not valid yet.
//   PERMISSION_DENIED  Made out to another agency or person, or the caller has
//                      no staff.
//   FAILED_PRECONDITION  Its issuer and its holder are one principal.
//   INVALID_ARGUMENT   Malformed: a field is missing, too long or unknown.
absl::StatusOr<CaseProof> VerifyCaseToken(const v1::Envelope& envelope,
                                          const Caller& caller,
                                          const Directory& directory,
                                          absl::Time now);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_IDENTITY_CASE_TOKEN_H_
