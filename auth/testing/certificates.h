#ifndef HOMEWARD_AUTH_TESTING_CERTIFICATES_H_
#define HOMEWARD_AUTH_TESTING_CERTIFICATES_H_

#include <openssl/types.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "auth/certificate/certificate.h"

// Certificates as nobody should make them: issue.h refuses to. Everything here
// ends the test when OpenSSL fails.
namespace homeward::auth::testing {

// The instant that the certificates below are made for: 2026-03-01, noon.
absl::Time TestNow();

// Extensions by OpenSSL's name or a dotted OID, in the notation of
// x509v3_config(5), such as {"keyUsage", "critical,digitalSignature"}.
using Extensions = std::vector<std::pair<std::string, std::string>>;

// What a good root, intermediate CA and leaf of the agency "north" carry.
Extensions RootExtensions();
Extensions CaExtensions();
Extensions LeafExtensions();

// `extensions` with the value of `name` replaced, or added; an empty `value`
// takes it away.
Extensions With(const Extensions& extensions, const std::string& name,
                const std::string& value);

// What to write into a certificate. The defaults make a good leaf.
struct CertificateSpec {
  std::string subject = "node 1";
  // Overrides the issuer's subject.
  std::optional<std::string> issuer;
  // "P-256", another curve of OpenSSL, or "RSA".
  std::string key = "P-256";
  std::string hash = "SHA256";
  absl::Time not_before = TestNow() - absl::Hours(24);
  absl::Time not_after = TestNow() + absl::Hours(6 * 24);
  // Overrides not_after, as GeneralizedTime in this text.
  std::optional<std::string> raw_not_after;
  // Hexadecimal, "-" before a negative one.
  std::string serial = "1234";
  // 2 means version 3.
  long version = 2;
  Extensions extensions = LeafExtensions();
};

// A good root or intermediate named `subject`: 5 years before and after now.
CertificateSpec RootSpec(const std::string& subject = "north root");
CertificateSpec CaSpec(const std::string& subject = "north ca");

// A certificate with its private key.
struct TestCertificate {
  Certificate certificate;
  std::shared_ptr<EVP_PKEY> key;
};

// A certificate by `spec`, signed by `issuer`, or by itself when that is null.
// `key` is used instead of a new one.
TestCertificate Make(const CertificateSpec& spec,
                     const TestCertificate* issuer = nullptr,
                     std::shared_ptr<EVP_PKEY> key = nullptr);

}  // namespace homeward::auth::testing

#endif  // HOMEWARD_AUTH_TESTING_CERTIFICATES_H_
