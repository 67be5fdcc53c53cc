#include "services/federation/sync/synchronizer.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/mou_service.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/sync/sync_contact.h"
#include "services/federation/testing/synchronizer_federation.h"
#include "tests/testing/patience.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::homeward::testing::Eventually;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing::Way;

using SynchronizerTest = testing::SynchronizerFederation;

TEST_F(SynchronizerTest, ARevocationIsPushedToEveryMemberAtOnce) {
  Exchange("north");
  InstallList("north", 1);
  now_ += absl::Milliseconds(10);
  At("north").Nudge();
  At("north").Turn(now_);
  EXPECT_TRUE(Knows("south", "north"));
  EXPECT_TRUE(Knows("west", "north"));
}

TEST_F(SynchronizerTest, WithoutANudgeItIsPushedAtTheNextExchange) {
  Exchange("north");
  InstallList("north", 1);
  At("north").Turn(now_ + absl::Seconds(1));
  EXPECT_FALSE(Knows("south", "north"));
  At("north").Turn(now_ + absl::Seconds(2));
  EXPECT_TRUE(Knows("south", "north"));
}

TEST_F(SynchronizerTest, AClockThatIsSetBackDelaysNoExchange) {
  At("north").Turn(now_ + absl::Hours(1));
  At("north").Turn(now_ + absl::Hours(1));
  const int asked = nodes_.at("south").asked;
  Exchange("north");
  EXPECT_EQ(nodes_.at("south").asked, asked + 1);
  Exchange("north");
  EXPECT_EQ(nodes_.at("south").asked, asked + 1);
}

TEST_F(SynchronizerTest, WhatAMemberLacksAtFirstContactIsSentAtOnce) {
  InstallList("north", 1);
  Exchange("north");
  EXPECT_TRUE(Knows("south", "north"));
}

TEST_F(SynchronizerTest, ADocumentIsPassedOnWhereItsOwnerCantReach) {
  InstallList("north", 1);
  nodes_["south"].way = Way::kRefused;
  Exchange("north");
  EXPECT_TRUE(Knows("west", "north"));
  EXPECT_FALSE(Knows("south", "north"));
  // South asks west, which has it.
  Exchange("south");
  EXPECT_TRUE(Knows("south", "north"));
}

TEST_F(SynchronizerTest, ANewerDirectoryIsTakenAndItsMembersFollowed) {
  v1::Directory smaller = signers_.Directory(2);
  smaller.mutable_members()->RemoveLast();
  ASSERT_OK(
      PolicyOf("north").InstallDirectory(federation_.Sign(smaller), now_));
  EXPECT_THAT(At("south").Peers(), IsEmpty());
  Exchange("south");
  EXPECT_EQ(PolicyOf("south").current()->directory->version(), 2);
  EXPECT_THAT(At("south").Peers(), SizeIs(1));
}

TEST_F(SynchronizerTest, AnMouAndItsSuspensionReachItsPartiesOnly) {
  GiveOwnLists();
  ASSERT_OK(PolicyOf("north").ProposeMou(Tracing(), /*dry_run=*/false, now_));
  Exchange("north");
  EXPECT_THAT(PolicyOf("south").state()->mous.mous(), SizeIs(1));
  EXPECT_THAT(PolicyOf("west").state()->mous.mous(), IsEmpty());

  ASSERT_OK(PolicyOf("north").StateMou(
      signers_.State("north", "tracing", 1, v1::MOU_STATEMENT_KIND_SUSPEND),
      now_));
  At("north").Nudge();
  Exchange("north");
  const auto mous = PolicyOf("south").state()->List(now_);
  ASSERT_THAT(mous, SizeIs(1));
  EXPECT_EQ(mous[0].state(), v1::MOU_STATE_SUSPENDED);
  EXPECT_THAT(PolicyOf("west").state()->mous.statements(), IsEmpty());
}

