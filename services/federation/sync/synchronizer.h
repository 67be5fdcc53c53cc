#ifndef HOMEWARD_SERVICES_FEDERATION_SYNC_SYNCHRONIZER_H_
#define HOMEWARD_SERVICES_FEDERATION_SYNC_SYNCHRONIZER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "homeward/v1/admin_service.pb.h"
#include "homeward/v1/mou_service.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/peer.h"
#include "services/federation/sync/sync_contact.h"
#include "services/policy/policy.h"
#include "services/policy/state.h"

namespace homeward::federation {

// Keeps this node and every other member in agreement about the shared
// documents: directory, revocations, MOUs and statements on them, and withdrawn
// case tokens. It asks each
// member in turn, sends what it lacks, takes what comes, and passes on what
// changed. A member that does not answer delays no other. Thread-safe.
//
// A member of which no fresh list of revoked certificates is here may be a
// thief: until the list has come, it is given the common part of the documents
// only, and only that is taken from it.
class Synchronizer {
 public:
  struct Options {
    std::string agency_id;  // The own one.
    std::function<absl::Time()> clock;
    absl::Duration every = absl::Seconds(2);    // Between two exchanges.
    absl::Duration timeout = absl::Seconds(5);  // Of one exchange.
    // The longest wait after failures. It doubles from `every` on, and is cut
    // by up to half at random, so that nodes don't come back in step.
    absl::Duration max_back_off = absl::Seconds(30);
    // Told of each document that a member sent and that did not hold. May be
    // empty. Must not block.
    std::function<void(const std::string& agency_id, const absl::Status&)>
        refused;
  };

  // `policy` must outlive it. Does nothing until Start() or Turn().
  Synchronizer(Options options, policy::Policy* policy, PeerFinder peers);

  // As Stop().
  ~Synchronizer();

  Synchronizer(const Synchronizer&) = delete;
  Synchronizer& operator=(const Synchronizer&) = delete;

  // Starts the thread that takes turns. Once.
  void Start();

  // Ends the thread. Exchanges under way are forgotten. A second call does
  // nothing.
  void Stop();

  // Has every member told at once of what changed here, those that wait after
  // a failure too. Never blocks.
  void Nudge() ABSL_LOCKS_EXCLUDED(mutex_);

  // Has one member asked at once for what it has newer: one that goes by other
  // MOUs. Ignores an agency that is no member. Never blocks.
  void NudgeOne(const std::string& agency_id) ABSL_LOCKS_EXCLUDED(mutex_);

  // Takes what came, gives up exchanges that are 5 s over their time, and
  // starts those that are due. Returns when to be called next. Blocks on the
  // store. For the thread of Start(), or a test in its place.
  absl::Time Turn(absl::Time now) ABSL_LOCKS_EXCLUDED(mutex_);

  // Answers the node of `contact`: takes what it sends and returns what it
  // lacks, each document verified by itself. Blocks on the store.
  //
  // Errors:
  //   INVALID_ARGUMENT  More than kMaxSyncDocuments.
  //   UNAUTHENTICATED   What it sent revokes its own certificate.
  absl::StatusOr<v1::SynchronizeResponse> Answer(
      const auth::Contact& contact, const v1::SynchronizeRequest& request);

  // How each other member was last seen, by id.
  std::vector<v1::PeerStatus> Peers() const ABSL_LOCKS_EXCLUDED(mutex_);

  // The other members whose nodes have not said that they have the withdrawal
  // of a case with this id, in order.
  std::vector<std::string> LackingCase(const std::string& id) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Adds to `summary` the other parties of its MOU whose nodes last said that
  // they refuse it, in order; none once its time is over, it has ended or
  // another version is in its place.
  void AddRefusals(v1::MouSummary& summary) const ABSL_LOCKS_EXCLUDED(mutex_);

  // When the last turn began, by the clock of the options: it is old when the
  // thread hangs. InfinitePast before the first.
  absl::Time LastTurn() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  // What came from members, until a turn takes it. It outlives this object,
  // since answers may come late.
  struct Inbox;

  void Run();
  void FollowDirectory(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void TakeAnswers(absl::Time now) ABSL_LOCKS_EXCLUDED(mutex_);
  void StartDue(absl::Time now) ABSL_LOCKS_EXCLUDED(mutex_);
  void Ask(const std::string& agency_id, int64_t exchange, absl::Time now);
  // What `agency_id` may be told that the node has, and that it lacks when it
  // has `theirs`, bounded.
  static v1::DocumentVersions VersionsFor(const policy::State& state,
                                          const std::string& agency_id,
                                          const v1::DocumentVersions* theirs,
                                          absl::Time now);
  static v1::SharedDocuments MissingFor(const policy::State& state,
                                        const std::string& agency_id,
                                        const v1::DocumentVersions& theirs,
                                        absl::Time now);
  // Takes the documents of a member; tells the others if they changed
  // anything.
  void Take(const std::string& agency_id, const v1::SharedDocuments& documents,
            absl::Time now);

  const Options options_;
  policy::Policy* const policy_;
  const PeerFinder peers_;
  const std::shared_ptr<Inbox> inbox_;

  mutable absl::Mutex mutex_;
  std::map<std::string, SyncContact> contacts_ ABSL_GUARDED_BY(mutex_);
  absl::BitGen random_ ABSL_GUARDED_BY(mutex_);
  absl::Time last_turn_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  std::thread thread_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_SYNC_SYNCHRONIZER_H_
