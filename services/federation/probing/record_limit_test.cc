// Whole nodes: what is asked about one record counts together, however she is
// named.

#include <string>

#include "absl/status/status.h"
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
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Of one name, each another way to name her.
constexpr const char* kSpellings[] = {"Oksana Tkachenko", "Oxana Tkachenko",
                                      "Oksana Tkatchenko", "Oksanna Tkachenko",
                                      "Oksana Tkachenkko"};

class RecordLimitTest : public ProbingTest {
 protected:
  // The same by the id of a record.
  v1::Answer AskById(const std::string& record_id) {
    by_id_ = record_id;
    const v1::Answer answer = Ask("");
    by_id_.clear();
    return answer;
  }
  // The south tells one person of one child so often only. Returns a record of
  // hers who is named by kSpellings.
  std::string LimitAChildTo(double questions, bool is_protected = false) {
    ProbeLimits limits;
    limits.child.questions = questions;
    nodes_.south.Limit(limits);
    return nodes_.south.Register(kSpellings[0], 1790000000, "PL-MZ",
                                 is_protected);
  }
};

// Ten spellings of one name are one child.
TEST_F(RecordLimitTest, WhoNamesHerInManyWaysIsToldThatNobodyIsThere) {
  const std::string record = LimitAChildTo(4);
  const v1::Answer absent = Ask("Nobody Atall");
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(Ask(kSpellings[i]).outcome(), v1::OUTCOME_ANSWERED) << i;
  }
  EXPECT_THAT(nodes_.south.probes().InForce(nodes_.south.now()), IsEmpty());
  EXPECT_EQ(Ask(kSpellings[4]).SerializeAsString(), absent.SerializeAsString());
  EXPECT_EQ(Decided().reason(), v1::DECISION_REASON_PROBING);
  EXPECT_THAT(Decided().built_in_rules(), Contains("P-PROBE"));
  EXPECT_EQ(AskById(record).SerializeAsString(), absent.SerializeAsString());
  EXPECT_EQ(CountLockoutEntries(), 1);
  const auto lockouts = nodes_.south.probes().InForce(nodes_.south.now());
  ASSERT_THAT(lockouts, SizeIs(1));
  EXPECT_EQ(lockouts[0].scope(), v1::PROBE_SCOPE_CHILD);
  EXPECT_EQ(Ask("Nobody Atall").outcome(), v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_NE(Decided().reason(), v1::DECISION_REASON_PROBING);
}

TEST_F(RecordLimitTest, ALockoutFromARecordHoldsOverARestartAndIsLifted) {
  LimitAChildTo(1);
  Ask(kSpellings[0]);
  EXPECT_EQ(Ask(kSpellings[1]).outcome(), v1::OUTCOME_NOTHING_TO_SHOW);
  nodes_.south.Restart(nodes_.south.now() + absl::Seconds(5));
  nodes_.west.SetNow(nodes_.south.now());
  EXPECT_EQ(Ask(kSpellings[2]).outcome(), v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_EQ(Decided().reason(), v1::DECISION_REASON_PROBING);
  const auto lockouts = nodes_.south.probes().InForce(nodes_.south.now());
  ASSERT_THAT(lockouts, SizeIs(1));
  ASSERT_OK(nodes_.south.probes().Lift(
      lockouts[0].lockout_id(),
      nodes_.federation.base().CallerOf("south", v1::ROLE_NODE_ADMIN),
      nodes_.south.now()));
  EXPECT_EQ(Ask(kSpellings[3]).outcome(), v1::OUTCOME_ANSWERED);
}

// What is withheld and what is not there are counted, and told, alike.
TEST_F(RecordLimitTest, AWithheldChildIsCountedUnderEveryName) {
  LimitAChildTo(4, /*is_protected=*/true);
  only_place_ = true;
  const v1::Answer absent = Ask("Nobody Atall");
  for (const char* spelling : kSpellings) {
    EXPECT_EQ(Ask(spelling).SerializeAsString(), absent.SerializeAsString());
  }
  EXPECT_EQ(Decided().reason(), v1::DECISION_REASON_PROBING);
}

TEST_F(RecordLimitTest, OwnStaffWhoNameHerInManyWaysAreDenied) {
  ProbeLimits limits;
  limits.child.questions = 2;
  nodes_.west.Limit(limits);
  nodes_.west.Register(kSpellings[0], 1790000000, "PL-MZ", false);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(nodes_.Locate(kSpellings[i]).OutcomeOf("west"),
              v1::OUTCOME_ANSWERED);
  }
  const int asked = nodes_.west.peer("south").asked;
  const testing::Heard heard = nodes_.Locate(kSpellings[2]);
  EXPECT_THAT(heard.status,
              StatusIs(StatusCode::kPermissionDenied, auth::kDenialText));
  EXPECT_THAT(heard.answers, IsEmpty());
  EXPECT_EQ(nodes_.west.peer("south").asked, asked);
}

}  // namespace
}  // namespace homeward::federation
