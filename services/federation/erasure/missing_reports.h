#ifndef HOMEWARD_SERVICES_FEDERATION_ERASURE_MISSING_REPORTS_H_
#define HOMEWARD_SERVICES_FEDERATION_ERASURE_MISSING_REPORTS_H_

#include <optional>

#include "absl/time/time.h"
#include "homeward/internal/v1/stored.pb.h"

// Whether a child is still looked for. Pure. A `record` needs
// CATEGORY_WELLBEING.
namespace homeward::federation {

// Whether a report that she is missing is open: the newest word on it neither
// closes it nor finds it unfounded.
bool HasOpenMissingReport(const internal::v1::StoredRecord& record);

// When the last of her reports was closed or found unfounded: as it says
// itself, or when that came in. Nothing if there is none, or one is open.
std::optional<absl::Time> MissingReportsClosed(
    const internal::v1::StoredRecord& record);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ERASURE_MISSING_REPORTS_H_
