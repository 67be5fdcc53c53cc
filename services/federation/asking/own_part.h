#ifndef HOMEWARD_SERVICES_FEDERATION_ASKING_OWN_PART_H_
#define HOMEWARD_SERVICES_FEDERATION_ASKING_OWN_PART_H_

#include "absl/status/status.h"
#include "homeward/internal/v1/stored.pb.h"
#include "services/federation/parts/node_parts.h"
#include "services/federation/planning/inquiry_plan.h"
#include "services/federation/probing/probe_guard.h"
#include "services/query/pipeline.h"

namespace homeward::federation {

// The own node's part in an inquiry, before a peer is asked.
struct OwnPart {
  // What the own node found; nothing when no MOU lets it answer.
  query::NodeFinding finding = {};
  // What own staff decided of the child's matches, if the question goes on.
  internal::v1::StoredMatches decided = {};
  // What she is told once `finding` is in the log; OK if her question goes on.
  // Its errors are those of Inquiry::Ask(), except RESOURCE_EXHAUSTED.
  absl::Status verdict = {};
};

// Whether who asks `plan` may ask at all, what the own node finds, and what may
// go to the peers: the asks to whom there is consent, signed. Where the
// question goes no further, `plan` has no asks afterwards. `probe` is the
// question as the limits see it: the record that is found is counted. Reads
// the store.
OwnPart DecideOwnPart(const NodeParts& parts, InquiryPlan& plan,
                      LimitedQuestion& probe);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ASKING_OWN_PART_H_
