#ifndef HOMEWARD_SERVICES_FEDERATION_MERGING_CONTRADICTIONS_H_
#define HOMEWARD_SERVICES_FEDERATION_MERGING_CONTRADICTIONS_H_

#include "absl/types/span.h"
#include "homeward/v1/query_service.pb.h"

namespace homeward::federation {

// Adds to `summary` the fields on which the newest claims of two agencies in
// `answers` differ, possible matches left out. Which of them is right is for a
// person. Pure.
void AddContradictions(absl::Span<const v1::NodeAnswer> answers,
                       v1::Summary& summary);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_MERGING_CONTRADICTIONS_H_
