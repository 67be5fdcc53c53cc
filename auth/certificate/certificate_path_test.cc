#include <string>
#include <vector>

#include "auth/certificate/certificate.h"
#include "auth/certificate/certificate_check.h"
#include "auth/testing/certificates.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

// Paths of more than two certificates, in the style of NIST's PKITS and of
// RFC 5280 section 6.1: signatures, CA flags, lengths, constraints.
namespace homeward::auth {
namespace {

using testing::CaExtensions;
using testing::CaSpec;
using testing::CertificateSpec;
using testing::Extensions;
using ::testing::HasSubstr;
using testing::LeafExtensions;
using testing::Make;
using testing::RootExtensions;
using testing::RootSpec;
using testing::TestCertificate;
using testing::TestNow;
using testing::With;

class CertificatePathTest : public ::testing::Test {
 protected:
  CertificateReport Check(const TestCertificate& leaf,
                          std::vector<Certificate> chain) {
    return CheckPeerCertificate(leaf.certificate, chain, {root_.certificate},
                                "fed.example", TestNow());
  }
  // Judges a good leaf below a CA with `extensions` below root_.
  CertificateReport CheckBelow(const Extensions& extensions) {
    CertificateSpec spec = CaSpec();
    spec.extensions = extensions;
    const TestCertificate ca = Make(spec, &root_);
    return Check(Make({}, &ca), {ca.certificate});
  }
  // A CA below `issuer`.
  static TestCertificate Below(const TestCertificate& issuer,
                               const std::string& subject,
                               const Extensions& extensions = CaExtensions()) {
    CertificateSpec spec = CaSpec(subject);
    spec.extensions = extensions;
    return Make(spec, &issuer);
  }

