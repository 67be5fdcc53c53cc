// Broken glass between real nodes: use, review, receipt, suspension.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/decision/grant.h"
#include "auth/signing/digest.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/break_glass.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "services/federation/asking/inquiry.h"
#include "services/federation/break_glass/glass_fixture.h"
#include "services/federation/break_glass/glass_rows.h"
#include "services/federation/break_glass/signed_review.h"
#include "services/federation/break_glass/suspension.h"

namespace homeward::federation {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class GlassLifeTest : public GlassFixture {
 protected:
  // Officer "s-1" of north asks by her own node.
  federation::testing::Heard Locate(const v1::Envelope& statement) {
    StaffQuestion question = nodes_.north.Question(
        v1::ROLE_POLICE_MISSING, v1::PURPOSE_MISSING_SEARCH, kName);
    question.break_glass = statement;
    question.break_glass_text = Text();
    return nodes_.north.Ask(std::move(question));
  }
  // Another person reviews `statement` at north.
  absl::Status ReviewAtNorth(const v1::BreakGlass& statement,
                             v1::BreakGlassVerdict verdict) {
    const auto review =
        VerifyReview(Review(statement, verdict), "north",
                     *nodes_.north.store().policy().current()->directory,
                     nodes_.north.now());
    if (!review.ok()) return review.status();
    return nodes_.north.glass().Review(*review, nodes_.north.now());
  }
  void Turn() {
    nodes_.north.reviews().courier().Turn(nodes_.north.now());
    nodes_.north.reviews().courier().Turn(nodes_.north.now());
  }
  v1::BreakGlassStatus Listed() {
    const auto statuses = nodes_.north.glass().List(nodes_.north.now());
    EXPECT_THAT(statuses, SizeIs(1));
    return statuses.empty() ? v1::BreakGlassStatus() : statuses.front();
  }
  bool Suspended(federation::testing::Node& node, absl::Time at) {
    return node.glass().IsSuspended("north", "s-1", at);
  }
};

TEST_F(GlassLifeTest, OnlyABrokenGlassGetsTheAnswerAndBothSidesKeepIt) {
  EXPECT_THAT(Locate({}).status, StatusIs(absl::StatusCode::kPermissionDenied));
  const v1::BreakGlass statement = Good();
  const auto heard = Locate(Unsigned(statement));
  ASSERT_OK(heard.status);
  EXPECT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  const v1::BreakGlassStatus status = Listed();
  EXPECT_EQ(status.break_glass_sha256(),
            auth::Sha256(statement.SerializeAsString()));
  EXPECT_THAT(status.query_ids(), ElementsAre(heard.query_id));
  EXPECT_THAT(status.untold_agency_ids(), Contains("south"));
  EXPECT_EQ(auth::ToTime(status.review_due_time()), now() + absl::Hours(24));
  // An owner shows nobody what another's staff did.
  EXPECT_THAT(nodes_.south.glass().List(now()), IsEmpty());
}

TEST_F(GlassLifeTest, HerWordsStayAtHerOwnNode) {
  ASSERT_EQ(Locate(Unsigned(Good())).OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  EXPECT_EQ(Listed().free_text(), kText);
  nodes_.north.Restart(nodes_.north.now());
  EXPECT_EQ(Listed().free_text(), kText);
  const auto rows = ReadGlassRows(nodes_.south.store().documents());
  ASSERT_OK(rows);
  ASSERT_THAT(rows->uses, SizeIs(1));
  EXPECT_THAT(rows->uses[0].SerializeAsString(), Not(HasSubstr("Zorvanika")));
}

TEST_F(GlassLifeTest, WordsThatItWasNotSignedForBreakNothing) {
  StaffQuestion question = nodes_.north.Question(
      v1::ROLE_POLICE_MISSING, v1::PURPOSE_MISSING_SEARCH, kName);
  question.break_glass = Unsigned(Good());
  for (const char* text : {"", "She was seen elsewhere"}) {
    question.break_glass_text = Text();
    question.break_glass_text.set_text(text);
    EXPECT_THAT(nodes_.north.Ask(question).status,
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("break_glass: ")));
  }
  EXPECT_THAT(nodes_.north.glass().List(now()), IsEmpty());
}

// Whatever she calls; and nobody else is stopped.
TEST_F(GlassLifeTest, ASuspendedAccountIsRefusedWithAnEntry) {
  ASSERT_OK(Locate(Unsigned(Good())).status);
  const auto check = [&](absl::Time at) {
    return CheckNotSuspended(
        nodes_.federation.base().CallerOf("north", v1::ROLE_POLICE_MISSING),
        nodes_.north.glass(), &nodes_.north.store().committer(), at);
  };
  const size_t before = nodes_.north.Events().size();
  EXPECT_OK(check(now()));
  EXPECT_EQ(nodes_.north.Events().size(), before);
  const absl::Time due = now() + absl::Hours(24);
  EXPECT_THAT(check(due),
              StatusIs(absl::StatusCode::kPermissionDenied, kSuspendedText));
  const v1::AuditEvent event = nodes_.north.Events().back();
  EXPECT_EQ(event.kind(), v1::AUDIT_KIND_REFUSED);
  EXPECT_EQ(event.decision().reason(), v1::DECISION_REASON_SUSPENDED);
  EXPECT_THAT(event.roles(), ElementsAre(v1::ROLE_POLICE_MISSING));
  EXPECT_OK(CheckNotSuspended(
      nodes_.federation.base().CallerOf("west", v1::ROLE_CP_CASEWORKER),
      nodes_.north.glass(), &nodes_.north.store().committer(), due));
}

TEST_F(GlassLifeTest, UnreviewedForADayItSuspendsTheAccountOnBothSides) {
  ASSERT_OK(Locate(Unsigned(Good())).status);
  const absl::Time due = now() + absl::Hours(24);
  const absl::Duration tick = absl::Nanoseconds(1);
  for (federation::testing::Node* node : {&nodes_.north, &nodes_.south}) {
    EXPECT_FALSE(Suspended(*node, due - tick));
    EXPECT_TRUE(Suspended(*node, due));
    node->Restart(now());
    EXPECT_FALSE(Suspended(*node, due - tick));
    EXPECT_TRUE(Suspended(*node, due));
    EXPECT_FALSE(node->glass().IsSuspended("north", "s-2", due));
    EXPECT_FALSE(node->glass().IsSuspended("west", "s-1", due));
  }
}

// Her node tells her why; an owner tells a node without rules what it would if
// nobody were there.
TEST_F(GlassLifeTest, WhoIsSuspendedIsToldByHerOwnNodeOnly) {
  const v1::BreakGlass first = Good();
  ASSERT_OK(Locate(Unsigned(first)).status);
  v1::TellReviewRequest request;
  *request.mutable_review() =
      Review(first, v1::BREAK_GLASS_VERDICT_NOT_JUSTIFIED);
  const v1::BreakGlass second = Good();
  v1::Question elsewhere = Question();
  *elsewhere.mutable_child() = Child("Nobody Known");
  ASSERT_OK(nodes_.south.TakeReview("north", request));
  const v1::Answer denied = AskWith(Signed(second));
  EXPECT_EQ(denied.outcome(), v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_THAT(denied.matches(), IsEmpty());
  EXPECT_EQ(LastDecision().reason(), v1::DECISION_REASON_SUSPENDED);
  ASSERT_OK(ReviewAtNorth(first, v1::BREAK_GLASS_VERDICT_NOT_JUSTIFIED));
  EXPECT_THAT(Locate(Unsigned(second)).status,
              StatusIs(absl::StatusCode::kPermissionDenied, kSuspendedText));
  EXPECT_EQ(nodes_.north.Events().back().decision().reason(),
            v1::DECISION_REASON_SUSPENDED);
}

TEST_F(GlassLifeTest, AReviewIsToldUntilItsReceiptCameAlsoOverARestart) {
  const v1::BreakGlass statement = Good();
  ASSERT_OK(Locate(Unsigned(statement)).status);
  ASSERT_OK(ReviewAtNorth(statement, v1::BREAK_GLASS_VERDICT_JUSTIFIED));
  nodes_.north.peer("south").unreachable = true;
  Turn();
  EXPECT_THAT(Listed().untold_agency_ids(), Contains("south"));
  EXPECT_FALSE(Suspended(nodes_.north, now() + absl::Hours(30)));
  EXPECT_TRUE(Suspended(nodes_.south, now() + absl::Hours(30)));
  nodes_.north.Restart(nodes_.north.now());
  nodes_.north.peer("south").unreachable = false;
  Turn();
  EXPECT_THAT(Listed().untold_agency_ids(), IsEmpty());
  EXPECT_THAT(Listed().told_agency_ids(), Contains("south"));
  EXPECT_FALSE(Suspended(nodes_.south, now() + absl::Hours(30)));
  // Both logs have it, and nobody is told again.
  const v1::AuditEvent here = nodes_.north.Events().back();
  EXPECT_EQ(here.kind(), v1::AUDIT_KIND_REVIEWED);
  EXPECT_EQ(here.receipt_sha256().size(), 32u);
  EXPECT_EQ(nodes_.south.Events().back().review_sha256(), here.review_sha256());
  const int asked = nodes_.north.peer("south").asked;
  nodes_.north.Restart(nodes_.north.now());
  Turn();
  EXPECT_EQ(nodes_.north.peer("south").asked, asked);
}

TEST_F(GlassLifeTest, OfTwoReviewsTheLaterHolds) {
  const v1::BreakGlass statement = Good();
  ASSERT_OK(Locate(Unsigned(statement)).status);
  ASSERT_OK(ReviewAtNorth(statement, v1::BREAK_GLASS_VERDICT_NOT_JUSTIFIED));
  Turn();
  EXPECT_TRUE(Suspended(nodes_.south, now()));
  EXPECT_THAT(ReviewAtNorth(statement, v1::BREAK_GLASS_VERDICT_JUSTIFIED),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  SetNow(now() + absl::Seconds(1));
  ASSERT_OK(ReviewAtNorth(statement, v1::BREAK_GLASS_VERDICT_JUSTIFIED));
  Turn();
  EXPECT_FALSE(Suspended(nodes_.north, now()));
  EXPECT_FALSE(Suspended(nodes_.south, now()));
}

TEST_F(GlassLifeTest, NobodyReviewsWhatSheDidHerself) {
  v1::BreakGlass statement = Good();
  statement.set_asker_subject("boss-1");
  internal::v1::StoredBreakGlassUse use;
  *use.mutable_statement() = Signed(statement);
  *use.mutable_used_time() = auth::ToTimestamp(now());
  use.set_query_id("q-" + std::string(32, 'b'));
  nodes_.north.glass().Count(use);
  nodes_.south.glass().Count(use);
  EXPECT_THAT(ReviewAtNorth(statement, v1::BREAK_GLASS_VERDICT_JUSTIFIED),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("may not be who reviews it")));
  v1::TellReviewRequest request;
  *request.mutable_review() =
      Review(statement, v1::BREAK_GLASS_VERDICT_JUSTIFIED);
  EXPECT_THAT(nodes_.south.TakeReview("north", request),
              StatusIs(absl::StatusCode::kPermissionDenied, auth::kDenialText));
}

TEST_F(GlassLifeTest, AnotherAgencyReviewsNothingOfNorths) {
  const v1::BreakGlass statement = Good();
  v1::TellReviewRequest request;
  *request.mutable_review() =
      Review(statement, v1::BREAK_GLASS_VERDICT_JUSTIFIED, "west");
  // Who was asked with a statement knows its digest: before and after its use
  // her review of it is of no deed of her own agency's staff.
  EXPECT_OK(nodes_.south.TakeReview("west", request));
  ASSERT_EQ(Locate(Unsigned(statement)).OutcomeOf("south"),
            v1::OUTCOME_ANSWERED);
  EXPECT_OK(nodes_.south.TakeReview("west", request));
  EXPECT_THAT(nodes_.south.TakeReview("north", request),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_TRUE(Suspended(nodes_.south, now() + absl::Hours(24)));
}

TEST_F(GlassLifeTest, WithAnApproverNoReviewIsDue) {
  v1::BreakGlass statement = Good();
  statement.set_approver_subject("boss-1");
  ASSERT_EQ(
      Locate(Sign(statement, {&Agency("north").boss_key})).OutcomeOf("south"),
      v1::OUTCOME_ANSWERED);
  EXPECT_FALSE(Listed().has_review_due_time());
  EXPECT_FALSE(Suspended(nodes_.north, now() + absl::Hours(10000)));
  EXPECT_FALSE(Suspended(nodes_.south, now() + absl::Hours(10000)));
}

TEST_F(GlassLifeTest, OwnStaffAreToldWhatIsWrongAndNobodyIsAsked) {
  v1::BreakGlass statement = Good();
  statement.clear_categories();
  const int asked = nodes_.north.peer("south").asked;
  EXPECT_THAT(
      Locate(Unsigned(statement)).status,
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("break_glass: ")));
  EXPECT_EQ(nodes_.north.peer("south").asked, asked);
  EXPECT_EQ(nodes_.north.Events().back().decision().break_glass_finding(),
            v1::BREAK_GLASS_FINDING_MALFORMED);
  EXPECT_THAT(nodes_.north.glass().List(now()), IsEmpty());
}

}  // namespace
}  // namespace homeward::federation
