#ifndef HOMEWARD_SERVICES_FEDERATION_ANSWERING_DECIDE_ANSWER_H_
#define HOMEWARD_SERVICES_FEDERATION_ANSWERING_DECIDE_ANSWER_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/federation/parts/node_parts.h"
#include "services/federation/probing/probe_guard.h"
#include "services/federation/signed/glass_reading.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/policy/state.h"
#include "services/query/pipeline.h"

namespace homeward::federation {

// A peer's question that is to be answered.
struct TakenQuestion {
  const VerifiedQuestion& verified;
  // What the statement that came with it is worth here.
  const GlassReading& glass;
  absl::Time now;
};

// What `question` is answered by `policy`: whether its asker may ask at all,
// whether she goes by the MOU that is in force, and what the own node finds.
// `probe` is the question as the limits see it: the record that is found is
// counted, and what came of it is said to them. Reads the store.
//
// Errors:
//   INVALID_ARGUMENT  The child's descriptor is malformed.
//   UNAVAILABLE       The store can't be read.
absl::StatusOr<query::NodeFinding> DecideAnswer(const NodeParts& parts,
                                                const policy::Snapshot& policy,
                                                const TakenQuestion& question,
                                                LimitedQuestion& probe);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ANSWERING_DECIDE_ANSWER_H_