TEST_F(SynchronizerTest, WhoRefusesAnMouIsKnownOfItsPartiesOnly) {
  GiveOwnLists();
  ASSERT_OK(PolicyOf("north").ProposeMou(Tracing(), /*dry_run=*/false, now_));
  v1::MouSummary mou = PolicyOf("north").state()->List(now_)[0];
  const auto refusing = [&] {
    mou.clear_refusing_agency_ids();
    At("north").AddRefusals(mou);
    return std::vector<std::string>(mou.refusing_agency_ids().begin(),
                                    mou.refusing_agency_ids().end());
  };
  EXPECT_THAT(refusing(), IsEmpty());
  nodes_["south"].refused_mous = {"other@1", "tracing@1"};
  nodes_["west"].refused_mous = {"tracing@1"};
  Exchange("north");
  EXPECT_THAT(refusing(), ElementsAre("south"));
  // What is over nobody need accept.
  mou.set_state(v1::MOU_STATE_EXPIRED);
  EXPECT_THAT(refusing(), IsEmpty());
  mou.set_state(v1::MOU_STATE_ACTIVE);
  // South refuses it no more: known once no older answer is on its way.
  nodes_["south"].refused_mous = {};
  for (int i = 0; i < 2; ++i) {
    now_ += absl::Seconds(2);
    Exchange("north");
  }
  EXPECT_THAT(refusing(), IsEmpty());
}

TEST(CommonPartTest, WhatIsRefusedIsForPartiesThatAreKnown) {
  v1::DocumentVersions versions;
  versions.set_directory_version(3);
  versions.add_refused_mous("tracing@1");
  const v1::DocumentVersions common = CommonPart(versions);
  EXPECT_EQ(common.directory_version(), 3);
  EXPECT_THAT(common.refused_mous(), IsEmpty());
}

TEST_F(SynchronizerTest, OneThatGoesByOtherMousIsAskedAtOnce) {
  GiveOwnLists();
  Exchange("south");
  ASSERT_OK(PolicyOf("north").ProposeMou(Tracing(), /*dry_run=*/false, now_));
  Exchange("south");  // Not due yet.
  EXPECT_THAT(PolicyOf("south").state()->mous.mous(), IsEmpty());
  At("south").NudgeOne("west");
  Exchange("south");
  EXPECT_THAT(PolicyOf("south").state()->mous.mous(), IsEmpty());
  At("south").NudgeOne("north");
  At("south").NudgeOne("nobody");
  Exchange("south");
  EXPECT_THAT(PolicyOf("south").state()->mous.mous(), SizeIs(1));
}

TEST_F(SynchronizerTest, SignaturesOfTheTwoSidesAreJoined) {
  GiveOwnLists();
  const v1::Mou mou = signers_.Mou("tracing");
  ASSERT_OK(PolicyOf("north").ProposeMou(signers_.Sign(mou, {"north"}),
                                         /*dry_run=*/false, now_));
  ASSERT_OK(PolicyOf("south").ProposeMou(signers_.Sign(mou, {"south"}),
                                         /*dry_run=*/false, now_));
  Exchange("north");
  At("north").Turn(now_);
  for (const char* id : {"north", "south"}) {
    EXPECT_THAT(PolicyOf(id).state()->List(now_)[0].missing_agency_ids(),
                IsEmpty())
        << id;
  }
}

TEST_F(SynchronizerTest, ADocumentThatDoesNotHoldIsReportedAndLeftOut) {
  v1::SynchronizeRequest request;
  *request.mutable_documents()->add_revocation_lists() =
      federation_.SignedList("west", 1, {"\x07"}, now_);
  request.mutable_documents()
      ->mutable_revocation_lists(0)
      ->mutable_signatures(0)
      ->set_signature("forged");
  *request.mutable_documents()->add_revocation_lists() =
      federation_.SignedList("south", 1, {"\x07"}, now_);
  ASSERT_OK(At("north").Answer(ContactOf("south"), request));
  EXPECT_THAT(nodes_["north"].refused, SizeIs(1));
  EXPECT_FALSE(Knows("north", "west"));
  EXPECT_TRUE(Knows("north", "south"));
}

