#include "storage/log/audit_verify.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/durable_file.h"
#include "storage/log/audit_entry.h"
#include "storage/log/audit_test_kit.h"
#include "storage/log/checkpoint.h"
#include "storage/log/ed25519_for_test.h"
#include "storage/log/merkle.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::testing::HasSubstr;

// A log of 600 entries (two full tiles and a part), signed at 550 and 600.
class AuditVerifyTest : public ::testing::Test {
 protected:
  AuditVerifyTest()
      : kit_(::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    EXPECT_OK(kit_.OpenLog());
    kit_.Append(300);
    kit_.Append(250);
    EXPECT_OK(kit_.log().SignHead());
    kit_.Append(50);
    EXPECT_OK(kit_.log().SignHead());
  }

  AuditVerdict Verify() {
    const auto head = ReadSmallFile(kit_.head_file(), 10000);
    EXPECT_OK(head);
    const auto verdict = VerifyAuditLog(
        *kit_.engine(), {"front-1",
                         kit_.origin(),
                         kit_.key(),
                         {*head},
                         [this](uint64_t done, uint64_t size) {
                           EXPECT_LE(done, size);
                           progress_ = done;
                           return true;
                         },
                         TopicOf,
                         [this](uint64_t index, absl::string_view sealed) {
                           return kit_.log().Opens(index, sealed);
                         }});
    EXPECT_OK(verdict);
    return *verdict;
  }

  // Of the entries that AppendWithTopic() made.
  static std::string TopicOf(absl::string_view metadata) {
    return metadata == "metadata" ? "q-1" : "";
  }

  AuditTestKit kit_;
  uint64_t progress_ = 0;
};

TEST_F(AuditVerifyTest, AWholeLogHolds) {
  const AuditVerdict verdict = Verify();
  EXPECT_TRUE(verdict.ok()) << verdict.problem;
  EXPECT_EQ(verdict.size, 600u);
  EXPECT_EQ(verdict.signed_size, 600u);
  EXPECT_EQ(progress_, 600u);
}

TEST_F(AuditVerifyTest, ItCanBeStopped) {
  uint64_t seen = 0;
  const auto verdict = VerifyAuditLog(
      *kit_.engine(),
      {"front-1", kit_.origin(), kit_.key(), {}, [&](uint64_t done, uint64_t) {
         seen = done;
         return false;
       }});
  EXPECT_EQ(verdict.status().code(), absl::StatusCode::kCancelled);
  EXPECT_LT(seen, 600u);
}

TEST_F(AuditVerifyTest, ErasedDetailsLeaveEveryProofValid) {
  EXPECT_EQ(Verify().erased_details, 0u);
  kit_.AppendUnreadable(3);
  const AuditVerdict verdict = Verify();
  EXPECT_TRUE(verdict.ok()) << verdict.problem;
  EXPECT_EQ(verdict.erased_details, 3u);
  EXPECT_EQ(verdict.size, 603u);
}

TEST_F(AuditVerifyTest, FindsDetailsThatWereTakenOut) {
  kit_.Drop(kit_.keys().Details(7));
  const AuditVerdict verdict = Verify();
  EXPECT_EQ(verdict.first_bad_index, 7u);
  EXPECT_THAT(verdict.problem, HasSubstr("details of entry 7 are missing"));
}

TEST_F(AuditVerifyTest, FindsATopicThatWasPutIn) {
  for (int i = 0; i < 300; ++i) kit_.AppendWithTopic("q-1");
  Batch batch;
  batch.Put(kit_.keys().Topic("q-2", 20), "");
  ASSERT_OK(kit_.engine()->Commit(batch, Durability::kDurable).status);
  EXPECT_THAT(Verify().problem, HasSubstr("1 rows find entries by a topic"));
}

TEST_F(AuditVerifyTest, FindsATopicThatWasTakenOut) {
  for (int i = 0; i < 300; ++i) kit_.AppendWithTopic("q-1");
  EXPECT_TRUE(Verify().ok()) << Verify().problem;
  kit_.Drop(kit_.keys().Topic("q-1", 850));
  EXPECT_EQ(Verify().first_bad_index, 850u);
  kit_.Drop(kit_.keys().Topic("q-1", 600));
  const AuditVerdict verdict = Verify();
  EXPECT_EQ(verdict.first_bad_index, 600u);
  EXPECT_THAT(verdict.problem, HasSubstr("not found by its topic"));
}

TEST_F(AuditVerifyTest, FindsAFlippedEntry) {
  kit_.Flip(kit_.keys().Leaf(301), 20);
  const AuditVerdict verdict = Verify();
  EXPECT_FALSE(verdict.ok());
  EXPECT_EQ(verdict.first_bad_index, 301u);
}

