#include "services/rpc/service/question/break_glass_service.h"

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/break_glass.pb.h"
#include "homeward/v1/break_glass.pb.h"
#include "homeward/v1/break_glass_service.pb.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/rpc/staff/staff_fixture.h"

namespace homeward::rpc {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class BreakGlassServiceTest : public StaffFixture {
 protected:
  v1::ListBreakGlassResponse List(v1::Role role, const std::string& subject,
                                  bool open_only = false) {
    v1::ListBreakGlassRequest request;
    request.set_open_only(open_only);
    return service_.List(Staff("north", role, subject), request);
  }
  absl::StatusOr<v1::ReviewBreakGlassResponse> Send(
      const v1::Envelope& review) {
    v1::ReviewBreakGlassRequest request;
    *request.mutable_review() = review;
    return service_.Review(Staff("north", v1::ROLE_POLICE_GENERAL, "courier-1"),
                           request);
  }
  // "boss-1", who reviews, broke the glass herself `ago`.
  void BossBrokeIt(absl::Duration ago) {
    v1::BreakGlass statement = Good();
    statement.set_asker_subject("boss-1");
    internal::v1::StoredBreakGlassUse use;
    *use.mutable_statement() = Signed(statement);
    *use.mutable_text() = Text();
    *use.mutable_used_time() = auth::ToTimestamp(now() - ago);
    use.set_query_id("q-" + std::string(32, 'b'));
    nodes_.north.glass().Count(use);
  }

  int reviewed_ = 0;
  BreakGlassService service_{
      nullptr,
      {&nodes_.north.glass(),
       [this] { return nodes_.north.store().policy().current()->directory; },
       [this] { return now(); }, [this] { ++reviewed_; }}};
};

TEST_F(BreakGlassServiceTest, WhoMayReviewReadsWhyAndAuditorsSeeThatItWas) {
  const auto boss = List(v1::ROLE_CP_SUPERVISOR, "boss-1");
  ASSERT_THAT(boss.statuses(), SizeIs(1));
  EXPECT_EQ(boss.statuses(0).free_text(), kText);
  EXPECT_EQ(boss.statuses(0).asker_subject(), "s-1");
  for (const v1::Role role :
       {v1::ROLE_OVERSIGHT_AUDITOR, v1::ROLE_NODE_ADMIN}) {
    const auto seen = List(role, "auditor-1");
    ASSERT_THAT(seen.statuses(), SizeIs(1));
    EXPECT_EQ(seen.statuses(0).free_text(), "");
    EXPECT_TRUE(seen.statuses(0).has_review_due_time());
  }
}

TEST_F(BreakGlassServiceTest, OthersSeeTheirOwn) {
  const auto hers = List(v1::ROLE_POLICE_MISSING, "s-1");
  ASSERT_THAT(hers.statuses(), SizeIs(1));
  EXPECT_EQ(hers.statuses(0).free_text(), kText);
  // A role that could review is not enough: it takes the key.
  EXPECT_THAT(List(v1::ROLE_CP_SUPERVISOR, "s-2").statuses(), IsEmpty());
  EXPECT_THAT(List(v1::ROLE_POLICE_MISSING, "s-2").statuses(), IsEmpty());
}

TEST_F(BreakGlassServiceTest, WhoIsSuspendedSeesWhyAndNothingOfOthers) {
  BossBrokeIt(absl::Hours(23));
  EXPECT_THAT(List(v1::ROLE_CP_SUPERVISOR, "boss-1").statuses(), SizeIs(2));
  BossBrokeIt(absl::Hours(24));
  for (const v1::Role role : {v1::ROLE_CP_SUPERVISOR, v1::ROLE_NODE_ADMIN}) {
    const auto listed = List(role, "boss-1");
    ASSERT_THAT(listed.statuses(), SizeIs(2));
    for (const v1::BreakGlassStatus& status : listed.statuses()) {
      EXPECT_EQ(status.asker_subject(), "boss-1");
    }
  }
}

TEST_F(BreakGlassServiceTest, AReviewIsTakenAndToldAndAnswersWithoutTheWords) {
  const auto review = Review(statement_, v1::BREAK_GLASS_VERDICT_JUSTIFIED);
  for (int times = 1; times <= 2; ++times) {
    const auto taken = Send(review);
    ASSERT_OK(taken);
    EXPECT_EQ(taken->status().verdict(), v1::BREAK_GLASS_VERDICT_JUSTIFIED);
    EXPECT_EQ(taken->status().reviewer_subject(), "boss-1");
    EXPECT_EQ(taken->status().free_text(), "");
    EXPECT_EQ(reviewed_, times);
  }
  // Open until all who were asked have acknowledged it.
  EXPECT_THAT(List(v1::ROLE_CP_SUPERVISOR, "boss-1", true).statuses(),
              SizeIs(1));
  nodes_.north.reviews().courier().Turn(now());
  nodes_.north.reviews().courier().Turn(now());
  EXPECT_THAT(List(v1::ROLE_CP_SUPERVISOR, "boss-1", true).statuses(),
              IsEmpty());
  EXPECT_THAT(List(v1::ROLE_CP_SUPERVISOR, "boss-1").statuses(), SizeIs(1));
  EXPECT_THAT(Send(Review(statement_, v1::BREAK_GLASS_VERDICT_NOT_JUSTIFIED)),
              StatusIs(StatusCode::kFailedPrecondition));
}

TEST_F(BreakGlassServiceTest, WhatIsNoReviewOfAnOwnDeedChangesNothing) {
  v1::Envelope forged = Review(statement_, v1::BREAK_GLASS_VERDICT_JUSTIFIED);
  forged.mutable_payload()->back() ^= 1;
  EXPECT_THAT(Send(forged), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(Send({}), StatusIs(StatusCode::kInvalidArgument));
  // Signed well, by a reviewer of another agency.
  EXPECT_THAT(
      Send(Review(statement_, v1::BREAK_GLASS_VERDICT_JUSTIFIED, "south")),
      StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(Send(Review(Good(), v1::BREAK_GLASS_VERDICT_JUSTIFIED)),
              StatusIs(StatusCode::kNotFound));
  EXPECT_EQ(reviewed_, 0);
  EXPECT_EQ(List(v1::ROLE_POLICE_MISSING, "s-1").statuses(0).verdict(),
            v1::BREAK_GLASS_VERDICT_UNSPECIFIED);
}

}  // namespace
}  // namespace homeward::rpc
