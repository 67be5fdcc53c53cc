#ifndef HOMEWARD_SERVICES_FEDERATION_TESTING_NODE_H_
#define HOMEWARD_SERVICES_FEDERATION_TESTING_NODE_H_

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/redaction/field_hash.h"
#include "auth/testing/hasher.h"
#include "google/protobuf/timestamp.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/match.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "homeward/v1/query_service.pb.h"
#include "homeward/v1/referral.pb.h"
#include "services/federation/answering/responder.h"
#include "services/federation/asking/inquiry.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/federation/break_glass/review_teller.h"
#include "services/federation/copies/kept_answers.h"
#include "services/federation/desk/desk.h"
#include "services/federation/parts/node_parts.h"
#include "services/federation/probing/probe_guard.h"
#include "services/federation/probing/probe_limit.h"
#include "services/federation/signed/known_signers.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/federation/testing/direct_peer.h"  // IWYU pragma: export
#include "services/federation/testing/hand_pacer.h"
#include "services/federation/testing/heard.h"  // IWYU pragma: export
#include "services/federation/tracing/tracing_consent.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "services/federation/withdrawal/withdrawer.h"
#include "services/policy/testing/federation.h"
#include "services/policy/testing/store.h"
#include "services/query/pipeline.h"
#include "storage/copies/copy_store.h"
#include "storage/copies/disclosure_store.h"
#include "storage/keys/keyring.h"
#include "storage/keys/subject_keys.h"
#include "storage/notices/notice_store.h"
#include "storage/records/match_store.h"
#include "storage/records/record_store.h"

// Nodes of a federation in one process: everything real but the network.
namespace homeward::federation::testing {

// One agency's node.
class Node {
 public:
  Node(const policy::testing::Federation* federation, std::string agency_id);
  ~Node();

  // Both know each other from now on.
  static void Connect(Node& a, Node& b);
  // Adds an MOU with the signatures in `envelope`.
  void Add(const v1::Envelope& envelope);
  // Stores a record of a child by this name, born in 2015, with a sighting of
  // `time` there; her location is protected, or not. She is referred to each
  // agency of `refers_to`.
  std::string Register(const std::string& name, int64_t time,
                       const std::string& admin1_code, bool is_protected,
                       int sightings = 1);

  // What the referral to `agency_id` says that was made then.
  static v1::Referral ReferralTo(const std::string& agency_id,
                                 const google::protobuf::Timestamp& made);
  // One more claim of an own record, said by officer "revoker". It takes back
  // what it must.
  void AddTo(const std::string& record_id, const v1::Claim& claim);
  // `subject` of the own staff says so of the match of `child` with a record.
  void Decide(const v1::ChildDescriptor& child, const std::string& record_id,
              v1::MatchVerdict verdict, const std::string& subject = "anna");

  // The question of a member of this node's staff as `role`.
  StaffQuestion Question(v1::Role role, v1::Purpose purpose,
                         const std::string& name) const;
  // Asks, and waits for the end.
  Heard Ask(StaffQuestion question);
  // Answers like a server that got `request` from `asker_agency_id`'s node.
  absl::StatusOr<v1::AskResponse> Answer(const std::string& asker_agency_id,
                                         const v1::AskRequest& request);
  // The same without waiting.
  void Receive(const std::string& asker_agency_id,
               const v1::AskRequest& request, Responder::Done done);
  // That over which `agency_id`'s node asks this one.
  auth::Caller Connection(const std::string& agency_id) const;
  // `question` signed by this node.
  v1::AskRequest Sign(const v1::Question& question) const;
  // A question of this node to another that can be answered.
  v1::Question QuestionTo(const Node& peer, v1::Role role, v1::Purpose purpose,
                          const std::string& name) const;

  // Answers like a server that got `request` from `asker_agency_id`'s node.
  absl::StatusOr<v1::WithdrawResponse> Withdraw(
      const std::string& asker_agency_id, const v1::WithdrawRequest& request);
  // Answers like a server that got `request` from `asker_agency_id`'s node.
  absl::StatusOr<v1::TellReviewResponse> TakeReview(
      const std::string& asker_agency_id, const v1::TellReviewRequest& request);
  // Consent to what is said of `record_id` is revoked by officer "revoker".
  void Revoke(const std::string& record_id, const v1::Consent& consent);

