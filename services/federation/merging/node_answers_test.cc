#include "services/federation/merging/node_answers.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/query_service.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/federation/testing/three_nodes.h"
#include "services/query/pipeline.h"

namespace homeward::federation {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> Sorted(const std::vector<std::string>& came) {
  std::vector<v1::NodeAnswer> answers;
  for (const std::string& agency_id : came) {
    answers.emplace_back().set_agency_id(agency_id);
  }
  SortAnswers({"ngo", "police", "clinic"}, answers);
  std::vector<std::string> sorted;
  for (const v1::NodeAnswer& answer : answers) {
    sorted.push_back(answer.agency_id());
  }
  return sorted;
}

TEST(SortAnswersTest, TheOwnOneIsFirstThenTheOrderOfAsking) {
  EXPECT_THAT(Sorted({"clinic", "police", "ngo"}),
              ElementsAre("ngo", "police", "clinic"));
  EXPECT_THAT(Sorted({"ngo", "clinic", "police"}),
              ElementsAre("ngo", "police", "clinic"));
}

TEST(LoseTest, NothingThatWasDisclosedIsLeft) {
  v1::NodeAnswer answer;
  answer.set_agency_id("clinic");
  answer.set_outcome(v1::OUTCOME_ANSWERED);
  answer.add_matches()->mutable_record()->set_record_id("r");
  answer.mutable_signed_answer()->set_payload("what was disclosed");
  answer.set_signer_certificate("der");
  answer.set_omitted_claim_count(3);
  Lose(answer);
  v1::NodeAnswer expected;
  expected.set_agency_id("clinic");
  expected.set_outcome(v1::OUTCOME_TRY_LATER);
  EXPECT_EQ(answer.SerializeAsString(), expected.SerializeAsString());
}

TEST(FitTest, TheLogSaysWhatIsToldAndNotWhatWasLeftOut) {
  query::NodeFinding finding;
  v1::ChildRecord& record = *finding.matches.Add()->mutable_record();
  v1::Claim& place = *record.add_claims();
  place.mutable_source_time()->set_seconds(2);
  place.mutable_sighting()->mutable_place()->set_admin1_code("PL-MZ");
  v1::Claim& text = *record.add_claims();
  text.mutable_source_time()->set_seconds(1);
  text.mutable_sighting()->set_text(std::string(400 << 10, 'x'));
  query::NoteDisclosed(finding.matches, finding.details);
  EXPECT_THAT(finding.details.disclosed_fields(), Contains("sighting.text"));
  Fit(finding);
  EXPECT_EQ(finding.omitted_claim_count, 1);
  EXPECT_THAT(finding.details.disclosed_fields(),
              Not(Contains("sighting.text")));
  EXPECT_THAT(finding.details.disclosed_fields(),
              Contains("sighting.place.admin1_code"));
}

class PeerAnswerTest : public ::testing::Test {
 protected:
  v1::NodeAnswer Of(const absl::Status& reply) {
    const InquiryPlan plan{
        nodes_.west.Question(v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY,
                             "Solomiia Koval"),
        nodes_.west.now(), nullptr};
    TrustView trust;
    trust.now = nodes_.west.now() + absl::Milliseconds(40);
    return PeerAnswer(plan, {"south", {}, "ngo-clinic@1"}, "west", reply, trust)
        .answer;
  }

  testing::ThreeNodes nodes_;
};

TEST_F(PeerAnswerTest, WhatFailedIsAnOutcome) {
  const v1::NodeAnswer late = Of(absl::DeadlineExceededError(""));
  EXPECT_EQ(late.agency_id(), "south");
  EXPECT_EQ(late.mou(), "ngo-clinic@1");
  EXPECT_EQ(late.outcome(), v1::OUTCOME_TIMED_OUT);
  EXPECT_EQ(late.elapsed().nanos(), 40'000'000);
  EXPECT_THAT(late.matches(), IsEmpty());
  EXPECT_EQ(Of(absl::PermissionDeniedError("")).outcome(), v1::OUTCOME_DENIED);
  EXPECT_EQ(Of(absl::ResourceExhaustedError("")).outcome(),
            v1::OUTCOME_TRY_LATER);
  EXPECT_EQ(Of(absl::DataLossError("")).outcome(), v1::OUTCOME_INVALID_ANSWER);
  EXPECT_EQ(Of(absl::UnavailableError("")).outcome(), v1::OUTCOME_UNREACHABLE);
}

}  // namespace
}  // namespace homeward::federation
