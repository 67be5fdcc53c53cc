// What people decided of a match, when the child is asked for again.

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/match.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/asking/inquiry.h"
#include "services/federation/testing/three_nodes.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::homeward::testing::IsOk;
using testing::Heard;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kName[] = "Solomiia Koval";

class InquiryMatchesTest : public ::testing::Test {
 protected:
  InquiryMatchesTest()
      : record_(nodes_.south.Register(
            kName, absl::ToUnixSeconds(nodes_.west.now()) - 86400, "PL-MZ",
            false)) {}

  StaffQuestion Question(const std::string& name = kName) const {
    return nodes_.west.Question(v1::ROLE_CP_CASEWORKER,
                                v1::PURPOSE_LOCATE_SAFETY, name);
  }
  Heard Ask(bool include_rejected = false) {
    StaffQuestion question = Question();
    question.include_rejected = include_rejected;
    return nodes_.west.Ask(std::move(question));
  }
  void Decide(const std::string& subject, v1::MatchVerdict verdict) {
    nodes_.west.Decide(Question().child, record_, verdict, subject);
  }

  testing::ThreeNodes nodes_;
  const std::string record_;
};

TEST_F(InquiryMatchesTest, UntilSomebodyDecidesAMatchIsProposed) {
  const Heard heard = Ask();
  ASSERT_OK(heard.status);
  ASSERT_THAT(heard.answers.at("south").matches(), SizeIs(1));
  EXPECT_EQ(heard.answers.at("south").matches(0).state(),
            v1::MATCH_STATE_PROPOSED);
}

TEST_F(InquiryMatchesTest, ARejectionIsRememberedAlsoAfterARestart) {
  Decide("anna", v1::MATCH_VERDICT_REJECTED);
  for (int i = 0; i < 2; ++i) {
    const Heard heard = Ask();
    ASSERT_OK(heard.status);
    const v1::NodeAnswer& south = heard.answers.at("south");
    EXPECT_EQ(south.outcome(), v1::OUTCOME_ANSWERED);
    EXPECT_THAT(south.matches(), IsEmpty());
    EXPECT_EQ(south.rejected_match_count(), 1);
    EXPECT_THAT(heard.summary.locations(), IsEmpty());
    nodes_.west.Restart(nodes_.west.now() + absl::Seconds(1));
  }
}

TEST_F(InquiryMatchesTest, OnRequestARejectedMatchIsShown) {
  Decide("anna", v1::MATCH_VERDICT_REJECTED);
  const Heard heard = Ask(/*include_rejected=*/true);
  ASSERT_OK(heard.status);
  ASSERT_THAT(heard.answers.at("south").matches(), SizeIs(1));
  EXPECT_EQ(heard.answers.at("south").matches(0).state(),
            v1::MATCH_STATE_REJECTED);
  EXPECT_EQ(heard.answers.at("south").rejected_match_count(), 0);
}

TEST_F(InquiryMatchesTest, WhatTwoDisagreeAboutIsShown) {
  Decide("anna", v1::MATCH_VERDICT_REJECTED);
  Decide("ben", v1::MATCH_VERDICT_CONFIRMED);
  const Heard heard = Ask();
  ASSERT_OK(heard.status);
  ASSERT_THAT(heard.answers.at("south").matches(), SizeIs(1));
  EXPECT_EQ(heard.answers.at("south").matches(0).state(),
            v1::MATCH_STATE_CONTESTED);
}

TEST_F(InquiryMatchesTest, ForAnotherChildItIsProposedStill) {
  Decide("anna", v1::MATCH_VERDICT_REJECTED);
  const Heard heard = nodes_.west.Ask(Question("Solomija Koval"));
  ASSERT_OK(heard.status);
  EXPECT_THAT(heard.answers.at("south").matches(), SizeIs(1));
}

// The peer's own staff, and those of a third agency, decide for themselves.
TEST_F(InquiryMatchesTest, NobodyElseHearsOfIt) {
  Decide("anna", v1::MATCH_VERDICT_REJECTED);
  StaffQuestion question = nodes_.south.Question(
      v1::ROLE_CLINIC_CLINICIAN, v1::PURPOSE_LOCATE_SAFETY, kName);
  question.ask_peers = false;
  const Heard heard = nodes_.south.Ask(std::move(question));
  ASSERT_OK(heard.status);
  EXPECT_THAT(heard.answers.at("south").matches(), SizeIs(1));
}

}  // namespace
}  // namespace homeward::federation
