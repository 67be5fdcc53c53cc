#include "auth/signing/dsse.h"

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::StatusIs;

constexpr char kType[] = "application/vnd.homeward.test.v1+protobuf";

SigningKey NewKey() { return *SigningKey::Generate(); }

v1::Envelope SignedBy(std::vector<const SigningKey*> keys) {
  v1::Envelope envelope = *SignEnvelope(kType, "payload", *keys[0]);
  for (size_t i = 1; i < keys.size(); ++i) {
    envelope = *AddSignature(envelope, *keys[i]);
  }
  return envelope;
}

// The example of DSSE's protocol.md, "Test Vectors".
TEST(PaeTest, IsThePublishedVector) {
  EXPECT_EQ(Pae("http://example.com/HelloWorld", "hello world"),
            "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  EXPECT_EQ(Pae("", ""), "DSSEv1 0  0 ");
}

TEST(EnvelopeTest, GivesBackThePayloadAndItsSigners) {
  const SigningKey a = NewKey(), b = NewKey();
  ASSERT_OK_AND_ASSIGN(const VerifiedPayload verified,
                       VerifyEnvelope(SignedBy({&a, &b}), kType,
                                      {a.public_key(), b.public_key()}, 2));
  EXPECT_EQ(verified.payload(), "payload");
  EXPECT_EQ(verified.payload_type(), kType);
  EXPECT_EQ(verified.signers().size(), 2);
  EXPECT_TRUE(verified.SignedBy(a.public_key()));
  EXPECT_FALSE(verified.SignedBy(NewKey().public_key()));
}

TEST(EnvelopeTest, NeedsTheThreshold) {
  const SigningKey a = NewKey(), b = NewKey(), c = NewKey();
  const std::vector<PublicKey> keys = {a.public_key(), b.public_key(),
                                       c.public_key()};
  EXPECT_OK(VerifyEnvelope(SignedBy({&a, &c}), kType, keys, 2));
  EXPECT_THAT(VerifyEnvelope(SignedBy({&c}), kType, keys, 2),
              StatusIs(absl::StatusCode::kUnauthenticated,
                       ::testing::HasSubstr("1 of the known keys")));
  EXPECT_THAT(VerifyEnvelope(SignedBy({&c}), kType, keys, 0),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(VerifyEnvelope(SignedBy({&c}), kType, {}, 1),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST(EnvelopeTest, CountsAKeyOnce) {
  const SigningKey a = NewKey(), b = NewKey();
  v1::Envelope twice = SignedBy({&a});
  // A second, different signature by the same key.
  *twice.add_signatures() = SignedBy({&a}).signatures(0);
  EXPECT_THAT(
      VerifyEnvelope(twice, kType,
                     {a.public_key(), a.public_key(), b.public_key()}, 2),
      StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(AddSignature(twice, a),
              StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST(EnvelopeTest, ForeignAndBrokenSignaturesDoNoHarm) {
  const SigningKey a = NewKey(), stranger = NewKey();
  v1::Envelope envelope = SignedBy({&stranger, &a});
  v1::EnvelopeSignature* broken = envelope.add_signatures();
  broken->set_key_id(a.public_key().key_id());
  broken->set_signature(std::string(500, 'x'));
  envelope.mutable_signatures()->SwapElements(0, 2);
  EXPECT_OK(VerifyEnvelope(envelope, kType, {a.public_key()}, 1));
}

TEST(EnvelopeTest, AKeyIdProvesNothing) {
  const SigningKey a = NewKey(), stranger = NewKey();
  v1::Envelope envelope = SignedBy({&stranger});
  envelope.mutable_signatures(0)->set_key_id(a.public_key().key_id());
  EXPECT_THAT(VerifyEnvelope(envelope, kType, {a.public_key()}, 1),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST(EnvelopeTest, TheTypeIsSignedToo) {
  const SigningKey a = NewKey();
  v1::Envelope envelope = SignedBy({&a});
  EXPECT_THAT(VerifyEnvelope(envelope, "another/type", {a.public_key()}, 1),
              StatusIs(absl::StatusCode::kInvalidArgument));
  envelope.set_payload_type("another/type");
  EXPECT_THAT(VerifyEnvelope(envelope, "another/type", {a.public_key()}, 1),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST(EnvelopeTest, AnyChangedByteIsSeen) {
  const SigningKey a = NewKey();
  v1::Envelope envelope = SignedBy({&a});
  envelope.mutable_payload()->back() ^= 1;
  EXPECT_THAT(VerifyEnvelope(envelope, kType, {a.public_key()}, 1),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST(EnvelopeTest, HoldsItsLimits) {
  const SigningKey a = NewKey();
  const std::string large(kMaxPayloadBytes + 1, 'x');
  EXPECT_THAT(SignEnvelope(kType, large, a),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(SignEnvelope("", "x", a),
              StatusIs(absl::StatusCode::kInvalidArgument));
  v1::Envelope envelope = SignedBy({&a});
  while (envelope.signatures_size() <= kMaxSignatures) {
    *envelope.add_signatures() = envelope.signatures(0);
  }
  EXPECT_THAT(VerifyEnvelope(envelope, kType, {a.public_key()}, 1),
              StatusIs(absl::StatusCode::kInvalidArgument));
  envelope.set_payload(large);
  EXPECT_THAT(VerifyEnvelope(envelope, kType, {a.public_key()}, 1),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

// An envelope that an earlier build signed must verify for ever. The file holds
// lines: public key, payload type, payload, signature, each in hexadecimal.
TEST(EnvelopeTest, VerifiesTheGoldenEnvelope) {
  std::ifstream file("tests/golden/dsse_envelope.txt");
  std::vector<std::string> fields;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    fields.push_back(absl::HexStringToBytes(line));
  }
  ASSERT_EQ(fields.size(), 4);
  ASSERT_OK_AND_ASSIGN(const PublicKey key, PublicKey::FromSpkiDer(fields[0]));
  v1::Envelope envelope;
  envelope.set_payload_type(fields[1]);
  envelope.set_payload(fields[2]);
  v1::EnvelopeSignature* signature = envelope.add_signatures();
  signature->set_key_id(key.key_id());
  signature->set_signature(fields[3]);
  EXPECT_OK(VerifyEnvelope(envelope, kType, {key}, 1));
}

}  // namespace
}  // namespace homeward::auth
