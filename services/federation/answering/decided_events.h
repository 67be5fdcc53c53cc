#ifndef HOMEWARD_SERVICES_FEDERATION_ANSWERING_DECIDED_EVENTS_H_
#define HOMEWARD_SERVICES_FEDERATION_ANSWERING_DECIDED_EVENTS_H_

#include <string>

#include "absl/time/time.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/signed/glass_reading.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/query/pipeline.h"
#include "storage/commit_group.h"

// What the own log says of a peer's question, found by PeerQueryTopic() when
// the question could be verified. Pure.
namespace homeward::federation {

// `verified` was decided at `now` by the agency `own_agency_id`: `finding`
// became the answer whose signed bytes will be `payload`. `glass` is what the
// statement that came with it was worth here.
storage::Submission DecidedEvent(const VerifiedQuestion& verified,
                                 const GlassReading& glass,
                                 const query::NodeFinding& finding,
                                 const std::string& own_agency_id,
                                 const std::string& payload, absl::Time now);

// A question that is not answered.
struct RefusedQuestion {
  // Of the connection, which is known whatever the question says.
  std::string asker_agency_id;
  std::string responder_agency_id;
  absl::Time now;
  v1::DecisionReason reason;
  // What did not hold, unless it is a replay.
  v1::Refusal refusal = v1::REFUSAL_UNSPECIFIED;
  // Null: it could not be verified.
  const VerifiedQuestion* question = nullptr;
  // It was new: no other may have its id.
  bool taken_up = false;
};
storage::Submission RefusedEvent(const RefusedQuestion& refused);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ANSWERING_DECIDED_EVENTS_H_
