#ifndef HOMEWARD_SERVICES_FEDERATION_WATCH_WATCH_FIXTURE_H_
#define HOMEWARD_SERVICES_FEDERATION_WATCH_WATCH_FIXTURE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/notice.pb.h"
#include "services/federation/desk/desk.h"
#include "services/federation/erasure/keeping_book.h"
#include "services/federation/erasure/retention_clocks.h"
#include "services/federation/watch/record_watch.h"
#include "services/federation/watch/topics.h"
#include "services/policy/testing/federation.h"
#include "services/policy/testing/store.h"
#include "storage/engine/engine.h"
#include "storage/keys/keyring.h"
#include "storage/keys/keyring_for_test.h"
#include "storage/keys/secret.h"
#include "storage/keys/subject_keys.h"
#include "storage/notices/notice_store.h"
#include "storage/records/record_store.h"
#include "storage/walk/record_walk.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {

// The records of south, on 1 March 2030.
class WatchTest : public ::testing::Test {
 protected:
  WatchTest() { Open(); }

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
    keepings_ = std::make_unique<KeepingBook>(&store_.documents());
    ASSERT_OK(keepings_->Restore());
    std::vector<WatchTopic> topics =
        RetentionTopics(keepings_.get(), RetentionPeriods());
    topics.push_back(MajorityTopic());
    watch_ = std::make_unique<RecordWatch>(
        "south",
        RecordWatch::Parts{walk_.get(), records_.get(), &store_.documents(),
                           desk_.get(), &store_.committer()},
        std::move(topics));
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
    storage::NoticeRange range;
    range.limit = 1000;
    const auto page = notices_->List(storage::NoticeTable::kWaiting, range);
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
  // How many are remembered as soon of age.
  size_t Remembered() {
    return store_.documents().List("majority_told")->size();
  }

  absl::Time now_ = Day(2030, 3, 1);
  const policy::testing::Federation federation_;
  policy::testing::Store store_{&federation_, "south"};
  const std::unique_ptr<storage::Keyring> keyring_ =
      storage::NewKeyringForTest();
  std::unique_ptr<storage::SubjectKeys> keys_;
  std::unique_ptr<storage::RecordStore> records_;
  std::unique_ptr<storage::RecordWalk> walk_;
  std::unique_ptr<storage::NoticeStore> notices_;
  std::unique_ptr<Desk> desk_;
  std::unique_ptr<KeepingBook> keepings_;
  std::unique_ptr<RecordWatch> watch_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_WATCH_WATCH_FIXTURE_H_
