#ifndef HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_CHECK_H_
#define HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_CHECK_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/spiffe_id.h"

// Would a node accept this peer certificate? Used by the node for every
// handshake and by `homeward certificate verify`, so that both say the same.
namespace homeward::auth {

// The longest life of a node certificate: 7 days, and an hour in which its
// issuer may date it back for clocks that are behind.
inline constexpr absl::Duration kMaxLeafLifetime = absl::Hours(7 * 24 + 1);
// The most certificates that a peer may send besides its own.
inline constexpr int kMaxChainCertificates = 4;

// One thing that was judged, apart from the others.
struct CertificateAspect {
  bool ok = false;
  // In plain words, for people; holds no text of the certificate. Why it
  // failed, or what was found good.
  std::string reason;
};

// The five aspects of a peer certificate. Each is judged whatever the others
// say: an expired certificate still has a good chain.
struct CertificateReport {
  // Signatures, names, CA flags, path length, name constraints, policies and
  // extensions from the leaf to a root of the agency: RFC 5280 section 6.1
  // without its times.
  CertificateAspect chain;
  // Every certificate of the path at the time asked, and the leaf's lifetime.
  CertificateAspect validity;
  // keyUsage and extendedKeyUsage of every certificate of the path; the leaf
  // is no CA.
  CertificateAspect key_usage;
  // P-256 keys and ECDSA with SHA-256 signatures in the whole path.
  CertificateAspect algorithm;
  // Exactly one URI name, well formed, of this federation; the root is the
  // same agency's.
  CertificateAspect identity;
  // Who the leaf names. Set when its one URI can be read, which proves
  // nothing unless ok().
  std::optional<SpiffeId> id;
  // thumbprint() of the root at the end of the path. Set when chain.ok.
  std::optional<std::string> root_thumbprint;

  bool ok() const {
    return chain.ok && validity.ok && key_usage.ok && algorithm.ok &&
           identity.ok;
  }
};

// Judges `leaf` at the instant `now`. A path is built from `leaf` over `chain`
// (any order, extra ones ignored, empty on a resumed session) to one of
// `roots`, which must be the roots of the one agency that the leaf names and
// never a pool. Of several paths the one with the most good aspects is
// reported. `federation` is the one expected; empty means any. Costs one
// signature verification for each certificate of each path, at most 64 paths.
// Keeps nothing of its arguments. Thread-safe.
//
// Sources: RFC 5280 sections 4.1, 4.2 and 6.1; X509-SVID sections 2 to 5
// (github.com/spiffe/spiffe, standards);
// docs/decisions/0006-a-path-is-judged-as-a-path.md.
CertificateReport CheckPeerCertificate(const Certificate& leaf,
                                       absl::Span<const Certificate> chain,
                                       absl::Span<const Certificate> roots,
                                       absl::string_view federation,
                                       absl::Time now);

// What `root` lacks to be the root of `agency`: it must be self-signed, a CA
// that may sign certificates, P-256 with SHA-256, and name no other agency.
// Times are not judged. Thread-safe.
//
// Errors:
//   INVALID_ARGUMENT  It is not fit; the text says why.
absl::Status CheckAgencyRoot(const Certificate& root, const SpiffeId& agency);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_CHECK_H_
