// What the desk is told, who sees it, and who says that it is done.

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/notice.pb.h"
#include "homeward/v1/notice_service.pb.h"
#include "services/federation/desk/desk_fixture.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DeskTest : public DeskFixture {};

TEST_F(DeskTest, WhatIsToldWaitsUntilSomebodySaysItIsDone) {
  Tell(v1::NOTICE_KIND_GUARDIAN, now_, now_ + absl::Hours(24));
  const std::string id = FirstId();
  Restart();
  ASSERT_THAT(desk_->Waiting(now_), SizeIs(1));
  const auth::Caller caseworker = Staff(v1::ROLE_CP_CASEWORKER);
  const auto done = desk_->Acknowledge(caseworker, id, now_ + absl::Minutes(5));
  ASSERT_OK(done);
  EXPECT_EQ(done->notice().acknowledged_by(), "vera-1");
  EXPECT_EQ(LastEvent().kind(), v1::AUDIT_KIND_NOTICE);
  EXPECT_EQ(LastEvent().query_id(), "q-1");
  EXPECT_THAT(desk_->Waiting(now_), IsEmpty());
  EXPECT_THAT(Kinds(caseworker), IsEmpty());
  Restart();
  EXPECT_THAT(desk_->Waiting(now_), IsEmpty());
  const auto all = Kinds(caseworker, true);
  EXPECT_THAT(all, ElementsAre(v1::NOTICE_KIND_GUARDIAN));
  // Once more changes nothing.
  const auto again = desk_->Acknowledge(Auditor(), id, now_ + absl::Hours(1));
  ASSERT_OK(again);
  EXPECT_EQ(again->notice().SerializeAsString(),
            done->notice().SerializeAsString());
}

