#ifndef HOMEWARD_SERVICES_FEDERATION_SIGNED_SIGNER_H_
#define HOMEWARD_SERVICES_FEDERATION_SIGNED_SIGNER_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/identity/directory.h"
#include "auth/identity/revocation.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/envelope.pb.h"
#include "services/federation/signed/known_signers.h"

// Who signs what nodes tell each other, with the keys of their TLS
// certificates.
namespace homeward::federation {

// A TLS pair of the own node: the leaf (DER) and its private key.
struct SigningIdentity {
  std::string certificate_der;
  std::shared_ptr<const auth::SigningKey> key;
};

// Gives the own pair whose leaf has the thumbprint (32 bytes), the present or
// the one before; the present one for an empty thumbprint; nothing when there
// is none. Thread-safe.
using SignerFinder =
    std::function<std::optional<SigningIdentity>(absl::string_view)>;

// What both sides know of the federation at one instant.
struct TrustView {
  const auth::Directory* directory = nullptr;
  const auth::RevocationSet* revocations = nullptr;
  absl::Time now;
  // Remembers what was verified before.
  KnownSigners* known = nullptr;
};

// A certificate that signed something, verified and good now.
struct Signer {
  auth::Caller caller;
  auth::PublicKey key;
};

// Whose certificate it is. Errors: as auth::VerifyPeer() and
// auth::CallerFrom(), each saying which did not hold: RefusalOf().
absl::StatusOr<Signer> VerifySigner(absl::string_view certificate_der,
                                    const TrustView& trust);

// Reads what `key` signed as `type` into `message`, to the last byte. Errors:
// as auth::VerifyEnvelope() and auth::ParseStrictly().
template <typename Message>
absl::Status ReadSigned(const v1::Envelope& envelope, absl::string_view type,
                        const auth::PublicKey& key, Message& message) {
  auto payload = auth::VerifyEnvelope(envelope, type, {key}, 1);
  if (!payload.ok()) return payload.status();
  return auth::ParseStrictly(payload->payload(), message);
}

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_SIGNED_SIGNER_H_
