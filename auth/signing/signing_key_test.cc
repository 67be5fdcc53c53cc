#include "auth/signing/signing_key.h"

#include <openssl/pem.h>

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "auth/signing/digest.h"
#include "auth/signing/openssl.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::StatusIs;

// The PEM of a key that OpenSSL makes: an EC curve, or RSA.
std::string PrivatePem(const char* curve, const char* passphrase = nullptr) {
  UniqueKey key(curve == nullptr ? EVP_RSA_gen(2048) : EVP_EC_gen(curve));
  UniqueBio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(
      bio.get(), key.get(), passphrase ? EVP_aes_256_cbc() : nullptr,
      passphrase, passphrase ? 4 : 0, nullptr, nullptr);
  return std::string(WrittenTo(bio.get()));
}

TEST(SigningKeyTest, SignsWhatItsPublicKeyVerifies) {
  ASSERT_OK_AND_ASSIGN(const SigningKey key, SigningKey::Generate());
  ASSERT_OK_AND_ASSIGN(const std::string signature, key.Sign("message"));
  EXPECT_OK(key.public_key().Verify("message", signature));
  EXPECT_THAT(key.public_key().Verify("messagE", signature),
              StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(key.public_key().Verify("message", signature + "x"),
              StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(key.public_key().Verify("message", ""),
              StatusIs(absl::StatusCode::kUnauthenticated));
  ASSERT_OK_AND_ASSIGN(const SigningKey other, SigningKey::Generate());
  EXPECT_THAT(other.public_key().Verify("message", signature),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

// RFC 6979 appendix A.2.5: P-256, SHA-256, message "sample".
TEST(PublicKeyTest, VerifiesAPublishedVector) {
  ASSERT_OK_AND_ASSIGN(
      const PublicKey key,
      PublicKey::FromSpkiDer(absl::HexStringToBytes(
          "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
          "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
          "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299")));
  EXPECT_OK(key.Verify(
      "sample",
      absl::HexStringToBytes(
          "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea8"
          "4eaf3716022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4"
          "ab2f843acda8")));
}

TEST(SigningKeyTest, SurvivesItsPem) {
  ASSERT_OK_AND_ASSIGN(const SigningKey key, SigningKey::Generate());
  ASSERT_OK_AND_ASSIGN(const Secret pem, key.ToPem());
  ASSERT_OK_AND_ASSIGN(const SigningKey again, SigningKey::FromPem(pem.view()));
  EXPECT_EQ(again.public_key().key_id(), key.public_key().key_id());
  ASSERT_OK_AND_ASSIGN(const PublicKey shared,
                       PublicKey::FromPem(key.public_key().ToPem()));
  EXPECT_EQ(shared.key_id(), Sha256(key.public_key().spki_der()));
}

TEST(SigningKeyTest, RefusesOtherAlgorithmsAndCurves) {
  EXPECT_OK(SigningKey::FromPem(PrivatePem("P-256")));
  for (const char* curve : {"P-384", "P-521", "secp256k1", "P-224"}) {
    EXPECT_THAT(SigningKey::FromPem(PrivatePem(curve)),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << curve;
  }
  EXPECT_THAT(SigningKey::FromPem(PrivatePem(nullptr)),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(SigningKeyTest, RefusesAnEncryptedKeyWithoutAskingAnyone) {
  EXPECT_THAT(SigningKey::FromPem(PrivatePem("P-256", "pass")),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       ::testing::HasSubstr("unencrypted")));
}

TEST(PublicKeyTest, RefusesASecondFormOfTheSameKey) {
  ASSERT_OK_AND_ASSIGN(const SigningKey key, SigningKey::Generate());
  const std::string der = key.public_key().spki_der();
  // A compressed point of the same key: it would have another key id.
  const std::string compressed =
      absl::HexStringToBytes(
          "3039301306072a8648ce3d020106082a8648ce3d030107032200") +
      (der[90] & 1 ? "\x03" : "\x02") + der.substr(27, 32);
  const unsigned char* next = Bytes(compressed);
  UniqueKey readable(d2i_PUBKEY(nullptr, &next, compressed.size()));
  ASSERT_NE(readable, nullptr) << "OpenSSL itself reads it";
  EXPECT_THAT(PublicKey::FromSpkiDer(compressed),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(PublicKeyTest, RefusesBytesLeftOverAndPointsOffTheCurve) {
  ASSERT_OK_AND_ASSIGN(const SigningKey key, SigningKey::Generate());
  std::string der = key.public_key().spki_der();
  EXPECT_THAT(PublicKey::FromSpkiDer(der + '\0'),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(PublicKey::FromSpkiDer(der.substr(0, 90)),
              StatusIs(absl::StatusCode::kInvalidArgument));
  der[90] ^= 1;
  EXPECT_THAT(PublicKey::FromSpkiDer(der),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(PublicKey::FromPem("no key"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(SecretTest, MovesItsBytesAndLeavesNone) {
  Secret secret("private");
  const Secret moved = std::move(secret);
  EXPECT_EQ(moved.view(), "private");
  EXPECT_EQ(secret.view(), "");  // NOLINT(bugprone-use-after-move)
}

}  // namespace
}  // namespace homeward::auth
