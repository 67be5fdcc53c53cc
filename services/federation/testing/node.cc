#include "services/federation/testing/node.h"

#include <chrono>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "auth/identity/caller.h"
#include "auth/proto_time.h"
#include "auth/signing/signing_key.h"
#include "gtest/gtest.h"
#include "services/federation/break_glass/review_taker.h"
#include "services/federation/withdrawal/origin_copies.h"
#include "services/matching/describe.h"
#include "services/matching/index_version.h"
#include "services/matching/match_state.h"
#include "services/matching/terms.h"
#include "storage/keys/keyring_for_test.h"
#include "storage/keys/secret.h"
#include "storage/waiting/steady_time.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation::testing {

DirectPeer::~DirectPeer() {
  absl::MutexLock lock(&mutex_);
  for (std::thread& thread : threads_) thread.join();
}

void DirectPeer::Ask(const v1::AskRequest& request, absl::Time deadline,
                     Done<v1::AskResponse> done) {
  ++asked;
  if (unreachable) return done(absl::UnavailableError("no way there"));
  absl::MutexLock lock(&mutex_);
  threads_.emplace_back([this, request, deadline, done = std::move(done)] {
    if (black_hole) {
      absl::SleepFor(deadline - absl::Now());
      return done(absl::DeadlineExceededError("it said nothing"));
    }
    auto response = node_->Answer(asker_agency_id_, request);
    if (response.ok() && lie) lie(*response);
    done(std::move(response));
  });
}

void DirectPeer::Synchronize(const v1::SynchronizeRequest&, absl::Time,
                             Done<v1::SynchronizeResponse> done) {
  done(absl::UnavailableError("questions only"));
}

void DirectPeer::Withdraw(const v1::WithdrawRequest& request, absl::Time,
                          Done<v1::WithdrawResponse> done) {
  ++asked;
  if (unreachable) return done(absl::UnavailableError("no way there"));
  done(node_->Withdraw(asker_agency_id_, request));
}

void DirectPeer::TellReview(const v1::TellReviewRequest& request, absl::Time,
                            Done<v1::TellReviewResponse> done) {
  ++asked;
  if (unreachable) return done(absl::UnavailableError("no way there"));
  done(node_->TakeReview(asker_agency_id_, request));
}

void DirectPeer::Probe(const v1::ProbeRequest&, absl::Time,
                       Done<v1::ProbeResponse> done) {
  done(absl::UnavailableError("questions only"));
}

v1::Outcome Heard::OutcomeOf(const std::string& agency_id) const {
  const auto found = answers.find(agency_id);
  return found == answers.end() ? v1::OUTCOME_UNSPECIFIED
                                : found->second.outcome();
}

void Heard::Take(Update update) {
  ++updates;
  query_id = update.query_id;
  if (!update.agency_ids.empty()) {
    EXPECT_EQ(updates, 1);
    asked = update.agency_ids;
  }
  for (const v1::NodeAnswer& answer : update.answers) {
    EXPECT_EQ(answers.count(answer.agency_id()), 0);
    answers[answer.agency_id()] = answer;
    order.push_back(answer.agency_id());
  }
  if (update.summary.has_value()) summary = *update.summary;
}

Node::Node(const policy::testing::Federation* federation, std::string agency_id)
    : federation_(*federation),
      agency_id_(std::move(agency_id)),
      store_(federation, agency_id_),
      now_(absl::ToUnixNanos(federation->now())) {
  keyring_ = storage::NewKeyringForTest();
  Start();
  for (const char* id : {"north", "south", "west"}) {
    EXPECT_OK(store_.policy().InstallRevocationList(
        federation_.base().SignedList(id, 1, {}, now()), now()));
  }
}

Node::~Node() { Stop(); }

