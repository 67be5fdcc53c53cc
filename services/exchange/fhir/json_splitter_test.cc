#include "services/exchange/fhir/json_splitter.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::exchange {
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Split(absl::string_view stream, size_t max = 100,
                               size_t piece = 1000) {
  std::vector<std::string> texts;
  JsonSplitter splitter(max, [&](absl::string_view text, int64_t line) {
    texts.push_back(absl::StrCat(line, ":", text));
    return absl::OkStatus();
  });
  for (size_t at = 0; at < stream.size(); at += piece) {
    EXPECT_THAT(splitter.Feed(stream.substr(at, piece)), IsOk());
  }
  EXPECT_THAT(splitter.Finish(), IsOk());
  return texts;
}

TEST(JsonSplitterTest, OneTextMayTakeManyLines) {
  EXPECT_THAT(Split("\n{\n\"a\": [\n1]}\n"),
              ElementsAre("2:{\n\"a\": [\n1]}\n"));
}

TEST(JsonSplitterTest, EachLineMayHoldAText) {
  for (size_t piece : {1, 2, 3, 1000}) {
    EXPECT_THAT(Split("{\"a\":\"}\\\"{\"}\n\n{\"b\":1}\r\n[1]", 100, piece),
                ElementsAre("1:{\"a\":\"}\\\"{\"}", "3:{\"b\":1}\r", "4:[1]"));
  }
}

TEST(JsonSplitterTest, ABrokenLineDoesNotTakeTheNextWithIt) {
  EXPECT_THAT(Split("{}\n{\"a\":[\n{}\n"),
              ElementsAre("1:{}", "2:{\"a\":[", "3:{}"));
}

TEST(JsonSplitterTest, KeepsOneByteMoreThanTheLimit) {
  EXPECT_THAT(Split("{}\n{\"a\":123456}\n{}", 5),
              ElementsAre("1:{}", "2:{\"a\":1", "3:{}"));
}

TEST(JsonSplitterTest, NothingIsNothing) {
  EXPECT_THAT(Split(""), IsEmpty());
  EXPECT_THAT(Split(" \n\t\n"), IsEmpty());
}

TEST(JsonSplitterTest, StopsWhereItsSinkSaysSo) {
  int count = 0;
  JsonSplitter splitter(100, [&](absl::string_view, int64_t) {
    ++count;
    return absl::AbortedError("told to");
  });
  EXPECT_THAT(splitter.Feed("{}\n{}\n"), StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(splitter.Finish(), StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(count, 1);
}

}  // namespace
}  // namespace homeward::exchange
