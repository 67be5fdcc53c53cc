#include "services/federation/signed/case_reading.h"

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/facts/case_facts.h"
#include "auth/identity/case_token.h"
#include "auth/signing/digest.h"
#include "services/matching/describe.h"

namespace homeward::federation {
namespace {

v1::CaseFinding FindingOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnauthenticated:
      return v1::CASE_FINDING_NOT_SIGNED;
    case absl::StatusCode::kOutOfRange:
      return v1::CASE_FINDING_NOT_IN_TIME;
    case absl::StatusCode::kPermissionDenied:
      return v1::CASE_FINDING_OTHER_HOLDER;
    case absl::StatusCode::kFailedPrecondition:
      return v1::CASE_FINDING_SAME_PRINCIPAL;
    default:
      return v1::CASE_FINDING_MALFORMED;
  }
}

}  // namespace

CaseReading ReadCase(const v1::Envelope& token, const auth::Caller& caller,
                     const auth::Directory& directory,
                     const auth::CaseWithdrawals& withdrawn,
                     v1::Purpose purpose, const v1::ChildDescriptor& child,
                     absl::Time now) {
  CaseReading reading;
  if (token.payload().empty()) return reading;
  const auto proof = auth::VerifyCaseToken(token, caller, directory, now);
  if (!proof.ok()) {
    reading.finding = FindingOf(proof.status());
    return reading;
  }
  reading.case_id = proof->token().case_id();
  if (withdrawn.Names(proof->token().issuer_agency_id(), proof->digest())) {
    reading.finding = v1::CASE_FINDING_WITHDRAWN;
    return reading;
  }
  if (proof->token().purpose() != purpose) {
    reading.finding = v1::CASE_FINDING_OTHER_PURPOSE;
    return reading;
  }
  const auto key = matching::ChildKeyText(child, now);
  if (!key.ok() || !proof->Covers(auth::Sha256(*key))) {
    reading.finding = v1::CASE_FINDING_OTHER_CHILD;
    return reading;
  }
  reading.finding = v1::CASE_FINDING_HOLDS;
  reading.facts = auth::CaseFactsFrom(*proof, purpose, auth::Sha256(*key));
  return reading;
}

}  // namespace homeward::federation
