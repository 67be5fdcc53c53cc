#ifndef HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_KEY_H_
#define HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_KEY_H_

#include "absl/status/statusor.h"
#include "auth/certificate/certificate.h"
#include "auth/signing/signing_key.h"

namespace homeward::auth {

// The public key of `certificate`. Says nothing about whether the certificate
// is good. Thread-safe.
//
// Errors:
//   INVALID_ARGUMENT  Its key is not a P-256 key, or can't be read.
absl::StatusOr<PublicKey> PublicKeyOf(const Certificate& certificate);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_KEY_H_
