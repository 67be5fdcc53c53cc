#ifndef HOMEWARD_SERVICES_REGISTRATION_ADMIT_CLAIMS_H_
#define HOMEWARD_SERVICES_REGISTRATION_ADMIT_CLAIMS_H_

#include <memory>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/registration/house_rules.h"
#include "services/registration/registrar_parts.h"

namespace homeward::registration {

// What a call may write.
struct AdmittedClaims {
  // Never null.
  std::shared_ptr<Ruling> ruling;
  // Or the error with which the call is refused.
  absl::StatusOr<std::vector<v1::Claim>> claims;
};

// Whether `caller` may write for `purpose`, and then what `read` makes of her
// request at that instant: the request is looked at only once she may write,
// and what it says counts only if she may write all of it.
//
// Errors: PERMISSION_DENIED, then those of `read`, then PERMISSION_DENIED.
AdmittedClaims AdmitClaims(
    const RegistrarParts& parts, const auth::Caller& caller,
    v1::Purpose purpose,
    absl::FunctionRef<absl::StatusOr<std::vector<v1::Claim>>(absl::Time now)>
        read);

// `claim`, for who reads one.
absl::StatusOr<std::vector<v1::Claim>> Alone(absl::StatusOr<v1::Claim> claim);

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_ADMIT_CLAIMS_H_
