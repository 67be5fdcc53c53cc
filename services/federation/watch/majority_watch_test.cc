#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/notice.pb.h"
#include "services/federation/watch/record_watch.h"
#include "services/federation/watch/topics.h"
#include "services/federation/watch/watch_fixture.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using MajorityWatchTest = WatchTest;

TEST_F(MajorityWatchTest, TellsOfHerWhoSurelyIsOfAgeWithinFourMonths) {
  const std::string soon = Register(Born(2012, 6, 1));
  Register(Born(2012, 12, 1));         // Later.
  Register(Born(2011, 1, 1));          // Of age already.
  Register(v1::Claim(Born(0, 0, 0)));  // Nobody knows.
  Walk();
  EXPECT_THAT(Told(), ElementsAre(soon));
  // On the first day of the four months, and not before.
  now_ = Day(2030, 12, 1) - kMajorityNotice - absl::Hours(24);
  Walk();
  EXPECT_THAT(Told(), SizeIs(1));
  now_ = Day(2030, 12, 1) - kMajorityNotice + absl::Hours(24);
  Walk();
  EXPECT_THAT(Told(), SizeIs(2));
}

TEST_F(MajorityWatchTest, InDoubtSheIsAChild) {
  // Of a year alone it is sure from its end on only.
  const std::string of_year = Register(Born(2012, 0, 0));
  v1::Claim guess = Born(2012, 6, 1);
  guess.mutable_identity()->mutable_age()->set_estimated(true);
  Register(guess);
  const std::string twice = Register(Born(2012, 6, 1));
  Correct(twice, Born(2014, 6, 1));
  Walk();
  EXPECT_THAT(Told(), IsEmpty());
  now_ = Day(2030, 12, 1);
  Walk();
  EXPECT_THAT(Told(), ElementsAre(of_year));
}

TEST_F(MajorityWatchTest, TellsOnceOverWalksAndRestarts) {
  const std::string soon = Register(Born(2012, 6, 1));
  for (int day = 0; day < 3; ++day) {
    Walk();
    EXPECT_THAT(Told(), ElementsAre(soon));
    Restart();
    now_ += kWatchEvery;
  }
  Walk();
  EXPECT_THAT(Told(), ElementsAre(soon));
}

TEST_F(MajorityWatchTest, SaysNothingOfHerButWhichRecord) {
  const std::string soon = Register(Born(2012, 6, 1));
  Walk();
  ASSERT_THAT(Notices(), SizeIs(1));
  v1::Notice notice = Notices()[0];
  EXPECT_EQ(notice.kind(), v1::NOTICE_KIND_MAJORITY);
  EXPECT_EQ(notice.record_ids(0), soon);
  EXPECT_EQ(notice.time().seconds(), absl::ToUnixSeconds(now_));
  notice.clear_notice_id();
  notice.clear_kind();
  notice.clear_record_ids();
  notice.clear_time();
  EXPECT_EQ(notice.asker_agency_id(), "south");
  EXPECT_EQ(notice.owner_agency_id(), "south");
  notice.clear_asker_agency_id();
  notice.clear_owner_agency_id();
  EXPECT_EQ(notice.ByteSizeLong(), 0u);
}

TEST_F(MajorityWatchTest, RemembersHerUntilSheIsOfAge) {
  Register(Born(2012, 6, 1));
  Walk();
  EXPECT_EQ(Remembered(), 1u);
  now_ = Day(2030, 5, 31);
  Walk();
  EXPECT_EQ(Remembered(), 1u);
  now_ = Day(2030, 6, 3);
  Walk();
  EXPECT_EQ(Remembered(), 0u);
  EXPECT_THAT(Told(), SizeIs(1));
}

TEST_F(MajorityWatchTest, WalksOnceADayAndSomeAtATime) {
  for (int i = 0; i < 5; ++i) Register(Born(2012, 12, 1));
  for (int i = 0; i < 3; ++i) {
    const auto more = watch_->Step(now_, 2);
    ASSERT_OK(more);
    EXPECT_TRUE(*more);
  }
  Walk();
  const std::string soon = Register(Born(2012, 6, 1));
  now_ += kWatchEvery - absl::Seconds(1);
  Walk();
  EXPECT_THAT(Told(), IsEmpty());
  now_ += absl::Seconds(1);
  Walk(1);
  EXPECT_THAT(Told(), ElementsAre(soon));
}

TEST_F(MajorityWatchTest, GoesOnWhereTheProcessBeforeEnded) {
  std::vector<std::string> all;
  for (int i = 0; i < 6; ++i) all.push_back(Register(Born(2012, 6, 1)));
  ASSERT_OK(watch_->Step(now_, 2));
  EXPECT_THAT(Told(), SizeIs(2));
  const std::vector<std::string> first = Told();
  Restart();
  ASSERT_OK(watch_->Step(now_, 2));
  EXPECT_THAT(Told(), SizeIs(4));
  Walk();
  EXPECT_THAT(Told(), ::testing::UnorderedElementsAreArray(all));
  // What that walk did not see itself is remembered all the same.
  EXPECT_EQ(Remembered(), 6u);
}

TEST_F(MajorityWatchTest, OneThatIsDamagedIsCountedAndKeepsNobodyFromOthers) {
  for (int i = 0; i < 3; ++i) Register(Born(2012, 6, 1));
  const auto heads = store_.engine().Scan(storage::ScanPrefix("r/"));
  ASSERT_OK(heads);
  ASSERT_THAT(heads->rows, SizeIs(3));
  const auto put = [this](const std::string& key, const std::string& value) {
    storage::Batch batch;
    batch.Put(key, value);
    ASSERT_OK(
        store_.engine().Commit(batch, storage::Durability::kDurable).status);
  };
  put(heads->rows[1].key, "damaged");
  ASSERT_OK(watch_->Step(now_, 2));
  EXPECT_EQ(watch_->Damaged(), 1u);
  Walk();
  EXPECT_EQ(watch_->Damaged(), 1u);
  EXPECT_THAT(Told(), SizeIs(2));
  // Restored: the next walk sees it.
  put(heads->rows[1].key, heads->rows[1].value);
  now_ += kWatchEvery;
  Walk();
  EXPECT_EQ(watch_->Damaged(), 0u);
  EXPECT_THAT(Told(), SizeIs(3));
}

TEST_F(MajorityWatchTest, WhatCantBeWrittenIsTriedAgain) {
  const std::string soon = Register(Born(2012, 6, 1));
  store_.engine().Break(true);
  EXPECT_THAT(watch_->Step(now_, 10), StatusIs(absl::StatusCode::kUnavailable));
  store_.engine().Break(false);
  // A log that failed is opened anew, with the node.
  Restart();
  Walk();
  EXPECT_THAT(Told(), ElementsAre(soon));
}

}  // namespace
}  // namespace homeward::federation
