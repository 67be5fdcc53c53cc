#include "services/federation/inquiry.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/grant.h"
#include "auth/identity/case_token.h"
#include "auth/signing/digest.h"
#include "google/protobuf/util/time_util.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/access_of.h"
#include "services/federation/case_facts_of.h"
#include "services/federation/merge.h"
#include "services/federation/signed_exchange.h"
#include "services/matching/describe.h"
#include "services/telemetry/metrics.h"
#include "storage/committer.h"
#include "storage/digest.h"

namespace homeward::federation {
namespace {

using ::google::protobuf::util::TimeUtil;
using ::homeward::telemetry::Decision;
using ::homeward::telemetry::Stage;

constexpr size_t kIdBytes = 16;

google::protobuf::Timestamp ToProto(absl::Time time) {
  return TimeUtil::NanosecondsToTimestamp(absl::ToUnixNanos(time));
}

v1::Outcome OutcomeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kDeadlineExceeded:
      return v1::OUTCOME_TIMED_OUT;
    case absl::StatusCode::kPermissionDenied:
      return v1::OUTCOME_DENIED;
    case absl::StatusCode::kResourceExhausted:
      return v1::OUTCOME_TRY_LATER;
    default:
      return v1::OUTCOME_UNREACHABLE;
  }
}

// What came could not be written to the log: it is not shown.
void Lose(v1::NodeAnswer& answer) {
  answer.clear_matches();
  answer.clear_signed_answer();
  answer.clear_signer_certificate();
  answer.set_outcome(v1::OUTCOME_TRY_LATER);
}

}  // namespace

// How many rounds are under way.
struct Inquiry::Count {
  absl::Mutex mutex;
  int rounds ABSL_GUARDED_BY(mutex) = 0;
};

// One question on its way through the federation.
struct Inquiry::Round {
  // A peer to ask.
  struct Ask {
    std::string agency_id;
    auth::ActiveSet::MouRef mou;
    std::string mou_text;
    v1::AskRequest request;
  };

  Round(StaffQuestion asked, Listener heard, std::shared_ptr<Count> counted)
      : question(std::move(asked)),
        listener(std::move(heard)),
        count(std::move(counted)) {
    absl::MutexLock lock(&count->mutex);
    ++count->rounds;
  }
  ~Round() {
    absl::MutexLock lock(&count->mutex);
    --count->rounds;
  }

  StaffQuestion question;
  Listener listener;
  const std::shared_ptr<Count> count;
  absl::Time now;
  std::shared_ptr<const policy::Snapshot> policy;
  std::string query_id;
  std::optional<auth::CaseProof> case_proof;
  auth::AccessRequest access;
  auth::CaseFacts case_facts;
  // What the own node found; nothing when no MOU lets it answer.
  query::NodeFinding own;
  std::string own_mou_id;
  std::vector<Ask> asks;

  absl::Mutex mutex;
  std::vector<v1::NodeAnswer> answers ABSL_GUARDED_BY(mutex);
};

Inquiry::Inquiry(NodeParts parts, PeerFinder peers,
                 std::function<bool(std::function<void()>)> run)
    : parts_(std::move(parts)),
      peers_(std::move(peers)),
      run_(std::move(run)),
      count_(std::make_shared<Count>()) {}

Inquiry::~Inquiry() {
  const auto none = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(count_->mutex) {
    return count_->rounds == 0;
  };
  absl::MutexLock lock(&count_->mutex, absl::Condition(&none));
}

void Inquiry::Run(std::function<void()> work) const {
  if (!run_(work)) work();
}

void Inquiry::Ask(StaffQuestion question, Listener listener) const {
  auto round =
      std::make_shared<Round>(std::move(question), std::move(listener), count_);
  absl::Status planned = Plan(*round);
  if (planned.ok()) planned = AnswerOwn(*round);
  if (planned.ok()) planned = SignQuestions(*round);
  if (!planned.ok()) {
    return round->listener.on_end(planned, round->query_id, {});
  }
  Record(round);
}