void Node::Start() {
  auto keys = storage::SubjectKeys::Open(&store_.engine(), keyring_.get());
  EXPECT_OK(keys);
  keys_ = *std::move(keys);
  records_ = std::make_unique<storage::RecordStore>(
      &store_.engine(), keys_.get(), &store_.blind(), agency_id_);
  pipeline_ =
      std::make_unique<query::Pipeline>(records_.get(), &hasher_, nullptr);
  matches_ = std::make_unique<storage::MatchStore>(
      &store_.engine(), &store_.blind(), storage::Secret(std::string(32, 'm')));
  disclosures_ = std::make_unique<storage::DisclosureStore>(
      &store_.engine(), &store_.blind(), storage::Secret(std::string(32, 'o')));
  copies_ = std::make_unique<storage::CopyStore>(
      &store_.engine(), keys_.get(), storage::Secret(std::string(32, 'c')));
  withdrawals_ = std::make_unique<WithdrawalBook>(
      agency_id_, &store_.documents(), disclosures_.get(), &store_.committer(),
      OriginCopies(agency_id_, records_.get(),
                   [this] { return store_.policy().current()->directory; }),
      [this] {
        return storage::SteadyTime(std::chrono::nanoseconds(steady_now_));
      });
  EXPECT_OK(withdrawals_->Restore());
  notices_ = std::make_unique<storage::NoticeStore>(
      &store_.engine(), storage::Secret(std::string(32, 'n')));
  desk_ =
      std::make_unique<Desk>(agency_id_, notices_.get(), &store_.committer());
  EXPECT_OK(desk_->Recount());
  const auto find_peer =
      [this](const std::string& agency_id) -> std::shared_ptr<Peer> {
    const auto found = peers_.find(agency_id);
    if (found == peers_.end()) return nullptr;
    return found->second;
  };
  parts_ = {};
  NodeParts& parts = parts_;
  parts.agency_id = agency_id_;
  parts.policy = &store_.policy();
  parts.pipeline = pipeline_.get();
  parts.matches = matches_.get();
  tracing_ = std::make_unique<TracingConsent>(agency_id_, records_.get(),
                                              matches_.get());
  parts.tracing = tracing_.get();
  parts.committer = &store_.committer();
  parts.log = &store_.log();
  parts.signers = [this](absl::string_view) -> std::optional<SigningIdentity> {
    if (!has_signer) return std::nullopt;
    return Signer();
  };
  kept_ = std::make_unique<KeptAnswers>(agency_id_, copies_.get(),
                                        &store_.committer(), parts.signers);
  const Courier::Options courier{[this] { return now(); }, find_peer};
  withdrawer_ =
      std::make_unique<Withdrawer>(parts.signers, courier, withdrawals_.get(),
                                   &store_.policy(), &known_signers_);
  parts.disclosures = disclosures_.get();
  parts.withdrawals = withdrawals_.get();
  parts.kept = kept_.get();
  parts.desk = desk_.get();
  glass_ = std::make_unique<GlassBook>(agency_id_, &store_.documents(),
                                       &store_.committer());
  EXPECT_OK(glass_->Restore());
  reviews_ = std::make_unique<ReviewTeller>(agency_id_, courier, glass_.get(),
                                            &store_.policy(), &known_signers_);
  parts.glass = glass_.get();
  parts.known_signers = &known_signers_;
  ProbeGuard::Options probe_options;
  probe_options.limits = probe_limits_;
  probe_options.agency_id = agency_id_;
  probe_options.blind = [this](absl::string_view text) {
    return store_.blind().Term("probed_child", text).substr(4);
  };
  probe_options.desk = desk_.get();
  probes_ = std::make_unique<ProbeGuard>(
      std::move(probe_options), &store_.documents(), &store_.committer());
  EXPECT_OK(probes_->Restore());
  parts.probes = probes_.get();
  parts.pacer = &pacer_;
  parts.clock = [this] { return now(); };
  parts.resume = [](const std::function<void()>& work) { work(); };
  parts.stale_mou = [this](const std::string& agency_id) {
    absl::MutexLock lock(&mutex_);
    stale_.push_back(agency_id);
  };
  responder_ = std::make_unique<Responder>(parts, now());
  EXPECT_OK(responder_->Restore());
  inquiry_ = std::make_unique<Inquiry>(parts, find_peer);
}

void Node::Stop() {
  inquiry_.reset();
  withdrawer_->courier().Stop();
  reviews_->courier().Stop();
  store_.committer().Stop();
  responder_.reset();
}

void Node::Restart(absl::Time now) {
  Stop();
  SetNow(now);
  store_.Reopen(now);
  Start();
}

void Node::Limit(const ProbeLimits& limits) {
  probe_limits_ = limits;
  Restart(now());
}

void Node::Connect(Node& a, Node& b) {
  a.peers_[b.agency_id_] = std::make_shared<DirectPeer>(&b, a.agency_id_);
  b.peers_[a.agency_id_] = std::make_shared<DirectPeer>(&a, b.agency_id_);
}

