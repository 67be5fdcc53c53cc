// How a node gets the lists of revoked certificates that it lacks, and what
// goes between two nodes until then.

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/sync/synchronizer.h"
#include "services/federation/testing/synchronizer_federation.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using SynchronizerBootstrapTest = testing::SynchronizerFederation;

// A new federation, or one whose nodes were all away for more than a day: each
// node has its own list only.
TEST_F(SynchronizerBootstrapTest,
       NodesThatKnowNoOthersListsLearnThemAtFirstContact) {
  GiveOwnLists();
  for (const char* id : {"north", "south", "west"}) Exchange(id);
  for (const char* id : {"north", "south", "west"}) {
    for (const char* agency : {"north", "south", "west"}) {
      EXPECT_TRUE(IsFresh(id, agency)) << agency << " at " << id;
    }
  }
}

TEST_F(SynchronizerBootstrapTest,
       AMemberWithoutAFreshListGetsTheCommonPartOnly) {
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

TEST_F(SynchronizerBootstrapTest,
       AMemberWithoutAFreshListIsSentTheCommonPartOnly) {
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

TEST_F(SynchronizerBootstrapTest, TheListThatComesOpensTheRestAtOnce) {
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

TEST_F(SynchronizerBootstrapTest,
       WhoBringsTheListThatRevokesItIsRefusedAtOnce) {
  GiveOwnLists();
  const std::string serial = federation_.Peer("south").serial();
  v1::SynchronizeRequest request;
  *request.mutable_documents()->add_revocation_lists() =
      federation_.SignedList("south", 2, {serial}, federation_.now);
  EXPECT_THAT(At("north").Answer(ContactOf("south"), request),
              StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_TRUE(IsFresh("north", "south"));
}

}  // namespace
}  // namespace homeward::federation
