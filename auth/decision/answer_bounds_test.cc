#include "auth/decision/answer_bounds.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "auth/decision/access.h"
#include "auth/decision/grant.h"
#include "auth/decision/grant_fixture.h"
#include "auth/mou/enum_set.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/treatment.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/mou.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::IsOk;

constexpr char kCase[] = "conditions { fact: FACT_OPEN_CASE expected: true }";
constexpr char kNoCase[] =
    "conditions { fact: FACT_OPEN_CASE expected: false }";
constexpr char kConsent[] =
    "conditions { fact: FACT_CONSENT_ON_FILE expected: true }";

std::string Retain(int seconds) {
  return absl::Substitute(
      "obligations { type: OBLIGATION_TYPE_RETAIN_AT_MOST within { seconds: $0 "
      "} }",
      seconds);
}

constexpr char kClear[] = "FIELD_OUTCOME_CLEAR";

AnswerBounds Bounds(const World& world) {
  const Admittance admitted = Ask(world);
  EXPECT_THAT(admitted.admission, IsOk());
  return admitted.admission.ok() ? BoundsOf(*admitted.admission)
                                 : AnswerBounds();
}

AnswerBounds With(const std::string& clauses) {
  World world = Normal();
  world.clauses = clauses;
  return Bounds(world);
}

bool Tells(const AnswerBounds& bounds,
           const std::string& path = kWellbeingTime) {
  return bounds.fields().test(*FieldCatalog::Get().Find(path));
}

bool Allows(const AnswerBounds& bounds, Treatment treatment) {
  return bounds.Allows(*FieldCatalog::Get().Find(kWellbeingTime), treatment);
}

TEST(AnswerBoundsTest, AreWhatPermitsDiscloseWhateverTheRecord) {
  EXPECT_FALSE(Tells(With("")));
  EXPECT_TRUE(Tells(With(""), "wellbeing_check.status"));
  EXPECT_TRUE(Tells(With(WellbeingPermit("a", kConsent, kClear))));
  EXPECT_FALSE(Tells(AnswerBounds(), "wellbeing_check.status"));
}

TEST(AnswerBoundsTest, AreThoseOfTheQuestion) {
  World world = Normal();
  world.request.categories = {v1::CATEGORY_LOC_COARSE};
  EXPECT_FALSE(Tells(Bounds(world), "wellbeing_check.status"));
  EXPECT_TRUE(Tells(Bounds(world), "sighting.place.admin1_code"));
  EXPECT_TRUE(Tells(Bounds(world), "claim_id"));
  EXPECT_EQ(Bounds(world).ask(), world.request.categories);
  world = Normal();
  world.clauses = absl::StrCat(
      "clauses { clause_id: 'other' effect: EFFECT_PERMIT match { owner { any: "
      "true } requester { agency_ids: 'ngo' } roles { any: true } purposes { "
      "any: true } actions { any: true } categories { any: true } } fields { "
      "field_path: '",
      kWellbeingTime, "' outcome: FIELD_OUTCOME_CLEAR } }");
  EXPECT_FALSE(Tells(Bounds(world)));
}

TEST(AnswerBoundsTest, APermitByACaseCountsWithAToken) {
  World world = Normal();
  world.clauses = WellbeingPermit("a", kCase, kClear);
  EXPECT_FALSE(Tells(Bounds(world)));
  world.case_facts.open_case = Tri::kTrue;
  // Nobody heeds the stranger.
  world.case_facts.issuer_agency_id = "stranger";
  EXPECT_FALSE(Tells(Bounds(world)));
  world.case_facts.issuer_agency_id = "court";
  EXPECT_TRUE(Tells(Bounds(world)));
  world.case_facts.categories = {v1::CATEGORY_PHOTO};
  EXPECT_FALSE(Tells(Bounds(world)));
  // The owner may not know the issuer yet.
  world.clauses = WellbeingPermit("a", kNoCase, kClear);
  world.case_facts.categories = {};
  EXPECT_TRUE(Tells(Bounds(world)));
}

