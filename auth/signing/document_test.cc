#include "auth/signing/document.h"

#include <string>

#include "absl/status/status.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/directory.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::StatusIs;

TEST(DocumentTest, IsReadAsItWasSigned) {
  const SigningKey key = *SigningKey::Generate();
  v1::RevocationList list;
  list.set_number(7);
  ASSERT_OK_AND_ASSIGN(const v1::Envelope envelope,
                       SignDocument(kRevocationListType, list, key));
  ASSERT_OK_AND_ASSIGN(
      const VerifiedPayload payload,
      VerifyEnvelope(envelope, kRevocationListType, {key.public_key()}, 1));
  v1::RevocationList read;
  ASSERT_OK(ParseStrictly(payload.payload(), read));
  EXPECT_EQ(read.number(), 7);
}

TEST(ParseStrictlyTest, RefusesOtherBytes) {
  v1::Directory directory;
  EXPECT_THAT(ParseStrictly("\xff\xff", directory),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseStrictly(std::string(kMaxPayloadBytes + 1, '\0'), directory),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(ParseStrictlyTest, RefusesAnUnknownFieldAtAnyDepth) {
  v1::Directory directory;
  directory.GetReflection()
      ->MutableUnknownFields(&directory)
      ->AddVarint(900, 1);
  v1::Directory read;
  EXPECT_THAT(ParseStrictly(directory.SerializeAsString(), read),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       ::testing::HasSubstr("does not know")));
  v1::Directory nested;
  nested.add_members()->add_keys();
  v1::MemberKey& key = *nested.mutable_members(0)->mutable_keys(0);
  EXPECT_OK(ParseStrictly(nested.SerializeAsString(), read));
  key.GetReflection()->MutableUnknownFields(&key)->AddVarint(900, 1);
  EXPECT_THAT(ParseStrictly(nested.SerializeAsString(), read),
              StatusIs(absl::StatusCode::kInvalidArgument));
  v1::Directory single;
  v1::Governance& governance = *single.mutable_governance();
  governance.GetReflection()
      ->MutableUnknownFields(&governance)
      ->AddVarint(900, 1);
  EXPECT_THAT(ParseStrictly(single.SerializeAsString(), read),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::auth
