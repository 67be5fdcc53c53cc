// What a broken glass does to one question. tests/second_opinion has it for
// many.
#include <string>
#include <vector>

#include "auth/decision/access.h"
#include "auth/decision/decision_record.h"
#include "auth/decision/grant.h"
#include "auth/decision/grant_fixture.h"
#include "auth/mou/enum_set.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/mou.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::Not;

constexpr char kNeedsACase[] =
    "conditions { fact: FACT_OPEN_CASE expected: true } ";
constexpr char kAllows[] = "allow_break_glass: true ";

// A permit that needs a case or a broken glass; the glass is broken.
World Emergency() {
  World world = Normal();
  world.match = std::string(kNeedsACase) + kAllows;
  world.case_facts.break_glass = Tri::kTrue;
  world.case_facts.break_glass_categories = {v1::CATEGORY_WELLBEING,
                                             v1::CATEGORY_LOC_COARSE};
  world.case_facts.break_glass_roles = {v1::ROLE_POLICE_MISSING};
  return world;
}

// There is a case besides.
void OpenCase(World& world) {
  world.case_facts.issuer_agency_id = "court";
  world.case_facts.open_case = Tri::kTrue;
}

std::vector<v1::ObligationType> Types(const Grant& grant) {
  std::vector<v1::ObligationType> types;
  for (const v1::Obligation& duty : grant.obligations()) {
    types.push_back(duty.type());
  }
  return types;
}

TEST(BreakGlassTest, StandsInForTheConditionsWhereTheClauseSaysSo) {
  World world = Emergency();
  const Authorization result = Decide(world);
  ASSERT_THAT(result.grant, IsOk());
  EXPECT_EQ(Paths(*result.grant).size(), 3u);
  world.match = kNeedsACase;
  EXPECT_THAT(Ask(world).admission, Not(IsOk()));
}

TEST(BreakGlassTest, UnknownIsNotBroken) {
  World world = Emergency();
  for (const Tri broken : {Tri::kUnknown, Tri::kFalse}) {
    world.case_facts.break_glass = broken;
    EXPECT_THAT(Ask(world).admission, Not(IsOk()));
  }
}

TEST(BreakGlassTest, IsForTheNamedCategoriesAlone) {
  World world = Emergency();
  world.case_facts.break_glass_categories = {v1::CATEGORY_WELLBEING};
  EXPECT_THAT(Paths(*Decide(world).grant),
              ElementsAre("claim_id", "wellbeing_check.status"));
  world.case_facts.break_glass_categories = {v1::CATEGORY_PHOTO};
  EXPECT_THAT(Paths(*Decide(world).grant), ElementsAre("claim_id"));
}

TEST(BreakGlassTest, ForNoCategoryIsForNothing) {
  World world = Emergency();
  world.case_facts.break_glass_categories = {};
  EXPECT_THAT(Ask(world).admission, Not(IsOk()));
}

// One clause for everybody: who has a role that may break the glass breaks it.
TEST(BreakGlassTest, IsForThreeRolesAlone) {
  World world = Emergency();
  world.match = "conditions { fact: FACT_CUSTODY_RELATION expected: true }";
  world.clauses = PermitToAll(
      "anybody",
      "categories { categories: [ CATEGORY_EXIST, CATEGORY_WELLBEING ] } "
      "conditions { fact: FACT_OPEN_CASE expected: true } "
      "allow_break_glass: true",
      ClearFields({"claim_id"}));
  RoleSet may;
  RoleSet::All().ForEach([&](v1::Role role) {
    world.request.roles = {role};
    world.case_facts.break_glass_roles = {role};
    const auto admission = Ask(world).admission;
    if (admission.ok() &&
        admission->permitted_categories().Contains(v1::CATEGORY_WELLBEING)) {
      may.Add(role);
    }
  });
  EXPECT_EQ(may, (RoleSet{v1::ROLE_CP_SUPERVISOR, v1::ROLE_CLINIC_CLINICIAN,
                          v1::ROLE_POLICE_MISSING}));
}

// Who has two roles that may says as which of them she acts.
TEST(BreakGlassTest, IsForTheRoleAsWhichItWasBroken) {
  World world = Emergency();
  world.request.roles = {v1::ROLE_POLICE_MISSING, v1::ROLE_CLINIC_CLINICIAN};
  EXPECT_THAT(Ask(world).admission, IsOk());
  // The permit is for the police; she has the other role too.
  world.case_facts.break_glass_roles = {v1::ROLE_CLINIC_CLINICIAN};
  const Admittance other = Ask(world);
  EXPECT_THAT(other.admission, Not(IsOk()));
  ASSERT_EQ(other.trace.nearest.size(), 1u);
  EXPECT_THAT(other.trace.nearest[0].missing, ElementsAre("case", "role"));
  world.case_facts.break_glass_roles = {};
  EXPECT_THAT(Ask(world).admission, Not(IsOk()));
  // One that is not hers is none, whoever the permit is for.
  world.request.roles = {v1::ROLE_CLINIC_CLINICIAN};
  world.case_facts.break_glass_roles = {v1::ROLE_POLICE_MISSING};
  EXPECT_THAT(Ask(world).admission, Not(IsOk()));
  // A case needs no glass.
  world.request.roles = {v1::ROLE_POLICE_MISSING};
  world.case_facts.break_glass_roles = {v1::ROLE_CLINIC_CLINICIAN};
  OpenCase(world);
  EXPECT_THAT(Ask(world).admission, IsOk());
}

