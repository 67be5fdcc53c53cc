#ifndef HOMEWARD_SERVICES_FEDERATION_MERGING_NODE_ANSWERS_H_
#define HOMEWARD_SERVICES_FEDERATION_MERGING_NODE_ANSWERS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "auth/mou/field_set.h"
#include "homeward/v1/peer_service.pb.h"
#include "homeward/v1/query_service.pb.h"
#include "services/federation/planning/inquiry_plan.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/query/pipeline.h"

// From what a node found or replied to what the asker is shown of it. Pure.
namespace homeward::federation {

// Cuts what was found to the bounds of answer_size.h, before it is written to
// the log: that says what is told, and not what was left out.
void Fit(query::NodeFinding& finding);

// The own node's answer, known at `now`. `own` has no matches afterwards.
v1::NodeAnswer OwnAnswer(const std::string& own_agency_id,
                         const InquiryPlan& plan, query::NodeFinding& own,
                         absl::Time now);

// What came of asking a peer.
struct PeerReply {
  // What is shown of it.
  v1::NodeAnswer answer = {};
  // SHA-256 of the payload that the peer signed as its answer to this question.
  // Empty: there is none that holds.
  std::string answer_sha256 = {};
  // The fields of which it tells more than the MOU allows. Then nothing of it
  // is shown.
  auth::FieldSet excess = {};
};

// What came as `reply` to `ask`, at the instant of `trust`. Shown is only what
// the peer signed as its answer to this question, within the bounds of
// answer_size.h and of `ask`, with the duties that these want. Everything else
// is an outcome.
PeerReply PeerAnswer(const InquiryPlan& plan, const PeerAsk& ask,
                     const std::string& own_agency_id,
                     absl::StatusOr<v1::AskResponse> reply,
                     const TrustView& trust);

// That nobody asked `ask`, one of those withheld by `plan`; told at `now`.
v1::NodeAnswer WithheldAnswer(const InquiryPlan& plan, const PeerAsk& ask,
                              absl::Time now);

// Takes all that was disclosed out of `answer`: what came could not be
// written to the log.
void Lose(v1::NodeAnswer& answer);

// The agencies of which each has one answer to `plan`: the own one, then those
// asked, then those withheld.
std::vector<std::string> AnsweringAgencies(const std::string& own_agency_id,
                                           const InquiryPlan& plan);

// Sorts `answers`, one for each of `agency_ids`, in their order.
void SortAnswers(const std::vector<std::string>& agency_ids,
                 std::vector<v1::NodeAnswer>& answers);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_MERGING_NODE_ANSWERS_H_
