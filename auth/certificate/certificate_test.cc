#include "auth/certificate/certificate.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "auth/signing/digest.h"
#include "auth/testing/certificates.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::StatusIs;
using testing::CertificateSpec;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::LeafExtensions;
using testing::Make;
using testing::With;

TEST(CertificateTest, TellsWhatItSays) {
  CertificateSpec spec;
  spec.serial = "80AB";
  spec.extensions =
      With(LeafExtensions(), "subjectAltName",
           "DNS:localhost,URI:spiffe://f/agency/a,IP:127.0.0.1,IP:::1");
  const Certificate certificate = Make(spec).certificate;
  EXPECT_EQ(certificate.serial(), "\x80\xab");
  EXPECT_FALSE(certificate.serial_is_negative());
  EXPECT_THAT(certificate.names().uris, ElementsAre("spiffe://f/agency/a"));
  EXPECT_THAT(certificate.names().dns_names, ElementsAre("localhost"));
  EXPECT_THAT(certificate.names().ip_addresses,
              ElementsAre("127.0.0.1", "0:0:0:0:0:0:0:1"));
  EXPECT_EQ(certificate.not_before(), spec.not_before);
  EXPECT_EQ(certificate.not_after(), spec.not_after);
  EXPECT_EQ(certificate.thumbprint(), Sha256(certificate.der()));
  EXPECT_EQ(certificate.spki_sha256().size(), 32);
}

TEST(CertificateTest, HasNoNamesWithoutTheExtension) {
  CertificateSpec spec;
  spec.extensions = With(LeafExtensions(), "subjectAltName", "");
  const Certificate certificate = Make(spec).certificate;
  EXPECT_TRUE(certificate.names().readable);
  EXPECT_THAT(certificate.names().uris, IsEmpty());
}

TEST(CertificateTest, AMalformedOrRepeatedListOfNamesIsNotReadable) {
  CertificateSpec malformed;
  malformed.extensions =
      With(LeafExtensions(), "subjectAltName", "DER:30:05:86:09:61");
  EXPECT_FALSE(Make(malformed).certificate.names().readable);
  CertificateSpec twice;
  twice.extensions.emplace_back("subjectAltName", "URI:spiffe://f/agency/b");
  EXPECT_FALSE(Make(twice).certificate.names().readable);
}

TEST(CertificateTest, SurvivesItsPemAndSkipsWhatIsAroundIt) {
  const Certificate certificate = Make({}).certificate;
  const std::string pem = certificate.ToPem();
  ASSERT_OK_AND_ASSIGN(
      const Certificate again,
      Certificate::FromPem(absl::StrCat("issued to north\n", pem, "\nend\n")));
  EXPECT_EQ(again.der(), certificate.der());
}

TEST(CertificateTest, OneFileHoldsOneOrManyCertificates) {
  const std::string pem = Make({}).certificate.ToPem();
  EXPECT_THAT(Certificate::FromPem(""),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Certificate::FromPem(pem + pem),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       ::testing::HasSubstr("2 PEM blocks")));
  ASSERT_OK_AND_ASSIGN(const std::vector<Certificate> chain,
                       Certificate::ChainFromPem(pem + pem));
  EXPECT_EQ(chain.size(), 2);
  ASSERT_OK_AND_ASSIGN(const std::vector<Certificate> none,
                       Certificate::ChainFromPem("nothing here\n"));
  EXPECT_THAT(none, IsEmpty());
}

TEST(CertificateTest, RefusesWhatIsBrokenOrLeftOver) {
  const Certificate certificate = Make({}).certificate;
  const std::string& der = certificate.der();
  const std::string pem = certificate.ToPem();
  for (const std::string& bad :
       {std::string(), std::string("x"), der + '\0', der.substr(0, 100),
        std::string(70000, '\x30')}) {
    EXPECT_THAT(Certificate::FromDer(bad),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_THAT(Certificate::FromPem(pem.substr(0, pem.size() / 2)),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(
      Certificate::FromPem(absl::StrCat("-----BEGIN CERTIFICATE-----\n",
                                        absl::Base64Escape(der + "xx"),
                                        "\n-----END CERTIFICATE-----\n")),
      StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(CertificateTest, RefusesASecondEncodingOfTheSameCertificate) {
  // The outer length in a longer form than needed: BER, not DER. Nothing
  // signs that byte, so the thumbprint would change at will.
  const std::string der = Make({}).certificate.der();
  ASSERT_EQ(der.substr(0, 2), "\x30\x82");
  const std::string ber =
      absl::StrCat("\x30\x83", std::string(1, '\0'), der.substr(2));
  EXPECT_THAT(Certificate::FromDer(ber),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(CertificateTest, ReadsTimesOnlyAsTheyMustBeWritten) {
  CertificateSpec spec;
  for (const char* bad :
       {"20260302000000Z", "20550230000000Z", "20550101000000+0100",
        "205501010000Z", "20550101000000.5Z", "2055010100000aZ"}) {
    spec.raw_not_after = bad;
    EXPECT_EQ(Make(spec).certificate.not_after(), std::nullopt) << bad;
  }
  spec.raw_not_after = "20550101000000Z";
  EXPECT_EQ(
      Make(spec).certificate.not_after(),
      absl::FromCivil(absl::CivilSecond(2055, 1, 1), absl::UTCTimeZone()));
}

TEST(CertificateTest, TellsTheSignOfASerialNumber) {
  CertificateSpec spec;
  spec.serial = "-05";
  EXPECT_TRUE(Make(spec).certificate.serial_is_negative());
  spec.serial = "0";
  EXPECT_EQ(Make(spec).certificate.serial(), "");
}

}  // namespace
}  // namespace homeward::auth