TEST_F(DeskTest, WhatCanNotBeWrittenIsNotCountedAndNothingIsDisclosed) {
  store_.engine().Break(true);
  EXPECT_THAT(TryTell(v1::NOTICE_KIND_ANSWERED, now_),
              StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(desk_->Waiting(now_), IsEmpty());
  store_.engine().Break(false);
  Tell(v1::NOTICE_KIND_ANSWERED, now_);
  ASSERT_THAT(desk_->Waiting(now_), SizeIs(1));
  EXPECT_EQ(desk_->Waiting(now_)[0].count, 1);
  store_.engine().Break(true);
  const std::string id = FirstId();
  EXPECT_THAT(desk_->Acknowledge(Auditor(), id, now_),
              StatusIs(StatusCode::kUnavailable));
  store_.engine().Break(false);
  EXPECT_THAT(Kinds(Auditor()), ElementsAre(v1::NOTICE_KIND_ANSWERED));
  EXPECT_EQ(desk_->Waiting(now_)[0].count, 1);
}

// A commit that failed for all who wait for it, and is durable nevertheless.
TEST_F(DeskTest, WhatTheStoreDidNotTellOfIsCountedAnew) {
  Tell(v1::NOTICE_KIND_ANSWERED, now_);
  v1::Notice notice;
  notice.set_kind(v1::NOTICE_KIND_REVIEW);
  *notice.mutable_time() = auth::ToTimestamp(now_);
  *notice.mutable_due_time() = auth::ToTimestamp(now_);
  storage::Submission submission = SubmissionOf();
  ASSERT_OK(desk_->Tell(notice, submission));
  submission.committed.clear();
  ASSERT_OK(storage::CommitAndWait(&store_.committer(), std::move(submission)));
  ASSERT_THAT(desk_->Waiting(now_), SizeIs(1));
  ASSERT_OK(desk_->Recount());
  const auto waiting = desk_->Waiting(now_);
  ASSERT_THAT(waiting, SizeIs(2));
  EXPECT_EQ(waiting[0].count, 1);
  EXPECT_EQ(waiting[1].count, 1);
  EXPECT_EQ(waiting[1].overdue, 1);
}

TEST_F(DeskTest, ItIsCountedAnewWhileOthersTellAndAcknowledge) {
  constexpr int kTold = 40;
  std::thread teller([&] {
    for (int i = 0; i < kTold; ++i) {
      Tell(v1::NOTICE_KIND_ANSWERED, now_ + absl::Seconds(i));
      if (i % 2 == 0) {
        EXPECT_OK(desk_->Acknowledge(Auditor(), FirstId(), now_));
      }
    }
  });
  for (int i = 0; i < kTold; ++i) ASSERT_OK(desk_->Recount());
  teller.join();
  const auto waiting = desk_->Waiting(now_);
  ASSERT_THAT(waiting, SizeIs(1));
  EXPECT_EQ(waiting[0].count, kTold / 2);
}

TEST_F(DeskTest, NobodyAcknowledgesWhatSheDidHerself) {
  Tell(v1::NOTICE_KIND_REVIEW, now_, now_ + absl::Hours(24));
  const std::string id = FirstId();
  EXPECT_THAT(
      desk_->Acknowledge(Staff(v1::ROLE_CP_SUPERVISOR, "anna-4"), id, now_),
      StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_OK(
      desk_->Acknowledge(Staff(v1::ROLE_CP_SUPERVISOR, "boss-1"), id, now_));
}

TEST_F(DeskTest, ToWhoDoesNotSeeItItIsNotThere) {
  Tell(v1::NOTICE_KIND_REVIEW, now_);
  Tell(v1::NOTICE_KIND_ANSWERED, now_ + absl::Seconds(1));
  const std::string id = FirstId();
  const auth::Caller caseworker = Staff(v1::ROLE_CP_CASEWORKER);
  EXPECT_THAT(Kinds(caseworker), ElementsAre(v1::NOTICE_KIND_ANSWERED));
  EXPECT_THAT(desk_->Acknowledge(caseworker, id, now_),
              StatusIs(StatusCode::kNotFound));
  EXPECT_OK(desk_->Acknowledge(Auditor(), id, now_));
  EXPECT_THAT(desk_->Acknowledge(caseworker, id, now_),
              StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(desk_->Acknowledge(Auditor(), "nonsense", now_),
              StatusIs(StatusCode::kNotFound));
}

TEST_F(DeskTest, CountsByKindAndWhatIsOverdue) {
  Tell(v1::NOTICE_KIND_ANSWERED, now_);
  Tell(v1::NOTICE_KIND_ANSWERED, now_);
  Tell(v1::NOTICE_KIND_REVIEW, now_, now_ + absl::Hours(2));
  Tell(v1::NOTICE_KIND_REVIEW, now_, now_ + absl::Hours(1));
  for (int start = 0; start < 2; ++start) {
    const auto waiting = desk_->Waiting(now_ + absl::Hours(1));
    ASSERT_THAT(waiting, SizeIs(2));
    EXPECT_EQ(waiting[0].kind, v1::NOTICE_KIND_ANSWERED);
    EXPECT_EQ(waiting[0].count, 2);
    EXPECT_EQ(waiting[0].overdue, 0);
    EXPECT_EQ(waiting[0].first_due, absl::InfiniteFuture());
    EXPECT_EQ(waiting[1].count, 2);
    EXPECT_EQ(waiting[1].overdue, 1);
    EXPECT_EQ(waiting[1].first_due, now_ + absl::Hours(1));
    Restart();
  }
}

TEST_F(DeskTest, ComesInPagesWithoutALossOrARepeat) {
  for (int i = 0; i < 5; ++i) {
    Tell(v1::NOTICE_KIND_ANSWERED, now_ + absl::Seconds(i));
    ASSERT_OK(desk_->Acknowledge(Auditor(), FirstId(), now_));
  }
  for (int i = 5; i < 10; ++i) {
    Tell(v1::NOTICE_KIND_ANSWERED, now_ + absl::Seconds(i));
    Tell(v1::NOTICE_KIND_REVIEW, now_ + absl::Seconds(i));
  }
  v1::ListNoticesRequest request;
  request.set_include_acknowledged(true);
  for (const int page_size : {1, 2, 3, 5, 7, 50}) {
    request.set_page_size(page_size);
    request.clear_page_token();
    std::vector<int64_t> seconds;
    do {
      const v1::ListNoticesResponse page =
          List(Staff(v1::ROLE_CP_CASEWORKER), request);
      EXPECT_LE(page.notices_size(), page_size);
      for (const v1::Notice& notice : page.notices()) {
        seconds.push_back(notice.time().seconds() - absl::ToUnixSeconds(now_));
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    EXPECT_THAT(seconds, ElementsAre(5, 6, 7, 8, 9, 4, 3, 2, 1, 0));
  }
  request.set_page_size(0);
  *request.mutable_since_time() = auth::ToTimestamp(now_ + absl::Seconds(3));
  EXPECT_EQ(List(Staff(v1::ROLE_CP_CASEWORKER), request).notices_size(), 7);
}

TEST_F(DeskTest, ARequestThatCanNotBeReadIsRefused) {
  v1::ListNoticesRequest request;
  request.set_page_size(-1);
  EXPECT_THAT(desk_->List(Auditor(), request),
              StatusIs(StatusCode::kInvalidArgument));
  request.set_page_size(0);
  request.set_page_token("junk");
  EXPECT_THAT(desk_->List(Auditor(), request),
              StatusIs(StatusCode::kInvalidArgument));
  // A token of another list.
  request.set_page_token("d");
  EXPECT_THAT(desk_->List(Auditor(), request),
              StatusIs(StatusCode::kInvalidArgument));
  request.clear_page_token();
  request.mutable_since_time()->set_nanos(-1);
  EXPECT_THAT(desk_->List(Auditor(), request),
              StatusIs(StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::federation
