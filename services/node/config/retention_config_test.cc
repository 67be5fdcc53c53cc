#include "services/node/config/retention_config.h"

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/config.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::node {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;

constexpr absl::Duration kDay = absl::Hours(24);

TEST(RetentionConfigTest, WhatIsNotSetHasTheDefaultOfTheRule) {
  ASSERT_OK(CheckRetention({}));
  const federation::RetentionPeriods periods = RetentionPeriodsOf({});
  EXPECT_EQ(periods.tips, 90 * kDay);
  EXPECT_EQ(periods.crossing_photos, 730 * kDay);
  EXPECT_EQ(periods.case_file, 3 * 365 * kDay);
}

TEST(RetentionConfigTest, WhatIsSetHolds) {
  internal::v1::RetentionPeriods config;
  config.set_tips_days(30);
  config.set_crossing_photo_days(365);
  config.set_case_file_years(7);
  ASSERT_OK(CheckRetention(config));
  const federation::RetentionPeriods periods = RetentionPeriodsOf(config);
  EXPECT_EQ(periods.tips, 30 * kDay);
  EXPECT_EQ(periods.crossing_photos, 365 * kDay);
  EXPECT_EQ(periods.case_file, 7 * 365 * kDay);
}

TEST(RetentionConfigTest, WhatCannotBeIsNamed) {
  internal::v1::RetentionPeriods tips;
  tips.set_tips_days(-1);
  EXPECT_THAT(CheckRetention(tips), StatusIs(StatusCode::kInvalidArgument,
                                             HasSubstr("retention.tips_days")));
  internal::v1::RetentionPeriods photos;
  photos.set_crossing_photo_days(3651);
  EXPECT_THAT(CheckRetention(photos),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("[1, 3650]")));
  internal::v1::RetentionPeriods file;
  file.set_case_file_years(81);
  EXPECT_THAT(CheckRetention(file),
              StatusIs(StatusCode::kInvalidArgument,
                       HasSubstr("retention.case_file_years")));
}

}  // namespace
}  // namespace homeward::node
