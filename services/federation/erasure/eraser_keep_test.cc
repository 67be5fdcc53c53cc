#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/erasure_service.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/retention.pb.h"
#include "services/federation/erasure/eraser.h"
#include "services/federation/erasure/eraser_fixture.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class EraserKeepTest : public EraserTest {
 protected:
  v1::Claim Hold(v1::AdoptionHoldStatus status) const {
    v1::Claim claim = Fact();
    claim.mutable_adoption_hold()->set_status(status);
    claim.mutable_adoption_hold()->set_competent_agency_id("west");
    return claim;
  }
  v1::Claim Lifted() const {
    v1::Claim claim = Hold(v1::ADOPTION_HOLD_STATUS_LIFTED);
    claim.mutable_adoption_hold()->add_lifted_by_agency_ids("west");
    claim.mutable_adoption_hold()->add_lifted_by_agency_ids("north");
    claim.mutable_adoption_hold()->set_tracing_action_count(1);
    return claim;
  }
  v1::KeepChildRequest Duty(const std::string& record_id,
                            absl::Duration time) const {
    v1::KeepChildRequest request;
    request.set_record_id(record_id);
    request.set_ground(v1::KEEPING_GROUND_CRIMINAL_INVESTIGATION);
    *request.mutable_expiry_time() = auth::ToTimestamp(now_ + time);
    return request;
  }
  v1::KeepChildRequest Review(const std::string& record_id,
                              v1::RetentionClock clock) const {
    v1::KeepChildRequest request;
    request.set_record_id(record_id);
    request.set_ground(v1::KEEPING_GROUND_REVIEWED);
    request.set_clock(clock);
    return request;
  }
  // What hinders the erasure of `record_id`.
  std::vector<int> Hindrances(const std::string& record_id) {
    const auto erasure = Erase(record_id, /*dry_run=*/true);
    EXPECT_OK(erasure);
    return {erasure->hindrances().begin(), erasure->hindrances().end()};
  }
  absl::Status EraseOfItself(
      const std::string& record_id,
      v1::ErasureGround ground = v1::ERASURE_GROUND_NOT_NEEDED) {
    return Erase(record_id, false, v1::ERASURE_REQUESTER_AGENCY, ground)
        .status();
  }
};

TEST_F(EraserKeepTest, IsRefusedUnderAnAdoptionHoldUntilItIsLifted) {
  const std::string record_id = Register(Named(2018));
  Add(record_id, Hold(v1::ADOPTION_HOLD_STATUS_ACTIVE));
  EXPECT_EQ(StateOf(record_id), v1::ERASURE_STATE_REFUSED);
  EXPECT_THAT(Hindrances(record_id),
              ElementsAre(v1::ERASURE_HINDRANCE_ADOPTION_HOLD));
  now_ += kLookAgainEvery;
  ASSERT_OK(eraser_->Step(now_));
  EXPECT_EQ(NoticesWaiting(), 0);
  Add(record_id, Lifted());
  now_ += kLookAgainEvery;
  ASSERT_OK(eraser_->Step(now_));
  EXPECT_EQ(NoticesWaiting(), 1);
  EXPECT_EQ(StateOf(record_id), v1::ERASURE_STATE_ERASED);
}

TEST_F(EraserKeepTest, WhatAnAuthorityHadBeforeDoesNotEndTheHoldForAll) {
  const std::string record_id = Register(Named(2018));
  Add(record_id, Hold(v1::ADOPTION_HOLD_STATUS_ACTIVE));
  now_ += absl::Hours(1);
  v1::Claim before = Hold(v1::ADOPTION_HOLD_STATUS_GRANDFATHERED);
  before.mutable_adoption_hold()->set_grandfathered_case_id("1");
  Add(record_id, before);
  EXPECT_THAT(Hindrances(record_id),
              ElementsAre(v1::ERASURE_HINDRANCE_ADOPTION_HOLD));
}

TEST_F(EraserKeepTest, IsRefusedWhileItIsKeptToInvestigateACrime) {
  const std::string record_id = Register(Named(2018));
  const auto kept = eraser_->Keep(caller_, Duty(record_id, absl::Hours(48)));
  ASSERT_OK(kept);
  ASSERT_THAT(kept->keepings(), SizeIs(1));
  EXPECT_EQ(kept->keepings(0).said_by(), "s-1");
  EXPECT_EQ(StateOf(record_id), v1::ERASURE_STATE_REFUSED);
  Restart();
  now_ += kLookAgainEvery;
  ASSERT_OK(eraser_->Step(now_));
  EXPECT_EQ(NoticesWaiting(), 0);
  EXPECT_THAT(Hindrances(record_id),
              ElementsAre(v1::ERASURE_HINDRANCE_CRIMINAL_INVESTIGATION));
  now_ += absl::Hours(48);
  ASSERT_OK(eraser_->Step(now_));
  EXPECT_EQ(NoticesWaiting(), 1);
  EXPECT_EQ(StateOf(record_id), v1::ERASURE_STATE_ERASED);
  EXPECT_THAT(keepings_->All(), IsEmpty());
}

TEST_F(EraserKeepTest, ADutyEndsByASecondWord) {
  const std::string record_id = Register(Named(2018));
  ASSERT_OK(eraser_->Keep(caller_, Duty(record_id, absl::Hours(48))));
  ASSERT_OK(
      eraser_->Keep(caller_, Review(record_id, v1::RETENTION_CLOCK_CASE_FILE)));
  const auto ended =
      eraser_->Keep(caller_, Duty(record_id, absl::ZeroDuration()));
  ASSERT_OK(ended);
  ASSERT_THAT(ended->keepings(), SizeIs(1)) << "the review stays";
  EXPECT_EQ(StateOf(record_id), v1::ERASURE_STATE_ERASED);
}

