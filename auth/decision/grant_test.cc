#include "auth/decision/grant.h"

#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "auth/decision/decision_trace.h"
#include "auth/decision/grant_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::IsOk;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::UnorderedElementsAre;

TEST(AuthorizeTest, GrantsTheFieldsThatTheClauseNames) {
  const Authorization result = Decide(Normal());
  ASSERT_THAT(result.grant, IsOk());
  EXPECT_THAT(Paths(*result.grant),
              ElementsAre("claim_id", "sighting.place.admin1_code",
                          "wellbeing_check.status"));
  EXPECT_EQ(result.grant->mou(), "ngo-police@3");
  EXPECT_EQ(result.grant->owner_agency_id(), "ngo");
  EXPECT_THAT(result.grant->clauses(), ElementsAre("ngo-police@3/search"));
  ASSERT_EQ(result.grant->obligations().size(), 1u);
  EXPECT_EQ(result.grant->obligations()[0].within().seconds(), 60);
  const CategorySet expected = {v1::CATEGORY_EXIST, v1::CATEGORY_WELLBEING,
                                v1::CATEGORY_LOC_COARSE};
  EXPECT_TRUE(result.grant->categories() == expected);
  EXPECT_EQ(result.trace.reason, Reason::kPermitted);
}

// The names in it belong to the set, which it keeps.
TEST(AuthorizeTest, AGrantAndATraceOutliveTheSetThatWasDecidedBy) {
  std::optional<Admittance> admitted = Ask(Normal());
  const DecisionTrace first = admitted->trace;
  Authorization result = Authorize(*admitted->admission, Normal().facts);
  const Grant grant = *std::move(result.grant);
  const DecisionTrace second = std::move(result.trace);
  admitted.reset();
  EXPECT_NE(first.mous, nullptr);
  EXPECT_EQ(second.mous, first.mous);
  EXPECT_EQ(first.mou, "ngo-police@3");
  EXPECT_THAT(second.permits, ElementsAre("ngo-police@3/search"));
  EXPECT_EQ(grant.mou(), "ngo-police@3");
  EXPECT_THAT(grant.clauses(), ElementsAre("ngo-police@3/search"));
}

TEST(AuthorizeTest, AProhibitionBeatsAPermit) {
  World world = Normal();
  world.clauses =
      ProhibitToAll("never", "categories { categories: CATEGORY_WELLBEING }");
  const Admittance admitted = Ask(world);
  EXPECT_THAT(
      admitted.trace.prohibitions,
      Contains(Field(&ExaminedProhibition::clause, "ngo-police@3/never")));
  EXPECT_THAT(Paths(*Decide(world).grant),
              ElementsAre("claim_id", "sighting.place.admin1_code"));
}

TEST(AuthorizeTest, ProhibitedExistenceProhibitsEverything) {
  World world = Normal();
  world.clauses =
      ProhibitToAll("never", "categories { categories: CATEGORY_EXIST }");
  EXPECT_EQ(Ask(world).trace.reason, Reason::kProhibited);
}

TEST(AuthorizeTest, AnUnknownFactProhibitsAndPermitsNothing) {
  for (const auto& [hold, allowed] : {std::pair(Tri::kTrue, false),
                                      {Tri::kUnknown, false},
                                      {Tri::kFalse, true}}) {
    World world = Normal();
    world.facts.adoption_hold = hold;
    world.clauses =
        ProhibitToAll("never",
                      "categories { any: true } "
                      "conditions { fact: FACT_ADOPTION_HOLD expected: true }");
    EXPECT_EQ(Decide(world).grant.ok(), allowed);
    world.clauses = "";
    world.match = "conditions { fact: FACT_ADOPTION_HOLD expected: false }";
    const Authorization result = Decide(world);
    EXPECT_EQ(result.grant.ok(), allowed);
    if (!allowed) {
      EXPECT_EQ(result.trace.reason, Reason::kFactsNotMet);
    }
  }
}

TEST(AuthorizeTest, ConsentCountsForItsCategoriesOnly) {
  World world = Normal();
  world.match = "conditions { fact: FACT_CONSENT_ON_FILE expected: true }";
  world.facts.consented = {v1::CATEGORY_EXIST};
  world.facts.refused = {v1::CATEGORY_WELLBEING};
  EXPECT_THAT(Paths(*Decide(world).grant), ElementsAre("claim_id"));
}

