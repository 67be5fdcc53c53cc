// Looking for a family between whole nodes: the child protection agency (west)
// asks the clinic (south) and the police (north), who know a child of that
// name.

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/break_glass/break_glass.h"
#include "auth/decision/grant.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/break_glass.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/asking/inquiry.h"
#include "services/federation/testing/three_nodes.h"
#include "services/federation/tracing/consented_asks.h"
#include "services/federation/tracing/tracing_fixture.h"
#include "services/matching/describe.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using testing::Heard;
using ::testing::SizeIs;

class TracingTest : public TracingFixture {};

TEST_F(TracingTest, WithoutConsentNobodyIsAskedAndEachIsToldOnce) {
  Confirm();
  const Heard heard = Ask();
  ASSERT_OK(heard.status);
  EXPECT_THAT(heard.asked, ElementsAre("west", "north", "south"));
  EXPECT_THAT(heard.answers, SizeIs(3));
  EXPECT_EQ(heard.OutcomeOf("west"), v1::OUTCOME_ANSWERED);
  EXPECT_EQ(heard.OutcomeOf("north"), v1::OUTCOME_DENIED);
  EXPECT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_DENIED);
  ASSERT_THAT(heard.summary.nodes(), SizeIs(3));
  EXPECT_EQ(heard.summary.nodes(2).outcome(), v1::OUTCOME_DENIED);
  // Nothing is waited for.
  EXPECT_EQ(heard.updates, 1);
  ExpectNobodyAsked();
}

TEST_F(TracingTest, OnlyWhomSheAgreedToIsAsked) {
  Consent();
  Confirm();
  const Heard heard = Ask();
  ASSERT_OK(heard.status);
  EXPECT_THAT(heard.asked, ElementsAre("west", "south", "north"));
  EXPECT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  EXPECT_THAT(heard.answers.at("south").matches(), SizeIs(1));
  EXPECT_EQ(heard.OutcomeOf("north"), v1::OUTCOME_DENIED);
  EXPECT_EQ(nodes_.west.peer("north").asked, 0);
  ASSERT_THAT(heard.summary.nodes(), SizeIs(3));
  EXPECT_EQ(heard.summary.nodes(1).agency_id(), "south");
  EXPECT_EQ(heard.summary.nodes(2).agency_id(), "north");
}

TEST_F(TracingTest, UntilSheTakesItBack) {
  Confirm();
  Consent();
  Consent(/*revoked=*/true);
  ASSERT_OK(Ask().status);
  ExpectNobodyAsked();
}

TEST_F(TracingTest, AScoreIsNobodysWord) {
  Consent();
  ASSERT_OK(Ask().status);
  ExpectNobodyAsked();
}

TEST_F(TracingTest, HowSheIsIsAskedNoMoreThanWhereSheIs) {
  StaffQuestion question = Question();
  question.action = v1::ACTION_GET_WELLBEING;
  ASSERT_OK(nodes_.west.Ask(question).status);
  ExpectNobodyAsked();
}

TEST_F(TracingTest, OtherPurposesNeedNoConsentHere) {
  const Heard heard = nodes_.Locate(kName);
  ASSERT_OK(heard.status);
  EXPECT_EQ(nodes_.west.peer("north").asked, 1);
  EXPECT_EQ(nodes_.west.peer("south").asked, 1);
}

// A statement that holds for whatever else it is good for.
v1::Envelope BrokenGlass(const StaffQuestion& question,
                         const v1::BreakGlassText& text, absl::Time now) {
  v1::BreakGlass statement;
  statement.set_break_glass_id(std::string(16, 'g'));
  statement.set_asker_agency_id("west");
  statement.set_asker_subject(question.caller.staff()->subject());
  statement.set_role(v1::ROLE_CP_SUPERVISOR);
  statement.set_reason(v1::BREAK_GLASS_REASON_IMMINENT_DANGER);
  statement.set_text_sha256(auth::BreakGlassTextDigest(text));
  statement.set_purpose(question.purpose);
  statement.add_categories(v1::CATEGORY_ID_MIN);
  statement.add_child_keys(
      auth::Sha256(*matching::ChildKeyText(question.child, now)));
  *statement.mutable_opened_time() = auth::ToTimestamp(now);
  *statement.mutable_expiry_time() = auth::ToTimestamp(now + absl::Hours(4));
  v1::Envelope envelope;
  envelope.set_payload_type(std::string(auth::kBreakGlassType));
  envelope.set_payload(statement.SerializeAsString());
  return envelope;
}

