#ifndef HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_PATH_H_
#define HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_PATH_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "auth/certificate/certificate.h"

// Paths from a leaf to a root, and whether one holds apart from its times and
// uses: for certificate_check.h.
namespace homeward::auth {

// The leaf first, each next one named as the issuer of the one before, the
// root last. Points into what it was made from.
using CertificatePath = std::vector<const Certificate*>;

// Every path from `leaf` over distinct certificates of `chain` to one of
// `roots`, by the names of subjects and issuers only; at most 64. Signatures
// are not looked at, so these are candidates.
std::vector<CertificatePath> CandidatePaths(
    const Certificate& leaf, absl::Span<const Certificate* const> chain,
    absl::Span<const Certificate> roots);

// How reasons call the certificate `path[index]`, such as "the leaf".
std::string NameInPath(const CertificatePath& path, size_t index);

// OK when `path`, of at least two certificates, holds by RFC 5280 section 6.1
// without its times, where the last is a self-signed CA. Key usage is judged as
// far as section 6.1.4 (n) asks, algorithms not at all.
//
// Errors:
//   UNAUTHENTICATED  It does not hold; the text says why, in plain words.
absl::Status CheckPath(const CertificatePath& path);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_PATH_H_
