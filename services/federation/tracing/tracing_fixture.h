#ifndef HOMEWARD_SERVICES_FEDERATION_TRACING_TRACING_FIXTURE_H_
#define HOMEWARD_SERVICES_FEDERATION_TRACING_TRACING_FIXTURE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/match.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/asking/inquiry.h"
#include "services/federation/testing/three_nodes.h"
#include "tests/testing/text_proto.h"

namespace homeward::federation {

inline constexpr char kName[] = "Solomiia Koval";

// What is asked needs no consent of the side that answers: so only the side
// that asks can lack it.
inline constexpr char kMou[] = R"pb(
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

// The west has a record of a child of kName, and so have the north and the
// south, whom it may ask by kMou.
class TracingFixture : public ::testing::Test {
 protected:
  TracingFixture() {
    const v1::Envelope mou =
        nodes_.federation.SignMou(homeward::testing::TextProto(kMou));
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
  testing::Heard Ask(v1::Role role = v1::ROLE_CP_CASEWORKER) {
    return nodes_.west.Ask(Question(role));
  }

  // She says so to the west: that the clinic may be asked.
  void Consent(bool revoked = false) {
    v1::Claim claim = homeward::testing::TextProto(R"pb(
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
    v1::Claim claim = homeward::testing::TextProto(R"pb(
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
    EXPECT_THAT(Entries(v1::AUDIT_KIND_SENT), ::testing::IsEmpty());
  }

  testing::ThreeNodes nodes_;
  std::string own_record_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_TRACING_TRACING_FIXTURE_H_
