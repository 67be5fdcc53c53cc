#include "auth/identity/caller.h"

#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/issue.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/identity/directory.h"
#include "auth/identity/peer_identity.h"
#include "auth/identity/revocation.h"
#include "auth/identity/staff_assertion.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/directory.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::StatusIs;
using testing::Federation;
using ::testing::HasSubstr;
using testing::TestAgency;

static_assert(!std::is_default_constructible_v<Caller>);
static_assert(!std::is_default_constructible_v<Contact>);
static_assert(!std::is_convertible_v<Contact, Caller>);
static_assert(!std::is_default_constructible_v<PeerIdentity>);
static_assert(!std::is_default_constructible_v<Staff>);

class CallerTest : public ::testing::Test {
 protected:
  absl::StatusOr<Caller> From(const PeerIdentity& peer, absl::Time now) {
    return CallerFrom(peer, *directory_, *revocations_, now);
  }

  const Federation f_;
  const std::shared_ptr<const Directory> directory_ = f_.directory();
  const std::shared_ptr<const RevocationSet> revocations_ = f_.revocations();
};

TEST_F(CallerTest, IsTheAgencyThatTheCertificateNames) {
  ASSERT_OK_AND_ASSIGN(const Caller caller, From(f_.Peer("south"), f_.now));
  EXPECT_EQ(caller.federation(), "fed.example");
  EXPECT_EQ(caller.agency_id(), "south");
  EXPECT_EQ(caller.node_id(), "1");
  EXPECT_EQ(caller.agency_kind(), v1::AGENCY_KIND_HEALTH);
  EXPECT_EQ(caller.staff(), nullptr);
}

TEST_F(CallerTest, CopiesShareWhoTheyAre) {
  PeerIdentity peer = f_.Peer("south");
  ASSERT_OK_AND_ASSIGN(const Caller caller, From(peer, f_.now));
  EXPECT_EQ(&caller.peer().id(), &peer.id());
  const PeerIdentity moved = std::move(peer);
  // Still says it.
  EXPECT_EQ(peer.id().agency(), "south");  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(&moved.id(), &caller.peer().id());
}

TEST_F(CallerTest, ItsStateIsTheOneInTheDirectory) {
  ASSERT_OK_AND_ASSIGN(const Caller unknown, From(f_.Peer("south"), f_.now));
  EXPECT_EQ(unknown.agency_country(), "");
  v1::Directory message = f_.message();
  message.mutable_members(1)->set_country_code("PL");
  ASSERT_OK_AND_ASSIGN(const Caller caller,
                       CallerFrom(f_.Peer("south"), *f_.Verified(message),
                                  *revocations_, f_.now));
  EXPECT_EQ(caller.agency_country(), "PL");
}

// The URI of one agency below the CA of another. Both
// roots are in the directory, as in a pool.
TEST_F(CallerTest, AnotherMembersRootIdentifiesNobodyElse) {
  const TestAgency& south = f_.agency("south");
  const SpiffeId north_node = *SpiffeId::Make("fed.example", "north", "1");
  // issue.h refuses to make such a certificate, so south's root lies too.
  const Certificate lying_root = *MakeAgencyRoot(
      south.root_key, *SpiffeId::Make("fed.example", "north"), f_.now);
  const Certificate leaf = *IssueNodeCertificate(
      south.root_key, lying_root, south.node_key.public_key(),
      {north_node, {}, {}, f_.now, f_.now + absl::Hours(24)});
  EXPECT_THAT(VerifyPeer(leaf, {lying_root, south.root}, *directory_, f_.now),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("chain")));
}

TEST_F(CallerTest, AStrangerOrAnExpiredDirectoryIsRefused) {
  const TestAgency& north = f_.agency("north");
  const SpiffeId east = *SpiffeId::Make("fed.example", "east");
  const Certificate root = *MakeAgencyRoot(north.root_key, east, f_.now);
  const Certificate leaf =
      *IssueNodeCertificate(north.root_key, root, north.node_key.public_key(),
                            {*SpiffeId::Make("fed.example", "east", "1"),
                             {},
                             {},
                             f_.now,
                             f_.now + absl::Hours(24)});
  EXPECT_THAT(VerifyPeer(leaf, {root}, *directory_, f_.now),
              StatusIs(absl::StatusCode::kUnauthenticated,
                       HasSubstr("no such agency")));
  EXPECT_THAT(
      VerifyPeer(north.leaf, {}, *directory_, directory_->expiry_time()),
      StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST_F(CallerTest, TheOwnLogIsToldEveryBrokenAspect) {
  EXPECT_THAT(
      VerifyPeer(f_.agency("north").leaf, {}, *directory_,
                 f_.now - absl::Hours(2)),
      StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("validity: ")));
}

// A ticket resumed after revocation, and a live connection.
// Both bring an identity that was verified, without a chain.
TEST_F(CallerTest, RevocationReachesAnIdentityThatWasVerifiedBefore) {
  const PeerIdentity resumed = f_.Peer("north");
  ASSERT_OK(From(resumed, f_.now));
  const Member& north = **directory_->Find("north", f_.now);
  const auto revoked = *revocations_->With(*VerifyRevocationList(
      f_.SignedList("north", 2, {resumed.serial()}, f_.now), north, f_.now));
  EXPECT_THAT(
      CallerFrom(resumed, *directory_, *revoked, f_.now),
      StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("is revoked")));
  EXPECT_OK(CallerFrom(f_.Peer("south"), *directory_, *revoked, f_.now));
}

