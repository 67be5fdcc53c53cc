#include "services/federation/synchronizer.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/identity/revocation.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/mou_service.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/peer.h"
#include "services/federation/sync_contact.h"
#include "services/policy/state.h"
#include "services/policy/testing/mou_signers.h"
#include "services/policy/testing/policy_node.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// How the way to a node is.
enum class Way { kOpen, kRefused, kBlackHole };

// Three nodes whose peers are each other, in one process and on one clock.
class SynchronizerTest : public ::testing::Test {
 protected:
  struct TestNode {
    std::unique_ptr<policy::testing::PolicyNode> policy;
    std::unique_ptr<Synchronizer> synchronizer;
    absl::Duration clock_ahead;
    Way way = Way::kOpen;
    int asked = 0;
    v1::SynchronizeRequest last_request;
    std::vector<absl::Status> refused;
  };

  class InProcess final : public Peer {
   public:
    InProcess(SynchronizerTest* test, std::string from, std::string to)
        : test_(test), from_(std::move(from)), to_(std::move(to)) {}
    void Synchronize(const v1::SynchronizeRequest& request, absl::Time deadline,
                     Done<v1::SynchronizeResponse> done) override {
      TestNode& node = test_->nodes_.at(to_);
      ++node.asked;
      node.last_request = request;
      if (node.way == Way::kRefused) return done(absl::UnavailableError(""));
      if (node.way == Way::kBlackHole) return test_->lost_.push_back(done);
      done(node.synchronizer->Answer(test_->ContactOf(from_), request));
    }
    void Ask(const v1::AskRequest&, absl::Time,
             Done<v1::AskResponse> done) override {
      done(absl::UnimplementedError(""));
    }
    void Probe(const v1::ProbeRequest&, absl::Time,
               Done<v1::ProbeResponse> done) override {
      done(absl::UnimplementedError(""));
    }

   private:
    SynchronizerTest* const test_;
    const std::string from_;
    const std::string to_;
  };

  SynchronizerTest() {
    for (const char* id : {"north", "south", "west"}) {
      TestNode& node = nodes_[id];
      node.policy = std::make_unique<policy::testing::PolicyNode>(
          federation_, id, signers_.SignedDirectory());
      Synchronizer::Options options;
      options.agency_id = id;
      options.clock = [this, &node] { return now_ + node.clock_ahead; };
      options.refused = [&node](const std::string&, const absl::Status& why) {
        node.refused.push_back(why);
      };
      node.synchronizer = std::make_unique<Synchronizer>(
          options, node.policy->policy(), [this, id](const std::string& to) {
            return std::make_shared<InProcess>(this, id, to);
          });
    }
  }

  auth::Contact ContactOf(const std::string& id) {
    return *auth::ContactFrom(federation_.Peer(id), *federation_.directory(),
                              *federation_.revocations(), federation_.now);
  }
  policy::Policy& PolicyOf(const std::string& id) {
    return *nodes_.at(id).policy->policy();
  }
  Synchronizer& At(const std::string& id) {
    return *nodes_.at(id).synchronizer;
  }
  // Two turns: what the first asks for, the second takes.
  void Exchange(const std::string& id) {
    At(id).Turn(now_);
    At(id).Turn(now_);
  }
  void InstallList(const std::string& id, int64_t number) {
    ASSERT_OK(PolicyOf(id).InstallRevocationList(
        federation_.SignedList(id, number, {"\x07"}, federation_.now), now_));
  }
  // Each node has its own list, of which no certificate is on; nobody else's.
  void GiveOwnLists() {
    for (const char* id : {"north", "south", "west"}) {
      ASSERT_OK(PolicyOf(id).InstallRevocationList(
          federation_.SignedList(id, 1, {}, federation_.now), now_));
    }
  }
  bool IsFresh(const std::string& id, const std::string& agency) {
    return PolicyOf(id).current()->revocations->IsFresh(agency, now_);
  }
  // An MOU of north and south, signed by both.
  v1::Envelope Tracing() {
    return signers_.Sign(signers_.Mou("tracing"), {"north", "south"});
  }
  bool Knows(const std::string& id, const std::string& agency) {
    const auto* list = PolicyOf(id).current()->revocations->Find(agency);
    return list != nullptr && list->Lists("\x07");
  }
  v1::PeerStatus StatusAt(const std::string& id, const std::string& peer) {
    for (const v1::PeerStatus& status : At(id).Peers()) {
      if (status.agency_id() == peer) return status;
    }
    ADD_FAILURE() << id << " does not know " << peer;
    return {};
  }

  auth::testing::Federation federation_;
  policy::testing::MouSigners signers_{federation_};
  absl::Time now_ = federation_.now;
  std::vector<Peer::Done<v1::SynchronizeResponse>> lost_;
  std::map<std::string, TestNode> nodes_;
};

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

// A new federation, or one whose nodes were all away for more than a day: each
// node has its own list only.
TEST_F(SynchronizerTest, NodesThatKnowNoOthersListsLearnThemAtFirstContact) {
  GiveOwnLists();
  for (const char* id : {"north", "south", "west"}) Exchange(id);
  for (const char* id : {"north", "south", "west"}) {
    for (const char* agency : {"north", "south", "west"}) {
      EXPECT_TRUE(IsFresh(id, agency)) << agency << " at " << id;
    }
  }
}

