// By its own copy of the MOU the asker asks for no more than it may know, and
// adds the duties that an owner leaves out.

#include <vector>

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/notice.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/asking/hostile_owner_fixture.h"
#include "services/federation/desk/desk.h"
#include "services/federation/testing/three_nodes.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::testing::Contains;
using testing::Heard;
using ::testing::SizeIs;

class OwnCopyTest : public HostileOwnerFixture {};

TEST_F(OwnCopyTest, DutiesThatItLeavesOutHoldAllTheSame) {
  Answering([](v1::Answer& answer) { RecordIn(answer).clear_obligations(); });
  const Heard heard = nodes_.Locate(kName);
  ASSERT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  const auto& shown =
      heard.answers.at("south").matches(0).record().obligations();
  EXPECT_THAT(Types(shown), Contains(v1::OBLIGATION_TYPE_NO_ONWARD_SHARING));
  const std::vector<v1::KeptAnswer> kept = Kept();
  ASSERT_THAT(kept, SizeIs(1));
  EXPECT_EQ(auth::ToTime(kept[0].expiry_time()),
            nodes_.west.now() + absl::Hours(90 * 24));
  EXPECT_EQ(Types(kept[0].obligations()), Types(shown));
}

TEST_F(OwnCopyTest, AReviewThatItLeavesOutIsDue) {
  v1::Mou mou = nodes_.federation.Template("ngo_clinic");
  mou.set_mou_id("reviewed");
  for (v1::Clause& clause : *mou.mutable_clauses()) {
    if (clause.effect() != v1::EFFECT_PERMIT) continue;
    clause.clear_obligations();
    v1::Obligation& review = *clause.add_obligations();
    review.set_type(v1::OBLIGATION_TYPE_REVIEW);
    review.mutable_within()->set_seconds(3600);
  }
  nodes_.Share(nodes_.west, nodes_.south, mou);
  StaffQuestion question = nodes_.west.Question(
      v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName);
  question.mou_id = "reviewed";
  Answering([](v1::Answer& answer) { RecordIn(answer).clear_obligations(); });
  ASSERT_EQ(nodes_.west.Ask(question).OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  const auto told = nodes_.west.desk().List(
      nodes_.west
          .Question(v1::ROLE_OVERSIGHT_AUDITOR, v1::PURPOSE_OVERSIGHT, kName)
          .caller,
      {});
  ASSERT_OK(told);
  ASSERT_THAT(told->notices(), SizeIs(1));
  EXPECT_EQ(told->notices(0).kind(), v1::NOTICE_KIND_REVIEW);
  EXPECT_EQ(auth::ToTime(told->notices(0).due_time()),
            nodes_.west.now() + absl::Hours(1));
}

// The south can't know the west's own rules: it is not asked for that.
TEST_F(OwnCopyTest, WhatIsProhibitedHereIsNotAskedFor) {
  v1::Mou rules = nodes_.federation.Template("house_ngo");
  rules.set_mou_id("own-rules");
  v1::Clause& clause = *rules.add_clauses();
  clause.set_clause_id("no-places");
  clause.set_effect(v1::EFFECT_PROHIBIT);
  v1::Match& match = *clause.mutable_match();
  match.mutable_owner()->set_any(true);
  match.mutable_requester()->set_any(true);
  match.mutable_roles()->set_any(true);
  match.mutable_purposes()->set_any(true);
  match.mutable_actions()->set_any(true);
  match.mutable_categories()->add_categories(v1::CATEGORY_LOC_COARSE);
  nodes_.west.Add(nodes_.federation.SignMou(rules));
  const Heard heard = nodes_.Locate(kName);
  ASSERT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  for (const v1::Claim& claim :
       heard.answers.at("south").matches(0).record().claims()) {
    EXPECT_FALSE(claim.has_sighting());
  }
  Claiming([](v1::Claim& claim) {
    claim.mutable_sighting()->mutable_place()->set_country_code("PL");
  });
  EXPECT_EQ(nodes_.Locate(kName).OutcomeOf("south"),
            v1::OUTCOME_INVALID_ANSWER);
}

// Else the south might know less of it, and tell more than is expected.
TEST_F(OwnCopyTest, ATokenThatIsWorthlessHereIsNotSent) {
  StaffQuestion question = nodes_.west.Question(
      v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName);
  question.case_token.set_payload("no token");
  ASSERT_EQ(nodes_.west.Ask(question).OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  const auto finding = [](testing::Node& node, v1::AuditKind kind) {
    for (const v1::AuditEvent& event : node.Events()) {
      if (event.kind() == kind) return event.decision().case_finding();
    }
    ADD_FAILURE() << "there is no such entry";
    return v1::CASE_FINDING_UNSPECIFIED;
  };
  EXPECT_EQ(finding(nodes_.west, v1::AUDIT_KIND_ASKED),
            v1::CASE_FINDING_MALFORMED);
  EXPECT_EQ(finding(nodes_.south, v1::AUDIT_KIND_DECIDED),
            v1::CASE_FINDING_UNSPECIFIED);
}

}  // namespace
}  // namespace homeward::federation
