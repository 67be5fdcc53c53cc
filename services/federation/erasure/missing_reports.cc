#include "services/federation/erasure/missing_reports.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "auth/proto_time.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/missing.pb.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredRecord;

// The newest word on each report, by source and number.
using Reports = std::map<std::pair<std::string, std::string>, const v1::Claim*>;

Reports NewestReports(const StoredRecord& record) {
  Reports newest;
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
  return newest;
}

bool IsOver(const v1::MissingReport& report) {
  if (report.status_changes().empty()) return false;
  const v1::MissingStatus last = report.status_changes().rbegin()->status();
  return last == v1::MISSING_STATUS_CLOSED ||
         last == v1::MISSING_STATUS_UNFOUNDED;
}

}  // namespace

bool HasOpenMissingReport(const StoredRecord& record) {
  return absl::c_any_of(NewestReports(record), [](const auto& report) {
    return !IsOver(report.second->missing_report());
  });
}

std::optional<absl::Time> MissingReportsClosed(const StoredRecord& record) {
  std::optional<absl::Time> closed;
  for (const auto& [id, claim] : NewestReports(record)) {
    const v1::MissingReport& report = claim->missing_report();
    if (!IsOver(report)) return std::nullopt;
    const auto& last = *report.status_changes().rbegin();
    const absl::Time ended = auth::ToTime(
        last.has_change_time() ? last.change_time() : claim->entry_time());
    closed = std::max(closed.value_or(absl::InfinitePast()), ended);
  }
  return closed;
}

}  // namespace homeward::federation
