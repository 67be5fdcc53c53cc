#ifndef HOMEWARD_STORAGE_STOPPING_H_
#define HOMEWARD_STORAGE_STOPPING_H_

#include "absl/status/status.h"

namespace homeward::storage {

// What is answered when nothing more can be written since the node is going
// down, and whether `status` is that. UNAVAILABLE, like what a disk answers
// that can't be written; but the mend is another.
absl::Status StoppingError();
bool IsStopping(const absl::Status& status);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_STOPPING_H_
