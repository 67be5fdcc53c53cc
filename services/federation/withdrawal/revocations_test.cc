#include "services/federation/withdrawal/revocations.h"

#include <optional>

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/copies.pb.h"
#include "homeward/v1/consent.pb.h"

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

TEST(HasBegunTest, OnlyTheWordItselfPutsARevocationOff) {
  const absl::Time now = absl::FromUnixSeconds(1800000000);
  internal::v1::StoredRevocation revocation;
  // Said while the clock was ahead.
  *revocation.mutable_effective_time() =
      auth::ToTimestamp(now + absl::Hours(100));
  EXPECT_TRUE(HasBegun(revocation, now));
  v1::Consent& consent = *revocation.mutable_consent();
  *consent.mutable_revoked_time() = auth::ToTimestamp(now);
  EXPECT_TRUE(HasBegun(revocation, now));
  EXPECT_FALSE(HasBegun(revocation, now - absl::Nanoseconds(1)));
  // The child herself said no.
  consent.mutable_assent()->set_given(false);
  EXPECT_TRUE(HasBegun(revocation, now - absl::Hours(1)));
}

}  // namespace
}  // namespace homeward::federation
