#ifndef HOMEWARD_SERVICES_FEDERATION_COPIES_SAFE_WORD_H_
#define HOMEWARD_SERVICES_FEDERATION_COPIES_SAFE_WORD_H_

#include "absl/time/time.h"
#include "homeward/v1/record.pb.h"

namespace homeward::federation {

// Whether the newest wellbeing check of `record` says that she is safe, and is
// of `since` or later. A check without a time, or of one after `now`, counts
// for nothing; of two of one time both must say so. Pure.
bool SaysSafe(const v1::ChildRecord& record, absl::Time since, absl::Time now);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_COPIES_SAFE_WORD_H_
