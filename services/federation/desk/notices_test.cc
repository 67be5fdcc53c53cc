// What desks are told of questions between whole nodes: the west asks the
// south.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/notice.pb.h"
#include "homeward/v1/notice_service.pb.h"
#include "services/federation/desk/desk.h"
#include "services/federation/probing/probe_limit.h"
#include "services/federation/testing/node.h"
#include "services/federation/testing/three_nodes.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::Heard;
using ::testing::IsEmpty;
using testing::Node;
using ::testing::SizeIs;

constexpr char kName[] = "Solomiia Koval";

class NoticesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    record_id_ = nodes_.south.Register(kName, 1790000000, "PL-MZ", false);
  }

  // What the desk of `node` was told of, the oldest first.
  static std::vector<v1::Notice> Told(Node& node) {
    const auto listed = node.desk().List(
        node.Question(v1::ROLE_OVERSIGHT_AUDITOR, v1::PURPOSE_OVERSIGHT, kName)
            .caller,
        {});
    EXPECT_OK(listed);
    return {listed->notices().begin(), listed->notices().end()};
  }
  static std::vector<v1::NoticeKind> Kinds(Node& node) {
    std::vector<v1::NoticeKind> kinds;
    for (const v1::Notice& notice : Told(node)) kinds.push_back(notice.kind());
    return kinds;
  }

  // The west asks the south by an MOU with just this duty.
  Heard LocateUnder(v1::ObligationType duty, absl::Duration within) {
    v1::Mou mou = nodes_.federation.Template("ngo_clinic");
    mou.set_mou_id("with-duty");
    for (v1::Clause& clause : *mou.mutable_clauses()) {
      if (clause.effect() != v1::EFFECT_PERMIT) continue;
      clause.clear_obligations();
      v1::Obligation& owed = *clause.add_obligations();
      owed.set_type(duty);
      owed.mutable_within()->set_seconds(absl::ToInt64Seconds(within));
    }
    nodes_.Share(nodes_.west, nodes_.south, mou);
    StaffQuestion question = nodes_.west.Question(
        v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName);
    question.mou_id = "with-duty";
    Heard heard = nodes_.west.Ask(question);
    EXPECT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
    return heard;
  }

  // A question of enforcement that the west's own node let pass.
  absl::Status AskAsEnforcement(char question_id) {
    v1::Question question =
        nodes_.west.QuestionTo(nodes_.south, v1::ROLE_IMM_ENFORCEMENT,
                               v1::PURPOSE_LOCATE_SAFETY, kName);
    question.set_question_id(std::string(16, question_id));
    const auto mou = nodes_.west.store().policy().current()->mous->InForce(
        "ngo-clinic", nodes_.west.now());
    question.set_mou_id(mou->mou_id);
    question.set_mou_sha256(mou->sha256);
    const auto response =
        nodes_.south.Answer("west", nodes_.west.Sign(question));
    if (!response.ok()) return response.status();
    v1::Answer answer;
    EXPECT_TRUE(answer.ParseFromString(response->answer().payload()));
    EXPECT_EQ(answer.outcome(), v1::OUTCOME_DENIED);
    return absl::OkStatus();
  }

  testing::ThreeNodes nodes_;
  std::string record_id_;
};

TEST_F(NoticesTest, TheOwnerIsToldOfAnAnswerUnderThatDuty) {
  const Heard heard = nodes_.Locate(kName);
  ASSERT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  for (int start = 0; start < 2; ++start) {
    const std::vector<v1::Notice> told = Told(nodes_.south);
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told[0].kind(), v1::NOTICE_KIND_ANSWERED);
    EXPECT_EQ(told[0].query_id(), heard.query_id);
    EXPECT_EQ(told[0].asker_agency_id(), "west");
    EXPECT_EQ(told[0].owner_agency_id(), "south");
    EXPECT_EQ(told[0].purpose(), v1::PURPOSE_LOCATE_SAFETY);
    EXPECT_THAT(told[0].roles(), ElementsAre(v1::ROLE_CP_CASEWORKER));
    EXPECT_THAT(told[0].record_ids(), ElementsAre(record_id_));
    EXPECT_THAT(told[0].categories(), Contains(v1::CATEGORY_LOC_COARSE));
    EXPECT_FALSE(told[0].subject().empty());
    nodes_.south.Restart(nodes_.south.now());
  }
  EXPECT_THAT(Kinds(nodes_.west), IsEmpty());
  EXPECT_THAT(Kinds(nodes_.north), IsEmpty());
}

TEST_F(NoticesTest, OfWhatShowsNothingNobodyIsTold) {
  const Heard heard = nodes_.Locate("Nobody Atall");
  ASSERT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_THAT(Kinds(nodes_.south), IsEmpty());
}

