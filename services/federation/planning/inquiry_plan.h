#ifndef HOMEWARD_SERVICES_FEDERATION_PLANNING_INQUIRY_PLAN_H_
#define HOMEWARD_SERVICES_FEDERATION_PLANNING_INQUIRY_PLAN_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/decision/answer_bounds.h"
#include "auth/identity/caller.h"
#include "homeward/v1/break_glass.pb.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "homeward/v1/record.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/signed/case_reading.h"
#include "services/federation/signed/glass_reading.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/policy/state.h"
#include "services/query/pipeline.h"

namespace homeward::federation {

// What a member of the own staff asks.
struct StaffQuestion {
  // Who asks, with staff: her assertion is passed on to the peers.
  auth::Caller caller;
  v1::Action action = v1::ACTION_UNSPECIFIED;
  v1::Purpose purpose = v1::PURPOSE_UNSPECIFIED;
  v1::ChildDescriptor child = {};
  // Empty payload: there is none.
  v1::Envelope case_token = {};
  // That the glass is broken. Empty payload: it is not.
  v1::Envelope break_glass = {};
  // Why, in her words. Goes to no peer.
  v1::BreakGlassText break_glass_text = {};
  std::vector<v1::Category> categories = {};
  // Empty: for each owner the one in force that permits.
  std::string mou_id = {};
  // Whether she wants to see matches that own staff rejected for this child.
  bool include_rejected = false;
  bool ask_peers = true;
  absl::Duration peer_timeout = absl::Seconds(3);
  // When she must have the summary: no peer has longer, whatever its timeout.
  absl::Time deadline = absl::InfiniteFuture();
  // Whether nobody waits for the answers any more: then no peer is asked that
  // was not asked yet. Thread-safe. Empty: somebody always waits.
  std::function<bool()> abandoned = {};
};

// A peer to ask.
struct PeerAsk {
  std::string agency_id;
  // The MOU to rely on.
  auth::ActiveSet::MouRef mou = {};
  // The same as `{mou_id}@{version}`.
  std::string mou_text = {};
  // Empty until SignAsks().
  v1::AskRequest request = {};
  // What it may answer, by the own copy of that MOU.
  auth::AnswerBounds bounds = {};
};

// A question with what this node knows before it reads or asks: whose case it
// is, and whom it may go to.
struct InquiryPlan {
  StaffQuestion question;
  // The one instant and the one policy of the whole inquiry.
  absl::Time now;
  std::shared_ptr<const policy::Snapshot> policy;
  std::string query_id = {};
  // What the case token that came with the question proves.
  CaseReading case_reading = {};
  // What the statement that the glass is broken proves.
  GlassReading glass = {};
  // What both prove.
  auth::CaseFacts case_facts = {};
  // Without owner and MOU.
  auth::AccessRequest access = {};
  // In the order of their agencies' ids.
  std::vector<PeerAsk> asks = {};
  // Who would be asked too, were it not for `withheld_by`: the own records have
  // no consent to it (P-TRACE), or keep her from a person whom the question may
  // help (P-ADULT-SEEKER).
  std::vector<PeerAsk> withheld = {};
  std::string withheld_by = {};
};

// Plans `question` of staff of `own_agency_id`, whose statement was read as
// `glass`. A peer is not asked what the own copy of the MOUs denies. About a
// record whose id names its owner nobody else is asked: the question alone
// tells that the record exists. Errors:
// UNAVAILABLE if there are no random bytes.
absl::StatusOr<InquiryPlan> PlanInquiry(
    StaffQuestion question, GlassReading glass,
    const std::string& own_agency_id,
    std::shared_ptr<const policy::Snapshot> policy, absl::Time now);

// What `plan` asks the own node.
query::NodeQuestion OwnQuestion(const InquiryPlan& plan,
                                const std::string& own_agency_id);

// Signs the questions to the peers by the own leaf that the staff assertion is
// bound to. `checkpoint` is the signed head of the own log. Errors:
//   UNAUTHENTICATED  The session is bound to an earlier certificate.
//   INTERNAL         OpenSSL fails.
//   UNAVAILABLE      There are no random bytes.
absl::Status SignAsks(const SignerFinder& signers,
                      const std::string& checkpoint, InquiryPlan& plan);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_PLANNING_INQUIRY_PLAN_H_
