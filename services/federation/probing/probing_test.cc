// Limits on probing between whole nodes: what who probes is told, and what the
// node that is asked keeps.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/decision/grant.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/probe.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/probing/probe_guard.h"
#include "services/federation/probing/probe_limit.h"
#include "services/federation/probing/probing_fixture.h"
#include "services/federation/testing/three_nodes.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(ProbingTest, WhoProbesIsToldThatNobodyIsThere) {
  EXPECT_EQ(Ask(kKnown).outcome(), v1::OUTCOME_ANSWERED);
  const v1::Answer absent = Ask("Nobody Atall");
  EXPECT_EQ(absent.outcome(), v1::OUTCOME_NOTHING_TO_SHOW);
  Sweep();
  ASSERT_THAT(nodes_.south.probes().InForce(nodes_.south.now()), SizeIs(1));
  const v1::Answer locked_out = Ask(kKnown);
  EXPECT_EQ(locked_out.SerializeAsString(), absent.SerializeAsString());
}

TEST_F(ProbingTest, TheLogSaysWhatWasDone) {
  Sweep();
  Ask(kKnown);
  EXPECT_EQ(Decided().reason(), v1::DECISION_REASON_PROBING);
  EXPECT_THAT(Decided().built_in_rules(), Contains("P-PROBE"));
  EXPECT_EQ(CountLockoutEntries(), 1);
}

