#include "services/policy/policy.h"

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "services/policy/policy_fixture.h"
#include "services/policy/testing/federation.h"
#include "tests/testing/status_matchers.h"

namespace homeward::policy {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(PolicyTest, AnMouHoldsOnceEveryPartyHasSigned) {
  const v1::Mou mou = federation_.Template("ngo_clinic");
  EXPECT_EQ(Propose(federation_.SignMou(mou, {"west"})),
            v1::MOU_STATE_PROPOSED);
  EXPECT_FALSE(InForce());
  EXPECT_EQ(Propose(federation_.SignMou(mou, {"south"})), v1::MOU_STATE_ACTIVE);
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyTest, ReloadsEverything) {
  Propose(federation_.SignMou(federation_.Template("ngo_clinic")));
  Propose(
      federation_.SignMou(federation_.Template("police_clinic"), {"north"}));
  ASSERT_OK(Tell("west", 3, v1::MOU_STATEMENT_KIND_SUSPEND));
  ASSERT_OK(policy().InstallRevocationList(
      federation_.base().SignedList("north", 7, {"ab"}, now()), now()));
  ASSERT_OK(policy().InstallDirectory(federation_.Directory(5), now()));
  const auto before = policy().state();
  store_.Reopen(now() + absl::Minutes(1));
  const auto after = policy().state();
  EXPECT_EQ(after->snapshot.directory->version(), 5);
  EXPECT_EQ(after->snapshot.revocations->Find("north")->number(), 7);
  EXPECT_EQ(after->snapshot.mous->digest(), before->snapshot.mous->digest());
  EXPECT_EQ(StateOf("ngo-clinic@1"), v1::MOU_STATE_SUSPENDED);
  EXPECT_EQ(StateOf("police-clinic@1"), v1::MOU_STATE_PROPOSED);
  EXPECT_EQ(after->mous.mous().at("police-clinic@1")->received, now());
}

TEST_F(PolicyTest, EveryChangeIsInTheLogAndARepeatIsNone) {
  const v1::Envelope mou =
      federation_.SignMou(federation_.Template("ngo_clinic"));
  Propose(mou);
  Propose(mou);
  ASSERT_OK(Tell("west", 1, v1::MOU_STATEMENT_KIND_SUSPEND));
  ASSERT_OK(Tell("west", 1, v1::MOU_STATEMENT_KIND_SUSPEND));
  ASSERT_OK(policy().InstallDirectory(federation_.Directory(1), now()));
  auto entries = store_.log().Read(0, 100);
  ASSERT_OK(entries);
  EXPECT_THAT(*entries, SizeIs(2));
  v1::AuditEvent event;
  ASSERT_TRUE(event.ParseFromString(entries->front().metadata));
  EXPECT_EQ(event.kind(), v1::AUDIT_KIND_POLICY);
}

TEST_F(PolicyTest, ChangesNothingThatCantBeKept) {
  store_.engine().Break(true);
  EXPECT_THAT(policy().ProposeMou(
                  federation_.SignMou(federation_.Template("ngo_clinic")),
                  /*dry_run=*/false, now()),
              StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(policy().InstallDirectory(federation_.Directory(2), now()),
              StatusIs(StatusCode::kUnavailable));
  EXPECT_FALSE(InForce());
  EXPECT_EQ(policy().current()->directory->version(), 1);
}

TEST_F(PolicyTest, ADryRunKeepsNothing) {
  auto summary = policy().ProposeMou(
      federation_.SignMou(federation_.Template("ngo_clinic")),
      /*dry_run=*/true, now());
  ASSERT_OK(summary);
  EXPECT_EQ(summary->state(), v1::MOU_STATE_ACTIVE);
  EXPECT_THAT(policy().state()->mous.mous(), IsEmpty());
}

// Compiling all is the dear part of a change, and a peer may send 100 documents
// in one message.
TEST_F(PolicyTest, OnlyWhatEveryPartySignedIsCompiled) {
  Propose(federation_.SignMou(federation_.Template("ngo_clinic")));
  const auto compiled = policy().current()->mous;
  const v1::Mou police = federation_.Template("police_clinic");
  EXPECT_EQ(Propose(federation_.SignMou(police, {"north"})),
            v1::MOU_STATE_PROPOSED);
  EXPECT_EQ(policy().current()->mous, compiled);
  EXPECT_EQ(Propose(federation_.SignMou(police)), v1::MOU_STATE_ACTIVE);
  EXPECT_NE(policy().current()->mous, compiled);
  EXPECT_TRUE(InForce("police-clinic"));
}

TEST_F(PolicyTest, RefusesLowerVersions) {
  ASSERT_OK(policy().InstallDirectory(federation_.Directory(3), now()));
  EXPECT_THAT(policy().InstallDirectory(federation_.Directory(2), now()),
              StatusIs(StatusCode::kFailedPrecondition));
  const auto list = [&](int64_t number) {
    return federation_.base().SignedList("north", number, {}, now());
  };
  ASSERT_OK(policy().InstallRevocationList(list(4), now()));
  EXPECT_THAT(policy().InstallRevocationList(list(3), now()),
              StatusIs(StatusCode::kFailedPrecondition));
  Propose(federation_.SignMou(federation_.Template("ngo_clinic")));
  ASSERT_OK(Tell("west", 4, v1::MOU_STATEMENT_KIND_SUSPEND));
  EXPECT_THAT(Tell("west", 3, v1::MOU_STATEMENT_KIND_RESUME),
              StatusIs(StatusCode::kFailedPrecondition));
}

TEST_F(PolicyTest, OnePartySuspendsAtOnceAndBothMustResume) {
  Propose(federation_.SignMou(federation_.Template("ngo_clinic")));
  ASSERT_OK(Tell("west", 1, v1::MOU_STATEMENT_KIND_SUSPEND));
  EXPECT_FALSE(InForce());
  ASSERT_OK(Tell("west", 2, v1::MOU_STATEMENT_KIND_RESUME));
  EXPECT_FALSE(InForce());
  store_.Reopen(now());
  EXPECT_FALSE(InForce());
  ASSERT_OK(Tell("south", 1, v1::MOU_STATEMENT_KIND_RESUME));
  EXPECT_TRUE(InForce());
  store_.Reopen(now());
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyTest, WhatIsTerminatedStaysSo) {
  Propose(federation_.SignMou(federation_.Template("ngo_clinic")));
  ASSERT_OK(Tell("west", 5, v1::MOU_STATEMENT_KIND_SUSPEND));
  ASSERT_OK(Tell("west", 2, v1::MOU_STATEMENT_KIND_TERMINATE));
  EXPECT_EQ(StateOf("ngo-clinic@1"), v1::MOU_STATE_TERMINATED);
  EXPECT_THAT(Tell("west", 6, v1::MOU_STATEMENT_KIND_RESUME),
              StatusIs(StatusCode::kFailedPrecondition));
  store_.Reopen(now());
  EXPECT_FALSE(InForce());
}

TEST_F(PolicyTest, ANewDirectoryTakesForceAwayAndGivesItBack) {
  Propose(federation_.SignMou(federation_.Template("ngo_clinic")));
  v1::Directory without = federation_.message();
  without.set_version(2);
  without.mutable_members()->RemoveLast();  // West.
  ASSERT_OK(policy().InstallDirectory(federation_.Sign(without), now()));
  EXPECT_FALSE(InForce());
  store_.Reopen(now());
  EXPECT_FALSE(InForce());
  ASSERT_OK(policy().InstallDirectory(federation_.Directory(3), now()));
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyTest, AKeySignsOnlyWhileItIsValid) {
  // West's key for MOUs ends now, and another begins.
  v1::Directory next = federation_.message();
  next.set_version(2);
  v1::MemberKey* old = &*next.mutable_members(2)->mutable_keys()->rbegin();
  ASSERT_EQ(old->usage(), v1::KEY_USAGE_MOU);
  *old->mutable_valid_until() = auth::ToTimestamp(now() + absl::Seconds(1));
  const v1::Mou mou = federation_.Template("ngo_clinic");
  Propose(federation_.SignMou(mou, {"south"}));
  ASSERT_OK(policy().InstallDirectory(federation_.Sign(next), now()));
  const absl::Time later = now() + absl::Hours(1);
  EXPECT_THAT(
      policy().ProposeMou(federation_.SignMou(mou, {"west"}), false, later),
      StatusIs(StatusCode::kFailedPrecondition));
  // What it signed before holds on.
  ASSERT_OK(
      policy().ProposeMou(federation_.SignMou(mou, {"west"}), false, now()));
  store_.Reopen(later);
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyTest, OneVersionOfAnMouIsActiveAtATime) {
  const v1::Mou first = federation_.Template("ngo_clinic");
  v1::Mou second = testing::Federation::After(first);
  const absl::Time later = now() + absl::Hours(1);
  *second.mutable_effective_time() = auth::ToTimestamp(later);
  Propose(federation_.SignMou(first));
  EXPECT_EQ(Propose(federation_.SignMou(second)), v1::MOU_STATE_PENDING);
  EXPECT_EQ(StateOf("ngo-clinic@1"), v1::MOU_STATE_ACTIVE);
  const auto state = policy().state();
  EXPECT_EQ(state->Summarize("ngo-clinic@1", later).state(),
            v1::MOU_STATE_SUPERSEDED);
  EXPECT_EQ(state->Summarize("ngo-clinic@2", later).state(),
            v1::MOU_STATE_ACTIVE);
  // Once a party suspends it, all of it is.
  ASSERT_OK(Tell("west", 1, v1::MOU_STATEMENT_KIND_SUSPEND));
  EXPECT_EQ(policy().state()->Summarize("ngo-clinic@2", later).state(),
            v1::MOU_STATE_SUSPENDED);
}

TEST_F(PolicyTest, AVersionMustFollowTheOneThatAllSigned) {
  const v1::Mou first = federation_.Template("ngo_clinic");
  v1::Mou other = first;
  other.set_legal_authority("another text");
  Propose(federation_.SignMou(first));
  EXPECT_THAT(
      policy().ProposeMou(
          federation_.SignMou(testing::Federation::After(other)), false, now()),
      StatusIs(StatusCode::kFailedPrecondition, HasSubstr("previous_sha256")));
  EXPECT_THAT(policy().ProposeMou(federation_.SignMou(other), false, now()),
              StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_EQ(Propose(federation_.SignMou(testing::Federation::After(first))),
            v1::MOU_STATE_ACTIVE);
  EXPECT_EQ(policy().current()->mous->InForce("ngo-clinic", now())->version, 2);
}

TEST_F(PolicyTest, LoadsManyVersionsWhateverTheirOrder) {
  v1::Mou mou = federation_.Template("ngo_clinic");
  for (int version = 1; version <= 12; ++version) {
    Propose(federation_.SignMou(mou));
    mou = testing::Federation::After(mou);
  }
  auto told = policy().StateMou(
      federation_.State("ngo-clinic", "west", 1, v1::MOU_STATEMENT_KIND_RESUME),
      now());
  ASSERT_OK(told);
  EXPECT_EQ(told->mou().version(), 12);
  store_.Reopen(now());
  EXPECT_THAT(policy().state()->mous.mous(), SizeIs(12));
  EXPECT_EQ(policy().current()->mous->InForce("ngo-clinic", now())->version,
            12);
}

TEST_F(PolicyTest, AnExpiredMouPermitsNothing) {
  Propose(federation_.SignMou(federation_.Template("ngo_clinic")));
  const auto mous = policy().current()->mous;
  const absl::Time end = absl::FromUnixSeconds(1830297600);
  EXPECT_TRUE(
      mous->InForce("ngo-clinic", end - absl::Nanoseconds(1)).has_value());
  EXPECT_FALSE(mous->InForce("ngo-clinic", end).has_value());
  EXPECT_THAT(mous->Partners("south", now()), ElementsAre("west"));
  EXPECT_THAT(mous->Partners("south", end), IsEmpty());
}

}  // namespace
}  // namespace homeward::policy
