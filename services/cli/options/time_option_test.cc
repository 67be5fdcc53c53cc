#include "services/cli/options/time_option.h"

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const absl::Time kNow = absl::FromUnixSeconds(1000);

TEST(TimeOptionTest, ReadsBothForms) {
  const absl::Time noon = absl::FromUnixSeconds(1772366400);
  for (const char* text : {"2026-03-01T12:00:00Z", "2026-03-01T14:00:00+02:00",
                           "2026-03-01T12:00:00.000Z", "1772366400"}) {
    const auto time = ReadTimeOption("--time", text, kNow);
    ASSERT_OK(time) << text;
    EXPECT_EQ(*time, noon) << text;
  }
  const auto unset = ReadTimeOption("--time", "", kNow);
  ASSERT_OK(unset);
  EXPECT_EQ(*unset, kNow);
}

TEST(TimeOptionTest, WhatIsNoTimeIsNamedAndNotQuoted) {
  for (const char* text :
       {"Zorvanika", "2026-03-01", "2026-03-01T12:00:00", "infinite-future",
        "infinite-past", "2026-13-01T12:00:00Z", "10000-01-01T00:00:00Z",
        "999999999999999", "-62135596801", " "}) {
    const auto time = ReadTimeOption("--from", text, kNow);
    ASSERT_FALSE(time.ok()) << text;
    EXPECT_THAT(std::string(time.status().message()),
                HasSubstr("--from is no time"));
    EXPECT_THAT(time.status().ToString(), Not(HasSubstr("Zorvanika")));
  }
}

}  // namespace
}  // namespace homeward::cli
