// When it is proven that no red line is crossed, and who waits for that.

#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/red_line.pb.h"
#include "services/policy/policy.h"
#include "services/policy/policy_fixture.h"
#include "services/policy/red_lines_fixture.h"
#include "services/policy/testing/federation.h"
#include "tests/testing/clock_ahead.h"
#include "tests/testing/status_matchers.h"

namespace homeward::policy {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::IsEmpty;

class PolicyProofsTest : public RedLinesFixture {};

TEST_F(PolicyProofsTest, ATrialEndsWhenNobodyWaitsForIt) {
  Rule(2, {no_answers_});
  const v1::Envelope mou = federation_.SignMou(mou_);
  int asked = 0;
  const auto hangs_up = [&asked] { return ++asked < 2; };
  EXPECT_THAT(policy().ProposeMou(mou, /*dry_run=*/true, now(), hangs_up),
              StatusIs(StatusCode::kCancelled));
  EXPECT_EQ(asked, 2);
  EXPECT_THAT(
      policy().ProposeMou(mou, /*dry_run=*/true, now(), [] { return true; }),
      IsOk());
}

TEST_F(PolicyProofsTest, WhoHangsUpDuringTheProofHasActivatedNothing) {
  Rule(2, {no_answers_});
  const v1::Envelope mou = federation_.SignMou(mou_);
  const size_t entries = Events().size();
  int answers = 0;
  for (bool cancelled = true; cancelled; ++answers) {
    int asked = 0;
    const auto proposed = policy().ProposeMou(
        mou, /*dry_run=*/false, now(), [&] { return ++asked <= answers; });
    cancelled = !proposed.ok();
    if (!cancelled) break;
    EXPECT_THAT(proposed, StatusIs(StatusCode::kCancelled));
    // It is not there, so that nothing is left to be proven later.
    EXPECT_THAT(policy().state()->mous.mous(), IsEmpty());
    ASSERT_OK(policy().Settle(now()));
    EXPECT_FALSE(InForce());
    EXPECT_EQ(Events().size(), entries);
    ASSERT_LT(answers, 1000);
  }
  // Before and after, at least.
  EXPECT_GE(answers, 2);
  EXPECT_TRUE(InForce());
}

// One that lacks a signature has nothing to be proven, and one that is here is
// no longer the caller's.
TEST_F(PolicyProofsTest, WhatIsKeptIsProvenWhoeverHangsUp) {
  Rule(2, {no_answers_});
  const auto propose = [this](const std::vector<std::string>& signers) {
    return policy().ProposeMou(federation_.SignMou(mou_, signers),
                               /*dry_run=*/false, now(), [] { return false; });
  };
  EXPECT_THAT(propose({"south"}), IsOk());
  EXPECT_EQ(StateOf("ngo-clinic@1"), v1::MOU_STATE_PROPOSED);
  EXPECT_THAT(propose({"west"}), StatusIs(StatusCode::kCancelled));
  EXPECT_EQ(StateOf("ngo-clinic@1"), v1::MOU_STATE_PROPOSED);
  EXPECT_EQ(Propose(federation_.SignMou(mou_, {"west"})), v1::MOU_STATE_ACTIVE);
  // Own ones besides: it has to be proven anew.
  v1::RedLine own = no_answers_;
  own.set_red_line_id("own");
  store_.SetRedLines({TextOf({no_answers_}), TextOf({own})});
  store_.Reopen(now());
  EXPECT_FALSE(InForce());
  EXPECT_THAT(propose({"west"}), IsOk());
  EXPECT_TRUE(InForce());
}

// She would wait for 3 seconds, and a thread of the node with her.
TEST_F(PolicyProofsTest, WhoHangsUpWaitsNoMoreForAProofThatIsMadeElsewhere) {
  EXPECT_EQ(Propose(federation_.SignMou(mou_)), v1::MOU_STATE_ACTIVE);
  store_.SetRedLines({"", TextOf({no_answers_})});
  store_.SettleBy([] {});
  store_.Reopen(now());
  const absl::Time begun = absl::Now();
  int asked = 0;
  const auto proposed =
      policy().ProposeMou(federation_.SignMou(mou_), /*dry_run=*/false, now(),
                          [&asked] { return ++asked < 3; });
  EXPECT_LT(absl::Now() - begun, absl::Seconds(2));
  // The wait goes by the steady clock.
  EXPECT_TRUE(homeward::testing::ClockIsAhead());
  EXPECT_EQ(asked, 3);
  ASSERT_OK(proposed);
  EXPECT_EQ(proposed->state(), v1::MOU_STATE_PENDING);
  EXPECT_OK(policy().Settle(now()));
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyProofsTest, AProofThatIsEndedIsBegunAgain) {
  EXPECT_EQ(Propose(federation_.SignMou(mou_)), v1::MOU_STATE_ACTIVE);
  store_.SetRedLines({"", TextOf({no_answers_})});
  store_.Reopen(now());
  EXPECT_THAT(policy().Settle(now(), [] { return false; }),
              StatusIs(StatusCode::kCancelled));
  EXPECT_FALSE(InForce());
  EXPECT_OK(policy().Settle(now(), [] { return true; }));
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyProofsTest, WhatWasProvenIsActiveAtTheStart) {
  Rule(2, {no_answers_});
  Propose(federation_.SignMou(mou_));
  const size_t entries = Events().size();
  store_.Reopen(now());
  EXPECT_TRUE(InForce());
  ASSERT_OK(policy().Settle(now()));
  EXPECT_EQ(Events().size(), entries);
}

TEST_F(PolicyProofsTest, WhatWasNotIsProvenOnceTheNodeRuns) {
  Propose(federation_.SignMou(mou_));
  store_.SetRedLines({"", TextOf({no_answers_})});
  store_.Reopen(now());
  EXPECT_FALSE(InForce());
  EXPECT_FALSE(IsRefused("ngo-clinic@1"));
  ASSERT_OK(policy().Settle(now()));
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyProofsTest, ANewRedLineIsProvenOfWhatIsActive) {
  Propose(federation_.SignMou(mou_));
  Rule(2, {no_answers_});
  EXPECT_TRUE(InForce());
  Rule(3, {no_place_});
  EXPECT_FALSE(InForce());
  EXPECT_TRUE(IsRefused("ngo-clinic@1"));
  Rule(4, {});
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyProofsTest, ResumingNeedsNoProof) {
  Rule(2, {no_answers_});
  Propose(federation_.SignMou(mou_));
  ASSERT_OK(Tell("west", 1, v1::MOU_STATEMENT_KIND_SUSPEND));
  EXPECT_FALSE(InForce());
  const size_t entries = Events().size();
  ASSERT_OK(Tell("west", 2, v1::MOU_STATEMENT_KIND_RESUME));
  ASSERT_OK(Tell("south", 2, v1::MOU_STATEMENT_KIND_RESUME));
  EXPECT_TRUE(InForce());
  EXPECT_EQ(Events().size(), entries + 2);  // The statements'.
}

}  // namespace
}  // namespace homeward::policy