TEST_F(TracingTest, ABrokenGlassIsNoConsent) {
  StaffQuestion question = Question(v1::ROLE_CP_SUPERVISOR);
  question.break_glass_text.set_salt(std::string(16, 's'));
  question.break_glass_text.set_text("Zorvanika saw her at the harbour");
  question.break_glass =
      BrokenGlass(question, question.break_glass_text, nodes_.west.now());
  ASSERT_OK(nodes_.west.Ask(question).status);
  EXPECT_EQ(Entries(v1::AUDIT_KIND_ASKED)[0].decision().break_glass_finding(),
            v1::BREAK_GLASS_FINDING_HOLDS);
  ExpectNobodyAsked();
}

// The house rules show a tracer nothing: she is told what is lacking, in the
// same words whether or not there is a record. Whom no MOU lets ask is told
// that, as ever.
TEST_F(TracingTest, WhoIsShownNothingAtAllIsToldWhatIsLacking) {
  const auto lacks =
      StatusIs(StatusCode::kPermissionDenied, kNoTracingConsentText);
  EXPECT_THAT(Ask(v1::ROLE_RFL_TRACER).status, lacks);
  StaffQuestion unknown = Question(v1::ROLE_RFL_TRACER);
  unknown.child.mutable_name()->set_full_name("Zorvanika Tulimba");
  EXPECT_THAT(nodes_.west.Ask(unknown).status, lacks);
  EXPECT_THAT(Ask(v1::ROLE_HOTLINE_OPERATOR).status,
              StatusIs(StatusCode::kPermissionDenied, auth::kDenialText));
  ExpectNobodyAsked();
}

// She is kept from somebody, and the question names nobody: it may be for him.
TEST_F(TracingTest, WhoIsKeptFromHerIsNotHelpedByAnyPeer) {
  Consent();
  Confirm();
  Object();
  const Heard heard = Ask();
  ASSERT_OK(heard.status);
  // Own staff see her: they weigh what a person claims.
  EXPECT_EQ(heard.OutcomeOf("west"), v1::OUTCOME_ANSWERED);
  ExpectNobodyAsked();
  const auto asked = Entries(v1::AUDIT_KIND_ASKED);
  ASSERT_THAT(asked, SizeIs(3));
  for (size_t i = 1; i < asked.size(); ++i) {
    EXPECT_THAT(asked[i].decision().built_in_rules(),
                ElementsAre("P-ADULT-SEEKER"));
  }
}

// Another purpose from which he gains the same is no way round it, though it
// needs no consent to tracing.
TEST_F(TracingTest, NorByReunification) {
  StaffQuestion question = nodes_.west.Question(
      v1::ROLE_CP_CASEWORKER, v1::PURPOSE_REUNIFICATION, kName);
  Confirm();
  Object();
  const Heard heard = nodes_.west.Ask(question);
  ASSERT_OK(heard.status);
  EXPECT_EQ(heard.OutcomeOf("west"), v1::OUTCOME_ANSWERED);
  ExpectNobodyAsked();
  const auto asked = Entries(v1::AUDIT_KIND_ASKED);
  ASSERT_THAT(asked, SizeIs(3));
  EXPECT_THAT(asked[1].decision().built_in_rules(),
              ElementsAre("P-ADULT-SEEKER"));
  // Of a child who is kept from nobody they are asked.
  question.child.mutable_name()->set_full_name("Zorvanika Tulimba");
  (void)nodes_.west.Ask(question);
  EXPECT_GT(nodes_.west.peer("south").asked, 0);
}

}  // namespace
}  // namespace homeward::federation
