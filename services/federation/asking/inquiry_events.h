#ifndef HOMEWARD_SERVICES_FEDERATION_ASKING_INQUIRY_EVENTS_H_
#define HOMEWARD_SERVICES_FEDERATION_ASKING_INQUIRY_EVENTS_H_

#include <string>

#include "absl/time/time.h"
#include "homeward/internal/v1/break_glass.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "services/federation/desk/answer_notices.h"
#include "services/federation/merging/node_answers.h"
#include "services/federation/planning/inquiry_plan.h"
#include "services/query/pipeline.h"
#include "storage/commit_group.h"

// What the own log, the desks and the book of broken glass are told of an
// inquiry. Pure.
namespace homeward::federation {

// Before anything is asked or shown: the question with what the own node
// found, then each peer that P-TRACE or P-ADULT-SEEKER keeps it from asking,
// and each question that goes to a peer. Takes `own.details`, which only the
// log needs.
storage::Submission AskedEvents(const InquiryPlan& plan,
                                query::NodeFinding& own,
                                const std::string& own_agency_id);

// Before it is shown: what came, at the instant `now`, as the answer to `ask`.
// Of one that tells more than the MOU allows who asked is told why it is not
// shown, and which fields these are.
storage::Submission DeliveredEvent(const InquiryPlan& plan, const PeerAsk& ask,
                                   const PeerReply& came, absl::Time now);

// `plan` as it was put to `owner_agency_id`, for the desk. Refers to `plan`.
DecidedQuestion DecidedOf(const InquiryPlan& plan,
                          const std::string& owner_agency_id);

// That the glass was broken for `plan`. Every agency that sees the statement is
// told of its review.
internal::v1::StoredBreakGlassUse UseOf(const InquiryPlan& plan);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ASKING_INQUIRY_EVENTS_H_
