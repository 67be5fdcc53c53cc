#include "services/registration/accounted_for.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/missing.pb.h"
#include "storage/records/record_store.h"

namespace homeward::registration {
namespace {

bool SaysAccountedFor(const v1::MissingReport& report) {
  const auto& changes = report.status_changes();
  return !changes.empty() &&
         changes.rbegin()->status() == v1::MISSING_STATUS_ACCOUNTED_FOR;
}

// Since when she is missing by what `claim` says of the report `report_id`: the
// later where it says two things. Long ago, if it does not.
absl::Time MissingSince(const v1::Claim& claim, const std::string& report_id) {
  const v1::MissingReport& report = claim.missing_report();
  absl::Time since = absl::InfinitePast();
  if (report.report_id() != report_id) return since;
  if (report.has_missing_since()) {
    since = auth::ToTime(report.missing_since());
  }
  if (report.has_last_seen_time()) {
    since = std::max(since, auth::ToTime(report.last_seen_time()));
  }
  return since;
}

// The same by the own record `record_id`.
absl::StatusOr<absl::Time> MissingSinceOnRecord(
    const storage::RecordStore& records, const std::string& record_id,
    const std::string& report_id, absl::Time now) {
  absl::Time since = absl::InfinitePast();
  if (record_id.empty()) return since;
  const auto record = records.Load(
      record_id,
      {v1::CATEGORY_EXIST, v1::CATEGORY_WELLBEING, v1::CATEGORY_LOC_COARSE},
      now);
  if (!record.ok()) return record.status();
  if (!record->has_value()) return since;
  for (const v1::Claim& claim : (*record)->claims()) {
    since = std::max(since, MissingSince(claim, report_id));
  }
  return since;
}

absl::StatusOr<bool> SaysSafe(const RegistrarParts& parts,
                              const v1::MissingReport& report, absl::Time since,
                              const Ruling& ruling) {
  if (!parts.says_safe) return false;
  return parts.says_safe(report.status_changes().rbegin()->answer_copy_id(),
                         ruling.details.subject(),
                         ruling.admission->request().purpose, since,
                         ruling.admission->now());
}

}  // namespace

absl::Status CheckAccountedFor(const RegistrarParts& parts,
                               const std::vector<v1::Claim>& claims,
                               const std::string& record_id,
                               const Ruling& ruling) {
  for (const v1::Claim& claim : claims) {
    const v1::MissingReport& report = claim.missing_report();
    if (!SaysAccountedFor(report)) continue;
    auto since = MissingSinceOnRecord(
        *parts.records, record_id, report.report_id(), ruling.admission->now());
    if (!since.ok()) return since.status();
    for (const v1::Claim& other : claims) {
      since = std::max(*since, MissingSince(other, report.report_id()));
    }
    const absl::StatusOr<bool> safe = SaysSafe(parts, report, *since, ruling);
    if (!safe.ok()) return safe.status();
    if (*safe) continue;
    return absl::FailedPreconditionError(
        "missing_report.status_changes.answer_copy_id: names no answer that is "
        "kept, for which you asked with this purpose, and that says that she "
        "is safe by a check since she went missing; see homeward answers list");
  }
  return absl::OkStatus();
}

}  // namespace homeward::registration
