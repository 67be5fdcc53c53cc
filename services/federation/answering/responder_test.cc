#include "services/federation/answering/responder.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/decision/grant.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/testing/three_nodes.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::IsEmpty;

constexpr char kName[] = "Solomiia Koval";

class ResponderTest : public ::testing::Test {
 protected:
  // A question of the west's caseworker to the south that is allowed.
  v1::Question Allowed(const std::string& name = kName) {
    v1::Question question = nodes_.west.QuestionTo(
        nodes_.south, v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, name);
    const auto mou = nodes_.west.store().policy().current()->mous->InForce(
        "ngo-clinic", nodes_.west.now());
    question.set_mou_id(mou->mou_id);
    question.set_mou_sha256(mou->sha256);
    return question;
  }
  absl::StatusOr<v1::AskResponse> Ask(const v1::Question& question) {
    return nodes_.south.Answer("west", nodes_.west.Sign(question));
  }
  static v1::Answer Read(const absl::StatusOr<v1::AskResponse>& response) {
    v1::Answer answer;
    EXPECT_OK(response);
    if (response.ok()) {
      EXPECT_TRUE(answer.ParseFromString(response->answer().payload()));
    }
    return answer;
  }
  v1::DecisionReason LastReason() {
    return nodes_.south.Events().back().decision().reason();
  }
  void ExpectRefused(const v1::Question& question) {
    EXPECT_THAT(Ask(question),
                StatusIs(StatusCode::kPermissionDenied, auth::kDenialText));
    EXPECT_EQ(LastReason(), v1::DECISION_REASON_UNVERIFIED);
  }

  testing::ThreeNodes nodes_;
};

TEST_F(ResponderTest, AbsentAndWithheldLookTheSame) {
  const auto bytes = [&](const std::string& name, char id) {
    v1::Question question = Allowed(name);
    question.set_question_id(std::string(16, id));
    question.add_categories(v1::CATEGORY_LOC_COARSE);
    v1::Answer answer = Read(Ask(question));
    answer.clear_question_id();
    answer.clear_question_sha256();
    answer.clear_responder_checkpoint();
    return answer;
  };
  nodes_.south.Register("Protected Child", 1790000000, "PL-MZ", true);
  const v1::Answer withheld = bytes("Protected Child", 'a');
  const v1::Answer absent = bytes("Nobody Atall", 'b');
  EXPECT_EQ(withheld.outcome(), v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_EQ(withheld.SerializeAsString(), absent.SerializeAsString());
  const auto events = nodes_.south.Events();
  EXPECT_NE(events[events.size() - 2].decision().SerializeAsString(),
            events.back().decision().SerializeAsString());
}

TEST_F(ResponderTest, ARepeatGetsTheSameBytes) {
  const v1::AskRequest request = nodes_.west.Sign(Allowed());
  const auto first = nodes_.south.Answer("west", request);
  const auto again = nodes_.south.Answer("west", request);
  ASSERT_OK(first);
  ASSERT_OK(again);
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  // Also as late as the window lets it in.
  nodes_.south.SetNow(nodes_.south.now() + absl::Seconds(60));
  const auto late = nodes_.south.Answer("west", request);
  ASSERT_OK(late);
  EXPECT_EQ(first->SerializeAsString(), late->SerializeAsString());
}

TEST_F(ResponderTest, OtherBytesUnderTheSameIdAreAReplay) {
  ASSERT_OK(Ask(Allowed()));
  EXPECT_THAT(Ask(Allowed("Somebody Else")),
              StatusIs(StatusCode::kPermissionDenied, auth::kDenialText));
  EXPECT_EQ(LastReason(), v1::DECISION_REASON_REPLAY);
}

TEST_F(ResponderTest, WhatCouldNotBeKeptMayBeAskedAgain) {
  const v1::AskRequest request = nodes_.west.Sign(Allowed());
  nodes_.south.store().engine().Break(true);
  EXPECT_THAT(nodes_.south.Answer("west", request),
              StatusIs(StatusCode::kUnavailable));
  nodes_.south.store().engine().Break(false);
  EXPECT_OK(nodes_.south.Answer("west", request));
}

TEST_F(ResponderTest, AfterARestartOldQuestionsAreRefused) {
  const v1::AskRequest request = nodes_.west.Sign(Allowed());
  ASSERT_OK(nodes_.south.Answer("west", request));
  nodes_.south.Restart(nodes_.south.now() + absl::Seconds(5));
  EXPECT_THAT(nodes_.south.Answer("west", request),
              StatusIs(StatusCode::kPermissionDenied));
}

TEST_F(ResponderTest, AfterARestartAQuestionFromTheFutureIsRemembered) {
  v1::Question question = Allowed();
  *question.mutable_issued_time() =
      auth::ToTimestamp(nodes_.south.now() + absl::Seconds(20));
  const v1::AskRequest request = nodes_.west.Sign(question);
  ASSERT_OK(nodes_.south.Answer("west", request));
  nodes_.south.Restart(nodes_.south.now() + absl::Seconds(5));
  EXPECT_THAT(nodes_.south.Answer("west", request),
              StatusIs(StatusCode::kPermissionDenied, auth::kDenialText));
  EXPECT_EQ(LastReason(), v1::DECISION_REASON_REPLAY);
  // Another one of the same time is new.
  question.set_question_id(std::string(16, 'n'));
  EXPECT_OK(Ask(question));
}

TEST_F(ResponderTest, RefusesWhatItCantVerify) {
  v1::Question question = Allowed();
  question.set_audience_agency_id("north");
  ExpectRefused(question);
  question = Allowed();
  question.set_asker_agency_id("north");
  ExpectRefused(question);
  question = Allowed();
  question.set_query_id("Solomiia Koval, born in 2015, is wanted");
  ExpectRefused(question);
  question = Allowed();
  question.set_query_id("q-" + std::string(32, 'A'));
  ExpectRefused(question);
  question = Allowed();
  question.set_question_id("short");
  ExpectRefused(question);
  question = Allowed();
  *question.mutable_issued_time() =
      auth::ToTimestamp(nodes_.south.now() - absl::Seconds(61));
  ExpectRefused(question);
  question = Allowed();
  *question.mutable_staff_assertion() = nodes_.federation.base().SignAssertion(
      nodes_.federation.base().Assertion("north", v1::ROLE_CP_CASEWORKER));
  ExpectRefused(question);
  EXPECT_THAT(nodes_.south.Answer("north", nodes_.west.Sign(Allowed())),
              StatusIs(StatusCode::kPermissionDenied));
}

TEST_F(ResponderTest, ADeniedQuestionStaysDenied) {
  v1::Question question = Allowed();
  question.clear_child();
  const v1::AskRequest request = nodes_.west.Sign(question);
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(nodes_.south.Answer("west", request),
                StatusIs(StatusCode::kPermissionDenied, auth::kDenialText));
  }
}

