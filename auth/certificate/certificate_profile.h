#ifndef HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_PROFILE_H_
#define HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_PROFILE_H_

#include "absl/status/status.h"
#include "auth/certificate/certificate.h"

// What one certificate must be, whatever path it is in. Each function returns
// OK, or UNAUTHENTICATED with a text that continues "the leaf ...", such as
// "has a serial number of zero". All are thread-safe.
namespace homeward::auth {

// Version 3; a positive serial number of at most 20 bytes; an issuer's name;
// extensions that can be read, each once; critical ones understood (RFC 5280
// sections 4.1.2 and 4.2). No policy constraints without certificate policies:
// no policy is valid below such a certificate, so it constrains nothing, or
// nothing below it holds (section 6.1.3 (e) and (f)). (OpenSSL 3.0 also loses
// memory over one.)
absl::Status CheckIntermediateProfile(const Certificate& certificate);

// The same, and no name constraints, which only a CA may carry.
absl::Status CheckLeafProfile(const Certificate& certificate);

// The same but for the serial number, since the root is trusted as it is; and
// it is a CA, and signed by itself.
absl::Status CheckRootProfile(const Certificate& certificate);

// A P-256 key, and a signature with ECDSA and SHA-256.
absl::Status CheckAlgorithm(const Certificate& certificate);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_PROFILE_H_