TEST(AnswerBoundsTest, APermitByABrokenGlassCountsWhenItIsBroken) {
  World world = Normal();
  world.clauses =
      WellbeingPermit("a", absl::StrCat(kConsent, " allow_break_glass: true"),
                      kClear, Retain(10));
  const FieldSet told = [] {
    FieldSet set;
    set.set(*FieldCatalog::Get().Find(kWellbeingTime));
    return set;
  }();
  v1::Obligation retain;
  retain.set_type(v1::OBLIGATION_TYPE_RETAIN_AT_MOST);
  retain.mutable_within()->set_seconds(10);
  EXPECT_EQ(Bounds(world).Duties(told, {}).size(), 1);
  world.case_facts.break_glass = Tri::kTrue;
  world.case_facts.break_glass_categories = {v1::CATEGORY_WELLBEING};
  // As another than who the permit is for it is not broken.
  world.case_facts.break_glass_roles = {v1::ROLE_CP_SUPERVISOR};
  EXPECT_EQ(Bounds(world).Duties(told, {}).size(), 1);
  world.case_facts.break_glass_roles = {v1::ROLE_POLICE_MISSING};
  EXPECT_TRUE(Tells(Bounds(world)));
  // With consent no review is due, and the owner alone knows of it.
  EXPECT_EQ(Bounds(world).Duties(told, {retain}).size(), 1);
  EXPECT_EQ(Bounds(world).Duties(told, {}).size(), 4);
}

TEST(AnswerBoundsTest, WhatAlwaysAppliesToo) {
  const std::string year = WellbeingPermit("a", "", CoarsenTo("YEAR"));
  const AnswerBounds bounds =
      With(year + WellbeingPermit("b", kConsent, kClear));
  EXPECT_TRUE(Tells(bounds));
  EXPECT_FALSE(Allows(bounds, Treatment::kClear));
  EXPECT_FALSE(Allows(bounds, Treatment::kToMonth));
  EXPECT_TRUE(Allows(bounds, Treatment::kToYear));
  EXPECT_FALSE(Tells(With(WellbeingPermit("a", "", "FIELD_OUTCOME_DROP") +
                          WellbeingPermit("b", kConsent, kClear))));
}

TEST(AnswerBoundsTest, WhatMayNotApplyRestrictsNothing) {
  const AnswerBounds bounds =
      With(WellbeingPermit("a", kConsent, CoarsenTo("YEAR")) +
           WellbeingPermit("b", "", kClear));
  EXPECT_TRUE(Allows(bounds, Treatment::kClear));
  EXPECT_TRUE(Allows(bounds, Treatment::kToYear));
  EXPECT_TRUE(Tells(With(WellbeingPermit("a", kConsent, "FIELD_OUTCOME_DROP") +
                         WellbeingPermit("b", "", kClear))));
  const std::string young = "subject_age { min_years: 0 max_years: 5 }";
  EXPECT_TRUE(Tells(With(WellbeingPermit("a", young, "FIELD_OUTCOME_DROP") +
                         WellbeingPermit("b", "", kClear))));
  EXPECT_FALSE(Tells(With(WellbeingPermit("a", "", "FIELD_OUTCOME_DROP") +
                          WellbeingPermit("b", young, kClear))));
}

