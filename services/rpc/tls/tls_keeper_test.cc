#include "services/rpc/tls/tls_keeper.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/testing/certificates.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/testing/federation.h"
#include "services/rpc/tls/tls_pair.h"
#include "tests/testing/status_matchers.h"

namespace homeward::rpc {
namespace {

using ::homeward::rpc::testing::KeyPem;
using ::homeward::rpc::testing::PairFolder;
using ::homeward::rpc::testing::TestFederation;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class TlsKeeperTest : public ::testing::Test {
 protected:
  TlsKeeperTest() { PutGood(); }

  testing::TestCertificate PutGood() {
    testing::TestCertificate leaf = federation_.Issue("north/node/1");
    folder_.Put(leaf, north_root());
    return leaf;
  }
  const auth::Certificate& north_root() const {
    return federation_.root("north").certificate;
  }
  absl::StatusOr<std::unique_ptr<TlsKeeper>> Start() {
    TlsKeeper::Options options{folder_.path(), federation_.source(),
                               TestFederation::clock(), nullptr, nullptr};
    options.refused = [this](const absl::Status& status) {
      refused_.push_back(std::string(status.message()));
    };
    return TlsKeeper::Start(std::move(options),
                            *auth::SpiffeId::Make("fed.example", "north", "1"));
  }
  // What Start() says of the folder's present content.
  std::string Refusal() { return std::string(Start().status().message()); }

  TestFederation federation_{{"north", "south"}};
  PairFolder folder_;
  std::vector<std::string> refused_;
};

TEST_F(TlsKeeperTest, LoadsAGoodPair) {
  const testing::TestCertificate leaf = PutGood();
  ASSERT_OK_AND_ASSIGN(const auto keeper, Start());
  EXPECT_EQ(keeper->current()->leaf.der(), leaf.certificate.der());
  EXPECT_THAT(keeper->Thumbprints(),
              ElementsAre(leaf.certificate.thumbprint()));
  EXPECT_NE(keeper->Find(leaf.certificate.thumbprint()), nullptr);
  EXPECT_EQ(keeper->Find("another"), nullptr);
}

TEST_F(TlsKeeperTest, KeepsThePairBeforeForThoseSignedIn) {
  const testing::TestCertificate first = PutGood();
  ASSERT_OK_AND_ASSIGN(const auto keeper, Start());
  const testing::TestCertificate second = PutGood();
  keeper->Refresh();
  const testing::TestCertificate third = PutGood();
  keeper->Refresh();
  EXPECT_THAT(keeper->Thumbprints(),
              ElementsAre(third.certificate.thumbprint(),
                          second.certificate.thumbprint()));
  EXPECT_EQ(keeper->Find(first.certificate.thumbprint()), nullptr);
  const auto before = keeper->Find(second.certificate.thumbprint());
  ASSERT_NE(before, nullptr);
  ASSERT_OK_AND_ASSIGN(const std::string signature, before->key.Sign("x"));
  EXPECT_OK(before->key.public_key().Verify("x", signature));
  EXPECT_THAT(refused_, IsEmpty());
}

TEST_F(TlsKeeperTest, ABadPairIsRefusedOnceAndTheOldOneGoesOn) {
  ASSERT_OK_AND_ASSIGN(const auto keeper, Start());
  const auto good = keeper->current();
  const testing::TestCertificate other = federation_.Issue("north/node/1");
  folder_.PutTexts(KeyPem(other), good->leaf.ToPem(), north_root().ToPem());
  keeper->Refresh();
  keeper->Refresh();
  EXPECT_EQ(keeper->current(), good);
  EXPECT_THAT(refused_, ElementsAre(HasSubstr("key.pem is not the key")));
  EXPECT_THAT(keeper->refusal().message(), HasSubstr("key.pem is not the key"));
  PutGood();
  keeper->Refresh();
  EXPECT_NE(keeper->current(), good);
  EXPECT_TRUE(keeper->refusal().ok());
}

TEST_F(TlsKeeperTest, ThePairBeforeThatIsPutBackIsNoLongerRefused) {
  const testing::TestCertificate good = PutGood();
  ASSERT_OK_AND_ASSIGN(const auto keeper, Start());
  folder_.PutTexts("garbage", good.certificate.ToPem(), north_root().ToPem());
  keeper->Refresh();
  EXPECT_FALSE(keeper->refusal().ok());
  folder_.Put(good, north_root());
  keeper->Refresh();
  EXPECT_TRUE(keeper->refusal().ok());
}

TEST_F(TlsKeeperTest, SaysWhatIsWrong) {
  const testing::TestCertificate good = federation_.Issue("north/node/1");
  const std::string root = north_root().ToPem();
  folder_.PutTexts("garbage", good.certificate.ToPem(), root);
  EXPECT_THAT(Refusal(), HasSubstr("key.pem"));
  folder_.PutTexts(KeyPem(good), "garbage", root);
  EXPECT_THAT(Refusal(), HasSubstr("cert.pem"));
  folder_.PutTexts(KeyPem(good), "", root);
  EXPECT_THAT(Refusal(), HasSubstr("cert.pem is empty"));
  folder_.PutTexts(KeyPem(good), good.certificate.ToPem().substr(0, 200), root);
  EXPECT_THAT(Refusal(), HasSubstr("cert.pem"));
  folder_.Put(good, federation_.root("south").certificate);
  EXPECT_THAT(Refusal(), HasSubstr("cert.pem"));
  folder_.Put(federation_.Issue("north/node/2"), north_root());
  EXPECT_THAT(Refusal(), HasSubstr("names another than"));
  folder_.Put(federation_.Issue("south/node/1"),
              federation_.root("south").certificate);
  EXPECT_THAT(Refusal(), HasSubstr("names another than"));
}

TEST_F(TlsKeeperTest, RefusesALeafOfAnIntermediateCa) {
  const testing::TestCertificate ca =
      auth::testing::Make(auth::testing::CaSpec(), &federation_.root("north"));
  const testing::TestCertificate below =
      auth::testing::Make(federation_.Spec("north/node/1"), &ca);
  folder_.PutTexts(
      KeyPem(below),
      absl::StrCat(below.certificate.ToPem(), ca.certificate.ToPem()),
      north_root().ToPem());
  EXPECT_THAT(Refusal(), HasSubstr("issued by an intermediate CA"));
  // The root beside its leaf does no harm.
  const testing::TestCertificate good = federation_.Issue("north/node/1");
  folder_.PutTexts(KeyPem(good),
                   absl::StrCat(good.certificate.ToPem(), north_root().ToPem()),
                   north_root().ToPem());
  EXPECT_OK(Start());
}

TEST_F(TlsKeeperTest, JudgesDatesAndUse) {
  testing::CertificateSpec spec = federation_.Spec("north/node/1");
  spec.not_after = absl::Now() - absl::Minutes(1);
  folder_.Put(federation_.Issue(spec, "north"), north_root());
  EXPECT_THAT(Start(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                HasSubstr("expired")));
  spec = federation_.Spec("north/node/1");
  spec.not_before = absl::Now() + absl::Minutes(10);
  folder_.Put(federation_.Issue(spec, "north"), north_root());
  EXPECT_THAT(Start(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                HasSubstr("holds only from")));
  spec = federation_.Spec("north/node/1");
  spec.extensions =
      auth::testing::With(spec.extensions, "extendedKeyUsage", "serverAuth");
  folder_.Put(federation_.Issue(spec, "north"), north_root());
  EXPECT_THAT(Refusal(), HasSubstr("key usage"));
}

TEST_F(TlsKeeperTest, RefusesARootThatTheDirectoryDoesNotList) {
  TestFederation other({"north"});
  folder_.Put(other.Issue("north/node/1"), other.root("north").certificate);
  EXPECT_THAT(Refusal(), HasSubstr("peers would refuse it"));
}

}  // namespace
}  // namespace homeward::rpc
