#include "services/federation/withdrawal/revocations.h"

#include <optional>

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace homeward::federation {
namespace {

TEST(NextLookTest, ARevocationIsLookedAtOftenAtFirstAndUntilItHasSettled) {
  const absl::Time effective = absl::FromUnixSeconds(1800000000);
  // Before its time it is not looked at.
  EXPECT_EQ(NextLook(effective, effective - absl::Hours(100)), effective);
  absl::Time now = effective;
  int looks = 1;
  for (auto next = NextLook(effective, now); next.has_value();
       next = NextLook(effective, now)) {
    EXPECT_GT(*next, now);
    now = *next;
    ++looks;
  }
  EXPECT_EQ(now, effective + kSettleRevocation);
  EXPECT_LT(looks, 10);
  EXPECT_EQ(NextLook(effective, effective), effective + absl::Seconds(1));
  // The node was down meanwhile: one look is enough.
  EXPECT_EQ(NextLook(effective, effective + absl::Hours(9)), std::nullopt);
}

}  // namespace
}  // namespace homeward::federation