// Whoever asks for it all the same is told by an owner that may not know why
// not.
TEST(AnswerBoundsTest, WhatIsProhibitedHereIsNotAskedFor) {
  EXPECT_EQ(With("").ask(), CategorySet());
  const std::string incident =
      "clauses { clause_id: 'all' effect: EFFECT_PERMIT match { owner { any: "
      "true } requester { any: true } roles { any: true } purposes { any: true "
      "} actions { any: true } categories { any: true } } fields { field_path: "
      "'sighting.text' outcome: FIELD_OUTCOME_CLEAR } }";
  ASSERT_EQ(
      FieldCatalog::Get().category(*FieldCatalog::Get().Find("sighting.text")),
      v1::CATEGORY_INCIDENT);
  const AnswerBounds bounds = With(incident);
  EXPECT_FALSE(Tells(bounds, "sighting.text"));
  EXPECT_TRUE(Tells(bounds, "wellbeing_check.status"));
  EXPECT_FALSE(bounds.ask().Contains(v1::CATEGORY_INCIDENT));
  EXPECT_TRUE(bounds.ask().Contains(v1::CATEGORY_WELLBEING));
  EXPECT_TRUE(bounds.ask().Contains(v1::CATEGORY_EXIST));
}

class AnswerDutiesTest : public ::testing::Test {
 protected:
  static v1::Obligation Duty(v1::ObligationType type, int seconds = 0) {
    v1::Obligation duty;
    duty.set_type(type);
    if (seconds > 0) duty.mutable_within()->set_seconds(seconds);
    return duty;
  }
  static v1::Obligation KeepFor(int seconds) {
    return Duty(v1::OBLIGATION_TYPE_RETAIN_AT_MOST, seconds);
  }
  // The duties of what tells kWellbeingTime under `clauses`, as `TYPE:SECONDS`.
  static std::vector<std::string> Of(const std::string& clauses,
                                     const std::vector<v1::Obligation>& told) {
    FieldSet fields;
    fields.set(*FieldCatalog::Get().Find(kWellbeingTime));
    std::vector<std::string> duties;
    for (const v1::Obligation& duty : With(clauses).Duties(fields, told)) {
      duties.push_back(absl::StrCat(duty.type(), ":", duty.within().seconds()));
    }
    return duties;
  }
};

TEST_F(AnswerDutiesTest, WhatIsLeftOutIsAdded) {
  const std::string one = WellbeingPermit(
      "a", "", kClear,
      absl::StrCat(Retain(50),
                   "obligations { type: OBLIGATION_TYPE_NO_ONWARD_SHARING }"));
  EXPECT_THAT(Of(one, {}), ::testing::UnorderedElementsAre("2:50", "3:0"));
  EXPECT_THAT(Of(one, {KeepFor(51)}),
              ::testing::UnorderedElementsAre("2:50", "3:0"));
  EXPECT_THAT(Of(one, {Duty(v1::OBLIGATION_TYPE_RETAIN_AT_MOST)}),
              ::testing::UnorderedElementsAre("2:50", "3:0"));
}

TEST_F(AnswerDutiesTest, OfTwoPermitsTheOwnerSaysWhichItUsed) {
  const std::string two = WellbeingPermit("a", kConsent, kClear, Retain(50)) +
                          WellbeingPermit("b", "", kClear, Retain(90));
  EXPECT_THAT(Of(two, {KeepFor(90)}), ::testing::ElementsAre("2:90"));
  EXPECT_THAT(Of(two, {KeepFor(20)}), ::testing::ElementsAre("2:20"));
  // Its word can't be true: the strictest of all that may be.
  EXPECT_THAT(Of(two, {KeepFor(91)}), ::testing::ElementsAre("2:50"));
  EXPECT_THAT(Of(two, {}), ::testing::ElementsAre("2:50"));
}

TEST_F(AnswerDutiesTest, OneThatIsThereTwiceOrUnknownIsThereOnceOrNot) {
  const std::string one = WellbeingPermit("a", "", kClear, Retain(50));
  EXPECT_THAT(Of(one, {KeepFor(40), KeepFor(30)}),
              ::testing::ElementsAre("2:30"));
  EXPECT_THAT(Of(one, {KeepFor(40), Duty(static_cast<v1::ObligationType>(60))}),
              ::testing::ElementsAre("2:40"));
}

}  // namespace
}  // namespace homeward::auth
