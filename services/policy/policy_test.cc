#include "services/policy/policy.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "services/policy/testing/federation.h"
#include "services/policy/testing/store.h"
#include "tests/testing/status_matchers.h"

namespace homeward::policy {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class PolicyTest : public ::testing::Test {
 protected:
  absl::Time now() const { return federation_.now(); }
  Policy& policy() { return store_.policy(); }

  v1::MouState Propose(const v1::Envelope& envelope) {
    auto summary = policy().ProposeMou(envelope, /*dry_run=*/false, now());
    EXPECT_OK(summary);
    return summary.ok() ? summary->state() : v1::MOU_STATE_UNSPECIFIED;
  }
  absl::Status Tell(const std::string& agency_id, int64_t number,
                    v1::MouStatementKind kind) {
    return policy()
        .StateMou(federation_.State("ngo-clinic", agency_id, number, kind),
                  now())
        .status();
  }
  bool InForce(const std::string& mou_id = "ngo-clinic") {
    return policy().current()->mous->InForce(mou_id, now()).has_value();
  }
  v1::MouState StateOf(const std::string& key) {
    return policy().state()->mous.Summarize(key, now()).state();
  }

  const testing::Federation federation_;
  testing::Store store_{&federation_, "south"};
};

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

TEST_F(PolicyTest, RefusesForeignSignatures) {
  const testing::Federation other;
  EXPECT_THAT(policy().InstallDirectory(other.Directory(2), now()),
              StatusIs(StatusCode::kUnauthenticated));
  EXPECT_THAT(policy().InstallRevocationList(
                  other.base().SignedList("north", 9, {}, now()), now()),
              StatusIs(StatusCode::kUnauthenticated));
  const v1::Mou mou = federation_.Template("ngo_clinic");
  EXPECT_THAT(policy().ProposeMou(other.SignMou(mou), false, now()),
              StatusIs(StatusCode::kFailedPrecondition,
                       HasSubstr("no party's signature")));
  EXPECT_THAT(policy().ProposeMou(
                  federation_.SignMou(federation_.Template("police_ngo")),
                  false, now()),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("no party")));
  Propose(federation_.SignMou(mou));
  EXPECT_THAT(policy().StateMou(other.State("ngo-clinic", "west", 1,
                                            v1::MOU_STATEMENT_KIND_SUSPEND),
                                now()),
              StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_THAT(Tell("north", 1, v1::MOU_STATEMENT_KIND_SUSPEND),
              StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyTest, OnePartySuspendsAtOnceAndItselfMustResume) {
  Propose(federation_.SignMou(federation_.Template("ngo_clinic")));
  ASSERT_OK(Tell("west", 1, v1::MOU_STATEMENT_KIND_SUSPEND));
  EXPECT_FALSE(InForce());
  ASSERT_OK(Tell("south", 1, v1::MOU_STATEMENT_KIND_RESUME));
  EXPECT_FALSE(InForce());
  ASSERT_OK(Tell("west", 2, v1::MOU_STATEMENT_KIND_RESUME));
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

TEST_F(PolicyTest, AForgedSignatureDoesNotStandInTheWay) {
  const v1::Mou mou = federation_.Template("ngo_clinic");
  const v1::Envelope real = federation_.SignMou(mou);
  v1::Envelope forged = real;
  forged.mutable_signatures(0)->set_signature("nonsense");
  EXPECT_EQ(Propose(forged), v1::MOU_STATE_PROPOSED);
  EXPECT_EQ(Propose(real), v1::MOU_STATE_ACTIVE);
}

TEST_F(PolicyTest, AnIncompleteTextCantSquatOnAnId) {
  const v1::Mou mou = federation_.Template("ngo_clinic");
  v1::Mou squatter = mou;
  squatter.set_party_agency_ids(0, "north");
  squatter.set_legal_authority("none");
  for (v1::Clause& clause : *squatter.mutable_clauses()) {
    for (auto* set : {clause.mutable_match()->mutable_owner(),
                      clause.mutable_match()->mutable_requester()}) {
      for (std::string& id : *set->mutable_agency_ids()) {
        if (id == "west") id = "north";
      }
    }
  }
  Propose(federation_.SignMou(squatter, {"north"}));
  ASSERT_OK(Tell("north", 1, v1::MOU_STATEMENT_KIND_TERMINATE));
  EXPECT_EQ(Propose(federation_.SignMou(mou)), v1::MOU_STATE_ACTIVE);
  EXPECT_TRUE(InForce());
  store_.Reopen(now());
  EXPECT_TRUE(InForce());
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

TEST_F(PolicyTest, APartyCantFillTheStore) {
  v1::Mou mou = federation_.Template("ngo_clinic");
  absl::Status last;
  int taken = 0;
  for (int i = 0; i < 60 && last.ok(); ++i) {
    mou.set_mou_id("flood-" + std::to_string(i));
    last = policy()
               .ProposeMou(federation_.SignMou(mou, {"west"}), false, now())
               .status();
    taken += last.ok();
  }
  EXPECT_THAT(last, StatusIs(StatusCode::kResourceExhausted));
  EXPECT_EQ(taken, 50);
  Propose(
      federation_.SignMou(federation_.Template("police_clinic"), {"north"}));
  Propose(federation_.SignMou(federation_.Template("ngo_clinic")));
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyTest, TakesTheGoodOfWhatAPeerSends) {
  v1::SharedDocuments documents;
  *documents.add_mous() =
      federation_.SignMou(federation_.Template("ngo_clinic"));
  *documents.add_mous() =
      federation_.SignMou(federation_.Template("police_ngo"));
  documents.add_mous()->set_payload("nonsense");
  *documents.add_mou_statements() = federation_.State(
      "ngo-clinic", "west", 1, v1::MOU_STATEMENT_KIND_SUSPEND);
  documents.add_revocation_lists()->set_payload("\xff");
  documents.mutable_directory();
  EXPECT_THAT(policy().Take(documents, now()), SizeIs(4));
  EXPECT_EQ(StateOf("ngo-clinic@1"), v1::MOU_STATE_SUSPENDED);
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