TEST(BreakGlassTest, TakesNoProhibitionProtectionOrAgeLimitAway) {
  World world = Emergency();
  world.facts.location_protected = Tri::kUnknown;
  EXPECT_THAT(Paths(*Decide(world).grant),
              ElementsAre("claim_id", "wellbeing_check.status"));
  world.clauses = ProhibitToAll(
      "not-without-consent",
      "categories { categories: CATEGORY_WELLBEING } "
      "conditions { fact: FACT_CONSENT_ON_FILE expected: false }");
  EXPECT_THAT(Paths(*Decide(world).grant), ElementsAre("claim_id"));
  world.facts.age = {18, 20};
  EXPECT_THAT(Decide(world).grant, Not(IsOk()));
  world.request.purpose = v1::PURPOSE_IMM_ENFORCEMENT;
  EXPECT_EQ(Ask(world).trace.reason, Reason::kRedLine);
}

TEST(BreakGlassTest, IsForNoAdoptionScreeningOrHold) {
  World world = Emergency();
  world.match = "conditions { fact: FACT_CUSTODY_RELATION expected: true }";
  world.clauses =
      PermitToAll("everything",
                  "categories { any: true } "
                  "conditions { fact: FACT_OPEN_CASE expected: true } "
                  "allow_break_glass: true",
                  ClearFields({"claim_id"}));
  world.case_facts.break_glass_categories = CategorySet::All();
  const auto admission = Ask(world).admission;
  ASSERT_THAT(admission, IsOk());
  // The charter of the fixture takes incidents.
  EXPECT_EQ(CategorySet::All() - admission->permitted_categories(),
            (CategorySet{v1::CATEGORY_INCIDENT, v1::CATEGORY_SCREEN_ANS,
                         v1::CATEGORY_HOLD}));
  world.request.purpose = v1::PURPOSE_ADOPTION;
  EXPECT_THAT(Ask(world).admission, Not(IsOk()));
}

TEST(BreakGlassTest, ComesWithNoticesAndAReviewWhereNothingElsePermits) {
  World world = Emergency();
  const Authorization broken = Decide(world);
  ASSERT_THAT(broken.grant, IsOk());
  EXPECT_TRUE(broken.grant->by_break_glass());
  EXPECT_TRUE(MakeDecisionRecord(broken.trace, "").by_break_glass());
  EXPECT_THAT(Types(*broken.grant),
              ElementsAre(v1::OBLIGATION_TYPE_RETAIN_AT_MOST,
                          v1::OBLIGATION_TYPE_NOTIFY_OWNER,
                          v1::OBLIGATION_TYPE_NOTIFY_GUARDIAN,
                          v1::OBLIGATION_TYPE_REVIEW));
  EXPECT_EQ(broken.grant->obligations()[3].within().seconds(), 86400);
  OpenCase(world);
  const Authorization regular = Decide(world);
  ASSERT_THAT(regular.grant, IsOk());
  EXPECT_FALSE(regular.grant->by_break_glass());
  EXPECT_FALSE(MakeDecisionRecord(regular.trace, "").by_break_glass());
  EXPECT_THAT(Types(*regular.grant),
              ElementsAre(v1::OBLIGATION_TYPE_RETAIN_AT_MOST));
}

TEST(BreakGlassTest, APermitAndItselfByBreakGlassAreNamedOnce) {
  World world = Emergency();
  OpenCase(world);
  EXPECT_THAT(Ask(world).trace.permits, ElementsAre("ngo-police@3/search"));
  // The case is for the child's wellbeing alone: both give something.
  world.case_facts.categories = {v1::CATEGORY_WELLBEING};
  const Authorization result = Decide(world);
  ASSERT_THAT(result.grant, IsOk());
  EXPECT_TRUE(result.grant->by_break_glass());
  EXPECT_THAT(result.grant->clauses(), ElementsAre("ngo-police@3/search"));
  world.facts.age = {30, 40};
  const DecisionTrace trace = Decide(world).trace;
  ASSERT_EQ(trace.nearest.size(), 1u);
  EXPECT_THAT(trace.nearest[0].missing, ElementsAre("age"));
}

TEST(BreakGlassTest, ADenialNamesThePermitOnce) {
  World world = Emergency();
  world.case_facts.break_glass = Tri::kFalse;
  const DecisionTrace trace = Ask(world).trace;
  EXPECT_EQ(trace.reason, Reason::kFactsNotMet);
  ASSERT_EQ(trace.nearest.size(), 1u);
  EXPECT_THAT(trace.nearest[0].missing, ElementsAre("case"));
}

}  // namespace
}  // namespace homeward::auth