absl::Status Inquiry::Plan(Round& round) const {
  round.now = parts_.clock();
  round.policy = parts_.policy->current();
  auto id = storage::RandomBytes(kIdBytes);
  if (!id.ok()) return id.status();
  round.query_id = absl::StrCat("q-", absl::BytesToHexString(*id));

  StaffQuestion& question = round.question;
  if (!question.case_token.payload().empty()) {
    auto proof = auth::VerifyCaseToken(question.case_token, question.caller,
                                       *round.policy->directory, round.now);
    if (proof.ok()) round.case_proof = *std::move(proof);
  }
  round.case_facts =
      CaseFactsOf(round.case_proof ? &*round.case_proof : nullptr,
                  question.purpose, question.child, round.now);
  google::protobuf::RepeatedField<int> categories;
  for (const v1::Category category : question.categories) {
    categories.Add(category);
  }
  round.access =
      AccessOf(question.caller, question.purpose, question.action, categories);

  if (question.ask_peers) PlanPeers(round);
  return absl::OkStatus();
}

void Inquiry::PlanPeers(Round& round) const {
  const auth::ActiveSet& mous = *round.policy->mous;
  for (const std::string& peer : mous.Partners(parts_.agency_id, round.now)) {
    auth::AccessRequest access = round.access;
    access.owner_agency_id = peer;
    // This node does not send what its own copy of the MOUs denies.
    std::optional<auth::ActiveSet::MouRef> mou;
    if (round.question.mou_id.empty()) {
      mou = auth::WhichMou(round.policy->mous, access, round.case_facts,
                           round.now);
    } else {
      access.mou_id = round.question.mou_id;
      if (auth::Admit(round.policy->mous, access, round.case_facts, round.now)
              .admission.ok()) {
        mou = mous.InForce(access.mou_id, round.now);
      }
    }
    if (!mou.has_value()) continue;
    const std::string text = absl::StrCat(mou->mou_id, "@", mou->version);
    round.asks.push_back({peer, *std::move(mou), text, {}});
  }
}

absl::Status Inquiry::AnswerOwn(Round& round) const {
  query::NodeQuestion own;
  own.access = round.access;
  own.access.owner_agency_id = parts_.agency_id;
  const auto mou = auth::WhichMou(round.policy->mous, own.access,
                                  round.case_facts, round.now);
  own.access.mou_id = mou.has_value() ? mou->mou_id : round.question.mou_id;
  own.case_facts = round.case_facts;
  own.child = round.question.child;
  auto finding = parts_.pipeline->Answer(own, round.policy->mous, round.now);
  if (!finding.ok()) return finding.status();
  round.own = *std::move(finding);
  if (round.own.outcome == v1::OUTCOME_DENIED && !round.asks.empty()) {
    // The peers may be asked: say now what is wrong with the question.
    return matching::DescribeQuestion(round.question.child, round.now).status();
  }
  return absl::OkStatus();
}

absl::Status Inquiry::SignQuestions(Round& round) const {
  if (round.asks.empty()) return absl::OkStatus();
  const StaffQuestion& asked = round.question;
  const auto signer = parts_.signers(asked.caller.staff()->node_thumbprint());
  if (!signer.has_value()) {
    return absl::UnauthenticatedError(
        "the session is bound to an earlier certificate of this node; sign in "
        "again");
  }
  for (Round::Ask& ask : round.asks) {
    auto id = storage::RandomBytes(kIdBytes);
    if (!id.ok()) return id.status();
    v1::Question question;
    question.set_question_id(*id);
    *question.mutable_issued_time() = ToProto(round.now);
    question.set_asker_agency_id(parts_.agency_id);
    question.set_audience_agency_id(ask.agency_id);
    question.set_action(asked.action);
    question.set_purpose(asked.purpose);
    *question.mutable_child() = asked.child;
    question.mutable_categories()->Add(asked.categories.begin(),
                                       asked.categories.end());
    question.set_mou_id(ask.mou.mou_id);
    question.set_mou_sha256(ask.mou.sha256);
    *question.mutable_staff_assertion() = asked.caller.staff()->envelope();
    if (!asked.case_token.payload().empty()) {
      *question.mutable_case_token() = asked.case_token;
    }
    question.set_query_id(round.query_id);
    question.set_asker_checkpoint(parts_.log->SignedHead());
    auto request = SignQuestion(question, *signer);
    if (!request.ok()) return request.status();
    ask.request = *std::move(request);
  }
  return absl::OkStatus();
}

