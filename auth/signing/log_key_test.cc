#include "auth/signing/log_key.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::StatusIs;

TEST(LogKeyTest, SignsWhatItsPublicKeyVerifies) {
  ASSERT_OK_AND_ASSIGN(const LogKey key, LogKey::Generate());
  ASSERT_OK_AND_ASSIGN(const std::string signature, key.Sign("checkpoint"));
  EXPECT_EQ(signature.size(), 64);
  EXPECT_OK(VerifyLogSignature(key.public_key(), "checkpoint", signature));
  EXPECT_THAT(VerifyLogSignature(key.public_key(), "checkpoinT", signature),
              StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(VerifyLogSignature(key.public_key(), "checkpoint", ""),
              StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(VerifyLogSignature("short", "checkpoint", signature),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(LogKeyTest, VerifiesTheThirdVectorOfRfc8032) {
  const std::string key = absl::HexStringToBytes(
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
  const std::string signature = absl::HexStringToBytes(
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
      "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
  EXPECT_OK(VerifyLogSignature(key, absl::HexStringToBytes("af82"), signature));
}

TEST(LogKeyTest, SurvivesItsPem) {
  ASSERT_OK_AND_ASSIGN(const LogKey key, LogKey::Generate());
  ASSERT_OK_AND_ASSIGN(const Secret pem, key.ToPem());
  ASSERT_OK_AND_ASSIGN(const LogKey again, LogKey::FromPem(pem.view()));
  EXPECT_EQ(again.public_key(), key.public_key());
}

TEST(LogKeyTest, RefusesAnythingElse) {
  EXPECT_THAT(LogKey::FromPem(""),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(LogKey::FromPem("-----BEGIN PRIVATE KEY-----\nAAAA\n"
                              "-----END PRIVATE KEY-----\n"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::auth
