#ifndef HOMEWARD_AUTH_MOU_RETENTION_H_
#define HOMEWARD_AUTH_MOU_RETENTION_H_

#include "absl/time/time.h"
#include "google/protobuf/repeated_field.h"
#include "homeward/v1/mou.pb.h"

// What duties say of keeping an answer: owner and recipient count alike. Pure.
namespace homeward::auth {

// For how long an answer is kept of which no duty says it.
inline constexpr absl::Duration kKeepUnsaid = absl::Hours(24);

// The longest that any is kept.
inline constexpr absl::Duration kKeepAtMost = absl::Hours(10 * 365 * 24);

// For how long the recipient may keep what came with `duties`: the shortest
// RETAIN_AT_MOST, in [0, kKeepAtMost].
absl::Duration RetentionOf(
    const google::protobuf::RepeatedPtrField<v1::Obligation>& duties);

// Whether the owner has a right to a receipt of its deletion.
bool OwesReceipt(
    const google::protobuf::RepeatedPtrField<v1::Obligation>& duties);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_MOU_RETENTION_H_
