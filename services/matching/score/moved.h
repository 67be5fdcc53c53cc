#ifndef HOMEWARD_SERVICES_MATCHING_SCORE_MOVED_H_
#define HOMEWARD_SERVICES_MATCHING_SCORE_MOVED_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "services/matching/score/evidence.h"

namespace homeward::matching {

// FieldEvidence::field of what MovedBits() gives back.
inline constexpr absl::string_view kAddress = "address";

// What must be given back to a score because the person may have moved: street,
// town and postcode then differ all at once, so together they tell against her
// once, and not each by itself.
//
// The parts of the address are compared under two assumptions, that she lives
// where she lived, and that she moved, so that they say nothing: the result
// makes their sum and itself the logarithm of the mean of both, by how often
// people move. 0 or more; 0 unless the births agree, since an address is what
// tells namesakes apart of whom nothing else is known. Pure.
double MovedBits(const std::vector<FieldEvidence>& evidence);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_SCORE_MOVED_H_
