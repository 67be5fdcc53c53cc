#include "services/federation/signed/signer.h"

#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "auth/identity/caller.h"
#include "homeward/v1/evidence.pb.h"
#include "services/federation/signed/refusal.h"

namespace homeward::federation {

absl::StatusOr<Signer> VerifySigner(absl::string_view certificate_der,
                                    const TrustView& trust) {
  auto known =
      trust.known->Verify(certificate_der, *trust.directory, trust.now);
  if (!known.ok()) {
    return Refused(v1::REFUSAL_SIGNER_CERTIFICATE, known.status());
  }
  auto caller = auth::CallerFrom(known->identity, *trust.directory,
                                 *trust.revocations, trust.now);
  if (!caller.ok()) {
    return Refused(v1::REFUSAL_SIGNER_REVOKED, caller.status());
  }
  return Signer{*std::move(caller), std::move(known->key)};
}

}  // namespace homeward::federation
