#include "services/federation/copies/safe_word.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/record.pb.h"
#include "homeward/v1/wellbeing.pb.h"

namespace homeward::federation {
namespace {

constexpr auto kSafe = v1::WELLBEING_STATUS_SAFE;
constexpr auto kUrgent = v1::WELLBEING_STATUS_URGENT;

// Whether checks of these seconds say at 1000 s that she is safe since `since`.
bool Safe(const std::vector<std::pair<int64_t, v1::WellbeingStatus>>& checks,
          int64_t since = 0) {
  v1::ChildRecord record;
  record.add_claims()->mutable_identity();
  for (const auto& [seconds, status] : checks) {
    v1::WellbeingCheck& check = *record.add_claims()->mutable_wellbeing_check();
    check.set_status(status);
    *check.mutable_checked_time() =
        auth::ToTimestamp(absl::FromUnixSeconds(seconds));
  }
  return SaysSafe(record, absl::FromUnixSeconds(since),
                  absl::FromUnixSeconds(1000));
}

TEST(SafeWordTest, TheNewestCheckCountsInAnyOrder) {
  EXPECT_FALSE(Safe({}));
  EXPECT_TRUE(Safe({{10, kSafe}}));
  EXPECT_TRUE(Safe({{10, kUrgent}, {20, kSafe}}));
  EXPECT_TRUE(Safe({{20, kSafe}, {10, kUrgent}}));
  EXPECT_FALSE(Safe({{10, kSafe}, {20, kUrgent}}));
  EXPECT_FALSE(Safe({{20, kUrgent}, {10, kSafe}}));
  EXPECT_FALSE(Safe({{10, v1::WELLBEING_STATUS_UNSPECIFIED}}));
}

TEST(SafeWordTest, OfTwoOfOneTimeBothMustSaySo) {
  EXPECT_TRUE(Safe({{10, kSafe}, {10, kSafe}}));
  EXPECT_FALSE(Safe({{10, kSafe}, {10, kUrgent}}));
  EXPECT_FALSE(Safe({{10, kUrgent}, {10, kSafe}}));
}

TEST(SafeWordTest, IsFromSinceToNow) {
  EXPECT_TRUE(Safe({{10, kSafe}}, /*since=*/10));
  EXPECT_FALSE(Safe({{10, kSafe}}, /*since=*/11));
  EXPECT_TRUE(Safe({{1000, kSafe}}));
  // One that is ahead counts for nothing: neither for nor against.
  EXPECT_FALSE(Safe({{1001, kSafe}}));
  EXPECT_TRUE(Safe({{10, kSafe}, {1001, kUrgent}}));
}

TEST(SafeWordTest, WithoutATimeItCountsForNothing) {
  v1::ChildRecord record;
  record.add_claims()->mutable_wellbeing_check()->set_status(kSafe);
  EXPECT_FALSE(
      SaysSafe(record, absl::InfinitePast(), absl::FromUnixSeconds(1000)));
}

}  // namespace
}  // namespace homeward::federation
