// Looking for a family between whole nodes: the child protection agency (west)
// asks the clinic (south) and the police (north), who know a child of that
// name.

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/break_glass/break_glass.h"
#include "auth/decision/grant.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/break_glass.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/match.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/asking/inquiry.h"
#include "services/federation/testing/three_nodes.h"
#include "services/federation/tracing/consented_asks.h"
#include "services/matching/describe.h"
#include "storage/log/audit_log.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::homeward::testing::TextProto;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::Heard;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kName[] = "Solomiia Koval";

// What is asked needs no consent of the side that answers: so only the side
// that asks can lack it.
constexpr char kMou[] = R"pb(
  mou_id: "tracing"
  version: 1
  party_agency_ids: [ "north", "south", "west" ]
  effective_time { seconds: 1767225600 }
  expiry_time { seconds: 1830297600 }
  legal_authority: "the agreement on tracing"
  schema_version: 1
  clauses {
    clause_id: "names"
    effect: EFFECT_PERMIT
    match {
      owner { agency_ids: [ "north", "south" ] }
      requester { agency_ids: "west" }
      roles {
        roles: [ ROLE_CP_CASEWORKER, ROLE_CP_SUPERVISOR, ROLE_RFL_TRACER ]
      }
      purposes { purposes: [ PURPOSE_FAMILY_TRACING, PURPOSE_REUNIFICATION ] }
      actions { actions: [ ACTION_LOCATE, ACTION_GET_WELLBEING ] }
      categories { categories: [ CATEGORY_EXIST, CATEGORY_ID_MIN ] }
    }
    fields { field_path: "source_time" outcome: FIELD_OUTCOME_CLEAR }
    fields { field_path: "identity.name_full" outcome: FIELD_OUTCOME_CLEAR }
  }
)pb";

class TracingTest : public ::testing::Test {
 protected:
  TracingTest() {
    const v1::Envelope mou = nodes_.federation.SignMou(TextProto(kMou));
    for (testing::Node* node : {&nodes_.north, &nodes_.south, &nodes_.west}) {
      node->Add(mou);
      const std::string id =
          node->Register(kName, seconds() - 86400, "PL-MZ", false);
      if (node == &nodes_.west) own_record_ = id;
    }
  }

  int64_t seconds() const { return absl::ToUnixSeconds(nodes_.west.now()); }
  StaffQuestion Question(v1::Role role = v1::ROLE_CP_CASEWORKER) const {
    return nodes_.west.Question(role, v1::PURPOSE_FAMILY_TRACING, kName);
  }
  Heard Ask(v1::Role role = v1::ROLE_CP_CASEWORKER) {
    return nodes_.west.Ask(Question(role));
  }

  // She says so to the west: that the clinic may be asked.
  void Consent(bool revoked = false) {
    v1::Claim claim = TextProto(R"pb(
      source_agency_id: "west"
      basis: BASIS_OBSERVED
      consent {
        purpose: PURPOSE_FAMILY_TRACING
        recipient_agency_ids: "south"
        categories: [ CATEGORY_ID_MIN, CATEGORY_ID_FULL ]
        given_by: CONSENT_GIVER_CHILD
        consent_for_tracing: true
      }
    )pb");
    claim.mutable_source_time()->set_seconds(seconds() - (revoked ? 60 : 600));
    v1::Consent& consent = *claim.mutable_consent();
    consent.mutable_given_time()->set_seconds(seconds() - 600);
    if (revoked) consent.mutable_revoked_time()->set_seconds(seconds() - 60);
    nodes_.west.AddTo(own_record_, claim);
  }
  // She does not want her uncle to find her; the west knows.
  void Object() {
    v1::Claim claim = TextProto(R"pb(
      source_agency_id: "west"
      basis: BASIS_TOLD_BY_CHILD
      seeker_objection {
        objection_id: "o"
        ground: OBJECTION_GROUND_CHILD_OBJECTS
        relation: FAMILY_RELATIONSHIP_UNCLE
      }
    )pb");
    claim.mutable_source_time()->set_seconds(seconds() - 60);
    nodes_.west.AddTo(own_record_, claim);
  }
  void Confirm() {
    nodes_.west.Decide(Question().child, own_record_,
                       v1::MATCH_VERDICT_CONFIRMED);
  }

