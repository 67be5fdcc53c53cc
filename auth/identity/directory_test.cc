#include "auth/identity/directory.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "auth/certificate/issue.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/directory.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using testing::Federation;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DirectoryTest : public ::testing::Test {
 protected:
  absl::Status Verify(const v1::Directory& message) {
    return VerifyDirectory(f_.Sign(message), f_.governance(), f_.now).status();
  }
  absl::Status Next(const v1::Directory& message,
                    const std::vector<int>& keys = {0, 1}) {
    return VerifyNextDirectory(*f_.directory(), f_.Sign(message, keys), f_.now)
        .status();
  }
  v1::Directory Version(int64_t version) {
    v1::Directory message = f_.message();
    message.set_version(version);
    return message;
  }

  const Federation f_;
};

TEST_F(DirectoryTest, TellsWhoEachAgencyIs) {
  const auto directory = f_.directory();
  EXPECT_EQ(directory->federation(), "fed.example");
  EXPECT_EQ(directory->version(), 1);
  EXPECT_THAT(directory->members(), SizeIs(3));
  ASSERT_OK_AND_ASSIGN(const Member* north, directory->Find("north", f_.now));
  EXPECT_EQ(north->kind(), v1::AGENCY_KIND_POLICE);
  EXPECT_EQ(north->roots()[0].der(), f_.agency("north").root.der());
  EXPECT_THAT(north->endpoints(), ElementsAre("localhost:1"));
  const auto keys = north->Keys(v1::KEY_USAGE_CASE, f_.now);
  ASSERT_THAT(keys, SizeIs(1));
  EXPECT_EQ(keys[0].key_id(),
            f_.agency("north").case_key.public_key().key_id());
  EXPECT_THAT(north->Keys(v1::KEY_USAGE_MOU, f_.now), IsEmpty());
  EXPECT_THAT(directory->Find("east", f_.now),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(DirectoryTest, NeedsTheThresholdOfGovernance) {
  EXPECT_OK(
      VerifyDirectory(f_.Sign(f_.message(), {0, 2}), f_.governance(), f_.now));
  EXPECT_THAT(
      VerifyDirectory(f_.Sign(f_.message(), {1}), f_.governance(), f_.now),
      StatusIs(absl::StatusCode::kUnauthenticated));
  const Federation other;
  EXPECT_THAT(
      VerifyDirectory(f_.Sign(f_.message()), other.governance(), f_.now),
      StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST_F(DirectoryTest, FindsNobodyOnceExpired) {
  const auto directory = f_.directory();
  const absl::Time expiry = directory->expiry_time();
  EXPECT_OK(directory->Find("north", expiry - absl::Seconds(1)));
  EXPECT_THAT(
      directory->Find("north", expiry),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("expired")));
  // A node must still start with it, to ask for a newer one.
  EXPECT_OK(VerifyDirectory(f_.Sign(f_.message()), f_.governance(), expiry));
}

TEST_F(DirectoryTest, ItsVersionOnlyGoesUp) {
  EXPECT_OK(Next(Version(2)));
  EXPECT_OK(Next(Version(9)));
  EXPECT_THAT(Next(f_.message()), StatusIs(absl::StatusCode::kAlreadyExists));
  const auto newer = f_.Verified(Version(2));
  EXPECT_THAT(VerifyNextDirectory(*newer, f_.Sign(f_.message()), f_.now),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("lower than the current 2")));
  v1::Directory twin = f_.message();
  twin.mutable_members(0)->set_display_name("another");
  EXPECT_THAT(Next(twin), StatusIs(absl::StatusCode::kFailedPrecondition,
                                   HasSubstr("two different")));
}

TEST_F(DirectoryTest, TheNextOneIsOfTheSameFederationAndInForce) {
  v1::Directory other = Version(2);
  other.set_federation("other.example");
  for (auto& member : *other.mutable_members()) {
    // Roots name their federation: make them fit.
    const SigningKey key = *SigningKey::Generate();
    member.set_root_certificates(
        0,
        MakeAgencyRoot(
            key, *SpiffeId::Make("other.example", member.agency_id()), f_.now)
            ->der());
  }
  EXPECT_THAT(Next(other), StatusIs(absl::StatusCode::kFailedPrecondition,
                                    HasSubstr("another federation")));
  v1::Directory expired = Version(2);
  *expired.mutable_expiry_time() = ToTimestamp(f_.now);
  EXPECT_THAT(Next(expired), StatusIs(absl::StatusCode::kFailedPrecondition));
  v1::Directory early = Version(2);
  *early.mutable_issued_time() = ToTimestamp(f_.now + absl::Seconds(31));
  EXPECT_THAT(Next(early), StatusIs(absl::StatusCode::kFailedPrecondition,
                                    HasSubstr("clock")));
}

TEST_F(DirectoryTest, GovernanceHandsOverToItsSuccessorsTogether) {
  // The new governance alone, or the old one alone, is not enough.
  const SigningKey successor = *SigningKey::Generate();
  v1::Directory message = Version(2);
  message.mutable_governance()->clear_public_keys();
  message.mutable_governance()->add_public_keys(
      successor.public_key().spki_der());
  message.mutable_governance()->set_threshold(1);
  EXPECT_THAT(Next(message), StatusIs(absl::StatusCode::kUnauthenticated));
  const v1::Envelope alone = *SignDocument(kDirectoryType, message, successor);
  EXPECT_THAT(VerifyNextDirectory(*f_.directory(), alone, f_.now),
              StatusIs(absl::StatusCode::kUnauthenticated));
  const v1::Envelope both = *AddSignature(f_.Sign(message), successor);
  ASSERT_OK_AND_ASSIGN(const auto next,
                       VerifyNextDirectory(*f_.directory(), both, f_.now));
  EXPECT_OK(VerifyDirectory(both, next->governance(), f_.now));
  EXPECT_NE(next->governance().Fingerprint(), f_.governance().Fingerprint());
}

TEST_F(DirectoryTest, TheFingerprintIsOfTheKeysAndTheThreshold) {
  Governance governance = f_.governance();
  const std::string fingerprint = governance.Fingerprint();
  EXPECT_EQ(fingerprint.size(), 32);
  std::swap(governance.keys[0], governance.keys[2]);
  EXPECT_EQ(governance.Fingerprint(), fingerprint);
  governance.threshold = 1;
  EXPECT_NE(governance.Fingerprint(), fingerprint);
}

TEST_F(DirectoryTest, NoTwoMembersShareARootOrAKey) {
  v1::Directory shared_root = f_.message();
  *shared_root.mutable_members(1)->mutable_root_certificates() =
      shared_root.members(0).root_certificates();
  EXPECT_THAT(Verify(shared_root),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("south")));
  v1::Directory shared_key = f_.message();
  *shared_key.mutable_members(1)->mutable_keys(0) =
      shared_key.members(0).keys(0);
  EXPECT_THAT(Verify(shared_key), StatusIs(absl::StatusCode::kInvalidArgument,
                                           HasSubstr("another member's")));
  v1::Directory two_uses = f_.message();
  v1::MemberKey again = two_uses.members(0).keys(0);
  again.set_usage(v1::KEY_USAGE_MOU);
  *two_uses.mutable_members(0)->add_keys() = again;
  EXPECT_THAT(Verify(two_uses), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(DirectoryTest, AKeyCountsOnlyInItsTime) {
  v1::Directory message = f_.message();
  v1::MemberKey& key = *message.mutable_members(0)->mutable_keys(0);
  *key.mutable_valid_from() = ToTimestamp(f_.now);
  *key.mutable_valid_until() = ToTimestamp(f_.now + absl::Seconds(9));
  const auto directory = f_.Verified(message);
  const Member& north = **directory->Find("north", f_.now);
  const auto count = [&](int seconds) {
    return north.Keys(v1::KEY_USAGE_ASSERTION, f_.now + absl::Seconds(seconds))
        .size();
  };
  EXPECT_EQ(count(-1), 0);
  EXPECT_EQ(count(0), 1);
  EXPECT_EQ(count(8), 1);
  EXPECT_EQ(count(9), 0);
}

TEST_F(DirectoryTest, AKeyOfOnePersonIsNoneOfTheAgency) {
  const auto directory = f_.directory();
  const Member& north = **directory->Find("north", f_.now);
  const auto keys = [&](v1::KeyUsage usage, const std::string& holder) {
    std::vector<std::string> ids;
    for (const PublicKey& key : north.Keys(usage, f_.now, holder)) {
      ids.push_back(key.key_id());
    }
    return ids;
  };
  const auto& agency = f_.agency("north");
  EXPECT_THAT(keys(v1::KEY_USAGE_CASE, "boss-1"),
              ElementsAre(agency.boss_key.public_key().key_id()));
  EXPECT_THAT(keys(v1::KEY_USAGE_CASE, ""),
              ElementsAre(agency.case_key.public_key().key_id()));
  EXPECT_THAT(keys(v1::KEY_USAGE_CASE, "boss-2"), IsEmpty());
  EXPECT_THAT(keys(v1::KEY_USAGE_ASSERTION, "boss-1"), IsEmpty());
}

TEST_F(DirectoryTest, OnePersonHoldsKeysForCasesOnly) {
  for (const auto& [usage, holder] :
       {std::pair(v1::KEY_USAGE_ASSERTION, "boss-1"),
        std::pair(v1::KEY_USAGE_MOU, "boss-1"),
        std::pair(v1::KEY_USAGE_CASE, "The Boss")}) {
    v1::Directory message = f_.message();
    v1::MemberKey& key = *message.mutable_members(0)->mutable_keys(0);
    key.set_usage(usage);
    key.set_holder_subject(holder);
    EXPECT_THAT(Verify(message), StatusIs(absl::StatusCode::kInvalidArgument,
                                          HasSubstr("holder_subject")));
  }
}

TEST_F(DirectoryTest, AnUnknownUsageSignsNothing) {
  v1::Directory message = f_.message();
  message.mutable_members(0)->mutable_keys(0)->set_usage(
      v1::KEY_USAGE_UNSPECIFIED);
  const auto directory = f_.Verified(message);
  const Member& north = **directory->Find("north", f_.now);
  EXPECT_THAT(north.Keys(v1::KEY_USAGE_UNSPECIFIED, f_.now), IsEmpty());
  EXPECT_THAT(north.Keys(v1::KEY_USAGE_ASSERTION, f_.now), IsEmpty());
}

TEST_F(DirectoryTest, TheCharterNeedsTheSameThreshold) {
  v1::Directory message = f_.message();
  *message.mutable_charter() =
      *SignEnvelope(kCharterType, "charter", *SigningKey::Generate());
  EXPECT_THAT(Verify(message), StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_FALSE(f_.directory()->charter().has_value());
}

TEST_F(DirectoryTest, RefusesMalformedFieldsAndNamesTheMember) {
  const auto refused = [&](auto change) {
    v1::Directory message = f_.message();
    change(message);
    return Verify(message);
  };
  const auto invalid = StatusIs(absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(refused([](auto& m) { m.set_federation("Fed"); }), invalid);
  EXPECT_THAT(refused([](auto& m) { m.set_version(0); }), invalid);
  EXPECT_THAT(refused([](auto& m) { m.clear_expiry_time(); }), invalid);
  EXPECT_THAT(
      refused([](auto& m) { m.mutable_governance()->set_threshold(0); }),
      invalid);
  EXPECT_THAT(
      refused([](auto& m) { m.mutable_governance()->set_threshold(4); }),
      invalid);
  EXPECT_THAT(refused([](auto& m) {
                auto& keys = *m.mutable_governance()->mutable_public_keys();
                keys[1] = keys[0];
              }),
              invalid);
  EXPECT_THAT(refused([](auto& m) { m.mutable_members(0)->set_agency_id(""); }),
              invalid);
  EXPECT_THAT(
      refused([](auto& m) { m.mutable_members(1)->set_agency_id("A"); }),
      invalid);
  EXPECT_THAT(
      refused([](auto& m) { m.mutable_members(2)->clear_root_certificates(); }),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("west")));
  EXPECT_THAT(refused([](auto& m) {
                m.mutable_members(0)->set_display_name(std::string(201, 'x'));
              }),
              invalid);
  for (const char* country : {"gb", "GBR", "G"}) {
    EXPECT_THAT(refused([&](auto& m) {
                  m.mutable_members(0)->set_country_code(country);
                }),
                invalid);
  }
  EXPECT_THAT(
      refused([](auto& m) { m.mutable_members(0)->set_endpoints(0, "a b"); }),
      invalid);
  EXPECT_THAT(refused([](auto& m) {
                v1::Member again = m.members(0);
                again.clear_keys();
                *m.add_members() = again;
              }),
              invalid);
}

}  // namespace
}  // namespace homeward::auth
