// A node with all keys of its agency but those of its case supervisors, which
// makes up staff and purpose, against a real responder. It learns of no child
// to whom her owner knows no relation of it.

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/federation.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/roles.pb.h"
#include "homeward/v1/staff.pb.h"
#include "services/federation/testing/node.h"
#include "services/federation/testing/three_nodes.h"
#include "services/matching/describe.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::homeward::testing::IsOk;
using testing::Node;

constexpr char kName[] = "Solomiia Koval";
constexpr char kAbsent[] = "Mateo Rivas";
constexpr char kMadeUp[] = "made-up-1";

// What an agency asks for, as whom.
struct Pretext {
  Node* asker;
  Node* owner;
  v1::Role role;
  v1::Purpose purpose;
};

class HostileAskerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (Node* node : {&nodes_.south, &nodes_.west}) {
      node->refers_to.clear();
      node->Register(kName, 1790000000, "PL-MZ", false);
    }
    record_ = nodes_.south.Register(kName, 1790000000, "PL-MZ", false);
  }

  Pretext Locate() {
    return {&nodes_.west, &nodes_.south, v1::ROLE_CP_CASEWORKER,
            v1::PURPOSE_LOCATE_SAFETY};
  }
  const auth::testing::TestAgency& Agency(const std::string& id) const {
    return nodes_.federation.base().agency(id);
  }
  absl::Time now() const { return nodes_.south.now(); }

  // A question of somebody who does not exist, in a session that the node
  // signed for her. Each has an id of its own.
  v1::Question MadeUp(const Pretext& pretext, const std::string& name = kName) {
    const auth::testing::Federation& base = nodes_.federation.base();
    v1::Question question = pretext.asker->QuestionTo(
        *pretext.owner, pretext.role, pretext.purpose, name);
    question.set_question_id(absl::StrCat(1000000000000000 + ++asked_));
    v1::StaffAssertion assertion =
        base.Assertion(pretext.asker->agency_id(), pretext.role);
    assertion.set_subject(kMadeUp);
    *question.mutable_staff_assertion() = base.SignAssertion(assertion);
    const auto mou = pretext.asker->store().policy().current()->mous->InForce(
        "ngo-clinic", now());
    question.set_mou_id(mou->mou_id);
    question.set_mou_sha256(mou->sha256);
    return question;
  }
  v1::Answer Ask(const Pretext& pretext, const v1::Question& question) {
    const auto response = pretext.owner->Answer(pretext.asker->agency_id(),
                                                pretext.asker->Sign(question));
    v1::Answer answer;
    EXPECT_OK(response);
    if (response.ok()) {
      EXPECT_TRUE(answer.ParseFromString(response->answer().payload()));
    }
    // What differs from question to question.
    answer.clear_question_id();
    answer.clear_question_sha256();
    answer.clear_responder_checkpoint();
    return answer;
  }
  v1::Answer Ask(const Pretext& pretext) {
    return Ask(pretext, MadeUp(pretext));
  }
  // It is told what it is told of a child whom nobody knows.
  void ExpectNothing(const v1::Answer& answer, const Pretext& pretext) {
    SCOPED_TRACE(absl::StrCat(v1::Role_Name(pretext.role), " for ",
                              v1::Purpose_Name(pretext.purpose)));
    EXPECT_EQ(answer.matches_size(), 0);
    EXPECT_EQ(answer.outcome(), v1::OUTCOME_NOTHING_TO_SHOW);
    const v1::Answer absent = Ask(pretext, MadeUp(pretext, kAbsent));
    EXPECT_EQ(answer.SerializeAsString(), absent.SerializeAsString());
  }

  // The word of the west's case supervisor for her who asks.
  v1::CaseToken Token() const {
    v1::ChildDescriptor child;
    child.mutable_name()->set_full_name(kName);
    child.mutable_name()->set_birth_year(2015);
    v1::CaseToken token;
    token.set_token_id(std::string(16, 't'));
    token.set_case_id("CP/2026-9");
    token.set_issuer_agency_id("west");
    token.set_issuer_subject("boss-1");
    token.set_holder_agency_id("west");
    token.set_holder_subject(kMadeUp);
    token.set_purpose(v1::PURPOSE_LOCATE_SAFETY);
    token.add_child_keys(auth::Sha256(*matching::ChildKeyText(child, now())));
    *token.mutable_issued_time() = auth::ToTimestamp(now());
    *token.mutable_expiry_time() = auth::ToTimestamp(now() + absl::Hours(24));
    return token;
  }
  v1::Answer AskWith(const Pretext& pretext, const v1::CaseToken& token,
                     const auth::SigningKey& key) {
    v1::Question question = MadeUp(pretext);
    *question.mutable_case_token() =
        *auth::SignDocument(auth::kCaseTokenType, token, key);
    return Ask(pretext, question);
  }

  // The south writes down one more fact of the child.
  v1::Claim Fact() const {
    v1::Claim claim;
    claim.set_source_agency_id("south");
    claim.set_basis(v1::BASIS_OBSERVED);
    *claim.mutable_source_time() = auth::ToTimestamp(now() - absl::Hours(1));
    return claim;
  }
  void Refer(const std::string& agency_id, bool closed = false) {
    v1::Claim claim = Fact();
    *claim.mutable_referral() =
        Node::ReferralTo(agency_id, claim.source_time());
    if (closed) {
      *claim.mutable_referral()->mutable_closed_time() = claim.source_time();
    }
    nodes_.south.AddTo(record_, claim);
  }

  testing::ThreeNodes nodes_;
  std::string record_;
  int64_t asked_ = 0;
};