TEST_F(EraserKeepTest, IsRefusedWhileWhatWasShownForAnInvestigationIsKept) {
  const std::string record_id = Register(Named(2018));
  auto disclosure = Disclosed(record_id, 'a');
  disclosure.set_purpose(v1::PURPOSE_CRIMINAL_INVESTIGATION);
  Put(disclosure);
  EXPECT_THAT(Hindrances(record_id),
              ElementsAre(v1::ERASURE_HINDRANCE_CRIMINAL_INVESTIGATION));
  now_ += absl::Hours(72);
  EXPECT_THAT(Hindrances(record_id), IsEmpty());
}

TEST_F(EraserKeepTest, AnInvestigationWithACaseEndsWithTheCase) {
  const std::string record_id = Register(Named(2018));
  auto disclosure = Disclosed(record_id, 'a');
  disclosure.set_purpose(v1::PURPOSE_CRIMINAL_INVESTIGATION);
  disclosure.set_case_sha256(std::string(32, 'c'));
  *disclosure.mutable_case_expiry_time() =
      auth::ToTimestamp(now_ + absl::Hours(2));
  Put(disclosure);
  EXPECT_THAT(Hindrances(record_id),
              ElementsAre(v1::ERASURE_HINDRANCE_OPEN_CASE));
  now_ += absl::Hours(2);
  EXPECT_THAT(Hindrances(record_id), IsEmpty());
}

TEST_F(EraserKeepTest, TheAgencyErasesOfItselfOnceTheTimeOfTheFileIsOver) {
  const std::string record_id = Register(Named(2000));
  EXPECT_THAT(EraseOfItself(record_id, v1::ERASURE_GROUND_OBJECTION),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("ground")));
  EXPECT_THAT(EraseOfItself(record_id),
              StatusIs(StatusCode::kFailedPrecondition));
  now_ += periods_.case_file;
  // A review starts the clock anew.
  ASSERT_OK(
      eraser_->Keep(caller_, Review(record_id, v1::RETENTION_CLOCK_CASE_FILE)));
  EXPECT_THAT(EraseOfItself(record_id),
              StatusIs(StatusCode::kFailedPrecondition));
  now_ += periods_.case_file;
  EXPECT_OK(EraseOfItself(record_id));
  EXPECT_FALSE(IsThere(record_id));
}

TEST_F(EraserKeepTest, AChildsFileIsNeverErasedByItsAgencyAlone) {
  const std::string record_id = Register(Named(2018));
  now_ += periods_.case_file;
  EXPECT_THAT(EraseOfItself(record_id),
              StatusIs(StatusCode::kFailedPrecondition));
}

TEST_F(EraserKeepTest, WhatIsSaidMustBeWhole) {
  const std::string record_id = Register(Named(2018));
  v1::KeepChildRequest both = Duty(record_id, absl::Hours(1));
  both.set_clock(v1::RETENTION_CLOCK_TIPS);
  v1::KeepChildRequest endless = Duty(record_id, absl::Hours(1));
  endless.clear_expiry_time();
  v1::KeepChildRequest groundless = Duty(record_id, absl::Hours(1));
  groundless.clear_ground();
  for (const auto& request :
       {both, endless, groundless,
        Duty(record_id, kLongestKeeping + absl::Hours(1)),
        Review(record_id, v1::RETENTION_CLOCK_UNSPECIFIED),
        Duty("elsewhere", absl::Hours(1))}) {
    EXPECT_THAT(eraser_->Keep(caller_, request),
                StatusIs(StatusCode::kInvalidArgument));
  }
  EXPECT_THAT(eraser_->Keep(caller_, Duty("agencies/west/children/" +
                                              std::string(32, '0'),
                                          absl::Hours(1))),
              StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(keepings_->All(), IsEmpty());
}

TEST_F(EraserKeepTest, TheLogSaysWhoKeptWhatAndWhoWasNotLet) {
  const std::string record_id = Register(Named(2018));
  ASSERT_OK(eraser_->Keep(caller_, Duty(record_id, absl::Hours(1))));
  caller_ = federation_.base().CallerOf("west", v1::ROLE_CP_CASEWORKER);
  EXPECT_THAT(eraser_->Keep(caller_, Duty(record_id, absl::Hours(1))),
              StatusIs(StatusCode::kPermissionDenied));
  const auto log = Log(v1::AUDIT_KIND_KEPT);
  ASSERT_THAT(log, SizeIs(2));
  EXPECT_EQ(log[0].event.outcome(), v1::OUTCOME_ANSWERED);
  EXPECT_EQ(log[0].event.keeping_ground(),
            v1::KEEPING_GROUND_CRIMINAL_INVESTIGATION);
  EXPECT_EQ(log[0].details.subject(), "s-1");
  EXPECT_THAT(log[0].details.record_ids(), ElementsAre(record_id));
  EXPECT_EQ(log[1].event.outcome(), v1::OUTCOME_DENIED);
  EXPECT_THAT(log[1].details.record_ids(), IsEmpty());
}

TEST_F(EraserKeepTest, OnlyASupervisorSaysSo) {
  const std::string record_id = Register(Named(2018));
  caller_ = federation_.base().CallerOf("west", v1::ROLE_CP_CASEWORKER);
  EXPECT_THAT(eraser_->Keep(caller_, Duty(record_id, absl::Hours(1))),
              StatusIs(StatusCode::kPermissionDenied));
  EXPECT_THAT(keepings_->All(), IsEmpty());
}

}  // namespace
}  // namespace homeward::federation