void Inquiry::Record(const RoundPtr& round) const {
  const StaffQuestion& asked = round->question;
  const bool denied =
      round->own.outcome == v1::OUTCOME_DENIED && round->asks.empty();
  if (parts_.metrics != nullptr) {
    parts_.metrics->CountDecision(denied ? Decision::kDenied
                                  : round->own.matches.empty()
                                      ? Decision::kWithheld
                                      : Decision::kPermitted);
  }
  v1::AuditEvent event =
      EventOf(asked.caller, asked.purpose, asked.action, round->now);
  event.set_query_id(round->query_id);
  v1::AuditDetails details = round->own.details;
  details.set_subject(asked.caller.staff()->subject());
  if (round->case_proof.has_value()) {
    details.set_case_id(round->case_proof->token().case_id());
  }
  storage::Submission submission;
  event.set_kind(v1::AUDIT_KIND_ASKED);
  event.set_responder_agency_id(parts_.agency_id);
  *event.mutable_decision() = round->own.decision;
  event.set_outcome(round->own.outcome);
  submission.entries.push_back({event.SerializeAsString(),
                                details.SerializeAsString(), round->query_id});
  event.set_kind(v1::AUDIT_KIND_SENT);
  event.clear_decision();
  event.clear_outcome();
  details.clear_record_ids();
  details.clear_disclosed_fields();
  for (const Round::Ask& ask : round->asks) {
    event.set_responder_agency_id(ask.agency_id);
    event.mutable_decision()->set_mou(ask.mou_text);
    event.set_question_sha256(auth::Sha256(ask.request.question().payload()));
    submission.entries.push_back({event.SerializeAsString(),
                                  details.SerializeAsString(),
                                  round->query_id});
  }
  const absl::Time start = absl::Now();
  absl::Status queued = parts_.committer->Submit(
      std::move(submission),
      [this, round, denied, start](storage::SubmissionResult result) {
        if (parts_.metrics != nullptr) {
          parts_.metrics->ObserveStage(Stage::kLog, absl::Now() - start);
        }
        absl::Status status = std::move(result.status);
        if (status.ok() && denied) {
          status = absl::PermissionDeniedError(auth::kDenialText);
        }
        if (!status.ok()) {
          return round->listener.on_end(status, round->query_id, {});
        }
        // Calling peers takes a while: not on the committer's thread.
        Run([this, round] { Start(round); });
      });
  if (!queued.ok()) round->listener.on_end(queued, round->query_id, {});
}

void Inquiry::Start(const RoundPtr& round) const {
  std::vector<std::string> agencies = {parts_.agency_id};
  for (const Round::Ask& ask : round->asks) agencies.push_back(ask.agency_id);
  round->listener.on_start(round->query_id, agencies);
  for (size_t i = 0; i < round->asks.size(); ++i) AskPeer(round, i);
  v1::NodeAnswer own;
  own.set_agency_id(parts_.agency_id);
  own.set_outcome(round->own.outcome);
  own.set_mou(round->own.decision.mou());
  for (v1::RecordMatch& match : round->own.matches) {
    *own.add_matches() = std::move(match);
  }
  *own.mutable_elapsed() = TimeUtil::NanosecondsToDuration(
      absl::ToInt64Nanoseconds(parts_.clock() - round->now));
  Deliver(round, std::move(own));
}

