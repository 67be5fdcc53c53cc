#include "services/federation/desk/desk.h"

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "auth/identity/staff_assertion.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "services/policy/testing/store.h"
#include "storage/commit_and_wait.h"
#include "storage/keys/secret.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DeskTest : public ::testing::Test {
 protected:
  DeskTest() { Open(); }

  void Open() {
    notices_ = std::make_unique<storage::NoticeStore>(
        &store_.engine(), storage::Secret(std::string(32, 'n')));
    desk_ =
        std::make_unique<Desk>("south", notices_.get(), &store_.committer());
    ASSERT_OK(desk_->Recount());
  }
  void Restart() {
    store_.Reopen(now_);
    Open();
  }

  static storage::Submission SubmissionOf() {
    v1::AuditEvent event;
    event.set_kind(v1::AUDIT_KIND_DECIDED);
    storage::Submission submission;
    submission.entries.push_back({event.SerializeAsString(), ""});
    return submission;
  }
  absl::Status TryTell(v1::NoticeKind kind, absl::Time time,
                       absl::Time due = absl::InfiniteFuture()) {
    v1::Notice notice;
    notice.set_kind(kind);
    *notice.mutable_time() = auth::ToTimestamp(time);
    if (due < absl::InfiniteFuture()) {
      *notice.mutable_due_time() = auth::ToTimestamp(due);
    }
    notice.set_asker_agency_id("south");
    notice.set_subject("anna-4");
    notice.set_query_id("q-1");
    notice.add_record_ids("agencies/south/children/1");
    storage::Submission submission = SubmissionOf();
    absl::Status told = desk_->Tell(std::move(notice), submission);
    if (!told.ok()) return told;
    return storage::CommitAndWait(&store_.committer(), std::move(submission));
  }
  void Tell(v1::NoticeKind kind, absl::Time time,
            absl::Time due = absl::InfiniteFuture()) {
    ASSERT_OK(TryTell(kind, time, due));
  }

  auth::Caller Staff(v1::Role role, const std::string& subject = "vera-1") {
    const auth::testing::Federation& base = federation_.base();
    v1::StaffAssertion assertion = base.Assertion("south", role);
    assertion.set_subject(subject);
    const auto staff = auth::VerifyStaffAssertion(
        base.SignAssertion(assertion), "south", base.Peer("south").thumbprint(),
        *store_.policy().current()->directory, federation_.now());
    EXPECT_OK(staff);
    auto caller = auth::WithStaff(base.CallerOf("south", role), *staff);
    EXPECT_OK(caller);
    return *caller;
  }
  auth::Caller Auditor() { return Staff(v1::ROLE_OVERSIGHT_AUDITOR); }

  v1::ListNoticesResponse List(const auth::Caller& caller,
                               const v1::ListNoticesRequest& request = {}) {
    const auto listed = desk_->List(caller, request);
    EXPECT_OK(listed);
    return *listed;
  }
  std::vector<v1::NoticeKind> Kinds(const auth::Caller& caller,
                                    bool include_acknowledged = false) {
    v1::ListNoticesRequest request;
    request.set_include_acknowledged(include_acknowledged);
    std::vector<v1::NoticeKind> kinds;
    const v1::ListNoticesResponse listed = List(caller, request);
    for (const v1::Notice& notice : listed.notices()) {
      kinds.push_back(notice.kind());
    }
    return kinds;
  }
  std::string FirstId() { return List(Auditor()).notices(0).notice_id(); }
  v1::AuditEvent LastEvent() {
    const auto records = store_.log().Read(0, 100);
    EXPECT_OK(records);
    v1::AuditEvent event;
    EXPECT_TRUE(event.ParseFromString(records->back().metadata));
    return event;
  }

  const policy::testing::Federation federation_;
  const absl::Time now_ = federation_.now();
  policy::testing::Store store_{&federation_, "south"};
  std::unique_ptr<storage::NoticeStore> notices_;
  std::unique_ptr<Desk> desk_;
};

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

TEST_F(DeskTest, WhatIsDoneIsForgottenWhatIsToBeDoneIsNot) {
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
TEST_F(DeskTest, ATaskThatNobodyDidEndsInNobodysName) {
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

TEST_F(DeskTest, PrunesMoreThanOneCommitTakes) {
  for (int i = 0; i < 130; ++i) Tell(v1::NOTICE_KIND_ANSWERED, now_);
  ASSERT_OK(desk_->Prune(now_ + kKeepNotices + absl::Hours(1)));
  EXPECT_THAT(desk_->Waiting(now_), IsEmpty());
  EXPECT_THAT(Kinds(Auditor(), true), IsEmpty());
}

}  // namespace
}  // namespace homeward::federation
