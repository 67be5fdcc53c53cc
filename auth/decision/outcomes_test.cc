// What happens to a field that is disclosed, and until when a permit is for.

#include <string>
#include <tuple>

#include "auth/decision/decision_trace.h"
#include "auth/decision/grant.h"
#include "auth/decision/grant_fixture.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/treatment.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::IsOk;
using ::testing::ElementsAre;

// What is done to kWellbeingTime, kDrop when it isn't disclosed.
Treatment Done(const World& world) {
  const Authorization result = Decide(world);
  const int field = *FieldCatalog::Get().Find(kWellbeingTime);
  if (!result.grant.ok() || !result.grant->fields().test(field)) {
    return Treatment::kDrop;
  }
  return result.grant->treatments().Of(field);
}

TEST(OutcomesTest, AFieldIsTreatedAsItsPermitSays) {
  World world = Normal();
  world.clauses = WellbeingPermit("a", "", CoarsenTo("MONTH"));
  EXPECT_EQ(Done(world), Treatment::kToMonth);
  world.clauses = WellbeingPermit("a", "", "FIELD_OUTCOME_CLEAR");
  EXPECT_EQ(Done(world), Treatment::kClear);
}

TEST(OutcomesTest, TheMostRestrictiveOfAllPermitsCounts) {
  const std::string clear = WellbeingPermit("a", "", "FIELD_OUTCOME_CLEAR");
  const std::string day = WellbeingPermit("b", "", CoarsenTo("DAY"));
  const std::string year = WellbeingPermit("c", "", CoarsenTo("YEAR"));
  const std::string drop = WellbeingPermit("d", "", "FIELD_OUTCOME_DROP");
  World world = Normal();
  for (const std::string& clauses : {clear + day + year, year + day + clear}) {
    world.clauses = clauses;
    EXPECT_EQ(Done(world), Treatment::kToYear);
  }
  world.clauses = clear + year + drop;
  EXPECT_EQ(Done(world), Treatment::kDrop);
}

// It gives nothing, and restricts as if it applied.
TEST(OutcomesTest, APermitThatMayApplyOnlyRestricts) {
  const std::string under_hold =
      "conditions { fact: FACT_ADOPTION_HOLD expected: true }";
  for (const auto& [hold, both, alone] :
       {std::tuple(Tri::kTrue, Treatment::kToYear, Treatment::kToYear),
        {Tri::kUnknown, Treatment::kToYear, Treatment::kDrop},
        {Tri::kFalse, Treatment::kClear, Treatment::kDrop}}) {
    World world = Normal();
    world.facts.adoption_hold = hold;
    world.clauses = WellbeingPermit("a", under_hold, CoarsenTo("YEAR"));
    EXPECT_EQ(Done(world), alone);
    world.clauses += WellbeingPermit("b", "", "FIELD_OUTCOME_CLEAR");
    EXPECT_EQ(Done(world), both);
  }
}

TEST(OutcomesTest, DutiesAreThoseOfThePermitsUsedAndTheShorterTime) {
  World world = Normal();
  world.clauses =
      WellbeingPermit(
          "a", "", "FIELD_OUTCOME_CLEAR",
          "obligations { type: OBLIGATION_TYPE_RETAIN_AT_MOST within { "
          "seconds: 50 } } "
          "obligations { type: OBLIGATION_TYPE_DELETE_WITH_RECEIPT }") +
      WellbeingPermit("b",
                      "conditions { fact: FACT_ADOPTION_HOLD expected: true }",
                      "FIELD_OUTCOME_CLEAR",
                      "obligations { type: OBLIGATION_TYPE_NOTIFY_OWNER }");
  const Authorization result = Decide(world);
  ASSERT_THAT(result.grant, IsOk());
  ASSERT_EQ(result.grant->obligations().size(), 2u);
  EXPECT_EQ(result.grant->obligations()[0].within().seconds(), 50);
  EXPECT_EQ(result.grant->obligations()[1].type(),
            v1::OBLIGATION_TYPE_DELETE_WITH_RECEIPT);
  // The log tells of them too.
  EXPECT_EQ(result.trace.obligations.size(), 2u);
}

TEST(AuthorizeTest, APermitForChildrenLapsesAtEighteen) {
  for (const auto& [min, max, allowed] : {std::tuple(0, 17, true),
                                          {17, 17, true},
                                          {17, 18, false},
                                          {18, 18, false},
                                          {18, 130, false}}) {
    World world = Normal();
    world.facts.age = {min, max};
    const Authorization result = Decide(world);
    EXPECT_EQ(result.grant.ok(), allowed) << min << "-" << max;
    if (!allowed) {
      EXPECT_EQ(result.trace.reason, Reason::kFactsNotMet);
      ASSERT_EQ(result.trace.nearest.size(), 1u);
      EXPECT_THAT(result.trace.nearest[0].missing, ElementsAre("age"));
    }
    // One that says so goes on.
    world.match = "subject_age {}";
    EXPECT_TRUE(Decide(world).grant.ok()) << min << "-" << max;
  }
}

}  // namespace
}  // namespace homeward::auth
