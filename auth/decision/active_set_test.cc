#include "auth/decision/active_set.h"

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "auth/mou/signed_mou.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/signed_mous.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/mou.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

absl::Time At(int seconds) { return absl::FromUnixSeconds(seconds); }

v1::Mou Document(int version, int start, int end) {
  v1::Mou mou = testing::Document("m", At(start), At(end));
  mou.add_party_agency_ids("ngo");
  mou.add_party_agency_ids("police");
  mou.set_version(version);
  return mou;
}

SignedMou Charter() {
  return testing::AsCharter(testing::Document("charter", At(0), At(9000)));
}

// Version 2 of Document(1, ...) as `before` was signed.
SignedMou Next(const SignedMou& before, int start, int end) {
  v1::Mou next = Document(before.mou().version() + 1, start, end);
  next.set_previous_sha256(before.sha256());
  return testing::SignedByAll(next);
}

TEST(ActiveSetTest, TheHigherVersionReplacesTheLowerFromItsOwnStart) {
  const SignedMou first = testing::SignedByAll(Document(1, 100, 900));
  const auto set =
      ActiveSet::Build(Charter(), {first, Next(first, 500, 600)}, {});
  ASSERT_THAT(set, IsOk());
  EXPECT_FALSE((*set)->InForce("m", At(99)).has_value());
  EXPECT_EQ((*set)->InForce("m", At(499))->version, 1);
  EXPECT_EQ((*set)->InForce("m", At(500))->version, 2);
  EXPECT_FALSE((*set)->InForce("m", At(600)).has_value());
  EXPECT_FALSE((*set)->InForce("other", At(500)).has_value());
}

TEST(ActiveSetTest, RefusesAVersionThatDoesNotFollow) {
  const SignedMou first = testing::SignedByAll(Document(1, 100, 900));
  const SignedMou other = testing::SignedByAll(Document(1, 101, 900));
  EXPECT_THAT(ActiveSet::Build(Charter(), {first, Next(other, 5, 6)}, {}),
              StatusIs(StatusCode::kFailedPrecondition,
                       HasSubstr("another text of version 1")));
  EXPECT_THAT(ActiveSet::Build(Charter(), {first, other}, {}),
              StatusIs(StatusCode::kFailedPrecondition,
                       HasSubstr("two different texts")));
  EXPECT_THAT(ActiveSet::Build(first, {}, {}),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST(ActiveSetTest, PartnersAreThePartiesOfWhatPermitsNow) {
  const SignedMou mou = testing::SignedByAll(Document(1, 100, 900));
  const std::vector<std::string> suspended = {"m"};
  const auto set = ActiveSet::Build(Charter(), {mou}, {});
  EXPECT_THAT((*set)->Partners("ngo", At(100)), ElementsAre("police"));
  EXPECT_THAT((*set)->Partners("ngo", At(900)), IsEmpty());
  EXPECT_THAT((*set)->Partners("clinic", At(100)), IsEmpty());
  const auto without = ActiveSet::Build(Charter(), {mou}, suspended);
  EXPECT_THAT((*without)->Partners("ngo", At(100)), IsEmpty());
  EXPECT_NE((*set)->digest(), (*without)->digest());
}

TEST(ActiveSetTest, AnIncompleteMouDoesNothing) {
  const auto set = ActiveSet::Build(
      Charter(), {testing::SignedByNobody(Document(1, 100, 900))}, {});
  ASSERT_THAT(set, IsOk());
  EXPECT_FALSE((*set)->InForce("m", At(500)).has_value());
}

TEST(VerifyMouTest, NamesWhoMustStillSign) {
  const auto ngo = SigningKey::Generate();
  const auto police = SigningKey::Generate();
  ASSERT_THAT(ngo, IsOk());
  ASSERT_THAT(police, IsOk());
  const auto keys = [&](absl::string_view agency) {
    return std::vector<PublicKey>{agency == "ngo" ? ngo->public_key()
                                                  : police->public_key()};
  };
  const std::string bytes = Document(1, 100, 900).SerializeAsString();
  auto envelope = SignEnvelope(kMouPayloadType, bytes, *ngo);
  ASSERT_THAT(envelope, IsOk());
  auto mou = VerifyMou(*envelope, keys);
  ASSERT_THAT(mou, IsOk());
  EXPECT_THAT(mou->missing_signers(), ElementsAre("police"));
  EXPECT_FALSE(mou->complete());

  envelope = AddSignature(*envelope, *police);
  ASSERT_THAT(envelope, IsOk());
  mou = VerifyMou(*envelope, keys);
  ASSERT_THAT(mou, IsOk());
  EXPECT_TRUE(mou->complete());

  // Neither changed bytes nor a key that has ended count.
  v1::Envelope changed = *envelope;
  changed.set_payload(Document(1, 100, 901).SerializeAsString());
  EXPECT_THAT(VerifyMou(changed, keys)->missing_signers(),
              ElementsAre("ngo", "police"));
  EXPECT_THAT(
      VerifyMou(*envelope,
                [](absl::string_view) { return std::vector<PublicKey>(); })
          ->missing_signers(),
      ElementsAre("ngo", "police"));
}

TEST(VerifyMouTest, RefusesWhatIsNoMou) {
  const auto none = [](absl::string_view) { return std::vector<PublicKey>(); };
  v1::Envelope envelope;
  envelope.set_payload_type(std::string(kCharterPayloadType));
  EXPECT_THAT(VerifyMou(envelope, none),
              StatusIs(StatusCode::kInvalidArgument));
  envelope.set_payload_type(std::string(kMouPayloadType));
  envelope.set_payload("\xff\xff");
  EXPECT_THAT(VerifyMou(envelope, none),
              StatusIs(StatusCode::kInvalidArgument));
  envelope.set_payload("");
  EXPECT_THAT(VerifyMou(envelope, none),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("clauses")));
}

}  // namespace
}  // namespace homeward::auth
