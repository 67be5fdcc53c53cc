#include "storage/engine/narrow_engine.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/waiting/steady_time.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;

class NarrowEngineTest : public ::testing::Test {
 protected:
  std::unique_ptr<Engine> Open(NarrowFaults faults, uint64_t seed = 1) {
    NarrowOptions options;
    options.seed = seed;
    options.faults = faults;
    options.clock = [this] { return now_; };
    options.spend = [this](absl::Duration time) { now_ = After(now_, time); };
    return OpenNarrow(disk_, options);
  }

  SteadyTime now_;
  std::shared_ptr<NarrowDisk> disk_ = NewNarrowDisk();
};

Batch Put(const std::string& key, const std::string& value) {
  Batch batch;
  batch.Put(key, value);
  return batch;
}

TEST_F(NarrowEngineTest, ConflictsNeedlesslyOnlyWithConditions) {
  NarrowFaults faults;
  faults.false_conflict = 1;
  const auto engine = Open(faults);
  EXPECT_TRUE(engine->Commit(Put("a", "1"), Durability::kRelaxed).ok());
  Batch batch = Put("b", "1");
  batch.ExpectAbsent("b");
  EXPECT_EQ(engine->Commit(batch, Durability::kRelaxed).outcome,
            CommitOutcome::kConflict);
  EXPECT_FALSE((*engine->Get("b")).has_value());
  EXPECT_EQ(CountsOf(*disk_).false_conflicts, 1);
}

TEST_F(NarrowEngineTest, SettlesUnknownOutcomesOnce) {
  NarrowFaults faults;
  faults.unknown_outcome = 1;
  const auto engine = Open(faults);
  for (int i = 0; i < 50; ++i) {
    Batch batch = Put(absl::StrCat(i), "1");
    batch.ExpectAbsent(absl::StrCat(i));
    const CommitResult result = engine->Commit(batch, Durability::kDurable);
    ASSERT_TRUE(result.ok()) << result.status;
    EXPECT_EQ((*engine->Get(absl::StrCat(i)))->version, result.version);
  }
  EXPECT_GT(CountsOf(*disk_).unknown_landed, 10);
  EXPECT_GT(CountsOf(*disk_).unknown_lost, 10);
}

TEST_F(NarrowEngineTest, StopsServingUntilAnOutcomeIsSettled) {
  NarrowFaults faults;
  faults.unsettled = 1;
  const auto engine = Open(faults);
  int landed = 0;
  for (int i = 0; i < 40; ++i) {
    const std::string key = absl::StrCat(i);
    EXPECT_EQ(engine->Commit(Put(key, "1"), Durability::kDurable).outcome,
              CommitOutcome::kUnavailable);
    EXPECT_THAT(engine->Get(key), StatusIs(StatusCode::kUnavailable));
    EXPECT_THAT(engine->NewSnapshot(), StatusIs(StatusCode::kUnavailable));
    EXPECT_OK(engine->Health());
    ASSERT_OK_AND_ASSIGN(const auto row, engine->Get(key));
    if (row.has_value()) ++landed;
  }
  EXPECT_GT(landed, 5);
  EXPECT_LT(landed, 35);
}

TEST_F(NarrowEngineTest, TimePassesWithEachCallAndEndsSnapshots) {
  NarrowFaults faults;
  const auto engine = Open(faults);
  ASSERT_OK_AND_ASSIGN(const auto snapshot, engine->NewSnapshot());
  int reads = 0;
  while (snapshot->Get("a").ok()) ++reads;
  EXPECT_GT(reads, 100);
  EXPECT_TRUE(IsSnapshotExpired(snapshot->Get("a").status()));
  EXPECT_GE(Between(SteadyTime(), now_), kMaxSnapshotAge);
}

TEST_F(NarrowEngineTest, SnapshotsMayExpireEarly) {
  NarrowFaults faults;
  faults.early_expiry = 1;
  const auto engine = Open(faults);
  ASSERT_OK_AND_ASSIGN(const auto snapshot, engine->NewSnapshot());
  now_ = After(now_, kMaxSnapshotAge - absl::Milliseconds(2));
  EXPECT_TRUE(IsSnapshotExpired(snapshot->Get("a").status()));
  EXPECT_EQ(CountsOf(*disk_).early_expiries, 1);
}

TEST_F(NarrowEngineTest, TheSameSeedDoesTheSame) {
  NarrowFaults faults;
  faults.false_conflict = 0.5;
  std::string outcomes[2];
  for (std::string& outcome : outcomes) {
    disk_ = NewNarrowDisk();
    const auto engine = Open(faults, /*seed=*/42);
    for (int i = 0; i < 64; ++i) {
      Batch batch = Put(absl::StrCat(i), "1");
      batch.ExpectAbsent(absl::StrCat(i));
      outcome += engine->Commit(batch, Durability::kRelaxed).ok() ? 'y' : 'n';
    }
  }
  EXPECT_EQ(outcomes[0], outcomes[1]);
  EXPECT_NE(outcomes[0].find('y'), std::string::npos);
  EXPECT_NE(outcomes[0].find('n'), std::string::npos);
}

}  // namespace
}  // namespace homeward::storage