TEST_F(NoticesTest, WithoutTheDutyNobodyIsTold) {
  LocateUnder(v1::OBLIGATION_TYPE_NO_ONWARD_SHARING, absl::Hours(1));
  EXPECT_THAT(Kinds(nodes_.south), IsEmpty());
  EXPECT_THAT(Kinds(nodes_.west), IsEmpty());
}

TEST_F(NoticesTest, WhatTheDeskCanNotBeToldOfIsNotAnswered) {
  nodes_.south.store().engine().Break(true);
  const Heard heard = nodes_.Locate(kName);
  EXPECT_NE(heard.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  nodes_.south.store().engine().Break(false);
  nodes_.south.Restart(nodes_.south.now());
  EXPECT_THAT(Kinds(nodes_.south), IsEmpty());
}

TEST_F(NoticesTest, TheGuardianIsToBeToldInTheTimeThatTheMouGives) {
  LocateUnder(v1::OBLIGATION_TYPE_NOTIFY_GUARDIAN, absl::Hours(6));
  const std::vector<v1::Notice> told = Told(nodes_.south);
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].kind(), v1::NOTICE_KIND_GUARDIAN);
  EXPECT_THAT(told[0].record_ids(), ElementsAre(record_id_));
  EXPECT_EQ(told[0].due_time().seconds() - told[0].time().seconds(),
            6 * 60 * 60);
}

TEST_F(NoticesTest, TheAskerReviewsAndNamesNoRecordOfTheOwner) {
  const Heard heard = LocateUnder(v1::OBLIGATION_TYPE_REVIEW, absl::Hours(12));
  EXPECT_THAT(Kinds(nodes_.south), IsEmpty());
  const std::vector<v1::Notice> told = Told(nodes_.west);
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].kind(), v1::NOTICE_KIND_REVIEW);
  EXPECT_EQ(told[0].owner_agency_id(), "south");
  EXPECT_EQ(told[0].query_id(), heard.query_id);
  EXPECT_THAT(told[0].record_ids(), IsEmpty());
  EXPECT_EQ(told[0].due_time().seconds() - told[0].time().seconds(),
            12 * 60 * 60);
  // She who asked does not review herself.
  EXPECT_THAT(nodes_.west.desk().Acknowledge(
                  nodes_.west
                      .Question(v1::ROLE_CP_SUPERVISOR,
                                v1::PURPOSE_LOCATE_SAFETY, kName)
                      .caller,
                  told[0].notice_id(), nodes_.west.now()),
              StatusIs(StatusCode::kFailedPrecondition));
}

TEST_F(NoticesTest, WhatTheAskersDeskCanNotBeToldOfIsNotShown) {
  nodes_.west.peer("south").lie = [&](v1::AskResponse&) {
    nodes_.west.store().engine().Break(true);
  };
  const Heard heard = nodes_.Locate(kName);
  EXPECT_NE(heard.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  nodes_.west.store().engine().Break(false);
}

TEST_F(NoticesTest, EnforcementIsReportedWhereItAsksAndWhereItIsAsked) {
  const Heard heard = nodes_.west.Ask(nodes_.west.Question(
      v1::ROLE_IMM_ENFORCEMENT, v1::PURPOSE_IMM_ENFORCEMENT, kName));
  EXPECT_THAT(heard.status, StatusIs(StatusCode::kPermissionDenied));
  EXPECT_THAT(Kinds(nodes_.west), ElementsAre(v1::NOTICE_KIND_ENFORCEMENT));
  EXPECT_THAT(Kinds(nodes_.south), IsEmpty());
  ASSERT_OK(AskAsEnforcement('e'));
  const std::vector<v1::Notice> told = Told(nodes_.south);
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].kind(), v1::NOTICE_KIND_ENFORCEMENT);
  EXPECT_EQ(told[0].asker_agency_id(), "west");
  EXPECT_THAT(told[0].record_ids(), IsEmpty());
  EXPECT_TRUE(told[0].has_due_time());
}

TEST_F(NoticesTest, WhoIsLockedOutFillsTheDeskNoMore) {
  ProbeLimits limits;
  limits.officer.questions = 3;
  nodes_.south.Limit(limits);
  for (char question = 'a'; question < 'k'; ++question) {
    ASSERT_OK(AskAsEnforcement(question));
  }
  int probing = 0;
  int enforcement = 0;
  for (const v1::NoticeKind kind : Kinds(nodes_.south)) {
    (kind == v1::NOTICE_KIND_PROBING ? probing : enforcement)++;
  }
  EXPECT_EQ(probing, 1);
  EXPECT_LE(enforcement, 3);
  EXPECT_GE(enforcement, 1);
}

}  // namespace
}  // namespace homeward::federation
