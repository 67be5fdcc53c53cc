#include "storage/notices/notice_store.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/engine/engine.h"
#include "storage/engine/engine_for_test.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

absl::Time At(int64_t seconds) { return absl::FromUnixSeconds(seconds); }

class NoticeStoreTest : public ::testing::Test {
 protected:
  NoticeStoreTest() {
    engine_ = NewEngineForTest();
    store_ = std::make_unique<NoticeStore>(engine_.get(),
                                           Secret(std::string(32, 'k')));
  }

  CommitOutcome Commit(const Batch& batch) {
    return engine_->Commit(batch, Durability::kDurable).outcome;
  }
  // What happened at second `seconds`, waiting.
  v1::Notice Put(int64_t seconds) {
    v1::Notice notice;
    const auto id = NoticeStore::NewId(At(seconds));
    EXPECT_OK(id);
    notice.set_notice_id(*id);
    notice.set_subject("anna-4");
    notice.add_record_ids("agencies/clinic/children/0123");
    notice.mutable_time()->set_seconds(seconds);
    Batch batch;
    EXPECT_OK(store_->Put(notice, &batch));
    EXPECT_EQ(Commit(batch), CommitOutcome::kCommitted);
    return notice;
  }
  CommitOutcome Acknowledge(const KnownNotice& waiting) {
    v1::Notice done = waiting.notice;
    done.set_acknowledged_by("vera-1");
    Batch batch;
    EXPECT_OK(store_->Acknowledge(waiting, done, &batch));
    return Commit(batch);
  }
  void Acknowledge(const v1::Notice& notice) {
    const auto waiting =
        store_->Find(NoticeTable::kWaiting, notice.notice_id());
    ASSERT_OK(waiting);
    ASSERT_TRUE(waiting->has_value());
    EXPECT_EQ(Acknowledge(**waiting), CommitOutcome::kCommitted);
  }
  // The seconds of those in `table`, in its order.
  std::vector<int64_t> Seconds(NoticeTable table,
                               const NoticeRange& range = {}) {
    const auto page = store_->List(table, range);
    EXPECT_OK(page);
    std::vector<int64_t> seconds;
    for (const KnownNotice& known : page->notices) {
      seconds.push_back(known.notice.time().seconds());
    }
    return seconds;
  }

  std::unique_ptr<Engine> engine_;
  std::unique_ptr<NoticeStore> store_;
};

TEST_F(NoticeStoreTest, OneThatIsAcknowledgedWaitsNoMore) {
  const v1::Notice first = Put(200);
  const v1::Notice second = Put(100);
  Put(300);
  EXPECT_THAT(Seconds(NoticeTable::kWaiting), ElementsAre(100, 200, 300));
  EXPECT_THAT(Seconds(NoticeTable::kDone), IsEmpty());
  Acknowledge(first);
  Acknowledge(second);
  EXPECT_THAT(Seconds(NoticeTable::kWaiting), ElementsAre(300));
  EXPECT_THAT(Seconds(NoticeTable::kDone), ElementsAre(200, 100));
  const auto done = store_->Find(NoticeTable::kDone, first.notice_id());
  ASSERT_OK(done);
  EXPECT_EQ((*done)->notice.acknowledged_by(), "vera-1");
  const auto waiting = store_->Find(NoticeTable::kWaiting, first.notice_id());
  ASSERT_OK(waiting);
  EXPECT_FALSE(waiting->has_value());
}

TEST_F(NoticeStoreTest, OfTwoWhoAcknowledgeAtOnceOneConflicts) {
  const v1::Notice notice = Put(100);
  const auto waiting = store_->Find(NoticeTable::kWaiting, notice.notice_id());
  ASSERT_OK(waiting);
  EXPECT_EQ(Acknowledge(**waiting), CommitOutcome::kCommitted);
  EXPECT_EQ(Acknowledge(**waiting), CommitOutcome::kConflict);
}

