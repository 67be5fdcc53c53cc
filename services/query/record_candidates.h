#ifndef HOMEWARD_SERVICES_QUERY_RECORD_CANDIDATES_H_
#define HOMEWARD_SERVICES_QUERY_RECORD_CANDIDATES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "services/matching/candidates.h"
#include "services/matching/description.h"
#include "storage/records/record_store.h"

namespace homeward::query {

// The own records that are most worth comparing with `asked`, best first, by
// the terms under which `records` has them; `count` is about how many records
// there are. Reads the store and blocks. Thread-safe. Errors: UNAVAILABLE,
// DATA_LOSS.
absl::StatusOr<std::vector<matching::Candidate>> FindCandidates(
    const storage::RecordStore& records, const matching::Description& asked,
    double count);

}  // namespace homeward::query

#endif  // HOMEWARD_SERVICES_QUERY_RECORD_CANDIDATES_H_