TEST(AuthorizeTest, AProtectedLocationIsForCustodyOnly) {
  for (const auto& [location, custody, shown] :
       {std::tuple(Tri::kTrue, Tri::kFalse, false),
        {Tri::kUnknown, Tri::kUnknown, false},
        {Tri::kTrue, Tri::kUnknown, false},
        {Tri::kUnknown, Tri::kTrue, true},
        {Tri::kFalse, Tri::kFalse, true}}) {
    World world = Normal();
    world.facts.location_protected = location;
    world.facts.custody_relation = custody;
    const Authorization result = Decide(world);
    ASSERT_THAT(result.grant, IsOk());
    EXPECT_EQ(Paths(*result.grant).size(), shown ? 3u : 2u);
    EXPECT_EQ(result.trace.built_in_rules.empty(), shown);
  }
}

// Permits a screening to everybody.
std::string Screenings() {
  return PermitToAll(
      "screenings",
      "categories { categories: [ CATEGORY_EXIST, CATEGORY_SCREEN_ANS, "
      "CATEGORY_SCREEN_RES ] }",
      ClearFields(
          {"screening.urgency", "screening.answers", "screening.score"}));
}

TEST(AuthorizeTest, OfAScreeningOnlyTheResultLeaves) {
  World world = Normal();
  world.clauses = Screenings();
  world.request.categories = {v1::CATEGORY_SCREEN_ANS, v1::CATEGORY_SCREEN_RES};
  EXPECT_THAT(Ask(world).trace.built_in_rules, ElementsAre("P-SCREEN"));
  EXPECT_THAT(Paths(*Decide(world).grant),
              ElementsAre("claim_id", "screening.urgency"));
  // Consent does not help.
  world.facts.consented = CategorySet::All();
  EXPECT_THAT(Paths(*Decide(world).grant),
              ElementsAre("claim_id", "screening.urgency"));
}

TEST(AuthorizeTest, TheAgencyThatScreenedReadsTheAnswers) {
  World world = Normal();
  world.clauses = Screenings();
  world.request.requester_agency_id = "ngo";
  world.request.action = v1::ACTION_READ_RECORD;
  EXPECT_THAT(Paths(*Decide(world).grant),
              UnorderedElementsAre("screening.urgency", "screening.answers",
                                   "screening.score"));
}

TEST(AuthorizeTest, WhenReadBackIsOverWhoSheIsRemains) {
  World world = Normal();
  world.facts.read_back_is_over = true;
  world.clauses =
      PermitToAll("all", "categories { any: true }",
                  ClearFields({"identity.name_full", "identity.documents",
                               "photo.sha256", "consent.purpose"}));
  const Authorization result = Decide(world);
  ASSERT_THAT(result.grant, IsOk());
  EXPECT_THAT(Paths(*result.grant),
              ElementsAre("claim_id", "identity.name_full", "photo.sha256"));
  EXPECT_THAT(result.trace.built_in_rules, ElementsAre("P-REGISTER"));
  world.facts.read_back_is_over = false;
  EXPECT_EQ(Paths(*Decide(world).grant).size(), 7u);
}

TEST(AuthorizeTest, APermitThatMayApplyDropsForSure) {
  World world = Normal();
  world.clauses =
      PermitToAll("under-hold",
                  "categories { categories: CATEGORY_WELLBEING } "
                  "conditions { fact: FACT_ADOPTION_HOLD expected: true }",
                  FieldText("wellbeing_check.status", "FIELD_OUTCOME_DROP") +
                      ClearFields({"wellbeing_check.method"}));
  world.facts.adoption_hold = Tri::kUnknown;
  EXPECT_THAT(Paths(*Decide(world).grant),
              ElementsAre("claim_id", "sighting.place.admin1_code"));
  world.facts.adoption_hold = Tri::kFalse;
  EXPECT_THAT(Paths(*Decide(world).grant), Contains("wellbeing_check.status"));
}

TEST(AuthorizeTest, AgesDecideByTheWholeInterval) {
  World world = Normal();
  world.match = "subject_age { min_years: 12 max_years: 15 }";
  for (const auto& [min, max, allowed] : {std::tuple(12, 15, true),
                                          {13, 13, true},
                                          {11, 13, false},
                                          {13, 16, false},
                                          {5, 3, false}}) {
    world.facts.age = {min, max};
    EXPECT_EQ(Decide(world).grant.ok(), allowed) << min << "-" << max;
  }
  world.match = "";
  world.clauses = ProhibitToAll(
      "never",
      "categories { any: true } subject_age { min_years: 12 max_years: 15 }");
  for (const auto& [min, max, allowed] : {std::tuple(16, 17, true),
                                          {0, 11, true},
                                          {0, 12, false},
                                          {15, 20, false},
                                          {5, 3, false}}) {
    world.facts.age = {min, max};
    EXPECT_EQ(Decide(world).grant.ok(), allowed) << min << "-" << max;
  }
}

}  // namespace
}  // namespace homeward::auth