TEST_F(CallerTest, AMissingOrOldListIsNoCaller) {
  EXPECT_THAT(
      CallerFrom(f_.Peer("north"), *directory_, RevocationSet(), f_.now),
      StatusIs(absl::StatusCode::kUnauthenticated,
               HasSubstr("revocation list")));
  EXPECT_THAT(From(f_.Peer("north"), f_.now + absl::Hours(25)),
              StatusIs(absl::StatusCode::kUnauthenticated,
                       HasSubstr("revocation list")));
}

// So that a node whose lists are missing or old can be given them.
TEST_F(CallerTest, WithoutAListItIsAContactOnly) {
  ASSERT_OK_AND_ASSIGN(
      const Contact contact,
      ContactFrom(f_.Peer("north"), *directory_, RevocationSet(), f_.now));
  EXPECT_EQ(contact.agency_id(), "north");
  EXPECT_OK(ContactFrom(f_.Peer("north"), *directory_, *revocations_,
                        f_.now + absl::Hours(25)));
}

TEST_F(CallerTest, ARevokedCertificateIsNoContactHoweverOldTheList) {
  const PeerIdentity peer = f_.Peer("north");
  const Member& north = **directory_->Find("north", f_.now);
  const auto revoked = *revocations_->With(*VerifyRevocationList(
      f_.SignedList("north", 2, {peer.serial()}, f_.now), north, f_.now));
  for (const absl::Time at : {f_.now, f_.now + absl::Hours(25)}) {
    EXPECT_THAT(
        ContactFrom(peer, *directory_, *revoked, at),
        StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("is revoked")));
  }
}

TEST_F(CallerTest, WhatIsNoMemberIsNoContact) {
  v1::Directory without = f_.message();
  without.mutable_members()->DeleteSubrange(0, 1);
  EXPECT_THAT(ContactFrom(f_.Peer("north"), *f_.Verified(without),
                          RevocationSet(), f_.now),
              StatusIs(absl::StatusCode::kUnauthenticated));
  const PeerIdentity peer = f_.Peer("north");
  EXPECT_THAT(ContactFrom(peer, *directory_, RevocationSet(),
                          peer.not_after() + absl::Seconds(1)),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST_F(CallerTest, LivesNoLongerThanItsCertificate) {
  const PeerIdentity peer = f_.Peer("north");
  const absl::Time later = peer.not_after() + absl::Seconds(1);
  EXPECT_THAT(From(peer, later), StatusIs(absl::StatusCode::kUnauthenticated,
                                          HasSubstr("expired")));
}

TEST_F(CallerTest, AMemberOrARootThatIsGoneIsGoneAtOnce) {
  const PeerIdentity peer = f_.Peer("north");
  v1::Directory without = f_.message();
  without.mutable_members()->DeleteSubrange(0, 1);
  EXPECT_THAT(
      CallerFrom(peer, *f_.Verified(without), *revocations_, f_.now),
      StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("no such")));
  v1::Directory new_root = f_.message();
  new_root.mutable_members(0)->set_root_certificates(
      0, MakeAgencyRoot(*SigningKey::Generate(),
                        *SpiffeId::Make("fed.example", "north"), f_.now)
             ->der());
  EXPECT_THAT(
      CallerFrom(peer, *f_.Verified(new_root), *revocations_, f_.now),
      StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("no longer")));
}

TEST_F(CallerTest, StaffMustBeOfTheCallersAgency) {
  const Caller with_staff = f_.CallerOf("north", v1::ROLE_POLICE_MISSING);
  ASSERT_NE(with_staff.staff(), nullptr);
  EXPECT_TRUE(with_staff.staff()->HasRole(v1::ROLE_POLICE_MISSING));
  ASSERT_OK_AND_ASSIGN(Caller south, From(f_.Peer("south"), f_.now));
  EXPECT_THAT(WithStaff(south, *with_staff.staff()),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

}  // namespace
}  // namespace homeward::auth
