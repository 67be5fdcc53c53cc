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
  absl::Duration settling;
  int looks = 1;
  for (auto next = NextLook(settling); next.has_value();
       next = NextLook(settling)) {
    EXPECT_GT(*next, absl::ZeroDuration());
    settling += *next;
    ++looks;
  }
  EXPECT_EQ(settling, kSettleRevocation);
  EXPECT_LT(looks, 10);
  EXPECT_EQ(NextLook(absl::ZeroDuration()), absl::Seconds(1));
  EXPECT_EQ(NextLook(absl::Seconds(2)), absl::Seconds(1));
  EXPECT_EQ(NextLook(absl::InfiniteDuration()), std::nullopt);
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
