// What the node that keeps a copy does with a withdrawal, whoever sends it and
// however often.

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/copies/copies_fixture.h"
#include "services/federation/copies/kept_answers.h"
#include "services/federation/copies/signed_withdrawal.h"
#include "services/federation/copies/withdrawal_share.h"
#include "services/federation/testing/node.h"
#include "storage/commit_group.h"
#include "storage/engine/engine.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;

class WithdrawnCopiesTest : public CopiesFixture {};

TEST_F(WithdrawnCopiesTest, OnlyItsOwnerTakesACopyBack) {
  EXPECT_EQ(StateAfter("north"), v1::COPY_STATE_NEVER_KEPT);
  EXPECT_OK(Get());
  v1::WithdrawRequest forged = WithdrawalOf("north");
  *forged.mutable_withdrawal()->mutable_payload() =
      WithdrawalOf("south").withdrawal().payload();
  EXPECT_THAT(nodes_.west.Withdraw("north", forged),
              StatusIs(StatusCode::kPermissionDenied));
  EXPECT_THAT(nodes_.west.Withdraw("north", WithdrawalOf("south")),
              StatusIs(StatusCode::kPermissionDenied));
  EXPECT_OK(Get());
  EXPECT_EQ(StateAfter("south"), v1::COPY_STATE_ERASED);
  EXPECT_THAT(Get(), StatusIs(StatusCode::kNotFound));
  EXPECT_EQ(StateAfter("south"), v1::COPY_STATE_ERASED);
}

// An owner's node that names what never was fills neither store nor log, and
// what it takes back of what is here is dead at once all the same.
TEST_F(WithdrawnCopiesTest, AFloodOfWithdrawalsIsBoundedAndARevocationIsNot) {
  const v1::WithdrawRequest invented =
      WithdrawalOf("south", kMaxWithdrawnCopies, /*is_real=*/false);
  const size_t before = nodes_.west.Events().size();
  ASSERT_OK(nodes_.west.Withdraw("south", invented));
  EXPECT_EQ(nodes_.west.Events().size(), before + 1);
  ASSERT_OK(nodes_.west.Withdraw(
      "south", WithdrawalOf("south", kMaxWithdrawnCopies, false)));
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(nodes_.west.Withdraw("south", WithdrawalOf("south", 1, false)),
                StatusIs(StatusCode::kResourceExhausted));
  }
  EXPECT_EQ(nodes_.west.Events().size(), before + 2);
  // Nobody else is held up by it.
  EXPECT_OK(nodes_.west.Withdraw("north", WithdrawalOf("north", 1, false)));
  EXPECT_OK(Get());
  // What is here goes, though not all that the withdrawal names is known.
  EXPECT_THAT(nodes_.west.Withdraw("south", WithdrawalOf("south", 2, true)),
              StatusIs(StatusCode::kResourceExhausted));
  EXPECT_THAT(Get(), StatusIs(StatusCode::kNotFound));
  // Told again alone, and the rest in time, it is acknowledged.
  EXPECT_EQ(StateAfter("south"), v1::COPY_STATE_ERASED);
  Later(absl::Minutes(1));
  EXPECT_OK(nodes_.west.Withdraw("south", WithdrawalOf("south", 2, true)));
}

// The courier tells it again until its receipt is there.
TEST_F(WithdrawnCopiesTest, ARevocationAfterAFloodIsAcknowledged) {
  for (int i = 0; i < 2; ++i) {
    ASSERT_OK(nodes_.west.Withdraw(
        "south", WithdrawalOf("south", kMaxWithdrawnCopies, false)));
  }
  Revoke();
  Turn();
  EXPECT_THAT(Get(), StatusIs(StatusCode::kNotFound));
  EXPECT_TRUE(Withdrawals()[0].has_acknowledged_time());
}

TEST_F(WithdrawnCopiesTest, AskingForTheSameReceiptAgainAndAgainIsBounded) {
  EXPECT_EQ(StateAfter("south"), v1::COPY_STATE_ERASED);
  const v1::WithdrawRequest again = WithdrawalOf("south");
  int given = 0;
  while (given < 2 * kIdleWithdrawalsPerHour &&
         nodes_.west.Withdraw("south", again).ok()) {
    ++given;
  }
  EXPECT_EQ(given, kIdleWithdrawalsPerHour);
}

TEST_F(WithdrawnCopiesTest, WhatWasTakenBackBeforeItCameIsNotKept) {
  // An answer that is on its way: nothing of it is here yet.
  v1::NodeAnswer late = heard_.answers.at("south");
  late.mutable_signed_answer()->mutable_payload()->push_back('x');
  heard_.answers["south"] = late;
  EXPECT_EQ(StateAfter("south"), v1::COPY_STATE_NEVER_KEPT);
  storage::Submission submission;
  ASSERT_OK(nodes_.west.kept().Keep(
      {"officer", heard_.query_id, v1::PURPOSE_LOCATE_SAFETY, "ngo-clinic@1"},
      late, nodes_.west.now(), submission));
  EXPECT_EQ(nodes_.west.store()
                .engine()
                .Commit(submission.writes, storage::Durability::kDurable)
                .outcome,
            storage::CommitOutcome::kConflict);
}

}  // namespace
}  // namespace homeward::federation
