#include "services/node/config/probe_config.h"

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

TEST(ProbeConfigTest, WhatIsNotSetHasTheDefaultThatIsWrittenDown) {
  const federation::ProbeLimits limits = ProbeLimitsOf({});
  EXPECT_EQ(limits.agency.questions, 20000);
  EXPECT_EQ(limits.agency.misses, 4000);
  EXPECT_EQ(limits.agency.names, 1000);
  EXPECT_EQ(limits.officer.questions, 600);
  EXPECT_EQ(limits.officer.misses, 120);
  EXPECT_EQ(limits.officer.names, 60);
  EXPECT_EQ(limits.purpose.questions, 10000);
  EXPECT_EQ(limits.purpose.misses, 2000);
  EXPECT_EQ(limits.purpose.names, 1000);
  EXPECT_EQ(limits.child.questions, 120);
  EXPECT_EQ(limits.child.misses, 60);
  EXPECT_EQ(limits.lockout, absl::Hours(1));
}

TEST(ProbeConfigTest, WhatIsSetHolds) {
  internal::v1::ProbeLimits config;
  config.mutable_officer()->set_questions_per_hour(7);
  config.mutable_officer()->set_misses_per_hour(6);
  config.mutable_child()->set_questions_per_hour(5);
  config.mutable_agency()->set_names_per_hour(4);
  config.mutable_purpose()->set_misses_per_hour(3);
  config.set_lockout_minutes(2);
  ASSERT_OK(CheckProbeLimits(config));
  const federation::ProbeLimits limits = ProbeLimitsOf(config);
  EXPECT_EQ(limits.officer.questions, 7);
  EXPECT_EQ(limits.officer.misses, 6);
  EXPECT_EQ(limits.officer.names, 60);
  EXPECT_EQ(limits.child.questions, 5);
  EXPECT_EQ(limits.agency.names, 4);
  EXPECT_EQ(limits.purpose.misses, 3);
  EXPECT_EQ(limits.lockout, absl::Minutes(2));
}

TEST(ProbeConfigTest, WhatCannotBeIsNamed) {
  internal::v1::ProbeLimits negative;
  negative.mutable_purpose()->set_misses_per_hour(-1);
  EXPECT_THAT(CheckProbeLimits(negative),
              StatusIs(StatusCode::kInvalidArgument,
                       HasSubstr("probe_limits.purpose.misses_per_hour")));
  internal::v1::ProbeLimits names;
  names.mutable_agency()->set_names_per_hour(4097);
  EXPECT_THAT(CheckProbeLimits(names),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("[1, 4096]")));
  internal::v1::ProbeLimits lockout;
  lockout.set_lockout_minutes(10081);
  EXPECT_THAT(CheckProbeLimits(lockout),
              StatusIs(StatusCode::kInvalidArgument,
                       HasSubstr("probe_limits.lockout_minutes")));
}

}  // namespace
}  // namespace homeward::node
