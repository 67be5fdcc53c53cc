#include "auth/proto_time.h"

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::StatusIs;

google::protobuf::Timestamp Stamp(int64_t seconds, int32_t nanos) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(nanos);
  return timestamp;
}

TEST(ProtoTimeTest, GoesBothWays) {
  for (const auto& [seconds, nanos] :
       {std::pair<int64_t, int>{0, 0}, {-1, 999999999}, {1800000000, 5}}) {
    ASSERT_OK_AND_ASSIGN(const absl::Time time,
                         ToTime(Stamp(seconds, nanos), "t"));
    EXPECT_EQ(ToTime(Stamp(seconds, nanos)), time);
    EXPECT_EQ(ToTimestamp(time).seconds(), seconds);
    EXPECT_EQ(ToTimestamp(time).nanos(), nanos);
  }
}

TEST(ProtoTimeTest, RefusesWhatIsNoTimestamp) {
  for (const auto& bad :
       {Stamp(253402300800, 0), Stamp(-62135596801, 0), Stamp(0, -1),
        Stamp(0, 1000000000), Stamp(INT64_MAX, 0), Stamp(INT64_MIN, 0)}) {
    EXPECT_THAT(ToTime(bad, "issued_time"),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         ::testing::HasSubstr("issued_time")));
  }
}

TEST(ProtoTimeTest, ADurationNeverOverflows) {
  google::protobuf::Duration duration;
  duration.set_seconds(-2);
  duration.set_nanos(-5);
  EXPECT_EQ(ToDuration(duration), -absl::Seconds(2) - absl::Nanoseconds(5));
  // So many seconds that their nanoseconds come round to one second.
  duration.set_seconds(36028797018963969);
  duration.set_nanos(0);
  EXPECT_EQ(ToDuration(duration), absl::Seconds(36028797018963969));
  duration.set_seconds(INT64_MAX);
  duration.set_nanos(INT32_MAX);
  EXPECT_GT(ToDuration(duration), absl::Seconds(INT64_MAX - 1));
}

TEST(PeriodTest, IsInOrderAndNotTooLong) {
  const absl::Duration longest = absl::Seconds(10);
  EXPECT_OK(ToPeriod(Stamp(1, 0), Stamp(11, 0), longest));
  EXPECT_THAT(ToPeriod(Stamp(1, 0), Stamp(11, 1), longest),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ToPeriod(Stamp(1, 0), Stamp(1, 0), longest),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::auth
