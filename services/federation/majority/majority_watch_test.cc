#include "services/federation/majority/majority_watch.h"

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/notice.pb.h"
#include "services/federation/desk/desk.h"
#include "services/policy/testing/federation.h"
#include "services/policy/testing/store.h"
#include "storage/engine/engine.h"
#include "storage/keys/keyring.h"
#include "storage/keys/secret.h"
#include "storage/keys/subject_keys.h"
#include "storage/notices/notice_store.h"
#include "storage/records/record_store.h"
#include "storage/walk/record_walk.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// The records of south, on 1 March 2030.
class MajorityWatchTest : public ::testing::Test {
 protected:
  MajorityWatchTest() {
    std::string folder = ::testing::TempDir() + "/majority_XXXXXX";
    EXPECT_NE(mkdtemp(folder.data()), nullptr);
    const std::string root(32, 'r');
    EXPECT_OK(storage::Keyring::Create(folder, storage::Secret(root)));
    keyring_ = *storage::Keyring::Open(folder, storage::Secret(root));
    Open();
  }

  void Open() {
    keys_ = *storage::SubjectKeys::Open(&store_.engine(), keyring_.get());
    records_ = std::make_unique<storage::RecordStore>(
        &store_.engine(), keys_.get(), &store_.blind(), "south");
    walk_ = std::make_unique<storage::RecordWalk>(&store_.engine(), "south");
    notices_ = std::make_unique<storage::NoticeStore>(
        &store_.engine(), storage::Secret(std::string(32, 'n')));
    desk_ =
        std::make_unique<Desk>("south", notices_.get(), &store_.committer());
    ASSERT_OK(desk_->Recount());
    watch_ = std::make_unique<MajorityWatch>(
        "south",
        MajorityWatch::Parts{walk_.get(), records_.get(), &store_.documents(),
                             desk_.get(), &store_.committer()});
    ASSERT_OK(watch_->Restore());
  }
  void Restart() {
    watch_.reset();
    keys_.reset();
    store_.Reopen(federation_.now());
    Open();
  }

  static v1::Claim Born(int year, int month, int day) {
    v1::Claim claim;
    claim.set_source_agency_id("south");
    claim.mutable_source_time()->set_seconds(
        absl::ToUnixSeconds(Day(2029, 1, 1)));
    auto* birth = claim.mutable_identity()->mutable_date_of_birth();
    birth->set_year(year);
    if (month > 0) birth->set_month(month);
    if (day > 0) birth->set_day(day);
    return claim;
  }
  static absl::Time Day(int year, int month, int day) {
    return absl::FromCivil(absl::CivilDay(year, month, day),
                           absl::UTCTimeZone());
  }
  std::string Register(const v1::Claim& claim) {
    storage::NewClaims content;
    content.claims.push_back(claim);
    const auto change = records_->Create(content, {}, now_);
    EXPECT_OK(change);
    EXPECT_OK(store_.engine()
                  .Commit(change->batch, storage::Durability::kDurable)
                  .status);
    return change->record_id;
  }
  void Correct(const std::string& record_id, const v1::Claim& claim) {
    storage::NewClaims content;
    content.claims.push_back(claim);
    const auto change = records_->Append(record_id, content, now_);
    ASSERT_OK(change);
    ASSERT_OK(store_.engine()
                  .Commit(change->batch, storage::Durability::kDurable)
                  .status);
  }
  // One whole walk.
  void Walk(size_t limit = 100) {
    while (true) {
      const auto more = watch_->Step(now_, limit);
      ASSERT_OK(more);
      if (!*more) return;
    }
  }
  std::vector<v1::Notice> Notices() {
    const auto page =
        notices_->List(storage::NoticeTable::kWaiting, storage::NoticeRange());
    EXPECT_OK(page);
    std::vector<v1::Notice> notices;
    for (const auto& known : page->notices) notices.push_back(known.notice);
    return notices;
  }
  // Whom the desk was told of, in no order.
  std::vector<std::string> Told() {
    std::vector<std::string> told;
    for (const v1::Notice& notice : Notices()) {
      told.push_back(notice.record_ids(0));
    }
    return told;
  }
  // How many are remembered.
  size_t Remembered() {
    return store_.documents().List("majority_told")->size();
  }

  absl::Time now_ = Day(2030, 3, 1);
  const policy::testing::Federation federation_;
  policy::testing::Store store_{&federation_, "south"};
  std::unique_ptr<storage::Keyring> keyring_;
  std::unique_ptr<storage::SubjectKeys> keys_;
  std::unique_ptr<storage::RecordStore> records_;
  std::unique_ptr<storage::RecordWalk> walk_;
  std::unique_ptr<storage::NoticeStore> notices_;
  std::unique_ptr<Desk> desk_;
  std::unique_ptr<MajorityWatch> watch_;
};

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
    now_ += kMajorityWalkEvery;
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
  now_ += kMajorityWalkEvery - absl::Seconds(1);
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
