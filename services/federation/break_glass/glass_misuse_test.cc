// A node with valid keys that misuses broken glass, against a real responder.

#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/break_glass.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/staff.pb.h"
#include "services/federation/break_glass/glass_fixture.h"

namespace homeward::federation {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::ResultOf;

class GlassMisuseTest : public GlassFixture {
 protected:
  // `statement` is worth no more than none, and the log says why.
  void ExpectWorthless(const v1::Envelope& statement,
                       v1::BreakGlassFinding finding) {
    SCOPED_TRACE(v1::BreakGlassFinding_Name(finding));
    const v1::Answer without = AskWith(v1::Envelope());
    const v1::Answer answer = AskWith(statement);
    EXPECT_EQ(answer.outcome(), v1::OUTCOME_DENIED);
    EXPECT_THAT(answer.matches(), IsEmpty());
    EXPECT_EQ(WithoutIds(answer), WithoutIds(without));
    EXPECT_EQ(LastDecision().break_glass_finding(), finding);
    EXPECT_FALSE(LastDecision().by_break_glass());
    EXPECT_FALSE(nodes_.south.glass().IsSuspended("north", "s-1",
                                                  absl::InfiniteFuture()));
  }
  void ExpectWorthless(const std::function<void(v1::BreakGlass&)>& change,
                       v1::BreakGlassFinding finding) {
    v1::BreakGlass statement = Good();
    change(statement);
    ExpectWorthless(Signed(statement), finding);
  }
};

TEST_F(GlassMisuseTest, AStatementThatHoldsIsAnsweredAndInTheLog) {
  const v1::Answer answer = AskWith(Signed(Good()));
  ASSERT_EQ(answer.outcome(), v1::OUTCOME_ANSWERED);
  EXPECT_THAT(answer.matches(), Not(IsEmpty()));
  const v1::AuditEvent event = nodes_.south.Events().back();
  EXPECT_EQ(event.decision().break_glass_finding(),
            v1::BREAK_GLASS_FINDING_HOLDS);
  EXPECT_TRUE(event.decision().by_break_glass());
  EXPECT_EQ(event.break_glass_sha256().size(), 32u);
  EXPECT_THAT(event.SerializeAsString(), Not(HasSubstr("Zorvanika")));
}

TEST_F(GlassMisuseTest, AnExpiredOneIsWorthless) {
  ExpectWorthless(
      [&](auto& g) {
        *g.mutable_opened_time() = auth::ToTimestamp(now() - absl::Hours(4));
        *g.mutable_expiry_time() = auth::ToTimestamp(now());
      },
      v1::BREAK_GLASS_FINDING_NOT_IN_TIME);
  ExpectWorthless(
      [&](auto& g) {
        *g.mutable_expiry_time() =
            auth::ToTimestamp(now() + absl::Hours(4) + absl::Seconds(1));
      },
      v1::BREAK_GLASS_FINDING_MALFORMED);
}

TEST_F(GlassMisuseTest, ForAnotherChildOfficerOrPurposeItIsWorthless) {
  ExpectWorthless([&](auto& g) { g.set_child_keys(0, KeyOf("Maria Koval")); },
                  v1::BREAK_GLASS_FINDING_OTHER_CHILD);
  ExpectWorthless([](auto& g) { g.set_asker_subject("s-2"); },
                  v1::BREAK_GLASS_FINDING_OTHER_HOLDER);
  ExpectWorthless([](auto& g) { g.set_asker_agency_id("west"); },
                  v1::BREAK_GLASS_FINDING_OTHER_HOLDER);
  ExpectWorthless([](auto& g) { g.set_purpose(v1::PURPOSE_LOCATE_SAFETY); },
                  v1::BREAK_GLASS_FINDING_OTHER_PURPOSE);
}

TEST_F(GlassMisuseTest, ARoleThatMayNotIsWorthless) {
  ExpectWorthless([](auto& g) { g.set_role(v1::ROLE_POLICE_GENERAL); },
                  v1::BREAK_GLASS_FINDING_ROLE);
  ExpectWorthless([](auto& g) { g.set_role(v1::ROLE_CP_SUPERVISOR); },
                  v1::BREAK_GLASS_FINDING_ROLE);
}

// The MOU lets the police break it. She is a supervisor too, and says that she
// acts as one.
TEST_F(GlassMisuseTest, ARoleThatThePermitDoesNotNameOpensNothing) {
  const auto& base = nodes_.federation.base();
  v1::StaffAssertion assertion =
      base.Assertion("north", v1::ROLE_POLICE_MISSING);
  assertion.add_roles(v1::ROLE_CP_SUPERVISOR);
  const auto ask = [&](v1::Role role) {
    v1::BreakGlass statement = Good();
    statement.set_role(role);
    v1::Question question = Question();
    *question.mutable_staff_assertion() = base.SignAssertion(assertion);
    *question.mutable_break_glass() = Signed(statement);
    return Ask(question);
  };
  EXPECT_EQ(ask(v1::ROLE_POLICE_MISSING).outcome(), v1::OUTCOME_ANSWERED);
  const v1::Answer without = AskWith(v1::Envelope());
  EXPECT_EQ(without.outcome(), v1::OUTCOME_DENIED);
  EXPECT_EQ(WithoutIds(ask(v1::ROLE_CP_SUPERVISOR)), WithoutIds(without));
  // The statement holds: the log says that the permit is for another role.
  EXPECT_EQ(LastDecision().break_glass_finding(),
            v1::BREAK_GLASS_FINDING_HOLDS);
  EXPECT_FALSE(LastDecision().by_break_glass());
  EXPECT_THAT(LastDecision().nearest(),
              Contains(ResultOf(
                  [](const v1::NearestPermit& near) { return near.missing(); },
                  ElementsAre("case", "role"))));
}

TEST_F(GlassMisuseTest, ReasonTextAndCategoriesAreNeverImplied) {
  ExpectWorthless([](auto& g) { g.clear_reason(); },
                  v1::BREAK_GLASS_FINDING_MALFORMED);
  ExpectWorthless([](auto& g) { g.clear_text_sha256(); },
                  v1::BREAK_GLASS_FINDING_MALFORMED);
  ExpectWorthless([](auto& g) { g.clear_categories(); },
                  v1::BREAK_GLASS_FINDING_MALFORMED);
}

TEST_F(GlassMisuseTest, AnApproverThatNobodyListedIsNone) {
  v1::BreakGlass statement = Good();
  statement.set_approver_subject("boss-1");
  const auth::SigningKey* const node = &Agency("north").node_key;
  for (const auth::SigningKey* key :
       {&Agency("north").case_key, &Agency("north").assertion_key,
        &Agency("north").root_key, &Agency("south").boss_key}) {
    ExpectWorthless(Sign(statement, {node, key}),
                    v1::BREAK_GLASS_FINDING_NOT_APPROVED);
  }
  ExpectWorthless(Signed(statement), v1::BREAK_GLASS_FINDING_NOT_APPROVED);
  statement.set_approver_subject("s-1");
  ExpectWorthless(Sign(statement, {node, &Agency("north").boss_key}),
                  v1::BREAK_GLASS_FINDING_NOT_APPROVED);
}

TEST_F(GlassMisuseTest, OnlyTheNodeThatAsksSigns) {
  ExpectWorthless(Sign(Good(), {&Agency("west").node_key}),
                  v1::BREAK_GLASS_FINDING_NOT_SIGNED);
  ExpectWorthless(Sign(Good(), {&Agency("north").assertion_key}),
                  v1::BREAK_GLASS_FINDING_NOT_SIGNED);
}

// It is for the named categories, and never past what the MOU lets it do.
TEST_F(GlassMisuseTest, NoFieldOfAnotherCategoryComes) {
  v1::BreakGlass statement = Good();
  statement.clear_categories();
  statement.add_categories(v1::CATEGORY_ID_MIN);
  statement.add_categories(v1::CATEGORY_ID_FULL);
  const v1::Answer answer = AskWith(Signed(statement));
  ASSERT_EQ(answer.outcome(), v1::OUTCOME_ANSWERED);
  for (const v1::Claim& claim : answer.matches(0).record().claims()) {
    EXPECT_FALSE(claim.has_sighting());
  }
  statement = Good();
  statement.add_categories(v1::CATEGORY_HEALTH_SENS);
  v1::Question question = Question();
  *question.mutable_break_glass() = Signed(statement);
  question.add_categories(v1::CATEGORY_HEALTH_SENS);
  EXPECT_THAT(Ask(question).matches(), IsEmpty());
}

TEST_F(GlassMisuseTest, AReviewedOneIsUsedUp) {
  const v1::BreakGlass statement = Good();
  ASSERT_EQ(AskWith(Signed(statement)).outcome(), v1::OUTCOME_ANSWERED);
  v1::TellReviewRequest request;
  *request.mutable_review() =
      Review(statement, v1::BREAK_GLASS_VERDICT_JUSTIFIED);
  ASSERT_OK(nodes_.south.TakeReview("north", request));
  const v1::Answer without = AskWith(v1::Envelope());
  EXPECT_EQ(WithoutIds(AskWith(Signed(statement))), WithoutIds(without));
  EXPECT_EQ(LastDecision().break_glass_finding(),
            v1::BREAK_GLASS_FINDING_REVIEWED);
}

// The charter has no clause that a broken glass stands in for.
TEST_F(GlassMisuseTest, ItOpensNoRedLine) {
  v1::BreakGlass statement = Good();
  statement.set_purpose(v1::PURPOSE_IMM_ENFORCEMENT);
  v1::Question question = Question();
  question.set_purpose(v1::PURPOSE_IMM_ENFORCEMENT);
  *question.mutable_break_glass() = Signed(statement);
  EXPECT_EQ(Ask(question).outcome(), v1::OUTCOME_DENIED);
  EXPECT_EQ(LastDecision().reason(), v1::DECISION_REASON_RED_LINE);
}

}  // namespace
}  // namespace homeward::federation