void Node::Add(const v1::Envelope& envelope) {
  EXPECT_OK(store_.policy().ProposeMou(envelope, /*dry_run=*/false, now()));
}

std::string Node::Register(const std::string& name, int64_t time,
                           const std::string& admin1_code, bool is_protected,
                           int sightings) {
  v1::Claim claim;
  claim.set_source_agency_id(agency_id_);
  claim.mutable_source_time()->set_seconds(time);
  claim.set_basis(v1::BASIS_OBSERVED);
  storage::NewClaims content;
  v1::Claim& identity = content.claims.emplace_back(claim);
  identity.mutable_identity()->set_name_full(name);
  identity.mutable_identity()->mutable_date_of_birth()->set_year(2015);
  // The clinic knows better than the others, so sources can disagree.
  identity.mutable_identity()->set_sex(agency_id_ == "south" ? v1::SEX_FEMALE
                                                             : v1::SEX_MALE);
  for (int i = 0; i < sightings; ++i) {
    v1::Claim& sighting = content.claims.emplace_back(claim);
    *sighting.mutable_sighting()->mutable_seen_time() = claim.source_time();
    sighting.mutable_sighting()->mutable_place()->set_country_code("PL");
    sighting.mutable_sighting()->mutable_place()->set_admin1_code(admin1_code);
    claim.mutable_source_time()->set_seconds(claim.source_time().seconds() - 1);
  }
  v1::Claim& location = content.claims.emplace_back(claim);
  location.mutable_location_protection()->set_state(
      is_protected ? v1::PROTECT_LOCATION_ON : v1::PROTECT_LOCATION_OFF);
  for (const std::string& agency_id : refers_to) {
    if (agency_id == agency_id_) continue;
    *content.claims.emplace_back(claim).mutable_referral() =
        ReferralTo(agency_id, claim.source_time());
  }
  google::protobuf::RepeatedPtrField<v1::Claim> claims;
  for (const v1::Claim& one : content.claims) *claims.Add() = one;
  for (const std::string& term :
       matching::IndexTerms(matching::DescribeClaims(claims))) {
    content.terms.push_back({std::string(matching::kTermKind), term});
  }
  auto change = records_->Create(content, {}, now());
  EXPECT_OK(change);
  EXPECT_OK(store_.engine()
                .Commit(change->batch, storage::Durability::kDurable)
                .status);
  return change->record_id;
}

v1::Referral Node::ReferralTo(const std::string& agency_id,
                              const google::protobuf::Timestamp& made) {
  v1::Referral referral;
  referral.set_referral_id(absl::StrCat("to-", agency_id));
  referral.set_to_agency_id(agency_id);
  referral.set_service(v1::REFERRAL_SERVICE_CASE_MANAGEMENT);
  *referral.mutable_made_time() = made;
  return referral;
}

void Node::AddTo(const std::string& record_id, const v1::Claim& claim) {
  storage::NewClaims content;
  content.claims.push_back(claim);
  auto change = records_->Append(record_id, content, now());
  EXPECT_OK(change);
  EXPECT_OK(withdrawals_->Revoke(record_id, content.claims, "revoker", now(),
                                 &change->batch));
  EXPECT_OK(store_.engine()
                .Commit(change->batch, storage::Durability::kDurable)
                .status);
}

void Node::Decide(const v1::ChildDescriptor& child,
                  const std::string& record_id, v1::MatchVerdict verdict,
                  const std::string& subject) {
  const auto key = matching::ChildKeyText(child, now());
  EXPECT_OK(key);
  auto known = matches_->Find(*key);
  EXPECT_OK(known);
  v1::MatchDecision decision;
  decision.set_subject(subject);
  decision.set_verdict(verdict);
  matching::AddDecision(record_id, decision, known->matches);
  storage::Batch batch;
  EXPECT_OK(matches_->Put(*key, *known, &batch));
  EXPECT_OK(
      store_.engine().Commit(batch, storage::Durability::kDurable).status);
}

StaffQuestion Node::Question(v1::Role role, v1::Purpose purpose,
                             const std::string& name) const {
  StaffQuestion question{federation_.base().CallerOf(agency_id_, role)};
  question.action = v1::ACTION_LOCATE;
  question.purpose = purpose;
  question.child.mutable_name()->set_full_name(name);
  question.child.mutable_name()->set_birth_year(2015);
  return question;
}