TEST_F(HostileAskerTest, ByAskingAloneItLearnsOfNobody) {
  Node* const west = &nodes_.west;
  Node* const south = &nodes_.south;
  for (const Pretext& pretext :
       {Pretext{west, south, v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY},
        {west, south, v1::ROLE_CP_CASEWORKER, v1::PURPOSE_CARE_COORDINATION},
        {south, west, v1::ROLE_CLINIC_CLINICIAN, v1::PURPOSE_LOCATE_SAFETY},
        {south, west, v1::ROLE_CLINIC_CLINICIAN, v1::PURPOSE_CARE_COORDINATION},
        {south, west, v1::ROLE_CLINIC_CLINICIAN, v1::PURPOSE_TREAT}}) {
    ExpectNothing(Ask(pretext), pretext);
  }
  // No lockout hides what would have been told.
  for (Node* node : {west, south}) {
    EXPECT_EQ(node->probes().InForce(now()).size(), 0u);
  }
}

TEST_F(HostileAskerTest, AReferralThatTheOwnerKnowsOfOpensTheRecord) {
  Refer("north");
  ExpectNothing(Ask(Locate()), Locate());
  Refer("west");
  const v1::Answer answer = Ask(Locate());
  EXPECT_EQ(answer.outcome(), v1::OUTCOME_ANSWERED);
  ASSERT_EQ(answer.matches_size(), 1);
  // She of whom the owner knows it, and no namesake.
  EXPECT_EQ(answer.matches(0).record().record_id(), record_);
  Refer("west", /*closed=*/true);
  ExpectNothing(Ask(Locate()), Locate());
}

TEST_F(HostileAskerTest, SoDoesCustodyThatTheOwnerKnowsOf) {
  v1::Claim claim = Fact();
  v1::CustodyEvent& event = *claim.mutable_custody_event();
  event.set_custody_event_id("c-1");
  event.set_kind(v1::CUSTODY_KIND_TRANSFER);
  event.set_from_agency_id("south");
  event.set_to_agency_id("west");
  *event.mutable_effective_time() = claim.source_time();
  nodes_.south.AddTo(record_, claim);
  // The west has not accepted it yet.
  ExpectNothing(Ask(Locate()), Locate());
  *event.mutable_accepted_time() = claim.source_time();
  nodes_.south.AddTo(record_, claim);
  EXPECT_EQ(Ask(Locate()).matches_size(), 1);
}

TEST_F(HostileAskerTest, WhatItWroteDownItselfIsNoRelation) {
  const std::string own =
      nodes_.west.Register(kName, 1790000000, "PL-MZ", false);
  v1::Claim claim = Fact();
  claim.set_source_agency_id("west");
  claim.mutable_custody_event()->set_to_agency_id("west");
  *claim.mutable_custody_event()->mutable_effective_time() =
      claim.source_time();
  *claim.mutable_custody_event()->mutable_accepted_time() = claim.source_time();
  nodes_.west.AddTo(own, claim);
  ExpectNothing(Ask(Locate()), Locate());
}

TEST_F(HostileAskerTest, ALiveTokenOfASecondPersonOpensWhatItIsFor) {
  const auth::SigningKey& boss = Agency("west").boss_key;
  EXPECT_EQ(AskWith(Locate(), Token(), boss).outcome(), v1::OUTCOME_ANSWERED);
  Pretext other = Locate();
  other.purpose = v1::PURPOSE_CARE_COORDINATION;
  ExpectNothing(AskWith(other, Token(), boss), other);
  v1::CaseToken token = Token();
  token.set_child_keys(0, auth::Sha256("another child"));
  ExpectNothing(AskWith(Locate(), token, boss), Locate());
  token = Token();
  token.set_holder_subject("made-up-2");
  ExpectNothing(AskWith(Locate(), token, boss), Locate());
}

TEST_F(HostileAskerTest, OfATokenForWellbeingOnlyItLearnsNoPlace) {
  v1::CaseToken token = Token();
  token.add_categories(v1::CATEGORY_ID_MIN);
  token.add_categories(v1::CATEGORY_WELLBEING);
  const v1::Answer answer = AskWith(Locate(), token, Agency("west").boss_key);
  ASSERT_GT(answer.matches_size(), 0);
  for (const v1::RecordMatch& match : answer.matches()) {
    for (const v1::Claim& claim : match.record().claims()) {
      EXPECT_FALSE(claim.sighting().has_place());
    }
  }
}

TEST_F(HostileAskerTest, ATokenThatIsOverOrThatItSignsItselfOpensNothing) {
  v1::CaseToken over = Token();
  *over.mutable_issued_time() = auth::ToTimestamp(now() - absl::Hours(2));
  *over.mutable_expiry_time() = auth::ToTimestamp(now() - absl::Hours(1));
  ExpectNothing(AskWith(Locate(), over, Agency("west").boss_key), Locate());
  const auth::testing::TestAgency& west = Agency("west");
  for (const auth::SigningKey* key :
       {&west.case_key, &west.assertion_key, &west.node_key, &west.root_key}) {
    ExpectNothing(AskWith(Locate(), Token(), *key), Locate());
  }
}

}  // namespace
}  // namespace homeward::federation
