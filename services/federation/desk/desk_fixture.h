#ifndef HOMEWARD_SERVICES_FEDERATION_DESK_DESK_FIXTURE_H_
#define HOMEWARD_SERVICES_FEDERATION_DESK_DESK_FIXTURE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/identity/staff_assertion.h"
#include "auth/proto_time.h"
#include "auth/testing/federation.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/notice.pb.h"
#include "homeward/v1/notice_service.pb.h"
#include "services/federation/desk/desk.h"
#include "services/policy/testing/store.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"
#include "storage/keys/secret.h"
#include "storage/notices/notice_store.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {

// The desk of south, which nobody told of anything yet.
class DeskFixture : public ::testing::Test {
 protected:
  DeskFixture() { Open(); }

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

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_DESK_DESK_FIXTURE_H_
