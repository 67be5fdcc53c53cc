#include "services/federation/erasure/hindrances.h"

#include <map>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "auth/proto_time.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/missing.pb.h"

namespace homeward::federation {
namespace {

bool IsOver(const v1::MissingReport& report) {
  if (report.status_changes().empty()) return false;
  const v1::MissingStatus last = report.status_changes().rbegin()->status();
  return last == v1::MISSING_STATUS_CLOSED ||
         last == v1::MISSING_STATUS_UNFOUNDED;
}

}  // namespace

bool HasOpenMissingReport(const internal::v1::StoredRecord& record) {
  // The newest word on each report, by source and number.
  std::map<std::pair<std::string, std::string>, const v1::Claim*> newest;
  for (const v1::Claim& claim : record.claims()) {
    if (!claim.has_missing_report()) continue;
    const v1::Claim*& last =
        newest[{claim.source_agency_id(), claim.missing_report().report_id()}];
    // Of two of one time the one that came in later.
    if (last == nullptr || auth::ToTime(claim.source_time()) >=
                               auth::ToTime(last->source_time())) {
      last = &claim;
    }
  }
  return absl::c_any_of(newest, [](const auto& report) {
    return !IsOver(report.second->missing_report());
  });
}

bool IsForOpenCase(const internal::v1::StoredDisclosure& disclosure,
                   const auth::CaseWithdrawals& withdrawn, absl::Time now) {
  return !disclosure.case_sha256().empty() &&
         now < auth::ToTime(disclosure.case_expiry_time()) &&
         !withdrawn.Names(disclosure.case_issuer_agency_id(),
                          disclosure.case_sha256());
}

std::vector<v1::ErasureHindrance> FindHindrances(
    const internal::v1::StoredRecord& record,
    const std::vector<internal::v1::StoredDisclosure>& disclosures,
    const auth::CaseWithdrawals& withdrawn, absl::Time now) {
  std::vector<v1::ErasureHindrance> hindrances;
  if (HasOpenMissingReport(record)) {
    hindrances.push_back(v1::ERASURE_HINDRANCE_OPEN_MISSING_REPORT);
  }
  if (absl::c_any_of(disclosures, [&](const auto& disclosure) {
        return IsForOpenCase(disclosure, withdrawn, now);
      })) {
    hindrances.push_back(v1::ERASURE_HINDRANCE_OPEN_CASE);
  }
  return hindrances;
}

}  // namespace homeward::federation
