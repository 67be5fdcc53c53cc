// What is looked at again when the directory names other states.

#include <map>
#include <string>

#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "services/federation/withdrawal/origin_fixture.h"
#include "services/federation/withdrawal/origin_walk.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class OriginStatesTest : public OriginTest {
 protected:
  // The node sees what states are named, and looks at all by them once they
  // have been so for long enough.
  void LetSettle() {
    Turn();
    Later(kSettleStates);
    Turn();
  }
};

TEST_F(OriginStatesTest, ADirectoryThatNamesOtherStatesHasAllLookedAtAgain) {
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  Turn();
  // She may come from anywhere.
  Name({{"south", "PL"}, {"west", "UA"}});
  Turn();
  Later(kSettleStates - absl::Seconds(1));
  Turn();
  EXPECT_THAT(Withdrawals(), IsEmpty());
  Later(absl::Seconds(1));
  Turn();
  Turn();
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  EXPECT_TRUE(Withdrawals()[0].has_acknowledged_time());
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_ERASED);
  // It came to its end: nothing is left to do, also for the next process.
  nodes_.south.Restart(nodes_.south.now());
  LetSettle();
  EXPECT_THAT(Words(), IsEmpty());
}

TEST_F(OriginStatesTest, OneThatNamesTheSameHasNot) {
  Name({{"south", "PL"}, {"west", "PL"}});
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  Turn();
  Later(kSettleStates);
  nodes_.south.withdrawer().courier().Turn(nodes_.south.now());
  EXPECT_THAT(Words(), SizeIs(1));
  // Once is enough: no answer is under way by other states.
  Turn();
  EXPECT_THAT(Words(), IsEmpty());
  EXPECT_THAT(Withdrawals(), IsEmpty());
  Name({{"south", "PL"}, {"west", "PL"}});
  LetSettle();
  EXPECT_THAT(Words(), IsEmpty());
}

TEST_F(OriginStatesTest,
       WhatOtherStatesLetIsTakenBackOnceTheFirstAreNamedAgain) {
  const std::map<std::string, std::string> right = {{"south", "PL"},
                                                    {"west", "UA"}};
  Name(right);
  ComesFrom("UA");
  LetSettle();
  ASSERT_EQ(Asked(), v1::OUTCOME_NOTHING_TO_SHOW);
  // By mistake, and for less time than it takes to look at anything.
  Name({{"south", "PL"}, {"west", "PL"}});
  Turn();
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  nodes_.south.Restart(nodes_.south.now());
  Name(right);
  LetSettle();
  Turn();
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_ERASED);
}

// From one look to the next the directory was another, and is the same.
TEST_F(OriginStatesTest, SoIsWhatOtherStatesLetThatNoLookSaw) {
  const std::map<std::string, std::string> right = {{"south", "PL"},
                                                    {"west", "UA"}};
  Name(right);
  ComesFrom("UA");
  LetSettle();
  Name({{"south", "PL"}, {"west", "PL"}});
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  Name(right);
  LetSettle();
  Turn();
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_ERASED);
}

// Nobody is told anything then, and what is out is taken back all the same, by
// the states that it names.
TEST_F(OriginStatesTest, ADirectoryThatHasExpiredStillSaysWhoIsOfWhichState) {
  Name({{"south", "PL"}, {"west", "MD"}});
  ComesFrom("UA");
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  const auth::Directory& directory =
      *nodes_.south.store().policy().current()->directory;
  Later(directory.expiry_time() - nodes_.south.now() + absl::Hours(1));
  ASSERT_FALSE(directory.Find("west", nodes_.south.now()).ok());
  ComesFrom("UA");
  EXPECT_THAT(Withdrawals(), IsEmpty());
  ComesFrom("MD");
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  EXPECT_EQ(Withdrawals()[0].recipient_agency_id(), "west");
  // It hears of it once it is known again who it is.
  EXPECT_FALSE(Withdrawals()[0].has_acknowledged_time());
}

TEST_F(OriginStatesTest, AClockThatIsSetBackDelaysNothing) {
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  Name({{"south", "PL"}, {"west", "UA"}});
  Later(absl::Hours(1));
  nodes_.south.withdrawer().courier().Turn(nodes_.south.now());
  Later(-absl::Hours(1));
  nodes_.south.withdrawer().courier().Turn(nodes_.south.now());
  Later(kSettleStates);
  Turn();
  Turn();
  EXPECT_THAT(Withdrawals(), SizeIs(1));
}

}  // namespace
}  // namespace homeward::federation
