#ifndef HOMEWARD_SERVICES_FEDERATION_ASKING_INQUIRY_VERDICT_H_
#define HOMEWARD_SERVICES_FEDERATION_ASKING_INQUIRY_VERDICT_H_

#include "absl/status/status.h"
#include "homeward/v1/evidence.pb.h"
#include "services/query/pipeline.h"
#include "services/telemetry/metrics.h"

// What the own log and the metrics say of a question that goes no further.
// Pure.
namespace homeward::federation {

// Whether `verdict` says something of the question: then it is in the log.
// Every other error is the node's.
bool IsDecision(const absl::Status& verdict);

// A question that is refused by `verdict`.
query::NodeFinding RefusedFinding(const absl::Status& verdict);

// A question of somebody who may ask nothing: DECISION_REASON_PROBING or
// DECISION_REASON_SUSPENDED.
query::NodeFinding BarredFinding(v1::DecisionReason reason);

// A question whose statement that the glass is broken does not hold.
query::NodeFinding NotBrokenFinding();

// How a question counts that ended in `verdict`, for which the own node found
// `own`.
telemetry::Decision Counted(const absl::Status& verdict,
                            const query::NodeFinding& own);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ASKING_INQUIRY_VERDICT_H_
