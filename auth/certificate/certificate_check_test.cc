#include "auth/certificate/certificate_check.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/certificate_check_fixture.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/testing/certificates.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::StatusIs;
using testing::CaSpec;
using testing::CertificateSpec;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::LeafExtensions;
using testing::Make;
using testing::RootExtensions;
using testing::RootSpec;
using testing::TestCertificate;
using testing::TestNow;
using testing::With;

TEST_F(CertificateCheckTest, AcceptsAGoodLeafWithNoChainAsOnResumption) {
  const CertificateReport report = Check({});
  EXPECT_TRUE(report.ok()) << Failed(report);
  EXPECT_EQ(report.id,
            *SpiffeId::Parse("spiffe://fed.example/agency/north/node/1"));
  EXPECT_EQ(report.root_thumbprint, root_.certificate.thumbprint());
}

TEST_F(CertificateCheckTest, GivesAReasonForEveryAspect) {
  const CertificateReport report = Check({});
  for (const auto& aspect : {report.chain, report.validity, report.key_usage,
                             report.algorithm, report.identity}) {
    EXPECT_FALSE(aspect.reason.empty());
  }
}

// The URI of one agency below the CA of another.
TEST_F(CertificateCheckTest, RefusesOneAgencysNameBelowAnothersRoot) {
  CertificateSpec other_root = RootSpec("south root");
  other_root.extensions = With(RootExtensions(), "subjectAltName",
                               "URI:spiffe://fed.example/agency/south");
  const TestCertificate south = Make(other_root);
  const Certificate leaf = Make({}, &south).certificate;  // Names north.
  const CertificateReport against_north = CheckPeerCertificate(
      leaf, {}, {root_.certificate}, "fed.example", TestNow());
  EXPECT_EQ(Failed(against_north), "chain ");
  EXPECT_THAT(against_north.chain.reason, HasSubstr("no root of the agency"));
  // The attacker sends her own root along: it is no anchor.
  EXPECT_EQ(Failed(CheckPeerCertificate(leaf, {south.certificate},
                                        {root_.certificate}, "fed.example",
                                        TestNow())),
            "chain ");
  // Given the wrong root, the name in it tells.
  EXPECT_EQ(Failed(CheckPeerCertificate(leaf, {}, {south.certificate},
                                        "fed.example", TestNow())),
            "identity ");
}

TEST_F(CertificateCheckTest, RefusesARootOfTheSameNameWithAnotherKey) {
  const TestCertificate forged = Make(RootSpec());
  CertificateSpec spec;
  EXPECT_EQ(Failed(CheckPeerCertificate(Make(spec, &forged).certificate, {},
                                        {root_.certificate}, "fed.example",
                                        TestNow())),
            "chain ");
  // Without a key id, only the signature gives it away.
  spec.extensions = With(LeafExtensions(), "authorityKeyIdentifier", "");
  const CertificateReport report =
      CheckPeerCertificate(Make(spec, &forged).certificate, {},
                           {root_.certificate}, "fed.example", TestNow());
  EXPECT_EQ(Failed(report), "chain ");
  EXPECT_THAT(report.chain.reason, HasSubstr("issuer's key"));
}

TEST_F(CertificateCheckTest, ValidityIncludesBothEnds) {
  const CertificateSpec spec;
  EXPECT_EQ(Failed(Check(spec, spec.not_before)), "");
  EXPECT_EQ(Failed(Check(spec, spec.not_after)), "");
  EXPECT_EQ(Failed(Check(spec, spec.not_before - absl::Seconds(1))),
            "validity ");
  EXPECT_EQ(Failed(Check(spec, spec.not_after + absl::Seconds(1))),
            "validity ");
}

TEST_F(CertificateCheckTest, ALeafLivesForAtMostSevenDays) {
  CertificateSpec spec;
  spec.not_after = spec.not_before + kMaxLeafLifetime;
  EXPECT_EQ(Failed(Check(spec)), "");
  spec.not_after += absl::Seconds(1);
  EXPECT_EQ(Failed(Check(spec)), "validity ");
  spec.not_after = spec.not_before - absl::Hours(1);
  EXPECT_EQ(Failed(Check(spec)), "validity ");
  spec.raw_not_after = "20260302000000Z";  // Must be UTCTime before 2050.
  EXPECT_EQ(Failed(Check(spec)), "validity ");
}

TEST_F(CertificateCheckTest, JudgesTheRootsDatesToo) {
  CertificateSpec old = RootSpec();
  old.not_after = TestNow() - absl::Hours(1);
  const TestCertificate root = Make(old);
  const CertificateReport report =
      CheckPeerCertificate(Make({}, &root).certificate, {}, {root.certificate},
                           "fed.example", TestNow());
  EXPECT_EQ(Failed(report), "validity ");
  EXPECT_THAT(report.validity.reason, HasSubstr("the root expired"));
}

