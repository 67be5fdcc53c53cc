#include "services/cli/code_name.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/question.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::IsOkAndHolds;
using ::homeward::testing::StatusIs;
using ::testing::Contains;

TEST(CodeNameTest, RolesInAnyForm) {
  for (const char* text : {"cp.caseworker", "cp-caseworker", "CP_CASEWORKER",
                           "ROLE_CP_CASEWORKER"}) {
    EXPECT_THAT(ParseRole(text), IsOkAndHolds(v1::ROLE_CP_CASEWORKER)) << text;
  }
}

TEST(CodeNameTest, EveryNameThatIsOfferedIsTaken) {
  for (const std::string& name : RoleNames()) {
    EXPECT_TRUE(ParseRole(name).ok()) << name;
  }
  for (const std::string& name : PurposeNames()) {
    EXPECT_TRUE(ParsePurpose(name).ok()) << name;
  }
  for (const std::string& name : CategoryNames()) {
    EXPECT_TRUE(ParseCategory(name).ok()) << name;
  }
  EXPECT_THAT(RoleNames(), Contains("police.missing"));
  EXPECT_THAT(RoleNames(), Contains("cp.bid-panel"));
  EXPECT_THAT(PurposeNames(), Contains("missing-search"));
  EXPECT_THAT(CategoryNames(), Contains("loc-coarse"));
}

TEST(CodeNameTest, NothingAndTheUnspecifiedAreNoCode) {
  for (const char* text : {"", "unspecified", "ROLE_UNSPECIFIED", "x"}) {
    EXPECT_THAT(ParseRole(text).status(),
                StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(ParsePurpose(text).status(),
                StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(ParseCategory(text).status(),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

TEST(CodeNameTest, AnEnumValueIsMeantByItsShortNameOrItsOwn) {
  for (const char* text : {"timed-out", "timed out", "OUTCOME_TIMED_OUT"}) {
    EXPECT_EQ(EnumName(text, "OUTCOME_"),
              v1::Outcome_Name(v1::OUTCOME_TIMED_OUT));
  }
}

TEST(CodeNameTest, ShortNamesAreWords) {
  EXPECT_EQ(ShortName(v1::Outcome_Name(v1::OUTCOME_TIMED_OUT), "OUTCOME_"),
            "timed out");
}

}  // namespace
}  // namespace homeward::cli
