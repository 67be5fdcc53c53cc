#ifndef HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_CHECK_FIXTURE_H_
#define HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_CHECK_FIXTURE_H_

#include <string>

#include "absl/time/time.h"
#include "auth/certificate/certificate_check.h"
#include "auth/testing/certificates.h"
#include "gtest/gtest.h"

namespace homeward::auth {

// The names of the aspects that failed, in their order.
inline std::string Failed(const CertificateReport& report) {
  std::string failed;
  if (!report.chain.ok) failed += "chain ";
  if (!report.validity.ok) failed += "validity ";
  if (!report.key_usage.ok) failed += "key_usage ";
  if (!report.algorithm.ok) failed += "algorithm ";
  if (!report.identity.ok) failed += "identity ";
  return failed;
}

// Leaves below one good root.
class CertificateCheckTest : public ::testing::Test {
 protected:
  // Judges a leaf by `spec` below root_.
  CertificateReport Check(const testing::CertificateSpec& spec,
                          absl::Time now = testing::TestNow()) {
    return CheckPeerCertificate(testing::Make(spec, &root_).certificate, {},
                                {root_.certificate}, "fed.example", now);
  }
  CertificateReport CheckWith(const std::string& extension,
                              const std::string& value) {
    testing::CertificateSpec spec;
    spec.extensions =
        testing::With(testing::LeafExtensions(), extension, value);
    return Check(spec);
  }

  const testing::TestCertificate root_ = testing::Make(testing::RootSpec());
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CERTIFICATE_CERTIFICATE_CHECK_FIXTURE_H_
