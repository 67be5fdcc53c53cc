#ifndef HOMEWARD_SERVICES_MATCHING_EDIT_DISTANCE_H_
#define HOMEWARD_SERVICES_MATCHING_EDIT_DISTANCE_H_

#include "absl/strings/string_view.h"

namespace homeward::matching {

// Returns how alike two folded words are, in [0, 1]: 1 if equal, and for words
// of at least four letters less by each letter that must be put in, left out,
// changed or swapped with its neighbour. 0 if more than a quarter of the
// letters must, or if either is longer than 64 letters and they differ. Both
// are UTF-8. Pure, thread-safe.
double WordSimilarity(absl::string_view left, absl::string_view right);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_EDIT_DISTANCE_H_
