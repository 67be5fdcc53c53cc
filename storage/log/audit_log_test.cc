#include "storage/log/audit_log.h"

#include <unistd.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/durable_file.h"
#include "storage/log/audit_test_kit.h"
#include "storage/log/merkle.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

class AuditLogTest : public ::testing::Test {
 protected:
  AuditLogTest()
      : kit_(::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    EXPECT_OK(kit_.OpenLog());
  }

  AuditTestKit kit_;
};

TEST_F(AuditLogTest, StartsEmptyAndReadsBackWhatWasAppended) {
  EXPECT_EQ(kit_.log().Current().size, 0u);
  EXPECT_EQ(kit_.log().Current().root, Sha256({}));
  kit_.Append(3);
  ASSERT_OK_AND_ASSIGN(const auto records, kit_.log().Read(1, 10));
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].index, 1u);
  EXPECT_EQ(records[0].metadata, "metadata 1");
  ASSERT_TRUE(records[0].details.has_value());
  EXPECT_EQ(records[0].details->view(), "details 1");
  ASSERT_OK_AND_ASSIGN(const auto none, kit_.log().Read(3, 10));
  EXPECT_TRUE(none.empty());
}

TEST_F(AuditLogTest, FindsEntriesByTheirTopicAndNoOther) {
  kit_.Append(3);
  kit_.AppendWithTopic("query-1");
  kit_.AppendWithTopic("query-12");
  kit_.AppendWithTopic("query-1");
  ASSERT_OK_AND_ASSIGN(const auto found, kit_.log().Find("query-1", 10));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].index, 3u);
  EXPECT_EQ(found[1].index, 5u);
  ASSERT_OK_AND_ASSIGN(const auto none, kit_.log().Find("query", 10));
  EXPECT_TRUE(none.empty());
}

TEST_F(AuditLogTest, HidesDetailsOnDisk) {
  kit_.Append(1);
  for (const std::string& key : {kit_.keys().Leaf(0), kit_.keys().Details(0)}) {
    EXPECT_THAT((*kit_.engine()->Get(key))->value, Not(HasSubstr("details 0")));
  }
}

TEST_F(AuditLogTest, GoesOnAcrossManyTilesAndReopenings) {
  Frontier expected;
  for (int round = 0; round < 8; ++round) {
    kit_.Append(97);
    const uint64_t size = kit_.log().Current().size;
    for (uint64_t i = expected.size(); i < size; ++i) {
      expected.Append(
          LeafHash((*kit_.engine()->Get(kit_.keys().Leaf(i)))->value));
    }
    ASSERT_EQ(kit_.log().Current().root, expected.Root());
    kit_.OpenEngine();
    ASSERT_OK(kit_.OpenLog());
    ASSERT_EQ(kit_.log().Current().root, expected.Root());
    ASSERT_EQ(kit_.log().Current().size, size);
  }
}

TEST_F(AuditLogTest, ProvesEveryEntryAndEveryPast) {
  std::vector<Checkpoint> past = {kit_.log().Current()};
  for (const int count : {1, 254, 1, 1, 300, 43}) {
    kit_.Append(count);
    past.push_back(kit_.log().Current());
  }
  const Checkpoint now = past.back();
  ASSERT_OK_AND_ASSIGN(const auto records, kit_.log().Read(0, 1000));
  for (const AuditRecord& record : records) {
    ASSERT_OK_AND_ASSIGN(const auto proof,
                         kit_.log().InclusionProof(record.index, now.size));
    ASSERT_THAT(VerifyInclusion(record.leaf_hash, record.index, now.size, proof,
                                now.root),
                IsOk());
  }
  for (const Checkpoint& old : past) {
    ASSERT_OK_AND_ASSIGN(const auto proof,
                         kit_.log().ConsistencyProof(old.size, now.size));
    ASSERT_THAT(
        VerifyConsistency(old.size, old.root, now.size, now.root, proof),
        IsOk());
  }
  EXPECT_THAT(kit_.log().InclusionProof(0, now.size + 1),
              StatusIs(StatusCode::kOutOfRange));
}

TEST_F(AuditLogTest, StagingAloneChangesNothing) {
  kit_.Append(5);
  const Checkpoint before = kit_.log().Current();
  Batch batch;
  ASSERT_OK(kit_.log().Stage({{"m", "d"}}, &batch));
  EXPECT_EQ(kit_.log().Current().root, before.root);
  ASSERT_OK(kit_.OpenLog());
  EXPECT_EQ(kit_.log().Current().root, before.root);
}

TEST_F(AuditLogTest, TwoWritersCannotBothAppend) {
  kit_.Append(5);
  Batch batch;
  ASSERT_OK_AND_ASSIGN(const auto staged,
                       kit_.log().Stage({{"m", "d"}}, &batch));
  ASSERT_OK_AND_ASSIGN(const auto other,
                       AuditLog::Open(kit_.engine(), kit_.Options()));
  kit_.Append(1);
  const CommitResult result =
      kit_.engine()->Commit(batch, Durability::kDurable);
  EXPECT_EQ(result.outcome, CommitOutcome::kConflict);
  EXPECT_OK(kit_.log().CheckNotReplaced(result.conflicts));
  EXPECT_THAT(other->CheckNotReplaced(result.conflicts),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("another")));
}

