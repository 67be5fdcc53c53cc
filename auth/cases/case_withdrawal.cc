#include "auth/cases/case_withdrawal.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/identity/case_token.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"

namespace homeward::auth {
namespace {

constexpr size_t kDigestBytes = 32;

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("the withdrawal of a case: ", what));
}

absl::Status CheckFields(const v1::CaseWithdrawal& said) {
  if (!IsIdentifier(said.issuer_agency_id())) {
    return Malformed("issuer_agency_id is malformed");
  }
  if (!said.issuer_subject().empty() && !IsIdentifier(said.issuer_subject())) {
    return Malformed("issuer_subject is malformed");
  }
  if (said.token_sha256().size() != kDigestBytes) {
    return Malformed("token_sha256 is not 32 bytes");
  }
  return absl::OkStatus();
}

absl::Status CheckSignature(const v1::Envelope& envelope,
                            const v1::CaseWithdrawal& said, absl::Time issued,
                            const Directory& directory, absl::Time now) {
  const auto issuer = directory.Find(said.issuer_agency_id(), now);
  if (!issuer.ok()) {
    return absl::UnauthenticatedError(issuer.status().message());
  }
  return VerifyEnvelope(
             envelope, kCaseWithdrawalType,
             (*issuer)->Keys(v1::KEY_USAGE_CASE, issued, said.issuer_subject()),
             1)
      .status();
}

}  // namespace

absl::StatusOr<VerifiedCaseWithdrawal> ReadKeptCaseWithdrawal(
    const v1::Envelope& envelope) {
  VerifiedCaseWithdrawal read;
  absl::Status parsed = ParseStrictly(envelope.payload(), read.said);
  if (parsed.ok()) parsed = CheckFields(read.said);
  if (!parsed.ok()) return parsed;
  read.envelope = envelope;
  read.id = Sha256(envelope.payload()).substr(0, kCaseWithdrawalIdBytes);
  return read;
}

absl::StatusOr<VerifiedCaseWithdrawal> VerifyCaseWithdrawal(
    const v1::Envelope& envelope, const Directory& directory, absl::Time now) {
  // Before anything in it is believed: what it says only chooses the keys.
  auto claimed = ReadKeptCaseWithdrawal(envelope);
  if (!claimed.ok()) return claimed;
  const auto period = RequiredPeriod(claimed->said, kMaxCaseTokenLifetime);
  if (!period.ok()) return Malformed(period.status().message());
  absl::Status held =
      CheckSignature(envelope, claimed->said, period->issued, directory, now);
  if (!held.ok()) return held;
  if (period->issued > now + kMaxClockSkew || now >= period->expiry) {
    return absl::OutOfRangeError("the withdrawal of a case is not in time");
  }
  return claimed;
}

}  // namespace homeward::auth
