#include "services/federation/break_glass/own_glass.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/break_glass/break_glass.h"
#include "auth/identity/staff_assertion.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"

namespace homeward::federation {

absl::StatusOr<GlassReading> SignOwnGlass(
    const SignerFinder& signers, const auth::Caller& caller,
    const auth::Directory& directory, v1::Purpose purpose,
    const v1::ChildDescriptor& child, absl::Time now,
    const v1::BreakGlassText& text, v1::Envelope& statement) {
  if (statement.payload().empty()) return GlassReading();
  const auto signer = signers(caller.staff()->node_thumbprint());
  if (!signer.has_value()) {
    return absl::UnauthenticatedError(
        "the session is bound to an earlier certificate of this node; sign in "
        "again");
  }
  auto both = auth::AddSignature(std::move(statement), *signer->key);
  if (absl::IsAlreadyExists(both.status())) {
    return absl::InvalidArgumentError(
        "break_glass: has the signature of this node already");
  }
  if (!both.ok()) return both.status();
  statement = *std::move(both);
  GlassReading reading = ReadGlass(statement, caller, signer->key->public_key(),
                                   directory, purpose, child, now);
  if (reading.glass.has_value() &&
      !auth::CheckBreakGlassText(text, reading.glass->statement()).ok()) {
    return GlassReading::Worthless(v1::BREAK_GLASS_FINDING_MALFORMED);
  }
  return reading;
}

}  // namespace homeward::federation
