#include "services/federation/erasure/retention_clocks.h"

#include <vector>

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/missing.pb.h"
#include "homeward/v1/retention.pb.h"

namespace homeward::federation {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);

class RetentionClocksTest : public ::testing::Test {
 protected:
  // The claim of what came in at now_.
  v1::Claim& Add() {
    v1::Claim& claim = *record_.add_claims();
    claim.set_source_agency_id("west");
    *claim.mutable_source_time() = auth::ToTimestamp(now_);
    *claim.mutable_entry_time() = auth::ToTimestamp(now_);
    return claim;
  }
  void AddReport(v1::MissingStatus status, const char* id = "1") {
    auto& report = *Add().mutable_missing_report();
    report.set_report_id(id);
    report.add_status_changes()->set_status(status);
  }
  void AddBirth(int year) {
    Add().mutable_identity()->mutable_date_of_birth()->set_year(year);
  }
  void Review(v1::RetentionClock clock) {
    v1::Keeping& keeping = keepings_.emplace_back();
    keeping.set_ground(v1::KEEPING_GROUND_REVIEWED);
    keeping.set_clock(clock);
    *keeping.mutable_said_time() = auth::ToTimestamp(now_);
  }
  bool IsOver(v1::RetentionClock clock) const {
    return HasRunOut(clock, record_, keepings_, periods_, now_);
  }

  const RetentionPeriods periods_ = {};
  internal::v1::StoredRecord record_;
  std::vector<v1::Keeping> keepings_;
  absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);  // January 2027.
};

TEST_F(RetentionClocksTest, TipsRunFromTheEndOfTheSearch) {
  Add().mutable_sighting()->set_sighting_id("s");
  now_ += 1000 * kDay;
  EXPECT_FALSE(IsOver(v1::RETENTION_CLOCK_TIPS)) << "nobody was missing";
  AddReport(v1::MISSING_STATUS_SEARCHING);
  now_ += 1000 * kDay;
  EXPECT_FALSE(IsOver(v1::RETENTION_CLOCK_TIPS)) << "she is looked for";
  AddReport(v1::MISSING_STATUS_CLOSED);
  now_ += periods_.tips - absl::Seconds(1);
  EXPECT_FALSE(IsOver(v1::RETENTION_CLOCK_TIPS));
  now_ += absl::Seconds(1);
  EXPECT_TRUE(IsOver(v1::RETENTION_CLOCK_TIPS));
  AddReport(v1::MISSING_STATUS_REPORTED, "2");
  EXPECT_FALSE(IsOver(v1::RETENTION_CLOCK_TIPS)) << "she is missing again";
}

TEST_F(RetentionClocksTest, WhoReportedHerIsATipToo) {
  AddReport(v1::MISSING_STATUS_CLOSED);
  now_ += periods_.tips;
  EXPECT_FALSE(IsOver(v1::RETENTION_CLOCK_TIPS)) << "there is none";
  record_.mutable_claims(0)->mutable_missing_report()->mutable_reporter();
  EXPECT_TRUE(IsOver(v1::RETENTION_CLOCK_TIPS));
}

TEST_F(RetentionClocksTest, ATipAfterTheEndHasItsOwnTime) {
  AddReport(v1::MISSING_STATUS_CLOSED);
  now_ += periods_.tips;
  Add().mutable_sighting()->set_sighting_id("s");
  EXPECT_FALSE(IsOver(v1::RETENTION_CLOCK_TIPS));
  now_ += periods_.tips;
  EXPECT_TRUE(IsOver(v1::RETENTION_CLOCK_TIPS));
}

TEST_F(RetentionClocksTest, PhotosOfACrossingRunFromTheLastEvent) {
  Add().mutable_photo()->set_photo_id("p");
  now_ += periods_.crossing_photos;
  EXPECT_FALSE(IsOver(v1::RETENTION_CLOCK_CROSSING_PHOTOS));
  Add().mutable_crossing_event()->set_crossing_event_id("c");
  now_ += periods_.crossing_photos;
  EXPECT_TRUE(IsOver(v1::RETENTION_CLOCK_CROSSING_PHOTOS));
  Add().mutable_wellbeing_check();
  EXPECT_FALSE(IsOver(v1::RETENTION_CLOCK_CROSSING_PHOTOS));
}

TEST_F(RetentionClocksTest, TheFileIsKeptSomeYearsAfterEighteen) {
  AddBirth(2012);
  now_ = absl::FromCivil(absl::CivilDay(2033, 12, 1), absl::UTCTimeZone());
  EXPECT_FALSE(IsOver(v1::RETENTION_CLOCK_CASE_FILE));
  now_ = absl::FromCivil(absl::CivilDay(2034, 1, 10), absl::UTCTimeZone());
  EXPECT_TRUE(IsOver(v1::RETENTION_CLOCK_CASE_FILE));
  Add().mutable_wellbeing_check();
  EXPECT_FALSE(IsOver(v1::RETENTION_CLOCK_CASE_FILE));
  now_ += periods_.case_file;
  EXPECT_TRUE(IsOver(v1::RETENTION_CLOCK_CASE_FILE));
}

TEST_F(RetentionClocksTest, WhoseAgeNobodyKnowsIsOfAgeEighteenYearsLater) {
  Add().mutable_wellbeing_check();
  now_ += absl::Hours(24 * 365 * 20);
  EXPECT_FALSE(IsOver(v1::RETENTION_CLOCK_CASE_FILE));
  now_ += absl::Hours(24 * 365 * 2);
  EXPECT_TRUE(IsOver(v1::RETENTION_CLOCK_CASE_FILE));
}

TEST_F(RetentionClocksTest, AReviewStartsItsOwnClockAnew) {
  AddBirth(1990);
  now_ += periods_.case_file;
  Review(v1::RETENTION_CLOCK_TIPS);
  EXPECT_TRUE(IsOver(v1::RETENTION_CLOCK_CASE_FILE));
  Review(v1::RETENTION_CLOCK_CASE_FILE);
  EXPECT_FALSE(IsOver(v1::RETENTION_CLOCK_CASE_FILE));
  now_ += periods_.case_file;
  EXPECT_TRUE(IsOver(v1::RETENTION_CLOCK_CASE_FILE));
}

TEST_F(RetentionClocksTest, ADutyIsNoReview) {
  AddBirth(1990);
  now_ += periods_.case_file;
  v1::Keeping& duty = keepings_.emplace_back();
  duty.set_ground(v1::KEEPING_GROUND_CRIMINAL_INVESTIGATION);
  *duty.mutable_said_time() = auth::ToTimestamp(now_);
  EXPECT_TRUE(IsOver(v1::RETENTION_CLOCK_CASE_FILE));
}

TEST_F(RetentionClocksTest, OneThatIsNotKnownNeverRunsOut) {
  AddBirth(1990);
  now_ += 100 * periods_.case_file;
  EXPECT_FALSE(IsOver(v1::RETENTION_CLOCK_UNSPECIFIED));
}

}  // namespace
}  // namespace homeward::federation