TEST_F(ProbingTest, ARestartFreesNobody) {
  Sweep();
  nodes_.south.Restart(nodes_.south.now() + absl::Seconds(5));
  nodes_.west.SetNow(nodes_.south.now());
  EXPECT_EQ(Ask(kKnown).outcome(), v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_EQ(Decided().reason(), v1::DECISION_REASON_PROBING);
}

TEST_F(ProbingTest, AnEndedLockoutLeavesTheStoreWithTheNextOne) {
  ProbeLimits limits;
  limits.officer.misses = 4;
  limits.lockout = absl::Minutes(1);
  nodes_.south.Limit(limits);
  Sweep();
  nodes_.south.Restart(nodes_.south.now() + absl::Minutes(2));
  nodes_.west.SetNow(nodes_.south.now());
  EXPECT_THAT(nodes_.south.probes().InForce(nodes_.south.now()), IsEmpty());
  Sweep();
  EXPECT_EQ(CountLockoutEntries(), 2);
  const auto stored = nodes_.south.store().documents().List("probe_lockout");
  ASSERT_OK(stored);
  EXPECT_THAT(*stored, SizeIs(1));
}

TEST_F(ProbingTest, AnAdministratorLiftsALockoutForGood) {
  Sweep();
  const auto admin =
      nodes_.federation.base().CallerOf("south", v1::ROLE_NODE_ADMIN);
  ProbeGuard& probes = nodes_.south.probes();
  EXPECT_THAT(probes.Lift("0123", admin, nodes_.south.now()),
              StatusIs(StatusCode::kNotFound));
  const auto lockouts = probes.InForce(nodes_.south.now());
  ASSERT_THAT(lockouts, SizeIs(1));
  nodes_.south.store().engine().Break(true);
  EXPECT_THAT(probes.Lift(lockouts[0].lockout_id(), admin, nodes_.south.now()),
              StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(probes.InForce(nodes_.south.now()), SizeIs(1));
  nodes_.south.store().engine().Break(false);
  ASSERT_OK(probes.Lift(lockouts[0].lockout_id(), admin, nodes_.south.now()));
  EXPECT_EQ(CountLockoutEntries(), 2);
  EXPECT_EQ(Ask(kKnown).outcome(), v1::OUTCOME_ANSWERED);
  nodes_.south.Restart(nodes_.south.now() + absl::Seconds(5));
  nodes_.west.SetNow(nodes_.south.now());
  EXPECT_EQ(Ask(kKnown).outcome(), v1::OUTCOME_ANSWERED);
}

// An answer that keeps time waits with the row of the lockout it brought about.
TEST_F(ProbingTest, ARowThatWasQueuedBeforeDoesNotBringALiftedOneBack) {
  const auto& base = nodes_.federation.base();
  const auto asker = base.CallerOf("west", v1::ROLE_CP_CASEWORKER);
  ProbeGuard& probes = nodes_.south.probes();
  const absl::Time now = nodes_.south.now();
  LimitedQuestion last;
  for (int i = 0; i < 5; ++i) {
    v1::ChildDescriptor child;
    child.mutable_name()->set_full_name(absl::StrCat("Nobody Number", i));
    last = probes.Ask(asker, v1::PURPOSE_LOCATE_SAFETY, child, now);
    if (last.open) probes.End(last, ProbeEnd::kMissed, now);
  }
  storage::Submission queued;
  ASSERT_OK(probes.Keep(last, now, queued));
  const auto lockouts = probes.InForce(now);
  ASSERT_THAT(lockouts, SizeIs(1));
  ASSERT_OK(probes.Lift(lockouts[0].lockout_id(),
                        base.CallerOf("south", v1::ROLE_NODE_ADMIN), now));
  ASSERT_OK(storage::CommitAndWait(&nodes_.south.store().committer(),
                                   std::move(queued)));
  nodes_.south.Restart(now + absl::Seconds(5));
  EXPECT_THAT(nodes_.south.probes().InForce(nodes_.south.now()), IsEmpty());
}

TEST_F(ProbingTest, ALiftedOneLeavesTheStoreAfterTheNextStart) {
  const auto stored = [&](const char* kind) {
    const auto rows = nodes_.south.store().documents().List(kind);
    EXPECT_OK(rows);
    return rows.ok() ? rows->size() : 0;
  };
  Sweep();
  const auto lockouts = nodes_.south.probes().InForce(nodes_.south.now());
  ASSERT_THAT(lockouts, SizeIs(1));
  ASSERT_OK(nodes_.south.probes().Lift(
      lockouts[0].lockout_id(),
      nodes_.federation.base().CallerOf("south", v1::ROLE_NODE_ADMIN),
      nodes_.south.now()));
  EXPECT_EQ(stored("probe_lockout_lifted"), 1u);
  nodes_.south.Restart(nodes_.south.now() + absl::Seconds(5));
  nodes_.west.SetNow(nodes_.south.now());
  Sweep();
  EXPECT_EQ(stored("probe_lockout_lifted"), 0u);
  EXPECT_EQ(stored("probe_lockout"), 1u);
}

TEST_F(ProbingTest, WhatPeersAreToldWhoMayNotAskStaysTheSame) {
  v1::Question question =
      nodes_.west.QuestionTo(nodes_.south, v1::ROLE_CP_CASEWORKER,
                             v1::PURPOSE_IMM_ENFORCEMENT, kKnown);
  for (int i = 0; i < 10; ++i) {
    question.set_question_id(absl::StrCat(2000000000000000 + i));
    const auto response =
        nodes_.south.Answer("west", nodes_.west.Sign(question));
    ASSERT_OK(response);
    v1::Answer answer;
    ASSERT_TRUE(answer.ParseFromString(response->answer().payload()));
    EXPECT_EQ(answer.outcome(), v1::OUTCOME_DENIED);
  }
  // She was told of no child: nothing was probed.
  EXPECT_THAT(nodes_.south.probes().InForce(nodes_.south.now()), IsEmpty());
}

TEST_F(ProbingTest, OwnStaffAreDeniedBeforeAnybodyIsAsked) {
  ProbeLimits limits;
  limits.officer.misses = 4;
  nodes_.west.Limit(limits);
  for (int i = 0; i < 4; ++i) {
    EXPECT_OK(nodes_.Locate(absl::StrCat("Nobody Number", i)).status);
  }
  const int asked = nodes_.west.peer("south").asked;
  const testing::Heard heard = nodes_.Locate(kKnown);
  EXPECT_THAT(heard.status,
              StatusIs(StatusCode::kPermissionDenied, auth::kDenialText));
  EXPECT_THAT(heard.answers, IsEmpty());
  EXPECT_EQ(nodes_.west.peer("south").asked, asked);
  EXPECT_EQ(nodes_.west.Events().rbegin()[1].decision().reason(),
            v1::DECISION_REASON_PROBING);
}

TEST_F(ProbingTest, WhoGetsNoAnswerProbesNothing) {
  ProbeLimits limits;
  limits.officer.misses = 4;
  nodes_.west.Limit(limits);
  nodes_.west.store().engine().Break(true);
  for (int i = 0; i < 8; ++i) {
    EXPECT_FALSE(nodes_.Locate(absl::StrCat("Nobody Number", i)).status.ok());
  }
  nodes_.west.store().engine().Break(false);
  for (int i = 0; i < 4; ++i) {
    EXPECT_OK(nodes_.Locate(absl::StrCat("Nobody Number", i)).status);
  }
}

TEST_F(ProbingTest, AnAnswerOfAPeerIsAHitForOwnStaff) {
  ProbeLimits limits;
  limits.officer.misses = 2;
  nodes_.west.Limit(limits);
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(nodes_.Locate(kKnown).OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  }
}

}  // namespace
}  // namespace homeward::federation
