#ifndef HOMEWARD_AUTH_IDENTITY_REPLAY_WINDOW_H_
#define HOMEWARD_AUTH_IDENTITY_REPLAY_WINDOW_H_

#include <cstddef>
#include <deque>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace homeward::auth {

// How old a signed question may be when it arrives.
inline constexpr absl::Duration kMaxQuestionAge = absl::Seconds(60);
// How long its id is remembered.
inline constexpr absl::Duration kReplayWindow = absl::Seconds(120);

// What a signed question is, seen before it is answered.
enum class Arrival {
  kFresh,        // Never seen: answer it.
  kRepeat,       // The same id and bytes: give the stored outcome again.
  kReplay,       // The same id with other bytes: deny and raise an alarm.
  kTooOld,       // Issued over 60 s ago.
  kTooNew,       // Issued over 30 s in the future: a clock is wrong.
  kBeforeStart,  // Issued before this window knew anything: ask anew.
  kFull,         // This peer asks faster than can be remembered: ask later.
};

// Remembers the ids of signed questions, so that none is answered twice. Needs
// no disk: what was issued before its start is refused. Bounded: when a peer's
// share is full its next question is refused, none is forgotten. Thread-safe.
class ReplayWindow {
 public:
  // Knows nothing from before `start`. `max_ids_per_peer` ids of about 150
  // bytes each are remembered, for at most `max_peers` peers.
  explicit ReplayWindow(absl::Time start,
                        size_t max_ids_per_peer = size_t{1} << 18,
                        size_t max_peers = 4096);

  // Judges a question from `peer` (an agency's id) and, when kFresh, remembers
  // it. `request_id` and `digest` (SHA-256 of the signed bytes) were covered by
  // the peer's signature, which was verified before: else a stranger could fill
  // the window.
  Arrival Admit(absl::string_view peer, absl::string_view request_id,
                absl::string_view digest, absl::Time issued_time,
                absl::Time now);

  // Remembers a question that an earlier process admitted. Call it before the
  // first Admit() for those in the audit log whose issue time is not before
  // `start`: a peer whose clock is ahead can have issued such a one. Takes no
  // heed of the bounds, since half a minute of questions is few.
  void Restore(absl::string_view peer, absl::string_view request_id,
               absl::string_view digest, absl::Time now);

 private:
  struct Peer {
    // Digest by request id.
    absl::flat_hash_map<std::string, std::string> digests;
    // When to forget, and which id, in the order of arrival.
    std::deque<std::pair<absl::Time, std::string>> forget;
  };

  static void Forget(Peer& peer, absl::Time now);
  // Null when there are too many peers.
  Peer* Find(absl::string_view peer, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const absl::Time start_;
  const size_t max_ids_per_peer_;
  const size_t max_peers_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Peer> peers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_IDENTITY_REPLAY_WINDOW_H_
