#include "services/node/index/index_keeper.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/category.pb.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/records/record_store.h"
#include "storage/records/record_test_kit.h"
#include "storage/records/term_rebuild.h"
#include "tests/testing/clock_ahead.h"
#include "tests/testing/status_matchers.h"

namespace homeward::node {
namespace {

using ::homeward::testing::IsOkAndHolds;

// What a keeper reports, on another thread.
class Reports {
 public:
  std::function<void(const IndexProgress&)> Take() {
    return [this](const IndexProgress& progress) {
      absl::MutexLock lock(&mutex_);
      all_.push_back(progress);
    };
  }

  // The first report for which `is` holds; fails the test after a minute.
  IndexProgress Await(const std::function<bool(const IndexProgress&)>& is) {
    const auto has = [&] { return absl::c_any_of(all_, is); };
    absl::MutexLock lock(&mutex_);
    EXPECT_TRUE(
        mutex_.AwaitWithTimeout(absl::Condition(&has), absl::Minutes(1)));
    const auto found = absl::c_find_if(all_, is);
    return found == all_.end() ? IndexProgress() : *found;
  }

 private:
  absl::Mutex mutex_;
  std::vector<IndexProgress> all_;
};

// All of it holds while the clock is wrong: no rest goes by it.
class IndexKeeperTest : public ::testing::Test {
 protected:
  static constexpr int kRecords = 170;

  IndexKeeperTest() {
    EXPECT_TRUE(homeward::testing::ClockIsAhead());
    rules_.version = 1;
    rules_.kind = "name/1";
    rules_.older_kinds = {"name"};
    rules_.categories = {v1::CATEGORY_ID_MIN};
    rules_.terms = [](const auto& record) {
      return std::vector<std::string>{record.claims(0).identity().name_full()};
    };
  }

  void RegisterAll() {
    for (int i = 0; i < kRecords; ++i) {
      storage::NewClaims content;
      content.claims.emplace_back().mutable_identity()->set_name_full("Ana");
      content.terms = {{"name", "Ana"}};
      auto change = kit_.records()->Create(content, {}, absl::Now());
      ASSERT_OK(change);
      ASSERT_EQ(kit_.Commit(*change), storage::CommitOutcome::kCommitted);
    }
  }

  std::unique_ptr<IndexKeeper> Keep(Reports& reports,
                                    absl::Duration retry = absl::Minutes(1)) {
    IndexKeeper::Options options;
    options.clock = absl::Now;
    options.rest = 0.1;
    options.retry = retry;
    options.report = reports.Take();
    return std::make_unique<IndexKeeper>(
        std::move(options),
        storage::TermRebuild(kit_.engine(), kit_.records(), kit_.blind(),
                             "registrar", rules_),
        kit_.records());
  }

  storage::RecordTestKit kit_;
  storage::TermRules rules_;
};

TEST_F(IndexKeeperTest, BringsAllToThePresentVersionAndSaysHowFarItIs) {
  RegisterAll();
  Reports reports;
  const auto keeper = Keep(reports);
  const IndexProgress midway =
      reports.Await([](const IndexProgress& one) { return one.rebuilt > 0; });
  EXPECT_FALSE(midway.done);
  EXPECT_LT(midway.rebuilt, kRecords);
  EXPECT_EQ(midway.records, kRecords);
  const IndexProgress last =
      reports.Await([](const IndexProgress& one) { return one.done; });
  EXPECT_OK(last.last);
  EXPECT_EQ(last.rebuilt, kRecords);
  EXPECT_GT(last.pieces, 3);
  EXPECT_THAT(kit_.records()->TermVersion(), IsOkAndHolds(1));
}

TEST_F(IndexKeeperTest, EndsMidwayAndTheNextGoesOn) {
  RegisterAll();
  {
    Reports reports;
    const auto keeper = Keep(reports);
    reports.Await([](const IndexProgress& one) { return one.rebuilt > 0; });
  }
  Reports reports;
  const auto keeper = Keep(reports);
  const IndexProgress last =
      reports.Await([](const IndexProgress& one) { return one.done; });
  // None was done twice.
  EXPECT_EQ(last.rebuilt, kRecords);
}

TEST_F(IndexKeeperTest, WhereThereIsNothingToDoItDoesNothing) {
  {
    Reports reports;
    const auto keeper = Keep(reports);
    reports.Await([](const IndexProgress& one) { return one.done; });
  }
  Reports reports;
  const auto keeper = Keep(reports);
  const IndexProgress only =
      reports.Await([](const IndexProgress& one) { return one.done; });
  EXPECT_EQ(only.pieces, 0);
}

TEST_F(IndexKeeperTest, WhatFailsIsToldAndTriedAgain) {
  RegisterAll();
  storage::Batch damage;
  damage.Put("i/terms", "\xff");
  ASSERT_TRUE(
      kit_.engine()->Commit(damage, storage::Durability::kDurable).ok());
  Reports reports;
  const auto keeper = Keep(reports, /*retry=*/absl::Milliseconds(1));
  const IndexProgress failed =
      reports.Await([](const IndexProgress& one) { return !one.last.ok(); });
  EXPECT_EQ(failed.last.code(), absl::StatusCode::kDataLoss);
  EXPECT_FALSE(failed.done);
  storage::Batch mend;
  mend.Delete("i/terms");
  ASSERT_TRUE(kit_.engine()->Commit(mend, storage::Durability::kDurable).ok());
  EXPECT_OK(
      reports.Await([](const IndexProgress& one) { return one.done; }).last);
}

}  // namespace
}  // namespace homeward::node
