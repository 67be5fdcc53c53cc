#include "services/federation/probing/lockouts.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/probe.pb.h"

namespace homeward::federation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);
const absl::Time kEnd = kNow + absl::Hours(1);

ProbeQuestion Of(const std::string& subject,
                 const std::string& agency = "north") {
  ProbeQuestion question;
  question.agency_id = agency;
  question.subject = subject;
  question.purpose = v1::PURPOSE_LOCATE_SAFETY;
  question.child_hash = "0123456789abcdef";
  return question;
}

std::vector<v1::ProbeLockout> BeginOf(Lockouts& lockouts, v1::ProbeScope scope,
                                      const ProbeQuestion& question,
                                      absl::Time now = kNow) {
  return lockouts.Begin(scope, v1::PROBE_CAUSE_MISSES, question, now,
                        now + absl::Hours(1));
}

TEST(LockoutsTest, EachScopeCoversItsOwn) {
  ProbeQuestion other = Of("ben");
  other.purpose = v1::PURPOSE_TREAT;
  other.child_hash = "another child's.";
  for (const v1::ProbeScope scope :
       {v1::PROBE_SCOPE_OFFICER, v1::PROBE_SCOPE_PURPOSE,
        v1::PROBE_SCOPE_CHILD}) {
    Lockouts lockouts;
    EXPECT_THAT(BeginOf(lockouts, scope, Of("anna")), SizeIs(1));
    EXPECT_TRUE(lockouts.Cover(Of("anna"), kNow)) << scope;
    EXPECT_FALSE(lockouts.Cover(other, kNow)) << scope;
    EXPECT_FALSE(lockouts.Cover(Of("anna", "south"), kNow)) << scope;
    EXPECT_FALSE(lockouts.Cover(Of("anna"), kEnd)) << scope;
  }
  Lockouts lockouts;
  BeginOf(lockouts, v1::PROBE_SCOPE_AGENCY, Of("anna"));
  EXPECT_TRUE(lockouts.Cover(other, kNow));
}

TEST(LockoutsTest, WhoIsLockedOutIsNotLockedOutAgain) {
  Lockouts lockouts;
  BeginOf(lockouts, v1::PROBE_SCOPE_OFFICER, Of("anna"));
  EXPECT_THAT(BeginOf(lockouts, v1::PROBE_SCOPE_OFFICER, Of("anna")),
              IsEmpty());
  EXPECT_THAT(BeginOf(lockouts, v1::PROBE_SCOPE_OFFICER, Of("anna"), kEnd),
              SizeIs(1));
}

TEST(LockoutsTest, TheSixtyFourthOfAnAgencyLocksItOut) {
  Lockouts lockouts;
  for (int i = 1; i < 64; ++i) {
    BeginOf(lockouts, v1::PROBE_SCOPE_OFFICER, Of(absl::StrCat("p", i)));
  }
  EXPECT_FALSE(lockouts.Cover(Of("zoe"), kNow));
  const auto begun = BeginOf(lockouts, v1::PROBE_SCOPE_OFFICER, Of("p64"));
  ASSERT_THAT(begun, SizeIs(2));
  EXPECT_EQ(begun[1].scope(), v1::PROBE_SCOPE_AGENCY);
  EXPECT_EQ(begun[1].cause(), v1::PROBE_CAUSE_LOCKOUTS);
  EXPECT_TRUE(lockouts.Cover(Of("zoe"), kNow));
}

TEST(LockoutsTest, LiftingAnAgencysLiftsAllOfIt) {
  Lockouts lockouts;
  const auto anna = BeginOf(lockouts, v1::PROBE_SCOPE_OFFICER, Of("anna"));
  const auto agency = BeginOf(lockouts, v1::PROBE_SCOPE_AGENCY, Of("anna"),
                              kNow + absl::Seconds(1));
  BeginOf(lockouts, v1::PROBE_SCOPE_OFFICER, Of("anna", "south"));
  const absl::Time now = kNow + absl::Seconds(2);
  EXPECT_THAT(lockouts.LiftedWith("none", now), IsEmpty());
  EXPECT_THAT(lockouts.LiftedWith(anna[0].lockout_id(), now), SizeIs(1));
  const auto lifted = lockouts.LiftedWith(agency[0].lockout_id(), now);
  ASSERT_THAT(lifted, SizeIs(2));
  EXPECT_EQ(lifted[0].lockout_id(), agency[0].lockout_id()) << "newest first";
  for (const v1::ProbeLockout& one : lifted) lockouts.Lift(one);
  EXPECT_FALSE(lockouts.Cover(Of("anna"), now));
  EXPECT_THAT(lockouts.InForce(now), SizeIs(1));
}

TEST(LockoutsTest, WhatHasEndedIsTakenOnce) {
  Lockouts lockouts;
  const auto first = BeginOf(lockouts, v1::PROBE_SCOPE_OFFICER, Of("anna"));
  BeginOf(lockouts, v1::PROBE_SCOPE_OFFICER, Of("ben"), kEnd);
  EXPECT_THAT(lockouts.TakeEnded(kNow), IsEmpty());
  EXPECT_THAT(lockouts.TakeEnded(kEnd), ElementsAre(first[0].lockout_id()));
  EXPECT_THAT(lockouts.TakeEnded(kEnd), IsEmpty());
  EXPECT_THAT(lockouts.InForce(kEnd), SizeIs(1));
}

}  // namespace
}  // namespace homeward::federation