TEST_F(ResponderTest, OnlyAPartyLearnsOfAnotherVersion) {
  v1::Question question = Allowed();
  question.set_mou_sha256(std::string(32, 'x'));
  EXPECT_EQ(Read(Ask(question)).outcome(), v1::OUTCOME_STALE_MOU);
  question = nodes_.north.QuestionTo(nodes_.south, v1::ROLE_POLICE_MISSING,
                                     v1::PURPOSE_MISSING_SEARCH, kName);
  question.set_mou_id("ngo-clinic");
  question.set_mou_sha256(std::string(32, 'x'));
  EXPECT_EQ(
      Read(nodes_.south.Answer("north", nodes_.north.Sign(question))).outcome(),
      v1::OUTCOME_DENIED);
}

TEST_F(ResponderTest, AnExpiredMouDenies) {
  v1::Mou ended = nodes_.federation.Template("ngo_clinic");
  ended.set_mou_id("ended");
  *ended.mutable_expiry_time() = auth::ToTimestamp(nodes_.south.now());
  nodes_.south.Add(nodes_.federation.SignMou(ended));
  v1::Question question = Allowed();
  question.set_mou_id("ended");
  const v1::Answer answer = Read(Ask(question));
  EXPECT_EQ(answer.outcome(), v1::OUTCOME_DENIED);
  EXPECT_THAT(answer.matches(), IsEmpty());
  EXPECT_EQ(LastReason(), v1::DECISION_REASON_MOU_NOT_IN_FORCE);
}

TEST_F(ResponderTest, NothingLeavesWithoutTheLog) {
  nodes_.south.Register(kName, 1790000000, "PL-MZ", false);
  nodes_.south.store().engine().Break(true);
  const auto response = Ask(Allowed());
  EXPECT_THAT(response, StatusIs(StatusCode::kUnavailable));
  v1::Question refused = Allowed();
  refused.set_audience_agency_id("north");
  EXPECT_THAT(Ask(refused), StatusIs(StatusCode::kUnavailable));
}

}  // namespace
}  // namespace homeward::federation