TEST_F(NoticeStoreTest, ComesByTimeAndInPages) {
  for (int64_t second = 1; second <= 5; ++second) Acknowledge(Put(second));
  std::vector<v1::Notice> waiting;
  for (int64_t second = 11; second <= 15; ++second) {
    waiting.push_back(Put(second));
  }
  NoticeRange range;
  range.since = At(12);
  EXPECT_THAT(Seconds(NoticeTable::kWaiting, range),
              ElementsAre(12, 13, 14, 15));
  range.until = At(14);
  EXPECT_THAT(Seconds(NoticeTable::kWaiting, range), ElementsAre(12, 13));
  range = {};
  range.limit = 2;
  auto page = store_->List(NoticeTable::kDone, range);
  ASSERT_OK(page);
  ASSERT_THAT(page->notices, SizeIs(2));
  EXPECT_TRUE(page->more);
  range.after_id = page->notices[1].notice.notice_id();
  EXPECT_THAT(Seconds(NoticeTable::kDone, range), ElementsAre(3, 2));
  range.limit = 10;
  page = store_->List(NoticeTable::kDone, range);
  ASSERT_OK(page);
  EXPECT_THAT(page->notices, SizeIs(3));
  EXPECT_FALSE(page->more);
  range.after_id = waiting[2].notice_id();
  EXPECT_THAT(Seconds(NoticeTable::kWaiting, range), ElementsAre(14, 15));
  range.after_id = waiting[4].notice_id();
  EXPECT_THAT(Seconds(NoticeTable::kWaiting, range), IsEmpty());
  range.after_id.clear();
  range.since = At(20);
  range.until = At(10);
  EXPECT_THAT(Seconds(NoticeTable::kWaiting, range), IsEmpty());
}

TEST_F(NoticeStoreTest, OneThatIsForgottenIsGone) {
  Put(100);
  Acknowledge(Put(101));
  Batch batch;
  for (const NoticeTable table : {NoticeTable::kWaiting, NoticeTable::kDone}) {
    const auto page = store_->List(table, {});
    ASSERT_OK(page);
    ASSERT_THAT(page->notices, SizeIs(1));
    store_->Erase(table, page->notices[0], &batch);
  }
  EXPECT_EQ(Commit(batch), CommitOutcome::kCommitted);
  EXPECT_EQ(Commit(batch), CommitOutcome::kConflict);
  const auto page = engine_->Scan({});
  ASSERT_OK(page);
  EXPECT_THAT(page->rows, IsEmpty());
}

TEST_F(NoticeStoreTest, WhatIsNoIdFindsNothing) {
  Put(100);
  for (const std::string& id :
       {std::string(), std::string("x"), std::string(32, 'x'),
        std::string(32, '0'), std::string(34, '0'), std::string(32, 'A')}) {
    const auto found = store_->Find(NoticeTable::kWaiting, id);
    ASSERT_OK(found);
    EXPECT_FALSE(found->has_value()) << id;
  }
}

TEST_F(NoticeStoreTest, NeitherKeysNorValuesNameAnybody) {
  Put(100);
  Acknowledge(Put(101));
  const auto page = engine_->Scan({});
  ASSERT_OK(page);
  ASSERT_THAT(page->rows, SizeIs(2));
  for (const Row& row : page->rows) {
    const std::string all = absl::StrCat(row.key, row.value);
    for (const char* name : {"children", "anna", "vera"}) {
      EXPECT_EQ(all.find(name), std::string::npos);
    }
  }
}

TEST_F(NoticeStoreTest, ARowThatIsDamagedOrMovedIsNotPassedOver) {
  const v1::Notice notice = Put(100);
  const auto page = engine_->Scan({});
  ASSERT_OK(page);
  Batch batch;
  batch.Put(absl::StrCat("a/", page->rows.at(0).key.substr(2)),
            page->rows[0].value);
  batch.Put(page->rows[0].key, "damaged");
  EXPECT_EQ(Commit(batch), CommitOutcome::kCommitted);
  for (const NoticeTable table : {NoticeTable::kWaiting, NoticeTable::kDone}) {
    EXPECT_THAT(store_->List(table, {}), StatusIs(StatusCode::kDataLoss));
    EXPECT_THAT(store_->Find(table, notice.notice_id()),
                StatusIs(StatusCode::kDataLoss));
  }
}

}  // namespace
}  // namespace homeward::storage
