// Keys, reads, pages and snapshots: promises 1, 6, 7 and 8.

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/engine/engine_conformance.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::Optional;

TEST_P(EngineConformanceTest, KeepsAnyByteInKeysAndValuesAndSortsUnsigned) {
  std::vector<std::string> keys;
  for (int byte = 0; byte < 256; ++byte) {
    keys.push_back(std::string(1, static_cast<char>(byte)));
  }
  keys.push_back(std::string("\x7f\x00", 2));
  keys.push_back(std::string("\x80\xff", 2));
  keys.push_back(std::string(kMaxKeyBytes, '\xff'));
  Batch batch;
  for (const std::string& key : keys) batch.Put(key, "value of " + key);
  MustCommit(batch);

  std::vector<std::string> sorted = keys;
  std::sort(sorted.begin(), sorted.end());  // std::string compares unsigned.
  EXPECT_THAT(Keys(engine(), ScanPrefix("")), ElementsAreArray(sorted));
  for (const std::string& key : keys) {
    EXPECT_THAT(Value(key), Optional("value of " + key));
  }
}

TEST_P(EngineConformanceTest, HoldsTheLargestKeyAndValueAndTheEmptyValue) {
  const std::string key(kMaxKeyBytes, 'k');
  const std::string value(kMaxValueBytes, '\0');
  MustCommit(PutBatch({{key, value}, {"empty", ""}}));
  EXPECT_THAT(Value(key), Optional(value));
  EXPECT_THAT(Value("empty"), Optional(std::string()));
  EXPECT_EQ(Value("none"), std::nullopt);
}

TEST_P(EngineConformanceTest, RefusesReadsOfKeysThatCannotBe) {
  const std::string longer(kMaxKeyBytes + 1, 'k');
  for (const std::string& key : {std::string(), longer}) {
    EXPECT_THAT(engine().Get(key), StatusIs(StatusCode::kInvalidArgument));
    EXPECT_THAT(engine().MultiGet({"good", key}),
                StatusIs(StatusCode::kInvalidArgument));
  }
  ScanRequest request;
  request.begin = longer;
  EXPECT_THAT(engine().Scan(request), StatusIs(StatusCode::kInvalidArgument));
  request.begin.clear();
  request.limit = 0;
  EXPECT_THAT(engine().Scan(request), StatusIs(StatusCode::kInvalidArgument));
  request.limit = 1;
  request.max_bytes = kMaxPageBytes + 1;
  EXPECT_THAT(engine().Scan(request), StatusIs(StatusCode::kInvalidArgument));
}

TEST_P(EngineConformanceTest, MultiGetAnswersInTheOrderAsked) {
  MustCommit(PutBatch({{"a", "1"}, {"b", "2"}}));
  ASSERT_OK_AND_ASSIGN(const auto rows,
                       engine().MultiGet({"b", "none", "a", "b"}));
  ASSERT_EQ(rows.size(), 4);
  EXPECT_EQ(rows[0]->value, "2");
  EXPECT_FALSE(rows[1].has_value());
  EXPECT_EQ(rows[2]->value, "1");
  EXPECT_EQ(rows[3]->value, "2");
  EXPECT_OK(engine().MultiGet({}));
  EXPECT_OK(
      engine().MultiGet(std::vector<std::string>(kMaxKeysPerMultiGet, "a")));
  EXPECT_THAT(
      engine().MultiGet(std::vector<std::string>(kMaxKeysPerMultiGet + 1, "a")),
      StatusIs(StatusCode::kInvalidArgument));
}

TEST_P(EngineConformanceTest, ScansRangesInBothDirections) {
  MustCommit(PutBatch({{"a", ""}, {"b", ""}, {"ba", ""}, {"c", ""}}));
  ScanRequest request;
  request.begin = "b";
  request.end = "c";
  EXPECT_THAT(Keys(engine(), request), ElementsAre("b", "ba"));
  request.reverse = true;
  EXPECT_THAT(Keys(engine(), request), ElementsAre("ba", "b"));
  request.end = "b";
  EXPECT_THAT(Keys(engine(), request), IsEmpty());
  request.end = "a";
  EXPECT_THAT(Keys(engine(), request), IsEmpty());
  ScanRequest all;
  all.reverse = true;
  EXPECT_THAT(Keys(engine(), all), ElementsAre("c", "ba", "b", "a"));
}

TEST_P(EngineConformanceTest, ScansPrefixesUpToTheLastByte) {
  MustCommit(PutBatch({{"\xff", ""},
                       {"\xff\xff", ""},
                       {"a\xff", ""},
                       {"a\xff!", ""},
                       {"b", ""}}));
  EXPECT_THAT(Keys(engine(), ScanPrefix("a\xff")),
              ElementsAre("a\xff", "a\xff!"));
  EXPECT_THAT(Keys(engine(), ScanPrefix("\xff")),
              ElementsAre("\xff", "\xff\xff"));
}

