#ifndef HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_USAGE_H_
#define HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_USAGE_H_

#include "absl/status/status.h"
#include "auth/certificate/certificate.h"

// What one certificate may be used for. Each function returns OK, or
// UNAUTHENTICATED with a text that continues "the leaf ...", such as "has no
// keyUsage". Other extensions, however broken, do not change the answer. Both
// are thread-safe.
namespace homeward::auth {

// keyUsage and extendedKeyUsage of a leaf: no CA, digitalSignature, neither
// keyCertSign nor cRLSign, both clientAuth and serverAuth by name (X509-SVID
// section 4).
absl::Status CheckLeafUsage(const Certificate& certificate);

// The same of a CA: what it restricts must leave it keyCertSign, and both
// clientAuth and serverAuth (RFC 5280 section 6.1.4 (n)).
absl::Status CheckCaUsage(const Certificate& certificate);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_USAGE_H_
