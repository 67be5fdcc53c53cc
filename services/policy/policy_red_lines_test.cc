// MOUs are active only when no red line is crossed.

#include <string>

#include "absl/time/time.h"
#include "auth/signing/digest.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/red_line.pb.h"
#include "services/policy/policy.h"
#include "services/policy/policy_fixture.h"
#include "services/policy/red_lines_fixture.h"
#include "services/policy/state.h"
#include "services/policy/testing/federation.h"
#include "tests/testing/status_matchers.h"

namespace homeward::policy {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class PolicyRedLinesTest : public RedLinesFixture {};

TEST_F(PolicyRedLinesTest, AnMouThatCrossesOneDoesNothingAndTellsTheQuestion) {
  Rule(2, {no_place_});
  EXPECT_THAT(
      ProposeOf(mou_).status(),
      StatusIs(StatusCode::kFailedPrecondition,
               AllOf(HasSubstr("red line never (Never at all.): ngo-clinic@1/"),
                     HasSubstr("south asks west as clinic clinician"))));
  EXPECT_FALSE(InForce());
  EXPECT_TRUE(IsRefused("ngo-clinic@1"));
  const v1::MouSummary summary =
      policy().state()->Summarize("ngo-clinic@1", now());
  EXPECT_EQ(summary.state(), v1::MOU_STATE_REFUSED);
  ASSERT_FALSE(summary.refusal_reasons().empty());
  EXPECT_THAT(summary.refusal_reasons(0), HasSubstr("south asks west"));
  EXPECT_EQ(Events().back().decision().reason(), v1::DECISION_REASON_RED_LINE);
}

// The other party is told that it is refused, and nothing of why. Who is no
// party is told nothing.
TEST_F(PolicyRedLinesTest, ThePartiesAreToldThatItIsRefused) {
  store_.SetRedLines({"", TextOf({no_place_})});
  store_.Reopen(now());
  EXPECT_THAT(ProposeOf(mou_).status(),
              StatusIs(StatusCode::kFailedPrecondition));
  const auto told = [&](const std::string& agency_id, absl::Time when) {
    return VersionsFor(*policy().state(), agency_id, nullptr, when);
  };
  EXPECT_THAT(told("west", now()).refused_mous(), ElementsAre("ngo-clinic@1"));
  EXPECT_THAT(told("west", now()).ShortDebugString(), Not(HasSubstr("never")));
  EXPECT_THAT(told("north", now()).refused_mous(), IsEmpty());
  // What is over is refused no more.
  EXPECT_THAT(told("west", now() + absl::Hours(24 * 3650)).refused_mous(),
              IsEmpty());
  store_.SetRedLines({"", TextOf({no_answers_})});
  store_.Reopen(now());
  EXPECT_OK(policy().Settle(now()));
  EXPECT_THAT(told("west", now()).refused_mous(), IsEmpty());
}

TEST_F(PolicyRedLinesTest, OneThatCrossesNoneIsActiveAndTheLogSaysSo) {
  Rule(2, {no_answers_});
  EXPECT_EQ(Propose(federation_.SignMou(mou_)), v1::MOU_STATE_ACTIVE);
  EXPECT_TRUE(InForce());
  const v1::AuditEvent event = Events().back();
  EXPECT_EQ(event.kind(), v1::AUDIT_KIND_POLICY);
  EXPECT_EQ(event.decision().reason(), v1::DECISION_REASON_PERMITTED);
  EXPECT_EQ(event.decision().policy_sha256(),
            policy().current()->mous->digest());
  EXPECT_EQ(event.answer_sha256(),
            auth::Sha256(policy().state()->proof.SerializeAsString()));
}

TEST_F(PolicyRedLinesTest, TheVersionBeforeStaysInForce) {
  // Without what the south may ask of the west.
  v1::Mou before = mou_;
  before.clear_clauses();
  v1::Clause crossing;
  for (const v1::Clause& clause : mou_.clauses()) {
    const bool asks = clause.match().requester().agency_ids(0) == "south";
    if (!asks) *before.add_clauses() = clause;
    if (clause.clause_id() == "locate-clinic") crossing = clause;
  }
  Rule(2, {no_place_});
  EXPECT_EQ(Propose(federation_.SignMou(before)), v1::MOU_STATE_ACTIVE);
  v1::Mou after = testing::Federation::After(before);
  *after.add_clauses() = crossing;
  EXPECT_FALSE(ProposeOf(after).ok());
  EXPECT_TRUE(IsRefused("ngo-clinic@2"));
  EXPECT_EQ(policy().current()->mous->InForce("ngo-clinic", now())->version, 1);
}

// What ngo-clinic permits is prohibited elsewhere, until that is changed: the
// change is to blame, not what was active before.
TEST_F(PolicyRedLinesTest, AVersionThatNoLongerProhibitsIsToBlame) {
  Rule(2, {no_place_});
  v1::Mou other = federation_.Template("police_clinic");
  v1::Clause& clause = *other.add_clauses();
  clause.set_clause_id("no-place");
  clause.set_effect(v1::EFFECT_PROHIBIT);
  *clause.mutable_match() = no_place_.match();
  EXPECT_EQ(Propose(federation_.SignMou(other)), v1::MOU_STATE_ACTIVE);
  EXPECT_EQ(Propose(federation_.SignMou(mou_)), v1::MOU_STATE_ACTIVE);
  v1::Mou after = testing::Federation::After(other);
  after.mutable_clauses()->RemoveLast();
  EXPECT_FALSE(ProposeOf(after).ok());
  EXPECT_TRUE(InForce());
  const auto version = [this] {
    return policy().current()->mous->InForce("police-clinic", now())->version;
  };
  EXPECT_EQ(version(), 1);
  // Nor does another red line, or another charter, change that.
  v1::RedLine another = no_answers_;
  another.set_red_line_id("another");
  Rule(3, {no_place_, another});
  EXPECT_TRUE(InForce());
  EXPECT_EQ(version(), 1);
}

TEST_F(PolicyRedLinesTest, OneThatIsToBlameTakesNoOtherWithIt) {
  Rule(2, {no_place_});
  v1::SharedDocuments documents;
  *documents.add_mous() = federation_.SignMou(mou_);
  *documents.add_mous() =
      federation_.SignMou(federation_.Template("police_clinic"));
  EXPECT_THAT(policy().Take(documents, now()), IsEmpty());
  EXPECT_TRUE(IsRefused("ngo-clinic@1"));
  EXPECT_TRUE(InForce("police-clinic"));
}

// Whatever order they come in: what one permits another prohibits.
TEST_F(PolicyRedLinesTest, OneIsActiveOnceAnotherProhibitsWhatItMayNot) {
  Rule(2, {no_place_});
  EXPECT_FALSE(ProposeOf(mou_).ok());
  v1::Mou other = federation_.Template("police_clinic");
  v1::Clause& clause = *other.add_clauses();
  clause.set_clause_id("no-place");
  clause.set_effect(v1::EFFECT_PROHIBIT);
  *clause.mutable_match() = no_place_.match();
  EXPECT_EQ(Propose(federation_.SignMou(other)), v1::MOU_STATE_ACTIVE);
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyRedLinesTest, ADryRunSaysItAndKeepsNothing) {
  Rule(2, {no_place_});
  const size_t entries = Events().size();
  EXPECT_THAT(
      policy()
          .ProposeMou(federation_.SignMou(mou_), /*dry_run=*/true, now())
          .status(),
      StatusIs(StatusCode::kFailedPrecondition,
               HasSubstr("would cross a red line")));
  EXPECT_EQ(Events().size(), entries);
  EXPECT_TRUE(policy().state()->mous.mous().empty());
}

TEST_F(PolicyRedLinesTest, APeerThatSendsOneIsToldNothing) {
  Rule(2, {no_place_});
  v1::SharedDocuments documents;
  *documents.add_mous() = federation_.SignMou(mou_);
  EXPECT_THAT(policy().Take(documents, now()), IsEmpty());
  EXPECT_FALSE(InForce());
}

}  // namespace
}  // namespace homeward::policy
