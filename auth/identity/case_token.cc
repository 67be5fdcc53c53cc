#include "auth/identity/case_token.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"

namespace homeward::auth {
namespace {

constexpr size_t kIdBytes = 16;
constexpr size_t kChildKeyBytes = 32;
constexpr int kMaxChildKeys = 16;
constexpr size_t kMaxCaseIdBytes = 64;

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("the case token: ", what));
}

bool IsCaseId(absl::string_view id) {
  return !id.empty() && id.size() <= kMaxCaseIdBytes &&
         absl::c_all_of(id, [](char c) {
           return absl::ascii_isalnum(c) || c == '/' || c == '-';
         });
}

absl::Status CheckScope(const v1::CaseToken& token) {
  if (token.purpose() == v1::PURPOSE_UNSPECIFIED ||
      !v1::Purpose_IsValid(token.purpose())) {
    return Malformed("purpose is one that this node does not know");
  }
  for (int category : token.categories()) {
    if (category == v1::CATEGORY_UNSPECIFIED ||
        !v1::Category_IsValid(category)) {
      return Malformed("categories has one that this node does not know");
    }
  }
  if (token.child_keys_size() < 1 || token.child_keys_size() > kMaxChildKeys) {
    return Malformed("child_keys has not 1 to 16 entries");
  }
  for (const std::string& key : token.child_keys()) {
    if (key.size() != kChildKeyBytes) {
      return Malformed("child_keys has one that is not 32 bytes");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckFields(const v1::CaseToken& token) {
  if (token.token_id().size() != kIdBytes) {
    return Malformed("token_id is not 16 bytes");
  }
  if (!IsCaseId(token.case_id())) {
    return Malformed("case_id is not 1 to 64 letters, digits, '/', '-'");
  }
  if (!IsIdentifier(token.holder_agency_id()) ||
      !IsIdentifier(token.holder_subject())) {
    return Malformed("holder_agency_id or holder_subject is malformed");
  }
  if (!token.issuer_subject().empty() &&
      !IsIdentifier(token.issuer_subject())) {
    return Malformed("issuer_subject is malformed");
  }
  return CheckScope(token);
}

absl::Status CheckHolder(const v1::CaseToken& token, const Caller& caller) {
  if (caller.staff() == nullptr ||
      token.holder_agency_id() != caller.agency_id() ||
      token.holder_subject() != caller.staff()->subject()) {
    return absl::PermissionDeniedError(
        "the case token is made out to another agency or person");
  }
  return absl::OkStatus();
}

// The token with its signature, before anything in it is believed: the issuer
// that it names only chooses the keys.
absl::StatusOr<VerifiedPayload> VerifyIssuer(const v1::Envelope& envelope,
                                             const Directory& directory,
                                             absl::Time now) {
  v1::CaseToken claimed;
  absl::Status parsed = ParseStrictly(envelope.payload(), claimed);
  if (!parsed.ok()) return parsed;
  auto issuer = directory.Find(claimed.issuer_agency_id(), now);
  if (!issuer.ok()) {
    return absl::UnauthenticatedError(issuer.status().message());
  }
  return VerifyEnvelope(
      envelope, kCaseTokenType,
      (*issuer)->Keys(v1::KEY_USAGE_CASE, now, claimed.issuer_subject()), 1);
}

}  // namespace

absl::Status CheckTwoPrincipals(const v1::CaseToken& token) {
  if (token.issuer_agency_id() != token.holder_agency_id()) {
    return absl::OkStatus();
  }
  if (token.issuer_subject().empty()) {
    return absl::FailedPreconditionError(
        "the case token: for its own staff an agency vouches by a person with "
        "a key of her own, not by a key of the agency");
  }
  if (token.issuer_subject() == token.holder_subject()) {
    return absl::FailedPreconditionError(
        "the case token: who uses it may not be who vouches for it");
  }
  return absl::OkStatus();
}

bool CaseProof::Covers(absl::string_view child_key) const {
  return absl::c_any_of(token_.child_keys(), [&](const std::string& key) {
    return SameBytes(key, child_key);
  });
}

absl::StatusOr<CaseProof> VerifyCaseToken(const v1::Envelope& envelope,
                                          const Caller& caller,
                                          const Directory& directory,
                                          absl::Time now) {
  auto payload = VerifyIssuer(envelope, directory, now);
  if (!payload.ok()) return payload.status();
  CaseProof proof;
  absl::Status parsed = ParseStrictly(payload->payload(), proof.token_);
  if (!parsed.ok()) return parsed;
  absl::Status fields = CheckFields(proof.token_);
  if (!fields.ok()) return fields;
  auto period = RequiredPeriod(proof.token_, kMaxCaseTokenLifetime);
  if (!period.ok()) return Malformed(period.status().message());
  if (period->issued > now + kMaxClockSkew || now >= period->expiry) {
    return absl::OutOfRangeError("the case token is not in time");
  }
  absl::Status holder = CheckHolder(proof.token_, caller);
  if (!holder.ok()) return holder;
  absl::Status two = CheckTwoPrincipals(proof.token_);
  if (!two.ok()) return two;
  proof.digest_ = Sha256(payload->payload());
  return proof;
}

}  // namespace homeward::auth
