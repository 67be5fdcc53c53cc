#include "storage/commit_group.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;

Submission Put(absl::string_view key) {
  Submission submission;
  submission.writes.Put(key, "value");
  return submission;
}

Submission PutIf(absl::string_view key, absl::string_view version) {
  Submission submission = Put(key);
  submission.writes.ExpectVersion(key, Version::FromBytes(version));
  return submission;
}

TEST(CommitGroupTest, TakesIndependentSubmissions) {
  const Submission a = PutIf("a", "1");
  const Submission b = PutIf("b", "1");
  CommitGroup group;
  EXPECT_TRUE(group.TryAdd(a));
  EXPECT_TRUE(group.TryAdd(b));
}

TEST(CommitGroupTest, KeepsApartAConditionOnARowThatAnEarlierOneWrites) {
  const Submission a = Put("a");
  const Submission b = PutIf("a", "1");
  CommitGroup group;
  EXPECT_TRUE(group.TryAdd(a));
  EXPECT_FALSE(group.TryAdd(b));
  // The other way round they are the same as one after the other.
  CommitGroup other;
  EXPECT_TRUE(other.TryAdd(b));
  EXPECT_TRUE(other.TryAdd(a));
}

TEST(CommitGroupTest, KeepsApartConditionsThatContradict) {
  Submission reads_one;
  reads_one.writes.ExpectVersion("mou", Version::FromBytes("1"));
  Submission reads_two;
  reads_two.writes.ExpectVersion("mou", Version::FromBytes("2"));
  const Submission reads_one_too = reads_one;
  CommitGroup group;
  EXPECT_TRUE(group.TryAdd(reads_one));
  EXPECT_FALSE(group.TryAdd(reads_two));
  EXPECT_TRUE(group.TryAdd(reads_one_too));
}

TEST(CommitGroupTest, StopsAtTheLimitsOfACommit) {
  Submission many;
  for (int i = 0; i < 300; ++i) many.entries.push_back({"m", "d"});
  EXPECT_THAT(CheckSubmission(many), IsOk());
  const Submission other = many;
  CommitGroup group;
  EXPECT_TRUE(group.TryAdd(many));
  EXPECT_FALSE(group.TryAdd(other));
  Submission big;
  for (int i = 0; i < 8; ++i) {
    big.writes.Put(absl::StrCat(i), std::string(60000, 'x'));
  }
  const Submission big_too = big;
  CommitGroup bytes;
  EXPECT_TRUE(bytes.TryAdd(big));
  EXPECT_FALSE(bytes.TryAdd(big_too));
}

TEST(CheckSubmissionTest, RefusesWhatCanNeverFit) {
  Submission many;
  for (int i = 0; i < 491; ++i) many.entries.push_back({"", ""});
  EXPECT_THAT(CheckSubmission(many), StatusIs(StatusCode::kResourceExhausted));
  Submission conditions;
  for (int i = 0; i < 64; ++i) {
    conditions.writes.ExpectVersion(absl::StrCat(i), Version::FromBytes("1"));
  }
  EXPECT_THAT(CheckSubmission(conditions),
              StatusIs(StatusCode::kResourceExhausted));
  Submission bytes;
  for (int i = 0; i < 15; ++i) {
    bytes.writes.Put(absl::StrCat(i), std::string(65000, 'x'));
  }
  EXPECT_THAT(CheckSubmission(bytes), StatusIs(StatusCode::kResourceExhausted));
  EXPECT_THAT(CheckSubmission(Put("")), StatusIs(StatusCode::kInvalidArgument));
  Submission metadata;
  metadata.entries.push_back(
      {std::string(kMaxAuditMetadataBytes + 1, 'x'), ""});
  EXPECT_THAT(CheckSubmission(metadata),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST(AddToTest, MergesAndDoesNotRepeatConditions) {
  Batch batch;
  AddTo(PutIf("a", "1").writes, &batch);
  AddTo(PutIf("a", "1").writes, &batch);
  Submission absent = Put("b");
  absent.writes.ExpectAbsent("b");
  absent.writes.Delete("c");
  AddTo(absent.writes, &batch);
  EXPECT_EQ(batch.operations().size(), 4u);
  ASSERT_EQ(batch.conditions().size(), 2u);
  EXPECT_EQ(batch.conditions()[0].version, Version::FromBytes("1"));
  EXPECT_FALSE(batch.conditions()[1].version.has_value());
  EXPECT_FALSE(batch.operations()[3].value.has_value());
  const std::string key = "b";
  EXPECT_TRUE(DependsOn(batch, {&key, 1}));
}

}  // namespace
}  // namespace homeward::storage
