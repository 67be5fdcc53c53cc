#ifndef HOMEWARD_SERVICES_POLICY_REVOCATION_KEEPER_H_
#define HOMEWARD_SERVICES_POLICY_REVOCATION_KEEPER_H_

#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/signing/signing_key.h"
#include "services/policy/policy.h"

namespace homeward::policy {

// When the own list is issued anew: well before it is
// auth::kMaxRevocationListAge old, so that a node has half a day to reach its
// peers with it.
inline constexpr absl::Duration kRenewRevocationListAge = absl::Hours(12);

// Issues the own agency's list of revoked certificates anew, with the same
// certificates, so that peers keep knowing that it is fresh. It never takes a
// certificate off the list and never makes the first list: a store that was
// lost would make one that forgets. Thread-safe.
class RevocationKeeper {
 public:
  // `key` is the agency's for revocations; `policy` must outlive the keeper.
  // One node of an agency keeps its list: two would issue the same number
  // twice.
  RevocationKeeper(std::string agency_id, auth::SigningKey key, Policy* policy)
      : agency_id_(std::move(agency_id)),
        key_(std::move(key)),
        policy_(policy) {}

  // Issues the list anew when it is at least kRenewRevocationListAge old, and
  // says whether it did: peers should be told then. Blocks on the store.
  //
  // Errors:
  //   FAILED_PRECONDITION  There is no list yet, or its issue time is ahead of
  //                        the clock; the text says what to do.
  //   UNAUTHENTICATED      The directory does not list `key` for revocations.
  //   NOT_FOUND            The directory does not list the own agency.
  //   UNAVAILABLE          The store or the log can't be written.
  absl::StatusOr<bool> Refresh(absl::Time now);

  // Of the last Refresh(); OK before the first.
  absl::Status last() const;

 private:
  absl::StatusOr<bool> RefreshIfDue(absl::Time now) const;

  const std::string agency_id_;
  const auth::SigningKey key_;
  Policy* const policy_;
  mutable absl::Mutex mutex_;
  absl::Status last_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::policy

#endif  // HOMEWARD_SERVICES_POLICY_REVOCATION_KEEPER_H_