// Any limits, in both directions: pages together are the range, each once.
TEST_P(EngineConformanceTest, PagesTogetherAreTheWholeRange) {
  std::mt19937 random(7);
  Batch batch;
  std::vector<std::string> keys;
  for (int i = 100; i < 400; ++i) {
    keys.push_back(absl::StrCat("row/", i));
    batch.Put(keys.back(), std::string(random() % 300, 'v'));
  }
  MustCommit(batch);
  for (int round = 0; round < 30; ++round) {
    ScanRequest request = ScanPrefix("row/");
    request.limit = 1 + random() % 40;
    request.max_bytes = 1 + random() % 2000;
    request.reverse = round % 2 == 1;
    std::vector<std::string> expected = keys;
    if (request.reverse) std::reverse(expected.begin(), expected.end());
    EXPECT_THAT(Keys(engine(), request), ElementsAreArray(expected));
  }
}

TEST_P(EngineConformanceTest, PagesKeepToTheirLimits) {
  Batch batch;
  for (int i = 0; i < 20; ++i) {
    batch.Put(absl::StrCat("row", 10 + i), std::string(1000, 'v'));
  }
  batch.Put("rox", std::string(kMaxValueBytes, 'v'));
  MustCommit(batch);
  ScanRequest request = ScanPrefix("row");
  request.limit = 3;
  ASSERT_OK_AND_ASSIGN(Page page, engine().Scan(request));
  EXPECT_LE(page.rows.size(), 3);
  EXPECT_TRUE(page.cursor.has_value());
  request.limit = 100;
  request.max_bytes = 2500;
  ASSERT_OK_AND_ASSIGN(page, engine().Scan(request));
  EXPECT_LE(page.rows.size(), 2);
  EXPECT_TRUE(page.cursor.has_value());
  request = ScanPrefix("rox");
  request.max_bytes = 1;
  ASSERT_OK_AND_ASSIGN(page, engine().Scan(request));
  EXPECT_EQ(page.rows.size(), 1) << "a row over max_bytes comes alone";
  EXPECT_FALSE(page.cursor.has_value());
}

TEST_P(EngineConformanceTest, SnapshotStaysAtItsMoment) {
  const Version before = MustPut("a", "before");
  MustPut("gone", "here");
  ASSERT_OK_AND_ASSIGN(const auto snapshot, engine().NewSnapshot());
  Batch batch = PutBatch({{"a", "after"}, {"b", "new"}});
  batch.Delete("gone");
  MustCommit(batch);

  ASSERT_OK_AND_ASSIGN(const auto row, snapshot->Get("a"));
  EXPECT_EQ(row->value, "before");
  EXPECT_EQ(row->version, before);
  ASSERT_OK_AND_ASSIGN(const auto rows, snapshot->MultiGet({"b", "gone"}));
  EXPECT_FALSE(rows[0].has_value());
  EXPECT_TRUE(rows[1].has_value());
  EXPECT_THAT(Keys(*snapshot, ScanPrefix("")), ElementsAre("a", "gone"));
  EXPECT_THAT(Keys(engine(), ScanPrefix("")), ElementsAre("a", "b"));
}

TEST_P(EngineConformanceTest, SnapshotExpiresOnTime) {
  MustPut("a", "1");
  ASSERT_OK_AND_ASSIGN(const auto snapshot, engine().NewSnapshot());
  Pass(kMaxSnapshotAge);
  for (const absl::Status& status :
       {snapshot->Get("a").status(), snapshot->MultiGet({"a"}).status(),
        snapshot->Scan(ScanPrefix("")).status()}) {
    EXPECT_TRUE(IsSnapshotExpired(status)) << status;
    EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  }
  EXPECT_THAT(Value("a"), Optional(std::string("1")));
  EXPECT_OK(engine().NewSnapshot());
  EXPECT_FALSE(IsSnapshotExpired(absl::FailedPreconditionError("other")));
}

TEST_P(EngineConformanceTest, SnapshotLivesUntilThen) {
  MustPut("a", "1");
  ASSERT_OK_AND_ASSIGN(const auto snapshot, engine().NewSnapshot());
  for (int i = 0; i < 10; ++i) MustPut("a", "2");
  Pass(kMaxSnapshotAge - absl::Milliseconds(1));
  MustPut("a", "3");
  ASSERT_OK_AND_ASSIGN(const auto row, snapshot->Get("a"));
  EXPECT_EQ(row->value, "1");
}

}  // namespace
}  // namespace homeward::storage
