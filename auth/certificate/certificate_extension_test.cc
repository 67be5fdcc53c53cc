#include "auth/certificate/certificate_check.h"
#include "auth/certificate/certificate_check_fixture.h"
#include "gtest/gtest.h"

namespace homeward::auth {
namespace {

struct ExtensionCase {
  const char* extension;
  const char* value;  // Empty: left out.
  const char* failed;
};

class ExtensionTest : public CertificateCheckTest,
                      public ::testing::WithParamInterface<ExtensionCase> {};

TEST_P(ExtensionTest, FailsTheRightAspects) {
  const CertificateReport report =
      CheckWith(GetParam().extension, GetParam().value);
  EXPECT_EQ(Failed(report), GetParam().failed)
      << GetParam().extension << " = " << GetParam().value
      << "; chain: " << report.chain.reason
      << "; key usage: " << report.key_usage.reason;
}

constexpr char kUri[] = "URI:spiffe://fed.example/agency/north/node/1";

INSTANTIATE_TEST_SUITE_P(
    KeyUsage, ExtensionTest,
    ::testing::Values(
        ExtensionCase{"basicConstraints", "critical,CA:TRUE", "key_usage "},
        ExtensionCase{"basicConstraints", "", ""},
        ExtensionCase{"keyUsage", "", "key_usage "},
        ExtensionCase{"keyUsage", "digitalSignature", ""},
        ExtensionCase{"keyUsage", "keyAgreement", "key_usage "},
        ExtensionCase{"keyUsage", "digitalSignature,keyAgreement", ""},
        ExtensionCase{"keyUsage", "digitalSignature,keyCertSign", "key_usage "},
        ExtensionCase{"keyUsage", "digitalSignature,cRLSign", "key_usage "},
        ExtensionCase{"extendedKeyUsage", "", "key_usage "},
        ExtensionCase{"extendedKeyUsage", "clientAuth", "key_usage "},
        ExtensionCase{"extendedKeyUsage", "serverAuth", "key_usage "},
        ExtensionCase{"extendedKeyUsage", "anyExtendedKeyUsage", "key_usage "},
        ExtensionCase{"extendedKeyUsage",
                      "anyExtendedKeyUsage,clientAuth,serverAuth",
                      "key_usage "},
        ExtensionCase{"extendedKeyUsage", "critical,serverAuth,clientAuth",
                      ""}));

INSTANTIATE_TEST_SUITE_P(
    Chain, ExtensionTest,
    ::testing::Values(
        ExtensionCase{"1.2.3.4", "critical,DER:05:00", "chain "},
        ExtensionCase{"1.2.3.4", "DER:05:00", ""},
        ExtensionCase{"nameConstraints", "permitted;DNS:x", "chain "},
        ExtensionCase{"keyUsage", "DER:30:00", "chain key_usage "},
        ExtensionCase{"basicConstraints", "DER:01", "chain key_usage "},
        ExtensionCase{"crlDistributionPoints", "critical,URI:http://x.example",
                      "chain "},
        // No policy is valid below a certificate that has none.
        ExtensionCase{"policyConstraints", "critical,requireExplicitPolicy:0",
                      "chain "},
        ExtensionCase{"policyConstraints", "critical,requireExplicitPolicy:1",
                      "chain "},
        ExtensionCase{"policyConstraints", "inhibitPolicyMapping:0", "chain "},
        ExtensionCase{"certificatePolicies", "DER:30:07:30:05:06:03:2A:03:04",
                      ""},
        ExtensionCase{"authorityKeyIdentifier", "", ""}));

INSTANTIATE_TEST_SUITE_P(
    Identity, ExtensionTest,
    ::testing::Values(
        ExtensionCase{"subjectAltName", "", "identity "},
        ExtensionCase{"subjectAltName", "DNS:north.example", "identity "},
        ExtensionCase{"subjectAltName", kUri, ""},
        ExtensionCase{"subjectAltName", "URI:spiffe://fed.example/agency/north",
                      ""},
        // Two URI names.
        ExtensionCase{"subjectAltName",
                      "URI:spiffe://fed.example/agency/north/node/1,"
                      "URI:spiffe://fed.example/agency/north/node/2",
                      "identity "},
        ExtensionCase{"subjectAltName",
                      "URI:spiffe://fed.example/agency/north/node/1,"
                      "URI:https://north.example",
                      "identity "},
        ExtensionCase{"subjectAltName",
                      "URI:spiffe://other.example/agency/north/node/1",
                      "identity "},
        ExtensionCase{"subjectAltName",
                      "URI:spiffe://fed.example/agency/south/node/1",
                      "identity "},
        ExtensionCase{"subjectAltName", "URI:spiffe://fed.example",
                      "identity "},
        ExtensionCase{"subjectAltName",
                      "URI:spiffe://FED.example/agency/north/node/1",
                      "identity "},
        ExtensionCase{"subjectAltName", "DER:30:05:86:09:61",
                      "chain identity "}));

}  // namespace
}  // namespace homeward::auth
