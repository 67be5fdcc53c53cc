#include "services/federation/testing/node.h"

#include <chrono>
#include <optional>
#include <utility>

#include "absl/synchronization/notification.h"
#include "auth/identity/caller.h"
#include "auth/proto_time.h"
#include "auth/signing/signing_key.h"
#include "gtest/gtest.h"
#include "services/federation/break_glass/review_taker.h"
#include "services/federation/withdrawal/origin_copies.h"
#include "storage/keys/keyring_for_test.h"
#include "storage/keys/secret.h"
#include "storage/waiting/steady_time.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation::testing {

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
