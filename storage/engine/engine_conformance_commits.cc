// Batches, conditions, outcomes and threads: promises 2, 3, 4, 5 and 9.

#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/engine/engine_conformance.h"
#include "storage/engine/erase_prefix.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOkAndHolds;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::Optional;
using ::testing::UnorderedElementsAre;

TEST_P(EngineConformanceTest, CommitIsReadBackAtOnceWithItsVersion) {
  const Version version = MustCommit(PutBatch({{"a", "1"}, {"b", "2"}}));
  ASSERT_OK_AND_ASSIGN(const auto rows, engine().MultiGet({"a", "b"}));
  EXPECT_EQ(rows[0]->version, version);
  EXPECT_EQ(rows[1]->version, version);
  ASSERT_OK_AND_ASSIGN(const Page page, engine().Scan(ScanPrefix("a")));
  EXPECT_EQ(page.rows[0].version, version);
  EXPECT_EQ(Version::FromBytes(version.bytes()), version);
  EXPECT_NE(Version(), version);
}

TEST_P(EngineConformanceTest, CommitIsThereAfterReopening) {
  const Version version = MustPut("a", "relaxed");
  MustCommit(PutBatch({{"b", "durable"}}), Durability::kDurable);
  Reopen();
  EXPECT_THAT(Value("a"), Optional(std::string("relaxed")));
  EXPECT_THAT(Value("b"), Optional(std::string("durable")));
  EXPECT_EQ((*engine().Get("a"))->version, version);
}

TEST_P(EngineConformanceTest, VersionsAreNeverUsedTwice) {
  std::set<std::string> seen;
  for (int reopened = 0; reopened < 4; ++reopened) {
    for (int i = 0; i < 50; ++i) {
      EXPECT_TRUE(seen.insert(MustPut("a", "same").bytes()).second);
    }
    Reopen();
  }
}

TEST_P(EngineConformanceTest, LastWriteToAKeyWins) {
  Batch batch = PutBatch({{"a", "1"}, {"b", "1"}});
  batch.Delete("a");
  batch.Put("b", "2");
  batch.Delete("c");
  batch.Put("c", "3");
  MustCommit(batch);
  EXPECT_EQ(Value("a"), std::nullopt);
  EXPECT_THAT(Value("b"), Optional(std::string("2")));
  EXPECT_THAT(Value("c"), Optional(std::string("3")));
}

TEST_P(EngineConformanceTest, LastWriteToAKeyWinsAmongMany) {
  Batch batch;
  for (int i = 0; i < 300; ++i) {
    const std::string key = absl::StrCat("key", i * 7 % 20);
    batch.Put(key, absl::StrCat(i));
    if (i >= 280 && i % 2 == 0) batch.Delete(key);
  }
  MustCommit(batch);
  for (int i = 280; i < 300; ++i) {
    const auto value = Value(absl::StrCat("key", i * 7 % 20));
    EXPECT_EQ(value, i % 2 == 0 ? std::nullopt
                                : std::optional<std::string>(absl::StrCat(i)));
  }
}

TEST_P(EngineConformanceTest, ConditionsThatHoldCommit) {
  const Version version = MustPut("read", "1");
  Batch batch = PutBatch({{"new", "1"}});
  batch.ExpectVersion("read", version);
  batch.ExpectAbsent("new");
  MustCommit(batch);
  EXPECT_THAT(Value("new"), Optional(std::string("1")));
}

TEST_P(EngineConformanceTest, ConflictNamesItsKeysAndChangesNothing) {
  const Version old = MustPut("changed", "1");
  const Version gone = MustPut("deleted", "1");
  MustPut("present", "1");
  const Version holds = MustPut("holds", "1");
  MustPut("changed", "1");  // The same bytes, another version.
  Batch removal;
  removal.Delete("deleted");
  MustCommit(removal);

  Batch batch = PutBatch({{"other", "x"}, {"present", "x"}});
  batch.ExpectVersion("changed", old);
  batch.ExpectVersion("deleted", gone);
  batch.ExpectVersion("never", Version());
  batch.ExpectVersion("holds", holds);
  batch.ExpectAbsent("present");
  const CommitResult result = engine().Commit(batch, Durability::kDurable);
  EXPECT_EQ(result.outcome, CommitOutcome::kConflict);
  EXPECT_THAT(result.status, StatusIs(StatusCode::kAborted));
  EXPECT_THAT(result.conflicts,
              UnorderedElementsAre("changed", "deleted", "never", "present"));
  EXPECT_EQ(Value("other"), std::nullopt);
  EXPECT_THAT(Value("present"), Optional(std::string("1")));
}

TEST_P(EngineConformanceTest, VersionOfADeletedRowNeverComesBack) {
  const Version first = MustPut("a", "1");
  Batch removal;
  removal.Delete("a");
  MustCommit(removal);
  MustPut("a", "1");
  Batch batch = PutBatch({{"b", "1"}});
  batch.ExpectVersion("a", first);
  EXPECT_EQ(engine().Commit(batch, Durability::kRelaxed).outcome,
            CommitOutcome::kConflict);
}

TEST_P(EngineConformanceTest, AbsenceMayBeExpectedOnlyOfWhatIsWritten) {
  Batch batch = PutBatch({{"a", "1"}});
  batch.ExpectAbsent("b");
  const CommitResult result = engine().Commit(batch, Durability::kRelaxed);
  EXPECT_EQ(result.outcome, CommitOutcome::kInvalid);
  EXPECT_EQ(Value("a"), std::nullopt);
}

