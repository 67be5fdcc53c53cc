#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/notice.pb.h"
#include "homeward/v1/retention.pb.h"
#include "services/federation/watch/record_watch.h"
#include "services/federation/watch/topics.h"
#include "services/federation/watch/watch_fixture.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class RetentionWatchTest : public WatchTest {
 protected:
  // She is grown up, and nothing becomes of her file.
  std::string RegisterAdult() { return Register(Born(2005, 6, 1)); }

  void Review(const std::string& record_id, v1::RetentionClock clock) {
    v1::Keeping keeping;
    keeping.set_ground(v1::KEEPING_GROUND_REVIEWED);
    keeping.set_clock(clock);
    keeping.mutable_said_time()->set_seconds(absl::ToUnixSeconds(now_));
    storage::Submission submission;
    ASSERT_OK(keepings_->Say(record_id, keeping, now_, submission));
    ASSERT_OK(
        storage::CommitAndWait(&store_.committer(), std::move(submission)));
  }
  static v1::Claim Fact() {
    v1::Claim claim;
    claim.set_source_agency_id("south");
    claim.mutable_source_time()->set_seconds(
        absl::ToUnixSeconds(Day(2029, 1, 1)));
    return claim;
  }
};

TEST_F(RetentionWatchTest, NamesTheRecordAndTheClock) {
  const std::string record_id = RegisterAdult();
  Walk();
  EXPECT_THAT(Notices(), IsEmpty());
  now_ += RetentionPeriods().case_file;
  Walk();
  ASSERT_THAT(Notices(), SizeIs(1));
  const v1::Notice notice = Notices()[0];
  EXPECT_EQ(notice.kind(), v1::NOTICE_KIND_RETENTION);
  EXPECT_EQ(notice.retention_clock(), v1::RETENTION_CLOCK_CASE_FILE);
  EXPECT_THAT(notice.record_ids(), ElementsAre(record_id));
  EXPECT_FALSE(notice.has_due_time());
  EXPECT_THAT(notice.subject(), IsEmpty());
}

TEST_F(RetentionWatchTest, NothingIsErasedByItself) {
  const std::string record_id = RegisterAdult();
  now_ += 10 * RetentionPeriods().case_file;
  Walk();
  EXPECT_TRUE(records_->Load(record_id, {}, now_)->has_value());
}

TEST_F(RetentionWatchTest, IsToldAgainUntilSomebodySaysWhatBecomesOfIt) {
  const std::string record_id = RegisterAdult();
  now_ += RetentionPeriods().case_file;
  for (int day = 0; day < 3; ++day) {
    Walk();
    EXPECT_THAT(Notices(), SizeIs(1));
    Restart();
    now_ += kWatchEvery;
  }
  now_ += kRetentionAgain;
  Walk();
  EXPECT_THAT(Notices(), SizeIs(2));
  Review(record_id, v1::RETENTION_CLOCK_CASE_FILE);
  now_ += kRetentionAgain;
  Walk();
  EXPECT_THAT(Notices(), SizeIs(2));
  now_ += RetentionPeriods().case_file;
  Walk();
  EXPECT_THAT(Notices(), SizeIs(3)) << "the clock ran out anew";
}

// A store of many old records: what is urgent stays in sight.
TEST_F(RetentionWatchTest, ADayTellsOfSomeAndTheNextOfTheRest) {
  for (int i = 0; i < kMostRetentionNotices + 2; ++i) RegisterAdult();
  now_ += RetentionPeriods().case_file;
  Walk();
  EXPECT_THAT(Notices(), SizeIs(kMostRetentionNotices));
  now_ += kWatchEvery;
  Walk();
  EXPECT_THAT(Notices(), SizeIs(kMostRetentionNotices + 2));
  const std::vector<std::string> told = Told();
  EXPECT_EQ(std::set<std::string>(told.begin(), told.end()).size(),
            told.size());
}

TEST_F(RetentionWatchTest, EachClockIsToldOfByItself) {
  v1::Claim photo = Fact();
  photo.mutable_photo()->set_photo_id("p");
  v1::Claim crossing = Fact();
  crossing.mutable_crossing_event()->set_crossing_event_id("c");
  const std::string record_id = Register(photo);
  Correct(record_id, crossing);
  Correct(record_id, Born(2005, 6, 1));
  now_ += RetentionPeriods().crossing_photos;
  Walk();
  ASSERT_THAT(Notices(), SizeIs(1));
  EXPECT_EQ(Notices()[0].retention_clock(),
            v1::RETENTION_CLOCK_CROSSING_PHOTOS);
  now_ += RetentionPeriods().case_file - RetentionPeriods().crossing_photos;
  // A review for one clock is none for another.
  Review(record_id, v1::RETENTION_CLOCK_CROSSING_PHOTOS);
  Walk();
  ASSERT_THAT(Notices(), SizeIs(2));
}

}  // namespace
}  // namespace homeward::federation
