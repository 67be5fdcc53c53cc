#include "auth/change/mou_diff.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "auth/change/mou_diff_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_change.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::StatusIs;
using ::homeward::testing::TextProto;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MouDiffTest : public MouDiffFixture {};

TEST_F(MouDiffTest, TheSameTextIsNoDifference) {
  const v1::MouDifference same = Compare(mou_, mou_);
  EXPECT_THAT(same.gained(), IsEmpty());
  EXPECT_THAT(same.lost(), IsEmpty());
  EXPECT_THAT(same.notes(), IsEmpty());
}

TEST_F(MouDiffTest, ARoleMoreIsWhoLearnsMore) {
  v1::Mou after = mou_;
  after.mutable_clauses(0)->mutable_match()->mutable_roles()->add_roles(
      v1::ROLE_POLICE_GENERAL);
  const v1::MouDifference found = Compare(mou_, after);
  ASSERT_FALSE(found.gained().empty());
  for (const v1::Exposure& exposure : found.gained()) {
    EXPECT_EQ(exposure.owner_agency_id(), "ngo");
    EXPECT_EQ(exposure.requester_agency_id(), "police");
    EXPECT_THAT(exposure.roles(), ElementsAre(v1::ROLE_POLICE_GENERAL));
    EXPECT_THAT(exposure.purposes(), ElementsAre(v1::PURPOSE_MISSING_SEARCH));
    EXPECT_THAT(exposure.actions(),
                ElementsAre(v1::ACTION_LOCATE, v1::ACTION_GET_WELLBEING));
    // With a case, whatever else is known.
    for (const v1::Circumstances& when : exposure.when()) {
      ASSERT_FALSE(when.facts().empty());
      EXPECT_EQ(when.facts(0).fact(), v1::FACT_OPEN_CASE);
      EXPECT_FALSE(when.facts(0).may_be_unknown());
    }
  }
  EXPECT_THAT(found.lost(), IsEmpty());
  // And the other way round.
  const v1::MouDifference back = Compare(after, mou_);
  EXPECT_EQ(back.lost_size(), found.gained_size());
  EXPECT_THAT(back.gained(), IsEmpty());
}

TEST_F(MouDiffTest, ABrokenGlassIsUnderWhichMoreIsSeen) {
  v1::Mou before = mou_;
  for (v1::Clause& clause : *before.mutable_clauses()) {
    clause.mutable_match()->clear_allow_break_glass();
  }
  const v1::MouDifference found = Compare(before, mou_);
  ASSERT_FALSE(found.gained().empty());
  for (const v1::Exposure& exposure : found.gained()) {
    EXPECT_THAT(exposure.roles(), ElementsAre(v1::ROLE_POLICE_MISSING));
    for (const v1::Circumstances& when : exposure.when()) {
      ASSERT_FALSE(when.facts().empty());
      const v1::FactCircumstance& last = when.facts(when.facts_size() - 1);
      EXPECT_EQ(last.fact(), v1::FACT_BREAK_GLASS);
      EXPECT_TRUE(last.may_be_true());
      EXPECT_FALSE(last.may_be_false() || last.may_be_unknown());
    }
  }
  EXPECT_THAT(found.lost(), IsEmpty());
}

TEST_F(MouDiffTest, AConditionLessIsUnderWhichMoreIsSeen) {
  v1::Mou after = mou_;
  after.mutable_clauses(0)->mutable_match()->clear_conditions();
  const v1::MouDifference found = Compare(mou_, after);
  ASSERT_FALSE(found.gained().empty());
  bool place = false;
  for (const v1::Exposure& exposure : found.gained()) {
    for (const v1::Circumstances& when : exposure.when()) {
      ASSERT_FALSE(when.facts().empty());
      EXPECT_EQ(when.facts(0).fact(), v1::FACT_OPEN_CASE);
      EXPECT_FALSE(when.facts(0).may_be_true());  // There it was seen before.
    }
    for (const v1::FieldChange& field : exposure.fields()) {
      EXPECT_EQ(field.before().outcome(), v1::FIELD_OUTCOME_DROP);
      place |= field.field_path() == "sighting.place.admin2_code";
    }
  }
  EXPECT_TRUE(place);
}

