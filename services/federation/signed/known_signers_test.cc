#include "services/federation/signed/known_signers.h"

#include <memory>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "auth/testing/federation.h"
#include "gtest/gtest.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/roles.pb.h"
#include "homeward/v1/staff.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;

class KnownSignersTest : public ::testing::Test {
 protected:
  std::string Leaf(const std::string& agency_id) const {
    return f_.agency(agency_id).leaf.der();
  }
  // The next directory, of which north is no member.
  std::shared_ptr<const auth::Directory> WithoutNorth() const {
    v1::Directory message = f_.message();
    message.set_version(2);
    auto& members = *message.mutable_members();
    members.erase(absl::c_find_if(members, [](const v1::Member& member) {
      return member.agency_id() == "north";
    }));
    return f_.Verified(message);
  }
  absl::StatusOr<auth::Staff> VerifyStaff(const v1::StaffAssertion& assertion,
                                          const std::string& agency_id,
                                          absl::Time now) {
    return known_.VerifyStaff(f_.SignAssertion(assertion), agency_id,
                              f_.agency("north").leaf.thumbprint(), *directory_,
                              now);
  }

  const auth::testing::Federation f_;
  const std::shared_ptr<const auth::Directory> directory_ = f_.directory();
  KnownSigners known_;
};

TEST_F(KnownSignersTest, SaysWhoHoldsACertificate) {
  for (int i = 0; i < 2; ++i) {
    for (const char* agency : {"north", "south"}) {
      ASSERT_OK_AND_ASSIGN(const KnownSigners::Signer signer,
                           known_.Verify(Leaf(agency), *directory_, f_.now));
      EXPECT_EQ(signer.identity.id().agency(), agency);
      EXPECT_EQ(signer.identity.thumbprint(),
                f_.agency(agency).leaf.thumbprint());
      EXPECT_EQ(signer.key.spki_der(),
                f_.agency(agency).node_key.public_key().spki_der());
    }
  }
}

TEST_F(KnownSignersTest, ACertificateEndsThoughItIsRemembered) {
  const absl::Time end = f_.Peer("north").not_after();
  // A directory that outlives the certificate.
  v1::Directory message = f_.message();
  message.mutable_expiry_time()->set_seconds(absl::ToUnixSeconds(end) + 3600);
  const auto directory = f_.Verified(message);
  ASSERT_OK(known_.Verify(Leaf("north"), *directory, f_.now));
  EXPECT_OK(known_.Verify(Leaf("north"), *directory, end));
  EXPECT_THAT(known_.Verify(Leaf("north"), *directory, end + absl::Seconds(1)),
              StatusIs(StatusCode::kUnauthenticated));
}

TEST_F(KnownSignersTest, ADirectoryEndsThoughItIsRemembered) {
  const absl::Time end = directory_->expiry_time();
  v1::Directory message = f_.message();
  message.mutable_expiry_time()->set_seconds(absl::ToUnixSeconds(f_.now) + 60);
  const auto directory = f_.Verified(message);
  ASSERT_GT(end, directory->expiry_time());
  ASSERT_OK(known_.Verify(Leaf("north"), *directory, f_.now));
  EXPECT_THAT(
      known_.Verify(Leaf("north"), *directory, f_.now + absl::Seconds(60)),
      StatusIs(StatusCode::kUnauthenticated));
}

TEST_F(KnownSignersTest, AnotherDirectoryIsJudgedAnew) {
  const v1::StaffAssertion assertion =
      f_.Assertion("north", v1::ROLE_POLICE_MISSING);
  ASSERT_OK(known_.Verify(Leaf("north"), *directory_, f_.now));
  ASSERT_OK(VerifyStaff(assertion, "north", f_.now));
  const auto next = WithoutNorth();
  EXPECT_THAT(known_.Verify(Leaf("north"), *next, f_.now),
              StatusIs(StatusCode::kUnauthenticated));
  EXPECT_THAT(
      known_.VerifyStaff(f_.SignAssertion(assertion), "north",
                         f_.agency("north").leaf.thumbprint(), *next, f_.now),
      StatusIs(StatusCode::kUnauthenticated));
}

TEST_F(KnownSignersTest, ABadCertificateIsNeverRemembered) {
  std::string bad = Leaf("north");
  bad.back() ^= 1;
  ASSERT_OK(known_.Verify(Leaf("north"), *directory_, f_.now));
  for (int i = 0; i < 2; ++i) {
    EXPECT_FALSE(known_.Verify(bad, *directory_, f_.now).ok());
    EXPECT_FALSE(known_.Verify("", *directory_, f_.now).ok());
  }
}

TEST_F(KnownSignersTest, AnAssertionEndsThoughItIsRemembered) {
  const v1::StaffAssertion assertion =
      f_.Assertion("north", v1::ROLE_POLICE_MISSING);
  ASSERT_OK_AND_ASSIGN(const auth::Staff staff,
                       VerifyStaff(assertion, "north", f_.now));
  EXPECT_EQ(staff.subject(), assertion.subject());
  EXPECT_OK(VerifyStaff(assertion, "north",
                        staff.expiry_time() - absl::Nanoseconds(1)));
  EXPECT_THAT(VerifyStaff(assertion, "north", staff.expiry_time()),
              StatusIs(StatusCode::kUnauthenticated));
}

TEST_F(KnownSignersTest, AnAssertionIsRememberedForItsAgencyAndNodeOnly) {
  const v1::StaffAssertion assertion =
      f_.Assertion("north", v1::ROLE_POLICE_MISSING);
  ASSERT_OK(VerifyStaff(assertion, "north", f_.now));
  EXPECT_FALSE(VerifyStaff(assertion, "south", f_.now).ok());
  EXPECT_FALSE(known_
                   .VerifyStaff(f_.SignAssertion(assertion), "north",
                                f_.agency("south").leaf.thumbprint(),
                                *directory_, f_.now)
                   .ok());
}

TEST_F(KnownSignersTest, ASignatureThatIsChangedIsNotTheOneRemembered) {
  v1::Envelope envelope =
      f_.SignAssertion(f_.Assertion("north", v1::ROLE_POLICE_MISSING));
  const std::string node = f_.agency("north").leaf.thumbprint();
  ASSERT_OK(known_.VerifyStaff(envelope, "north", node, *directory_, f_.now));
  envelope.mutable_signatures(0)->mutable_signature()->back() ^= 1;
  EXPECT_FALSE(
      known_.VerifyStaff(envelope, "north", node, *directory_, f_.now).ok());
}

TEST_F(KnownSignersTest, AFullMemoryStillAnswersRightly) {
  KnownSigners small(/*capacity=*/1);
  for (int i = 0; i < 2; ++i) {
    for (const char* agency : {"north", "south", "west"}) {
      ASSERT_OK_AND_ASSIGN(const KnownSigners::Signer signer,
                           small.Verify(Leaf(agency), *directory_, f_.now));
      EXPECT_EQ(signer.identity.id().agency(), agency);
    }
  }
}

}  // namespace
}  // namespace homeward::federation
