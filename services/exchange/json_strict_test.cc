#include "services/exchange/json_strict.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::exchange {
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(ParseJsonStrictlyTest, ReadsJson) {
  const auto json =
      ParseJsonStrictly(R"({"a":[1,-2.5,true,null,"é"],"b":{}})", {});
  ASSERT_THAT(json, IsOk());
  EXPECT_EQ(json->dump(), R"({"a":[1,-2.5,true,null,"é"],"b":{}})");
}

TEST(ParseJsonStrictlyTest, RefusesANameGivenTwiceWithItsPlace) {
  EXPECT_THAT(
      ParseJsonStrictly(R"({"a":[{}, {"b/c":"secret","b/c":2}]})", {}),
      StatusIs(absl::StatusCode::kInvalidArgument,
               AllOf(HasSubstr("/a/1/b~1c"), Not(HasSubstr("secret")))));
  EXPECT_THAT(ParseJsonStrictly(R"({"a":1,"\u0061":2})", {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(ParseJsonStrictlyTest, RefusesWhatIsNotJsonWithItsLine) {
  for (const char* text :
       {"", "{", "\n\n{\"a\":NaN}", "[Infinity]", "[1,]", "{'a':1}", "[1] 2",
        "[\"\xff\"]", "[\"\xed\xa0\x80\"]", "[1e999]", "[01]", "\"\\ud800\"",
        "// comment\n1"}) {
    EXPECT_THAT(ParseJsonStrictly(text, {}),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line")))
        << text;
  }
  EXPECT_THAT(ParseJsonStrictly("{\n\n\"a\": secret}", {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("line 3"), Not(HasSubstr("secret")))));
}

TEST(ParseJsonStrictlyTest, RefusesHugeNumbers) {
  for (const char* text : {"[1e16]", "[-1e16]", "[18446744073709551615]",
                           "[99999999999999999999999]"}) {
    EXPECT_THAT(ParseJsonStrictly(text, {}),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("/0")))
        << text;
  }
  EXPECT_THAT(ParseJsonStrictly("[999999999999999]", {}), IsOk());
}

TEST(ParseJsonStrictlyTest, BoundsDepthAndLength) {
  JsonLimits limits;
  limits.max_depth = 3;
  limits.max_bytes = 20;
  EXPECT_THAT(ParseJsonStrictly("[[[1]]]", limits), IsOk());
  EXPECT_THAT(ParseJsonStrictly("[[[[1]]]]", limits),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("deep")));
  EXPECT_THAT(ParseJsonStrictly(std::string(21, ' '), limits),
              StatusIs(absl::StatusCode::kResourceExhausted));
  limits.max_values = 3;
  EXPECT_THAT(ParseJsonStrictly("[1,2]", limits), IsOk());
  EXPECT_THAT(ParseJsonStrictly("[1,2,3]", limits),
              StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(ParseJsonStrictly(std::string(1000000, '['), {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::exchange
