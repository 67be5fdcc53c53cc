// Claim C: what crosses a red line by way of other agencies.

#include <string>
#include <vector>

#include "auth/proof/testing/onward_sets.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace homeward::auth::proof {
namespace {

using testing::Charter;
using ::testing::ElementsAre;
using testing::Everything;
using testing::NotToTheRegistrar;
using testing::ProveOne;
using testing::Tells;

std::vector<std::string> ClausesOf(const v1::OnwardPath& path) {
  std::vector<std::string> clauses;
  for (const v1::Breach& hop : path.hops()) clauses.push_back(hop.clause());
  return clauses;
}

TEST(OnwardTest, AWayOverTwoOthersCrossesTheLine) {
  const v1::RedLineResult result =
      ProveOne({Tells("clinic", "ngo", true), Tells("ngo", "police", true),
                Tells("police", "registrar", false)},
               NotToTheRegistrar());
  EXPECT_EQ(result.verdict(), v1::VERDICT_BREACHED);
  EXPECT_EQ(result.breaches_size(), 0);
  ASSERT_EQ(result.paths_size(), 1);
  EXPECT_FALSE(result.paths(0).breaks_duty());
  EXPECT_THAT(ClausesOf(result.paths(0)),
              ElementsAre("clinic-ngo@1/tell", "ngo-police@1/tell",
                          "police-registrar@1/tell"));
  for (const v1::Breach& hop : result.paths(0).hops()) {
    EXPECT_EQ(hop.decision().effect(), v1::DECISION_EFFECT_PERMIT);
  }
}

TEST(OnwardTest, ALineThatDoesntAskSeesNoWay) {
  v1::RedLines lines = NotToTheRegistrar();
  lines.mutable_red_lines(0)->set_through_others(false);
  const v1::RedLineResult result = ProveOne(
      {Tells("clinic", "ngo", true), Tells("ngo", "registrar", true)}, lines);
  EXPECT_EQ(result.verdict(), v1::VERDICT_HOLDS);
}

TEST(OnwardTest, TheDutyNotToPassOnHoldsTheLineAndIsSaid) {
  const v1::RedLineResult result =
      ProveOne({Tells("clinic", "ngo", false), Tells("ngo", "registrar", true)},
               NotToTheRegistrar());
  EXPECT_EQ(result.verdict(), v1::VERDICT_HOLDS);
  ASSERT_EQ(result.paths_size(), 1);
  EXPECT_TRUE(result.paths(0).breaks_duty());
}

TEST(OnwardTest, ALongerWayWithoutTheDutyComesFirst) {
  const v1::RedLineResult result =
      ProveOne({Tells("clinic", "ngo", false), Tells("clinic", "police", true),
                Tells("police", "ngo", true), Tells("ngo", "registrar", true)},
               NotToTheRegistrar());
  EXPECT_EQ(result.verdict(), v1::VERDICT_BREACHED);
  ASSERT_EQ(result.paths_size(), 1);
  EXPECT_THAT(ClausesOf(result.paths(0)),
              ElementsAre("clinic-police@1/tell", "police-ngo@1/tell",
                          "ngo-registrar@1/tell"));
}

TEST(OnwardTest, AnAgencysOwnStaffMayBeTheEnd) {
  v1::RedLines lines = NotToTheRegistrar();
  v1::Match& match = *lines.mutable_red_lines(0)->mutable_match();
  match.mutable_requester()->set_agency_ids(0, "ngo");
  match.mutable_purposes()->clear_any();
  match.mutable_purposes()->add_purposes(v1::PURPOSE_ADOPTION);
  v1::Mou tell = Tells("clinic", "ngo", true);
  tell.mutable_clauses(0)->mutable_match()->mutable_purposes()->clear_any();
  tell.mutable_clauses(0)->mutable_match()->mutable_purposes()->add_purposes(
      v1::PURPOSE_TREAT);
  const std::vector<v1::Mou> mous = {tell, Tells("ngo", "ngo", true)};
  const v1::RedLineResult result = ProveOne(mous, lines);
  ASSERT_EQ(result.paths_size(), 1);
  EXPECT_THAT(ClausesOf(result.paths(0)),
              ElementsAre("clinic-ngo@1/tell", "ngo-ngo@1/tell"));
  lines.mutable_red_lines(0)->set_between_agencies(true);
  EXPECT_EQ(ProveOne(mous, lines).verdict(), v1::VERDICT_HOLDS);
}

TEST(OnwardTest, WhatProhibitsAHopEndsTheWay) {
  v1::Mou charter = Charter();
  v1::Clause& clause = *charter.add_clauses();
  clause.set_clause_id("no-wellbeing-to-police");
  clause.set_effect(v1::EFFECT_PROHIBIT);
  *clause.mutable_match() = Everything();
  clause.mutable_match()->mutable_requester()->clear_any();
  clause.mutable_match()->mutable_requester()->add_agency_ids("police");
  const v1::RedLineResult result = ProveOne(
      {Tells("clinic", "police", true), Tells("police", "registrar", true)},
      NotToTheRegistrar(), charter);
  EXPECT_EQ(result.verdict(), v1::VERDICT_HOLDS);
  EXPECT_EQ(result.paths_size(), 0);
}

// The charter prohibits the direct way alone.
TEST(OnwardTest, ACharterThatProhibitsTheDirectWayIsNotEnough) {
  v1::Mou charter = Charter();
  v1::Clause& clause = *charter.add_clauses();
  clause.set_clause_id("direct");
  clause.set_effect(v1::EFFECT_PROHIBIT);
  *clause.mutable_match() = NotToTheRegistrar().red_lines(0).match();
  const v1::RedLineResult result =
      ProveOne({Tells("clinic", "ngo", true), Tells("ngo", "registrar", true)},
               NotToTheRegistrar(), charter);
  EXPECT_EQ(result.charter().verdict(), v1::VERDICT_HOLDS);
  EXPECT_EQ(result.verdict(), v1::VERDICT_BREACHED);
}

}  // namespace
}  // namespace homeward::auth::proof
