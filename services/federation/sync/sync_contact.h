#ifndef HOMEWARD_SERVICES_FEDERATION_SYNC_SYNC_CONTACT_H_
#define HOMEWARD_SERVICES_FEDERATION_SYNC_SYNC_CONTACT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "homeward/v1/admin_service.pb.h"
#include "homeward/v1/peer_service.pb.h"

namespace homeward::federation {

// The most documents in one message of Synchronize.
inline constexpr int kMaxSyncDocuments = 100;

// How many documents there are.
int CountOf(const v1::SharedDocuments& documents);

// The first kMaxSyncDocuments of `all`: the directory, then one of each kind
// in turn, so that no kind can keep another back.
v1::SharedDocuments Bounded(const v1::SharedDocuments& all);

// What every member may have of them: the directory and the lists of revoked
// certificates, without what concerns its parties only, and withdrawn cases.
v1::SharedDocuments CommonPart(v1::SharedDocuments documents);
v1::DocumentVersions CommonPart(v1::DocumentVersions versions);

// What is known of exchanges with one other member, and when the next is due.
// A value; pure.
class SyncContact {
 public:
  // When an exchange is due; InfiniteFuture while one is under way.
  absl::Time next() const { return started_ ? absl::InfiniteFuture() : next_; }
  // What the member had when it last answered. Null if it never did.
  const v1::DocumentVersions* theirs() const {
    return theirs_ ? &*theirs_ : nullptr;
  }

  // An exchange begins. Returns its number, from 1.
  int64_t Begin(absl::Time now);

  // The member answered exchange `number`; `more` when it lacks something that
  // was not sent yet. False, and nothing changes, when that exchange is not
  // the one under way.
  bool Answered(int64_t number, const v1::SynchronizeResponse& response,
                bool more, absl::Time now, absl::Duration every);

  // Exchange `number` failed. `wait` is the longest until the next one and
  // `fraction`, in [0.5, 1], the part of it that is waited. False as above.
  bool Failed(int64_t number, absl::Time now, absl::Duration every,
              absl::Duration max_wait, double fraction);

  // Something changed here: the next exchange is due now, or when the one
  // under way is over.
  void Nudge(absl::Time now);

  // The number of the exchange that began before `limit` and has not ended; 0
  // when there is none.
  int64_t OverdueSince(absl::Time limit) const {
    return started_ && *started_ < limit ? number_ : 0;
  }

  v1::PeerStatus Status(const std::string& agency_id) const;

 private:
  void End(absl::Time next);

  int64_t number_ = 0;
  std::optional<absl::Time> started_;
  bool nudged_ = false;
  int failures_ = 0;
  absl::Time next_ = absl::InfinitePast();
  std::optional<v1::DocumentVersions> theirs_;
  std::optional<absl::Time> last_contact_;
  std::optional<absl::Duration> clock_offset_;
  bool reachable_ = false;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_SYNC_SYNC_CONTACT_H_
