#ifndef HOMEWARD_SERVICES_FEDERATION_COURIER_COURIER_H_
#define HOMEWARD_SERVICES_FEDERATION_COURIER_COURIER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/federation/peer.h"

namespace homeward::federation {

// Tells other agencies what each must hear, again and again until it has
// acknowledged all of it. One that does not answer delays no other.
// Thread-safe.
class Courier {
 public:
  // Takes what an agency replied, at `now`. Runs on the thread that takes
  // turns, and may block on the store. An error: it is told again later.
  using Take = std::function<absl::Status(absl::Time now)>;

  // Tells `peer` one thing, and calls `done` once, at the latest shortly after
  // `deadline`, from any thread, also when the courier is gone.
  using Letter = std::function<void(Peer& peer, absl::Time deadline,
                                    std::function<void(Take)> done)>;

  // What is told. Each may be called from the thread that takes turns only.
  struct Letters {
    // Who has not acknowledged something.
    std::function<std::vector<std::string>()> debtors;
    // What `agency_id` is to be told next. An error: there is nothing, or it
    // can't be told now.
    std::function<absl::StatusOr<Letter>(const std::string& agency_id)> next;
    // Decides what is to be told, before each look. May be empty.
    std::function<absl::Status(absl::Time now)> prepare = {};
  };

  struct Options {
    std::function<absl::Time()> clock;
    PeerFinder peers;
    absl::Duration timeout = absl::Seconds(10);  // Of one call.
    absl::Duration every = absl::Seconds(1);     // From one look to the next.
    // The longest wait after failures: it doubles from `every` on, and is cut
    // by up to half at random.
    absl::Duration max_back_off = absl::Seconds(30);
    // Told of what the store or an agency answered instead. May be empty. Must
    // not block.
    std::function<void(const std::string& agency_id, const absl::Status&)>
        failed = {};
  };

  // What a letter hands to the peer: `done` gets the taking of its response by
  // `take`, or its error. `take` runs on the thread that takes turns.
  template <typename Response>
  static Peer::Done<Response> Taken(
      std::function<void(Take)> done,
      std::function<absl::Status(const Response&, absl::Time now)> take) {
    return [done = std::move(done),
            take = std::move(take)](absl::StatusOr<Response> response) {
      done([take, response = std::move(response)](absl::Time now) {
        return response.ok() ? take(*response, now) : response.status();
      });
    };
  }

  // Does nothing until Start() or Turn(). What `letters` names must outlive it.
  Courier(Options options, Letters letters);

  // As Stop().
  ~Courier();

  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;

  // Starts the thread that takes turns. Once.
  void Start();

  // Ends the thread. A second call does nothing.
  void Stop();

  // There is something new: looks at once. Never blocks.
  void Nudge();

  // The node of `agency_id` was heard of: it is told at once of what it has not
  // acknowledged. Never blocks.
  void Heard(const std::string& agency_id) ABSL_LOCKS_EXCLUDED(mutex_);

  // Takes what came, decides what is to be told, and tells whoever is due.
  // Blocks on the store. For the thread of Start(), or a test in its place.
  void Turn(absl::Time now) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  // What came from agencies, until a turn takes it. It outlives this object,
  // since answers may come late.
  struct Inbox;
  struct Reply;
  // What is known of telling one agency.
  struct Debtor {
    bool under_way = false;
    int failures = 0;
    absl::Time next = absl::InfinitePast();
  };

  void Run();
  // Tells one who is due, or has it settled that she could not be told.
  void Tell(const std::string& agency_id, absl::Time now);
  void Settle(const Reply& reply, absl::Time now) ABSL_LOCKS_EXCLUDED(mutex_);
  void Report(const std::string& agency_id, const absl::Status& status) const;

  const Options options_;
  const Letters letters_;
  const std::shared_ptr<Inbox> inbox_;

  absl::Mutex mutex_;
  std::map<std::string, Debtor> debtors_ ABSL_GUARDED_BY(mutex_);
  absl::BitGen random_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_COURIER_COURIER_H_
