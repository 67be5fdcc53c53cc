#include "services/statistics/kept_tables.h"

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/statistics.pb.h"
#include "services/statistics/period.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/secret.h"
#include "storage/records/document_store.h"
#include "storage/records/record_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::statistics {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;

constexpr v1::StatisticsTable kHealth = v1::STATISTICS_TABLE_HEALTH;
const absl::Time kNow = absl::FromUnixSeconds(1800000000);

class KeptTablesTest : public ::testing::Test {
 protected:
  // The table of health of the quarter at `now`.
  static v1::CountTable TableAt(absl::Time now) {
    v1::CountTable table;
    table.set_table(kHealth);
    table.mutable_start_time()->set_seconds(
        absl::ToUnixSeconds(PeriodToCount(now).start));
    return table;
  }
  void Keep(const v1::CountTable& table) {
    storage::Batch batch;
    ASSERT_OK(Tables().Put(table, kNow, &batch));
    Commit(batch);
  }
  // An older copy of the store is put back, and the newest keyring stays.
  void LoseTables() {
    storage::Batch batch;
    const auto documents = documents_.List("statistics_table");
    ASSERT_OK(documents);
    for (const auto& document : *documents) {
      ASSERT_OK(documents_.Erase("statistics_table", document.name(), &batch));
    }
    Commit(batch);
  }
  void Commit(const storage::Batch& batch) {
    EXPECT_EQ(
        kit_.engine()->Commit(batch, storage::Durability::kDurable).outcome,
        storage::CommitOutcome::kCommitted);
  }
  // As after a restart.
  KeptTables Tables() { return KeptTables(&documents_, kit_.keyring()); }

  storage::RecordTestKit kit_;
  storage::DocumentStore documents_{kit_.engine(), kit_.blind(),
                                    storage::Secret(std::string(32, 'k'))};
  const Period period_ = PeriodToCount(kNow);
};

TEST_F(KeptTablesTest, FindsTheTableOfTheQuarterAndNoOther) {
  ASSERT_OK_AND_ASSIGN(const auto none, Tables().Find(kHealth, period_));
  EXPECT_FALSE(none.has_value());
  Keep(TableAt(kNow));
  ASSERT_OK_AND_ASSIGN(const auto kept, Tables().Find(kHealth, period_));
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(kept->table(), kHealth);
  ASSERT_OK_AND_ASSIGN(
      const auto next,
      Tables().Find(kHealth, PeriodToCount(kNow + absl::Hours(24 * 100))));
  EXPECT_FALSE(next.has_value());
  ASSERT_OK_AND_ASSIGN(const auto other,
                       Tables().Find(v1::STATISTICS_TABLE_SCREENING, period_));
  EXPECT_FALSE(other.has_value());
}

TEST_F(KeptTablesTest, WhatWasToldAndIsLostIsNotCountedAgain) {
  Keep(TableAt(kNow));
  ASSERT_OK(Tables().MarkTold(TableAt(kNow)));
  ASSERT_OK(Tables().MarkTold(TableAt(kNow)));
  EXPECT_OK(Tables().Find(kHealth, period_));
  LoseTables();
  EXPECT_THAT(Tables().Find(kHealth, period_),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("not counted again")));
  EXPECT_OK(Tables().Find(v1::STATISTICS_TABLE_SCREENING, period_));
  EXPECT_OK(
      Tables().Find(kHealth, PeriodToCount(kNow + absl::Hours(24 * 100))));
}

TEST_F(KeptTablesTest, WhatNobodyWasToldIsCountedAgain) {
  Keep(TableAt(kNow));
  LoseTables();
  ASSERT_OK_AND_ASSIGN(const auto none, Tables().Find(kHealth, period_));
  EXPECT_FALSE(none.has_value());
}

}  // namespace
}  // namespace homeward::statistics
