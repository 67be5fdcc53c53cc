#include "services/cli/mou/mou_to_sign.h"

#include <fstream>
#include <iterator>
#include <string>

#include "absl/status/status.h"
#include "auth/signing/digest.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;

constexpr char kType[] = "application/vnd.homeward.mou.v1+protobuf";

void Add(const std::string& id, int version, const std::string& missing,
         v1::ListMousResponse& mous) {
  v1::MouSummary& summary = *mous.add_mous();
  summary.mutable_mou()->set_mou_id(id);
  summary.mutable_mou()->set_version(version);
  if (!missing.empty()) summary.add_missing_agency_ids(missing);
}

TEST(NextToSignTest, IsTheLowestVersionByNumberThatLacksTheOwnSignature) {
  v1::ListMousResponse mous;
  // As a node lists them: by the letters of id and version.
  Add("m", 1, "", mous);
  Add("m", 10, "clinic", mous);
  Add("m", 11, "clinic", mous);
  Add("m", 2, "", mous);
  Add("m", 9, "police", mous);
  Add("other", 1, "clinic", mous);
  const auto next = NextToSign(mous, "m", "clinic");
  ASSERT_THAT(next, IsOk());
  EXPECT_EQ((*next)->mou().version(), 10);
  Add("m", 3, "clinic", mous);
  EXPECT_EQ((*NextToSign(mous, "m", "clinic"))->mou().version(), 3);
}

TEST(NextToSignTest, TellsWhenThereIsNone) {
  v1::ListMousResponse mous;
  Add("m", 1, "police", mous);
  EXPECT_THAT(NextToSign(mous, "m", "clinic"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(NextToSign(mous, "n", "clinic"),
              StatusIs(absl::StatusCode::kNotFound));
}

v1::Envelope Proposal() {
  std::ifstream file("deploy/mou_templates/police_clinic.textproto");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  v1::Mou mou;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &mou));
  v1::Envelope envelope;
  envelope.set_payload_type(kType);
  envelope.set_payload(mou.SerializeAsString());
  return envelope;
}

TEST(MouToSignTest, IsReadFromTheBytesThatAreSigned) {
  v1::Envelope envelope = Proposal();
  const auto mou = MouToSign(envelope, "police-clinic");
  ASSERT_THAT(mou, IsOk());
  EXPECT_EQ(mou->mou_id(), "police-clinic");
  const auto invalid = StatusIs(absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(MouToSign(envelope, "ngo-clinic"), invalid);
  envelope.set_payload_type("application/vnd.homeward.charter.v1+protobuf");
  EXPECT_THAT(MouToSign(envelope, "police-clinic"), invalid);
  // A field that this version doesn't know.
  envelope = Proposal();
  envelope.mutable_payload()->append("\xfa\x7f\x01x");
  EXPECT_THAT(MouToSign(envelope, "police-clinic"), invalid);
}

TEST(MouToSignTest, WhatNoNodeEnforcesIsNotSigned) {
  v1::Mou mou = *MouToSign(Proposal(), "police-clinic");
  mou.set_schema_version(2);
  v1::Envelope envelope = Proposal();
  envelope.set_payload(mou.SerializeAsString());
  EXPECT_THAT(MouToSign(envelope, "police-clinic"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       ::testing::HasSubstr("schema_version")));
}

TEST(MouFingerprintTest, NamesTheTextWhoeverSigned) {
  v1::Envelope envelope = Proposal();
  const std::string fingerprint = MouFingerprint(envelope);
  EXPECT_EQ(fingerprint, auth::Sha256(envelope.payload()).substr(0, 16));
  envelope.add_signatures()->set_key_id("k");
  EXPECT_EQ(MouFingerprint(envelope), fingerprint);
  envelope.mutable_payload()->push_back('x');
  EXPECT_NE(MouFingerprint(envelope), fingerprint);
}

}  // namespace
}  // namespace homeward::cli
