#ifndef HOMEWARD_SERVICES_FEDERATION_COPIES_WITHDRAWER_H_
#define HOMEWARD_SERVICES_FEDERATION_COPIES_WITHDRAWER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/copies/withdrawal_book.h"
#include "services/federation/known_signers.h"
#include "services/federation/peer.h"
#include "services/federation/signer.h"
#include "services/policy/policy.h"

namespace homeward::federation {

// Tells each recipient what is taken back from it, again and again until its
// signed receipt has come. One that does not answer delays no other.
// Thread-safe.
class Withdrawer {
 public:
  struct Options {
    std::function<absl::Time()> clock;
    SignerFinder signers;
    absl::Duration every = absl::Seconds(1);     // From one look to the next.
    absl::Duration timeout = absl::Seconds(10);  // Of one call.
    // The longest wait after failures: it doubles from `every` on, and is cut
    // by up to half at random.
    absl::Duration max_back_off = absl::Seconds(30);
    // Told of what the store or a recipient answered instead. May be empty.
    // Must not block.
    std::function<void(const std::string& agency_id, const absl::Status&)>
        failed = {};
  };

  // The pointers must outlive it. Does nothing until Start() or Turn().
  Withdrawer(Options options, WithdrawalBook* book, policy::Policy* policy,
             KnownSigners* known_signers, PeerFinder peers);

  // As Stop().
  ~Withdrawer();

  Withdrawer(const Withdrawer&) = delete;
  Withdrawer& operator=(const Withdrawer&) = delete;

  // Starts the thread that takes turns. Once.
  void Start();

  // Ends the thread. A second call does nothing.
  void Stop();

  // Something was revoked: looks at once. Never blocks.
  void Nudge();

  // The node of `agency_id` was heard of: it is told at once of what it has not
  // acknowledged. Never blocks.
  void Heard(const std::string& agency_id) ABSL_LOCKS_EXCLUDED(mutex_);

  // Takes what came, decides what is to be taken back, and tells whoever is
  // due. Blocks on the store. For the thread of Start(), or a test in its
  // place.
  void Turn(absl::Time now) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  // What came from recipients, until a turn takes it. It outlives this object,
  // since answers may come late.
  struct Inbox;
  struct Reply;
  // What is known of telling one recipient.
  struct Debtor {
    bool under_way = false;
    int failures = 0;
    absl::Time next = absl::InfinitePast();
  };

  void Run();
  void Tell(const std::string& agency_id, absl::Time now);
  void Take(const Reply& reply, absl::Time now) ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status Acknowledge(const Reply& reply, absl::Time now);
  void Report(const std::string& agency_id, const absl::Status& status) const;

  const Options options_;
  WithdrawalBook* const book_;
  policy::Policy* const policy_;
  KnownSigners* const known_signers_;
  const PeerFinder peers_;
  const std::shared_ptr<Inbox> inbox_;

  absl::Mutex mutex_;
  std::map<std::string, Debtor> debtors_ ABSL_GUARDED_BY(mutex_);
  absl::BitGen random_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_COPIES_WITHDRAWER_H_
