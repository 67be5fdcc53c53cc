#ifndef HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_H_
#define HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_H_

#include <openssl/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace homeward::auth {

// What a certificate's subjectAltName holds, by kind, in its order.
struct SubjectNames {
  // Could be read to the end. Else the lists are empty.
  bool readable = true;
  std::vector<std::string> uris;
  std::vector<std::string> dns_names;
  // As text, such as "127.0.0.1" or "::1".
  std::vector<std::string> ip_addresses;
};

// An X.509 certificate as it was read: nothing about it is trusted yet. See
// certificate_check.h. Cheap to copy; immutable; safe in many threads.
class Certificate {
 public:
  // From DER, to the last byte.
  //
  // Errors:
  //   INVALID_ARGUMENT  Over 64 KiB, no certificate, bytes left over, or its
  //                     outer structure is not DER.
  static absl::StatusOr<Certificate> FromDer(absl::string_view der);

  // From the one PEM block "CERTIFICATE" that `pem` holds. Text around the
  // block is skipped (RFC 7468 section 2).
  //
  // Errors:
  //   INVALID_ARGUMENT  None, more than one, or as FromDer().
  static absl::StatusOr<Certificate> FromPem(absl::string_view pem);

  // Every PEM block "CERTIFICATE" of `pem`, in order; none is no error.
  //
  // Errors:
  //   INVALID_ARGUMENT  One of them can't be read, a block is left open, or
  //                     there are more than 64.
  static absl::StatusOr<std::vector<Certificate>> ChainFromPem(
      absl::string_view pem);

  const std::string& der() const { return der_; }
  std::string ToPem() const;
  // SHA-256 of der(), 32 raw bytes: binds an assertion to this certificate.
  const std::string& thumbprint() const { return thumbprint_; }
  // SHA-256 of the DER SubjectPublicKeyInfo, 32 raw bytes.
  const std::string& spki_sha256() const { return spki_sha256_; }
  // Big-endian, without leading zeros: as a RevocationList lists it. Empty for
  // zero; the sign is in serial_is_negative().
  const std::string& serial() const { return serial_; }
  bool serial_is_negative() const { return serial_is_negative_; }
  const SubjectNames& names() const { return names_; }
  // The validity period, both ends included (RFC 5280 section 4.1.2.5). Unset
  // when the certificate does not write it as that section says.
  std::optional<absl::Time> not_before() const { return not_before_; }
  std::optional<absl::Time> not_after() const { return not_after_; }
  // For this room's checks. Owned by this object.
  X509* handle() const { return x509_.get(); }

 private:
  Certificate(std::shared_ptr<X509> x509, absl::string_view der);

  std::shared_ptr<X509> x509_;
  std::string der_;
  std::string thumbprint_;
  std::string spki_sha256_;
  std::string serial_;
  bool serial_is_negative_ = false;
  SubjectNames names_;
  std::optional<absl::Time> not_before_;
  std::optional<absl::Time> not_after_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_H_
