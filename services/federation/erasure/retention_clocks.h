#ifndef HOMEWARD_SERVICES_FEDERATION_ERASURE_RETENTION_CLOCKS_H_
#define HOMEWARD_SERVICES_FEDERATION_ERASURE_RETENTION_CLOCKS_H_

#include <vector>

#include "absl/time/time.h"
#include "auth/mou/enum_set.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/retention.pb.h"

// How long own records are kept before people review them (P-RETENTION). Pure.
// Source: docs/records.md, "How long a record is kept".
namespace homeward::federation {

// How long each clock runs. The defaults are those of the rule.
struct RetentionPeriods {
  absl::Duration tips = absl::Hours(24 * 90);
  absl::Duration crossing_photos = absl::Hours(24 * 730);
  absl::Duration case_file = absl::Hours(24 * 365 * 3);
};

// What of a record HasRunOut() must see.
auth::CategorySet CategoriesOfClocks();

// Whether `clock` has run out at `now` for `record`, of which own staff said
// `keepings`. A review starts it anew, and so does a claim that it is about:
//
// * TIPS: a record with tips, after the last report that she is missing was
//   closed; while one is open, or without any, it does not run.
// * CROSSING_PHOTOS: a record with a photo and a crossing, after its last
//   claim.
// * CASE_FILE: every record, after its last claim and since she surely is 18,
//   whichever is later. Nobody is entered before she is born: 18 years after
//   its first claim she surely is.
//
// A clock that this program does not know never runs out.
bool HasRunOut(v1::RetentionClock clock,
               const internal::v1::StoredRecord& record,
               const std::vector<v1::Keeping>& keepings,
               const RetentionPeriods& periods, absl::Time now);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ERASURE_RETENTION_CLOCKS_H_
