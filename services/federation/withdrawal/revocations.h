#ifndef HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_REVOCATIONS_H_
#define HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_REVOCATIONS_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/copies.pb.h"
#include "storage/engine/batch.h"
#include "storage/records/document_store.h"

// What is said that takes copies back, and when it is looked at.
namespace homeward::federation {

// An answer that was being made when consent was revoked may come into the
// store as late as this: a revocation is looked at again until then. By the
// steady clock, whatever is done to the other one.
inline constexpr absl::Duration kSettleRevocation = absl::Minutes(1);

// From one look to the next at what can't be read.
inline constexpr absl::Duration kLookAgain = absl::Minutes(1);

// Adds to `batch` that `revocation` is looked at from its effective time on.
// Errors: UNAVAILABLE if the system has no random bytes.
absl::Status PutRevocation(const storage::DocumentStore& documents,
                           const internal::v1::StoredRevocation& revocation,
                           storage::Batch* batch);

// Whether `revocation` is to be carried out at `now`. It waits for the time
// from which its consent says that it is taken back, and for nothing else: what
// was said while the clock was ahead of `now` counts, though its effective time
// is still to come. Pure.
bool HasBegun(const internal::v1::StoredRevocation& revocation, absl::Time now);

// How soon a revocation that began so long ago is looked at again: often at
// first, and a last time after kSettleRevocation. Nothing: this look is the
// last. Pure.
std::optional<absl::Duration> NextLook(absl::Duration settling);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_REVOCATIONS_H_