TEST_F(AuditLogTest, SignsOnceForEachHeadAndGoesOnAfterReopening) {
  EXPECT_OK(kit_.log().SignHead());
  EXPECT_EQ(kit_.log().SignedHead(), "");
  kit_.Append(5);
  ASSERT_OK(kit_.log().SignHead());
  const std::string head = kit_.log().SignedHead();
  ASSERT_OK_AND_ASSIGN(const Checkpoint opened,
                       OpenCheckpoint(head, kit_.key(), kit_.origin()));
  EXPECT_EQ(opened.size, 5u);
  EXPECT_EQ(opened.root, kit_.log().Current().root);
  ASSERT_OK(kit_.OpenLog());
  EXPECT_EQ(kit_.log().SignedHead(), head);
}

TEST_F(AuditLogTest, SeesAStoreThatWasRolledBack) {
  kit_.Append(5);
  ASSERT_OK(kit_.log().SignHead());
  // A store from before, with the head file of today.
  AuditTestKit old("old_store");
  ASSERT_OK(old.OpenLog());
  old.Append(3);
  AuditLogOptions options = kit_.Options();
  EXPECT_THAT(AuditLog::Open(old.engine(), std::move(options)),
              StatusIs(StatusCode::kDataLoss, HasSubstr("rolled back")));
  // One with as many entries, but others.
  old.Append(4);
  EXPECT_THAT(AuditLog::Open(old.engine(), kit_.Options()),
              StatusIs(StatusCode::kDataLoss, HasSubstr("not those")));
}

TEST_F(AuditLogTest, WantsItsHeadFileBack) {
  kit_.Append(5);
  ASSERT_OK(kit_.log().SignHead());
  kit_.Append(1);
  ASSERT_EQ(unlink(kit_.head_file().c_str()), 0);
  EXPECT_THAT(kit_.OpenLog(),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("missing")));
  ASSERT_OK(ReplaceFile(kit_.head_file(), "not a note"));
  EXPECT_THAT(kit_.OpenLog(), StatusIs(StatusCode::kFailedPrecondition,
                                       HasSubstr("put back its newest copy")));
}

TEST_F(AuditLogTest, RefusesToOpenADamagedEdge) {
  kit_.Append(300);
  kit_.Flip(kit_.keys().Leaf(299), 3);
  EXPECT_THAT(kit_.OpenLog(), StatusIs(StatusCode::kDataLoss));
  kit_.Flip(kit_.keys().Leaf(299), 3);
  ASSERT_OK(kit_.OpenLog());
  kit_.Drop(kit_.keys().Leaf(299));
  EXPECT_THAT(kit_.OpenLog(),
              StatusIs(StatusCode::kDataLoss, HasSubstr("299")));
}

TEST_F(AuditLogTest, RefusesAnEntryPastItsHead) {
  kit_.Append(3);
  kit_.Overwrite(kit_.keys().Leaf(3), std::string(60, 'x'));
  EXPECT_THAT(kit_.OpenLog(), StatusIs(StatusCode::kDataLoss));
}

TEST_F(AuditLogTest, DetailsUnderAnErasedKeyAreAbsent) {
  kit_.Append(2);
  AuditLogOptions options = kit_.Options();
  options.details_key = Secret(std::string(32, 'n'));
  ASSERT_OK_AND_ASSIGN(const auto log,
                       AuditLog::Open(kit_.engine(), std::move(options)));
  ASSERT_OK_AND_ASSIGN(const auto records, log->Read(0, 2));
  EXPECT_FALSE(records[0].details.has_value());
  EXPECT_EQ(records[0].metadata, "metadata 0");
}

TEST_F(AuditLogTest, ChangedDetailsAreAnError) {
  kit_.Append(2);
  kit_.Flip(kit_.keys().Details(1), 3);
  EXPECT_THAT(kit_.log().Read(0, 2), StatusIs(StatusCode::kDataLoss));
}

TEST_F(AuditLogTest, ASignerThatFailsKeepsTheOldHead) {
  kit_.Append(1);
  AuditLogOptions options = kit_.Options();
  options.sign = [](absl::string_view) -> absl::StatusOr<std::string> {
    return absl::UnavailableError("the token is out");
  };
  ASSERT_OK_AND_ASSIGN(const auto log,
                       AuditLog::Open(kit_.engine(), std::move(options)));
  EXPECT_OK(log->LastSigning());
  EXPECT_THAT(log->SignHead(), StatusIs(StatusCode::kUnavailable));
  EXPECT_EQ(log->SignedHead(), "");
  EXPECT_THAT(log->LastSigning(), StatusIs(StatusCode::kUnavailable));
}

TEST_F(AuditLogTest, WantsAWholeDetailsKey) {
  AuditLogOptions options = kit_.Options();
  options.details_key = Secret("short");
  EXPECT_THAT(AuditLog::Open(kit_.engine(), std::move(options)),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("details key")));
}

}  // namespace
}  // namespace homeward::storage