void Inquiry::AskPeer(const RoundPtr& round, size_t index) const {
  const std::shared_ptr<Peer> peer = peers_(round->asks[index].agency_id);
  if (peer == nullptr) {
    return TakeReply(round, index,
                     absl::UnavailableError("the directory lists no node"));
  }
  peer->Ask(
      round->asks[index].request, absl::Now() + round->question.peer_timeout,
      [this, round, index](absl::StatusOr<v1::AskResponse> reply) {
        // Verifying takes a while: not on gRPC's thread.
        auto work = [this, round, index, reply = std::move(reply)]() mutable {
          TakeReply(round, index, std::move(reply));
        };
        if (!run_(work)) {
          TakeReply(round, index,
                    absl::ResourceExhaustedError("too much waits here"));
        }
      });
}

void Inquiry::TakeReply(const RoundPtr& round, size_t index,
                        absl::StatusOr<v1::AskResponse> reply) const {
  const Round::Ask& ask = round->asks[index];
  const absl::Time now = parts_.clock();
  v1::NodeAnswer answer;
  answer.set_agency_id(ask.agency_id);
  answer.set_mou(ask.mou_text);
  *answer.mutable_elapsed() = TimeUtil::NanosecondsToDuration(
      absl::ToInt64Nanoseconds(now - round->now));
  if (!reply.ok()) {
    answer.set_outcome(OutcomeOf(reply.status()));
  } else {
    const std::shared_ptr<const policy::Snapshot> policy =
        parts_.policy->current();
    auto verified =
        VerifyAnswer(*reply, ask.request, parts_.agency_id, ask.agency_id,
                     {policy->directory.get(), policy->revocations.get(), now,
                      parts_.known_signers});
    if (verified.ok()) {
      answer.set_outcome(verified->outcome());
      answer.mutable_matches()->Swap(verified->mutable_matches());
      answer.mutable_signed_answer()->Swap(reply->mutable_answer());
      answer.set_signer_certificate(reply->signer_certificate());
    } else {
      answer.set_outcome(v1::OUTCOME_INVALID_ANSWER);
    }
  }
  // What came is in the log before anybody sees it.
  v1::AuditEvent event =
      EventOf(round->question.caller, round->question.purpose,
              round->question.action, now);
  event.set_kind(v1::AUDIT_KIND_DELIVERED);
  event.set_query_id(round->query_id);
  event.set_responder_agency_id(ask.agency_id);
  event.set_outcome(answer.outcome());
  event.set_question_sha256(auth::Sha256(ask.request.question().payload()));
  event.set_answer_sha256(auth::Sha256(answer.signed_answer().payload()));
  storage::Submission submission;
  submission.entries.push_back(
      {event.SerializeAsString(), "", round->query_id});
  if (parts_.metrics != nullptr) {
    parts_.metrics->ObserveStage(Stage::kPeers, now - round->now);
  }
  auto kept = std::make_shared<v1::NodeAnswer>(std::move(answer));
  absl::Status queued = parts_.committer->Submit(
      std::move(submission),
      [this, round, kept](storage::SubmissionResult result) {
        if (!result.status.ok()) Lose(*kept);
        // Merging takes a while: not on the committer's thread.
        Run([this, round, kept] { Deliver(round, std::move(*kept)); });
      });
  if (!queued.ok()) {
    Lose(*kept);
    Deliver(round, std::move(*kept));
  }
}

void Inquiry::Deliver(const RoundPtr& round, v1::NodeAnswer answer) const {
  absl::MutexLock lock(&round->mutex);
  round->listener.on_answer(answer);
  round->answers.push_back(std::move(answer));
  if (round->answers.size() < round->asks.size() + 1) return;
  // The own node first, then in the order of asking.
  const auto place = [&](const v1::NodeAnswer& one) {
    return absl::c_find_if(round->asks,
                           [&](const Round::Ask& ask) {
                             return ask.agency_id == one.agency_id();
                           }) -
           round->asks.begin();
  };
  absl::c_sort(round->answers,
               [&](const v1::NodeAnswer& a, const v1::NodeAnswer& b) {
                 const bool a_own = a.agency_id() == parts_.agency_id;
                 const bool b_own = b.agency_id() == parts_.agency_id;
                 return a_own != b_own ? a_own : place(a) < place(b);
               });
  round->listener.on_end(absl::OkStatus(), round->query_id,
                         Merge(round->answers, parts_.clock()));
}

}  // namespace homeward::federation
