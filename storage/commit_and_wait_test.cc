#include "storage/commit_and_wait.h"

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "storage/commit_group.h"
#include "storage/committer.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/log/audit_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;

class CommitAndWaitTest : public ::testing::Test {
 protected:
  CommitAndWaitTest() : kit_("commit_and_wait") {
    EXPECT_OK(kit_.OpenLog());
    CommitterOptions options;
    committer_ = std::make_unique<Committer>(kit_.engine(), &kit_.log(),
                                             std::move(options));
  }

  AuditTestKit kit_;
  std::unique_ptr<Committer> committer_;
};

// A row and an entry about it.
Submission Change(const std::string& key) {
  Submission submission;
  submission.writes.Put(key, "value");
  submission.entries.push_back({absl::StrCat("about ", key), "details"});
  return submission;
}

TEST_F(CommitAndWaitTest, RowAndEntryAreThereWhenItReturns) {
  ASSERT_OK(CommitAndWait(committer_.get(), Change("a")));
  ASSERT_OK_AND_ASSIGN(const auto row, kit_.engine()->Get("a"));
  EXPECT_TRUE(row.has_value());
  EXPECT_EQ(kit_.log().Current().size, 1u);
}

TEST_F(CommitAndWaitTest, AConflictLeavesNeitherRowNorEntry) {
  ASSERT_OK(CommitAndWait(committer_.get(), Change("a")));
  Submission again = Change("a");
  again.writes.ExpectAbsent("a");
  again.writes.Put("b", "value");
  EXPECT_THAT(CommitAndWait(committer_.get(), std::move(again)),
              StatusIs(StatusCode::kAborted));
  ASSERT_OK_AND_ASSIGN(const auto row, kit_.engine()->Get("b"));
  EXPECT_FALSE(row.has_value());
  EXPECT_EQ(kit_.log().Current().size, 1u);
}

TEST_F(CommitAndWaitTest, WhatCanNeverBeQueuedIsRefusedAtOnce) {
  Submission huge = Change("a");
  huge.writes.Put("b", std::string(kMaxValueBytes + 1, 'x'));
  EXPECT_THAT(CommitAndWait(committer_.get(), std::move(huge)),
              StatusIs(StatusCode::kResourceExhausted));
  committer_->Stop();
  EXPECT_THAT(CommitAndWait(committer_.get(), Change("a")),
              StatusIs(StatusCode::kUnavailable));
  EXPECT_EQ(kit_.log().Current().size, 0u);
}

TEST_F(CommitAndWaitTest, ManyThreadsWaitEachForTheirOwn) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([this, i] {
      const std::string key = absl::StrCat("key ", i);
      EXPECT_OK(CommitAndWait(committer_.get(), Change(key)));
      const auto row = kit_.engine()->Get(key);
      ASSERT_TRUE(row.ok());
      EXPECT_TRUE(row->has_value());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(kit_.log().Current().size, 8u);
}

}  // namespace
}  // namespace homeward::storage