  // A new process over the same store.
  void Restart(absl::Time now);
  // The same with these limits on probing.
  void Limit(const ProbeLimits& limits);
  std::vector<v1::AuditEvent> Events();
  // The agencies that the node was told go by other MOUs.
  std::vector<std::string> Stale() ABSL_LOCKS_EXCLUDED(mutex_);

  absl::Time now() const { return absl::FromUnixNanos(now_); }
  // Lets time pass until `now`, by both clocks. One before sets the clock back.
  void SetNow(absl::Time now) {
    const int64_t before = now_.exchange(absl::ToUnixNanos(now));
    steady_now_ += std::max<int64_t>(0, now_ - before);
  }
  // Sets the clock to `now`: no time passes.
  void SetClock(absl::Time now) { now_ = absl::ToUnixNanos(now); }
  const std::string& agency_id() const { return agency_id_; }
  // What the parts of its work are called with.
  const NodeParts& parts() const { return parts_; }
  policy::testing::Store& store() { return store_; }
  ProbeGuard& probes() { return *probes_; }
  HandPacer& pacer() { return pacer_; }
  const storage::MatchStore& matches() const { return *matches_; }
  KeptAnswers& kept() { return *kept_; }
  const storage::DisclosureStore& disclosures() const { return *disclosures_; }
  Desk& desk() { return *desk_; }
  WithdrawalBook& withdrawals() { return *withdrawals_; }
  Withdrawer& withdrawer() { return *withdrawer_; }
  GlassBook& glass() { return *glass_; }
  ReviewTeller& reviews() { return *reviews_; }
  DirectPeer& peer(const std::string& agency_id) {
    return *peers_.at(agency_id);
  }
  const policy::testing::Federation& federation() const { return federation_; }

  // Who has a care relation to each child that is registered from now on.
  std::vector<std::string> refers_to = {"south", "west"};
  // Whether the node has the pair that sessions are bound to.
  std::atomic<bool> has_signer{true};

 private:
  void Start();
  void Stop();
  SigningIdentity Signer() const;

  const policy::testing::Federation& federation_;
  const std::string agency_id_;
  absl::Mutex mutex_;
  std::vector<std::string> stale_ ABSL_GUARDED_BY(mutex_);
  policy::testing::Store store_;
  std::atomic<int64_t> now_;
  // By the steady clock.
  std::atomic<int64_t> steady_now_{0};
  std::map<std::string, std::shared_ptr<DirectPeer>> peers_;
  std::unique_ptr<storage::Keyring> keyring_;
  std::unique_ptr<storage::SubjectKeys> keys_;
  std::unique_ptr<storage::RecordStore> records_;
  std::unique_ptr<storage::MatchStore> matches_;
  std::unique_ptr<TracingConsent> tracing_;
  const auth::FieldHasher hasher_ = auth::testing::Hasher();
  std::unique_ptr<query::Pipeline> pipeline_;
  KnownSigners known_signers_;
  ProbeLimits probe_limits_;
  std::unique_ptr<ProbeGuard> probes_;
  HandPacer pacer_;
  std::unique_ptr<storage::DisclosureStore> disclosures_;
  std::unique_ptr<storage::CopyStore> copies_;
  std::unique_ptr<WithdrawalBook> withdrawals_;
  std::unique_ptr<storage::NoticeStore> notices_;
  std::unique_ptr<Desk> desk_;
  std::unique_ptr<KeptAnswers> kept_;
  std::unique_ptr<Withdrawer> withdrawer_;
  std::unique_ptr<GlassBook> glass_;
  std::unique_ptr<ReviewTeller> reviews_;
  NodeParts parts_;
  std::unique_ptr<Responder> responder_;
  std::unique_ptr<Inquiry> inquiry_;
};

}  // namespace homeward::federation::testing

#endif  // HOMEWARD_SERVICES_FEDERATION_TESTING_NODE_H_
