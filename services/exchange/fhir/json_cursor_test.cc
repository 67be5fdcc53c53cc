#include "services/exchange/fhir/json_cursor.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace homeward::exchange {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Json = nlohmann::json;

TEST(JsonCursorTest, ReadsValuesAsTextAndRemembersThem) {
  const Json json =
      Json::parse(R"({"a": "x", "b": 1.5, "c": true, "d": null})");
  JsonLog log;
  const JsonCursor root(&json, "", &log);
  EXPECT_EQ(root["a"].Text(), "x");
  EXPECT_EQ(root["b"].Text(), "1.5");
  EXPECT_EQ(root["c"].Text(), "true");
  EXPECT_EQ(root["d"].Text(), "");
  EXPECT_FALSE(root["d"]);
  EXPECT_EQ(root["none"]["deeper"].Text(), "");
  EXPECT_THAT(UnreadPointers(json, log, 10), ElementsAre("/d"));
}

TEST(JsonCursorTest, TellsWhatWasNotReadInOrderAndEscaped) {
  const Json json = Json::parse(R"({"a": [1, {"b/~": 2}], "c": {}, "d": 3})");
  JsonLog log;
  JsonCursor(&json, "", &log)["a"].Items()[0].Text();
  EXPECT_THAT(UnreadPointers(json, log, 10), ElementsAre("/a/1/b~1~0", "/d"));
  EXPECT_THAT(UnreadPointers(json, log, 1), SizeIs(1));
}

TEST(JsonCursorTest, OneValueStandsForAListOfOne) {
  const Json json = Json::parse(R"({"a": "x"})");
  JsonLog log;
  const JsonCursor root(&json, "", &log);
  ASSERT_THAT(root["a"].Items(), SizeIs(1));
  EXPECT_EQ(root["a"].Items()[0].pointer(), "/a");
  EXPECT_THAT(root["b"].Items(), IsEmpty());
}

TEST(JsonCursorTest, RemarksOnPartsWhereAValueShouldBe) {
  const Json json = Json::parse(R"({"a": {"secret": 1}})");
  JsonLog log;
  EXPECT_EQ(JsonCursor(&json, "", &log)["a"].Text(), "");
  ASSERT_THAT(log.remarks, SizeIs(1));
  EXPECT_EQ(log.remarks[0].pointer, "/a");
  for (int i = 0; i < 5000; ++i) log.Remark("/a", "again");
  EXPECT_THAT(log.remarks, SizeIs(JsonLog::kMaxRemarks));
}

TEST(JsonCursorTest, RunsOutOfSteps) {
  const Json json = Json::parse(R"({"a": ["xxxxxxxxxxxxxxxx", "y"]})");
  JsonLog log;
  const JsonCursor root(&json, "", &log);
  log.steps_left = 5;
  EXPECT_THAT(root["a"].Items(), SizeIs(2));  // Leaves 2.
  EXPECT_EQ(root["a"].Items().size(), 0);     // Costs 3.
  EXPECT_TRUE(log.IsExhausted());
  EXPECT_FALSE(root["a"]);
}

}  // namespace
}  // namespace homeward::exchange
