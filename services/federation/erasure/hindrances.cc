#include "services/federation/erasure/hindrances.h"

#include "absl/algorithm/container.h"
#include "auth/decision/access.h"
#include "auth/facts/record_facts.h"
#include "auth/proto_time.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/erasure/keeping_book.h"
#include "services/federation/erasure/missing_reports.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredDisclosure;
using internal::v1::StoredRecord;

// For everybody: what an authority had before is no reason to lose the rest.
bool IsUnderAdoptionHold(const StoredRecord& record, absl::Time now) {
  return auth::ComputeRecordFacts(record, "", v1::PURPOSE_ADOPTION, now)
             .adoption_hold == auth::Tri::kTrue;
}

// One with a case ends with the case.
bool IsForInvestigation(const StoredDisclosure& disclosure, absl::Time now) {
  return disclosure.purpose() == v1::PURPOSE_CRIMINAL_INVESTIGATION &&
         disclosure.case_sha256().empty() &&
         now < auth::ToTime(disclosure.expiry_time());
}

}  // namespace

bool IsForOpenCase(const StoredDisclosure& disclosure,
                   const auth::CaseWithdrawals& withdrawn, absl::Time now) {
  return !disclosure.case_sha256().empty() &&
         now < auth::ToTime(disclosure.case_expiry_time()) &&
         !withdrawn.Names(disclosure.case_issuer_agency_id(),
                          disclosure.case_sha256());
}

std::vector<v1::ErasureHindrance> FindHindrances(
    const StoredRecord& record,
    const std::vector<StoredDisclosure>& disclosures,
    const std::vector<v1::Keeping>& keepings,
    const auth::CaseWithdrawals& withdrawn, absl::Time now) {
  std::vector<v1::ErasureHindrance> hindrances;
  if (HasOpenMissingReport(record)) {
    hindrances.push_back(v1::ERASURE_HINDRANCE_OPEN_MISSING_REPORT);
  }
  if (absl::c_any_of(disclosures, [&](const StoredDisclosure& disclosure) {
        return IsForOpenCase(disclosure, withdrawn, now);
      })) {
    hindrances.push_back(v1::ERASURE_HINDRANCE_OPEN_CASE);
  }
  if (IsUnderAdoptionHold(record, now)) {
    hindrances.push_back(v1::ERASURE_HINDRANCE_ADOPTION_HOLD);
  }
  if (IsKeptForInvestigation(keepings, now) ||
      absl::c_any_of(disclosures, [&](const StoredDisclosure& disclosure) {
        return IsForInvestigation(disclosure, now);
      })) {
    hindrances.push_back(v1::ERASURE_HINDRANCE_CRIMINAL_INVESTIGATION);
  }
  return hindrances;
}

}  // namespace homeward::federation
