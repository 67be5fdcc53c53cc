#include "services/federation/merging/node_answers.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/redaction/excess.h"
#include "auth/signing/digest.h"
#include "google/protobuf/util/time_util.h"
#include "services/federation/merging/answer_size.h"
#include "services/federation/merging/evidence_check.h"
#include "services/matching/describe.h"
#include "services/matching/description.h"
#include "services/matching/explain.h"

namespace homeward::federation {
namespace {

// What a peer says of the number of its claims is taken up to here.
constexpr int kMostOmitted = 1'000'000;

v1::Outcome OutcomeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kDeadlineExceeded:
      return v1::OUTCOME_TIMED_OUT;
    case absl::StatusCode::kPermissionDenied:
      return v1::OUTCOME_DENIED;
    case absl::StatusCode::kResourceExhausted:
      return v1::OUTCOME_TRY_LATER;
    case absl::StatusCode::kDataLoss:
      return v1::OUTCOME_INVALID_ANSWER;
    default:
      return v1::OUTCOME_UNREACHABLE;
  }
}

v1::NodeAnswer BeginAnswer(const std::string& agency_id, const std::string& mou,
                           absl::Duration elapsed) {
  v1::NodeAnswer answer;
  answer.set_agency_id(agency_id);
  answer.set_mou(mou);
  *answer.mutable_elapsed() =
      google::protobuf::util::TimeUtil::NanosecondsToDuration(
          absl::ToInt64Nanoseconds(elapsed));
  return answer;
}

// What `plan` asks for. A question that was put is well-formed.
matching::Description Asked(const InquiryPlan& plan) {
  return matching::DescribeQuestion(plan.question.child, plan.now)
      .value_or(matching::Description());
}

// What `reply` answers, if it is small enough and holds.
absl::StatusOr<v1::Answer> ReadReply(const v1::AskResponse& reply,
                                     const PeerAsk& ask,
                                     const std::string& own_agency_id,
                                     const TrustView& trust) {
  absl::Status size = CheckSize(reply);
  if (!size.ok()) return size;
  auto answer =
      VerifyAnswer(reply, ask.request, own_agency_id, ask.agency_id, trust);
  if (!answer.ok()) return answer;
  absl::Status ids = CheckIds(*answer);
  if (!ids.ok()) return ids;
  absl::Status evidence = CheckEvidence(*answer);
  if (!evidence.ok()) return evidence;
  return answer;
}

}  // namespace

void Fit(query::NodeFinding& finding) {
  finding.omitted_claim_count = FitMatches(kMaxMatchesBytes, finding.matches);
  if (finding.omitted_claim_count > 0) {
    query::NoteDisclosed(finding.matches, finding.details);
  }
}

v1::NodeAnswer OwnAnswer(const std::string& own_agency_id,
                         const InquiryPlan& plan, query::NodeFinding& own,
                         absl::Time now) {
  v1::NodeAnswer answer =
      BeginAnswer(own_agency_id, own.decision.mou(), now - plan.now);
  answer.set_outcome(own.outcome);
  answer.mutable_matches()->Swap(&own.matches);
  answer.set_omitted_claim_count(own.omitted_claim_count);
  return answer;
}

v1::NodeAnswer WithheldAnswer(const InquiryPlan& plan, const PeerAsk& ask,
                              absl::Time now) {
  v1::NodeAnswer answer =
      BeginAnswer(ask.agency_id, ask.mou_text, now - plan.now);
  answer.set_outcome(v1::OUTCOME_DENIED);
  return answer;
}

PeerReply PeerAnswer(const InquiryPlan& plan, const PeerAsk& ask,
                     const std::string& own_agency_id,
                     absl::StatusOr<v1::AskResponse> reply,
                     const TrustView& trust) {
  PeerReply came{
      BeginAnswer(ask.agency_id, ask.mou_text, trust.now - plan.now)};
  v1::NodeAnswer& answer = came.answer;
  if (!reply.ok()) {
    answer.set_outcome(OutcomeOf(reply.status()));
    return came;
  }
  answer.set_outcome(v1::OUTCOME_INVALID_ANSWER);
  auto verified = ReadReply(*reply, ask, own_agency_id, trust);
  if (!verified.ok()) return came;
  came.answer_sha256 = auth::Sha256(reply->answer().payload());
  const matching::Description asked = Asked(plan);
  for (v1::RecordMatch& match : *verified->mutable_matches()) {
    came.excess |= auth::ExcessOf(ask.bounds, match.record());
    auth::AddDuties(ask.bounds, *match.mutable_record());
    matching::KeepShownValues(match);
    matching::KeepAskedValues(asked, match);
    KeepReadable(match);
  }
  if (came.excess.any()) return came;
  answer.set_outcome(verified->outcome());
  answer.set_omitted_claim_count(
      std::clamp(verified->omitted_claim_count(), 0, kMostOmitted));
  answer.mutable_matches()->Swap(verified->mutable_matches());
  answer.mutable_signed_answer()->Swap(reply->mutable_answer());
  answer.set_signer_certificate(reply->signer_certificate());
  return came;
}

void Lose(v1::NodeAnswer& answer) {
  answer.clear_matches();
  answer.clear_signed_answer();
  answer.clear_signer_certificate();
  answer.clear_omitted_claim_count();
  answer.set_outcome(v1::OUTCOME_TRY_LATER);
}

std::vector<std::string> AnsweringAgencies(const std::string& own_agency_id,
                                           const InquiryPlan& plan) {
  std::vector<std::string> agency_ids = {own_agency_id};
  for (const auto* asks : {&plan.asks, &plan.withheld}) {
    for (const PeerAsk& ask : *asks) agency_ids.push_back(ask.agency_id);
  }
  return agency_ids;
}

void SortAnswers(const std::vector<std::string>& agency_ids,
                 std::vector<v1::NodeAnswer>& answers) {
  const auto place = [&](const v1::NodeAnswer& answer) {
    return absl::c_find(agency_ids, answer.agency_id());
  };
  absl::c_sort(answers, [&](const v1::NodeAnswer& a, const v1::NodeAnswer& b) {
    return place(a) < place(b);
  });
}

}  // namespace homeward::federation
