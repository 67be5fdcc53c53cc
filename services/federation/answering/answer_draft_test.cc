#include "services/federation/answering/answer_draft.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/answering/decide_answer.h"
#include "services/federation/probing/probe_guard.h"
#include "services/federation/signed/glass_reading.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/federation/testing/node.h"
#include "services/federation/testing/three_nodes.h"
#include "services/policy/policy.h"
#include "services/policy/state.h"
#include "services/query/pipeline.h"
#include "storage/commit_and_wait.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::testing::IsEmpty;
using testing::Node;
using ::testing::SizeIs;

constexpr char kName[] = "Solomiia Koval";

// Child protection of the west asks the clinic of the south.
class AnswerDraftTest : public ::testing::Test {
 protected:
  AnswerDraftTest()
      : record_id_(nodes_.south.Register(kName, 1790000000, "PL-MZ", false)) {}

  // What the south makes out for who asks for `name`.
  absl::StatusOr<AnswerDraft> Draft(const std::string& name) {
    Node& south = nodes_.south;
    const auto policy = south.store().policy().current();
    question_ = nodes_.west.QuestionTo(south, v1::ROLE_CP_CASEWORKER,
                                       v1::PURPOSE_LOCATE_SAFETY, name);
    const auto mou = policy->mous->InForce("ngo-clinic", south.now());
    question_.set_mou_id(mou->mou_id);
    question_.set_mou_sha256(mou->sha256);
    const auto verified = VerifyQuestion(
        nodes_.west.Sign(question_), south.Connection("west"), "south",
        {policy->directory.get(), policy->revocations.get(), south.now(),
         south.parts().known_signers},
        *policy->case_withdrawals);
    if (!verified.ok()) return verified.status();
    const GlassReading glass;
    const TakenQuestion taken = {*verified, glass, south.now()};
    LimitedQuestion probe =
        south.probes().Ask(verified->caller(), question_.purpose(),
                           question_.child(), south.now());
    auto finding = DecideAnswer(south.parts(), *policy, taken, probe);
    if (!finding.ok()) return finding.status();
    return DraftAnswer(south.parts(), taken, {"checkpoint", "certificate"},
                       *std::move(finding), probe);
  }
  static v1::Answer AnswerOf(const AnswerDraft& draft) {
    v1::Answer answer;
    EXPECT_TRUE(answer.ParseFromString(draft.payload));
    return answer;
  }
  size_t Disclosed() {
    return nodes_.south.disclosures().OfRecord(record_id_)->size();
  }

  testing::ThreeNodes nodes_;
  const std::string record_id_;
  v1::Question question_;
};

TEST_F(AnswerDraftTest, WhatIsToldIsMadeOutAndCanBeTakenBackOnceItIsCommitted) {
  auto draft = Draft(kName);
  ASSERT_OK(draft);
  const v1::Answer answer = AnswerOf(*draft);
  EXPECT_EQ(answer.outcome(), v1::OUTCOME_ANSWERED);
  EXPECT_THAT(answer.matches(), SizeIs(1));
  EXPECT_EQ(answer.question_id(), question_.question_id());
  EXPECT_EQ(answer.responder_agency_id(), "south");
  EXPECT_EQ(answer.audience_agency_id(), "west");
  EXPECT_EQ(answer.responder_checkpoint(), "checkpoint");
  EXPECT_FALSE(draft->submission.entries.empty());
  EXPECT_FALSE(draft->use.has_value());
  EXPECT_EQ(Disclosed(), 0u);
  ASSERT_OK(storage::CommitAndWait(&nodes_.south.store().committer(),
                                   std::move(draft->submission)));
  EXPECT_EQ(Disclosed(), 1u);
}

TEST_F(AnswerDraftTest, WhereNothingIsShownNothingCanBeTakenBack) {
  auto draft = Draft("Nobody Atall");
  ASSERT_OK(draft);
  const v1::Answer answer = AnswerOf(*draft);
  EXPECT_EQ(answer.outcome(), v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_THAT(answer.matches(), IsEmpty());
  EXPECT_FALSE(draft->submission.entries.empty());
  ASSERT_OK(storage::CommitAndWait(&nodes_.south.store().committer(),
                                   std::move(draft->submission)));
  EXPECT_EQ(Disclosed(), 0u);
}

}  // namespace
}  // namespace homeward::federation
