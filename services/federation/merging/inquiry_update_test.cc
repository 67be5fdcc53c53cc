#include "services/federation/merging/inquiry_update.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/query_service.pb.h"
#include "services/federation/planning/inquiry_plan.h"
#include "services/federation/testing/three_nodes.h"

namespace homeward::federation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::NodeAnswer AnswerOf(const std::string& agency_id,
                        const std::string& record_id = "") {
  v1::NodeAnswer answer;
  answer.set_agency_id(agency_id);
  answer.set_outcome(record_id.empty() ? v1::OUTCOME_NOTHING_TO_SHOW
                                       : v1::OUTCOME_ANSWERED);
  if (!record_id.empty()) {
    answer.add_matches()->mutable_record()->set_record_id(record_id);
  }
  return answer;
}

std::vector<std::string> AgenciesIn(const Update& update) {
  std::vector<std::string> agencies;
  for (const v1::NodeAnswer& answer : update.answers) {
    agencies.push_back(answer.agency_id());
  }
  return agencies;
}

std::vector<std::string> NodesIn(const Update& update) {
  std::vector<std::string> agencies;
  if (!update.summary.has_value()) return agencies;
  for (const v1::NodeOutcome& node : update.summary->nodes()) {
    agencies.push_back(node.agency_id());
  }
  return agencies;
}

// Staff of west ask; `asks` are the peers.
class NextUpdateTest : public ::testing::Test {
 protected:
  NextUpdateTest() {
    plan_.query_id = "q-1";
    decided_.add_matches()->set_candidate_record_id("rejected");
    v1::MatchDecision& decision = *decided_.mutable_matches(0)->add_decisions();
    decision.set_verdict(v1::MATCH_VERDICT_REJECTED);
    decision.set_subject("nobody");
  }

  Update Next(std::vector<v1::NodeAnswer> came) {
    return NextUpdate(plan_, "west", decided_, std::move(came), plan_.now,
                      answers_);
  }

  testing::ThreeNodes nodes_;
  InquiryPlan plan_{
      nodes_.west.Question(v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY,
                           "Solomiia Koval"),
      nodes_.west.now(), nullptr};
  internal::v1::StoredMatches decided_;
  std::vector<v1::NodeAnswer> answers_;
};

TEST_F(NextUpdateTest, TheOwnAnswerAloneIsAll) {
  const Update update = Next({AnswerOf("west", "r")});
  EXPECT_EQ(update.query_id, "q-1");
  EXPECT_THAT(AgenciesIn(update), ElementsAre("west"));
  EXPECT_THAT(NodesIn(update), ElementsAre("west"));
}

TEST_F(NextUpdateTest, TheSummaryIsOfAllAndComesWithTheLast) {
  plan_.asks = {{"south", {}, "m@1"}, {"north", {}, "m@1"}};
  const Update own = Next({AnswerOf("west")});
  EXPECT_THAT(AgenciesIn(own), ElementsAre("west"));
  EXPECT_FALSE(own.summary.has_value());
  const Update second = Next({AnswerOf("north", "r")});
  EXPECT_THAT(AgenciesIn(second), ElementsAre("north"));
  EXPECT_FALSE(second.summary.has_value());
  const Update last = Next({AnswerOf("south")});
  EXPECT_THAT(AgenciesIn(last), ElementsAre("south"));
  EXPECT_THAT(NodesIn(last), ElementsAre("west", "south", "north"));
}

TEST_F(NextUpdateTest, WhatWasWithheldStandsBehindTheOwn) {
  plan_.withheld = {{"south", {}, "m@1"}};
  const Update update = Next({AnswerOf("south"), AnswerOf("west")});
  EXPECT_THAT(AgenciesIn(update), ElementsAre("west", "south"));
  EXPECT_THAT(NodesIn(update), ElementsAre("west", "south"));
}

TEST_F(NextUpdateTest, ARejectedMatchIsNeitherToldNorSummedUp) {
  const Update update = Next({AnswerOf("west", "rejected")});
  ASSERT_THAT(AgenciesIn(update), ElementsAre("west"));
  EXPECT_THAT(update.answers[0].matches(), IsEmpty());
  EXPECT_EQ(update.answers[0].rejected_match_count(), 1);
}

}  // namespace
}  // namespace homeward::federation