Heard Node::Ask(StaffQuestion question) {
  auto heard = std::make_shared<Heard>();
  auto ended = std::make_shared<absl::Notification>();
  inquiry_->Ask(std::move(question),
                {[heard](Update update) { heard->Take(std::move(update)); },
                 [heard, ended](const absl::Status& status, Update last) {
                   heard->status = status;
                   heard->Take(std::move(last));
                   ended->Notify();
                 }});
  ended->WaitForNotification();
  return *heard;
}

absl::StatusOr<v1::AskResponse> Node::Answer(const std::string& asker_agency_id,
                                             const v1::AskRequest& request) {
  auto answer = std::make_shared<absl::StatusOr<v1::AskResponse>>();
  auto ended = std::make_shared<absl::Notification>();
  Receive(asker_agency_id, request,
          [answer, ended](absl::StatusOr<v1::AskResponse> response) {
            *answer = std::move(response);
            ended->Notify();
          });
  ended->WaitForNotification();
  return *answer;
}

void Node::Receive(const std::string& asker_agency_id,
                   const v1::AskRequest& request, Responder::Done done) {
  responder_->Answer(Connection(asker_agency_id), request, Pacer::Instant(),
                     std::move(done));
}

absl::StatusOr<v1::WithdrawResponse> Node::Withdraw(
    const std::string& asker_agency_id, const v1::WithdrawRequest& request) {
  const auto policy = store_.policy().current();
  return kept_->Withdraw(Connection(asker_agency_id), request,
                         {policy->directory.get(), policy->revocations.get(),
                          now(), &known_signers_});
}

absl::StatusOr<v1::TellReviewResponse> Node::TakeReview(
    const std::string& asker_agency_id, const v1::TellReviewRequest& request) {
  const auto policy = store_.policy().current();
  return federation::TakeReview(
      Connection(asker_agency_id), request, agency_id_,
      [this](absl::string_view) { return Signer(); },
      {policy->directory.get(), policy->revocations.get(), now(),
       &known_signers_},
      glass_.get());
}

void Node::Revoke(const std::string& record_id, const v1::Consent& consent) {
  v1::Claim claim;
  *claim.mutable_consent() = consent;
  storage::Batch batch;
  const auto revoked =
      withdrawals_->Revoke(record_id, {claim}, "revoker", now(), &batch);
  EXPECT_OK(revoked);
  EXPECT_TRUE(*revoked);
  EXPECT_OK(
      store_.engine().Commit(batch, storage::Durability::kDurable).status);
}

v1::AskRequest Node::Sign(const v1::Question& question) const {
  auto request = SignQuestion(question, Signer());
  EXPECT_OK(request);
  return *std::move(request);
}

v1::Question Node::QuestionTo(const Node& peer, v1::Role role,
                              v1::Purpose purpose,
                              const std::string& name) const {
  const StaffQuestion asked = Question(role, purpose, name);
  v1::Question question;
  question.set_question_id(std::string(16, 'q'));
  *question.mutable_issued_time() = auth::ToTimestamp(now());
  question.set_asker_agency_id(agency_id_);
  question.set_audience_agency_id(peer.agency_id_);
  question.set_action(asked.action);
  question.set_purpose(purpose);
  *question.mutable_child() = asked.child;
  question.set_query_id("q-" + std::string(32, 'a'));
  *question.mutable_staff_assertion() = asked.caller.staff()->envelope();
  return question;
}

std::vector<std::string> Node::Stale() {
  absl::MutexLock lock(&mutex_);
  return stale_;
}

std::vector<v1::AuditEvent> Node::Events() {
  std::vector<v1::AuditEvent> events;
  auto records = store_.log().Read(0, 1000);
  EXPECT_OK(records);
  for (const storage::AuditRecord& record : *records) {
    EXPECT_TRUE(events.emplace_back().ParseFromString(record.metadata));
  }
  return events;
}

SigningIdentity Node::Signer() const {
  const auth::testing::TestAgency& agency =
      federation_.base().agency(agency_id_);
  return {agency.leaf.der(), std::shared_ptr<const auth::SigningKey>(
                                 &agency.node_key, [](const auto*) {})};
}

auth::Caller Node::Connection(const std::string& agency_id) const {
  const auto policy = const_cast<Node*>(this)->store_.policy().current();
  auto caller =
      auth::CallerFrom(federation_.base().Peer(agency_id), *policy->directory,
                       *policy->revocations, federation_.now());
  EXPECT_OK(caller);
  return *std::move(caller);
}

}  // namespace homeward::federation::testing