TEST_F(CertificateCheckTest, RefusesAnExtensionThatComesTwice) {
  CertificateSpec spec;
  spec.extensions.emplace_back("1.2.3.4", "DER:05:00");
  spec.extensions.emplace_back("1.2.3.4", "DER:05:00");
  const CertificateReport report = Check(spec);
  EXPECT_EQ(Failed(report), "chain ");
  EXPECT_THAT(report.chain.reason, HasSubstr("twice"));
}

TEST_F(CertificateCheckTest, HoldsTheSerialNumberInItsBounds) {
  CertificateSpec spec;
  for (const char* good : {"1", "7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"}) {
    spec.serial = good;
    EXPECT_EQ(Failed(Check(spec)), "") << good;
  }
  for (const char* bad : {"0", "-1", "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
                          "010000000000000000000000000000000000000000"}) {
    spec.serial = bad;
    EXPECT_EQ(Failed(Check(spec)), "chain ") << bad;
  }
}

TEST_F(CertificateCheckTest, RefusesOtherVersions) {
  CertificateSpec spec;
  spec.version = 0;
  EXPECT_NE(Failed(Check(spec)), "");
}

TEST_F(CertificateCheckTest, TellsWhichAlgorithmIsNotAccepted) {
  CertificateSpec spec;
  spec.key = "RSA";
  CertificateReport report = Check(spec);
  EXPECT_EQ(Failed(report), "algorithm ");
  EXPECT_THAT(report.algorithm.reason, HasSubstr("RSA key of 2048 bits"));
  spec.key = "P-384";
  EXPECT_EQ(Failed(Check(spec)), "algorithm ");
  spec.key = "P-256";
  spec.hash = "SHA1";
  report = Check(spec);
  EXPECT_EQ(Failed(report), "algorithm ");
  EXPECT_THAT(report.algorithm.reason, HasSubstr("weak hash"));
  spec.hash = "SHA384";
  EXPECT_EQ(Failed(Check(spec)), "algorithm ");
}

TEST_F(CertificateCheckTest, JudgesTheRootsAlgorithmToo) {
  for (const char* key : {"RSA", "P-384"}) {
    CertificateSpec root_spec = RootSpec();
    root_spec.key = key;
    const TestCertificate root = Make(root_spec);
    EXPECT_EQ(Failed(CheckPeerCertificate(Make({}, &root).certificate, {},
                                          {root.certificate}, "fed.example",
                                          TestNow())),
              "algorithm ");
  }
}

TEST_F(CertificateCheckTest, TheRootIsNoLeaf) {
  const CertificateReport report = CheckPeerCertificate(
      root_.certificate, {}, {root_.certificate}, "fed.example", TestNow());
  EXPECT_FALSE(report.chain.ok);
  // Nor is a leaf that has the root's key.
  EXPECT_EQ(Failed(CheckPeerCertificate(Make({}, &root_, root_.key).certificate,
                                        {}, {root_.certificate}, "fed.example",
                                        TestNow())),
            "chain ");
}

TEST_F(CertificateCheckTest, ASelfSignedLeafIsRefusedEvenIfItNamesTheRoot) {
  CertificateSpec spec;
  spec.subject = "north root";
  spec.extensions = With(LeafExtensions(), "authorityKeyIdentifier", "");
  EXPECT_EQ(Failed(CheckPeerCertificate(Make(spec).certificate, {},
                                        {root_.certificate}, "fed.example",
                                        TestNow())),
            "chain ");
  EXPECT_EQ(Failed(CheckPeerCertificate(Make(spec).certificate, {}, {},
                                        "fed.example", TestNow())),
            "chain ");
}

TEST_F(CertificateCheckTest, AspectsAreJudgedApart) {
  CertificateSpec spec;
  spec.hash = "SHA1";
  spec.extensions = With(With(LeafExtensions(), "subjectAltName", "DNS:x"),
                         "extendedKeyUsage", "clientAuth");
  EXPECT_EQ(Failed(Check(spec, spec.not_after + absl::Hours(1))),
            "validity key_usage algorithm identity ");
}

TEST_F(CertificateCheckTest, AnyFederationWillDoWhenNoneIsNamed) {
  EXPECT_EQ(Failed(CheckPeerCertificate(Make({}, &root_).certificate, {},
                                        {root_.certificate}, "", TestNow())),
            "");
}

TEST_F(CertificateCheckTest, SaysWhatARootLacks) {
  const SpiffeId north = *SpiffeId::Make("fed.example", "north");
  const SpiffeId south = *SpiffeId::Make("fed.example", "south");
  EXPECT_OK(CheckAgencyRoot(root_.certificate, north));
  EXPECT_THAT(CheckAgencyRoot(root_.certificate, south),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("another agency")));
  EXPECT_THAT(CheckAgencyRoot(Make({}, &root_).certificate, north),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no CA")));
  EXPECT_THAT(CheckAgencyRoot(Make(CaSpec(), &root_).certificate, north),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("not self-signed")));
}

}  // namespace
}  // namespace homeward::auth