  const TestCertificate root_ = Make(RootSpec());
};

TEST_F(CertificatePathTest, AcceptsAnIntermediateThatWasSent) {
  const TestCertificate ca = Below(root_, "ca");
  const TestCertificate leaf = Make({}, &ca);
  EXPECT_TRUE(Check(leaf, {ca.certificate}).ok());
  EXPECT_FALSE(Check(leaf, {}).chain.ok);
}

TEST_F(CertificatePathTest, OrderExtrasAndRepetitionsDoNotMatter) {
  const TestCertificate one = Below(root_, "one");
  const TestCertificate two = Below(one, "two");
  const TestCertificate stray = Make(RootSpec("stray"));
  const TestCertificate leaf = Make({}, &two);
  EXPECT_TRUE(Check(leaf, {one.certificate, two.certificate}).ok());
  EXPECT_TRUE(Check(leaf, {leaf.certificate, root_.certificate, two.certificate,
                           stray.certificate, one.certificate, two.certificate})
                  .ok());
}

TEST_F(CertificatePathTest, RefusesMoreCertificatesThanAnyoneNeeds) {
  std::vector<Certificate> many;
  for (int i = 0; i <= kMaxChainCertificates; ++i) {
    many.push_back(Below(root_, "ca " + std::to_string(i)).certificate);
  }
  EXPECT_THAT(Check(Make({}, &root_), many).chain.reason,
              HasSubstr("the most is 4"));
  many.pop_back();
  EXPECT_TRUE(Check(Make({}, &root_), many).ok());
}

TEST_F(CertificatePathTest, AnIntermediateMustBeACaThatMaySign) {
  EXPECT_TRUE(CheckBelow(CaExtensions()).ok());
  EXPECT_FALSE(
      CheckBelow(With(CaExtensions(), "basicConstraints", "critical,CA:FALSE"))
          .chain.ok);
  EXPECT_FALSE(
      CheckBelow(With(CaExtensions(), "basicConstraints", "")).chain.ok);
  const CertificateReport no_signing =
      CheckBelow(With(CaExtensions(), "keyUsage", "critical,cRLSign"));
  EXPECT_FALSE(no_signing.chain.ok);
  EXPECT_FALSE(no_signing.key_usage.ok);
  // Section 6.1.4 (n) asks for keyCertSign where there is a keyUsage.
  EXPECT_TRUE(CheckBelow(With(CaExtensions(), "keyUsage", "")).ok());
}

TEST_F(CertificatePathTest, ALeafIsNoIssuer) {
  const TestCertificate leaf = Make({}, &root_);
  CertificateSpec below;
  below.subject = "node 2";
  EXPECT_FALSE(Check(Make(below, &leaf), {leaf.certificate}).chain.ok);
}

TEST_F(CertificatePathTest, ACasExtendedKeyUsageRestrictsWhatIsBelow) {
  const auto usage = [&](const std::string& value) {
    return CheckBelow(With(CaExtensions(), "extendedKeyUsage", value));
  };
  EXPECT_TRUE(usage("clientAuth,serverAuth").ok());
  EXPECT_TRUE(usage("anyExtendedKeyUsage").ok());
  EXPECT_FALSE(usage("serverAuth").key_usage.ok);
  EXPECT_FALSE(usage("codeSigning").key_usage.ok);
}

TEST_F(CertificatePathTest, PathLengthCountsTheCasBelow) {
  const auto check = [&](const char* length_of_one) {
    const TestCertificate one =
        Below(root_, "one",
              With(CaExtensions(), "basicConstraints",
                   std::string("critical,CA:TRUE,pathlen:") + length_of_one));
    const TestCertificate two = Below(one, "two");
    return Check(Make({}, &two), {one.certificate, two.certificate});
  };
  EXPECT_FALSE(check("0").chain.ok);
  EXPECT_THAT(check("0").chain.reason, HasSubstr("fewer CAs"));
  EXPECT_TRUE(check("1").ok());
}

TEST_F(CertificatePathTest, TheRootsPathLengthCountsToo) {
  CertificateSpec spec = RootSpec();
  spec.extensions =
      With(RootExtensions(), "basicConstraints", "critical,CA:TRUE,pathlen:0");
  const TestCertificate root = Make(spec);
  const TestCertificate ca = Below(root, "ca");
  EXPECT_FALSE(CheckPeerCertificate(Make({}, &ca).certificate, {ca.certificate},
                                    {root.certificate}, "fed.example",
                                    TestNow())
                   .chain.ok);
  EXPECT_TRUE(CheckPeerCertificate(Make({}, &root).certificate, {},
                                   {root.certificate}, "fed.example", TestNow())
                  .ok());
}

TEST_F(CertificatePathTest, NameConstraintsHoldForUrisAndHosts) {
  const auto under = [&](const std::string& constraints) {
    return CheckBelow(
        With(CaExtensions(), "nameConstraints", "critical," + constraints));
  };
  EXPECT_TRUE(under("permitted;URI:fed.example").ok());
  EXPECT_FALSE(under("permitted;URI:other.example").chain.ok);
  EXPECT_FALSE(under("excluded;URI:fed.example").chain.ok);
  EXPECT_TRUE(under("permitted;DNS:localhost").ok());
  EXPECT_FALSE(under("permitted;DNS:north.example").chain.ok);
  EXPECT_THAT(under("excluded;DNS:localhost").chain.reason,
              HasSubstr("name constraints exclude"));
}

TEST_F(CertificatePathTest, NameConstraintsOfTheRootHoldToo) {
  CertificateSpec spec = RootSpec();
  spec.extensions.emplace_back("nameConstraints",
                               "critical,permitted;DNS:north.example");
  const TestCertificate root = Make(spec);
  EXPECT_FALSE(CheckPeerCertificate(Make({}, &root).certificate, {},
                                    {root.certificate}, "fed.example",
                                    TestNow())
                   .chain.ok);
}

TEST_F(CertificatePathTest, AConstraintOnPoliciesNeedsPolicies) {
  const Extensions constrained = With(CaExtensions(), "policyConstraints",
                                      "critical,requireExplicitPolicy:0");
  EXPECT_THAT(CheckBelow(constrained).chain.reason,
              HasSubstr("intermediate 1 has policy constraints but no"));
  // The policy 1.2.3.4.
  const std::string policy = "DER:30:07:30:05:06:03:2A:03:04";
  const TestCertificate ca =
      Below(root_, "ca", With(constrained, "certificatePolicies", policy));
  EXPECT_THAT(Check(Make({}, &ca), {ca.certificate}).chain.reason,
              HasSubstr("breaks the certificate policies of the path"));
  CertificateSpec leaf;
  leaf.extensions = With(LeafExtensions(), "certificatePolicies", policy);
  const CertificateReport good = Check(Make(leaf, &ca), {ca.certificate});
  EXPECT_TRUE(good.ok()) << good.chain.reason;
}

TEST_F(CertificatePathTest, ReportsTheDatesOfAnIntermediateApart) {
  CertificateSpec spec = CaSpec();
  spec.not_after = TestNow() - absl::Hours(1);
  const TestCertificate ca = Make(spec, &root_);
  const CertificateReport report = Check(Make({}, &ca), {ca.certificate});
  EXPECT_TRUE(report.chain.ok) << report.chain.reason;
  EXPECT_THAT(report.validity.reason, HasSubstr("intermediate 1 expired"));
}

TEST_F(CertificatePathTest, FindsTheGoodOneOfTwoPaths) {
  // One CA, certified twice: the expired certificate comes first.
  CertificateSpec spec = CaSpec();
  spec.not_after = TestNow() - absl::Hours(1);
  const TestCertificate expired = Make(spec, &root_);
  const TestCertificate renewed = Make(CaSpec(), &root_, expired.key);
  const TestCertificate leaf = Make({}, &renewed);
  EXPECT_TRUE(Check(leaf, {expired.certificate, renewed.certificate}).ok());
  EXPECT_TRUE(Check(leaf, {renewed.certificate, expired.certificate}).ok());
  // Another CA of the same name with another key is in the way.
  CertificateSpec no_key_id;
  no_key_id.extensions = With(LeafExtensions(), "authorityKeyIdentifier", "");
  const TestCertificate namesake = Make(CaSpec(), &root_);
  EXPECT_TRUE(Check(Make(no_key_id, &renewed),
                    {namesake.certificate, renewed.certificate})
                  .ok());
}

TEST_F(CertificatePathTest, ALoopOfCrossCertificatesEnds) {
  const TestCertificate a = Make(CaSpec("a"));
  const TestCertificate b = Make(CaSpec("b"), &a);
  const TestCertificate a_by_b = Make(CaSpec("a"), &b, a.key);
  EXPECT_FALSE(
      Check(Make({}, &a), {a_by_b.certificate, b.certificate, a.certificate})
          .chain.ok);
}

TEST_F(CertificatePathTest, AnIntermediateIsNoAnchor) {
  const TestCertificate ca = Below(root_, "ca");
  const CertificateReport report =
      CheckPeerCertificate(Make({}, &ca).certificate, {}, {ca.certificate},
                           "fed.example", TestNow());
  EXPECT_FALSE(report.chain.ok);
  EXPECT_THAT(report.chain.reason, HasSubstr("not self-signed"));
}

TEST_F(CertificatePathTest, EveryCertificateOfThePathIsRead) {
  EXPECT_FALSE(CheckBelow(With(CaExtensions(), "1.2.3.4", "critical,DER:05:00"))
                   .chain.ok);
  CertificateSpec spec = CaSpec();
  spec.key = "P-384";
  const TestCertificate ca = Make(spec, &root_);
  const CertificateReport report = Check(Make({}, &ca), {ca.certificate});
  EXPECT_TRUE(report.chain.ok);
  EXPECT_FALSE(report.algorithm.ok);
  const CertificateReport foreign = CheckBelow(With(
      CaExtensions(), "subjectAltName", "URI:spiffe://fed.example/agency/x"));
  EXPECT_FALSE(foreign.identity.ok);
}

}  // namespace
}  // namespace homeward::auth
