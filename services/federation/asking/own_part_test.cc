#include "services/federation/asking/own_part.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "auth/decision/grant.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/planning/inquiry_plan.h"
#include "services/federation/probing/probe_guard.h"
#include "services/federation/signed/glass_reading.h"
#include "services/federation/testing/node.h"
#include "services/federation/testing/three_nodes.h"
#include "services/policy/policy.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::IsEmpty;
using testing::Node;
using ::testing::SizeIs;

constexpr char kName[] = "Solomiia Koval";

// Child protection of the west, which knows her, asks itself first.
class DecideOwnPartTest : public ::testing::Test {
 protected:
  DecideOwnPartTest() {
    nodes_.west.Register(kName, 1790000000, "PL-MZ", false);
  }

  OwnPart Decide(v1::Purpose purpose = v1::PURPOSE_LOCATE_SAFETY) {
    Node& west = nodes_.west;
    auto plan = PlanInquiry(
        west.Question(v1::ROLE_CP_CASEWORKER, purpose, kName), GlassReading(),
        "west", west.store().policy().current(), west.now());
    EXPECT_OK(plan);
    plan_ = *std::move(plan);
    LimitedQuestion probe = west.probes().Ask(
        plan_->question.caller, purpose, plan_->question.child, plan_->now);
    if (is_locked_out_) probe.allowed = false;
    return DecideOwnPart(west.parts(), *plan_, probe);
  }

  testing::ThreeNodes nodes_;
  std::optional<InquiryPlan> plan_;
  bool is_locked_out_ = false;
};

TEST_F(DecideOwnPartTest, GoesOnWithWhatIsFoundAndSignedQuestions) {
  const OwnPart part = Decide();
  EXPECT_OK(part.verdict);
  EXPECT_EQ(part.finding.outcome, v1::OUTCOME_ANSWERED);
  EXPECT_THAT(part.finding.matches, SizeIs(1));
  ASSERT_THAT(plan_->asks, SizeIs(2));
  for (const PeerAsk& ask : plan_->asks) {
    EXPECT_THAT(ask.request.question().signatures(), SizeIs(1));
  }
}

TEST_F(DecideOwnPartTest, WhoIsLockedOutIsDeniedAndAsksNobody) {
  is_locked_out_ = true;
  const OwnPart part = Decide();
  EXPECT_THAT(part.verdict,
              StatusIs(StatusCode::kPermissionDenied, auth::kDenialText));
  EXPECT_EQ(part.finding.decision.reason(), v1::DECISION_REASON_PROBING);
  EXPECT_THAT(part.finding.matches, IsEmpty());
  EXPECT_THAT(plan_->asks, IsEmpty());
}

TEST_F(DecideOwnPartTest, WhatNoMouAllowsIsDenied) {
  const OwnPart part = Decide(v1::PURPOSE_ADOPTION);
  EXPECT_THAT(part.verdict,
              StatusIs(StatusCode::kPermissionDenied, auth::kDenialText));
  EXPECT_EQ(part.finding.outcome, v1::OUTCOME_DENIED);
  EXPECT_THAT(plan_->asks, IsEmpty());
  // The evidence says of which MOU what was missing.
  EXPECT_EQ(part.finding.decision.reason(), v1::DECISION_REASON_NO_PERMIT);
  EXPECT_FALSE(part.finding.decision.mou().empty());
  EXPECT_GT(part.finding.decision.nearest_size(), 0);
}

// Own staff must hear that a record is damaged: "nothing" would be untrue.
TEST_F(DecideOwnPartTest, ADamagedRecordOfTheirOwnIsToldToStaff) {
  storage::Engine& engine = nodes_.west.store().engine();
  ASSERT_OK_AND_ASSIGN(const storage::Page heads,
                       engine.Scan(storage::ScanPrefix("r/")));
  ASSERT_THAT(heads.rows, SizeIs(1));
  storage::Batch damage;
  damage.Put(heads.rows[0].key, "damaged");
  ASSERT_OK(engine.Commit(damage, storage::Durability::kDurable).status);
  EXPECT_THAT(Decide().verdict, StatusIs(StatusCode::kDataLoss));
}

// Else she would see what her own agency knows without a question on record.
TEST_F(DecideOwnPartTest, ASessionThatCanSignNothingShowsNothing) {
  nodes_.west.has_signer = false;
  const OwnPart part = Decide();
  EXPECT_THAT(part.verdict, StatusIs(StatusCode::kUnauthenticated));
  EXPECT_EQ(part.finding.decision.refusal(), v1::REFUSAL_STAFF);
  EXPECT_THAT(part.finding.matches, IsEmpty());
  EXPECT_THAT(plan_->asks, IsEmpty());
}

}  // namespace
}  // namespace homeward::federation