TEST_F(SynchronizerTest, AMemberWithoutAFreshListGetsTheCommonPartOnly) {
  GiveOwnLists();
  ASSERT_OK(PolicyOf("north").ProposeMou(Tracing(), false, now_));
  const auto answer = At("north").Answer(ContactOf("south"), {});
  ASSERT_OK(answer);
  EXPECT_TRUE(answer->documents().has_directory());
  EXPECT_THAT(answer->documents().revocation_lists(), SizeIs(1));
  EXPECT_THAT(answer->documents().mous(), IsEmpty());
  EXPECT_THAT(answer->versions().mous(), IsEmpty());

  // Nor is anything else taken from it.
  v1::SynchronizeRequest request;
  *request.mutable_documents()->add_mous() =
      signers_.Sign(signers_.Mou("other"), {"north", "south"});
  ASSERT_OK(At("north").Answer(ContactOf("south"), request));
  EXPECT_THAT(PolicyOf("north").state()->mous.mous(), SizeIs(1));

  // One that was away for a day is treated alike.
  ASSERT_OK(PolicyOf("north").InstallRevocationList(
      federation_.SignedList("south", 1, {}, federation_.now), now_));
  EXPECT_THAT(At("north").Answer(ContactOf("south"), {})->documents().mous(),
              SizeIs(1));
  now_ += absl::Hours(25);
  EXPECT_THAT(At("north").Answer(ContactOf("south"), {})->documents().mous(),
              IsEmpty());
}

TEST_F(SynchronizerTest, AMemberWithoutAFreshListIsSentTheCommonPartOnly) {
  // South has no list at all, so none comes.
  ASSERT_OK(PolicyOf("north").InstallRevocationList(
      federation_.SignedList("north", 1, {}, federation_.now), now_));
  ASSERT_OK(PolicyOf("north").ProposeMou(Tracing(), false, now_));
  Exchange("north");
  const v1::SynchronizeRequest& sent = nodes_["south"].last_request;
  EXPECT_EQ(nodes_["south"].asked, 2);
  EXPECT_THAT(sent.documents().revocation_lists(), SizeIs(1));
  EXPECT_THAT(sent.documents().mous(), IsEmpty());
  EXPECT_THAT(sent.versions().mous(), IsEmpty());
}

TEST_F(SynchronizerTest, TheListThatComesOpensTheRestAtOnce) {
  GiveOwnLists();
  ASSERT_OK(PolicyOf("north").ProposeMou(Tracing(), false, now_));
  v1::SynchronizeRequest request;
  *request.mutable_documents()->add_revocation_lists() =
      federation_.SignedList("south", 1, {}, federation_.now);
  *request.mutable_documents()->add_mous() =
      signers_.Sign(signers_.Mou("other"), {"north", "south"});
  const auto answer = At("north").Answer(ContactOf("south"), request);
  ASSERT_OK(answer);
  EXPECT_THAT(PolicyOf("north").state()->mous.mous(), SizeIs(2));
  EXPECT_THAT(answer->documents().mous(), SizeIs(2));
}

TEST_F(SynchronizerTest, WhoBringsTheListThatRevokesItIsRefusedAtOnce) {
  GiveOwnLists();
  const std::string serial = federation_.Peer("south").serial();
  v1::SynchronizeRequest request;
  *request.mutable_documents()->add_revocation_lists() =
      federation_.SignedList("south", 2, {serial}, federation_.now);
  EXPECT_THAT(At("north").Answer(ContactOf("south"), request),
              StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_TRUE(IsFresh("north", "south"));
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
  const auto mous = PolicyOf("south").state()->mous.List(now_);
  ASSERT_THAT(mous, SizeIs(1));
  EXPECT_EQ(mous[0].state(), v1::MOU_STATE_SUSPENDED);
  EXPECT_THAT(PolicyOf("west").state()->mous.statements(), IsEmpty());
}

TEST_F(SynchronizerTest, SignaturesOfTheTwoSidesAreJoined) {
  GiveOwnLists();
  const v1::Mou mou = signers_.Mou("tracing");
  ASSERT_OK(PolicyOf("north").ProposeMou(signers_.Sign(mou, {"north"}),
                                         /*dry_run=*/false, now_));
  ASSERT_OK(PolicyOf("south").ProposeMou(signers_.Sign(mou, {"south"}),
                                         /*dry_run=*/false, now_));
  Exchange("north");
  for (const char* id : {"north", "south"}) {
    EXPECT_THAT(PolicyOf(id).state()->mous.List(now_)[0].missing_agency_ids(),
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
  nodes_["south"].way = Way::kBlackHole;
  Exchange("north");
  nodes_["north"].synchronizer.reset();
  lost_.at(0)(v1::SynchronizeResponse());
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
  const absl::Time limit = absl::Now() + absl::Seconds(5);
  InstallList("north", 1);
  At("north").Nudge();
  while (absl::Now() < limit &&
         !(Knows("south", "north") && Knows("west", "north"))) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_TRUE(Knows("south", "north"));
  EXPECT_TRUE(Knows("west", "north"));
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
