#include "services/registration/admit_claims.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace homeward::registration {

AdmittedClaims AdmitClaims(
    const RegistrarParts& parts, const auth::Caller& caller,
    v1::Purpose purpose,
    absl::FunctionRef<absl::StatusOr<std::vector<v1::Claim>>(absl::Time now)>
        read) {
  auto ruling = std::make_shared<Ruling>(Decide(
      parts.mous(), caller, purpose, v1::ACTION_WRITE_RECORD, parts.now()));
  if (!ruling->admission.ok()) return {ruling, ruling->admission.status()};
  auto claims = read(ruling->admission->now());
  if (!claims.ok()) return {ruling, claims.status()};
  RequireCategories(*claims, *ruling);
  if (!ruling->admission.ok()) return {ruling, ruling->admission.status()};
  return {ruling, std::move(claims)};
}

absl::StatusOr<std::vector<v1::Claim>> Alone(absl::StatusOr<v1::Claim> claim) {
  if (!claim.ok()) return claim.status();
  return std::vector<v1::Claim>{*std::move(claim)};
}

}  // namespace homeward::registration