  // The west's entries of this kind, each as whom and how it was decided.
  std::vector<v1::AuditEvent> Entries(v1::AuditKind kind) {
    std::vector<v1::AuditEvent> events;
    for (v1::AuditEvent& event : nodes_.west.Events()) {
      if (event.kind() == kind) events.push_back(std::move(event));
    }
    return events;
  }

  void ExpectNobodyAsked() {
    for (testing::Node* peer : {&nodes_.north, &nodes_.south}) {
      EXPECT_EQ(nodes_.west.peer(peer->agency_id()).asked, 0);
      for (const v1::AuditEvent& event : peer->Events()) {
        EXPECT_NE(event.kind(), v1::AUDIT_KIND_DECIDED);
      }
    }
    EXPECT_THAT(Entries(v1::AUDIT_KIND_SENT), IsEmpty());
  }

  testing::ThreeNodes nodes_;
  std::string own_record_;
};

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

TEST_F(TracingTest, TheLogSaysWhoWasNotAskedAndWhy) {
  Consent();
  Confirm();
  const Heard heard = Ask();
  ASSERT_OK(heard.status);
  const auto asked = Entries(v1::AUDIT_KIND_ASKED);
  ASSERT_THAT(asked, SizeIs(2));
  EXPECT_EQ(asked[0].responder_agency_id(), "west");
  EXPECT_THAT(asked[0].decision().built_in_rules(), Not(Contains("P-TRACE")));
  const v1::AuditEvent& north = asked[1];
  EXPECT_EQ(north.responder_agency_id(), "north");
  EXPECT_EQ(north.query_id(), heard.query_id);
  EXPECT_EQ(north.outcome(), v1::OUTCOME_DENIED);
  EXPECT_EQ(north.decision().reason(), v1::DECISION_REASON_FACTS_NOT_MET);
  EXPECT_EQ(north.decision().mou(), "tracing@1");
  EXPECT_THAT(north.decision().built_in_rules(), ElementsAre("P-TRACE"));
  EXPECT_EQ(north.decision().policy_sha256(),
            asked[0].decision().policy_sha256());
  const auto sent = Entries(v1::AUDIT_KIND_SENT);
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_EQ(sent[0].responder_agency_id(), "south");
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

// Nothing of the own record stands in the entry of who was not asked, and a
// replay has nothing there to decide again.
TEST_F(TracingTest, TheLogOfWhoWasNotAskedNamesNoRecord) {
  ASSERT_OK(Ask().status);
  int entries = 0;
  const auto records = nodes_.west.store().log().Read(0, 100);
  ASSERT_OK(records);
  for (const storage::AuditRecord& record : *records) {
    v1::AuditEvent event;
    ASSERT_TRUE(event.ParseFromString(record.metadata));
    if (event.kind() != v1::AUDIT_KIND_ASKED ||
        event.responder_agency_id() == "west") {
      continue;
    }
    ++entries;
    ASSERT_TRUE(record.details.has_value());
    v1::AuditDetails details;
    ASSERT_TRUE(details.ParseFromString(std::string(record.details->view())));
    EXPECT_EQ(details.subject(), Question().caller.staff()->subject());
    EXPECT_THAT(details.record_ids(), IsEmpty());
    EXPECT_THAT(details.withheld_record_ids(), IsEmpty());
    EXPECT_EQ(details.basis().request().owner_agency_id(),
              event.responder_agency_id());
    EXPECT_THAT(details.basis().facts(), IsEmpty());
  }
  EXPECT_EQ(entries, 2);
}

}  // namespace
}  // namespace homeward::federation