TEST_P(EngineConformanceTest, RefusesBadKeysAndChangesNothing) {
  for (const std::string& key :
       {std::string(), std::string(kMaxKeyBytes + 1, 'k')}) {
    Batch put = PutBatch({{"a", "1"}, {key, "1"}});
    Batch removal = PutBatch({{"a", "1"}});
    removal.Delete(key);
    Batch condition = PutBatch({{"a", "1"}});
    condition.ExpectVersion(key, Version());
    for (const Batch& batch : {put, removal, condition}) {
      EXPECT_EQ(engine().Commit(batch, Durability::kRelaxed).outcome,
                CommitOutcome::kInvalid);
    }
  }
  EXPECT_EQ(Value("a"), std::nullopt);
}

TEST_P(EngineConformanceTest, TakesBatchesUpToEachLimitAndNoFurther) {
  Batch operations;
  for (int i = 0; i < kMaxBatchOperations; ++i) {
    operations.Put(absl::StrCat("row", i), "");
  }
  for (int i = 0; i < kMaxBatchConditions; ++i) {
    operations.ExpectAbsent(absl::StrCat("row", i));
  }
  MustCommit(operations);
  Batch conditions = operations;
  conditions.ExpectAbsent("row999");
  operations.Put("more", "");
  Batch value = PutBatch({{"more", std::string(kMaxValueBytes + 1, 'v')}});
  Batch bytes;
  for (int i = 0; i < 16; ++i) {
    bytes.Put(absl::StrCat(10 + i), std::string(kMaxValueBytes - 2, 'v'));
  }
  ASSERT_EQ(bytes.bytes(), kMaxBatchBytes);
  MustCommit(bytes);
  bytes.Put("more", "");
  for (const Batch& batch : {operations, conditions, value, bytes}) {
    const CommitResult result = engine().Commit(batch, Durability::kRelaxed);
    EXPECT_EQ(result.outcome, CommitOutcome::kTooLarge);
    EXPECT_THAT(result.status, StatusIs(StatusCode::kResourceExhausted));
  }
  EXPECT_EQ(Value("more"), std::nullopt);
}

TEST_P(EngineConformanceTest, EmptyBatchCommits) {
  EXPECT_TRUE(engine().Commit(Batch(), Durability::kDurable).ok());
}

TEST_P(EngineConformanceTest, ErasesByPrefixInParts) {
  Batch batch = PutBatch({{"a", "stays"}, {"c", "stays"}});
  for (int i = 0; i < 900; ++i) batch.Put(absl::StrCat("b/", i), "");
  MustCommit(batch);
  EXPECT_THAT(ErasePrefix(engine(), "b/", Durability::kRelaxed, 100),
              IsOkAndHolds(100));
  Reopen();
  EXPECT_THAT(ErasePrefix(engine(), "b/", Durability::kDurable, 10000),
              IsOkAndHolds(800));
  EXPECT_THAT(ErasePrefix(engine(), "b/", Durability::kDurable, 10000),
              IsOkAndHolds(0));
  EXPECT_THAT(Keys(engine(), ScanPrefix("")), ElementsAre("a", "c"));
  EXPECT_THAT(ErasePrefix(engine(), "", Durability::kDurable, 1),
              StatusIs(StatusCode::kInvalidArgument));
}

// Adds one to the number in `key`, until its condition holds.
void Increment(Engine& engine, const std::string& key) {
  while (true) {
    const auto row = engine.Get(key);
    ASSERT_OK(row);
    int64_t number = 0;
    Batch batch;
    if (row->has_value()) {
      ASSERT_TRUE(absl::SimpleAtoi((*row)->value, &number));
      batch.ExpectVersion(key, (*row)->version);
    } else {
      batch.ExpectAbsent(key);
    }
    batch.Put(key, absl::StrCat(number + 1));
    const CommitResult result = engine.Commit(batch, Durability::kRelaxed);
    if (result.ok()) return;
    ASSERT_EQ(result.outcome, CommitOutcome::kConflict) << result.status;
  }
}

TEST_P(EngineConformanceTest, ThreadsLoseNoUpdate) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 100;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([this] {
      for (int round = 0; round < kRounds; ++round) {
        Increment(engine(), absl::StrCat("counter", round % 2));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(Value("counter0"),
              Optional(absl::StrCat(kThreads * kRounds / 2)));
  EXPECT_THAT(Value("counter1"),
              Optional(absl::StrCat(kThreads * kRounds / 2)));
}

// Two rows always change together, so no read may see them differ.
TEST_P(EngineConformanceTest, ReadersSeeBatchesWhole) {
  MustCommit(PutBatch({{"a", "0"}, {"z", "0"}}));
  std::thread writer([this] {
    for (int i = 1; i <= 300; ++i) {
      const std::string value = absl::StrCat(i);
      MustCommit(PutBatch({{"a", value}, {"z", value}}));
    }
  });
  for (int i = 0; i < 300; ++i) {
    const auto rows = engine().MultiGet({"a", "z"});
    ASSERT_OK(rows);
    EXPECT_EQ((*rows)[0]->version, (*rows)[1]->version);
    ASSERT_OK_AND_ASSIGN(const auto snapshot, engine().NewSnapshot());
    const auto a = snapshot->Get("a");
    const auto z = snapshot->Get("z");
    if (!a.ok() || !z.ok()) continue;  // It may have expired early.
    EXPECT_EQ((*a)->version, (*z)->version);
  }
  writer.join();
}

}  // namespace
}  // namespace homeward::storage
