// NoticeService and CopyService, at who answered and at who asked.

#include <string>

#include "absl/status/status.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/notice.pb.h"
#include "homeward/v1/notice_service.pb.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/service/question/copy_service.h"
#include "services/rpc/service/question/notice_service.h"
#include "services/rpc/staff/staff_fixture.h"

namespace homeward::rpc {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class NoticeServiceTest : public StaffFixture {
 protected:
  absl::StatusOr<v1::ListNoticesResponse> List(v1::Role role) {
    return service_.List(Staff("south", role, "vera-1"), {});
  }
  absl::StatusOr<v1::AcknowledgeNoticeResponse> Acknowledge(
      v1::Role role, const std::string& id) {
    v1::AcknowledgeNoticeRequest request;
    request.set_notice_id(id);
    return service_.Acknowledge(Staff("south", role, "vera-1"), request);
  }

  NoticeService service_{nullptr, &nodes_.south.desk(),
                         [this] { return now(); }};
};

TEST_F(NoticeServiceTest, TheDeskSeesThatTheGlassWasBrokenAndSaysSo) {
  const auto listed = List(v1::ROLE_CLINIC_CLINICIAN);
  ASSERT_OK(listed);
  std::string id;
  for (const v1::Notice& notice : listed->notices()) {
    EXPECT_EQ(notice.asker_agency_id(), "north");
    if (notice.kind() == v1::NOTICE_KIND_BREAK_GLASS) id = notice.notice_id();
  }
  ASSERT_NE(id, "");
  EXPECT_THAT(listed->SerializeAsString(), Not(::testing::HasSubstr("Koval")));
  const auto done = Acknowledge(v1::ROLE_CLINIC_CLINICIAN, id);
  ASSERT_OK(done);
  EXPECT_EQ(done->notice().acknowledged_by(), "vera-1");
  EXPECT_EQ(List(v1::ROLE_CLINIC_CLINICIAN)->notices_size(),
            listed->notices_size() - 1);
}

TEST_F(NoticeServiceTest, WhoRunsTheNodeSeesNothingOfRecords) {
  const auto listed = List(v1::ROLE_NODE_ADMIN);
  ASSERT_OK(listed);
  EXPECT_THAT(listed->notices(), IsEmpty());
  const auto seen = List(v1::ROLE_CLINIC_CLINICIAN);
  ASSERT_OK(seen);
  ASSERT_THAT(seen->notices(), Not(IsEmpty()));
  EXPECT_THAT(Acknowledge(v1::ROLE_NODE_ADMIN, seen->notices(0).notice_id()),
              StatusIs(StatusCode::kNotFound));
}

TEST_F(NoticeServiceTest, ARoleWithoutADeskIsRefusedWhateverItNames) {
  const std::string id =
      List(v1::ROLE_CLINIC_CLINICIAN)->notices(0).notice_id();
  for (const v1::Role role : {v1::ROLE_POLICE_GENERAL, v1::ROLE_IMM_ENFORCEMENT,
                              v1::ROLE_RESEARCH_ANALYST}) {
    EXPECT_EQ(DetailOf(List(role).status()).code(), "HW-STAFF-003");
    for (const std::string& named : {id, std::string("no id")}) {
      EXPECT_EQ(DetailOf(Acknowledge(role, named).status()).code(),
                "HW-STAFF-003");
    }
  }
}

class CopyServiceTest : public StaffFixture {
 protected:
  auth::Caller Who(const std::string& subject,
                   v1::Role role = v1::ROLE_POLICE_MISSING) {
    return Staff("north", role, subject);
  }
  v1::ListKeptAnswersResponse Kept(const auth::Caller& caller) {
    const auto kept = service_.Kept(caller);
    EXPECT_OK(kept);
    return kept.ok() ? *kept : v1::ListKeptAnswersResponse();
  }
  absl::StatusOr<v1::GetKeptAnswerResponse> Get(
      const auth::Caller& caller, const std::string& copy_id,
      v1::Purpose purpose = v1::PURPOSE_MISSING_SEARCH) {
    v1::GetKeptAnswerRequest request;
    request.set_copy_id(copy_id);
    request.set_purpose(purpose);
    return service_.Get(caller, request);
  }

  CopyService service_{
      nullptr,
      {&nodes_.north.withdrawals(), &nodes_.north.kept(),
       [this] { return nodes_.north.store().policy().current()->mous; },
       [this] { return now(); }}};
};

TEST_F(CopyServiceTest, SheSeesWhatSheWasAnsweredAndAuditorsThatItIsKept) {
  const auto hers = Kept(Who("s-1"));
  ASSERT_THAT(hers.answers(), SizeIs(1));
  EXPECT_EQ(hers.answers(0).owner_agency_id(), "south");
  EXPECT_THAT(Kept(Who("s-2")).answers(), IsEmpty());
  const std::string id = hers.answers(0).copy_id();
  const auto auditor = Who("auditor-1", v1::ROLE_OVERSIGHT_AUDITOR);
  EXPECT_THAT(Kept(auditor).answers(), SizeIs(1));
  ASSERT_OK(Get(Who("s-1"), id));
  // One error for all: it is not hers, not for that, or not there.
  const absl::Status none = Get(Who("s-1"), "none-0").status();
  EXPECT_THAT(none, StatusIs(StatusCode::kNotFound));
  EXPECT_EQ(Get(Who("s-2"), id).status(), none);
  EXPECT_EQ(Get(auditor, id).status(), none);
  EXPECT_EQ(Get(Who("s-1"), id, v1::PURPOSE_LOCATE_SAFETY).status(), none);
}

TEST_F(CopyServiceTest, WithdrawalsAreShownToWhoMadeThemAndToAuditors) {
  CopyService south{
      nullptr,
      {&nodes_.south.withdrawals(), &nodes_.south.kept(),
       [this] { return nodes_.south.store().policy().current()->mous; },
       [this] { return now(); }}};
  const auto shown = [&](v1::Role role, const std::string& subject) {
    return south.Withdrawals(Staff("south", role, subject), {})
        .withdrawals_size();
  };
  EXPECT_EQ(shown(v1::ROLE_OVERSIGHT_AUDITOR, "auditor-1"), 0);
  v1::Consent consent;
  *consent.mutable_revoked_time() = auth::ToTimestamp(now());
  nodes_.south.Revoke(record_id_, consent);
  nodes_.south.withdrawer().courier().Turn(now());
  EXPECT_EQ(shown(v1::ROLE_OVERSIGHT_AUDITOR, "auditor-1"), 1);
  EXPECT_EQ(shown(v1::ROLE_CLINIC_CLINICIAN, "revoker"), 1);
  EXPECT_EQ(shown(v1::ROLE_CLINIC_CLINICIAN, "vera-1"), 0);
}

}  // namespace
}  // namespace homeward::rpc
