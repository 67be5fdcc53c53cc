#include "services/federation/answering/decide_answer.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/probing/probe_guard.h"
#include "services/federation/signed/glass_reading.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/federation/testing/node.h"
#include "services/federation/testing/three_nodes.h"
#include "services/policy/policy.h"
#include "services/policy/state.h"
#include "services/query/pipeline.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::IsEmpty;
using testing::Node;
using ::testing::SizeIs;

constexpr char kName[] = "Solomiia Koval";

// Child protection of the west asks the clinic of the south.
class DecideAnswerTest : public ::testing::Test {
 protected:
  DecideAnswerTest()
      : record_id_(nodes_.south.Register(kName, 1790000000, "PL-MZ", false)) {}

  // A question that is answered.
  v1::Question Allowed() {
    v1::Question question = nodes_.west.QuestionTo(
        nodes_.south, v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName);
    const auto mou = nodes_.south.store().policy().current()->mous->InForce(
        "ngo-clinic", nodes_.south.now());
    question.set_mou_id(mou->mou_id);
    question.set_mou_sha256(mou->sha256);
    return question;
  }
  // What the south decides of `question`, which `asker` signed.
  absl::StatusOr<query::NodeFinding> Decide(const Node& asker,
                                            const v1::Question& question) {
    Node& south = nodes_.south;
    const auto policy = south.store().policy().current();
    const auto verified = VerifyQuestion(
        asker.Sign(question), south.Connection(asker.agency_id()), "south",
        {policy->directory.get(), policy->revocations.get(), south.now(),
         south.parts().known_signers},
        *policy->case_withdrawals);
    if (!verified.ok()) return verified.status();
    probe_ = south.probes().Ask(verified->caller(), question.purpose(),
                                question.child(), south.now());
    if (is_locked_out_) probe_.allowed = false;
    return DecideAnswer(south.parts(), *policy,
                        {*verified, GlassReading(), south.now()}, probe_);
  }

  testing::ThreeNodes nodes_;
  const std::string record_id_;
  LimitedQuestion probe_;
  bool is_locked_out_ = false;
};

TEST_F(DecideAnswerTest, WhatIsFoundIsToldAndCounted) {
  const auto finding = Decide(nodes_.west, Allowed());
  ASSERT_OK(finding);
  EXPECT_EQ(finding->outcome, v1::OUTCOME_ANSWERED);
  EXPECT_THAT(finding->matches, SizeIs(1));
  EXPECT_EQ(finding->sure_record_id, record_id_);
  EXPECT_FALSE(probe_.open);
}

TEST_F(DecideAnswerTest, AnotherVersionOfTheMouIsToldToItsPartiesAlone) {
  v1::Question question = Allowed();
  question.set_mou_sha256(std::string(32, 'x'));
  const auto stale = Decide(nodes_.west, question);
  ASSERT_OK(stale);
  EXPECT_EQ(stale->outcome, v1::OUTCOME_STALE_MOU);
  EXPECT_EQ(stale->decision.mou(), "ngo-clinic@1");
  EXPECT_EQ(stale->decision.reason(), v1::DECISION_REASON_STALE_MOU);
  EXPECT_THAT(stale->matches, IsEmpty());
  question = nodes_.north.QuestionTo(nodes_.south, v1::ROLE_POLICE_MISSING,
                                     v1::PURPOSE_MISSING_SEARCH, kName);
  question.set_mou_id("ngo-clinic");
  question.set_mou_sha256(std::string(32, 'x'));
  const auto stranger = Decide(nodes_.north, question);
  ASSERT_OK(stranger);
  EXPECT_EQ(stranger->outcome, v1::OUTCOME_DENIED);
}

TEST_F(DecideAnswerTest, ForWhoIsLockedOutNothingIsThere) {
  is_locked_out_ = true;
  const auto finding = Decide(nodes_.west, Allowed());
  ASSERT_OK(finding);
  EXPECT_EQ(finding->outcome, v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_EQ(finding->decision.reason(), v1::DECISION_REASON_PROBING);
  EXPECT_THAT(finding->matches, IsEmpty());
  EXPECT_EQ(finding->sure_record_id, "");
}

TEST_F(DecideAnswerTest, AMalformedChildIsNoFinding) {
  v1::Question question = Allowed();
  question.mutable_child()->set_record_id("nonsense");
  EXPECT_THAT(Decide(nodes_.west, question),
              StatusIs(StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::federation
