// How a lockout ends, grows to one of the agency, and outlives the process.

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/probe.pb.h"
#include "services/federation/probing/probe_limit.h"
#include "services/federation/probing/probe_limit_fixture.h"

namespace homeward::federation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ProbeLockoutTest : public ProbeLimitFixture {};

TEST_F(ProbeLockoutTest, ALockoutEndsByItselfAndTokensComeBack) {
  limits_.officer.questions = 5;
  AskUntilLockedOut(ProbeEnd::kFound, About(""));
  now_ += absl::Hours(1) - absl::Seconds(1);
  EXPECT_FALSE(Ask(About("a"), ProbeEnd::kFound));
  EXPECT_THAT(limit().lockouts().TakeEnded(now_), IsEmpty());
  now_ += absl::Seconds(1);
  EXPECT_THAT(limit().lockouts().InForce(now_), IsEmpty());
  EXPECT_EQ(AskUntilLockedOut(ProbeEnd::kFound, About("")), 5);
  EXPECT_THAT(limit().lockouts().TakeEnded(now_),
              ElementsAre(begun_[0].lockout_id()));
  EXPECT_NE(begun_[0].lockout_id(), begun_[1].lockout_id());
}

TEST_F(ProbeLockoutTest, ManyLockoutsLockOutTheAgency) {
  limits_.officer.questions = 1;
  ProbeQuestion question = About("a");
  int officers = 0;
  while (officers < 1000 && begun_.size() == static_cast<size_t>(officers)) {
    question.subject = absl::StrCat("officer-", officers++);
    Ask(question, ProbeEnd::kFound);
    Ask(question, ProbeEnd::kFound);
  }
  EXPECT_EQ(officers, 64);
  EXPECT_EQ(begun_.back().scope(), v1::PROBE_SCOPE_AGENCY);
  EXPECT_EQ(begun_.back().cause(), v1::PROBE_CAUSE_LOCKOUTS);
  question.subject = "somebody new";
  EXPECT_FALSE(Ask(question, ProbeEnd::kFound));
  EXPECT_THAT(limit().lockouts().InForce(now_), SizeIs(65));
}

TEST_F(ProbeLockoutTest, WhoIsLiftedStartsAfresh) {
  limits_.officer.misses = 5;
  AskUntilLockedOut(ProbeEnd::kMissed, About(""));
  const std::string id = begun_[0].lockout_id();
  EXPECT_THAT(limit().lockouts().LiftedWith("another", now_), IsEmpty());
  const auto lifted = limit().lockouts().LiftedWith(id, now_);
  ASSERT_THAT(lifted, SizeIs(1));
  limit().Lift(lifted);
  EXPECT_THAT(limit().lockouts().InForce(now_), IsEmpty());
  EXPECT_EQ(AskUntilLockedOut(ProbeEnd::kMissed, About("")), 5);
}

TEST_F(ProbeLockoutTest, LiftingAnAgencyLiftsAllOfIt) {
  limits_.officer.questions = 5;
  limits_.agency.questions = 7;
  AskUntilLockedOut(ProbeEnd::kFound, About(""));
  ProbeQuestion colleague = About("a");
  colleague.subject = "officer-2";
  while (Ask(colleague, ProbeEnd::kFound)) {
  }
  ASSERT_THAT(begun_, SizeIs(2));
  const auto lifted =
      limit().lockouts().LiftedWith(begun_[1].lockout_id(), now_);
  ASSERT_THAT(lifted, SizeIs(2));
  limit().Lift(lifted);
  EXPECT_TRUE(Ask(About("a"), ProbeEnd::kFound));
}

TEST_F(ProbeLockoutTest, ARestoredLockoutHolds) {
  v1::ProbeLockout lockout;
  lockout.set_lockout_id("of an earlier process");
  lockout.set_scope(v1::PROBE_SCOPE_OFFICER);
  lockout.set_agency_id("north");
  lockout.set_subject("officer-1");
  *lockout.mutable_end_time() = auth::ToTimestamp(now_ + absl::Minutes(5));
  limit().lockouts().Restore(lockout);
  EXPECT_FALSE(Ask(About("a"), ProbeEnd::kFound));
  now_ += absl::Minutes(5);
  EXPECT_TRUE(Ask(About("a"), ProbeEnd::kFound));
  EXPECT_THAT(limit().lockouts().TakeEnded(now_),
              ElementsAre("of an earlier process"));
  EXPECT_THAT(limit().lockouts().TakeEnded(now_), IsEmpty());
}

// A clock that jumps back neither frees nor fills.
TEST_F(ProbeLockoutTest, ABackwardClockGivesNoTokens) {
  limits_.officer.questions = 5;
  AskUntilLockedOut(ProbeEnd::kFound, About(""));
  now_ -= absl::Hours(24);
  EXPECT_FALSE(Ask(About("a"), ProbeEnd::kFound));
}

}  // namespace
}  // namespace homeward::federation