// Custody without a care relation, which no record tells of.
TEST_F(MouDiffTest, NoFactIsTakenToFollowFromAnother) {
  v1::Mou after = mou_;
  const v1::Match conditions = TextProto(R"pb(
    conditions { fact: FACT_CUSTODY_RELATION expected: true }
    conditions { fact: FACT_CARE_RELATION expected: false }
  )pb");
  v1::Clause& more = *after.add_clauses();
  more = mou_.clauses(0);
  more.set_clause_id("more");
  more.mutable_match()->clear_allow_break_glass();
  *more.mutable_match()->mutable_conditions() = conditions.conditions();
  const v1::MouDifference found = Compare(mou_, after);
  ASSERT_FALSE(found.gained().empty());
  for (const v1::Exposure& exposure : found.gained()) {
    for (const v1::Circumstances& when : exposure.when()) {
      const auto care =
          absl::c_find_if(when.facts(), [](const v1::FactCircumstance& fact) {
            return fact.fact() == v1::FACT_CARE_RELATION;
          });
      ASSERT_NE(care, when.facts().end());
      EXPECT_TRUE(care->may_be_false());
      EXPECT_FALSE(care->may_be_true());
    }
  }
}

TEST_F(MouDiffTest, AFieldThatIsNoLongerNamedIsLost) {
  v1::Mou after = mou_;
  after.mutable_clauses(0)->mutable_fields()->DeleteSubrange(11, 1);
  const std::string path = mou_.clauses(0).fields(11).field_path();
  const v1::MouDifference found = Compare(mou_, after);
  EXPECT_THAT(found.gained(), IsEmpty());
  ASSERT_FALSE(found.lost().empty());
  EXPECT_EQ(found.lost(0).fields(0).field_path(), path);
}

TEST_F(MouDiffTest, AProhibitionLessShowsToWhoHasTwoRoles) {
  v1::Mou before = mou_;
  const v1::Clause no_hotline = TextProto(R"pb(
    clause_id: "no-hotline"
    effect: EFFECT_PROHIBIT
    match {
      owner { any: true }
      requester { any: true }
      roles { roles: ROLE_HOTLINE_OPERATOR }
      purposes { any: true }
      actions { any: true }
      categories { any: true }
    }
  )pb");
  *before.add_clauses() = no_hotline;
  const v1::MouDifference found = Compare(before, mou_);
  ASSERT_FALSE(found.gained().empty());
  EXPECT_THAT(found.lost(), IsEmpty());
  bool two = false;
  for (const v1::Exposure& exposure : found.gained()) {
    two |= exposure.other_roles_size() > 0;
  }
  EXPECT_TRUE(two);
}

TEST_F(MouDiffTest, AgesAreTold) {
  v1::Mou after = mou_;
  after.mutable_clauses(0)
      ->mutable_match()
      ->mutable_subject_age()
      ->set_min_years(12);
  const v1::MouDifference found = Compare(mou_, after);
  ASSERT_FALSE(found.lost().empty());
  bool young = false;
  for (const v1::Circumstances& when : found.lost(0).when()) {
    for (const v1::AgeLimits& age : when.ages()) {
      young |= age.min_years() == 0 && age.max_years() == 11;
    }
  }
  EXPECT_TRUE(young) << found.DebugString();
}

TEST_F(MouDiffTest, WhatElseDiffersIsNoted) {
  v1::Mou after = mou_;
  after.mutable_expiry_time()->set_seconds(mou_.expiry_time().seconds() +
                                           86400);
  after.add_case_issuer_agency_ids("court");
  after.set_legal_authority("another law");
  after.mutable_clauses(0)->clear_obligations();
  const v1::MouDifference found = Compare(mou_, after);
  EXPECT_THAT(found.gained(), IsEmpty());
  EXPECT_THAT(found.notes(), Contains(HasSubstr("holds until")));
  EXPECT_THAT(found.notes(), Contains(HasSubstr("new: court")));
  EXPECT_THAT(found.notes(), Contains(HasSubstr("another law")));
  EXPECT_THAT(found.notes(), Contains(HasSubstr("duty, gone")));
}

TEST_F(MouDiffTest, TooManyAgesAreRefused) {
  v1::Mou after = mou_;
  for (int year = 1; year < 12; ++year) {
    v1::Clause clause = mou_.clauses(0);
    clause.set_clause_id(absl::StrCat("age-", year));
    clause.mutable_match()->mutable_subject_age()->set_min_years(year);
    *after.add_clauses() = clause;
  }
  EXPECT_THAT(
      CompareMous(charter_, {&mou_, SetOf(mou_)}, {&after, SetOf(after)}, kNow),
      StatusIs(absl::StatusCode::kResourceExhausted));
}

}  // namespace
}  // namespace homeward::auth
