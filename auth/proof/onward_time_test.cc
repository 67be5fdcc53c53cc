// Claim C in time: a way is one that somebody could walk.

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "auth/proof/testing/onward_sets.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace homeward::auth::proof {
namespace {

using testing::Charter;
using testing::During;
using ::testing::ElementsAre;
using testing::Everything;
using testing::KeptFor;
using testing::NotToTheRegistrar;
using testing::Tells;

v1::RedLineResult ProveFrom(int from, const std::vector<v1::Mou>& mous,
                            const v1::Mou& charter = Charter()) {
  ProofBounds bounds;
  bounds.from = absl::FromUnixSeconds(from);
  return testing::ProveOne(mous, NotToTheRegistrar(), charter, bounds);
}

// The seconds at which the hops of the one path are asked for, rounded down.
std::vector<int64_t> TimesOf(const v1::RedLineResult& result) {
  std::vector<int64_t> times;
  EXPECT_EQ(result.paths_size(), 1);
  if (result.paths().empty()) return times;
  for (const v1::Breach& hop : result.paths(0).hops()) {
    EXPECT_EQ(hop.decision().effect(), v1::DECISION_EFFECT_PERMIT);
    times.push_back(hop.request().time().seconds());
  }
  return times;
}

TEST(OnwardTimeTest, NobodyPassesOnWhatSheHasYetToReceive) {
  const v1::RedLineResult result =
      ProveFrom(0, {During(Tells("clinic", "ngo"), 500, 1000),
                    During(Tells("ngo", "registrar"), 0, 500)});
  EXPECT_EQ(result.verdict(), v1::VERDICT_HOLDS);
  EXPECT_EQ(result.paths_size(), 0);
}

TEST(OnwardTimeTest, WhatWasReceivedMayBePassedOnLongAfter) {
  const v1::RedLineResult result =
      ProveFrom(0, {During(Tells("clinic", "ngo"), 100, 200),
                    During(Tells("ngo", "registrar"), 700, 800)});
  EXPECT_EQ(result.verdict(), v1::VERDICT_BREACHED);
  EXPECT_THAT(TimesOf(result), ElementsAre(100, 700));
}

TEST(OnwardTimeTest, NotAfterItHadToBeDeleted) {
  const auto mous = [](int kept) {
    return std::vector<v1::Mou>{
        KeptFor(During(Tells("clinic", "ngo"), 100, 200), kept),
        During(Tells("ngo", "registrar"), 700, 800)};
  };
  const v1::RedLineResult kept = ProveFrom(0, mous(501));
  EXPECT_EQ(kept.verdict(), v1::VERDICT_BREACHED);
  // The first is as late as it must be.
  EXPECT_THAT(TimesOf(kept), ElementsAre(199, 700));
  const v1::RedLineResult deleted = ProveFrom(0, mous(500));
  EXPECT_EQ(deleted.verdict(), v1::VERDICT_HOLDS);
  ASSERT_EQ(deleted.paths_size(), 1);
  EXPECT_TRUE(deleted.paths(0).breaks_duty());
}

TEST(OnwardTimeTest, WhoIsToldAgainKeepsItForLonger) {
  const v1::RedLineResult result =
      ProveFrom(0, {KeptFor(During(Tells("clinic", "ngo"), 0, 100), 150),
                    KeptFor(Tells("ngo", "police"), 150),
                    KeptFor(Tells("police", "ngo"), 150),
                    During(Tells("ngo", "registrar"), 800, 900)});
  EXPECT_EQ(result.verdict(), v1::VERDICT_BREACHED);
  ASSERT_EQ(result.paths_size(), 1);
  absl::Time before = absl::UnixEpoch();
  for (const v1::Breach& hop : result.paths(0).hops()) {
    const absl::Time time = ToTime(hop.request().time());
    EXPECT_LE(before, time);
    EXPECT_LT(time, before + absl::Seconds(150));
    before = time;
  }
  EXPECT_GE(before, absl::FromUnixSeconds(800));
}

TEST(OnwardTimeTest, FromSomeTimeOnTheLastHopCountsAndWhatWasKept) {
  const std::vector<v1::Mou> mous = {
      During(Tells("clinic", "ngo"), 100, 200),
      During(Tells("ngo", "registrar"), 150, 600)};
  EXPECT_THAT(TimesOf(ProveFrom(170, mous)), ElementsAre(170, 170));
  EXPECT_THAT(TimesOf(ProveFrom(300, mous)), ElementsAre(199, 300));
  EXPECT_EQ(ProveFrom(600, mous).verdict(), v1::VERDICT_HOLDS);
}

TEST(OnwardTimeTest, AHopWaitsForTheEndOfWhatProhibitsIt) {
  v1::Mou house = During(Tells("clinic", "clinic"), 0, 300);
  house.mutable_clauses(0)->set_effect(v1::EFFECT_PROHIBIT);
  house.mutable_clauses(0)->clear_fields();
  *house.mutable_clauses(0)->mutable_match() = Everything();
  house.mutable_clauses(0)->mutable_match()->clear_owner();
  house.mutable_clauses(0)->mutable_match()->mutable_owner()->add_agency_ids(
      "clinic");
  const auto mous = [&](int until) {
    return std::vector<v1::Mou>{house, Tells("clinic", "ngo"),
                                During(Tells("ngo", "registrar"), 0, until)};
  };
  EXPECT_THAT(TimesOf(ProveFrom(0, mous(301))), ElementsAre(300, 300));
  EXPECT_EQ(ProveFrom(0, mous(300)).verdict(), v1::VERDICT_HOLDS);
}

// A time in the middle at which the first permit gives nothing.
TEST(OnwardTimeTest, BothSidesOfAPauseAreLookedAt) {
  v1::Mou charter = Charter();
  v1::Mou pause = During(Tells("clinic", "clinic"), 300, 600);
  v1::Clause& clause = *pause.mutable_clauses(0);
  clause.set_effect(v1::EFFECT_PROHIBIT);
  clause.clear_fields();
  clause.mutable_match()->mutable_requester()->set_any(true);
  clause.mutable_match()->mutable_requester()->clear_agency_ids();
  const auto mous = [&](int start, int end) {
    return std::vector<v1::Mou>{pause, KeptFor(Tells("clinic", "ngo"), 10),
                                During(Tells("ngo", "registrar"), start, end)};
  };
  // Just after 190.
  EXPECT_THAT(TimesOf(ProveFrom(0, mous(200, 250))), ElementsAre(190, 200));
  EXPECT_EQ(ProveFrom(0, mous(310, 590)).verdict(), v1::VERDICT_HOLDS);
  EXPECT_THAT(TimesOf(ProveFrom(0, mous(590, 700))), ElementsAre(600, 600));
}

// Claim B of the same.
TEST(ProveTimeTest, ABreachIsOneFromThenOn) {
  const std::vector<v1::Mou> mous = {
      During(Tells("clinic", "registrar"), 100, 200)};
  for (const int from : {0, 100, 150, 199}) {
    const v1::RedLineResult result = ProveFrom(from, mous);
    EXPECT_EQ(result.verdict(), v1::VERDICT_BREACHED) << from;
    ASSERT_EQ(result.breaches_size(), 1) << from;
    EXPECT_EQ(result.breaches(0).request().time().seconds(),
              std::max(from, 100));
  }
  for (const int from : {200, 500, 2000}) {
    EXPECT_EQ(ProveFrom(from, mous).verdict(), v1::VERDICT_HOLDS) << from;
  }
}

TEST(ProveTimeTest, AGapOfTheCharterIsOneFromThenOn) {
  const v1::RedLineResult result = ProveFrom(400, {});
  EXPECT_EQ(result.charter().verdict(), v1::VERDICT_BREACHED);
  EXPECT_EQ(result.charter().gap().time().seconds(), 400);
  // Without a charter in force nothing is permitted.
  EXPECT_EQ(ProveFrom(1000, {}).charter().verdict(), v1::VERDICT_HOLDS);
}

}  // namespace
}  // namespace homeward::auth::proof
