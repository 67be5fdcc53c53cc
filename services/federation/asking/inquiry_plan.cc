#include "services/federation/asking/inquiry_plan.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/decision/grant.h"
#include "auth/decision/nearest_mou.h"
#include "auth/proto_time.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/access_of.h"
#include "services/federation/signed/case_reading.h"
#include "services/matching/describe.h"
#include "storage/digest.h"

namespace homeward::federation {
namespace {

constexpr size_t kIdBytes = 16;

// The MOU under which the peer of `access` may be asked; nothing when none
// allows it.
std::optional<auth::ActiveSet::MouRef> MouFor(const InquiryPlan& plan,
                                              auth::AccessRequest access) {
  const std::shared_ptr<const auth::ActiveSet>& mous = plan.policy->mous;
  if (plan.question.mou_id.empty()) {
    return auth::WhichMou(mous, access, plan.case_facts, plan.now);
  }
  access.mou_id = plan.question.mou_id;
  if (!auth::Admit(mous, access, plan.case_facts, plan.now).admission.ok()) {
    return std::nullopt;
  }
  return mous->InForce(access.mou_id, plan.now);
}

void PlanPeers(const std::string& own_agency_id, InquiryPlan& plan) {
  // Empty when she is not named by record, or by one that is malformed: then
  // the own node says so before anybody is asked.
  const absl::string_view owner =
      matching::RecordOwner(plan.question.child.record_id());
  for (const std::string& peer :
       plan.policy->mous->Partners(own_agency_id, plan.now)) {
    if (!owner.empty() && peer != owner) continue;
    auth::AccessRequest access = plan.access;
    access.owner_agency_id = peer;
    auto mou = MouFor(plan, access);
    if (!mou.has_value()) continue;
    access.mou_id = mou->mou_id;
    const auth::Admittance admitted =
        auth::Admit(plan.policy->mous, access, plan.case_facts, plan.now);
    if (!admitted.admission.ok()) continue;
    plan.asks.push_back({peer,
                         *mou,
                         admitted.admission->mou(),
                         {},
                         auth::BoundsOf(*admitted.admission)});
  }
}

// The question that every peer gets, without what differs between them.
v1::Question SharedQuestion(const InquiryPlan& plan,
                            const std::string& checkpoint) {
  const StaffQuestion& asked = plan.question;
  v1::Question question;
  *question.mutable_issued_time() = auth::ToTimestamp(plan.now);
  question.set_asker_agency_id(asked.caller.agency_id());
  question.set_action(asked.action);
  question.set_purpose(asked.purpose);
  *question.mutable_child() = asked.child;
  *question.mutable_staff_assertion() = asked.caller.staff()->envelope();
  if (plan.case_facts.open_case == auth::Tri::kTrue) {
    *question.mutable_case_token() = asked.case_token;
  }
  if (plan.glass.glass.has_value()) {
    *question.mutable_break_glass() = asked.break_glass;
  }
  question.set_query_id(plan.query_id);
  question.set_asker_checkpoint(checkpoint);
  return question;
}

}  // namespace

absl::StatusOr<InquiryPlan> PlanInquiry(
    StaffQuestion question, GlassReading glass,
    const std::string& own_agency_id,
    std::shared_ptr<const policy::Snapshot> policy, absl::Time now) {
  auto id = storage::RandomBytes(kIdBytes);
  if (!id.ok()) return id.status();
  InquiryPlan plan{std::move(question), now, std::move(policy)};
  plan.query_id = absl::StrCat("q-", absl::BytesToHexString(*id));
  const StaffQuestion& asked = plan.question;
  plan.case_reading =
      ReadCase(asked.case_token, asked.caller, *plan.policy->directory,
               *plan.policy->case_withdrawals, asked.purpose, asked.child, now);
  plan.glass = std::move(glass);
  plan.case_facts = plan.case_reading.facts;
  plan.glass.AddTo(plan.case_facts);
  google::protobuf::RepeatedField<int> categories;
  categories.Add(asked.categories.begin(), asked.categories.end());
  plan.access = AccessOf(asked.caller, asked.purpose, asked.action, categories);
  if (asked.ask_peers) PlanPeers(own_agency_id, plan);
  return plan;
}

query::NodeQuestion OwnQuestion(const InquiryPlan& plan,
                                const std::string& own_agency_id) {
  query::NodeQuestion own;
  own.access = plan.access;
  own.access.owner_agency_id = own_agency_id;
  const auto mou =
      auth::WhichMou(plan.policy->mous, own.access, plan.case_facts, plan.now);
  own.access.mou_id = mou.has_value() ? mou->mou_id : plan.question.mou_id;
  if (own.access.mou_id.empty() && plan.asks.empty()) {
    // Nobody will be asked: the log says what was missing.
    own.access.mou_id = auth::NearestMou(plan.policy->mous, own.access,
                                         plan.case_facts, plan.now);
  }
  own.case_facts = plan.case_facts;
  own.child = plan.question.child;
  return own;
}

absl::Status SignAsks(const SignerFinder& signers,
                      const std::string& checkpoint, InquiryPlan& plan) {
  if (plan.asks.empty()) return absl::OkStatus();
  const auto signer = signers(plan.question.caller.staff()->node_thumbprint());
  if (!signer.has_value()) {
    return absl::UnauthenticatedError(
        "the session is bound to an earlier certificate of this node; sign in "
        "again");
  }
  v1::Question question = SharedQuestion(plan, checkpoint);
  for (PeerAsk& ask : plan.asks) {
    auto id = storage::RandomBytes(kIdBytes);
    if (!id.ok()) return id.status();
    question.set_question_id(*std::move(id));
    question.set_audience_agency_id(ask.agency_id);
    question.set_mou_id(ask.mou.mou_id);
    question.set_mou_sha256(ask.mou.sha256);
    question.clear_categories();
    ask.bounds.ask().ForEach(
        [&](v1::Category category) { question.add_categories(category); });
    auto request = SignQuestion(question, *signer);
    if (!request.ok()) return request.status();
    ask.request = *std::move(request);
  }
  return absl::OkStatus();
}

}  // namespace homeward::federation
