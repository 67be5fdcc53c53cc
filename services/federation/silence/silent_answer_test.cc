// When an answer that shows nothing is decided, logged and sent: what an asker
// sees of it does not depend on what was found.

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/peer_service.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/probing/probe_limit.h"
#include "services/federation/testing/three_nodes.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;

constexpr char kKnown[] = "Solomiia Koval";
constexpr char kWithheld[] = "Protected Child";
constexpr char kAbsent[] = "Nobody Atall";

// A question on its way.
struct Asked {
  absl::Notification ended;
  absl::StatusOr<v1::AskResponse> response;

  v1::Answer Read() {
    ended.WaitForNotification();
    v1::Answer answer;
    EXPECT_OK(response);
    if (response.ok()) answer.ParseFromString(response->answer().payload());
    return answer;
  }
};

class SilentAnswerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    nodes_.south.Register(kKnown, 1790000000, "PL-MZ", false);
    nodes_.south.Register(kWithheld, 1790000000, "PL-MZ", true);
  }
  // A new question of the west about a child of this name.
  v1::AskRequest Question(const std::string& name,
                          v1::Purpose purpose = v1::PURPOSE_LOCATE_SAFETY) {
    v1::Question question = nodes_.west.QuestionTo(
        nodes_.south, v1::ROLE_CP_CASEWORKER, purpose, name);
    const auto mou = nodes_.west.store().policy().current()->mous->InForce(
        "ngo-clinic", nodes_.west.now());
    question.set_mou_id(mou->mou_id);
    question.set_mou_sha256(mou->sha256);
    question.set_question_id(absl::StrCat(1000000000000000 + ++questions_));
    question.add_categories(v1::CATEGORY_LOC_COARSE);
    return nodes_.west.Sign(question);
  }
  std::shared_ptr<Asked> Ask(const v1::AskRequest& request) {
    auto asked = std::make_shared<Asked>();
    nodes_.south.Receive("west", request,
                         [asked](absl::StatusOr<v1::AskResponse> response) {
                           asked->response = std::move(response);
                           asked->ended.Notify();
                         });
    return asked;
  }
  size_t Logged() { return nodes_.south.Events().size(); }
  testing::HandPacer& pacer() { return nodes_.south.pacer(); }
  // That the question about `name` takes the same two beats whatever is found.
  void ExpectSilence(const std::string& name) {
    const size_t before = Logged();
    const auto asked = Ask(Question(name));
    ASSERT_EQ(pacer().waiting(), 1) << name;
    EXPECT_EQ(Logged(), before) << name;
    pacer().Beat(1);
    // Its entry is durable now, and nobody has been told.
    pacer().Await(1);
    EXPECT_EQ(Logged(), before + 1) << name;
    EXPECT_FALSE(asked->ended.HasBeenNotified()) << name;
    pacer().Beat(1);
    EXPECT_EQ(asked->Read().outcome(), v1::OUTCOME_NOTHING_TO_SHOW) << name;
    EXPECT_EQ(Logged(), before + 1) << name;
  }

  testing::ThreeNodes nodes_;
  int64_t questions_ = 0;
};

TEST_F(SilentAnswerTest, AbsentAndWithheldTakeTheSameBeats) {
  pacer().Hold();
  ExpectSilence(kAbsent);
  ExpectSilence(kWithheld);
}

// It is known only after the search.
TEST_F(SilentAnswerTest, SoDoesALockoutFromARecord) {
  ProbeLimits limits;
  limits.child.questions = 1;
  nodes_.south.Limit(limits);
  EXPECT_EQ(Ask(Question(kKnown))->Read().outcome(), v1::OUTCOME_ANSWERED);
  Ask(Question("Solomija Koval"))->Read();
  ASSERT_EQ(nodes_.south.probes().InForce(nodes_.south.now()).size(), 1);
  pacer().Hold();
  ExpectSilence("Solomiya Koval");
  ExpectSilence(kAbsent);
}

TEST_F(SilentAnswerTest, SoDoesALockout) {
  ProbeLimits limits;
  limits.officer.misses = 2;
  nodes_.south.Limit(limits);
  for (const char* name : {"Nobody One", "Nobody Two", "Nobody Three"}) {
    Ask(Question(name))->Read();
  }
  ASSERT_EQ(nodes_.south.probes().InForce(nodes_.south.now()).size(), 1);
  pacer().Hold();
  ExpectSilence(kAbsent);
  ExpectSilence(kKnown);
}

TEST_F(SilentAnswerTest, WhatShowsSomethingDoesNotWait) {
  pacer().Hold();
  EXPECT_EQ(Ask(Question(kKnown))->Read().outcome(), v1::OUTCOME_ANSWERED);
  EXPECT_EQ(
      Ask(Question(kWithheld, v1::PURPOSE_IMM_ENFORCEMENT))->Read().outcome(),
      v1::OUTCOME_DENIED);
}

TEST_F(SilentAnswerTest, ARepeatDoesNotGetItSooner) {
  pacer().Hold();
  const v1::AskRequest request = Question(kWithheld);
  const auto asked = Ask(request);
  for (int beat = 0; beat < 2; ++beat) {
    pacer().Await(1);
    const auto again = Ask(request);
    again->ended.WaitForNotification();
    EXPECT_THAT(again->response, StatusIs(StatusCode::kResourceExhausted));
    pacer().Beat(1);
  }
  asked->Read();
  const auto again = Ask(request);
  again->Read();
  ASSERT_OK(again->response);
  EXPECT_EQ(again->response->SerializeAsString(),
            asked->response->SerializeAsString());
}

TEST_F(SilentAnswerTest, WhenTooManyWaitItMayBeAskedAgain) {
  pacer().Hold(/*limit=*/1);
  const auto first = Ask(Question(kAbsent));
  const size_t before = Logged();
  const v1::AskRequest request = Question(kWithheld);
  const auto refused = Ask(request);
  refused->ended.WaitForNotification();
  EXPECT_THAT(refused->response, StatusIs(StatusCode::kResourceExhausted));
  EXPECT_EQ(Logged(), before);
  pacer().Beat(1);
  pacer().Beat(1);
  first->Read();
  const auto again = Ask(request);
  pacer().Beat(1);
  pacer().Beat(1);
  EXPECT_EQ(again->Read().outcome(), v1::OUTCOME_NOTHING_TO_SHOW);
}

TEST_F(SilentAnswerTest, EntriesStandInTheOrderOfTheirBeats) {
  pacer().Hold();
  const auto withheld = Ask(Question(kWithheld));
  const auto absent = Ask(Question(kAbsent));
  pacer().Beat(2);
  pacer().Beat(2);
  withheld->Read();
  absent->Read();
  EXPECT_EQ(withheld->response->log_index() + 1, absent->response->log_index());
}

}  // namespace
}  // namespace homeward::federation
