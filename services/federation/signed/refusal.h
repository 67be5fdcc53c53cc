#ifndef HOMEWARD_SERVICES_FEDERATION_SIGNED_REFUSAL_H_
#define HOMEWARD_SERVICES_FEDERATION_SIGNED_REFUSAL_H_

#include "absl/status/status.h"
#include "homeward/v1/evidence.pb.h"

// What of a question did not hold, carried beside an error from where it is
// found to the own log. Pure.
namespace homeward::federation {

// `status`, which is an error, because of `refusal`. A status that says so
// already keeps what was found first.
absl::Status Refused(v1::Refusal refusal, absl::Status status);

// What Refused() put into `status`; REFUSAL_UNSPECIFIED when it never did.
v1::Refusal RefusalOf(const absl::Status& status);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_SIGNED_REFUSAL_H_
