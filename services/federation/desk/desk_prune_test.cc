// When the desk forgets.

#include <string>

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/notice.pb.h"
#include "homeward/v1/notice_service.pb.h"
#include "services/federation/desk/desk_fixture.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DeskPruneTest : public DeskFixture {};

TEST_F(DeskPruneTest, WhatIsDoneIsForgottenWhatIsToBeDoneIsNot) {
  Tell(v1::NOTICE_KIND_REVIEW, now_, now_ + absl::Hours(24));
  Tell(v1::NOTICE_KIND_ANSWERED, now_ + absl::Seconds(1));
  Tell(v1::NOTICE_KIND_GUARDIAN, now_ + absl::Seconds(2), now_);
  const std::string guardian = List(Auditor()).notices(2).notice_id();
  ASSERT_OK(desk_->Acknowledge(Auditor(), guardian, now_ + absl::Hours(1)));
  ASSERT_OK(desk_->Prune(now_ + kKeepNotices));
  EXPECT_EQ(Kinds(Auditor(), true).size(), 3);
  // The one that informs: nobody looked at it for so long.
  ASSERT_OK(desk_->Prune(now_ + kKeepNotices + absl::Minutes(1)));
  EXPECT_THAT(Kinds(Auditor(), true),
              ElementsAre(v1::NOTICE_KIND_REVIEW, v1::NOTICE_KIND_GUARDIAN));
  ASSERT_OK(desk_->Prune(now_ + kKeepNotices + absl::Hours(2)));
  EXPECT_THAT(Kinds(Auditor(), true), ElementsAre(v1::NOTICE_KIND_REVIEW));
  const auto waiting = desk_->Waiting(now_);
  ASSERT_THAT(waiting, SizeIs(1));
  EXPECT_EQ(waiting[0].kind, v1::NOTICE_KIND_REVIEW);
}

// Nobody told oversight for a year: it is told that nobody did.
TEST_F(DeskPruneTest, ATaskThatNobodyDidEndsInNobodysName) {
  const absl::Time due = now_ + kDueUnsaid;
  Tell(v1::NOTICE_KIND_ENFORCEMENT, now_, due);
  const std::string id = FirstId();
  const absl::Time end = due + kEndTasks;
  ASSERT_OK(desk_->Prune(end - absl::Microseconds(1)));
  ASSERT_THAT(desk_->Waiting(end), SizeIs(1));
  EXPECT_EQ(desk_->Waiting(end)[0].overdue, 1);
  ASSERT_OK(desk_->Prune(end));
  EXPECT_THAT(desk_->Waiting(end), IsEmpty());
  EXPECT_THAT(Kinds(Auditor()), IsEmpty());
  v1::ListNoticesRequest all;
  all.set_include_acknowledged(true);
  const v1::ListNoticesResponse listed = List(Auditor(), all);
  ASSERT_THAT(listed.notices(), SizeIs(1));
  EXPECT_EQ(listed.notices(0).notice_id(), id);
  EXPECT_EQ(listed.notices(0).acknowledged_by(), "");
  EXPECT_EQ(auth::ToTime(listed.notices(0).acknowledged_time()), end);
  EXPECT_EQ(LastEvent().kind(), v1::AUDIT_KIND_NOTICE);
  EXPECT_EQ(LastEvent().asker_agency_id(), "south");
  EXPECT_THAT(LastEvent().roles(), IsEmpty());
  // It ended once, outlives a restart, and goes like all that is done.
  ASSERT_OK(desk_->Prune(end + kKeepNotices));
  EXPECT_THAT(Kinds(Auditor(), true), SizeIs(1));
  Restart();
  EXPECT_THAT(desk_->Waiting(end), IsEmpty());
  ASSERT_OK(desk_->Prune(end + kKeepNotices + absl::Seconds(1)));
  EXPECT_THAT(Kinds(Auditor(), true), IsEmpty());
}

TEST_F(DeskPruneTest, PrunesMoreThanOneCommitTakes) {
  for (int i = 0; i < 130; ++i) Tell(v1::NOTICE_KIND_ANSWERED, now_);
  ASSERT_OK(desk_->Prune(now_ + kKeepNotices + absl::Hours(1)));
  EXPECT_THAT(desk_->Waiting(now_), IsEmpty());
  EXPECT_THAT(Kinds(Auditor(), true), IsEmpty());
}

}  // namespace
}  // namespace homeward::federation