TEST_F(SynchronizerTest, MoreDocumentsThanTheLimitAreRefused) {
  v1::SynchronizeRequest request;
  for (int i = 0; i <= kMaxSyncDocuments; ++i) {
    request.mutable_documents()->add_mous();
  }
  EXPECT_THAT(At("north").Answer(ContactOf("south"), request),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(SynchronizerTest, AMemberThatIsDownIsAskedLessAndLessOften) {
  nodes_["south"].way = Way::kRefused;
  for (int i = 0; i < 600; ++i) {
    At("north").Turn(now_);
    now_ += absl::Milliseconds(500);
  }
  // 300 s: at most one each 15 s once the wait has grown to 30 s and is cut by
  // half, and a few before.
  EXPECT_LE(nodes_["south"].asked, 25);
  EXPECT_GE(nodes_["south"].asked, 10);
  EXPECT_GE(nodes_["west"].asked, 115);
  EXPECT_FALSE(StatusAt("north", "south").reachable());
  EXPECT_TRUE(StatusAt("north", "west").reachable());

  // A change is tried at once all the same.
  nodes_["south"].way = Way::kOpen;
  InstallList("north", 1);
  At("north").Nudge();
  Exchange("north");
  EXPECT_TRUE(Knows("south", "north"));
  EXPECT_TRUE(StatusAt("north", "south").reachable());
}

TEST_F(SynchronizerTest, AnExchangeThatNeverEndsIsGivenUp) {
  nodes_["south"].way = Way::kBlackHole;
  Exchange("north");
  ASSERT_THAT(lost_, SizeIs(1));
  InstallList("north", 1);
  now_ += absl::Seconds(9);
  Exchange("north");
  EXPECT_TRUE(Knows("west", "north"));
  EXPECT_THAT(lost_, SizeIs(1));
  nodes_["south"].way = Way::kOpen;
  now_ += absl::Seconds(2);
  At("north").Turn(now_);
  now_ += absl::Seconds(5);
  Exchange("north");
  EXPECT_TRUE(Knows("south", "north"));
  // The answer that comes at last is no answer to anything under way.
  lost_[0](absl::UnavailableError("late"));
  At("north").Turn(now_);
  EXPECT_TRUE(StatusAt("north", "south").reachable());
}

TEST_F(SynchronizerTest, AnAnswerAfterTheEndDoesNoHarm) {
  InstallList("south", 1);
  nodes_["south"].way = Way::kBlackHole;
  Exchange("north");
  // What the south would have said, in time.
  const auto answer =
      At("south").Answer(ContactOf("north"), nodes_["south"].last_request);
  ASSERT_OK(answer);
  ASSERT_FALSE(answer->documents().revocation_lists().empty());
  nodes_["north"].synchronizer.reset();
  lost_.at(0)(answer);
  EXPECT_FALSE(Knows("north", "south"));
}

TEST_F(SynchronizerTest, TellsHowFarAMembersClockIsOff) {
  nodes_["south"].clock_ahead = absl::Seconds(90);
  Exchange("north");
  EXPECT_EQ(StatusAt("north", "south").clock_offset().seconds(), 90);
  EXPECT_EQ(StatusAt("north", "west").clock_offset().seconds(), 0);
  EXPECT_EQ(StatusAt("north", "west").last_contact_time().seconds(),
            absl::ToUnixSeconds(now_));
  EXPECT_EQ(At("north").LastTurn(), now_);
}

TEST_F(SynchronizerTest, TheThreadsCarryARevocationToEverybody) {
  for (const char* id : {"north", "south", "west"}) At(id).Start();
  InstallList("north", 1);
  // Their clock stands still: without the nudge no exchange would be due.
  At("north").Nudge();
  EXPECT_TRUE(Eventually(
      [&] { return Knows("south", "north") && Knows("west", "north"); }));
  for (const char* id : {"north", "south", "west"}) At(id).Stop();
}

TEST(BoundedTest, NoKindKeepsAnotherBack) {
  v1::SharedDocuments all;
  all.mutable_directory();
  for (int i = 0; i < 100; ++i) all.add_revocation_lists();
  for (int i = 0; i < 100; ++i) all.add_mous();
  for (int i = 0; i < 10; ++i) all.add_mou_statements();
  const v1::SharedDocuments some = Bounded(all);
  EXPECT_EQ(CountOf(some), kMaxSyncDocuments);
  EXPECT_TRUE(some.has_directory());
  EXPECT_EQ(some.mou_statements_size(), 10);
  EXPECT_GE(some.mous_size(), 44);
  EXPECT_GE(some.revocation_lists_size(), 44);
}

}  // namespace
}  // namespace homeward::federation