TEST_F(AuditVerifyTest, FindsAFlippedEntryInTheIncompleteTile) {
  kit_.Flip(kit_.keys().Leaf(530), 20);
  const AuditVerdict verdict = Verify();
  EXPECT_FALSE(verdict.ok());
  ASSERT_TRUE(verdict.first_bad_index.has_value());
  EXPECT_LE(*verdict.first_bad_index, 530u);
}

TEST_F(AuditVerifyTest, FindsChangedDetails) {
  kit_.Flip(kit_.keys().Details(599), 20);
  EXPECT_EQ(Verify().first_bad_index, 599u);
}

TEST_F(AuditVerifyTest, FindsADroppedRow) {
  kit_.Drop(kit_.keys().Leaf(12));
  const AuditVerdict verdict = Verify();
  EXPECT_EQ(verdict.first_bad_index, 12u);
  EXPECT_THAT(verdict.problem, HasSubstr("missing"));
}

TEST_F(AuditVerifyTest, FindsDamagedAndMissingTiles) {
  kit_.Flip(kit_.keys().Tile(0, 1), 32 * 9 + 1);
  EXPECT_EQ(Verify().first_bad_index, 256u + 9);
  kit_.Flip(kit_.keys().Tile(0, 1), 32 * 9 + 1);
  EXPECT_TRUE(Verify().ok());
  kit_.Flip(kit_.keys().Tile(1, 0), 40);
  EXPECT_THAT(Verify().problem, HasSubstr("level 1"));
  kit_.Flip(kit_.keys().Tile(1, 0), 40);
  kit_.Drop(kit_.keys().Tile(0, 0));
  EXPECT_EQ(Verify().first_bad_index, 0u);
}

// Cuts the log back to its first `size` entries, with every row consistent.
TEST_F(AuditVerifyTest, FindsATruncatedLogEvenIfItsRowsAgree) {
  Frontier shorter;
  for (uint64_t i = 0; i < 580; ++i) {
    shorter.Append(LeafHash((*kit_.engine()->Get(kit_.keys().Leaf(i)))->value));
  }
  for (uint64_t i = 580; i < 600; ++i) kit_.Drop(kit_.keys().Leaf(i));
  kit_.Overwrite(kit_.keys().Meta(), EncodeAuditMeta(shorter));
  const AuditVerdict verdict = Verify();
  EXPECT_THAT(verdict.problem, HasSubstr("rolled back"));
  EXPECT_EQ(verdict.first_bad_index, 580u);
}

// Someone with the disk, but not the key, rewrites an entry and all hashes.
TEST_F(AuditVerifyTest, FindsARewrittenLogWhoseRowsAgree) {
  kit_.Flip(kit_.keys().Leaf(560), 20);
  Frontier rewritten;
  for (uint64_t i = 0; i < 600; ++i) {
    rewritten.Append(
        LeafHash((*kit_.engine()->Get(kit_.keys().Leaf(i)))->value));
  }
  kit_.Overwrite(kit_.keys().Meta(), EncodeAuditMeta(rewritten));
  const AuditVerdict verdict = Verify();
  EXPECT_THAT(verdict.problem, HasSubstr("signed"));
  // 550 entries are as they were signed; the damage is after them.
  EXPECT_EQ(verdict.first_bad_index, 550u);
}

TEST_F(AuditVerifyTest, FindsAForgedCheckpoint) {
  const TestSigner forger(std::string(32, 'f'));
  const auto forged =
      SignCheckpoint({kit_.origin(), 600, LeafHash("forged"), ""},
                     forger.NoteKeyNamed("front-1"), forger.sign());
  ASSERT_OK(forged);
  kit_.Overwrite(kit_.keys().Head(), *forged);
  EXPECT_THAT(Verify().problem, HasSubstr("checkpoint"));
}

TEST_F(AuditVerifyTest, FindsADamagedHeadRow) {
  kit_.Flip(kit_.keys().Meta(), 0);
  EXPECT_FALSE(Verify().ok());
  kit_.Flip(kit_.keys().Meta(), 0);
  kit_.Flip(kit_.keys().Meta(), 12);
  EXPECT_EQ(Verify().first_bad_index, 0u);
}

TEST_F(AuditVerifyTest, TellsAnErrorFromAVerdict) {
  EXPECT_THAT(
      VerifyAuditLog(*kit_.engine(), {"No/Name", "o", kit_.key(), {}, nullptr}),
      ::homeward::testing::StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::storage
