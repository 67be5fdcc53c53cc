#include "services/query/record_candidates.h"

#include <string>

#include "absl/strings/string_view.h"
#include "services/matching/index_version.h"

namespace homeward::query {

absl::StatusOr<std::vector<matching::Candidate>> FindCandidates(
    const storage::RecordStore& records, const matching::Description& asked,
    double count) {
  const auto version = records.TermVersion();
  if (!version.ok()) return version.status();
  return matching::FindFamilyCandidates(
      asked, count, *version == matching::kIndexVersion,
      matching::CandidateLimits(),
      [&](absl::string_view kind, const std::string& term, size_t limit) {
        return records.Find({std::string(kind), term}, limit);
      });
}

}  // namespace homeward::query
