#include "services/federation/copies/withdrawal_share.h"

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/federation/copies/signed_withdrawal.h"

namespace homeward::federation {
namespace {

class WithdrawalShareTest : public ::testing::Test {
 protected:
  bool TakeUnknown(int count, const std::string& owner = "south") {
    return share_.Take(owner, count, /*is_idle=*/false, now_);
  }
  bool TakeIdle(const std::string& owner = "south") {
    return share_.Take(owner, 0, /*is_idle=*/true, now_);
  }

  absl::Time now_ = absl::FromUnixSeconds(1790000000);
  WithdrawalShare share_;
};

TEST_F(WithdrawalShareTest, EachOwnerMayNameSoManyUnknownCopies) {
  EXPECT_TRUE(TakeUnknown(kUnknownCopiesPerHour - 1));
  EXPECT_FALSE(TakeUnknown(2));
  EXPECT_TRUE(TakeUnknown(1));
  EXPECT_FALSE(TakeUnknown(1));
  EXPECT_TRUE(TakeUnknown(1, "north"));
  // Nothing that is here is held up by it.
  EXPECT_TRUE(TakeUnknown(0));
  EXPECT_TRUE(TakeIdle());
}

// Whoever waits is served: the largest withdrawal fits.
TEST_F(WithdrawalShareTest, TheShareComesBack) {
  EXPECT_TRUE(TakeUnknown(kUnknownCopiesPerHour));
  EXPECT_FALSE(TakeUnknown(kMaxWithdrawnCopies));
  now_ += absl::Hours(1);
  EXPECT_TRUE(TakeUnknown(kMaxWithdrawnCopies));
}

TEST_F(WithdrawalShareTest, IdleOnesAreCountedApart) {
  for (int i = 0; i < kIdleWithdrawalsPerHour; ++i) ASSERT_TRUE(TakeIdle());
  EXPECT_FALSE(TakeIdle());
  EXPECT_TRUE(TakeIdle("north"));
  EXPECT_TRUE(TakeUnknown(1));
  now_ += absl::Seconds(1);
  EXPECT_TRUE(TakeIdle());
  EXPECT_FALSE(TakeIdle());
}

TEST_F(WithdrawalShareTest, WhatIsRefusedCostsNothing) {
  for (int i = 0; i < kIdleWithdrawalsPerHour; ++i) ASSERT_TRUE(TakeIdle());
  EXPECT_FALSE(share_.Take("south", 500, /*is_idle=*/true, now_));
  EXPECT_TRUE(TakeUnknown(kUnknownCopiesPerHour));
}

}  // namespace
}  // namespace homeward::federation
